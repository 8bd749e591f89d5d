#include "wire/xml/tokenizer.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "core/messages/report.hpp"

namespace lintas::xml {

namespace {

namespace rules = message::rules;

constexpr bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

enum NameClass : std::uint8_t { none, inside, start };

constexpr auto ascii_name_class = [] {
  std::array<NameClass, 128> table{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) table.at(c) = start;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table.at(c) = start;
  for (std::size_t c = '0'; c <= '9'; ++c) table.at(c) = inside;
  table.at('_') = table.at(':') = start;
  table.at('-') = table.at('.') = inside;
  return table;
}();

struct Range {
  std::uint32_t first, last;
};

// NameStartChar and what NameChar adds to it, beyond ASCII (XML 1.0, fifth edition, 2.3).
constexpr Range name_starts[] = {{0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                                 {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                                 {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
constexpr Range name_insides[] = {{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

NameClass name_class(std::uint32_t code_point) {
  if (code_point < 0x80) return ascii_name_class.at(code_point);
  const auto holds = [code_point](const Range& range) {
    return code_point >= range.first && code_point <= range.last;
  };
  if (std::ranges::any_of(name_starts, holds)) return start;
  return std::ranges::any_of(name_insides, holds) ? inside : none;
}

constexpr auto special_in_text = [] {
  std::array<bool, 256> table{};
  for (const char c : {'<', '&', '\r', ']'}) table.at(static_cast<unsigned char>(c)) = true;
  return table;
}();

/// Where the text that stands as it is meant ends. Pointers here and in take_name: nearly all time is spent
/// in these two.
std::size_t end_of_run(std::string_view bytes, std::size_t at) {
  const char* const end = bytes.data() + bytes.size();
  const char* here = bytes.data() + at;
  while (here != end && !special_in_text[static_cast<unsigned char>(*here)]) ++here;
  return static_cast<std::size_t>(here - bytes.data());
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// The value of the digits in the given base, or more than any code point.
std::uint32_t number_of(std::string_view digits, std::uint32_t base) {
  constexpr std::uint32_t too_large = 0x110000;
  std::uint32_t value = 0;
  for (const char c : digits) {
    std::uint32_t digit = too_large;
    if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A' + 10);
    if (digit >= base) return too_large;
    value = (value * base) + digit;
    if (value >= too_large) return too_large;
  }
  return digits.empty() ? too_large : value;
}

// ---- what is no XML at all

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// How the files begin that people send in place of a message, and what such a file is called.
struct Beginning {
  std::string_view bytes;
  std::string_view told;
};
constexpr std::array beginnings{Beginning{"%PDF-", "it seems to be a PDF"},
                                Beginning{"PK\x03\x04", "it seems to be a ZIP archive or an office document"},
                                Beginning{"\xD0\xCF\x11\xE0", "it seems to be an office document"},
                                Beginning{"{\\rtf", "it seems to be an office document"},
                                Beginning{"\x1F\x8B", "it seems to be a gzip archive"},
                                Beginning{"\x89PNG", "it seems to be a picture"},
                                Beginning{"\xFF\xD8\xFF", "it seems to be a picture"},
                                Beginning{"UNA", "it seems to be EDIFACT"},
                                Beginning{"UNB+", "it seems to be EDIFACT"},
                                Beginning{"{", "it seems to be JSON"},
                                Beginning{"[", "it seems to be JSON"}};

/// XML in two bytes a character, with its byte order mark or with the first '<' in one of two orders.
bool is_utf16(std::string_view bytes) {
  using namespace std::string_view_literals;
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") || bytes.starts_with("<\0"sv) ||
         bytes.starts_with("\0<"sv);
}

/// What `bytes` seem to be if they are no XML: empty where they begin as XML does.
std::string_view other_than_xml(std::string_view bytes) {
  const auto first = std::ranges::find_if_not(bytes, is_blank);
  if (first == bytes.end()) return "it is empty";
  const std::string_view begun{first, bytes.end()};
  constexpr std::string_view web_page = "<!DOCTYPE html";
  if (equal_ignoring_case(begun.substr(0, web_page.size()), web_page)) return "it seems to be a web page";
  if (begun.front() == '<') return {};
  const auto* known =
      std::ranges::find_if(beginnings, [&](const Beginning& one) { return begun.starts_with(one.bytes); });
  if (known != beginnings.end()) return known->told;
  return utf8::first_bad(bytes) ? "it seems to be a file of another program" : "it begins with text";
}

}  // namespace

Tokenizer::Tokenizer(std::string_view bytes) : bytes_(bytes) {
  open_.reserve(limits::message_depth_max);
  attributes_.reserve(4);
}

Token Tokenizer::next() {
  if (!problem_.rule.empty()) return Token::error;
  token_offset_ = at_;
  if (!begun_ && !begin()) return Token::error;
  if (closing_) {
    closing_ = false;
    return close();
  }
  if (open_.empty()) return outside();
  if (at_end()) return fail(rules::ends_early, "elements are still open");
  if (bytes_[at_] != '<') return characters();
  const char after = at_ + 1 < bytes_.size() ? bytes_[at_ + 1] : '\0';
  if (after == '/') return end_tag();
  if (after == '!' || after == '?') return characters();
  return tag();
}

bool Tokenizer::take(std::string_view literal) noexcept {
  if (!sees(literal)) return false;
  at_ += literal.size();
  return true;
}

bool Tokenizer::take(char expected) noexcept {
  if (at_end() || bytes_[at_] != expected) return false;
  ++at_;
  return true;
}

bool Tokenizer::skip_blanks() noexcept {
  const auto before = at_;
  while (!at_end() && is_blank(bytes_[at_])) ++at_;
  return at_ > before;
}

/// Size, what it is at all, characters, byte order mark, XML declaration.
bool Tokenizer::begin() {
  begun_ = true;
  if (bytes_.size() > limits::message_bytes_max) {
    return broken(rules::too_large);
  }
  if (is_utf16(bytes_)) return broken(rules::bad_encoding, "it seems to be UTF-16");
  const std::size_t mark = bytes_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  if (const auto other = other_than_xml(bytes_.substr(mark)); !other.empty())
    return broken(rules::no_message, other);
  if (const auto bad = utf8::first_bad(bytes_)) {
    at_ = bad->offset;
    return broken(bad->fault == utf8::Fault::encoding ? rules::bad_encoding : rules::bad_character);
  }
  take(byte_order_mark);
  const bool declares = sees("<?xml") && bytes_.size() > at_ + 5 && is_blank(bytes_[at_ + 5]);
  return !declares || declaration();
}

/// XMLDecl ::= '<?xml' VersionInfo EncodingDecl? SDDecl? S? '?>'
bool Tokenizer::declaration() {
  take("<?xml");
  std::string_view version;
  std::string_view encoding = "UTF-8";
  std::string_view standalone = "no";
  const bool parsed = declared("version", version) && !version.empty() && declared("encoding", encoding) &&
                      declared("standalone", standalone);
  skip_blanks();
  if (!parsed || !take("?>") || (standalone != "yes" && standalone != "no")) {
    return broken(rules::bad_declaration);
  }
  if (version != "1.0" || !equal_ignoring_case(encoding, "UTF-8")) {
    return broken(rules::other_encoding);
  }
  return true;
}

/// S name Eq quoted, if it is there; false if it is there and broken.
bool Tokenizer::declared(std::string_view name, std::string_view& value) {
  const auto before = at_;
  if (!skip_blanks() || !take(name)) {
    at_ = before;
    return true;
  }
  skip_blanks();
  if (!take('=')) return false;
  skip_blanks();
  if (at_end() || (bytes_[at_] != '"' && bytes_[at_] != '\'')) return false;
  const char quote = bytes_[at_++];
  const auto end = bytes_.find(quote, at_);
  if (end == std::string_view::npos) return false;
  value = bytes_.substr(at_, end - at_);
  at_ = end + 1;
  return !value.empty();
}

/// Before the root element and after it.
Token Tokenizer::outside() {
  while (true) {
    skip_blanks();
    token_offset_ = at_;
    if (at_end()) return root_closed_ ? Token::done : fail(rules::ends_early, "there is no element");
    if (sees("<!--")) {
      if (!comment()) return Token::error;
      continue;
    }
    if (sees("<!DOCTYPE")) return fail(rules::doctype);
    if (sees("<?")) return fail(rules::processing_instruction);
    if (root_closed_) return fail(rules::content_after_end);
    if (bytes_[at_] != '<') return fail(rules::no_message, "text stands before the root element");
    return tag();
  }
}

Token Tokenizer::tag() {
  ++at_;
  name_ = take_name();
  if (name_.empty()) return fail(rules::bad_tag, "a name is expected");
  attributes_.clear();
  if (open_.size() >= limits::message_depth_max) return fail(rules::too_deep);
  while (true) {
    const bool separated = skip_blanks();
    if (at_end()) return fail(rules::ends_early, "a tag is not closed");
    if (take('>')) break;
    if (bytes_[at_] == '/') {
      if (!take("/>")) return fail(rules::bad_tag, "'>' is expected after '/'");
      closing_ = true;
      break;
    }
    if (!separated) return fail(rules::bad_tag, "a space is expected before an attribute");
    if (!attribute()) return Token::error;
  }
  open_.push_back(name_);
  return Token::start;
}

bool Tokenizer::attribute() {
  const auto name = take_name();
  if (name.empty()) return broken(rules::bad_tag, "a name of an attribute is expected");
  skip_blanks();
  if (!take('=')) return broken(rules::bad_tag, "'=' is expected");
  skip_blanks();
  if (at_end() || (bytes_[at_] != '"' && bytes_[at_] != '\''))
    return broken(rules::bad_tag, "a quote is expected");
  const char quote = bytes_[at_++];
  const auto end = bytes_.find(quote, at_);
  if (end == std::string_view::npos) return broken(rules::ends_early, "an attribute is not closed");
  const auto value = bytes_.substr(at_, end - at_);
  if (value.contains('<')) return broken(rules::bad_tag, "'<' stands in an attribute");
  if (value.contains('&')) return broken(rules::reference_in_attribute);
  if (std::ranges::find(attributes_, name, &Attribute::name) != attributes_.end())
    return broken(rules::repeated_attribute);
  if (attributes_.size() >= limits::message_attributes_max) return broken(rules::too_many_attributes);
  at_ = end + 1;
  attributes_.push_back({.name = name, .value = value});
  return true;
}

Token Tokenizer::end_tag() {
  at_ += 2;
  if (!take(open_.back())) return other_end();
  skip_blanks();
  if (!take('>')) return at_end() ? fail(rules::ends_early) : other_end();
  return close();
}

Token Tokenizer::other_end() {
  return fail(rules::mismatched_end, format("</{}> is expected", message::shown(open_.back())));
}

Token Tokenizer::close() {
  name_ = open_.back();
  open_.pop_back();
  root_closed_ = open_.empty();
  return Token::end;
}

/// Text up to the next tag. What stands there as it is meant is returned as it stands.
Token Tokenizer::characters() {
  has_section_ = false;
  const auto special = end_of_run(bytes_, at_);
  const bool plain = special + 1 < bytes_.size() && bytes_[special] == '<' && bytes_[special + 1] != '!' &&
                     bytes_[special + 1] != '?';
  if (plain) {
    text_ = bytes_.substr(at_, special - at_);
    at_ = special;
    return Token::text;
  }
  scratch_.clear();
  while (true) {
    const auto run = end_of_run(bytes_, at_);
    scratch_.append(bytes_, at_, run - at_);
    at_ = run;
    if (at_end()) return fail(rules::ends_early, "elements are still open");
    if (bytes_[at_] == '<' && !sees("<!") && !sees("<?")) break;
    if (!markup_in_text()) return Token::error;
  }
  text_ = scratch_;
  return Token::text;
}

/// What stands at a special character inside text: a section, a comment, a reference, a line end.
bool Tokenizer::markup_in_text() {
  if (bytes_[at_] == '&') return reference();
  if (take('\r')) {  // a line end is one character, however it is written
    take('\n');
    scratch_ += '\n';
    return true;
  }
  if (bytes_[at_] == ']') {
    if (sees("]]>")) return broken(rules::bad_text, "']]>' stands in text");
    scratch_ += bytes_[at_++];
    return true;
  }
  if (sees("<!--")) return comment();
  if (sees("<?")) return broken(rules::processing_instruction);
  if (!take("<![CDATA[")) return broken(sees("<!DOCTYPE") ? rules::doctype : rules::bad_tag);
  const auto end = bytes_.find("]]>", at_);
  if (end == std::string_view::npos) return broken(rules::bad_text, "a CDATA section is not closed");
  has_section_ = true;
  for (; at_ < end; ++at_) {
    if (bytes_[at_] != '\r') {
      scratch_ += bytes_[at_];
    } else if (bytes_[at_ + 1] != '\n') {
      scratch_ += '\n';
    }
  }
  at_ = end + 3;
  return true;
}

bool Tokenizer::comment() {
  const auto end = bytes_.find("--", at_ + 4);
  if (end == std::string_view::npos || bytes_.substr(end, 3) != "-->") return broken(rules::bad_comment);
  at_ = end + 3;
  return true;
}

bool Tokenizer::reference() {
  constexpr std::size_t longest = 32;  // leading zeros of a number are allowed, but not any number of them
  const auto end = bytes_.substr(at_, longest).find(';');
  if (end == std::string_view::npos) return broken(rules::bad_reference);
  const auto name = bytes_.substr(at_ + 1, end - 1);
  struct Entity {
    std::string_view name;
    char character;
  };
  static constexpr Entity entities[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  const auto entity = std::ranges::find(entities, name, &Entity::name);
  if (entity != std::end(entities)) {
    scratch_ += entity->character;
  } else {
    if (!name.starts_with('#')) return broken(rules::bad_reference);
    const bool hexadecimal = name.starts_with("#x");
    const auto code_point = number_of(name.substr(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
    if (!utf8::is_allowed(code_point)) return broken(rules::bad_reference);
    utf8::append(scratch_, code_point);
  }
  at_ += end + 1;
  return true;
}

std::string_view Tokenizer::take_name() {
  const char* const begin = bytes_.data() + at_;
  const char* const end = bytes_.data() + bytes_.size();
  const char* here = begin;
  while (here != end) {
    const auto byte = static_cast<unsigned char>(*here);
    const NameClass least = here == begin ? start : inside;
    if (byte < 0x80) {
      if (ascii_name_class[byte] < least) break;
      ++here;
    } else {
      const auto character = utf8::decode({here, end});
      if (name_class(character.code_point) < least) break;
      here += character.bytes;
    }
  }
  at_ = static_cast<std::size_t>(here - bytes_.data());
  return {begin, here};
}

bool Tokenizer::broken(std::string_view rule, std::string_view detail) {
  problem_ = {.rule = rule, .detail = std::string{detail}, .offset = std::min(at_, bytes_.size())};
  return false;
}

Token Tokenizer::fail(std::string_view rule, std::string_view detail) {
  broken(rule, detail);
  return Token::error;
}

}  // namespace lintas::xml
