#include "core/rules/lists.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/near.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/model/format.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/code_lists.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"

namespace lintas::rules {

namespace {

constexpr std::array lists{
    ListFacts{"CL008", Source::countries, "countries"},
    ListFacts{"CL009", Source::states, "states of the region, in place of the common transit countries"},
    ListFacts{"CL016", Source::none, "chemical substances (CUS)"},
    ListFacts{"CL017", Source::none, "kinds of packages (UN/ECE Recommendation 21)"},
    ListFacts{"CL027", Source::codes, "flag"},
    ListFacts{"CL042", Source::codes, "additional declaration type"},
    ListFacts{"CL048", Source::currencies, "currencies"},
    ListFacts{"CL094", Source::codes, "status of the representative"},
    ListFacts{"CL101", Source::none, "dangerous goods (UN numbers)"},
    ListFacts{"CL116", Source::codes, "method of payment"},
    ListFacts{"CL141", Source::offices, "customs offices"},
    ListFacts{"CL152", Source::goods, "subheadings of the Harmonized System"},
    ListFacts{"CL165", Source::countries, "nationality"},
    ListFacts{"CL171", Source::departure, "offices of departure"},
    ListFacts{"CL172", Source::destination, "offices of destination"},
    ListFacts{"CL173", Source::transit, "offices of transit"},
    ListFacts{"CL175", Source::none, "offices of exit for transit, of which there are none (C0587)"},
    ListFacts{"CL190", Source::none, "countries with addresses by postcode"},
    ListFacts{"CL192", Source::none, "languages"},
    ListFacts{"CL213", Source::open, "supporting documents"},
    ListFacts{"CL214", Source::open, "previous documents"},
    ListFacts{"CL217", Source::codes, "security"},
    ListFacts{"CL218", Source::codes, "mode of transport"},
    ListFacts{"CL219", Source::codes, "kind of active means of transport"},
    ListFacts{"CL228", Source::open, "previous documents of a house"},
    ListFacts{"CL231", Source::codes, "declaration type"},
    ListFacts{"CL232", Source::none, "declaration type of items, which have none (C0045)"},
    ListFacts{"CL235", Source::codes, "authorisations at departure"},
    ListFacts{"CL236", Source::codes, "authorisations at destination"},
    ListFacts{"CL239", Source::open, "additional information"},
    ListFacts{"CL244", Source::none, "UN/LOCODE"},
    ListFacts{"CL248", Source::countries, "countries of addresses"},
    ListFacts{"CL251", Source::codes, "guarantee type"},
    ListFacts{"CL296", Source::codes, "specific circumstance"},
    ListFacts{"CL326", Source::codes, "qualifier of a location"},
    ListFacts{"CL347", Source::codes, "type of location"},
    ListFacts{"CL349", Source::none, "units of measure of previous documents"},
    ListFacts{"CL380", Source::open, "additional references"},
    ListFacts{"CL704", Source::codes, "role in the supply chain"},
    ListFacts{"CL750", Source::codes, "kind of means of transport"},
    ListFacts{"CL754", Source::open, "transport documents"},
    ListFacts{"CL901", Source::codes, "what another document is to a certificate"},
    ListFacts{"CL902", Source::codes, "statements on a certificate (box 13)"},
    ListFacts{"CL903", Source::codes, "origin criteria of ATIGA"},
    ListFacts{"CL904", Source::codes, "results of an item of a certificate"},
    ListFacts{"CL905", Source::codes, "kinds of quantities"},
    ListFacts{"CL906", Source::codes, "reasons of a verification"},
    ListFacts{"CL908", Source::codes, "answers to a visit"},
    ListFacts{"CL910", Source::codes, "names of documents (UNCL 1001)"},
    ListFacts{"CL911", Source::codes, "functions of a message (UNCL 1225)"},
    ListFacts{"CL912", Source::codes, "modes of transport (UN/ECE Recommendation 19)"},
    ListFacts{"CL913", Source::none, "units of measure (UN/ECE Recommendation 20)"},
    ListFacts{"CL914", Source::codes, "what a response of customs covers"},
    ListFacts{"CL915", Source::codes, "answers to a document of a kind"},
    ListFacts{"CL916", Source::codes, "offices of the plant protection organisation"},
    ListFacts{"CL917", Source::codes, "offices of the veterinary authority"},
    ListFacts{"CL918", Source::codes, "offices of the food authority"},
    ListFacts{"CL920", Source::codes, "documents on which an origin declaration stands"},
    ListFacts{"CL921", Source::codes, "statements on an origin declaration"},
    ListFacts{"CL923", Source::codes, "offices that certify exporters"},
    ListFacts{"CL927", Source::codes, "how the record of a certified exporter stands"},
    ListFacts{"CL928", Source::codes, "how an authorised operator stands in the list of its state"},
    ListFacts{"CL929", Source::codes, "what an authorised operator is in the supply chain"},
};

const ListFacts* facts_of(std::string_view list) {
  const auto* found = std::ranges::find(lists, list, &ListFacts::list);
  return found == lists.end() ? nullptr : found;
}

bool is_checked(Source source) {
  return source != Source::goods && source != Source::open && source != Source::none;
}

/// One element on the way to leaves with lists.
struct Step {
  const message::Node* node = nullptr;
  const ListFacts* facts = nullptr;  ///< of a leaf
  std::string_view codes;            ///< the list in codes.csv
  std::uint32_t first = 0;           ///< of a group: its children in the plan
  std::uint32_t count = 0;
};

/// A program without all that has no list, made once: most of a message is not walked at all.
class Plan {
 public:
  explicit Plan(const message::Program& program) {
    steps_.push_back({.node = &program.top()});
    fill(program, 0);
  }

  [[nodiscard]] const Step& top() const { return steps_.front(); }
  [[nodiscard]] std::span<const Step> children(const Step& step) const {
    return std::span{steps_}.subspan(step.first, step.count);
  }

 private:
  static bool leads_to_lists(const message::Program& program, const message::Node& node) {
    if (node.kind != message::Kind::group) {
      const auto* facts = facts_of(program.note(node).list);
      return facts != nullptr && is_checked(facts->source);
    }
    return std::ranges::any_of(program.children(node),
                               [&](const message::Node& child) { return leads_to_lists(program, child); });
  }

  void fill(const message::Program& program, std::uint32_t at) {
    const auto first = static_cast<std::uint32_t>(steps_.size());
    for (const message::Node& child : program.children(*steps_[at].node)) {
      if (!leads_to_lists(program, child)) continue;
      const auto* facts = facts_of(program.note(child).list);
      require(facts == nullptr || child.kind == message::Kind::text, "a leaf with a code list is a text");
      steps_.push_back({.node = &child,
                        .facts = facts,
                        .codes = facts == nullptr                     ? std::string_view{}
                                 : facts->source == Source::countries ? std::string_view{"CL008"}
                                                                      : facts->list});
    }
    steps_[at].first = first;
    steps_[at].count = static_cast<std::uint32_t>(steps_.size()) - first;
    const auto last = static_cast<std::uint32_t>(steps_.size());
    for (std::uint32_t child = first; child < last; ++child) {
      if (steps_[child].facts == nullptr) fill(program, child);
    }
  }

  std::vector<Step> steps_;
};

/// The plan of one of programs(); nothing for a document of a kind that is data.
const Plan* plan_of(const message::Program& program) {
  static const std::vector<Plan> plans = [] {
    std::vector<Plan> made;
    for (const message::Program& each_program : message::programs()) made.emplace_back(each_program);
    return made;
  }();
  const auto all = message::programs();
  const std::less<> before;
  if (before(&program, all.data()) || !before(&program, all.data() + all.size())) return nullptr;
  return &plans[static_cast<std::size_t>(&program - all.data())];
}

struct Fault {
  std::string_view rule;
  std::string detail;
};

std::string_view role_name(Source source) {
  if (source == Source::departure) return "departure";
  return source == Source::transit ? "transit" : "destination";
}

bool has_role(const refdata::OfficeFacts& office, Source source) {
  if (source == Source::departure) return office.has(refdata::OfficeRole::departure);
  if (source == Source::transit) return office.has(refdata::OfficeRole::transit);
  return source == Source::offices || office.has(refdata::OfficeRole::destination);
}

/// Of a longer list what was meant is sooner found in the list itself.
constexpr std::size_t shown_max = 10;

/// A code that holds, with what it stands for.
struct Offered {
  std::string_view code;
  std::string_view text;
};

/// "MYBKH001 Bukit Kayu Hitam, MYJHB001 Johor Bahru"; empty where there is none, or too many.
std::string listed(std::span<const Offered> all) {
  if (all.size() > shown_max) return {};
  std::string text;
  for (const auto& [code, words] : all) {
    text.append(text.empty() ? "" : ", ").append(code);
    if (!words.empty()) text.append(" ").append(words);
  }
  return text;
}

/// Offices of the day that stand in the list and whose numbers begin so, in their order.
std::vector<Offered> offices_like(const refdata::View& reference, Source source, std::string_view start) {
  std::vector<Offered> found;
  for (const auto& row : reference.offices()) {
    if (row.holds_on(reference.day()) && has_role(row.value, source) && row.key.str().starts_with(start))
      found.push_back({.code = row.key.str(), .text = row.value.name});
  }
  return found;
}

/// What may have been meant by a number that no office has: the one that is near, or else those of the same
/// place, or else of the same state.
std::string offer_office(const refdata::View& reference, Source source, std::string_view value) {
  constexpr std::size_t of_state = 2;
  constexpr std::size_t of_place = 5;  // state and place of its UN/LOCODE; what is behind them is a number
  const auto all = offices_like(reference, source, {});
  std::vector<std::string_view> numbers;
  numbers.reserve(all.size());
  for (const Offered& one : all) numbers.push_back(one.code);
  if (const auto near = near_name(numbers, value)) {
    const auto* row = reference.office(OfficeId::parse(*near).value());
    require(row != nullptr, "an office of the day is known on the day");
    return format("perhaps {} {}", *near, row->value.name);
  }
  for (const std::size_t length : {of_place, of_state}) {
    const auto text = listed(offices_like(reference, source, value.substr(0, length)));
    if (!text.empty()) return format("{}: {}", length == of_place ? "of this place" : "of this state", text);
  }
  return {};
}

std::optional<Fault> office_fault(const refdata::View& reference, Source source, std::string_view value) {
  const auto id = OfficeId::parse(value);
  const auto* office = id ? reference.office(*id) : nullptr;
  if (office == nullptr) return Fault{.rule = "LST-003", .detail = offer_office(reference, source, value)};
  if (has_role(office->value, source)) return std::nullopt;
  const auto others = listed(offices_like(reference, source, id->country().str()));
  return Fault{.rule = "LST-004",
               .detail = format("it is no office of {}{}{}", role_name(source),
                                others.empty() ? "" : "; of this state are: ", others)};
}

/// Of codes in their order: all where they are few, else what may have been meant, if anything is near.
std::string offer(std::span<const Offered> all, std::string_view value) {
  if (const auto text = listed(all); !text.empty()) return "; valid codes: " + text;
  std::vector<std::string_view> codes;
  for (const Offered& one : all) codes.push_back(one.code);
  const auto near = near_name(codes, value);
  if (!near) return {};
  const auto found = std::ranges::find(all, *near, &Offered::code);
  return "; perhaps " + listed(std::span{found, 1});
}

/// Short lists whole; of long ones what may have been meant, if anything is near.
std::string offer(const refdata::CodeList& list, std::string_view value, Day day) {
  const auto codes = list.on(day);
  if (codes.size() > shown_max) {
    const auto* near = list.near(value, day);
    return near == nullptr ? std::string{} : format("; perhaps {} {}", near->code, near->text);
  }
  std::string text;
  for (const auto* code : codes)
    text += format("{}{} {}", text.empty() ? "; valid codes: " : ", ", code->code, code->text);
  return text;
}

std::optional<Fault> code_fault(const refdata::View& reference, const Step& step, std::string_view value) {
  const auto list = reference.code_list(step.codes);
  if (list.find(value, reference.day()) != nullptr) return std::nullopt;
  return Fault{
      .rule = list.on_any_day(value) == nullptr ? "LST-001" : "LST-002",
      .detail = format("{} ({}){}", step.facts->list, step.facts->name, offer(list, value, reference.day()))};
}

std::vector<Offered> states_of(const refdata::View& reference) {
  std::vector<Offered> all;
  for (const auto& row : reference.countries()) {
    if (row.holds_on(reference.day())) all.push_back({.code = row.key.str(), .text = row.value.name});
  }
  return all;
}

/// Currencies have no names in the reference data.
std::vector<Offered> currencies_of(const refdata::View& reference) {
  std::vector<Offered> all;
  for (const auto& row : reference.currencies()) {
    if (row.holds_on(reference.day())) all.push_back({.code = row.key.str(), .text = {}});
  }
  return all;
}

std::optional<Fault> fault_of(const refdata::View& reference, const Step& step, std::string_view value) {
  const auto unknown = [&](const std::vector<Offered>& valid) {
    return Fault{.rule = "LST-001",
                 .detail = format("{} ({}){}", step.facts->list, step.facts->name, offer(valid, value))};
  };
  switch (step.facts->source) {
    case Source::codes:
    case Source::countries: return code_fault(reference, step, value);
    case Source::states: {
      const auto country = Country::parse(value);
      if (country && reference.country(*country) != nullptr) return std::nullopt;
      return unknown(states_of(reference));
    }
    case Source::currencies: {
      const auto currency = Currency::parse(value);
      if (currency && reference.currency(*currency) != nullptr) return std::nullopt;
      return unknown(currencies_of(reference));
    }
    case Source::offices:
    case Source::departure:
    case Source::transit:
    case Source::destination: return office_fault(reference, step.facts->source, value);
    case Source::goods:
    case Source::open:
    case Source::none: break;
  }
  return std::nullopt;
}

/// Where the walk is, on the stack.
struct Place {
  const Place* above = nullptr;
  const message::Node* node = nullptr;
  std::size_t number = 0;

  void append_to(std::string& out) const {
    if (above != nullptr) above->append_to(out);
    out.append("/").append(node->name);
    if (node->repeats()) out.append("[").append(std::to_string(number)).append("]");
  }
};

class Walk {
 public:
  Walk(const Plan& plan, const refdata::View& reference, Findings& findings)
      : plan_(plan), reference_(reference), findings_(findings) {}

  void group(const Step& step, const void* object, const Place* above, std::size_t place);

 private:
  void leaf(const Step& step, const message::Text& text, const Place& in);
  [[nodiscard]] bool full() const { return findings_.size() > limits::findings_max; }

  const Plan& plan_;
  const refdata::View& reference_;
  Findings& findings_;
};

void Walk::group(const Step& step, const void* object, const Place* above, std::size_t place) {
  const Place here{.above = above, .node = step.node, .number = place};
  for (const Step& child : plan_.children(step)) {
    const void* member = child.node->member_in(object);
    if (child.facts != nullptr) {
      leaf(child, *static_cast<const message::Text*>(member), here);
      continue;
    }
    const auto* access = child.node->access;
    const std::size_t count = access->count(member);
    for (std::size_t i = 0; i < count && !full(); ++i) group(child, access->at(member, i), &here, i + 1);
  }
}

void Walk::leaf(const Step& step, const message::Text& text, const Place& in) {
  if (text.empty() || full()) return;
  auto fault = fault_of(reference_, step, text);
  if (!fault) return;
  if (findings_.size() == limits::findings_max) {
    findings_.push_back({.rule = std::string{message::rule_ids::too_many_findings},
                         .pointer = {},
                         .value = {},
                         .detail = {}});
    return;
  }
  std::string pointer;
  in.append_to(pointer);
  pointer.append("/").append(step.node->name);
  findings_.push_back({.rule = std::string{fault->rule},
                       .pointer = std::move(pointer),
                       .value = std::string{message::shown(text)},
                       .detail = std::move(fault->detail)});
}

}  // namespace

std::span<const ListFacts> known_lists() { return lists; }

void check_lists(const message::Document& document, const refdata::View& reference, Findings& findings) {
  const auto walk = [&](const Plan& plan) {
    Walk{plan, reference, findings}.group(plan.top(), &document.message, nullptr, 0);
  };
  // Kinds that are data are few, and their plan costs no more than the walk.
  if (const Plan* known = plan_of(*document.program)) return walk(*known);
  walk(Plan{*document.program});
}

}  // namespace lintas::rules
