#include "shell/api/details.hpp"

#include <cstddef>
#include <functional>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/free_text.hpp"
#include "base/shape.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/events.hpp"
#include "shell/api/json.hpp"

namespace lintas::api {
namespace {

namespace dep = transit::departure;
namespace pas = transit::passage;
namespace des = transit::destination;

const Shape& innermost(const Shape& shape) {
  using enum Shape::Kind;
  return shape.kind == optional || shape.kind == list ? innermost(*shape.of) : shape;
}

/// Puts something into every optional and list, and into every text.
void fill(const Shape& shape, void* value) {
  using enum Shape::Kind;
  switch (shape.kind) {
    case boolean: *static_cast<bool*>(value) = true; return;
    case integer: *static_cast<unsigned char*>(value) = 1; return;
    case text: *static_cast<std::string*>(value) = "text"; return;
    case optional:
    case list: fill(*shape.of, shape.add(value, 0)); return;
    case record:
      for (const Part& part : shape.parts)
        fill(*part.shape, const_cast<void*>(part.of(value)));  // NOLINT: of a value that is ours
      return;
    case parsed:
      for (const std::string_view one : {"SGTUS001", "26SG0000010000A1J0", "SG201912345K", "SG", "NEW-7"})
        if (shape.parse(value, one)) return;
      return;
    case instant:
    case day:
    case free_text:
    case bytes:
    case fixed:
    case money:
    case variant: return;
  }
}

/// The facts of the machines of a movement, and of its notices.
template <class Variant>
void for_each_fact(const std::function<void(const Shape&, const Json&)>& look) {
  const auto one = [&]<class Fact>(std::type_identity<Fact>) {
    Fact fact{};
    fill(shape_of<Fact>, &fact);
    look(shape_of<Fact>, show_details(fact));
  };
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (one(std::type_identity<std::variant_alternative_t<I, Variant>>{}), ...);
  }(std::make_index_sequence<std::variant_size_v<Variant>>{});
}
void for_each_fact(const std::function<void(const Shape&, const Json&)>& look) {
  for_each_fact<VariantOf<dep::Fact>>(look);
  for_each_fact<VariantOf<pas::Fact>>(look);
  for_each_fact<VariantOf<des::Fact>>(look);
  for_each_fact<transit::NoticeFact>(look);
}

/// The fields of a record that its details lack though nothing says why, and of the records in it.
void add_hidden(const Shape& record, const Json& shown, std::set<std::string>& hidden) {
  for (const Part& field : record.parts) {
    if (!why_no_detail(record.record, field).empty()) continue;
    const std::string name{field.name};
    if (!shown.contains(name)) {
      hidden.insert(std::string{record.record} + "." + name);
      continue;
    }
    const Shape& inner = innermost(*field.shape);
    if (inner.kind != Shape::Kind::record) continue;
    const Json& within = shown.at(name);
    add_hidden(inner, within.is_array() ? within.at(0) : within, hidden);
  }
}

TEST(Details, EachFieldOfAnEventIsShownOrAListSaysWhyNot) {
  std::set<std::string> hidden;
  std::size_t facts = 0;
  for_each_fact([&](const Shape& fact, const Json& shown) {
    ++facts;
    add_hidden(fact, shown, hidden);
  });
  EXPECT_GT(facts, 60U);
  EXPECT_EQ(hidden, std::set<std::string>{})
      << "an officer enters them and nobody reads them: show them, or say in details.cpp why not";
}

/// Records and fields that stand in some event.
void add_all(const Shape& record, std::set<std::pair<std::string_view, std::string_view>>& all) {
  all.insert({record.record, ""});
  for (const Part& field : record.parts) {
    all.insert({record.record, field.name});
    const Shape& inner = innermost(*field.shape);
    if (inner.kind == Shape::Kind::record) add_all(inner, all);
  }
}

TEST(Details, TheListNamesWhatThereIsAndSaysWhy) {
  std::set<std::pair<std::string_view, std::string_view>> all;
  for_each_fact([&](const Shape& fact, const Json& /*shown*/) { add_all(fact, all); });
  for (const NotADetail& row : not_details()) {
    EXPECT_TRUE(all.contains({row.record, row.field})) << row.record << "." << row.field;
    EXPECT_FALSE(row.why.empty()) << row.record << "." << row.field;
  }
}

TEST(Details, AnEnumerationOfAnEventHasWords) {
  const std::function<void(const Shape&)> look = [&](const Shape& record) {
    for (const Part& field : record.parts) {
      const Shape& inner = innermost(*field.shape);
      if (!why_no_detail(record.record, field).empty()) continue;
      if (inner.kind == Shape::Kind::record) look(inner);
      if (inner.kind != Shape::Kind::integer || !inner.is_enum) continue;
      EXPECT_TRUE(has_words(inner)) << record.record << "." << field.name;
    }
  };
  for_each_fact([&](const Shape& fact, const Json& /*shown*/) { look(fact); });
}

TEST(Details, SayWhatAnOfficerFound) {
  const pas::Crossed crossed{.office = OfficeId::parse("MYJHB001").value(),
                             .at = *parse_instant("2026-11-24T02:00:00Z"),
                             .inspection = {.seals = transit::SealState::broken, .goods_checked = true},
                             .text = FreeText{"as found"},
                             .by = PersonId::parse("officer-1").value()};
  EXPECT_EQ(show_details(crossed), (Json{{"office", "MYJHB001"},
                                         {"at", "2026-11-24T02:00:00.000Z"},
                                         {"manner", "in order"},
                                         {"inspection", {{"seals", "broken"}, {"goods_checked", true}}}}))
      << "people are not named, and their texts stand apart";
  EXPECT_EQ(show_details(pas::Reminded{pas::Alarm::stay_limit}), (Json{{"alarm", "stay limit"}}));
}

}  // namespace
}  // namespace lintas::api
