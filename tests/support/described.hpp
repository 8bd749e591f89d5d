#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "shell/net/http.hpp"
#include "tests/support/json.hpp"

namespace lintas::test {

/// Whether the pattern (ECMA-262) is found in the text, character by character.
[[nodiscard]] bool matches(const std::string& text, const std::string& pattern);

/// The interface as it describes itself (OpenAPI 3.1), and requests and answers held against it. Of JSON
/// Schema it knows what the description uses and nothing else; a member that is not described does not fit.
class Described {
 public:
  using Json = nlohmann::json;

  explicit Described(std::string_view text) : all_(parse_json(text)) {}

  [[nodiscard]] const Json& all() const { return all_; }
  [[nodiscard]] const Json& schema(const std::string& name) const {
    return all_.at("components").at("schemas").at(name);
  }
  /// What does not fit, with its place; empty if all does.
  [[nodiscard]] std::string fault(const Json& value, const Json& schema, const std::string& at = "") const;
  /// The operation that takes the request: a path without parameters goes first. Null if there is none.
  [[nodiscard]] const Json* operation(const net::Request& request) const;
  /// Reports what of the answer, and of a request that was done, is not described.
  void expect(const net::Request& request, const net::Response& response, const Json& operation) const;

 private:
  [[nodiscard]] const Json& resolved(const Json& json) const;
  void expect_content(const net::Response& response, const Json& answer, const std::string& what) const;
  void expect_parameters(const net::Request& request, const Json& operation, const std::string& what) const;
  [[nodiscard]] std::string fault_by(const std::string& keyword, const Json& asked, const Json& value,
                                     const std::string& at) const;
  /// How many fit, and the faults of the others.
  [[nodiscard]] std::pair<std::size_t, std::string> fitting_of(const Json& choices, const Json& value,
                                                               const std::string& at) const;
  // What a keyword says by other schemas.
  [[nodiscard]] std::string fault_behind(const Json& reference, const Json& value,
                                         const std::string& at) const;
  [[nodiscard]] std::string fault_of_any(const Json& choices, const Json& value, const std::string& at) const;
  [[nodiscard]] std::string fault_of_one(const Json& choices, const Json& value, const std::string& at) const;
  [[nodiscard]] std::string fault_of_items(const Json& schema, const Json& value,
                                           const std::string& at) const;
  [[nodiscard]] std::string fault_of_members(const Json& properties, const Json& value,
                                             const std::string& at) const;
  [[nodiscard]] std::string fault_of_others(const Json& schema, const Json& value,
                                            const std::string& at) const;
  [[nodiscard]] std::string fault_of_names(const Json& schema, const Json& value,
                                           const std::string& at) const;

  Json all_;
};

}  // namespace lintas::test
