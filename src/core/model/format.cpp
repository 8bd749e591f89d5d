#include "core/model/format.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "core/model/scalars.hpp"

namespace lintas::message {

namespace {

// Classes of the ASCII characters, as bits.
enum : std::uint8_t { digit = 1, upper = 2, lower = 4, graphic = 8, space = 16 };

constexpr auto class_of = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = '!'; c <= '~'; ++c) table.at(c) = graphic;
  for (std::size_t c = '0'; c <= '9'; ++c) table.at(c) |= digit;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table.at(c) |= upper;
  for (std::size_t c = 'a'; c <= 'z'; ++c) table.at(c) |= lower;
  table.at(' ') = space;
  return table;
}();

bool all(std::string_view text, unsigned classes) {
  return std::ranges::all_of(
      text, [classes](char c) { return (class_of[static_cast<unsigned char>(c)] & classes) != 0; });
}

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::int64_t characters(std::string_view text) { return std::ranges::count_if(text, starts_character); }

/// Whether the first character is a separator of Unicode (categories Zs, Zl, Zp).
bool starts_with_separator(std::string_view text) {
  if (text.empty()) return false;
  if (static_cast<unsigned char>(text.front()) < 0x80) return text.front() == ' ';
  // U+00A0, U+1680, U+205F, U+3000
  for (const std::string_view one : {"\xC2\xA0", "\xE1\x9A\x80", "\xE2\x81\x9F", "\xE3\x80\x80"}) {
    if (text.starts_with(one)) return true;
  }
  if (!text.starts_with("\xE2\x80") || text.size() < 3) return false;
  const auto last = static_cast<unsigned char>(text[2]);  // U+2000 to U+200A, U+2028, U+2029, U+202F
  return (last >= 0x80 && last <= 0x8A) || last == 0xA8 || last == 0xA9 || last == 0xAF;
}

bool ends_with_separator(std::string_view text) {
  std::size_t at = text.size();
  while (at > 0 && !starts_character(text[at - 1])) --at;
  return at > 0 && starts_with_separator(text.substr(at - 1));
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Without a way out of the loop, so that it works on many characters at once: hardly any value needs
/// treatment.
bool needs_treatment(Space space, std::string_view text) {
  bool control = false;
  bool doubled = false;
  char before = ' ';  // a blank at the start is superfluous, too
  for (const char c : text) {
    control |= static_cast<unsigned char>(c) < ' ';  // only tab and line ends get here
    doubled |= c == ' ' && before == ' ';
    before = c;
  }
  return control || (space == Space::collapse && !text.empty() && (doubled || before == ' '));
}

bool in_alphabet(Alphabet alphabet, std::string_view text) {
  switch (alphabet) {
    case Alphabet::any: return true;
    case Alphabet::trimmed: return !starts_with_separator(text) && !ends_with_separator(text);
    case Alphabet::digits: return all(text, digit);
    case Alphabet::upper: return all(text, upper);
    case Alphabet::letters: return all(text, upper | lower);
    case Alphabet::upper_or_digits: return all(text, upper | digit);
    case Alphabet::printable: return all(text, graphic | space);
    case Alphabet::printable_tight:
      return all(text, graphic | space) && text.front() != ' ' && text.back() != ' ';
    case Alphabet::ascii:
      return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  }
  std::unreachable();
}

Misfit check_text(const Format& format, std::string_view value) {
  if (!format.values.empty()) {
    return std::ranges::find(format.values, value) != format.values.end() ? Misfit::none : Misfit::not_listed;
  }
  // Bytes settle nearly every length; characters are counted only where they could differ.
  const auto bytes = static_cast<std::int64_t>(value.size());
  const auto [least, most] = format.length;
  if (bytes < least) return Misfit::too_short;
  if (bytes > most && characters(value) > most) return Misfit::too_long;
  if (bytes < 4 * least && characters(value) < least) return Misfit::too_short;
  if (!in_alphabet(format.alphabet, value)) return Misfit::wrong_pattern;
  if (format.shape != nullptr && !format.shape(value)) return Misfit::wrong_pattern;
  return Misfit::none;
}

Misfit check_integer(const Format& format, Int value) {
  if (!value.has()) return Misfit::wrong_type;
  if (value.value < format.range.least) return Misfit::too_small;
  return value.value > format.range.most ? Misfit::too_large : Misfit::none;
}

Misfit check_number(const Format& format, Number value) {
  if (!value.has()) return Misfit::wrong_type;
  if (value.mantissa == 0) return format.above_zero ? Misfit::too_small : Misfit::none;
  int total = 0;
  for (std::int64_t rest = value.mantissa; rest > 0; rest /= 10) ++total;
  return total > format.digits.total || value.places > format.digits.fraction ? Misfit::too_long
                                                                              : Misfit::none;
}

template <class Value>
Misfit keep(Misfit misfit, Value value, void* member) {
  if (misfit == Misfit::none) *static_cast<Value*>(member) = std::move(value);
  return misfit;
}

template <class Value>
Misfit keep_if_any(Value value, void* member) {
  return keep(value.has() ? Misfit::none : Misfit::wrong_type, value, member);
}

/// Years until 24 have any character before the check digit, later ones (24 is both) a letter of the
/// procedure.
bool is_mrn_between(std::string_view text, char first, char last) {
  if (text.size() != 18 || !all(text.substr(0, 2), digit) || !all(text.substr(2, 2), upper)) return false;
  if (!all(text.substr(4, 13), upper | digit) || !all(text.substr(17), digit)) return false;
  return text.substr(0, 2) <= "24" || (text[16] >= first && text[16] <= last);
}

/// The digits before and after the point of a coordinate. In the branch for the pole and the date line the
/// published pattern has an unescaped point: any one character stands for it.
bool is_coordinate(std::string_view text, std::string_view edge, bool (*whole_degrees)(std::string_view)) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  const auto fits = [](std::string_view places) { return places.size() >= 5 && places.size() <= 7; };
  if (text.starts_with(edge)) {
    auto rest = text.substr(edge.size());
    std::size_t character = rest.empty() ? 0 : 1;
    while (character < rest.size() && !starts_character(rest[character])) ++character;
    rest.remove_prefix(character);
    if (character > 0 && fits(rest) && rest.find_first_not_of('0') == std::string_view::npos) return true;
  }
  const auto point = text.find('.');
  if (point == std::string_view::npos) return false;
  const auto degrees = text.substr(0, point);
  const auto places = text.substr(point + 1);
  return !degrees.empty() && all(degrees, digit) && all(places, digit) && fits(places) &&
         whole_degrees(degrees);
}

/// What follows the first "@": something without a point, a point, and a rest.
bool is_domain(std::string_view text) {
  const auto point = text.find('.');
  return point != std::string_view::npos && point > 0 && point + 1 < text.size();
}

}  // namespace

std::string_view treated(Space space, std::string_view text, std::string& scratch) {
  if (!needs_treatment(space, text)) return text;
  scratch.clear();
  for (const char c : text) {
    if (!is_blank(c)) {
      scratch += c;
    } else if (space == Space::replace || (!scratch.empty() && scratch.back() != ' ')) {
      scratch += ' ';
    }
  }
  if (space == Space::collapse && scratch.ends_with(' ')) scratch.pop_back();
  return scratch;
}

Misfit store(const Format& format, std::string_view value, void* member) {
  switch (format.kind) {
    case Kind::text: {
      const Misfit misfit = check_text(format, value);
      if (misfit == Misfit::none) static_cast<Text*>(member)->assign(value);
      return misfit;
    }
    case Kind::integer: {
      const Int integer = parse_int(value);
      return keep(check_integer(format, integer), integer, member);
    }
    case Kind::number: {
      const Number number = parse_number(value);
      return keep(check_number(format, number), number, member);
    }
    case Kind::date: return keep_if_any(parse_date(value), member);
    case Kind::date_time: return keep_if_any(parse_date_time(value), member);
    case Kind::group: break;
  }
  std::unreachable();
}

bool has_value(Kind kind, const void* member) {
  switch (kind) {
    case Kind::text: return !static_cast<const Text*>(member)->empty();
    case Kind::integer: return static_cast<const Int*>(member)->has();
    case Kind::number: return static_cast<const Number*>(member)->has();
    case Kind::date: return static_cast<const Date*>(member)->has();
    case Kind::date_time: return static_cast<const DateTime*>(member)->has();
    case Kind::group: break;
  }
  std::unreachable();
}

void append_value(std::string& out, Kind kind, const void* member) {
  switch (kind) {
    case Kind::text: out += *static_cast<const Text*>(member); return;
    case Kind::integer: append(out, *static_cast<const Int*>(member)); return;
    case Kind::number: append(out, *static_cast<const Number*>(member)); return;
    case Kind::date: append(out, *static_cast<const Date*>(member)); return;
    case Kind::date_time: append(out, *static_cast<const DateTime*>(member)); return;
    case Kind::group: break;
  }
  std::unreachable();
}

std::string in_words(const Format& format) {
  if (!format.values.empty()) {
    if (format.values.size() > 15) return lintas::format("one of {} listed values", format.values.size());
    std::string words = "one of";
    for (const auto value : format.values) words.append(" ").append(value);
    return words;
  }
  switch (format.kind) {
    case Kind::integer:
      return lintas::format("a whole number from {} to {}", format.range.least, format.range.most);
    case Kind::number:
      return lintas::format("a number{} of at most {} digits, {} of them after the point",
                            format.above_zero ? " above 0" : "", format.digits.total, format.digits.fraction);
    case Kind::date: return "a day as 2026-11-23";
    case Kind::date_time: return "a time as 2026-11-23T18:32:00, without zone";
    case Kind::group: std::unreachable();
    case Kind::text: break;
  }
  static constexpr std::string_view alphabets[] = {"characters",
                                                   "characters, no space at either end",
                                                   "digits",
                                                   "capital letters",
                                                   "letters",
                                                   "capital letters or digits",
                                                   "printable ASCII characters",
                                                   "printable ASCII characters, no space at either end",
                                                   "ASCII characters"};
  if (format.shape == &is_zoned_time) return "a time as 2026-11-23T18:32:00+08:00, with the offset from UTC";
  const auto alphabet = alphabets[static_cast<std::size_t>(format.alphabet)];
  const auto [least, most] = format.length;
  std::string words = least == most ? lintas::format("{} {}", most, alphabet)
                                    : lintas::format("{} to {} {}", least, most, alphabet);
  if (format.shape != nullptr) words.append(", pattern ").append(format.pattern);
  return words;
}

bool is_mrn(std::string_view text) { return is_mrn_between(text, 'J', 'M'); }

bool is_export_mrn(std::string_view text) { return is_mrn_between(text, 'A', 'E'); }

bool is_grn(std::string_view text) {
  if (text.size() != 17 && text.size() != 24) return false;
  if (!all(text.substr(0, 2), digit) || !all(text.substr(2, 2), upper) ||
      !all(text.substr(4, 12), upper | digit))
    return false;
  if (!all(text.substr(16, 1), digit)) return false;
  return text.size() == 17 || (all(text.substr(17, 1), upper) && all(text.substr(18), digit));
}

bool is_trader(std::string_view text) {
  return text.size() >= 3 && all(text.substr(0, 2), upper) && all(text.substr(2), graphic);
}

bool is_office(std::string_view text) {
  return text.size() == 8 && all(text.substr(0, 2), upper) && all(text, upper | digit);
}

bool is_tir_carnet(std::string_view text) {
  if (all(text, digit)) {
    if (text.front() == '0' || text.size() > 8) return false;
    return text.size() < 8 || text.substr(0, 2) <= "24" || text == "25000000";
  }
  if (text.size() < 10 || !all(text.substr(0, 2), upper) || (text[0] != 'X' && text[1] != 'X')) return false;
  const auto number = text.substr(2);
  if (!all(number, digit)) return false;
  return number.size() == 8 ? number.substr(0, 2) >= "25" : number.size() == 9 && number.front() != '0';
}

bool is_risk_result(std::string_view text) {
  if (!text.ends_with('E')) return false;
  text.remove_suffix(1);
  return characters(text) <= 4 || all(text, graphic);
}

bool is_mail(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && is_domain(text.substr(at + 1));
}

bool is_trimmed_mail(std::string_view text) {
  const auto at = text.find('@', 1);  // the first character may be an "@" itself
  return at != std::string_view::npos && !text.starts_with(' ') && !text.ends_with(' ') &&
         is_domain(text.substr(at + 1));
}

bool is_latitude(std::string_view text) {
  return is_coordinate(text, "90", [](std::string_view degrees) {
    return degrees.size() == 1 || (degrees.size() == 2 && degrees.front() <= '8');
  });
}

bool is_longitude(std::string_view text) {
  return is_coordinate(text, "180", [](std::string_view degrees) {
    if (degrees.size() <= 2) return true;
    return degrees.size() == 3 && (degrees.front() == '0' || (degrees.front() == '1' && degrees[1] <= '7'));
  });
}

bool is_zoned_time(std::string_view text) {
  constexpr std::size_t local = 19;  // 2026-11-23T18:32:00
  if (text.size() <= local || !parse_date_time(text.substr(0, local)).has()) return false;
  const auto offset = text.substr(local);
  if (offset == "Z") return true;
  if (offset.size() != 6 || (offset[0] != '+' && offset[0] != '-') || offset[3] != ':') return false;
  const auto hours = offset.substr(1, 2);
  const auto minutes = offset.substr(4, 2);
  return all(hours, digit) && all(minutes, digit) && hours <= "13" && minutes <= "59";
}

}  // namespace lintas::message
