#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/refdata/snapshot.hpp"

/// The reference data, as lists that anybody with a key may read.
namespace lintas::api {

struct ReferenceQuestion {
  std::string_view list;  ///< offices, countries, currencies, tariff, legs, document-pairs, or a code list
                          ///< as CL019
  Day day;                ///< whose rows hold
  std::string_view code;  ///< rows whose code begins so, in the tariff also that of the goods; all if empty
  std::size_t after = 0;  ///< place to go on from
  std::size_t count = 0;
};
struct ReferencePage {
  nlohmann::json items;
  std::optional<std::size_t> next;  ///< nothing at the end
  /// Where nothing begins as asked: the code that may have been meant.
  std::optional<std::string> nearest = std::nullopt;
};

/// Each row with its days and its source. Nothing if there is no such list.
[[nodiscard]] std::optional<ReferencePage> reference_page(const refdata::Tables& tables,
                                                          const ReferenceQuestion& question);
/// "offices countries currencies legs tariff document-pairs CL008 ..."
[[nodiscard]] std::string names_of_lists(const refdata::Tables& tables);

}  // namespace lintas::api
