#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/guarantee/state.hpp"

namespace lintas::guarantee {

struct Violation {
  std::string_view law;
  std::string_view what;
};

/// One event of a use, seen from both sides.
struct UseStep {
  const Header& header_before;
  const Header& header_after;
  const Use& use_before;
  const Use& use_after;
};

/// One event of an account.
struct AccountStep {
  const Header& before;
  const Header& after;
};

// GUA-INV-1: what the header's sums move by is what the use's share moves by.
[[nodiscard]] std::optional<Violation> header_moves_with_use(const UseStep&);
// GUA-INV-2: what is reserved grows within the reference amount only.
[[nodiscard]] std::optional<Violation> never_above_the_reference_amount(const UseStep&);
// GUA-INV-3: what is claimed and paid grows within the guaranteed amount only.
[[nodiscard]] std::optional<Violation> never_above_the_guaranteed_amount(const UseStep&);
// GUA-INV-4: no sum is below zero.
[[nodiscard]] std::optional<Violation> no_sum_below_zero(const UseStep&);
// GUA-INV-5: a use of one journey is open once at most, for the declaration that has the guarantee.
[[nodiscard]] std::optional<Violation> one_journey_one_use(const UseStep&);
// GUA-INV-6: only a valid account takes a new use.
[[nodiscard]] std::optional<Violation> only_a_valid_account_takes_uses(const UseStep&);
// GUA-INV-7: a use changes nothing of its account but sums, failures and the declaration that has it.
[[nodiscard]] std::optional<Violation> a_use_keeps_the_terms(const UseStep&);
// GUA-INV-12: a use is taken only where the guarantor still owes the guaranteed part of it, and of everything
// that is reserved, after what was paid.
[[nodiscard]] std::optional<Violation> what_is_taken_is_covered(const UseStep&);

// GUA-INV-8: a command to the account leaves the sums as they are.
[[nodiscard]] std::optional<Violation> an_account_event_keeps_the_sums(const AccountStep&);
// GUA-INV-9: GRN, receipt, kind, holder, office and currency of a registered account never change.
[[nodiscard]] std::optional<Violation> identity_stays(const AccountStep&);
// GUA-INV-10: nothing is open in a liberated account.
[[nodiscard]] std::optional<Violation> liberated_means_nothing_open(const AccountStep&);

/// The shares of several uses together. Wraps instead of overflowing: an audit adds up what damage may have
/// made of the amounts.
[[nodiscard]] Sums together(const Sums& a, const Sums& b);

// GUA-INV-11: the header's sums are those of all its uses together. Not a law of a step but of the whole
// store: `lintas audit verify` asks it, and every simulated run at its end.
[[nodiscard]] std::optional<Violation> header_is_the_sum(const Header& header, const Sums& of_uses);

inline constexpr std::array<std::optional<Violation> (*)(const UseStep&), 8> use_laws{
    header_moves_with_use,
    never_above_the_reference_amount,
    never_above_the_guaranteed_amount,
    no_sum_below_zero,
    one_journey_one_use,
    only_a_valid_account_takes_uses,
    a_use_keeps_the_terms,
    what_is_taken_is_covered};
inline constexpr std::array<std::optional<Violation> (*)(const AccountStep&), 3> account_laws{
    an_account_event_keeps_the_sums, identity_stays, liberated_means_nothing_open};

/// The first law that the step breaks.
[[nodiscard]] std::optional<Violation> violated(const UseStep& step);
[[nodiscard]] std::optional<Violation> violated(const AccountStep& step);

}  // namespace lintas::guarantee
