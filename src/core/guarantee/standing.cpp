#include "core/guarantee/standing.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "core/guarantee/state.hpp"
#include "core/guarantee/table.hpp"

namespace lintas::guarantee {

namespace {

/// What people do; the other triggers are those of clocks and of the movement.
constexpr std::array acts_on_accounts{
    std::pair{AccountTrigger::register_it, std::string_view{"register"}},
    std::pair{AccountTrigger::change, std::string_view{"change the terms"}},
    std::pair{AccountTrigger::suspend, std::string_view{"suspend"}},
    std::pair{AccountTrigger::lift, std::string_view{"lift the suspension"}},
    std::pair{AccountTrigger::give_notice, std::string_view{"give notice"}},
    std::pair{AccountTrigger::liberate, std::string_view{"liberate"}},
    std::pair{AccountTrigger::replace_codes, std::string_view{"replace the access codes"}},
    std::pair{AccountTrigger::unlock, std::string_view{"unlock a sender"}},
};
constexpr std::array acts_on_uses{
    std::pair{UseTrigger::claim, std::string_view{"claim from the guarantor"}},
    std::pair{UseTrigger::withdraw, std::string_view{"withdraw the claim"}},
    std::pair{UseTrigger::pay, std::string_view{"record the payment"}},
};

template <class State, class States, class Acts>
std::string text_of(std::string_view what, State state, const States& states, const Acts& acts) {
  const auto* facts = std::ranges::find(states, state, &StateFacts<State>::state);
  const bool takes_acts = std::ranges::any_of(
      acts, [&](const auto& act) { return cell_of(state, act.first).verdict == Verdict::row; });
  return format("The {} is in state \"{}\".{}", what, facts->words,
                takes_acts ? "" : " Nothing more is done to it.");
}

}  // namespace

std::string standing(Status status) { return text_of("guarantee", status, account_states, acts_on_accounts); }

std::string_view words_of(AccountTrigger trigger) {
  for (const auto& [known, words] : acts_on_accounts)
    if (known == trigger) return words;
  return {};
}

std::string standing(UseState state) {
  return text_of("use of the guarantee", state, use_states, acts_on_uses);
}

}  // namespace lintas::guarantee
