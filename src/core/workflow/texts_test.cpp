#include "core/workflow/texts.hpp"

#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/require.hpp"
#include "base/shape.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/guarantee/events.hpp"
#include "core/registers/events.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/departure/evolve.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/destination/evolve.hpp"
#include "core/transit/destination/state.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/events.hpp"
#include "core/transit/passage/evolve.hpp"
#include "core/transit/passage/state.hpp"
#include "core/webhooks/events.hpp"
#include "core/workflow/codes_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/links_part.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/registers_part.hpp"

/// Over every event that the tables of the machines know: what people wrote parts from it and comes back.
namespace lintas::workflow {
namespace {

namespace dep = transit::departure;
namespace pas = transit::passage;
namespace des = transit::destination;

constexpr std::string_view marker = "Tan Ah Kow";

bool names_him(ByteView bytes) { return as_text(bytes).find(marker) != std::string_view::npos; }

/// Writes another text into each place; how many.
template <class T>
std::size_t fill(T& record) {
  std::size_t count = 0;
  for_each_text(record, [&](std::span<const lintas::Part* const> /*way*/, FreeText& text) {
    text = std::string{marker} + " " + std::to_string(++count);
  });
  return count;
}

Bytes document_of(std::vector<TextOfEvent> texts) {
  return to_cbor(Texts{.salt = Bytes(16), .texts = std::move(texts)});
}

/// `same`: whether two events lead to the same state.
template <class T, class Same>
void expect_apart(T whole, const Same& same) {
  const std::size_t count = fill(whole);
  const NewEvent made = new_event(0, EventType{64}, whole);
  EXPECT_FALSE(names_him(made.body)) << T::record;
  EXPECT_EQ(made.texts.size(), count) << T::record;
  const auto stored = from_cbor<T>(made.body);
  ASSERT_TRUE(stored.has_value()) << T::record;
  EXPECT_TRUE(with_texts(*stored, document_of(made.texts)) == whole) << T::record;
  EXPECT_TRUE(with_texts(*stored, {}) == *stored) << "erased";
  EXPECT_TRUE(same(*stored, whole)) << T::record << ": no state knows a text";

  const auto of_an_earlier_program = from_cbor<T>(to_cbor(whole));
  ASSERT_TRUE(of_an_earlier_program.has_value()) << T::record;
  EXPECT_TRUE(with_texts(*of_an_earlier_program, {}) == whole) << "its texts stand in the record";
}

/// Each fact of a machine that holds a text.
template <class Event, class State>
std::size_t expect_facts_apart(State (*evolve)(State, const Event&)) {
  using Fact = decltype(Event::fact);
  std::size_t facts = 0;
  const auto same = [&](const Event& a, const Event& b) { return evolve(State{}, a) == evolve(State{}, b); };
  const auto one = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
    using Alternative = std::variant_alternative_t<I, VariantOf<Fact>>;
    if constexpr (shape_of<Alternative>.holds_text) {
      Event event;
      event.fact.template emplace<I>();
      SCOPED_TRACE(Alternative::record);
      expect_apart(event, same);
      ++facts;
    }
  };
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (one(std::integral_constant<std::size_t, I>{}), ...);
  }(std::make_index_sequence<std::variant_size_v<VariantOf<Fact>>>{});
  return facts;
}

TEST(TextsOfEvents, part_from_every_fact_of_a_movement_and_no_state_knows_them) {
  EXPECT_EQ((expect_facts_apart<dep::Event, dep::Movement>(&dep::evolve)), 11U);
  EXPECT_EQ((expect_facts_apart<pas::Event, pas::Passage>(&pas::evolve)), 9U);
  EXPECT_EQ((expect_facts_apart<des::Event, des::Arrival>(&des::evolve)), 6U);
}

TEST(TextsOfEvents, part_from_what_is_decided_about_messages) {
  DropParked drop{.stream = {}, .partner = 1, .message_id = "MY1", .reason = "sent twice", .second = "b"};
  const Parted dropped = without_texts(drop);
  ASSERT_EQ(dropped.texts.size(), 1U);
  EXPECT_EQ(dropped.texts.front(), (TextOfEvent{.field = {4}, .text = "sent twice"}));
  const auto letter = without_texts(LetterDecision{.id = 1, .reason = "told by telephone", .second = "b"});
  EXPECT_EQ(letter.texts.size(), 1U);
  EXPECT_TRUE(from_cbor<LetterDecision>(letter.fields).value().reason.empty());
}

TEST(TextsOfEvents, keep_the_way_to_their_field) {
  pas::Event event;
  event.fact = pas::Crossed{
      .office = {}, .at = {}, .inspection = {.state_of_goods = "dry", .new_seals = {}}, .text = {}, .by = {}};
  const Parted parted = without_texts(event);
  ASSERT_EQ(parted.texts.size(), 1U) << "what is empty is nowhere";
  EXPECT_EQ(parted.texts.front(), (TextOfEvent{.field = {4, 4, 4}, .text = "dry"}));
}

TEST(TextsOfEvents, cost_nothing_where_there_are_none) {
  const pas::Event event;
  EXPECT_TRUE(without_texts(event).texts.empty());
  EXPECT_EQ(to_cbor(EventBody{.fields_of_type = {}, .sent = {}, .received = {}, .also = {}}).size(), 3U);
}

TEST(TextsOfEvents, that_cannot_be_read_are_a_mistake_of_ours) {
  EXPECT_THROW((void)with_texts(pas::Event{}, as_bytes("no document of ours")), Bug);
}

// ---- what else is written in letters

/// "record.field" of each plain text that a value of this shape can hold.
void add_plain_texts(const Shape& shape, const std::string& place, std::set<std::string>& places) {
  if (shape.kind == Shape::Kind::text) places.insert(place);
  if (shape.of != nullptr) add_plain_texts(*shape.of, place, places);
  for (const Shape* alternative : shape.alternatives) add_plain_texts(*alternative, place, places);
  for (const lintas::Part& part : shape.parts)
    add_plain_texts(*part.shape, std::string{shape.record} + "." + std::string{part.name}, places);
}

/// Each was looked at: a code, a number, an identifier, or words of the program. What people write is
/// FreeText.
TEST(TextsOfEvents, are_all_that_people_write_in_an_event) {
  std::set<std::string> places;
  for (const Shape* shape : {&shape_of<dep::Event>,
                             &shape_of<pas::Event>,
                             &shape_of<des::Event>,
                             &shape_of<transit::NoticeFact>,
                             &shape_of<ManifestFact>,
                             &shape_of<registers::Event>,
                             &shape_of<PermitCount>,
                             &shape_of<guarantee::AccountEvent>,
                             &shape_of<guarantee::UseEvent>,
                             &shape_of<EventBody>,
                             &shape_of<Origin>,
                             &shape_of<DropParked>,
                             &shape_of<LetterDecision>,
                             &shape_of<GivenUp>,
                             &shape_of<DenialRecord>,
                             &shape_of<IdentityRecord>,
                             &shape_of<webhooks::Event>,
                             &shape_of<LinksRevoked>,
                             &shape_of<CodesResumed>,
                             &shape_of<aeo::authorisation::Event>})
    add_plain_texts(*shape, "", places);
  EXPECT_EQ(places, (std::set<std::string>{
                        "access.actor.office",
                        "access.actor.party",
                        "access.actor.person",
                        "aeo.application.level",
                        "aeo.application.programme",
                        "aeo.authorised.level",
                        "departure.incident_reported.code",
                        "departure.noted.result",
                        "departure.passage_refused.reason",
                        "destination.arrival_notified.premises",
                        "destination.incident_forwarded.code",
                        "destination.record_refused.reason",
                        "links.revoked.owner",
                        "manifest.differing.document",
                        "manifest.month_ended.next",
                        "manifest.part_told.untold",
                        "manifest.taken.month",
                        "manifest.taken.other_healed",
                        "manifest.taken.other_shown",
                        "manifest.wanted.document",
                        "manifest.woken.month",
                        "notice.notice.status",
                        "passage.incident_forwarded.code",
                        "passage.record_refused.reason",
                        "passage.refused.reason",
                        "transit.control_result.code",
                        "transit.declaration.authorisation",
                        "transit.declaration.premises",
                        "transit.declaration.special_seals",
                        "transit.fault.detail",
                        "transit.fault.pointer",
                        "transit.fault.rule",
                        "transit.guarantee_line.type",
                        "transit.vehicle.insurance_card",
                        "transit.vehicle.nationality",
                        "transit.vehicle.permit",
                        "transit.vehicle.registration",
                        "webhooks.subscribed.events",
                        "webhooks.subscribed.id",
                        "webhooks.subscribed.url",
                        "workflow.denial.rule",
                        "workflow.drop_parked.message_id",
                        "workflow.drop_parked.second",
                        "workflow.letter_decision.second",
                        "workflow.received.message_id",
                    }));
}

}  // namespace
}  // namespace lintas::workflow
