#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>

#include "base/time.hpp"

/// A new node's folder: keys, a certificate of its own, a configuration that starts, and what its partners
/// have to be told. For demonstrations and for the first day; a state that has a certification authority puts
/// its own certificate in place of this one.
namespace lintas::node {

struct InitOptions {
  std::filesystem::path folder;  ///< made; must not be there, or be empty
  std::string country;
  /// Name or address by which partners reach this node. Where it is an address of this machine or of a
  /// private network those of partners may be, too (`addresses` of [exchange]).
  std::string host = "127.0.0.1";
  std::uint16_t api_port = 8080;
  std::uint16_t partners_port = 8443;
  std::uint16_t operations_port = 9090;
  Instant now;
  bool is_sandbox = false;  ///< for `lintas sandbox` alone
};

/// Why there is no new folder.
struct InitFailure {
  std::string what;         ///< names what stands in the way, and what would do
  bool is_options = false;  ///< what was asked for makes no sense; else the disk is to blame
};

/// Files made in the folder: lintas.toml, secret.key, signing.key, tls.key, tls.pem, api.keys,
/// administrator.key (the one API key, in clear), root.key (the root of the state, which the node does not
/// need: it may be taken away), exchange.key (what the root let speak for the node), authority.pem,
/// messages-signing.pem and .key, messages-sealing.pem and .key (of AS4), identity.lintas (for the partners),
/// store/, partners/, and a .gitignore that keeps all of it out of any repository. Secret ones are for their
/// owner only. The country is one whose law the program brings along: with another one no node would start.
/// The fingerprint of the root, for people to read to each other.
[[nodiscard]] std::expected<std::string, InitFailure> init(const InitOptions& options);

}  // namespace lintas::node
