#include "core/rules/lists.hpp"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/messages/view.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/rule_samples.hpp"

namespace lintas::rules {
namespace {

using test::Base;
using test::Sample;

constexpr std::array broken{
    Sample{"LST-001", Base::ie015, "<declarationType>T1", "<declarationType>T2",
           "/CC015C/TransitOperation/declarationType"},
    Sample{"LST-001", Base::ie015, "<security>0", "<security>2", "/CC015C/TransitOperation/security"},
    Sample{"LST-001", Base::ie015, "<guaranteeType>2", "<guaranteeType>4",
           "/CC015C/Guarantee[1]/guaranteeType"},
    Sample{"LST-001", Base::ie015, "<currency>MYR", "<currency>XTS",
           "/CC015C/Guarantee[1]/GuaranteeReference[1]/currency"},
    Sample{"LST-001", Base::road, "<nationality>SG", "<nationality>ZZ",
           "/CC015C/Consignment/DepartureTransportMeans[1]/nationality"},
    Sample{"LST-001", Base::ie007, "<typeOfLocation>A", "<typeOfLocation>E",
           "/CC007C/Consignment/LocationOfGoods/typeOfLocation"},
    Sample{"LST-003", Base::ie015, "MYPKG001", "MYPKG002",
           "/CC015C/CustomsOfficeOfDeparture/referenceNumber"},
    Sample{"LST-003", Base::ie014, "SGTUS001", "SGTUS009",
           "/CC014C/CustomsOfficeOfDeparture/referenceNumber"},
};

TEST(Lists, refuse_what_is_not_in_them) { test::expect_samples(broken); }

TEST(Lists, name_the_list_and_offer_a_code) {
  const auto report = test::checked(test::changed(broken[0]));
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.level, message::Level::list);
  EXPECT_EQ(report.findings[0].value, "T2");
  EXPECT_EQ(report.findings[0].detail, "CL231 (declaration type); valid codes: T1 transit");
}

/// Of a long list only what may have been meant, not what stands beside it in the alphabet.
TEST(Lists, LST_001_offers_nothing_that_nobody_meant) {
  const auto detail_of = [](std::string_view nationality) {
    const auto report = test::checked(test::with(test::base_text(Base::road), "<nationality>SG",
                                                 "<nationality>" + std::string{nationality}));
    return report.findings.empty() ? std::string{} : report.findings[0].detail;
  };
  EXPECT_EQ(detail_of("QQ"), "CL165 (nationality)");
  EXPECT_EQ(detail_of("XX"), "CL165 (nationality)");
}

std::string detail_with(Base base, std::string_view what, std::string_view other) {
  const auto report = test::checked(test::with(test::base_text(base), what, other));
  return report.findings.empty() ? std::string{} : report.findings[0].detail;
}

TEST(Lists, LST_003_offers_the_office_that_is_near_or_those_of_the_place) {
  EXPECT_EQ(detail_with(Base::ie014, "SGTUS001", "SGTUS009"), "perhaps SGTUS001 Tuas Checkpoint");
  EXPECT_EQ(detail_with(Base::ie014, "SGTUS001", "SGTUS777"), "of this place: SGTUS001 Tuas Checkpoint");
  EXPECT_TRUE(detail_with(Base::ie014, "SGTUS001", "SGXXX777").starts_with("of this state: SG"));
  EXPECT_EQ(detail_with(Base::ie014, "SGTUS001", "QQXXX777"), "");
}

TEST(Lists, LST_001_of_currencies_offers_the_one_that_is_near) {
  EXPECT_TRUE(detail_with(Base::ie015, "<currency>MYR", "<currency>MYX").ends_with("; perhaps MYR"));
  EXPECT_FALSE(detail_with(Base::ie015, "<currency>MYR", "<currency>QQQ").contains("perhaps"));
}

TEST(Lists, LST_002_a_code_holds_on_its_days) {
  test::expect_finding(test::checked(test::base_text(Base::ie015), "2019-12-31"), "LST-002",
                       "/CC015C/TransitOperation/declarationType");
}

TEST(Lists, LST_004_an_office_has_its_roles) {
  auto tables = test::seed_snapshot().tables();
  tables.offices = refdata::read_offices(test::with_all(std::string{seed::file("offices.csv")},
                                                        "THSDO001,Sadao,Sadao,,,05:00-23:00,420,DEP TRA DES",
                                                        "THSDO001,Sadao,Sadao,,,05:00-23:00,420,DEP TRA"))
                       .value();
  const refdata::Snapshot reference{std::move(tables)};
  const auto report = test::checked(test::base_text(Base::ie015), test::sample_day, reference);
  test::expect_finding(report, "LST-004", "/CC015C/CustomsOfficeOfDestinationDeclared/referenceNumber");
  EXPECT_TRUE(
      report.findings[0].detail.starts_with("it is no office of destination; of this state are: THARN001 "))
      << report.findings[0].detail;
  EXPECT_FALSE(report.findings[0].detail.contains("THSDO001"));
}

/// Every list that a view of a judged message names is known here: checked, open, or said not to be.
TEST(Lists, none_is_forgotten) {
  const auto known = known_lists();
  EXPECT_TRUE(std::ranges::is_sorted(known, {}, &ListFacts::list));
  std::set<std::string_view> named;
  std::vector<std::string_view> roots{"CC007C", "CC013C", "CC014C", "CC015C", "CC044C", "CC170C"};
  for (const message::View& view : message::document_views()) roots.push_back(view.root);
  for (const std::string_view root : roots) {
    const auto* program = message::find_program(root);
    ASSERT_NE(program, nullptr);
    for (const message::Node& node : program->nodes()) {
      const auto list = program->note(node).list;
      if (list.empty()) continue;
      named.insert(list);
      EXPECT_TRUE(std::ranges::binary_search(known, list, {}, &ListFacts::list))
          << root << ' ' << node.name << ' ' << list;
    }
  }
  // A kind names the list of the offices that are competent for its documents.
  constexpr std::string_view offices_row = "\nkind,offices,";
  for (const std::string_view kind : seed::kinds()) {
    if (const auto at = kind.find(offices_row); at != std::string_view::npos) {
      const std::string_view rest = kind.substr(at + offices_row.size());
      named.insert(rest.substr(0, rest.find(',')));
    }
  }
  named.insert("CL923");  // offices that certify exporters: the register itself asks (core/awsc)
  EXPECT_EQ(named.size(), known.size()) << "a list that no message names";
}

TEST(Lists, have_codes_where_they_say_so) {
  const auto& tables = test::seed_snapshot().tables();
  for (const ListFacts& facts : known_lists()) {
    if (facts.source != Source::codes) continue;
    EXPECT_FALSE(tables.codes.list(facts.list).empty()) << facts.list;
  }
  EXPECT_GT(tables.codes.list("CL008").entries().size(), 240U);
}

/// The page tells of each list that is not checked.
TEST(Lists, that_are_not_checked_stand_in_the_manual) {
  const auto page = test::read_file(LINTAS_ROOT "/docs/domain/rules.md");
  for (const ListFacts& facts : known_lists()) {
    const bool open =
        facts.source == Source::none || facts.source == Source::open || facts.source == Source::goods;
    EXPECT_EQ(open, page.contains("| " + std::string{facts.list} + " | " + std::string{facts.name} + " |"))
        << facts.list;
  }
}

}  // namespace
}  // namespace lintas::rules
