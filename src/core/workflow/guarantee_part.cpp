#include "core/workflow/guarantee_part.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decision.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/evolve.hpp"
#include "core/guarantee/invariants.hpp"
#include "core/guarantee/profile.hpp"
#include "core/guarantee/standing.hpp"
#include "core/guarantee/state.hpp"
#include "core/guarantee/table.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/expiring.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "core/workflow/uses.hpp"

namespace lintas::workflow {

namespace {

namespace gua = lintas::guarantee;

// ---- what every command is given beside its content

/// Who decides, as events name it. A machine of a party has no person: then it is the party.
const refdata::Offices::Row* office_of(const OfficeId& office, Instant at, const Setting& setting) {
  require(setting.reference != nullptr, "the setting has reference data");
  return setting.reference->at(std::chrono::floor<std::chrono::days>(at)).office(office);
}

bool has_role(const refdata::Offices::Row* row, refdata::OfficeRole role) {
  return row != nullptr && row->value.has(role);
}

/// The command as the account decides it: the content, and what the node knows itself.
template <class C>
C completed(const Command& command, const gua::Header& header, const Setting& setting) {
  C c = read_content<C>(command.content);
  c.at = command.at;
  if constexpr (requires { c.approval; }) c.approval.first = access::person_of(command.actor);
  if constexpr (requires { c.by; }) c.by = access::person_of(command.actor);
  if constexpr (requires { c.day; }) c.day = gua::day_at_office(header, command.at);
  if constexpr (std::same_as<C, gua::ClaimFromGuarantor>) {
    if (const auto office = OfficeId::parse(command.actor.office)) c.office = *office;
  }
  if constexpr (std::same_as<C, gua::RegisterGuarantee>) {
    const auto* const office = office_of(c.office, command.at, setting);
    if (has_role(office, refdata::OfficeRole::guarantee))
      c.utc_offset_minutes = static_cast<std::int16_t>(office->value.utc_offset.count());
  }
  if constexpr (std::same_as<C, gua::ReplaceAccessCodes>) {
    if (command.actor.office.empty()) {
      const auto sender = Tin::parse(command.actor.party);
      require(sender.has_value(), "a trader has a TIN");
      c.authority = gua::ReplaceAccessCodes::ByMasterCode{sender.value_or(Tin{})};
    } else {
      c.authority = gua::ReplaceAccessCodes::ByOfficer{access::person_of(command.actor)};
    }
  }
  return c;
}

/// Some commands are decided under the state's law, others alike everywhere.
template <class Subject, class C>
auto ask(const Subject& subject, const C& c, const Setting& setting) {
  if constexpr (requires { gua::decide(subject, c, gua::Profile{}); }) {
    return gua::decide(subject, c, guarantee_law_at(c.at, setting));
  } else {
    return gua::decide(subject, c);
  }
}

// ---- commands about the account

std::optional<Key> key_of_deposit(const gua::RegisterGuarantee& c) {
  const auto* deposit = std::get_if<gua::CashDeposit>(&c.terms);
  return deposit == nullptr ? std::nullopt : std::optional{deposit_key(c.office, deposit->receipt)};
}

template <class C>
Located locate_account(const Command& command, const Setting& /*setting*/) {
  const C c = read_content<C>(command.content);
  Located located{.slots = {{.kind = account_stream, .by = account_key(c.grn)}}, .asks = {}, .number = {}};
  if constexpr (std::same_as<C, gua::RegisterGuarantee>) {
    if (const auto key = key_of_deposit(c)) located.asks.push_back(*key);
  }
  return located;
}

const gua::Header& header_in(const Situation& situation) {
  return situation.slots[0].state->as<gua::Header>();
}

template <class C>
bool is_at_its_office(const gua::Header& header, const C& c, const access::Actor& actor,
                      const Setting& setting) {
  if constexpr (requires { c.office; }) return c.office.str() == actor.office;
  // Of a guarantee that is not there every office of the state may be told so.
  const auto office = OfficeId::parse(actor.office);
  if (header.status == gua::Status::none) return office && office->country() == setting.home;
  return header.office.str() == actor.office;
}

/// Whether the party asks as the one that the guarantee is its own for: the holder, which is then asked for
/// its master code, and the guarantor about its undertaking.
template <class C>
bool is_its_own(const gua::Header& header, const C& c, const access::Actor& actor) {
  if constexpr (std::same_as<C, gua::ReplaceAccessCodes>) return header.holder.str() == actor.party;
  if constexpr (std::same_as<C, gua::GiveNotice>) {
    return c.reason == gua::NoticeReason::cancelled_by_guarantor && header.guarantor &&
           header.guarantor->str() == actor.party;
  }
  return false;
}

template <class C>
access::Relations relations_of_account(const Command& command, const Situation& situation,
                                       const Setting& setting) {
  const C c = read_content<C>(command.content);
  const gua::Header& header = header_in(situation);
  access::Relations relations;
  // Without the master code an officer replaces the codes; with it only who has it does.
  const bool officers_way = [&] {
    if constexpr (std::same_as<C, gua::ReplaceAccessCodes>) {
      return !c.master_code.has_value();
    } else {
      return true;
    }
  }();
  if (officers_way && is_at_its_office(header, c, command.actor, setting))
    relations.add(access::Relation::office);
  if (is_its_own(header, c, command.actor)) relations.add(access::Relation::own);
  return relations;
}

Outcome outcome_of(const Decision<gua::AccountEvent>& decision) {
  Outcome outcome;
  for (const gua::AccountEvent& event : decision.events)
    outcome.events.push_back(new_event(0, account_block, event));
  outcome.answer = decision.answer;
  return outcome;
}

template <class C>
Outcome decide_account(const Command& command, const Situation& situation, const Setting& setting) {
  const gua::Header& header = header_in(situation);
  return outcome_of(ask(header, completed<C>(command, header, setting), setting));
}

Outcome decide_registration(const Command& command, const Situation& situation, const Setting& setting) {
  const gua::Header& header = header_in(situation);
  auto c = completed<gua::RegisterGuarantee>(command, header, setting);
  const auto key = key_of_deposit(c);
  c.receipt_taken = key && situation.asks[0].has_value();
  Outcome outcome = outcome_of(ask(header, c, setting));
  if (key && outcome.answer.accepted()) outcome.keys.push_back({.key = *key, .slot = 0});
  return outcome;
}

Outcome account_time_passed(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const gua::Header& header = header_in(situation);
  const Day day = gua::day_at_office(header, command.at);
  const bool notice_takes_effect = header.revoked_from && *header.revoked_from <= day;
  if (notice_takes_effect) return outcome_of(gua::decide(header, gua::PassNotice{command.at, day}));
  return outcome_of(gua::decide(header, gua::PassLastDay{command.at, day}));
}

// ---- commands about a claim: the use is the command's own stream

constexpr UseSlots only_use{.first = 0, .count = 1};

template <class C>
Located locate_use(const Command& command, const Setting& /*setting*/) {
  const C c = read_content<C>(command.content);
  Located located;
  add_use_slots(located, {&c.grn, 1}, c.mrn);
  return located;
}

/// A claim is a case of the state's offices of recovery.
access::Relations relations_of_claim(const Command& command, const Situation& /*situation*/,
                                     const Setting& setting) {
  return recovers(command.actor, command.at, setting) ? access::Relations{access::Relation::office}
                                                      : access::Relations{};
}

Outcome outcome_of(const Decision<gua::SlottedUseEvent>& decision) {
  Outcome outcome;
  append(outcome, only_use, decision);
  outcome.answer = decision.answer;
  return outcome;
}

template <class C>
Outcome decide_claim(const Command& command, const Situation& situation, const Setting& setting) {
  const gua::Account account = accounts_at(situation, only_use).front();
  return outcome_of(ask(account, completed<C>(command, account.header, setting), setting));
}

/// The review moves the use's own clock only, so its account is not needed.
Outcome use_time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  const gua::Account account{.header = {}, .use = situation.slots[0].state->as<gua::Use>()};
  return outcome_of(ask(account, gua::ReviewClaim{command.at}, setting));
}

// ---- what is kept

State initial_account() { return State::of(gua::Header{}); }
State initial_use() { return State::of(gua::Use{}); }

bool in_block(EventType type, std::uint16_t block) { return block_of(std::to_underlying(type)) == block; }

/// An account follows its own events and those of its uses.
State evolve_account(const State& state, const Happened& event) {
  const auto& header = state.as<gua::Header>();
  if (in_block(event.type, use_block))
    return State::of(gua::evolve(header, read_event<gua::UseEvent>(use_block, event.type, event.body)));
  return State::of(gua::evolve(header, read_event<gua::AccountEvent>(account_block, event.type, event.body)));
}

State evolve_use(const State& state, const Happened& event) {
  return State::of(
      gua::evolve(state.as<gua::Use>(), read_event<gua::UseEvent>(use_block, event.type, event.body)));
}

/// Those in which it stands by the last day on which it may be used anew.
std::vector<std::string> lists_of_account(const gua::Header& header) {
  const auto ended = gua::next_clock(header);
  if (!ended) return {};
  std::vector<std::string_view> whose{header.holder.str()};
  if (header.guarantor) whose.push_back(header.guarantor->str());
  whose.push_back(header.office.str());
  std::vector<std::string> all;
  add_expiring(all, whose, *ended - std::chrono::days{1});
  return all;
}

Summary summary_of_account(const State& state) {
  const auto& header = state.as<gua::Header>();
  return {.office = office_number(header.office),
          .status = std::to_underlying(header.status),
          .due = gua::next_clock_instant(header),
          .open = header.status != gua::Status::none && header.status != gua::Status::liberated,
          .ref = std::string{header.grn.str()},
          .concerned = lists_of_account(header)};
}

/// A guarantee that is valid, or whose uses still run, waits for nobody.
std::vector<CommandType> calls_for(const State& state, Instant now, const Setting& setting) {
  const auto& header = state.as<gua::Header>();
  const bool running = header.status == gua::Status::valid || header.status == gua::Status::suspended;
  const bool over = header.status == gua::Status::expired || header.status == gua::Status::revoked;
  std::vector<CommandType> acts;
  if (header.status == gua::Status::suspended) acts.push_back(lift_suspension);
  if (header.sums.open_uses == 0 && (over || (running && header.used_by))) acts.push_back(liberate_guarantee);
  const std::uint8_t most = guarantee_law_at(now, setting).code_failures_max;
  const bool locked =
      std::ranges::any_of(header.failures, [&](const gua::CodeFailures& one) { return one.count >= most; });
  if (running && locked) acts.push_back(unlock_sender);
  return acts;
}

struct AccountAct {
  gua::AccountTrigger trigger;
  CommandType type;
};
constexpr std::array acts_on_accounts{
    AccountAct{gua::AccountTrigger::register_it, register_guarantee},
    AccountAct{gua::AccountTrigger::change, change_guarantee},
    AccountAct{gua::AccountTrigger::suspend, suspend_guarantee},
    AccountAct{gua::AccountTrigger::lift, lift_suspension},
    AccountAct{gua::AccountTrigger::give_notice, give_notice},
    AccountAct{gua::AccountTrigger::liberate, liberate_guarantee},
    AccountAct{gua::AccountTrigger::replace_codes, replace_access_codes},
    AccountAct{gua::AccountTrigger::unlock, unlock_sender},
};

std::vector<Possible> possible(const State& state) {
  const auto& header = state.as<gua::Header>();
  std::vector<Possible> acts;
  for (const AccountAct& act : acts_on_accounts) {
    if (gua::cell_of(header.status, act.trigger).verdict == gua::Verdict::row)
      acts.push_back({.type = act.type, .words = std::string{gua::words_of(act.trigger)}});
  }
  return acts;
}

/// A claim is in the work list of the office of recovery whose case it is; before that no office has a use in
/// its list: the movement is there.
Summary summary_of_use(const State& state) {
  const auto& use = state.as<gua::Use>();
  return {.office = use.claimed_by ? office_number(*use.claimed_by) : 0,
          .status = std::to_underlying(use.state),
          .due = use.claim_review_due,
          .open = gua::is_open(use.state),
          .ref = use.mrn ? std::string{use.mrn->str()} : std::string{}};
}

/// A claim is looked at until it is paid or taken back.
std::vector<CommandType> calls_of_use(const State& state, Instant /*now*/, const Setting& /*setting*/) {
  if (!gua::is_claimed(state.as<gua::Use>().state)) return {};
  return {record_payment, withdraw_claim};
}

bool use_may_call(std::uint16_t status) {
  return gua::is_claimed(gua::UseState{static_cast<std::uint8_t>(status)});
}

/// Of the program that folds the header: raised whenever the same events lead to another header, or a header
/// to other bytes. A kept state with another number is folded again.
constexpr std::byte account_program{2};

Bytes encode_account(const State& state) {
  Bytes bytes{account_program};
  const Bytes header = to_cbor(state.as<gua::Header>());
  bytes.insert(bytes.end(), header.begin(), header.end());
  return bytes;
}

std::optional<State> decode_account(ByteView bytes) {
  if (bytes.empty() || bytes.front() != account_program) return std::nullopt;
  auto header = from_cbor<gua::Header>(bytes.subspan(1));
  if (!header) return std::nullopt;
  return State::of(*std::move(header));
}

Bytes uses_of_account(const std::string& ref) { return make_key(use_keys, ref, "").value; }

// ---- laws

std::optional<std::string> told(const std::optional<gua::Violation>& violation) {
  if (!violation) return std::nullopt;
  return std::string{violation->law} + ": " + std::string{violation->what};
}

std::optional<std::string> violated_by_use(const Change& use, const Change* account) {
  static const gua::Header untouched;
  const auto& before = use.before->as<gua::Use>();
  const auto& after = use.after->as<gua::Use>();
  if (account == nullptr) return told(gua::violated(gua::UseStep{untouched, untouched, before, after}));
  return told(gua::violated(
      gua::UseStep{account->before->as<gua::Header>(), account->after->as<gua::Header>(), before, after}));
}

/// A use and its account stand side by side among the slots, so they do among the changes.
std::optional<std::string> violated_guarantee(const Step& moved) {
  const std::span<const Change> step = moved.changes;
  for (std::size_t i = 0; i < step.size(); ++i) {
    std::optional<std::string> broken;
    if (step[i].kind == use_stream) {
      const bool moved_account = i + 1 < step.size() && step[i + 1].kind == account_stream;
      broken = violated_by_use(step[i], moved_account ? &step[i + 1] : nullptr);
      if (moved_account) ++i;
    } else if (step[i].kind == account_stream) {
      broken = told(gua::violated(
          gua::AccountStep{step[i].before->as<gua::Header>(), step[i].after->as<gua::Header>()}));
    }
    if (broken) return broken;
  }
  return std::nullopt;
}

// ---- the tables

template <class C>
constexpr CommandEntry of_account(CommandType type, std::string_view name, std::string_view done) {
  return {.type = type,
          .name = name,
          .locate = locate_account<C>,
          .relations = relations_of_account<C>,
          .decide =
              [] {
                if constexpr (std::same_as<C, gua::RegisterGuarantee>) {
                  return decide_registration;
                } else {
                  return decide_account<C>;
                }
              }(),
          .begins = std::same_as<C, gua::RegisterGuarantee>,
          .done = done};
}

template <class C>
constexpr CommandEntry of_claim(CommandType type, std::string_view name, std::string_view done) {
  return {.type = type,
          .name = name,
          .locate = locate_use<C>,
          .relations = relations_of_claim,
          .decide = decide_claim<C>,
          .done = done};
}

constexpr std::array commands{
    of_account<gua::RegisterGuarantee>(register_guarantee, "guarantee.register", "guarantee registered"),
    of_account<gua::ChangeTerms>(change_guarantee, "guarantee.change", "terms changed"),
    of_account<gua::Suspend>(suspend_guarantee, "guarantee.suspend", "guarantee suspended"),
    of_account<gua::LiftSuspension>(lift_suspension, "guarantee.lift_suspension", "suspension lifted"),
    of_account<gua::GiveNotice>(give_notice, "guarantee.give_notice", "notice recorded"),
    of_account<gua::Liberate>(liberate_guarantee, "guarantee.liberate", "guarantee liberated"),
    of_account<gua::ReplaceAccessCodes>(replace_access_codes, "guarantee.replace_access_codes",
                                        "access codes replaced"),
    of_account<gua::UnlockSender>(unlock_sender, "guarantee.unlock_sender", "sender unlocked"),
    of_claim<gua::ClaimFromGuarantor>(claim_from_guarantor, "guarantee.claim", "claim recorded"),
    of_claim<gua::WithdrawClaim>(withdraw_claim, "guarantee.withdraw_claim", "claim withdrawn"),
    of_claim<gua::RecordPayment>(record_payment, "guarantee.record_payment", "payment recorded"),
};

/// Each command about an account is an act of its machine, each trigger but the clock's one such act.
static_assert(std::ranges::all_of(commands, [](const CommandEntry& entry) {
  const std::ptrdiff_t times = entry.relations == relations_of_claim ? 0 : 1;
  return std::ranges::count(acts_on_accounts, entry.type, &AccountAct::type) == times;
}));
static_assert(std::ranges::all_of(gua::account_triggers, [](gua::AccountTrigger trigger) {
  const bool by_clock = trigger == gua::AccountTrigger::expire || trigger == gua::AccountTrigger::revoke;
  return std::ranges::count(acts_on_accounts, trigger, &AccountAct::trigger) == (by_clock ? 0 : 1);
}));

constexpr std::array kinds{
    KindEntry{.kind = account_stream,
              .name = "guarantee",
              .initial = initial_account,
              .evolve = evolve_account,
              .summary = summary_of_account,
              .time_passed = account_time_passed,
              .encode = encode_account,
              .decode = decode_account,
              .followed_keys = uses_of_account,
              .calls_for = calls_for,
              .possible = possible},
    KindEntry{.kind = use_stream,
              .name = "use",
              .initial = initial_use,
              .evolve = evolve_use,
              .summary = summary_of_use,
              .time_passed = use_time_passed,
              .calls_for = calls_of_use,
              .may_call = use_may_call},
};

constexpr access::Grant grant(access::Role role, CommandType command, access::Relation relation) {
  return {.role = role, .command = std::to_underlying(command), .relation = relation};
}

// acts.md 18: the officer of guarantee registers, suspends, revokes and has the access codes; the guarantor
// cancels its undertaking; the holder has new codes set by its master code; claims are the recovery
// officer's.
constexpr std::array grants{
    grant(access::Role::officer_of_guarantee, register_guarantee, access::Relation::office),
    grant(access::Role::officer_of_guarantee, change_guarantee, access::Relation::office),
    grant(access::Role::officer_of_guarantee, suspend_guarantee, access::Relation::office),
    grant(access::Role::officer_of_guarantee, lift_suspension, access::Relation::office),
    grant(access::Role::officer_of_guarantee, give_notice, access::Relation::office),
    grant(access::Role::guarantor, give_notice, access::Relation::own),
    grant(access::Role::officer_of_guarantee, liberate_guarantee, access::Relation::office),
    grant(access::Role::officer_of_guarantee, replace_access_codes, access::Relation::office),
    grant(access::Role::trader, replace_access_codes, access::Relation::own),
    grant(access::Role::firm_administrator, replace_access_codes, access::Relation::own),
    grant(access::Role::officer_of_guarantee, unlock_sender, access::Relation::office),
    grant(access::Role::recovery_officer, claim_from_guarantor, access::Relation::office),
    grant(access::Role::recovery_officer, withdraw_claim, access::Relation::office),
    grant(access::Role::recovery_officer, record_payment, access::Relation::office),
};

}  // namespace

bool recovers(const access::Actor& actor, Instant at, const Setting& setting) {
  const auto office = OfficeId::parse(actor.office);
  return office && office->country() == setting.home &&
         has_role(office_of(*office, at, setting), refdata::OfficeRole::recovery);
}

const Part& guarantee_part() {
  static constexpr Part part{
      .commands = commands, .kinds = kinds, .grants = grants, .violated = violated_guarantee};
  return part;
}

}  // namespace lintas::workflow
