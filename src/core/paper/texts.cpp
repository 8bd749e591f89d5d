#include "core/paper/texts.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/office_id.hpp"
#include "core/paper/content.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::paper {

namespace {

using Parts = std::vector<std::string>;

/// The series of a group that repeats; `parts` says what of an instance is printed.
template <class Group>
Series series_of(const std::vector<const Group*>& groups, Parts (*parts)(const Group&)) {
  Series series;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const message::Int number = groups[i]->sequence_number;
    const auto place = number.has() ? number.value : static_cast<std::int64_t>(i) + 1;
    series.instances.push_back(numbered(place, groups.size(), joined(parts(*groups[i]))));
  }
  return series;
}

template <class Group, class Condition>
std::vector<const Group*> those_of(const message::Many<Group>& groups, Condition wanted) {
  std::vector<const Group*> found;
  for (const Group& group : groups) {
    if (wanted(group)) found.push_back(&group);
  }
  return found;
}

template <class Group>
Series series_of(const message::Many<Group>& groups, Parts (*parts)(const Group&)) {
  return series_of(those_of(groups, [](const Group&) { return true; }), parts);
}

template <class Scalar>
std::string lexical(Scalar scalar) {
  std::string text;
  if (scalar.has()) append(text, scalar);
  return text;
}

void add_line(std::string& text, std::string_view line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}

void add_word(std::string& text, std::string_view word) {
  if (word.empty()) return;
  if (!text.empty()) text += ' ';
  text += word;
}

std::string contact_of(const message::One<message::ContactPerson>& person) {
  if (!person) return {};
  std::string text{person->name};
  add_word(text, person->phone_number);
  return text;
}

Series one_line(std::string text) {
  if (text.empty()) return {};
  return {.instances = {std::move(text)}};
}

bool has_its_own_box(std::string_view code, Statements which) {
  if (which == Statements::of_item) return code == "AV002";
  return code == "AL001" || code == "AL002";
}
constexpr std::string_view customs_value = "AV001";

/// On paper a semicolon ends an instance, so the parts of a value have commas between them.
std::string with_commas(std::string_view value) {
  std::string text;
  for (const std::string& one : parts_in(value)) {
    const std::string_view part =
        std::string_view{one}.substr(std::min(one.find_first_not_of(' '), one.size()));
    if (!text.empty()) text += ", ";
    text += part.empty() ? std::string_view{"-"} : part;
  }
  return text;
}

/// Our codes whose values have parts (acts.md 17).
constexpr std::array<std::string_view, 5> in_parts{"AB01", "AE01", "AN01", "AP01", "AL003"};

std::string value_under(std::string_view code, const std::string& value) {
  return std::ranges::find(in_parts, code) == in_parts.end() ? value : with_commas(value);
}

bool is_of_vehicle(const message::SupportingDocument& document) {
  return document.type == "AP01" || document.type == "AB01";
}

}  // namespace

std::string text_of(message::Int number) { return lexical(number); }
std::string text_of(message::Number number) { return lexical(number); }
std::string text_of(message::Date date) { return lexical(date); }

Series text_of(const message::One<message::Representative>& representative) {
  if (!representative) return {};
  std::string text{representative->identification_number};
  add_line(text, contact_of(representative->contact_person));
  return one_line(std::move(text));
}

Series text_of(const message::One<message::Carrier>& carrier) {
  if (!carrier) return {};
  std::string text{carrier->identification_number};
  add_line(text, contact_of(carrier->contact_person));
  return one_line(std::move(text));
}

Series text_of(const message::Many<message::AdditionalSupplyChainActor>& actors) {
  return series_of<message::AdditionalSupplyChainActor>(
      actors, [](const auto& actor) { return Parts{actor.role, actor.identification_number}; });
}

Series text_of(const message::Many<message::DepartureTransportMeans>& means) {
  return series_of<message::DepartureTransportMeans>(means, [](const auto& one) {
    return Parts{one.type_of_identification, one.identification_number, one.nationality};
  });
}

Series text_of(const message::Many<message::PreviousDocument>& documents) {
  return series_of<message::PreviousDocument>(documents, [](const auto& one) {
    std::string packages = text_of(one.number_of_packages);
    add_word(packages, one.type_of_packages);
    std::string quantity = text_of(one.quantity);
    add_word(quantity, one.measurement_unit_and_qualifier);
    return Parts{one.type,
                 one.reference_number,
                 with_commas(one.complement_of_information),
                 text_of(one.goods_item_number),
                 packages,
                 quantity};
  });
}

Series text_of(const message::Many<message::TransportDocument>& documents) {
  return series_of<message::TransportDocument>(
      documents, [](const auto& one) { return Parts{one.type, one.reference_number}; });
}

Series text_of(const message::Many<message::AdditionalReference>& references) {
  return series_of<message::AdditionalReference>(references, [](const auto& one) {
    return Parts{one.type, value_under(one.type, one.reference_number)};
  });
}

Series text_of(const message::Many<message::SupportingDocument>& documents, Papers which) {
  const auto wanted = those_of(documents, [&](const message::SupportingDocument& document) {
    return which == Papers::all || is_of_vehicle(document) == (which == Papers::of_vehicles);
  });
  return series_of<message::SupportingDocument>(wanted, [](const message::SupportingDocument& one) {
    return Parts{one.type, value_under(one.type, one.reference_number),
                 with_commas(one.complement_of_information), text_of(one.document_line_item_number)};
  });
}

Series text_of(const message::Many<message::AdditionalInformation>& statements, Statements which) {
  const auto wanted = those_of(statements, [&](const message::AdditionalInformation& statement) {
    return statement.code != customs_value && !has_its_own_box(statement.code, which);
  });
  return series_of<message::AdditionalInformation>(wanted, [](const message::AdditionalInformation& one) {
    return Parts{one.code, value_under(one.code, one.text)};
  });
}

std::vector<std::string> parts_in(std::string_view value) {
  std::vector<std::string> parts;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(';'), value.size());
    parts.emplace_back(value.substr(0, end));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return parts;
}

std::string text_under(std::string_view code,
                       const message::Many<message::AdditionalInformation>& statements) {
  const auto found = std::ranges::find(statements, code, &message::AdditionalInformation::code);
  return found == statements.end() ? std::string{} : found->text;
}

const refdata::Offices::Row* office_row(std::string_view number, const refdata::View& reference) {
  const auto id = OfficeId::parse(number);
  return id ? reference.office(*id) : nullptr;
}

std::string named_office(std::string_view number, const refdata::View& reference) {
  std::string text{number};
  if (const auto* row = office_row(number, reference)) add_word(text, row->value.name);
  return text;
}

namespace {

std::string town_of(const message::Address& address) {
  std::string town{address.postcode};
  add_word(town, address.city);
  if (!address.country.empty()) {
    if (!town.empty()) town += ", ";
    town += address.country;
  }
  return town;
}

}  // namespace

namespace detail {

std::string lines(std::string_view identification, std::string_view name, const message::Address* address) {
  std::string text{identification};
  add_line(text, name);
  if (address == nullptr) return text;
  add_line(text, address->street_and_number);
  add_line(text, town_of(*address));
  return text;
}

std::string few_lines(std::string_view identification, std::string_view name,
                      const message::Address& address) {
  std::string text{identification};
  add_line(text, name);
  std::string line{address.street_and_number};
  if (const std::string town = town_of(address); !town.empty()) {
    if (!line.empty()) line += ", ";
    line += town;
  }
  add_line(text, line);
  return text;
}

std::string place(std::string_view locode, std::string_view location, std::string_view country) {
  std::string text{locode};
  add_word(text, location);
  if (!country.empty() && !locode.starts_with(country)) {
    if (!text.empty()) text += ", ";
    text += country;
  }
  return text;
}

}  // namespace detail

}  // namespace lintas::paper
