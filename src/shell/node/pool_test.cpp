#include "shell/node/pool.hpp"

#include <exception>
#include <future>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "shell/app/service.hpp"
#include "shell/store/sqlite/sqlite_reader.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::node {
namespace {

class PoolOnAStore : public testing::Test {
 protected:
  /// The one thread is at work until what is returned is set.
  std::promise<void> busy() {
    std::promise<void> begun;
    std::promise<void> go_on;
    auto at_work = begun.get_future();
    EXPECT_TRUE(pool_.post(app::Share::people, [begun = std::move(begun),
                                                gate = go_on.get_future()](store::SqliteReader&) mutable {
      begun.set_value();
      gate.get();
    }));
    at_work.get();
    return go_on;
  }

  test::TemporaryFolder folder_;
  store::SqliteStore store_{{.folder = folder_.path(), .vfs = {}, .room = {}}};
  std::vector<std::string> failed_;
  Pool pool_{1,
             {2, 1, 1, 1},
             [this] { return store_.reader(); },
             [this](const std::exception& failure) { failed_.emplace_back(failure.what()); }};
};

TEST_F(PoolOnAStore, work_that_fails_ends_alone_and_is_told) {
  std::promise<void> done;
  ASSERT_TRUE(pool_.post(app::Share::people,
                         [](store::SqliteReader&) { throw std::runtime_error("no such table"); }));
  ASSERT_TRUE(pool_.post(app::Share::people, [&](store::SqliteReader&) { done.set_value(); }));
  done.get_future().get();
  EXPECT_EQ(failed_, std::vector<std::string>{"no such table"});
}

TEST_F(PoolOnAStore, none_who_fills_its_share_stops_another) {
  std::promise<void> go_on = busy();
  const auto nothing = [](store::SqliteReader&) {};
  EXPECT_TRUE(pool_.post(app::Share::people, nothing));
  EXPECT_TRUE(pool_.post(app::Share::people, nothing));
  EXPECT_FALSE(pool_.post(app::Share::people, nothing));
  EXPECT_TRUE(pool_.post(app::Share::partners, nothing));
  EXPECT_TRUE(pool_.post(app::Share::sending, nothing));
  go_on.set_value();
}

TEST_F(PoolOnAStore, serves_each_in_turn_and_its_answers_first) {
  std::promise<void> go_on = busy();
  std::string order;
  const auto write = [&](char what) { return [&order, what](store::SqliteReader&) { order += what; }; };
  EXPECT_TRUE(pool_.post(app::Share::people, write('p')));
  EXPECT_TRUE(pool_.post(app::Share::people, write('p')));
  EXPECT_TRUE(pool_.post(app::Share::officers, write('o')));
  EXPECT_TRUE(pool_.post(app::Share::partners, write('n')));
  pool_.post_always(app::Share::people, write('a'));
  go_on.set_value();
  pool_.stop();
  EXPECT_EQ(order, "onapp");
}

/// As many as a full queue of the writer has, which are all decided at once when it goes on.
TEST_F(PoolOnAStore, an_officer_does_not_wait_for_all_that_traders_are_answered) {
  std::promise<void> go_on = busy();
  std::string order;
  const auto write = [&](char what) { return [&order, what](store::SqliteReader&) { order += what; }; };
  for (int i = 0; i < 5; ++i) pool_.post_always(app::Share::people, write('a'));
  EXPECT_TRUE(pool_.post(app::Share::people, write('p')));
  EXPECT_TRUE(pool_.post(app::Share::officers, write('o')));
  pool_.post_always(app::Share::officers, write('r'));
  go_on.set_value();
  pool_.stop();
  EXPECT_EQ(order, "raoaaaap");
}

}  // namespace
}  // namespace lintas::node
