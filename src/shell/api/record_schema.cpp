#include "shell/api/record_schema.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/shape.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/acdd/document.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/programme.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/code_on_page.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/result_words.hpp"  // IWYU pragma: keep, the words of its enumeration
#include "core/guarantee/commands.hpp"
#include "core/guarantee/names.hpp"  // IWYU pragma: keep, the words of its enumerations
#include "core/guarantee/profile.hpp"
#include "core/kinds/contents.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/receipt.hpp"
#include "core/model/values/tin.hpp"
#include "core/model/values/unit.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/names.hpp"  // IWYU pragma: keep
#include "core/registers/state.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/onward.hpp"
#include "shell/api/description.hpp"

namespace lintas::api {

namespace {

constexpr std::string_view legal_basis = "The law that it rests on.";
constexpr std::string_view last_day_of_programme =
    "The last day; left out, what the programme gives, where it ends authorisations.";
constexpr std::string_view effective_elsewhere =
    "Of another state's register: from when on it counts; left out, from now on.";

/// The machines say the same again, each with its own rule. Source of the codes: CL047, CL197, CL238.
constexpr std::array field_rules{
    FieldRule{"departure.record_control_result", "code", true, "A1 A2 A3 A4 B1"},
    FieldRule{"departure.refuse_release", "reason", true},
    FieldRule{"departure.ask_amendment", "reason", true},
    FieldRule{"departure.invalidate", "reason", true},
    FieldRule{"departure.extend_limit", "reason", true},
    FieldRule{"departure.resolve_discrepancies", "reason", true},
    FieldRule{"departure.accept_proof", "proof", true},
    FieldRule{"departure.close_recommendation", "reason", true},
    FieldRule{
        .record = "departure.look_at", .field = "reason", .needed = true, .meaning = "What came of it."},
    FieldRule{"passage.pass_on_the_tad", "reason", true},
    FieldRule{"passage.pass_on_the_tad", "departure", true},
    FieldRule{"passage.turn_back", "reason", true},
    FieldRule{"passage.stop_goods", "text", true},
    FieldRule{"passage.lift_stop", "text", true},
    FieldRule{"passage.refuse_passage", "reason", true, "", "4"},
    FieldRule{"passage.refuse_passage", "text", true},
    FieldRule{"passage.end_in_territory", "reason", true},
    FieldRule{"destination.accept_on_the_tad", "reason", true},
    FieldRule{"destination.accept_on_the_tad", "departure", true},
    FieldRule{"destination.take_over", "reason", true},
    FieldRule{"destination.accept_remarks", "text", true},
    FieldRule{"destination.record_result", "code", true, "A1 A2 A5 B1"},
    FieldRule{"destination.decide_nationally", "reason", true},
    FieldRule{.record = "destination.report_onward",
              .field = "items",
              .meaning = "By their numbers in the transit declaration; none: all of them."},
    FieldRule{"transit.incident", "text", true},
    FieldRule{"registers.entry_key", "text", true, "", "SG201912345K"},
    FieldRule{"codes.resume", "reason", true},
    FieldRule{"exchange.letter", "message", true, "", "SG00000000000001A0"},
    FieldRule{"exchange.letter", "reason", true},
    FieldRule{"exchange.drop", "partner", true, "", "MY"},
    FieldRule{"exchange.drop", "message", true, "", "MY00000000000001A0"},
    FieldRule{"exchange.drop", "reason", true},
    FieldRule{.record = "guarantee.change_terms",
              .field = "valid_until",
              .meaning = "The last day; left out it stays as it is."},
    FieldRule{.record = "guarantee.change_terms",
              .field = "without_end",
              .meaning = "There is no last day from now on."},
    FieldRule{.record = "guarantee.change_terms",
              .field = "not_valid_in",
              .meaning = "All barred countries; left out they stay as they are."},
    FieldRule{.record = "guarantee.change_terms",
              .field = "valid_everywhere",
              .meaning = "No country is barred from now on."},
    FieldRule{.record = "guarantee.replace_access_codes",
              .field = "master_code",
              .meaning = "Needed of the holder; an officer gives none."},
    FieldRule{"issue.refuse", "reason", true},
    FieldRule{"issue.return", "reason", true},
    FieldRule{.record = "issue.approve",
              .field = "qualifying",
              .meaning = "Items that were found to qualify, each on its own."},
    FieldRule{"issue.cancel", "reason", true},
    FieldRule{"issue.resend", "reason", true},
    FieldRule{"issue.withdraw", "reason", true},
    FieldRule{"issue.accept_use", "reason", true},
    FieldRule{"issue.clarify", "text", true},
    FieldRule{.record = "issue.cancel",
              .field = "drawn_known",
              .meaning = "Back-to-back certificates live on it, and it is cancelled all "
                         "the same."},
    FieldRule{.record = "issue.cancel",
              .field = "surrendered",
              .meaning = "The paper came back, of a certificate that is on paper alone."},
    FieldRule{.record = "issue.transmit",
              .field = "authorised",
              .meaning = "The exporter has given its word, where it acts itself "
                         "by the act."},
    FieldRule{.record = "issue.submit", .field = "authenticated", .of_node = true},
    FieldRule{.record = "issue.approve", .field = "kind", .of_node = true},
    FieldRule{.record = "issue.approve", .field = "originals", .of_node = true},
    FieldRule{.record = "issue.approve", .field = "replaces", .of_node = true},
    FieldRule{.record = "import.claim", .field = "replaces", .of_node = true},
    FieldRule{"verification.record", "reason", true},
    FieldRule{"verification.answer", "text", true},
    FieldRule{"import.claim", "declaration", true, "", "D26-0000417"},
    FieldRule{.record = "import.claim",
              .field = "force_majeure",
              .meaning = "Why the certificate comes after its last day."},
    FieldRule{"import.release_claim", "declaration", true, "", "D26-0000417"},
    FieldRule{.record = "import.utilise", .field = "replaces", .of_node = true},
    FieldRule{.record = "import.utilise",
              .field = "declaration",
              .needed = true,
              .example = "D26-0000417",
              .meaning = "That was released with preference."},
    FieldRule{.record = "import.utilise",
              .field = "lines",
              .meaning = "What it uses of each item, whether or not it was claimed before."},
    FieldRule{.record = "import.utilise",
              .field = "force_majeure",
              .meaning = "Why the certificate comes after its last day."},
    FieldRule{.record = "import.refuse", .field = "result", .meaning = "N1 to N13: on which ground."},
    FieldRule{"import.refuse", "reason", true},
    FieldRule{"import.classify", "reason", true},
    FieldRule{"import.settle", "reason", true},
    FieldRule{.record = "import.check",
              .field = "request",
              .meaning = "The number of the request, of this state's choice: the "
                         "issuing authority answers under it."},
    FieldRule{.record = "import.check",
              .field = "reason",
              .meaning = "What is doubted; needed unless the check is random."},
    FieldRule{"import.keep_use", "reason", true},
    FieldRule{"import.reverse_use", "reason", true},
    FieldRule{"import.record_reply", "text", true},
    FieldRule{.record = "acdd.send",
              .field = "consent",
              .meaning = "The trader consents, where the law of this state asks for it."},
    FieldRule{"acdd.cancel", "reason", true},
    FieldRule{"acdd.resend", "reason", true},
    FieldRule{.record = "acdd.answered_by_letter",
              .field = "done",
              .meaning = "What was asked: it was taken, or cancelled."},
    FieldRule{.record = "acdd.answered_by_letter",
              .field = "reason",
              .needed = true,
              .meaning = "What the letter says."},
    FieldRule{.record = "acdd.look_at", .field = "reason", .needed = true, .meaning = "What came of it."},
    FieldRule{
        .record = "acdd_import.look_at", .field = "reason", .needed = true, .meaning = "What came of it."},
    FieldRule{.record = "acdd_import.report",
              .field = "exporter",
              .meaning = "As the import declaration names it; without it none is compared."},
    FieldRule{
        .record = "acdd.declared_line",
        .field = "item",
        .meaning =
            "Of the document, where the declaration says which; 0 where it does not: then the code tells."},
    FieldRule{.record = "kinds.cancel", .field = "reason", .needed = true},
    FieldRule{.record = "kinds.resend", .field = "reason", .needed = true},
    FieldRule{.record = "kinds.answer", .field = "reason", .meaning = "Why; needed where it is refused."},
    FieldRule{
        .record = "kinds.use_document",
        .field = "lines",
        .meaning = "Of what is consumed: how much of which line. Left out where it is used as a whole."},
    FieldRule{.record = "exporter.suspend", .field = "reason", .needed = true},
    FieldRule{.record = "exporter.suspend", .field = "effective", .meaning = effective_elsewhere},
    FieldRule{.record = "exporter.resume", .field = "reason", .needed = true},
    FieldRule{.record = "exporter.resume", .field = "effective", .meaning = effective_elsewhere},
    FieldRule{.record = "exporter.withdraw", .field = "reason", .needed = true},
    FieldRule{.record = "exporter.withdraw", .field = "effective", .meaning = effective_elsewhere},
    FieldRule{.record = "exporter.tell_again", .field = "reason", .needed = true},
    FieldRule{
        .record = "origin.accept", .field = "late", .meaning = "Why it may be presented after its validity."},
    FieldRule{.record = "origin.refuse", .field = "result", .meaning = "N1 to N13: on which ground."},
    FieldRule{"origin.refuse", "reason", true},
    FieldRule{"origin.reassess", "reason", true},
    FieldRule{"origin.withdraw", "reason", true},
    FieldRule{.record = "origin.check",
              .field = "request",
              .meaning = "The number of the request, of this state's choice: the "
                         "authority answers under it."},
    FieldRule{.record = "origin.check",
              .field = "reason",
              .meaning = "What is doubted; needed unless the check is random."},
    FieldRule{.record = "origin.satisfied",
              .field = "late",
              .meaning = "Why it may be presented after its validity."},
    FieldRule{"origin.record_reply", "text", true},
    FieldRule{.record = "documents.item_result",
              .field = "decided",
              .meaning = "When customs said so: of two words the later counts. Of a letter that shows a day "
                         "alone give the end of that day."},
    FieldRule{"aeo.application", "programme", true, "", "STP"},
    FieldRule{.record = "aeo.application",
              .field = "level",
              .meaning = "Of a programme that has levels; else left out."},
    FieldRule{.record = "aeo.return", .field = "reason", .needed = true, .meaning = "What is missing."},
    FieldRule{.record = "aeo.return", .field = "until", .meaning = "The last day to complete it."},
    FieldRule{.record = "aeo.correct", .field = "reason", .needed = true, .meaning = "The defects."},
    FieldRule{.record = "aeo.correct", .field = "until", .meaning = "The last day to repair them."},
    FieldRule{.record = "aeo.accept", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{.record = "aeo.return", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{.record = "aeo.validate", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{.record = "aeo.correct", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{.record = "aeo.corrected", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{.record = "aeo.revalidate", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{.record = "aeo.change_code", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{"aeo.refuse", "reason", true},
    FieldRule{.record = "aeo.refuse", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{.record = "aeo.authorise",
              .field = "level",
              .meaning = "Left out, as the application asks for; likewise the roles."},
    FieldRule{.record = "aeo.authorise", .field = "from", .meaning = "Left out, today."},
    FieldRule{.record = "aeo.authorise", .field = "until", .meaning = last_day_of_programme},
    FieldRule{.record = "aeo.authorise", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{"aeo.suspend", "reason", true},
    FieldRule{.record = "aeo.suspend", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{.record = "aeo.suspend",
              .field = "until",
              .meaning =
                  "The last day to repair what is wrong, behind which the office is reminded; what the "
                  "operator wishes itself needs none."},
    FieldRule{"aeo.restore", "reason", true},
    FieldRule{.record = "aeo.restore", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{"aeo.revoke", "reason", true},
    FieldRule{.record = "aeo.revoke", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{.record = "aeo.pass", .field = "until", .meaning = last_day_of_programme},
    FieldRule{.record = "aeo.pass", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{.record = "aeo.change_code",
              .field = "by_mistake",
              .meaning = "The code before never was this operator's: it ends at once, and may be given to "
                         "whoever has it by right."},
    FieldRule{"aeo_listed.tell_again", "reason", true},
    FieldRule{.record = "aeo.end", .field = "basis", .needed = true, .meaning = legal_basis},
    FieldRule{.record = "aeo.change_code",
              .field = "until",
              .meaning = "The last day of the code before, for what is on its way; left out of one that was "
                         "given by mistake alone."},
    FieldRule{"documents.item", "criterion", true, "", "WO", "Box 8."},
    FieldRule{.record = "issue.answered_by_letter",
              .field = "done",
              .meaning = "It is cancelled there too: nothing is used, or the use was taken back."},
    FieldRule{.record = "issue.answered_by_letter",
              .field = "text",
              .needed = true,
              .meaning = "What the letter says."},
    FieldRule{.record = "import.record_paper", .field = "flags", .meaning = "The ticks of box 13."},
    FieldRule{.record = "import.record_paper",
              .field = "code",
              .example = "LC1:",
              .meaning = "What its QR code says, where it has one: it is compared with the page now, and "
                         "with the data when they come. That it is genuine, lintas verify says."},
    FieldRule{.record = "import.record_paper",
              .field = "page_code",
              .meaning =
                  "Where no code is given: none, the page has none; or not_scanned. Whoever decides is "
                  "shown it."},
    FieldRule{"import.take_data", "reason", true},
    FieldRule{.record = "import.record_paper",
              .field = "other_office",
              .meaning = "A certificate that is here under the same number, written otherwise, is another "
                         "office's: whoever records the page has compared both."},
    FieldRule{.record = "import.take_data", .field = "replaces", .of_node = true},
    FieldRule{"import.withdraw_page", "reason", true},
    FieldRule{"import.keep_paper", "reason", true},
    FieldRule{"import.record_cancellation", "text", true}};

/// The components of values with one text form, and of what else is no record.
struct FormOf {
  const Shape* shape;
  std::string_view name;
};
constexpr std::array forms{FormOf{&shape_of<Mrn>, "Mrn"},
                           FormOf{&shape_of<Grn>, "Grn"},
                           FormOf{&shape_of<Tin>, "Tin"},
                           FormOf{&shape_of<OfficeId>, "OfficeId"},
                           FormOf{&shape_of<Country>, "Country"},
                           FormOf{&shape_of<Ahtn>, "Ahtn"},
                           FormOf{&shape_of<Unit>, "Unit"},
                           FormOf{&shape_of<Seal>, "Seal"},
                           FormOf{&shape_of<Receipt>, "Receipt"},
                           FormOf{&shape_of<AccessCodeHash>, "AccessCode"},
                           FormOf{&shape_of<Decimal>, "Amount"},
                           FormOf{&shape_of<documents::IssuingOffice>, "IssuingOffice"},
                           FormOf{&shape_of<documents::ReferenceNumber>, "ReferenceNumber"},
                           FormOf{&shape_of<documents::DocumentId>, "DocumentId"},
                           FormOf{&shape_of<acdd::PermitNumber>, "PermitNumber"},
                           FormOf{&shape_of<acdd::DeclarationNumber>, "DeclarationNumber"},
                           FormOf{&shape_of<kinds::KindCode>, "KindCode"},
                           FormOf{&shape_of<kinds::Number>, "DocumentNumber"},
                           FormOf{&shape_of<awsc::AuthorisationCode>, "AuthorisationCode"},
                           FormOf{&shape_of<aeo::Code>, "OperatorCode"},
                           FormOf{&shape_of<aeo::authorisation::ApplicationNumber>, "ApplicationNumber"},
                           FormOf{&shape_of<awsc::CarrierNumber>, "CarrierNumber"},
                           FormOf{&shape_of<kinds::DeclarationNumber>, "DeclarationNumber"},
                           FormOf{&shape_of<transit::NationalDeclaration>, "DeclarationNumber"}};

/// An enumerator as it is written: its word, and of a published list its code and the list's text.
struct Written {
  std::string_view word;
  std::string_view code;
  std::string_view meaning;
};
template <Worded E>
std::vector<Written> written() {
  std::vector<Written> all;
  for (const Word<E>& one : words_for(E{}))
    all.push_back({.word = one.word, .code = one.code, .meaning = one.meaning});
  return all;
}
struct WordsOf {
  const Shape* shape;
  std::vector<Written> (*words)();
};
constexpr std::array enumerations{
    WordsOf{&shape_of<aeo::OperatorRole>, &written<aeo::OperatorRole>},
    WordsOf{&shape_of<aeo::authorisation::Ground>, &written<aeo::authorisation::Ground>},
    WordsOf{&shape_of<documents::Kind>, &written<documents::Kind>},
    WordsOf{&shape_of<documents::Result>, &written<documents::Result>},
    WordsOf{&shape_of<documents::import_side::CodeOnPage>, &written<documents::import_side::CodeOnPage>},
    WordsOf{&shape_of<guarantee::GuarantorKind>, &written<guarantee::GuarantorKind>},
    WordsOf{&shape_of<guarantee::NoticeReason>, &written<guarantee::NoticeReason>},
    WordsOf{&shape_of<registers::Kind>, &written<registers::Kind>},
    WordsOf{&shape_of<registers::Reason>, &written<registers::Reason>},
    WordsOf{&shape_of<transit::Regime>, &written<transit::Regime>},
    WordsOf{&shape_of<transit::IncidentCode>, &written<transit::IncidentCode>},
    WordsOf{&shape_of<transit::SealState>, &written<transit::SealState>}};

/// The row of a shape. That there is one, a test finds by describing every act.
template <class Rows>
const auto& row_of(const Rows& rows, const Shape& shape) {
  const auto* found = std::ranges::find_if(rows, [&](const auto& row) { return row.shape == &shape; });
  require(found != rows.end(), "what stands in an act has its row here");
  return *found;
}

// ---- schemas

std::string member_text(std::string_view name, std::string_view text) {
  return format("{}:{}", json_quoted(name), text);
}

std::string schema_of_members(std::span<const std::string> properties,
                              std::span<const std::string_view> required) {
  return format(R"({{"type":"object","properties":{{{}}},"required":{},"additionalProperties":false}})",
                joined(properties), list_of(required));
}

std::string schema_of_integer(const Shape& shape) {
  const auto bits = static_cast<unsigned>((8 * shape.size) - (shape.is_signed ? 1 : 0));
  const auto max = bits < 63 ? (std::int64_t{1} << bits) - 1 : std::numeric_limits<std::int64_t>::max();
  return format(R"({{"type":"integer","minimum":{},"maximum":{}}})", shape.is_signed ? -max - 1 : 0, max);
}

std::string schema_of_words(const Shape& shape) {
  std::vector<std::string_view> taken;
  std::string meanings;
  for (const Written& one : row_of(enumerations, shape).words()) {
    taken.push_back(one.word);
    if (one.code.empty()) continue;
    taken.push_back(one.code);
    meanings += format("{}{} or {}: {}", meanings.empty() ? "" : "; ", one.code, one.word, one.meaning);
  }
  return format(R"({{"type":"string","enum":{}{}}})", list_of(taken),
                meanings.empty() ? "" : R"(,"description":)" + json_quoted(meanings));
}

std::string schema_of_text(const FieldRule* rule) {
  if (rule != nullptr && !rule->words.empty())
    return format(R"({{"type":"string","enum":{}}})", list_of(split(rule->words, ' ')));
  return format(R"({{"type":"string","minLength":{},"maxLength":{}}})",
                rule != nullptr && rule->needed ? 1 : 0, limits::officer_text_chars_max);
}

std::string schema_of_member(const Shape& shape, const FieldRule* rule, Components& records);

std::string schema_of_choice(const Shape& shape, Components& records) {
  std::vector<std::string> all;
  for (const Shape* one : shape.alternatives) {
    const std::string_view name = short_name(one->record);
    const std::array property{member_text(name, schema_of_member(*one, nullptr, records))};
    all.push_back(schema_of_members(property, std::array{name}));
  }
  return format(R"({{"oneOf":[{}]}})", joined(all));
}

std::string schema_of_member(const Shape& shape, const FieldRule* rule, Components& records) {
  using enum Shape::Kind;
  switch (shape.kind) {
    case boolean: return schema_of_type("boolean");
    case integer: return shape.is_enum ? schema_of_words(shape) : schema_of_integer(shape);
    case instant: return schema_of_type("instant");
    case day: return schema_of_type("day");
    case text:
    case free_text: return schema_of_text(rule);
    case money: return schema_of_type("Money");
    case fixed:
    case parsed: return schema_of_type(row_of(forms, shape).name);
    case optional: return schema_of_member(*shape.of, rule, records);
    case list: return format(R"({{"type":"array","items":{}}})", schema_of_member(*shape.of, rule, records));
    case variant: return schema_of_choice(shape, records);
    case record:
      if (!records.contains(shape.record)) records.emplace(shape.record, schema_of(shape, records));
      return reference_to("schemas", shape.record);
    case bytes: break;
  }
  throw Bug("no act has bytes", std::source_location::current());
}

// ---- examples

std::string example_of_text(const FieldRule* rule) {
  if (rule == nullptr) return json_quoted("as found");
  if (!rule->words.empty()) return json_quoted(split(rule->words, ' ').front());
  return json_quoted(rule->example.empty() ? "told by telephone" : rule->example);
}

enum class Extent : std::uint8_t { needed, whole };

std::string example_of_members(const Shape& record, Extent extent);

std::string example_of_member(const Shape& shape, const FieldRule* rule, Extent extent) {
  using enum Shape::Kind;
  switch (shape.kind) {
    case boolean: return "true";
    case integer: return shape.is_enum ? json_quoted(row_of(enumerations, shape).words().front().word) : "1";
    case instant: return json_quoted("2026-11-23T18:32:00Z");
    case day: return json_quoted("2026-11-23");
    case text:
    case free_text: return example_of_text(rule);
    case money: return R"({"amount":"298400.00","currency":"SGD"})";
    case fixed:
    case parsed: return example_of_form(row_of(forms, shape).name);
    case optional: return example_of_member(*shape.of, rule, extent);
    case list: return format("[{}]", example_of_member(*shape.of, rule, extent));
    case variant: {
      const Shape& first = *shape.alternatives.front();
      return format("{{{}}}",
                    member_text(short_name(first.record), example_of_member(first, nullptr, extent)));
    }
    case record: return example_of_members(shape, extent);
    case bytes: break;
  }
  throw Bug("no act has bytes", std::source_location::current());
}

std::string example_of_members(const Shape& record, Extent extent) {
  std::vector<std::string> members;
  for (const Part& part : record.parts) {
    if (!is_asked(record.record, part.name, *part.shape)) continue;
    const FieldRule* rule = find_field_rule(record.record, part.name);
    if (extent == Extent::needed && may_be_left_out(*part.shape, rule)) continue;
    members.push_back(member_text(part.name, example_of_member(*part.shape, rule, extent)));
  }
  return format("{{{}}}", joined(members));
}

}  // namespace

bool FieldRule::takes(std::string_view text) const {
  const auto all = split(words, ' ');
  return all.empty() || std::ranges::find(all, text) != all.end();
}

std::span<const FieldRule> all_field_rules() { return field_rules; }

const FieldRule* find_field_rule(std::string_view record, std::string_view field) {
  const auto* found = std::ranges::find_if(
      field_rules, [&](const FieldRule& one) { return one.record == record && one.field == field; });
  return found == field_rules.end() ? nullptr : found;
}

bool is_asked(std::string_view record, std::string_view field, const Shape& member) {
  const FieldRule* rule = find_field_rule(record, field);
  return !filled_by_node(member, field) && (rule == nullptr || !rule->of_node);
}

std::string schema_of(const Shape& record, Components& records) {
  std::vector<std::string> properties;
  std::vector<std::string_view> required;
  for (const Part& part : record.parts) {
    if (!is_asked(record.record, part.name, *part.shape)) continue;
    const FieldRule* rule = find_field_rule(record.record, part.name);
    std::string schema = schema_of_member(*part.shape, rule, records);
    if (rule != nullptr && !rule->meaning.empty()) {
      schema.pop_back();
      schema += format(R"(,"description":{}}})", json_quoted(rule->meaning));
    }
    properties.push_back(member_text(part.name, schema));
    if (!may_be_left_out(*part.shape, rule)) required.push_back(part.name);
  }
  return schema_of_members(properties, required);
}

std::string example_of(const Shape& record) { return example_of_members(record, Extent::whole); }

std::string needed_example_of(const Shape& record) { return example_of_members(record, Extent::needed); }

}  // namespace lintas::api
