#include "shell/app/overlay.hpp"

#include <gtest/gtest.h>
#include <vector>

#include "shell/store/memory/memory_store.hpp"
#include "tests/support/courier.hpp"

namespace lintas::app {
namespace {

using test::courier::account_key;

TEST(Overlay, frees_a_key_before_it_is_claimed_anew) {
  const test::courier::Courier domain{"SG"};
  store::MemoryStore store;
  Batch first;
  first.keys.push_back({.key = account_key("A"), .stream = StreamId{7}});
  ASSERT_EQ(store.commit(first), CommitOutcome::applied);
  Cache cache{domain, store, 10};
  Overlay overlay{cache, store.counters()};
  EXPECT_EQ(overlay.find(account_key("A")), StreamId{7});
  {
    Overlay above = Overlay::above(overlay);
    above.set(account_key("A"), StreamId::none);
    EXPECT_FALSE(above.find(account_key("A")));
    overlay.absorb(std::move(above));
  }
  Overlay above = Overlay::above(overlay);
  above.set(account_key("A"), StreamId{8});
  overlay.absorb(std::move(above));
  EXPECT_EQ(overlay.take_batch().keys, (std::vector{KeyWrite{account_key("A"), StreamId::none},
                                                    KeyWrite{account_key("A"), StreamId{8}}}));
  EXPECT_EQ(store.commit(overlay.take_batch()), CommitOutcome::applied);
  EXPECT_EQ(store.find(account_key("A")), StreamId{8});
}

TEST(Overlay, forgets_a_key_that_was_claimed_and_freed_again) {
  const test::courier::Courier domain{"SG"};
  store::MemoryStore store;
  Cache cache{domain, store, 10};
  Overlay overlay{cache, store.counters()};
  overlay.set(account_key("A"), StreamId{7});
  overlay.set(account_key("A"), StreamId::none);
  EXPECT_FALSE(overlay.find(account_key("A")));
  EXPECT_EQ(store.commit(overlay.take_batch()), CommitOutcome::applied);
  EXPECT_FALSE(store.find(account_key("A")));
}

}  // namespace
}  // namespace lintas::app
