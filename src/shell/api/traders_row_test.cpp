#include "shell/api/traders_row.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <memory>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "core/access/access.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {
namespace {

using access::Role;
using net::Method;

/// Four firms, each with as much of it as it may have.
std::vector<TradersRow::Place> full(const std::shared_ptr<TradersRow>& row) {
  std::vector<TradersRow::Place> places;
  for (const char* const party : {"A", "B", "C", "D"}) {
    for (std::size_t i = 0; i < limits::row_of_one_party_max; ++i) places.emplace_back(row, party);
  }
  return places;
}

TEST(TradersRow, is_full_until_one_of_them_is_answered) {
  const auto row = std::make_shared<TradersRow>();
  EXPECT_FALSE(row->is_full_for("E"));
  auto places = full(row);
  ASSERT_EQ(places.size(), limits::row_of_traders_max);
  EXPECT_TRUE(row->is_full_for("E"));
  places.pop_back();
  EXPECT_FALSE(row->is_full_for("E"));
}

TEST(TradersRow, one_party_has_a_part_of_it_and_others_are_let_in) {
  const auto row = std::make_shared<TradersRow>();
  std::vector<TradersRow::Place> places;
  while (places.size() < limits::row_of_one_party_max) {
    EXPECT_FALSE(row->is_full_for("A")) << places.size();
    places.emplace_back(row, "A");
  }
  EXPECT_TRUE(row->is_full_for("A"));
  EXPECT_FALSE(row->is_full_for("B"));
  places.emplace_back(row, "B");
  EXPECT_TRUE(row->is_full_for("A")) << "what others have is no room for it";
  places.erase(places.begin());
  EXPECT_FALSE(row->is_full_for("A"));
}

TEST(TradersRow, a_place_is_given_back_once_wherever_it_went) {
  const auto row = std::make_shared<TradersRow>();
  auto others = full(row);
  TradersRow::Place first{std::move(others.back())};
  others.pop_back();
  EXPECT_TRUE(row->is_full_for("D"));
  {
    TradersRow::Place second{std::move(first)};
    EXPECT_TRUE(row->is_full_for("D"));
    TradersRow::Place third;
    third = std::move(second);
    EXPECT_TRUE(row->is_full_for("D"));
  }
  EXPECT_FALSE(row->is_full_for("D"));
  others.emplace_back(row, "D");
  EXPECT_TRUE(row->is_full_for("D"));
}

TEST(TradersRow, is_of_traders_who_want_something_done) {
  for (const Role role : {Role::trader, Role::declarant, Role::firm_administrator, Role::authorised_trader,
                          Role::carrier, Role::guarantor, Role::exporter}) {
    EXPECT_TRUE(TradersRow::is_for(Method::post, role)) << access::name(role);
    EXPECT_TRUE(TradersRow::is_for(Method::remove, role)) << access::name(role);
    EXPECT_FALSE(TradersRow::is_for(Method::get, role)) << access::name(role);
    EXPECT_FALSE(TradersRow::is_for(Method::head, role)) << access::name(role);
  }
  for (const Role role :
       {Role::officer_of_departure, Role::supervisor, Role::risk_analyst, Role::other_agency,
        Role::national_system, Role::partner_node, Role::auditor, Role::node_administrator})
    EXPECT_FALSE(TradersRow::is_for(Method::post, role)) << access::name(role);
}

}  // namespace
}  // namespace lintas::api
