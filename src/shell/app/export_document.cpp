#include "shell/app/export_document.hpp"

#include <expected>
#include <utility>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/wire.hpp"
#include "core/messages/document.hpp"
#include "core/model/document_groups.hpp"
#include "core/refdata/snapshot.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/whole_document.hpp"

namespace lintas::app {

std::expected<ExportDocument, Findings> export_document(const message::Document& document, Packer& packer,
                                                        const refdata::Snapshot& reference, Day day) {
  const auto root = acdd::root_of(acdd::acdd_send);
  acdd::Contents contents;
  // As import customs asks it: a document is of the day on which the goods leave, and so are its codes.
  const auto read = [&](const message::wco::Declaration& said,
                        const Hash256& hash) -> std::expected<Day, Findings> {
    auto what_it_says = acdd::contents_of(said, hash, root);
    if (!what_it_says) return std::unexpected(std::move(what_it_says.error()));
    contents = *std::move(what_it_says);
    return contents.departure;
  };
  auto payload = check_whole(
      document, {.root = root, .number = acdd::acdd_send, .read = read, .otherwise = day}, packer, reference);
  if (!payload) return std::unexpected(std::move(payload.error()));
  return ExportDocument{.contents = std::move(contents), .payload = *std::move(payload)};
}

}  // namespace lintas::app
