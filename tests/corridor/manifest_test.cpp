#include "core/exchange/manifest.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "core/guarantee/commands.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/registers_part.hpp"
#include "tests/support/entries.hpp"
#include "tests/support/national_node.hpp"

/// Singapore, Malaysia and Thailand tell each other once a day what they have in common, and mend what was
/// lost between them.
namespace lintas::workflow {

namespace {

using namespace std::chrono_literals;
using Kind = Reply::Kind;
namespace pas = transit::passage;

const Instant morning = *parse_instant("2026-11-23T02:00:00Z");
constexpr std::string_view holder = "SG200012345K";

OfficeId at(std::string_view code) { return OfficeId::parse(code).value(); }
Money dollars(std::int64_t cents) { return {cents, Currency::parse("SGD").value()}; }
Grn guarantee_number() {
  return Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value();
}

class Manifests : public testing::Test {
 protected:
  Manifests() {
    for (const std::string country : {"MY", "SG", "TH"})
      nodes[country] = std::make_unique<test::NationalNode>(country, morning, parts);
    guarantee::RegisterGuarantee command;
    command.approval.second = PersonId::parse("officer-8").value();
    command.grn = guarantee_number();
    command.holder = Tin::parse(holder).value();
    command.office = at("SGWDL001");
    command.reference_amount = dollars(100'000'00);
    command.valid_from = *parse_day("2026-01-01");
    command.access_codes = {AccessCodeHash{}};
    command.terms = guarantee::MultipleJourneys{
        .guarantor = {.tin = Tin::parse("SGBANK").value(), .approved = true}, .weekly_debt = dollars(1'00)};
    (void)sg().ask({.role = access::Role::officer_of_guarantee, .person = "officer-9", .office = "SGWDL001"},
                   register_guarantee, command);
    (void)sg().ask(test::keeper, record_entry, test::firm(holder));
  }

  test::NationalNode& sg() { return *nodes.at("SG"); }
  test::NationalNode& my() { return *nodes.at("MY"); }

  /// A movement from Singapore over Malaysia to Bangkok, on its way.
  Mrn release(const std::string& lrn) {
    transit::Letter letter;
    auto& declared = letter.declaration.emplace();
    declared.lrn = Lrn::parse(lrn).value();
    declared.holder = Tin::parse(holder).value();
    declared.route = {.departure = at("SGWDL001"),
                      .transit = {at("MYJHB001"), at("THSDO001")},
                      .destination = at("THBKK001")};
    declared.guarantees = {
        {.type = "1", .grn = guarantee_number(), .access_code = AccessCodeHash{}, .amount = dollars(100'00)}};
    declared.at_risk = dollars(100'00);
    const Reply reply = sg().ask({.role = access::Role::trader, .party = std::string{holder}},
                                 command_of_message(15), letter);
    const Mrn mrn = read_content<MovementReply>(reply.content).mrn.value();
    (void)sg().ask({.role = access::Role::officer_of_departure, .person = "officer-1", .office = "SGWDL001"},
                   command_in(departure_block, 2), transit::departure::Release{.mrn = mrn, .limit = {}});
    return mrn;
  }
  Reply pass(const Mrn& mrn) {
    return my().ask({.role = access::Role::officer_of_transit, .person = "officer-2", .office = "MYJHB001"},
                    command_in(passage_block, 1),
                    pas::RecordPassage{.mrn = mrn, .office = at("MYJHB001"), .inspection = {}});
  }
  /// Thailand reports arrival and result.
  void end(const Mrn& mrn) {
    transit::Letter letter;
    letter.mrn = mrn;
    letter.office = at("THBKK001");
    letter.result = transit::ControlResult{.code = "A1", .day = *parse_day("2026-11-25")};
    for (const std::uint16_t ie : std::initializer_list<std::uint16_t>{6, 18})
      (void)sg().ask({.role = access::Role::partner_node, .party = "TH"}, command_of_message(ie), letter);
  }

  using Lost = std::function<bool(const std::string& from, const app::OutboxRow&)>;
  static bool nothing(const std::string& /*from*/, const app::OutboxRow& /*row*/) { return false; }

  /// Everything that waits goes to its partner, until nothing waits; what is lost, its sender believes sent.
  void deliver(const Lost& lost = nothing) {
    for (bool moved = true; moved;) {
      moved = false;
      for (auto& [from, node] : nodes) {
        for (const app::OutboxRow& row : node->executor().take_outbox()) {
          moved = true;
          if (!lost(from, row)) carry(from, *node, row);
          node->executor().receipted(row.id);
        }
        node->executor().flush();
      }
    }
  }
  void carry(const std::string& from, test::NationalNode& node, const app::OutboxRow& row) {
    const auto letter = node.store().payload(row.payload).value();
    const std::string id = from + std::to_string(row.id);
    Command command = node.command({.role = access::Role::partner_node, .party = from},
                                   CommandType{std::to_underlying(row.kind)}, transit::Letter{});
    if (row.kind == payload_resend_request) command.type = command_resend_asked;
    if (row.kind == payload_given_up) command.type = command_given_up;
    command.id = MessageCommandId{make_key(KeyKind::partner_message, from, id)};
    command.content = letter.bytes;
    command.payloads = {letter};
    command.lane = LanePosition{*exchange::Partner::parse(from), row.n, id};
    (void)nodes.at(row.partner.str())->ask(command);
  }
  /// Two supervisors of the office of departure give up what Malaysia refused for good.
  Reply give_up(const app::OutboxRow& row) {
    sg().executor().refused(row.id);
    sg().executor().flush();
    Command discard = sg().command({.role = access::Role::supervisor, .person = "s-1", .office = "SGWDL001"},
                                   command_discard_letter,
                                   LetterDecision{.id = row.id, .reason = "told by telephone", .second = {}});
    discard.second = access::Actor{.role = access::Role::supervisor, .person = "s-2", .office = "SGWDL001"};
    return sg().ask(discard);
  }
  void set_time(Instant now) {
    for (auto& [country, node] : nodes) {
      node->set_time(now);
      node->ring();
    }
  }
  static bool is(const app::OutboxRow& row, std::uint16_t ie) { return row.kind == payload_of_message(ie); }
  std::vector<exchange::Manifest> manifests_from(const std::string& from, std::string_view to) {
    std::vector<exchange::Manifest> found;
    for (const app::OutboxRow& row : nodes.at(from)->store().outbox()) {
      if (!is(row, ie_manifest) || row.partner.str() != to) continue;
      found.push_back(
          from_cbor<exchange::Manifest>(nodes.at(from)->store().payload(row.payload)->bytes).value());
    }
    return found;
  }
  Journey journey(const Mrn& mrn) { return my().state<Journey>(journey_slot(mrn)); }
  transit::departure::Movement movement(const Mrn& mrn) {
    return sg().state<transit::departure::Movement>(departure_slot(mrn, sg().domain().setting()));
  }

  std::vector<const Part*> parts{&registers_part(), &guarantee_part(), &departure_part(), &journey_part(),
                                 &manifest_part()};
  std::map<std::string, std::unique_ptr<test::NationalNode>> nodes;
};

TEST_F(Manifests, tell_each_partner_once_a_day_what_both_have) {
  const Mrn mrn = release("L-1");
  deliver();
  set_time(morning + 23h);
  EXPECT_TRUE(manifests_from("SG", "MY").empty());
  set_time(morning + 25h);
  const auto told = manifests_from("SG", "MY");
  ASSERT_EQ(told.size(), 1U);
  const auto seen = manifests_from("MY", "SG");
  ASSERT_EQ(seen.size(), 1U);
  ASSERT_EQ(told.front().entries.size(), 1U);
  EXPECT_EQ(told.front().entries.front().thing, mrn.str());
  EXPECT_EQ(told.front().entries.front().sent, 2U) << "record and notice";
  EXPECT_EQ(seen.front().entries.front().taken, 2U);
  EXPECT_EQ(seen.front().entries.front().digest, told.front().entries.front().digest)
      << "both have the same picture";
  deliver();
  EXPECT_TRUE(my().executor().take_outbox().empty()) << "nothing is asked where nothing differs";
  set_time(morning + 26h);
  EXPECT_TRUE(manifests_from("SG", "MY").empty());
  set_time(morning + 49h);
  EXPECT_EQ(manifests_from("SG", "TH").size(), 1U);
}

TEST_F(Manifests, bring_a_movement_that_a_partner_never_heard_of) {
  const Mrn mrn = release("L-1");
  deliver([](const std::string&, const app::OutboxRow& row) { return row.partner.str() == "MY"; });
  EXPECT_FALSE(my().store().find(std::get<Key>(journey_slot(mrn).by)).has_value());
  set_time(morning + 25h);
  deliver();
  EXPECT_EQ(journey(mrn).passage.state, pas::State::expected);
  EXPECT_EQ(journey(mrn).sighting.newest()->status, "REL");
}

TEST_F(Manifests, bring_the_report_of_a_passage_that_was_lost) {
  const Mrn mrn = release("L-1");
  deliver();
  EXPECT_EQ(pass(mrn).kind, Kind::accepted);
  deliver([](const std::string&, const app::OutboxRow& row) { return is(row, 118); });
  EXPECT_TRUE(movement(mrn).crossings.empty());
  set_time(morning + 25h);
  deliver();
  EXPECT_EQ(movement(mrn).crossings.size(), 1U);
  EXPECT_EQ(journey(mrn).sighting.newest()->status, "PAS");
}

TEST_F(Manifests, a_movement_goes_on_behind_a_record_that_was_given_up) {
  const Mrn mrn = release("L-1");
  for (const app::OutboxRow& row : sg().executor().take_outbox()) {
    if (row.partner.str() == "MY" && row.n == 1) {
      EXPECT_EQ(give_up(row).kind, Kind::accepted);
    } else {
      carry("SG", sg(), row);
      sg().executor().receipted(row.id);
    }
  }
  const auto lane = [&] {
    const auto id = my().store().find(std::get<Key>(journey_slot(mrn).by)).value();
    return *my().executor().stream(id)->lanes.find(*exchange::Partner::parse("SG"));
  };
  EXPECT_EQ(lane().applied, 0U) << "the notice waits for the record";
  deliver();
  EXPECT_EQ(lane().applied, 2U);
  EXPECT_EQ(journey(mrn).sighting.newest()->status, "REL");
  EXPECT_EQ(journey(mrn).passage.state, pas::State::none);
  set_time(morning + 25h);
  deliver();
  EXPECT_TRUE(sg().store().outbox().empty()) << "what was given up does not come back";
}

TEST_F(Manifests, tell_the_end_of_a_movement_to_a_state_that_it_had_left) {
  const Mrn mrn = release("L-1");
  deliver();
  (void)pass(mrn);
  deliver();
  EXPECT_EQ(journey(mrn).passage.state, pas::State::passed);
  end(mrn);
  deliver([](const std::string&, const app::OutboxRow& row) { return row.partner.str() == "MY"; });
  EXPECT_EQ(movement(mrn).state, transit::departure::State::written_off);
  EXPECT_EQ(journey(mrn).sighting.newest()->status, "PAS");
  set_time(morning + 25h);
  deliver();
  set_time(morning + 26h);  // what is missing before the notice told again is asked for by the lane
  deliver();
  EXPECT_EQ(journey(mrn).sighting.newest()->status, "WOF");
  EXPECT_EQ(journey(mrn).sighting.newest()->number, movement(mrn).notices);
  for (const auto& row : my().store().open_streams())
    EXPECT_NE(row.kind, journey_stream) << "nobody waits for anything more";
}

TEST_F(Manifests, bring_the_report_of_a_passage_though_the_movement_has_ended_meanwhile) {
  const Mrn mrn = release("L-1");
  deliver();
  (void)pass(mrn);
  end(mrn);
  deliver([](const std::string&, const app::OutboxRow& row) { return is(row, 118); });
  EXPECT_EQ(journey(mrn).sighting.newest()->status, "WOF");
  EXPECT_TRUE(movement(mrn).crossings.empty());
  set_time(morning + 25h);
  deliver();
  EXPECT_EQ(movement(mrn).crossings.size(), 1U);
  set_time(morning + 4 * 24h);
  deliver();
  EXPECT_TRUE(manifests_from("MY", "SG").empty()) << "nothing is left to speak of";
}

TEST_F(Manifests, a_movement_that_is_gone_through_is_nobodys_work_but_is_waited_for) {
  const Mrn mrn = release("L-1");
  deliver();
  (void)pass(mrn);
  deliver();
  const auto open = my().store().open_streams();
  const auto row = std::ranges::find(open, journey_stream, &app::StreamRow::kind);
  ASSERT_NE(row, open.end());
  EXPECT_EQ(row->office, 0) << "on no work list";
  set_time(morning + limits::end_awaited + 24h);
  for (const auto& left : my().store().open_streams()) EXPECT_NE(left.kind, journey_stream);
}

TEST_F(Manifests, a_silent_partner_is_told_once) {
  (void)release("L-1");
  for (int day = 1; day <= 4; ++day) set_time(morning + day * 24h + 1h);
  EXPECT_EQ(manifests_from("SG", "MY").size(), 1U);
  deliver();
  set_time(morning + 6 * 24h);
  EXPECT_EQ(manifests_from("SG", "MY").size(), 1U);
}

TEST_F(Manifests, of_many_movements_go_in_parts) {
  const auto count = static_cast<std::uint32_t>(limits::manifest_page + 20);
  for (std::uint32_t i = 1; i <= count; ++i) {
    transit::Letter notice;
    const std::string number = std::to_string(i);
    notice.mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"),
                            std::string(12 - number.size(), '0') + number)
                     .value();
    notice.notice = 1;
    notice.status = "REL";
    (void)my().ask({.role = access::Role::partner_node, .party = "SG"},
                   command_of_message(transit::ie_status_notice), notice);
  }
  set_time(morning + 25h);
  ASSERT_EQ(manifests_from("MY", "SG").size(), 1U);
  set_time(morning + 25h + limits::manifest_pause);
  const auto parts_told = manifests_from("MY", "SG");
  ASSERT_EQ(parts_told.size(), 2U);
  EXPECT_EQ(parts_told.front().entries.size(), limits::manifest_page);
  EXPECT_EQ(parts_told.back().entries.size(), 20U);
  EXPECT_EQ(parts_told.back().part, 2U);
  set_time(morning + 26h);
  EXPECT_EQ(manifests_from("MY", "SG").size(), 2U);
  deliver();
  set_time(morning + 50h);
  EXPECT_EQ(manifests_from("MY", "SG").size(), 1U) << "the next day begins anew";
}

TEST_F(Manifests, nobody_learns_of_movements_that_are_not_theirs) {
  const Mrn mrn = release("L-1");
  deliver();
  const exchange::Manifest curious{
      .day = *parse_day("2026-11-24"),
      .part = 1,
      .entries = {{.thing = std::string{mrn.str()}, .sent = 5, .taken = 0, .version = {}, .digest = {}},
                  {.thing = "no MRN", .sent = 5, .taken = 0, .version = {}, .digest = {}}}};
  Command command = sg().command({.role = access::Role::partner_node, .party = "KH"},
                                 command_of_message(ie_manifest), curious);
  command.id = MessageCommandId{make_key(KeyKind::partner_message, "KH", "1")};
  command.lane = LanePosition{*exchange::Partner::parse("KH"), 1, "1"};
  EXPECT_EQ(sg().ask(command).kind, Kind::accepted);
  EXPECT_TRUE(sg().executor().take_outbox().empty());
}

}  // namespace

}  // namespace lintas::workflow
