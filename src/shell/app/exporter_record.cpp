#include "shell/app/exporter_record.hpp"

#include <expected>
#include <utility>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/messages.hpp"
#include "core/messages/document.hpp"
#include "core/model/document_groups.hpp"
#include "core/refdata/snapshot.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/whole_document.hpp"

namespace lintas::app {

std::expected<ExporterRecord, Findings> exporter_record(const message::Document& document, Packer& packer,
                                                        const refdata::Snapshot& reference, Day day,
                                                        Sha256 sha256) {
  awsc::Record content;
  const auto read = [&](const message::wco::Declaration& said,
                        const Hash256& hash) -> std::expected<Day, Findings> {
    auto what_it_says = awsc::record_of(said, hash, sha256);
    if (!what_it_says) return std::unexpected(std::move(what_it_says.error()));
    content = *std::move(what_it_says);
    return day;
  };
  auto payload = check_whole(
      document,
      {.root = awsc::name_of(awsc::ce_record), .number = awsc::ce_record, .read = read, .otherwise = day},
      packer, reference);
  if (!payload) return std::unexpected(std::move(payload.error()));
  return ExporterRecord{.content = std::move(content), .payload = *std::move(payload)};
}

}  // namespace lintas::app
