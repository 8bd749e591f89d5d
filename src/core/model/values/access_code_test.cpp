#include "core/model/values/access_code.hpp"

#include <concepts>
#include <gtest/gtest.h>
#include <ostream>

#include "base/bytes.hpp"
#include "base/fields.hpp"

namespace lintas {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
template <class T>
concept HasText = requires(const T& value) { value.str(); };

// The secret cannot get out by accident: it has no text, no stream, no CBOR form and no order.
static_assert(!HasText<AccessCode> && !Printable<AccessCode> && !Parsable<AccessCode> && !Record<AccessCode>);
static_assert(!std::totally_ordered<AccessCode> && !std::default_initializable<AccessCode>);

TEST(AccessCode, has_four_visible_characters) {
  EXPECT_EQ(AccessCode::parse("A1b!")->reveal(), "A1b!");
  EXPECT_EQ(AccessCode::parse("A1b").error(), AccessCodeError::length);
  EXPECT_EQ(AccessCode::parse("A1b!x").error(), AccessCodeError::length);
  EXPECT_EQ(AccessCode::parse("A1 !").error(), AccessCodeError::characters);
  EXPECT_EQ(AccessCode::parse("A1\xC3\xA9").error(), AccessCodeError::characters);
}

TEST(AccessCode, equality_looks_at_every_byte) {
  EXPECT_EQ(AccessCode::parse("A1b!").value(), AccessCode::parse("A1b!").value());
  for (const char* other : {"B1b!", "A2b!", "A1c!", "A1b?"}) {
    EXPECT_NE(AccessCode::parse("A1b!").value(), AccessCode::parse(other).value()) << other;
  }
  EXPECT_FALSE(equal_in_constant_time(as_bytes("ab"), as_bytes("abc")));
  EXPECT_TRUE(equal_in_constant_time({}, {}));
}

TEST(AccessCode, R_ACTS_045_is_kept_as_a_hash) {
  AccessCodeHash hash;
  hash.bytes[31] = std::byte{1};
  EXPECT_NE(hash, AccessCodeHash{});
  EXPECT_EQ(from_cbor<AccessCodeHash>(to_cbor(hash)).value(), hash);
}

}  // namespace
}  // namespace lintas
