#include "core/workflow/documents_import.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <string>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/imported_certificate.hpp"
#include "tests/support/state_setting.hpp"

/// Who acts on a certificate of another state and sees it. What is made of acts and messages stands in
/// tests/documents.
namespace lintas::workflow {
namespace {

namespace imp = documents::import_side;
using test::imported;

TEST(DocumentsImport, WhoHasSeenThePageSettlesWhatItIs) {
  const test::StateSetting thailand{"TH"};
  const Setting setting = thailand.get();
  imp::Certificate page = imported(imp::State::differs);
  page.came = imp::Came::paper;
  const auto may = [&](std::uint16_t act, const char* office) {
    const access::Actor officer{
        .role = access::Role::officer_of_destination, .party = "", .person = "ONE", .office = office};
    return kind_of_import()
        .relations_to_act(State::of(page), command_in(import_block, act), officer,
                          *parse_instant("2026-03-02T04:00:00Z"), setting)
        .has(access::Relation::office);
  };
  constexpr std::uint16_t ask_again = 11;
  constexpr std::uint16_t take_data = 14;
  constexpr std::uint16_t keep_paper = 15;
  constexpr std::uint16_t record_cancellation = 16;
  constexpr std::uint16_t withdraw_page = 17;
  EXPECT_TRUE(may(take_data, "THBKK001")) << "recorded by a release that did not keep the office";
  page.page_office = *OfficeId::parse("THSDO001");
  EXPECT_FALSE(may(take_data, "THBKK001"));
  EXPECT_FALSE(may(keep_paper, "THBKK001"));
  EXPECT_FALSE(may(withdraw_page, "THBKK001"));
  EXPECT_FALSE(may(record_cancellation, "THBKK001"));
  EXPECT_TRUE(may(ask_again, "THBKK001"));
  EXPECT_TRUE(may(take_data, "THSDO001"));
  EXPECT_TRUE(may(withdraw_page, "THSDO001"));
  EXPECT_TRUE(may(record_cancellation, "THSDO001"));
  page.came = imp::Came::both;
  EXPECT_TRUE(may(record_cancellation, "THBKK001")) << "its data are here";
  page.came = imp::Came::paper;
  page.page_office = *OfficeId::parse("THXXX001");
  EXPECT_TRUE(may(take_data, "THBKK001")) << "it clears no imports any more";
  EXPECT_TRUE(may(withdraw_page, "THBKK001"));
  page.page_office = *OfficeId::parse("THSDO001");
  page.office = *OfficeId::parse("THBKK001");
  EXPECT_TRUE(may(take_data, "THBKK001")) << "a declaration there claims it";
  EXPECT_FALSE(may(take_data, "THSDO001"));
}

TEST(DocumentsImport, IsSeenByWhoMayHaveToActOnIt) {
  const test::StateSetting thailand{"TH"};
  const Setting setting = thailand.get();
  using access::Role;
  imp::Certificate one = imported(imp::State::valid);
  const auto seen = [&](Role role, const char* office, const char* party = "") {
    const access::Relations ties = kind_of_import().relations(
        State::of(one), {.role = role, .party = party, .person = "ONE", .office = office}, setting);
    return std::string{ties.has(access::Relation::office) ? "office" : ""} +
           (ties.has(access::Relation::route_state) ? "state" : "");
  };
  EXPECT_EQ(seen(Role::officer_of_destination, "THBKK001"), "office") << "it may be claimed there";
  EXPECT_EQ(seen(Role::officer_of_destination, "MYBKH001"), "");
  EXPECT_EQ(seen(Role::officer_of_destination, "THXXX001"), "");
  EXPECT_EQ(seen(Role::other_agency, "THBKK001"), "office") << "another certificate may live on it";
  EXPECT_EQ(seen(Role::other_agency, ""), "");
  EXPECT_EQ(seen(Role::national_system, "", "CLEARANCE"), "office");
  EXPECT_EQ(seen(Role::partner_node, "", "MY"), "state");
  EXPECT_EQ(seen(Role::partner_node, "", "VN"), "");
  EXPECT_EQ(seen(Role::trader, "", "TH0105536000001"), "");
  one.office = *OfficeId::parse("THSDO001");
  EXPECT_EQ(seen(Role::officer_of_destination, "THBKK001"), "office") << "another declaration may come";
  one.state = imp::State::claimed;
  EXPECT_EQ(seen(Role::officer_of_destination, "THBKK001"), "") << "another office has the declaration";
  EXPECT_EQ(seen(Role::officer_of_destination, "THSDO001"), "office");
}

}  // namespace
}  // namespace lintas::workflow
