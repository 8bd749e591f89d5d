// What two validators said about wrong messages, with the published schemas, is recorded in
// tests/data/messages. Here our reader must say the same, without the schemas.

#include "tests/support/verdicts.hpp"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "core/messages/report.hpp"
#include "tests/support/golden.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas {
namespace {

const std::string record = LINTAS_ROOT "/tests/data/messages/";

/// Where we refuse on purpose what the schemas accept. The whole list: docs/internals/messages.md.
constexpr std::string_view deliberate[] = {
    "WEL-004",  // other encodings and versions than UTF-8 and 1.0
    "WEL-005",  // DOCTYPE
    "WEL-006",  // processing instructions
    "WEL-008",  // references in attributes
    "LIM-001", "LIM-002", "LIM-003", "LIM-004", "LIM-005",
    "SCH-019",  // messageType is not the name of the root
};

bool is_deliberate(const Finding& finding) {
  return std::ranges::find(deliberate, finding.rule) != std::end(deliberate);
}

bool accepts(std::string_view text) {
  const auto document = xml::read(text);
  return document.has_value() || std::ranges::all_of(document.error().findings, is_deliberate);
}

std::vector<test::Series> recorded() {
  std::ifstream file{record + "verdicts.txt"};
  std::vector<test::Series> all;
  test::Series series;
  while (file >> series.kind >> series.root >> series.leaf >> series.sum >> series.bits)
    all.push_back(series);
  return all;
}

std::string instance(const std::string& name) {
  return test::read_file(record + "instances/" + name + ".xml");
}

class Verdicts : public testing::TestWithParam<std::string_view> {};

TEST_P(Verdicts, are_those_of_the_published_schemas) {
  constexpr std::size_t told_max = 20;
  std::size_t documents = 0;
  std::size_t different = 0;
  for (const test::Series& series : recorded()) {
    if (series.kind != GetParam()) continue;
    const test::Bits verdicts{series.bits};
    test::Sum sum;
    std::size_t index = 0;
    make_series(series, instance(series.root + "-minimal"), instance(series.root + "-full"),
                [&](const std::string& text) {
                  sum.add(text);
                  const bool accepted = accepts(text);
                  if (accepted != verdicts.at(index++) && ++different <= told_max) {
                    ADD_FAILURE() << series.root << ": we " << (accepted ? "accept" : "refuse") << "\n"
                                  << text;
                  }
                });
    ASSERT_EQ(sum.str(), series.sum) << series.root << ": the documents are not those of the record";
    documents += index;
  }
  EXPECT_GT(documents, 20'000U);
  EXPECT_EQ(different, 0U) << "of " << documents << " documents";
}

INSTANTIATE_TEST_SUITE_P(All, Verdicts, testing::Values("mutants", "values"),
                         [](const auto& series) { return std::string{series.param}; });

}  // namespace
}  // namespace lintas
