#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include "base/require.hpp"

/// What is secret while it lies in memory: it is wiped when it goes, moved and never copied, and nothing
/// writes it, for it is no text to anybody who does not ask (`reveal`).
namespace lintas::crypto {

/// Overwrites what a compiler would otherwise see as dead.
void wipe(std::span<std::byte> bytes) noexcept;
/// Also what it has reserved. Empty afterwards.
void wipe(std::string& text) noexcept;

class SecretText {
 public:
  /// Nothing of it stays in `text`.
  explicit SecretText(std::string&& text) noexcept : text_(std::move(text)) { wipe(text); }
  SecretText(SecretText&& other) noexcept : SecretText(std::move(other.text_)) {}
  SecretText& operator=(SecretText&& other) noexcept;
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  ~SecretText() { wipe(text_); }

  [[nodiscard]] const std::string& reveal() const noexcept { return text_; }

 private:
  std::string text_;
};

template <std::size_t size>
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(const std::array<std::byte, size>& bytes) noexcept : bytes_(bytes) {}
  SecretBytes(SecretBytes&& other) noexcept : bytes_(other.bytes_), was_taken_(other.was_taken_) {
    other.leave();
  }
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this == &other) return *this;
    bytes_ = other.bytes_;
    was_taken_ = other.was_taken_;
    other.leave();
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes() { wipe(bytes_); }

  /// Precondition: it was not moved elsewhere. What stands here then is a key that everybody knows.
  [[nodiscard]] const std::array<std::byte, size>& reveal() const {
    require(!was_taken_, "a secret is asked for where it is");
    return bytes_;
  }
  /// To be filled.
  [[nodiscard]] std::span<std::byte, size> place() noexcept {
    was_taken_ = false;
    return bytes_;
  }

 private:
  void leave() noexcept {
    wipe(bytes_);
    was_taken_ = true;
  }

  std::array<std::byte, size> bytes_{};
  bool was_taken_ = false;
};

}  // namespace lintas::crypto
