#include "wire/as4/pmode.hpp"

#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"

/// Which messages belong to an agreement.
namespace lintas::as4 {
namespace {

PMode sample() {
  return {.name = "my-transit",
          .home = {.id = {.value = "SG", .type = "urn:iso:country"}, .role = std::string{initiator_role}},
          .partner = {.id = {.value = "MY", .type = "urn:iso:country"}, .role = std::string{responder_role}},
          .agreement = {.value = "urn:transit"},
          .service = {.value = "transit", .type = "urn:services"},
          .actions = {"IE007"},
          .taken = {"IE050", "IE160"}};
}

/// From the partner to us.
UserMessage message() {
  const PMode mode = sample();
  return {
      .info = {.id = "m@my", .at = Instant{}},
      .from = {.id = mode.partner.id, .role = mode.home.role},
      .to = {.id = mode.home.id, .role = mode.partner.role},
      .agreement = mode.agreement,
      .service = mode.service,
      .action = "IE160",
      .conversation = "c",
      .properties = {{.name = "originalSender", .value = "C1"}, {.name = "finalRecipient", .value = "C4"}}};
}

struct Change {
  std::string_view what;
  std::function<void(UserMessage&)> make;
  bool belongs;
};

TEST(As4PMode, AMessageBelongsByEverythingThatWasAgreed) {
  const std::vector<Change> changes{
      {"as agreed", [](UserMessage&) {}, true},
      {"without the agreement's name", [](UserMessage& m) { m.agreement = {}; }, true},
      {"of another agreement", [](UserMessage& m) { m.agreement.value = "urn:other"; }, false},
      {"of an agreement of another type", [](UserMessage& m) { m.agreement.type = "urn:t"; }, false},
      {"from somebody else", [](UserMessage& m) { m.from.id.value = "TH"; }, false},
      {"from a party of another scheme", [](UserMessage& m) { m.from.id.type = ""; }, false},
      {"to somebody else", [](UserMessage& m) { m.to.id.value = "TH"; }, false},
      {"in another role", [](UserMessage& m) { m.from.role = std::string{responder_role}; }, false},
      {"for another service", [](UserMessage& m) { m.service.value = "single-window"; }, false},
      {"with an action that is ours alone", [](UserMessage& m) { m.action = "IE007"; }, false},
      {"a test",
       [](UserMessage& m) {
         m.service = {.value = std::string{test_service}};
         m.action = test_action;
       },
       true},
      {"a test by somebody else",
       [](UserMessage& m) {
         m.service = {.value = std::string{test_service}};
         m.action = test_action;
         m.from.id.value = "TH";
       },
       false},
  };
  for (const Change& change : changes) {
    UserMessage changed = message();
    change.make(changed);
    EXPECT_EQ(is_of(sample(), changed), change.belongs) << change.what;
  }
}

/// Roles are of the parties for as long as an exchange lasts: who asked is the initiator in the answer, too.
TEST(As4PMode, AnAnswerInATwoWayExchangeMayHaveTheRolesOfItsQuestion) {
  PMode two_way = sample();
  two_way.mep = Mep::two_way;
  UserMessage answer = message();
  std::swap(answer.from.role, answer.to.role);
  EXPECT_FALSE(is_of(two_way, answer)) << "it answers nothing";
  answer.info.ref_to_message = "q@sg";
  EXPECT_TRUE(is_of(two_way, answer));
  EXPECT_FALSE(is_of(sample(), answer)) << "nothing answers there";
  answer.from.role = answer.to.role;
  EXPECT_FALSE(is_of(two_way, answer)) << "two in one role";
  UserMessage plain = message();
  plain.info.ref_to_message = "q@sg";
  EXPECT_TRUE(is_of(two_way, plain)) << "as if it were a first one";
}

TEST(As4PMode, TheCornersHaveToBeNamedButForATest) {
  for (const std::string_view corner : {original_sender_property, final_recipient_property}) {
    UserMessage changed = message();
    std::erase_if(changed.properties, [&](const Property& property) { return property.name == corner; });
    const auto checked = check(sample(), changed);
    ASSERT_FALSE(checked) << corner;
    EXPECT_EQ(checked.error().error, Error::processing_mode_mismatch);
    PMode two_corners = sample();
    two_corners.four_corners = false;
    EXPECT_TRUE(check(two_corners, changed));
    changed.service = {.value = std::string{test_service}};
    changed.action = test_action;
    EXPECT_TRUE(check(sample(), changed)) << "a test has nobody behind the gateways";
  }
  EXPECT_TRUE(check(sample(), message()));
}

}  // namespace
}  // namespace lintas::as4
