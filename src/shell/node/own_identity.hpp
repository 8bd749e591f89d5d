#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "shell/as4/partner.hpp"
#include "shell/node/config.hpp"

/// What this node tells its partners of itself, and the keys behind it: the files that [exchange] names. All
/// errors name the file and what to do. Precondition of all where others may write them: whoever calls has
/// OwnFiles (own_files.hpp).
namespace lintas::node {

/// Of certificates that a node makes for itself. Two years: the world around them changes, and what is
/// renewed now and then is known to work.
inline constexpr std::chrono::days message_certificate_life{730};
/// So long before the last one of a use ends there is the next one …
inline constexpr std::chrono::days renewed_before{60};
/// … and so long it is only announced: partners ask for the document each day, and know it when it is used.
inline constexpr std::chrono::days announced_before{14};

/// Of both profiles.
struct OwnKeys {
  std::vector<as4::OwnSigning> signing;
  std::vector<as4::OwnSealing> sealing;
};
/// Each certificate with its key. A key without a certificate waits for one.
[[nodiscard]] std::expected<OwnKeys, std::string> read_own_keys(const Config& config);

/// The document as it lies there, of this state and by the key of this node.
[[nodiscard]] std::expected<exchange::Identity, std::string> read_own_identity(const Config& config);

/// Puts the next certificate and key beside those that end soon, of those that this node has made itself:
/// issued with the key of its document, or of RSA and signed by themselves. Whether there were any.
[[nodiscard]] std::expected<bool, std::string> renew_certificates(const Config& config, Instant now);

/// Signs it anew under the next number where the configuration, a file or the program says something else
/// now; the one before is kept where the key of heads is another one (former_documents.hpp). Refuses what
/// partners would refuse. The document as it is then.
[[nodiscard]] std::expected<exchange::Identity, std::string> keep_identity(const Config& config, Instant now);

/// The first document under a delegation, for the file of it.
[[nodiscard]] std::expected<Bytes, std::string> first_identity(const Config& config, const Bytes& delegation,
                                                               Instant now);

}  // namespace lintas::node
