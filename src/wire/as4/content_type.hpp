#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/as4/errors.hpp"

namespace lintas::as4 {

/// The value of a Content-Type header, of HTTP or of a MIME part:
///
///     multipart/related; type="application/soap+xml"; boundary="----=_1"
///
/// RFC 2045, section 5.1: tokens and quoted strings of printable ASCII. Blanks only around semicolons, no
/// comments, no parameter twice: whoever reads such a header in two ways can be told two things. Continued
/// and encoded parameters (RFC 2231) are parameters of other names.
class ContentType {
 public:
  /// Refuses with EBMS:0007 any other text, and beyond bounds::content_type_chars_max and
  /// bounds::content_type_parameters_max.
  [[nodiscard]] static std::expected<ContentType, Refused> parse(std::string_view text);

  /// Type and subtype in lower case, "application/soap+xml".
  [[nodiscard]] std::string_view name() const noexcept { return name_; }
  /// Its value without the quotes. The name is given in lower case.
  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;

 private:
  struct Parameter {
    std::string name;
    std::string value;
  };

  explicit ContentType(std::string name) : name_(std::move(name)) {}

  std::string name_;
  std::vector<Parameter> parameters_;
};

/// ASCII letters only: names of types, encodings and character sets are compared so.
[[nodiscard]] std::string lower_case(std::string_view text);

/// Blank and tabulator at both ends.
[[nodiscard]] std::string_view without_blanks(std::string_view text) noexcept;

}  // namespace lintas::as4
