#include "core/model/same.hpp"

#include <gtest/gtest.h>

#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"

namespace lintas::message {
namespace {

Message truck() {
  Message message;
  message.transit_operation.emplace().limit_date = parse_date("2026-11-30");
  message.consignment.emplace().gross_mass = parse_number("12.5");
  DepartureTransportMeans& means = message.consignment->departure_transport_means.emplace_back();
  means.sequence_number = {1};
  means.identification_number = "XE1234K";
  return message;
}

TEST(SaysTheSame, compares_each_leaf_of_each_group) {
  EXPECT_TRUE(says_the_same(Message{}, Message{}));
  const Message one = truck();
  EXPECT_TRUE(says_the_same(one, one.clone()));
  EXPECT_FALSE(says_the_same(one, Message{}));
  Message other = truck();
  other.transit_operation->limit_date = parse_date("2026-12-01");
  EXPECT_FALSE(says_the_same(one, other));
  other = truck();
  other.consignment->gross_mass = parse_number("12.6");
  EXPECT_FALSE(says_the_same(one, other));
  other = truck();
  other.consignment->departure_transport_means[0].sequence_number = {2};
  EXPECT_FALSE(says_the_same(one, other));
  other = truck();
  other.consignment->departure_transport_means[0].identification_number = "XE1234L";
  EXPECT_FALSE(says_the_same(one, other));
  other = truck();
  other.consignment->departure_transport_means.emplace_back();
  EXPECT_FALSE(says_the_same(one, other)) << "a trailer more";
}

}  // namespace
}  // namespace lintas::message
