#include "shell/net/addresses.hpp"

#include <gtest/gtest.h>

namespace lintas::net {
namespace {

TEST(Addresses, of_the_internet_are_public) {
  for (const char* address :
       {"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.167.1.1",
        "223.255.255.254", "2606:4700::1111", "2001:200::1", "2a00::1"})
    EXPECT_TRUE(is_public_address(address)) << address;
}

TEST(Addresses, of_machines_and_local_networks_are_not) {
  for (const char* address : {"127.0.0.1",
                              "0.0.0.0",
                              "10.1.2.3",
                              "100.64.0.1",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.168.1.1",
                              "198.18.0.1",
                              "224.0.0.1",
                              "255.255.255.255",
                              "::1",
                              "::",
                              "fe80::1",
                              "fc00::1",
                              "fd12::1",
                              "ff02::1",
                              "2001:db8::1",
                              "2001::1",
                              "2002:0a00:0001::1",
                              "64:ff9b::a00:1",
                              "::ffff:127.0.0.1",
                              "::ffff:10.0.0.1",
                              "3fff::1"})
    EXPECT_FALSE(is_public_address(address)) << address;
}

TEST(Addresses, mapped_ones_are_judged_as_what_they_map) { EXPECT_TRUE(is_public_address("::ffff:8.8.8.8")); }

TEST(Addresses, what_is_none_is_not_public) {
  for (const char* text : {"", "localhost", "1.1.1", "1.1.1.1.1", "8.8.8.8:80", "example.org"})
    EXPECT_FALSE(is_public_address(text)) << text;
}

TEST(Addresses, are_private_where_they_are_addresses_and_not_public) {
  for (const char* address : {"127.0.0.1", "10.1.2.3", "::1", "fd12::1"})
    EXPECT_TRUE(is_private_address(address)) << address;
  for (const char* text : {"", "localhost", "example.org", "8.8.8.8", "2606:4700::1111"})
    EXPECT_FALSE(is_private_address(text)) << text;
}

TEST(Addresses, are_of_this_machine_alone) {
  for (const char* address : {"127.0.0.1", "127.3.2.1", "::1"})
    EXPECT_TRUE(is_loopback_address(address)) << address;
  for (const char* text : {"", "localhost", "0.0.0.0", "::", "10.1.2.3", "fe80::1"})
    EXPECT_FALSE(is_loopback_address(text)) << text;
}

/// Whoever has one address of IPv6 has a network of them.
TEST(Addresses, count_by_what_one_client_has) {
  const struct {
    std::string_view address;
    std::string_view counted;
  } rows[] = {
      {"192.0.2.7", "192.0.2.7"},
      {"192.0.2.8", "192.0.2.8"},
      {"2001:db8::7", "2001:db8::/64"},
      {"2001:db8::ffff:ffff:ffff:ffff", "2001:db8::/64"},
      {"2001:db8:0:1::7", "2001:db8:0:1::/64"},
      {"fe80::1%1", "fe80::/64"},
      {"::1", "::/64"},
      {"no address", "no address"},
  };
  for (const auto& row : rows) EXPECT_EQ(counted_as(row.address), row.counted) << row.address;
}

}  // namespace
}  // namespace lintas::net
