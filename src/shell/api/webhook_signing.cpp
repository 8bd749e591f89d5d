#include "shell/api/webhook_signing.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace lintas::api {

std::string base64(ByteView bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = (group << 8) | (i < count ? std::to_integer<std::uint32_t>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      out.push_back(i <= count ? digits[(group >> (18 - 6 * i)) & 63U] : '=');
  }
  return out;
}

std::string secret_text(ByteView secret) { return "whsec_" + base64(secret); }
std::string public_key_text(ByteView key) { return "whpk_" + base64(key); }

std::string signatures_of(const Signed& message, std::span<const Bytes> secrets, const Hmac& hmac,
                          const Sign& sign) {
  const std::string head = format("{}.{}.", message.id, message.timestamp);
  const std::array parts{as_bytes(head), message.body};
  std::string all;
  for (const Bytes& secret : secrets) {
    const Hash256 mac = hmac(secret, parts);
    all += format("v1,{} ", base64(mac.view()));
  }
  Bytes whole = copy_of(as_bytes(head));
  whole.insert(whole.end(), message.body.begin(), message.body.end());
  return all + "v1a," + base64(sign(whole));
}

}  // namespace lintas::api
