#include "core/workflow/documents_messages.hpp"

#include <optional>
#include <utility>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/workflow/machine.hpp"

namespace lintas::workflow {

Bytes write_document(documents::MessageNumber number, const documents::Letter& letter) {
  require(!documents::name_of(number).empty(), "a message about documents is one of the list");
  require(letter.certificate.has_value(), "a message is about a certificate");
  return to_cbor(letter);
}

std::optional<documents::Letter> read_document(documents::MessageNumber number, ByteView document) {
  auto letter = from_cbor<documents::Letter>(document);
  if (!letter || !letter->certificate || documents::name_of(number).empty()) return std::nullopt;
  return *std::move(letter);
}

documents::Reference certificate_named_in(ByteView letter_or_document) {
  const auto certificate = read_first<documents::Letter>(letter_or_document);
  require(certificate.has_value(), "a message is about a certificate");
  return certificate.value_or(documents::Reference{});
}

}  // namespace lintas::workflow
