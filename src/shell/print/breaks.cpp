#include "shell/print/breaks.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utypes.h>
#include <vector>

#include "base/utf8.hpp"
#include "shell/print/failure.hpp"

namespace lintas::print {

namespace {

constexpr std::string_view break_mark = "\u200b";

struct CloseText {
  void operator()(UText* text) const { utext_close(text); }
};
struct CloseBreaks {
  void operator()(UBreakIterator* breaks) const { ubrk_close(breaks); }
};

void check(UErrorCode error) {
  if (U_FAILURE(error) != 0) throw PrintFailure(std::string{"line breaks (ICU): "} + u_errorName(error));
}

/// Line break class SA: scripts whose words only a dictionary finds.
bool needs_dictionary(UChar32 character) {
  return u_getIntPropertyValue(character, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
}

UChar32 character_at(std::string_view text, std::size_t offset) {
  return static_cast<UChar32>(utf8::decode(text.substr(offset)).code_point);
}

UChar32 character_before(std::string_view text, std::size_t offset) {
  do --offset;
  while ((static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U);
  return character_at(text, offset);
}

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80U) return false;
  }
  return true;
}

}  // namespace

std::string with_breaks(std::string_view text) {
  if (is_ascii(text)) return std::string{text};
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UText, CloseText> source{
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &error)};
  check(error);
  const std::unique_ptr<UBreakIterator, CloseBreaks> breaks{ubrk_open(UBRK_LINE, "", nullptr, 0, &error)};
  check(error);
  ubrk_setUText(breaks.get(), source.get(), &error);
  check(error);
  std::string marked;
  std::size_t done = 0;
  for (auto next = ubrk_next(breaks.get()); next != UBRK_DONE; next = ubrk_next(breaks.get())) {
    const auto end = static_cast<std::size_t>(next);
    marked += text.substr(done, end - done);
    done = end;
    const bool within = end < text.size() && needs_dictionary(character_before(text, end)) &&
                        needs_dictionary(character_at(text, end));
    if (within) marked += break_mark;
  }
  return marked;
}

std::vector<Range> unbroken(std::string_view text, std::size_t letters_max) {
  const auto is_part = [&](std::size_t at) {
    return at < text.size() && text[at] > ' ' && static_cast<unsigned char>(text[at]) < 0x7fU;
  };
  std::vector<Range> found;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (is_part(end)) ++end;
    const std::string_view word = text.substr(begin, end - begin);
    const std::size_t mark = word.find_first_of("/-");
    if (mark != std::string_view::npos && word.size() <= letters_max) {
      const bool blank = end < text.size() && text[end] == ' ';
      found.push_back({.begin = begin, .end = blank ? end + 1 : end});
    }
    begin = end + 1;
  }
  return found;
}

}  // namespace lintas::print
