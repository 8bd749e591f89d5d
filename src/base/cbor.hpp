#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"

/// Deterministic CBOR (RFC 8949, section 4.2): one value has one encoding. Used for all that is stored or
/// hashed. Left out, since our records need none of it: floating point, tags, indefinite lengths, simple
/// values but false, true and null.
namespace lintas::cbor {

enum class Major : std::uint8_t { unsigned_integer, negative_integer, bytes, text, array, map, tag, simple };

/// Appends items to a buffer. Arrays and maps are opened with their count; the caller writes the members
/// after, the keys of a map in ascending order of their encoded bytes (`Reader` refuses any other order).
class Writer {
 public:
  void integer(std::int64_t value);
  void unsigned_integer(std::uint64_t value);
  void bytes(ByteView value);
  void text(std::string_view value);
  void array(std::size_t count);
  void map(std::size_t pairs);
  void boolean(bool value);
  void null();
  /// An item that is encoded already.
  void raw(ByteView item);

  [[nodiscard]] const Bytes& view() const& noexcept { return out_; }
  [[nodiscard]] Bytes take() && { return std::move(out_); }

 private:
  void head(Major major, std::uint64_t argument);

  Bytes out_;
};

enum class Error : std::uint8_t {
  truncated,      ///< the input ends within an item
  not_shortest,   ///< an integer or length in a longer form than needed
  unsupported,    ///< tag, float, indefinite length, other simple value
  wrong_type,     ///< well-formed, but not what the record has here
  out_of_range,   ///< an integer that the member cannot hold
  key_order,      ///< map keys not strictly ascending
  unknown_field,  ///< a number that the record's table does not list
  missing_field,  ///< a required number is not there
  bad_value,      ///< text that the member's type refuses
  too_deep,       ///< nesting above limits::cbor_depth_max
  trailing,       ///< bytes after the item
};

[[nodiscard]] std::string_view name(Error error) noexcept;

template <class T>
using Result = std::expected<T, Error>;

/// Takes items off the front of a buffer, which must outlive the reader and every view taken from it.
class Reader {
 public:
  explicit Reader(ByteView input) : rest_(input) {}

  /// The kind of the next item, nothing at the end or where it is unsupported.
  [[nodiscard]] std::optional<Major> peek() const noexcept;
  [[nodiscard]] bool at_null() const noexcept;
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

  [[nodiscard]] Result<std::int64_t> integer();
  [[nodiscard]] Result<std::uint64_t> unsigned_integer();
  [[nodiscard]] Result<ByteView> bytes();
  [[nodiscard]] Result<std::string_view> text();
  /// Number of members. Never more than the bytes that are left, so that a hostile count reserves nothing.
  [[nodiscard]] Result<std::size_t> array();
  [[nodiscard]] Result<std::size_t> map();
  [[nodiscard]] Result<bool> boolean();
  [[nodiscard]] Result<bool> null();
  /// The bytes of the next item, whole, checked for form and depth.
  [[nodiscard]] Result<ByteView> raw();

 private:
  [[nodiscard]] Result<std::uint64_t> head(Major major);
  [[nodiscard]] Result<ByteView> chunk(Major major);
  [[nodiscard]] Result<std::size_t> count(Major major, std::size_t bytes_each);
  [[nodiscard]] std::optional<Error> skip(std::size_t depth);
  [[nodiscard]] std::optional<Error> skip_map(std::size_t depth);

  ByteView rest_;
};

}  // namespace lintas::cbor
