#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/profile.hpp"
#include "core/guarantee/refusal.hpp"
#include "core/guarantee/standing.hpp"
#include "core/guarantee/state.hpp"
#include "core/guarantee/table.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/tin.hpp"

namespace lintas::guarantee {

namespace {

using UseDecision = Decision<SlottedUseEvent>;
using Accounts = std::span<const Account>;

/// Counted from one, as in the paths of messages.
std::string place_of(std::size_t slot) { return format("lines[{}]/", slot + 1); }

UseDecision refuse(Refusal refusal, const std::string& place = {}, const std::string& help = {}) {
  return refused<SlottedUseEvent>({finding(refusal, place, help)});
}

// ---- is a guarantee fit for a line?

/// Whether anything is said to this sender but "not your guarantee": neither the code is compared nor the
/// state of the account told to somebody who read the GRN off a document (R-ACTS-045).
bool is_stranger(const Header& header, const Demand& demand) {
  const bool acts_for_holder = demand.sender_is_agent && demand.principal == header.holder;
  return demand.sender != header.holder && !acts_for_holder;
}

/// Looks at every code, so that the time taken does not tell which one matched.
bool knows_code(const Header& header, const std::optional<AccessCodeHash>& code) {
  bool known = false;
  for (const AccessCodeHash& held : header.access_codes) known |= code && held == *code;
  return known;
}

bool takes_uses_on(const Header& header, Day day) {
  const bool begun = header.valid_from <= day;
  const bool over = header.valid_until && *header.valid_until < day;
  const bool revoked = header.revoked_from && *header.revoked_from <= day;
  return header.status == Status::valid && begun && !over && !revoked;
}

bool ends_before_limit(const Header& header, const Demand& demand, const Profile& profile) {
  return profile.valid_through_limit_date && demand.limit_day && header.valid_until &&
         *header.valid_until < *demand.limit_day;
}

bool is_excluded(const Header& header, const Demand& demand) {
  return std::ranges::any_of(header.not_valid_in, [&](Country country) {
    return std::ranges::find(demand.route, country) != demand.route.end();
  });
}

bool covers_goods(const Binding& binding, const Demand& demand) {
  if (binding.goods.empty()) return true;
  return std::ranges::all_of(demand.goods, [&](const Ahtn& code) {
    return std::ranges::any_of(binding.goods, [&](const Ahtn& bound) { return bound.covers(code); });
  });
}

struct Judgement {
  std::vector<Refusal> reasons;
  CodeOutcome code = CodeOutcome::not_compared;
};

void judge_code(Judgement& judgement, const Header& header, const Line& line, const Tin& sender,
                const Profile& profile) {
  if (!needs_access_code(header.kind)) return;
  if (is_locked(header, sender, profile.code_failures_max)) {
    judgement.reasons.push_back(Refusal::access_code_locked);
    return;
  }
  judgement.code = knows_code(header, line.access_code) ? CodeOutcome::right : CodeOutcome::wrong;
  if (judgement.code == CodeOutcome::wrong) judgement.reasons.push_back(Refusal::access_code_wrong);
}

/// Whether an amount does is told to the holder, and to an agent that has shown the right code, where the
/// guarantee has codes: answers to one amount after the other are the balance.
void judge_amount(Judgement& judgement, const Header& header, const Line& line, const Tin& sender) {
  std::vector<Refusal>& reasons = judgement.reasons;
  const bool has_shown_code = !needs_access_code(header.kind) || judgement.code == CodeOutcome::right;
  if (line.amount.currency() != header.reference_amount.currency()) {
    reasons.push_back(Refusal::other_currency);
  } else if (line.amount.minor_units() < 0) {
    reasons.push_back(Refusal::negative_amount);
  } else if (line.amount.minor_units() > header.available() && (has_shown_code || sender == header.holder)) {
    reasons.push_back(Refusal::amount_not_sufficient);
  }
}

/// What would mend it. What is left on the account is told to its holder alone, who showed the right code: an
/// agent learns that it does not do, and asks.
std::string help_for(Refusal refusal, const Judgement& judgement, const Header& header, const Line& line,
                     const Demand& demand) {
  if (refusal == Refusal::not_valid) {
    if (header.valid_from > demand.day) return format("it is valid from {}", to_text(header.valid_from));
    if (header.valid_until && *header.valid_until < demand.day)
      return format("it was valid until {}", to_text(*header.valid_until));
    if (header.revoked_from && *header.revoked_from <= demand.day)
      return format("it was revoked from {}", to_text(*header.revoked_from));
    return header.status == Status::suspended ? "it is suspended" : "it has ended";
  }
  if (refusal == Refusal::ends_before_limit && header.valid_until && demand.limit_day) {
    return format("it ends on {}, the time limit is {}", to_text(*header.valid_until),
                  to_text(*demand.limit_day));
  }
  if (refusal == Refusal::other_currency)
    return format("the guarantee is in {}", header.reference_amount.currency().str());
  const bool may_know = !demand.sender_is_agent && judgement.code != CodeOutcome::wrong;
  if (refusal != Refusal::amount_not_sufficient || !may_know) return {};
  return shortfall(header, line.amount, line.minor_digits);
}

/// Every reason that applies and may be told (R-ACTS-012), in the order of their codes.
Judgement judge(const Header& header, const Line& line, const Demand& demand, const Profile& profile) {
  // A GRN says where its office of guarantee is; of another country none is registered here (ncts.md 4.3).
  if (line.grn.country() != demand.departure.country()) return {.reasons = {Refusal::other_country}};
  if (header.status == Status::none) return {.reasons = {Refusal::unknown_guarantee}};
  require(header.grn == line.grn, "the account of a line has its GRN");
  if (is_stranger(header, demand)) return {.reasons = {Refusal::other_holder}};

  Judgement judgement;
  const auto when = [&](bool applies, Refusal refusal) {
    if (applies) judgement.reasons.push_back(refusal);
  };
  when(!takes_uses_on(header, demand.day), Refusal::not_valid);
  when(ends_before_limit(header, demand, profile), Refusal::ends_before_limit);
  judge_code(judgement, header, line, demand.sender, profile);
  when(demand.principal != header.holder, Refusal::other_holder);
  when(is_excluded(header, demand), Refusal::excluded_country);
  judge_amount(judgement, header, line, demand.sender);
  when(header.used_by && *header.used_by != demand.mrn, Refusal::used_already);
  if (header.binding) {
    const bool same_offices =
        header.binding->departure == demand.departure && header.binding->destination == demand.destination;
    when(!same_offices, Refusal::other_offices);
    when(!covers_goods(*header.binding, demand), Refusal::other_goods);
  }
  const auto kind = kind_of_wire_type(line.type);
  when(!kind, Refusal::type_not_accepted);
  when(kind && *kind != header.kind, Refusal::other_type);
  return judgement;
}

// ---- questions about a movement

/// What is wrong with the question itself; nothing is recorded of such a one.
std::optional<Refusal> fault_in_lines(const Demand& demand) {
  if (demand.lines.empty() || demand.lines.size() > limits::guarantees_per_movement_max)
    return Refusal::number_of_lines;
  std::set<Grn> seen;
  for (const Line& line : demand.lines) {
    if (!seen.insert(line.grn).second) return Refusal::same_guarantee_twice;
  }
  return std::nullopt;
}

/// The answer to a message that was the last of its kind for every line; nothing if it was so for none.
std::optional<UseDecision> repeated(Accounts accounts, const Demand& demand,
                                    std::optional<Attempt> Use::* last) {
  std::size_t known = 0;
  bool same = true;
  bool refused_then = false;
  Findings findings;
  for (std::size_t slot = 0; slot < accounts.size(); ++slot) {
    const auto& attempt = accounts[slot].use.*last;
    if (!attempt || attempt->message != demand.message) continue;
    ++known;
    same = same && attempt->amount == demand.lines[slot].amount;
    refused_then = refused_then || attempt->refused;
    for (const Refusal reason : attempt->reasons) findings.push_back(finding(reason, place_of(slot)));
  }
  if (known == 0) return std::nullopt;
  if (!same || known != accounts.size() || refused_then != !findings.empty())
    return refuse(Refusal::message_reused);
  return refused<SlottedUseEvent>(std::move(findings));  // without findings: accepted, nothing new happened
}

/// What an officer of recovery does; all else the movement's own commands ask, for whoever declared it.
bool is_of_recovery(UseTrigger trigger) {
  return trigger == UseTrigger::claim || trigger == UseTrigger::withdraw || trigger == UseTrigger::pay;
}

Findings refusals_by_state(Accounts accounts, UseTrigger trigger) {
  Findings findings;
  for (std::size_t slot = 0; slot < accounts.size(); ++slot) {
    const UseState state = accounts[slot].use.state;
    const auto& cell = cell_of(state, trigger);
    if (cell.verdict != Verdict::refuse) continue;
    findings.push_back(
        finding(cell.refusal, place_of(slot), is_of_recovery(trigger) ? standing(state) : std::string{}));
  }
  return findings;
}

/// The ladder of both questions: shape, repetition, state, and then every line. `record` makes the event of a
/// line from its judgement and whether the movement as a whole is refused.
template <class Record>
UseDecision answer(Accounts accounts, const Demand& demand, const Profile& profile, UseTrigger trigger,
                   std::optional<Attempt> Use::* last, Record record) {
  if (const auto fault = fault_in_lines(demand)) return refuse(*fault);
  require(accounts.size() == demand.lines.size(), "every line comes with its account");
  if (auto decision = repeated(accounts, demand, last)) return std::move(*decision);
  if (auto findings = refusals_by_state(accounts, trigger); !findings.empty())
    return refused<SlottedUseEvent>(std::move(findings));

  std::vector<Judgement> judgements;
  UseDecision decision;
  for (std::size_t slot = 0; slot < accounts.size(); ++slot) {
    judgements.push_back(judge(accounts[slot].header, demand.lines[slot], demand, profile));
    const auto& header = accounts[slot].header;
    for (const Refusal reason : judgements[slot].reasons) {
      decision.answer.refused_for.push_back(finding(
          reason, place_of(slot), help_for(reason, judgements[slot], header, demand.lines[slot], demand)));
    }
  }
  for (std::size_t slot = 0; slot < accounts.size(); ++slot) {
    decision.events.push_back(
        {slot, record(demand.lines[slot], std::move(judgements[slot]), !decision.answer.accepted())});
  }
  return decision;
}

// ---- changes of uses that are there

/// One event for each use that the trigger moves, or a refusal that moves none.
template <class Make>
UseDecision change_all(Accounts accounts, UseTrigger trigger, Make make) {
  if (auto findings = refusals_by_state(accounts, trigger); !findings.empty())
    return refused<SlottedUseEvent>(std::move(findings));
  UseDecision decision;
  for (std::size_t slot = 0; slot < accounts.size(); ++slot) {
    const Use& use = accounts[slot].use;
    if (cell_of(use.state, trigger).verdict == Verdict::row) decision.events.push_back({slot, make(use)});
  }
  return decision;
}

Ended end_of(const Use& use) {
  const bool claimed = is_claimed(use.state);
  const bool credited = use.state == UseState::credited || use.state == UseState::claimed_after_credit;
  return {.amount = use.amount,
          .was_credited = credited,
          .claim = claimed ? std::optional{use.claim} : std::nullopt};
}

std::optional<Refusal> fault_in_claim(const Header& header, const ClaimFromGuarantor& c) {
  if (!c.approval.four_eyes()) return Refusal::four_eyes;
  if (c.amount.currency() != header.guaranteed_amount.currency()) return Refusal::other_currency;
  if (c.amount.minor_units() <= 0) return Refusal::negative_amount;
  if (c.amount.minor_units() > header.left_to_claim()) return Refusal::claim_too_high;
  return std::nullopt;
}

}  // namespace

UseDecision decide(Accounts accounts, const CheckUses& c, const Profile& profile) {
  const Demand& demand = c.demand;
  return answer(accounts, demand, profile, UseTrigger::check, &Use::last_check,
                [&](const Line& line, Judgement&& judgement, bool is_refused) -> UseEvent {
                  return Checked{.at = demand.at,
                                 .message = demand.message,
                                 .amount = line.amount,
                                 .refused = is_refused,
                                 .reasons = std::move(judgement.reasons),
                                 .sender = demand.sender,
                                 .code = judgement.code};
                });
}

UseDecision decide(Accounts accounts, const ReserveUses& c, const Profile& profile) {
  const Demand& demand = c.demand;
  return answer(accounts, demand, profile, UseTrigger::reserve, &Use::last_reservation,
                [&](const Line& line, Judgement&& judgement, bool is_refused) -> UseEvent {
                  if (is_refused) {
                    return ReservationRefused{.at = demand.at,
                                              .message = demand.message,
                                              .amount = line.amount,
                                              .reasons = std::move(judgement.reasons),
                                              .sender = demand.sender,
                                              .code = judgement.code};
                  }
                  return Reserved{.at = demand.at,
                                  .message = demand.message,
                                  .mrn = demand.mrn,
                                  .amount = line.amount,
                                  .sender = demand.sender,
                                  .code = judgement.code,
                                  .calculation = c.calculation};
                });
}

UseDecision decide(Accounts accounts, const CancelUses& c) {
  return change_all(accounts, UseTrigger::cancel,
                    [&](const Use& use) { return Cancelled{.at = c.at, .amount = use.amount}; });
}

UseDecision decide(Accounts accounts, const CreditUses& c, const Profile& profile) {
  if (!profile.credit_at_arrival) return refuse(Refusal::credit_is_off);
  return change_all(accounts, UseTrigger::credit,
                    [&](const Use& use) { return Credited{.at = c.at, .amount = use.amount}; });
}

UseDecision decide(Accounts accounts, const ReleaseUses& c) {
  return change_all(accounts, UseTrigger::release,
                    [&](const Use& use) { return Released{.at = c.at, .ended = end_of(use)}; });
}

UseDecision decide(const Account& account, const ClaimFromGuarantor& c, const Profile& profile) {
  const auto& cell = cell_of(account.use.state, UseTrigger::claim);
  if (cell.verdict == Verdict::refuse) return refuse(cell.refusal, {}, standing(account.use.state));
  if (const auto fault = fault_in_claim(account.header, c)) return refuse(*fault);
  return change_all({&account, 1}, UseTrigger::claim, [&](const Use&) {
    return Claimed{.at = c.at,
                   .by = c.approval.first,
                   .second = c.approval.second,
                   .claim = c.amount,
                   .review_due = c.at + profile.claim_review,
                   .office = c.office};
  });
}

UseDecision decide(const Account& account, const WithdrawClaim& c) {
  const auto& cell = cell_of(account.use.state, UseTrigger::withdraw);
  if (cell.verdict == Verdict::row && !c.approval.four_eyes()) return refuse(Refusal::four_eyes);
  return change_all({&account, 1}, UseTrigger::withdraw, [&](const Use& use) {
    return ClaimWithdrawn{
        .at = c.at, .by = c.approval.first, .claim = use.claim, .second = c.approval.second};
  });
}

UseDecision decide(const Account& account, const RecordPayment& c) {
  return change_all({&account, 1}, UseTrigger::pay,
                    [&](const Use& use) { return ClaimPaid{.at = c.at, .by = c.by, .ended = end_of(use)}; });
}

UseDecision decide(const Account& account, const ReviewClaim& c, const Profile& profile) {
  if (account.use.claim_review_due && c.at < *account.use.claim_review_due)
    return refuse(Refusal::review_not_due);
  return change_all({&account, 1}, UseTrigger::review, [&](const Use&) {
    return ClaimReviewed{.at = c.at, .review_due = c.at + profile.claim_review};
  });
}

std::string shortfall(const Header& header, Money asked, std::uint8_t minor_digits) {
  const auto money = [&](std::int64_t minor_units) {
    return format("{} {}", with_all_places(minor_units, minor_digits), asked.currency().str());
  };
  const std::int64_t available = std::max<std::int64_t>(header.available(), 0);
  return format("short by {}, available {}", money(asked.minor_units() - available), money(available));
}

}  // namespace lintas::guarantee
