#pragma once

#include <expected>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "shell/as4/partner.hpp"
#include "shell/node/config.hpp"

/// What this node tells its partners of itself, and the keys behind it: the files that [exchange] names. All
/// errors name the file and what to do.
namespace lintas::node {

/// Of both profiles.
struct OwnKeys {
  std::vector<as4::OwnSigning> signing;
  std::vector<as4::OwnSealing> sealing;
};
/// Each certificate with its key. A key without a certificate waits for one.
[[nodiscard]] std::expected<OwnKeys, std::string> read_own_keys(const Config& config);

/// The document as it lies there, of this state and by the key of this node.
[[nodiscard]] std::expected<exchange::Identity, std::string> read_own_identity(const Config& config);

/// Signs it anew under the next number where the configuration, a file or the program says something else
/// now. Refuses what partners would refuse. The document as it is then.
[[nodiscard]] std::expected<exchange::Identity, std::string> keep_identity(const Config& config, Instant now);

/// The first document under a delegation, for the file of it.
[[nodiscard]] std::expected<Bytes, std::string> first_identity(const Config& config, const Bytes& delegation,
                                                               Instant now);

}  // namespace lintas::node
