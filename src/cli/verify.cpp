#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "cli/arguments.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "core/code/check.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/remedy.hpp"
#include "core/messages/report.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/values/seal_range.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/signing.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::cli {

namespace {

constexpr std::array operands{Operand{
    .name = "CODE",
    .meaning = "the text of the QR code, which begins with LC1:, a file that has it, or - for the standard "
               "input"}};
constexpr std::array options{
    Option{.name = "--trust",
           .value = "SHEET",
           .meaning = "trust sheet of a state (`lintas trust fetch`); needed, may stand several times, the "
                      "newest of a state counts",
           .repeats = true},
    Option{.name = "--root",
           .value = "STATE=FINGERPRINT",
           .meaning = "the root that signs the sheets of a state, as its administration tells it; without it "
                      "a sheet is believed because it was given, and the answer says so",
           .repeats = true},
    Option{
        .name = "--status",
        .value = "LIST",
        .meaning =
            "status list of a state (`lintas status-list`); may stand several times, the newest of a state "
            "counts",
        .repeats = true},
    Option{.name = "--document",
           .value = "FILE",
           .meaning = "of the code of a certificate: the certificate (CO.ISSUE) in XML or JSON; says whether "
                      "it is the one that was signed"},
    Option{.name = "--at",
           .value = "TIME",
           .meaning = "the instant for which the answer holds, as 2026-11-23T08:00:00Z; now if left out",
           .kind = Kind::time},
    Option{.name = "--json", .meaning = "print the answer as JSON", .kind = Kind::flag}};

Json json_of(const Finding& finding) {
  const message::Rule* rule = message::find_rule(finding.rule);
  require(rule != nullptr, "every finding has a rule in data/rules.csv");
  Json json{{"rule", finding.rule}, {"text", rule->text}, {"remedy", rule->remedy}};
  if (!finding.detail.empty()) json["detail"] = finding.detail;
  return json;
}

Json json_of(const code::Tick& tick) {
  Json json{{"verdict", word_of(tick.verdict)}};
  if (tick.as_of) json["as_of"] = to_text(*tick.as_of);
  if (tick.why) json.update(json_of(*tick.why));
  return json;
}

Json json_of(const code::AccompanyingDocument& document) {
  constexpr int places_of_kilograms = 3;
  Json json{{"mrn", document.mrn.str()},
            {"departure", document.departure.str()},
            {"destination", document.destination.str()},
            {"holder", document.holder.str()}};
  if (document.limit) json["limit"] = to_text(*document.limit);
  json["vehicles"] = document.vehicles;
  json["vehicle_identifiers"] = document.vehicle_identifiers;
  json["seals"] = document.seals;
  json["seal_identifiers"] = document.seal_identifiers;
  json["packages"] = document.packages;
  json["gross_mass_kg"] = Decimal::of(document.gross_mass_grams, places_of_kilograms).str();
  return json;
}

Json json_of(const code::Certificate& certificate) {
  return {{"office", certificate.office},
          {"number", certificate.number},
          {"version", certificate.version},
          {"form", word_of(certificate.form)},
          {"day_of_issue", to_text(certificate.issued)},
          {"importer", certificate.importer.str()},
          {"medium", word_of(certificate.medium)},
          {"content", to_hex(certificate.content.view())}};
}

Json json_of(const code::Content& content) {
  Json json{{"kind", word_of(content.kind())},
            {"issuer", content.issuer.str()},
            {"issued", to_text(content.issued)},
            {"valid_from", to_text(content.valid_from)}};
  json.update(std::visit([](const auto& document) { return json_of(document); }, content.document));
  return json;
}

Json json_of(const code::Checked& checked, bool root_compared) {
  Json json{{"holds", checked.all_hold()},
            {"root_compared", root_compared},
            {"integrity", json_of(checked.integrity)},
            {"issuer", json_of(checked.issuer)},
            {"not_cancelled", json_of(checked.not_cancelled)}};
  if (checked.document) json["document"] = json_of(*checked.document);
  if (!checked.key.empty()) json["key"] = checked.key;
  if (checked.sheet) json["sheet"] = *checked.sheet;
  if (checked.root) json["root"] = *checked.root;
  if (checked.content) json["code"] = json_of(*checked.content);
  return json;
}

constexpr std::array shown_rows{Shown{"/kind", "document"},
                                Shown{"/issuer", "issued by"},
                                Shown{"/issued", "signed"},
                                Shown{"/valid_from", "valid from"},
                                Shown{"/office", "office"},
                                Shown{"/number", "number"},
                                Shown{"/version", "version"},
                                Shown{"/form", "form"},
                                Shown{"/day_of_issue", "day of issue"},
                                Shown{"/importer", "importing state"},
                                Shown{"/medium", "the page is"},
                                Shown{"/content", "content, SHA-256"},
                                Shown{"/mrn", "MRN"},
                                Shown{"/departure", "departure"},
                                Shown{"/destination", "destination"},
                                Shown{"/holder", "holder"},
                                Shown{"/limit", "limit"},
                                Shown{"/vehicles", "vehicles"},
                                Shown{"/vehicle_identifiers", ""},
                                Shown{"/seals", "seals"},
                                Shown{"/seal_identifiers", ""},
                                Shown{"/packages", "packages"},
                                Shown{"/gross_mass_kg", "gross mass, kg"}};

/// Rule, what is wrong, how it is here.
std::string reason_in(const Finding& finding) {
  std::string text = format("{} {}", finding.rule, json_of(finding)["text"].get<std::string>());
  if (!finding.detail.empty()) text += ' ' + message::sentence(finding.detail);
  return text;
}

/// `before`: the reasons of the ticks before, for one may be that of all three.
std::string told(const code::Tick& tick, std::vector<Finding>& before) {
  std::string text = tick.as_of ? format("as of {}", to_text(*tick.as_of)) : std::string{};
  if (!tick.why) return text;
  if (!text.empty()) text += '\n';
  if (std::ranges::find(before, *tick.why) != before.end()) return text + "for the same reason";
  before.push_back(*tick.why);
  return text + reason_in(*tick.why) + '\n' + json_of(*tick.why)["remedy"].get<std::string>();
}

/// Whether somebody has said which root the state has.
bool is_root_compared(const code::Checked& checked, std::span<const code::Pin> pins) {
  return checked.content && std::ranges::find(pins, checked.content->issuer, &code::Pin::state) != pins.end();
}

constexpr std::string_view not_compared =
    "The root of the sheet was not compared: anybody can make such a sheet. Give --root with the fingerprint "
    "that the state's administration tells you.";

/// "2: SG123456, SG123457"; "12: SG123456, …" where there was no room for all. Seals that stand in sequence
/// are a range.
std::string counted(std::uint32_t count, std::span<const std::string> identifiers, bool in_sequence = false) {
  std::string text = format("{}", count);
  const char* before = ": ";
  const std::vector<std::string> shown =
      in_sequence ? in_ranges(identifiers) : std::vector<std::string>{identifiers.begin(), identifiers.end()};
  for (const std::string& one : shown) text += format("{}{}", std::exchange(before, ", "), one);
  if (identifiers.size() < count && !identifiers.empty()) text += ", …";
  return text;
}

void print(const code::Checked& checked, bool root_compared, const Streams& streams) {
  Lines ticks;
  std::vector<Finding> reasons;
  const auto add = [&](std::string_view name, const code::Tick& tick, std::string_view more = {}) {
    ticks.add(format("{:<8} {}", word_of(tick.verdict), name),
              printable(told(tick, reasons)) + std::string{more});
  };
  add("integrity", checked.integrity);
  const bool warned = checked.sheet && !root_compared;
  add("issuer", checked.issuer, warned ? format("\n{}", not_compared) : std::string{});
  add("not cancelled", checked.not_cancelled);
  if (checked.document) add("same document", *checked.document);
  ticks.print(streams.out, 0, streams.width);
  if (!checked.content) return;
  Json record = json_of(*checked.content);
  if (const auto* paper = std::get_if<code::AccompanyingDocument>(&checked.content->document)) {
    record["vehicles"] = counted(paper->vehicles, paper->vehicle_identifiers);
    record["seals"] = counted(paper->seals, paper->seal_identifiers, true);
  }
  record["key"] = checked.key;
  if (checked.sheet) record["trust sheet"] = *checked.sheet;
  if (checked.root) record["root"] = *checked.root;
  streams.out << '\n';
  print_record(streams.out, record, shown_rows, streams.width);
}

/// Text of the code as given, or what stands in a file.
std::expected<std::string, std::string> text_in(std::string_view operand, const Streams& streams) {
  if (operand.starts_with(code::text_prefix)) return std::string{operand};
  auto text = read_file(operand, streams.in);
  // A blank at the end may be a part of the code.
  while (text && (text->ends_with('\n') || text->ends_with('\r'))) text->pop_back();
  return text;
}

/// Whether a newer one was taken. Of two with one number or date neither is the newer: one is false.
bool is_older_sheet(const code::Trust& trust, ByteView bytes) {
  const auto sheet = code::read_sheet(bytes, trust.hash(), trust.verifier());
  const code::TrustSheet* held = sheet ? trust.sheet_of(sheet->issuer) : nullptr;
  return held != nullptr && sheet->root == held->root && sheet->number < held->number;
}
bool is_older_list(const code::Trust& trust, ByteView bytes) {
  const auto read = code::read_list(bytes);
  const code::StatusList* held = read ? trust.list_of(read->list.issuer, read->list.kind) : nullptr;
  return held != nullptr && read->list.as_of < held->as_of;
}

/// What a code has of the certificate in a file; nothing where that is none. The error says that the file
/// cannot be read.
std::expected<std::optional<Hash256>, std::string> content_in(std::string_view file, const Streams& streams) {
  const auto bytes = read_file(file, streams.in);
  if (!bytes) return std::unexpected(bytes.error());
  const auto document = json::is_json(*bytes) ? json::read(*bytes) : xml::read(*bytes);
  const bool is_certificate = document && documents::is_about_documents(document->program->root()) &&
                              document->message.declaration && document->message.declaration->goods_shipment;
  if (!is_certificate) return std::nullopt;
  std::string canonical;
  xml::write(documents::bare(*document->message.declaration), canonical);
  return crypto::sha256(std::array{as_bytes(canonical)});
}

/// What comes in files of which the newest counts.
struct Kept {
  std::expected<code::Trust::Taken, Finding> (code::Trust::*take)(ByteView);
  bool (*is_older)(const code::Trust& trust, ByteView bytes);
};

/// Takes the files; those that are not believed are told and count in how the command ends. One that is only
/// older than another one is no fault, in whatever order they stand.
class Reading {
 public:
  Reading(code::Trust& trust, const Streams& streams) : trust_(trust), streams_(streams) {}

  void take_all(std::span<const std::string_view> names, const Kept& kept) {
    for (const std::string_view name : names) {
      const auto bytes = read_file(name, streams_.in);
      if (!bytes) {
        streams_.err << "lintas verify: " << bytes.error() << '\n';
        exit_ = std::max(exit_, Exit::unreadable);
        continue;
      }
      const auto taken = (trust_.*kept.take)(as_bytes(*bytes));
      if (taken) continue;
      const bool is_superseded = taken.error().rule == "SIG-024" && kept.is_older(trust_, as_bytes(*bytes));
      if (!is_superseded) refused(name, taken.error());
    }
  }
  [[nodiscard]] Exit exit() const { return exit_; }

 private:
  void refused(std::string_view name, const Finding& finding) {
    streams_.err << format("lintas verify: {} is not used: {} {}\n", name, printable(reason_in(finding)),
                           json_of(finding)["remedy"].get<std::string>());
    exit_ = std::max(exit_, Exit::invalid);
  }

  code::Trust& trust_;
  const Streams& streams_;
  Exit exit_ = Exit::ok;
};

Exit verify(const Given& given, const Streams& streams) {
  if (!given.has("--trust")) return refuse(given, streams, "--trust is needed");
  std::vector<code::Pin> pins;
  for (const auto text : given.values("--root")) {
    auto pin = code::parse_pin(text);
    if (!pin) {
      return refuse(given, streams,
                    format("--root: '{}' is not a state and a fingerprint, as SG=3f2a-…", text));
    }
    pins.push_back(*std::move(pin));
  }
  Instant at = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  if (const auto asked = given.value("--at"))
    at = certain(parse_time(*asked), "the time was read with the arguments");
  const auto text = text_in(given.operand(0), streams);
  if (!text) {
    streams.err << "lintas verify: " << text.error() << '\n';
    return Exit::unreadable;
  }
  code::Trust trust{crypto::sha256, crypto::verify, pins};
  Reading reading{trust, streams};
  reading.take_all(given.values("--trust"), {.take = &code::Trust::take_sheet, .is_older = &is_older_sheet});
  reading.take_all(given.values("--status"), {.take = &code::Trust::take_list, .is_older = &is_older_list});
  code::Checked checked = code::check(trust, std::string_view{*text}, at);
  if (const auto file = given.value("--document")) {
    const auto content = content_in(*file, streams);
    if (!content) {
      streams.err << "lintas verify: " << content.error() << '\n';
      return Exit::unreadable;
    }
    code::compare(checked, *content);
  }
  const bool root_compared = is_root_compared(checked, pins);
  if (given.has("--json")) {
    streams.out << json_line(json_of(checked, root_compared));
  } else {
    print(checked, root_compared, streams);
  }
  return std::max(reading.exit(), checked.all_hold() ? Exit::ok : Exit::invalid);
}

}  // namespace

constexpr Command verify_command{
    .name = "verify",
    .summary = "say whether the code on a document is genuine, without a node",
    .about =
        "Three ticks, each as of its own instant: unchanged since it was issued; issued under a key that the "
        "state\nbelieves; not cancelled, as of the newest status list. With the file of a certificate a "
        "fourth: "
        "it is the one\nthat was signed. Ends with 0 if all hold, with 1 if one does not or cannot be told. "
        "docs/protocols/compact-code.md\nsays what is in a code.\n",
    .operands = operands,
    .options = options,
    .example = "lintas verify code.txt --trust sg.sheet --status sg.list",
    .run = &verify};

}  // namespace lintas::cli
