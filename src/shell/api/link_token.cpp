#include "shell/api/link_token.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/model/values/mrn.hpp"

namespace lintas::api {

namespace {

/// What the bytes mean: another number for another layout.
constexpr std::byte layout{1};
constexpr std::size_t mrn_place = 1;
constexpr std::size_t key_place = mrn_place + Mrn::length;
constexpr std::size_t generation_place = key_place + 32;
constexpr std::size_t until_place = generation_place + 4;
constexpr std::size_t content_size = until_place + 8;
constexpr std::size_t sealed_size = content_size + 16;

using Content = std::array<std::byte, content_size>;

static_assert(sealed_size * 8 <= link_token_chars * 6 && sealed_size * 8 > (link_token_chars - 1) * 6);

// ---- RFC 4648 5, without padding

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string coded(ByteView bytes) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const std::byte byte : bytes) {
    bits = (bits << 8) | std::to_integer<std::uint32_t>(byte);
    for (count += 8; count >= 6; count -= 6) text.push_back(digits[(bits >> (count - 6)) & 63U]);
  }
  if (count > 0) text.push_back(digits[(bits << (6 - count)) & 63U]);
  return text;
}

/// Nothing unless `coded` writes the bytes just so.
std::optional<Bytes> decoded(std::string_view text) {
  Bytes bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const auto digit = digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::byte>((bits >> count) & 0xFFU));
  }
  return coded(bytes) == text ? std::optional{bytes} : std::nullopt;
}

// ---- the content

template <class Number>
void put(Content& content, std::size_t place, Number number) {
  for (std::size_t i = 0; i < sizeof number; ++i)
    content[place + i] = static_cast<std::byte>((number >> (8 * (sizeof number - 1 - i))) & 0xFFU);
}
template <class Number>
Number number_at(const Content& content, std::size_t place) {
  Number number{};
  for (std::size_t i = 0; i < sizeof number; ++i)
    number = static_cast<Number>((number << 8) | std::to_integer<Number>(content[place + i]));
  return number;
}

}  // namespace

std::string seal_link(const Link& link, const Sealing& sealing) {
  Content content{layout};
  std::ranges::copy(as_bytes(link.mrn.str()), content.begin() + mrn_place);
  std::ranges::copy(link.key.bytes, content.begin() + key_place);
  put(content, generation_place, link.generation);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(link.until).time_since_epoch().count();
  put(content, until_place, static_cast<std::uint64_t>(seconds));
  std::string token = coded(sealing.seal(content));
  require(token.size() == link_token_chars, "every token is as long");
  return token;
}

std::optional<Link> open_link(std::string_view token, const Sealing& sealing) {
  if (token.size() != link_token_chars) return std::nullopt;
  const auto sealed = decoded(token);
  const auto opened = sealed ? sealing.open(*sealed) : std::nullopt;
  if (!opened || opened->size() != content_size || opened->front() != layout) return std::nullopt;
  Content content{};
  std::ranges::copy(*opened, content.begin());
  const auto mrn = Mrn::parse(as_text(ByteView{content}.subspan(mrn_place, Mrn::length)));
  require(mrn.has_value(), "what was sealed here is the MRN of a link");
  Link link{
      .mrn = *mrn, .key = {}, .generation = number_at<std::uint32_t>(content, generation_place), .until = {}};
  std::ranges::copy_n(content.begin() + key_place, std::ssize(link.key.bytes), link.key.bytes.begin());
  link.until = Instant{
      std::chrono::seconds{static_cast<std::int64_t>(number_at<std::uint64_t>(content, until_place))}};
  return link;
}

}  // namespace lintas::api
