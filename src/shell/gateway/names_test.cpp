#include "shell/gateway/names.hpp"

#include <algorithm>
#include <gtest/gtest.h>

#include "core/exchange/partner.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::gateway {

namespace {

const exchange::Partner sg = exchange::Partner::parse("SG").value();
const exchange::Partner my = exchange::Partner::parse("MY").value();

TEST(Names, AnAgreementIsTheSameFromBothSides) {
  const as4::PMode here = pmode_for(sg, my);
  const as4::PMode there = pmode_for(my, sg);
  as4::UserMessage message{.info = {.id = "1@nta.sg", .at = {}},
                           .from = here.home,
                           .to = here.partner,
                           .agreement = here.agreement,
                           .service = here.service,
                           .action = "IE050",
                           .conversation = "1"};
  EXPECT_TRUE(as4::is_of(there, message));
  EXPECT_FALSE(as4::is_of(here, message)) << "it came from Malaysia's own";
  message.action = "IE015";
  EXPECT_FALSE(as4::is_of(there, message)) << "no node declares to another one";
}

TEST(Names, EveryMessageBetweenNodesIsAnActionOnce) {
  auto actions = pmode_for(sg, my).actions;
  for (const char* action :
       {"IE001", "IE050", "IE118", "IE906", "IE1095", "IE1097", "IE1098", "resend", "given-up"})
    EXPECT_EQ(std::ranges::count(actions, action), 1) << action;
  std::ranges::sort(actions);
  EXPECT_TRUE(std::ranges::adjacent_find(actions) == actions.end());
}

TEST(Names, APartnerOfTheOlderProfileHasItsSuiteAndItsNaming) {
  const as4::PMode mode = pmode_for(sg, my, {.suite = as4::Suite::rsa, .naming = as4::Naming::issuer_serial});
  EXPECT_EQ(mode.suite, as4::Suite::rsa);
  EXPECT_EQ(mode.naming, as4::Naming::issuer_serial);
  EXPECT_EQ(mode.name, "MY");
}

TEST(Names, AnIdIsOfTheNodeThatGivesIt) {
  EXPECT_EQ(as4_id(sg, "SG00000000000001A0"), "SG00000000000001A0@nta.sg");
}

}  // namespace

}  // namespace lintas::gateway
