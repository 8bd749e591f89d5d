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
  /// Name or address by which partners reach this node.
  std::string host = "127.0.0.1";
  std::uint16_t api_port = 8080;
  std::uint16_t partners_port = 8443;
  std::uint16_t operations_port = 9090;
  Instant now;
};

/// Files made in the folder: lintas.toml, secret.key, signing.key, tls.key, tls.pem, api.keys,
/// administrator.key (the one API key, in clear), partner.toml (for the partners' configurations), store/.
/// Secret ones are for their owner only. The error says what stands in the way.
[[nodiscard]] std::expected<void, std::string> init(const InitOptions& options);

}  // namespace lintas::node
