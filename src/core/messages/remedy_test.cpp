#include "core/messages/remedy.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "core/messages/report.hpp"

namespace lintas::message {
namespace {

std::string remedy(std::string_view rule, std::string_view pointer, std::string_view value = {},
                   std::string_view detail = {}) {
  return remedy_of({.rule = std::string{rule},
                    .pointer = std::string{pointer},
                    .value = std::string{value},
                    .detail = std::string{detail}});
}

TEST(Remedy, API_015_is_that_of_the_case) {
  EXPECT_EQ(remedy("API-015", "limit", "1000"), "Give a whole number from 1 to 100.");
  EXPECT_EQ(remedy("API-015", "phase", "sideways"), "Give open, ended or all.");
  EXPECT_EQ(remedy("API-015", "partner", "my"), "Give a country, as MY.");
  EXPECT_EQ(remedy("API-015", "state", "lost"), "Give one of those that the detail names.");
  EXPECT_TRUE(remedy("API-015", "known", "00").starts_with("Give a day or an instant"));
  EXPECT_TRUE(remedy("API-015", "fields", "451").contains("semicolons"));
  EXPECT_EQ(remedy("API-015", "another"), find_rule("API-015")->remedy);
}

TEST(Remedy, ACC_001_tells_a_trader_what_it_can_do) {
  EXPECT_NE(remedy("ACC-001", "", "trader"), find_rule("ACC-001")->remedy);
  EXPECT_TRUE(remedy("ACC-001", "", "declarant").contains("messages"));
  EXPECT_EQ(remedy("ACC-001", "", "officer_of_transit"), find_rule("ACC-001")->remedy);
  EXPECT_EQ(remedy("ACC-001", "/x", "trader"), find_rule("ACC-001")->remedy) << "the place goes first";
}

TEST(Remedy, ACC_001_sends_a_firm_for_the_key_of_the_other_trade) {
  constexpr std::string_view exporters = "Roles that may: exporter, other_agency.";
  EXPECT_TRUE(remedy("ACC-001", "", "trader", exporters).starts_with("The exporter does this"));
  EXPECT_TRUE(remedy("ACC-001", "", "officer_of_transit", exporters).contains("whose role the detail names"));
  EXPECT_TRUE(
      remedy("ACC-001", "", "exporter", "Roles that may: trader, declarant.").starts_with("A trader"));
  EXPECT_TRUE(remedy("ACC-001", "", "exporter", "Roles that may: authorised_trader.").contains("office"))
      << "a role is a whole word";
}

TEST(Remedy, ACC_001_and_ACC_002_of_an_instant_say_that_now_is_free) {
  EXPECT_TRUE(remedy("ACC-001", "instant", "trader").starts_with("Leave it out"));
  EXPECT_TRUE(remedy("ACC-002", "instant", "firm_administrator").starts_with("Leave it out"));
}

TEST(Remedy, API_010_of_a_list_that_there_is_not_is_one_that_there_is) {
  EXPECT_EQ(remedy("API-010", "", "", "there are: offices countries"), "Give one of those that there are.");
  EXPECT_EQ(remedy("API-010", "", "", "you see one where your party is the holder"),
            find_rule("API-010")->remedy);
}

TEST(Remedy, API_013_says_where_the_message_is_taken) {
  EXPECT_TRUE(remedy("API-013", "", "CO.ISSUE").contains("lintas doc submit"));
  EXPECT_TRUE(remedy("API-013", "", "CC015C").contains("lintas submit"));
  EXPECT_EQ(remedy("API-013", "", "CC004C"), find_rule("API-013")->remedy);
}

TEST(Remedy, R_ACTS_031_of_the_flag_says_which_flag_amends_more_than_guarantees) {
  constexpr std::string_view flag = "/CC013C/TransitOperation/amendmentTypeFlag";
  EXPECT_TRUE(remedy("R-ACTS-031", flag, "1").ends_with("with 0."));
  EXPECT_EQ(remedy("R-ACTS-031", "/CC013C/TransitOperation/LRN"), find_rule("R-ACTS-031")->remedy);
}

TEST(Remedy, R_ASW_009_of_a_number_is_another_number) {
  EXPECT_TRUE(remedy("R-ASW-009", "/number", "MY-TH 26/00417").starts_with("Give a number"));
  EXPECT_EQ(remedy("R-ASW-009", "", ""), find_rule("R-ASW-009")->remedy);
}

TEST(Remedy, R_TRA_102_sends_an_officer_to_the_request_and_lets_a_trader_wait) {
  EXPECT_TRUE(remedy("R-TRA-102", "", "release").starts_with("Decide on the request"));
  EXPECT_TRUE(remedy("R-TRA-102", "/cancellation_asked").starts_with("Decide on the request"));
  EXPECT_EQ(remedy("R-TRA-102", "/CC014C"), find_rule("R-TRA-102")->remedy);
}

TEST(Remedy, of_a_tariff_code_with_dots_is_the_code_without) {
  constexpr std::string_view place =
      "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[2]/Commodity/CommodityCode/"
      "harmonizedSystemSubHeadingCode";
  EXPECT_EQ(remedy("SCH-013", place, "8542.31"), "Write the digits alone, without dots or blanks: 854231.");
  EXPECT_EQ(remedy("SCH-013", place, "8542.31.10"), find_rule("SCH-013")->remedy)
      << "which of them it would be nobody can say";
}

TEST(Remedy, a_text_becomes_a_sentence) {
  EXPECT_EQ(sentence("check digit 0 expected"), "Check digit 0 expected.");
  EXPECT_EQ(sentence("one of: a, b"), "One of: a, b.");
  EXPECT_EQ(sentence("It is so."), "It is so.");
  EXPECT_EQ(sentence("departure.release is not there"), "departure.release is not there.");
  EXPECT_EQ(sentence("messageType is meant"), "messageType is meant.") << "a name is no word";
  EXPECT_EQ(sentence("lines[1]/amount"), "lines[1]/amount.");
  EXPECT_EQ(sentence("by_day"), "by_day.");
  EXPECT_EQ(sentence("is it meant?"), "Is it meant?");
  EXPECT_EQ(sentence("an"), "An.");
  EXPECT_EQ(sentence("26SG"), "26SG.");
  EXPECT_EQ(sentence(""), "");
}

}  // namespace
}  // namespace lintas::message
