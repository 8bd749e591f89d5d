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
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::bench {

namespace {

using workflow::Command;
using workflow::Reply;

std::string node_name(exchange::Partner partner) { return "NTA." + partner.str(); }

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
      executor_({domain_, recorder_, entropy_, writers_codec_, crypto::sha256}),
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
  return {.home = home_, .reference = &reference_, .sha256 = crypto::sha256, .mrn_key = mrn_key};
}

AccessCodeHash Station::hash_of(const Grn& grn, const AccessCode& code) {
  constexpr std::array<std::byte, 32> key{std::byte{1}};
  const std::array parts{as_bytes(grn.str()), as_bytes(code.reveal())};
  return {crypto::hmac_sha256(key, parts).bytes};
}

node::Writer::Options Station::writer_options() {
  return {.clock = [this] { return options_.now; },
          .send =
              [this](std::vector<app::OutboxRow> rows) {
                if (rows.empty()) return;
                pool_->post_always([this, rows = std::move(rows)](store::SqliteReader& reader) {
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
          .answer =
              [this](std::move_only_function<void()> answer) {
                pool_->post_always([answer = std::move(answer)](store::SqliteReader&) mutable { answer(); });
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
          .sign_head = [](app::Store&, const TreeHead&, Instant) {}};
}

// ---- what comes from people

void Station::declare(const access::Actor& actor, std::string xml, OnReply on_reply) {
  pool_->post_always(
      [this, actor, xml = std::move(xml), on_reply = std::move(on_reply)](store::SqliteReader&) mutable {
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
  auto kept = xml::read(xml);
  transit::mask_access_codes(kept->message);
  std::string canonical;
  xml::write(*kept, canonical);
  workflow::Payload payload = pools_codec_.pack(workflow::payload_of_message(ie), as_bytes(canonical));
  const refdata::View view = reference_.at(today_);
  auto letter =
      transit::read_letter(*document, {.document = payload.hash, .hash = hash_of, .reference = view});
  if (!letter) fail("a declaration cannot be read", letter.error());
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

void Station::ask(const access::Actor& actor, workflow::CommandType type, Bytes content, OnReply on_reply) {
  workflow::HttpCommandId id;
  const auto day = static_cast<std::uint64_t>(today_.time_since_epoch().count());
  id.id[0] = static_cast<std::byte>(day >> 8U);
  id.id[1] = static_cast<std::byte>(day);
  // Elsewhere a hash: the keys of a day are spread over its range.
  const std::string name = format("{}-{}", opened_at_, ++asked_);
  const std::array whose{as_bytes(name)};
  std::ranges::copy_n(crypto::sha256(whose).bytes.begin(), 16, id.id.begin() + 2);
  const std::array printed{ByteView{content}};
  id.print = crypto::sha256(printed);
  Command command{.id = id, .type = type, .at = options_.now, .actor = actor, .content = std::move(content)};
  entropy_.fill(command.trace);
  writer_->ask(std::move(command), std::move(on_reply));
}

Reply Station::ask_now(const access::Actor& actor, workflow::CommandType type, Bytes content) {
  std::promise<Reply> promise;
  ask(actor, type, std::move(content), [&](Reply reply) { promise.set_value(std::move(reply)); });
  return promise.get_future().get();
}

// ---- between nodes, as the gateway does it (shell/gateway/gateway.cpp)

void Station::receive(Envelope envelope, OnReply on_reply) {
  pool_->post_always(
      [this, envelope = std::move(envelope), on_reply = std::move(on_reply)](store::SqliteReader&) mutable {
        std::optional<Command> command;
        {
          const Timed timed{*options_.meter, Stage::message_in};
          command = message_command(envelope);
        }
        writer_->ask(*std::move(command), std::move(on_reply));
      });
}

Command Station::message_command(const Envelope& envelope) {
  auto document = xml::read(envelope.xml);
  if (!document) fail("a message is not what its schema accepts", document.error().findings);
  const auto ie = transit::ie_of_root(document->program->root());
  require(ie && transit::is_read(*ie), "the message is one between offices of transit");
  require(document->message.message_sender == node_name(envelope.from) &&
              document->message.message_identification == envelope.id,
          "sender and identification are the connection's");
  Command command{
      .id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message,
                                                          envelope.from.str(), envelope.id)},
      .type = workflow::command_of_message(*ie),
      .at = options_.now,
      .actor = {.role = access::Role::partner_node, .party = envelope.from.str()},
      .content = {},
      .lane = workflow::LanePosition{.partner = envelope.from, .n = envelope.n, .message_id = envelope.id}};
  command.payloads.push_back(pools_codec_.pack(workflow::payload_of_message(*ie), as_bytes(envelope.xml)));
  const auto letter =
      transit::read_letter(*document, {.document = command.payloads.front().hash,
                                       .hash = [](const Grn&, const AccessCode&) { return AccessCodeHash{}; },
                                       .reference = reference_.at(today_)});
  if (!letter) fail("a message cannot be read", letter.error());
  command.content = to_cbor(*letter);
  if (letter->mrn) command.trace = workflow::trace_of(*letter->mrn, crypto::sha256);
  return command;
}

Envelope Station::render(const app::OutboxRow& row, store::Reads& reads) {
  const auto stored = reads.payload(row.payload);
  require(stored.has_value(), "a message that waits has its letter");
  const auto letter = from_cbor<transit::Letter>(pools_codec_.unpack(*stored));
  require(letter && letter->mrn, "a letter that was stored can be read");
  const auto seq = row.id / static_cast<std::int64_t>(app::messages_per_event_max);
  const auto events = reads.feed(app::Seq{seq - 1}, 1);
  require(!events.empty(), "a message has the event that sends it");
  const Instant at = events.front().at;
  Parsed declaration;
  if (letter->declaration) declaration = declaration_of(row.lane, letter->declaration->document, reads);
  Envelope envelope{.from = partner(),
                    .to = row.partner,
                    .id = format("{}{:016X}", home_.str(), static_cast<std::uint64_t>(row.id)),
                    .n = row.n,
                    .row = row.id,
                    .mrn = *letter->mrn,
                    .xml = {}};
  const refdata::View view = reference_.at(std::chrono::floor<std::chrono::days>(at));
  const auto ie = static_cast<transit::Ie>(std::to_underlying(row.kind) - workflow::message_block);
  const message::Document document = transit::write_letter(ie, *letter,
                                                           {.sender = node_name(envelope.from),
                                                            .recipient = node_name(envelope.to),
                                                            .prepared = at,
                                                            .identification = envelope.id,
                                                            .correlation = std::nullopt,
                                                            .reference = view},
                                                           declaration.get());
  xml::write(document, envelope.xml);
  return envelope;
}

Station::Parsed Station::declaration_of(app::StreamId lane, const Hash256& document, store::Reads& reads) {
  const auto known = std::ranges::find(declarations_, document, &std::pair<Hash256, Parsed>::first);
  if (known != declarations_.end()) return known->second;
  const auto stream = reads.stream(lane);
  require(stream.has_value(), "a lane is a stream");
  for (const app::EventRow& event : reads.history(stream->head)) {
    if (event.payload_hash != document) continue;
    const auto stored = reads.payload(event.payload);
    require(stored.has_value(), "a declaration that is still needed was not erased");
    const Bytes xml = pools_codec_.unpack(*stored);
    auto read = xml::read(as_text(xml));
    require(read.has_value(), "a declaration that was stored can be read");
    auto parsed = std::make_shared<const message::Message>(std::move(read->message));
    declarations_.emplace_front(document, parsed);
    if (declarations_.size() > limits::declarations_kept_max) declarations_.pop_back();
    return parsed;
  }
  require(false, "a letter names a declaration of its movement");
  return nullptr;
}

}  // namespace lintas::bench
