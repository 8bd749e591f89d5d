#include "cli/check.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <iterator>
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
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::cli {

namespace {

constexpr std::string_view usage =
    "usage: lintas check FILE… [--level schema] [--at DATE] [--json]\n\n"
    "Checks messages in XML or JSON. FILE may be - for the standard input.\n\n"
    "  --level LEVEL  how far to check: schema (well-formedness and schema; the default)\n"
    "  --at DATE      the day whose lists and rules hold, as 2026-11-23; without effect on level schema\n"
    "  --json         print the findings as JSON\n\n"
    "Ends with 0 if all files are valid, 1 if one is not, 2 if one could not be read.\n";

struct Options {
  std::vector<std::string_view> files;
  bool json = false;
  bool help = false;
  bool dated = false;
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
      if (level == "rules") {
        return std::unexpected(
            "level 'rules' is not available: this version has no code lists, conditions and rules yet, only "
            "level 'schema'");
      }
      if (level != "schema")
        return std::unexpected(format("there is no level '{}'; available: schema", level));
    } else if (*argument == "--at") {
      const auto day = value();
      if (!parse_day(day)) return std::unexpected(format("'{}' is not a day as 2026-11-23", day));
      options.dated = true;
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
    out_ << "  " << finding.rule << ' ' << (finding.pointer.empty() ? "/" : finding.pointer) << " (line "
         << position.line << ", column " << position.column << ")\n    " << rule.text;
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
    text_ +=
        format(",\"line\":{},\"column\":{},\"permanent\":{}", position.line, position.column, rule.permanent);
    member("text", rule.text);
    member("remedy", rule.remedy);
    text_ += '}';
  }

  std::ostream& out_;
  std::string text_;
};

template <class Printer>
Exit check_files(const Options& options, const Streams& streams) {
  Printer printer{streams.out};
  Exit exit = Exit::ok;
  for (const auto file : options.files) {
    const auto bytes = read_file(file, streams.in);
    if (!bytes) {
      streams.err << "lintas check: " << bytes.error() << '\n';
      exit = Exit::unreadable;
      continue;
    }
    const auto document = read_message(*bytes);
    if (document) {
      printer.valid(file, document->program->view());
    } else {
      printer.invalid(file, document.error());
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
  if (options->dated) streams.err << "lintas check: --at has no effect on level schema\n";
  return options->json ? check_files<JsonPrinter>(*options, streams)
                       : check_files<TextPrinter>(*options, streams);
}

}  // namespace lintas::cli
