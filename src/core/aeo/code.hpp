#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "core/aeo/limits.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/chars.hpp"

/// What people write for the code of an authorised operator, and the key by which it is found. Codes have
/// separators, level and country at places that each state chose: they are compared by their keys, never as
/// texts.
namespace lintas::aeo {

struct CodeKind {
  static constexpr std::size_t characters_max = aeo::bounds::code_characters_max;
};
/// As it was issued: "1234-AEO-L2-567/890123456789".
using Code = BoundedText<CodeKind>;

enum class KeyError : std::uint8_t { not_capitals_and_digits };
[[nodiscard]] constexpr std::string_view describe(KeyError) { return "is not 1 to 35 capitals and digits"; }

/// The capitals and digits of a code: "1234AEOL2567890123456789". Only beside its state is it one's own.
class CodeKey {
 public:
  static constexpr std::size_t characters_max = aeo::bounds::code_characters_max;

  /// A default one is "0", a valid one like any other.
  CodeKey() = default;

  [[nodiscard]] static std::expected<CodeKey, KeyError> parse(std::string_view text);
  [[nodiscard]] std::string_view str() const noexcept { return text_.view(); }

  friend auto operator<=>(const CodeKey&, const CodeKey&) = default;

 private:
  explicit CodeKey(std::string_view valid) : text_(valid) {}

  Chars<characters_max> text_{"0"};
};

/// In what a writing differs from what was issued and is read all the same.
enum class Mend : std::uint8_t { blanks, small_letters, wide_characters, separators };
[[nodiscard]] std::string_view describe(Mend mend);

/// The characters of a writing: capitals, digits and separators, each in its plain form.
struct Writing {
  std::string text;  ///< "1234-AEO-L2-567/890123456789"
  CodeKey key;
  std::vector<Mend> mends;  ///< each once, in the order of their numbers
};

/// Why there is no code in a writing.
struct Unreadable {
  enum class Why : std::uint8_t { empty, too_long, character };
  Why why{};
  std::size_t place = 0;  ///< of the character, counted from 1
  std::string character;  ///< that no code has
};
[[nodiscard]] std::string in_words(const Unreadable& fault);

/// Small letters, wide characters (U+FF01 to U+FF5E), blanks and dashes of any kind are read as what they
/// stand for. A letter of another script is none of ours, whatever it looks like.
[[nodiscard]] std::expected<Writing, Unreadable> read_writing(std::string_view text);

[[nodiscard]] constexpr bool is_separator(char c) noexcept {
  return c == '-' || c == '/' || c == '.' || c == '_' || c == '\\';
}

/// The digit that a capital is taken for and the other way round: O and 0, I or L and 1, Z and 2, S and 5, B
/// and 8. Another character is itself.
[[nodiscard]] char twin_digit(char c) noexcept;
[[nodiscard]] char twin_capital(char c) noexcept;
/// "O or 0", "1, I or L": what a character is taken for, itself among it; empty where it is like no other.
[[nodiscard]] std::string characters_like(char c);
/// The same for two codes that people take for each other: each capital as the digit that it looks like.
[[nodiscard]] CodeKey likeness_of(const CodeKey& key);

}  // namespace lintas::aeo
