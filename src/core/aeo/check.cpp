#include "core/aeo/check.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/reading.hpp"

namespace lintas::aeo {

namespace {

Finding finding(std::string_view rule, const Reading& reading, std::string detail) {
  return {.rule = std::string{rule}, .pointer = "code", .value = reading.code, .detail = std::move(detail)};
}

/// R-AEO-003. Another operator may have the code that was meant: where to look again is said, and no code.
Finding not_in_list(const Asked& asked, const Reading& reading) {
  std::string detail =
      format("{} not in {}'s list as of {}.",
             reading.shape.empty() ? "No form of its codes is known, and it is" : "It is well formed, but",
             asked.state.str(), to_text(asked.at));
  if (!reading.doubtful.empty())
    detail.append(format(" Characters that are taken for others: {}.", reading.doubtful));
  return finding("R-AEO-003", reading, std::move(detail));
}

/// R-AEO-004.
Finding without_benefits(const Asked& asked, const Reading& reading, authorisation::Holds holds) {
  return finding(
      "R-AEO-004", reading,
      format("It is in {}'s list as of {}, and {}.", asked.state.str(), to_text(asked.at), describe(holds)));
}

/// R-AEO-006. Which day it is, the certificate says: another's is not told to whoever asks.
std::optional<Finding> of_another_day(const Asked& asked, const Reading& reading,
                                      const std::optional<Day>& authorised) {
  if (!asked.authorised || !authorised || *asked.authorised == *authorised) return std::nullopt;
  return finding("R-AEO-006", reading, format("declared: {}", to_text(*asked.authorised)));
}

}  // namespace

std::string_view describe(authorisation::Holds holds) {
  using enum authorisation::Holds;
  switch (holds) {
    case yes: return "its operator has benefits";
    case not_granted: return "nothing is granted yet";
    case not_yet: return "its first day is to come";
    case suspended: return "its operator is suspended";
    case revoked: return "its authorisation was revoked";
    case withdrawn: return "its operator gave it up";
    case expired: return "its last day is over";
    case code_replaced: return "its operator has another code now";
  }
  std::unreachable();
}

std::optional<InList> in_list(const authorisation::Authorisation& found, const CodeKey& code,
                              const Asked& asked) {
  // What is given only later was in no list then.
  const bool was_there = std::ranges::any_of(found.codes, [&](const authorisation::HeldCode& one) {
    return one.key == code && one.from <= asked.at;
  });
  if (!was_there) return std::nullopt;
  return InList{.holds = authorisation::holds(found, code, asked.at, asked.day),
                .authorised = found.authorised};
}

std::optional<InList> in_list(const listed::Operator& found, const CodeKey& code, const Asked& asked) {
  const listed::Said* said = listed::as_known(found, asked.at, asked.at);
  if (said == nullptr || said->status == listed::Status::unlisted) return std::nullopt;
  const listed::Grant& grant = said->content.grant;
  const bool was_there = std::ranges::any_of(
      grant.codes, [&](const listed::ListedCode& one) { return one.key == code && one.from <= asked.at; });
  if (!was_there) return std::nullopt;
  return InList{.holds = listed::holds(found, code, asked.at, asked.at, asked.day),
                .authorised = grant.authorised};
}

CodeCheck check_code(const Asked& asked, const Reading& reading, const std::optional<InList>& found,
                     bool has_list) {
  CodeCheck check{
      .reading = reading, .listed = {}, .holds = {}, .finding = fault_of(reading, asked.text, "code")};
  if (!reading.key) return check;
  if (!has_list) {
    check.listed = Listed::list_not_here;
    return check;
  }
  check.listed = found ? Listed::yes : Listed::no;
  if (!found) {
    check.finding = not_in_list(asked, reading);
    return check;
  }
  check.holds = found->holds;
  check.finding = found->holds == authorisation::Holds::yes
                      ? of_another_day(asked, reading, found->authorised)
                      : std::optional{without_benefits(asked, reading, found->holds)};
  return check;
}

CodeCheck under(const listed::Staleness& staleness, const Asked& asked, CodeCheck check) {
  if (!check.listed || *check.listed == Listed::list_not_here) return check;
  check.stale = staleness.stale;
  // What is wrong with the code itself is told first: it can be mended.
  const bool has_benefits = check.holds == authorisation::Holds::yes;
  if (!has_benefits || staleness.stale != listed::StalePolicy::no_benefit) return check;
  check.finding = finding("R-AEO-031", check.reading,
                          staleness.heard ? format("{}'s list was heard of last at {}", asked.state.str(),
                                                   to_text(*staleness.heard))
                                          : format("{}'s list was never heard of", asked.state.str()));
  return check;
}

CodeCheck check_code(const Asked& asked, const Reading& reading, const authorisation::Authorisation* found,
                     bool has_list) {
  const auto said = found != nullptr && reading.key ? in_list(*found, *reading.key, asked) : std::nullopt;
  return check_code(asked, reading, said, has_list);
}

}  // namespace lintas::aeo
