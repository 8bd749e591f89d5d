#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "core/model/values/country.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/message_certificates.hpp"

/// A new key for a node: where the one before is lost or stolen, or may speak for the node no longer. The
/// root of the state signs it on a machine without a line (`lintas identity delegate`), the node takes it
/// (`lintas identity renew`), and partners believe it by themselves, since its number is higher.
namespace lintas::node {

/// How long the root lets a key speak for the node. The root lies in a safe: it is not taken out each year.
inline constexpr std::chrono::days delegation_life{3650};

/// A key, and what the root says of it.
struct Delegated {
  crypto::SigningKey key;
  std::string key_text;  ///< as a file of it has it
  exchange::Delegation content;
  Bytes signed_by_root;
};
[[nodiscard]] Delegated delegate(const crypto::SigningKey& root, Country state, std::uint32_t number,
                                 Validity validity, app::Entropy& entropy);

struct DelegateOptions {
  std::string root_file;
  std::string country;
  std::uint32_t number = 0;      ///< above that of the delegation before
  std::optional<Instant> until;  ///< none: delegation_life from now
  std::string to;                ///< made by the command, for its owner only
  Instant now;
};
/// The command beside the root: draws the key, so that nothing has to come from the node, and writes both to
/// one file. Exit codes as of the command line.
[[nodiscard]] int delegate_key(const DelegateOptions& options, std::ostream& out, std::ostream& err);

/// What became of the key before.
enum class OldKey : std::uint8_t {
  is_gone,        ///< lost, or its delegation ends; what it vouched for goes on to count
  may_be_stolen,  ///< what it vouched for, and every key of messages that the node has made, counts no more
};

struct NewKeyOptions {
  std::string config_file;
  std::string file;  ///< that of delegate_key
  OldKey old_key{};
  Instant now;
};
struct NewKeyFailure {
  std::string what;
  bool is_file = false;  ///< the disk or the configuration is to blame, not what was handed over
};
struct NewKey {
  exchange::Identity identity;  ///< for the partners
  /// SHA-256, as [[revoked]] names it; none where the key had been taken already.
  std::optional<Hash256> delegation_before;
  std::vector<std::string> foreign;  ///< files with certificates of messages that people have to replace
};
/// Puts the key, and a document under it, into the files that [exchange] names. Everything is tried before
/// all of them change together, and nobody else reads or writes them meanwhile (own_files.hpp); cut off it is
/// called again, and what was taken whole is told so. A running node takes all of it at a reload.
[[nodiscard]] std::expected<NewKey, NewKeyFailure> take_new_key(const NewKeyOptions& options);

/// The command: exit codes as of the command line.
[[nodiscard]] int renew_identity(const NewKeyOptions& options, std::ostream& out, std::ostream& err);

}  // namespace lintas::node
