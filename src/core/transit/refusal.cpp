#include "core/transit/refusal.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"

namespace lintas::transit {

namespace {

Finding finding(std::string_view rule, std::string_view pointer, std::string value = {},
                std::string detail = {}) {
  return {.rule = std::string{rule},
          .pointer = std::string{pointer},
          .value = std::move(value),
          .detail = std::move(detail)};
}

}  // namespace

std::uint16_t error_code(std::string_view rule) {
  if (rule == "R-TRA-090") return 90;
  if (rule == "R-TRA-092") return 92;
  if (rule == "R-TRA-101") return 13;
  return 14;
}

std::vector<Fault> faults_of(const Findings& findings) {
  std::vector<Fault> faults;
  faults.reserve(findings.size());
  for (const Finding& one : findings) {
    faults.push_back(
        {.pointer = one.pointer, .code = error_code(one.rule), .rule = one.rule, .detail = one.detail});
  }
  return faults;
}

Finding missing(std::string_view field) { return finding("R-TRA-101", field); }
Finding unknown_movement(std::string_view mrn) {
  return finding("R-TRA-090", "TransitOperation/MRN", std::string{mrn});
}
Finding lrn_in_use(std::string_view lrn) {
  return finding("R-ACTS-010", "TransitOperation/LRN", std::string{lrn});
}
Finding not_amendable(std::string_view field) { return finding("R-ACTS-031", field); }
Finding more_than_guarantees() {
  return finding("R-ACTS-031", "TransitOperation/amendmentTypeFlag", std::string{flag_guarantees_only},
                 "expected: 0, for more than the guarantees is amended");
}
Finding amendment_after_control() { return finding("R-ACTS-033", ""); }
Finding changed_meanwhile() { return finding("R-TRA-113", "TransitOperation/LRN"); }
Finding cancellation_is_open(std::string_view asked) { return finding("R-TRA-102", "", std::string{asked}); }
Finding nothing_to_cancel() { return finding("R-TRA-103", ""); }
Finding control_was_done() { return finding("R-TRA-104", ""); }
Finding large_without_goods() { return finding("R-TRA-116", "large", "true"); }
Finding unknown_result(std::string_view code) { return finding("R-TRA-105", "code", std::string{code}); }
Finding limit_in_the_past(Day limit) { return finding("R-TRA-106", "limit", to_text(limit)); }
Finding limit_too_late(Day limit, Day last) {
  return finding("R-ACTS-037", "limit", to_text(limit), format("expected: {} or earlier", to_text(last)));
}
Finding limit_not_later(Day limit) { return finding("R-TRA-107", "limit", to_text(limit)); }
Finding office_of_another_state(std::string_view office) {
  return finding("R-TRA-111", "office", std::string{office});
}
Finding nothing_to_look_at() { return finding("R-TRA-118", "mrn"); }
Finding needs_four_eyes() { return finding("R-TRA-108", ""); }

namespace detail {

std::string name_of_message(std::string_view meaning, Ie ie) {
  constexpr Ie first_of_ours = 1000;
  return ie < first_of_ours ? format("{} (IE{:03})", meaning, ie)
                            : format("{} (X{:03})", meaning, ie - first_of_ours);
}

std::string standing(std::string_view state, std::string_view clock, bool takes_acts,
                     std::string_view awaited) {
  std::string text = format("The movement is in state \"{}\".", state);
  if (!awaited.empty()) text += format(" It waits for: {}.", awaited);
  if (takes_acts || !awaited.empty()) return text;
  return text + (clock.empty() ? std::string{" Nothing more is done to it."}
                               : format(" It waits for the end of a time limit: {}.", clock));
}

Finding out_of_sequence(std::string asked, std::string standing) {
  return finding("R-TRA-092", "", std::move(asked), std::move(standing));
}

}  // namespace detail

Finding with_standing(Finding finding, std::string_view standing) {
  if (!finding.detail.empty()) finding.detail.append(" ");
  finding.detail.append(standing);
  return finding;
}

}  // namespace lintas::transit
