#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "base/time.hpp"

/// `lintas backup` and `lintas restore`. Each answers 0 when it is done, 1 when what was asked about is
/// wrong, 2 when a file cannot be used, 4 when a backup is made and lacks files that come with documents,
/// which are damaged; `err` gets the reasons. docs/operations/backup.md says how they are used.
namespace lintas::node {

struct BackupOptions {
  std::string config_file;
  std::string folder;  ///< made; must not be there
  Instant now;
};

/// Copies the store that a configuration names, as one state of it, the configuration and the files that it
/// names, whether its node runs or not. The folder takes its name once all of it is durable: until then it is
/// FOLDER.part, and goes again if something fails.
[[nodiscard]] int backup(const BackupOptions& options, std::ostream& out, std::ostream& err);

/// What the person who restores says of the node's life behind the backup.
enum class Since : std::uint8_t {
  nothing_happened,  ///< it was stopped then and has not run since: the copy is the node
  events_were_lost,  ///< it went on, and what it did is lost: numbers and names must not be given twice
};

struct RestoreOptions {
  std::string config_file;  ///< where none is, the saved one is written
  std::string folder;       ///< the backup
  Since since{};
  Instant now;
};

/// Puts a backup where the configuration says. Everything is looked at before anything is written; the store
/// takes its name last, once `audit verify` finds it sound. What is there already is never written over.
[[nodiscard]] int restore(const RestoreOptions& options, std::ostream& out, std::ostream& err);

}  // namespace lintas::node
