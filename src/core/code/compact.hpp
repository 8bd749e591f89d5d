#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/code/records.hpp"
#include "core/model/forward.hpp"
#include "core/model/values/country.hpp"

/// The compact code of a document: signed content as the text of a QR code. Pure; safe from any thread.
namespace lintas::code {

/// What the text of every code of this version begins with: "what is this" for people and programs.
inline constexpr std::string_view text_prefix = "LC1:";

/// Of a release (IE029), never of a declaration (ncts.md 11). `limit`: the one that binds now, where it was
/// extended since. Precondition: valid by its schema, of a movement that departs here.
[[nodiscard]] AccompanyingDocument document_of(const message::Message& released,
                                               std::optional<Day> limit = std::nullopt);

/// Who issues: the state, its document key, and how that signs.
struct Issuer {
  Country state;
  KeyId key;
  Sign sign;
};

/// Two instants of a code: a document that is printed again, perhaps under the next key, is signed then, and
/// holds since its release.
struct Dates {
  Instant issued;      ///< when it is signed
  Instant valid_from;  ///< of a movement its release, of a certificate its approval
};

/// The signed code, of limits::code_bytes_max at most: seals are left out from the last on until it fits,
/// then vehicles. Ed25519 signs the same content alike.
[[nodiscard]] Bytes issue(const Issuer& issuer, const Handle& handle, const Dates& dates, Document document);

/// "LC1:6BF…".
[[nodiscard]] std::string qr_text_of(ByteView code);

/// The bytes behind a text. SIG-003 too long, SIG-006 not of that form.
[[nodiscard]] std::expected<Bytes, Finding> from_qr_text(std::string_view text);

/// A code that was read, its signature not yet looked at.
struct Code {
  Signed envelope;
  Content content;
};
/// SIG-003 too long, SIG-004 and SIG-005 as `read_signed`, SIG-007 of another version or kind, or no code.
[[nodiscard]] std::expected<Code, Finding> read_code(ByteView bytes);

}  // namespace lintas::code
