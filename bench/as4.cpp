// What messages of AS4 cost, by scenario and in both profiles: in memory beside the bound of cryptography and
// gzip, which is measured in the same run, and received by a process of its own on one core.
//
//   bench_as4 [--scenario S1,S3] [--in-memory] [--json FILE]
//
// Time is of the processor, in memory that of this thread and over the line that of the receiving process.
// The run fails where a refused message costs what a good one does, or memory grows with what a message has.
//
//   bench_as4 receive PROFILE          what bench/phase4.py starts: see as4_line.hpp
//   bench_as4 replay PROFILE COUNT

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bench/as4_bound.hpp"
#include "bench/as4_line.hpp"
#include "bench/as4_sides.hpp"
#include "bench/report.hpp"

#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/as4/dispatch.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::bench {
namespace {

using Kind = Scenario::Kind;

constexpr std::size_t MiB = 1024UL * 1024;

/// S10, partners that were down, is of whole nodes: ./dev bench backlog. S11 is a bundle (ADR 0043): messages
/// as nodes exchange most of, so beside thirty-two times S2.
constexpr std::array scenarios{
    Scenario{.name = "S1", .what = "test service", .parts = 0, .bytes = 0, .kind = Kind::test},
    Scenario{.name = "S2", .what = "2 KB", .bytes = 2'000},
    Scenario{.name = "S3", .what = "20 KB", .bytes = 20'000},
    Scenario{.name = "S4", .what = "1 MB", .bytes = 1'000'000},
    Scenario{.name = "S5", .what = "8 MiB", .bytes = 8 * MiB},
    Scenario{.name = "S5", .what = "64 MiB", .bytes = as4::bounds::spool_message_bytes_max},
    Scenario{.name = "S5", .what = "100 MB", .bytes = 100'000'000},
    Scenario{.name = "S6", .what = "5 GB", .bytes = 5'000'000'000},
    Scenario{.name = "S7", .what = "100 parts of 1 KB", .parts = 100, .bytes = 1'000},
    Scenario{.name = "S7", .what = "1,000 parts of 1 KB", .parts = as4::bounds::parts_max, .bytes = 1'000},
    Scenario{.name = "S8", .what = "20 KB, each twice", .bytes = 20'000, .kind = Kind::twice},
    Scenario{.name = "S9", .what = "20 KB, bad signature", .bytes = 20'000, .kind = Kind::forged},
    Scenario{
        .name = "S11", .what = "32 parts of 4 KB", .parts = limits::bundle_messages_max, .bytes = 4'000}};

/// Connections with which a receiver is never without work; on one a message waits for nobody.
constexpr std::size_t crowd = 4;

/// What a receiver may take beside what it takes without a message, in MiB, whatever the messages: of each an
/// envelope of 2 MB with its tree, a body or payloads of 1 MiB, pieces under way, and receipts remembered.
constexpr double memory_max = crowd * 12;

/// Over the line, for each of the two.
constexpr double passage_us = 2e6;
constexpr std::size_t passage_messages_min = 4;
constexpr std::size_t passage_messages_max = 4'000;
/// With fewer, one in a thousand would be the longest of all.
constexpr std::size_t p999_messages_min = 1'000;

class Measurement {
 public:
  Measurement(as4::Suite suite, const Scenario& scenario, Report& report)
      : suite_(suite),
        scenario_(scenario),
        report_(report),
        title_(format("{} {} {}", name_of(suite), scenario.name, scenario.what)),
        sender_(suite, scenario),
        receiver_(suite),
        message_(sender_.make("m")),
        receipt_(receiver_.receive(message_)) {
    require(receiver_.bytes_read() == scenario.parts * sender_.payload().size() && believes(receipt_),
            "a message of ours is taken whole, and its receipt believed");
    require(receiver_.receive(message_) == receipt_, "what comes again has the receipt that it had");
  }

  /// False where something costs what it must not.
  [[nodiscard]] bool run(bool has_line) {
    const bool is_cheap = in_memory();
    return (!has_line || over_the_line()) && is_cheap;
  }

 private:
  void add(std::string_view what, double value, std::string_view unit) {
    report_.add({.name = format("{}: {}", title_, what), .value = value, .unit = std::string{unit}});
  }
  void add(std::string_view what, double us, double floor_us) {
    report_.add({.name = format("{}: {}", title_, what), .value = us, .unit = "us", .floor = floor_us});
    report_.add({.name = format("{}: {} a second and core", title_, what),
                 .value = 1e6 / us,
                 .unit = "msg/s",
                 .floor = 1e6 / floor_us});
  }
  [[nodiscard]] bool believes(std::string_view answer) const {
    return sender_.read(message_, answer) == as4::Answer::Kind::receipt;
  }

  [[nodiscard]] bool in_memory() {
    Bound bound{sender_, receiver_, scenario_, message_, receipt_};
    as4::Outgoing forged = message_;
    forge(forged);
    Works works = bound.works();
    works["made"] = [this] { static_cast<void>(sender_.make("m")); };
    works["receipt read"] = [this] { require(believes(receipt_), "it is"); };
    works["received"] = [this] {
      receiver_.forget();
      static_cast<void>(receiver_.receive(message_));
    };
    works["received again"] = [this] { static_cast<void>(receiver_.receive(message_)); };
    works["refused"] = [&] {
      require(receiver_.receive(forged).find(answer_has(Kind::forged)) != std::string::npos, "it is");
    };
    constexpr std::size_t long_ones = 4 * MiB;
    const Costs costs = measure(works, scenario_.payload_bytes() > long_ones ? 3 : 9);
    received_us_ = costs.at("received");
    return tell(costs);
  }

  [[nodiscard]] bool tell(const Costs& costs) {
    if (scenario_.name == "S3") {
      for (const auto& [name, us] : costs) add(format("of it, {}", name), us, "us");
    }
    if (scenario_.kind == Kind::twice) {
      floor_us_ = (Bound::receive(costs) + Bound::repeat(costs)) / 2;
      add("received", (costs.at("received") + costs.at("received again")) / 2, floor_us_);
      return true;
    }
    if (scenario_.kind == Kind::forged) {
      floor_us_ = Bound::refuse(costs);
      add("refused", costs.at("refused"), floor_us_);
      add("refused, part of a good one", costs.at("refused") / costs.at("received"), "");
      return costs.at("refused") < costs.at("received");
    }
    floor_us_ = Bound::receive(costs);
    add("sent", costs.at("made") + costs.at("receipt read"), Bound::send(costs));
    add("received", received_us_, floor_us_);
    add("on the wire, with its receipt", static_cast<double>(message_.body.size() + receipt_.size()),
        "bytes");
    return true;
  }

  [[nodiscard]] std::vector<as4::Outgoing> messages() {
    const auto wanted = static_cast<std::size_t>(2 * passage_us / received_us_);
    std::vector<as4::Outgoing> made(std::clamp(wanted, 2 * passage_messages_min, 2 * passage_messages_max));
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i] = sender_.make(format("m{}", i));
      if (scenario_.kind == Kind::forged) forge(made[i]);
    }
    return made;
  }

  [[nodiscard]] bool over_the_line() {
    const ReceivingProcess receiver{suite_};
    const double idle = receiver.memory_peak();
    const std::vector<as4::Outgoing> made = messages();
    std::vector<const as4::Outgoing*> all;
    for (const as4::Outgoing& one : made) {
      all.push_back(&one);
      if (scenario_.kind == Kind::twice) all.push_back(&one);
    }
    const std::span<const as4::Outgoing* const> halves{all};
    Line line;
    const std::size_t half = all.size() / 2;
    const auto post = [&](std::size_t first, std::size_t count, std::size_t connections) {
      return line.post(receiver.url(), receiver.pid(), halves.subspan(first, count), connections,
                       answer_has(scenario_.kind));
    };
    const Passage alone = post(0, half, 1);
    const Passage together = post(half, all.size() - half, crowd);
    report_.add({.name = format("{}: line, a second and core", title_),
                 .value = static_cast<double>(all.size() - half) / together.seconds,
                 .unit = "msg/s",
                 .floor = 1e6 / floor_us_});
    add("line, processor", together.processor_us, "us");
    add("line, p50", alone.p50_ms, "ms");
    add("line, p99", alone.p99_ms, "ms");
    if (half >= p999_messages_min) add("line, p999", alone.p999_ms, "ms");
    const double peak = receiver.memory_peak();
    add("line, memory at most", peak, "MiB");
    add("line, of it for messages", peak - idle, "MiB");
    return peak - idle < memory_max;
  }

  as4::Suite suite_;
  const Scenario& scenario_;
  Report& report_;
  std::string title_;
  Sender sender_;
  Receiver receiver_;
  as4::Outgoing message_;
  std::string receipt_;
  double received_us_ = 0;
  double floor_us_ = 0;
};

/// "S1,S3" has S3.
bool lists(std::string_view list, std::string_view name) {
  return list.empty() || format(",{},", list).find(format(",{},", name)) != std::string::npos;
}

int run(std::string_view wanted, bool has_line, Report& report) {
  keep_last_processor();
  int failures = 0;
  for (const as4::Suite suite : {as4::Suite::rsa, as4::Suite::edwards}) {
    for (const Scenario& scenario : scenarios) {
      if (!lists(wanted, scenario.name)) continue;
      if (scenario.payload_bytes() > receiver_takes_bytes_max) {
        std::puts(format("{} {} {}: not run. A node takes {} bytes of payload in a message "
                         "(spool_message_bytes_max), and a message is made whole in memory.",
                         name_of(suite), scenario.name, scenario.what, as4::bounds::spool_message_bytes_max)
                      .c_str());
        continue;
      }
      if (Measurement{suite, scenario, report}.run(has_line)) continue;
      std::puts(format("{} {} {}: FAILED: it costs too much", name_of(suite), scenario.name, scenario.what)
                    .c_str());
      ++failures;
    }
  }
  if (lists(wanted, "S10")) std::puts("S10, partners that were down, is of whole nodes: ./dev bench backlog");
  return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace lintas::bench

int main(int count, char** arguments) {
  using namespace lintas::bench;
  const std::span<char* const> all{arguments, static_cast<std::size_t>(count)};
  const auto at = [&](std::size_t i) {
    return i < all.size() ? std::string_view{all[i]} : std::string_view{};
  };
  try {
    if (at(1) == "receive") return receive(suite_named(at(2))), 0;
    if (at(1) == "replay") return replay(suite_named(at(2)), std::strtoul(at(3).data(), nullptr, 10)), 0;
    std::string_view wanted;
    for (std::size_t i = 1; i + 1 < all.size(); ++i) {
      if (at(i) == "--scenario") wanted = at(i + 1);
    }
    const auto has = [&](std::string_view option) {
      return std::ranges::any_of(all, [&](const char* one) { return one == option; });
    };
    Report report{count, arguments};
    return run(wanted, !has("--in-memory"), report);
  } catch (const std::exception& failed) {
    std::fputs(lintas::format("bench_as4: {}\n", failed.what()).c_str(), stderr);
    return 1;
  }
}
