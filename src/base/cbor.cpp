#include "base/cbor.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/limits.hpp"

namespace lintas::cbor {

namespace {

constexpr unsigned one_byte = 24;  // RFC 8949, section 3: the argument follows in 1, 2, 4 or 8 bytes
constexpr unsigned eight_bytes = 27;
constexpr std::byte false_item{0xF4};
constexpr std::byte true_item{0xF5};
constexpr std::byte null_item{0xF6};

constexpr std::byte initial(Major major, unsigned information) {
  return static_cast<std::byte>((static_cast<unsigned>(major) << 5U) | information);
}

}  // namespace

void Writer::head(Major major, std::uint64_t argument) {
  if (argument < one_byte) {
    out_.push_back(initial(major, static_cast<unsigned>(argument)));
    return;
  }
  unsigned size_log = 0;  // 1, 2, 4 or 8 bytes
  while (size_log < 3 && (argument >> (8U << size_log)) != 0) ++size_log;
  out_.push_back(initial(major, one_byte + size_log));
  for (unsigned shift = 8U << size_log; shift != 0; shift -= 8) {
    out_.push_back(static_cast<std::byte>(argument >> (shift - 8)));
  }
}

void Writer::integer(std::int64_t value) {
  if (value >= 0) return head(Major::unsigned_integer, static_cast<std::uint64_t>(value));
  head(Major::negative_integer, ~static_cast<std::uint64_t>(value));
}

void Writer::unsigned_integer(std::uint64_t value) { head(Major::unsigned_integer, value); }

void Writer::bytes(ByteView value) {
  head(Major::bytes, value.size());
  raw(value);
}

void Writer::text(std::string_view value) {
  head(Major::text, value.size());
  raw(as_bytes(value));
}

void Writer::array(std::size_t count) { head(Major::array, count); }
void Writer::map(std::size_t pairs) { head(Major::map, pairs); }
void Writer::boolean(bool value) { out_.push_back(value ? true_item : false_item); }
void Writer::null() { out_.push_back(null_item); }
void Writer::raw(ByteView item) { out_.insert(out_.end(), item.begin(), item.end()); }

std::string_view name(Error error) noexcept {
  switch (error) {
    case Error::truncated: return "truncated";
    case Error::not_shortest: return "not_shortest";
    case Error::unsupported: return "unsupported";
    case Error::wrong_type: return "wrong_type";
    case Error::out_of_range: return "out_of_range";
    case Error::key_order: return "key_order";
    case Error::unknown_field: return "unknown_field";
    case Error::missing_field: return "missing_field";
    case Error::bad_value: return "bad_value";
    case Error::too_deep: return "too_deep";
    case Error::trailing: return "trailing";
  }
  std::unreachable();
}

std::optional<Major> Reader::peek() const noexcept {
  if (rest_.empty()) return std::nullopt;
  return static_cast<Major>(std::to_integer<unsigned>(rest_.front()) >> 5U);
}

bool Reader::at_null() const noexcept { return !rest_.empty() && rest_.front() == null_item; }

Result<std::uint64_t> Reader::head(Major major) {
  const auto next = peek();
  if (!next) return std::unexpected(Error::truncated);
  if (*next != major) return std::unexpected(Error::wrong_type);
  const unsigned information = std::to_integer<unsigned>(rest_.front()) & 31U;
  if (information > eight_bytes) return std::unexpected(Error::unsupported);
  if (information < one_byte) {
    rest_ = rest_.subspan(1);
    return information;
  }
  const std::size_t size = std::size_t{1} << (information - one_byte);
  if (rest_.size() < 1 + size) return std::unexpected(Error::truncated);
  std::uint64_t argument = 0;
  for (const std::byte b : rest_.subspan(1, size))
    argument = (argument << 8U) | std::to_integer<std::uint64_t>(b);
  const std::uint64_t least = size == 1 ? one_byte : std::uint64_t{1} << (4 * size);
  if (argument < least) return std::unexpected(Error::not_shortest);
  rest_ = rest_.subspan(1 + size);
  return argument;
}

Result<std::int64_t> Reader::integer() {
  const bool negative = peek() == Major::negative_integer;
  const auto argument = head(negative ? Major::negative_integer : Major::unsigned_integer);
  if (!argument) return std::unexpected(argument.error());
  if (*argument > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return std::unexpected(Error::out_of_range);
  }
  const auto value = static_cast<std::int64_t>(*argument);
  return negative ? -1 - value : value;
}

Result<std::uint64_t> Reader::unsigned_integer() { return head(Major::unsigned_integer); }

Result<ByteView> Reader::chunk(Major major) {
  const auto size = head(major);
  if (!size) return std::unexpected(size.error());
  if (*size > rest_.size()) return std::unexpected(Error::truncated);
  const ByteView content = rest_.first(static_cast<std::size_t>(*size));
  rest_ = rest_.subspan(content.size());
  return content;
}

Result<ByteView> Reader::bytes() { return chunk(Major::bytes); }

Result<std::string_view> Reader::text() {
  const auto content = chunk(Major::text);
  if (!content) return std::unexpected(content.error());
  return as_text(*content);
}

Result<std::size_t> Reader::count(Major major, std::size_t bytes_each) {
  const auto members = head(major);
  if (!members) return std::unexpected(members.error());
  if (*members > rest_.size() / bytes_each) return std::unexpected(Error::truncated);
  return static_cast<std::size_t>(*members);
}

Result<std::size_t> Reader::array() { return count(Major::array, 1); }
Result<std::size_t> Reader::map() { return count(Major::map, 2); }

Result<bool> Reader::boolean() {
  if (rest_.empty()) return std::unexpected(Error::truncated);
  if (rest_.front() != true_item && rest_.front() != false_item) return std::unexpected(Error::wrong_type);
  const bool value = rest_.front() == true_item;
  rest_ = rest_.subspan(1);
  return value;
}

Result<bool> Reader::null() {
  if (rest_.empty()) return std::unexpected(Error::truncated);
  if (!at_null()) return std::unexpected(Error::wrong_type);
  rest_ = rest_.subspan(1);
  return true;
}

Result<ByteView> Reader::raw() {
  const ByteView before = rest_;
  if (const auto error = skip(0)) return std::unexpected(*error);
  return before.first(before.size() - rest_.size());
}

std::optional<Error> Reader::skip(std::size_t depth) {
  if (depth >= limits::cbor_depth_max) return Error::too_deep;
  const auto major = peek();
  if (!major) return Error::truncated;
  switch (*major) {
    case Major::unsigned_integer:
    case Major::negative_integer: {
      const auto argument = head(*major);
      return argument ? std::nullopt : std::optional{argument.error()};
    }
    case Major::bytes:
    case Major::text: {
      const auto content = chunk(*major);
      return content ? std::nullopt : std::optional{content.error()};
    }
    case Major::array: {
      const auto members = array();
      if (!members) return members.error();
      for (std::size_t i = 0; i < *members; ++i) {
        if (const auto error = skip(depth + 1)) return error;
      }
      return std::nullopt;
    }
    case Major::map: return skip_map(depth);
    case Major::tag: return Error::unsupported;
    case Major::simple: {
      if (rest_.front() != false_item && rest_.front() != true_item && !at_null()) return Error::unsupported;
      rest_ = rest_.subspan(1);
      return std::nullopt;
    }
  }
  std::unreachable();
}

std::optional<Error> Reader::skip_map(std::size_t depth) {
  const auto pairs = map();
  if (!pairs) return pairs.error();
  ByteView previous;
  for (std::size_t i = 0; i < *pairs; ++i) {
    const ByteView before = rest_;
    if (const auto error = skip(depth + 1)) return error;
    const ByteView key = before.first(before.size() - rest_.size());
    if (i > 0 && !std::ranges::lexicographical_compare(previous, key)) return Error::key_order;
    previous = key;
    if (const auto error = skip(depth + 1)) return error;
  }
  return std::nullopt;
}

}  // namespace lintas::cbor
