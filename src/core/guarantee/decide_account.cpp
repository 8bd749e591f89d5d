#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/exact.hpp"
#include "core/guarantee/profile.hpp"
#include "core/guarantee/refusal.hpp"
#include "core/guarantee/standing.hpp"
#include "core/guarantee/state.hpp"
#include "core/guarantee/table.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/receipt.hpp"

namespace lintas::guarantee {

namespace {

using AccountDecision = Decision<AccountEvent>;

AccountDecision refuse(Refusal refusal, const std::string& help = {}) {
  return refused<AccountEvent>({finding(refusal, {}, help)});
}

/// A refusal, and the field of the command that it is about where that is not the one of its facts.
struct Fault {
  Refusal refusal;
  std::string field = {};

  // NOLINTNEXTLINE(google-explicit-constructor): most refusals are of one field
  Fault(Refusal is, std::string of = {}) : refusal(is), field(std::move(of)) {}
};
using MaybeFault = std::optional<Fault>;

Finding finding_of(const Fault& fault) {
  Finding told = finding(fault.refusal);
  if (!fault.field.empty()) told.pointer = fault.field;
  return told;
}

/// The answer where the table alone decides; nothing if the state has a row for the trigger.
std::optional<AccountDecision> by_state(const Header& header, AccountTrigger trigger) {
  const auto& cell = cell_of(header.status, trigger);
  switch (cell.verdict) {
    case Verdict::row: return std::nullopt;
    case Verdict::record_only: return accepted<AccountEvent>();
    case Verdict::refuse: return refuse(cell.refusal, standing(header.status));
  }
  std::unreachable();
}

// ---- registration

Kind kind_of(const Terms& terms) {
  return std::visit(Overloaded{[](const SingleJourney&) { return Kind::individual; },
                               [](const MultipleJourneys&) { return Kind::comprehensive; },
                               [](const Waiver&) { return Kind::waiver; },
                               [](const CashDeposit&) { return Kind::cash_deposit; }},
                    terms);
}

std::uint8_t guaranteed_percent(const Terms& terms) {
  if (const auto* multiple = std::get_if<MultipleJourneys>(&terms)) return multiple->percent;
  return std::holds_alternative<Waiver>(terms) ? 0 : 100;
}

const Guarantor* guarantor_of(const Terms& terms) {
  if (const auto* single = std::get_if<SingleJourney>(&terms)) return &single->guarantor;
  if (const auto* multiple = std::get_if<MultipleJourneys>(&terms)) return &multiple->guarantor;
  return nullptr;
}

std::optional<Binding> binding_of(const Terms& terms) {
  if (const auto* single = std::get_if<SingleJourney>(&terms)) return single->binding;
  if (const auto* deposit = std::get_if<CashDeposit>(&terms)) return deposit->binding;
  return std::nullopt;
}

std::optional<Receipt> receipt_of(const Terms& terms) {
  const auto* deposit = std::get_if<CashDeposit>(&terms);
  return deposit == nullptr ? std::nullopt : std::optional{deposit->receipt};
}

/// "terms/multiple_journeys/percent": an act names the terms by the last word of their record.
std::string in_terms(const Terms& terms, std::string_view field) {
  const std::string_view record = std::visit([]<class T>(const T& /*terms*/) { return T::record; }, terms);
  return format("terms/{}/{}", record.substr(record.rfind('.') + 1), field);
}

MaybeFault fault_in_guarantor(const Terms& terms, const Profile& profile) {
  const Guarantor* guarantor = guarantor_of(terms);
  if (guarantor == nullptr) return std::nullopt;
  const bool kind_accepted =
      std::ranges::find(profile.guarantors, guarantor->kind) != profile.guarantors.end();
  if (!guarantor->approved || !kind_accepted)
    return Fault{Refusal::guarantor_not_approved, in_terms(terms, "guarantor")};
  return std::nullopt;
}

/// The part of the reference amount that is guaranteed, rounded up; a percentage up to 100 never overflows.
Money guaranteed_amount(Money reference, std::uint8_t percent) {
  const std::int64_t whole = reference.minor_units() / 100 * percent;
  const std::int64_t rest = ((reference.minor_units() % 100 * percent) + 99) / 100;
  return Money{whole + rest, reference.currency()};
}

// ---- what a waiver, a reduction and a reference amount ask for, at registration and whenever they change

std::optional<Refusal> fault_in_waiver(const Standing& standing, const Profile& profile) {
  if (!profile.waiver_allowed) return Refusal::waiver_not_foreseen;
  const bool earned = standing.authorised_transit_trader && standing.transport_or_logistics &&
                      standing.arrears_days <= profile.waiver_arrears_days_max &&
                      standing.years_without_enforcement >= profile.waiver_years_without_enforcement;
  if (!earned) return Refusal::waiver_not_earned;
  return std::nullopt;
}

bool is_earned(const Reduction& level, const Standing& standing) {
  return standing.clean_years >= level.clean_years && standing.arrears_days == 0;
}

/// `debt`: the field that says it.
MaybeFault fault_in_week(const Money& weekly_debt, const Money& reference_amount, std::string debt) {
  if (weekly_debt.currency() != reference_amount.currency())
    return Fault{Refusal::other_currency, std::move(debt)};
  if (weekly_debt.minor_units() > reference_amount.minor_units()) return Refusal::below_a_week;
  return std::nullopt;
}

// ---- faults of a registration

MaybeFault fault_in_waiver(const RegisterGuarantee& c, const Profile& profile) {
  const auto* waiver = std::get_if<Waiver>(&c.terms);
  if (waiver == nullptr) return std::nullopt;
  if (const auto refusal = fault_in_waiver(waiver->standing, profile)) {
    const bool of_standing = *refusal == Refusal::waiver_not_earned;
    return Fault{*refusal, of_standing ? in_terms(c.terms, "standing") : std::string{}};
  }
  if (!c.approval.four_eyes()) return Refusal::four_eyes;
  return std::nullopt;
}

MaybeFault fault_in_reduction(const RegisterGuarantee& c, const Profile& profile) {
  const auto* multiple = std::get_if<MultipleJourneys>(&c.terms);
  if (multiple == nullptr || multiple->percent == 100) return std::nullopt;
  const auto level = std::ranges::find(profile.reductions, multiple->percent, &Reduction::percent);
  if (level == profile.reductions.end())
    return Fault{Refusal::reduction_not_foreseen, in_terms(c.terms, "percent")};
  if (!is_earned(*level, multiple->standing))
    return Fault{Refusal::reduction_not_earned, in_terms(c.terms, "standing")};
  if (!c.approval.four_eyes()) return Refusal::four_eyes;
  return std::nullopt;
}

MaybeFault fault_in_amount(const RegisterGuarantee& c) {
  if (c.reference_amount.minor_units() <= 0) return Fault{Refusal::negative_amount, "reference_amount"};
  if (const auto* multiple = std::get_if<MultipleJourneys>(&c.terms))
    return fault_in_week(multiple->weekly_debt, c.reference_amount, in_terms(c.terms, "weekly_debt"));
  if (const auto* waiver = std::get_if<Waiver>(&c.terms))
    return fault_in_week(waiver->weekly_debt, c.reference_amount, in_terms(c.terms, "weekly_debt"));
  return std::nullopt;
}

bool right_number_of_codes(const std::vector<AccessCodeHash>& codes) {
  return !codes.empty() && codes.size() <= limits::access_codes_max;
}

MaybeFault fault_in_codes(const RegisterGuarantee& c) {
  if (!needs_access_code(kind_of(c.terms))) {
    if (!c.access_codes.empty()) return Refusal::access_codes_missing;
    if (c.master_code) return Fault{Refusal::access_codes_missing, "master_code"};
    return std::nullopt;
  }
  if (!right_number_of_codes(c.access_codes)) return Refusal::access_codes_missing;
  return std::nullopt;
}

MaybeFault fault_in_lists(const RegisterGuarantee& c) {
  if (c.not_valid_in.size() > limits::guarantee_list_max) return Refusal::list_too_long;
  const auto binding = binding_of(c.terms);
  if (binding && binding->goods.size() > limits::guarantee_list_max)
    return Fault{Refusal::list_too_long, in_terms(c.terms, "binding/goods")};
  return std::nullopt;
}

/// All faults of a registration at once, each by the rule that names it.
Findings faults_in(const RegisterGuarantee& c, const Profile& profile) {
  Findings findings;
  const auto note = [&](const MaybeFault& fault) {
    if (fault) findings.push_back(finding_of(*fault));
  };
  const auto when = [](bool applies, Refusal refusal) {
    return applies ? MaybeFault{refusal} : std::nullopt;
  };
  note(when(c.grn.is_voucher(), Refusal::voucher));
  const bool of_this_state = c.office.country() == profile.state && c.grn.country() == profile.state;
  note(when(!of_this_state, Refusal::office_of_other_country));
  note(when(of_this_state && !c.utc_offset_minutes, Refusal::unknown_office));
  note(fault_in_guarantor(c.terms, profile));
  note(fault_in_waiver(c, profile));
  note(fault_in_reduction(c, profile));
  note(fault_in_amount(c));
  note(when(c.valid_until && *c.valid_until < c.valid_from, Refusal::no_days_of_validity));
  note(fault_in_codes(c));
  note(fault_in_lists(c));
  if (c.receipt_taken) note(Fault{Refusal::receipt_taken, in_terms(c.terms, "receipt")});
  return findings;
}

// ---- faults of new terms

/// Whether a smaller part of the reference amount would be guaranteed than now.
bool lowers_the_part(const Header& header, const ChangeTerms& c) {
  return product_of(c.guaranteed_amount.minor_units(), header.reference_amount.minor_units()) <
         product_of(header.guaranteed_amount.minor_units(), c.reference_amount.minor_units());
}

/// A smaller part is a reduction, whichever of the two amounts was changed: one that the state knows for a
/// comprehensive guarantee, earned as at registration (R-ACTS-047a, R-ACTS-048).
MaybeFault fault_in_lower_part(const Header& header, const ChangeTerms& c, const Profile& profile) {
  const bool reduced = c.guaranteed_amount.minor_units() < c.reference_amount.minor_units();
  if (!reduced || !lowers_the_part(header, c)) return std::nullopt;
  const auto covers = [&](const Reduction& level) {
    return c.guaranteed_amount.minor_units() >=
           guaranteed_amount(c.reference_amount, level.percent).minor_units();
  };
  const auto earned = [&](const Reduction& level) {
    return covers(level) && is_earned(level, c.standing.value_or(Standing{}));
  };
  if (header.kind != Kind::comprehensive || std::ranges::none_of(profile.reductions, covers))
    return Fault{Refusal::reduction_not_foreseen, "guaranteed_amount"};
  if (std::ranges::none_of(profile.reductions, earned)) return Refusal::reduction_not_earned;
  return std::nullopt;
}

/// What several journeys may use covers a week of them: a lower amount is shown to do so (R-ACTS-044).
MaybeFault fault_in_new_reference(const Header& header, const ChangeTerms& c) {
  if (single_use(header.kind)) return std::nullopt;
  if (c.weekly_debt) return fault_in_week(*c.weekly_debt, c.reference_amount, "weekly_debt");
  if (c.reference_amount.minor_units() < header.reference_amount.minor_units()) return Refusal::below_a_week;
  return std::nullopt;
}

/// Nobody guarantees any part of a waiver: a higher one has to be earned like a new one (R-ACTS-047).
MaybeFault fault_in_changed_waiver(const Header& header, const ChangeTerms& c, const Profile& profile) {
  if (c.guaranteed_amount.minor_units() != 0) return Refusal::guaranteed_by_a_waiver;
  if (c.reference_amount.minor_units() <= header.reference_amount.minor_units()) return std::nullopt;
  const auto refusal = fault_in_waiver(c.standing.value_or(Standing{}), profile);
  if (!refusal) return std::nullopt;
  const bool of_amount = *refusal == Refusal::waiver_not_foreseen;
  return Fault{*refusal, of_amount ? std::string{"reference_amount"} : std::string{}};
}

bool needs_four_eyes(const Header& header, const ChangeTerms& c) {
  if (header.kind == Kind::waiver) return c.reference_amount != header.reference_amount;
  return c.guaranteed_amount != header.guaranteed_amount || lowers_the_part(header, c);
}

MaybeFault fault_in_amounts(const Header& header, const ChangeTerms& c) {
  const Currency currency = header.reference_amount.currency();
  if (c.reference_amount.currency() != currency) return Fault{Refusal::other_currency, "reference_amount"};
  if (c.guaranteed_amount.currency() != currency) return Fault{Refusal::other_currency, "guaranteed_amount"};
  if (c.reference_amount.minor_units() <= 0) return Fault{Refusal::negative_amount, "reference_amount"};
  if (c.guaranteed_amount.minor_units() < 0) return Fault{Refusal::negative_amount, "guaranteed_amount"};
  return std::nullopt;
}

/// A guarantee whose last day is over ends at once and for good: nobody means that by naming a day.
MaybeFault fault_in_new_validity(const Header& header, const ChangeTerms& c) {
  if (c.valid_until && c.without_end) return Refusal::said_both_ways;
  if (!c.not_valid_in.empty() && c.valid_everywhere) return Fault{Refusal::said_both_ways, "not_valid_in"};
  if (c.valid_until && *c.valid_until < header.valid_from) return Refusal::no_days_of_validity;
  if (c.valid_until && *c.valid_until < day_at_office(header, c.at)) return Refusal::last_day_over;
  if (c.not_valid_in.size() > limits::guarantee_list_max) return Refusal::list_too_long;
  return std::nullopt;
}

MaybeFault fault_in_change(const Header& header, const ChangeTerms& c, const Profile& profile) {
  if (auto fault = fault_in_amounts(header, c)) return fault;
  if (auto fault = fault_in_new_validity(header, c)) return fault;
  auto fault = header.kind == Kind::waiver ? fault_in_changed_waiver(header, c, profile)
                                           : fault_in_lower_part(header, c, profile);
  if (fault) return fault;
  if (auto below = fault_in_new_reference(header, c)) return below;
  if (needs_four_eyes(header, c) && !c.approval.four_eyes()) return Refusal::four_eyes;
  return std::nullopt;
}

/// Only the holder's own sender may use the master code; anybody else is a stranger and counts nothing. Where
/// none is given, none is tried.
AccountDecision replace_by_master_code(const Header& header, const ReplaceAccessCodes& c,
                                       const ReplaceAccessCodes::ByMasterCode& by, const Profile& profile) {
  if (by.sender != header.holder) return refuse(Refusal::other_holder);
  if (!header.master_code) return refuse(Refusal::master_code_missing, "this guarantee has none");
  if (!c.master_code) return refuse(Refusal::master_code_missing);
  if (is_locked(header, by.sender, profile.code_failures_max))
    return refused<AccountEvent>({finding_of({Refusal::access_code_locked, "master_code"})});
  if (header.master_code != c.master_code) {
    return refused<AccountEvent>({finding(Refusal::master_code_wrong)},
                                 MasterCodeFailed{.at = c.at, .sender = by.sender});
  }
  return accepted<AccountEvent>(AccessCodesReplaced{
      .at = c.at, .by = std::nullopt, .sender = by.sender, .access_codes = c.access_codes});
}

}  // namespace

AccountDecision decide(const Header& header, const RegisterGuarantee& c, const Profile& profile) {
  if (auto decision = by_state(header, AccountTrigger::register_it)) return std::move(*decision);
  if (auto findings = faults_in(c, profile); !findings.empty())
    return refused<AccountEvent>(std::move(findings));
  const Guarantor* guarantor = guarantor_of(c.terms);
  return accepted<AccountEvent>(
      Registered{.at = c.at,
                 .by = c.approval.first,
                 .second = c.approval.second,
                 .grn = c.grn,
                 .kind = kind_of(c.terms),
                 .holder = c.holder,
                 .guarantor = guarantor != nullptr ? std::optional{guarantor->tin} : std::nullopt,
                 .office = c.office,
                 .reference_amount = c.reference_amount,
                 .guaranteed_amount = guaranteed_amount(c.reference_amount, guaranteed_percent(c.terms)),
                 .valid_from = c.valid_from,
                 .valid_until = c.valid_until,
                 .not_valid_in = c.not_valid_in,
                 .binding = binding_of(c.terms),
                 .master_code = c.master_code,
                 .access_codes = c.access_codes,
                 .utc_offset_minutes = c.utc_offset_minutes.value_or(0),
                 .receipt = receipt_of(c.terms)});
}

AccountDecision decide(const Header& header, const ChangeTerms& c, const Profile& profile) {
  if (auto decision = by_state(header, AccountTrigger::change)) return std::move(*decision);
  if (const auto fault = fault_in_change(header, c, profile))
    return refused<AccountEvent>({finding_of(*fault)});
  const bool same_day = !c.valid_until && !c.without_end;
  const bool same_countries = c.not_valid_in.empty() && !c.valid_everywhere;
  return accepted<AccountEvent>(
      TermsChanged{.at = c.at,
                   .by = c.approval.first,
                   .second = c.approval.second,
                   .reference_amount = c.reference_amount,
                   .guaranteed_amount = c.guaranteed_amount,
                   .valid_until = same_day ? header.valid_until : c.valid_until,
                   .not_valid_in = same_countries ? header.not_valid_in : c.not_valid_in});
}

AccountDecision decide(const Header& header, const Suspend& c) {
  if (auto decision = by_state(header, AccountTrigger::suspend)) return std::move(*decision);
  return accepted<AccountEvent>(Suspended{.at = c.at, .by = c.by});
}

AccountDecision decide(const Header& header, const LiftSuspension& c) {
  if (auto decision = by_state(header, AccountTrigger::lift)) return std::move(*decision);
  return accepted<AccountEvent>(SuspensionLifted{.at = c.at, .by = c.by});
}

AccountDecision decide(const Header& header, const GiveNotice& c, const Profile& profile) {
  if (auto decision = by_state(header, AccountTrigger::give_notice)) return std::move(*decision);
  if (header.revoked_from) {
    return refuse(Refusal::notice_given_already,
                  format("it takes effect on {}", to_text(*header.revoked_from)));
  }
  if (c.reason == NoticeReason::revoked_by_office && !c.approval.four_eyes())
    return refuse(Refusal::four_eyes);
  return accepted<AccountEvent>(NoticeGiven{.at = c.at,
                                            .by = c.approval.first,
                                            .second = c.approval.second,
                                            .reason = c.reason,
                                            .effective = c.day + profile.revocation_delay});
}

AccountDecision decide(const Header& header, const PassLastDay& c) {
  if (auto decision = by_state(header, AccountTrigger::expire)) return std::move(*decision);
  if (!header.valid_until || c.day <= *header.valid_until) return refuse(Refusal::not_due);
  return accepted<AccountEvent>(Expired{.at = c.at});
}

AccountDecision decide(const Header& header, const PassNotice& c) {
  if (auto decision = by_state(header, AccountTrigger::revoke)) return std::move(*decision);
  if (!header.revoked_from || c.day < *header.revoked_from) return refuse(Refusal::not_due);
  return accepted<AccountEvent>(Revoked{.at = c.at});
}

AccountDecision decide(const Header& header, const Liberate& c) {
  if (auto decision = by_state(header, AccountTrigger::liberate)) return std::move(*decision);
  if (header.sums.open_uses > 0)
    return refuse(Refusal::uses_still_open, format("uses that are open: {}", header.sums.open_uses));
  const bool still_running = header.status == Status::valid || header.status == Status::suspended;
  if (still_running && !header.used_by) return refuse(Refusal::account_still_valid, standing(header.status));
  return accepted<AccountEvent>(Liberated{.at = c.at, .by = c.by});
}

AccountDecision decide(const Header& header, const ReplaceAccessCodes& c, const Profile& profile) {
  if (auto decision = by_state(header, AccountTrigger::replace_codes)) return std::move(*decision);
  if (!needs_access_code(header.kind) || !right_number_of_codes(c.access_codes))
    return refuse(Refusal::access_codes_missing);
  return std::visit(
      Overloaded{[&](const ReplaceAccessCodes::ByOfficer& by) {
                   return accepted<AccountEvent>(AccessCodesReplaced{
                       .at = c.at, .by = by.officer, .sender = std::nullopt, .access_codes = c.access_codes});
                 },
                 [&](const ReplaceAccessCodes::ByMasterCode& by) {
                   return replace_by_master_code(header, c, by, profile);
                 }},
      c.authority);
}

AccountDecision decide(const Header& header, const UnlockSender& c) {
  if (auto decision = by_state(header, AccountTrigger::unlock)) return std::move(*decision);
  if (!c.approval.four_eyes()) return refuse(Refusal::four_eyes);
  return accepted<AccountEvent>(
      SenderUnlocked{.at = c.at, .by = c.approval.first, .second = c.approval.second, .sender = c.sender});
}

std::optional<Instant> next_clock_instant(const Header& header) {
  const auto day = next_clock(header);
  if (!day) return std::nullopt;
  return Instant{*day} - std::chrono::minutes{header.utc_offset_minutes};
}

Day day_at_office(const Header& header, Instant at) {
  return day_of(at, std::chrono::minutes{header.utc_offset_minutes});
}

std::optional<Day> next_clock(const Header& header) {
  if (header.status != Status::valid && header.status != Status::suspended) return std::nullopt;
  std::optional<Day> after_last_day;
  if (header.valid_until) after_last_day = *header.valid_until + std::chrono::days{1};
  if (!header.revoked_from) return after_last_day;
  if (!after_last_day) return header.revoked_from;
  return std::min(*after_last_day, *header.revoked_from);
}

}  // namespace lintas::guarantee
