#pragma once

#include <expected>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "tests/support/golden.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/names.hpp"
#include "wire/xml/tree.hpp"

/// Exchanges with phase4 (tests/as4/recorded), and trees of texts for tests.
namespace lintas::test {

inline std::string recorded(const std::string& name) {
  return read_file(std::string{LINTAS_ROOT "/tests/as4/recorded/"} + name);
}

/// The SOAP part of a recorded request: "v1.token".
inline std::string recorded_soap(const std::string& name) {
  const std::string body = recorded(name + ".request.body");
  constexpr std::string_view end = "</S12:Envelope>";
  const auto first = body.find("<?xml");
  const auto last = body.find(end);
  EXPECT_TRUE(first != std::string::npos && last != std::string::npos) << name;
  return body.substr(first, last + end.size() - first);
}

/// A text with its tree.
struct Document {
  explicit Document(std::string given)
      : text(std::make_unique<std::string>(std::move(given))), tree(read()) {}

  std::unique_ptr<std::string> text;
  xml::Tree tree;

 private:
  [[nodiscard]] xml::Tree read() const {
    auto found = xml::Tree::read(*text, as4::bounds::soap_tree, as4::ns::known);
    if (!found) {
      ADD_FAILURE() << found.error().why << " at " << found.error().offset << " of " << *text;
      return xml::Tree::read("<none/>", as4::bounds::soap_tree, as4::ns::known).value();
    }
    return *std::move(found);
  }
};

/// The first place of `what` goes; a test whose text does not have it fails.
inline std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << "no " << what << " in " << text;
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

}  // namespace lintas::test
