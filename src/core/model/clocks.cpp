#include "core/model/clocks.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "base/text.hpp"
#include "core/model/format.hpp"
#include "core/model/scalars.hpp"

namespace lintas::message {

namespace {

constexpr std::size_t local_length = 19;  // 2026-11-23T18:32:00

int two_digits(std::string_view text) { return ((text[0] - '0') * 10) + (text[1] - '0'); }

}  // namespace

std::optional<ZonedTime> parse_zoned(std::string_view text) {
  if (!is_zoned_time(text)) return std::nullopt;
  std::chrono::minutes offset{};
  if (!text.ends_with('Z')) {
    const auto zone = text.substr(local_length);
    offset =
        std::chrono::hours{two_digits(zone.substr(1))} + std::chrono::minutes{two_digits(zone.substr(4))};
    if (zone.front() == '-') offset = -offset;
  }
  return ZonedTime{.at = instant_of(parse_date_time(text.substr(0, local_length)), offset), .offset = offset};
}

std::string to_text(const ZonedTime& time) {
  constexpr std::chrono::hours beyond{14};
  const auto size = std::chrono::abs(time.offset);
  require(size < beyond, "an offset of the region is less than 14 hours");
  std::string text;
  append(text, date_time_of(time.at, time.offset));
  const auto hours = std::chrono::floor<std::chrono::hours>(size);
  return text + format("{}{:02}:{:02}", time.offset < std::chrono::minutes{} ? '-' : '+', hours.count(),
                       (size - hours).count());
}

}  // namespace lintas::message
