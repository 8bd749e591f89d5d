#include "base/cbor.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

#include "base/hex.hpp"
#include "base/limits.hpp"

namespace lintas::cbor {
namespace {

template <class Write>
std::string hex_of(Write write) {
  Writer out;
  write(out);
  return to_hex(out.view());
}

TEST(Cbor, writes_the_examples_of_the_standard) {
  // RFC 8949, appendix A, without the kinds that our records do not use.
  const std::vector<std::pair<std::int64_t, const char*>> integers{{0, "00"},
                                                                   {10, "0a"},
                                                                   {23, "17"},
                                                                   {24, "1818"},
                                                                   {100, "1864"},
                                                                   {1000, "1903e8"},
                                                                   {1000000, "1a000f4240"},
                                                                   {1000000000000, "1b000000e8d4a51000"},
                                                                   {-1, "20"},
                                                                   {-10, "29"},
                                                                   {-100, "3863"},
                                                                   {-1000, "3903e7"}};
  for (const auto& [value, hex] : integers) {
    EXPECT_EQ(hex_of([&](Writer& out) { out.integer(value); }), hex);
    EXPECT_EQ(Reader{*from_hex(hex)}.integer(), value);
  }
  EXPECT_EQ(hex_of([](Writer& out) { out.unsigned_integer(std::numeric_limits<std::uint64_t>::max()); }),
            "1bffffffffffffffff");
  EXPECT_EQ(hex_of([](Writer& out) { out.bytes(*from_hex("01020304")); }), "4401020304");
  EXPECT_EQ(hex_of([](Writer& out) { out.text("IETF"); }), "6449455446");
  EXPECT_EQ(hex_of([](Writer& out) { out.boolean(true); }), "f5");
  EXPECT_EQ(hex_of([](Writer& out) { out.null(); }), "f6");
}

TEST(Cbor, keeps_the_extremes) {
  for (const std::int64_t value :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    Writer out;
    out.integer(value);
    EXPECT_EQ(Reader{out.view()}.integer(), value);
  }
}

struct Malformed {
  const char* hex;
  Error error;
};

TEST(Cbor, refuses_every_second_encoding_and_every_hostile_one) {
  const std::vector<Malformed> cases{
      {"", Error::truncated},
      {"1817", Error::not_shortest},
      {"190018", Error::not_shortest},
      {"1a0000ffff", Error::not_shortest},
      {"1b00000000ffffffff", Error::not_shortest},
      {"580161", Error::not_shortest},
      {"1c", Error::unsupported},
      {"5f4101ff", Error::unsupported},
      {"9fff", Error::unsupported},
      {"c074", Error::unsupported},
      {"f97e00", Error::unsupported},
      {"f7", Error::unsupported},
      {"44010203", Error::truncated},
      {"9bffffffffffffffff", Error::truncated},
      {"bb7fffffffffffffff", Error::truncated},
      {"a2020101", Error::truncated},
      {"a202010102", Error::key_order},
      {"a201010102", Error::key_order},
  };
  for (const auto& [hex, error] : cases) {
    const auto bytes = from_hex(hex);
    Reader in{*bytes};
    const auto item = in.raw();
    ASSERT_FALSE(item) << hex;
    EXPECT_EQ(name(item.error()), name(error)) << hex;
  }
}

TEST(Cbor, stops_at_its_depth) {
  const auto nested = [](std::size_t depth) { return Bytes(depth, std::byte{0x81}); };
  Bytes fits = nested(limits::cbor_depth_max - 1);
  fits.push_back(std::byte{0});
  EXPECT_TRUE(Reader{fits}.raw());
  Bytes bomb = nested(1'000'000);
  bomb.push_back(std::byte{0});
  EXPECT_EQ(Reader{bomb}.raw().error(), Error::too_deep);
}

TEST(Cbor, an_integer_beyond_64_bits_with_sign_is_out_of_range) {
  EXPECT_EQ(Reader{*from_hex("1bffffffffffffffff")}.integer().error(), Error::out_of_range);
  EXPECT_EQ(Reader{*from_hex("3bffffffffffffffff")}.integer().error(), Error::out_of_range);
  EXPECT_EQ(Reader{*from_hex("20")}.unsigned_integer().error(), Error::wrong_type);
}

}  // namespace
}  // namespace lintas::cbor
