#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "core/acdd/document.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/messages.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/kind.hpp"

/// What can be told of a document that its schema refuses.
namespace lintas::app {

struct FaultyCertificate {
  documents::MessageNumber number = 0;  ///< CO.ISSUE or CO.RETRANSMIT
  documents::Reference reference;
};

/// Nothing unless the bytes begin as such a message of this sender under this identification, and say office,
/// number and state of their certificate: then whoever sent it can be told what is wrong with that, and not
/// only that a message was refused.
[[nodiscard]] std::optional<FaultyCertificate> certificate_that_is_faulty(ByteView xml,
                                                                          std::string_view sender,
                                                                          std::string_view identification);

/// The same of an ACDD.SEND, which says its state and permit.
struct FaultyAcdd {
  acdd::Permit permit;
  std::uint16_t version = 0;  ///< 0: none could be read
};
[[nodiscard]] std::optional<FaultyAcdd> acdd_that_is_faulty(ByteView xml, std::string_view sender,
                                                            std::string_view identification);

/// The same of a document whose kind is data, which says its state and number where its kind's table has
/// them.
[[nodiscard]] std::optional<kinds::Reference> doc_that_is_faulty(ByteView xml, std::string_view sender,
                                                                 std::string_view identification,
                                                                 const kinds::Kinds& kinds);

}  // namespace lintas::app
