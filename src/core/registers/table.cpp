#include "core/registers/table.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "core/registers/state.hpp"

namespace lintas::registers {

std::string standing(Status status) {
  const auto* facts = std::ranges::find(states, status, &StateFacts::status);
  std::string possible;
  for (const Trigger trigger : triggers) {
    if (cell_of(status, trigger).verdict != Verdict::row) continue;
    possible.append(possible.empty() ? "" : ", ").append(trigger_names.at(std::to_underlying(trigger)));
  }
  return format("the entry is in state \"{}\"; possible now: {}", facts->words, possible);
}

}  // namespace lintas::registers
