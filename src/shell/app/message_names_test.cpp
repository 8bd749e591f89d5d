#include "shell/app/message_names.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {
namespace {

const exchange::Partner sg = *exchange::Partner::parse("SG");

TEST(MessageNames, are_those_of_the_numbers_while_nothing_is_lost) {
  const MessageNames names{sg};
  EXPECT_EQ(names.of(0x1A0), "SG00000000000001A0");
  EXPECT_EQ(names.outbox_id("SG00000000000001A0"), 0x1A0);
  for (const char* other : {"MY00000000000001A0", "SG00000000000001A0-00000001", "SG1A0", "-", ""})
    EXPECT_EQ(names.outbox_id(other), std::nullopt) << other;
}

TEST(MessageNames, a_number_that_is_given_again_behind_a_loss_has_another_name) {
  const std::int64_t kept = outbox_id(Seq{10}, 2);
  const std::int64_t given_again = outbox_id(Seq{11}, 2);
  const MessageNames before{sg};
  const MessageNames after{sg, {{.last = Seq{10}, .mark = 0x0C2F99B1}}};
  EXPECT_EQ(after.of(kept), before.of(kept)) << "it may be with a partner under that name";
  EXPECT_EQ(after.of(given_again), before.of(given_again) + "-0C2F99B1");
  EXPECT_LE(after.of(given_again).size(), 35U) << "messageIdentification is an..35";
  EXPECT_EQ(after.outbox_id(after.of(given_again)), given_again);
  EXPECT_EQ(after.outbox_id(after.of(kept)), kept);
  EXPECT_EQ(after.outbox_id(before.of(given_again)), std::nullopt) << "it was lost";
}

TEST(MessageNames, the_newest_loss_gives_them_and_older_ones_keep_theirs) {
  const MessageNames names{
      sg, {{.last = Seq{10}, .mark = 1}, {.last = Seq{20}, .mark = 2}, {.last = Seq{20}, .mark = 3}}};
  EXPECT_TRUE(names.of(outbox_id(Seq{20}, 0)).ends_with("-00000001"));
  EXPECT_TRUE(names.of(outbox_id(Seq{21}, 0)).ends_with("-00000003"));
}

}  // namespace
}  // namespace lintas::app
