#include "shell/api/trader_mail.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/mrn.hpp"
#include "core/transit/departure/decide.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/evolve.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/destination/decide.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/evolve.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/texts.hpp"
#include "shell/api/core.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/presentation.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::api {

namespace {

namespace dep = transit::departure;
namespace des = transit::destination;

constexpr transit::Ie ie_unloading_permission = 43;

bool is_of(const app::EventRow& event, std::uint16_t block) {
  return workflow::block_of(std::to_underlying(event.type)) == block;
}

template <class Event>
Event event_in(const app::EventRow& row) {
  return workflow::read_content<Event>(app::body_of(row).fields_of_type);
}

/// The event with its texts; without those that were erased.
template <class Event>
Event whole_event_in(const app::EventRow& row, const MailSource& source) {
  const workflow::EventBody body = app::body_of(row);
  return workflow::with_texts(workflow::read_content<Event>(body.fields_of_type),
                              app::texts_of(body, source.reader, source.packer).value_or(Bytes{}));
}

bool goes_to_trader(transit::Ie ie) {
  const auto* message = transit::find_message(ie);
  return message != nullptr && message->to.has(transit::Party::trader);
}

/// The arrival after one of its events.
struct Arrived {
  des::Arrival arrival;
  des::Event event;
  std::optional<Hash256> record;  ///< the declaration as departure told it
};

Arrived next(Arrived before, const app::EventRow& row) {
  before.event = event_in<des::Event>(row);
  before.arrival = des::evolve(std::move(before.arrival), before.event);
  if (const auto* told = std::get_if<des::RecordReceived>(&before.event.fact)) before.record = told->document;
  return before;
}

/// Of a movement that departed in our own state the journey keeps no copy.
std::optional<message::Document> record_of(const Arrived& arrived, const MailSource& source) {
  if (!arrived.record) return std::nullopt;
  if (auto told = document_under(*arrived.record, source.events, source.reader, source.packer)) return told;
  const Mrn& mrn = arrived.arrival.mrn;
  if (mrn.country() != source.setting.home) return std::nullopt;
  const auto row = Core::row_of(workflow::departure_slot(mrn, source.setting), source.reader);
  if (!row) return std::nullopt;
  return document_under(*arrived.record, source.reader.history(row->head), source.reader, source.packer);
}

/// What the trader called itself in its newest message so far, for it may have a name for its software; else
/// its TIN.
std::string address_of(const Mail& mail, const MailSource& source) {
  const auto so_far = std::span{source.events}.first(mail.event + 1);
  for (const app::EventRow& event : std::views::reverse(so_far)) {
    if (event.origin.empty() || !event.payload_hash) continue;
    const auto origin = from_cbor<workflow::Origin>(event.origin);
    require(origin.has_value(), "a stored origin can be read");
    if (origin->actor.party != mail.to) continue;
    if (const auto own = document_under(*event.payload_hash, {event}, source.reader, source.packer))
      return std::string{own->message.message_sender};
  }
  return mail.to;
}

message::Document write(const Mail& mail, const MailSource& source, const transit::Letter& letter,
                        const std::optional<message::Document>& declaration) {
  const app::EventRow& row = source.events[mail.event];
  require(source.setting.reference != nullptr, "the setting has reference data");
  const auto reference = source.setting.reference->at(std::chrono::floor<std::chrono::days>(row.at));
  const transit::Head head{.sender = format("NTA.{}", source.setting.home.str()),
                           .recipient = address_of(mail, source),
                           .prepared = row.at,
                           .identification = mail.id,
                           .correlation = {},
                           .reference = reference};
  return transit::write_letter(mail.ie, letter, head, declaration ? &declaration->message : nullptr);
}

}  // namespace

std::vector<Mail> mail_of_departure(const std::vector<app::EventRow>& events, std::string_view reference) {
  std::vector<Mail> mail;
  dep::Movement movement;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!is_of(events[i], workflow::departure_block)) continue;
    const auto event = event_in<dep::Event>(events[i]);
    movement = dep::evolve(std::move(movement), event);
    const transit::Declaration& declaration = movement.declaration;
    const std::string_view about = movement.mrn ? movement.mrn->str() : reference;
    for (const transit::Ie ie : event.sent) {
      if (!goes_to_trader(ie)) continue;
      mail.push_back({.event = i,
                      .ie = ie,
                      .to = std::string{declaration.representative.value_or(declaration.holder).str()},
                      .id = format("{}-{}", about, mail.size() + 1)});
    }
  }
  return mail;
}

std::vector<Mail> mail_of_arrival(const std::vector<app::EventRow>& events) {
  std::vector<Mail> mail;
  Arrived arrived;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!is_of(events[i], workflow::destination_block)) continue;
    arrived = next(std::move(arrived), events[i]);
    const auto& trader = arrived.arrival.trader;
    if (!trader) continue;
    for (const transit::Ie ie : arrived.event.sent) {
      const bool can_be_written = ie != ie_unloading_permission || arrived.record.has_value();
      if (!goes_to_trader(ie) || !can_be_written) continue;
      const auto before = std::ranges::count(mail, trader->str(), &Mail::to);
      mail.push_back({.event = i,
                      .ie = ie,
                      .to = std::string{trader->str()},
                      .id = format("A{}-{}", arrived.arrival.mrn.str(), before + 1)});
    }
  }
  return mail;
}

message::Document render_departure(const Mail& mail, const MailSource& source) {
  dep::Movement movement;
  for (std::size_t i = 0; i <= mail.event; ++i) {
    if (is_of(source.events[i], workflow::departure_block))
      movement = dep::evolve(std::move(movement), event_in<dep::Event>(source.events[i]));
  }
  const auto event = whole_event_in<dep::Event>(source.events[mail.event], source);
  return write(mail, source, dep::letter_of(movement, event),
               document_under(movement.declaration.document, source.events, source.reader, source.packer));
}

message::Document render_arrival(const Mail& mail, const MailSource& source) {
  Arrived arrived;
  for (std::size_t i = 0; i <= mail.event; ++i) {
    if (is_of(source.events[i], workflow::destination_block))
      arrived = next(std::move(arrived), source.events[i]);
  }
  require(arrived.arrival.trader.has_value(), "mail of an arrival has a trader");
  const auto event = whole_event_in<des::Event>(source.events[mail.event], source);
  return write(mail, source, des::letter_of(arrived.arrival, event), record_of(arrived, source));
}

namespace {

std::optional<message::Document> kept_with(const app::EventRow& event, app::Reader& reader,
                                           app::Packer& packer) {
  const auto stored = reader.payload(event.payload);
  if (!stored) return std::nullopt;
  const Bytes bytes = packer.unpack(*stored);
  auto document = xml::read(as_text(bytes), kinds::of_node().programs());
  if (!document) return std::nullopt;
  return *std::move(document);
}

}  // namespace

std::optional<app::Standing> standing_under(const Hash256& hash, const std::vector<app::EventRow>& events,
                                            app::Reader& reader, app::Packer& packer) {
  return app::standing_under(hash, events,
                             [&](const app::EventRow& event) { return kept_with(event, reader, packer); });
}

std::optional<message::Document> document_under(const Hash256& hash, const std::vector<app::EventRow>& events,
                                                app::Reader& reader, app::Packer& packer) {
  auto standing = standing_under(hash, events, reader, packer);
  if (!standing) return std::nullopt;
  return std::move(standing->document);
}

}  // namespace lintas::api
