#include "bench/station.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <optional>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/grn.hpp"
#include "core/rules/check.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/risk_amount.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/store/sqlite/reads.hpp"
#include "shell/store/sqlite/window.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::bench {

namespace {

using workflow::Command;
using workflow::Reply;

[[noreturn]] void fail(const char* what, const Findings& findings) {
  std::fprintf(stderr, "%s\n", what);
  for (const Finding& finding : findings) {
    std::fprintf(stderr, "  %s %s '%s' %s\n", finding.rule.c_str(), finding.pointer.c_str(),
                 finding.value.c_str(), finding.detail.c_str());
  }
  std::abort();
}

}  // namespace

void expect_accepted(const Reply& reply, const char* what) {
  if (reply.kind == Reply::Kind::accepted && reply.findings.empty()) return;
  std::fprintf(stderr, "answered with %d\n", static_cast<int>(reply.kind));
  fail(what, reply.findings);
}

StoreKeys keys_of_nobody() {
  return {.mrn = {std::byte{7}}, .hash = [](const Grn& grn, const AccessCode& code) {
            constexpr std::array<std::byte, 32> key{std::byte{1}};
            const std::array parts{as_bytes(grn.str()), as_bytes(code.reveal())};
            return AccessCodeHash{crypto::hmac_sha256(key, parts).bytes};
          }};
}

Station::Station(Options options)
    : options_(std::move(options)),
      home_(Country::parse(options_.country).value()),
      today_(std::chrono::floor<std::chrono::days>(options_.now)),
      reference_(seed::reference(home_)),
      domain_(workflow::national_parts(), make_setting()),
      store_({.folder = options_.folder}),
      recorder_(store_),
      writers_codec_(crypto::sha256),
      pools_codec_(crypto::sha256),
      mail_({.home = partner(),
             .reference = [this]() -> const refdata::Snapshot& { return reference_; },
             .packer = [this]() -> app::Packer& { return pools_codec_; },
             .sha256 = crypto::sha256,
             .letters = &letters_}),
      executor_({domain_, recorder_, entropy_, writers_codec_, crypto::sha256, &letters_}),
      opened_at_(std::to_underlying(executor_.counters().seq)),
      pool_(std::make_unique<node::Pool>(
          1, node::Pool::Room{}, [this] { return store_.reader(); },
          [](const std::exception& failure) { fail(failure.what(), {}); })),
      writer_(std::make_unique<node::Writer>(executor_, store_, writer_options())) {
  writer_->start();
}

Station::~Station() { (void)end(); }

store::SqliteStore& Station::end() {
  // The writer's last answers still go to the pool.
  if (writer_) writer_->stop();
  if (pool_) pool_->stop();
  return store_;
}

exchange::Partner Station::partner() const { return exchange::Partner::parse(home_.str()).value(); }

workflow::Setting Station::make_setting() const {
  return {.home = home_, .reference = &reference_, .sha256 = crypto::sha256, .mrn_key = options_.keys.mrn};
}

node::Writer::Options Station::writer_options() {
  return {.clock = [this] { return options_.now; },
          .send =
              [this](std::vector<app::OutboxRow> rows) {
                if (rows.empty()) return;
                pool_->post_always(
                    app::Share::people, [this, rows = std::move(rows)](store::SqliteReader& reader) {
                      for (const app::OutboxRow& row : rows) {
                        Envelope envelope;
                        {
                          const Timed timed{*options_.meter, Stage::message_out};
                          envelope = reader.read([&](store::Reads& reads) { return render(row, reads); });
                        }
                        options_.carry(std::move(envelope));
                      }
                    });
              },
          .discard = [](const auto& given_up) { require(given_up.empty(), "no officer gives up a letter"); },
          .answer =
              [this](app::Share share, std::move_only_function<void()> answer) {
                pool_->post_always(share,
                                   [answer = std::move(answer)](store::SqliteReader&) mutable { answer(); });
              },
          .failed =
              [](const std::string& what) {
                std::fprintf(stderr, "the store failed: %s\n", what.c_str());
                std::abort();
              },
          .decided =
              [this, seen = std::chrono::nanoseconds{}](auto, auto, auto) mutable {
                const auto now = thread_time();
                const auto commit = std::exchange(recorder_.processor_time, {});
                options_.meter->add(Stage::committing, commit);
                options_.meter->add(Stage::deciding, now - seen - commit);
                seen = now;
              },
          .read_only = [](const auto& why) { require(!why, "the disk has room"); },
          .sign_head = [](app::Store&, const TreeHead&, Instant) {},
          .quarantined = [](const auto& kept) { require(kept.empty(), "no command hits a mistake"); },
          .daily = [] {}};
}

// ---- what comes from people

void Station::declare(const access::Actor& actor, std::string xml, OnReply on_reply) {
  pool_->post_always(app::Share::people, [this, actor, xml = std::move(xml),
                                          on_reply = std::move(on_reply)](store::SqliteReader&) mutable {
    std::optional<Command> command;
    {
      const Timed timed{*options_.meter, Stage::declaration};
      command = declaration_command(actor, xml);
    }
    writer_->ask(*std::move(command), std::move(on_reply));
  });
}

/// As the API makes it (shell/api/message_routes.cpp).
Command Station::declaration_command(const access::Actor& actor, const std::string& xml) {
  auto document = xml::read(xml);
  if (!document) fail("a declaration is not what its schema accepts", document.error().findings);
  const auto report = rules::check(*document, {.reference = reference_, .day = today_});
  if (!report.findings.empty()) fail("a declaration breaks a rule", report.findings);
  const auto ie = transit::ie_of_root(document->program->root()).value();
  const refdata::View view = reference_.at(today_);
  auto letter =
      transit::read_letter(*document, {.document = {}, .hash = options_.keys.hash, .reference = view});
  if (!letter) fail("a declaration cannot be read", letter.error());
  transit::mask_access_codes(document->message);
  std::string canonical;
  xml::write(*document, canonical);
  workflow::Payload payload = pools_codec_.pack(workflow::payload_of_message(ie), as_bytes(canonical));
  letter->declaration->document = payload.hash;
  const auto risk = workflow::fill_risk_amount(*letter->declaration, document->message, view, crypto::sha256);
  if (!risk.findings.empty()) fail("the amount at risk is not known", risk.findings);
  Command command{
      .id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::trader_message, actor.party,
                                                          document->message.message_identification)},
      .type = workflow::command_of_message(ie),
      .at = options_.now,
      .actor = actor,
      .content = to_cbor(*letter),
      .payloads = {},
      .lane = {}};
  entropy_.fill(command.trace);
  command.payloads.push_back(std::move(payload));
  return command;
}

void Station::take(Make make, OnReply on_reply) {
  pool_->post_always(app::Share::people, [this, make = std::move(make),
                                          on_reply = std::move(on_reply)](store::SqliteReader&) mutable {
    std::optional<Command> command;
    {
      const Timed timed{*options_.meter, Stage::declaration};
      command = make(pools_codec_, reference_);
      fill_in(*command);
    }
    writer_->ask(*std::move(command), std::move(on_reply));
  });
}

void Station::ask(const access::Actor& actor, workflow::CommandType type, Bytes content, OnReply on_reply) {
  Command command{.id = {}, .type = type, .at = {}, .actor = actor, .content = std::move(content)};
  fill_in(command);
  writer_->ask(std::move(command), std::move(on_reply));
}

void Station::fill_in(Command& command) {
  workflow::HttpCommandId id;
  const auto day = static_cast<std::uint64_t>(today_.time_since_epoch().count());
  id.id[0] = static_cast<std::byte>(day >> 8U);
  id.id[1] = static_cast<std::byte>(day);
  // Elsewhere a hash: the keys of a day are spread over its range.
  const std::string name = format("{}-{}", opened_at_, ++asked_);
  const std::array whose{as_bytes(name)};
  std::ranges::copy_n(crypto::sha256(whose).bytes.begin(), 16, id.id.begin() + 2);
  const std::array printed{ByteView{command.content}};
  id.print = crypto::sha256(printed);
  command.id = id;
  command.at = options_.now;
  entropy_.fill(command.trace);
}

Reply Station::ask_now(const access::Actor& actor, workflow::CommandType type, Bytes content) {
  std::promise<Reply> promise;
  ask(actor, type, std::move(content), [&](Reply reply) { promise.set_value(std::move(reply)); });
  return promise.get_future().get();
}

// ---- between nodes

void Station::receive(Envelope envelope, OnReply on_reply) {
  pool_->post_always(app::Share::people, [this, envelope = std::move(envelope),
                                          on_reply = std::move(on_reply)](store::SqliteReader&) mutable {
    std::optional<Command> command;
    {
      const Timed timed{*options_.meter, Stage::message_in};
      command = message_command(envelope);
    }
    writer_->ask(*std::move(command), std::move(on_reply));
  });
}

Command Station::message_command(const Envelope& envelope) {
  auto read = mail_.read({.from = envelope.from,
                          .id = envelope.id,
                          .lane = envelope.n,
                          .content_type = "application/xml",
                          .body = as_bytes(envelope.xml)},
                         options_.now);
  if (!read) fail(read.error().rule.c_str(), {});
  read->command.at = options_.now;
  return std::move(read->command);
}

Envelope Station::render(const app::OutboxRow& row, store::Reads& reads) {
  store::Window window{reads};
  Envelope envelope{.from = partner(),
                    .to = row.partner,
                    .id = app::message_id(partner(), row.id),
                    .n = row.n,
                    .row = row.id,
                    .mrn = {},
                    .xml = {}};
  const app::Written written = mail_.write(row, envelope.id, window);
  envelope.mrn = written.mrn.value_or(Mrn{});
  envelope.xml = as_text(written.body);
  return envelope;
}

}  // namespace lintas::bench
