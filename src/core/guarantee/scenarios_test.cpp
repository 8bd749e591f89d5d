#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/decision.hpp"
#include "base/money.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/profile.hpp"
#include "core/guarantee/refusal.hpp"
#include "core/guarantee/table.hpp"
#include "tests/support/guarantee_world.hpp"
#include "tests/support/scenario.hpp"

namespace lintas::guarantee {
namespace {

using test::Step;

/// What all scenarios together have touched.
struct Coverage {
  std::set<std::pair<Status, AccountTrigger>> account_cells;
  std::set<std::pair<UseState, UseTrigger>> use_cells;
  std::set<std::string> refusals;
};

/// The names of a scenario and what they stand for: G1 is a guarantee of Malaysia, GTH1 one of Thailand, GV1
/// a voucher; M1 a movement, any other word a trader of Malaysia or an officer.
Grn grn(const std::string& name) {
  const bool thai = name.starts_with("GTH");
  const std::string number = name.substr(name.find_first_of("0123456789"));
  const Grn plain = *Grn::issue(std::chrono::year{2026}, *Country::parse(thai ? "TH" : "MY"),
                                std::string(12 - number.size(), '0') + number);
  return name.starts_with("GV") ? *Grn::parse(std::string{plain.str()} + "A000001") : plain;
}
Mrn mrn(const std::string& name) {
  const std::string number = name.substr(1);
  return *Mrn::issue(std::chrono::year{2026}, *Country::parse("MY"),
                     std::string(12 - number.size(), '0') + number);
}
Tin trader(const std::string& name) { return *Tin::parse("MY" + name); }
PersonId person(const std::string& name) { return *PersonId::parse(name); }
AccessCodeHash hash_of(const std::string& code) {
  AccessCodeHash hash;
  std::ranges::copy(as_bytes(code), hash.bytes.begin());
  return hash;
}
bool is_guarantee(const std::string& name) { return name.starts_with('G') && name.size() > 1; }

template <class Value>
std::vector<Value> list_of(const std::optional<std::string>& text) {
  std::vector<Value> values;
  for (const auto& part : test::split(text.value_or(""), ',')) values.push_back(Value::parse(part).value());
  return values;
}

class Stage {
 public:
  explicit Stage(Coverage& coverage) : coverage_(coverage) { profile_.state = *Country::parse("MY"); }

  test::Verbs verbs() {
    const auto verb = [this](std::string (Stage::*play)(const Step&)) {
      return [this, play](const Step& step) { return (this->*play)(step); };
    };
    return {{"profile", verb(&Stage::profile)},
            {"day", verb(&Stage::day)},
            {"register", verb(&Stage::registers)},
            {"change", verb(&Stage::change)},
            {"suspend", verb(&Stage::suspend)},
            {"lift", verb(&Stage::lift)},
            {"notice", verb(&Stage::notice)},
            {"expire", verb(&Stage::expire)},
            {"revoke", verb(&Stage::revoke)},
            {"liberate", verb(&Stage::liberate)},
            {"codes", verb(&Stage::codes)},
            {"unlock", verb(&Stage::unlock)},
            {"check", verb(&Stage::check)},
            {"reserve", verb(&Stage::reserve)},
            {"cancel", verb(&Stage::cancel)},
            {"credit", verb(&Stage::credit)},
            {"release", verb(&Stage::release)},
            {"claim", verb(&Stage::claim)},
            {"withdraw", verb(&Stage::withdraw)},
            {"pay", verb(&Stage::pay)},
            {"review", verb(&Stage::review)},
            {"account", verb(&Stage::account)},
            {"use", verb(&Stage::use)},
            {"clock", verb(&Stage::clock)}};
  }
  [[nodiscard]] const test::GuaranteeWorld& world() const { return world_; }

 private:
  // ---- the setting

  std::string profile(const Step& step) {
    profile_.credit_at_arrival = step.option("credit_at_arrival", "no") == "yes";
    profile_.waiver_allowed = step.option("waiver", "no") == "yes";
    if (const auto failures = step.option("wrong_codes"))
      profile_.code_failures_max = static_cast<std::uint8_t>(std::stoi(*failures));
    profile_.reductions.clear();
    for (const auto& level : test::split(step.option("reductions", ""), ',')) {
      const auto parts = test::split(level, ':');
      profile_.reductions.push_back({.percent = static_cast<std::uint8_t>(std::stoi(parts.at(0))),
                                     .clean_years = static_cast<std::uint8_t>(std::stoi(parts.at(1)))});
    }
    return "ok";
  }
  std::string day(const Step& step) {
    day_ = parse_day(step.word(0)).value();
    return "ok";
  }
  [[nodiscard]] Instant now() const { return Instant{day_} + std::chrono::hours{4}; }

  static Money money(const std::string& text, const Step& step) {
    const Decimal cents = Decimal::parse(text).value().times(Decimal::of(100), 0, Rounding::half_up).value();
    return Money{cents.mantissa(), *Currency::parse(step.option("currency", "MYR"))};
  }
  static Approval approval(const Step& step) {
    Approval approval{.first = person(step.option("by", "OFFICER1")), .second = std::nullopt};
    if (const auto second = step.option("second")) approval.second = person(*second);
    return approval;
  }
  static std::vector<AccessCodeHash> codes_of(const Step& step) {
    std::vector<AccessCodeHash> codes;
    for (const auto& code : test::split(step.option("codes", ""), ',')) codes.push_back(hash_of(code));
    return codes;
  }
  [[nodiscard]] std::optional<Day> day_option(const Step& step, const std::string& name) const {
    const auto text = step.option(name);
    return text ? parse_day(*text) : std::nullopt;
  }

  // ---- the account

  static Guarantor guarantor(const Step& step) {
    const std::string name = step.option("guarantor", "BANK");
    return {.tin = trader(name),
            .kind = name == "INSURER" ? GuarantorKind::insurer : GuarantorKind::bank,
            .approved = name != "UNKNOWN"};
  }
  static Standing standing(const Step& step) {
    const auto number = [&](const char* name) {
      return static_cast<unsigned>(std::stoi(step.option(name, "0")));
    };
    return {.authorised_transit_trader = step.option("att", "no") == "yes",
            .transport_or_logistics = step.option("carrier", "no") == "yes",
            .clean_years = number("clean_years"),
            .arrears_days = number("arrears_days"),
            .years_without_enforcement = number("years_without_enforcement")};
  }
  static std::optional<Binding> binding(const Step& step) {
    const auto bound = step.option("bound");
    if (!bound) return std::nullopt;
    const auto offices = test::split(*bound, ':');
    return Binding{.departure = OfficeId::parse(offices.at(0)).value(),
                   .destination = OfficeId::parse(offices.at(1)).value(),
                   .goods = list_of<Ahtn>(step.option("goods"))};
  }
  static Receipt receipt(const Step& step) { return Receipt::parse(step.option("receipt", "R-1")).value(); }
  static Terms terms(const Step& step) {
    const Money weekly = money(step.option("weekly", "0"), step);
    const std::string kind = step.word(1);
    if (kind == "individual") return SingleJourney{guarantor(step), binding(step)};
    if (kind == "waiver") return Waiver{standing(step), weekly};
    if (kind == "deposit") return CashDeposit{binding(step), receipt(step)};
    if (kind != "comprehensive") throw std::invalid_argument("no such kind");
    return MultipleJourneys{.guarantor = guarantor(step),
                            .percent = static_cast<std::uint8_t>(std::stoi(step.option("percent", "100"))),
                            .standing = standing(step),
                            .weekly_debt = weekly};
  }
  std::string registers(const Step& step) {
    RegisterGuarantee c{.at = now(),
                        .approval = approval(step),
                        .grn = grn(step.word(0)),
                        .holder = trader(step.option("holder", "TRADER")),
                        .office = OfficeId::parse(step.option("office", "MYBKH001")).value(),
                        .reference_amount = money(step.word(2), step),
                        .valid_from = day_option(step, "from").value_or(day_),
                        .valid_until = day_option(step, "until"),
                        .not_valid_in = list_of<Country>(step.option("not_in")),
                        .master_code = std::nullopt,
                        .access_codes = codes_of(step),
                        .terms = terms(step),
                        .utc_offset_minutes = 480};
    if (c.office == OfficeId::parse("MYXXX001").value()) c.utc_offset_minutes.reset();  // there is none
    if (const auto master = step.option("master")) c.master_code = hash_of(*master);
    if (const auto many = step.option("countries")) c.not_valid_in.resize(std::stoul(*many));
    c.receipt_taken = step.option("receipt_taken", "no") == "yes";
    return on_account(step, AccountTrigger::register_it,
                      [&](const Header& header) { return decide(header, c, profile_); });
  }
  std::string change(const Step& step) {
    const Header header = world_.header(grn(step.word(0)));
    ChangeTerms c{.at = now(),
                  .approval = approval(step),
                  .reference_amount = header.reference_amount,
                  .guaranteed_amount = header.guaranteed_amount,
                  .valid_until = day_option(step, "until"),
                  .not_valid_in = list_of<Country>(step.option("not_in"))};
    c.without_end = step.option("without_end", "no") == "yes";
    c.valid_everywhere = step.option("everywhere", "no") == "yes";
    if (const auto amount = step.option("reference")) c.reference_amount = money(*amount, step);
    if (const auto amount = step.option("guaranteed")) c.guaranteed_amount = money(*amount, step);
    if (step.option("clean_years") || step.option("att")) c.standing = standing(step);
    if (const auto weekly = step.option("weekly")) c.weekly_debt = money(*weekly, step);
    return on_account(step, AccountTrigger::change, [&](const Header& h) { return decide(h, c, profile_); });
  }
  std::string suspend(const Step& step) {
    return on_account(step, AccountTrigger::suspend,
                      [&](const Header& h) { return decide(h, Suspend{now(), person("OFFICER1")}); });
  }
  std::string lift(const Step& step) {
    return on_account(step, AccountTrigger::lift,
                      [&](const Header& h) { return decide(h, LiftSuspension{now(), person("OFFICER1")}); });
  }
  std::string notice(const Step& step) {
    const auto reason = step.option("from", "guarantor") == "office" ? NoticeReason::revoked_by_office
                                                                     : NoticeReason::cancelled_by_guarantor;
    return on_account(step, AccountTrigger::give_notice, [&](const Header& h) {
      return decide(h, GiveNotice{.at = now(), .day = day_, .approval = approval(step), .reason = reason},
                    profile_);
    });
  }
  std::string expire(const Step& step) {
    return on_account(step, AccountTrigger::expire,
                      [&](const Header& h) { return decide(h, PassLastDay{now(), day_}); });
  }
  std::string revoke(const Step& step) {
    return on_account(step, AccountTrigger::revoke,
                      [&](const Header& h) { return decide(h, PassNotice{now(), day_}); });
  }
  std::string liberate(const Step& step) {
    return on_account(step, AccountTrigger::liberate,
                      [&](const Header& h) { return decide(h, Liberate{now(), person("OFFICER1")}); });
  }
  std::string codes(const Step& step) {
    ReplaceAccessCodes c{.at = now(),
                         .authority = ReplaceAccessCodes::ByOfficer{person("OFFICER1")},
                         .master_code = std::nullopt,
                         .access_codes = codes_of(step)};
    const auto master = step.option("master");
    if (master) c.master_code = hash_of(*master);
    if (master || step.option("sender"))
      c.authority = ReplaceAccessCodes::ByMasterCode{trader(step.option("sender", "TRADER"))};
    return on_account(step, AccountTrigger::replace_codes,
                      [&](const Header& h) { return decide(h, c, profile_); });
  }
  std::string unlock(const Step& step) {
    const UnlockSender c{
        .at = now(), .approval = approval(step), .sender = trader(step.option("sender", "TRADER"))};
    return on_account(step, AccountTrigger::unlock, [&](const Header& h) { return decide(h, c); });
  }

  template <class Decide>
  std::string on_account(const Step& step, AccountTrigger trigger, Decide decide_on) {
    const Grn number = grn(step.word(0));
    const Header header = world_.header(number);
    const auto decision = decide_on(header);
    if (was_played(cell_of(header.status, trigger).verdict, decision.answer))
      coverage_.account_cells.insert({header.status, trigger});
    world_.apply(number, decision);
    return outcome(decision.answer);
  }

  /// A cell counts as played only if the command went the cell's way.
  static bool was_played(Verdict verdict, const Answer& answer) {
    return answer.accepted() == (verdict != Verdict::refuse);
  }

  // ---- uses

  Demand demand(const Step& step) {
    Demand demand{.at = now(),
                  .day = day_,
                  .message = MessageId::parse(step.option("message", format("msg-{}", step.line))).value(),
                  .mrn = mrn(step.word(0)),
                  .principal = trader(step.option("principal", "TRADER")),
                  .sender = trader(step.option("sender", "TRADER")),
                  .sender_is_agent = step.option("agent", "no") == "yes",
                  .departure = OfficeId::parse(step.option("departure", "MYBKH001")).value(),
                  .destination = OfficeId::parse(step.option("destination", "KHPPT001")).value(),
                  .route = list_of<Country>(step.option("route", "TH,KH")),
                  .goods = list_of<Ahtn>(step.option("goods", "85287292")),
                  .limit_day = day_option(step, "limit"),
                  .lines = {}};
    for (const auto& [name, amount] : step.options) {
      if (!is_guarantee(name)) continue;
      const Header header = world_.header(grn(name));
      demand.lines.push_back({.grn = grn(name),
                              .type = step.option("type", std::string(1, wire_type(header.kind)))[0],
                              .access_code = std::nullopt,
                              .amount = money(amount, step)});
      if (const auto code = step.option("code")) demand.lines.back().access_code = hash_of(*code);
    }
    if (step.option("twice")) demand.lines.push_back(demand.lines.back());
    if (const auto many = step.option("lines")) demand.lines.resize(std::stoul(*many));
    return demand;
  }

  template <class Decide>
  std::string on_uses(const Mrn& movement, const std::vector<Grn>& grns, UseTrigger trigger,
                      Decide decide_on) {
    const auto accounts = world_.accounts(grns, movement);
    const auto decision = decide_on(accounts);
    for (const Account& one : accounts) {
      if (was_played(cell_of(one.use.state, trigger).verdict, decision.answer))
        coverage_.use_cells.insert({one.use.state, trigger});
    }
    world_.apply(grns, movement, decision);
    return outcome(decision.answer);
  }
  template <class Command>
  std::string ask(const Step& step, UseTrigger trigger) {
    Command c{demand(step)};
    std::vector<Grn> grns;
    for (const Line& line : c.demand.lines) grns.push_back(line.grn);
    return on_uses(c.demand.mrn, grns, trigger,
                   [&](const auto& accounts) { return decide(accounts, c, profile_); });
  }
  std::string check(const Step& step) { return ask<CheckUses>(step, UseTrigger::check); }
  std::string reserve(const Step& step) { return ask<ReserveUses>(step, UseTrigger::reserve); }

  /// The guarantees named in the step, or all that the movement uses.
  std::vector<Grn> guarantees_of(const Step& step) const {
    std::vector<Grn> grns;
    for (std::size_t i = 1; i < step.words.size(); ++i) grns.push_back(grn(step.words[i]));
    return grns.empty() ? world_.grns_of(mrn(step.word(0))) : grns;
  }
  std::string cancel(const Step& step) {
    return on_uses(mrn(step.word(0)), guarantees_of(step), UseTrigger::cancel,
                   [&](const auto& accounts) { return decide(accounts, CancelUses{now()}); });
  }
  std::string credit(const Step& step) {
    return on_uses(mrn(step.word(0)), guarantees_of(step), UseTrigger::credit,
                   [&](const auto& accounts) { return decide(accounts, CreditUses{now()}, profile_); });
  }
  std::string release(const Step& step) {
    return on_uses(mrn(step.word(0)), guarantees_of(step), UseTrigger::release,
                   [&](const auto& accounts) { return decide(accounts, ReleaseUses{now()}); });
  }
  template <class Decide>
  std::string on_one(const Step& step, UseTrigger trigger, Decide decide_on) {
    return on_uses(mrn(step.word(0)), {grn(step.word(1))}, trigger,
                   [&](const auto& accounts) { return decide_on(accounts[0]); });
  }
  std::string claim(const Step& step) {
    const ClaimFromGuarantor c{.at = now(), .approval = approval(step), .amount = money(step.word(2), step)};
    return on_one(step, UseTrigger::claim, [&](const Account& a) { return decide(a, c, profile_); });
  }
  std::string withdraw(const Step& step) {
    return on_one(step, UseTrigger::withdraw,
                  [&](const Account& a) { return decide(a, WithdrawClaim{now(), approval(step)}); });
  }
  std::string pay(const Step& step) {
    return on_one(step, UseTrigger::pay,
                  [&](const Account& a) { return decide(a, RecordPayment{now(), person("OFFICER1")}); });
  }
  std::string review(const Step& step) {
    return on_one(step, UseTrigger::review,
                  [&](const Account& a) { return decide(a, ReviewClaim{now()}, profile_); });
  }

  // ---- what came of it

  static std::string amount(std::int64_t cents) {
    const std::string fraction = format("{:02}", cents < 0 ? -cents % 100 : cents % 100);
    return format("{}{}.{}", cents < 0 ? "-" : "", cents < 0 ? -cents / 100 : cents / 100, fraction);
  }
  std::string account(const Step& step) {
    const Header header = world_.header(grn(step.word(0)));
    const auto* facts = std::ranges::find(account_states, header.status, &StateFacts<Status>::state);
    return format("{} reserved {} credited {} claimed {} paid {} free {} open {}", facts->name,
                  amount(header.sums.reserved), amount(header.sums.credited), amount(header.sums.claimed),
                  amount(header.sums.paid), amount(header.available()), header.sums.open_uses);
  }
  std::string use(const Step& step) {
    const Use use = world_.use(grn(step.word(1)), mrn(step.word(0)));
    const auto* facts = std::ranges::find(use_states, use.state, &StateFacts<UseState>::state);
    return format("{} {}", facts->name, amount(use.amount.minor_units()));
  }
  std::string clock(const Step& step) {
    const auto due = next_clock(world_.header(grn(step.word(0))));
    return due ? to_text(*due) : "none";
  }

  std::string outcome(const Answer& answer) {
    if (answer.accepted()) return "ok";
    std::string rules;
    for (const Finding& finding : answer.refused_for) {
      for (const RefusalFacts& known : refusals) {
        if (known.rule == finding.rule && finding.pointer.ends_with(known.field))
          coverage_.refusals.insert(std::string{known.name});
      }
      rules += (rules.empty() ? "" : " ") + finding.rule;
    }
    return rules;
  }

  Coverage& coverage_;
  Profile profile_;
  Day day_ = *parse_day("2026-11-23");
  test::GuaranteeWorld world_;
};

void play_file(const std::filesystem::path& path, Coverage& coverage) {
  std::ifstream in{path, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  Stage stage{coverage};
  for (const auto& difference : test::play(text, stage.verbs()))
    ADD_FAILURE() << path.filename() << ' ' << difference;
  for (const auto& law : stage.world().broken_laws()) ADD_FAILURE() << path.filename() << ' ' << law;
  EXPECT_TRUE(stage.world().out_of_balance().empty()) << path.filename();
  EXPECT_TRUE(stage.world().replays_to_the_same()) << path.filename();
}

Coverage play_all() {
  Coverage coverage;
  for (const auto& entry : std::filesystem::directory_iterator{LINTAS_ROOT "/tests/scenarios/guarantee"}) {
    play_file(entry.path(), coverage);
  }
  return coverage;
}

TEST(GuaranteeScenarios, come_out_as_written_and_play_every_cell_and_refusal) {
  const Coverage coverage = play_all();
  for (const auto& cell : account_table) {
    EXPECT_TRUE(coverage.account_cells.contains({cell.state, cell.trigger}))
        << "account: state " << static_cast<int>(cell.state) << " trigger " << static_cast<int>(cell.trigger);
  }
  for (const auto& cell : use_table) {
    EXPECT_TRUE(coverage.use_cells.contains({cell.state, cell.trigger}))
        << "use: state " << static_cast<int>(cell.state) << " trigger " << static_cast<int>(cell.trigger);
  }
  for (const auto& refusal : refusals)
    EXPECT_TRUE(coverage.refusals.contains(std::string{refusal.name})) << refusal.name;
}

}  // namespace
}  // namespace lintas::guarantee
