#pragma once

#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "base/money.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/guarantee/profile.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/part.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::test {

/// What a node in Malaysia decides guarantees under: an office of guarantee, eight hours ahead of UTC, one of
/// departure and one of recovery, and the law that the sources confirm.
class GuaranteeSetting {
 public:
  static constexpr std::string_view office_of_guarantee = "MYBKH001";
  static constexpr std::string_view office_of_departure = "MYJHB001";
  static constexpr std::string_view office_of_recovery = "MYKUL001";

  GuaranteeSetting() { law_.state = *Country::parse("MY"); }

  [[nodiscard]] workflow::Setting get() const {
    return {.home = law_.state, .reference = &snapshot_, .guarantee_law = &law_, .sha256 = test::sha256};
  }
  [[nodiscard]] guarantee::Profile& law() { return law_; }

 private:
  static refdata::Offices::Row office(std::string_view code, refdata::OfficeRole role) {
    refdata::Offices::Row row{};
    row.key = *OfficeId::parse(code);
    row.from = *parse_day("2020-01-01");
    row.value.utc_offset = std::chrono::hours{8};
    row.value.roles = std::to_underlying(role);
    return row;
  }
  static refdata::Tables tables() {
    refdata::Tables tables{};
    tables.home = *Currency::parse("MYR");
    auto offices = refdata::Offices::of({office(office_of_guarantee, refdata::OfficeRole::guarantee),
                                         office(office_of_departure, refdata::OfficeRole::departure),
                                         office(office_of_recovery, refdata::OfficeRole::recovery)});
    require(offices.has_value(), "each office stands once");
    tables.offices = *std::move(offices);
    return tables;
  }

  refdata::Snapshot snapshot_{tables()};
  guarantee::Profile law_;
};

}  // namespace lintas::test
