#include "core/workflow/webhooks_part.hpp"

#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <variant>

#include "base/bytes.hpp"
#include "core/access/access.hpp"
#include "core/webhooks/commands.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "tests/support/field_numbers.hpp"

namespace lintas::workflow {
namespace {

TEST(WebhooksPart, KeepsTheFieldNumbersOfTheCommittedList) {
  std::string lines;
  const auto differences = test::compare_with_committed<WebhookReply>("webhook.", LINTAS_ROOT);
  for (const auto& row : differences.not_listed) lines += row + '\n';
  for (const auto& row : differences.not_in_the_code) lines += "gone: " + row + '\n';
  EXPECT_EQ(lines, "");
}

TEST(WebhooksPart, EachCommandOfTheMachineHasItsPlace) {
  const Part& part = webhooks_part();
  ASSERT_EQ(part.commands.size(), std::variant_size_v<webhooks::Command>);
  for (std::size_t i = 0; i < part.commands.size(); ++i)
    EXPECT_EQ(part.commands[i].type, command_in(webhook_block, i)) << part.commands[i].name;
}

TEST(WebhooksPart, OnlyTheNodeSaysWhatWasDelivered) {
  const auto grants = webhooks_part().grants;
  for (const access::Role role : access::all_roles()) {
    const access::Actor actor{.role = role};
    for (const CommandType command : {note_delivered, note_failing, stop_webhook})
      EXPECT_EQ(access::never_may(grants, actor, std::to_underlying(command)).has_value(),
                role != access::Role::node)
          << access::name(role);
  }
}

TEST(WebhooksPart, FindsAllByTheBeginningOfTheirKeys) {
  const Key key = std::get<Key>(webhook_slot("wh_1").by);
  const Bytes all = all_webhooks();
  EXPECT_EQ(Bytes(key.value.begin(), key.value.begin() + static_cast<std::ptrdiff_t>(all.size())), all);
}

}  // namespace
}  // namespace lintas::workflow
