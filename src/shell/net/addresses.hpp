#pragma once

#include <string>
#include <string_view>

namespace lintas::net {

/// Whether an IP address is one of the public internet: not of this machine, a private or local network,
/// several at once, documentation, or a translation that could lead to one of these (RFC 6890 and the
/// registries it began). False for what is no address.
[[nodiscard]] bool is_public_address(std::string_view text) noexcept;
/// Whether a text is an IP address, and none of those.
[[nodiscard]] bool is_private_address(std::string_view text) noexcept;
/// Whether a text is an IP address that nobody but this machine reaches: plain HTTP is served there only.
[[nodiscard]] bool is_loopback_address(std::string_view text) noexcept;

/// Under which name an address counts against the limits of one client: its own; of IPv6 that of its network
/// of 64 bits, for as many addresses are given to whoever asks for one. What is no address stands for itself.
[[nodiscard]] std::string counted_as(std::string_view address);

}  // namespace lintas::net
