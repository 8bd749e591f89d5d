#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/paper/paper.hpp"
#include "core/paper/sheet.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/core.hpp"
#include "shell/api/printing.hpp"
#include "shell/api/released.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/who.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"
#include "shell/print/pdf.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::api {

namespace {

/// Hexadecimal digits of the digest beside the MRN in the QR code, two a byte: nobody makes another release
/// with the same ones.
constexpr std::size_t digest_bytes = 10;

/// Beside the MRN the QR code has a digest of the release; where this node signs documents, the signed code.
paper::Paper paper_of(const Release& release, const Core& core) {
  const workflow::Setting setting = core.ports().setting();
  const Instant now = core.ports().clock();
  std::string canonical;
  xml::write(release.document, canonical);
  const Hash256 hash = setting.sha256(std::array{as_bytes(canonical)});
  paper::Paper paper = paper::paper_of(release.document.message,
                                       setting.reference->at(std::chrono::floor<std::chrono::days>(now)),
                                       to_hex(hash.view().first(digest_bytes)), release.limit);
  const auto key = core.ports().document_key ? core.ports().document_key() : nullptr;
  if (key != nullptr && key->may_sign(now)) {
    paper.check = compact_code_text(*key, core.ports().code_handle, release.document, release.limit,
                                    {.issued = now, .valid_from = release.at});
  }
  if (core.ports().is_sandbox) paper.mark = paper::sandbox_mark;
  return paper;
}

void show_tad(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto release = release_for(core, call, reader, "TAD-001");
  if (!release) return;
  auto place = place_at_press(core, call);
  if (!place) return;
  auto paper = std::make_shared<const paper::Paper>(paper_of(*release, core));
  answer_printed(core, call, *std::move(place), format("TAD-{}.pdf", paper->mrn),
                 [paper] { return print::pdf_of(*paper); });
}

constexpr std::array routes{Route{
    .method = net::Method::get,
    .pattern = "/v1/movements/{mrn}/tad",
    .id = "printTad",
    .tag = "movements",
    .summary = "The transit accompanying document with its list of items, as PDF: from the release until "
               "the movement is written off.",
    .outcomes = {{200, "application/pdf:text", "Content-Disposition"}},
    .refusals = {403, 404, 422},
    .who = &who_reads<Read::paper>,
    .look = &show_tad}};

}  // namespace

Resource tad_routes() { return {.routes = routes}; }

}  // namespace lintas::api
