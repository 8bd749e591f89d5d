#include "shell/api/document_list.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <gtest/gtest.h>
#include <string_view>

#include "core/model/values/country.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/aeo_list_routes.hpp"
#include "shell/api/aeo_routes.hpp"
#include "shell/api/core.hpp"
#include "shell/api/exporter_routes.hpp"
#include "shell/api/names.hpp"
#include "shell/api/origin_routes.hpp"

/// What lists, routes and rights take from the row of a kind; what they make of it, document_routes_test and
/// acdd_routes_test ask over the interface.
namespace lintas::api {
namespace {

constexpr std::array kinds{&certificate_kind, &acdd_kind, &doc_kind,   &exporter_kind,
                           &origin_kind,      &aeo_kind,  &listed_kind};

TEST(DocumentKinds, EachSideIsFoundByItsStream) {
  for (const DocumentKind* kind : kinds) {
    for (const DocumentSide& side : kind->sides) {
      EXPECT_EQ(find_document_kind(side.stream), kind) << side.name;
      EXPECT_EQ(find_document_side(side.stream), &side) << side.name;
      EXPECT_EQ(right_of(side.stream), side.read) << side.name;
    }
  }
  EXPECT_EQ(find_document_kind(workflow::departure_stream), nullptr);
  EXPECT_EQ(find_document_side(workflow::account_stream), nullptr);
}

TEST(DocumentKinds, StatesOfASideAreCalledAsEverywhere) {
  for (const DocumentKind* kind : kinds) {
    for (const DocumentSide& side : kind->sides) {
      for (std::uint16_t status = 0; status < side.states.size(); ++status)
        EXPECT_EQ(side.states[status].id, state_names(side.stream, status).id) << side.name << ' ' << status;
    }
  }
}

TEST(DocumentKinds, AListIsAskedForEachStateOnceAndForNoneThatIsNoRecord) {
  for (const DocumentKind* kind : kinds) {
    auto ids = ids_of_states(*kind);
    EXPECT_EQ(std::ranges::find(ids, "-"), ids.end());
    // Documents are cancelled; an authorisation, or a presentation, is withdrawn.
    const bool may_end =
        std::ranges::find(ids, "CANCELLED") != ids.end() || std::ranges::find(ids, "WITHDRAWN") != ids.end();
    EXPECT_TRUE(may_end);
    std::ranges::sort(ids);
    EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end());
  }
}

TEST(DocumentKinds, WhatWasNotIssuedYetIsOfNoOtherState) {
  const auto state = workflow::State::of(workflow::Issued{});
  const DocumentFacts facts = certificate_kind.sides.front().facts(state);
  EXPECT_EQ(facts.status, 0U);
  EXPECT_FALSE(facts.has_alarm);
  EXPECT_EQ(facts.other, Country{});
}

TEST(DocumentKinds, OnlyACommandThatCameAsAMessageIsToldByItsPlaces) {
  EXPECT_EQ(find_document_kind(workflow::command_in(workflow::issue_block, 0)), nullptr);
  for (const auto command : acdd_kind.told_by_place) {
    EXPECT_EQ(find_document_kind(command), &acdd_kind);
    EXPECT_EQ(acdd_kind.place("contents/importer"),
              "/ACDD.SEND/Declaration/GoodsShipment/Destination/CountryCode");
  }
}

}  // namespace
}  // namespace lintas::api
