#pragma once

#include <string>
#include <utility>

namespace lintas {

/// Words that somebody has written, and that may name people: why an officer decided so, what a trader
/// remarks. In the log they never stand: an event leaves them to a document of its own, which can be erased
/// (docs/adr/0013-free-text-with-the-documents.md). Codes, numbers and identifiers are no free text.
class FreeText {
 public:
  FreeText() = default;
  // Not explicit: any text may become one. The way back has a name.
  FreeText(std::string text) : text_(std::move(text)) {}
  FreeText(const char* text) : text_(text) {}

  [[nodiscard]] const std::string& str() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const FreeText&, const FreeText&) = default;

 private:
  std::string text_;
};

}  // namespace lintas
