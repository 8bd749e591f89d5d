#pragma once

#include <span>

#include "shell/store/sqlite/database.hpp"

/// The tables of the store and how they came to be. Costs and reasons: docs/adr/0003-store-and-outbox.md.
namespace lintas::store {

/// A step from one schema to the next. Steps expand first: they add what the program of the release before
/// does not see, so that it still runs on the result; what it needs is taken away a release later.
struct Migration {
  int version;  ///< of the schema behind the step; dense from 1
  int needs;    ///< the oldest program, by its newest migration, that can work on the result
  const char* sql;
};

/// Those of this program.
[[nodiscard]] std::span<const Migration> migrations();

/// Refuses (StoreFailure) the file of another program. Changes nothing.
void check_owner(Database& database);

/// Refuses (StoreFailure) a store that this program cannot read as it is: another program's, one of a release
/// that it does not know, one that is not migrated yet. Changes nothing.
void check_known(Database& database);

/// Brings the database to the newest of `steps`, in one transaction. Refuses (StoreFailure) the store of a
/// newer release that this one cannot work on.
void migrate(Database& database, std::span<const Migration> steps);

}  // namespace lintas::store
