#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/finding.hpp"

namespace lintas::webhooks {

/// Why a command was refused. Numbers are stored and never used again. 1xx: the state of the subscription;
/// 2xx: what is asked.
enum class Refusal : std::uint16_t {
  not_there = 101,
  there_already = 102,
  removed = 103,

  url_too_long = 201,
  too_many_events = 202,
  too_many = 203,  ///< subscriptions; who takes the command counts them
  too_many_secrets = 204,
};

struct RefusalFacts {
  Refusal refusal;
  std::string_view name;   ///< for programs; people read the text of the rule
  std::string_view rule;   ///< id in data/rules.csv, which has text and remedy
  std::string_view field;  ///< of the command
  bool may_succeed_later;  ///< the same command may be accepted another time
};

inline constexpr std::array refusals{
    RefusalFacts{Refusal::not_there, "not_there", "R-HOO-101", "id", true},
    RefusalFacts{Refusal::there_already, "there_already", "R-HOO-102", "id", false},
    RefusalFacts{Refusal::removed, "removed", "R-HOO-103", "id", false},
    RefusalFacts{Refusal::url_too_long, "url_too_long", "R-HOO-201", "url", false},
    RefusalFacts{Refusal::too_many_events, "too_many_events", "R-HOO-202", "events", false},
    RefusalFacts{Refusal::too_many, "too_many", "R-HOO-203", "id", true},
    RefusalFacts{Refusal::too_many_secrets, "too_many_secrets", "R-HOO-204", "id", true},
};

[[nodiscard]] const RefusalFacts& facts(Refusal refusal);
[[nodiscard]] Finding finding(Refusal refusal);

}  // namespace lintas::webhooks
