#pragma once

#include <optional>

#include "base/bytes.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"

/// What is stored of a message about documents, sent or received: its letter as a record. The message itself
/// is made of it when it leaves, and read into it when it comes (shell/app/mail.hpp).
namespace lintas::workflow {

/// The same bytes for the same letter. Precondition: it names its certificate.
[[nodiscard]] Bytes write_document(documents::MessageNumber number, const documents::Letter& letter);

/// Nothing unless `write_document` could have written it.
[[nodiscard]] std::optional<documents::Letter> read_document(documents::MessageNumber number,
                                                             ByteView document);

/// The certificate that a letter or a written document is about. Precondition: it is one of them.
[[nodiscard]] documents::Reference certificate_named_in(ByteView letter_or_document);

}  // namespace lintas::workflow
