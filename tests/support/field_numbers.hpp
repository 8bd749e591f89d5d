#pragma once

#include <algorithm>
#include <concepts>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "base/fields.hpp"
#include "core/refdata/csv.hpp"

/// Compares the field tables of records with data/field-numbers.csv, the committed list: a number that was
/// given once keeps its name and kind for ever.
namespace lintas::test {

/// How a member is encoded, in a word.
template <class Member>
[[nodiscard]] std::string kind_of() {
  if constexpr (detail::is_optional<Member>) {
    return "optional " + kind_of<typename Member::value_type>();
  } else if constexpr (detail::is_vector<Member>) {
    return "list of " + kind_of<typename Member::value_type>();
  } else if constexpr (detail::is_variant<Member>) {
    return "variant";
  } else if constexpr (std::same_as<Member, bool>) {
    return "boolean";
  } else if constexpr (std::same_as<Member, Instant>) {
    return "instant";
  } else if constexpr (std::same_as<Member, Day>) {
    return "day";
  } else if constexpr (std::same_as<Member, Money>) {
    return "money";
  } else if constexpr (std::is_enum_v<Member> || std::integral<Member>) {
    return "integer";
  } else if constexpr (Record<Member>) {
    return std::string{Member::record};
  } else if constexpr (requires(const Member& m) { m.bytes; } || std::same_as<Member, Bytes>) {
    return "bytes";
  } else {
    return "text";
  }
}

/// "record,number,name,kind" of each field.
template <Record R>
void add_fields(std::vector<std::string>& lines) {
  std::apply(
      [&]<class... Fields>(const Fields&... field) {
        const auto add = [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
          lines.push_back(std::string{R::record} + ',' + std::to_string(f.number) + ',' +
                          std::string{f.name} + ',' + kind_of<Member>());
        };
        (add(field), ...);
      },
      R::fields());
}

/// What differs between the tables of the records and the rows of data/field-numbers.csv whose record begins
/// with `prefix`: lines to add, and lines whose field is gone or was changed, which must never be.
struct FieldDifferences {
  std::vector<std::string> not_listed;
  std::vector<std::string> not_in_the_code;
};

template <Record... Records>
[[nodiscard]] FieldDifferences compare_with_committed(std::string_view prefix, const std::string& root) {
  std::vector<std::string> lines;
  (add_fields<Records>(lines), ...);
  const std::set<std::string> in_code{lines.begin(), lines.end()};

  std::ifstream file{root + "/data/field-numbers.csv", std::ios::binary};
  const auto csv = refdata::Csv::parse(std::string{std::istreambuf_iterator<char>{file}, {}});
  std::set<std::string> committed;
  if (csv) {
    for (const auto& row : csv->rows()) {
      if (row.cells[0].starts_with(prefix)) committed.insert(refdata::to_csv_line(row.cells));
    }
  }
  FieldDifferences differences;
  std::ranges::set_difference(in_code, committed, std::back_inserter(differences.not_listed));
  std::ranges::set_difference(committed, in_code, std::back_inserter(differences.not_in_the_code));
  return differences;
}

}  // namespace lintas::test
