#include "core/workflow/manifest_facts.hpp"

#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>

#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/manifest_limits.hpp"

namespace lintas::workflow {
namespace {

documents::Reference certificate(const std::string& number) {
  return {.state = Country::parse("MY").value(),
          .office = documents::IssuingOffice::parse("MYPKG001").value(),
          .number = documents::ReferenceNumber::parse(number).value()};
}
Wanted wanted(const std::string& number, std::uint32_t times = 1) {
  return {.certificate = certificate(number), .first = 1, .last = 2, .times = times};
}

TEST(DaysList, CountsThePartsOfOneDay) {
  DaysList list{.day = *parse_day("2026-11-23")};
  list.add(*parse_day("2026-11-23"), 500);
  list.add(*parse_day("2026-11-23"), 20);
  EXPECT_EQ(list.parts, 2U);
  EXPECT_EQ(list.entries, 520U);
  list.add(*parse_day("2026-11-24"), 7);
  EXPECT_EQ(list.day, *parse_day("2026-11-24"));
  EXPECT_EQ(list.parts, 1U);
  EXPECT_EQ(list.entries, 7U);
}

TEST(PartnersLists, RememberWhatIsWantedUntilItIsHealed) {
  PartnersLists lists;
  remember(lists, {.wanted = {wanted("1"), wanted("2")}, .differs = {}, .healed = {}, .answers = {}});
  remember(lists, {.wanted = {wanted("1", 2)},
                   .differs = {},
                   .healed = {{.certificate = certificate("2"), .document = {}},
                              {.certificate = certificate("3"), .document = {}}},
                   .answers = {}});
  ASSERT_EQ(lists.wanted.size(), 1U);
  EXPECT_EQ(lists.wanted.front(), wanted("1", 2));
  EXPECT_EQ(lists.healed, 1U) << "the third was never missed";
}

TEST(PartnersLists, RememberNoMoreThanSomebodyLooksThrough) {
  PartnersLists lists;
  DocumentsCompared compared;
  for (std::size_t i = 0; i <= manifest_limits::kept_max; ++i)
    compared.differs.push_back({.certificate = certificate(std::to_string(i))});
  remember(lists, compared);
  EXPECT_EQ(lists.differs.size(), manifest_limits::kept_max);
  remember(lists, {.wanted = {},
                   .differs = {{.certificate = certificate("5"), .what = Differs::lost_here}},
                   .healed = {},
                   .answers = {}});
  EXPECT_EQ(lists.differs.at(5).what, Differs::lost_here) << "what is known is told anew all the same";
}

}  // namespace
}  // namespace lintas::workflow
