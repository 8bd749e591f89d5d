#include "shell/net/http.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"

namespace lintas::net {

namespace {

struct MethodName {
  Method method;
  std::string_view text;
};
constexpr std::array method_names{
    MethodName{Method::get, "GET"},         MethodName{Method::head, "HEAD"},
    MethodName{Method::post, "POST"},       MethodName{Method::put, "PUT"},
    MethodName{Method::patch, "PATCH"},     MethodName{Method::remove, "DELETE"},
    MethodName{Method::options, "OPTIONS"}, MethodName{Method::trace, "TRACE"},
    MethodName{Method::query, "QUERY"},
};

struct Reason {
  std::uint16_t status;
  std::string_view text;
};
/// RFC 9110 15, RFC 6585.
constexpr std::array reasons{
    Reason{200, "OK"},
    Reason{201, "Created"},
    Reason{202, "Accepted"},
    Reason{204, "No Content"},
    Reason{301, "Moved Permanently"},
    Reason{302, "Found"},
    Reason{303, "See Other"},
    Reason{304, "Not Modified"},
    Reason{307, "Temporary Redirect"},
    Reason{308, "Permanent Redirect"},
    Reason{400, "Bad Request"},
    Reason{401, "Unauthorized"},
    Reason{403, "Forbidden"},
    Reason{404, "Not Found"},
    Reason{405, "Method Not Allowed"},
    Reason{406, "Not Acceptable"},
    Reason{408, "Request Timeout"},
    Reason{409, "Conflict"},
    Reason{410, "Gone"},
    Reason{411, "Length Required"},
    Reason{412, "Precondition Failed"},
    Reason{413, "Content Too Large"},
    Reason{414, "URI Too Long"},
    Reason{415, "Unsupported Media Type"},
    Reason{417, "Expectation Failed"},
    Reason{422, "Unprocessable Content"},
    Reason{428, "Precondition Required"},
    Reason{429, "Too Many Requests"},
    Reason{431, "Request Header Fields Too Large"},
    Reason{500, "Internal Server Error"},
    Reason{501, "Not Implemented"},
    Reason{502, "Bad Gateway"},
    Reason{503, "Service Unavailable"},
    Reason{504, "Gateway Timeout"},
    Reason{505, "HTTP Version Not Supported"},
};

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view to_text(Method method) noexcept {
  return std::ranges::find(method_names, method, &MethodName::method)->text;
}

std::optional<Method> parse_method(std::string_view text) noexcept {
  const auto* const found = std::ranges::find(method_names, text, &MethodName::text);
  if (found == method_names.end()) return std::nullopt;
  return found->method;
}

bool same_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_token(std::string_view text) noexcept {
  static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || marks.contains(c);
  });
}

bool is_field_value(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20U && c != '\t') || byte == 0x7fU;
  });
}

Headers::Headers(std::initializer_list<Field> fields) {
  for (const Field& field : fields) add(field.name, field.value);
}

std::optional<std::string_view> Headers::find(std::string_view name) const noexcept {
  for (const Field& field : fields_) {
    if (same_ignoring_case(field.name, name)) return field.value;
  }
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const noexcept {
  const auto found = std::ranges::count_if(
      fields_, [name](const Field& field) { return same_ignoring_case(field.name, name); });
  return static_cast<std::size_t>(found);
}

void Headers::add(std::string_view name, std::string_view value) {
  require(is_token(name), "the name of a header is a token");
  require(is_field_value(value), "the value of a header is one line");
  fields_.push_back({.name = std::string{name}, .value = std::string{value}});
}

void Headers::set(std::string_view name, std::string_view value) {
  std::erase_if(fields_, [name](const Field& field) { return same_ignoring_case(field.name, name); });
  add(name, value);
}

std::optional<std::string_view> Request::query_value(std::string_view name) const noexcept {
  const auto found = std::ranges::find(query, name, &Parameter::name);
  if (found == query.end()) return std::nullopt;
  return found->value;
}

std::string_view Request::parameter(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &Parameter::name);
  require(found != parameters.end(), "the pattern of the route has no such parameter");
  return found->value;
}

Response text_response(std::uint16_t status, std::string_view content_type, std::string_view text) {
  Response response{.status = status, .headers = {}, .body = copy_of(as_bytes(text))};
  response.headers.add("Content-Type", content_type);
  return response;
}

std::string_view reason_phrase(std::uint16_t status) noexcept {
  const auto* const found = std::ranges::find(reasons, status, &Reason::status);
  return found == reasons.end() ? std::string_view{} : found->text;
}

std::string http_date(std::chrono::sys_seconds at) {
  constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  return format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days.at(std::chrono::weekday{day}.c_encoding()),
                static_cast<unsigned>(date.day()), months.at(static_cast<unsigned>(date.month()) - 1U),
                static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                time.seconds().count());
}

}  // namespace lintas::net
