#include <array>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "cli/acts.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/sheet.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/csv.hpp"
#include "shell/net/http.hpp"

/// Lists of operators as tables, for partners without a node: `lintas aeo give` and `lintas aeo take`.
namespace lintas::cli {

namespace {

constexpr std::string_view address = "/v1/listed-operators";

std::string name_of(const Json& listed) {
  const Json& reference = member(listed, "reference");
  return format("{}, {}", text_of(member(reference, "holder")), text_of(member(reference, "number")));
}

constexpr std::array give_options{
    Option{.name = "--to", .value = "FILE", .meaning = "write it to a file instead of the screen"}};

std::string heading() {
  std::string text;
  for (const std::string_view column : aeo::listed::sheet_columns())
    text.append(text.empty() ? "" : ",").append(column);
  return text + "\n";
}

std::string words_of(const Json& list) {
  std::string text;
  if (!list.is_array()) return text;
  for (const Json& one : list) text.append(text.empty() ? "" : " ").append(text_of(one));
  return text;
}
/// The codes without an end: a table cannot say when another one would be the operator's no more.
std::string codes_of(const Json& listed) {
  std::string text;
  const Json& codes = member(listed, "codes");
  if (!codes.is_array()) return text;
  for (const Json& one : codes) {
    if (member(one, "until").is_string()) continue;
    text.append(text.empty() ? "" : " ").append(text_of(member(one, "code")));
  }
  return text;
}
std::string text_or_empty(const Json& value) { return value.is_string() ? text_of(value) : std::string{}; }

/// The row of one of this state's, in the order of the columns; nothing of one of which nobody is told.
std::optional<std::string> row_of(const Json& listed) {
  const Json& said = member(listed, "said");
  if (!said.is_array() || said.empty()) return std::nullopt;
  const Json& newest = said.back();
  const Json& reference = member(listed, "reference");
  // Whoever took a table before has to hear that the operator agrees no more: of it nothing else is said.
  if (!member(listed, "programme").is_string()) {
    return refdata::to_csv_line(std::array<std::string, 13>{
        text_of(member(reference, "holder")), text_of(member(reference, "number")), "", "", "", "", "", "",
        "", "", text_of(member(newest, "status")), text_of(member(newest, "at")), ""});
  }
  const std::array<std::string, 13> cells{text_of(member(reference, "holder")),
                                          text_of(member(reference, "number")),
                                          text_of(member(listed, "programme")),
                                          text_or_empty(member(listed, "level")),
                                          words_of(member(listed, "roles")),
                                          codes_of(listed),
                                          text_of(member(listed, "authorised")),
                                          text_of(member(listed, "valid_from")),
                                          text_or_empty(member(listed, "valid_until")),
                                          text_or_empty(member(listed, "revalidate_on")),
                                          text_of(member(newest, "status")),
                                          text_of(member(newest, "at")),
                                          text_or_empty(member(listed, "consent"))};
  return refdata::to_csv_line(cells);
}

Exit give_table(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto me = session->ask_json({.path = "/v1/me"});
  if (!me) return me.error();
  std::string table = heading();
  const Exit exit = session->each_item(std::string{address},
                                       {{.name = "partner", .value = text_of(member(*me, "country"))}},
                                       std::numeric_limits<std::size_t>::max(), [&](const Json& listed) {
                                         if (const auto row = row_of(listed)) table.append(*row).append("\n");
                                       });
  if (exit != Exit::ok) return exit;
  const auto file = given.value("--to");
  if (!file) {
    streams.out << table;
    return Exit::ok;
  }
  if (const auto written = write_file(std::string{*file}, table); !written) {
    streams.err << "lintas " << given.command->name << ": " << written.error() << '\n';
    return Exit::unreadable;
  }
  return Exit::ok;
}

constexpr std::array take_operands{
    Operand{.name = "STATE", .meaning = "whose list it is, as MM"},
    Operand{.name = "FILE", .meaning = "the table (CSV); - for the standard input"}};
constexpr std::array take_options{
    Option{.name = "--preview",
           .meaning = "only say what is wrong with which cell, and what would be new or changed",
           .kind = Kind::flag},
    idempotency_option};

constexpr std::array fault_columns{
    Shown{.pointer = "/rule", .label = "rule"}, Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/value", .label = "says"}, Shown{.pointer = "/detail", .label = "what is wrong"}};
constexpr std::array preview_columns{
    Shown{.pointer = "/line", .label = "line"}, Shown{.pointer = "/operator", .label = "operator"},
    Shown{.pointer = "/status", .label = "status"}, Shown{.pointer = "/would_be", .label = "would be"}};

Exit tell_faults(const Findings& faults, const Streams& streams) {
  Json items = Json::array();
  for (const Finding& fault : faults) {
    items.push_back(
        {{"rule", fault.rule}, {"at", fault.pointer}, {"value", fault.value}, {"detail", fault.detail}});
  }
  print_table(streams.out, items, fault_columns);
  return Exit::invalid;
}

/// Whether the row is what the node has, from whenever on that stands so. `text`: as it would be written.
bool says_the_same(const aeo::listed::SheetRow& row, const std::string& text) {
  const auto before =
      aeo::listed::read_sheet(heading().append(text).append("\n"), row.said.reference.holder.country(), {});
  if (!before || before->empty()) return false;
  aeo::listed::BringIn here = before->front().said;
  aeo::listed::BringIn said = row.said;
  here.effective.reset();
  said.effective.reset();
  return here == said;
}

/// What the node would do with each row, by what it has now.
Exit preview(Session& session, const std::string& of, const std::vector<aeo::listed::SheetRow>& rows) {
  std::map<std::string, std::string> known;
  const Exit exit = session.each_item(
      std::string{address}, {{.name = "partner", .value = of}}, std::numeric_limits<std::size_t>::max(),
      [&](const Json& listed) { known.emplace(name_of(listed), row_of(listed).value_or("")); });
  if (exit != Exit::ok) return exit;
  Json items = Json::array();
  for (const aeo::listed::SheetRow& row : rows) {
    const std::string name = aeo::authorisation::in_words(row.said.reference);
    const auto found = known.find(name);
    std::string_view would_be = "new";
    if (found != known.end()) would_be = says_the_same(row, found->second) ? "unchanged" : "changed";
    items.push_back({{"line", row.line},
                     {"operator", name},
                     {"status", word_of(row.said.status)},
                     {"would_be", would_be}});
  }
  if (session.json()) {
    for (const Json& one : items) session.streams().out << json_line(one);
  } else {
    print_table(session.streams().out, items, preview_columns);
  }
  return Exit::ok;
}

Exit take_table(const Given& given, const Streams& streams) {
  const auto of = Country::parse(given.operand(0));
  if (!of) return refuse(given, streams, format("'{}' is not a state", printable(given.operand(0))));
  auto text = read_file(given.operand(1), streams.in);
  if (!text) {
    streams.err << "lintas " << given.command->name << ": " << text.error() << '\n';
    return Exit::unreadable;
  }
  const auto rows = aeo::listed::read_sheet(*text, *of, {});
  if (!rows) return tell_faults(rows.error(), streams);
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  if (given.has("--preview")) return preview(*session, std::string{of->str()}, *rows);
  const auto done = session->ask_json(
      {.method = net::Method::post,
       .path = with_query("/v1/operator-lists", {{.name = "of", .value = std::string{of->str()}}}),
       .content_type = "text/csv",
       .body = *std::move(text),
       .idempotency_key = session->idempotency_key()});
  if (!done) return done.error();
  if (session->json()) {
    streams.out << json_line(*done);
    return Exit::ok;
  }
  static constexpr std::array counts{Shown{.pointer = "/new", .label = "new"},
                                     Shown{.pointer = "/changed", .label = "changed"},
                                     Shown{.pointer = "/unchanged", .label = "unchanged"},
                                     Shown{.pointer = "/refused", .label = "refused"},
                                     Shown{.pointer = "/trace_id", .label = "trace"},
                                     Shown{.pointer = "/accepted", .label = ""}};
  print_record(streams.out, *done, counts, streams.width);
  return Exit::ok;
}

}  // namespace

constexpr Command aeo_give_command{
    .name = "aeo give",
    .summary = "write this state's list of operators as a table, for a partner without a node",
    .about =
        "A row each of all that agreed and were granted, ended ones too. Names and addresses are not in it:\n"
        "they are for partners whose nodes keep them. Nor is a code that has an end, since a table has no\n"
        "column for that: of two codes that hold side by side the partner has the one that stays.\n",
    .options = give_options,
    .asks_node = true,
    .example = "lintas aeo give --to operators.csv",
    .run = &give_table};

constexpr Command aeo_take_command{
    .name = "aeo take",
    .summary = "bring in the list of a state without a node, from a table",
    .about =
        "As `lintas aeo give` writes it. Where a cell is wrong each is told by line and column, and nothing "
        "is\n"
        "taken. An operator that the file does not name stays as it is: one that has ended has a row that\n"
        "says so. Once the node of that state tells its list itself, nothing is brought in any more.\n",
    .operands = take_operands,
    .options = take_options,
    .asks_node = true,
    .example = "lintas aeo take MM operators.csv --preview",
    .run = &take_table};

}  // namespace lintas::cli
