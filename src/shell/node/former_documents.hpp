#pragma once

#include <expected>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/records.hpp"
#include "core/exchange/identity.hpp"

/// Identity documents, of this node or of a partner, whose place one with another key of audit heads has
/// taken. A head that was signed before is right by the key of then, for as long as it is kept: so the last
/// document of each key stays, in a file beside the present one. Each is whole and signed, so that whoever
/// may write there without the exchange key can add no key. With that key he can, and then the heads that
/// partners hold are what is left to compare with.
namespace lintas::node {

/// "identity.lintas.former".
[[nodiscard]] std::string former_documents_of(const std::string& identity_file);

/// The text of that file with one more, as it was signed, which holds no longer from `until` on; where it is
/// the last one there already, once. Of more than
/// limits::former_documents_max the oldest goes. The error names the file.
[[nodiscard]] std::expected<std::string, std::string> with_former(const std::string& identity_file,
                                                                  ByteView document, Instant until);

/// The key of heads in one of them.
struct FormerKey {
  code::PublicKey key;
  Instant until;  ///< another one took its place
};
/// Of the file beside the present document, oldest first; none where there is no such file. Those alone that
/// are of the same state under the same root. The error names the file.
[[nodiscard]] std::expected<std::vector<FormerKey>, std::string> former_keys_of(
    const std::string& identity_file, const exchange::Identity& present);

}  // namespace lintas::node
