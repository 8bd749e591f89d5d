#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "core/aeo/law.hpp"
#include "core/messages/remedy.hpp"
#include "core/recognition/table.hpp"
#include "shell/net/http.hpp"

/// Which state honours the operators of which other one, `lintas recognition`.
namespace lintas::cli {

namespace {

// ---- the table, of a node

constexpr std::array list_options{
    Option{.name = "--by", .value = "STATE", .meaning = "only what this importing state honours, as ID"},
    Option{.name = "--of", .value = "STATE", .meaning = "only of operators of this state, as MY"},
    Option{.name = "--state",
           .value = "comparing|validating|pilot|live|suspended|ended",
           .meaning = "only periods of this state",
           .kind = Kind::choice},
    Option{.name = "--at",
           .value = "DATE",
           .meaning = "only what holds on this day; all periods if left out",
           .kind = Kind::day},
    limit_option};

/// "score x 0.8, priority": of an effect as the node shows it.
std::string in_words(const Json& effect) {
  std::string text;
  const auto add = [&](const std::string& part) { text.append(text.empty() ? "" : ", ").append(part); };
  if (const auto factor = text_of(member(effect, "score_factor")); !factor.empty())
    add(format("score x {}", factor));
  if (const auto lane = text_of(member(effect, "lane")); !lane.empty()) add(format("no lane above {}", lane));
  if (const auto factor = text_of(member(effect, "random_factor")); !factor.empty())
    add(format("drawn by lot x {}", factor));
  if (member(effect, "priority") == Json(true)) add("priority");
  return text.empty() ? "nothing" : text;
}

constexpr std::array list_columns{
    Shown{.pointer = "/by", .label = "in"},         Shown{.pointer = "/of", .label = "of"},
    Shown{.pointer = "/state", .label = "state"},   Shown{.pointer = "/from", .label = "from"},
    Shown{.pointer = "/until", .label = "until"},   Shown{.pointer = "/programme", .label = "programme"},
    Shown{.pointer = "/levels", .label = "levels"}, Shown{.pointer = "/roles", .label = "roles"},
    Shown{.pointer = "/worth", .label = "worth"},   Shown{.pointer = "/evidence", .label = "evidence"},
};

void add_worth(Json& period) {
  const Json& programme = member(period, "stale");
  // What honours nobody is worth nothing, and need not say so.
  period["worth"] = programme.is_null() ? Json{} : Json(in_words(member(period, "effect")));
}

Exit list(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  std::vector<net::Parameter> query;
  for (const std::string_view name : {"by", "of", "state", "at"})
    query.push_back({.name = std::string{name}, .value = text_of_option(given, format("--{}", name))});
  return session->print_list("/v1/recognitions", query, list_columns, &add_worth);
}

// ---- one case

constexpr std::array explain_operands{Operand{.name = "STATE", .meaning = "that issued the code, as MY"},
                                      Operand{.name = "CODE", .meaning = "as somebody declared it"}};
constexpr std::array explain_options{
    Option{.name = "--in", .value = "STATE", .meaning = "the importing state, as ID; needed"},
    Option{.name = "--role",
           .value = "ROLE",
           .meaning = "in which the operator takes part, as importer; exporter if left out"},
    Option{.name = "--loading", .value = "PLACE", .meaning = "where the goods were loaded, as MYPKG"},
    Option{.name = "--procedure", .value = "NAME", .meaning = "under which they are declared, as 'BC 2.0'"},
    Option{.name = "--field",
           .value = "NAME=VALUE",
           .meaning = "what is declared besides, as facility_code=451; once for each",
           .repeats = true},
    Option{.name = "--score",
           .value = "N",
           .meaning = "the risk score without recognition; what becomes of it is said",
           .kind = Kind::number},
    Option{.name = "--at",
           .value = "TIME",
           .meaning = "as it was then, of a day as at its beginning in the state, for whoever reads the "
                      "list; now if left out",
           .kind = Kind::time}};

constexpr std::array line_columns{
    Shown{.pointer = "/question", .label = "question"},
    Shown{.pointer = "/reply", .label = "answer"},
    Shown{.pointer = "/words", .label = "why"},
};

/// What was decided, in one sentence.
std::string outcome_in_words(const Json& answer) {
  const auto outcome = text_of(member(answer, "outcome"));
  if (outcome == "applied") return format("Applied: {}.", in_words(member(answer, "applied")));
  if (outcome == "not_applied") {
    return format("Decided, and not applied, since it is a pilot: it would be worth {}.",
                  in_words(member(answer, "decided")));
  }
  return "Refused: nothing is given.";
}

void print_grounds(std::ostream& out, const Json& grounds, std::size_t width) {
  std::string text = format("It rests on the table of recognitions {}", text_of(member(grounds, "table")));
  const Json& period = member(grounds, "period");
  if (!period.is_null()) {
    text.append(format(", there {} since {} ({}: {})", text_of(member(period, "state")),
                       text_of(member(period, "from")), text_of(member(period, "evidence")),
                       text_of(member(period, "source"))));
  }
  const Json& list = member(grounds, "list");
  if (!list.is_null()) text.append(format("; on the list as of {}", text_of(member(list, "as_of"))));
  text.append(format("; asked about {}.", text_of(member(grounds, "at"))));
  out << wrapped(printable(text), width) << '\n';
}

Exit explain(const Given& given, const Streams& streams) {
  if (!given.has("--in")) return refuse(given, streams, "--in says which state imports, as ID");
  std::string fields;
  for (const std::string_view field : given.values("--field")) {
    const bool is_field = field.find('=') != std::string_view::npos && !field.contains(';');
    if (!is_field) return refuse(given, streams, format("'{}' is not NAME=VALUE without ;", field));
    fields.append(fields.empty() ? "" : ";").append(field);
  }
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  std::vector<net::Parameter> query{{.name = "by", .value = std::string{given.needed("--in")}},
                                    {.name = "of", .value = std::string{given.operand(0)}},
                                    {.name = "code", .value = std::string{given.operand(1)}},
                                    {.name = "fields", .value = fields},
                                    {.name = "instant", .value = text_of_option(given, "--at")}};
  for (const std::string_view name : {"role", "loading", "procedure", "score"})
    query.push_back({.name = std::string{name}, .value = text_of_option(given, format("--{}", name))});
  const auto answer = session->ask_json({.path = with_query("/v1/recognitions/explain", query)});
  if (!answer) return answer.error();
  const bool is_refused = text_of(member(*answer, "outcome")) == "refused";
  const Exit exit = is_refused ? Exit::invalid : Exit::ok;
  if (session->json()) {
    streams.out << json_line(*answer);
    return exit;
  }
  streams.out << wrapped(printable(outcome_in_words(*answer)), streams.width) << '\n';
  const Json& score = member(*answer, "score");
  if (!score.is_null()) {
    streams.out << format("The risk score {} becomes {}.\n", text_of(member(score, "before")),
                          text_of(member(score, "after")));
  }
  Json lines = member(*answer, "lines");
  for (Json& line : lines)
    if (text_of(member(line, "reply")) == "not_asked") line["reply"] = "not asked";
  print_table(streams.out, lines, line_columns);
  if (is_refused) print_findings(streams.out, member(*answer, "findings"), streams.width);
  print_grounds(streams.out, member(*answer, "grounds"), streams.width);
  return exit;
}

// ---- the table, as a file

constexpr std::array check_operands{
    Operand{.name = "FILE", .meaning = "a table of recognitions; - reads the input"}};

Json shown(const Finding& finding) {
  return {{"rule", finding.rule},
          {"pointer", finding.pointer},
          {"value", finding.value},
          {"detail", finding.detail}};
}

Exit check(const Given& given, const Streams& streams) {
  const auto text = read_file(given.operand(0), streams.in);
  if (!text) {
    streams.err << "lintas " << given.command->name << ": " << text.error() << '\n';
    return Exit::unreadable;
  }
  const auto table = recognition::read_table_of(*text, aeo::law());
  if (given.has("--json")) {
    if (!table)
      for (const Finding& one : table.error()) streams.out << json_line(shown(one));
    return table ? Exit::ok : Exit::invalid;
  }
  if (!table) {
    for (const Finding& one : table.error()) {
      streams.out << wrapped(
                         printable(format("{}: {}: {}{}", one.pointer, one.rule, one.detail,
                                          one.value.empty() ? std::string{} : format(" ({})", one.value))),
                         streams.width)
                  << '\n'
                  << wrapped(format("  {}", message::remedy_of(one)), streams.width) << '\n';
    }
    return Exit::invalid;
  }
  streams.out << format("{}: periods without a fault: {}\n", printable(given.operand(0)),
                        table->rows().size());
  return Exit::ok;
}

Exit export_table(const Given& /*given*/, const Streams& streams) {
  streams.out << recognition::written(recognition::built_in());
  return Exit::ok;
}

constexpr std::array check_options{
    Option{.name = "--json", .meaning = "print the findings as JSON, one a line", .kind = Kind::flag}};

}  // namespace

constexpr Command recognition_list_command{
    .name = "recognition list",
    .summary = "list which state honours the operators of which other one, since when, and what it is worth",
    .about =
        "Each direction is a pair of its own. `evidence` says whether a period was read in a source,\n"
        "inferred, or is a sample; --json shows the source, and what has to be declared.\n",
    .options = list_options,
    .asks_node = true,
    .example = "lintas recognition list --by ID --at 2026-11-30",
    .run = &list};

constexpr Command recognition_explain_command{
    .name = "recognition explain",
    .summary = "ask whether a code has its benefit in a case, and why: question by question",
    .about =
        "Anybody with a key may ask. Of the operator nothing is said that the code does not say: whether\n"
        "it has benefits, and not which day or level its certificate has. Nothing is stored. Ends with 1\n"
        "where nothing is given; of a pilot with 0.\n",
    .operands = explain_operands,
    .options = explain_options,
    .asks_node = true,
    .example =
        "lintas recognition explain SG AEOSG123456789012 --in ID --loading SGSIN --procedure 'BC 2.0' "
        "--field facility_code=451 --field authorisation_date=2026-02-01 --score 50",
    .run = &explain};

constexpr Command recognition_check_command{
    .name = "recognition check",
    .summary = "check a table of recognitions: each fault with its line, column and rule",
    .about = "Without a node. The columns are those of `lintas recognition export`.\n",
    .operands = check_operands,
    .options = check_options,
    .example = "lintas recognition check recognitions.csv",
    .run = &check};

constexpr Command recognition_export_command{
    .name = "recognition export",
    .summary = "print the table of recognitions that the program brings along, as CSV",
    .about = "Without a node.\n",
    .example = "lintas recognition export",
    .run = &export_table};

}  // namespace lintas::cli
