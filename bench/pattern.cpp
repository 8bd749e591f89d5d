#include "bench/pattern.hpp"

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "bench/declarations.hpp"
#include "bench/station.hpp"

namespace lintas::bench {

Pattern play_one(const Corridor::Setting& setting) {
  constexpr std::size_t states = Corridor::states;
  Pattern pattern;
  Meter meter;
  Corridor corridor{setting, meter};
  corridor.set_up();
  std::array<app::Counters, states> before;
  for (std::size_t i = 0; i < states; ++i) {
    corridor.stations()[i]->recorder().batches.clear();
    before[i] = corridor.stations()[i]->recorder().counters();
  }
  std::mutex mutex;
  const auto state = [&](exchange::Partner partner) {
    const auto found =
        std::ranges::find(corridor.stations(), partner, [](const auto& one) { return one->partner(); });
    return static_cast<std::size_t>(found - corridor.stations().begin());
  };
  corridor.seen = [&](const Envelope& envelope, std::size_t step) {
    const std::scoped_lock lock{mutex};
    pattern.work.at(state(envelope.from)).at(step).out.push_back(envelope.xml);
    pattern.work.at(state(envelope.to)).at(step).in.push_back(envelope.xml);
  };
  pattern.work[0][0].in.push_back(corridor.declaration(0));
  corridor.play(0, 1, 1);
  corridor.end_and_check();
  for (std::size_t i = 0; i < states; ++i) {
    Station& station = *corridor.stations()[i];
    pattern.traces.push_back(trace_of(station.partner().str(), station.recorder().batches, before[i]));
  }
  pattern.numbered = Declarations::numbered(0);
  return pattern;
}

void fill(const Pattern& pattern, const Corridor::Setting& setting, std::size_t count) {
  std::vector<std::filesystem::path> folders;
  for (const auto& place : setting.places) folders.push_back(place.folder);
  BulkLoader{pattern.traces, pattern.numbered, setting.places.front().keys.mrn}.fill(folders, count);
}

}  // namespace lintas::bench
