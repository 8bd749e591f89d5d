#include "shell/app/operator_record.hpp"

#include <expected>
#include <utility>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/wire.hpp"
#include "core/messages/document.hpp"
#include "core/model/document_groups.hpp"
#include "core/refdata/snapshot.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/whole_document.hpp"

namespace lintas::app {

std::expected<OperatorRecord, Findings> operator_record(const message::Document& document, Packer& packer,
                                                        const refdata::Snapshot& reference, Day day,
                                                        Sha256 sha256) {
  aeo::listed::GiveConsent consent;
  const auto read = [&](const message::wco::Declaration& said,
                        const Hash256& hash) -> std::expected<Day, Findings> {
    auto what_it_says = aeo::listed::consent_of(said, hash, sha256);
    if (!what_it_says) return std::unexpected(std::move(what_it_says.error()));
    consent = *std::move(what_it_says);
    return day;
  };
  auto payload = check_whole(document,
                             {.root = aeo::listed::name_of(aeo::listed::aeo_record),
                              .number = aeo::listed::aeo_record,
                              .read = read,
                              .otherwise = day},
                             packer, reference);
  if (!payload) return std::unexpected(std::move(payload.error()));
  return OperatorRecord{.consent = std::move(consent), .payload = *std::move(payload)};
}

}  // namespace lintas::app
