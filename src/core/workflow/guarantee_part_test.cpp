#include "core/workflow/guarantee_part.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/money.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/evolve.hpp"
#include "core/guarantee/state.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "core/workflow/uses.hpp"
#include "tests/support/guarantee_setting.hpp"

namespace lintas::workflow {
namespace {

using access::Role;
using test::GuaranteeSetting;
namespace gua = lintas::guarantee;

const Instant noon = *parse_instant("2026-11-23T04:00:00Z");
const Currency myr = *Currency::parse("MYR");
const Grn grn = *Grn::issue(std::chrono::year{2026}, *Country::parse("MY"), "000000000001");
const Mrn mrn = *Mrn::issue(std::chrono::year{2026}, *Country::parse("MY"), "000000000001");
const AccessCodeHash code{.bytes = {std::byte{7}}};
const AccessCodeHash master{.bytes = {std::byte{9}}};

gua::RegisterGuarantee registration() {
  gua::RegisterGuarantee c;
  c.grn = grn;
  c.holder = *Tin::parse("MYTRADER");
  c.office = *OfficeId::parse(GuaranteeSetting::office_of_guarantee);
  c.reference_amount = Money{1000, myr};
  c.valid_from = *parse_day("2026-01-01");
  c.valid_until = *parse_day("2026-12-31");
  c.master_code = master;
  c.access_codes = {code};
  c.terms = gua::MultipleJourneys{
      .guarantor = {.tin = *Tin::parse("MYBANK"), .kind = gua::GuarantorKind::bank, .approved = true},
      .percent = 100,
      .standing = {},
      .weekly_debt = Money{1, myr}};
  return c;
}

/// One account and one use in memory, played as the executor plays them.
class GuaranteePartTest : public testing::Test {
 protected:
  template <class C>
  Command command(CommandType type, const C& c, access::Actor actor) {
    return {.id = HttpCommandId{}, .type = type, .at = at, .actor = std::move(actor), .content = to_cbor(c)};
  }
  static access::Actor officer(std::string_view office = GuaranteeSetting::office_of_guarantee) {
    return {.role = Role::officer_of_guarantee, .person = "OFFICER1", .office = std::string{office}};
  }

  /// The rules of the refusal, "ok", or the law that was broken.
  std::string ask(const Command& asked) {
    const Located located = domain.locate(asked);
    std::vector<StreamView> views;
    for (const Slot& slot : located.slots) views.push_back(view_of(slot.kind));
    const Situation situation{.slots = views, .asks = {}, .number = {}};
    const auto denial = access::denied(domain.grants(), asked.actor, std::to_underlying(asked.type),
                                       domain.relations(asked, situation));
    if (denial) return denial->rule;
    return play(domain.decide(asked, situation), located);
  }
  std::string play(const Outcome& outcome, const Located& located) {
    const State account_before = account;
    const State use_before = use;
    for (const NewEvent& event : outcome.events) {
      const Happened happened{.type = event.type, .at = at, .body = event.body};
      StreamKind owner = located.slots[event.slot].kind;
      state_of(owner) = domain.evolve(owner, state_of(owner), happened);
      for (const std::size_t slot : event.also) {
        owner = located.slots[slot].kind;
        state_of(owner) = domain.evolve(owner, state_of(owner), happened);
      }
      stored = stored || event.slot == 0;
    }
    std::vector<Change> step;
    if (use.as<gua::Use>() != use_before.as<gua::Use>()) step.push_back({use_stream, &use_before, &use});
    if (header() != account_before.as<gua::Header>())
      step.push_back({account_stream, &account_before, &account});
    if (const auto law = domain.violated({.changes = step, .is_whole = true})) return *law;
    std::string rules;
    for (const Finding& finding : outcome.answer.refused_for) rules += finding.rule + " ";
    return rules.empty() ? "ok" : rules.substr(0, rules.size() - 1);
  }
  std::string pass_time() {
    const StreamView view = view_of(account_stream);
    const Command clock{.id = TimerCommandId{}, .type = command_time_passed, .at = at};
    const Located located{.slots = {{.kind = account_stream, .by = StreamId{1}}}, .asks = {}, .number = {}};
    return play(domain.decide(clock, {.slots = {&view, 1}, .asks = {}, .number = {}}), located);
  }
  /// As a movement would.
  void use_event(const gua::UseEvent& event) {
    account = State::of(gua::evolve(header(), event));
    use = State::of(gua::evolve(use.as<gua::Use>(), event));
  }

  [[nodiscard]] const gua::Header& header() const { return account.as<gua::Header>(); }
  State& state_of(StreamKind kind) { return kind == use_stream ? use : account; }
  StreamView view_of(StreamKind kind) {
    return {.id = stored ? StreamId{1} : StreamId::none, .kind = kind, .state = &state_of(kind)};
  }

  GuaranteeSetting setting;
  std::array<const Part*, 1> parts{&guarantee_part()};
  National domain{parts, setting.get()};
  State account = domain.initial(account_stream);
  State use = domain.initial(use_stream);
  bool stored = false;
  Instant at = noon;
};

TEST_F(GuaranteePartTest, registers_with_what_the_node_knows_itself) {
  EXPECT_EQ(ask(command(register_guarantee, registration(), officer())), "ok");
  EXPECT_EQ(header().status, gua::Status::valid);
  EXPECT_EQ(header().utc_offset_minutes, 480);
  const Outcome outcome =
      domain.decide(command(suspend_guarantee, gua::Suspend{{}, {}, grn}, officer()),
                    {.slots = std::array{view_of(account_stream)}, .asks = {}, .number = {}});
  const auto event =
      read_event<gua::AccountEvent>(account_block, outcome.events.at(0).type, outcome.events.at(0).body);
  EXPECT_EQ(std::get<gua::Suspended>(event).by.str(), "OFFICER1");
  EXPECT_EQ(std::get<gua::Suspended>(event).at, noon);
}

TEST_F(GuaranteePartTest, R_GUA_321_takes_an_office_of_guarantee_of_the_day_only) {
  gua::RegisterGuarantee elsewhere = registration();
  for (const std::string_view office :
       {GuaranteeSetting::office_of_departure, std::string_view{"MYXXX001"}}) {
    elsewhere.office = *OfficeId::parse(office);
    EXPECT_EQ(ask(command(register_guarantee, elsewhere, officer(office))), "R-GUA-321") << office;
  }
}

TEST_F(GuaranteePartTest, ACC_002_is_the_business_of_its_own_office) {
  EXPECT_EQ(ask(command(register_guarantee, registration(), officer("MYPGU001"))), "ACC-002");
  (void)ask(command(register_guarantee, registration(), officer()));
  const gua::Suspend suspend{{}, {}, grn};
  EXPECT_EQ(ask(command(suspend_guarantee, suspend, officer("MYPGU001"))), "ACC-002");
  EXPECT_EQ(ask(command(suspend_guarantee, suspend, officer())), "ok");
}

TEST_F(GuaranteePartTest, R_GUA_302_tells_an_officer_of_the_state_that_there_is_none) {
  const gua::Suspend suspend{{}, {}, grn};
  EXPECT_EQ(ask(command(suspend_guarantee, suspend, officer("MYPGU001"))), "R-GUA-302");
  EXPECT_EQ(ask(command(suspend_guarantee, suspend, officer("THSDO001"))), "ACC-002");
}

TEST_F(GuaranteePartTest, gives_the_holder_new_codes_by_its_master_code_only) {
  (void)ask(command(register_guarantee, registration(), officer()));
  const access::Actor holder{.role = Role::trader, .party = "MYTRADER", .person = "CLERK"};
  const access::Actor other{.role = Role::trader, .party = "MYOTHER", .person = "CLERK"};
  gua::ReplaceAccessCodes codes;
  codes.grn = grn;
  codes.access_codes = {master};
  EXPECT_EQ(ask(command(replace_access_codes, codes, holder)), "R-GUA-324");
  EXPECT_EQ(ask(command(replace_access_codes, codes, other)), "ACC-002");
  EXPECT_TRUE(header().failures.empty()) << "none was tried";
  codes.master_code = code;
  EXPECT_EQ(ask(command(replace_access_codes, codes, other)), "ACC-002");
  EXPECT_EQ(ask(command(replace_access_codes, codes, officer())), "ACC-002");
  EXPECT_EQ(ask(command(replace_access_codes, codes, holder)), "R-GUA-323");
  EXPECT_EQ(header().failures.size(), 1U) << "the wrong try is counted";
  codes.master_code = master;
  EXPECT_EQ(ask(command(replace_access_codes, codes, holder)), "ok");
  EXPECT_EQ(header().access_codes, std::vector{master});
  codes.master_code.reset();
  EXPECT_EQ(ask(command(replace_access_codes, codes, officer())), "ok");
}

TEST_F(GuaranteePartTest, lets_its_guarantor_cancel_but_not_revoke) {
  (void)ask(command(register_guarantee, registration(), officer()));
  gua::GiveNotice notice;
  notice.grn = grn;
  notice.reason = gua::NoticeReason::revoked_by_office;
  notice.approval.second = *PersonId::parse("SOMEBODY");
  const access::Actor bank{.role = Role::guarantor, .party = "MYBANK"};
  EXPECT_EQ(ask(command(give_notice, notice, bank)), "ACC-002");
  notice.reason = gua::NoticeReason::cancelled_by_guarantor;
  EXPECT_EQ(ask(command(give_notice, notice, {.role = Role::guarantor, .party = "MYRIVAL"})), "ACC-002");
  EXPECT_EQ(ask(command(give_notice, notice, bank)), "ok");
  EXPECT_EQ(header().revoked_from, *parse_day("2026-12-09")) << "by the day at the office";
}

TEST_F(GuaranteePartTest, R_GUA_316_asks_for_four_eyes_where_the_law_does) {
  (void)ask(command(register_guarantee, registration(), officer()));
  gua::UnlockSender unlock;
  unlock.grn = grn;
  unlock.sender = *Tin::parse("MYTRADER");
  EXPECT_EQ(ask(command(unlock_sender, unlock, officer())), "R-GUA-316");
  unlock.approval.second = *PersonId::parse("OFFICER1");
  EXPECT_EQ(ask(command(unlock_sender, unlock, officer())), "R-GUA-316") << "the same person twice";
  unlock.approval.second = *PersonId::parse("OFFICER2");
  EXPECT_EQ(ask(command(unlock_sender, unlock, officer())), "ok");
}

TEST_F(GuaranteePartTest, changes_lifts_and_liberates) {
  (void)ask(command(register_guarantee, registration(), officer()));
  gua::ChangeTerms terms;
  terms.grn = grn;
  terms.reference_amount = Money{500, myr};
  terms.guaranteed_amount = Money{1000, myr};
  EXPECT_EQ(ask(command(change_guarantee, terms, officer())), "R-ACTS-044") << "of what a week?";
  terms.weekly_debt = Money{500, myr};
  EXPECT_EQ(ask(command(change_guarantee, terms, officer())), "ok");
  EXPECT_EQ(header().valid_until, registration().valid_until) << "nobody spoke of it";
  EXPECT_EQ(header().not_valid_in, registration().not_valid_in);
  EXPECT_EQ(ask(command(suspend_guarantee, gua::Suspend{{}, {}, grn}, officer())), "ok");
  EXPECT_EQ(ask(command(lift_suspension, gua::LiftSuspension{{}, {}, grn}, officer())), "ok");
  EXPECT_EQ(ask(command(liberate_guarantee, gua::Liberate{{}, {}, grn}, officer())), "R-GUA-304");
}

TEST_F(GuaranteePartTest, a_claim_is_a_case_of_an_office_of_recovery) {
  (void)ask(command(register_guarantee, registration(), officer()));
  use_event(gua::Reserved{.mrn = mrn, .amount = Money{400, myr}});
  gua::ClaimFromGuarantor claim;
  claim.grn = grn;
  claim.mrn = mrn;
  claim.amount = Money{400, myr};
  claim.approval.second = *PersonId::parse("OFFICER2");
  const auto by = [](std::string_view office) {
    return access::Actor{.role = Role::recovery_officer, .person = "OFFICER1", .office = std::string{office}};
  };
  EXPECT_EQ(ask(command(claim_from_guarantor, claim, by(GuaranteeSetting::office_of_guarantee))), "ACC-002");
  EXPECT_EQ(ask(command(claim_from_guarantor, claim, by("THBKK001"))), "ACC-002");
  const auto recovery = by(GuaranteeSetting::office_of_recovery);
  EXPECT_EQ(ask(command(claim_from_guarantor, claim, recovery)), "ok");
  EXPECT_EQ(header().sums.claimed, 400);
  EXPECT_EQ(domain.summary(use_stream, use).ref, mrn.str());
  EXPECT_EQ(domain.summary(use_stream, use).due, noon + std::chrono::days{30});
  EXPECT_EQ(domain.summary(use_stream, use).office, office_number(GuaranteeSetting::office_of_recovery))
      << "its work list has the case";
  const auto* entry = domain.kind(use_stream);
  const auto calls = [&] { return entry->calls_for(use, noon, setting.get()); };
  const auto listed = [&] { return entry->may_call(domain.summary(use_stream, use).status); };
  EXPECT_EQ(calls(), (std::vector{record_payment, withdraw_claim}));
  EXPECT_TRUE(listed());
  gua::WithdrawClaim withdrawal{{}, {}, grn, mrn};
  EXPECT_EQ(ask(command(withdraw_claim, withdrawal, recovery)), "R-GUA-316") << "nobody ends it alone";
  withdrawal.approval.second = *PersonId::parse("OFFICER2");
  EXPECT_EQ(ask(command(withdraw_claim, withdrawal, recovery)), "ok");
  EXPECT_EQ(header().sums.claimed, 0);
  EXPECT_EQ(domain.summary(use_stream, use).office, 0) << "it is the movement's again";
  EXPECT_EQ(calls(), std::vector<CommandType>{});
  EXPECT_FALSE(listed());
  EXPECT_EQ(ask(command(record_payment, gua::RecordPayment{{}, {}, grn, mrn}, recovery)), "R-GUA-209");
}

TEST_F(GuaranteePartTest, clocks_strike_when_the_day_begins_at_the_office) {
  EXPECT_FALSE(domain.summary(account_stream, account).open) << "nothing is registered";
  (void)ask(command(register_guarantee, registration(), officer()));
  const Summary summary = domain.summary(account_stream, account);
  EXPECT_EQ(summary.due, *parse_instant("2026-12-31T16:00:00Z"));
  EXPECT_EQ(summary.office, office_number(GuaranteeSetting::office_of_guarantee));
  EXPECT_EQ(summary.ref, grn.str());
  at = *summary.due;
  EXPECT_EQ(pass_time(), "ok");
  EXPECT_EQ(header().status, gua::Status::expired);
  EXPECT_FALSE(domain.summary(account_stream, account).due.has_value());
}

TEST_F(GuaranteePartTest, a_guarantee_that_is_valid_waits_for_nobody) {
  const auto called_for = [&](const gua::Header& one) {
    return domain.kind(account_stream)->calls_for(State::of(one), at, setting.get());
  };
  using Acts = std::vector<CommandType>;
  gua::Header one{.status = gua::Status::valid};
  EXPECT_EQ(called_for(one), Acts{});
  one.failures = {{.sender = *Tin::parse("MYTRADER"), .count = 200}};
  EXPECT_EQ(called_for(one), Acts{unlock_sender});
  one = {.status = gua::Status::suspended};
  EXPECT_EQ(called_for(one), Acts{lift_suspension});
  one = {.status = gua::Status::expired, .sums = {.open_uses = 1}};
  EXPECT_EQ(called_for(one), Acts{}) << "its uses run on";
  one.sums.open_uses = 0;
  EXPECT_EQ(called_for(one), Acts{liberate_guarantee});
  one.status = gua::Status::liberated;
  EXPECT_EQ(called_for(one), Acts{});
}

TEST_F(GuaranteePartTest, keeps_the_state_of_accounts_behind_a_version_stamp) {
  EXPECT_TRUE(domain.keeps_state(account_stream));
  EXPECT_FALSE(domain.keeps_state(use_stream));
  (void)ask(command(register_guarantee, registration(), officer()));
  Bytes kept = domain.encode_state(account_stream, account);
  EXPECT_EQ(domain.decode_state(account_stream, kept)->as<gua::Header>(), header());
  kept[0] = std::byte{0};
  EXPECT_FALSE(domain.decode_state(account_stream, kept).has_value()) << "of another program";
  EXPECT_FALSE(domain.decode_state(account_stream, {}).has_value());
  const Bytes prefix = domain.followed_keys(account_stream, std::string{grn.str()});
  EXPECT_TRUE(std::ranges::equal(prefix, ByteView{use_key(grn, mrn).value}.first(prefix.size())));
}

TEST_F(GuaranteePartTest, laws_look_at_a_use_together_with_its_account) {
  const State valid =
      State::of(gua::Header{.status = gua::Status::valid, .reference_amount = Money{1000, myr}});
  const State one_open = State::of(gua::Header{.status = gua::Status::valid,
                                               .reference_amount = Money{1000, myr},
                                               .sums = {.reserved = 400, .open_uses = 1}});
  const State none = State::of(gua::Use{});
  const State used = State::of(gua::Use{.state = gua::UseState::used, .amount = Money{400, myr}});
  const auto broken = [&](std::vector<Change> step) {
    return domain.violated({.changes = step, .is_whole = true}).value_or("");
  };
  const Change account_moves{account_stream, &valid, &one_open};
  const Change use_begins{use_stream, &none, &used};
  EXPECT_EQ(broken({use_begins, account_moves}), "");
  EXPECT_TRUE(broken({use_begins}).starts_with("GUA-INV-1")) << "the account did not move";
  EXPECT_TRUE(broken({account_moves}).starts_with("GUA-INV-8")) << "no use moved it";
  EXPECT_TRUE(broken({use_begins, use_begins, account_moves}).starts_with("GUA-INV-1"));
  EXPECT_EQ(broken({use_begins, account_moves, use_begins, account_moves}), "");
  EXPECT_EQ(broken({{departure_stream, &none, &none}}), "") << "another part's";
}

TEST(OfficeNumber, is_another_one_for_each_code) {
  std::set<std::int64_t> numbers;
  const std::array codes{"MYBKH001", "MYBKH010", "MYBKHA01", "AA000000", "ZZZZZZZZ", "ZZ999999"};
  for (const std::string_view office : codes) numbers.insert(office_number(office));
  EXPECT_EQ(numbers.size(), codes.size());
  EXPECT_FALSE(numbers.contains(0));
}

}  // namespace
}  // namespace lintas::workflow
