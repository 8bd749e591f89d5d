#pragma once

#include <span>
#include <string_view>

#include "base/money.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"

/// The reference data that the program brings along: data/codelists, data/states and data/kinds as they were
/// when the program was built. A node loads them at its first start; from then on its store is the truth.
/// `lintas check` uses them as they are.
namespace lintas::seed {

/// The text of a file of data/codelists or data/states, "offices.csv", "sg.csv". Throws Bug if there is no
/// such file.
[[nodiscard]] std::string_view file(std::string_view name);

/// The texts of the files of data/kinds.
[[nodiscard]] std::span<const std::string_view> kinds();

/// All tables, read at each call. `home`: the currency in which exchange-rates.csv gives its rates.
[[nodiscard]] refdata::Tables tables(Currency home);

/// The states whose law comes along, by their two letters.
[[nodiscard]] std::span<const std::string_view> states();

/// Everything, with the law of every state, as a node of `state` starts with it. Precondition: the state's
/// law stands in data/states.
[[nodiscard]] refdata::Snapshot reference(Country state);

}  // namespace lintas::seed
