#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <utility>

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
  SecretBytes(SecretBytes&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this == &other) return *this;
    bytes_ = other.bytes_;
    wipe(other.bytes_);
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes() { wipe(bytes_); }

  [[nodiscard]] const std::array<std::byte, size>& reveal() const noexcept { return bytes_; }
  /// To be filled.
  [[nodiscard]] std::span<std::byte, size> place() noexcept { return bytes_; }

 private:
  std::array<std::byte, size> bytes_{};
};

}  // namespace lintas::crypto
