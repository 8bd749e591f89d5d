#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Characters that show nothing of themselves but change what a reader sees: they turn the order of the
/// letters beside them (UAX #9, explicit formatting and implicit marks), end a line, command a terminal, or
/// make two texts that look alike differ. With them a paper says another seal than its record
/// (docs/adr/0053-characters-that-are-not-seen.md). Of control characters only those that a message can hold
/// are among them: tab and line ends are blanks in it, and the others below U+0020 are none of XML.
namespace lintas {

/// Default_Ignorable_Code_Point of Unicode (DerivedCoreProperties.txt), in which all of Bidi_Control is;
/// U+007F to U+009F; the separators of lines and paragraphs; interlinear annotation (U+FFF9 to U+FFFB).
[[nodiscard]] bool is_unseen(std::uint32_t code_point);

/// Those of them that some scripts are written with: where a line may end in Thai, Lao, Khmer and Burmese
/// (U+200B), how letters join (U+200C, U+200D), which shape one has (variation selectors), vowels of Khmer.
/// None turns or hides another character.
[[nodiscard]] bool belongs_to_words(std::uint32_t code_point);

/// An unseen character that is no part of words: no text has it.
[[nodiscard]] bool is_mark(std::uint32_t code_point);

/// In a block that Unicode keeps for scripts written from right to left (DerivedBidiClass.txt: R and AL).
[[nodiscard]] bool is_right_to_left(std::uint32_t code_point);

struct FoundCharacter {
  std::uint32_t code_point = 0;
  std::size_t place = 0;  ///< counted in characters, from 1

  friend bool operator==(const FoundCharacter&, const FoundCharacter&) = default;
};

/// The first mark. Precondition: UTF-8.
[[nodiscard]] std::optional<FoundCharacter> first_mark(std::string_view text);

/// The first character that no identifier has: any unseen one, and one that is written from right to left,
/// for beside it digits change their places. Precondition: UTF-8.
[[nodiscard]] std::optional<FoundCharacter> first_unfit_for_identifier(std::string_view text);

/// The text with `sign` in place of each mark, for whoever shows it: nothing is turned, and it does not look
/// like the text without them. Precondition: UTF-8.
[[nodiscard]] std::string with_marks_shown(std::string_view text, std::string_view sign);

}  // namespace lintas
