// How many whole movements a second do the nodes of a corridor take through, when each is three executors and
// three SQLite files that wait for the disk? From the declaration as XML (rules, registers, amount at risk)
// over release, records and status notices as XML to Malaysia and Thailand, three passages, arrival, control
// results and write-off to the last receipt: bench/corridor.hpp has the steps.
//
// The floor is fixed by the scenario: each message once with zstd-3, a row of 300 bytes for each event,
// libxml2's SAX parser over each message that comes in, plain formatting of each that goes out, and commits
// of its own for as many movements under way; nothing is decided and no state waits for another.
//
//   bench_lifecycle [--movements N] [--prefill N] [--under-way N] [--json FILE]
//
// Ten thousand ended movements are in the stores before anything is measured; with --prefill it is measured
// once more with so many, and what a movement costs then is compared. They are copies of one that went
// through the loop (bench/bulk.hpp).

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <libxml/parser.h>
#include <string>
#include <string_view>
#include <vector>

#include "bench/corridor.hpp"
#include "bench/floor.hpp"
#include "bench/pattern.hpp"
#include "bench/report.hpp"
#include "bench/station.hpp"

#include "base/text.hpp"

namespace lintas::bench {
namespace {

constexpr std::size_t states = Corridor::states;
constexpr std::size_t stored_at_first = 10'000;

// ---- what is measured

struct Options {
  std::size_t movements = 10'000;
  std::size_t prefill = stored_at_first;
  std::size_t under_way = 512;
};

std::size_t commits(Corridor& corridor) {
  std::size_t sum = 0;
  for (const auto& station : corridor.stations()) sum += station->recorder().commits;
  return sum;
}

/// From people and from partners.
std::size_t commands_of(const Pattern& pattern) {
  std::size_t commands = Corridor::steps.size() - 1;  // the declaration comes as a message
  for (const auto& work : pattern.work) {
    for (const Work& step : work) commands += step.in.size();
  }
  return commands;
}

Cost measure(Report& report, const Pattern& pattern, const Options& options, std::size_t stored) {
  const auto folder = fresh("bench-lifecycle");
  const Corridor::Setting setting = Corridor::setting_in(folder);
  Meter meter;
  {
    Corridor corridor{setting, meter};
    corridor.set_up();
  }
  fill(pattern, setting, stored);
  const auto database = [&](std::size_t i) { return setting.places.at(i).folder / "lintas.db"; };
  std::array<std::uintmax_t, states> bytes_before{};
  for (std::size_t i = 0; i < states; ++i) bytes_before[i] = std::filesystem::file_size(database(i));

  const std::string name = format("{} stored: ", stored);
  const std::size_t warm_up = options.movements / 10;
  Cost cost;
  {
    Corridor corridor{setting, meter};
    for (const auto& station : corridor.stations()) station->recorder().keeps_batches = false;
    corridor.play(stored + 1, warm_up, options.under_way);
    const Meter::Times before = meter.times();
    const std::size_t commits_before = commits(corridor);
    const Watch watch;
    corridor.play(stored + 1 + warm_up, options.movements, options.under_way);
    const auto n = static_cast<double>(options.movements);
    cost = {.seconds = watch.seconds() / n, .processor = watch.processor_seconds() / n};
    const Meter::Times after = meter.times();
    corridor.end_and_check();
    const double made = static_cast<double>(commits(corridor) - commits_before) / n;

    const Cost floor =
        measure_floor(pattern, {.movements = options.movements, .under_way = options.under_way});
    report.add({name + "whole movements", 1 / cost.seconds, "1/s", 1 / floor.seconds});
    report.add({name + "processor time of a movement", cost.processor * 1e6, "us", floor.processor * 1e6});
    double rest = cost.processor;
    for (std::size_t i = 0; i < stage_names.size(); ++i) {
      const double seconds = (after[i] - before[i]) / n;
      report.add({name + stage_names[i], seconds * 1e6, "us", {}});
      rest -= seconds;
    }
    report.add({name + "threads and queues", rest * 1e6, "us", {}});
    report.add({name + "commands a commit", static_cast<double>(commands_of(pattern)) / made, "", {}});
    for (std::size_t i = 0; i < states; ++i) {
      store::SqliteStore& store = corridor.stations()[i]->end();
      store.checkpoint();
      const auto grown = static_cast<double>(std::filesystem::file_size(database(i)) - bytes_before[i]);
      report.add({name + "on disk a movement in " + pattern.traces[i].country,
                  grown / static_cast<double>(warm_up + options.movements),
                  "byte",
                  {}});
    }
  }
  std::filesystem::remove_all(folder);
  return cost;
}

void describe(Report& report, const Pattern& pattern) {
  for (std::size_t i = 0; i < states; ++i) {
    const app::Batch& rows = pattern.traces[i].rows;
    const std::string where = " of a movement in " + pattern.traces[i].country;
    std::size_t in = 0;
    std::size_t bytes = 0;
    for (const Work& work : pattern.work[i]) {
      for (const std::string& xml : work.in) {
        ++in;
        bytes += xml.size();
      }
    }
    report.add({"events" + where, static_cast<double>(rows.events.size()), "", {}});
    report.add({"messages in" + where, static_cast<double>(in), "", {}});
    report.add({"XML in" + where, static_cast<double>(bytes), "byte", {}});
  }
}

std::size_t number(int count, char** values, std::string_view name, std::size_t otherwise) {
  for (int i = 1; i + 1 < count; ++i) {
    if (values[i] == name) return std::strtoull(values[i + 1], nullptr, 10);
  }
  return otherwise;
}

void run(int count, char** values) {
  Report report{count, values};
  xmlInitParser();
  Options options;
  options.movements = number(count, values, "--movements", options.movements);
  options.prefill = number(count, values, "--prefill", options.prefill);
  options.under_way = number(count, values, "--under-way", options.under_way);
  const auto alone = fresh("bench-lifecycle-one");
  const Pattern pattern = play_one(Corridor::setting_in(alone));
  std::filesystem::remove_all(alone);
  describe(report, pattern);
  const Cost few = measure(report, pattern, options, std::min(options.prefill, stored_at_first));
  if (options.prefill <= stored_at_first) return;
  const Cost many = measure(report, pattern, options, options.prefill);
  report.add({format("time of a movement with {} stored", options.prefill), many.seconds * 1e6, "us",
              few.seconds * 1e6});
  report.add({format("processor time of a movement with {} stored", options.prefill), many.processor * 1e6,
              "us", few.processor * 1e6});
}

}  // namespace
}  // namespace lintas::bench

int main(int count, char** values) { lintas::bench::run(count, values); }
