#include "core/guarantee/invariants.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/guarantee/exact.hpp"
#include "core/guarantee/state.hpp"

namespace lintas::guarantee {

namespace {

std::optional<Violation> unless(bool holds, std::string_view law, std::string_view what) {
  if (holds) return std::nullopt;
  return Violation{.law = law, .what = what};
}

/// Compared as a sum on both sides, so that nothing is subtracted.
bool moved_alike(std::int64_t header_before, std::int64_t header_after, std::int64_t use_before,
                 std::int64_t use_after) {
  return header_before + use_after == header_after + use_before;
}

std::int64_t owed(const Header& header) { return header.sums.claimed + header.sums.paid; }

}  // namespace

std::optional<Violation> header_moves_with_use(const UseStep& step) {
  const Sums& before = step.header_before.sums;
  const Sums& after = step.header_after.sums;
  const Sums share_before = share_of(step.use_before);
  const Sums share_after = share_of(step.use_after);
  const bool alike =
      moved_alike(before.reserved, after.reserved, share_before.reserved, share_after.reserved) &&
      moved_alike(before.credited, after.credited, share_before.credited, share_after.credited) &&
      moved_alike(before.claimed, after.claimed, share_before.claimed, share_after.claimed) &&
      moved_alike(before.paid, after.paid, share_before.paid, share_after.paid) &&
      moved_alike(before.open_uses, after.open_uses, share_before.open_uses, share_after.open_uses);
  return unless(alike, "GUA-INV-1", "the header moved by another amount than its use");
}

std::optional<Violation> never_above_the_reference_amount(const UseStep& step) {
  // A lowered reference amount may leave it above: it must not grow there.
  const bool grew = step.header_after.sums.reserved > step.header_before.sums.reserved;
  const bool above = step.header_after.sums.reserved > step.header_after.reference_amount.minor_units();
  return unless(!(grew && above), "GUA-INV-2", "more is reserved than the reference amount");
}

std::optional<Violation> never_above_the_guaranteed_amount(const UseStep& step) {
  const bool grew = owed(step.header_after) > owed(step.header_before);
  const bool above = owed(step.header_after) > step.header_after.guaranteed_amount.minor_units();
  return unless(!(grew && above), "GUA-INV-3", "more is claimed than the guaranteed amount");
}

std::optional<Violation> no_sum_below_zero(const UseStep& step) {
  const Sums& sums = step.header_after.sums;
  const bool fine = sums.reserved >= 0 && sums.credited >= 0 && sums.claimed >= 0 && sums.paid >= 0;
  return unless(fine, "GUA-INV-4", "a sum of the account is below zero");
}

std::optional<Violation> one_journey_one_use(const UseStep& step) {
  const Header& after = step.header_after;
  const bool opened = after.sums.open_uses > step.header_before.sums.open_uses;
  const bool fine =
      !single_use(after.kind) || (after.sums.open_uses <= 1 && (!opened || after.used_by.has_value()));
  return unless(fine, "GUA-INV-5", "a guarantee for one journey is used twice");
}

std::optional<Violation> only_a_valid_account_takes_uses(const UseStep& step) {
  const bool opened = step.header_after.sums.open_uses > step.header_before.sums.open_uses;
  return unless(!opened || step.header_before.status == Status::valid, "GUA-INV-6",
                "an account that is not valid took a use");
}

std::optional<Violation> a_use_keeps_the_terms(const UseStep& step) {
  Header after = step.header_after;
  after.sums = step.header_before.sums;
  after.failures = step.header_before.failures;
  after.used_by = step.header_before.used_by;
  return unless(after == step.header_before, "GUA-INV-7", "a use changed the terms of its account");
}

std::optional<Violation> what_is_taken_is_covered(const UseStep& step) {
  const Header& after = step.header_after;
  const std::int64_t taken = after.sums.reserved - step.header_before.sums.reserved;
  if (taken <= 0 || after.kind == Kind::waiver) return std::nullopt;
  // The guaranteed part of an amount is amount * guaranteed / reference; multiplied out, nothing is rounded.
  const std::int64_t reference = after.reference_amount.minor_units();
  const std::int64_t guaranteed = after.guaranteed_part();
  const std::int64_t unpaid = after.guaranteed_amount.minor_units() - after.sums.paid;
  const bool covered = product_of(taken, guaranteed) <= product_of(after.left_to_claim(), reference) &&
                       product_of(after.sums.reserved, guaranteed) <= product_of(unpaid, reference);
  return unless(covered, "GUA-INV-12", "a use was taken that the guarantor owes nothing for");
}

std::optional<Violation> an_account_event_keeps_the_sums(const AccountStep& step) {
  return unless(step.before.sums == step.after.sums, "GUA-INV-8", "a command to the account moved its sums");
}

std::optional<Violation> identity_stays(const AccountStep& step) {
  const Header& a = step.before;
  const Header& b = step.after;
  const bool same = a.grn == b.grn && a.kind == b.kind && a.holder == b.holder && a.office == b.office &&
                    a.receipt == b.receipt &&
                    a.reference_amount.currency() == b.reference_amount.currency() &&
                    b.guaranteed_amount.currency() == b.reference_amount.currency();
  return unless(a.status == Status::none || same, "GUA-INV-9", "the account became another one");
}

std::optional<Violation> liberated_means_nothing_open(const AccountStep& step) {
  const bool fine = step.after.status != Status::liberated || step.after.sums.open_uses == 0;
  return unless(fine, "GUA-INV-10", "a liberated account has open uses");
}

Sums together(const Sums& a, const Sums& b) {
  const auto add = [](std::int64_t one, std::int64_t other) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(one) + static_cast<std::uint64_t>(other));
  };
  return {.reserved = add(a.reserved, b.reserved),
          .credited = add(a.credited, b.credited),
          .claimed = add(a.claimed, b.claimed),
          .paid = add(a.paid, b.paid),
          .open_uses = a.open_uses + b.open_uses};
}

std::optional<Violation> header_is_the_sum(const Header& header, const Sums& of_uses) {
  return unless(header.sums == of_uses, "GUA-INV-11", "the header is not the sum of its uses");
}

std::optional<Violation> violated(const UseStep& step) {
  for (const auto law : use_laws) {
    if (auto violation = law(step)) return violation;
  }
  return std::nullopt;
}

std::optional<Violation> violated(const AccountStep& step) {
  for (const auto law : account_laws) {
    if (auto violation = law(step)) return violation;
  }
  return std::nullopt;
}

}  // namespace lintas::guarantee
