#include "core/seed/seed.hpp"

#include <algorithm>
#include <expected>
#include <source_location>
#include <string_view>
#include <utility>

#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed_files.hpp"

namespace lintas::seed {

namespace {

template <class Table>
Table whole(std::expected<Table, Findings> table) {
  if (table) return std::move(*table);
  // Unreachable in a build whose tests passed: they read every file.
  throw Bug("a file of data/codelists has faults", std::source_location::current());
}

}  // namespace

std::string_view file(std::string_view name) {
  const auto* found = std::ranges::find(files, name, &File::name);
  require(found != files.end(), "there is such a file in data/codelists");
  return found->text;
}

refdata::Tables tables(Currency home) {
  return {.home = home,
          .currencies = whole(refdata::read_currencies(file("currencies.csv"))),
          .exchange_rates = whole(refdata::read_exchange_rates(file("exchange-rates.csv"))),
          .countries = whole(refdata::read_countries(file("countries.csv"))),
          .offices = whole(refdata::read_offices(file("offices.csv"))),
          .tariff = whole(refdata::read_tariff(file("tariff.csv"))),
          .frontiers = whole(refdata::read_frontiers(file("frontiers.csv"))),
          .codes = whole(refdata::read_codes(file("codes.csv")))};
}

}  // namespace lintas::seed
