#include "bench/floor.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <sys/resource.h>
#include <thread>
#include <utility>
#include <vector>
#include <zstd.h>

#include "bench/plain_store.hpp"
#include "bench/sax.hpp"
#include "bench/tls_line.hpp"

#include "base/bytes.hpp"

namespace lintas::bench {

namespace {

constexpr std::size_t states = Corridor::states;

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

/// What people send for an act: its record as JSON.
constexpr std::size_t act_bytes = 100;

/// What is sent for one movement, by whoever.
std::vector<std::size_t> sizes_of(const Pattern& pattern) {
  std::vector<std::size_t> sizes(Corridor::steps.size() - 1, act_bytes);  // the declaration is a message
  for (const auto& work : pattern.work) {
    for (const Work& step : work) {
      for (const std::string& xml : step.in) sizes.push_back(xml.size());
    }
  }
  return sizes;
}

}  // namespace

std::filesystem::path fresh(const std::string& name) {
  const auto folder = std::filesystem::current_path() / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

double Watch::seconds() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }

double Watch::processor() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + (static_cast<double>(time.tv_usec) * 1e-6);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

Cost measure_floor(const Pattern& pattern, const FloorOptions& options) {
  const auto folder = fresh("bench-floor");
  for (const Trace& trace : pattern.traces) std::filesystem::create_directories(folder / trace.country);
  TlsLine line;
  const Watch watch;
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < states; ++i) {
      threads.emplace_back([&, i] {
        play_floor_of(pattern.work[i], pattern.traces[i].rows.events.size(),
                      folder / pattern.traces[i].country, options.movements, options.under_way);
      });
    }
    if (options.over_tls) line.exchange(sizes_of(pattern), options.movements);
  }
  const auto n = static_cast<double>(options.movements);
  const Cost cost{.seconds = watch.seconds() / n, .processor = watch.processor_seconds() / n};
  std::filesystem::remove_all(folder);
  return cost;
}

std::size_t exchanges_of(const Pattern& pattern) { return sizes_of(pattern).size(); }

}  // namespace lintas::bench
