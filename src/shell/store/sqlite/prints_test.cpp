#include "shell/store/sqlite/prints.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <limits>

#include "shell/store/sqlite/sqlite_archive.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::test {
namespace {

using store::Prints;
using store::SqliteArchive;
using store::SqliteStore;

TEST(StorePrints, StayWithTheStoreAndItsCopies) {
  const TemporaryFolder folder;
  const TemporaryFolder copy;
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  {
    SqliteStore store{{.folder = folder.path()}};
    EXPECT_EQ(store.prints(), Prints{}) << "as one of an earlier release";
    store.keep_prints({.secret = least, .signing_key = 7});
    store.keep_prints({.signing_key = 8});
    EXPECT_EQ(store.prints(), (Prints{.secret = least, .signing_key = 8})) << "only what is given changes";
  }
  SqliteArchive archive{folder.path()};
  EXPECT_EQ(archive.prints(), (Prints{.secret = least, .signing_key = 8}));
  archive.copy_to(copy.path() / "lintas.db");
  EXPECT_EQ(SqliteArchive{copy.path()}.prints(), archive.prints());
}

}  // namespace
}  // namespace lintas::test
