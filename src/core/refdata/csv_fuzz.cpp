#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "core/refdata/csv.hpp"
#include "core/refdata/readers.hpp"

/// What is accepted reads the same after it was written again; the readers of the files survive any text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lintas::refdata;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto csv = Csv::parse(text)) {
    std::string again = to_csv_line(csv->columns()) + '\n';
    for (const auto& row : csv->rows()) again += to_csv_line(row.cells) + '\n';
    const auto second = Csv::parse(again);
    lintas::require(
        second && std::ranges::equal(second->rows(), csv->rows(), {}, &CsvRow::cells, &CsvRow::cells),
        "a table survives writing and reading");
  }
  (void)read_currencies(text);
  (void)read_exchange_rates(text);
  (void)read_countries(text);
  (void)read_offices(text);
  (void)read_legs(text);
  (void)read_tariff(text);
  (void)read_profile(*lintas::Country::parse("SG"), text);
  return 0;
}
