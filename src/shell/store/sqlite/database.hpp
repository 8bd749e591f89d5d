#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"

struct sqlite3;
struct sqlite3_stmt;

/// SQLite behind three small types. What SQLite refuses is thrown as StoreFailure{not_applied}, except by
/// Transaction::commit.
namespace lintas::store {

/// A database file, and the file layer it lies in (empty: the system's).
struct DatabaseFile {
  std::string path;
  std::string vfs;
};

/// One connection, for one thread.
class Database {
 public:
  enum class Missing : std::uint8_t { create, refuse };
  Database(const DatabaseFile& file, Missing missing);

  void execute(const std::string& sql);
  /// The first column of the first row as text; nothing if there is no row.
  [[nodiscard]] std::optional<std::string> ask(const std::string& sql);
  [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept;
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A value that a column can hold, for the types of the rows.
template <class T>
concept Countable = (std::integral<T> && !std::same_as<T, bool>) || std::is_enum_v<T>;

/// One run of a statement: its rows, one after another, each read column by column from the left. Ends with
/// the object, so that no row is held longer than it is looked at.
class Rows {
 public:
  explicit Rows(sqlite3_stmt* statement) noexcept : statement_(statement) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  ~Rows();

  /// On to the next row; false behind the last.
  [[nodiscard]] bool next();

  template <class T>
  [[nodiscard]] T take() {
    T value{};
    read(column_++, value);
    return value;
  }

 private:
  template <Countable T>
  void read(int column, T& value) const {
    using Number =
        typename std::conditional_t<std::is_enum_v<T>, std::underlying_type<T>, std::type_identity<T>>::type;
    const std::int64_t number = integer(column);
    if (!std::in_range<Number>(number)) corrupt(column);
    value = static_cast<T>(number);
  }
  template <class T>
  void read(int column, std::optional<T>& value) const {
    if (is_null(column)) return;
    read(column, value.emplace());
  }
  template <std::size_t N>
  void read(int column, std::array<std::byte, N>& value) const {
    copy_exactly(column, value);
  }
  void read(int column, bool& value) const;
  void read(int column, Instant& value) const;
  void read(int column, Bytes& value) const;
  void read(int column, std::string& value) const;
  void read(int column, Hash256& value) const { copy_exactly(column, value.bytes); }
  void read(int column, exchange::Partner& value) const;

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] ByteView blob(int column) const;
  void copy_exactly(int column, std::span<std::byte> target) const;
  /// The column holds what this program never wrote.
  [[noreturn]] void corrupt(int column) const;

  sqlite3_stmt* statement_;
  int column_ = 0;
};

/// A statement prepared once, run many times, never twice at once.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);

  /// Runs it with `values` for ?1, ?2, … They must live until the rows are read.
  template <class... Values>
  [[nodiscard]] Rows rows(const Values&... values) {
    bind_all(std::index_sequence_for<Values...>{}, values...);
    return Rows{statement_.get()};
  }
  /// Runs it to its end; the number of rows changed.
  template <class... Values>
  int run(const Values&... values) {
    Rows all = rows(values...);
    while (all.next()) {
    }
    return changes();
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };

  template <std::size_t... Places, class... Values>
  void bind_all(std::index_sequence<Places...> /*from 0*/, const Values&... values) {
    (bind(static_cast<int>(Places) + 1, values), ...);
  }
  template <Countable T>
  void bind(int position, T value) {
    if constexpr (std::same_as<T, std::uint64_t>) {
      bind_integer(position, checked(value));
    } else {
      bind_integer(position, static_cast<std::int64_t>(value));
    }
  }
  template <class T>
  void bind(int position, const std::optional<T>& value) {
    if (value) {
      bind(position, *value);
    } else {
      bind_null(position);
    }
  }
  void bind(int position, bool value) { bind_integer(position, value ? 1 : 0); }
  void bind(int position, Instant value) { bind_integer(position, value.time_since_epoch().count()); }
  void bind(int position, const std::string& value) { bind_text(position, value); }
  void bind(int position, std::string_view value) { bind_text(position, value); }
  void bind(int position, ByteView value) { bind_blob(position, value); }
  void bind(int position, const Bytes& value) { bind_blob(position, value); }
  void bind(int position, const Hash256& value) { bind_blob(position, value.bytes); }
  void bind(int position, exchange::Partner value) { bind_integer(position, value.number()); }
  template <std::size_t N>
  void bind(int position, const std::array<std::byte, N>& value) {
    bind_blob(position, value);
  }

  [[nodiscard]] static std::int64_t checked(std::uint64_t value);
  void bind_null(int position);
  void bind_integer(int position, std::int64_t value);
  void bind_text(int position, std::string_view value);
  void bind_blob(int position, ByteView value);
  [[nodiscard]] int changes() const;

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// A transaction of the writer, rolled back unless committed. One that was only read in becomes it.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  /// Why it failed, or nothing. After a failure nobody can say whether the changes will be there.
  [[nodiscard]] std::optional<std::string> commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace lintas::store
