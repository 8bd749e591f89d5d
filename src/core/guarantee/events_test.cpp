#include "core/guarantee/events.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "core/guarantee/amount.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/state.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::guarantee {
namespace {

std::string lines(const std::vector<std::string>& rows) {
  std::string text;
  for (const auto& row : rows) text += row + '\n';
  return text;
}

TEST(GuaranteeEvents, keep_the_field_numbers_of_the_committed_list) {
  const auto differences = test::compare_with_committed<
      AmountAtRisk, ConversionUsed, ItemDebt, ChargeLine, CodeFailures, Binding, Sums, Header, Attempt, Use,
      Registered, TermsChanged, Suspended, SuspensionLifted, NoticeGiven, Expired, Revoked, Liberated,
      AccessCodesReplaced, MasterCodeFailed, SenderUnlocked, Checked, Reserved, ReservationRefused, Cancelled,
      Credited, Claimed, ClaimReviewed, ClaimWithdrawn, Ended, ClaimPaid, Released, Approval, Guarantor,
      Standing, SingleJourney, MultipleJourneys, Waiver, CashDeposit, RegisterGuarantee, ChangeTerms, Suspend,
      LiftSuspension, GiveNotice, Liberate, ReplaceAccessCodes, UnlockSender, ClaimFromGuarantor,
      WithdrawClaim, RecordPayment>("guarantee.", LINTAS_ROOT);
  EXPECT_EQ(lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

TEST(GuaranteeEvents, keep_their_places_in_the_variants) {
  const auto place = [](const auto& event) { return to_cbor(event)[1]; };
  EXPECT_EQ(place(AccountEvent{Registered{}}), std::byte{0});
  EXPECT_EQ(place(AccountEvent{TermsChanged{}}), std::byte{1});
  EXPECT_EQ(place(AccountEvent{Suspended{}}), std::byte{2});
  EXPECT_EQ(place(AccountEvent{SuspensionLifted{}}), std::byte{3});
  EXPECT_EQ(place(AccountEvent{NoticeGiven{}}), std::byte{4});
  EXPECT_EQ(place(AccountEvent{Expired{}}), std::byte{5});
  EXPECT_EQ(place(AccountEvent{Revoked{}}), std::byte{6});
  EXPECT_EQ(place(AccountEvent{Liberated{}}), std::byte{7});
  EXPECT_EQ(place(AccountEvent{AccessCodesReplaced{}}), std::byte{8});
  EXPECT_EQ(place(AccountEvent{MasterCodeFailed{}}), std::byte{9});
  EXPECT_EQ(place(AccountEvent{SenderUnlocked{}}), std::byte{10});
  EXPECT_EQ(place(UseEvent{Checked{}}), std::byte{0});
  EXPECT_EQ(place(UseEvent{Reserved{}}), std::byte{1});
  EXPECT_EQ(place(UseEvent{ReservationRefused{}}), std::byte{2});
  EXPECT_EQ(place(UseEvent{Cancelled{}}), std::byte{3});
  EXPECT_EQ(place(UseEvent{Credited{}}), std::byte{4});
  EXPECT_EQ(place(UseEvent{Claimed{}}), std::byte{5});
  EXPECT_EQ(place(UseEvent{ClaimReviewed{}}), std::byte{6});
  EXPECT_EQ(place(UseEvent{ClaimWithdrawn{}}), std::byte{7});
  EXPECT_EQ(place(UseEvent{ClaimPaid{}}), std::byte{8});
  EXPECT_EQ(place(UseEvent{Released{}}), std::byte{9});
}

}  // namespace
}  // namespace lintas::guarantee
