#include "wire/as4/content_type.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"

namespace lintas::as4 {

namespace {

constexpr std::string_view blanks = " \t";
constexpr std::string_view separators = "()<>@,;:\\\"/[]?=";

bool is_printable(char c) { return c >= ' ' && c <= '~'; }
bool is_token(char c) { return c > ' ' && c <= '~' && !separators.contains(c); }

void pass_blanks(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
}

bool take(std::string_view& rest, char expected) {
  if (!rest.starts_with(expected)) return false;
  rest.remove_prefix(1);
  return true;
}

/// Empty if none stands there.
std::string_view take_token(std::string_view& rest) {
  const auto end = std::ranges::find_if_not(rest, is_token);
  const std::string_view token{rest.begin(), end};
  rest.remove_prefix(token.size());
  return token;
}

/// After its opening quote; nothing if it does not end.
std::optional<std::string> take_quoted(std::string_view& rest) {
  std::string value;
  while (!rest.empty() && rest.front() != '"') {
    const std::size_t escaped = rest.front() == '\\' ? 1 : 0;
    if (rest.size() <= escaped || !(is_printable(rest[escaped]) || rest[escaped] == '\t'))
      return std::nullopt;
    value += rest[escaped];
    rest.remove_prefix(escaped + 1);
  }
  if (!take(rest, '"')) return std::nullopt;
  return value;
}

std::optional<std::string> take_value(std::string_view& rest) {
  if (take(rest, '"')) return take_quoted(rest);
  const std::string_view token = take_token(rest);
  if (token.empty()) return std::nullopt;
  return std::string{token};
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower{text};
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string_view without_blanks(std::string_view text) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::optional<std::string_view> ContentType::parameter(std::string_view name) const {
  const auto found = std::ranges::find(parameters_, name, &Parameter::name);
  if (found == parameters_.end()) return std::nullopt;
  return found->value;
}

std::expected<ContentType, Refused> ContentType::parse(std::string_view text) {
  if (text.size() > bounds::content_type_chars_max)
    return refused(Error::mime_inconsistency, "a content type is too long");
  std::string_view rest = without_blanks(text);
  std::string name = lower_case(take_token(rest));
  const bool has_subtype = !name.empty() && take(rest, '/');
  const std::string subtype = lower_case(take_token(rest));
  if (!has_subtype || subtype.empty())
    return refused(Error::mime_inconsistency, "a content type is not type/subtype");
  ContentType result{std::move(name += '/' + subtype)};

  for (pass_blanks(rest); !rest.empty(); pass_blanks(rest)) {
    if (!take(rest, ';')) return refused(Error::mime_inconsistency, "a content type goes on after its end");
    pass_blanks(rest);
    std::string parameter = lower_case(take_token(rest));
    if (parameter.empty() || !take(rest, '='))
      return refused(Error::mime_inconsistency, "a parameter of a content type is not name=value");
    std::optional<std::string> value = take_value(rest);
    if (!value)
      return refused(Error::mime_inconsistency, "a value in a content type is no token and not quoted");
    if (result.parameter(parameter))
      return refused(Error::mime_inconsistency, "a parameter of a content type stands twice");
    if (result.parameters_.size() == bounds::content_type_parameters_max)
      return refused(Error::mime_inconsistency, "a content type has too many parameters");
    result.parameters_.push_back({std::move(parameter), *std::move(value)});
  }
  return result;
}

}  // namespace lintas::as4
