#include <array>
#include <cstddef>
#include <expected>
#include <limits>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "cli/checking.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/operator_words.hpp"
#include "cli/output.hpp"
#include "core/aeo/collision.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/reading.hpp"
#include "core/aeo/transformation.hpp"
#include "core/messages/remedy.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/cells.hpp"
#include "core/refdata/csv.hpp"

/// Codes of authorised operators, `lintas aeo`: read, looked for in the list of their state, and held against
/// each other.
namespace lintas::cli {

namespace {

// ---- one code, without a node

constexpr std::array code_operands{Operand{.name = "STATE", .meaning = "that issued the code, as MY"},
                                   Operand{.name = "CODE", .meaning = "as somebody declared it"}};
constexpr std::array code_options{Option{.name = "--at",
                                         .value = "DATE",
                                         .meaning = "the day whose shapes hold; today if left out",
                                         .kind = Kind::day}};

Day day_asked(const Given& given, Country state) {
  const auto day = given.value("--at");
  if (day) return parse_day(*day).value_or(Day{});
  return today_in(state);
}

/// A fact that only the operator can tell. Left out the goods have no benefit there.
constexpr std::string_view of_certificate = "(as on the certificate)";

/// Each importing state with what is typed there, where it is not the code alone.
void print_typed(std::ostream& out, const aeo::Typed& typed, Day day) {
  std::vector<Country> states;
  for (const auto& row : aeo::law().transformations.rows()) {
    if (states.empty() || states.back() != row.key.to) states.push_back(row.key.to);
  }
  for (const Country to : states) {
    if (to == typed.state) continue;
    std::string text;
    for (const auto& field : aeo::typed_in(to, typed, aeo::law().transformations, day)) {
      text.append(text.empty() ? "" : ", ");
      text.append(format("{} {}", field.field, field.value.empty() ? of_certificate : field.value));
    }
    if (!text.empty()) out << "  in " << to.str() << ": " << text << '\n';
  }
}

Exit code(const Given& given, const Streams& streams) {
  const auto state = Country::parse(given.operand(0));
  if (!state) return refuse(given, streams, format("'{}' is not a state, as MY", given.operand(0)));
  const Day day = day_asked(given, *state);
  const auto reading = aeo::read_code(*state, given.operand(1), aeo::law().shapes, day);
  if (const auto fault = aeo::fault_of(reading, given.operand(1), "CODE")) {
    streams.out << wrapped(format("{}: {} {}", fault->rule, rule_of(*fault).text, printable(fault->detail)),
                           streams.width)
                << "\n"
                << wrapped(format("  {}", message::remedy_of(*fault)), streams.width) << '\n';
    return Exit::invalid;
  }
  streams.out << reading.code << ": "
              << (reading.shape.empty() ? "no form of this state's codes is known, so none can be asked of it"
                                        : "well formed")
              << '\n';
  if (!reading.words.empty())
    streams.out << wrapped(format("  {}", printable(reading.words)), streams.width) << '\n';
  const auto& key = certain(reading.key, "what can be read has what it is found by");
  streams.out << "  found by " << key.str() << '\n';
  print_typed(streams.out,
              {.state = *state,
               .key = key,
               .code = reading.code,
               .shape = reading.shape,
               .authorised = {},
               .name = {}},
              day);
  return Exit::ok;
}

// ---- one code, in the list of its state

constexpr std::array check_options{Option{.name = "--at",
                                          .value = "TIME",
                                          .meaning = "as it was then, of a day as at its beginning in the "
                                                     "state, for whoever reads the list; now if left out",
                                          .kind = Kind::time}};

constexpr std::array check_rows{
    Shown{.pointer = "/code", .label = "code"},
    Shown{.pointer = "/state", .label = "state"},
    Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/well_formed", .label = "well formed"},
    Shown{.pointer = "/level", .label = "level"},
    Shown{.pointer = "/read_as", .label = ""},
    Shown{.pointer = "/listed", .label = "in its list"},
    Shown{.pointer = "/holds", .label = "benefits"},
};
constexpr std::array typed_columns{
    Shown{.pointer = "/in", .label = "typed in"},
    Shown{.pointer = "/field", .label = "field"},
    Shown{.pointer = "/value", .label = "as"},
};

Exit check(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  auto answer =
      session->ask_json({.path = with_query("/v1/operator-codes",
                                            {{.name = "state", .value = std::string{given.operand(0)}},
                                             {.name = "code", .value = std::string{given.operand(1)}},
                                             {.name = "instant", .value = text_of_option(given, "--at")}})});
  if (!answer) return answer.error();
  const Json finding = member(*answer, "finding");
  const Exit exit = finding.is_null() ? Exit::ok : Exit::invalid;
  if (session->json()) {
    streams.out << json_line(*answer);
    return exit;
  }
  Json typed = member(*answer, "typed");
  for (Json& field : typed)
    if (field.is_object() && field["value"].is_null()) field["value"] = of_certificate;
  const auto read_as = text_of(member(*answer, "read_as"));
  answer->erase("finding");
  answer->erase("typed");
  put_in_words(*answer);
  print_record(streams.out, *answer, check_rows, streams.width);
  if (!read_as.empty()) streams.out << wrapped(printable(read_as), streams.width) << '\n';
  if (!finding.is_null()) print_findings(streams.out, Json::array({finding}), streams.width);
  print_part(streams.out, typed, typed_columns);
  return exit;
}

// ---- all codes, against each other

constexpr std::array collisions_options{Option{
    .name = "--with",
    .value = "FILE",
    .meaning = "codes of other states besides, a line each under the heading state,code,holder,given"}};

using Codes = std::vector<aeo::Held>;

/// Those of an authorisation; of what is none of ours, none.
void add_codes_of(const Json& authorisation, Codes& codes) {
  const std::string holder = text_of(member(member(authorisation, "reference"), "holder"));
  const auto state = Country::parse(std::string_view{holder}.substr(0, 2));
  const Json& all = member(authorisation, "codes");
  if (!state || !all.is_array()) return;
  for (const Json& one : all) {
    const auto given = parse_day(text_of(member(one, "given")));
    if (given) {
      codes.push_back(
          {.state = *state, .code = text_of(member(one, "code")), .holder = holder, .given = *given});
    }
  }
}

/// Adds those of the file; else a sentence.
std::expected<void, std::string> add_codes_in(std::string_view file, const Streams& streams, Codes& codes) {
  static constexpr std::array<std::string_view, 4> columns{"state", "code", "holder", "given"};
  const auto text = read_file(file, streams.in);
  if (!text) return std::unexpected(text.error());
  const auto table = refdata::read_table(*text, columns);
  Findings findings;
  if (!table) findings = table.error();
  if (table) {
    for (const refdata::CsvRow& row : table->rows()) {
      refdata::Cells cells{*table, row, findings};
      aeo::Held held;  // member by member: the columns are taken in their order
      held.state = cells.value<Country>();
      held.code = cells.text();
      held.holder = cells.text();
      held.given = cells.day();
      codes.push_back(std::move(held));
    }
  }
  if (findings.empty()) return {};
  const Finding& first = findings.front();
  return std::unexpected(format("{}: {}: {}", file, first.pointer, first.detail));
}

Json shown(std::string_view likeness, std::optional<Country> in, const std::string& seen,
           std::span<const std::size_t> places, const Codes& codes) {
  Json of_whom = Json::array();
  for (const std::size_t at : places) {
    of_whom.push_back(
        {{"state", codes[at].state.str()}, {"code", codes[at].code}, {"holder", codes[at].holder}});
  }
  return {{"likeness", likeness},
          {"in", in ? Json(in->str()) : Json{}},
          {"seen", seen.empty() ? Json{} : Json(seen)},
          {"codes", std::move(of_whom)}};
}

/// "AEOID1O3456789 of ID00012".
std::string in_words(const aeo::Held& held) { return printable(format("{} of {}", held.code, held.holder)); }

void print_collision(std::ostream& out, const aeo::Collision& one, const Codes& codes) {
  std::string text;
  for (std::size_t i = 0; i < one.codes.size(); ++i) {
    const std::string_view before = i == 0 ? "" : i + 1 == one.codes.size() ? " and " : ", ";
    text.append(before).append(in_words(codes[one.codes[i]]));
  }
  // What alike codes have in common is a code that nobody issued.
  const std::string seen =
      one.likeness == aeo::Likeness::looks_alike ? std::string{} : format(": {}", printable(one.seen));
  out << text << ' ' << describe(one.likeness) << (one.in ? format(" in {}", one.in->str()) : "") << seen
      << '\n';
}

Exit collisions(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  Codes codes;
  if (const auto file = given.value("--with")) {
    if (const auto added = add_codes_in(*file, streams, codes); !added) {
      streams.err << "lintas " << given.command->name << ": " << added.error() << '\n';
      return Exit::unreadable;
    }
  }
  const Exit exit = session->each_item("/v1/operators", {}, std::numeric_limits<std::size_t>::max(),
                                       [&](const Json& one) { add_codes_of(one, codes); });
  if (exit != Exit::ok) return exit;
  const auto me = session->ask_json({.path = "/v1/me"});
  if (!me) return me.error();
  // Codes of a file may be of any state: the day is that of the node's.
  const Day day = today_in(Country::parse(text_of(member(*me, "country"))).value_or(Country{}));
  const auto report = aeo::collisions(codes, aeo::law().shapes, aeo::law().transformations, day);
  if (session->json()) {
    for (const aeo::Collision& one : report.collisions)
      streams.out << json_line(shown(word_of(one.likeness), one.in, one.seen, one.codes, codes));
    for (const std::size_t at : report.unread)
      streams.out << json_line(shown("no_code", {}, {}, std::span{&at, 1}, codes));
    return Exit::ok;
  }
  for (const aeo::Collision& one : report.collisions) print_collision(streams.out, one, codes);
  for (const std::size_t at : report.unread) {
    streams.out << in_words(codes[at]) << " has no form of codes of " << codes[at].state.str() << " on "
                << to_text(codes[at].given) << ": it was compared with none\n";
  }
  if (report.collisions.empty() && report.unread.empty())
    streams.err << format("Nothing found; codes compared: {}\n", codes.size());
  return Exit::ok;
}

}  // namespace

constexpr Command aeo_code_command{
    .name = "aeo code",
    .summary = "read the code of an authorised operator: is it well formed, what is typed for it elsewhere",
    .about = "Without a node: whether the code is in the list of its state, `lintas aeo check` says.\n",
    .operands = code_operands,
    .options = code_options,
    .example = "lintas aeo code MY 'my12345 h100001'",
    .run = &code};

constexpr Command aeo_check_command{
    .name = "aeo check",
    .summary = "ask whether a code is in the list of its state and worth something, and if not why",
    .about =
        "Anybody with a key may ask. The node says nothing else of the operator, and of states whose list\n"
        "it does not have that it has none.\n",
    .operands = code_operands,
    .options = check_options,
    .asks_node = true,
    .example = "lintas aeo check SG 'aeosg 1234 5678 9012'",
    .run = &check};

constexpr Command aeo_collisions_command{
    .name = "aeo collisions",
    .summary = "find codes of different operators that are taken for each other",
    .about =
        "Codes that look alike, differ by separators alone, are the same in two states, or become one where\n"
        "an importing state cuts them. Compared are all codes that you see (all there are: the programme\n"
        "office and the auditor), those of before too.\n",
    .options = collisions_options,
    .asks_node = true,
    .example = "lintas aeo collisions --with partners.csv",
    .run = &collisions};

}  // namespace lintas::cli
