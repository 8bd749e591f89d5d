#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/program.hpp"
#include "core/messages/view.hpp"
#include "core/model/field.hpp"

namespace lintas::kinds {

/// The place of an enumerator in an array of all of them.
template <Worded E>
[[nodiscard]] constexpr std::size_t place_of(E value) {
  return static_cast<std::size_t>(value) - 1;
}

/// Everything that a kind is. The program looks into names, groups and lines, so nothing of it moves.
struct Kind::Table {
  std::string text;
  std::string code, title, root, element, offices;
  Life life = Life::issued_used;
  std::array<std::vector<access::Role>, part_words.size()> roles;
  std::array<std::optional<Place>, meaning_words.size()> places;
  std::chrono::days answer_within{0};
  std::optional<std::chrono::months> valid_for;
  std::chrono::months kept_for{0};
  std::vector<FieldRule> rules;

  std::deque<std::string> words;  ///< names, meanings, lines: what views and fields point into
  std::deque<message::Group> groups;
  std::deque<std::vector<message::Field>> fields;
  std::vector<message::Line> lines;
  message::View view;
  std::optional<message::Program> program;
};

/// A text that stays where it is.
[[nodiscard]] inline std::string_view keep(std::deque<std::string>& words, std::string_view text) {
  return words.emplace_back(text);
}

}  // namespace lintas::kinds
