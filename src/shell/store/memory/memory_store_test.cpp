#include "shell/store/memory/memory_store.hpp"

#include <gtest/gtest.h>
#include <memory>

#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "tests/contract/store_contract.hpp"
#include "tests/support/store_rows.hpp"

namespace lintas::test {
namespace {

using app::CommitOutcome;
using app::Seq;
using store::MemoryStore;

class MemoryHome final : public StoreHome {
 public:
  [[nodiscard]] app::Store& open() override {
    store_.crash();
    return store_;
  }

 private:
  MemoryStore store_;
};

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract,
                         testing::Values(StoreKind{"memory", [] { return std::make_unique<MemoryHome>(); }}),
                         kind_name);

app::Batch event_number(std::int64_t seq) {
  app::Batch batch;
  batch.events = {an_event(seq, seq, 1, 0)};
  return batch;
}

TEST(MemoryStore, fails_the_commit_it_is_told_to_and_only_that) {
  MemoryStore store;
  store.fail_commit(2, MemoryStore::Fault::not_applied);
  EXPECT_EQ(store.commit(event_number(1)), CommitOutcome::applied);
  EXPECT_EQ(store.commit(event_number(2)), CommitOutcome::not_applied);
  EXPECT_EQ(store.counters().seq, Seq{1});
  EXPECT_EQ(store.commit(event_number(2)), CommitOutcome::applied);
}

TEST(MemoryStore, answers_nothing_between_an_unknown_outcome_and_the_crash) {
  using enum MemoryStore::Fault;
  for (const auto fault : {unknown_applied, unknown_not_applied}) {
    MemoryStore store;
    store.fail_commit(1, fault);
    EXPECT_EQ(store.commit(event_number(1)), CommitOutcome::unknown);
    EXPECT_THROW((void)store.counters(), app::StoreFailure);
    EXPECT_THROW((void)store.commit(event_number(2)), app::StoreFailure);
    store.crash();
    EXPECT_EQ(store.counters().seq, fault == unknown_applied ? Seq{1} : Seq::none);
    EXPECT_EQ(store.commit(event_number(2)), CommitOutcome::applied);
  }
}

}  // namespace
}  // namespace lintas::test
