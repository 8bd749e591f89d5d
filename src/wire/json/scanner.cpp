#include "wire/json/scanner.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/utf8.hpp"
#include "core/messages/report.hpp"

namespace lintas::json {

namespace {

namespace rule_ids = message::rule_ids;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Scanner::Scanner(std::string_view bytes) : bytes_(bytes) {
  if (bytes.size() > limits::message_bytes_max) {
    fail(rule_ids::too_large);
  } else if (const auto bad = utf8::first_bad(bytes)) {
    at_ = bad->offset;
    fail(bad->fault == utf8::Fault::encoding ? rule_ids::bad_encoding : rule_ids::bad_character);
  }
}

Value Scanner::peek() {
  if (failed()) return Value::none;
  skip_blanks();
  if (at_ == bytes_.size()) return Value::none;
  switch (bytes_[at_]) {
    case '{': return Value::object;
    case '[': return Value::array;
    case '"': return Value::string;
    case 't':
    case 'f':
    case 'n': return Value::literal;
    default: return Value::number;  // or nothing at all: number() tells
  }
}

bool Scanner::enter() {
  if (failed()) return false;
  if (++depth_ > limits::message_depth_max) {
    fail(rule_ids::too_deep);
    return false;
  }
  return take(bytes_[at_]);
}

bool Scanner::next_key(bool first) {
  if (!next_in('}', first)) return false;
  if (peek() != Value::string) {
    fail(at_ == bytes_.size() ? rule_ids::ends_early : rule_ids::bad_json, "a member's name is expected");
    return false;
  }
  key_ = string();
  if (key_.data() == scratch_.data()) {  // it must outlive the string that follows
    key_scratch_ = key_;
    key_ = key_scratch_;
  }
  if (!take(':')) fail(rule_ids::bad_json, "':' is expected");
  return !failed();
}

bool Scanner::next_element(bool first) { return next_in(']', first); }

/// Whether another member or element follows; the closing bracket is taken.
bool Scanner::next_in(char closing, bool first) {
  if (failed()) return false;
  if (take(closing)) {
    --depth_;
    return false;
  }
  if (!first && !take(',')) {
    fail(at_ == bytes_.size() ? rule_ids::ends_early : rule_ids::bad_json,
         closing == '}' ? "',' or '}' is expected" : "',' or ']' is expected");
  }
  return !failed();
}

std::string_view Scanner::string() {
  if (failed()) return {};
  ++at_;  // the quote
  const auto begin = at_;
  while (at_ < bytes_.size() && bytes_[at_] != '"' && bytes_[at_] != '\\' &&
         static_cast<unsigned char>(bytes_[at_]) >= 0x20)
    ++at_;
  if (at_ < bytes_.size() && bytes_[at_] == '"') return bytes_.substr(begin, at_++ - begin);
  scratch_.assign(bytes_, begin, at_ - begin);
  while (at_ < bytes_.size() && bytes_[at_] != '"') {
    if (static_cast<unsigned char>(bytes_[at_]) < 0x20) {
      fail(rule_ids::bad_character, "a control character stands in a string");
      return {};
    }
    if (bytes_[at_] != '\\') {
      scratch_ += bytes_[at_++];
    } else if (!escape()) {
      return {};
    }
  }
  if (at_ == bytes_.size()) {
    fail(rule_ids::ends_early, "a string is not closed");
    return {};
  }
  ++at_;
  return scratch_;
}

bool Scanner::escape() {
  constexpr std::string_view written = "\"\\/bfnrt";
  constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
  const auto bad = [this](std::string_view rule) {
    fail(rule, "an escape is not one of JSON");
    return false;
  };
  ++at_;
  if (at_ == bytes_.size()) return bad(rule_ids::ends_early);
  std::uint32_t code_point = 0;
  if (bytes_[at_] == 'u') {
    ++at_;
    if (!hex4(code_point)) return bad(rule_ids::bad_json);
    if (code_point >= 0xD800 && code_point <= 0xDBFF) {  // the first half of a pair
      std::uint32_t low = 0;
      if (bytes_.substr(at_, 2) != "\\u") return bad(rule_ids::bad_json);
      at_ += 2;
      if (!hex4(low) || low < 0xDC00 || low > 0xDFFF) return bad(rule_ids::bad_json);
      code_point = 0x10000 + ((code_point - 0xD800) << 10U) + (low - 0xDC00);
    }
  } else {
    const auto found = written.find(bytes_[at_]);
    if (found == std::string_view::npos) return bad(rule_ids::bad_json);
    code_point = static_cast<unsigned char>(meant[found]);
    ++at_;
  }
  if (!utf8::is_allowed(code_point)) return bad(rule_ids::bad_character);
  utf8::append(scratch_, code_point);
  return true;
}

bool Scanner::hex4(std::uint32_t& value) {
  const auto digits = bytes_.substr(at_, 4);
  if (digits.size() != 4) return false;
  for (const char c : digits) {
    if (is_digit(c)) {
      value = (value << 4U) | static_cast<std::uint32_t>(c - '0');
    } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
      value = (value << 4U) | static_cast<std::uint32_t>((c & 0x5F) - 'A' + 10);
    } else {
      return false;
    }
  }
  at_ += 4;
  return true;
}

/// -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
std::string_view Scanner::number() {
  if (failed()) return {};
  const auto begin = at_;
  const auto sees = [this](std::string_view any) { return at_ < bytes_.size() && any.contains(bytes_[at_]); };
  const auto digits = [this] {
    const auto from = at_;
    while (at_ < bytes_.size() && is_digit(bytes_[at_])) ++at_;
    return at_ > from;
  };
  bool good = true;
  if (sees("-")) ++at_;
  if (sees("0")) {
    ++at_;
  } else {
    good = digits();
  }
  if (good && sees(".")) {
    ++at_;
    good = digits();
  }
  if (good && sees("eE")) {
    ++at_;
    if (sees("+-")) ++at_;
    good = digits();
  }
  if (!good) {
    fail(at_ == bytes_.size() ? rule_ids::ends_early : rule_ids::bad_json, "a value is expected");
    return {};
  }
  return bytes_.substr(begin, at_ - begin);
}

void Scanner::literal() {
  for (const std::string_view word : {"true", "false", "null"}) {
    if (bytes_.substr(at_, word.size()) != word) continue;
    at_ += word.size();
    return;
  }
  fail(rule_ids::bad_json, "a value is expected");
}

void Scanner::skip_value() {
  switch (peek()) {
    case Value::object:
      enter();
      for (bool first = true; next_key(first); first = false) skip_value();
      return;
    case Value::array:
      enter();
      for (bool first = true; next_element(first); first = false) skip_value();
      return;
    case Value::string: static_cast<void>(string()); return;
    case Value::number: static_cast<void>(number()); return;
    case Value::literal: return literal();
    case Value::none: return fail(rule_ids::ends_early, "a value is expected");
  }
}

void Scanner::finish() {
  if (failed()) return;
  skip_blanks();
  if (at_ != bytes_.size()) fail(rule_ids::content_after_end);
}

void Scanner::skip_blanks() noexcept {
  while (at_ < bytes_.size() &&
         (bytes_[at_] == ' ' || bytes_[at_] == '\n' || bytes_[at_] == '\t' || bytes_[at_] == '\r'))
    ++at_;
}

bool Scanner::take(char expected) {
  skip_blanks();
  if (at_ == bytes_.size() || bytes_[at_] != expected) return false;
  ++at_;
  return true;
}

/// The first problem stays.
void Scanner::fail(std::string_view rule, std::string_view detail) {
  if (!failed()) problem_ = {.rule = rule, .detail = detail, .offset = std::min(at_, bytes_.size())};
}

}  // namespace lintas::json
