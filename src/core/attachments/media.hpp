#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/words.hpp"

/// What a file is, by what is in it: nobody is asked. The table says what may come with a document, how it is
/// known, and what must not be in it because a program that shows it would act on it. It is no search for
/// viruses: what a PDF has packed in its streams is not seen.
namespace lintas::attachments {

/// Stored: a number is never used again for another type.
enum class Media : std::uint8_t { pdf = 1, jpeg = 2, png = 3, tiff = 4, xml = 5, csv = 6 };

struct MediaFacts {
  Media media{};
  std::string_view name;                    ///< as in Content-Type
  std::array<std::string_view, 2> endings;  ///< of a name, in small letters; the second may be empty
  std::array<std::string_view, 2> begins;   ///< with one of these; both empty: text that is told apart
  std::array<std::string_view, 7> active;   ///< in small letters; none of them may stand anywhere in it
};

using namespace std::string_view_literals;

inline constexpr std::array<std::string_view, 7> nothing_acts{"", "", "", "", "", "", ""};

inline constexpr std::array media_table{
    MediaFacts{
        Media::pdf,
        "application/pdf",
        {".pdf", ""},
        {"%PDF-"sv, ""},
        {"/javascript", "/launch", "/embeddedfile", "/richmedia", "/submitform", "/importdata", "/xfa"}},
    MediaFacts{Media::jpeg, "image/jpeg", {".jpg", ".jpeg"}, {"\xFF\xD8\xFF"sv, ""}, nothing_acts},
    MediaFacts{Media::png, "image/png", {".png", ""}, {"\x89PNG\r\n\x1A\n"sv, ""}, nothing_acts},
    MediaFacts{Media::tiff, "image/tiff", {".tif", ".tiff"}, {"II*\0"sv, "MM\0*"sv}, nothing_acts},
    MediaFacts{Media::xml,
               "application/xml",
               {".xml", ""},
               {"", ""},
               {"<!doctype", "<!entity", "<?xml-stylesheet", "<script", "www.w3.org/1999/xhtml",
                "www.w3.org/2000/svg", "www.w3.org/1999/xsl"}},
    MediaFacts{Media::csv, "text/csv", {".csv", ""}, {"", ""}, nothing_acts},
};

inline constexpr std::array media_words{
    Word{Media::pdf, media_table[0].name}, Word{Media::jpeg, media_table[1].name},
    Word{Media::png, media_table[2].name}, Word{Media::tiff, media_table[3].name},
    Word{Media::xml, media_table[4].name}, Word{Media::csv, media_table[5].name},
};
[[nodiscard]] constexpr const auto& words_for(Media /*media*/) { return media_words; }

/// Precondition: it is one of the table.
[[nodiscard]] const MediaFacts& facts_of(Media media);

/// Looks at a file as it comes, and holds a few hundred bytes of it.
class Sniffer {
 public:
  void take(ByteView piece);
  /// Once, after the last piece. R-ATT-001: none of the table. R-ATT-002: something in it would act.
  /// R-ATT-003: nothing is in it.
  [[nodiscard]] std::expected<Media, Finding> finish();

 private:
  void begin(std::string_view bytes);
  void look_for_active(std::string_view bytes);
  void read_text(std::string_view bytes);
  void read_cells(std::string_view characters);
  void read_cell(char one);

  /// Of a text: which of the two it is, shows by its first visible character.
  enum class Form : std::uint8_t { unknown, binary, text, no_text };

  std::string head_;  ///< until the form is known
  Form form_ = Form::unknown;
  std::optional<Media> media_;
  std::string behind_;       ///< the end of what was looked through: a word may go on in the next piece
  std::string_view active_;  ///< the first that was found
  std::string cut_;          ///< the beginning of a character that goes on in the next piece
  bool has_separator_ = false;
  bool is_quoted_ = false;
  bool at_cell_ = true;       ///< at the first character of a cell
  bool behind_sign_ = false;  ///< behind a sign that is one: a number follows, or a formula
};

}  // namespace lintas::attachments
