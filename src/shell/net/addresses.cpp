#include "shell/net/addresses.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lintas::net {

namespace asio = boost::asio;

namespace {

struct Range4 {
  std::uint32_t first;
  unsigned bits;
};
constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return (a << 24) | (b << 16) | (c << 8) | d;
}
constexpr std::array not_public_v4{
    Range4{v4(0, 0, 0, 0), 8},        // this network
    Range4{v4(10, 0, 0, 0), 8},       // private
    Range4{v4(100, 64, 0, 0), 10},    // shared by providers
    Range4{v4(127, 0, 0, 0), 8},      // this machine
    Range4{v4(169, 254, 0, 0), 16},   // link; of clouds: what tells a machine its secrets
    Range4{v4(172, 16, 0, 0), 12},    // private
    Range4{v4(192, 0, 0, 0), 24},     // protocols
    Range4{v4(192, 0, 2, 0), 24},     // documentation
    Range4{v4(192, 88, 99, 0), 24},   // 6to4 relays
    Range4{v4(192, 168, 0, 0), 16},   // private
    Range4{v4(198, 18, 0, 0), 15},    // benchmarks
    Range4{v4(198, 51, 100, 0), 24},  // documentation
    Range4{v4(203, 0, 113, 0), 24},   // documentation
    Range4{v4(224, 0, 0, 0), 3},      // multicast, reserved, broadcast
};

bool is_public(const asio::ip::address_v4& address) {
  const std::uint32_t number = address.to_uint();
  return std::ranges::none_of(not_public_v4, [&](const Range4& range) {
    return (number >> (32 - range.bits)) == (range.first >> (32 - range.bits));
  });
}

/// Of the one block that is given out, without what in it leads elsewhere.
bool is_public(const asio::ip::address_v6& address) {
  if (address.is_v4_mapped()) return is_public(asio::ip::make_address_v4(asio::ip::v4_mapped, address));
  const auto bytes = address.to_bytes();
  const unsigned first = (unsigned{bytes[0]} << 8) | bytes[1];
  const unsigned second = (unsigned{bytes[2]} << 8) | bytes[3];
  if ((first & 0xE000U) != 0x2000U) return false;
  if (first == 0x2001 && second < 0x0200) return false;   // Teredo, ORCHID and other protocols
  if (first == 0x2001 && second == 0x0DB8) return false;  // documentation
  if (first == 0x2002) return false;                      // 6to4
  return first != 0x3FFF;                                 // documentation
}

}  // namespace

bool is_public_address(std::string_view text) noexcept {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(text, error);
  if (error) return false;
  return address.is_v4() ? is_public(address.to_v4()) : is_public(address.to_v6());
}

bool is_private_address(std::string_view text) noexcept {
  boost::system::error_code error;
  (void)asio::ip::make_address(text, error);
  return !error && !is_public_address(text);
}

bool is_loopback_address(std::string_view text) noexcept {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(text, error);
  return !error && address.is_loopback();
}

std::string counted_as(std::string_view address) {
  boost::system::error_code error;
  const auto parsed = asio::ip::make_address(address, error);
  if (error || parsed.is_v4()) return std::string{address};
  constexpr std::size_t network_bytes = 8;
  auto bytes = parsed.to_v6().to_bytes();
  std::ranges::fill(bytes.begin() + network_bytes, bytes.end(), std::uint8_t{0});
  return asio::ip::address_v6{bytes}.to_string() + "/64";
}

}  // namespace lintas::net
