#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/chars.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/rules/judge.hpp"

namespace lintas::rules {

namespace {

using message::AdditionalInformation;
using message::AdditionalReference;
using message::Consignment;
using message::ConsignmentItem;
using message::DepartureTransportMeans;
using message::HouseConsignment;
using message::SupportingDocument;
using message::Text;

const Consignment& consignment(const Judge& judge) { return the(judge.message.consignment); }
Path consignment_path(const Judge& judge) { return {.parent = &judge.root, .name = "Consignment"}; }

/// The state that an identifier begins with.
std::string_view state_of(std::string_view text) { return text.substr(0, 2); }

/// Takes the part up to the separator off the front; nothing is left after the last part.
std::string_view take(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

/// Until when papers must be valid: the proposed limit, or else the day of the check.
Day needed_until(const Judge& judge) {
  const auto limit = the(judge.message.transit_operation).limit_date;
  return limit.has() ? limit.calendar_day() : judge.reference.day();
}

// ---- parties, numbers, sums

/// R-ACTS-002, as far as the message tells: the number begins with the state that knows the principal.
void principal_of_the_state_of_departure(Judge& judge) {
  const Text& holder = the(judge.message.holder_of_the_transit_procedure).identification_number;
  const auto state = state_of(the(judge.message.customs_office_of_departure).reference_number);
  if (!holder.empty() && state_of(holder) != state)
    judge.add("R-ACTS-002", {.parent = &judge.root, .name = "HolderOfTheTransitProcedure"},
              "identificationNumber", holder, format("expected: a number of {}", state));
}

/// R-ACTS-027: what the schema's pattern cannot see.
void check_digits(Judge& judge) {
  const Text& mrn = the(judge.message.transit_operation).mrn;
  if (!mrn.empty()) {
    const auto parsed = Mrn::parse(mrn);
    if (!parsed)
      judge.add("R-ACTS-027", {.parent = &judge.root, .name = "TransitOperation"}, "MRN", mrn,
                std::string{describe(parsed.error())});
  }
  each(judge.root, "Guarantee", judge.message.guarantee,
       [&](const message::Guarantee& guarantee, const Path& at) {
         each(at, "GuaranteeReference", guarantee.guarantee_reference,
              [&](const message::GuaranteeReference& reference, const Path& place) {
                if (reference.grn.empty()) return;
                const auto parsed = Grn::parse(reference.grn);
                if (!parsed)
                  judge.add("R-ACTS-027", place, "GRN", reference.grn, std::string{describe(parsed.error())});
              });
       });
}

/// R-ACTS-011: of what P6 gives a total for, the gross mass.
void gross_mass_is_the_sum(Judge& judge) {
  std::optional<Decimal> sum{Decimal{}};
  each_item(judge, [&](const ConsignmentItem& item, const Path&) {
    const auto mass = the(the(item.commodity).goods_measure).gross_mass;
    if (!sum || !mass.has()) return;
    const auto next = sum->plus(mass.decimal());
    sum = next ? std::optional{*next} : std::nullopt;
  });
  const auto total = consignment(judge).gross_mass;
  if (sum && total.has() && total.decimal() == *sum) return;
  std::string text;
  if (total.has()) append(text, total);
  judge.add("R-ACTS-011", consignment_path(judge), "grossMass", text,
            sum ? format("expected: {}", sum->str()) : "the masses of the items are beyond counting");
}

/// R-ACTS-015: in the tariff of the state of departure on the day. What the other states charge, the amount
/// at risk asks.
void goods_code_exists(Judge& judge) {
  const auto state =
      Country::parse(state_of(the(judge.message.customs_office_of_departure).reference_number));
  if (!state) return;
  each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
    const auto& code = the(item.commodity).commodity_code;
    if (!code || code->combined_nomenclature_code.empty()) return;
    const std::string text = code->harmonized_system_sub_heading_code + code->combined_nomenclature_code;
    const auto eight = Ahtn::parse(text);
    if (eight && !judge.reference.tariff_lines(*state, *eight).empty()) return;
    std::string others;
    if (const auto six = Ahtn::parse(code->harmonized_system_sub_heading_code)) {
      for (const auto* line : judge.reference.tariff_lines(*state, *six))
        others.append(others.empty() ? "codes of this subheading: " : " ").append(line->key.code.str());
    }
    const Path commodity{.parent = &at, .name = "Commodity"};
    judge.add("R-ACTS-015", {.parent = &commodity, .name = "CommodityCode"}, "combinedNomenclatureCode", text,
              others);
  });
}

/// The law of the state of departure; nothing where the reference data have none.
const refdata::StateProfile* law_of_departure(const Judge& judge) {
  const auto state =
      Country::parse(state_of(the(judge.message.customs_office_of_departure).reference_number));
  return state ? judge.reference.profile(*state) : nullptr;
}

/// R-ACTS-029: by the law of the state of departure.
void number_of_items(Judge& judge) {
  const auto* law = law_of_departure(judge);
  std::size_t items = 0;
  each_house(judge,
             [&](const HouseConsignment& house, const Path&) { items += house.consignment_item.size(); });
  if (law != nullptr && std::cmp_greater(items, law->items_max))
    judge.add("R-ACTS-029", consignment_path(judge), "HouseConsignment", {},
              format("items: {}, at most {}", items, law->items_max));
}

/// R-ACTS-062, for the limit that a trader proposes.
void limit_not_passed(Judge& judge) {
  const auto limit = the(judge.message.transit_operation).limit_date;
  if (!limit.has() || limit.calendar_day() >= judge.reference.day()) return;
  std::string text;
  append(text, limit);
  judge.add("R-ACTS-062", {.parent = &judge.root, .name = "TransitOperation"}, "limitDate", text,
            format("expected: {} or later", to_text(judge.reference.day())));
}

// ---- route

/// R-ACTS-016: each two offices that follow each other are joined by an allowed leg. The finding stands at
/// the office that cannot be reached.
void offices_are_joined(Judge& judge) {
  const auto departure = OfficeId::parse(the(judge.message.customs_office_of_departure).reference_number);
  const auto destination =
      OfficeId::parse(the(judge.message.customs_office_of_destination_declared).reference_number);
  std::vector<OfficeId> transits;
  for (const auto& office : judge.message.customs_office_of_transit_declared)
    transits.push_back(OfficeId::parse(office.reference_number).value_or(OfficeId{}));
  if (!departure || !destination) return;
  for (const auto& gap : judge.reference.route(*departure, transits, *destination).gaps) {
    if (!judge.only_state.empty() && gap.to.country().str() != judge.only_state) continue;
    const auto detail = format("no allowed leg from {} to {}", gap.from.str(), gap.to.str());
    const auto place = static_cast<std::size_t>(std::ranges::find(transits, gap.to) - transits.begin());
    const bool at_the_end = place == transits.size();
    const Path at{
        .parent = &judge.root,
        .name = at_the_end ? "CustomsOfficeOfDestinationDeclared" : "CustomsOfficeOfTransitDeclared",
        .place = at_the_end ? 0 : place + 1};
    judge.add("R-ACTS-016", at, "referenceNumber", gap.to.str(), detail);
  }
}

/// The states whose law is asked.
std::vector<std::string_view> states_asked(const Judge& judge) {
  auto states = states_of_the_route(judge.message);
  if (!judge.only_state.empty())
    std::erase_if(states, [&](std::string_view state) { return state != judge.only_state; });
  return states;
}

/// R-ACTS-013, R-ACTS-014: goods that a state of the route keeps out.
void goods_may_cross_each_state(Judge& judge) {
  for (const auto name : states_asked(judge)) {
    const auto state = Country::parse(name);
    const auto* law = state ? judge.reference.profile(*state) : nullptr;
    if (law == nullptr) continue;
    each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
      const auto& code = the(item.commodity).commodity_code;
      if (!code) return;
      const std::string text = code->harmonized_system_sub_heading_code + code->combined_nomenclature_code;
      const auto goods = Ahtn::parse(text);
      const auto exclusion = goods ? law->exclusion_of(*goods) : std::nullopt;
      if (!exclusion) return;
      const Path commodity{.parent = &at, .name = "Commodity"};
      judge.add(exclusion->rule, {.parent = &commodity, .name = "CommodityCode"},
                "harmonizedSystemSubHeadingCode", text, format("{}: {}", name, exclusion->prefix));
    });
  }
}

// ---- papers of the vehicles

/// A paper of one vehicle (AP01, AB01): complementOfInformation = registration; last day.
struct Paper {
  const SupportingDocument* document = nullptr;
  std::size_t place = 0;
  std::string_view registration;
  std::optional<Day> until;
};

std::vector<Paper> papers_of(const Judge& judge, std::string_view type) {
  std::vector<Paper> papers;
  const auto& documents = consignment(judge).supporting_document;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (documents[i].type != type) continue;
    std::string_view complement = documents[i].complement_of_information;
    const auto registration = take(complement, ';');
    papers.push_back({.document = &documents[i],
                      .place = i + 1,
                      .registration = registration,
                      .until = parse_day(complement)});
  }
  return papers;
}

template <class Use>
void each_means(const Judge& judge, const Use& use) {
  const Path above = consignment_path(judge);
  each(above, "DepartureTransportMeans", consignment(judge).departure_transport_means, use);
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    each(at, "DepartureTransportMeans", house.departure_transport_means, use);
  });
}

/// The paper of a vehicle; a finding if it has none, or one that ends too early.
const Paper* paper_for(Judge& judge, std::string_view rule, std::span<const Paper> papers,
                       const DepartureTransportMeans& means, const Path& at) {
  const auto found =
      std::ranges::find(papers, std::string_view{means.identification_number}, &Paper::registration);
  if (found == papers.end()) {
    judge.add(rule, at, "identificationNumber", means.identification_number, "it has no such document");
    return nullptr;
  }
  if (found->until && *found->until < needed_until(judge)) {
    const Path above = consignment_path(judge);
    judge.add(rule, {.parent = &above, .name = "SupportingDocument", .place = found->place},
              "complementOfInformation", found->document->complement_of_information,
              format("needed until {}", to_text(needed_until(judge))));
  }
  return &*found;
}

/// R-ACTS-018.
void permit_for_each_vehicle(Judge& judge) {
  const auto permits = papers_of(judge, "AP01");
  each_means(judge, [&](const DepartureTransportMeans& means, const Path& at) {
    (void)paper_for(judge, "R-ACTS-018", permits, means, at);
  });
}

/// R-ACTS-019.
void permit_names_one_vehicle(Judge& judge) {
  const auto permits = papers_of(judge, "AP01");
  const Path above = consignment_path(judge);
  for (std::size_t i = 1; i < permits.size(); ++i) {
    const bool shared = std::ranges::any_of(std::span{permits}.first(i), [&](const Paper& other) {
      return other.document->reference_number == permits[i].document->reference_number &&
             other.registration != permits[i].registration;
    });
    if (shared)
      judge.add("R-ACTS-019", {.parent = &above, .name = "SupportingDocument", .place = permits[i].place},
                "referenceNumber", permits[i].document->reference_number);
  }
}

/// R-ACTS-022: in every state of the route but the vehicle's own, where its national insurance holds.
void insurance_of_each_motor_vehicle(Judge& judge) {
  const auto cards = papers_of(judge, "AB01");
  const auto all = states_asked(judge);
  const Path above = consignment_path(judge);
  each_means(judge, [&](const DepartureTransportMeans& means, const Path& at) {
    auto states = all;
    std::erase(states, std::string_view{means.nationality});
    if (means.type_of_identification != "30" || states.empty()) return;
    const Paper* card = paper_for(judge, "R-ACTS-022", cards, means, at);
    if (card == nullptr) return;
    std::string_view reference = card->document->reference_number;
    (void)take(reference, ';');
    for (const auto state : states) {
      if (reference.contains(state)) continue;
      judge.add("R-ACTS-022", {.parent = &above, .name = "SupportingDocument", .place = card->place},
                "referenceNumber", card->document->reference_number, format("does not cover {}", state));
    }
  });
}

// ---- codes of ours in open places (acts.md 17)

/// What stands beside a code: referenceNumber and complementOfInformation, or text alone.
struct Content {
  std::string_view first;
  std::string_view second;
};

bool is_state(std::string_view text) { return Country::parse(text).has_value(); }

bool is_states(std::string_view text) {
  if (text.empty()) return false;
  while (!text.empty()) {
    if (!is_state(take(text, ' '))) return false;
  }
  return true;
}

/// A registration and a day.
bool is_registration_and_day(std::string_view text) {
  return !take(text, ';').empty() && parse_day(text).has_value();
}

bool permit_form(const refdata::View&, const Content& content) {
  return !content.first.contains(';') && is_registration_and_day(content.second);
}

bool insurance_form(const refdata::View&, const Content& content) {
  std::string_view card = content.first;
  return !take(card, ';').empty() && is_states(card) && is_registration_and_day(content.second);
}

bool national_permit_form(const refdata::View&, const Content& content) {
  std::string_view issuer = content.second;
  return !content.first.empty() && is_state(take(issuer, ';'));
}

bool aeo_form(const refdata::View&, const Content& content) {
  constexpr std::array<std::string_view, 5> roles{"EX", "CZ", "CN", "CA", "HL"};
  std::string_view rest = content.first;
  const bool role = contains(roles, take(rest, ';'));
  const bool state = is_state(take(rest, ';'));
  const bool day = parse_day(take(rest, ';')).has_value();
  return role && state && day && !rest.empty() && !rest.contains(';');
}

bool itinerary_form(const refdata::View&, const Content& content) { return !content.first.empty(); }

bool driver_form(const refdata::View&, const Content& content) {
  std::string_view rest = content.first;
  const auto number = take(rest, ';');
  const bool numbered = !number.empty() && std::ranges::all_of(number, is_digit);
  const bool named = !take(rest, ';').empty();
  const bool national = is_state(take(rest, ';'));
  const auto kind = take(rest, ';');
  return numbered && named && national && (kind == "P" || kind == "I" || kind == "L") && !rest.empty();
}

bool value_form(const refdata::View& reference, const Content& content) {
  std::string_view rest = content.first;
  const auto amount = Decimal::parse(take(rest, ' '));
  const auto currency = Currency::parse(rest);
  return amount && !amount->is_negative() && currency && reference.currency(*currency) != nullptr;
}

bool origin_form(const refdata::View& reference, const Content& content) {
  const auto countries = reference.code_list("CL008");
  std::string_view rest = content.first;
  if (rest.empty()) return false;
  while (!rest.empty()) {
    if (countries.find(take(rest, ' '), reference.day()) == nullptr) return false;
  }
  return true;
}

bool tariff_digits_form(const refdata::View&, const Content& content) {
  std::string_view rest = content.first;
  const bool state = is_state(take(rest, ':'));
  return state && rest.size() >= 2 && rest.size() <= 4 && std::ranges::all_of(rest, is_digit);
}

bool quantity_form(const refdata::View&, const Content& content) {
  std::string_view rest = content.first;
  const auto quantity = Decimal::parse(take(rest, ' '));
  return quantity && !quantity->is_negative() && Unit::parse(rest).has_value();
}

enum Level : std::uint8_t { whole = 1, house = 2, item = 4 };

struct Form {
  std::string_view code;
  std::uint8_t levels;
  bool (*holds)(const refdata::View&, const Content&);
  std::string_view expected;
};

constexpr std::array forms{
    Form{"AP01", whole, permit_form, "permit number; and registration;YYYY-MM-DD as complement"},
    Form{"AB01", whole, insurance_form,
         "card number;states with blanks between; and registration;YYYY-MM-DD as complement"},
    Form{"AN01", whole | house | item, national_permit_form, "permit number; and state;remark as complement"},
    Form{"AE01", whole | house, aeo_form, "role;state;YYYY-MM-DD;code"},
    Form{"AL002", whole, itinerary_form, "offices and roads in order"},
    Form{"AL003", whole, driver_form, "number;name;nationality;P, I or L;document number"},
    Form{"AV001", item, value_form, "amount, blank, currency"},
    Form{"AV002", item, origin_form, "countries with blanks between"},
    Form{"AV003", item, tariff_digits_form, "state:digits 9 to 12"},
    Form{"AV004", item, quantity_form, "quantity, blank, unit"},
};

void content_of(Judge& judge, const Path& at, std::string_view element, Level level, std::string_view code,
                const Content& content) {
  const auto* form = std::ranges::find(forms, code, &Form::code);
  if (form == forms.end()) return;
  if ((form->levels & level) == 0)
    return judge.add("COD-006", at, element == "referenceNumber" ? "type" : "code", code);
  if (!form->holds(judge.reference, content))
    judge.add("COD-001", at, element, content.first, format("expected: {}", form->expected));
}

/// What the groups of one level hold under codes.
template <class Holder>
void codes_of(Judge& judge, const Path& at, const Holder& holder, Level level) {
  each(at, "SupportingDocument", holder.supporting_document,
       [&](const SupportingDocument& document, const Path& place) {
         content_of(judge, place, "referenceNumber", level, document.type,
                    {.first = document.reference_number, .second = document.complement_of_information});
       });
  each(at, "AdditionalReference", holder.additional_reference,
       [&](const AdditionalReference& reference, const Path& place) {
         content_of(judge, place, "referenceNumber", level, reference.type,
                    {.first = reference.reference_number, .second = {}});
       });
  each(at, "AdditionalInformation", holder.additional_information,
       [&](const AdditionalInformation& information, const Path& place) {
         content_of(judge, place, "text", level, information.code, {.first = information.text, .second = {}});
         if (information.code == "AL001") judge.add("COD-002", place, "code", information.code);
         if (information.code == "30600") judge.add("COD-007", place, "code", information.code);
       });
}

void codes_have_their_form(Judge& judge) {
  codes_of(judge, consignment_path(judge), consignment(judge), whole);
  each_house(judge, [&](const HouseConsignment& house_consignment, const Path& at) {
    codes_of(judge, at, house_consignment, house);
    each(at, "ConsignmentItem", house_consignment.consignment_item,
         [&](const ConsignmentItem& goods, const Path& place) { codes_of(judge, place, goods, item); });
  });
}

template <class Holder>
bool has_information(const Holder& holder, std::string_view code) {
  return std::ranges::find(holder.additional_information, code, &AdditionalInformation::code) !=
         holder.additional_information.end();
}

/// A state of the route asks for something.
bool asked_on_the_route(const Judge& judge, bool refdata::StateProfile::* question) {
  return std::ranges::any_of(states_asked(judge), [&](std::string_view name) {
    const auto state = Country::parse(name);
    const auto* law = state ? judge.reference.profile(*state) : nullptr;
    return law != nullptr && law->*question;
  });
}

/// AL002: of a binding itinerary, or where a state of the route asks.
void itinerary_is_described(Judge& judge) {
  const bool binding =
      judge.only_state.empty() && the(judge.message.transit_operation).binding_itinerary == "1";
  const bool needed = binding || asked_on_the_route(judge, &refdata::StateProfile::itinerary_asked);
  if (needed && !has_information(consignment(judge), "AL002"))
    judge.add("COD-003", consignment_path(judge), "AdditionalInformation");
}

/// AL003: where a state of the route asks.
void driver_is_named(Judge& judge) {
  if (asked_on_the_route(judge, &refdata::StateProfile::driver_asked) &&
      !has_information(consignment(judge), "AL003"))
    judge.add("COD-008", consignment_path(judge), "AdditionalInformation");
}

template <class Holder>
bool has_permit(const Holder& holder) {
  return std::ranges::find(holder.supporting_document, "AN01", &SupportingDocument::type) !=
         holder.supporting_document.end();
}

/// R-ACTS-026: the export permit of the state of departure, at whichever level.
void export_permit(Judge& judge) {
  const auto* law = law_of_departure(judge);
  if (law == nullptr || !law->export_permit_required) return;
  bool found = has_permit(consignment(judge));
  each_house(judge, [&](const HouseConsignment& house_consignment, const Path&) {
    found = found || has_permit(house_consignment) ||
            std::ranges::any_of(house_consignment.consignment_item,
                                [](const ConsignmentItem& goods) { return has_permit(goods); });
  });
  if (!found) judge.add("R-ACTS-026", consignment_path(judge), "SupportingDocument");
}

void value_and_origin_of_each_item(Judge& judge) {
  each_item(judge, [&](const ConsignmentItem& goods, const Path& at) {
    if (!has_information(goods, "AV001")) judge.add("COD-004", at, "AdditionalInformation");
    if (!has_information(goods, "AV002")) judge.add("COD-005", at, "AdditionalInformation");
  });
}

constexpr std::array checks{
    Check{"R-ACTS-027", declarations | ie007 | ie014 | ie044 | ie170, check_digits},
    Check{"R-ACTS-062", declarations | ie170, limit_not_passed},
    Check{"R-ACTS-016", declarations, offices_are_joined},
    Check{"R-ACTS-002", declarations | ie170, principal_of_the_state_of_departure},
    Check{"R-ACTS-011", declarations, gross_mass_is_the_sum},
    Check{"R-ACTS-029", declarations, number_of_items},
    Check{"R-ACTS-015", declarations, goods_code_exists},
    Check{"R-ACTS-013", declarations, goods_may_cross_each_state},
    Check{"R-ACTS-018", declarations, permit_for_each_vehicle},
    Check{"R-ACTS-019", declarations, permit_names_one_vehicle},
    Check{"R-ACTS-022", declarations, insurance_of_each_motor_vehicle},
    Check{"R-ACTS-026", declarations, export_permit},
    Check{"AL002", declarations, itinerary_is_described},
    Check{"AL003", declarations, driver_is_named},
    Check{"AV001", declarations, value_and_origin_of_each_item},
    Check{"acts.md 17", declarations, codes_have_their_form},
};

constexpr std::array checks_by_state{
    Check{"R-ACTS-016", declarations, offices_are_joined},
    Check{"R-ACTS-013", declarations, goods_may_cross_each_state},
    Check{"R-ACTS-022", declarations, insurance_of_each_motor_vehicle},
    Check{"AL002", declarations, itinerary_is_described},
    Check{"AL003", declarations, driver_is_named},
};

}  // namespace

std::vector<std::string_view> states_of_the_route(const message::Message& message) {
  std::vector<std::string_view> states;
  const auto add = [&](const Text& office) {
    if (!contains(states, state_of(office))) states.push_back(state_of(office));
  };
  add(the(message.customs_office_of_departure).reference_number);
  for (const auto& office : message.customs_office_of_transit_declared) add(office.reference_number);
  add(the(message.customs_office_of_destination_declared).reference_number);
  return states;
}

std::span<const Check> acts_rules() { return checks; }
std::span<const Check> state_rules() { return checks_by_state; }

}  // namespace lintas::rules
