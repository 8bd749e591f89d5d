#include "core/acdd/alongside.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/acdd/document.hpp"
#include "core/documents/coverage.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/unit.hpp"

namespace lintas::acdd {
namespace {

documents::Goods goods(std::uint32_t item, std::string_view subheading, std::optional<std::int64_t> mass) {
  return {.item = item,
          .subheading = std::string{subheading},
          .mass = mass ? std::optional{Decimal::of(*mass)} : std::nullopt};
}

struct Row {
  std::string_view hs;
  std::int64_t quantity;
  std::string_view unit = "KGM";
};
Contents released(std::initializer_list<Row> rows) {
  Contents contents;
  for (const Row& row : rows) {
    contents.items.push_back({.number = static_cast<std::uint16_t>(contents.items.size() + 1),
                              .hs = Ahtn::parse(row.hs).value(),
                              .quantity = Decimal::of(row.quantity),
                              .unit = Unit::parse(row.unit).value(),
                              .origin = {}});
  }
  return contents;
}

/// "401511 mass_more 1,2 of 0: 100 120": goods, documents, exported and moved.
std::string found(const std::vector<documents::Goods>& goods, const std::vector<Alongside>& documents) {
  std::string text;
  const auto listed = [](const auto& all) {
    std::string list;
    for (const auto one : all) list += (list.empty() ? "" : ",") + std::to_string(one);
    return list;
  };
  for (const Unlike& one : unlike(goods, documents)) {
    text += format("{}{} {} {} of {}", text.empty() ? "" : "; ", one.subheading, word_of(one.kind),
                   listed(one.goods), listed(one.documents));
    if (one.exported && one.moved) text += format(": {} {}", one.exported->str(), one.moved->str());
  }
  return text;
}

TEST(Alongside, WhatTravelsIsWhatWasExported) {
  const Contents gloves = released({{"40151100", 80}, {"40151190", 20}});
  EXPECT_EQ(found({goods(1, "401511", 100)}, {{{1}, &gloves}}), "") << "six digits are compared";
  EXPECT_EQ(found({goods(1, "401511", 60), goods(2, "401511", 40)}, {{{1, 2}, &gloves}}), "");
  EXPECT_EQ(found({goods(1, "401511", 100)}, {}), "") << "nothing is named";
}

TEST(Alongside, MoreOrLessOfASubheadingIsASignal) {
  const Contents gloves = released({{"40151100", 100}});
  EXPECT_EQ(found({goods(1, "401511", 120)}, {{{1}, &gloves}}), "401511 mass_more 1 of 0: 100 120");
  EXPECT_EQ(found({goods(1, "401511", 30), goods(2, "401511", 30)}, {{{1, 2}, &gloves}}),
            "401511 mass_less 1,2 of 0: 100 60");
}

TEST(Alongside, OtherGoodsThanWereExportedAreASignalOnBothSides) {
  const Contents gloves = released({{"40151100", 100}});
  EXPECT_EQ(found({goods(1, "392620", 100)}, {{{1}, &gloves}}),
            "392620 not_exported 1 of 0; 401511 not_moved  of 0");
  EXPECT_EQ(found({goods(1, "401511", 100), goods(2, "392620", 5)}, {{{1}, &gloves}}), "")
      << "no document is named for the second";
}

TEST(Alongside, SeveralDocumentsTogetherAreWhatWasExported) {
  const Contents one = released({{"40151100", 60}});
  const Contents other = released({{"40151100", 40}});
  EXPECT_EQ(found({goods(1, "401511", 100)}, {{{1}, &one}, {{1}, &other}}), "");
  EXPECT_EQ(found({goods(1, "401511", 101)}, {{{1}, &one}, {{1}, &other}}),
            "401511 mass_more 1 of 0,1: 100 101");
}

TEST(Alongside, OfADocumentThatIsNotHereNothingIsSaid) {
  const Contents gloves = released({{"40151100", 100}});
  EXPECT_EQ(found({goods(1, "401511", 100)}, {{{1}, nullptr}}), "");
  EXPECT_EQ(found({goods(1, "401511", 120)}, {{{1}, nullptr}, {{1}, &gloves}}), "")
      << "the other may be of the rest";
  EXPECT_EQ(found({goods(1, "401511", 80)}, {{{1}, nullptr}, {{1}, &gloves}}),
            "401511 mass_less 1 of 0,1: 100 80");
}

TEST(Alongside, WhatDoesNotCountByMassIsNotCompared) {
  const Contents drives = released({{"84717020", 5, "H87"}});
  EXPECT_EQ(found({goods(1, "847170", 100)}, {{{1}, &drives}}), "");
  const Contents gloves = released({{"40151100", 100}});
  EXPECT_EQ(found({goods(1, "401511", std::nullopt)}, {{{1}, &gloves}}), "");
  EXPECT_EQ(found({goods(1, "", 100)}, {{{1}, &gloves}}), "401511 not_moved  of 0")
      << "goods without a subheading are not known by it";
}

}  // namespace
}  // namespace lintas::acdd
