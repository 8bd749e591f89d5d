#include "core/transit/fitting.hpp"

#include <gtest/gtest.h>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/groups.hpp"

namespace lintas::transit {
namespace {

message::Document record_with(const message::Text& country, const message::Text& city) {
  message::Document document{.program = message::find_program("CD001C"), .phase = {}, .message = {}};
  auto& address = document.message.holder_of_the_transit_procedure.emplace().address.emplace();
  address.country = country;
  address.city = city;
  address.postcode = message::Text(18, '9');
  fit(*document.program, document.message);
  return document;
}

TEST(Fitting, MakesCapitalsWhereTheyAreWanted) {
  const auto document = record_with("sg", "Singapore");
  EXPECT_EQ(document.message.holder_of_the_transit_procedure->address->country, "SG");
  EXPECT_EQ(document.message.holder_of_the_transit_procedure->address->city, "Singapore") << "it fits";
}

TEST(Fitting, DropsWhatMayBeMissingAndReplacesWhatMayNot) {
  const auto document = record_with("7x", message::Text(36, 'c'));
  const auto& address = *document.message.holder_of_the_transit_procedure->address;
  EXPECT_EQ(address.postcode, "") << "17 characters at most, and optional";
  EXPECT_EQ(address.country, "ZZ");
  EXPECT_EQ(address.city, "ZZ");
}

}  // namespace
}  // namespace lintas::transit
