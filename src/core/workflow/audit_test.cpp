#include "core/workflow/audit.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <optional>
#include <string>

#include "base/money.hpp"
#include "core/guarantee/state.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {
namespace {

namespace gua = lintas::guarantee;

State use_of(gua::UseState state, std::int64_t amount) {
  return State::of(gua::Use{.state = state, .amount = Money{amount, *Currency::parse("SGD")}});
}

TEST(Audit, holds_a_guarantee_against_the_sum_of_its_uses) {
  const Balance& balance = balances().front();
  EXPECT_EQ(balance.whole, account_stream);
  std::optional<State> sum;
  EXPECT_FALSE(balance.broken(State::of(gua::Header{}), sum)) << "one without uses";
  sum = balance.add_share(sum, use_of(gua::UseState::used, 400));
  sum = balance.add_share(sum, use_of(gua::UseState::released, 70));
  sum = balance.add_share(sum, use_of(gua::UseState::credited, 30));
  gua::Header header;
  header.sums = {.reserved = 400, .credited = 30, .open_uses = 2};
  EXPECT_FALSE(balance.broken(State::of(header), sum));
  header.sums.reserved = 470;
  EXPECT_TRUE(balance.broken(State::of(header), sum).value_or("").starts_with("GUA-INV-11"));
}

TEST(Audit, knows_what_each_key_of_a_machine_leads_to) {
  for (const Part* part : national_parts()) {
    for (const KindEntry& kind : part->kinds)
      EXPECT_NE(std::ranges::find(key_targets, kind.kind, &KeyTarget::streams), key_targets.end())
          << kind.name;
  }
  for (const KeyTarget& target : key_targets) EXPECT_GE(target.keys, KeyKind::first_of_machines);
}

}  // namespace
}  // namespace lintas::workflow
