#include "core/workflow/command.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <vector>

#include "base/limits.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::workflow {
namespace {

Command sample(CommandId id) {
  Command command{.id = std::move(id),
                  .type = CommandType{70},
                  .at = *parse_instant("2026-11-23T12:00:00Z"),
                  .actor = {.role = access::Role::trader,
                            .party = "SG201912345K",
                            .person = "7",
                            .office = "",
                            .authenticated = access::Authentication::api_key},
                  .trace = {},
                  .content = copy_of(as_bytes("content")),
                  .payloads = {},
                  .lane = LanePosition{*exchange::Partner::parse("MY"), 3, "M3"}};
  command.trace.fill(std::byte{7});
  return command;
}

std::vector<CommandId> ids_of_every_source() {
  HttpCommandId http;
  http.id.fill(std::byte{1});
  http.print.bytes.fill(std::byte{2});
  return {http, MessageCommandId{make_key(KeyKind::trader_message, "SG201912345K", "M1")},
          TimerCommandId{StreamId{9}, *parse_instant("2026-11-23T12:00:00Z")}, DerivedCommandId{Hash256{}}};
}

TEST(Command, comes_back_from_its_bytes_whatever_its_source) {
  for (const CommandId& id : ids_of_every_source()) {
    const Command command = sample(id);
    const Bytes bytes = encode_command(command);
    const auto again = decode_command(bytes);
    ASSERT_TRUE(again);
    EXPECT_EQ(encode_command(*again), bytes);
    EXPECT_EQ(again->actor, command.actor);
    EXPECT_EQ(again->lane->message_id, "M3");
    EXPECT_EQ(id_bytes(again->id), id_bytes(id));
  }
}

TEST(Command, a_key_is_found_in_its_period_or_the_one_before_for_as_long_as_answers_are_kept) {
  const Instant begin = *parse_instant("2026-11-20T00:00:00Z");
  for (std::chrono::hours given{0}; given < std::chrono::days{40}; given += std::chrono::hours{5}) {
    const auto first = http_command_id(begin + given, Hash256{}, Hash256{});
    for (std::chrono::hours later{0}; later < limits::command_answers_kept; later += std::chrono::hours{7}) {
      const auto again = http_command_id(begin + given + later, Hash256{}, Hash256{});
      EXPECT_TRUE(again.id == first.id || again.one_period_earlier() == first.id) << given << later;
    }
  }
}

TEST(Command, every_cut_of_its_bytes_is_refused) {
  for (const CommandId& id : ids_of_every_source()) {
    const Bytes whole = encode_command(sample(id));
    for (std::size_t size = 0; size < whole.size(); ++size)
      EXPECT_FALSE(decode_command(ByteView{whole}.first(size)));
  }
}

TEST(Reply, is_kept_without_the_values_that_may_name_people) {
  const Reply reply{
      .kind = Reply::Kind::refused,
      .findings = {{.rule = "R-ACTS-043", .pointer = "/CC015C/x", .value = "somebody", .detail = "why"}},
      .content = copy_of(as_bytes("c")),
      .repeated = false};
  const auto again = decode_reply(encode_reply(reply));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->kind, Reply::Kind::refused);
  EXPECT_EQ(again->content, reply.content);
  ASSERT_EQ(again->findings.size(), 1U);
  EXPECT_EQ(again->findings[0].rule, "R-ACTS-043");
  EXPECT_EQ(again->findings[0].pointer, "/CC015C/x");
  EXPECT_EQ(again->findings[0].value, "");
}

TEST(TraceId, IsTheSameForAMovementEverywhereAndAnotherForEachMovement) {
  const auto mrn = [](const char* serial) {
    return Mrn::issue(std::chrono::year{2026}, Country::parse("SG").value(), serial).value();
  };
  EXPECT_EQ(trace_of(mrn("000000000001"), test::sha256), trace_of(mrn("000000000001"), test::sha256));
  EXPECT_NE(trace_of(mrn("000000000001"), test::sha256), trace_of(mrn("000000000002"), test::sha256));
}

TEST(Key, sorts_by_owner_and_then_by_identifier) {
  EXPECT_LT(make_key(KeyKind::trader_message, "A", "2"), make_key(KeyKind::trader_message, "A1", "1"));
  EXPECT_LT(make_key(KeyKind::trader_message, "A", "1"), make_key(KeyKind::trader_message, "A", "2"));
  EXPECT_LT(make_key(KeyKind::trader_message, "Z", "9"), make_key(KeyKind::partner_message, "A", "1"));
  EXPECT_NE(make_key(KeyKind::trader_message, "A", "B1"), make_key(KeyKind::trader_message, "AB", "1"));
}

}  // namespace
}  // namespace lintas::workflow
