#include "core/documents/ruling.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"

namespace lintas::documents {

Day valid_until(const Contents& contents, Day issued, const Context& context) {
  Day last = context.last_day(issued, context.limits.validity);
  for (const Original& original : contents.originals) last = std::min(last, original.valid_until);
  return last;
}

Instant again(Instant since, Instant first, std::optional<Instant> rung) {
  if (!rung || *rung < first) return first;
  return *rung + std::max(*rung - since, first - since);
}

std::vector<Fault> faults_of(const Findings& findings) {
  std::vector<Fault> faults;
  faults.reserve(findings.size());
  for (const Finding& finding : findings)
    faults.push_back({.rule = finding.rule, .pointer = finding.pointer, .detail = finding.detail});
  return faults;
}

namespace detail {

Finding out_of_sequence(std::string asked, std::string_view subject, std::string_view state,
                        std::string awaited) {
  std::string standing = format("{} is in state \"{}\".", subject, state);
  if (!awaited.empty()) standing += format(" It takes: {}.", awaited);
  return {.rule = "R-DOC-001", .pointer = "", .value = std::move(asked), .detail = std::move(standing)};
}

}  // namespace detail

}  // namespace lintas::documents
