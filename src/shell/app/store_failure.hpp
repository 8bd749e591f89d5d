#pragma once

#include <cstdint>
#include <source_location>
#include <stdexcept>
#include <string>

namespace lintas::app {

/// The store could not do what was asked: disk, lock, corruption. Answers the one question the caller has.
class StoreFailure : public std::runtime_error {
 public:
  enum class Outcome : std::uint8_t {
    not_applied,  ///< nothing changed; asking again is safe
    unknown,      ///< the store may or may not have changed
  };

  StoreFailure(const std::string& what, Outcome outcome,
               std::source_location where = std::source_location::current())
      : std::runtime_error(what), outcome_(outcome), where_(where) {}

  [[nodiscard]] bool safe_to_retry() const noexcept { return outcome_ == Outcome::not_applied; }
  [[nodiscard]] const std::source_location& where() const noexcept { return where_; }

 private:
  Outcome outcome_;
  std::source_location where_;
};

}  // namespace lintas::app
