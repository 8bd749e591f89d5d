#include "core/aeo/code.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "core/aeo/limits.hpp"
#include "core/model/values/chars.hpp"

namespace lintas::aeo {

namespace {

struct Span {
  std::uint32_t first;
  std::uint32_t last;
};

bool is_in(std::span<const Span> spans, std::uint32_t point) {
  return std::ranges::any_of(spans, [&](const Span& one) { return one.first <= point && point <= one.last; });
}

/// Blanks of any width, and what has none: U+200B and its like come along when a code is copied from a page.
constexpr std::array blanks{Span{0x09, 0x0D},     Span{0x20, 0x20},     Span{0xA0, 0xA0},
                            Span{0xAD, 0xAD},     Span{0x2000, 0x200D}, Span{0x202F, 0x202F},
                            Span{0x205F, 0x2060}, Span{0x3000, 0x3000}, Span{0xFEFF, 0xFEFF}};
constexpr std::array dashes{Span{0x2010, 0x2015}, Span{0x2212, 0x2212}, Span{0xFE58, 0xFE58},
                            Span{0xFE63, 0xFE63}};
constexpr std::array slashes{Span{0x2044, 0x2044}, Span{0x2215, 0x2215}, Span{0x29F8, 0x29F8}};
constexpr Span wide{.first = 0xFF01, .last = 0xFF5E};
constexpr std::uint32_t wide_to_plain = 0xFEE0;

constexpr std::array twins{std::pair{'O', '0'}, std::pair{'I', '1'}, std::pair{'L', '1'},
                           std::pair{'Z', '2'}, std::pair{'S', '5'}, std::pair{'B', '8'}};

/// Collects the characters of a writing, each in its plain form.
class Reader {
 public:
  /// False for a character that no code has.
  bool take(std::uint32_t point) {
    if (is_in(blanks, point)) {
      note(Mend::blanks);
      return true;
    }
    if (wide.first <= point && point <= wide.last) {
      note(Mend::wide_characters);
      point -= wide_to_plain;
    }
    if (is_in(dashes, point) || is_in(slashes, point)) {
      note(Mend::separators);
      text_.push_back(is_in(dashes, point) ? '-' : '/');
      return true;
    }
    return point < 0x80 && take_plain(static_cast<char>(point));
  }

  [[nodiscard]] std::string key() const {
    std::string key;
    std::ranges::copy_if(text_, std::back_inserter(key), is_capital_or_digit);
    return key;
  }
  [[nodiscard]] Writing finish(const CodeKey& key) && {
    std::ranges::sort(mends_);
    return {.text = std::move(text_), .key = key, .mends = std::move(mends_)};
  }

 private:
  bool take_plain(char c) {
    if (c >= 'a' && c <= 'z') {
      note(Mend::small_letters);
      c = static_cast<char>(c - 'a' + 'A');
    }
    if (!is_capital_or_digit(c) && !is_separator(c)) return false;
    text_.push_back(c);
    return true;
  }
  void note(Mend mend) {
    if (std::ranges::find(mends_, mend) == mends_.end()) mends_.push_back(mend);
  }

  std::string text_;
  std::vector<Mend> mends_;
};

std::unexpected<Unreadable> unreadable(Unreadable::Why why) {
  return std::unexpected(Unreadable{.why = why, .place = 0, .character = {}});
}

}  // namespace

std::expected<CodeKey, KeyError> CodeKey::parse(std::string_view text) {
  if (text.empty() || text.size() > characters_max || !std::ranges::all_of(text, is_capital_or_digit))
    return std::unexpected(KeyError::not_capitals_and_digits);
  return CodeKey{text};
}

std::string_view describe(Mend mend) {
  switch (mend) {
    case Mend::blanks: return "blanks";
    case Mend::small_letters: return "small letters";
    case Mend::wide_characters: return "wide characters";
    case Mend::separators: return "separators";
  }
  std::unreachable();
}

std::string in_words(const Unreadable& fault) {
  switch (fault.why) {
    case Unreadable::Why::empty: return "there is no letter or digit in it";
    case Unreadable::Why::too_long:
      return format("it has more than the {} letters and digits that a code has at most",
                    aeo::bounds::code_characters_max);
    case Unreadable::Why::character:
      return format("character {} is {}, which is no letter from A to Z, no digit and no separator",
                    fault.place, fault.character);
  }
  std::unreachable();
}

std::expected<Writing, Unreadable> read_writing(std::string_view text) {
  if (text.size() > aeo::bounds::code_written_bytes_max) return unreadable(Unreadable::Why::too_long);
  const auto bad = utf8::first_bad(text);
  Reader reader;
  std::size_t place = 1;
  for (std::size_t at = 0; at < text.size(); ++place) {
    const std::string_view rest = text.substr(at);
    if (bad && bad->offset == at) {
      return std::unexpected(Unreadable{
          .why = Unreadable::Why::character, .place = place, .character = "none that a text may have"});
    }
    const utf8::Decoded next = utf8::decode(rest);
    if (!reader.take(next.code_point)) {
      return std::unexpected(
          Unreadable{.why = Unreadable::Why::character,
                     .place = place,
                     .character = format("{} (U+{:04X})", rest.substr(0, next.bytes), next.code_point)});
    }
    at += next.bytes;
  }
  const std::string key = reader.key();
  if (key.empty()) return unreadable(Unreadable::Why::empty);
  const auto parsed = CodeKey::parse(key);
  if (!parsed) return unreadable(Unreadable::Why::too_long);
  return std::move(reader).finish(*parsed);
}

char twin_digit(char c) noexcept {
  const auto* const found = std::ranges::find(twins, c, &std::pair<char, char>::first);
  return found == twins.end() ? c : found->second;
}

char twin_capital(char c) noexcept {
  const auto* const found = std::ranges::find(twins, c, &std::pair<char, char>::second);
  return found == twins.end() ? c : found->first;
}

std::string characters_like(char c) {
  const char digit = twin_digit(c);
  std::string text;
  for (const auto& [capital, as_digit] : twins)
    if (as_digit == digit) text.append(text.empty() ? "" : ", ").append(1, capital);
  return text.empty() ? text : text.append(" or ").append(1, digit);
}

CodeKey likeness_of(const CodeKey& key) {
  std::string text{key.str()};
  std::ranges::transform(text, text.begin(), twin_digit);
  return CodeKey::parse(text).value_or(key);
}

}  // namespace lintas::aeo
