#pragma once

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace lintas::refdata {

/// A fact that holds from a day on, and until the day before another or for good, with where it was read.
template <class Key, class Value>
struct Dated {
  Key key;
  Day from;
  std::optional<Day> until;  ///< the first day on which it holds no more
  Value value;
  std::string source;

  [[nodiscard]] bool holds_on(Day day) const { return from <= day && (!until || day < *until); }
};

/// Facts by key and day. Of one key no two hold on the same day. Never changes once made.
template <class Key, class Value>
class DatedTable {
 public:
  using Row = Dated<Key, Value>;

  DatedTable() = default;

  /// A row that speaks of a day of which another row of its key speaks, or that ends before it begins.
  struct Conflict {
    Row row;
  };

  [[nodiscard]] static std::expected<DatedTable, Conflict> of(std::vector<Row> rows) {
    std::ranges::stable_sort(
        rows, [](const Row& a, const Row& b) { return std::pair{a.key, a.from} < std::pair{b.key, b.from}; });
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Row& row = rows[i];
      const bool empty = row.until && *row.until <= row.from;
      const bool overlaps = i > 0 && rows[i - 1].key == row.key && rows[i - 1].holds_on(row.from);
      if (empty || overlaps) return std::unexpected(Conflict{row});
    }
    DatedTable table;
    table.rows_ = std::move(rows);
    return table;
  }

  /// What holds for the key on the day; nothing if nothing does.
  [[nodiscard]] const Row* find(const Key& key, Day day) const {
    for (const Row& row : rows_from(key)) {
      if (row.key != key) break;
      if (row.holds_on(day)) return &row;
    }
    return nullptr;
  }

  /// All rows, sorted by key and day, from the first whose key is not less than `key`.
  [[nodiscard]] std::span<const Row> rows_from(const Key& key) const {
    const auto first = std::ranges::lower_bound(rows_, key, {}, &Row::key);
    return std::span{rows_}.subspan(static_cast<std::size_t>(first - rows_.begin()));
  }

  [[nodiscard]] std::span<const Row> rows() const& noexcept { return rows_; }
  void rows() const&& = delete;

 private:
  std::vector<Row> rows_;
};

}  // namespace lintas::refdata
