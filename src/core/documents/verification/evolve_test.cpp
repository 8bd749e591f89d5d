#include "core/documents/verification/evolve.hpp"

#include <gtest/gtest.h>

#include "core/documents/verification/events.hpp"
#include "core/documents/verification/state.hpp"

namespace lintas::documents::verification {
namespace {

TEST(Evolve, KeepsWhenTheRequestCame) {
  const Event event{.next = State::requested,
                    .at = Instant{std::chrono::seconds{3}},
                    .due = Instant{std::chrono::seconds{5}},
                    .sent = {},
                    .fact = Requested{}};
  const Request after = evolve(Request{}, event);
  EXPECT_EQ(after.state, State::requested);
  EXPECT_EQ(after.received, event.at);
  EXPECT_EQ(after.due, event.due);
  EXPECT_EQ(name(Alarm::answer_due), "answer due");
}

}  // namespace
}  // namespace lintas::documents::verification
