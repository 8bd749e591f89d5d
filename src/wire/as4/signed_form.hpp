#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.hpp"

/// What of a payload was signed, made again from what it says.
namespace lintas::as4 {

struct SignedForm {
  Bytes octets;            ///< over which the digest was taken
  bool is_packed = false;  ///< they are gzip; else the content in the form of its type (content_form.hpp)
};

/// Of a payload with this content, of this type, as which the digest was signed. Nothing where neither
/// packing it as we do nor its form gives the digest: another program packs into other octets, and then only
/// whoever keeps those can show what was signed.
[[nodiscard]] std::optional<SignedForm> signed_form(ByteView content, std::string_view type,
                                                    const Hash256& digest, Sha256 sha256);

/// Whether `octets`, as they were signed, are what `signed_form` would make of the content: of those nothing
/// needs to be kept. What another program has packed is known by how it begins, and costs nothing.
[[nodiscard]] bool follows_from(ByteView content, std::string_view type, ByteView octets);

}  // namespace lintas::as4
