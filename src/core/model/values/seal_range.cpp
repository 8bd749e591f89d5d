#include "core/model/values/seal_range.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/unseen.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/chars.hpp"

namespace lintas {

namespace {

/// Two are as quickly read as a range.
constexpr std::size_t shortest_range = 3;
constexpr std::string_view dash = "–";

/// The digits at the end.
std::string_view number_of(std::string_view seal) {
  std::size_t begin = seal.size();
  while (begin > 0 && is_digit(seal[begin - 1])) --begin;
  return seal.substr(begin);
}
std::string_view mark_of(std::string_view seal) {
  return seal.substr(0, seal.size() - number_of(seal).size());
}

/// The seal behind this one; nothing behind 999, or where there is no number.
std::optional<std::string> next_of(std::string_view seal) {
  std::string next{seal};
  for (std::size_t i = next.size(), left = number_of(seal).size(); left > 0; --left) {
    char& digit = next[--i];
    if (digit != '9') {
      ++digit;
      return next;
    }
    digit = '0';
  }
  return std::nullopt;
}

/// How many of the seals from the first on stand in sequence.
std::size_t sequence_in(std::span<const std::string> seals) {
  std::size_t count = 1;
  while (count < seals.size() && next_of(seals[count - 1]) == seals[count]) ++count;
  return count;
}

struct Ends {
  std::string_view first;
  std::string_view last;
  std::string_view count;  ///< in brackets, or empty
};

/// Hyphens are part of seals, too: what is between the same marks is a range.
std::optional<Ends> ends_by_hyphen(std::string_view text) {
  constexpr std::string_view spaced = " - ";
  const auto ends_of = [&](std::size_t at, std::size_t width) {
    return Ends{.first = text.substr(0, at), .last = text.substr(at + width), .count = {}};
  };
  const auto have_one_mark = [](const Ends& ends) {
    return !number_of(ends.first).empty() && !number_of(ends.last).empty() &&
           mark_of(ends.first) == mark_of(ends.last);
  };
  if (const auto at = text.find(spaced); at != std::string_view::npos) {
    const Ends ends = ends_of(at, spaced.size());
    return have_one_mark(ends) ? std::optional{ends} : std::nullopt;
  }
  for (auto at = text.find('-'); at != std::string_view::npos; at = text.find('-', at + 1)) {
    const Ends ends = ends_of(at, 1);
    if (have_one_mark(ends) && !mark_of(ends.first).empty()) return ends;
  }
  return std::nullopt;
}

/// Nothing where the text is no range: a seal may be marked with anything.
std::optional<Ends> ends_in(std::string_view text) {
  Ends ends;
  if (const auto bracket = text.rfind(" ("); bracket != std::string_view::npos && text.ends_with(')')) {
    ends.count = text.substr(bracket + 2, text.size() - bracket - 3);
    text = text.substr(0, bracket);
  }
  for (const std::string_view between : {std::string_view{".."}, dash}) {
    const auto at = text.find(between);
    if (at == std::string_view::npos) continue;
    ends.first = text.substr(0, at);
    ends.last = text.substr(at + between.size());
    if (!number_of(ends.first).empty() && !number_of(ends.last).empty()) return ends;
  }
  auto by_hyphen = ends_by_hyphen(text);
  if (by_hyphen) by_hyphen->count = ends.count;
  return by_hyphen;
}

std::expected<std::vector<Seal>, SealRangeError> seals_between(const Ends& ends, std::size_t count_max) {
  const auto first = number_of(ends.first);
  const auto last = number_of(ends.last);
  const bool in_sequence =
      mark_of(ends.first) == mark_of(ends.last) && first.size() == last.size() && first <= last;
  if (!in_sequence) return std::unexpected(SealRangeError::not_in_sequence);
  std::vector<Seal> seals;
  std::optional<std::string> seal{ends.first};
  while (seal) {
    if (seals.size() == count_max) return std::unexpected(SealRangeError::too_many);
    const auto parsed = Seal::parse(*seal);
    if (!parsed) return std::unexpected(SealRangeError::not_a_seal);
    seals.push_back(*parsed);
    if (*seal == ends.last) break;
    seal = next_of(*seal);
  }
  if (!ends.count.empty() && ends.count != format("{}", seals.size()))
    return std::unexpected(SealRangeError::other_count);
  return seals;
}

}  // namespace

std::vector<std::string> in_ranges(std::span<const std::string> seals) {
  std::vector<std::string> ranges;
  while (!seals.empty()) {
    const std::size_t sequence = sequence_in(seals);
    const std::size_t count = sequence < shortest_range ? 1 : sequence;
    ranges.push_back(count == 1 ? seals.front()
                                : format("{}{}{} ({})", seals.front(), dash, seals[count - 1], count));
    seals = seals.subspan(count);
  }
  return ranges;
}

std::string_view describe(SealRangeError error) {
  constexpr std::array words{
      std::pair{SealRangeError::not_a_seal,
                "one line of 1 to 20 characters that are seen and read from left to right, or a range as "
                "AB100..AB119"},
      std::pair{SealRangeError::not_in_sequence,
                "a range of one mark, with numbers of as many digits, the lower one first: AB100..AB119"},
      std::pair{SealRangeError::other_count, "in brackets as many as the range has, or nothing"},
      std::pair{SealRangeError::too_many, "fewer seals"},
  };
  return std::ranges::find(words, error, &std::pair<SealRangeError, const char*>::first)->second;
}

std::expected<std::vector<Seal>, SealRangeError> seals_in(std::string_view text, std::size_t count_max) {
  if (first_unfit_for_identifier(text)) return std::unexpected(SealRangeError::not_a_seal);
  if (const auto ends = ends_in(text)) return seals_between(*ends, count_max);
  if (count_max == 0) return std::unexpected(SealRangeError::too_many);
  const auto seal = Seal::parse(text);
  if (!seal) return std::unexpected(SealRangeError::not_a_seal);
  return std::vector{*seal};
}

}  // namespace lintas
