#include "core/workflow/codes_part.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::workflow {
namespace {

const access::Actor eve{.role = access::Role::supervisor, .person = "eve", .office = "SGTUS001"};

Command resumption(std::string_view reason, std::optional<std::string_view> second) {
  Command command{.type = resume_codes, .at = parse_instant("2026-11-23T08:00:00Z").value(), .actor = eve};
  ResumeCodes content{.reason = std::string{reason}, .second = {}};
  if (second) content.second = PersonId::parse(*second).value();
  command.content = to_cbor(content);
  return command;
}

Outcome decided(const Command& command) {
  const State before = codes_part().kinds.front().initial();
  const StreamView view{.id = {}, .kind = code_stream, .state = &before};
  return codes_part().commands.front().decide(command, {.slots = {&view, 1}, .asks = {}, .number = {}}, {});
}

std::string rule_of(const Command& command) {
  const Outcome outcome = decided(command);
  return outcome.answer.accepted() ? "" : outcome.answer.refused_for.front().rule;
}

TEST(CodesPart, SIG_027_one_officer_alone_does_not_vouch_for_the_list) {
  EXPECT_EQ(rule_of(resumption("gone through", std::nullopt)), "SIG-027");
  EXPECT_EQ(rule_of(resumption("gone through", "eve")), "SIG-027") << "the same person twice";
  EXPECT_EQ(rule_of(resumption("gone through", "fay")), "");
}

TEST(CodesPart, SIG_028_why_is_told) { EXPECT_EQ(rule_of(resumption("", "fay")), "SIG-028"); }

TEST(CodesPart, who_and_why_stand_in_the_log_and_the_words_with_the_documents) {
  const Outcome outcome = decided(resumption("gone through with MY and TH", "fay"));
  ASSERT_EQ(outcome.events.size(), 1U);
  const NewEvent& event = outcome.events.front();
  ASSERT_EQ(event.texts.size(), 1U);
  const State after = codes_part().kinds.front().evolve(
      codes_part().kinds.front().initial(),
      {.stream = {}, .version = 1, .type = event.type, .type_version = 1, .at = {}, .body = event.body});
  EXPECT_EQ(after.as<CodesResumed>().by.str(), "eve");
  EXPECT_EQ(after.as<CodesResumed>().second.str(), "fay");
  EXPECT_TRUE(after.as<CodesResumed>().reason.empty());
}

TEST(CodesPart, only_a_supervisor_of_this_state_may) {
  const auto never = [&](access::Role role) {
    return access::never_may(codes_part().grants, {.role = role}, std::to_underlying(resume_codes))
        .has_value();
  };
  EXPECT_FALSE(never(access::Role::supervisor));
  EXPECT_TRUE(never(access::Role::node_administrator));
  EXPECT_TRUE(never(access::Role::trader));
  const Setting setting{.home = Country::parse("SG").value()};
  const auto ties = [&](const access::Actor& actor) {
    Command command = resumption("gone through", "fay");
    command.actor = actor;
    return codes_part().commands.front().relations(command, {.slots = {}, .asks = {}, .number = {}}, setting);
  };
  EXPECT_TRUE(ties(eve).has(access::Relation::office));
  access::Actor abroad = eve;
  abroad.office = "MYJHB001";
  EXPECT_FALSE(ties(abroad).has(access::Relation::office));
}

TEST(CodesPart, keeps_the_field_numbers_of_the_committed_list) {
  std::string lines;
  const auto differences = test::compare_with_committed<ResumeCodes, CodesResumed>("codes.", LINTAS_ROOT);
  for (const auto& row : differences.not_listed) lines += row + '\n';
  for (const auto& row : differences.not_in_the_code) lines += "gone: " + row + '\n';
  EXPECT_EQ(lines, "");
}

}  // namespace
}  // namespace lintas::workflow
