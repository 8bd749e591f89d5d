#include "core/model/scalars.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "base/require.hpp"
#include "base/time.hpp"

namespace lintas::message {

namespace {

constexpr std::size_t digits_max = 18;  // what surely fits 64 bits

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

bool has_leading_zero(std::string_view text) { return text.size() > 1 && text.front() == '0'; }

/// Precondition: all digits, at most digits_max of them.
constexpr std::int64_t whole(std::string_view digits) {
  std::int64_t value = 0;
  for (const char c : digits) value = (value * 10) + (c - '0');
  return value;
}

/// The number in two digits from `at` on, or -1.
int two_digits(std::string_view text, std::size_t at) {
  const auto part = text.substr(at, 2);
  return part.size() == 2 && all_digits(part) ? static_cast<int>(whole(part)) : -1;
}

void append_padded(std::string& out, int value, std::size_t width) {
  std::array<char, 4> digits{'0', '0', '0', '0'};
  for (std::size_t i = width; i > 0; --i, value /= 10)
    digits.at(i - 1) = static_cast<char>('0' + (value % 10));
  out.append(digits.data(), width);
}

}  // namespace

Decimal Number::decimal() const {
  require(has(), "a number without a value has no decimal");
  return Decimal::of(mantissa, places);
}

Day Date::calendar_day() const {
  require(has(), "a date without a value is no day");
  return std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

Int parse_int(std::string_view text) {
  if (!all_digits(text) || text.size() > digits_max || has_leading_zero(text)) return {};
  return {whole(text)};
}

Number parse_number(std::string_view text) {
  const auto point = text.find('.');
  const auto before = text.substr(0, point);
  if (!all_digits(before) || has_leading_zero(before)) return {};
  std::string_view after;
  if (point != std::string_view::npos) {
    after = text.substr(point + 1);
    if (!all_digits(after)) return {};
    after = after.substr(0, after.find_last_not_of('0') + 1);  // trailing zeros do not count
  }
  if (before.size() + after.size() > digits_max) return {};
  std::int64_t mantissa = whole(before);
  for (const char c : after) mantissa = (mantissa * 10) + (c - '0');
  return {.mantissa = mantissa, .places = static_cast<int>(after.size())};
}

Date parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !all_digits(text.substr(0, 4))) return {};
  const int month = two_digits(text, 5);
  const int day = two_digits(text, 8);
  if (month < 1 || day < 1) return {};
  const auto year = static_cast<int>(whole(text.substr(0, 4)));
  const auto date = std::chrono::year{year} / month / day;
  if (year == 0 || !date.ok()) return {};
  return {.year = static_cast<std::int16_t>(year),
          .month = static_cast<std::uint8_t>(month),
          .day = static_cast<std::uint8_t>(day)};
}

DateTime parse_date_time(std::string_view text) {
  if (text.size() != 19 || text[10] != 'T' || text[13] != ':' || text[16] != ':') return {};
  const Date date = parse_date(text.substr(0, 10));
  const int hour = two_digits(text, 11);
  const int minute = two_digits(text, 14);
  const int second = two_digits(text, 17);
  const bool in_day = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  const bool end_of_day = hour == 24 && minute == 0 && second == 0;
  if (!date.has() || (!in_day && !end_of_day)) return {};
  return {.date = date,
          .hour = static_cast<std::uint8_t>(hour),
          .minute = static_cast<std::uint8_t>(minute),
          .second = static_cast<std::uint8_t>(second)};
}

void append(std::string& out, Int value) {
  std::array<char, std::numeric_limits<std::int64_t>::digits10 + 2> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value.value).ptr;
  out.append(digits.data(), end);
}

void append(std::string& out, Number value) {
  const auto start = out.size();
  append(out, Int{value.mantissa});
  const auto places = static_cast<std::size_t>(value.places);
  if (places == 0) return;
  const auto digits = out.size() - start;
  if (digits <= places) out.insert(start, places + 1 - digits, '0');  // "5" with two places is "0.05"
  out.insert(out.size() - places, 1, '.');
}

void append(std::string& out, Date value) {
  append_padded(out, value.year, 4);
  out += '-';
  append_padded(out, value.month, 2);
  out += '-';
  append_padded(out, value.day, 2);
}

void append(std::string& out, DateTime value) {
  append(out, value.date);
  out += 'T';
  append_padded(out, value.hour, 2);
  out += ':';
  append_padded(out, value.minute, 2);
  out += ':';
  append_padded(out, value.second, 2);
}

}  // namespace lintas::message
