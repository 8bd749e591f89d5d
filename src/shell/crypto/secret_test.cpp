#include "shell/crypto/secret.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <memory>
#include <new>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/bytes.hpp"

namespace lintas::crypto {
namespace {

template <class Type>
concept Printed = requires(std::ostream& out, const Type& value) { out << value; };

template <class Type>
constexpr bool keeps_to_itself =
    !std::is_copy_constructible_v<Type> && !std::is_copy_assignable_v<Type> &&
    std::is_nothrow_move_constructible_v<Type> && !std::is_convertible_v<Type, std::string_view> &&
    !std::is_convertible_v<Type, ByteView> && !Printed<Type>;
static_assert(keeps_to_itself<SecretText> && keeps_to_itself<SecretBytes<32>>);

/// What lies where an object was.
template <class Type>
class Place {
 public:
  explicit Place(Type value) : object_(new(memory_.data()) Type(std::move(value))) {}
  Type& operator*() { return *object_; }
  void end() { std::destroy_at(object_); }
  [[nodiscard]] bool shows(std::string_view text) const {
    const ByteView wanted = as_bytes(text);
    return !std::ranges::search(memory_, wanted).empty();
  }

 private:
  alignas(Type) std::array<std::byte, sizeof(Type)> memory_{};
  Type* object_;
};

std::array<std::byte, 8> octets(std::string_view text) {
  std::array<std::byte, 8> out{};
  std::ranges::copy(as_bytes(text), out.begin());
  return out;
}

TEST(Secret, NothingOfItStaysWhereItWas) {
  Place<SecretBytes<8>> bytes{SecretBytes<8>{octets("s3cr3t!!")}};
  ASSERT_TRUE(bytes.shows("s3cr3t!!"));
  bytes.end();
  EXPECT_FALSE(bytes.shows("s3cr3t!!"));
  Place<SecretText> text{SecretText{std::string{"s3cr3t!!"}}};  // short, so it lies in the object
  ASSERT_TRUE(text.shows("s3cr3t!!"));
  text.end();
  EXPECT_FALSE(text.shows("3cr3t!"));
}

TEST(Secret, NothingOfItStaysWhereItIsTakenFrom) {
  Place<SecretBytes<8>> bytes{SecretBytes<8>{octets("s3cr3t!!")}};
  const SecretBytes<8> moved{std::move(*bytes)};
  EXPECT_EQ(moved.reveal(), octets("s3cr3t!!"));
  EXPECT_FALSE(bytes.shows("3cr3t!"));
  EXPECT_THROW((void)(*bytes).reveal(), std::logic_error) << "eight zeros are no secret";
  std::ranges::copy(octets("an0ther!"), (*bytes).place().begin());
  EXPECT_EQ((*bytes).reveal(), octets("an0ther!"));
  Place<SecretText> text{SecretText{std::string{"s3cr3t!!"}}};
  SecretText other{std::string{"before"}};
  other = std::move(*text);
  EXPECT_EQ(other.reveal(), "s3cr3t!!");
  EXPECT_FALSE(text.shows("3cr3t!"));
  std::string given{"s3cr3t!!"};
  const SecretText taken{std::move(given)};
  EXPECT_EQ(taken.reveal(), "s3cr3t!!");
  EXPECT_TRUE(given.empty()) << "and what it had reserved is overwritten";
}

}  // namespace
}  // namespace lintas::crypto
