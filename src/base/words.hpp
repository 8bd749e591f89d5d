#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <type_traits>

/// Words of an enumeration: what each enumerator is called wherever it is written or read outside the
/// program, in acts, views and files alike. The table stands once, beside the enumeration, and is found by
/// it:
///
///     inline constexpr std::array seal_words{Word{SealState::intact, "intact"}, …};
///     [[nodiscard]] constexpr const auto& words_for(SealState) { return seal_words; }
namespace lintas {

template <class E>
struct Word {
  E value{};
  std::string_view word;       ///< then, where a published list has it, its code there and its text
  std::string_view code = {};  // NOLINT(readability-redundant-member-init): rows leave it out; "3" of CL019
  std::string_view meaning = {};  // NOLINT(readability-redundant-member-init): likewise
};

template <class E>
concept Worded = std::is_enum_v<E> && requires(E value) { words_for(value).begin(); };

/// Nothing for a number that is no enumerator.
template <Worded E>
[[nodiscard]] constexpr const Word<E>* find_word(E value) {
  const auto& words = words_for(value);
  const auto found = std::ranges::find(words, value, &Word<E>::value);
  return found == words.end() ? nullptr : &*found;
}

template <Worded E>
[[nodiscard]] constexpr bool is_known(E value) {
  return find_word(value) != nullptr;
}

template <Worded E>
[[nodiscard]] constexpr std::string_view word_of(E value) {
  const Word<E>* found = find_word(value);
  return found == nullptr ? std::string_view{} : found->word;
}

/// The enumerator of this word, or of this code where there are codes.
template <Worded E>
[[nodiscard]] constexpr std::optional<E> read_word(std::string_view text) {
  for (const Word<E>& one : words_for(E{})) {
    if (text == one.word || (!one.code.empty() && text == one.code)) return one.value;
  }
  return std::nullopt;
}

}  // namespace lintas
