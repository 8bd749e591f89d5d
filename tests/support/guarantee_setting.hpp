#pragma once

#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "base/money.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"
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

  [[nodiscard]] workflow::Setting get() const {
    return {.home = *Country::parse("MY"), .reference = &snapshot_, .sha256 = test::sha256};
  }

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
    refdata::StateLaws::Row law{};
    law.key = tables.home_state = *Country::parse("MY");
    law.from = *parse_day("2020-01-01");
    law.value.profile.state = law.key;
    law.value.profile.guarantee = {.guarantors = {refdata::GuarantorName::bank},
                                   .waiver_arrears_days_max = 90,
                                   .waiver_years_without_enforcement = 2,
                                   .valid_through_limit_date = true,
                                   .revocation_delay = std::chrono::days{16},
                                   .claim_review = std::chrono::days{30},
                                   .code_failures_max = 5};
    auto laws = refdata::StateLaws::of({law});
    require(laws.has_value(), "one law stands alone");
    tables.laws = *std::move(laws);
    return tables;
  }

  refdata::Snapshot snapshot_{tables()};
};

}  // namespace lintas::test
