#include "wire/xml/lexical.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
#include <optional>
#include <string_view>

#include "base/utf8.hpp"

namespace lintas::xml::lexical {

namespace {

struct Range {
  std::uint32_t first, last;
};

// NameStartChar and what NameChar adds to it, beyond ASCII (XML 1.0, 2.3).
constexpr Range name_starts[] = {{0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                                 {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                                 {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
constexpr Range name_insides[] = {{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

/// The value of the digits in the given base, or more than any code point.
std::uint32_t number_of(std::string_view digits, std::uint32_t base) {
  constexpr std::uint32_t too_large = 0x110000;
  std::uint32_t value = 0;
  for (const char c : digits) {
    std::uint32_t digit = too_large;
    if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A' + 10);
    if (digit >= base) return too_large;
    value = (value * base) + digit;
    if (value >= too_large) return too_large;
  }
  return digits.empty() ? too_large : value;
}

/// What stands behind S name Eq, without its quotes.
enum class Declared : std::uint8_t { no, yes, broken };

Declared declared(Cursor& cursor, std::string_view name, std::string_view& value) {
  const Cursor before = cursor;
  if (!cursor.skip_blanks() || !cursor.take(name)) {
    cursor = before;
    return Declared::no;
  }
  cursor.skip_blanks();
  if (!cursor.take('=')) return Declared::broken;
  cursor.skip_blanks();
  const char quote = cursor.peek();
  if (quote != '"' && quote != '\'') return Declared::broken;
  cursor.take(quote);
  const auto length = cursor.rest().find(quote);
  if (length == std::string_view::npos || length == 0) return Declared::broken;
  value = cursor.take_bytes(length);
  cursor.take(quote);
  return Declared::yes;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::uint8_t name_places(std::uint32_t code_point) {
  if (code_point < 0x80) return ascii_name_places.at(code_point);
  const auto holds = [code_point](const Range& range) {
    return code_point >= range.first && code_point <= range.last;
  };
  if (std::ranges::any_of(name_starts, holds)) return at_start | inside;
  return std::ranges::any_of(name_insides, holds) ? inside : nowhere;
}

std::optional<Reference> reference(std::string_view text) {
  constexpr std::size_t longest = 32;  // leading zeros of a number are allowed, but not any number of them
  const auto end = text.substr(0, longest).find(';');
  if (!text.starts_with('&') || end == std::string_view::npos) return std::nullopt;
  const auto name = text.substr(1, end - 1);
  struct Entity {
    std::string_view name;
    std::uint32_t code_point;
  };
  static constexpr Entity entities[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  const auto* entity = std::ranges::find(entities, name, &Entity::name);
  if (entity != std::end(entities)) return Reference{.code_point = entity->code_point, .bytes = end + 1};
  if (!name.starts_with('#')) return std::nullopt;
  const bool hexadecimal = name.starts_with("#x");
  const auto code_point = number_of(name.substr(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
  if (!utf8::is_allowed(code_point)) return std::nullopt;
  return Reference{.code_point = code_point, .bytes = end + 1};
}

// XMLDecl ::= '<?xml' VersionInfo EncodingDecl? SDDecl? S? '?>'
std::expected<std::size_t, DeclarationFault> declaration_length(std::string_view text) {
  Cursor cursor{text};
  if (!cursor.take("<?xml") || !is_blank(cursor.peek())) return 0;
  std::string_view version;
  std::string_view encoding = "UTF-8";
  std::string_view standalone = "no";
  const bool parsed = declared(cursor, "version", version) == Declared::yes &&
                      declared(cursor, "encoding", encoding) != Declared::broken &&
                      declared(cursor, "standalone", standalone) != Declared::broken;
  cursor.skip_blanks();
  using Kind = DeclarationFault::Kind;
  if (!parsed || !cursor.take("?>") || (standalone != "yes" && standalone != "no"))
    return std::unexpected(DeclarationFault{.kind = Kind::grammar, .offset = cursor.offset()});
  if (version != "1.0" || !equal_ignoring_case(encoding, "UTF-8"))
    return std::unexpected(DeclarationFault{.kind = Kind::version_or_encoding, .offset = cursor.offset()});
  return cursor.offset();
}

}  // namespace lintas::xml::lexical
