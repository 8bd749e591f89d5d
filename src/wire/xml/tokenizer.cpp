#include "wire/xml/tokenizer.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "core/messages/report.hpp"
#include "wire/xml/lexical.hpp"

namespace lintas::xml {

namespace {

namespace rule_ids = message::rule_ids;
using lexical::byte_order_mark;
using lexical::equal_ignoring_case;
using lexical::is_blank;

constexpr auto special_in_text = [] {
  std::array<bool, 256> table{};
  for (const char c : {'<', '&', '\r', ']'}) table.at(static_cast<unsigned char>(c)) = true;
  return table;
}();

/// Where the text that stands as it is meant ends. Pointers here and in the length of a name: nearly all time
/// is spent in these two.
std::size_t end_of_run(std::string_view bytes, std::size_t at) {
  const char* const end = bytes.data() + bytes.size();
  const char* here = bytes.data() + at;
  while (here != end && !special_in_text[static_cast<unsigned char>(*here)]) ++here;
  return static_cast<std::size_t>(here - bytes.data());
}

// ---- what is no XML at all

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
  if (at_end()) return fail(rule_ids::ends_early, "elements are still open");
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
    return broken(rule_ids::too_large);
  }
  if (is_utf16(bytes_)) return broken(rule_ids::bad_encoding, "it seems to be UTF-16");
  const std::size_t mark = bytes_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  if (const auto other = other_than_xml(bytes_.substr(mark)); !other.empty())
    return broken(rule_ids::no_message, other);
  if (const auto bad = utf8::first_bad(bytes_)) {
    at_ = bad->offset;
    return broken(bad->fault == utf8::Fault::encoding ? rule_ids::bad_encoding : rule_ids::bad_character);
  }
  take(byte_order_mark);
  const auto declaration = lexical::declaration_length(bytes_.substr(at_));
  if (declaration) {
    at_ += *declaration;
    return true;
  }
  at_ += declaration.error().offset;
  const bool grammar = declaration.error().kind == lexical::DeclarationFault::Kind::grammar;
  return broken(grammar ? rule_ids::bad_declaration : rule_ids::other_encoding);
}

/// Before the root element and after it.
Token Tokenizer::outside() {
  while (true) {
    skip_blanks();
    token_offset_ = at_;
    if (at_end()) return root_closed_ ? Token::done : fail(rule_ids::ends_early, "there is no element");
    if (sees("<!--")) {
      if (!comment()) return Token::error;
      continue;
    }
    if (sees("<!DOCTYPE")) return fail(rule_ids::doctype);
    if (sees("<?")) return fail(rule_ids::processing_instruction);
    if (root_closed_) return fail(rule_ids::content_after_end);
    if (bytes_[at_] != '<') return fail(rule_ids::no_message, "text stands before the root element");
    return tag();
  }
}

Token Tokenizer::tag() {
  ++at_;
  name_ = take_name();
  if (name_.empty()) return fail(rule_ids::bad_tag, "a name is expected");
  attributes_.clear();
  if (open_.size() >= limits::message_depth_max) return fail(rule_ids::too_deep);
  while (true) {
    const bool separated = skip_blanks();
    if (at_end()) return fail(rule_ids::ends_early, "a tag is not closed");
    if (take('>')) break;
    if (bytes_[at_] == '/') {
      if (!take("/>")) return fail(rule_ids::bad_tag, "'>' is expected after '/'");
      closing_ = true;
      break;
    }
    if (!separated) return fail(rule_ids::bad_tag, "a space is expected before an attribute");
    if (!attribute()) return Token::error;
  }
  open_.push_back(name_);
  return Token::start;
}

bool Tokenizer::attribute() {
  const auto name = take_name();
  if (name.empty()) return broken(rule_ids::bad_tag, "a name of an attribute is expected");
  skip_blanks();
  if (!take('=')) return broken(rule_ids::bad_tag, "'=' is expected");
  skip_blanks();
  if (at_end() || (bytes_[at_] != '"' && bytes_[at_] != '\''))
    return broken(rule_ids::bad_tag, "a quote is expected");
  const char quote = bytes_[at_++];
  const auto end = bytes_.find(quote, at_);
  if (end == std::string_view::npos) return broken(rule_ids::ends_early, "an attribute is not closed");
  const auto value = bytes_.substr(at_, end - at_);
  if (value.contains('<')) return broken(rule_ids::bad_tag, "'<' stands in an attribute");
  if (value.contains('&')) return broken(rule_ids::reference_in_attribute);
  if (std::ranges::find(attributes_, name, &Attribute::name) != attributes_.end())
    return broken(rule_ids::repeated_attribute);
  if (attributes_.size() >= limits::message_attributes_max) return broken(rule_ids::too_many_attributes);
  at_ = end + 1;
  attributes_.push_back({.name = name, .value = value});
  return true;
}

Token Tokenizer::end_tag() {
  at_ += 2;
  if (!take(open_.back())) return other_end();
  skip_blanks();
  if (!take('>')) return at_end() ? fail(rule_ids::ends_early) : other_end();
  return close();
}

Token Tokenizer::other_end() {
  return fail(rule_ids::mismatched_end, format("</{}> is expected", message::shown(open_.back())));
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
    if (at_end()) return fail(rule_ids::ends_early, "elements are still open");
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
    if (sees("]]>")) return broken(rule_ids::bad_text, "']]>' stands in text");
    scratch_ += bytes_[at_++];
    return true;
  }
  if (sees("<!--")) return comment();
  if (sees("<?")) return broken(rule_ids::processing_instruction);
  if (!take("<![CDATA[")) return broken(sees("<!DOCTYPE") ? rule_ids::doctype : rule_ids::bad_tag);
  const auto end = bytes_.find("]]>", at_);
  if (end == std::string_view::npos) return broken(rule_ids::bad_text, "a CDATA section is not closed");
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
  if (end == std::string_view::npos || bytes_.substr(end, 3) != "-->") return broken(rule_ids::bad_comment);
  at_ = end + 3;
  return true;
}

bool Tokenizer::reference() {
  const auto found = lexical::reference(bytes_.substr(at_));
  if (!found) return broken(rule_ids::bad_reference);
  utf8::append(scratch_, found->code_point);
  at_ += found->bytes;
  return true;
}

std::string_view Tokenizer::take_name() {
  const auto name = bytes_.substr(at_, lexical::name_length(bytes_.substr(at_)));
  at_ += name.size();
  return name;
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
