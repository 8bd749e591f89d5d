#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "cli/acts.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/http.hpp"
#include "cli/operator_lists.hpp"
#include "cli/operator_words.hpp"
#include "cli/output.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "shell/net/http.hpp"

/// Authorised operators, `lintas aeo`: their authorisations. Their codes: operator_codes.cpp.
namespace lintas::cli {

namespace {

using namespace std::string_view_literals;

constexpr Operand operator_operand{
    .name = "OPERATOR",
    .meaning = "the operator and its own number of the application, as 'SG201912345K, A-2026-1'"};
constexpr std::array operands_of_one{operator_operand};

/// "SG201912345K, A-2026-1", as people name it.
std::string name_for_people(const Json& authorisation) {
  const Json& reference = member(authorisation, "reference");
  return format("{}, {}", text_of(member(reference, "holder")), text_of(member(reference, "number")));
}

/// What an act names it by; nothing for a text of another form.
std::optional<Json> reference_in(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  std::string_view number = text.substr(comma + 1);
  while (number.starts_with(' ')) number.remove_prefix(1);
  return Json{{"holder", text.substr(0, comma)}, {"number", number}};
}

Exit refuse_reference(const Given& given, const Streams& streams) {
  return refuse(given, streams, format("'{}' is not an operator, a comma and a number", given.operand(0)));
}

// ---- read

constexpr std::array code_columns{
    Shown{.pointer = "/code", .label = "code"},
    Shown{.pointer = "/since", .label = "since"},
    Shown{.pointer = "/until", .label = "until"},
};
constexpr std::array standing_columns{
    Shown{.pointer = "/at", .label = "from"},
    Shown{.pointer = "/state", .label = "it stood as"},
    Shown{.pointer = "/valid_from", .label = "first day"},
    Shown{.pointer = "/valid_until", .label = "last day"},
};
constexpr std::array operator_rows{
    Shown{.pointer = "/name", .label = "operator"},
    Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/holds", .label = "benefits"},
    Shown{.pointer = "/state/name", .label = "state"},
    Shown{.pointer = "/state/id", .label = ""},
    Shown{.pointer = "/since", .label = "since"},
    Shown{.pointer = "/code", .label = "code"},
    Shown{.pointer = "/programme", .label = "programme"},
    Shown{.pointer = "/level", .label = "level"},
    Shown{.pointer = "/roles", .label = "roles"},
    Shown{.pointer = "/authorised", .label = "authorised on"},
    Shown{.pointer = "/valid_from", .label = "first day"},
    Shown{.pointer = "/valid_until", .label = "last day"},
    Shown{.pointer = "/revalidate_on", .label = "looked at anew behind"},
    Shown{.pointer = "/until", .label = "day set"},
    Shown{.pointer = "/barred_until", .label = "barred until"},
    Shown{.pointer = "/barred_by/number", .label = "for the one revoked"},
    Shown{.pointer = "/barred_by", .label = ""},
    Shown{.pointer = "/alarm", .label = "alarm"},
    Shown{.pointer = "/due", .label = "clock"},
};

// Of an instant the node says the id of the state alone.
Json operator_for_people(Json authorisation) {
  if (authorisation["state"].is_string()) authorisation["state"] = {{"name", authorisation["state"]}};
  put_in_words(authorisation);
  return authorisation;
}

constexpr std::array operator_tables{Table{"reference"}, Table{"codes", code_columns},
                                     Table{"standings", standing_columns}, Table{"history", step_columns},
                                     Table{"messages"}};
constexpr std::array list_columns{
    Shown{.pointer = "/name", .label = "operator"},     Shown{.pointer = "/state/id", .label = "state"},
    Shown{.pointer = "/code", .label = "code"},         Shown{.pointer = "/programme", .label = "programme"},
    Shown{.pointer = "/level", .label = "level"},       Shown{.pointer = "/valid_from", .label = "from"},
    Shown{.pointer = "/valid_until", .label = "until"}, Shown{.pointer = "/alarm", .label = "alarm"},
    Shown{.pointer = "/began", .label = "applied"},
};
constexpr std::array operator_sides{DocumentSide{"programme", "aeo", "reference"}};
constexpr DocumentKind authorisation_kind{.address = "/v1/operators",
                                          .itself = {},
                                          .root = {},
                                          .member = "authorisation",
                                          .listed = {},
                                          .then = {},
                                          .send = {},
                                          .resend = {},
                                          .cancel = {},
                                          .use = {},
                                          .consumed = {},
                                          .sides = operator_sides,
                                          .not_submitted_with = {},
                                          .not_listed_by = {},
                                          .columns = list_columns,
                                          .is_named_by = nullptr,
                                          .name_for_people = &name_for_people,
                                          .rows = operator_rows,
                                          .tables = operator_tables,
                                          .for_people = &operator_for_people};

constexpr std::array show_options{
    Option{.name = "--at",
           .value = "TIME",
           .meaning = "as it stood then, of a day as at its beginning in the state",
           .kind = Kind::time},
    list_of_option,
    Option{.name = "--known",
           .value = "TIME",
           .meaning = "with --of and --at: by what was known here then",
           .kind = Kind::time}};

Exit show(const Given& given, const Streams& streams) {
  if (given.has("--of")) return show_listed(given, streams);
  if (given.has("--known")) return refuse(given, streams, "--known needs --of");
  return show_as_of(authorisation_kind, given, streams);
}

constexpr std::array list_options{
    Option{.name = "--state", .value = "ID", .meaning = "only those in this state, as SUSPENDED"},
    Option{.name = "--since",
           .value = "TIME",
           .meaning = "only those that began since then",
           .kind = Kind::time},
    Option{.name = "--holder", .value = "TIN", .meaning = "only those of this operator"},
    Option{.name = "--code",
           .value = "CODE",
           .meaning = "only those that have or had this code, however it is written"},
    Option{.name = "--waits",
           .meaning = "only those that somebody of the programme office should look at",
           .kind = Kind::flag},
    list_of_option,
    limit_option};

Exit list(const Given& given, const Streams& streams) {
  if (given.has("--of")) return list_listed(given, streams);
  static constexpr std::array<std::string_view, 4> options{"state", "since", "holder", "code"};
  std::vector<net::Parameter> query;
  if (given.has("--waits")) query.push_back({.name = "waits", .value = "true"});
  return list_all(authorisation_kind, options, std::move(query), given, streams);
}

// ---- asked for

constexpr std::array apply_options{
    Option{.name = "--programme", .value = "NAME", .meaning = "of this state, as STP"},
    Option{.name = "--level", .value = "LEVEL", .meaning = "of a programme that has levels, as STP-Plus"},
    Option{.name = "--role",
           .value = "ROLE",
           .meaning = "what the operator is, as exporter; several by several --role",
           .repeats = true},
    Option{
        .name = "--draft", .meaning = "write the application and do not submit it yet", .kind = Kind::flag}};

Exit apply(const Given& given, const Streams& streams) {
  const auto reference = reference_in(given.operand(0));
  if (!reference) return refuse_reference(given, streams);
  if (!given.has("--programme") || !given.has("--role"))
    return refuse(given, streams, "--programme and --role are needed");
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  Json application{{"reference", *reference}, {"programme", text_of_option(given, "--programme")}};
  if (given.has("--level")) application["level"] = text_of_option(given, "--level");
  application["roles"] = given.values("--role");
  const Exit written = ask_about(*session, "aeo.begin", {{"application", std::move(application)}});
  if (written != Exit::ok || given.has("--draft")) return written;
  return ask_about(*session, "aeo.submit", {{"reference", *reference}});
}

constexpr std::array decide_operands{
    operator_operand,
    Operand{.name = "ACT",
            .meaning = "accept, return, validate, correct, corrected, refuse, authorise, suspend, restore, "
                       "revoke, revalidate, pass, change_code, end; of the operator submit, withdraw"}};
constexpr std::array decide_options{
    Option{.name = "--code", .value = "CODE", .meaning = "that the operator is given"},
    Option{.name = "--basis",
           .value = "TEXT",
           .meaning = "the law that it rests on; every act of the office names one"},
    reason_option,
    Option{.name = "--ground",
           .value = "GROUND",
           .meaning = "conditions_in_doubt, conditions_not_met, asked_by_holder or grave_breach"},
    Option{.name = "--until",
           .value = "DAY",
           .meaning = "the last day: of the authorisation, to do what is asked for, or of the code before",
           .kind = Kind::day},
    set_option,
    Option{.name = "--second-key-file",
           .value = "FILE",
           .meaning = "key of the second officer, who has to agree to a revocation"},
    if_match_option,
    idempotency_option};

constexpr std::array act_names{"accept"sv,      "return"sv, "validate"sv,   "correct"sv,
                               "corrected"sv,   "refuse"sv, "authorise"sv,  "suspend"sv,
                               "restore"sv,     "revoke"sv, "revalidate"sv, "pass"sv,
                               "change_code"sv, "end"sv,    "submit"sv,     "withdraw"sv};

/// Whether the word stands in the text by itself: "correct" does not in "corrected".
constexpr bool has_word(std::string_view text, std::string_view word) {
  const auto is_of_a_word = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_of_a_word(text[at - 1]);
    const std::size_t end = at + word.size();
    if (begins && (end == text.size() || !is_of_a_word(text[end]))) return true;
  }
  return false;
}
constexpr bool all_are_in_the_help() {
  return std::ranges::all_of(
      act_names, [](std::string_view act) { return has_word(decide_operands.back().meaning, act); });
}
static_assert(all_are_in_the_help());

/// `aeo apply` begins; whatever else is done to an authorisation is one of these.
template <class... Acts>
constexpr bool are_all_here(const std::variant<Acts...>* /*acts*/) {
  constexpr std::string_view prefix = "aeo.";
  const auto is_here = [&](std::string_view record) {
    return std::ranges::find(act_names, record.substr(prefix.size())) != act_names.end();
  };
  return ((is_here(Acts::record) || std::is_same_v<Acts, aeo::authorisation::BeginApplication>) && ...) &&
         sizeof...(Acts) == act_names.size() + 1;
}
static_assert(are_all_here(static_cast<const aeo::authorisation::Act*>(nullptr)));

Exit decide(const Given& given, const Streams& streams) {
  const auto reference = reference_in(given.operand(0));
  if (!reference) return refuse_reference(given, streams);
  const std::string_view act = given.operand(1);
  if (std::ranges::find(act_names, act) == act_names.end())
    return refuse(given, streams,
                  format("'{}' is no act; there are {}", printable(act), decide_operands.back().meaning));
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  Json content{{"reference", *reference}};
  for (const std::string_view name : {"code", "basis", "reason", "ground", "until"}) {
    const std::string option = format("--{}", name);
    if (given.has(option)) content[std::string{name}] = text_of_option(given, option);
  }
  return ask_about(*session, format("aeo.{}", act), std::move(content));
}

}  // namespace

constexpr Command aeo_apply_command{
    .name = "aeo apply",
    .summary = "apply to be an authorised operator of this state",
    .about =
        "The number is the operator's own, and another one for each application. Written anew the\n"
        "application is the same, as long as it is a draft or was returned.\n",
    .operands = operands_of_one,
    .options = apply_options,
    .asks_node = true,
    .example = "lintas aeo apply 'SG201912345K, A-2026-1' --programme STP --level STP-Plus --role exporter",
    .run = &apply};

constexpr Command aeo_decide_command{
    .name = "aeo decide",
    .summary = "lead an authorisation on: what the programme office decides, what the operator does",
    .about =
        "Which acts its state takes now, `lintas aeo show` says. Each of the office names its law; a\n"
        "revocation needs a second officer. What an act needs besides: `lintas decide aeo.ACT --help`, and\n"
        "docs/domain/aeo.md.\n",
    .operands = decide_operands,
    .options = decide_options,
    .asks_node = true,
    .example =
        "lintas aeo decide 'SG201912345K, A-2026-1' authorise --code AEOSG123456789012 --basis "
        "'Customs Act s. 90'",
    .run = &decide};

constexpr Command aeo_list_command{.name = "aeo list",
                                   .summary = "list authorisations of operators, the newest first",
                                   .options = list_options,
                                   .asks_node = true,
                                   .example = "lintas aeo list --state SUSPENDED",
                                   .run = &list};

constexpr Command aeo_show_command{
    .name = "aeo show",
    .summary = "print how an authorisation stands, or stood at any time: days, codes, history",
    .operands = operands_of_one,
    .options = show_options,
    .asks_node = true,
    .example = "lintas aeo show 'SG201912345K, A-2026-1' --at 2026-11-20",
    .run = &show};

}  // namespace lintas::cli
