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
#include "base/near.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/messages/statements.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/refdata/tables.hpp"
#include "core/rules/judge.hpp"

namespace lintas::rules {

namespace {

using message::AdditionalInformation;
using message::AdditionalReference;
using message::Consignment;
using message::ConsignmentItem;
using message::DepartureTransportMeans;
using message::HouseConsignment;
using message::StatementPart;
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

// ---- parties, numbers, sums

/// R-ACTS-002, as far as the message tells: the number begins with the state that knows the principal.
void principal_of_the_state_of_departure(Judge& judge) {
  const Text& holder = the(judge.message.holder_of_the_transit_procedure).identification_number;
  const auto state = state_of(the(judge.message.customs_office_of_departure).reference_number);
  if (!holder.empty() && state_of(holder) != state) {
    judge.add("R-ACTS-002", {.parent = &judge.root, .name = "HolderOfTheTransitProcedure"},
              "identificationNumber", holder, format("expected: a number of {}", state));
  }
}

/// R-ACTS-027: what the schema's pattern cannot see.
void check_digits(Judge& judge) {
  const Text& mrn = the(judge.message.transit_operation).mrn;
  if (!mrn.empty()) {
    const auto parsed = Mrn::parse(mrn);
    if (!parsed) {
      judge.add("R-ACTS-027", {.parent = &judge.root, .name = "TransitOperation"}, "MRN", mrn,
                explain(parsed.error(), mrn));
    }
  }
  each(judge.root, "Guarantee", judge.message.guarantee,
       [&](const message::Guarantee& guarantee, const Path& at) {
         each(at, "GuaranteeReference", guarantee.guarantee_reference,
              [&](const message::GuaranteeReference& reference, const Path& place) {
                if (reference.grn.empty()) return;
                const auto parsed = Grn::parse(reference.grn);
                if (!parsed) {
                  judge.add("R-ACTS-027", place, "GRN", reference.grn,
                            explain(parsed.error(), reference.grn));
                }
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

/// The codes of eight digits that the tariff has below a subheading, each once.
std::string codes_below(const Judge& judge, Country state, std::string_view subheading) {
  std::string codes;
  std::string_view last;
  constexpr std::size_t digits = 8;
  const auto six = Ahtn::parse(subheading);
  if (!six) return codes;
  for (const auto* line : judge.reference.tariff_lines(state, *six)) {
    const std::string_view code = line->key.code.str().substr(0, digits);
    if (code.size() < digits || code == last) continue;
    codes.append(codes.empty() ? "; codes of this subheading: " : " ").append(code);
    last = code;
  }
  return codes;
}

constexpr std::size_t digits_of_subheading = 6;

/// The subheadings that the tariff of a state has below a code on the day, each once.
std::vector<std::string_view> subheadings_below(const Judge& judge, Country state, std::string_view code) {
  std::vector<std::string_view> found;
  for (const auto& line : judge.reference.tariff(state, code)) {
    const std::string_view six = line.key.code.str().substr(0, digits_of_subheading);
    if (line.holds_on(judge.reference.day()) && (found.empty() || found.back() != six)) found.push_back(six);
  }
  return found;
}

/// What may have been meant by a subheading that the tariff does not have: what it has where two digits that
/// follow each other changed places, and what it has of the same heading. "; perhaps 854231; of heading 8452:
/// 845210"; empty where it has neither.
std::string offer_subheading(const Judge& judge, Country state, std::string_view wrong) {
  constexpr std::size_t offered_max = 8;
  constexpr std::size_t digits_of_heading = 4;
  std::vector<std::string_view> near;
  for (std::size_t i = 0; i + 1 < wrong.size(); ++i) {
    std::string turned{wrong};
    std::swap(turned[i], turned[i + 1]);
    const auto found = subheadings_below(judge, state, turned);
    if (!found.empty() && !contains(near, found.front())) near.push_back(found.front());
  }
  auto of_heading = subheadings_below(judge, state, wrong.substr(0, digits_of_heading));
  std::erase_if(of_heading, [&](std::string_view one) { return contains(near, one); });
  if (near.size() + of_heading.size() > offered_max) of_heading.resize(offered_max - near.size());
  std::string text;
  for (const std::string_view one : near) text.append(text.empty() ? "; perhaps " : " ").append(one);
  for (std::size_t i = 0; i < of_heading.size(); ++i) {
    text.append(i == 0 ? format("; of heading {}: ", wrong.substr(0, digits_of_heading)) : " ")
        .append(of_heading[i]);
  }
  return text;
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
    const Path commodity{.parent = &at, .name = "Commodity"};
    const Path group{.parent = &commodity, .name = "CommodityCode"};
    // Of a subheading that is not there, no other digits 7 and 8 would do.
    const std::string_view subheading = code->harmonized_system_sub_heading_code;
    const auto six = Ahtn::parse(subheading);
    if (six && judge.reference.tariff_lines(*state, *six).empty()) {
      judge.add("R-ACTS-015", group, "harmonizedSystemSubHeadingCode", subheading,
                format("there is no subheading {} in {}{}", subheading, state->str(),
                       offer_subheading(judge, *state, subheading)));
      return;
    }
    judge.add("R-ACTS-015", group, "combinedNomenclatureCode", code->combined_nomenclature_code,
              format("there is no {} in {}{}", text, state->str(), codes_below(judge, *state, subheading)));
  });
}

/// The law of the state of departure; nothing where the reference data have none.
const refdata::StateProfile* law_of_departure(const Judge& judge) {
  const auto state =
      Country::parse(state_of(the(judge.message.customs_office_of_departure).reference_number));
  return state ? judge.reference.profile(*state) : nullptr;
}

/// R-ACTS-029: by the law of the state of departure; where there is none, what the profiles have by default.
void number_of_items(Judge& judge) {
  constexpr int by_default = 999;
  const auto* law = law_of_departure(judge);
  const int most = law == nullptr ? by_default : law->items_max;
  std::size_t items = 0;
  each_house(judge,
             [&](const HouseConsignment& house, const Path&) { items += house.consignment_item.size(); });
  if (std::cmp_greater(items, most)) {
    judge.add("R-ACTS-029", consignment_path(judge), "HouseConsignment", {},
              format("items: {}, at most {}", items, most));
  }
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

/// The day when goods that are declared before they are there are to be presented; nothing if it does not
/// lie ahead.
std::optional<Day> presented_on(const Judge& judge) {
  const auto presented = the(judge.message.transit_operation).presentation_of_the_goods_date_and_time;
  if (!presented.has() || presented.date.calendar_day() <= judge.reference.day()) return std::nullopt;
  return presented.date.calendar_day();
}

/// The last day of the longest limit that the state of departure gives. It runs from release, so not before
/// today, nor before goods that are not there yet are presented. Nothing where the reference data have no law
/// of the state.
std::optional<Day> end_of_longest_limit(const Judge& judge) {
  const auto* law = law_of_departure(judge);
  if (law == nullptr) return std::nullopt;
  const Day first = std::max(judge.ahead.day(), presented_on(judge).value_or(judge.ahead.day()));
  return refdata::last_day(first, law->timers.transit_longest, {});
}

/// R-ACTS-037, for the limit that a trader proposes.
void limit_not_beyond_the_longest(Judge& judge) {
  const auto limit = the(judge.message.transit_operation).limit_date;
  const auto last = end_of_longest_limit(judge);
  if (!limit.has() || !last || limit.calendar_day() <= *last) return;
  std::string text;
  append(text, limit);
  judge.add("R-ACTS-037", {.parent = &judge.root, .name = "TransitOperation"}, "limitDate", text,
            format("expected: {} or earlier", to_text(*last)));
}

/// The limit that the trader proposes; one that has passed proposes none any more, as at release.
std::optional<Day> limit_proposed(const Judge& judge) {
  const auto limit = the(judge.message.transit_operation).limit_date;
  if (!limit.has() || limit.calendar_day() < judge.ahead.day()) return std::nullopt;
  return limit.calendar_day();
}

/// R-ACTS-039: within the limit that is proposed, or the longest there is. Of one that is over R-ACTS-062
/// speaks.
void arrivals_within_the_limit(Judge& judge) {
  const auto proposed = limit_proposed(judge);
  const auto last = proposed ? proposed : end_of_longest_limit(judge);
  if (!last) return;
  each(judge.root, "CustomsOfficeOfTransitDeclared", judge.message.customs_office_of_transit_declared,
       [&](const message::CustomsOfficeOfTransitDeclared& office, const Path& at) {
         const auto arrival = office.arrival_date_and_time_estimated;
         if (!arrival.has() || arrival.date.calendar_day() <= *last) return;
         std::string text;
         append(text, arrival);
         judge.add("R-ACTS-039", at, "arrivalDateAndTimeEstimated", text,
                   format("expected: {} or earlier", to_text(*last)));
       });
}

/// R-ACTS-038: a pre-lodged declaration that nobody presents ends by itself, so it does not name a later day.
void presented_while_it_waits(Judge& judge) {
  const auto day = presented_on(judge);
  const auto* law = law_of_departure(judge);
  if (!day || law == nullptr) return;
  const Day last = refdata::last_day(judge.reference.day(), law->timers.presentation, {});
  if (*day <= last) return;
  judge.add("R-ACTS-038", {.parent = &judge.root, .name = "TransitOperation"},
            "presentationOfTheGoodsDateAndTime", to_text(*day),
            format("expected: {} or earlier", to_text(last)));
}

// ---- route

/// Departure, offices of transit and destination in their order; empty where one of its ends is no office.
std::vector<OfficeId> route_of(const Judge& judge) {
  const auto departure = OfficeId::parse(the(judge.message.customs_office_of_departure).reference_number);
  const auto destination =
      OfficeId::parse(the(judge.message.customs_office_of_destination_declared).reference_number);
  if (!departure || !destination) return {};
  std::vector<OfficeId> route{*departure};
  for (const auto& office : judge.message.customs_office_of_transit_declared)
    route.push_back(OfficeId::parse(office.reference_number).value_or(OfficeId{}));
  route.push_back(*destination);
  return route;
}

/// Precondition: the route has its ends.
refdata::RouteFacts facts_of(const Judge& judge, std::span<const OfficeId> route) {
  return judge.ahead.route(route.front(), route.subspan(1, route.size() - 2), route.back());
}

std::string listed(std::span<const OfficeId> offices) {
  std::string text;
  for (const OfficeId& office : offices) text.append(text.empty() ? "" : " ").append(office.str());
  return text;
}

/// The offices that would join the two; empty where none would.
std::string way_between(const Judge& judge, const OfficeId& from, const OfficeId& to) {
  const auto way = judge.ahead.between(from, to);
  return way ? listed(way->offices) : std::string{};
}

/// How long goods are on the way from one office to the next. Where nothing leads, longer than any way: what
/// leaves the stretch out is better.
std::chrono::days days_between(const Judge& judge, const OfficeId& from, const OfficeId& to) {
  constexpr std::chrono::days nothing_leads{100'000};
  if (from == to) return std::chrono::days{0};
  const auto way = judge.ahead.between(from, to);
  return way ? way->transit : nothing_leads;
}

/// What joins the route where no leg leads to the office at the place: offices between it and the one before;
/// or others in place of one of the two, where goods are sooner there than by way of it. Ends of the route
/// stay. Precondition: the place is not that of the departure.
std::string remedy_for_gap(const Judge& judge, std::span<const OfficeId> route, std::size_t place) {
  const OfficeId& from = route[place - 1];
  const OfficeId& to = route[place];
  const auto added = judge.ahead.between(from, to);
  std::string remedy = "no allowed legs lead there";
  std::optional<std::chrono::days> least;
  const auto before = place >= 2 ? days_between(judge, route[place - 2], from) : std::chrono::days{0};
  const auto after =
      place + 1 < route.size() ? days_between(judge, to, route[place + 1]) : std::chrono::days{0};
  if (added) {
    remedy = format("name between them {}", listed(added->offices));
    least = before + added->transit + after;
  }
  const auto replace = [&](std::size_t one, std::chrono::days others) {
    const auto way = judge.ahead.between(route[one - 1], route[one + 1]);
    if (!way || (least && way->transit + others >= *least)) return;
    least = way->transit + others;
    remedy = way->offices.empty() ? format("leave out {}", route[one].str())
                                  : format("name {} in place of {}", listed(way->offices), route[one].str());
  };
  if (place >= 2) replace(place - 1, after);
  if (place + 1 < route.size()) replace(place, before);
  return remedy;
}

/// R-ACTS-016: each two offices that follow each other are joined by an allowed leg; where the law of a state
/// that is passed says so, over a post of exit that is named. The finding stands at the office that cannot be
/// reached, or that lies behind the post.
void offices_are_joined(Judge& judge) {
  const auto route = route_of(judge);
  if (route.empty()) return;
  const auto transits = std::span{route}.subspan(1, route.size() - 2);
  const auto add = [&](const OfficeId& office, Country asking, const std::string& detail) {
    if (!judge.only_state.empty() && asking.str() != judge.only_state) return;
    const auto place = static_cast<std::size_t>(std::ranges::find(transits, office) - transits.begin());
    const bool at_the_end = place == transits.size();
    const Path at{
        .parent = &judge.root,
        .name = at_the_end ? "CustomsOfficeOfDestinationDeclared" : "CustomsOfficeOfTransitDeclared",
        .place = at_the_end ? 0 : place + 1};
    judge.add("R-ACTS-016", at, "referenceNumber", office.str(), detail);
  };
  const auto gaps = facts_of(judge, route).gaps;
  // Of an office that is not there LST-003 speaks: whether it were joined nobody can say.
  const auto is_known = [&](const OfficeId& office) { return judge.reference.office(office) != nullptr; };
  for (std::size_t place = 1; place < route.size(); ++place) {
    const refdata::RouteFacts::Gap gap{.from = route[place - 1], .to = route[place]};
    if (!contains(gaps, gap) || !is_known(gap.from) || !is_known(gap.to)) continue;
    add(gap.to, gap.to.country(),
        format("no allowed leg from {} to {}; {}", gap.from.str(), gap.to.str(),
               remedy_for_gap(judge, route, place)));
  }
  for (std::size_t place = 1; place < route.size(); ++place) {
    const OfficeId& from = route[place - 1];
    const OfficeId& to = route[place];
    const Country state = from.country();
    const auto* law = judge.reference.profile(state);
    const bool passed = state != route.front().country() && state != to.country();
    if (!passed || law == nullptr || !law->exit_post_named || !is_known(from) || !is_known(to)) continue;
    if (judge.ahead.leg(from, to) != nullptr ||
        contains(gaps, refdata::RouteFacts::Gap{.from = from, .to = to}))
      continue;
    const std::string post = way_between(judge, from, to);
    add(to, state,
        format("{} asks for the post where the goods leave it{}{}", state.str(),
               post.empty() ? "" : "; name ", post));
  }
}

/// R-ACTS-017: where the law of departure says so, an authorised trader, who departs from its own premises,
/// passes the office of departure as its first office of transit; others have it behind them.
void first_office_of_transit(Judge& judge) {
  const auto* law = law_of_departure(judge);
  if (law == nullptr || !law->first_transit_is_departure_att) return;
  const Text& departure = the(judge.message.customs_office_of_departure).reference_number;
  const auto& offices = judge.message.customs_office_of_transit_declared;
  constexpr std::string_view name = "CustomsOfficeOfTransitDeclared";
  const bool authorised =
      std::ranges::find(judge.message.authorisation, "C521", &message::Authorisation::type) !=
      judge.message.authorisation.end();
  const std::string_view first = offices.empty() ? std::string_view{} : offices.front().reference_number;
  if (authorised && first != departure) {
    judge.add("R-ACTS-017", {.parent = &judge.root, .name = name, .place = 1}, "referenceNumber", first,
              format("expected: {}", departure));
  }
  if (authorised) return;
  each(judge.root, name, offices, [&](const message::CustomsOfficeOfTransitDeclared& office, const Path& at) {
    if (office.reference_number == departure) {
      judge.add("R-ACTS-017", at, "referenceNumber", departure,
                "it is the office of departure, and C521 is not named");
    }
  });
}

/// The states whose law is asked.
std::vector<std::string_view> states_asked(const Judge& judge) {
  auto states = states_of_the_route(judge.message);
  if (!judge.only_state.empty())
    std::erase_if(states, [&](std::string_view state) { return state != judge.only_state; });
  return states;
}

/// Of these, those that the goods only pass: they neither depart nor end there.
std::vector<std::string_view> states_passed(const Judge& judge) {
  const auto departure = state_of(the(judge.message.customs_office_of_departure).reference_number);
  const auto destination =
      state_of(the(judge.message.customs_office_of_destination_declared).reference_number);
  auto states = states_asked(judge);
  std::erase_if(states, [&](std::string_view state) { return state == departure || state == destination; });
  return states;
}

std::optional<Ahtn> goods_code_of(const ConsignmentItem& item) {
  const auto& code = the(item.commodity).commodity_code;
  if (!code) return std::nullopt;
  const auto parsed =
      Ahtn::parse(code->harmonized_system_sub_heading_code + code->combined_nomenclature_code);
  return parsed ? std::optional{*parsed} : std::nullopt;
}

/// R-ACTS-013, R-ACTS-014: goods that a state of the route keeps out.
void goods_may_cross_each_state(Judge& judge) {
  for (const auto name : states_asked(judge)) {
    const auto state = Country::parse(name);
    const auto* law = state ? judge.reference.profile(*state) : nullptr;
    if (law == nullptr) continue;
    each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
      const auto goods = goods_code_of(item);
      const auto exclusion = goods ? law->exclusion_of(*goods) : std::nullopt;
      if (!exclusion) return;
      const Path commodity{.parent = &at, .name = "Commodity"};
      judge.add(exclusion->rule, {.parent = &commodity, .name = "CommodityCode"},
                "harmonizedSystemSubHeadingCode", goods->str().substr(0, 6),
                format("{} is among the {} that {} keeps out", goods->str(), exclusion->prefix, name));
    });
  }
}

/// R-ACTS-024: goods that the state of destination clears at its frontier end at the office where they come
/// in.
void goods_cleared_at_the_frontier(Judge& judge) {
  const auto destination =
      OfficeId::parse(the(judge.message.customs_office_of_destination_declared).reference_number);
  if (!destination) return;
  const Country country = destination->country();
  const std::string_view state = country.str();
  if (!contains(states_asked(judge), state) ||
      state == state_of(the(judge.message.customs_office_of_departure).reference_number))
    return;
  const auto* law = judge.reference.profile(country);
  const auto* office = judge.reference.office(*destination);
  if (law == nullptr || office == nullptr || law->goods_frontier_only.empty()) return;
  const bool entered_before =
      std::ranges::any_of(judge.message.customs_office_of_transit_declared,
                          [&](const auto& transit) { return state_of(transit.reference_number) == state; });
  if (!entered_before && office->value.has(refdata::OfficeRole::transit)) return;
  each_item(judge, [&](const ConsignmentItem& item, const Path& at) {
    const auto goods = goods_code_of(item);
    const auto prefix =
        goods ? refdata::prefix_in(law->goods_frontier_only, *goods) : std::optional<std::string_view>{};
    if (!prefix) return;
    const Path commodity{.parent = &at, .name = "Commodity"};
    judge.add("R-ACTS-024", {.parent = &commodity, .name = "CommodityCode"}, "harmonizedSystemSubHeadingCode",
              goods->str().substr(0, 6),
              format("{} is among the {} that {} clears where they come in, not at {}", goods->str(), *prefix,
                     state, destination->str()));
  });
}

// ---- papers of the vehicles

/// A paper of one vehicle (AP01, AB01), as far as it has its form: if not, COD-001 says so.
struct Paper {
  const SupportingDocument* document = nullptr;
  std::size_t place = 0;
  std::string_view registration;
  std::optional<message::VehiclePaper> read;

  [[nodiscard]] std::optional<Day> until() const { return read ? read->until : std::nullopt; }
};

std::vector<Paper> papers_of(const Judge& judge, std::string_view type) {
  std::vector<Paper> papers;
  const auto& documents = consignment(judge).supporting_document;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const SupportingDocument& document = documents[i];
    if (document.type != type) continue;
    std::string_view complement = document.complement_of_information;
    auto read = type == "AP01" ? message::read_permit(document) : message::read_card(document);
    papers.push_back({.document = &document,
                      .place = i + 1,
                      .registration = take(complement, ';'),
                      .read = read ? std::optional{*std::move(read)} : std::nullopt});
  }
  return papers;
}

/// Of several the one that lasts longest: a renewal stands beside what it renews. Null if there is none.
const Paper* longest_of(std::span<const Paper> papers, std::string_view registration) {
  const Paper* found = nullptr;
  for (const Paper& paper : papers) {
    if (paper.registration != registration) continue;
    if (found == nullptr || found->until() < paper.until()) found = &paper;
  }
  return found;
}

template <class Use>
void each_means(const Judge& judge, const Use& use) {
  const Path above = consignment_path(judge);
  each(above, "DepartureTransportMeans", consignment(judge).departure_transport_means, use);
  each_house(judge, [&](const HouseConsignment& house, const Path& at) {
    each(at, "DepartureTransportMeans", house.departure_transport_means, use);
  });
}

/// The limit that the movement gets where no other is proposed, as at release: the days of its route, or of a
/// route that nothing joins those of the law of departure.
Day limit_by_route(const Judge& judge) {
  const Day today = judge.ahead.day();
  const auto route = route_of(judge);
  if (route.empty()) return today;
  const auto facts = facts_of(judge, route);
  if (facts.gaps.empty()) return today + facts.transit;
  const auto* law = law_of_departure(judge);
  const auto calendar = judge.ahead.calendar(route.front());
  return law == nullptr
             ? today
             : refdata::last_day(today, law->timers.transit_limit, calendar.value_or(refdata::Calendar{}));
}

/// Until when papers must be valid: as the registers judge, to the limit that is proposed, or else given.
Day needed_until(const Judge& judge) {
  const auto proposed = limit_proposed(judge);
  return proposed ? *proposed : limit_by_route(judge);
}

/// The paper of a vehicle; a finding if it has none, or one that ends too early.
const Paper* paper_for(Judge& judge, std::string_view rule, std::span<const Paper> papers,
                       const DepartureTransportMeans& means, const Path& at) {
  const Paper* found = longest_of(papers, means.identification_number);
  if (found == nullptr) {
    judge.add(rule, at, "identificationNumber", means.identification_number, "it has no such document");
  } else if (const auto until = found->until(); until && *until < needed_until(judge)) {
    const Path above = consignment_path(judge);
    judge.add(rule, {.parent = &above, .name = "SupportingDocument", .place = found->place},
              "complementOfInformation", found->document->complement_of_information,
              format("needed until {}", to_text(needed_until(judge))));
  }
  return found;
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
    if (shared) {
      judge.add("R-ACTS-019", {.parent = &above, .name = "SupportingDocument", .place = permits[i].place},
                "referenceNumber", permits[i].document->reference_number);
    }
  }
}

bool covers(const message::VehiclePaper& card, std::string_view state) {
  return std::ranges::find(card.states, state, &Country::str) != card.states.end();
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
    if (card == nullptr || !card->read) return;
    for (const auto state : states) {
      if (covers(*card->read, state)) continue;
      judge.add("R-ACTS-022", {.parent = &above, .name = "SupportingDocument", .place = card->place},
                "referenceNumber", card->document->reference_number, format("does not cover {}", state));
    }
  });
}

// ---- codes of ours in open places (acts.md 17)

/// What stands beside a code: a document; or a text, which may be a referenceNumber.
struct Content {
  const SupportingDocument* document = nullptr;
  std::string_view text;
};

struct Wrong {
  StatementPart part;
  std::string why;  ///< empty: it does not have the form of its code
};

/// Nothing if the content is right.
using Fault = std::optional<Wrong>;

Fault wrong(StatementPart part) { return Wrong{.part = part, .why = {}}; }

template <class T>
Fault fault_in(const message::Statement<T>& read) {
  return read ? std::nullopt : wrong(read.error());
}
Fault unless(bool right, StatementPart part) { return right ? std::nullopt : wrong(part); }

Fault permit_form(const refdata::View&, const Content& content) {
  const auto permit = message::read_permit(*content.document);
  if (!permit) return wrong(permit.error());
  return unless(permit->until.has_value(), StatementPart::complement);
}

Fault insurance_form(const refdata::View&, const Content& content) {
  const auto card = message::read_card(*content.document);
  if (!card) return wrong(card.error());
  if (card->states.empty()) return wrong(StatementPart::content);
  return unless(card->until.has_value(), StatementPart::complement);
}

Fault national_permit_form(const refdata::View&, const Content& content) {
  const auto permit = message::read_national_permit(*content.document);
  if (!permit) return wrong(permit.error());
  return unless(permit->issuer.has_value(), StatementPart::complement);
}

Fault aeo_form(const refdata::View&, const Content& content) {
  return fault_in(message::read_aeo_code(content.text));
}

Fault words_form(const refdata::View&, const Content& content) {
  return unless(!content.text.empty(), StatementPart::content);
}

Fault driver_form(const refdata::View&, const Content& content) {
  return fault_in(message::read_driver(content.text));
}

Fault value_form(const refdata::View& reference, const Content& content) {
  const auto value = message::read_customs_value(content.text);
  if (!value) return wrong(value.error());
  if (reference.currency(value->currency) != nullptr) return std::nullopt;
  std::vector<std::string_view> known;
  for (const auto& row : reference.currencies())
    if (row.holds_on(reference.day())) known.push_back(row.key.str());
  const auto near = near_name(known, value->currency.str());
  return Wrong{.part = StatementPart::content,
               .why = format("there is no {} among the currencies of the day{}{}", value->currency.str(),
                             near ? "; perhaps " : "", near.value_or(std::string_view{}))};
}

Fault origin_form(const refdata::View& reference, const Content& content) {
  const auto origin = message::read_origin(content.text);
  const auto countries = reference.code_list("CL008");
  const auto is_known = [&](const Country& country) {
    return countries.find(country.str(), reference.day()) != nullptr;
  };
  return unless(origin && std::ranges::all_of(*origin, is_known), StatementPart::content);
}

Fault tariff_digits_form(const refdata::View&, const Content& content) {
  return fault_in(message::read_tariff_digits(content.text));
}

Fault quantity_form(const refdata::View&, const Content& content) {
  return fault_in(message::read_quantity(content.text));
}

enum Level : std::uint8_t { whole = 1, house = 2, item = 4 };

constexpr std::string_view document_group = "SupportingDocument";
constexpr std::string_view reference_group = "AdditionalReference";
constexpr std::string_view information_group = "AdditionalInformation";

/// Where a code of ours stands, and what is wrong with what stands under it.
struct Form {
  std::string_view code;
  std::string_view group;
  std::uint8_t levels;
  Fault (*fault)(const refdata::View&, const Content&);
};

constexpr std::array forms{
    Form{"AP01", document_group, whole, permit_form},
    Form{"AB01", document_group, whole, insurance_form},
    Form{"AN01", document_group, whole | house | item, national_permit_form},
    Form{"AE01", reference_group, whole | house, aeo_form},
    Form{"AL002", information_group, whole, words_form},
    Form{"AL003", information_group, whole, driver_form},
    Form{"AL004", information_group, whole, words_form},
    Form{"AV001", information_group, item, value_form},
    Form{"AV002", information_group, item, origin_form},
    Form{"AV003", information_group, item, tariff_digits_form},
    Form{"AV004", information_group, item, quantity_form},
};

std::string place_of(const Form& form) {
  std::string place = format("belongs to {}", form.group);
  std::string_view before = " of ";
  for (const auto& [level, name] :
       {std::pair{whole, "the consignment"}, std::pair{house, "a house"}, std::pair{item, "an item"}}) {
    if ((form.levels & level) == 0) continue;
    place.append(before).append(name);
    before = " or ";
  }
  return place;
}

/// A code of ours, in its place and in its form. `element` holds the content.
void content_of(Judge& judge, const Path& at, std::string_view element, Level level, std::string_view code,
                const Content& content) {
  const auto* form = std::ranges::find(forms, code, &Form::code);
  if (form == forms.end()) return;
  if ((form->levels & level) == 0 || form->group != at.name)
    return judge.add("COD-006", at, at.name == information_group ? "code" : "type", code, place_of(*form));
  const Fault fault = form->fault(judge.reference, content);
  if (!fault) return;
  const bool in_complement = fault->part == StatementPart::complement;
  judge.add("COD-001", at, in_complement ? "complementOfInformation" : element,
            in_complement ? content.document->complement_of_information : content.text,
            fault->why.empty() ? format("{}, expected: {}", code, message::form_of(code, fault->part))
                               : format("{}: {}", code, fault->why));
}

/// What the groups of one level hold under codes.
template <class Holder>
void codes_of(Judge& judge, const Path& at, const Holder& holder, Level level) {
  each(at, document_group, holder.supporting_document,
       [&](const SupportingDocument& document, const Path& place) {
         content_of(judge, place, "referenceNumber", level, document.type,
                    {.document = &document, .text = document.reference_number});
       });
  each(at, reference_group, holder.additional_reference,
       [&](const AdditionalReference& reference, const Path& place) {
         content_of(judge, place, "referenceNumber", level, reference.type,
                    {.document = nullptr, .text = reference.reference_number});
       });
  each(at, information_group, holder.additional_information,
       [&](const AdditionalInformation& information, const Path& place) {
         content_of(judge, place, "text", level, information.code,
                    {.document = nullptr, .text = information.text});
         if (information.code == "AL001") judge.add("COD-002", place, "code", information.code);
         if (information.code == "30600") judge.add("COD-007", place, "code", information.code);
       });
}

/// What a statement of an item is about, of which there is one: AV003 has one for each state, AV004 for each
/// unit.
std::string_view subject_of(const AdditionalInformation& information) {
  const std::string_view text = information.text;
  if (information.code == "AV003") return text.substr(0, text.find(':'));
  if (information.code == "AV004") return text.substr(std::min(text.find(' '), text.size()));
  return {};
}

/// A second value would leave open which one the amount is computed of.
void statements_stand_once(Judge& judge) {
  constexpr std::array<std::string_view, 4> once{"AV001", "AV002", "AV003", "AV004"};
  each_item(judge, [&](const ConsignmentItem& goods, const Path& at) {
    const auto& all = goods.additional_information;
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (!contains(once, all[i].code)) continue;
      const bool repeated =
          std::ranges::any_of(std::span{all}.first(i), [&](const AdditionalInformation& before) {
            return before.code == all[i].code && subject_of(before) == subject_of(all[i]);
          });
      if (repeated) {
        judge.add("COD-009", {.parent = &at, .name = "AdditionalInformation", .place = i + 1}, "text",
                  all[i].text, std::string{all[i].code});
      }
    }
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

/// The states of the route that ask for something, with blanks between.
std::string asking_states(const Judge& judge, bool refdata::StateProfile::* question) {
  std::string asking;
  for (const std::string_view name : states_asked(judge)) {
    const auto state = Country::parse(name);
    const auto* law = state ? judge.reference.profile(*state) : nullptr;
    if (law != nullptr && law->*question) asking.append(asking.empty() ? "" : " ").append(name);
  }
  return asking;
}

/// AL002: of a binding itinerary, or where a state of the route asks.
void itinerary_is_described(Judge& judge) {
  if (has_information(consignment(judge), "AL002")) return;
  const std::string asking = asking_states(judge, &refdata::StateProfile::itinerary_asked);
  const bool binding =
      judge.only_state.empty() && the(judge.message.transit_operation).binding_itinerary == "1";
  if (binding || !asking.empty()) {
    judge.add("COD-003", consignment_path(judge), "AdditionalInformation", {},
              asking.empty() ? std::string{"the itinerary is binding"} : "asked by: " + asking);
  }
}

/// AL003: where a state of the route asks.
void driver_is_named(Judge& judge) {
  if (has_information(consignment(judge), "AL003")) return;
  const std::string asking = asking_states(judge, &refdata::StateProfile::driver_asked);
  if (!asking.empty())
    judge.add("COD-008", consignment_path(judge), "AdditionalInformation", {}, "asked by: " + asking);
}

template <class Holder>
bool has_permit(const Holder& holder, std::string_view state) {
  return std::ranges::any_of(holder.supporting_document, [&](const SupportingDocument& document) {
    if (document.type != "AN01") return false;
    const auto permit = message::read_national_permit(document);
    return permit && permit->issuer && permit->issuer->str() == state;
  });
}

/// R-ACTS-023: of goods that a state on the way lists for it, its permit, of the item itself or of all that
/// it is declared with. Where goods depart or end, its law of export or import asks, not that of transit.
void permit_for_listed_goods(Judge& judge) {
  for (const auto name : states_passed(judge)) {
    const auto state = Country::parse(name);
    const auto* law = state ? judge.reference.profile(*state) : nullptr;
    if (law == nullptr || law->goods_permit_needed.empty() || has_permit(consignment(judge), name)) continue;
    each_house(judge, [&](const HouseConsignment& house_consignment, const Path& above) {
      if (has_permit(house_consignment, name)) return;
      each(above, "ConsignmentItem", house_consignment.consignment_item,
           [&](const ConsignmentItem& goods, const Path& at) {
             const auto code = goods_code_of(goods);
             const auto prefix = code ? refdata::prefix_in(law->goods_permit_needed, *code)
                                      : std::optional<std::string_view>{};
             if (!prefix || has_permit(goods, name)) return;
             judge.add("R-ACTS-023", at, "SupportingDocument", {},
                       format("{} is among the {} that cross {} with its permit only; expected: AN01 with {}",
                              code->str(), *prefix, name, name));
           });
    });
  }
}

/// R-ACTS-026: the export permit of the state of departure, at whichever level.
void export_permit(Judge& judge) {
  const auto* law = law_of_departure(judge);
  if (law == nullptr || !law->export_permit_required) return;
  const std::string_view state = state_of(the(judge.message.customs_office_of_departure).reference_number);
  bool found = has_permit(consignment(judge), state);
  each_house(judge, [&](const HouseConsignment& house_consignment, const Path&) {
    found = found || has_permit(house_consignment, state) ||
            std::ranges::any_of(house_consignment.consignment_item,
                                [&](const ConsignmentItem& goods) { return has_permit(goods, state); });
  });
  if (!found) {
    judge.add("R-ACTS-026", consignment_path(judge), "SupportingDocument", {},
              format("expected: AN01 with {}", state));
  }
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
    Check{"R-ACTS-037", declarations | ie170, limit_not_beyond_the_longest},
    Check{"R-ACTS-038", declarations, presented_while_it_waits},
    Check{"R-ACTS-039", declarations, arrivals_within_the_limit},
    Check{"R-ACTS-016", declarations, offices_are_joined},
    Check{"R-ACTS-017", declarations, first_office_of_transit},
    Check{"R-ACTS-002", declarations | ie170, principal_of_the_state_of_departure},
    Check{"R-ACTS-011", declarations, gross_mass_is_the_sum},
    Check{"R-ACTS-029", declarations, number_of_items},
    Check{"R-ACTS-015", declarations, goods_code_exists},
    Check{"R-ACTS-013", declarations, goods_may_cross_each_state},
    Check{"R-ACTS-024", declarations, goods_cleared_at_the_frontier},
    Check{"R-ACTS-018", declarations, permit_for_each_vehicle},
    Check{"R-ACTS-019", declarations, permit_names_one_vehicle},
    Check{"R-ACTS-022", declarations, insurance_of_each_motor_vehicle},
    Check{"R-ACTS-023", declarations, permit_for_listed_goods},
    Check{"R-ACTS-026", declarations, export_permit},
    Check{"AL002", declarations, itinerary_is_described},
    Check{"AL003", declarations, driver_is_named},
    Check{"AV001", declarations, value_and_origin_of_each_item},
    Check{"AV001 to AV004", declarations, statements_stand_once},
    Check{"acts.md 17", declarations, codes_have_their_form},
};

constexpr std::array checks_by_state{
    Check{"R-ACTS-016", declarations, offices_are_joined},
    Check{"R-ACTS-013", declarations, goods_may_cross_each_state},
    Check{"R-ACTS-024", declarations, goods_cleared_at_the_frontier},
    Check{"R-ACTS-023", declarations, permit_for_listed_goods},
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
