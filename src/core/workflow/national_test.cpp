#include "core/workflow/national.hpp"

#include <array>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {
namespace {

// The smallest part: a thing that is written on, and that a partner knows by its name.
constexpr StreamKind thing{64};
constexpr CommandType write{64};

Located locate(const Command& command, const Setting& setting) {
  return {
      .slots = {{.kind = thing, .by = make_key(KeyKind{64}, setting.home.str(), as_text(command.content))}},
      .asks = {},
      .number = {}};
}
access::Relations relations(const Command& /*command*/, const Situation& /*situation*/,
                            const Setting& /*setting*/) {
  return {};
}
Outcome decide(const Command& /*command*/, const Situation& situation, const Setting& setting) {
  Outcome outcome;
  outcome.reply = copy_of(as_bytes(situation.slots[0].state->as<std::string>()));
  outcome.reply.push_back(static_cast<std::byte>(setting.home.str().front()));
  return outcome;
}
State initial() { return State::of(std::string{"new"}); }
State evolve(const State& state, const Happened& /*event*/) {
  return State::of(state.as<std::string>() + "+");
}
Summary summary(const State& state) {
  const auto& text = state.as<std::string>();
  return {.status = static_cast<std::uint16_t>(text == "heard of" ? 0 : 1), .ref = text};
}
access::Relations tie(const State& state, const access::Actor& actor, const Setting& /*setting*/) {
  if (state.as<std::string>() != actor.office) return {};
  return access::Relations{access::Relation::office};
}
Outcome rings(const Command& /*command*/, const Situation& /*situation*/, const Setting& /*setting*/) {
  return {.reply = copy_of(as_bytes("rang"))};
}
std::optional<Slot> slot_of_name(ByteView name, exchange::Partner from, const Setting& /*setting*/) {
  if (as_text(name) == "nobody") return std::nullopt;
  return Slot{.kind = thing, .by = make_key(KeyKind{65}, from.str(), as_text(name))};
}
Bytes name_for_partner(const Command& waiting) { return waiting.content; }
std::optional<std::string> violated(const Step& step) {
  if (step.changes.empty()) return std::nullopt;
  return "nothing ever changes";
}

constexpr CommandEntry entry{write, "thing.write", locate, relations, decide};
constexpr KindEntry kind_entry{.kind = thing,
                               .name = "thing",
                               .initial = initial,
                               .evolve = evolve,
                               .summary = summary,
                               .relations = tie,
                               .time_passed = rings};
constexpr access::Grant granted{access::Role::trader, std::to_underlying(write), access::Relation::any};

/// Tables that a test can spoil.
struct Tables {
  std::vector<CommandEntry> commands{entry};
  std::vector<KindEntry> kinds{kind_entry};
  std::vector<access::Grant> grants{granted};

  [[nodiscard]] Part part() const {
    return {.commands = commands,
            .kinds = kinds,
            .grants = grants,
            .violated = violated,
            .slot_of_name = slot_of_name,
            .name_for_partner = name_for_partner};
  }
};

Setting at_home(std::string_view country) { return {.home = *Country::parse(country)}; }

bool is_taken(const Part& part) {
  const std::array parts{&part};
  try {
    const National domain{parts, at_home("MY")};
    return domain.command(write) != nullptr;
  } catch (const Bug&) {
    return false;
  }
}

TEST(National, checks_its_tables_once) {
  const auto spoilt = [](auto spoil) {
    Tables tables;
    spoil(tables);
    return !is_taken(tables.part());
  };
  EXPECT_TRUE(is_taken(Tables{}.part()));
  EXPECT_TRUE(spoilt([](Tables& t) { t.grants.clear(); })) << "nobody may";
  EXPECT_TRUE(spoilt([](Tables& t) { t.commands.push_back(t.commands[0]); })) << "a command twice";
  EXPECT_TRUE(spoilt([](Tables& t) { t.kinds.push_back(t.kinds[0]); })) << "a kind twice";
  EXPECT_TRUE(spoilt([](Tables& t) { t.commands[0].name = "thing"; })) << "a name twice";
  EXPECT_TRUE(spoilt([](Tables& t) { t.commands[0].decide = nullptr; }));
  EXPECT_TRUE(spoilt([](Tables& t) { t.commands[0].type = command_time_passed; })) << "the executor's own";
  EXPECT_TRUE(spoilt([](Tables& t) { t.kinds[0].summary = nullptr; }));
  EXPECT_TRUE(spoilt([](Tables& t) { t.kinds[0].encode = [](const State&) { return Bytes{}; }; }))
      << "kept and never read";
  EXPECT_TRUE(spoilt([](Tables& t) { t.grants[0].command = 65; })) << "a grant for nothing";
  Part nameless = Tables{}.part();
  const Tables tables;
  nameless = tables.part();
  nameless.slot_of_name = nullptr;
  EXPECT_FALSE(is_taken(nameless)) << "named and never found";
}

class NationalTest : public testing::Test {
 protected:
  Command asked(CommandType type, Bytes content, access::Actor actor = {}) {
    return {.id = HttpCommandId{},
            .type = type,
            .actor = std::move(actor),
            .content = std::move(content),
            .lane = LanePosition{*exchange::Partner::parse("TH"), 1, "m"}};
  }

  const Tables tables;
  const Part part = tables.part();
  const std::array<const Part*, 1> parts{&part};
  National domain{parts, at_home("MY")};
  const State state = State::of(std::string{"MYBKH001"});
  const StreamView view{.id = StreamId{1}, .kind = thing, .state = &state};
  const Situation situation{.slots = {&view, 1}, .asks = {}, .number = {}};
};

TEST_F(NationalTest, asks_the_part_of_the_command_under_the_setting_of_the_moment) {
  const Command command = asked(write, copy_of(as_bytes("x")));
  EXPECT_EQ(as_text(domain.decide(command, situation).reply), "MYBKH001M");
  domain.set(at_home("SG"));
  EXPECT_EQ(as_text(domain.decide(command, situation).reply), "MYBKH001S");
  EXPECT_EQ(std::get<Key>(domain.locate(command).slots[0].by), make_key(KeyKind{64}, "SG", "x"));
  EXPECT_EQ(domain.summary(thing, domain.evolve(thing, domain.initial(thing), {})).ref, "new+");
  EXPECT_EQ(domain.violated(Step{}), std::nullopt);
  EXPECT_TRUE(domain.follow(thing, state, {}).empty());
  EXPECT_FALSE(domain.keeps_state(thing));
  EXPECT_EQ(domain.commands().size(), 1U);
  EXPECT_EQ(domain.command(CommandType{99}), nullptr);
  EXPECT_EQ(domain.kind(StreamKind{99}), nullptr);
  EXPECT_THROW((void)domain.locate(asked(CommandType{99}, {})), Bug);
}

TEST_F(NationalTest, a_clock_is_its_kinds) {
  EXPECT_EQ(as_text(domain.decide(asked(command_time_passed, {}), situation).reply), "rang");
}

TEST_F(NationalTest, finds_what_a_partner_asks_again_for_by_the_name_it_knows) {
  const auto found = [&](Bytes content) {
    return domain.locate(asked(command_resend_asked, std::move(content)));
  };
  const Located known = found(to_cbor(ResendRequest{domain.name_for_partner(asked(write, {})), 1, 2}));
  EXPECT_EQ(std::get<Key>(known.slots.at(0).by), make_key(KeyKind{65}, "TH", ""));
  const Located unknown = found(to_cbor(ResendRequest{copy_of(as_bytes("nobody")), 1, 2}));
  EXPECT_TRUE(std::holds_alternative<Slot::New>(unknown.slots.at(0).by)) << "nothing that is there";
  EXPECT_TRUE(std::holds_alternative<Slot::New>(found({}).slots.at(0).by)) << "nor is it a request";
}

TEST_F(NationalTest, finds_what_a_partner_gave_up_by_the_name_it_is_given) {
  const auto found = [&](Bytes content) {
    return domain.locate(asked(command_given_up, std::move(content))).slots.at(0).by;
  };
  const Bytes name = domain.name_for_receiver(thing, as_bytes("x"));
  EXPECT_EQ(std::get<Key>(found(to_cbor(GivenUp{name}))), make_key(KeyKind{65}, "TH", "x"));
  EXPECT_TRUE(std::holds_alternative<Slot::New>(found(to_cbor(GivenUp{copy_of(as_bytes("nobody"))}))));
  EXPECT_TRUE(std::holds_alternative<Slot::New>(found({})));
}

TEST_F(NationalTest, asks_for_what_is_missing_before_it_by_the_name_at_the_other_end) {
  const auto name = [&](std::string_view given) {
    return std::string{as_text(
        domain.name_for_partner(asked(command_given_up, to_cbor(GivenUp{copy_of(as_bytes(given))}))))};
  };
  EXPECT_EQ(name("J26SG000101A1B2C3J0"), "D26SG000101A1B2C3J0");
  EXPECT_EQ(name("D26SG000101A1B2C3J0"), "J26SG000101A1B2C3J0");
  EXPECT_EQ(name("M"), "M");
}

TEST_F(NationalTest, ACC_002_a_waiting_message_is_dropped_by_the_supervisor_of_its_office) {
  const auto denied = [&](access::Role role, std::string office) {
    const Command drop = asked(command_drop_parked, {}, {.role = role, .office = std::move(office)});
    const auto denial = access::denied(domain.grants(), drop.actor, std::to_underlying(drop.type),
                                       domain.relations(drop, situation));
    return denial ? denial->rule : "";
  };
  EXPECT_EQ(denied(access::Role::supervisor, "MYBKH001"), "");
  EXPECT_EQ(denied(access::Role::supervisor, "MYPGU001"), "ACC-002");
  EXPECT_EQ(denied(access::Role::trader, "MYBKH001"), "ACC-001");
}

TEST_F(NationalTest, ACC_002_the_messages_of_a_thing_without_a_record_are_any_supervisors_of_the_state) {
  const State heard_of = State::of(std::string{"heard of"});
  const StreamView seen{.id = StreamId{1}, .kind = thing, .state = &heard_of};
  const auto denied = [&](access::Role role, std::string office) {
    const Command revive = asked(command_revive_letter, {}, {.role = role, .office = std::move(office)});
    const auto denial =
        access::denied(domain.grants(), revive.actor, std::to_underlying(revive.type),
                       domain.relations(revive, {.slots = {&seen, 1}, .asks = {}, .number = {}}));
    return denial ? denial->rule : "";
  };
  EXPECT_EQ(denied(access::Role::supervisor, "MYPGU001"), "");
  EXPECT_EQ(denied(access::Role::supervisor, "MYBKH001"), "");
  EXPECT_EQ(denied(access::Role::supervisor, "SGTUS001"), "ACC-002");
  EXPECT_EQ(denied(access::Role::supervisor, ""), "ACC-002");
  EXPECT_EQ(denied(access::Role::officer_of_departure, "MYPGU001"), "ACC-001");
}

}  // namespace
}  // namespace lintas::workflow
