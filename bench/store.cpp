// What does one batch cost, and does it stay so when a million movements are stored?
//
//   bench_store [--stored MOVEMENTS] [--seconds S] [--folder PATH] [--json FILE]
//
// Loads the store with finished movements and 20,000 open ones, then commits batches of 1, 8, 64 and 512
// commands, with the checkpoints they cause. The floor is SQLite with the same settings, to which the same
// bytes are appended as one plain row a command. Only the time in the store counts, not the making of rows.

#include "shell/app/store.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bench/movements.hpp"
#include "bench/report.hpp"

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/store/sqlite/database.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"

namespace lintas::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
using store::SqliteStore;
using store::Synchronous;

struct Arguments {
  std::size_t stored = 10'000;
  double seconds = 2;
  std::filesystem::path folder = std::filesystem::current_path() / "bench-store";
};

Arguments parse(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view name{values[i]};
    if (name == "--stored") arguments.stored = std::strtoull(values[i + 1], nullptr, 10);
    if (name == "--seconds") arguments.seconds = std::strtod(values[i + 1], nullptr);
    if (name == "--folder") arguments.folder = values[i + 1];
  }
  return arguments;
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + (static_cast<double>(now.tv_nsec) * 1e-9);
}

/// What the kernel counted as sent to the disk for this process.
double bytes_written() {
  std::ifstream counters{"/proc/self/io"};
  std::string name;
  double value = 0;
  while (counters >> name >> value) {
    if (name == "write_bytes:") return value;
  }
  throw std::runtime_error("/proc/self/io has no write_bytes");
}

/// Costs of many batches.
struct Costs {
  double commands = 0;
  double rows = 0;
  double wall = 0;
  double cpu = 0;
  double written = 0;
  std::vector<double> commit_ms;

  [[nodiscard]] double percentile(double part) {
    std::ranges::sort(commit_ms);
    return commit_ms.at(static_cast<std::size_t>(part * static_cast<double>(commit_ms.size() - 1)));
  }
};

/// Runs batches until the store has worked for `seconds`.
Costs measure(double seconds, std::size_t commands, Movements& movements,
              const std::function<void(const app::Batch&)>& commit, const std::function<void()>& between) {
  commit(movements.next(commands));  // carries what the batches before it left to receipt
  Costs costs;
  const double written = bytes_written();
  while (costs.wall < seconds) {
    const app::Batch batch = movements.next(commands);
    costs.rows += static_cast<double>(size_of(batch).rows);
    costs.commands += static_cast<double>(commands);
    const double cpu = cpu_seconds();
    const auto begin = Clock::now();
    commit(batch);
    costs.commit_ms.push_back(Seconds{Clock::now() - begin}.count() * 1e3);
    between();
    costs.wall += Seconds{Clock::now() - begin}.count();
    costs.cpu += cpu_seconds() - cpu;
  }
  costs.written = bytes_written() - written;
  return costs;
}

void apply(SqliteStore& store, const app::Batch& batch) {
  if (store.commit(batch) != app::CommitOutcome::applied) throw std::runtime_error(store.last_failure());
}

void load(const Arguments& arguments, Movements& movements, std::size_t open) {
  SqliteStore store{{.folder = arguments.folder, .vfs = {}, .synchronous = Synchronous::off, .room = {}}};
  apply(store, movements.accounts());
  constexpr std::size_t batch = 4096;
  const std::size_t commands =
      (arguments.stored * Movements::commands_each) + (open * Movements::commands_each / 2);
  for (std::size_t done = 0; done < commands; done += batch) {
    apply(store, movements.next(batch));
    store.checkpoint_if_due();
  }
}

/// The same bytes, appended to one table as one row a command.
Costs measure_floor(const Arguments& arguments, std::size_t commands, Movements& movements) {
  const std::filesystem::path folder = arguments.folder / "floor";
  std::filesystem::create_directories(folder);
  std::size_t log_bytes = 0;
  store::Database database{{.path = (folder / "floor.db").string(), .vfs = {}},
                           store::Database::Missing::create};
  database.execute(
      "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA "
      "wal_autocheckpoint = 0; "
      "PRAGMA cache_size = -65536; CREATE TABLE IF NOT EXISTS plain(id INTEGER PRIMARY KEY, bytes BLOB)");
  store::Statement insert{database, "INSERT INTO plain(bytes) VALUES(?1)"};
  std::string noise(1U << 20U, 'x');
  const auto commit = [&](const app::Batch& batch) {
    const std::size_t bytes = size_of(batch).bytes;
    const Bytes row = copy_of(as_bytes(noise).first(std::min(noise.size(), bytes / commands)));
    store::Transaction transaction{database};
    for (std::size_t i = 0; i < commands; ++i) insert.run(row);
    require(!transaction.commit(), "a batch of the floor is applied");
    log_bytes += bytes + (4096 * 2);
  };
  const auto between = [&] {
    if (log_bytes < 64UL * 1024 * 1024) return;
    database.execute("PRAGMA wal_checkpoint(PASSIVE)");
    log_bytes = 0;
  };
  Costs costs = measure(arguments.seconds, commands, movements, commit, between);
  std::filesystem::remove_all(folder);
  return costs;
}

double file_bytes(const std::filesystem::path& path) {
  return static_cast<double>(std::filesystem::file_size(path));
}

void report_batches(Report& report, const Arguments& arguments, Movements& movements) {
  for (const std::size_t commands : {1UL, 8UL, 64UL, 512UL}) {
    Movements same{20'000};
    (void)same.accounts();
    const Costs floor = measure_floor(arguments, commands, same);
    SqliteStore store{{.folder = arguments.folder}};
    Costs costs = measure(
        arguments.seconds, commands, movements, [&](const app::Batch& batch) { apply(store, batch); },
        [&] { store.checkpoint_if_due(); });
    const auto name = [&](std::string_view what) {
      return format("store {} batch {} {}", arguments.stored, commands, what);
    };
    report.add({name("commands"), costs.commands / costs.wall, "1/s", floor.commands / floor.wall});
    report.add({name("movements"), costs.commands / costs.wall / Movements::commands_each, "1/s", {}});
    report.add({name("rows"), costs.rows / costs.wall, "1/s", {}});
    report.add({name("rows a command"), costs.rows / costs.commands, "", {}});
    report.add(
        {name("cpu a command"), costs.cpu / costs.commands * 1e6, "us", floor.cpu / floor.commands * 1e6});
    report.add({name("written a command"), costs.written / costs.commands / 1e3, "KB",
                floor.written / floor.commands / 1e3});
    report.add({name("commit p50"), costs.percentile(0.5), "ms", {}});
    report.add({name("commit p99"), costs.percentile(0.99), "ms", {}});
    report.add({name("commit max"), costs.percentile(1), "ms", {}});
  }
}

void run(int count, char** values) {
  const Arguments arguments = parse(count, values);
  Report report{count, values};
  std::filesystem::remove_all(arguments.folder);
  std::filesystem::create_directories(arguments.folder);
  constexpr std::size_t open = 20'000;
  Movements movements{open};
  const auto begin = Clock::now();
  load(arguments, movements, open);
  report.add({format("store {} loading", arguments.stored), Seconds{Clock::now() - begin}.count(), "s", {}});
  const double loaded = static_cast<double>(arguments.stored) + (static_cast<double>(open) / 2);
  report.add({format("store {} on disk a movement", arguments.stored),
              file_bytes(arguments.folder / "lintas.db") / loaded,
              "bytes",
              {}});
  report_batches(report, arguments, movements);
  std::filesystem::remove_all(arguments.folder);
}

}  // namespace
}  // namespace lintas::bench

int main(int count, char** values) { lintas::bench::run(count, values); }
