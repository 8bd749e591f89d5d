#include "core/messages/remedy.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "core/messages/report.hpp"

namespace lintas::message {

namespace {

/// A case of a rule by the last name of its place, or, of a finding without a place, by its value.
struct Case {
  std::string_view rule;
  std::string_view of;  ///< several have blanks between them; empty: whichever
  std::string_view remedy;
  /// The case is a value of so many digits with other characters between them: they stand behind the remedy.
  std::size_t digits = 0;
  /// The case is a detail in which this word stands, as a role that may.
  std::string_view told{};
};

static_assert(limits::api_page_max == 100, "the remedy of limit says so");

constexpr std::string_view of_customs =
    "Whoever the detail names does this: ask the office concerned. What traders ask of customs they send as "
    "messages, as an amendment, a request for cancellation or an arrival notification.";

constexpr std::array cases{
    Case{.rule = "ACC-001",
         .of = "trader declarant authorised_trader firm_administrator carrier guarantor",
         .remedy =
             "The exporter does this, with a key of that role. If you are the exporter, the operator of "
             "the node issues such a key for the TIN of your firm, beside the one that you have.",
         .told = "exporter"},
    Case{.rule = "ACC-001",
         .of = "exporter firm_administrator carrier guarantor",
         .remedy = "A trader does this, with a key of that role. If your firm is in the register of traders, "
                   "the operator of the node issues such a key for its TIN, beside the one that you have.",
         .told = "trader"},
    Case{"ACC-001", "instant",
         "Leave it out and ask about now; whoever has a role that the detail names asks about another "
         "instant."},
    Case{"ACC-001", "trader declarant authorised_trader", of_customs},
    Case{"ACC-001", "firm_administrator carrier guarantor exporter",
         "Whoever the detail names does this: ask the office concerned."},
    Case{"ACC-002", "instant",
         "Leave it out and ask about now; the programme office asks about another instant."},
    Case{
        "API-005", "url",
        "Give an address that begins with https://, so that nobody else reads what is told. Over plain http "
        "a node tells only where its operator has set webhooks.addresses to any, as on a machine for tests."},
    Case{.rule = "API-010", .of = {}, .remedy = "Give one of those that there are.", .told = "there"},
    Case{"API-013", "ACDD.SEND",
         "An export is released with it where documents are taken: `lintas doc submit`, or POST /v1/acdd."},
    Case{"API-013", "CO.ISSUE",
         "A certificate of origin is applied for where documents are taken: `lintas doc submit`, or POST "
         "/v1/documents."},
    Case{"API-013", "CC007C CC013C CC014C CC015C CC044C CC054C CC170C",
         "What traders send about a transit is taken elsewhere: `lintas submit`, or POST /v1/messages."},
    Case{"API-015", "Last-Event-ID", "Give the id of an event, unchanged, or leave it out."},
    Case{"API-015", "after",
         "Give what the page before calls next, unchanged, or leave it out for the first page."},
    Case{"API-015", "at", "Give a day, as 2026-11-23."},
    Case{"API-015", "by", "Give day or month."},
    Case{"API-015", "days", "Give a whole number from 0 to 366."},
    Case{"API-015", "direction", "Give sent or received."},
    Case{"API-015", "dry_run", "Give true or false."},
    Case{"API-015", "fields",
         "Give names with their values and semicolons between, 16 at most, as facility_code=451."},
    Case{"API-015", "form", "Give xml or json."},
    Case{"API-015", "goods", "Give true or false."},
    Case{"API-015", "holder", "Give a TIN, as SG201912345K."},
    Case{"API-015", "least", "Give a whole number from 1 to 100."},
    Case{"API-015", "limit", "Give a whole number from 1 to 100."},
    Case{"API-015", "lrn", "Give a text of 1 to 22 characters, as SGTH-2026-0417."},
    Case{"API-015", "month", "Give a month, as 2026-11."},
    Case{"API-015", "mrn", "Give an MRN, as 26SG0000010000A1J0."},
    Case{"API-015", "office", "Give an office, as SGTUS001."},
    Case{"API-015", "partner", "Give a country, as MY."},
    Case{"API-015", "phase", "Give open, ended or all."},
    Case{"API-015", "role", "Give departure, transit, destination or informed."},
    Case{"API-015", "score", "Give a whole number from 0 to 1000000."},
    Case{"API-015", "silent_days", "Give a whole number from 1 to 365."},
    Case{"API-015", "since instant known effective",
         "Give a day or an instant, as 2026-11-23 or 2026-11-23T08:00:00Z."},
    Case{"API-015", "state", "Give one of those that the detail names."},
    Case{"API-015", "status", "Give a public status, as released or cancelled."},
    Case{"API-015", "way", "Give again or return."},
    Case{
        .rule = "COD-001",
        .of = {},
        .remedy =
            "Write the code of a currency that is in use, as USD; where one is named, that one may be meant.",
        .told = "currencies"},
    Case{"R-ASW-009", "number", "Give a number that your office has given to no certificate yet."},
    Case{"R-ACTS-031", "amendmentTypeFlag",
         "Amend nothing but the guarantees, or send the amendment with 0."},
    Case{"R-ACTS-015", "harmonizedSystemSubHeadingCode",
         "Correct the six digits: the tariff of the state of departure has no such subheading. Where others "
         "are named, take the one that fits the goods."},
    Case{"R-TRA-102", "release cancellation_asked",
         "Decide on the request first: grant it, or refuse it and go on with the movement."},
    Case{"SCH-013", "harmonizedSystemSubHeadingCode", "Write the digits alone, without dots or blanks", 6},
    Case{"SCH-015", "harmonizedSystemSubHeadingCode", "Write the digits alone, without dots or blanks", 6},
};

/// "grn" of "/lines/0/grn" and of "/CC015C/Guarantee[2]/grn".
std::string_view name_at_end(std::string_view pointer) {
  const auto slash = pointer.rfind('/');
  if (slash != std::string_view::npos) pointer.remove_prefix(slash + 1);
  return pointer.substr(0, pointer.find('['));
}

bool names(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const auto end = std::min(list.find(' '), list.size());
    if (list.substr(0, end) == name) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

bool has_word(std::string_view text, std::string_view word) {
  constexpr std::string_view between = " ,.:";
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(between), text.size());
    if (text.substr(0, end) == word) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits.push_back(c);
  return digits;
}

}  // namespace

std::string remedy_of(const Finding& finding) {
  const Rule* rule = find_rule(finding.rule);
  require(rule != nullptr, "every finding has a rule in data/rules.csv");
  const std::string_view of =
      finding.pointer.empty() ? std::string_view{finding.value} : name_at_end(finding.pointer);
  for (const Case& one : cases) {
    if (one.rule != finding.rule || !(one.of.empty() || names(one.of, of))) continue;
    if (!one.told.empty() && !has_word(finding.detail, one.told)) continue;
    if (one.digits == 0) return std::string{one.remedy};
    const std::string digits = digits_of(finding.value);
    if (digits.size() == one.digits) return std::string{one.remedy} + ": " + digits + ".";
  }
  return std::string{rule->remedy};
}

std::string sentence(std::string_view text) {
  std::string made{text};
  if (made.empty()) return made;
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  const std::string_view word = text.substr(0, text.find_first_of(" ,:;"));
  if (std::ranges::all_of(word, is_small) && !word.empty()) made[0] = static_cast<char>(made[0] - 'a' + 'A');
  if (!std::string_view{".!?"}.contains(made.back())) made.push_back('.');
  return made;
}

}  // namespace lintas::message
