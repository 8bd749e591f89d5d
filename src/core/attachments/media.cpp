#include "core/attachments/media.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/utf8.hpp"

namespace lintas::attachments {

namespace {

/// The longest beginning of the table.
constexpr std::size_t head_bytes = 8;
/// Three times the longest word: in a PDF each letter of a name may be written #61.
constexpr std::size_t behind_bytes = 72;
consteval bool all_fit() {
  for (const MediaFacts& facts : media_table) {
    for (const std::string_view one : facts.begins) {
      if (one.size() > head_bytes) return false;
    }
    for (const std::string_view one : facts.active) {
      if (one.size() * 3 > behind_bytes) return false;
    }
  }
  return true;
}
static_assert(all_fit());

constexpr std::string_view mark_of_utf8 = "\xEF\xBB\xBF";

constexpr char small(char one) { return one >= 'A' && one <= 'Z' ? static_cast<char>(one + 32) : one; }

/// In small letters, and what a PDF writes as #61 as what it stands for.
std::string plain(std::string_view bytes, bool is_pdf) {
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (is_pdf && bytes[i] == '#' && i + 2 < bytes.size()) {
      if (const auto one = from_hex(bytes.substr(i + 1, 2))) {
        text += small(static_cast<char>(one->front()));
        i += 2;
        continue;
      }
    }
    text += small(bytes[i]);
  }
  return text;
}

/// How many bytes at the end begin a character that is not whole yet.
std::size_t cut_at_end(std::string_view bytes) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, bytes.size()); ++back) {
    const auto one = static_cast<unsigned char>(bytes[bytes.size() - back]);
    if (one < 0x80U) return 0;
    if (one < 0xC0U) continue;
    const std::size_t whole = one >= 0xF0U ? 4 : one >= 0xE0U ? 3 : 2;
    return whole > back ? back : 0;
  }
  return 0;
}

Finding finding(std::string_view rule, std::string_view detail = {}) {
  return {.rule = std::string{rule}, .pointer = {}, .value = {}, .detail = std::string{detail}};
}

}  // namespace

const MediaFacts& facts_of(Media media) {
  const auto* found = std::ranges::find(media_table, media, &MediaFacts::media);
  require(found != media_table.end(), "a file is of a type of the table");
  return *found;
}

void Sniffer::take(ByteView piece) {
  std::string_view bytes = as_text(piece);
  std::string first;
  if (form_ == Form::unknown) {
    head_.append(bytes);
    if (head_.size() < head_bytes) return;
    first = std::exchange(head_, {});
    bytes = first;
    begin(bytes);
  }
  if (form_ == Form::text) read_text(bytes);
  if (form_ != Form::no_text) look_for_active(bytes);
}

void Sniffer::begin(std::string_view bytes) {
  for (const MediaFacts& facts : media_table) {
    const auto fits = [&](std::string_view one) { return !one.empty() && bytes.starts_with(one); };
    if (!std::ranges::any_of(facts.begins, fits)) continue;
    media_ = facts.media;
    form_ = Form::binary;
    return;
  }
  form_ = Form::text;
  std::string_view text = bytes;
  if (text.starts_with(mark_of_utf8)) text.remove_prefix(mark_of_utf8.size());
  media_ = text.starts_with('<') ? Media::xml : Media::csv;
}

void Sniffer::look_for_active(std::string_view bytes) {
  if (!active_.empty() || !media_) return;
  const MediaFacts& facts = facts_of(*media_);
  if (facts.active.front().empty()) return;
  const std::string whole = behind_ + std::string{bytes};
  const std::string text = plain(whole, *media_ == Media::pdf);
  for (const std::string_view word : facts.active) {
    if (!word.empty() && active_.empty() && text.contains(word)) active_ = word;
  }
  behind_ = whole.substr(whole.size() - std::min(whole.size(), behind_bytes));
}

void Sniffer::read_text(std::string_view bytes) {
  std::string whole = std::exchange(cut_, {}).append(bytes);
  const std::size_t cut = cut_at_end(whole);
  cut_ = whole.substr(whole.size() - cut);
  whole.resize(whole.size() - cut);
  if (utf8::first_bad(whole)) {
    form_ = Form::no_text;
    return;
  }
  if (media_ == Media::csv) read_cells(whole);
}

void Sniffer::read_cells(std::string_view characters) {
  if (characters.starts_with(mark_of_utf8)) characters.remove_prefix(mark_of_utf8.size());
  for (const char one : characters) read_cell(one);
}

/// A spreadsheet works out what begins with = or @, and with a sign if no number follows.
void Sniffer::read_cell(char one) {
  const bool separates = one == ',' || one == ';' || one == '\t';
  const bool ends = !is_quoted_ && (separates || one == '\n' || one == '\r');
  has_separator_ = has_separator_ || (separates && !is_quoted_);
  if (behind_sign_) {
    behind_sign_ = false;
    const bool is_number = (one >= '0' && one <= '9') || one == '.' || one == ' ' || one == '"';
    if (!is_number && !ends && active_.empty()) active_ = "+ -";
  }
  if (one == '"') {
    is_quoted_ = !is_quoted_;
    return;
  }
  if (at_cell_ && !ends) {
    if ((one == '=' || one == '@') && active_.empty()) active_ = "= @";
    behind_sign_ = one == '+' || one == '-';
  }
  at_cell_ = ends || (at_cell_ && one == ' ');
}

std::expected<Media, Finding> Sniffer::finish() {
  if (form_ == Form::unknown) {
    if (head_.empty()) return std::unexpected(finding("R-ATT-003"));
    // Shorter than any beginning: it can only be a text.
    const std::string short_one = std::exchange(head_, {});
    begin(short_one);
    if (form_ == Form::text) read_text(short_one);
    look_for_active(short_one);
  }
  const bool is_text = form_ == Form::text && cut_.empty() && (media_ == Media::xml || has_separator_);
  if (!media_ || (form_ != Form::binary && !is_text)) return std::unexpected(finding("R-ATT-001"));
  if (!active_.empty()) return std::unexpected(finding("R-ATT-002", active_));
  return *media_;
}

}  // namespace lintas::attachments
