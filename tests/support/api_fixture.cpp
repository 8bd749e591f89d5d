#include "tests/support/api_fixture.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/code/records.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/document.hpp"
#include "core/webhooks/state.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/risk_amount.hpp"
#include "shell/api/api.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/sealing.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "tests/support/described.hpp"
#include "tests/support/json.hpp"
#include "tests/support/national_node.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/store_reader.hpp"
#include "tests/support/world.hpp"

namespace lintas::api {

MemoryReader::MemoryReader(store::MemoryStore& store, bool readable, bool upgraded,
                           std::optional<app::Seq> damaged)
    : StoreReader(store), readable_(readable), upgraded_(upgraded), damaged_(damaged) {}

std::vector<app::EventRow> MemoryReader::history(app::Seq head) {
  if (head == damaged_) throw std::logic_error{"an event that nobody can read"};
  return StoreReader::history(head);
}

std::optional<app::StreamRow> MemoryReader::stream(app::StreamId id) {
  auto row = StoreReader::stream(id);
  if (row && upgraded_) row->state.clear();
  return row;
}

app::Store& MemoryReader::store() {
  if (readable_) return StoreReader::store();
  throw app::StoreFailure("the question took too long", app::StoreFailure::Outcome::not_applied);
}

SteppedService::SteppedService(test::NationalNode& node) : node_(node) {}
SteppedService::~SteppedService() = default;

void SteppedService::ask(workflow::Command command, OnReply on_reply) {
  auto reply = failing ? workflow::Reply{.kind = workflow::Reply::Kind::internal} : node_.ask(command);
  if (asked) asked();
  on_reply(std::move(reply));
}

void SteppedService::consider(workflow::Command command, OnConsidered on_considered) {
  command.at = node_.now();
  on_considered(node_.executor().consider(command));
}

bool SteppedService::read(app::Share, std::move_only_function<void(app::Reader&)> work) {
  if (full) return false;
  if (holds) {
    held.emplace_back([this, work = std::move(work)]() mutable { (void)read({}, std::move(work)); });
    return true;
  }
  MemoryReader reader{node_.store(), readable, upgraded, damaged};
  alone([&] { work(reader); });
  return true;
}

bool SteppedService::post(app::Share, std::move_only_function<void()> work) {
  if (full) return false;
  if (holds) {
    held.push_back(std::move(work));
    return true;
  }
  alone([&] { work(); });
  return true;
}

void SteppedService::go_on() {
  holds = false;
  for (auto& work : std::exchange(held, {})) alone([&] { work(); });
}

void SteppedService::alone(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& failure) {
    failed.emplace_back(failure.what());
  }
}

ApiTest::ApiTest() {
  officer = key({.role = access::Role::officer_of_guarantee, .person = "ana", .office = "SG000401"});
  second = key({.role = access::Role::officer_of_guarantee, .person = "ben", .office = "SG000401"});
  holder = key({.role = access::Role::trader, .party = "SG201912345Z"});
  stranger = key({.role = access::Role::trader, .party = "SG201900000A"});
  api.add_to(router);
  // As a node that has started: what is in its store is known.
  api.happened();
  for (auto& work : std::exchange(put_off, {})) work();
}

ApiTest::~ApiTest() = default;

std::string ApiTest::key(const access::Actor& actor) {
  return keys.make({.actor = actor, .created = now, .expires = {}}, entropy).key;
}

ApiTest::Answer ApiTest::ask(net::Method method, std::string_view target, const std::string& by,
                             std::string_view body, std::vector<net::Headers::Field> headers) {
  net::Request request{.method = method, .target = std::string{target}};
  if (target.contains('%')) {
    const auto read = net::parse_target(target);
    if (!read) throw std::invalid_argument{"a target that no server takes"};
    request.path = read->path;
    request.query = read->query;
    target = {};
  }
  const auto query = target.find('?');
  std::string_view path = target.substr(0, query);
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    request.path.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  if (query != std::string_view::npos) {
    auto pairs = target.substr(query + 1);
    while (!pairs.empty()) {
      const auto pair = pairs.substr(0, pairs.find('&'));
      const auto equal = pair.find('=');
      request.query.push_back({std::string{pair.substr(0, equal)}, std::string{pair.substr(equal + 1)}});
      pairs.remove_prefix(std::min(pair.size() + 1, pairs.size()));
    }
  }
  if (!by.empty()) request.headers.add("Authorization", "Bearer " + by);
  for (const auto& field : headers) request.headers.add(field.name, field.value);
  request.body = copy_of(as_bytes(body));
  const net::Request asked = request;
  Answer answer;
  if (auto admitted = routes->admit(request); !admitted) {
    answer.response = admitted.error();
  } else {
    routes->handle(std::move(request),
                   net::Responder{[&](net::Response response) { answer.response = std::move(response); }});
  }
  answer.json = test::parse_json(as_text(answer.response.body));
  expect_described(asked, answer.response);
  return answer;
}

void ApiTest::expect_described(const net::Request& request, const net::Response& response) {
  const Json* operation = described().operation(request);
  if (operation == nullptr) {
    EXPECT_TRUE(response.status >= 400 && request.target.starts_with("/v1/acts/")) << request.target;
    return;
  }
  described().expect(request, response, *operation);
  statuses[operation->at("operationId")].insert(response.status);
}

const test::Described& ApiTest::described() {
  static const test::Described description{openapi(node.domain())};
  return description;
}

ApiTest::Answer ApiTest::act(std::string_view name, const std::string& by, const Json& body,
                             std::string idempotency_key, std::vector<net::Headers::Field> headers) {
  headers.push_back({"Idempotency-Key", std::move(idempotency_key)});
  return ask(net::Method::post, "/v1/acts/" + std::string{name}, by, body.dump(), std::move(headers));
}

code::Handle ApiTest::handle_of(std::string_view reference) {
  const Hash256 hash = test::sha256(std::array{as_bytes("handle"), as_bytes(reference)});
  code::Handle handle;
  std::ranges::copy_n(hash.bytes.begin(), std::ssize(handle.bytes), handle.bytes.begin());
  return handle;
}

Ports ApiTest::ports(Works& later, std::vector<WebhookPost>& posted) {
  return {.service = service,
          .national = node.domain(),
          .setting = [this] { return node.setting().get(); },
          .packer = [this]() -> app::Packer& { return packer; },
          .entropy = entropy,
          .clock = [this] { return node.now(); },
          .hash =
              [](const Grn& grn, const AccessCode& code) {
                return AccessCodeHash{
                    test::sha256(std::array{as_bytes(grn.str()), as_bytes(code.reveal())}).bytes};
              },
          .keys = keys,
          .keep_key =
              [this](std::string_view line) {
                if (disk_full) return false;
                kept_keys += line;
                return keys.take(line);
              },
          .at_risk =
              [this](transit::Declaration& declared, const message::Message& message,
                     const refdata::View& rates) {
                rated.push_back(rates.day());
                auto risk = workflow::fill_risk_amount(declared, message, rates, test::sha256);
                return AtRisk{.findings = std::move(risk.findings),
                              .explanation = std::move(risk.explanation)};
              },
          .print =
              [this](app::Share share, std::move_only_function<void()> work) {
                if (const auto meanwhile = std::exchange(while_it_waits_for_the_press, nullptr)) meanwhile();
                return !press_full && service.post(share, std::move(work));
              },
          .document_key = [this] { return document_key; },
          .code_handle = [](std::string_view reference) { return handle_of(reference); },
          .status_lists = &status_lists,
          .certificate_lists = &certificate_lists,
          .later = [&later](auto, auto work) { later.push_back(std::move(work)); },
          .webhooks = {.secret =
                           [](std::string_view id, const webhooks::SecretName& name) {
                             const std::string use = std::string{id} + std::to_string(name.generation) +
                                                     (name.mark ? std::to_string(*name.mark) : "");
                             return copy_of(test::sha256(std::array{as_bytes(use)}).view());
                           },
                       .hmac = crypto::hmac_sha256,
                       .sign =
                           [this](std::string_view, ByteView) {
                             if (on_sign) on_sign();
                             return Bytes(64);
                           },
                       .public_key = [](std::string_view) { return Bytes(32); },
                       .private_addresses = private_addresses,
                       .post = [&posted](WebhookPost post) { posted.push_back(std::move(post)); }},
          .certificates = [this] { return certificates; },
          .test_partner = [this](exchange::Partner, auto done) { done(fault_of_partner); },
          .link_sealing = {.seal = [](ByteView content) { return crypto::seal({}, content); },
                           .open = [](ByteView sealed) { return crypto::open_sealed({}, sealed); }},
          .exchange = {.message_id =
                           [](exchange::Partner sender, std::string_view identification) {
                             std::string domain = sender.str();
                             std::ranges::transform(domain, domain.begin(),
                                                    [](char c) { return static_cast<char>(c | 0x20); });
                             return std::string{identification} + "@nta." + domain;
                           },
                       .partners = [this] { return partner_lines; }},
          .attachments = &files};
}

}  // namespace lintas::api
