#include "cli/check.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <expected>
#include <iterator>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "cli/cli.hpp"
#include "cli/files.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/messages/view.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/check.hpp"
#include "core/seed/seed.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::cli {

namespace {

constexpr std::string_view usage =
    "usage: lintas check FILE… [--level schema|rules] [--at DATE] [--json]\n\n"
    "Checks messages in XML or JSON. FILE may be - for the standard input.\n\n"
    "  --level LEVEL  how far to check: schema (well-formedness and schema; the default) or rules (also "
    "code\n"
    "                 lists, conditions and rules of IE007, IE013, IE014, IE015, IE044 and IE170, with the\n"
    "                 reference data that the program brings along)\n"
    "  --at DATE      the day whose lists and rules hold, as 2026-11-23; today if left out; without effect "
    "on\n"
    "                 level schema\n"
    "  --json         print the findings as JSON\n\n"
    "Ends with 0 if all files are valid, 1 if one is not, 2 if one could not be read.\n";

struct Options {
  std::vector<std::string_view> files;
  bool json = false;
  bool help = false;
  bool rules = false;
  std::optional<Day> day;
};

std::expected<Options, std::string> parse(Arguments arguments) {
  Options options;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    const auto value = [&]() -> std::string_view {
      return std::next(argument) == arguments.end() ? std::string_view{} : *++argument;
    };
    if (*argument == "--help") {
      options.help = true;
    } else if (*argument == "--json") {
      options.json = true;
    } else if (*argument == "--level") {
      const auto level = value();
      options.rules = level == "rules";
      if (level != "schema" && !options.rules)
        return std::unexpected(format("there is no level '{}'; available: schema, rules", level));
    } else if (*argument == "--at") {
      const auto day = value();
      options.day = parse_day(day);
      if (!options.day) return std::unexpected(format("'{}' is not a day as 2026-11-23", day));
    } else if (argument->starts_with("--")) {
      return std::unexpected(format("there is no option '{}'", *argument));
    } else {
      options.files.push_back(*argument);
    }
  }
  if (options.files.empty() && !options.help) return std::unexpected("which files?");
  return options;
}

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

/// JSON begins with a brace or a bracket, XML never.
auto read_message(std::string_view bytes) {
  const auto first = bytes.find_first_not_of(" \t\r\n");
  const bool is_json = first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
  return is_json ? json::read(bytes) : xml::read(bytes);
}

const message::Rule& rule_of(const Finding& finding) {
  const message::Rule* rule = message::find_rule(finding.rule);
  require(rule != nullptr, "every finding has a rule in data/rules.csv");
  return *rule;
}

class TextPrinter {
 public:
  explicit TextPrinter(std::ostream& out) : out_(out) {}

  void valid(std::string_view file, const message::View& view) {
    out_ << file << ": valid, " << view.root << " (" << view.code << ", " << view.title << ")\n";
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
    if (!finding.detail.empty()) out_ << ' ' << finding.detail << '.';
    out_ << "\n    " << rule.remedy << '\n';
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
    if (!finding.detail.empty()) member("detail", finding.detail);
    if (position.line != 0) text_ += format(",\"line\":{},\"column\":{}", position.line, position.column);
    text_ += format(",\"permanent\":{}", rule.permanent);
    member("text", rule.text);
    member("remedy", rule.remedy);
    text_ += '}';
  }

  std::ostream& out_;
  std::string text_;
};

/// The reference data of the program and the day. A message is judged by the states it names, so it does not
/// matter whose node this would be.
class Rules {
 public:
  explicit Rules(Day day) : reference_(seed::reference(Country::parse("SG").value())), day_(day) {}

  [[nodiscard]] message::Report check(const message::Document& document) const {
    return rules::check(document, {.reference = reference_, .day = day_});
  }

 private:
  refdata::Snapshot reference_;
  Day day_;
};

Day today() { return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()); }

template <class Printer>
Exit check_files(const Options& options, const Streams& streams) {
  Printer printer{streams.out};
  Exit exit = Exit::ok;
  const auto rules = options.rules ? std::optional<Rules>{options.day.value_or(today())} : std::nullopt;
  for (const auto file : options.files) {
    const auto bytes = read_file(file, streams.in);
    if (!bytes) {
      streams.err << "lintas check: " << bytes.error() << '\n';
      exit = Exit::unreadable;
      continue;
    }
    const auto document = read_message(*bytes);
    const auto report = !document ? document.error() : rules ? rules->check(*document) : message::Report{};
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

}  // namespace

Exit check(Arguments arguments, const Streams& streams) {
  const auto options = parse(arguments);
  if (!options) {
    streams.err << "lintas check: " << options.error() << "\n\n" << usage;
    return Exit::usage;
  }
  if (options->help) {
    streams.out << usage;
    return Exit::ok;
  }
  if (options->day && !options->rules) streams.err << "lintas check: --at has no effect on level schema\n";
  return options->json ? check_files<JsonPrinter>(*options, streams)
                       : check_files<TextPrinter>(*options, streams);
}

}  // namespace lintas::cli
