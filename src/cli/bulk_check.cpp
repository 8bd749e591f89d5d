#include "cli/bulk_check.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/checking.hpp"
#include "cli/cli.hpp"
#include "cli/output.hpp"
#include "cli/parcels.hpp"
#include "core/messages/remedy.hpp"
#include "core/messages/report.hpp"

namespace lintas::cli {

Checking::Checking(const Streams& streams, std::optional<Day> day, bool as_json)
    : streams_(streams), rules_(day), as_json_(as_json) {}

bool Checking::is_right(const Parcel& parcel, bool quietly) const {
  if (!parcel.faults.empty()) {
    if (!quietly) {
      begin(parcel);
      for (const csv::Fault& fault : parcel.faults)
        tell(parcel, place_in(*parcel.table, fault.line, fault.column), {}, fault.text, {});
    }
    return false;
  }
  const auto document = read_message(parcel.body);
  const message::Report report = document ? rules_.check(*document) : document.error();
  if (report.findings.empty()) return true;
  if (!quietly) {
    begin(parcel);
    for (const Finding& finding : report.findings) tell(parcel, finding);
  }
  return false;
}

void Checking::unread(const Unread& file) const {
  for (const std::string& why : file.why) {
    if (as_json_) {
      streams_.out << json_line({{"file", file.file}, {"text", why}});
    } else {
      streams_.out << wrapped(printable(format("{}: {}", file.file, why)), streams_.width) << '\n';
    }
  }
}

void Checking::begin(const Parcel& parcel) const {
  if (!as_json_) streams_.out << printable(parcel.name()) << '\n';
}

void Checking::tell(const Parcel& parcel, const Finding& finding) const {
  std::string what{rule_of(finding).text};
  if (!finding.value.empty()) what += format(" Value: '{}'.", finding.value);
  if (!finding.detail.empty()) what += " " + message::sentence(finding.detail);
  tell(parcel, parcel.place_of(finding.pointer), finding.rule, what, message::remedy_of(finding));
}

void Checking::tell(const Parcel& parcel, const std::string& place, std::string_view rule,
                    std::string_view what, std::string_view remedy) const {
  if (as_json_) {
    Json line{{"document", parcel.name()}, {"place", place}};
    if (!rule.empty()) line["rule"] = rule;
    line["text"] = what;
    if (!remedy.empty()) line["remedy"] = remedy;
    streams_.out << json_line(line);
    return;
  }
  streams_.out << "  " << printable(format("{}{}{}", place, rule.empty() ? "" : ": ", rule)) << '\n';
  Lines lines;
  lines.add("   ", printable(what));
  if (!remedy.empty()) lines.add("   ", printable(remedy));
  lines.print(streams_.out, 0, streams_.width);
}

Checked Checking::check_all(Parcels& parcels) const {
  Checked checked;
  for (;;) {
    const auto next = parcels.next();
    if (!next) {
      ++checked.unread;
      unread(next.error());
      continue;
    }
    if (!*next) return checked;
    ++checked.documents;
    if (!is_right(**next, checked.faulty >= faulty_told_most)) ++checked.faulty;
  }
}

namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

void print_checked(const Streams& streams, const Checked& checked) {
  std::string text = counted(checked.documents, "document", "documents");
  if (checked.faulty > 0) text += format(", {} with faults", checked.faulty);
  if (checked.unread > 0)
    text += format(", {} not read to its end", counted(checked.unread, "file", "files"));
  if (checked.faulty == 0 && checked.unread == 0) text += ", nothing wrong with them";
  if (checked.faulty > faulty_told_most)
    text += format("; the faults of the first {} are told", faulty_told_most);
  streams.err << text << '\n';
}

}  // namespace lintas::cli
