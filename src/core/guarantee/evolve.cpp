#include "core/guarantee/evolve.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <variant>
#include <vector>

#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/tin.hpp"

namespace lintas::guarantee {

namespace {

/// Where all places are taken the sender is not written down: it then counts as locked.
void count_failure(Header& header, const Tin& sender) {
  const auto known = std::ranges::find(header.failures, sender, &CodeFailures::sender);
  if (known != header.failures.end()) {
    if (known->count < std::numeric_limits<std::uint8_t>::max()) ++known->count;
    return;
  }
  if (header.failures.size() < limits::code_failure_senders_max) header.failures.push_back({sender, 1});
}

void forget_failures(Header& header, const Tin& sender) {
  std::erase_if(header.failures, [&](const CodeFailures& failures) { return failures.sender == sender; });
}

void note_code(Header& header, const Tin& sender, CodeOutcome outcome) {
  if (outcome == CodeOutcome::wrong) count_failure(header, sender);
  if (outcome == CodeOutcome::right) forget_failures(header, sender);
}

void end_use(Header& header, const Ended& ended) {
  std::int64_t& side = ended.was_credited ? header.sums.credited : header.sums.reserved;
  side -= ended.amount.minor_units();
  if (ended.claim) header.sums.claimed -= ended.claim->minor_units();
  --header.sums.open_uses;
}

Header registered(const Registered& e) {
  return {.status = Status::valid,
          .grn = e.grn,
          .kind = e.kind,
          .holder = e.holder,
          .guarantor = e.guarantor,
          .office = e.office,
          .reference_amount = e.reference_amount,
          .guaranteed_amount = e.guaranteed_amount,
          .valid_from = e.valid_from,
          .valid_until = e.valid_until,
          .revoked_from = std::nullopt,
          .not_valid_in = e.not_valid_in,
          .binding = e.binding,
          .master_code = e.master_code,
          .access_codes = e.access_codes,
          .failures = {},
          .sums = {},
          .used_by = std::nullopt,
          .utc_offset_minutes = e.utc_offset_minutes,
          .receipt = e.receipt};
}

}  // namespace

Header evolve(Header header, const AccountEvent& event) {
  std::visit(Overloaded{
                 [&](const Registered& e) { header = registered(e); },
                 [&](const TermsChanged& e) {
                   header.reference_amount = e.reference_amount;
                   header.guaranteed_amount = e.guaranteed_amount;
                   header.valid_until = e.valid_until;
                   header.not_valid_in = e.not_valid_in;
                 },
                 [&](const Suspended&) { header.status = Status::suspended; },
                 [&](const SuspensionLifted&) { header.status = Status::valid; },
                 [&](const NoticeGiven& e) { header.revoked_from = e.effective; },
                 [&](const Expired&) { header.status = Status::expired; },
                 [&](const Revoked&) { header.status = Status::revoked; },
                 [&](const Liberated&) { header.status = Status::liberated; },
                 [&](const AccessCodesReplaced& e) {
                   header.access_codes = e.access_codes;
                   if (e.sender) forget_failures(header, *e.sender);
                 },
                 [&](const MasterCodeFailed& e) { count_failure(header, e.sender); },
                 [&](const SenderUnlocked& e) { forget_failures(header, e.sender); },
             },
             event);
  return header;
}

Header evolve(Header header, const UseEvent& event) {
  Sums& sums = header.sums;
  std::visit(Overloaded{
                 [&](const Checked& e) { note_code(header, e.sender, e.code); },
                 [&](const Reserved& e) {
                   note_code(header, e.sender, e.code);
                   sums.reserved += e.amount.minor_units();
                   ++sums.open_uses;
                   if (single_use(header.kind)) header.used_by = e.mrn;
                 },
                 [&](const ReservationRefused& e) { note_code(header, e.sender, e.code); },
                 [&](const Cancelled& e) {
                   sums.reserved -= e.amount.minor_units();
                   --sums.open_uses;
                   header.used_by.reset();
                 },
                 [&](const Credited& e) {
                   sums.reserved -= e.amount.minor_units();
                   sums.credited += e.amount.minor_units();
                 },
                 [&](const Claimed& e) { sums.claimed += e.claim.minor_units(); },
                 [&](const ClaimReviewed&) {},
                 [&](const ClaimWithdrawn& e) { sums.claimed -= e.claim.minor_units(); },
                 [&](const ClaimPaid& e) {
                   end_use(header, e.ended);
                   sums.paid += e.ended.claim->minor_units();
                 },
                 [&](const Released& e) { end_use(header, e.ended); },
             },
             event);
  return header;
}

bool concerns_header(const UseEvent& event) {
  const auto compared = [](const auto& e) { return e.code != CodeOutcome::not_compared; };
  return std::visit(Overloaded{
                        [&](const Checked& e) { return compared(e); },
                        [&](const ReservationRefused& e) { return compared(e); },
                        [](const ClaimReviewed&) { return false; },
                        [](const auto&) { return true; },
                    },
                    event);
}

Use evolve(Use use, const UseEvent& event) {
  std::visit(
      Overloaded{
          [&](const Checked& e) { use.last_check = Attempt{e.message, e.amount, e.refused, e.reasons}; },
          [&](const Reserved& e) {
            use.state = UseState::used;
            use.amount = e.amount;
            use.mrn = e.mrn;
            use.last_reservation =
                Attempt{.message = e.message, .amount = e.amount, .refused = false, .reasons = {}};
          },
          [&](const ReservationRefused& e) {
            use.last_reservation =
                Attempt{.message = e.message, .amount = e.amount, .refused = true, .reasons = e.reasons};
          },
          [&](const Cancelled&) { use.state = UseState::cancelled; },
          [&](const Credited&) { use.state = UseState::credited; },
          [&](const Claimed& e) {
            use.state = use.state == UseState::credited ? UseState::claimed_after_credit : UseState::claimed;
            use.claim = e.claim;
            use.claim_review_due = e.review_due;
            use.claimed_by = e.office;
          },
          [&](const ClaimReviewed& e) { use.claim_review_due = e.review_due; },
          [&](const ClaimWithdrawn&) {
            use.state = use.state == UseState::claimed_after_credit ? UseState::credited : UseState::used;
            use.claim = Money{};
            use.claim_review_due.reset();
            use.claimed_by.reset();
          },
          [&](const ClaimPaid&) {
            use.state = UseState::released;
            use.was_paid = true;
            use.claim_review_due.reset();
            use.claimed_by.reset();
          },
          [&](const Released&) {
            use.state = UseState::released;
            use.claim_review_due.reset();
            use.claimed_by.reset();
          },
      },
      event);
  return use;
}

}  // namespace lintas::guarantee

namespace lintas {

template const Shape& shape<guarantee::AccountEvent>();
template const Shape& shape<guarantee::UseEvent>();

}  // namespace lintas
