#include "shell/store/sqlite/schema.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "base/text.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/sqlite/database.hpp"

namespace lintas::store {

using app::StoreFailure;

namespace {

/// "LNTS": tells our files from those of other programs that use SQLite.
constexpr const char* application_id = "1280200787";

/// What a batch appends to shares pages; what is found by a random value does not, and costs a page a row. So
/// integers inside, keys that keep their locality, and no index but the one of the work list. Tables whose
/// payload is large have it in the last column.
constexpr const char* first_tables = R"sql(
CREATE TABLE meta(
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event(
  seq          INTEGER PRIMARY KEY,
  stream       INTEGER NOT NULL,
  version      INTEGER NOT NULL,
  prev         INTEGER NOT NULL,
  type         INTEGER NOT NULL,
  type_version INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  origin       BLOB NOT NULL,
  payload      INTEGER NOT NULL,
  payload_hash BLOB,
  salt         BLOB NOT NULL,
  body         BLOB NOT NULL
) STRICT;

CREATE TABLE stream(
  id      INTEGER PRIMARY KEY,
  kind    INTEGER NOT NULL,
  version INTEGER NOT NULL,
  head    INTEGER NOT NULL,
  office  INTEGER NOT NULL,
  status  INTEGER NOT NULL,
  due     INTEGER,
  open    INTEGER NOT NULL,
  ref     TEXT NOT NULL,
  state   BLOB NOT NULL
) STRICT;
CREATE INDEX stream_open ON stream(office, id) WHERE open = 1;

CREATE TABLE key(
  value  BLOB PRIMARY KEY,
  stream INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE number(
  n      INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL
) STRICT;

CREATE TABLE payload(
  id         INTEGER PRIMARY KEY,
  kind       INTEGER NOT NULL,
  dictionary INTEGER NOT NULL,
  hash       BLOB NOT NULL,
  bytes      BLOB NOT NULL
) STRICT;

CREATE TABLE outbox(
  id      INTEGER PRIMARY KEY,
  partner INTEGER NOT NULL,
  lane    INTEGER NOT NULL,
  n       INTEGER NOT NULL,
  kind    INTEGER NOT NULL,
  payload INTEGER NOT NULL,
  dead    INTEGER NOT NULL
) STRICT;

CREATE TABLE command(
  id     BLOB PRIMARY KEY,
  print  BLOB NOT NULL,
  seq    INTEGER NOT NULL,
  answer BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tile(
  level  INTEGER NOT NULL,
  n      INTEGER NOT NULL,
  hashes BLOB NOT NULL,
  PRIMARY KEY(level, n)
) STRICT;

CREATE TABLE head(
  owner     INTEGER NOT NULL,
  size      INTEGER NOT NULL,
  root      BLOB NOT NULL,
  at        INTEGER NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY(owner, size)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine(
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  what    TEXT NOT NULL,
  command BLOB NOT NULL
) STRICT;
)sql";

/// Evidence of what went over the wire. Rows are large, so they lie in the order of their ids; ids of
/// partners rise with time, so the claims of one lie together.
constexpr const char* evidence = R"sql(
CREATE TABLE received(
  id       INTEGER PRIMARY KEY,
  partner  INTEGER NOT NULL,
  message  TEXT NOT NULL,
  seq      INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  content  BLOB NOT NULL,
  envelope BLOB NOT NULL,
  receipt  BLOB NOT NULL,
  UNIQUE(partner, message)
) STRICT;
CREATE INDEX received_partner ON received(partner);

CREATE TABLE sent(
  id       INTEGER PRIMARY KEY,
  partner  INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  message  TEXT NOT NULL,
  envelope BLOB NOT NULL,
  receipt  BLOB NOT NULL
) STRICT;
CREATE INDEX sent_partner ON sent(partner);
)sql";

/// For lists of messages, page by page. Both are small: a message is in the outbox for as long as its partner
/// takes to answer, and few are dead.
constexpr const char* outbox_lists = R"sql(
CREATE INDEX outbox_partner ON outbox(partner);
CREATE INDEX outbox_dead ON outbox(dead) WHERE dead = 1;
)sql";

/// Why a letter is dead, and since when.
constexpr const char* deaths = R"sql(
ALTER TABLE outbox ADD COLUMN died INTEGER;
ALTER TABLE outbox ADD COLUMN why TEXT NOT NULL DEFAULT '';
)sql";

/// What partners signed, where it cannot be made again; with the few that keep it, for erasing.
constexpr const char* signed_payloads = R"sql(
ALTER TABLE received ADD COLUMN as_signed BLOB NOT NULL DEFAULT x'';
CREATE INDEX received_as_signed ON received(seq) WHERE as_signed <> x'';
)sql";

/// Certificates that were cut out of envelopes and receipts, and where they belong.
constexpr const char* certificates = R"sql(
CREATE TABLE certificate(
  id     INTEGER PRIMARY KEY,
  hash   BLOB NOT NULL UNIQUE,
  packed BLOB NOT NULL
) STRICT;
ALTER TABLE received ADD COLUMN certificates BLOB NOT NULL DEFAULT x'';
ALTER TABLE sent ADD COLUMN certificates BLOB NOT NULL DEFAULT x'';
)sql";

/// One certificate may lie there packed in several ways: rows of evidence say how long theirs is.
constexpr const char* packed_certificates = R"sql(
CREATE TABLE packed_certificate(
  id     INTEGER PRIMARY KEY,
  hash   BLOB NOT NULL,
  packed BLOB NOT NULL,
  UNIQUE(hash, packed)
) STRICT;
INSERT INTO packed_certificate SELECT id, hash, packed FROM certificate;
DROP TABLE certificate;
ALTER TABLE packed_certificate RENAME TO certificate;
)sql";

/// What a partner signed about a message that it has (app::ProofKind). Of rows from before nobody has written
/// it down: 0.
constexpr const char* proofs = R"sql(
ALTER TABLE sent ADD COLUMN proof INTEGER NOT NULL DEFAULT 0;
)sql";

/// Nothing moves: evidence that is written from here on may have certificates beside it (app/evidence), in
/// the table that there is.
constexpr const char* certificates_beside = "-- evidence has certificates beside it";

/// Envelope and receipt of several messages that went or came as one; each is a row that names it.
constexpr const char* carriers = R"sql(
CREATE TABLE carrier(
  id           INTEGER PRIMARY KEY,
  message      TEXT NOT NULL,
  partner      INTEGER NOT NULL,
  is_sent      INTEGER NOT NULL,
  certificates BLOB NOT NULL,
  envelope     BLOB NOT NULL,
  receipt      BLOB NOT NULL,
  UNIQUE(message, partner, is_sent)
) STRICT;
ALTER TABLE received ADD COLUMN carrier INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sent ADD COLUMN carrier INTEGER NOT NULL DEFAULT 0;
)sql";

constexpr std::array steps_of_this_program{
    Migration{.version = 1, .needs = 1, .sql = first_tables},
    Migration{.version = 2, .needs = 1, .sql = evidence},
    Migration{.version = 3, .needs = 1, .sql = outbox_lists},
    Migration{.version = 4, .needs = 1, .sql = deaths},
    // From here on evidence is packed with dictionary 2, which programs before do not have.
    Migration{.version = 5, .needs = 5, .sql = signed_payloads},
    // Nor do they put certificates back.
    Migration{.version = 6, .needs = 6, .sql = certificates},
    // Which have no key for a certificate that is packed in two ways.
    Migration{.version = 7, .needs = 7, .sql = packed_certificates},
    Migration{.version = 8, .needs = 7, .sql = proofs},
    // To programs before, evidence that has certificates beside it is damaged.
    Migration{.version = 9, .needs = 9, .sql = certificates_beside},
    // To those, evidence that lies with its carrier is damaged.
    Migration{.version = 10, .needs = 10, .sql = carriers},
};

[[noreturn]] void refuse(const std::string& why) {
  throw StoreFailure(why, StoreFailure::Outcome::not_applied);
}

int number(Database& database, const std::string& question) {
  return std::stoi(database.ask(question).value_or("0"));
}

void check_needs(Database& database, int known) {
  const int needs = number(database, "SELECT value FROM meta WHERE name = 'needs'");
  if (needs <= known) return;
  refuse(format("the store needs a program with schema {} and this one has {}: start the newer release",
                needs, known));
}

}  // namespace

std::span<const Migration> migrations() { return steps_of_this_program; }

void check_owner(Database& database) {
  const auto owner = database.ask("PRAGMA application_id");
  if (owner == application_id) return;
  const bool is_new = owner == "0" && number(database, "SELECT count(*) FROM sqlite_schema") == 0;
  if (!is_new) refuse("the database file belongs to another program: give the node a folder of its own");
}

void check_known(Database& database) {
  check_owner(database);
  const int known = steps_of_this_program.back().version;
  const int stored = number(database, "PRAGMA user_version");
  if (stored < known) {
    refuse(format("the store has schema {} and this program reads {}: start the node once, it migrates",
                  stored, known));
  }
  check_needs(database, known);
}

void migrate(Database& database, std::span<const Migration> steps) {
  const int known = steps.back().version;
  const int stored = number(database, "PRAGMA user_version");
  if (stored >= known) {
    check_needs(database, known);
    return;
  }

  Transaction transaction{database};
  database.execute(format("PRAGMA application_id = {}", application_id));
  for (const Migration& step : steps.subspan(static_cast<std::size_t>(stored))) {
    database.execute(step.sql);
    database.execute(
        format("PRAGMA user_version = {}; INSERT OR REPLACE INTO meta(name, value) VALUES('needs', {})",
               step.version, step.needs));
  }
  if (const auto failure = transaction.commit()) refuse("migrating the store: " + *failure);
}

}  // namespace lintas::store
