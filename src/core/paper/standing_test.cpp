#include "core/paper/standing.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/quantities.hpp"
#include "core/model/values/unit.hpp"

namespace lintas::paper {
namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;

constexpr Day day = std::chrono::sys_days{std::chrono::year{2026} / 11 / 18};

iss::Certificate issued(iss::State state, bool transmitted = false, bool printed = false) {
  iss::Certificate certificate;
  certificate.state = state;
  certificate.issued = day;
  certificate.transmitted = transmitted;
  certificate.printed = printed;
  return certificate;
}

Standing by_authority(const iss::Certificate& certificate) {
  return standing_of(certificate, PrintedFor::authority, Instant{day});
}
Standing by_exporter(const iss::Certificate& certificate) {
  return standing_of(certificate, PrintedFor::exporter, Instant{day});
}

TEST(StandingOfCertificate, what_went_as_data_is_printed_as_a_copy_and_never_to_be_signed) {
  for (const auto state :
       {iss::State::sent, iss::State::available, iss::State::utilised, iss::State::expired}) {
    for (const Standing& copy : {by_authority(issued(state, true)), by_exporter(issued(state, true))}) {
      EXPECT_TRUE(copy.mark.contains("COPY OF AN ELECTRONIC CERTIFICATE"));
      EXPECT_TRUE(copy.mark.contains("NOT AN ORIGINAL"));
      EXPECT_FALSE(copy.is_signed_by_hand);
      EXPECT_TRUE(copy.has_code);
    }
  }
}

TEST(StandingOfCertificate,
     what_goes_on_paper_is_the_certificate_for_the_authority_and_a_copy_for_the_exporter) {
  const auto paper = issued(iss::State::paper, false, true);
  EXPECT_EQ(by_authority(paper).mark, "ISSUED ON PAPER \u2013 NO DATA ARE SENT");
  EXPECT_TRUE(by_authority(paper).is_signed_by_hand);
  EXPECT_TRUE(by_exporter(paper).mark.contains("NOT AN ORIGINAL"));
  EXPECT_FALSE(by_exporter(paper).is_signed_by_hand) << "whoever has it could give it to customs";
}

TEST(StandingOfCertificate, paper_after_data_says_so) {
  const auto both = by_authority(issued(iss::State::paper, true, true));
  EXPECT_TRUE(both.mark.contains("DATA WERE SENT BEFORE"));
  EXPECT_TRUE(both.what.contains("none on this page"));
}

TEST(StandingOfCertificate, no_code_is_signed_of_what_gives_no_preference) {
  EXPECT_FALSE(by_exporter(issued(iss::State::issued)).has_code);
  EXPECT_TRUE(by_exporter(issued(iss::State::issued)).mark.contains("NOT SENT YET"));
  EXPECT_FALSE(by_exporter(issued(iss::State::cancelled, true)).has_code);
  EXPECT_EQ(by_exporter(issued(iss::State::cancelled, true)).mark, "CANCELLED");
  EXPECT_EQ(by_authority(issued(iss::State::cancelled, false, true)).mark, "CANCELLED") << "on paper, too";
  EXPECT_FALSE(by_exporter(issued(iss::State::cancel_pending, true)).has_code);
}

TEST(StandingOfCertificate, R_ASW_049_what_has_lost_its_original_is_never_silently_valid) {
  for (const bool is_printed : {false, true}) {
    auto lives_on_it = issued(is_printed ? iss::State::paper : iss::State::available, true, is_printed);
    EXPECT_TRUE(by_authority(lives_on_it).has_code);
    lives_on_it.lost.emplace_back();
    for (const Standing& print : {by_authority(lives_on_it), by_exporter(lives_on_it)}) {
      EXPECT_TRUE(print.mark.contains("ORIGINAL CANCELLED")) << print.mark;
      EXPECT_FALSE(print.has_code);
      EXPECT_FALSE(print.is_signed_by_hand);
    }
    lives_on_it.lost.clear();
    EXPECT_TRUE(by_authority(lives_on_it).has_code) << "another took its place";
  }
  auto cancelled_itself = issued(iss::State::cancelled, true);
  cancelled_itself.lost.emplace_back();
  EXPECT_EQ(by_authority(cancelled_itself).mark, "CANCELLED");
}

TEST(StandingOfCertificate, no_two_sorts_of_page_have_one_mark) {
  std::set<std::string_view> marks;
  for (const Standing& one :
       {by_exporter(issued(iss::State::issued)), by_exporter(issued(iss::State::sent, true)),
        by_authority(issued(iss::State::paper, false, true)),
        by_exporter(issued(iss::State::paper, false, true)),
        by_authority(issued(iss::State::paper, true, true)), by_exporter(issued(iss::State::cancelled, true)),
        by_exporter(issued(iss::State::cancel_pending, true))})
    marks.insert(one.mark);
  auto without_original = issued(iss::State::available, true);
  without_original.lost.emplace_back();
  marks.insert(by_exporter(without_original).mark);
  imp::Certificate imported;
  for (const auto state : {imp::State::valid, imp::State::cancelled}) {
    imported.state = state;
    marks.insert(standing_of(imported, Instant{day}).mark);
  }
  EXPECT_EQ(marks.size(), 10U);
}

/// So much of it is used; the whole is 1000 KGM.
documents::Balance item(std::uint16_t number, std::string_view used,
                        std::optional<documents::Result> result = {}) {
  return {.item = number,
          .quantity = *Decimal::parse("1000"),
          .unit = *Unit::parse("KGM"),
          .claimed = {},
          .used = *Decimal::parse(used),
          .refused = {},
          .drawn = {},
          .result = result,
          .decided = {}};
}
using enum documents::Result;

TEST(BoxFour, says_of_which_items_preference_was_given_and_of_which_not) {
  const documents::Balances items{item(1, "1000", u1), item(2, "0", n2),   item(3, "1000", u1),
                                  item(4, "1000", u3), item(5, "250", u2), item(6, "0")};
  const Treatment box = treatment_of(items);
  EXPECT_TRUE(box.given);
  EXPECT_TRUE(box.refused);
  EXPECT_EQ(box.items,
            "Given: items 1, 3, 4, 5 (250 of 1000 KGM). Not given: item 2 (N2). Not decided: item 6.");
  EXPECT_EQ(box.reasons, std::vector<std::string>{"N2: code or description do not match the goods"});
}

TEST(BoxFour, names_runs_of_items_and_each_reason_once) {
  documents::Balances items;
  for (std::uint16_t number = 1; number <= 20; ++number) items.push_back(item(number, "0", n9));
  items[8].result = n2;
  items[9].result = n2;
  const Treatment box = treatment_of(items);
  EXPECT_FALSE(box.given);
  EXPECT_EQ(box.items, "Not given: items 1\u20138, 11\u201320 (N9). Not given: items 9, 10 (N2).");
  EXPECT_EQ(box.reasons.size(), 2U);
}

TEST(BoxFour, part_of_an_item_was_given_before_the_rest_was_refused) {
  documents::Balance parted = item(1, "750", n5);
  parted.refused = *Decimal::parse("250");
  EXPECT_EQ(treatment_of(std::array{parted}).items,
            "Given: item 1 (750 of 1000 KGM). Not given: item 1 (250 of 1000 KGM) (N5).");
}

TEST(BoxFour, is_empty_before_customs_has_decided_anything) {
  const Treatment box = treatment_of(std::array{item(1, "0"), item(2, "0", p1)});
  EXPECT_FALSE(box.given || box.refused);
  EXPECT_TRUE(box.items.empty());
}

TEST(StandingOfCertificate, what_customs_decided_is_in_box_four_but_on_the_page_that_goes_to_them) {
  const documents::Balances items{item(1, "1000", u1), item(2, "0", n2)};
  auto copy = issued(iss::State::rejected, true);
  copy.items = items;
  EXPECT_TRUE(by_exporter(copy).treatment.given) << "for item 1";
  EXPECT_TRUE(by_exporter(copy).treatment.refused);
  EXPECT_TRUE(by_exporter(issued(iss::State::available, true)).treatment.items.empty());
  auto paper = issued(iss::State::utilised, false, true);
  paper.items = items;
  EXPECT_FALSE(by_authority(paper).treatment.given) << "customs fill it in by hand";
  EXPECT_TRUE(by_authority(paper).treatment.items.empty());
  imp::Certificate imported;
  imported.state = imp::State::part_used;
  imported.items = items;
  EXPECT_TRUE(standing_of(imported, Instant{day}).treatment.given);
}

TEST(StandingOfCertificate, what_customs_print_of_received_data_is_no_certificate) {
  imp::Certificate imported;
  imported.state = imp::State::valid;
  const Standing print = standing_of(imported, Instant{day});
  EXPECT_TRUE(print.mark.contains("RECEIVED DATA"));
  EXPECT_EQ(print.state, "Valid, not claimed");
  EXPECT_FALSE(print.has_code) << "only the issuing state signs";
  EXPECT_FALSE(print.is_signed_by_hand);
}

TEST(StandingOfCertificate, an_application_is_not_printed) {
  iss::Certificate applied;
  applied.state = iss::State::applied;
  EXPECT_FALSE(is_issued(applied));
  EXPECT_TRUE(is_issued(issued(iss::State::issued)));
}

}  // namespace
}  // namespace lintas::paper
