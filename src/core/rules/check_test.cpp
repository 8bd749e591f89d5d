#include "core/rules/check.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/refdata/csv.hpp"
#include "core/rules/judge.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/rule_samples.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::rules {
namespace {

using test::Base;

std::vector<std::string> words(std::string text, char separator) {
  std::ranges::replace(text, separator, ' ');
  std::istringstream in{text};
  std::vector<std::string> all;
  for (std::string word; in >> word;) all.push_back(word);
  return all;
}

/// Each name of NCTS with what the rows of data/rules.csv say of it.
std::multimap<std::string, std::string> rows_by_name() {
  const auto csv = refdata::Csv::parse(test::read_file(LINTAS_ROOT "/data/rules.csv")).value();
  std::multimap<std::string, std::string> rows;
  for (const auto& row : csv.rows()) {
    // Other parts of the program may use the name as a reason of theirs.
    const std::string_view id = row.cells[0];
    const bool ours =
        id.starts_with("CND-") || id.starts_with("CNX-") || id.starts_with("RUL-") || id.starts_with("COD-");
    if (!ours) continue;
    for (const auto& name : words(row.cells[1], ' ')) rows.emplace(name, row.cells[7]);
  }
  return rows;
}

bool runs(const std::string& name, std::size_t& found) {
  for (const auto checks : {conditions(), value_rules(), acts_rules()}) {
    found += static_cast<std::size_t>(std::ranges::count(checks, name, &Check::name));
  }
  return found > 0;
}

/// Every rule that a view names has a row, and a row that holds is run: no condition is forgotten in silence.
TEST(Rules, each_that_a_view_names_is_judged_or_said_not_to_be) {
  const auto rows = rows_by_name();
  for (const std::string_view root : {"CC007C", "CC013C", "CC014C", "CC015C", "CC044C", "CC170C"}) {
    const auto* program = message::find_program(root);
    ASSERT_NE(program, nullptr);
    for (const message::Node& node : program->nodes()) {
      for (const auto& name : words(std::string{program->note(node).rules}, ',')) {
        const auto [first, last] = rows.equal_range(name);
        EXPECT_NE(first, last) << root << ' ' << node.name << ' ' << name << " has no row in data/rules.csv";
        std::size_t found = 0;
        for (auto row = first; row != last; ++row) {
          const bool holds = row->second == "on" || row->second == "replaced";
          EXPECT_TRUE(!holds || runs(name, found) || name.starts_with("R306"))
              << name << " holds but is not run";
        }
      }
    }
  }
}

TEST(Rules, no_check_stands_twice) {
  std::set<std::string_view> names;
  for (const auto checks : {conditions(), value_rules(), acts_rules()}) {
    for (const Check& check : checks) EXPECT_TRUE(names.insert(check.name).second) << check.name;
  }
}

TEST(Rules, findings_of_the_first_level_only) {
  const auto text =
      test::with(test::base_text(Base::ie015), "<containerIndicator>1</containerIndicator>", "");
  const auto condition = test::checked(test::with(text, "<netMass>9120", "<netMass>9990"));
  EXPECT_EQ(condition.level, message::Level::condition);
  ASSERT_EQ(condition.findings.size(), 1U) << test::listed(condition.findings);
  EXPECT_EQ(condition.positions.size(), 1U);
  EXPECT_EQ(condition.program, message::find_program("CC015C"));
  const auto list = test::checked(test::with(text, "<security>0", "<security>1"));
  EXPECT_EQ(list.level, message::Level::list);
}

TEST(Rules, all_findings_of_a_level_are_told) {
  auto text = test::with(test::base_text(Base::road), "<netMass>580", "<netMass>9999");
  text = test::with(text, "<netMass>284.25", "<netMass>9999");
  text = test::with(text, "<limitDate>2026-11-30", "<limitDate>2026-11-01");
  EXPECT_EQ(test::checked(text).findings.size(), 3U) << test::listed(test::checked(text).findings);
}

TEST(Rules, LIM_005_findings_are_limited) {
  std::string text = test::base_text(Base::ie015);
  const std::string document =
      "<SupportingDocument><sequenceNumber>7</sequenceNumber><type>N380</type><referenceNumber>A</"
      "referenceNumber></SupportingDocument>";
  std::string documents;
  for (int i = 0; i < 95; ++i) documents += document;
  const auto begin = text.find("      <ConsignmentItem>");
  const auto end = text.find("    </HouseConsignment>");
  const auto item = test::with(text.substr(begin, end - begin), "</Packaging>", "</Packaging>" + documents);
  std::string items;
  for (int i = 0; i < 20; ++i) items += item;
  text.replace(begin, end - begin, items);
  const auto report = test::checked(text);
  ASSERT_EQ(report.findings.size(), limits::findings_max + 1);
  EXPECT_EQ(report.findings.back().rule, "LIM-005");
  EXPECT_EQ(report.positions.size(), report.findings.size());
}

TEST(Rules, each_state_of_the_route_says_its_own) {
  const auto said = [](const std::string& text) {
    const auto document = xml::read(text);
    std::string all;
    const Context context{.reference = test::seed_snapshot(), .day = *parse_day(test::sample_day)};
    for (const StateSays& one : check_by_state(*document, context)) {
      all.append(all.empty() ? "" : ", ").append(one.state.str());
      for (const Finding& finding : one.findings) all.append(" ").append(finding.rule);
    }
    return all;
  };
  const std::string road = test::base_text(Base::road);
  EXPECT_EQ(said(road), "SG, MY, TH");
  EXPECT_EQ(said(test::with(road, "BC-SG-7788;MY TH", "BC-SG-7788;MY")), "SG, MY, TH R-ACTS-022");
  EXPECT_EQ(said(test::with(road, "XE1234K;2027-01-15", "TRB567A;2027-01-15")),
            "SG, MY R-ACTS-022, TH R-ACTS-022")
      << "at home the national insurance holds";
  EXPECT_EQ(said(test::with(road, ">MYTJK001<", ">MYJHB001<")), "SG, MY R-ACTS-016, TH");
  EXPECT_EQ(said(test::with(road, ">MYBKH001<", ">MYPBS001<")), "SG, MY, TH R-ACTS-016");
  EXPECT_EQ(said(test::base_text(Base::ie007)), "");
}

TEST(Rules, each_state_is_told_with_its_part_in_the_route) {
  const auto document = xml::read(test::base_text(Base::road));
  const Context context{.reference = test::seed_snapshot(), .day = *parse_day(test::sample_day)};
  std::string parts;
  for (const StateSays& one : check_by_state(*document, context))
    parts.append(parts.empty() ? "" : " ").append(one.state.str()).append(":").append(one.part);
  EXPECT_EQ(parts, "SG:departure MY:transit TH:destination");
}

TEST(Rules, the_examples_keep_them_all) {
  std::size_t examples = 0;
  for (const auto& entry : std::filesystem::directory_iterator{LINTAS_ROOT "/examples"}) {
    if (entry.path().extension() != ".xml") continue;
    ++examples;
    const auto report = test::checked(test::read_file(entry.path().string()));
    EXPECT_TRUE(report.findings.empty()) << entry.path() << '\n' << test::listed(report.findings);
  }
  EXPECT_GE(examples, 17U);
}

TEST(Rules, other_messages_have_none) {
  const auto text = test::with_all(test::base_text(Base::ie014), "CC014C", "CC009C");
  EXPECT_TRUE(test::checked(test::with_all(text, "SGTUS001", "XX999999")).findings.empty());
}

TEST(Rules, R_TRA_115_no_trader_names_an_administration_as_its_sender) {
  for (const Base base : {Base::ie007, Base::ie013, Base::ie014, Base::ie015, Base::ie044, Base::ie170}) {
    const std::string text = test::base_text(base);
    const auto begin = text.find("<messageSender>") + std::string_view{"<messageSender>"}.size();
    const auto length = text.find('<', begin) - begin;
    const auto named = [&](std::string_view sender) {
      return test::checked(std::string{text}.replace(begin, length, sender));
    };
    const auto report = named("NTA.TH");
    ASSERT_EQ(report.findings.size(), 1U) << test::listed(report.findings);
    EXPECT_EQ(report.level, message::Level::rule);
    EXPECT_EQ(report.findings[0].rule, "R-TRA-115");
    EXPECT_EQ(report.findings[0].pointer, "/" + std::string{report.program->root()} + "/messageSender");
    for (const char* sender : {"SG201912345K", "forwarding.sg", "NTALOGISTICS"})
      EXPECT_TRUE(named(sender).findings.empty()) << sender;
  }
  const auto answer = test::with_all(test::base_text(Base::ie014), "CC014C", "CC009C");
  EXPECT_TRUE(test::checked(test::with(answer, "<messageSender>SG201912345K", "<messageSender>NTA.SG"))
                  .findings.empty())
      << "what customs writes comes from an administration";
  EXPECT_EQ(error_reason({.rule = "R-TRA-115", .pointer = {}, .value = {}, .detail = {}}), "TRA115");
}

TEST(Rules, have_code_and_reason_for_the_rejection_messages) {
  const auto first = [](const test::Sample& sample) {
    return test::checked(test::changed(sample)).findings.at(0);
  };
  const Finding list = first({"LST-001", Base::ie015, "<security>0", "<security>2"});
  EXPECT_EQ(error_code(list), "12");
  EXPECT_EQ(error_reason(list), "CL217");
  const Finding missing = first({"CND-822", Base::ie015, "<containerIndicator>1</containerIndicator>", ""});
  EXPECT_EQ(error_code(missing), "13");
  EXPECT_EQ(error_reason(missing), "C0822");
  const Finding surplus = first({"CNX-055", Base::ie015, "<containerIndicator>1", "<containerIndicator>0"});
  EXPECT_EQ(error_code(surplus), "15");
  EXPECT_EQ(error_reason(surplus), "C0055");
  const Finding rule = first({"RUL-223", Base::ie015, "<netMass>9120", "<netMass>9990"});
  EXPECT_EQ(error_code(rule), "14");
  EXPECT_EQ(error_reason(rule), "R0223");
  const Finding acts = first({"R-ACTS-062", Base::ie015, "<limitDate>2026-11-29", "<limitDate>2026-11-22"});
  EXPECT_EQ(error_reason(acts), "ACTS062");
}

/// errorReason is an..7.
TEST(Rules, every_reason_fits_the_rejection_messages) {
  const auto csv = refdata::Csv::parse(test::read_file(LINTAS_ROOT "/data/rules.csv")).value();
  for (const auto& row : csv.rows()) {
    if (row.cells[0].starts_with("LST-00")) continue;
    const bool ours = row.cells[0].starts_with("CND-") || row.cells[0].starts_with("CNX-") ||
                      row.cells[0].starts_with("RUL-") || row.cells[0].starts_with("COD-");
    if (!ours) continue;
    EXPECT_LE(error_reason({.rule = row.cells[0], .pointer = {}, .value = {}, .detail = {}}).size(), 7U)
        << row.cells[0];
  }
}

TEST(Rules, the_examples_of_the_tree_pass) {
  for (const std::string_view name :
       {"my-th-rubber-gloves", "sg-th-electronics", "th-sg-durian", "follow-ups/amendment",
        "follow-ups/arrival", "follow-ups/cancellation"}) {
    const auto report = test::checked(test::read_file(LINTAS_ROOT "/examples/" + std::string{name} + ".xml"));
    EXPECT_TRUE(report.findings.empty()) << name << '\n' << test::listed(report.findings);
  }
}

}  // namespace
}  // namespace lintas::rules
