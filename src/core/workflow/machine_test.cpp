#include "core/workflow/machine.hpp"

#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/transit/movement.hpp"

namespace lintas::workflow {
namespace {

using transit::Letter;

TEST(ReadFirst, gives_what_stands_first_as_the_whole_record_would) {
  Letter letter;
  letter.mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  letter.notice = 2;
  EXPECT_EQ(read_first<Letter>(to_cbor(letter)), letter.mrn);
  letter.mrn.reset();
  EXPECT_EQ(read_first<Letter>(to_cbor(letter)), std::nullopt);
}

TEST(ReadFirst, takes_no_other_item_for_a_record) {
  const Bytes empty{std::byte{0xA0}};
  EXPECT_EQ(read_first<Letter>(empty), std::nullopt);
  const Bytes number{std::byte{0x01}};
  EXPECT_THROW((void)read_first<Letter>(number), Bug);
  const Bytes no_mrn{std::byte{0xA1}, std::byte{0x01}, std::byte{0x61}, std::byte{'x'}};
  EXPECT_THROW((void)read_first<Letter>(no_mrn), Bug);
}

}  // namespace
}  // namespace lintas::workflow
