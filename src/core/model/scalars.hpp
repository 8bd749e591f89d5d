#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/time.hpp"

/// The message layer: data groups as plain structs, the tables that describe them, and what a message shows
/// of them.
///
/// The leaves of a group are small values that know a state "no value", so that an optional element costs no
/// more than a required one and `has` reads the same everywhere.
namespace lintas::message {

/// A text leaf. Empty means absent: no format accepts the empty string.
using Text = std::string;

/// A whole number from 0 on.
struct Int {
  std::int64_t value = -1;

  [[nodiscard]] constexpr bool has() const noexcept { return value >= 0; }
  friend constexpr auto operator<=>(Int, Int) = default;
};

/// A decimal number from 0 on, of at most 16 digits: mantissa * 10^-places, without trailing zeros of the
/// fraction.
struct Number {
  std::int64_t mantissa = 0;
  int places = -1;

  [[nodiscard]] constexpr bool has() const noexcept { return places >= 0; }
  /// Precondition: has().
  [[nodiscard]] Decimal decimal() const;
  friend constexpr bool operator==(Number, Number) = default;
};

/// A day without a zone: the clock of the office that wrote it.
struct Date {
  std::int16_t year = 0;
  std::uint8_t month = 0;
  std::uint8_t day = 0;

  [[nodiscard]] constexpr bool has() const noexcept { return month != 0; }
  /// Precondition: has().
  [[nodiscard]] Day calendar_day() const;
  friend constexpr auto operator<=>(Date, Date) = default;
};

/// A second of a day without a zone. 24:00:00 is a value of its own, as in XML Schema.
struct DateTime {
  Date date = {};
  std::uint8_t hour = 0;
  std::uint8_t minute = 0;
  std::uint8_t second = 0;

  [[nodiscard]] constexpr bool has() const noexcept { return date.has(); }
  friend constexpr auto operator<=>(DateTime, DateTime) = default;
};

/// From the lexical form of XML; no value if the text is not of that form.
/// Int "0", "1999"; Number "0.5", "12", "12.500"; Date "2026-11-23"; DateTime "2026-11-23T18:32:00".
[[nodiscard]] Int parse_int(std::string_view text);
[[nodiscard]] Number parse_number(std::string_view text);
[[nodiscard]] Date parse_date(std::string_view text);
[[nodiscard]] DateTime parse_date_time(std::string_view text);

/// Appends the one canonical lexical form. Precondition: value.has().
void append(std::string& out, Int value);
void append(std::string& out, Number value);
void append(std::string& out, Date value);
void append(std::string& out, DateTime value);

/// A group that occurs at most once: an owning pointer that copies what it owns. Most optional groups are
/// absent, so it is much smaller than the group itself. No std::unique_ptr: for a hundred groups that takes
/// half a second of each source that sees them.
template <class T>
class One {
 public:
  One() = default;
  ~One() { delete group_; }
  One(One&& other) noexcept : group_(std::exchange(other.group_, nullptr)) {}
  One& operator=(One&& other) noexcept {
    delete std::exchange(group_, std::exchange(other.group_, nullptr));
    return *this;
  }
  One(const One& other) : group_(other.group_ ? new T(*other.group_) : nullptr) {}
  One& operator=(const One& other) {
    if (this != &other) *this = One{other};
    return *this;
  }

  T& emplace() {
    delete std::exchange(group_, nullptr);
    group_ = new T();
    return *group_;
  }
  explicit operator bool() const noexcept { return group_ != nullptr; }
  [[nodiscard]] T& operator*() noexcept { return *group_; }
  [[nodiscard]] const T& operator*() const noexcept { return *group_; }
  [[nodiscard]] T* operator->() noexcept { return group_; }
  [[nodiscard]] const T* operator->() const noexcept { return group_; }

 private:
  T* group_ = nullptr;
};

/// A group that occurs any number of times.
template <class T>
using Many = std::vector<T>;

}  // namespace lintas::message
