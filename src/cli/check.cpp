#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "cli/checking.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/kinds.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/remedy.hpp"
#include "core/messages/report.hpp"
#include "core/messages/view.hpp"
#include "wire/json/json_writer.hpp"

namespace lintas::cli {

namespace {

constexpr std::array operands{Operand{
    .name = "FILE", .meaning = "a message, or a table of a kind; - for the standard input", .repeats = true}};
constexpr std::array options{
    Option{
        .name = "--level",
        .value = "schema|rules",
        .meaning =
            "schema (if left out): well-formedness and schema; rules: also code lists, conditions and "
            "rules of IE007, IE013, IE014, IE015, IE044, IE170, of certificates of origin and of kinds that "
            "are data, by the reference data that the program brings along",
        .kind = Kind::choice},
    Option{.name = "--at",
           .value = "DATE",
           .meaning =
               "the day whose lists and rules hold, as 2026-11-23; today if left out; without effect on "
               "level schema",
           .kind = Kind::day},
    kinds_option, Option{.name = "--json", .meaning = "print the findings as JSON", .kind = Kind::flag}};

std::string_view name_of(message::Level level) {
  switch (level) {
    case message::Level::well_formed: return "well-formed";
    case message::Level::schema: return "schema";
    case message::Level::list: return "list";
    case message::Level::condition: return "condition";
    case message::Level::rule: return "rule";
    case message::Level::state: return "state";
  }
  std::unreachable();
}

/// What is wrong with a kind of documents, as of a message.
message::Report report_of(Findings findings) {
  message::Report report{
      .level = message::Level::rule, .program = nullptr, .findings = std::move(findings), .positions = {}};
  report.positions.resize(report.findings.size());
  return report;
}

class TextPrinter {
 public:
  explicit TextPrinter(std::ostream& out) : out_(out) {}

  void valid(std::string_view file, const message::View& view) {
    out_ << file << ": valid, " << view.root << " (";
    if (view.code != view.root) out_ << view.code << ", ";
    out_ << view.title << ")\n";
  }

  void invalid(std::string_view file, const message::Report& report) {
    out_ << file << ": not valid, ";
    if (report.program != nullptr) out_ << report.program->root() << ", ";
    const auto count = report.findings.size();
    out_ << count << (count == 1 ? " finding" : " findings") << " at level " << name_of(report.level) << '\n';
    for (std::size_t i = 0; i < count; ++i) finding(report.findings[i], report.positions[i]);
  }

  void end() {}

 private:
  void finding(const Finding& finding, const message::Position& position) {
    const message::Rule& rule = rule_of(finding);
    out_ << "  " << finding.rule << ' ' << (finding.pointer.empty() ? "/" : finding.pointer);
    // What is judged after reading has no place in the bytes; the pointer says where it is.
    if (position.line != 0) out_ << " (line " << position.line << ", column " << position.column << ')';
    out_ << "\n    " << rule.text;
    if (!finding.value.empty()) out_ << " Value: '" << finding.value << "'.";
    if (!finding.detail.empty()) out_ << ' ' << message::sentence(finding.detail);
    out_ << "\n    " << message::remedy_of(finding) << '\n';
  }

  std::ostream& out_;
};

class JsonPrinter {
 public:
  explicit JsonPrinter(std::ostream& out) : out_(out) {}

  void valid(std::string_view file, const message::View& view) {
    begin(file, true);
    member("message", view.root);
    text_ += ",\"findings\":[]}";
  }

  void invalid(std::string_view file, const message::Report& report) {
    begin(file, false);
    if (report.program != nullptr) member("message", report.program->root());
    member("level", name_of(report.level));
    text_ += ",\"findings\":[";
    for (std::size_t i = 0; i < report.findings.size(); ++i) {
      if (i > 0) text_ += ',';
      finding(report.findings[i], report.positions[i]);
    }
    text_ += "]}";
  }

  void end() { out_ << '[' << text_ << "\n]\n"; }

 private:
  void begin(std::string_view file, bool valid) {
    text_ += text_.empty() ? "\n{\"file\":" : ",\n{\"file\":";
    json::append_string(text_, utf8::first_bad(file) ? "(a name that is not UTF-8)" : file);
    text_ += valid ? ",\"valid\":true" : ",\"valid\":false";
  }

  void member(std::string_view name, std::string_view value) {
    text_.append(",\"").append(name).append("\":");
    json::append_string(text_, value);
  }

  void finding(const Finding& finding, const message::Position& position) {
    const message::Rule& rule = rule_of(finding);
    text_ += "{\"rule\":";
    json::append_string(text_, finding.rule);
    if (!rule.ncts.empty()) member("ncts", rule.ncts);
    member("pointer", finding.pointer);
    if (!finding.value.empty()) member("value", finding.value);
    if (!finding.detail.empty()) member("detail", message::sentence(finding.detail));
    if (position.line != 0) text_ += format(",\"line\":{},\"column\":{}", position.line, position.column);
    text_ += format(",\"permanent\":{}", rule.permanent);
    member("text", rule.text);
    member("remedy", message::remedy_of(finding));
    text_ += '}';
  }

  std::ostream& out_;
  std::string text_;
};

/// A table of a kind of documents, and no message.
template <class Printer>
Exit check_kind(std::string_view file, std::string_view text, Printer& printer) {
  auto kind = kinds::Kind::parse(text);
  if (!kind) {
    printer.invalid(file, report_of(std::move(kind.error())));
    return Exit::invalid;
  }
  printer.valid(file, (*kind)->program().view());
  return Exit::ok;
}

template <class Printer>
Exit check_files(const Given& given, const std::optional<Rules>& rules, const Streams& streams) {
  Printer printer{streams.out};
  Exit exit = Exit::ok;
  auto kinds = kinds_for(given);
  if (!kinds) {
    printer.invalid(given.value("--kinds").value_or(""), report_of(std::move(kinds.error())));
    printer.end();
    return Exit::invalid;
  }
  for (const auto file : given.operands) {
    const auto bytes = read_file(file, streams.in);
    if (!bytes) {
      streams.err << "lintas check: " << bytes.error() << '\n';
      exit = Exit::unreadable;
      continue;
    }
    if (file.ends_with(".csv")) {
      exit = std::max(exit, check_kind(file, *bytes, printer));
      continue;
    }
    const auto document = read_message(*bytes, *kinds);
    const auto report = !document ? document.error()
                        : rules   ? rules->check(*document, *kinds)
                                  : message::Report{};
    if (report.findings.empty()) {
      printer.valid(file, document->program->view());
    } else {
      printer.invalid(file, report);
      exit = std::max(exit, Exit::invalid);
    }
  }
  printer.end();
  return exit;
}

Exit check(const Given& given, const Streams& streams) {
  std::optional<Rules> rules;
  const auto day = given.value("--at");
  if (given.value("--level") == "rules") {
    rules.emplace(day ? parse_day(*day) : std::nullopt);
  } else if (day) {
    streams.err << "lintas check: --at has no effect on level schema\n";
  }
  return given.has("--json") ? check_files<JsonPrinter>(given, rules, streams)
                             : check_files<TextPrinter>(given, rules, streams);
}

}  // namespace

constexpr Command check_command{
    .name = "check",
    .summary = "say what is wrong with messages, without a node",
    .about =
        "Checks messages in XML or JSON, and tables of kinds of documents, files ending in .csv. Ends with 0 "
        "if all\nfiles are valid, 1 if one is not, 2 if one could not be read.\n",
    .operands = operands,
    .options = options,
    .example = "lintas check examples/sg-th-electronics.xml --level rules --at 2026-11-23",
    .run = &check};

}  // namespace lintas::cli
