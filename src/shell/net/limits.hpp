#pragma once

#include <chrono>
#include <cstddef>

/// The limits of connections to several addresses of one name, as those of base/limits.hpp: each with its
/// reason and with what happens there.
namespace lintas::limits {

using namespace std::chrono_literals;

/// What one address of a name has for its connection where the name has another one behind it: then that one
/// is tried. Ten round trips on the worst line; three such fit into client_connect_time_max. The last one has
/// what is left.
inline constexpr std::chrono::milliseconds client_address_time_max = 3s;
/// Names of which it is remembered which address was reached. More, and all are forgotten: then the first
/// address is tried first again.
inline constexpr std::size_t client_addresses_kept_max = 1024;

}  // namespace lintas::limits
