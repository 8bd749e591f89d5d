#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/exchange_identity.hpp"
#include "shell/api/exchange_messages.hpp"
#include "shell/api/exchange_proof.hpp"
#include "shell/api/home.hpp"
#include "shell/api/json.hpp"
#include "shell/api/names.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/who.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/suite.hpp"

/// Messages between nodes for those who run a node and those who answer for it: what became of each, and the
/// proof of it.
namespace lintas::api {

namespace {

// ---- the list

constexpr std::array<std::string_view, 2> directions{"sent", "received"};

/// Nothing if the query does not say it; then the call is answered.
std::optional<MessageMonitor::Wanted> wanted_in(const CallPtr& call) {
  MessageMonitor::Wanted wanted;
  const auto refuse = [&](std::string_view name) {
    answer_bad_query(call, name);
    return std::nullopt;
  };
  if (const auto partner = call->request.query_value("partner")) {
    wanted.partner = exchange::Partner::parse(*partner);
    if (!wanted.partner) return refuse("partner");
  }
  if (const auto direction = call->request.query_value("direction")) {
    if (std::ranges::find(directions, *direction) == directions.end()) return refuse("direction");
    wanted.is_sent = *direction == directions.front();
  }
  if (const auto state = call->request.query_value("state")) {
    wanted.standing = find_standing(*state);
    if (wanted.standing == nullptr) {
      std::array<std::string_view, standings.size()> words;
      std::ranges::transform(standings, words.begin(), &StandingRow::word);
      answer_bad_choice(call, "state", words);
      return std::nullopt;
    }
  }
  if (const auto text = call->request.query_value("mrn")) {
    const auto mrn = Mrn::parse(*text);
    if (!mrn) return refuse("mrn");
    wanted.mrn = *mrn;
  }
  return wanted;
}

std::string text_of(const Core& core, const MessageMonitor::Place& place) {
  return format("{}.{}", core.cursor(place.sent), core.cursor(place.received));
}

/// Nothing for what `text_of` never gave.
std::optional<MessageMonitor::Place> place_in(const Core& core, const CallPtr& call) {
  const auto text = call->request.query_value("after");
  if (!text) return MessageMonitor::Place{};
  const auto dot = text->find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto sent = core.place_of(text->substr(0, dot));
  const auto received = core.place_of(text->substr(dot + 1));
  if (!sent || !received) return std::nullopt;
  return MessageMonitor::Place{.sent = *sent, .received = *received};
}

void list_messages(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::exchange)) return answer_unseen(call, Read::exchange, false);
  const auto count = page_size(call);
  if (!count) return answer_bad_query(call, "limit");
  const auto place = place_in(core, call);
  if (!place) return answer_bad_query(call, "after");
  const auto wanted = wanted_in(call);
  if (!wanted) return;
  MessageMonitor monitor{core, call, reader};
  const auto page = monitor.page(*wanted, *place, *count);
  Json items = Json::array();
  for (const ExchangeMessage& message : page.messages) items.push_back(monitor.show(message));
  Json body{{"items", std::move(items)}};
  if (page.next) body["next"] = text_of(core, *page.next);
  call->respond(json_response(200, body));
}

// ---- one message

/// What is kept of a message, unpacked, and what it says; nothing of one that has none.
struct Kept {
  std::string envelope;
  std::string receipt;
  std::optional<Proof> message;
  std::optional<Proof> confirmation;
};

/// As stored; `message_id`: the message that is looked at, in whichever way it came.
Kept kept_of(const Bytes& envelope, const Bytes& receipt, const std::string& message_id,
             app::Packer& packer) {
  Kept kept;
  if (envelope.empty()) return kept;
  kept.envelope = as_text(app::unpack_evidence(packer, envelope));
  kept.receipt = as_text(app::unpack_evidence(packer, receipt));
  kept.message = read_proof(kept.envelope);
  kept.confirmation = read_proof(kept.receipt);
  if (kept.message) kept.message->part = message_id;
  if (kept.message) kept.message->beside = app::certificates_beside(packer, envelope);
  if (kept.confirmation) kept.confirmation->beside = app::certificates_beside(packer, receipt);
  return kept;
}
Kept kept_of(const ExchangeMessage& message, app::Packer& packer) {
  return kept_of(message.envelope, message.receipt, message.message_id, packer);
}

constexpr std::array<std::string_view, 2> algorithms{"ed25519", "rsa-sha256"};

/// `message`: which is asked for. What others that went with it are, whoever sees this one may not see.
Json show_proof(const std::optional<Proof>& proof, std::string_view message, Sha256 sha256) {
  if (!proof) return Json{};
  const as4::MessageInfo& info = info_of(*proof);
  const auto certificate = certificate_of(*proof);
  const bool is_of_several = std::ranges::count_if(proof->references, &as4::Reference::is_part) > 1;
  Json covers = Json::array();
  for (const as4::Reference& one : proof->references) {
    if (is_of_several && one.is_part() && one.target() != message) continue;
    covers.push_back({{"what", one.uri}, {"sha256", to_hex(one.digest.view())}});
  }
  return {{"message_id", info.id},
          {"ref_to_message", info.ref_to_message.empty() ? Json{} : Json(info.ref_to_message)},
          {"at", to_text(info.at)},
          {"algorithm", algorithms.at(proof->suite == as4::Suite::rsa ? 1 : 0)},
          {"signer", certificate ? Json(to_hex(sha256(std::array{ByteView{*certificate}}).view())) : Json{}},
          {"covers", std::move(covers)}};
}

Json show_event(const Core& core, const ExchangeMessage& message) {
  if (!message.event || !message.stream) return Json{};
  return {{"cursor", core.feed_cursor(std::to_underlying(message.event->seq))},
          {"kind", kind_name(core.ports().national, message.stream->kind)},
          {"ref", message.stream->ref},
          {"event", event_name(message.event->type)},
          {"version", message.event->version},
          {"at", to_text(message.event->at)}};
}

/// Of ours by its business, whose answer names it as correlationIdentifier: a header does so only to partners
/// with two-way exchanges (ADR 0049). Of a partner's by its header, as far as that names one of ours.
void show_answered(MessageMonitor& monitor, const ExchangeMessage& message, const Kept& kept, Json& shown) {
  shown["answers"] = nullptr;
  shown["answers_ours"] = nullptr;
  if (message.is_sent) {
    if (!message.event) return;
    const auto mark = app::body_of(*message.event).received;
    if (mark && mark->partner == message.partner.number()) shown["answers"] = mark->message_id;
  } else if (kept.message && !info_of(*kept.message).ref_to_message.empty()) {
    const auto ours = monitor.ours_named(message.partner, info_of(*kept.message).ref_to_message);
    if (ours) shown["answers"] = *ours;
    shown["answers_ours"] = ours.has_value();
  }
}

/// Nothing where the call is answered already.
std::optional<ExchangeMessage> message_in(MessageMonitor& monitor, const CallPtr& call,
                                          std::string_view name) {
  if (!may_ever_read(call->actor.role, Read::exchange)) {
    answer_unseen(call, Read::exchange, false);
    return std::nullopt;
  }
  auto found = monitor.find(name);
  if (!found) answer_unseen(call, Read::exchange, false);
  return found;
}

void show_message(const Core& core, const CallPtr& call, app::Reader& reader) {
  MessageMonitor monitor{core, call, reader};
  const auto message = message_in(monitor, call, call->request.parameter("message"));
  if (!message) return;
  const Sha256 sha256 = core.ports().setting().sha256;
  const Kept kept = kept_of(*message, core.ports().packer());
  Json shown = monitor.show(*message);
  shown["meaning"] = row_of(message->standing).meaning;
  shown["event"] = show_event(core, *message);
  show_answered(monitor, *message, kept, shown);
  shown["envelope"] = show_proof(kept.message, message->message_id, sha256);
  shown["receipt"] = show_proof(kept.confirmation, message->message_id, sha256);
  shown["receipt_fits"] =
      kept.message && kept.confirmation ? Json(confirms(*kept.confirmation, *kept.message)) : Json{};
  call->respond(json_response(200, shown));
}

// ---- the evidence

struct Content {
  Bytes bytes;
  std::string_view type;
};

bool is_kept(const Hash256& document, const app::StreamRow& stream, app::Reader& reader) {
  return std::ranges::any_of(reader.history(stream.head), [&](const app::EventRow& event) {
    return event.payload_hash == document && reader.payload(event.payload).has_value();
  });
}

/// A part of a file: the octets are for who may read its document, and each reading is an event.
bool is_of_file(const ExchangeMessage& message) {
  if (!message.is_sent) return message.command && workflow::keeps_octets_apart(*message.command);
  return workflow::keeps_octets_apart(workflow::CommandType{std::to_underlying(message.mark->kind)});
}

/// Written once more, as the gateway wrote it: everything in it follows from the log. Nothing where something
/// that it was made of was erased. Of a part of a file without the octets, which are for others: so it is
/// what was sent only where the file was gone.
std::optional<Content> content_sent(const Core& core, const ExchangeMessage& message, app::Reader& reader) {
  const workflow::SentMark& mark = certain(message.mark, "a message that was sent has its mark");
  const app::StreamRow& stream = certain(message.stream, "an event has its stream");
  const auto stored = reader.payload(mark.payload);
  if (!stored) return std::nullopt;
  const workflow::Setting setting = core.ports().setting();
  const auto document = app::made_of(mark.kind, core.ports().packer().unpack(*stored));
  if (document && !is_kept(*document, stream, reader)) return std::nullopt;
  require(setting.reference != nullptr, "a setting has its reference data");
  app::Mail mail{{.home = home_of(setting),
                  .reference = [&]() -> const refdata::Snapshot& { return *setting.reference; },
                  .packer = core.ports().packer,
                  .sha256 = setting.sha256}};
  app::Written written = mail.write({.id = message.outbox_id,
                                     .partner = message.partner,
                                     .lane = stream.id,
                                     .n = message.n,
                                     .kind = mark.kind,
                                     .payload = mark.payload},
                                    message.identification, reader);
  return Content{.bytes = std::move(written.body), .type = written.content_type};
}

/// As it came, unpacked; requests that only keep a lane in order are not kept as documents.
std::optional<Content> content_received(const Core& core, const ExchangeMessage& message,
                                        app::Reader& reader) {
  if (!message.event || !message.command || std::to_underlying(*message.command) <= workflow::message_block)
    return std::nullopt;
  const auto stored = reader.payload(message.event->payload);
  if (!stored || std::to_underlying(stored->kind) != std::to_underlying(*message.command))
    return std::nullopt;
  return Content{.bytes = core.ports().packer().unpack(*stored), .type = "application/xml"};
}

/// What was signed as its payload: as it was kept, or made again.
std::optional<SignedPayload> payload_of(const Core& core, const ExchangeMessage& message, const Proof& proof,
                                        app::Reader& reader) {
  const Sha256 sha256 = core.ports().setting().sha256;
  if (!message.as_signed.empty())
    return kept_as_signed(proof, app::unpack_evidence(core.ports().packer(), message.as_signed), sha256);
  auto content =
      message.is_sent ? content_sent(core, message, reader) : content_received(core, message, reader);
  if (!content) return std::nullopt;
  auto payload = as_signed(proof, std::move(content->bytes), content->type, sha256);
  if (is_of_file(message) && !payload.fits) return std::nullopt;
  return payload;
}

/// Of a part of a file that was sent: with the file it makes what was signed.
std::string frame_of(const Core& core, const ExchangeMessage& message, app::Reader& reader) {
  if (!message.is_sent || !is_of_file(message)) return {};
  const auto content = content_sent(core, message, reader);
  return content ? std::string{as_text(content->bytes)} : std::string{};
}

/// What another way was signed over: what its sender packs otherwise was kept with it.
std::optional<SignedPayload> payload_of(const Core& core, const app::ReceivedRow& way,
                                        const ExchangeMessage& message, const Proof& proof,
                                        app::Reader& reader) {
  const Sha256 sha256 = core.ports().setting().sha256;
  if (!way.as_signed.empty())
    return kept_as_signed(proof, app::unpack_evidence(core.ports().packer(), way.as_signed), sha256);
  auto content = content_received(core, message, reader);
  if (!content) return std::nullopt;
  auto payload = as_signed(proof, std::move(content->bytes), content->type, sha256);
  return payload.fits ? std::optional{std::move(payload)} : std::nullopt;
}

/// Who vouched for whoever signed this.
std::optional<KeptIdentity> identity_of(const std::optional<Proof>& proof, const KeptIdentities& of_its_state,
                                        Instant at) {
  const auto signer = proof ? certificate_of(*proof) : std::nullopt;
  const KeptIdentity* const found = signer ? of_its_state.naming(*signer, at) : nullptr;
  return found == nullptr ? std::nullopt : std::optional{*found};
}

Beside beside_of(const Core& core, const MessageMonitor::Ways& ways, const ExchangeMessage& message,
                 const Kept& kept, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const KeptIdentities ours{home_of(setting), reader, core.ports().packer(), setting.sha256};
  const KeptIdentities theirs{message.partner, reader, core.ports().packer(), setting.sha256};
  const KeptIdentities& of_sender = message.is_sent ? ours : theirs;
  const KeptIdentities& of_recipient = message.is_sent ? theirs : ours;
  const Instant at = message.receipted.value_or(message.at);
  Beside beside{.frame = frame_of(core, message, reader),
                .is_of_file = is_of_file(message),
                .has_more = ways.has_more,
                .signer = identity_of(kept.message, of_sender, at),
                .confirmer = identity_of(kept.confirmation, of_recipient, at)};
  for (const app::ReceivedRow& row : ways.rows) {
    Kept way = kept_of(row.envelope, row.receipt, message.message_id, core.ports().packer());
    if (!way.message) continue;
    auto payload = payload_of(core, row, message, *way.message, reader);
    auto signer = identity_of(way.message, of_sender, row.at);
    auto confirmer = identity_of(way.confirmation, of_recipient, row.at);
    beside.again.push_back({.at = to_text(row.at),
                            .envelope = std::move(way.envelope),
                            .message = *std::move(way.message),
                            .payload = std::move(payload),
                            .receipt = std::move(way.receipt),
                            .confirmation = std::move(way.confirmation),
                            .signer = std::move(signer),
                            .confirmer = std::move(confirmer)});
  }
  return beside;
}

/// For the name of a file.
std::string safe(std::string_view text) {
  std::string name{text};
  const auto is_plain = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  std::ranges::replace_if(name, [&](char c) { return !is_plain(c); }, '_');
  return name;
}

void show_evidence(const Core& core, const CallPtr& call, app::Reader& reader) {
  MessageMonitor monitor{core, call, reader};
  std::string name{call->request.parameter("message")};
  const auto way = monitor.further_way(name);
  if (way) name = format("{}:{}", way->partner.str(), app::message_of_way(*way));
  const auto message = message_in(monitor, call, name);
  if (!message) return;
  const Kept kept = kept_of(*message, core.ports().packer());
  if (!kept.message) {
    return call->respond(problem(422,
                                 Findings{{.rule = "EXC-018",
                                           .pointer = "message",
                                           .value = std::string{row_of(message->standing).word},
                                           .detail = std::string{row_of(message->standing).meaning}}},
                                 call->trace));
  }
  const auto payload = payload_of(core, *message, *kept.message, reader);
  const workflow::Setting setting = core.ports().setting();
  const MessageMonitor::Ways ways =
      way ? MessageMonitor::Ways{.rows = {*way}} : monitor.further_ways(*message);
  const std::string id = monitor.name_of(*message);
  const std::string ours = format("NTA.{}", setting.home.str());
  const std::string theirs = app::node_name(message->partner);
  const Evidence evidence = evidence_of({.id = id,
                                         .from = message->is_sent ? ours : theirs,
                                         .to = message->is_sent ? theirs : ours,
                                         .identification = message->identification,
                                         .type = message->type,
                                         .about = message->stream ? message->stream->ref : std::string{},
                                         .at = to_text(info_of(*kept.message).at)},
                                        kept.envelope, *kept.message, payload, kept.receipt,
                                        kept.confirmation, beside_of(core, ways, *message, kept, reader));
  net::Response response =
      net::text_response(200, evidence_type, mail_of(format("Evidence of message {}", id), evidence));
  response.headers.set("Content-Disposition",
                       format("attachment; filename=\"evidence-{}.eml\"", safe(message->message_id)));
  response.headers.set("Cache-Control", "no-store");
  call->respond(std::move(response));
}

// ---- the description

static_assert(directions[0] == "sent" && directions[1] == "received" && algorithms[0] == "ed25519" &&
                  algorithms[1] == "rsa-sha256",
              "the description says so");
constexpr std::array message{
    Member{"id", "text",
           "The country of its sender and its AS4 MessageId, which its sender gives once: "
           "SG:SG00000000000001A0@nta.sg. By this the node is asked about it."},
    Member{"direction", "'sent'|'received'", "By this node."},
    Member{"partner", "Country"},
    Member{"identification", "text|null",
           "messageIdentification, as exchange.revive, exchange.discard and exchange.drop take it."},
    Member{"type", "text|null", "IE029, or 'resend', or 'given-up'."},
    Member{"n", "integer|null", "Its number in its lane."},
    Member{
        "message_id", "text",
        "The MessageId of AS4. Of one that went with others as one AS4 message, the one that it would have "
        "alone: its payload has it as Content-ID, and `envelope` has the MessageId of all."},
    Member{"state", "ExchangeState"},
    Member{"final", "boolean", "Its state never changes again."},
    Member{
        "why", "text|null",
        "Of a dead one code, rule and words of its partner; of a refused one the rule; of a parked one what "
        "it waits for: gap, early or held."},
    Member{"at", "instant", "When its event happened, or when it came."},
    Member{"receipted_at", "instant|null", "When the partner's receipt came, or ours went."},
    Member{"dead_since", "instant|null", "When its partner refused it for good."},
    Member{"ref", "text|null", "What it is about: an MRN, as a rule."}};
constexpr auto message_page = page_of("[ExchangeMessage]");
constexpr std::array covered{Member{"what", "text", "#… in the envelope, cid:… of a payload."},
                             Member{"sha256", "Sha256"}};
constexpr std::array proof{
    Member{"message_id", "text"},
    Member{"ref_to_message", "text|null", "What it answers."},
    Member{"at", "instant", "By the clock of its sender."},
    Member{"algorithm", "'ed25519'|'rsa-sha256'", "Of the signature."},
    Member{"signer", "Sha256|null",
           "SHA-256 of the signer's certificate, where the envelope carries it or it was kept beside that."},
    Member{"covers", "[Covered]", "Everything that is signed."}};
constexpr std::array path{
    Member{"meaning", "text", "Of its state."},
    Member{"event", "Event|null", "That sent it, or first took it; none of one that moved nothing."},
    Member{
        "answers", "text|null",
        "Identification of the partner's message that had this one sent; of a partner's, that of the message "
        "of this node that its envelope names (`ref_to_message`)."},
    Member{"answers_ours", "boolean|null",
           "Of a partner's message whose envelope says what it answers: whether this node has such a message "
           "for that partner."},
    Member{"envelope", "SignedEnvelope|null", "Of the message; kept once it is confirmed."},
    Member{"receipt", "SignedEnvelope|null",
           "Of a delivered one the error with which the partner says that it took it before."},
    Member{"receipt_fits", "boolean|null",
           "The receipt names everything that was signed, with the same digests."}};
constexpr std::array objects{
    Object{"ExchangeMessage", "A message between this node and another one.", message},
    Object{"ExchangeMessagePage", "The newest first.", message_page},
    Object{"Covered", "A thing that a signature covers.", covered},
    Object{"SignedEnvelope", "A signed envelope of AS4.", proof},
    Object{.name = "ExchangePath",
           .meaning = "The way of a message, from the event to the wire and back.",
           .members = path,
           .like = "ExchangeMessage"}};
constexpr std::array words{Words{"ExchangeState",
                                 "What became of a message between nodes: waiting, dead, confirmed, "
                                 "delivered, given_up or unproven of one "
                                 "that is sent; received, refused, parked or dropped of one that came.",
                                 &words_of<standings, &StandingRow::word>}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/exchange/messages",
          .id = "listExchangeMessages",
          .tag = "exchange",
          .summary = "Messages to and from other nodes with what became of each, the newest first; of one "
                     "movement with `mrn`.",
          .takes = "limit after exchange.partner direction exchange.state exchange.mrn",
          .outcomes = {{200, "ExchangeMessagePage"}},
          .refusals = {400, 403},
          .who = &who_reads<Read::exchange>,
          .look = &list_messages},
    Route{.method = net::Method::get,
          .pattern = "/v1/exchange/messages/{message}",
          .id = "showExchangeMessage",
          .tag = "exchange",
          .summary = "The way of one message: the event, the AS4 message, the receipt.",
          .outcomes = {{200, "ExchangePath"}},
          .refusals = {403, 404},
          .who = &who_reads<Read::exchange>,
          .look = &show_message},
    Route{.method = net::Method::get,
          .pattern = "/v1/exchange/messages/{message}/evidence",
          .id = "exportEvidence",
          .tag = "exchange",
          .summary = "What proves a message, as one mail with attachments: envelope, content, receipt, "
                     "certificates, and how to check them with OpenSSL.",
          .outcomes = {{200, "message/rfc822:text", "Content-Disposition"}},
          .refusals = {403, 404, 422},
          .who = &who_reads<Read::exchange>,
          .look = &show_evidence}};

}  // namespace

Resource message_monitor_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
