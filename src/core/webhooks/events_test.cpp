#include "core/webhooks/events.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "core/webhooks/commands.hpp"
#include "core/webhooks/state.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::webhooks {
namespace {

std::string lines(const std::vector<std::string>& rows) {
  std::string text;
  for (const auto& row : rows) text += row + '\n';
  return text;
}

TEST(WebhookRecords, keep_the_field_numbers_of_the_committed_list) {
  const auto differences =
      test::compare_with_committed<Subscription, FormerSecret, Subscribe, Pause, Resume, Rotate, Redeliver,
                                   Remove, NoteDelivered, NoteFailing, Stop, Subscribed, Paused, Resumed,
                                   SecretRotated, SentBack, Removed, Delivered, DeliveryFailed, Stopped>(
          "webhooks.", LINTAS_ROOT);
  EXPECT_EQ(lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

TEST(WebhookRecords, keep_their_places_in_the_variant) {
  const auto place = [](const auto& one) { return to_cbor(one)[1]; };
  EXPECT_EQ(place(Event{Subscribed{}}), std::byte{0});
  EXPECT_EQ(place(Event{Paused{}}), std::byte{1});
  EXPECT_EQ(place(Event{Resumed{}}), std::byte{2});
  EXPECT_EQ(place(Event{SecretRotated{}}), std::byte{3});
  EXPECT_EQ(place(Event{SentBack{}}), std::byte{4});
  EXPECT_EQ(place(Event{Removed{}}), std::byte{5});
  EXPECT_EQ(place(Event{Delivered{}}), std::byte{6});
  EXPECT_EQ(place(Event{DeliveryFailed{}}), std::byte{7});
  EXPECT_EQ(place(Event{Stopped{}}), std::byte{8});
}

TEST(WebhookRecords, are_read_back_as_they_were_written) {
  const Event event = Subscribed{.at = {},
                                 .owner = {.role = access::Role::trader, .party = "SG1"},
                                 .id = "wh_1",
                                 .url = "https://a.example/in",
                                 .events = {"departure.released"},
                                 .key = {},
                                 .from = 12};
  EXPECT_EQ(from_cbor<Event>(to_cbor(event)), event);
}

}  // namespace
}  // namespace lintas::webhooks
