#pragma once

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/shape.hpp"
#include "core/refdata/csv.hpp"

/// Compares the field tables of records with data/field-numbers.csv, the committed list: a number that was
/// given once keeps its name and kind for ever.
namespace lintas::test {

/// How a member is encoded, in a word.
[[nodiscard]] inline std::string kind_of(const Shape& shape) {
  using enum Shape::Kind;
  switch (shape.kind) {
    case optional: return "optional " + kind_of(*shape.of);
    case list: return "list of " + kind_of(*shape.of);
    case variant: return "variant";
    case boolean: return "boolean";
    case instant: return "instant";
    case day: return "day";
    case money: return "money";
    case integer: return "integer";
    case record: return std::string{shape.record};
    case bytes:
    case fixed: return "bytes";
    case text:
    case free_text:
    case parsed: return "text";
  }
  std::unreachable();
}

/// "record,number,name,kind" of each field.
inline void add_fields(std::vector<std::string>& lines, const Shape& record) {
  for (const Part& part : record.parts) {
    lines.push_back(std::string{record.record} + ',' + std::to_string(part.number) + ',' +
                    std::string{part.name} + ',' + kind_of(*part.shape));
  }
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
  (add_fields(lines, shape_of<Records>), ...);
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
