#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "base/utf8.hpp"

/// The smallest pieces of XML 1.0 (fifth edition), for those who read it: tokenizer and tree.
namespace lintas::xml::lexical {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

[[nodiscard]] constexpr bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

// ---- names

/// Where in a name a character may stand: one bit for each place.
enum NamePlace : std::uint8_t { nowhere = 0, at_start = 1, inside = 2, between = 4 };

inline constexpr auto ascii_name_places = [] {
  std::array<std::uint8_t, 128> table{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) table.at(c) = at_start | inside;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table.at(c) = at_start | inside;
  for (std::size_t c = '0'; c <= '9'; ++c) table.at(c) = inside;
  table.at('_') = at_start | inside;
  table.at('-') = table.at('.') = inside;
  table.at(':') = between;
  return table;
}();

[[nodiscard]] std::uint8_t name_places(std::uint32_t code_point);

/// How many bytes of the text, from its beginning, stand at such places. Precondition: it is UTF-8. Pointers,
/// for this is half of what reading a tag costs.
[[nodiscard]] inline std::size_t name_length(std::string_view text, unsigned first_at, unsigned others_at) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const char* here = begin;
  unsigned allowed = first_at;
  while (here != end) {
    const auto byte = static_cast<unsigned char>(*here);
    if (byte < 0x80) {
      if ((ascii_name_places[byte] & allowed) == 0) break;
      ++here;
    } else {
      const auto character = utf8::decode({here, end});
      if ((name_places(character.code_point) & allowed) == 0) break;
      here += character.bytes;
    }
    allowed = others_at;
  }
  return static_cast<std::size_t>(here - begin);
}

/// Of the Name that the text begins with; 0 if it begins with none.
[[nodiscard]] inline std::size_t name_length(std::string_view text) {
  return name_length(text, at_start | between, inside | between);
}

/// Of the NCName, so up to a colon.
[[nodiscard]] inline std::size_t ncname_length(std::string_view text) {
  return name_length(text, at_start, inside);
}

/// Of a qualified name whose local part is known; empty if it has none.
[[nodiscard]] constexpr std::string_view prefix_of(std::string_view qualified, std::string_view local) {
  return qualified.size() == local.size() ? std::string_view{}
                                          : qualified.substr(0, qualified.size() - local.size() - 1);
}

// ---- references

struct Reference {
  std::uint32_t code_point;
  std::size_t bytes;  ///< from & to ;
};

/// The reference that the text begins with, to one of the five entities or to a character that XML allows;
/// nothing if it is anything else.
[[nodiscard]] std::optional<Reference> reference(std::string_view text);

// ---- the XML declaration

struct DeclarationFault {
  enum class Kind : std::uint8_t { grammar, version_or_encoding };
  Kind kind;
  std::size_t offset;
};

/// How many bytes the XML declaration has that the text begins with; 0 if it begins with none. Refused: other
/// versions than 1.0, other encodings than UTF-8.
[[nodiscard]] std::expected<std::size_t, DeclarationFault> declaration_length(std::string_view text);

// ---- moving on

/// A place in a text.
class Cursor {
 public:
  explicit Cursor(std::string_view text)
      : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()) {}

  [[nodiscard]] bool at_end() const noexcept { return at_ == end_; }
  [[nodiscard]] std::size_t offset() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
  [[nodiscard]] std::string_view rest() const noexcept { return {at_, end_}; }
  /// 0 behind the end: no character of XML.
  [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
    return ahead < static_cast<std::size_t>(end_ - at_) ? at_[ahead] : '\0';
  }
  [[nodiscard]] bool sees(std::string_view literal) const noexcept { return rest().starts_with(literal); }

  /// Precondition: so many are left.
  std::string_view take_bytes(std::size_t count) noexcept {
    const std::string_view taken{at_, count};
    at_ += count;
    return taken;
  }
  bool take(std::string_view literal) noexcept {
    const bool there = sees(literal);
    if (there) at_ += literal.size();
    return there;
  }
  bool take(char expected) noexcept {
    const bool there = at_ != end_ && *at_ == expected;
    if (there) ++at_;
    return there;
  }
  bool skip_blanks() noexcept {
    const char* const before = at_;
    while (at_ != end_ && is_blank(*at_)) ++at_;
    return at_ != before;
  }

 private:
  const char* begin_;
  const char* at_;
  const char* end_;
};

}  // namespace lintas::xml::lexical
