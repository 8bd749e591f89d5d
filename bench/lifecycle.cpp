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
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <libxml/parser.h>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <thread>
#include <utility>
#include <vector>
#include <zstd.h>

#include "bench/bulk.hpp"
#include "bench/corridor.hpp"
#include "bench/plain_store.hpp"
#include "bench/report.hpp"
#include "bench/sax.hpp"
#include "bench/station.hpp"

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"

namespace lintas::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t states = Corridor::states;
constexpr std::size_t stored_at_first = 10'000;

std::filesystem::path fresh(const std::string& name) {
  const auto folder = std::filesystem::current_path() / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

/// Wall and processor time since it was made.
class Watch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(Clock::now() - begin_).count();
  }
  [[nodiscard]] double processor_seconds() const { return processor() - processor_begin_; }

 private:
  static double processor() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + (static_cast<double>(time.tv_usec) * 1e-6);
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
  }

  Clock::time_point begin_ = Clock::now();
  double processor_begin_ = processor();
};

// ---- one movement alone, to know what a movement is

/// What one movement gives one state to do in one step.
struct Work {
  std::vector<std::string> in;
  std::vector<std::string> out;
};
struct Pattern {
  std::array<std::array<Work, Corridor::steps.size()>, states> work;
  std::vector<Trace> traces;  ///< of each state
  std::vector<std::string> numbered;
};

Pattern play_one() {
  Pattern pattern;
  const auto folder = fresh("bench-lifecycle-one");
  Meter meter;
  {
    Corridor corridor{folder, meter};
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
    pattern.numbered = corridor.numbered(0);
  }
  std::filesystem::remove_all(folder);
  return pattern;
}

// ---- the floor

/// A message as the pieces that plain formatting puts together: names and values.
std::vector<std::string_view> pieces_of(std::string_view xml) {
  std::vector<std::string_view> pieces;
  while (!xml.empty()) {
    const auto end = xml.find_first_of("<>", 1);
    pieces.push_back(xml.substr(0, end));
    xml.remove_prefix(pieces.back().size());
  }
  return pieces;
}

/// What one state has to do for so many movements, in groups of those under way.
void play_floor_of(const std::array<Work, Corridor::steps.size()>& work, std::size_t events,
                   const std::filesystem::path& folder, std::size_t count, std::size_t under_way) {
  constexpr std::size_t row_bytes = 300;
  PlainStore plain{folder};
  const Bytes row(row_bytes, std::byte{'x'});
  ZSTD_CCtx* compressor = ZSTD_createCCtx();
  std::string formatted;
  std::vector<std::vector<std::vector<std::string_view>>> pieces;
  std::vector<std::size_t> busy;  // steps in which the state has something to do
  for (std::size_t step = 0; step < work.size(); ++step) {
    for (const std::string& xml : work[step].out) {
      pieces.resize(work.size());
      pieces[step].push_back(pieces_of(xml));
    }
    if (!work[step].in.empty() || !work[step].out.empty()) busy.push_back(step);
  }
  pieces.resize(work.size());
  Bytes packed;
  for (std::size_t done = 0; done < count; done += under_way) {
    const std::size_t group = std::min(under_way, count - done);
    for (std::size_t nth = 0; nth < busy.size(); ++nth) {
      const std::size_t step = busy[nth];
      const std::size_t rows = (events * (nth + 1) / busy.size()) - (events * nth / busy.size());
      plain.commit([&](auto insert) {
        for (std::size_t i = 0; i < group; ++i) {
          for (const std::string& xml : work[step].in) {
            sax(xml);
            packed.resize(ZSTD_compressBound(xml.size()));
            const auto size =
                ZSTD_compressCCtx(compressor, packed.data(), packed.size(), xml.data(), xml.size(), 3);
            insert(ByteView{packed}.first(size));
          }
          for (std::size_t n = 0; n < rows; ++n) insert(row);
          for (const auto& message : pieces[step]) {
            formatted.clear();
            for (const std::string_view piece : message) formatted += piece;
          }
        }
      });
    }
  }
  ZSTD_freeCCtx(compressor);
}

struct Cost {
  double seconds = 0;  ///< of a movement
  double processor = 0;
};

Cost measure_floor(const Pattern& pattern, std::size_t count, std::size_t under_way) {
  const auto folder = fresh("bench-lifecycle-floor");
  for (const Trace& trace : pattern.traces) std::filesystem::create_directories(folder / trace.country);
  const Watch watch;
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < states; ++i) {
      threads.emplace_back([&, i] {
        play_floor_of(pattern.work[i], pattern.traces[i].rows.events.size(),
                      folder / pattern.traces[i].country, count, under_way);
      });
    }
  }
  const auto n = static_cast<double>(count);
  const Cost cost{.seconds = watch.seconds() / n, .processor = watch.processor_seconds() / n};
  std::filesystem::remove_all(folder);
  return cost;
}

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
  Meter meter;
  {
    Corridor corridor{folder, meter};
    corridor.set_up();
  }
  BulkLoader{pattern.traces, pattern.numbered}.fill(folder, stored);
  const auto database = [&](std::size_t i) { return folder / pattern.traces[i].country / "lintas.db"; };
  std::array<std::uintmax_t, states> bytes_before{};
  for (std::size_t i = 0; i < states; ++i) bytes_before[i] = std::filesystem::file_size(database(i));

  const std::string name = format("{} stored: ", stored);
  const std::size_t warm_up = options.movements / 10;
  Cost cost;
  {
    Corridor corridor{folder, meter};
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

    const Cost floor = measure_floor(pattern, options.movements, options.under_way);
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
  const Pattern pattern = play_one();
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
