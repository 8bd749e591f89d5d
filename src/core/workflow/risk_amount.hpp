#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "core/guarantee/amount.hpp"
#include "core/model/forward.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/transit/movement.hpp"

/// The amount at risk of a declaration, out of its message. Source: acts.md 6.2, 17.
namespace lintas::workflow {

struct RiskAmount {
  std::optional<guarantee::AmountAtRisk> amount;  ///< nothing where there are findings
  Bytes record;                                   ///< the amount with its rates, to be kept under its hash
  std::vector<std::string> explanation;           ///< lines for a person (R-ACTS-051)
  Findings findings;
};

/// How the law of the state of departure reads the amount. Where that law is not known, the reading that
/// never covers too little.
[[nodiscard]] guarantee::AmountRules amount_rules(const refdata::StateProfile* departure);

/// Computes the amount in the currency of the first guarantee and puts it, with the hash of its record, into
/// `declared`, which was read from `message`; where there are findings nothing is put there. From each item:
/// value AV001, codes of states AV003, quantities AV004; the route from `declared`. `rates` is the view of
/// the day of acceptance, for amendments too; it has the law of departure. Findings, all at once: R-TRA-207 a
/// statement is not in its form or stands twice, R-TRA-212 an item has no value, and those of
/// guarantee::amount_at_risk. Pure; safe from any thread.
[[nodiscard]] RiskAmount fill_risk_amount(transit::Declaration& declared, const message::Message& message,
                                          const refdata::View& rates, Sha256 sha256);

}  // namespace lintas::workflow
