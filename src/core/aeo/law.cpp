#include "core/aeo/law.hpp"

#include <expected>
#include <utility>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/programme.hpp"
#include "core/aeo/shape.hpp"
#include "core/aeo/transformation.hpp"
#include "core/seed/seed.hpp"

namespace lintas::aeo {

namespace {

template <class Table>
Table whole(std::expected<Table, Findings> table) {
  require(table.has_value(), "the tests read every file of data/codelists");
  return std::move(table).value_or(Table{});
}

}  // namespace

const Law& law() {
  static const Law all = [] {
    Law read;
    read.shapes = whole(read_shapes(seed::file("aeo-shapes.csv")));
    read.transformations = whole(read_transformations(seed::file("aeo-transformations.csv"), read.shapes));
    read.programmes = whole(read_programmes(seed::file("aeo-programmes.csv")));
    read.stale_rules = whole(listed::read_stale_rules(seed::file("aeo-stale.csv")));
    return read;
  }();
  return all;
}

}  // namespace lintas::aeo
