#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/paper/content.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"

/// The groups of a message as texts of boxes: what the accompanying document and its list of items have in
/// common.
namespace lintas::paper {

[[nodiscard]] std::string text_of(message::Int number);
[[nodiscard]] std::string text_of(message::Number number);
[[nodiscard]] std::string text_of(message::Date date);

/// Identification number, name, street, town and country, a line each.
template <class Party>
[[nodiscard]] Series text_of_party(const message::One<Party>& party);
/// The same of whom a message gives only the number, with whom to ask.
[[nodiscard]] Series text_of(const message::One<message::Representative>& representative);
[[nodiscard]] Series text_of(const message::One<message::Carrier>& carrier);

/// Role and number.
[[nodiscard]] Series text_of(const message::Many<message::AdditionalSupplyChainActor>& actors);
/// Type, number, nationality.
[[nodiscard]] Series text_of(const message::Many<message::DepartureTransportMeans>& means);

[[nodiscard]] Series text_of(const message::Many<message::PreviousDocument>& documents);
[[nodiscard]] Series text_of(const message::Many<message::TransportDocument>& documents);
[[nodiscard]] Series text_of(const message::Many<message::AdditionalReference>& references);

/// Permits and insurance of the vehicles have a box of their own (acts.md 17: AP01, AB01).
enum class Papers : std::uint8_t { of_vehicles, others, all };
[[nodiscard]] Series text_of(const message::Many<message::SupportingDocument>& documents, Papers which);

/// Without what has a box of its own (limit date and itinerary; of an item its origin) and without the
/// customs value: whoever carries the goods does not see it (acts.md 18).
enum class Statements : std::uint8_t { of_consignment, of_item };
[[nodiscard]] Series text_of(const message::Many<message::AdditionalInformation>& statements,
                             Statements which);
/// The parts of a value under one of our own codes (acts.md 17); none of an empty one.
[[nodiscard]] std::vector<std::string> parts_in(std::string_view value);
/// The text under one code; empty where there is none.
[[nodiscard]] std::string text_under(std::string_view code,
                                     const message::Many<message::AdditionalInformation>& statements);

/// LOCODE, place, country.
template <class Place>
[[nodiscard]] Series text_of_place(const message::One<Place>& place);

/// "SGWDL001 Woodlands Checkpoint"; the number alone where the reference data do not know the office.
[[nodiscard]] std::string named_office(std::string_view number, const refdata::View& reference);
/// The row of an office; null where the reference data do not know it.
[[nodiscard]] const refdata::Offices::Row* office_row(std::string_view number,
                                                      const refdata::View& reference);

// ---- the two templates

namespace detail {
/// The lines that say something, one below another.
[[nodiscard]] std::string lines(std::string_view identification, std::string_view name,
                                const message::Address* address);
/// Likewise, with the whole address in one of them.
[[nodiscard]] std::string few_lines(std::string_view identification, std::string_view name,
                                    const message::Address& address);
[[nodiscard]] std::string place(std::string_view locode, std::string_view location, std::string_view country);
}  // namespace detail

template <class Party>
Series text_of_party(const message::One<Party>& party) {
  if (!party) return {};
  const message::Address* address = party->address ? &*party->address : nullptr;
  std::string text = detail::lines(party->identification_number, party->name, address);
  if (text.empty()) return {};
  Series series{.instances = {std::move(text)}};
  if (address != nullptr && !address->street_and_number.empty())
    series.in_fewer_lines = {detail::few_lines(party->identification_number, party->name, *address)};
  return series;
}

template <class Place>
Series text_of_place(const message::One<Place>& place) {
  if (!place) return {};
  std::string text = detail::place(place->un_locode, place->location, place->country);
  if (text.empty()) return {};
  return {.instances = {std::move(text)}};
}

}  // namespace lintas::paper
