#pragma once

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/access/access.hpp"
#include "core/model/values/grn.hpp"
#include "shell/net/http.hpp"
#include "tests/support/api_fixture.hpp"
#include "tests/support/profiles.hpp"

/// What a trader, an officer and a keeper do through the interface, with a declaration of the examples.
namespace lintas::api {

class Business : public ApiTest {
 public:
  Business();

  Answer bring_in(const std::string& rows, const std::string& by, const std::string& under = "file-1");
  /// With terms beside the usual ones.
  Answer register_guarantee(const Json& more = Json::object());
  /// Puts a text in the place of as many characters behind a tag of the declaration.
  void put(std::string_view tag, std::size_t length, std::string_view text);
  Answer submit(std::string_view query = "");
  void prepare();
  /// Declares a deposit of what is at risk in the place of the guarantee, by the receipt R-0815.
  Grn cover_by_deposit();

  const std::string table = test::file_of_tree(LINTAS_ROOT, "examples/registers.csv");
  std::string declaration = test::file_of_tree(LINTAS_ROOT, "examples/sg-th-electronics.xml");
  std::string keeper, guarantees, colleague, trader, departure;
};

}  // namespace lintas::api
