#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

/// The small code lists of the messages, each code with the days on which it holds.
namespace lintas::refdata {

/// One code of a list. The text is for people.
struct Code {
  std::string list;  ///< "CL231"
  std::string code;  ///< 1 to 8 characters
  std::string text;
  Day from;
  std::optional<Day> until;  ///< the first day on which it holds no more
  std::string source;

  [[nodiscard]] bool holds_on(Day day) const { return from <= day && (!until || day < *until); }
};

/// The codes of one list. Looks into its CodeLists, which must outlive it.
class CodeList {
 public:
  /// Every leaf of a message is asked for here, so codes are compared as one number each.
  struct Entry {
    std::uint64_t packed;  ///< the code's characters, first one highest: ordered as the text is
    const Code* row;
  };

  CodeList() = default;
  explicit CodeList(std::span<const Entry> entries) : entries_(entries) {}

  /// The code as it holds on the day; nothing if it does not.
  [[nodiscard]] const Code* find(std::string_view code, Day day) const;
  /// The codes that hold on the day, in their order.
  [[nodiscard]] std::vector<const Code*> on(Day day) const;
  /// What somebody who wrote `code` may have meant: near_name among the codes of the day. Null if nothing is.
  [[nodiscard]] const Code* near(std::string_view code, Day day) const;
  /// The row of a code that holds on some other day; nothing if the list never had it.
  [[nodiscard]] const Code* on_any_day(std::string_view code) const;
  [[nodiscard]] std::span<const Entry> entries() const noexcept { return entries_; }
  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

 private:
  std::span<const Entry> entries_;
};

class CodeLists {
 public:
  CodeLists() = default;
  CodeLists(CodeLists&&) noexcept = default;
  CodeLists& operator=(CodeLists&&) noexcept = default;
  CodeLists(const CodeLists& other) : CodeLists(of(other.rows_).value_or(CodeLists{})) {}
  CodeLists& operator=(const CodeLists& other) { return *this = CodeLists{other}; }
  ~CodeLists() = default;

  /// A row that speaks of a day of which another row of its code speaks, or that ends before it begins; or
  /// whose list or code is not of the form.
  struct Conflict {
    Code row;
  };

  [[nodiscard]] static std::expected<CodeLists, Conflict> of(std::vector<Code> rows);

  /// Empty if there is no such list.
  [[nodiscard]] CodeList list(std::string_view name) const;
  [[nodiscard]] std::span<const Code> rows() const& noexcept { return rows_; }
  void rows() const&& = delete;

 private:
  std::vector<Code> rows_;  ///< sorted by list, code and day
  std::vector<CodeList::Entry> entries_;
  std::vector<std::uint32_t> first_;  ///< by the list's number: where its entries begin
};

}  // namespace lintas::refdata
