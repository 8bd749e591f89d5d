#include "shell/api/exchange_messages.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/exchange_proof.hpp"
#include "shell/api/home.hpp"
#include "shell/api/json.hpp"
#include "shell/api/rights.hpp"
#include "shell/app/claims.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

/// Of a partner's command, which carries one message.
std::string type_of(workflow::CommandType command) {
  if (command == workflow::command_resend_asked) return app::message_type(workflow::payload_resend_request);
  if (command == workflow::command_given_up) return app::message_type(workflow::payload_given_up);
  const auto number = std::to_underlying(command);
  if (number <= workflow::message_block) return {};
  return app::message_type(workflow::payload_of_message(number - workflow::message_block));
}

std::optional<workflow::Origin> origin_of(const app::EventRow& event) {
  if (event.origin.empty()) return std::nullopt;
  auto origin = from_cbor<workflow::Origin>(event.origin);
  require(origin.has_value(), "a stored origin can be read");
  return *std::move(origin);
}

/// Refused or not, as the event says that took the message in its turn.
void judge(ExchangeMessage& message, const workflow::Origin& origin) {
  const auto reply = workflow::decode_reply(origin.reply);
  require(reply.has_value(), "a stored reply can be read");
  const bool is_refused = reply->kind == workflow::Reply::Kind::refused;
  message.standing = is_refused ? Standing::refused : Standing::received;
  if (is_refused) message.why = reply->findings.front().rule;
}

template <class Rows>
void newest_first(Rows& rows) {
  std::ranges::sort(rows, std::ranges::greater{}, [](const auto& row) { return row.place; });
}

}  // namespace

const StandingRow& row_of(Standing standing) {
  const auto* const found = std::ranges::find(standings, standing, &StandingRow::standing);
  require(found != standings.end(), "each standing has its row");
  return *found;
}

const StandingRow* find_standing(std::string_view word) {
  const auto* const found = std::ranges::find(standings, word, &StandingRow::word);
  return found == standings.end() ? nullptr : found;
}

std::string_view word_of(exchange::ParkedFor reason) {
  switch (reason) {
    case exchange::ParkedFor::gap: return "gap";
    case exchange::ParkedFor::early: return "early";
    case exchange::ParkedFor::held: return "held";
  }
  std::unreachable();
}

MessageMonitor::MessageMonitor(const Core& core, const CallPtr& call, app::Reader& reader)
    : core_(core),
      call_(call),
      reader_(reader),
      setting_(core.ports().setting()),
      home_(home_of(setting_)),
      names_(home_, core.ports().losses) {}

// ---- a page

MessageMonitor::Page MessageMonitor::page(const Wanted& wanted, const Place& behind, std::size_t count) {
  const auto asks_for = [&](bool is_sent) {
    return wanted.is_sent.value_or(is_sent) == is_sent &&
           (wanted.standing == nullptr || wanted.standing->is_sent == is_sent);
  };
  const std::size_t looks = Core::folds_per_item * count;
  const auto ours = asks_for(true) ? sent_behind(wanted, behind.sent, looks) : Part<Sent>{};
  const auto theirs = asks_for(false) ? received_behind(wanted, behind.received, looks) : Part<Received>{};
  Page page;
  Place last = behind;
  // What comes from now on belongs on no later page, also of the side that this one takes nothing from.
  if (last.sent == Place::beginning) last.sent = ours.rows.empty() ? 0 : ours.rows.front().place + 1;
  if (last.received == Place::beginning)
    last.received = theirs.rows.empty() ? 0 : theirs.rows.front().place + 1;
  std::size_t i = 0;
  std::size_t j = 0;
  std::optional<ExchangeMessage> head;  // of ours[i], once it was looked at
  while (page.messages.size() < count && i + j < looks && (i < ours.rows.size() || j < theirs.rows.size())) {
    if (!head && i < ours.rows.size()) {
      head = sent(ours.rows[i]);
      if (!head) {
        last.sent = ours.rows[i++].place;
        continue;
      }
    }
    if (j < theirs.rows.size() && is_of_a_way(theirs.rows[j].row)) {
      last.received = theirs.rows[j++].place;
      continue;
    }
    const bool takes_ours = head && (j == theirs.rows.size() || head->at >= theirs.rows[j].row.at);
    ExchangeMessage message = takes_ours ? certain(std::exchange(head, std::nullopt), "ours was looked at")
                                         : received(theirs.rows[j].row);
    if (takes_ours) {
      last.sent = ours.rows[i++].place;
    } else {
      last.received = theirs.rows[j++].place;
    }
    if (wanted.partner && message.partner != *wanted.partner) continue;
    if (wanted.standing != nullptr && message.standing != wanted.standing->standing) continue;
    if (may_see(message)) page.messages.push_back(std::move(message));
  }
  const bool has_more = i < ours.rows.size() || j < theirs.rows.size() || ours.has_more || theirs.has_more;
  if (has_more) page.next = last;
  return page;
}

MessageMonitor::Part<MessageMonitor::Sent> MessageMonitor::sent_behind(const Wanted& wanted,
                                                                       std::int64_t place,
                                                                       std::size_t count) {
  if (wanted.mrn) return {.rows = sent_about(*wanted.mrn, place), .has_more = false};
  if (wanted.standing != nullptr && wanted.standing->standing == Standing::given_up)
    return given_up_behind(place);
  return sent_in_tables(wanted, place, count);
}

/// What waits again though its receipt is here, as a partner may ask for it, stands in both tables.
MessageMonitor::Part<MessageMonitor::Sent> MessageMonitor::sent_in_tables(const Wanted& wanted,
                                                                          std::int64_t place,
                                                                          std::size_t count) {
  const auto asks_for = [&](Standing one) {
    return wanted.standing == nullptr || wanted.standing->standing == one;
  };
  std::map<std::int64_t, Sent, std::greater<>> all;
  const app::NewestFirst part_of_each{.partner = wanted.partner, .before = place, .count = count};
  std::vector<app::OutboxRow> rows;
  if (asks_for(Standing::waiting)) {
    rows = reader_.outbox(part_of_each);  // the few that are dead are passed over when they are looked at
  } else if (asks_for(Standing::dead)) {
    rows = reader_.dead_letters(part_of_each);
  }
  for (const app::OutboxRow& row : rows)
    all.emplace(row.id, Sent{.place = row.id, .id = row.id, .proof = {}, .row = row});
  bool has_more = all.size() == count;
  if (asks_for(Standing::confirmed) || asks_for(Standing::delivered)) {
    auto proofs = reader_.sent(part_of_each);
    has_more = has_more || proofs.size() == count;
    for (app::SentRow& proof : proofs) {
      const std::int64_t id = proof.id;
      all.insert_or_assign(id, Sent{.place = id, .id = id, .proof = std::move(proof)});
    }
  }
  Part<Sent> part{.rows = {}, .has_more = has_more || all.size() > count};
  for (Sent& one : all | std::views::values | std::views::take(count)) part.rows.push_back(std::move(one));
  return part;
}

/// Places are those of the decisions. The last one is where the look ended, found or not.
MessageMonitor::Part<MessageMonitor::Sent> MessageMonitor::given_up_behind(std::int64_t place) {
  const std::int64_t end = std::min(place - 1, std::to_underlying(reader_.counters().seq));
  const std::int64_t first = std::max<std::int64_t>(end - std::int64_t{limits::api_feed_scan_max}, 0);
  Part<Sent> part{.rows = {}, .has_more = first > 0};
  if (end <= first) return part;
  for (const app::EventRow& event : reader_.feed(app::Seq{first}, static_cast<std::size_t>(end - first))) {
    if (event.type != workflow::event_discarded) continue;
    const auto decision = from_cbor<workflow::LetterDecision>(app::body_of(event).fields_of_type);
    require(decision.has_value(), "a stored decision can be read");
    part.rows.push_back({.place = std::to_underlying(event.seq), .id = decision->id});
  }
  if (first > 0) part.rows.push_back({.place = first + 1});
  newest_first(part.rows);
  return part;
}

std::vector<app::EventRow> MessageMonitor::events_about(const Mrn& mrn) {
  std::vector<app::EventRow> events;
  const auto add = [&](const workflow::Slot& slot) {
    const auto row = Core::row_of(slot, reader_);
    if (row) std::ranges::move(reader_.history(row->head), std::back_inserter(events));
  };
  if (mrn.country() == setting_.home) add(workflow::departure_slot(mrn, setting_));
  add(workflow::journey_slot(mrn));
  return events;
}

std::vector<MessageMonitor::Sent> MessageMonitor::sent_about(const Mrn& mrn, std::int64_t place) {
  std::vector<Sent> all;
  for (const app::EventRow& event : events_about(mrn)) {
    for (std::size_t i = 0; i < app::body_of(event).sent.size(); ++i) {
      const std::int64_t id = app::outbox_id(event.seq, i);
      if (id < place) all.push_back({.place = id, .id = id});
    }
  }
  newest_first(all);
  return all;
}

MessageMonitor::Part<MessageMonitor::Received> MessageMonitor::received_behind(const Wanted& wanted,
                                                                               std::int64_t place,
                                                                               std::size_t count) {
  if (wanted.mrn) return {.rows = received_about(*wanted.mrn, place), .has_more = false};
  auto rows = reader_.received(app::NewestFirst{.partner = wanted.partner, .before = place, .count = count});
  Part<Received> part{.rows = {}, .has_more = rows.size() == count};
  for (app::ReceivedRow& row : rows) {
    const std::int64_t id = row.id;
    part.rows.push_back({.place = id, .row = std::move(row)});
  }
  return part;
}

/// A message that waited is named twice: by the event that parked it, which is that of its row, and by the
/// one that took it out of its lane.
std::vector<MessageMonitor::Received> MessageMonitor::received_about(const Mrn& mrn, std::int64_t place) {
  std::vector<Received> all;
  std::set<std::pair<std::uint32_t, std::string>> known;
  for (const app::EventRow& event : events_about(mrn)) {
    const auto mark = app::body_of(event).received;
    const auto partner = mark ? exchange::Partner::of(mark->partner) : std::nullopt;
    if (!partner || !known.emplace(mark->partner, mark->message_id).second) continue;
    auto row = app::claim_with(reader_, *partner, event);
    if (!row || row->id >= place) continue;
    const std::int64_t id = row->id;
    all.push_back({.place = id, .row = *std::move(row)});
  }
  newest_first(all);
  return all;
}

// ---- one message

/// As lists have it: damage to the evidence of one message is no damage to the others.
std::optional<app::SentRow> MessageMonitor::proof_without_evidence(std::int64_t id) {
  auto newest = reader_.sent(app::NewestFirst{.before = id + 1, .count = 1});
  if (newest.empty() || newest.front().id != id) return std::nullopt;
  return std::move(newest.front());
}

/// Rows of before the store wrote it down are read for it. Where that fails the list goes on, and the look at
/// the message itself says what is damaged.
Standing MessageMonitor::standing_of(const app::SentRow& proof) {
  auto kind = std::optional{proof.proof};
  if (proof.proof == app::ProofKind::of_before) {
    try {
      const auto whole = certain(proof.receipt.empty() ? reader_.sent(proof.id) : std::optional{proof},
                                 "a row of a list is there");
      kind = kind_of_proof(as_text(app::unpack_evidence(core_.ports().packer(), whole.receipt)));
    } catch (const app::StoreFailure&) {
      kind.reset();
    }
  }
  if (kind == app::ProofKind::receipt) return Standing::confirmed;
  return kind == app::ProofKind::taken_before ? Standing::delivered : Standing::unproven;
}

std::optional<ExchangeMessage> MessageMonitor::sent(const Sent& here) {
  auto event = event_at(app::event_of_outbox(here.id));
  if (!event) return std::nullopt;
  const workflow::EventBody body = app::body_of(*event);
  const auto nth = static_cast<std::size_t>(here.id - app::outbox_id(event->seq, 0));
  if (nth >= body.sent.size()) return std::nullopt;
  const workflow::SentMark& mark = body.sent[nth];
  const auto partner = certain(exchange::Partner::of(mark.partner), "a message that was sent has a partner");
  const auto stream = certain(reader_.stream(event->stream), "an event has its stream");
  ExchangeMessage message{.is_sent = true,
                          .partner = partner,
                          .message_id = {},
                          .identification = names_.of(here.id),
                          .type = app::message_type(mark.kind),
                          .n = mark.n,
                          .why = {},
                          .at = event->at,
                          .stream = stream,
                          .outbox_id = here.id,
                          .mark = mark};
  message.message_id = core_.ports().exchange.message_id(home_, message.identification);
  message.event = std::move(event);
  auto proof = here.proof ? here.proof : proof_without_evidence(here.id);
  const auto row = proof || here.row ? here.row : reader_.outbox_row(here.id);
  if (proof) {
    message.standing = standing_of(*proof);
    message.message_id = std::move(proof->message);
    message.receipted = proof->at;
    message.envelope = std::move(proof->envelope);
    message.receipt = std::move(proof->receipt);
  } else if (row) {
    message.standing = row->dead ? Standing::dead : Standing::waiting;
    if (row->death) {
      message.why = row->death->why;
      message.dead_since = row->death->at;
    }
  } else {
    message.standing = is_given_up(here.id, stream) ? Standing::given_up : Standing::unproven;
  }
  return message;
}

ExchangeMessage MessageMonitor::received(const app::ReceivedRow& row) {
  ExchangeMessage message{.is_sent = false,
                          .partner = row.partner,
                          .message_id = row.message,
                          .identification = {},
                          .type = {},
                          .standing = Standing::received,
                          .why = {},
                          .at = row.at,
                          .receipted = row.at,
                          .event = event_at(row.seq),
                          .envelope = row.envelope,
                          .receipt = row.receipt,
                          .as_signed = row.as_signed};
  message.identification = identification_in(row.partner, row.message);
  if (!message.event) return message;  // it moved nothing
  message.stream = certain(reader_.stream(message.event->stream), "an event has its stream");
  if (const auto mark = app::body_of(*message.event).received) {
    message.identification = mark->message_id;
    message.n = mark->n;
  }
  const auto origin = origin_of(*message.event);
  if (!origin) return message;
  message.command = origin->type;
  message.type = type_of(origin->type);
  if (message.event->type == workflow::event_parked) {
    judge_parked(message);
  } else {
    judge(message, *origin);
  }
  return message;
}

void MessageMonitor::judge_parked(ExchangeMessage& message) {
  const app::StreamRow& stream = certain(message.stream, "an event has its stream");
  const app::Seq parked_at = certain(message.event, "a message that waits has its event").seq;
  const auto is_it = [&](std::uint32_t partner, std::string_view id) {
    return partner == message.partner.number() && id == message.identification;
  };
  for (const exchange::Parked& parked : folded(stream).lanes.parked) {
    if (!is_it(parked.partner.number(), parked.message_id)) continue;
    message.standing = Standing::parked;
    message.why = word_of(parked.reason);
    return;
  }
  for (const app::EventRow& event : reader_.history(stream.head)) {
    if (event.seq <= parked_at || event.type == workflow::event_parked) continue;
    const auto mark = app::body_of(event).received;
    if (!mark || !is_it(mark->partner, mark->message_id)) continue;
    if (event.type == workflow::event_dropped) {
      message.standing = Standing::dropped;
    } else if (const auto origin = origin_of(event)) {
      judge(message, *origin);
    }
    return;
  }
}

bool MessageMonitor::is_of_a_way(const app::ReceivedRow& row) {
  // Whatever its sender called it: what has an event of its own did something by itself.
  if (row.seq != app::Seq::none) return false;
  if (row.is_of_bundle()) return true;
  const std::string_view message = app::message_of_way(row);
  if (message.empty()) return false;
  if (!row.carrier.empty()) return true;
  // Releases before took any id of a partner: what tells is the claim of the message itself, which came in a
  // bundle.
  const auto first = reader_.received(row.partner, message);
  return first && !first->carrier.empty() && !first->is_of_bundle();
}

MessageMonitor::Ways MessageMonitor::further_ways(const ExchangeMessage& message) {
  Ways ways;
  if (message.is_sent) return ways;
  auto names = reader_.further_ways(message.partner, message.message_id, limits::evidence_ways_max + 1);
  ways.has_more = names.size() > limits::evidence_ways_max;
  if (ways.has_more) names.pop_back();
  for (const std::string& name : names) {
    auto row = reader_.received(message.partner, name);
    require(row.has_value(), "a claim is there as long as its store");
    if (is_of_a_way(*row)) ways.rows.push_back(*std::move(row));
  }
  std::ranges::sort(ways.rows, {}, &app::ReceivedRow::id);
  return ways;
}

std::optional<app::ReceivedRow> MessageMonitor::further_way(std::string_view name) {
  const auto colon = name.find(':');
  const auto sender = exchange::Partner::parse(name.substr(0, colon));
  if (!sender || colon == std::string_view::npos || *sender == home_) return std::nullopt;
  auto row = reader_.received(*sender, name.substr(colon + 1));
  return row && is_of_a_way(*row) && !row->is_of_bundle() ? std::move(row) : std::nullopt;
}

bool MessageMonitor::is_given_up(std::int64_t id, const app::StreamRow& stream) {
  return std::ranges::any_of(reader_.history(stream.head), [&](const app::EventRow& event) {
    if (event.type != workflow::event_discarded) return false;
    const auto decision = from_cbor<workflow::LetterDecision>(app::body_of(event).fields_of_type);
    require(decision.has_value(), "a stored decision can be read");
    return decision->id == id;
  });
}

std::optional<ExchangeMessage> MessageMonitor::find(std::string_view name) {
  const auto colon = name.find(':');
  const auto sender = exchange::Partner::parse(name.substr(0, colon));
  if (!sender || colon == std::string_view::npos) return std::nullopt;
  const std::string_view message_id = name.substr(colon + 1);
  std::optional<ExchangeMessage> found;
  if (*sender == home_) {
    const auto id = names_.outbox_id(identification_in(home_, message_id));
    if (id) found = sent({.place = *id, .id = *id, .proof = reader_.sent(*id)});
  } else if (const auto row = reader_.received(*sender, message_id); row && !is_of_a_way(*row)) {
    found = received(*row);
  }
  return found && may_see(*found) ? found : std::nullopt;
}

std::optional<std::string> MessageMonitor::ours_named(exchange::Partner partner,
                                                      std::string_view message_id) {
  std::string identification = identification_in(home_, message_id);
  const auto id = names_.outbox_id(identification);
  if (!id || app::recipient_of(reader_, *id) != partner) return std::nullopt;
  return identification;
}

std::string MessageMonitor::name_of(const ExchangeMessage& message) const {
  return format("{}:{}", (message.is_sent ? home_ : message.partner).str(), message.message_id);
}

std::string MessageMonitor::identification_in(exchange::Partner sender, std::string_view message_id) const {
  const std::string_view before = message_id.substr(0, message_id.find('@'));
  return core_.ports().exchange.message_id(sender, before) == message_id ? std::string{before}
                                                                         : std::string{};
}

Json MessageMonitor::show(const ExchangeMessage& message) const {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json{} : Json(text); };
  const StandingRow& standing = api::row_of(message.standing);
  return {{"id", name_of(message)},
          {"direction", message.is_sent ? "sent" : "received"},
          {"partner", message.partner.str()},
          {"identification", or_null(message.identification)},
          {"type", or_null(message.type)},
          {"n", message.n == 0 ? Json{} : Json(message.n)},
          {"message_id", message.message_id},
          {"state", standing.word},
          {"final", standing.is_final},
          {"why", or_null(message.why)},
          {"at", to_text(message.at)},
          {"receipted_at", message.receipted ? Json(to_text(*message.receipted)) : Json{}},
          {"dead_since", message.dead_since ? Json(to_text(*message.dead_since)) : Json{}},
          {"ref", message.stream ? or_null(message.stream->ref) : Json{}}};
}

// ---- the store, each thing once

std::optional<app::EventRow> MessageMonitor::event_at(app::Seq seq) {
  const auto number = std::to_underlying(seq);
  if (number <= 0) return std::nullopt;
  auto events = reader_.feed(app::Seq{number - 1}, 1);
  if (events.empty() || events.front().seq != seq) return std::nullopt;
  return std::move(events.front());
}

const app::Stream& MessageMonitor::folded(const app::StreamRow& row) {
  const auto known = folded_.find(row.id);
  if (known != folded_.end()) return known->second;
  return folded_.emplace(row.id, app::load_stream(core_.ports().national, reader_, row)).first->second;
}

bool MessageMonitor::may_see(const ExchangeMessage& message) {
  if (may_read(call_->actor, Read::exchange, {})) return true;
  if (!message.stream) return false;
  const auto ties = core_.ports().national.ties_to_messages(folded(*message.stream).state,
                                                            message.stream->kind, call_->actor, setting_);
  return may_read(call_->actor, Read::exchange, ties);
}

}  // namespace lintas::api
