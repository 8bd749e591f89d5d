#include "wire/as4/errors.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string_view>

namespace lintas::as4 {
namespace {

TEST(As4Errors, each_stands_at_its_place_with_a_code_of_its_own) {
  std::set<std::string_view> codes;
  for (const ErrorRow& row : errors) {
    EXPECT_EQ(&row_of(row.error), &row) << row.code;
    EXPECT_EQ(find_error(row.code), &row) << row.code;
    EXPECT_TRUE(codes.insert(row.code).second) << row.code;
  }
  EXPECT_EQ(code_of(Error::decompression_failure), "EBMS:0303");
}

TEST(As4Errors, what_others_add_is_not_in_the_list) {
  for (const std::string_view code : {"EBMS:0020", "EBMS:4001", "ebms:0001", "0001", ""})
    EXPECT_EQ(find_error(code), nullptr) << code;
}

TEST(As4Errors, attributes_are_of_the_values_that_the_header_knows) {
  const std::set<std::string_view> severities{"failure", "warning"};
  const std::set<std::string_view> categories{"Content", "Communication", "Unpackaging", "Processing"};
  const std::set<std::string_view> origins{"ebMS", "reliability", "security"};
  for (const ErrorRow& row : errors) {
    EXPECT_TRUE(severities.contains(row.severity)) << row.code;
    EXPECT_TRUE(categories.contains(row.category)) << row.code;
    EXPECT_TRUE(origins.contains(row.origin)) << row.code;
  }
}

}  // namespace
}  // namespace lintas::as4
