#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"

/// What a benchmark found: a line of text each, and with `--json FILE` also for programs.
namespace lintas::bench {

struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  /// What nobody can beat on this machine with the same work, in the same unit. The ratio that is told is
  /// value to floor: of a time less is better, of a rate more.
  std::optional<double> floor;
};

class Report {
 public:
  /// Takes `--json FILE` from the arguments of the program.
  Report(int count, char** arguments) {
    for (int i = 1; i + 1 < count; ++i) {
      if (std::string_view{arguments[i]} == "--json") json_path_ = arguments[i + 1];
    }
  }
  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;
  ~Report() {
    if (!json_path_.empty()) std::ofstream{json_path_} << json();
  }

  void add(Figure figure) {
    std::string line = format("{:<52} {:>12.1f} {}", figure.name, figure.value, figure.unit);
    if (figure.floor) {
      const std::string floor =
          *figure.floor < 1 ? format("{:.3f}", *figure.floor) : format("{:.1f}", *figure.floor);
      line += format("  (floor {}, ratio {:.2f})", floor, figure.value / *figure.floor);
    }
    std::puts(line.c_str());
    std::fflush(stdout);
    figures_.push_back(std::move(figure));
  }

 private:
  /// Names and units are ours and need no escaping.
  [[nodiscard]] std::string json() const {
    std::string text = "[";
    for (const Figure& figure : figures_) {
      text += format("{}\n  {{\"name\": \"{}\", \"value\": {}, \"unit\": \"{}\"", text.size() > 1 ? "," : "",
                     figure.name, figure.value, figure.unit);
      if (figure.floor)
        text += format(", \"floor\": {}, \"ratio\": {}", *figure.floor, figure.value / *figure.floor);
      text += "}";
    }
    return text + "\n]\n";
  }

  std::string json_path_;
  std::vector<Figure> figures_;
};

/// Microseconds of one call, the least of several rounds: the machine has other work, which only ever adds.
template <class Work>
[[nodiscard]] double microseconds(Work work) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds round_time{30};
  constexpr int rounds = 15;
  double least = 1e18;
  for (int round = 0; round < rounds; ++round) {
    std::size_t calls = 0;
    const auto start = Clock::now();
    auto now = start;
    for (; now - start < round_time; now = Clock::now(), ++calls) work();
    const std::chrono::duration<double, std::micro> elapsed = now - start;
    least = std::min(least, elapsed.count() / static_cast<double>(calls));
  }
  return least;
}

}  // namespace lintas::bench
