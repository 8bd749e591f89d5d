#include "core/transit/statuses.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/transit/departure/table.hpp"
#include "core/transit/destination/table.hpp"
#include "core/transit/passage/table.hpp"

namespace lintas::transit {

namespace {

void add(std::vector<std::string_view>& words, std::string_view word) {
  if (std::ranges::find(words, word) == words.end()) words.push_back(word);
}

template <class Machine>
void add_states(std::vector<std::string_view>& ids) {
  for (const auto& facts : Machine::states)
    if (facts.state != Machine::State::none) add(ids, facts.id);
}

}  // namespace

std::vector<std::string_view> public_statuses() {
  std::vector<std::string_view> words;
  for (const auto& facts : departure::Machine::states) {
    if (facts.state == departure::State::none) continue;
    for (const departure::OnTheWay goods :
         {departure::OnTheWay{}, {.crossed = true}, {.incident = true}, {.overdue = true}})
      add(words, departure::public_status(facts.state, goods));
  }
  for (const StatusName& name : status_names) add(words, name.status);
  add(words, status_overdue);
  add(words, status_unknown);
  return words;
}

std::vector<std::string_view> state_ids() {
  std::vector<std::string_view> ids;
  add_states<departure::Machine>(ids);
  add_states<passage::Machine>(ids);
  add_states<destination::Machine>(ids);
  return ids;
}

}  // namespace lintas::transit
