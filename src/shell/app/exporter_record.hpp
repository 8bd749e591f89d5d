#pragma once

#include <expected>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/messages/document.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/command.hpp"
#include "shell/app/ports.hpp"

/// What is written into the register of certified exporters: the record as it came.
namespace lintas::app {

struct ExporterRecord {
  awsc::Record content;       ///< as the record has it, so that what is decided is what is kept
  workflow::Payload payload;  ///< the record, which content.document names
};

/// Refused by what `lintas check` says of it on that day, each by its place. API-013 where it is another
/// message.
[[nodiscard]] std::expected<ExporterRecord, Findings> exporter_record(const message::Document& document,
                                                                      Packer& packer,
                                                                      const refdata::Snapshot& reference,
                                                                      Day day, Sha256 sha256);

}  // namespace lintas::app
