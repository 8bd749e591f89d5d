#include "shell/api/office_mail.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/country.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

exchange::Partner partner_of(Country country) {
  return certain(exchange::Partner::parse(country.str()), "a country is a partner's name");
}

/// Of a message of the business, the number; nothing of what only keeps a lane in order.
std::optional<transit::Ie> ie_in(std::uint16_t number) {
  const auto ie = workflow::message_of_command(workflow::CommandType{number});
  return ie && transit::find_message(*ie) != nullptr ? ie : std::nullopt;
}

std::optional<workflow::Origin> origin_of(const app::EventRow& event) {
  if (event.origin.empty()) return std::nullopt;
  auto origin = from_cbor<workflow::Origin>(event.origin);
  require(origin.has_value(), "a stored origin can be read");
  return *std::move(origin);
}

/// What came with the command of this event, if the event keeps it.
std::optional<Piece> received_with(std::size_t i, const workflow::EventBody& body, const MailSource& source) {
  const app::EventRow& event = source.events[i];
  const auto origin = origin_of(event);
  const auto ie = origin ? ie_in(std::to_underlying(origin->type)) : std::nullopt;
  if (!ie || origin->document || event.payload == app::PayloadId::none) return std::nullopt;
  const auto stored = source.reader.payload(event.payload);
  if (stored && stored->kind != workflow::payload_of_message(*ie)) return std::nullopt;
  const access::Actor& sender = origin->actor;
  const bool by_partner = sender.role == access::Role::partner_node;
  const auto partner = exchange::Partner::parse(sender.party);
  Piece piece{.event = i,
              .received = true,
              .ie = *ie,
              .from = by_partner && partner ? app::node_name(*partner) : sender.party,
              .to = app::node_name(partner_of(source.setting.home)),
              .id = {}};
  if (body.received) {
    piece.id = body.received->message_id;
  } else if (const auto document = document_of(piece, source)) {
    piece.id = document->message.message_identification;
  }
  return piece;
}

void add_sent_to_partners(std::vector<Piece>& pieces, std::size_t i, const workflow::EventBody& body,
                          const MailSource& source) {
  const auto home = partner_of(source.setting.home);
  const app::MessageNames names{home, {source.losses.begin(), source.losses.end()}};
  for (std::size_t place = 0; place < body.sent.size(); ++place) {
    const workflow::SentMark& mark = body.sent[place];
    const auto ie = ie_in(std::to_underlying(mark.kind));
    const auto partner = exchange::Partner::of(mark.partner);
    if (!ie || !partner) continue;
    pieces.push_back({.event = i,
                      .received = false,
                      .ie = *ie,
                      .from = app::node_name(home),
                      .to = app::node_name(*partner),
                      .id = names.of(app::outbox_id(source.events[i].seq, place)),
                      .place = place});
  }
}

std::vector<Piece> pieces_of(const MailSource& source, const std::vector<Mail>& mail) {
  std::vector<Piece> pieces;
  std::vector<app::PayloadId> known;  // what waited stands in the event that took it, too
  for (std::size_t i = 0; i < source.events.size(); ++i) {
    const workflow::EventBody body = app::body_of(source.events[i]);
    const app::PayloadId payload = source.events[i].payload;
    if (std::ranges::find(known, payload) == known.end()) {
      if (auto piece = received_with(i, body, source)) {
        pieces.push_back(*std::move(piece));
        known.push_back(payload);
      }
    }
    add_sent_to_partners(pieces, i, body, source);
    for (const Mail& one : mail)
      if (one.event == i) pieces.push_back(piece_of(one, source.setting.home));
  }
  return pieces;
}

/// As the gateway writes it.
std::optional<message::Document> sent_to_partner(const Piece& piece, std::size_t place,
                                                 const MailSource& source) {
  const app::EventRow& event = source.events[piece.event];
  const workflow::SentMark mark = app::body_of(event).sent.at(place);
  const auto stored = source.reader.payload(mark.payload);
  if (!stored) return std::nullopt;
  const auto letter = from_cbor<transit::Letter>(source.packer.unpack(*stored));
  require(letter.has_value(), "a letter that was stored can be read");
  std::optional<message::Document> declaration;
  if (letter->declaration) {
    declaration = document_under(letter->declaration->document, source.events, source.reader, source.packer);
  }
  require(source.setting.reference != nullptr, "the setting has reference data");
  return transit::write_letter(
      piece.ie, *letter,
      {.sender = piece.from,
       .recipient = piece.to,
       .prepared = event.at,
       .identification = piece.id,
       .correlation = {},
       .reference = source.setting.reference->at(std::chrono::floor<std::chrono::days>(event.at))},
      declaration ? &declaration->message : nullptr);
}

bool is_of_departure(const app::EventRow& event) {
  return workflow::block_of(std::to_underlying(event.type)) == workflow::departure_block;
}

}  // namespace

Piece piece_of(const Mail& mail, Country home) {
  return {.event = mail.event,
          .received = false,
          .ie = mail.ie,
          .from = app::node_name(partner_of(home)),
          .to = mail.to,
          .id = mail.id,
          .mail = mail};
}

std::vector<Piece> pieces_of_departure(const MailSource& source, std::string_view reference) {
  return pieces_of(source, mail_of_departure(source.events, reference));
}

std::vector<Piece> pieces_of_journey(const MailSource& source) {
  return pieces_of(source, mail_of_arrival(source.events));
}

std::optional<message::Document> document_of(const Piece& piece, const MailSource& source) {
  const app::EventRow& event = source.events[piece.event];
  if (piece.mail) {
    return is_of_departure(event) ? render_departure(*piece.mail, source)
                                  : render_arrival(*piece.mail, source);
  }
  if (piece.place) return sent_to_partner(piece, *piece.place, source);
  if (!event.payload_hash) return std::nullopt;
  return document_under(*event.payload_hash, {event}, source.reader, source.packer);
}

}  // namespace lintas::api
