#include "core/registers/table.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "core/registers/state.hpp"

namespace lintas::registers {

std::string standing(Status status) {
  const auto* facts = std::ranges::find(states, status, &StateFacts::status);
  return format("The entry is in state \"{}\".", facts->words);
}

}  // namespace lintas::registers
