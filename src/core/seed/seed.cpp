#include "core/seed/seed.hpp"

#include <algorithm>
#include <array>
#include <expected>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/seed/seed_files.hpp"

namespace lintas::seed {

namespace {

template <class Table>
Table whole(std::expected<Table, Findings> table) {
  if (table) return std::move(*table);
  // Unreachable in a build whose tests passed: they read every file.
  throw Bug("a file of data/codelists has faults", std::source_location::current());
}

/// exchange-rates.csv gives what units of a currency cost in it.
Currency rates_currency() { return certain(Currency::parse("MYR"), "a currency is three letters"); }

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view file(std::string_view name) {
  const auto* found = std::ranges::find(files, name, &File::name);
  require(found != files.end(), "there is such a file in data/codelists");
  return found->text;
}

std::span<const std::string_view> kinds() { return kind_files; }

refdata::Tables tables(Currency home) {
  return {.home = home,
          .currencies = whole(refdata::read_currencies(file("currencies.csv"))),
          .exchange_rates = whole(refdata::read_exchange_rates(file("exchange-rates.csv"))),
          .countries = whole(refdata::read_countries(file("countries.csv"))),
          .offices = whole(refdata::read_offices(file("offices.csv"))),
          .tariff = whole(refdata::read_tariff(file("tariff.csv"))),
          .codes = whole(refdata::read_codes(file("codes.csv"))),
          .legs = whole(refdata::read_legs(file("legs.csv"))),
          .document_pairs = whole(refdata::read_document_pairs(file("document-pairs.csv")))};
}

std::span<const std::string_view> states() {
  static constexpr std::array<std::string_view, 6> all{"SG", "MY", "TH", "LA", "KH", "VN"};
  return all;
}

refdata::Snapshot reference(Country state) {
  std::vector<refdata::StateLaws> read;
  for (const std::string_view code : states()) {
    const auto country = Country::parse(code);
    require(country.has_value(), "a state is named by two letters");
    std::string name = std::string{code} + ".csv";
    std::ranges::transform(name, name.begin(), to_lower);
    read.push_back(whole(refdata::read_profile(*country, file(name))));
  }
  refdata::Tables all = tables(rates_currency());
  all.laws = refdata::joined(read);
  all.home_state = state;
  return refdata::Snapshot{std::move(all)};
}

}  // namespace lintas::seed
