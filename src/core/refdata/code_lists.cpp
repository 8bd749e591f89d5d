#include "core/refdata/code_lists.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/near.hpp"
#include "base/time.hpp"

namespace lintas::refdata {

namespace {

constexpr std::size_t code_length_max = sizeof(std::uint64_t);
constexpr std::size_t list_numbers = 1000;

std::uint64_t pack(std::string_view code) {
  if (code.empty()) return 0;  // as no code is: an integer cannot be shifted by all of its bits
  std::uint64_t packed = 0;
  for (const char c : code.substr(0, code_length_max)) packed = packed << 8U | static_cast<unsigned char>(c);
  return packed << (8U * (code_length_max - std::min(code.size(), code_length_max)));
}

/// "CL" and three digits.
std::optional<std::size_t> number_of(std::string_view list) {
  std::size_t number = 0;
  if (list.size() != 5 || !list.starts_with("CL")) return std::nullopt;
  const auto [end, error] = std::from_chars(list.data() + 2, list.data() + list.size(), number);
  if (error != std::errc{} || end != list.data() + list.size()) return std::nullopt;
  return number;
}

bool well_formed(const Code& row) {
  return number_of(row.list) && !row.code.empty() && row.code.size() <= code_length_max;
}

}  // namespace

const Code* CodeList::find(std::string_view code, Day day) const {
  if (code.size() > code_length_max) return nullptr;
  const auto packed = pack(code);
  auto entry = std::ranges::lower_bound(entries_, packed, {}, &Entry::packed);
  for (; entry != entries_.end() && entry->packed == packed; ++entry) {
    if (entry->row->holds_on(day)) return entry->row;
  }
  return nullptr;
}

std::vector<const Code*> CodeList::on(Day day) const {
  std::vector<const Code*> codes;
  for (const Entry& entry : entries_) {
    if (entry.row->holds_on(day)) codes.push_back(entry.row);
  }
  return codes;
}

const Code* CodeList::near(std::string_view code, Day day) const {
  std::vector<std::string_view> names;
  for (const Code* one : on(day)) names.emplace_back(one->code);
  const auto name = near_name(names, code);
  return name ? find(*name, day) : nullptr;
}

const Code* CodeList::on_any_day(std::string_view code) const {
  const auto entry = std::ranges::lower_bound(entries_, pack(code), {}, &Entry::packed);
  return entry != entries_.end() && entry->row->code == code ? entry->row : nullptr;
}

std::expected<CodeLists, CodeLists::Conflict> CodeLists::of(std::vector<Code> rows) {
  const auto key = [](const Code& row) { return std::tie(row.list, row.code, row.from); };
  std::ranges::stable_sort(rows, [&](const Code& a, const Code& b) { return key(a) < key(b); });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Code& row = rows[i];
    const bool ends_early = row.until && *row.until <= row.from;
    const bool overlaps = i > 0 && rows[i - 1].list == row.list && rows[i - 1].code == row.code &&
                          rows[i - 1].holds_on(row.from);
    if (!well_formed(row) || ends_early || overlaps) return std::unexpected(Conflict{row});
  }
  CodeLists lists;
  lists.rows_ = std::move(rows);
  lists.first_.assign(list_numbers + 1, 0);
  for (const Code& row : lists.rows_) {
    lists.entries_.push_back({.packed = pack(row.code), .row = &row});
    ++lists.first_[certain(number_of(row.list), "a row of a list is well formed") + 1];
  }
  for (std::size_t i = 0; i < list_numbers; ++i) lists.first_[i + 1] += lists.first_[i];
  return lists;
}

CodeList CodeLists::list(std::string_view name) const {
  const auto number = number_of(name);
  if (!number || first_.empty()) return {};
  return CodeList{std::span{entries_}.subspan(first_[*number], first_[*number + 1] - first_[*number])};
}

}  // namespace lintas::refdata
