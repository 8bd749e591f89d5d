#include "core/registers/import.hpp"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <regex>
#include <string>
#include <string_view>
#include <variant>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/decide.hpp"
#include "core/registers/state.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/scenario.hpp"

namespace lintas::registers {
namespace {

constexpr std::string_view heading =
    "kind,number,tin,agent,person,legal_person,roles,sees_balance,rights,offices,premises,seals,"
    "goods_excluded,wait_minutes,issued_by,agreement,unit,plate,insurer,states,valid_from,valid_until,name,"
    "address\n";

/// "rule place;" of each fault.
std::string faults(const std::string& rows) {
  const auto read = read_entries(std::string{heading} + rows);
  std::string text;
  if (read) return text;
  for (const Finding& finding : read.error()) text += finding.rule + ' ' + finding.pointer + ';';
  return text;
}

TEST(RegisterFile, holds_entries_of_every_kind) {
  const auto read = read_entries(
      std::string{heading} +
      "trader,,SG201912345K,,,yes,principal carrier,,,,,,,,,,,,,,2026-01-01,,Example Freight,1 Example Road\n"
      "mandate,,SG201912345K,MY123,,,,yes,,,,,,,,,,,,,2026-01-01,2026-12-31,,\n"
      "declarant,,SG201912345K,,U-17,,,,,,,,,,,,,,,,2026-01-01,,,\n"
      "authorisation,ATT-1,SG201912345K,,,,,,C521 C523,SGWDL001 SGTUS001,Y1 Y2,SGA:01-99,220830,30,,,,,,,"
      "2026-01-01,,,\n"
      "permit,P-1,SG201912345K,,,,,,,,,,,,SG,AFAFIST,semi_trailer,TRB567A,,MY TH,2026-01-01,,,\n"
      "insurance,B-1,SG201912345K,,,,,,,,,,,,SG,,,XE1234K,INS-7,MY TH,2026-01-01,2026-12-31,,\n"
      "insurance,B-2,,,,,,,,,,,,,SG,,,XE1234K,INS-7,MY TH,2026-01-01,2026-12-31,,\n");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 7U);
  EXPECT_EQ((*read)[5].line, 7U);
  EXPECT_EQ((*read)[0].details->name, "Example Freight");
  EXPECT_EQ((*read)[0].details->address, "1 Example Road");
  EXPECT_FALSE((*read)[1].details);
  const auto trader = std::get<Trader>((*read)[0].content.facts);
  EXPECT_TRUE(trader.legal_person);
  EXPECT_EQ(trader.roles, (std::vector{TraderRole::principal, TraderRole::carrier}));
  EXPECT_TRUE(std::get<Mandate>((*read)[1].content.facts).sees_balance);
  EXPECT_EQ(std::get<Declarant>((*read)[2].content.facts).person.str(), "U-17");
  const auto authorisation = std::get<Authorisation>((*read)[3].content.facts);
  EXPECT_EQ(authorisation.rights, (std::vector{Right::simplified_departure, Right::special_seals}));
  EXPECT_EQ(authorisation.offices.size(), 2U);
  EXPECT_EQ(authorisation.premises[1].str(), "Y2");
  EXPECT_TRUE(authorisation.seals[0].has("SGA50"));
  EXPECT_EQ(authorisation.goods_excluded[0].str(), "220830");
  EXPECT_EQ(authorisation.unloading_wait_minutes, 30U);
  const auto permit = std::get<Permit>((*read)[4].content.facts);
  EXPECT_EQ(permit.agreement, Agreement::afafist);
  EXPECT_EQ(permit.unit, UnitKind::semi_trailer);
  EXPECT_EQ(permit.carrier.str(), "SG201912345K");
  EXPECT_EQ(permit.states.size(), 2U);
  const auto insurance = std::get<Insurance>((*read)[5].content.facts);
  EXPECT_EQ(insurance.insurer.str(), "INS-7");
  EXPECT_EQ(insurance.plate.str(), "XE1234K");
  EXPECT_EQ(insurance.carrier.value().str(), "SG201912345K");
  EXPECT_FALSE(std::get<Insurance>((*read)[6].content.facts).carrier) << "a card need not name one";
}

TEST(RegisterFile, R_REF_002_every_fault_is_told_with_line_and_column) {
  EXPECT_EQ(faults("lorry,,,,,,,,,,,,,,,,,,,,,,,\n"), "R-REF-002 line 2, kind;");
  EXPECT_EQ(faults("trader,7,SG 1,,,maybe,owner,,,,,,,,,,,,,,soon,2026-02-30,,\n"),
            "R-REF-002 line 2, number;R-REF-002 line 2, tin;R-REF-002 line 2, legal_person;R-REF-002 line 2, "
            "roles;R-REF-002 line 2, valid_from;R-REF-002 line 2, valid_until;");
  EXPECT_EQ(faults("authorisation,A,SG1,,,,,,C520,SGWDL1,,SGA,2208,-1,,,,,,,2026-01-01,,,\n"),
            "R-REF-002 line 2, rights;R-REF-002 line 2, offices;R-REF-002 line 2, seals;R-REF-002 line 2, "
            "goods_excluded;R-REF-002 line 2, wait_minutes;");
  EXPECT_EQ(
      faults("permit,,SG1,,,,,,,,,,,,S,OTHER,bus,,X,M,2026-01-01,,,\n"),
      "R-REF-002 line 2, number;R-REF-002 line 2, issued_by;R-REF-002 line 2, agreement;R-REF-002 line 2, "
      "unit;R-REF-002 line 2, plate;R-REF-002 line 2, insurer;R-REF-002 line 2, states;");
  EXPECT_EQ(faults("insurance,B,SG 1,,,,,,,,,,,,SG,,,X,I,MY,2026-01-01,2026-12-31,,\n"),
            "R-REF-002 line 2, tin;");
}

TEST(RegisterFile, R_REF_001_has_its_columns) {
  const Finding finding = read_entries("kind\n").error()[0];
  EXPECT_EQ(finding.rule, "R-REF-001");
  EXPECT_TRUE(finding.detail.starts_with("its heading is kind,")) << finding.detail;
  for (const std::string_view column : entry_columns())
    EXPECT_TRUE(finding.detail.contains(column)) << column;
}

TEST(RegisterFile, R_REG_302_names_no_entry_twice) {
  const std::string row = "declarant,,SG1,,U-17,,,,,,,,,,,,,,,,2026-01-01,,,\n";
  EXPECT_EQ(faults(row + row), "R-REG-302 line 3;");
}

TEST(RegisterFile, R_REG_301_has_an_end) {
  std::string rows;
  for (std::size_t i = 0; i < limits::register_rows_max; ++i) rows += "declarant,,,,,,,,,,,,,,,,,,,,,,,\n";
  EXPECT_EQ(faults(rows).substr(0, 10), "R-REF-002 ");
  EXPECT_EQ(faults(rows + "declarant,,,,,,,,,,,,,,,,,,,,,,,\n"), "R-REG-301 line 10002;");
}

TEST(RegisterFile, tells_no_more_faults_than_anybody_corrects) {
  std::string rows;
  for (std::size_t i = 0; i < 2 * limits::findings_max; ++i) rows += "declarant,,,,,,,,,,,,,,,,,,,,,,,\n";
  EXPECT_EQ(read_entries(std::string{heading} + rows).error().size(), limits::findings_max);
}

TEST(RegisterFile, of_the_examples_is_accepted_by_its_states) {
  const auto read = read_entries(test::file_of_tree(LINTAS_ROOT, "examples/registers.csv"));
  ASSERT_TRUE(read) << read.error()[0].pointer << ' ' << read.error()[0].detail;
  const Given given{.at = {}, .by = {}};
  for (const std::string_view state : test::states_with_law) {
    const refdata::StateLaws laws = test::law_of_tree(LINTAS_ROOT, state);
    const refdata::StateProfile& law = laws.rows()[0].value.profile;
    for (const Imported& entry : *read) {
      const auto decision = decide(Entry{}, Register{entry.content}, given, {.law = law});
      EXPECT_TRUE(decision.answer.accepted())
          << state << " line " << entry.line << ' ' << decision.answer.refused_for[0].rule;
    }
  }
}

TEST(RegisterFile, is_written_as_it_is_read) {
  const auto read = read_entries(test::file_of_tree(LINTAS_ROOT, "examples/registers.csv"));
  ASSERT_TRUE(read);
  const auto columns = test::split(std::string{heading.substr(0, heading.size() - 1)}, ',');
  for (const Imported& entry : *read) {
    const auto cells = cells_of(entry.content, entry.details);
    std::string row;
    for (const std::string& column : columns) {
      const auto cell = std::ranges::find(cells, column, [](const auto& one) { return one.first; });
      if (cell != cells.end()) row += '"' + cell->second + '"';
      row += ',';
    }
    row.back() = '\n';
    const auto again = read_entries(std::string{heading} + row);
    ASSERT_TRUE(again) << row;
    EXPECT_EQ(again->front().content, entry.content) << row;
    EXPECT_EQ(again->front().details, entry.details) << row;
  }
}

TEST(RegisterFile, of_the_examples_has_the_papers_that_they_name) {
  const std::string text = test::file_of_tree(LINTAS_ROOT, "examples/registers.csv");
  std::size_t papers = 0;
  const std::regex paper{">((?:[A-Z]{2}-CBP|BC-[A-Z]{2})-[0-9]+)"};
  for (const auto& file : std::filesystem::directory_iterator{LINTAS_ROOT "/examples"}) {
    if (file.path().extension() != ".xml") continue;
    const std::string name = file.path().filename().string();
    const auto example = test::file_of_tree(LINTAS_ROOT, "examples/" + name);
    for (std::sregex_iterator found{example.begin(), example.end(), paper}, end; found != end; ++found) {
      EXPECT_TRUE(text.contains(',' + found->str(1) + ',')) << name << ' ' << found->str(1);
      ++papers;
    }
  }
  EXPECT_GE(papers, 20U);
}

}  // namespace
}  // namespace lintas::registers
