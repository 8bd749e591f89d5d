#include "tests/support/state_setting.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/refdata/tables.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/part.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::test {

StateSetting::StateSetting(std::string_view state)
    : home_(*Country::parse(state)), reference_(seed::reference(home_)) {}

workflow::Setting StateSetting::get() const {
  return {.home = home_,
          .reference = &reference_,
          .sha256 = test::sha256,
          .mrn_key = {std::byte{7}},
          .partners = partners_};
}

void StateSetting::set_partners(const std::vector<std::string>& states) {
  std::vector<Country> all;
  for (const std::string& state : states) all.push_back(Country::parse(state).value());
  partners_ = std::make_shared<const std::vector<Country>>(std::move(all));
}

void StateSetting::change_law(void (*change)(refdata::StateProfile&)) {
  refdata::Tables tables = reference_.tables();
  std::vector<refdata::StateLaws::Row> laws(tables.laws.rows().begin(), tables.laws.rows().end());
  for (auto& law : laws) change(law.value.profile);
  tables.laws = refdata::StateLaws::of(std::move(laws)).value();
  reference_ = refdata::Snapshot{std::move(tables)};
}

}  // namespace lintas::test
