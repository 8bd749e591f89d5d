#pragma once

#include <expected>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/messages/document.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/command.hpp"
#include "shell/app/ports.hpp"

/// What an authorised operator agrees that other states are told of it: the record as it came.
namespace lintas::app {

struct OperatorRecord {
  aeo::listed::GiveConsent consent;  ///< as the record has it, so that what is agreed is what is told
  workflow::Payload payload;         ///< the record, which consent.document names
};

/// Refused by what `lintas check` says of it on that day, each by its place. API-013 where it is another
/// message.
[[nodiscard]] std::expected<OperatorRecord, Findings> operator_record(const message::Document& document,
                                                                      Packer& packer,
                                                                      const refdata::Snapshot& reference,
                                                                      Day day, Sha256 sha256);

}  // namespace lintas::app
