#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "core/attachments/letter.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"

/// From messages about the files of documents to the letters that the loop understands, and back. Pure;
/// octets go through as they stand on the wire, in base64.
namespace lintas::workflow {

/// A message as it was read.
struct HeardOfFiles {
  attachments::MessageNumber number = 0;
  attachments::Letter letter;
  std::string base64 = {};  ///< of a part

  friend bool operator==(const HeardOfFiles&, const HeardOfFiles&) = default;
};

/// R-DOC-021: it has another function. R-ATT-020: it does not say of which document, or not of which file. Of
/// files that come: R-ATT-001 the type, R-ATT-011 one twice, R-ATT-012 the name, R-ATT-013 too many octets.
/// Precondition: the message is one of these (attachments::number_of), as its schema accepts it.
[[nodiscard]] std::expected<HeardOfFiles, Findings> read_of_files(const message::Document& message);

/// The message that says it, as its schema asks. `base64`: of a part that is there.
[[nodiscard]] message::Document write_of_files(attachments::MessageNumber number,
                                               const attachments::Letter& letter, std::string base64,
                                               const documents::Head& head);

}  // namespace lintas::workflow
