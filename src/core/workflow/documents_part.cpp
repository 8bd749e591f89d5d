#include "core/workflow/documents_part.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/verification/evolve.hpp"
#include "core/documents/verification/state.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_import.hpp"
#include "core/workflow/documents_issue.hpp"
#include "core/workflow/documents_messages.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/lane_names.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

namespace lintas::workflow {

namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;
using documents::Reference;

/// Issuing state, kind and office, a zero, and the number: no two certificates alike, since no office has a
/// zero byte. A name begins with the state, so it shows whose the certificate is, and on which side it lies.
std::string text_of(const Reference& certificate) {
  std::string text = format("{}{}{}", certificate.state.str(), std::to_underlying(certificate.kind),
                            certificate.office.str());
  text.push_back('\0');
  return text.append(certificate.number.str());
}

Key key_of(KeyKind kind, std::string_view text) {
  Key key;
  key.value.push_back(static_cast<std::byte>(kind));
  const ByteView bytes = as_bytes(text);
  key.value.insert(key.value.end(), bytes.begin(), bytes.end());
  return key;
}

Slot issued_slot_of(std::string_view text) {
  return {.kind = issue_stream,
          .by = Slot::Named{.key = key_of(certificate_keys, text),
                            .otherwise = key_of(unknown_certificate_keys, text)}};
}
Slot import_slot_of(std::string_view text) {
  return {.kind = import_stream, .by = key_of(certificate_keys, text)};
}

// ---- an L2 is of either side: whose certificate it is about, its reference says

bool is_ours(const Command& command, const Setting& setting) {
  return certificate_named_in(command.content).state == setting.home;
}

Located locate_check(const Command& command, const Setting& setting) {
  return is_ours(command, setting) ? locate_message_at_issue(command, setting)
                                   : locate_message_at_import(command, setting);
}

access::Relations relations_of_check(const Command& command, const Situation& situation,
                                     const Setting& setting) {
  return is_ours(command, setting) ? relations_of_message_at_issue(command, situation, setting)
                                   : relations_of_message_at_import(command, situation, setting);
}

Outcome decide_check(const Command& command, const Situation& situation, const Setting& setting) {
  return is_ours(command, setting) ? decide_message_at_issue(command, situation, setting)
                                   : decide_message_at_import(command, situation, setting);
}

constexpr CommandEntry check_entry(documents::MessageNumber number, std::string_view name) {
  return {.type = command_of_message(number),
          .name = name,
          .locate = locate_check,
          .relations = relations_of_check,
          .decide = decide_check};
}
constexpr std::array checks{
    check_entry(documents::l2_ok, "documents.taken"),
    check_entry(documents::l2_error, "documents.found_faulty"),
};

// ---- names

/// Both nodes call a certificate by its reference. What a partner says of one of its own, is of the import
/// side.
std::optional<Slot> slot_of_name(ByteView thing, exchange::Partner from, const Setting& setting) {
  std::string_view name = as_text(thing);
  if (!name.starts_with(name_of_certificate)) return std::nullopt;
  name.remove_prefix(name_of_certificate.size());
  if (name.starts_with(setting.home.str())) return issued_slot_of(name);
  if (!name.starts_with(from.str())) return std::nullopt;
  // What is presented is no certificate (origin_part.cpp).
  const auto called = certificate_called(thing);
  if (called && called->kind == documents::Kind::origin_declaration) return std::nullopt;
  return import_slot_of(name);
}

Bytes name_for_partner(const Command& waiting) {
  const std::string text = text_of(certificate_named_in(waiting.content));
  return copy_of(as_bytes(std::string{name_of_certificate}.append(text)));
}

// ---- laws

/// Whether the other certificate lives on this one.
bool draws_on(const imp::Certificate& original, const Reference& by) {
  return std::ranges::find(original.drawn, by, &documents::Drawn::by) != original.drawn.end();
}

/// A certificate that is issued has drawn on each of its originals in the same step.
bool has_drawn(const iss::Certificate& issued, std::span<const Change> step) {
  return std::ranges::all_of(issued.contents.originals, [&](const documents::Original& original) {
    return std::ranges::any_of(step, [&](const Change& change) {
      if (change.kind != import_stream) return false;
      const auto& imported = change.after->as<imp::Certificate>();
      return imported.contents.reference == original.certificate &&
             draws_on(imported, issued.contents.reference);
    });
  });
}

std::optional<std::string> violated(const Step& step) {
  for (const Change& change : step.changes) {
    std::optional<std::string_view> law;
    if (change.kind == import_stream) law = documents::broken_law(change.after->as<imp::Certificate>().items);
    if (change.kind == issue_stream) {
      const auto& before = change.before->as<Issued>().certificate;
      const auto& after = change.after->as<Issued>().certificate;
      law = documents::broken_law(after.items);
      // Where others spoke of its number before, it goes on in their stream, which had none.
      const bool was_not = before.state == iss::State::applied || before.state == iss::State::none;
      const bool is_issued = after.state == iss::State::issued && was_not;
      if (!law && step.is_whole && is_issued && !has_drawn(after, step.changes))
        law = "a back-to-back certificate is issued with its draws, or not at all";
    }
    if (law) return std::string{*law};
  }
  return std::nullopt;
}

// ---- who may

using access::Relation;
using access::Role;

/// Of the exporter: the application, and its word that the certificate is sent.
constexpr std::size_t of_exporter[] = {0, 1, 2, 6};
/// Of nobody else: nobody authenticates an application for its exporter (OCP R28).
constexpr std::size_t of_exporter_alone[] = {0, 1, 2};
/// Of the national customs system: what a declaration does with a certificate (asw.md 10.1: without an
/// officer).
constexpr std::size_t of_declarations[] = {0, 1, 2, 18};

/// asw.md 3.1: the exporter applies; the issuing authority, an agency, decides, and answers requests to
/// verify; customs where the goods are imported decides on each item; partners speak of what is theirs.
std::vector<access::Grant> make_grants(std::span<const CommandEntry> entries) {
  std::vector<access::Grant> grants;
  const auto has = [](std::span<const std::size_t> places, std::uint16_t place) {
    return std::ranges::find(places, place) != places.end();
  };
  for (const CommandEntry& entry : entries) {
    const auto type = std::to_underlying(entry.type);
    const std::uint16_t block = block_of(type);
    const auto place = static_cast<std::uint16_t>(type - block);
    const auto grant = [&](Role role, Relation relation) { grants.push_back({role, type, relation}); };
    constexpr std::array of_node{lose_original, end_draw, take_place, give_place_back};
    if (std::ranges::find(of_node, entry.type) != of_node.end()) {
      grant(Role::node, Relation::any);
    } else if (block == issue_block || block == verification_block) {
      const bool applies = block == issue_block && has(of_exporter, place);
      if (applies) grant(Role::exporter, Relation::own);
      if (block == issue_block && has(of_exporter_alone, place)) continue;
      grant(Role::other_agency, Relation::office);
      grant(Role::supervisor, Relation::office);
    } else if (block == import_block) {
      grant(Role::officer_of_destination, Relation::office);
      grant(Role::supervisor, Relation::office);
      if (has(of_declarations, place)) grant(Role::national_system, Relation::office);
    } else {
      grant(Role::partner_node, Relation::route_state);
    }
  }
  return grants;
}

std::vector<CommandEntry> all_entries() {
  std::vector<CommandEntry> all;
  for (const auto entries :
       {commands_of_issue(), commands_of_import(), std::span<const CommandEntry>{checks}})
    all.insert(all.end(), entries.begin(), entries.end());
  return all;
}

}  // namespace

std::optional<Reference> Issued::reference() const {
  if (certificate.state != iss::State::none)
    return certificate.issued ? std::optional{certificate.contents.reference} : std::nullopt;
  return requests.empty() ? std::nullopt : std::optional{requests.front().certificate};
}

const documents::verification::Request& Issued::request(const std::optional<Country>& from,
                                                        const documents::DocumentId& number) const {
  static const documents::verification::Request never_asked;
  const auto found = std::ranges::find_if(
      requests, [&](const AskedRequest& one) { return one.from == from && one.number == number; });
  return found == requests.end() ? never_asked : found->request;
}

void Issued::play(const RequestEvent& event) {
  auto found = std::ranges::find_if(requests, [&](const AskedRequest& one) {
    return one.from == event.from && one.number == event.request;
  });
  if (found == requests.end()) {
    found = requests.insert(
        found,
        {.number = event.request, .certificate = event.certificate, .from = event.from, .request = {}});
  }
  found->request = documents::verification::evolve(std::move(found->request), event.event);
}

Key document_key(const documents::DocumentId& document) {
  return make_key(document_keys, {}, document.str());
}
Key certificate_key(const Reference& certificate) { return key_of(certificate_keys, text_of(certificate)); }
Key unknown_certificate_key(const Reference& certificate) {
  return key_of(unknown_certificate_keys, text_of(certificate));
}
Key application_key(const Tin& exporter, const documents::DocumentId& application) {
  return make_key(application_keys, exporter.str(), application.str());
}

std::string folded(std::string_view typed) {
  std::string text;
  for (const char each : typed) {
    if (each >= 'a' && each <= 'z') text.push_back(static_cast<char>(each - 'a' + 'A'));
    if ((each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9')) text.push_back(each);
  }
  return text.empty() ? std::string{typed} : text;
}
Key alike_key(const Reference& certificate) {
  return key_of(alike_keys, std::string{certificate.state.str()}.append(folded(certificate.number.str())));
}

std::optional<Reference> certificate_called(ByteView name) {
  std::string_view text = as_text(name);
  constexpr std::size_t letters = 2;
  if (!text.starts_with(name_of_certificate)) return std::nullopt;
  text.remove_prefix(name_of_certificate.size());
  const auto end = text.find('\0');
  if (end == std::string_view::npos || end <= letters) return std::nullopt;
  const auto state = Country::parse(text.substr(0, letters));
  const auto office = documents::IssuingOffice::parse(text.substr(letters + 1, end - letters - 1));
  const auto number = documents::ReferenceNumber::parse(text.substr(end + 1));
  const auto* const kind = std::ranges::find_if(documents::kind_words, [&](const auto& word) {
    return std::to_underlying(word.value) == text[letters] - '0';
  });
  if (!state || !office || !number || kind == documents::kind_words.end()) return std::nullopt;
  return Reference{.state = *state, .office = *office, .number = *number, .kind = kind->value};
}

Slot issue_slot(const documents::DocumentId& document) {
  return {.kind = issue_stream, .by = document_key(document)};
}
Slot issued_slot(const Reference& certificate) { return issued_slot_of(text_of(certificate)); }
Slot import_slot(const Reference& certificate) { return import_slot_of(text_of(certificate)); }
Slot slot_at_issue(const Reference& certificate, const Setting& setting) {
  if (not_issued_here(certificate, {}, setting)) return {.kind = issue_stream, .by = Slot::New{}};
  return issued_slot(certificate);
}
Slot slot_at_import(const Reference& certificate, const Setting& setting) {
  if (not_imported_here(certificate, {}, setting)) return {.kind = import_stream, .by = Slot::New{}};
  return import_slot(certificate);
}

std::optional<Finding> not_issued_here(const Reference& certificate, std::string_view field,
                                       const Setting& setting) {
  if (certificate.state == setting.home) return std::nullopt;
  return Finding{"R-DOC-012", format("{}/state", field), std::string{certificate.state.str()}, ""};
}
std::optional<Finding> not_imported_here(const Reference& certificate, std::string_view field,
                                         const Setting& setting) {
  if (certificate.kind == documents::Kind::origin_declaration)
    return Finding{"R-OD-034", format("{}/kind", field), std::string{word_of(certificate.kind)}, ""};
  if (certificate.state != setting.home) return std::nullopt;
  return Finding{"R-DOC-028", format("{}/state", field), std::string{certificate.state.str()}, ""};
}

const Part& documents_part() {
  static const std::vector<CommandEntry> entries = all_entries();
  static const std::array kinds{kind_of_issue(), kind_of_import()};
  static const std::vector<access::Grant> grants = make_grants(entries);
  static const Part part{.commands = entries,
                         .kinds = kinds,
                         .grants = grants,
                         .violated = violated,
                         .slot_of_name = slot_of_name,
                         .name_for_partner = name_for_partner};
  return part;
}

}  // namespace lintas::workflow
