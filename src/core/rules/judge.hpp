#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/model/groups.hpp"
#include "core/refdata/snapshot.hpp"

namespace lintas::rules {

/// Where in the message a check is: a chain on the stack, made into an XPath only when something is wrong.
struct Path {
  const Path* parent = nullptr;
  std::string_view name;
  std::size_t place = 0;  ///< behind a repeating group, from 1

  void append_to(std::string& out) const {
    if (parent != nullptr) parent->append_to(out);
    out.append("/").append(name);
    if (place != 0) out.append("[").append(std::to_string(place)).append("]");
  }
};

/// The messages that have rules, as bits.
enum Messages : std::uint16_t {
  ie007 = 1,
  ie013 = 2,
  ie014 = 4,
  ie015 = 8,
  ie044 = 16,
  ie170 = 32,
  certificates = 64,         ///< the e-Form D itself, sent first or again
  about_certificates = 128,  ///< what else is said about it
  origin_declarations = 256,
  exporter_records = 512,
  declarations = ie013 | ie015,
};

/// The two days by which a declaration is judged; one and the same but where it is amended days after its
/// acceptance (docs/domain/rules.md, "Which day"). What the acceptance fixed is judged by that day. What is
/// still to come is judged by the day on which the message comes, as the registers and the release do, and
/// is read from no other view: the way with its legs and its length, how long papers and the limit may last.
struct Days {
  refdata::View accepted;
  refdata::View ahead;
};

/// What a check sees, and where it puts its findings.
class Judge {
 public:
  Judge(const message::Document& document, const Days& days, Findings& findings)
      : message(document.message),
        reference(days.accepted),
        ahead(days.ahead),
        root{.name = document.program->root()},
        findings_(findings) {}

  const message::Message& message;
  const refdata::View& reference;  ///< what holds since the acceptance
  const refdata::View& ahead;      ///< what is still to come
  Path root;
  /// Only this state of the route is asked for its law; empty: all of them.
  std::string_view only_state;

  /// `leaf` stands below `group`; without it the group itself is meant.
  void add(std::string_view rule, const Path& group, std::string_view leaf = {}, std::string_view value = {},
           std::string detail = {}) {
    if (full()) return;
    if (findings_.size() == limits::findings_max) {
      findings_.push_back({.rule = std::string{message::rule_ids::too_many_findings},
                           .pointer = {},
                           .value = {},
                           .detail = {}});
      return;
    }
    Finding finding{.rule = std::string{rule},
                    .pointer = {},
                    .value = std::string{message::shown(value)},
                    .detail = std::move(detail)};
    group.append_to(finding.pointer);
    if (!leaf.empty()) finding.pointer.append("/").append(leaf);
    findings_.push_back(std::move(finding));
  }

  [[nodiscard]] bool full() const { return findings_.size() > limits::findings_max; }

 private:
  Findings& findings_;
};

/// A group that the schema requires.
template <class T>
const T& the(const message::One<T>& group) {
  require(static_cast<bool>(group), "the message was checked against its schema");
  return *group;
}

template <class Range, class Value>
bool contains(const Range& range, const Value& value) {
  return std::ranges::find(range, value) != std::ranges::end(range);
}

/// Calls with each of repeated groups and its path.
template <class T, class Use>
void each(const Path& parent, std::string_view name, const message::Many<T>& groups, const Use& use) {
  for (std::size_t i = 0; i < groups.size(); ++i)
    use(groups[i], Path{.parent = &parent, .name = name, .place = i + 1});
}

template <class Use>
void each_house(const Judge& judge, const Use& use) {
  if (!judge.message.consignment) return;
  const Path consignment{.parent = &judge.root, .name = "Consignment"};
  each(consignment, "HouseConsignment", judge.message.consignment->house_consignment, use);
}

template <class Use>
void each_item(const Judge& judge, const Use& use) {
  each_house(judge, [&](const message::HouseConsignment& house, const Path& at) {
    each(at, "ConsignmentItem", house.consignment_item, use);
  });
}

/// One rule or condition: what NCTS or ACTS calls it, in which messages it is judged, and how.
struct Check {
  std::string_view name;
  std::uint16_t messages;
  void (*judge)(Judge&);
};

/// Level condition: what must be there and what must not.
[[nodiscard]] std::span<const Check> conditions();
/// Level rule: what values must be, by themselves and beside each other. First those of NCTS, then those of
/// ACTS.
[[nodiscard]] std::span<const Check> value_rules();
[[nodiscard]] std::span<const Check> acts_rules();
/// Those of messages about certificates of origin.
[[nodiscard]] std::span<const Check> certificate_rules();
/// Those among the rules of ACTS that ask each state of the route for its own law.
[[nodiscard]] std::span<const Check> state_rules();
/// TXT-001 and TXT-002, level rule, of every message: what is shown of a text reads as it is written.
void texts_read_as_written(const message::Document& document, Judge& judge);
/// Whether elements of this name are compared letter by letter, with a seal, a paper or a register.
[[nodiscard]] bool names_one_thing(std::string_view element);
/// Letters of the states of a declaration's route, in its order, each once.
[[nodiscard]] std::vector<std::string_view> states_of_the_route(const message::Message& message);

}  // namespace lintas::rules
