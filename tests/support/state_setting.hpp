#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/part.hpp"

namespace lintas::test {

/// Reference data and law of a state, as its node decides under them.
class StateSetting {
 public:
  explicit StateSetting(std::string_view state);

  [[nodiscard]] workflow::Setting get() const;

  /// Messages go to these states alone from now on; before that to every one.
  void set_partners(const std::vector<std::string>& states);

  /// Other reference data from now on.
  template <class Change>
  void change_reference(const Change& change) {
    refdata::Tables tables = reference_.tables();
    change(tables);
    reference_ = refdata::Snapshot{std::move(tables)};
  }

  /// The same law of every state, but for what is changed in it.
  void change_law(void (*change)(refdata::StateProfile&));

 private:
  Country home_;
  refdata::Snapshot reference_;
  std::shared_ptr<const std::vector<Country>> partners_;
};

}  // namespace lintas::test
