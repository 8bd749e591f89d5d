#pragma once

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.hpp"
#include "base/require.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"

/// The reference data of the tree, for tests that play on the real corridor.
namespace lintas::test {

[[nodiscard]] inline std::string file_of_tree(const std::string& root, const std::string& path) {
  std::ifstream in{root + '/' + path, std::ios::binary};
  require(in.good(), "the file of the tree is there");
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// The states whose law stands in data/states.
inline constexpr std::string_view states_with_law[] = {"SG", "MY", "TH", "LA", "KH", "VN"};

[[nodiscard]] inline refdata::StateLaws law_of_tree(const std::string& root, std::string_view state) {
  std::string name{state};
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto country = Country::parse(state);
  require(country.has_value(), "a test names a state by two letters");
  auto law = refdata::read_profile(*country, file_of_tree(root, "data/states/" + name + ".csv"));
  require(law.has_value(), "the state's law can be read");
  return *law;
}

/// `root` is LINTAS_ROOT. Rates of exchange are those of the tree, whatever the home state.
[[nodiscard]] inline refdata::Snapshot reference_of_tree(const std::string& root, std::string_view home) {
  const auto text = [&](const char* name) {
    return file_of_tree(root, std::string{"data/codelists/"} + name);
  };
  std::vector<refdata::StateLaws> laws;
  for (const std::string_view state : states_with_law) laws.push_back(law_of_tree(root, state));
  return refdata::Snapshot{refdata::Tables{
      .home = Currency::parse("MYR").value(),
      .currencies = refdata::read_currencies(text("currencies.csv")).value(),
      .exchange_rates = refdata::read_exchange_rates(text("exchange-rates.csv")).value(),
      .countries = refdata::read_countries(text("countries.csv")).value(),
      .offices = refdata::read_offices(text("offices.csv")).value(),
      .tariff = refdata::read_tariff(text("tariff.csv")).value(),
      .legs = refdata::read_legs(text("legs.csv")).value(),
      .laws = refdata::joined(laws),
      .home_state = Country::parse(home).value(),
      .document_pairs = refdata::read_document_pairs(text("document-pairs.csv")).value(),
  }};
}

}  // namespace lintas::test
