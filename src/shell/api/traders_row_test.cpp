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

TEST(TradersRow, is_full_until_one_of_them_is_answered) {
  const auto row = std::make_shared<TradersRow>();
  std::vector<TradersRow::Place> places;
  while (places.size() < limits::row_of_traders_max) {
    EXPECT_FALSE(row->is_full()) << places.size();
    places.emplace_back(row);
  }
  EXPECT_TRUE(row->is_full());
  places.pop_back();
  EXPECT_FALSE(row->is_full());
}

TEST(TradersRow, a_place_is_given_back_once_wherever_it_went) {
  const auto row = std::make_shared<TradersRow>();
  std::vector<TradersRow::Place> others;
  while (others.size() + 1 < limits::row_of_traders_max) others.emplace_back(row);
  TradersRow::Place first{row};
  EXPECT_TRUE(row->is_full());
  {
    TradersRow::Place second{std::move(first)};
    EXPECT_TRUE(row->is_full());
    TradersRow::Place third;
    third = std::move(second);
    EXPECT_TRUE(row->is_full());
  }
  EXPECT_FALSE(row->is_full());
  others.emplace_back(row);
  EXPECT_TRUE(row->is_full());
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
