#include "core/code/status.hpp"

#include <gtest/gtest.h>
#include <vector>

#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "tests/support/signed_codes.hpp"

namespace lintas::code {
namespace {

using test::day_in_november;
using test::handle_of;

TEST(StatusLists, find_what_is_in_them_and_nothing_else) {
  std::vector<Handle> handles;
  for (unsigned byte = 1; byte < 200; byte += 2)
    handles.push_back(handle_of(static_cast<unsigned char>(byte)));
  for (std::size_t count = 0; count <= handles.size(); ++count) {
    const StatusList list{.live = live_of({handles.begin(), handles.begin() + static_cast<long>(count)})};
    for (unsigned byte = 0; byte <= 200; ++byte) {
      EXPECT_EQ(is_live(list, handle_of(static_cast<unsigned char>(byte))), byte % 2 == 1 && byte / 2 < count)
          << byte << " of " << count;
    }
  }
}

TEST(StatusLists, hold_a_handle_once_in_order) {
  EXPECT_EQ(live_of({handle_of(2), handle_of(1), handle_of(2)}), live_of({handle_of(1), handle_of(2)}));
  EXPECT_EQ(live_of({handle_of(1), handle_of(2)}).size(), 16U);
  EXPECT_TRUE(live_of({}).empty());
}

TEST(StatusLists, are_small) {
  const test::IssuingState state;
  std::vector<Handle> handles(1000);
  for (std::size_t i = 0; i < handles.size(); ++i) {
    handles[i].bytes[0] = static_cast<std::byte>(i >> 8U);
    handles[i].bytes[1] = static_cast<std::byte>(i & 0xFFU);
  }
  EXPECT_LE(state.signed_list(day_in_november(3), handles).size(), 8000U + 150U);
}

TEST(StatusLists, are_read_again_without_any_movement_on_the_road_too) {
  const test::IssuingState state;
  const auto read = read_list(state.signed_list(day_in_november(3), {}));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_TRUE(read->list.live.empty());
  EXPECT_EQ(read->list.as_of, day_in_november(3));
}

TEST(StatusLists, SIG_003_SIG_007_other_things_are_refused) {
  const test::IssuingState state;
  EXPECT_EQ(read_list(Bytes(limits::status_list_bytes_max + 1)).error().rule, "SIG-003");
  EXPECT_EQ(read_list(state.signed_sheet(state.sheet())).error().rule, "SIG-007");
}

}  // namespace
}  // namespace lintas::code
