#pragma once

#include <array>
#include <cstddef>

#include "base/words.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"

/// Results of items are written by their codes, U1 to N13, in acts and views as on paper.
namespace lintas::documents {

inline constexpr auto result_words = [] {
  std::array<Word<Result>, result_facts.size()> words{};
  for (std::size_t i = 0; i < words.size(); ++i)
    words[i] = {.value = result_facts[i].result, .word = result_facts[i].code};
  return words;
}();
[[nodiscard]] constexpr const auto& words_for(Result) { return result_words; }

}  // namespace lintas::documents
