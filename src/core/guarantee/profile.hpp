#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "core/model/values/country.hpp"

namespace lintas::guarantee {

enum class GuarantorKind : std::uint8_t {
  bank = 1,
  finance_company = 2,
  credit_institution = 3,
  insurer = 4
};

/// A reduced comprehensive guarantee: what part of the reference amount is guaranteed, and how many years
/// without an offence earn it.
struct Reduction {
  std::uint8_t percent = 0;
  std::uint8_t clean_years = 0;
};

/// What a state's own law says about guarantees: one row of data/states, as it holds on the day of the
/// command.
struct Profile {
  Country state;
  std::vector<GuarantorKind> guarantors{GuarantorKind::bank};  ///< R-ACTS-041
  bool waiver_allowed = false;                                 ///< R-ACTS-048
  std::vector<Reduction> reductions;                           ///< R-ACTS-047a; none where there are none
  unsigned waiver_arrears_days_max = 90;                       ///< R-ACTS-047
  unsigned waiver_years_without_enforcement = 2;               ///< R-ACTS-047
  bool credit_at_arrival = false;                              ///< R-ACTS-046
  bool valid_through_limit_date = true;                        ///< R-ACTS-035
  std::chrono::days revocation_delay{16};                      ///< effective on the 16th day after notice
  std::chrono::days claim_review{30};                          ///< an open claim is looked at again
  std::uint8_t code_failures_max = 5;  ///< of one sender; the next code is not looked at
};

}  // namespace lintas::guarantee
