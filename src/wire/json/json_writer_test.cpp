#include "wire/json/json_writer.hpp"

#include <gtest/gtest.h>
#include <string>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"

namespace lintas::json {
namespace {

std::string written(const message::Document& document) {
  std::string out;
  write(document, out);
  return out;
}

TEST(JsonWriter, groups_that_may_repeat_are_arrays_and_whole_numbers_are_numbers) {
  message::Document document{.program = message::find_program("CC015C"), .phase = "NCTS6", .message = {}};
  document.message.message_sender = "a\"b\\c\n";
  auto& house = document.message.consignment.emplace().house_consignment.emplace_back();
  house.sequence_number = {1};
  house.gross_mass = {.mantissa = 125, .places = 1};
  EXPECT_EQ(
      written(document),
      R"({"CC015C":{"@PhaseID":"NCTS6","messageSender":"a\"b\\c\u000a","Consignment":{"HouseConsignment":[)"
      R"({"sequenceNumber":1,"grossMass":"12.5"}]}}})");
}

TEST(JsonWriter, an_empty_message_is_an_empty_object) {
  const message::Document document{.program = message::find_program("CX095A"), .phase = {}, .message = {}};
  EXPECT_EQ(written(document), R"({"CX095A":{}})");
}

}  // namespace
}  // namespace lintas::json
