#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/certain.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"
#include "core/messages/document.hpp"
#include "core/model/document_groups.hpp"
#include "core/paper/certificate.hpp"
#include "core/paper/paper.hpp"
#include "core/paper/standing.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/certificate_document.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/document_names.hpp"
#include "shell/api/document_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/names.hpp"
#include "shell/api/printing.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/who.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/print/pdf.hpp"

/// The printed copy of a certificate of origin, and the signed code that stands on it.
namespace lintas::api {

namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;

Read copy_right_of(workflow::StreamKind kind) {
  return kind == workflow::issue_stream ? Read::issued_copy : Read::imported_copy;
}

/// Of either side, and of what is issued here alone, which is all that is signed.
constexpr std::array prints{Read::issued_copy, Read::imported_copy};
constexpr std::array signs{Read::issued_copy};

/// The certificate that the call names, if the actor may print it; else the call is answered. `rights`: one
/// of them the role has to have for anything at all.
std::optional<Core::Seen> printable_for(const Core& core, const CallPtr& call, app::Reader& reader,
                                        const workflow::Setting& setting, std::span<const Read> rights) {
  const bool ever =
      std::ranges::any_of(rights, [&](Read right) { return may_ever_read(call->actor.role, right); });
  if (!ever) {
    answer_unseen(call, rights.front(), false);
    return std::nullopt;
  }
  auto seen = see_document(core, call, reader, setting);
  if (!seen) {
    answer_unseen(call, certificate_kind);
    return std::nullopt;
  }
  const Read right = copy_right_of(seen->row.kind);
  const auto ties = core.relations(seen->state, seen->row.kind, call->actor, reader, setting);
  if (may_read(call->actor, right, ties)) return seen;
  answer_unseen(call, right, true);
  return std::nullopt;
}

const iss::Certificate* issued_in(const Core::Seen& seen) {
  if (seen.row.kind != workflow::issue_stream) return nullptr;
  return &seen.state.as<workflow::Issued>().certificate;
}

paper::PrintedFor printed_for(const access::Actor& actor) {
  return actor.role == access::Role::exporter ? paper::PrintedFor::exporter : paper::PrintedFor::authority;
}

paper::Standing standing_in(const Core::Seen& seen, const access::Actor& actor, Instant now) {
  const iss::Certificate* issued = issued_in(seen);
  if (issued == nullptr) return paper::standing_of(seen.state.as<imp::Certificate>(), now);
  return paper::standing_of(*issued, printed_for(actor), now);
}

/// The instant of the approval: since then the code holds.
Instant approved_at(const Core::Seen& seen, app::Reader& reader) {
  const auto events = reader.history(seen.row.head);
  const auto approved = std::ranges::find_if(
      events, [](const app::EventRow& row) { return event_name(row.type) == iss::Approved::record; });
  if (approved != events.end()) return approved->at;
  return Instant{certain(issued_in(seen)->issued, "what is printed was issued")};
}

std::shared_ptr<const DocumentKey> key_in(const Core& core, Instant now) {
  auto key = core.ports().document_key ? core.ports().document_key() : nullptr;
  return key != nullptr && key->may_sign(now) ? key : nullptr;
}

/// Of a certificate that has a number and a document, with what is needed to print or sign it.
struct Printable {
  Core::Seen seen;
  message::wco::Declaration certificate;
  paper::Standing standing;
};

std::optional<Printable> printable_in(const Core& core, const CallPtr& call, app::Reader& reader,
                                      const workflow::Setting& setting, std::span<const Read> rights) {
  auto seen = printable_for(core, call, reader, setting, rights);
  if (!seen) return std::nullopt;
  const iss::Certificate* issued = issued_in(*seen);
  if (issued != nullptr && !paper::is_issued(*issued)) {
    call->respond(problem(422, "R-DOC-055", call->trace));
    return std::nullopt;
  }
  auto document = document_of(core, *seen, reader, setting);
  if (!document || !document->message.declaration) {
    answer_nothing(call);
    return std::nullopt;
  }
  const paper::Standing standing = standing_in(*seen, call->actor, core.ports().clock());
  return Printable{.seen = *std::move(seen),
                   .certificate = *std::move(document->message.declaration),
                   .standing = standing};
}

/// What the page is that the actor prints: an exporter's of a paper certificate is a copy.
code::Medium medium_of(const iss::Certificate& certificate, const access::Actor& actor) {
  if (!certificate.printed) return code::Medium::data;
  return printed_for(actor) == paper::PrintedFor::exporter ? code::Medium::copy_of_paper
                                                           : code::Medium::paper;
}

std::string code_of(const Core& core, const DocumentKey& key, const Printable& printable,
                    const access::Actor& actor, const code::Dates& dates, const workflow::Setting& setting) {
  const iss::Certificate& issued = *issued_in(printable.seen);
  return compact_code_text(key, core.ports().code_handle, issued, medium_of(issued, actor),
                           content_of(printable.certificate, setting), dates);
}

/// Letters and digits of the number: others have their meaning in names of files.
std::string file_of(std::string_view number) {
  std::string name{"certificate-"};
  for (const char c : number) {
    const bool is_plain =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    name += is_plain ? c : '-';
  }
  return name + ".pdf";
}

void show_copy(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto printable = printable_in(core, call, reader, setting, prints);
  if (!printable) return;
  auto place = place_at_press(core, call);
  if (!place) return;
  const Instant now = core.ports().clock();
  std::string check;
  if (printable->standing.has_code) {
    if (const auto key = key_in(core, now)) {
      check = code_of(core, *key, *printable, call->actor,
                      {.issued = now, .valid_from = approved_at(printable->seen, reader)}, setting);
    }
  }
  auto paper = std::make_shared<paper::CertificatePaper>(paper::certificate_paper(
      printable->certificate, printable->standing,
      setting.reference->at(std::chrono::floor<std::chrono::days>(now)), std::move(check)));
  if (core.ports().is_sandbox) paper->mark = format("{} \u2013 {}", paper::sandbox_mark, paper->mark);
  answer_printed(core, call, *std::move(place), file_of(printable->certificate.id),
                 [paper] { return print::pdf_of(*paper); });
}

void show_certificate_code(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto printable = printable_in(core, call, reader, setting, signs);
  if (!printable) return;
  if (!printable->standing.has_code) return call->respond(problem(422, "R-DOC-056", call->trace));
  const Instant now = core.ports().clock();
  const auto key = key_in(core, now);
  if (key == nullptr) return call->respond(problem(422, "SIG-001", call->trace));
  const code::Dates dates{.issued = now, .valid_from = approved_at(printable->seen, reader)};
  call->respond(json_response(
      200,
      Json{{"certificate", show_certificate(printable->seen.row.kind, printable->seen.state)["certificate"]},
           {"text", code_of(core, *key, *printable, call->actor, dates, setting)},
           {"issued", to_text(dates.issued)},
           {"approved", to_text(dates.valid_from)},
           {"key", to_hex(key->issuer.key.bytes)}}));
}

constexpr std::array certificate_code{
    Member{"certificate", "documents.reference"},
    Member{"text", "text", "Of the QR code; `lintas verify` reads it."},
    Member{"issued", "instant", "When the code was signed: now. The key has to be in force then."},
    Member{"approved", "instant", "When the certificate was approved: since then the code holds."},
    Member{"key", "text", "The id of the document key, as the trust sheet has it."}};
constexpr std::array objects{
    Object{"CertificateCode", "The signed code of a certificate.", certificate_code}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/documents/{document}/copy",
          .id = "printCertificate",
          .tag = "documents",
          .summary =
              "The certificate as the boxes of Form D with its items overleaf, as PDF. Every page says "
              "what it is: a copy of what went as data, the certificate itself where it goes on paper, "
              "a print of received data, cancelled.",
          .outcomes = {{200, "application/pdf:text", "Content-Disposition"}},
          .refusals = {403, 404, 422},
          .who = &who_reads<Read::issued_copy, Read::imported_copy>,
          .look = &show_copy},
    Route{.method = net::Method::get,
          .pattern = "/v1/documents/{document}/code",
          .id = "showCertificateCode",
          .tag = "documents",
          .summary = "The signed code for the QR code of its printed copy: of a certificate that is issued "
                     "here, once it went as data or on paper and until it is cancelled.",
          .outcomes = {{200, "CertificateCode"}},
          .refusals = {403, 404, 422},
          .who = &who_reads<Read::issued_copy>,
          .look = &show_certificate_code}};

}  // namespace

Resource certificate_copy_routes() { return {.routes = routes, .objects = objects}; }

}  // namespace lintas::api
