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
#include "base/text.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/seed/seed_files.hpp"
#include "core/seed/whole.hpp"

namespace lintas::seed {

namespace {

/// A file of data/codelists by its reader.
template <class Table>
Table read_by(std::expected<Table, Findings> (*read)(std::string_view), std::string_view name) {
  return whole(name, read(file(name)));
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

Bug fault_in(std::string_view name, const Findings& findings, std::source_location where) {
  require(!findings.empty(), "a file that is not read has a finding");
  const Finding& first = findings.front();
  std::string what{name};
  for (const std::string* part : {&first.pointer, &first.rule})
    if (!part->empty()) what.append(": ").append(*part);
  for (const std::string* part : {&first.value, &first.detail})
    if (!part->empty()) what.append(" ").append(*part);
  if (findings.size() > 1) what += format(", and {} more", findings.size() - 1);
  return {what.c_str(), where};
}

std::span<const std::string_view> kinds() { return kind_files; }

refdata::Tables tables(Currency home) {
  return {.home = home,
          .currencies = read_by(refdata::read_currencies, "currencies.csv"),
          .exchange_rates = read_by(refdata::read_exchange_rates, "exchange-rates.csv"),
          .countries = read_by(refdata::read_countries, "countries.csv"),
          .offices = read_by(refdata::read_offices, "offices.csv"),
          .tariff = read_by(refdata::read_tariff, "tariff.csv"),
          .codes = read_by(refdata::read_codes, "codes.csv"),
          .legs = read_by(refdata::read_legs, "legs.csv"),
          .document_pairs = read_by(refdata::read_document_pairs, "document-pairs.csv")};
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
    read.push_back(whole(name, refdata::read_profile(*country, file(name))));
  }
  refdata::Tables all = tables(rates_currency());
  all.laws = refdata::joined(read);
  all.home_state = state;
  return refdata::Snapshot{std::move(all)};
}

}  // namespace lintas::seed
