#include "bench/certificates.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <utility>

#include "bench/as4_bound.hpp"
#include "bench/corridor.hpp"
#include "bench/doors.hpp"
#include "bench/floor.hpp"
#include "bench/papers.hpp"
#include "bench/people.hpp"
#include "bench/processes.hpp"

#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/net/loop.hpp"
#include "shell/store/sqlite/database.hpp"

namespace lintas::bench {

namespace {

using Step = Papers::Step;
using namespace std::chrono_literals;

constexpr std::array nodes{Papers::issuer, Papers::importer};
/// An acknowledgement or a response, as S2 of bench_as4.
constexpr std::size_t answer_bytes = 2'000;

/// Of the store's file once the log is copied to it.
double bytes_in_store(const std::filesystem::path& folder, std::size_t state) {
  const std::filesystem::path file =
      std::filesystem::path{config_of(folder, state).store_folder} / "lintas.db";
  store::Database database{{.path = file.string(), .vfs = {}}, store::Database::Missing::refuse};
  double bytes = 1;
  for (const auto* what : {"PRAGMA page_count", "PRAGMA page_size"}) {
    const auto told = database.ask(what);
    require(told.has_value(), "a store has pages");
    bytes *= std::strtod(told->c_str(), nullptr);
  }
  return bytes;
}

/// Everybody, and what is read of the nodes.
class Window {
 public:
  explicit Window(const CertificatesOptions& options)
      : options_(options),
        processes_(options.pids, nodes.size()),
        papers_(loop_, doors_, onlookers_, {.under_way = options.under_way}) {}

  [[nodiscard]] Papers& papers() { return papers_; }
  [[nodiscard]] Doors& doors() { return doors_; }
  [[nodiscard]] Doors& onlookers() { return onlookers_; }
  [[nodiscard]] const Processes& processes() const { return processes_; }

  /// Numbers of certificates that nobody has used; the first of them.
  std::size_t take_numbers(std::size_t count) { return std::exchange(next_, next_ + count); }
  /// Certificates so far.
  [[nodiscard]] std::size_t count() const { return next_ - 1; }

  /// Messages that one node told the other and has the receipt of.
  double receipted(std::size_t state, std::string_view type = {}) {
    return onlookers_.metric(state, "lintas_messages_sent_total",
                             type.empty() ? std::string{R"(result="receipted")"}
                                          : format(R"(type="{}",result="receipted")", type));
  }
  double receipted() { return receipted(Papers::issuer) + receipted(Papers::importer); }
  std::array<double, nodes.size()> bytes() {
    std::array<double, nodes.size()> all{};
    for (std::size_t i = 0; i < nodes.size(); ++i) all.at(i) = bytes_in_store(options_.folder, nodes.at(i));
    return all;
  }

  /// The issuer knows of each of these that it is used, and each message did what it was to do.
  void check_used(std::size_t first, std::size_t count) {
    constexpr std::ptrdiff_t at_once = 32;
    std::atomic<std::size_t> open = 0;
    onlookers_.ask_all(
        count, at_once,
        [&](std::size_t i) {
          return Ask{.state = Papers::issuer,
                     .who = "exporter",
                     .target = format("/v1/documents/{}", papers_.document(first + i))};
        },
        [&](std::size_t i, const Answer& answer) {
          if (answer.text.contains(R"("id":"UTILISED")")) return;
          ++open;
          std::fprintf(stderr, "certificate %zu is not used: %d %s\n", first + i, answer.status,
                       answer.text.substr(0, 400).c_str());
        });
    if (open > 0) fail(format("{} certificates are not used", open.load()));
  }

 private:
  const CertificatesOptions& options_;
  Processes processes_;
  net::Loop loop_;
  Doors doors_{loop_, options_.folder, people_of_certificates, 64};
  Doors onlookers_{loop_, options_.folder, people_of_certificates, 32};
  Papers papers_;
  std::size_t next_ = 1;
};

/// What nobody can beat: the cryptography and gzip of the messages alone.
struct Bounds {
  double certificate = 0;  ///< microseconds of the processor, of its message
  double answer = 0;       ///< and of one that answers it

  /// Of so much work for one, on all processors: as many a second.
  static double rate(double microseconds) {
    return static_cast<double>(std::thread::hardware_concurrency()) * 1e6 / microseconds;
  }
};

/// Certificates that stand approved are sent, as fast as they go.
void one_way(Window& window, const Bounds& bounds, std::size_t count, Report& report) {
  const std::size_t first = window.take_numbers(count);
  const auto n = static_cast<double>(count);
  const Watch preparing;
  window.papers().play(first, count, Step::draft, Step::send);
  report.add({"applied for and approved, nothing told", n / preparing.seconds(), "1/s", {}});

  const double certificates_before = window.receipted(Papers::issuer, "CO.ISSUE");
  const double before = window.receipted();
  const double nodes_before = window.processes().processor_seconds();
  const Watch watch;
  window.papers().play(first, count, Step::send, Step::use);
  while (window.receipted(Papers::issuer, "CO.ISSUE") - certificates_before < n) {
    if (watch.seconds() > n + patience) fail("a certificate is not receipted");
    std::this_thread::sleep_for(20ms);
  }
  const double receipted = watch.seconds();
  window.onlookers().wait_until_told();
  const double told = watch.seconds();
  const double own = watch.processor_seconds() / n;
  const double processor = (window.processes().processor_seconds() - nodes_before) / n;
  const double messages = (window.receipted() - before) / n;

  const double bound = bounds.certificate + (messages - 1) * bounds.answer;
  report.add({"one way: sent, taken and receipted", n / receipted, "1/s", Bounds::rate(bounds.certificate)});
  report.add({"one way: the same, until both have told all", n / told, "1/s", Bounds::rate(bound)});
  report.add({"one way: messages of a certificate", messages, "", {}});
  report.add({"one way: messages", messages * n / told, "1/s", Bounds::rate(bound / messages)});
  report.add({"one way: processor time of one in both nodes", processor * 1e6, "us", bound});
  report.add({"one way: of whoever asks them", own * 1e6, "us", {}});

  window.papers().play(first, count, Step::use, Step::none);
  window.onlookers().wait_until_told();
  window.check_used(first, count);
}

/// How long people and programs wait: of the steps, and until what was sent is there.
void add_waits(Window& window, const std::string& when, Report& report) {
  add_times(report, when, window.doors().take_times());
  Times ways = window.papers().take_ways();
  for (const auto& [name, part] : {std::pair{"p50", 0.5}, {"p99", 0.99}, {"longest", 1.0}})
    report.add({format("{}from sent to available in Thailand, {}", when, name), ways.at(part), "ms", {}});
}

/// A few a second, of nodes that have nothing else to do.
void calm(Window& window, std::size_t documents, Report& report) {
  constexpr double rate = 10;
  const std::size_t count = std::clamp<std::size_t>(documents / 50, 20, 200);
  const std::size_t first = window.take_numbers(count);
  (void)window.doors().take_times();
  (void)window.papers().take_ways();
  window.papers().play(first, count, Step::draft, Step::none, rate);
  add_waits(window, "calm: ", report);
  window.onlookers().wait_until_told();
  window.check_used(first, count);
}

void whole_life(Window& window, const Bounds& bounds, std::size_t count, Report& report) {
  const std::size_t first = window.take_numbers(count);
  const auto n = static_cast<double>(count);
  (void)window.doors().take_times();
  (void)window.papers().take_ways();
  const double before = window.receipted();
  const double nodes_before = window.processes().processor_seconds();
  const Watch watch;
  window.papers().play(first, count);
  window.onlookers().wait_until_told();
  const double seconds = watch.seconds();
  const double own = watch.processor_seconds() / n;
  const double processor = (window.processes().processor_seconds() - nodes_before) / n;
  const double messages = (window.receipted() - before) / n;

  const double bound = bounds.certificate + (messages - 1) * bounds.answer;
  report.add({"whole: certificates, applied for to answered", n / seconds, "1/s", Bounds::rate(bound)});
  report.add({"whole: messages of a certificate", messages, "", {}});
  report.add({"whole: messages", messages * n / seconds, "1/s", Bounds::rate(bound / messages)});
  report.add({"whole: processor time of one in both nodes", processor * 1e6, "us", bound});
  report.add({"whole: of whoever asks them", own * 1e6, "us", {}});
  add_waits(window, "whole: ", report);
  window.check_used(first, count);
}

void add_memory(Window& window, const std::string& when, Report& report) {
  for (std::size_t i = 0; i < nodes.size(); ++i)
    report.add({format("memory in {} {}", Corridor::countries.at(nodes.at(i)), when),
                window.processes().memory(i),
                "MiB",
                {}});
}

}  // namespace

void certificates(const CertificatesOptions& options, Report& report) {
  Window window{options};
  constexpr std::size_t warm_up = 64;  // connections, caches, and what comes only once
  window.papers().play(window.take_numbers(warm_up), warm_up);
  window.onlookers().wait_until_told();
  const auto bytes_before = window.bytes();
  const std::size_t counted_from = window.count();
  if (options.prefill > 0) {
    const Watch watch;
    window.papers().play(window.take_numbers(options.prefill), options.prefill);
    window.onlookers().wait_until_told();
    report.add({format("{} certificates before", options.prefill), watch.seconds(), "s", {}});
    add_memory(window, "then", report);
  }
  const Bounds bounds{.certificate = bound_of_message(options.suite, window.papers().application(1).size()),
                      .answer = bound_of_message(options.suite, answer_bytes)};
  one_way(window, bounds, options.documents, report);
  whole_life(window, bounds, options.documents, report);
  calm(window, options.documents, report);

  const auto bytes_after = window.bytes();
  const auto counted = static_cast<double>(window.count() - counted_from);
  for (std::size_t i = 0; i < nodes.size(); ++i)
    report.add({format("on disk in {}, a certificate", Corridor::countries.at(nodes.at(i))),
                (bytes_after.at(i) - bytes_before.at(i)) / counted,
                "byte",
                {}});
  add_memory(window, "at the end", report);
  report.add({"told that a node is busy", static_cast<double>(window.papers().busy()), "", {}});
  report.add({"not answered", static_cast<double>(window.papers().unanswered()), "", {}});
}

}  // namespace lintas::bench
