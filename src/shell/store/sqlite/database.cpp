#include "shell/store/sqlite/database.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <sqlite3.h>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store_failure.hpp"

namespace lintas::store {

using app::StoreFailure;

namespace {

[[noreturn]] void fail(sqlite3* handle, std::string_view doing) {
  throw StoreFailure(
      format("{}: {} (SQLite {})", doing, sqlite3_errmsg(handle), sqlite3_extended_errcode(handle)),
      StoreFailure::Outcome::not_applied);
}

[[noreturn]] void fail(sqlite3_stmt* statement) {
  fail(sqlite3_db_handle(statement), sqlite3_sql(statement));
}

}  // namespace

// ---- Database

namespace {

/// SQLite counts the bytes it has allocated under one lock for the whole process, and takes it at every
/// allocation; nobody asks for the sum. Once SQLite runs, as in a test that has registered a file layer, it
/// goes on counting, which costs time and nothing else.
void leave_memory_uncounted() {
  [[maybe_unused]] static const int result = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const noexcept { sqlite3_close(handle); }

Database::Database(const DatabaseFile& file, Missing missing) {
  leave_memory_uncounted();
  sqlite3* opened = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (missing == Missing::create ? SQLITE_OPEN_CREATE : 0);
  const int result =
      sqlite3_open_v2(file.path.c_str(), &opened, flags, file.vfs.empty() ? nullptr : file.vfs.c_str());
  handle_.reset(opened);
  if (result != SQLITE_OK) fail(opened, "opening " + file.path);
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle(), sql);
}

std::optional<std::string> Database::ask(const std::string& sql) {
  Statement statement{*this, sql};
  Rows rows = statement.rows();
  if (!rows.next()) return std::nullopt;
  return rows.take<std::string>();
}

// ---- Rows

Rows::~Rows() {
  // The result repeats the error of the last step, which was thrown there.
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Rows::next() {
  column_ = 0;
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) fail(statement_);
  return false;
}

void Rows::read(int column, bool& value) const {
  const std::int64_t number = integer(column);
  if (number != 0 && number != 1) corrupt(column);
  value = number == 1;
}

void Rows::read(int column, Instant& value) const {
  value = Instant{std::chrono::milliseconds{integer(column)}};
}

void Rows::read(int column, Bytes& value) const { value = copy_of(blob(column)); }

void Rows::read(int column, std::string& value) const {
  const auto* text = sqlite3_column_text(statement_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  if (text != nullptr) value = as_text(std::as_bytes(std::span{text, size}));
}

void Rows::read(int column, exchange::Partner& value) const {
  const std::int64_t number = integer(column);
  const auto partner = std::in_range<std::uint32_t>(number)
                           ? exchange::Partner::of(static_cast<std::uint32_t>(number))
                           : std::nullopt;
  if (!partner) corrupt(column);
  value = *partner;
}

bool Rows::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_, column); }

ByteView Rows::blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  return {static_cast<const std::byte*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void Rows::copy_exactly(int column, std::span<std::byte> target) const {
  const ByteView bytes = blob(column);
  if (bytes.size() != target.size()) corrupt(column);
  std::ranges::copy(bytes, target.begin());
}

void Rows::corrupt(int column) const {
  throw StoreFailure(
      format("column {} of \"{}\" holds a value that was never written; run lintas audit verify",
             sqlite3_column_name(statement_, column), sqlite3_sql(statement_)),
      StoreFailure::Outcome::not_applied);
}

// ---- Statement

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

Statement::Statement(Database& database, std::string_view sql) {
  sqlite3_stmt* prepared = nullptr;
  const int result = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  statement_.reset(prepared);
  if (result != SQLITE_OK) fail(database.handle(), sql);
}

std::int64_t Statement::checked(std::uint64_t value) {
  require(std::in_range<std::int64_t>(value), "a number fits into a column");
  return static_cast<std::int64_t>(value);
}

void Statement::bind_null(int position) {
  if (sqlite3_bind_null(statement_.get(), position) != SQLITE_OK) fail(statement_.get());
}

void Statement::bind_integer(int position, std::int64_t value) {
  if (sqlite3_bind_int64(statement_.get(), position, value) != SQLITE_OK) fail(statement_.get());
}

void Statement::bind_text(int position, std::string_view value) {
  // SQLite takes a null pointer for NULL, and an empty view may have one.
  const char* text = value.empty() ? "" : value.data();
  const int result =
      sqlite3_bind_text64(statement_.get(), position, text, value.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (result != SQLITE_OK) fail(statement_.get());
}

void Statement::bind_blob(int position, ByteView value) {
  const void* bytes = value.empty() ? static_cast<const void*>("") : value.data();
  if (sqlite3_bind_blob64(statement_.get(), position, bytes, value.size(), SQLITE_STATIC) != SQLITE_OK) {
    fail(statement_.get());
  }
}

int Statement::changes() const { return sqlite3_changes(sqlite3_db_handle(statement_.get())); }

// ---- Transaction

Transaction::Transaction(Database& database) : database_(database) {
  const bool reading = sqlite3_get_autocommit(database_.handle()) == 0;
  if (!reading) database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!open_) return;
  // Some errors have ended the transaction already. If the rollback itself fails, the transaction stays open,
  // the next BEGIN fails, and nothing is ever applied: loud enough, and nothing is lost.
  if (sqlite3_get_autocommit(database_.handle()) == 0) {
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

std::optional<std::string> Transaction::commit() {
  open_ = false;
  if (sqlite3_exec(database_.handle(), "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK) return std::nullopt;
  return format("COMMIT: {} (SQLite {})", sqlite3_errmsg(database_.handle()),
                sqlite3_extended_errcode(database_.handle()));
}

}  // namespace lintas::store
