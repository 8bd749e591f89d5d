// What do the nodes of a corridor take, when each is a process of its own, everybody comes over TLS and
// HTTP, and who asks needs the same processors? bench/nodes.py brings them up and starts this beside them:
//
//   bench_traffic prepare FOLDER [--prefill N]      keys, registers, guarantees and N ended movements
//   bench_traffic day FOLDER [--movements N] …      all movements of a day, as fast as they go; --profile 1.x
//                                                   says what the nodes were told to speak
//   bench_traffic latency FOLDER [--prefill N] …    how long people wait, idle and with half the load
//   bench_traffic overload FOLDER [--connections N] …
//                                                   three times as many declarations as the node takes
//   bench_traffic memory FOLDER [--movements N] …   what the nodes need, from round to round
//   bench_traffic release FOLDER [--movements N] …  movements of which the partners, who are down, are not
//                                                   told
//   bench_traffic drain FOLDER …                    what waited for the partners goes to them
//
// and for certificates of origin, between two nodes:
//
//   bench_traffic keys FOLDER                       for their people
//   bench_traffic certificates FOLDER [--documents N] [--prefill N] [--under-way N] …
//                                                   from the application to the answer of customs
//
// Each but the first of either takes --json FILE, and --pids A,B,C, the processes in the order of
// Corridor::countries.

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <libxml/parser.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "bench/as4_bound.hpp"
#include "bench/as4_sides.hpp"
#include "bench/certificates.hpp"
#include "bench/convoy.hpp"
#include "bench/corridor.hpp"
#include "bench/declarations.hpp"
#include "bench/doors.hpp"
#include "bench/flood.hpp"
#include "bench/floor.hpp"
#include "bench/pattern.hpp"
#include "bench/people.hpp"
#include "bench/processes.hpp"
#include "bench/report.hpp"
#include "bench/tls_line.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "shell/net/loop.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t states = Corridor::states;
/// All common and Union transit movements of 2017, divided by 365.
constexpr std::size_t movements_of_a_day = 44'412;
/// Of requests that have to be served, so many in a hundred may be told to come later.
constexpr double turned_away_max = 1;

/// The run came to its end, and was too small for what a larger one has to keep.
void not_judged(const std::string& why) { std::printf("not judged: %s\n", why.c_str()); }

// ---- everybody

struct Options {
  std::filesystem::path folder;
  std::size_t movements = movements_of_a_day;
  std::size_t prefill = 0;
  std::size_t under_way = 2048;
  std::chrono::seconds lasts{20};   ///< of a phase
  double officers = 20;             ///< movements a second that they take on under overload
  std::size_t connections = 8'000;  ///< of the flood; bench/nodes.py lets a node take some more
  std::size_t rounds = 10;
  as4::Suite suite = as4::Suite::edwards;  ///< that the nodes speak
};

class World {
 public:
  World(Options options, std::string_view pids)
      : options_(std::move(options)), processes_(pids, states), next_(options_.prefill + 1) {}

  /// Numbers of declarations that nobody has used.
  std::size_t take_numbers(std::size_t count) { return std::exchange(next_, next_ + count); }

  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] const Processes& processes() const { return processes_; }
  [[nodiscard]] const Declarations& declarations() const { return declarations_; }
  [[nodiscard]] net::Loop& loop() { return loop_; }
  /// Officers, and traders who behave.
  [[nodiscard]] Doors& doors() { return doors_; }
  /// Whoever looks how things are.
  [[nodiscard]] Doors& onlookers() { return onlookers_; }

  /// Until every guarantee is as free as it was before.
  void wait_until_freed() {
    const Watch watch;
    for (std::size_t n = 0; n < guarantees; ++n) {
      for (;;) {
        const Answer account =
            onlookers_.ask({.who = "trader", .target = format("/v1/guarantees/{}", grn_of(n).str())});
        if (account.status != 200) fail(account.text);
        const std::string_view open = account.text_of("open_uses");
        if (open == "0") break;
        if (open.empty() || watch.seconds() > patience)
          fail(format("{} has {} open uses", grn_of(n).str(), open.empty() ? "no figure of" : open));
        std::this_thread::sleep_for(100ms);
      }
    }
  }

  /// Each state says of each movement that it is discharged.
  void check_discharged(const std::vector<std::string>& mrns) {
    constexpr std::ptrdiff_t at_once = 32;
    std::atomic<std::size_t> open = 0;
    onlookers_.ask_all(
        mrns.size() * states, at_once,
        [&](std::size_t i) {
          return Ask{
              .state = i % states, .who = "auditor", .target = format("/v1/movements/{}", mrns[i / states])};
        },
        [&](std::size_t i, const Answer& answer) {
          if (answer.text.contains(R"("status":"discharged")")) return;
          ++open;
          std::fprintf(stderr, "%s: %s is not discharged: %d %s\n", Corridor::countries.at(i % states).data(),
                       mrns[i / states].c_str(), answer.status, answer.text.substr(0, 400).c_str());
        });
    if (open > 0) fail(format("{} movements did not end", open.load()));
  }

  /// Whatever was accepted is there, each under a number of its own.
  void check_there(std::vector<std::string> mrns) {
    constexpr std::ptrdiff_t at_once = 32;
    std::ranges::sort(mrns);
    if (std::ranges::adjacent_find(mrns) != mrns.end()) fail("two declarations have one MRN");
    onlookers_.ask_all(
        mrns.size(), at_once,
        [&](std::size_t i) { return Ask{.who = "auditor", .target = format("/v1/movements/{}", mrns[i])}; },
        [&](std::size_t i, const Answer& answer) {
          if (!answer.is_done()) fail(format("{} was accepted and is not there: {}", mrns[i], answer.status));
        });
  }

  /// Whole movements, as many as there is room for or so many a second. Back when all have arrived.
  std::unique_ptr<Convoy> play(std::size_t count, double rate = 0,
                               std::size_t steps = Corridor::steps.size()) {
    auto convoy = std::make_unique<Convoy>(loop_, doors_, declarations_,
                                           Convoy::Options{.first = take_numbers(count),
                                                           .count = count,
                                                           .under_way = options_.under_way,
                                                           .rate = rate,
                                                           .steps = steps});
    convoy->start();
    convoy->wait();
    return convoy;
  }

 private:
  Options options_;
  Processes processes_;
  std::size_t next_;
  Declarations declarations_{
      moved_to(std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()))};
  net::Loop loop_;
  Doors doors_{loop_, options_.folder, people, 64};
  Doors onlookers_{loop_, options_.folder, people, 32};
};

// ---- a day

/// One movement alone, in stores of its own, with a declaration of the mean size.
Pattern pattern_of(const World& world, std::size_t first) {
  const std::size_t count = world.options().movements;
  std::size_t items = 0;
  for (std::size_t n = first; n < first + count; ++n) items += world.declarations().items_of(n);
  const auto folder = fresh("bench-pattern");
  Corridor::Setting setting = Corridor::setting_in(folder);
  setting.items = std::max(Declarations::items_of_example, items / count);
  Pattern pattern = play_one(setting);
  std::filesystem::remove_all(folder);
  return pattern;
}

void day(World& world, Report& report) {
  const std::size_t count = world.options().movements;
  const auto n = static_cast<double>(count);
  world.play(std::max<std::size_t>(count / 20, 64));  // connections, caches
  world.onlookers().wait_until_told();
  (void)world.doors().take_times();

  const std::size_t first = world.take_numbers(0);
  const double nodes_before = world.processes().processor_seconds();
  const Watch watch;
  const auto convoy = world.play(count);
  const double arrived = watch.seconds();
  world.wait_until_freed();
  world.onlookers().wait_until_told();
  const double seconds = watch.seconds();
  const double own = watch.processor_seconds() / n;
  const double nodes = (world.processes().processor_seconds() - nodes_before) / n;
  TimesByKind times = world.doors().take_times();

  const Pattern pattern = pattern_of(world, first);
  const Cost floor = measure_floor(pattern, {.movements = count, .under_way = 512, .over_tls = true});

  report.add({"movements", n, "", {}});
  report.add({"from the first request to the last receipt", seconds, "s", floor.seconds * n});
  report.add({"of it after the last arrival", seconds - arrived, "s", {}});
  report.add({format("{} movements at this rate", movements_of_a_day), seconds / n * movements_of_a_day, "s",
              floor.seconds * movements_of_a_day});
  report.add({"whole movements", n / seconds, "1/s", 1 / floor.seconds});
  report.add({"processor time of a movement", (nodes + own) * 1e6, "us", floor.processor * 1e6});
  const std::size_t exchanges = exchanges_of(pattern);
  const auto messages = static_cast<double>(exchanges - Corridor::steps.size());
  report.add(
      {"of it the three nodes", nodes * 1e6, "us", messages * bound_of_message(world.options().suite)});
  report.add({"of it whoever asks them", own * 1e6, "us", {}});
  report.add({"exchanges of a movement", static_cast<double>(exchanges), "", {}});
  report.add({"of it messages between states", messages, "", {}});
  report.add({"declaration, median", convoy->sizes().at(0.5), "KB", {}});
  report.add({"declaration, p95", convoy->sizes().at(0.95), "KB", {}});
  report.add({"declaration, largest", convoy->sizes().at(1), "KB", {}});
  report.add({"came too early, of a movement", static_cast<double>(convoy->too_early()) / n, "", {}});
  report.add({"told that a node is busy", static_cast<double>(convoy->busy()), "", {}});
  report.add({"not answered", static_cast<double>(convoy->unanswered()), "", {}});
  add_times(report, "", std::move(times));
  world.check_discharged(convoy->mrns());
}

// ---- how long people wait

/// Fifty people a second look at something, however long those before them wait.
class Looks {
 public:
  explicit Looks(World& world) : thread_([this, &world](const std::stop_token& end) { run(world, end); }) {}

  /// Ends, and waits for the last answer.
  void end() {
    thread_.request_stop();
    thread_.join();
  }
  [[nodiscard]] std::size_t asked() const { return asked_; }
  [[nodiscard]] std::size_t turned_away() const { return turned_away_; }

 private:
  void run(World& world, const std::stop_token& end) {
    constexpr auto pause = 20ms;
    const std::size_t stored = std::max<std::size_t>(world.options().prefill, 1);
    const auto begin = SteadyClock::now();
    for (std::size_t i = 0; !end.stop_requested(); ++i) {
      const auto due = begin + i * pause;
      std::this_thread::sleep_until(due);
      // Far from each other, so that none finds what the one before has brought into memory.
      const std::size_t n = 1 + ((i * 7'919 * 127) % stored);
      const std::array asks{
          Ask{.who = "trader", .kind = Kind::list, .target = "/v1/movements?limit=25"},
          Ask{.who = "trader", .kind = Kind::open_list, .target = "/v1/movements?limit=25&phase=open"},
          Ask{.who = "trader",
              .kind = Kind::find,
              .target = format("/v1/movements/{}?holder={}", Declarations::numbered(n)[1], trader)}};
      Ask ask = asks.at(i % asks.size());
      ask.due = due;
      ++asked_;
      ++waiting_;
      world.onlookers().send(
          std::move(ask), [this, is_empty = world.options().prefill == 0](const Answer& answer) {
            if (answer.is_to_be_repeated()) {
              ++turned_away_;
            } else if (!answer.is_done() && !is_empty) {
              fail(format("what is stored is not found: {} {}", answer.status, answer.text));
            }
            --waiting_;
          });
    }
    const Watch watch;
    while (waiting_ > 0) {
      if (watch.seconds() > patience) fail("a look is not answered");
      std::this_thread::sleep_for(1ms);
    }
  }

  std::atomic<std::size_t> asked_ = 0;
  std::atomic<std::size_t> waiting_ = 0;
  std::atomic<std::size_t> turned_away_ = 0;
  std::jthread thread_;  // last: it uses the others
};

/// Who was not served has no time, so the times say nothing where there are many of them.
void add_turned_away(Report& report, const std::string& name, std::size_t turned_away, std::size_t asked) {
  const double part =
      100 * static_cast<double>(turned_away) / static_cast<double>(std::max<std::size_t>(asked, 1));
  report.add({name, part, "%", {}});
  if (part > turned_away_max) fail(format("{}: {:.1f} %", name, part));
}

/// What anybody waits for who asks over TLS, on one connection and of a machine that does nothing else: as
/// much sent, a short answer, and nobody who looks at either.
TimesByKind floors_of_waiting(const World& world) {
  constexpr std::size_t exchanges = 2'000;
  constexpr std::size_t request_bytes = 100;
  TimesByKind floors;
  TlsLine line;
  for (std::size_t i = 0; i < floors.size(); ++i) {
    const std::size_t bytes = static_cast<Kind>(i) == Kind::submit
                                  ? world.declarations().text(1, Declarations::items_of_example).size()
                                  : request_bytes;
    for (const auto took : line.wait_for(bytes, exchanges)) floors.at(i).add(took);
  }
  return floors;
}

void wait_of_people(World& world, Report& report, const std::string& when, double rate,
                    const TimesByKind& floors) {
  (void)world.doors().take_times();
  (void)world.onlookers().take_times();
  const auto count =
      static_cast<std::size_t>(std::ceil(rate * static_cast<double>(world.options().lasts.count())));
  Looks looks{world};
  const auto convoy = world.play(count, rate);
  looks.end();
  report.add({when + "movements wanted", rate, "1/s", {}});
  report.add({when + "movements begun", convoy->begun_rate(), "1/s", {}});
  add_turned_away(report, when + "acts and declarations turned away", convoy->busy() + convoy->unanswered(),
                  convoy->requests());
  add_turned_away(report, when + "looks turned away", looks.turned_away(), looks.asked());
  add_times(report, when, world.doors().take_times(), floors);
  add_times(report, when, world.onlookers().take_times(), floors);
  world.onlookers().wait_until_told();
}

void latency(World& world, Report& report) {
  constexpr double idle_rate = 10;
  report.add({"movements stored before", static_cast<double>(world.options().prefill), "", {}});
  const auto convoy = world.play(world.options().movements);
  world.onlookers().wait_until_told();
  report.add({"sustained", convoy->steady_rate(), "1/s", {}});
  const TimesByKind floors = floors_of_waiting(world);
  wait_of_people(world, report, "idle: ", idle_rate, floors);
  wait_of_people(world, report, "half load: ", convoy->steady_rate() / 2, floors);
  world.wait_until_freed();
}

// ---- more than the nodes take

/// Looks each second how old the oldest message is that waits for a partner, here or there.
class OldestMessages {
 public:
  explicit OldestMessages(World& world)
      : thread_([this, &world](const std::stop_token& end) { run(world, end); }) {}

  /// Ends, and tells what it saw.
  [[nodiscard]] Times end() {
    thread_.request_stop();
    thread_.join();
    return std::move(ages_);
  }

 private:
  void run(World& world, const std::stop_token& end) {
    do {
      for (std::size_t i = 0; i < states; ++i) {
        const double age = std::ranges::max(world.onlookers().metrics(i, "lintas_outbox_oldest_seconds"));
        ages_.add(std::chrono::round<std::chrono::microseconds>(std::chrono::duration<double>{age}));
      }
      std::this_thread::sleep_for(1s);
    } while (!end.stop_requested());
  }

  Times ages_;
  std::jthread thread_;  // last: it uses the other
};

/// Seconds until declarations are taken again as quickly as before: the first of twenty in a row.
double recovery(World& world, std::chrono::milliseconds quick) {
  constexpr int in_a_row = 20;
  const Watch watch;
  double since = 0;
  for (int quick_ones = 0;;) {
    const std::size_t n = world.take_numbers(1);
    const Answer answer =
        world.onlookers().ask({.who = "trader",
                               .target = "/v1/messages",
                               .body = world.declarations().text(n, Declarations::items_of_example),
                               .content_type = "application/xml"});
    if (!answer.is_done() || answer.took > quick) {
      quick_ones = 0;
      std::this_thread::sleep_for(100ms);
    } else if (++quick_ones == 1) {
      since = watch.seconds();
    } else if (quick_ones == in_a_row) {
      return since;
    }
    if (watch.seconds() > 120) fail("the node does not recover");
  }
}

void overload(World& world, Report& report) {
  const std::size_t crowd = world.options().connections;
  constexpr std::size_t sustained_at_once = 64;
  constexpr double p99 = 0.99;
  constexpr double times_more = 3;
  constexpr double unsent_max = 5;  // in a hundred, or it was less than three times as much
  constexpr double officers_wait_ms_max = 1'000;
  constexpr double partner_waits_ms_max = 60'000;
  constexpr auto judged_from = 10s;  // of a shorter flood the figures say little
  const auto lasts = world.options().lasts;
  net::Loop outside;  // who floods the node does not keep the others from asking and from being timed
  const auto flood = [&](Doors& doors, double rate, std::size_t at_once) {
    // How many it will be is not known: numbers that nobody comes near to.
    constexpr std::size_t room = 10'000'000;
    Flood rush{outside,
               doors,
               world.declarations(),
               {.first = world.take_numbers(room), .rate = rate, .at_once = at_once, .lasts = lasts}};
    rush.start();
    return rush.wait();
  };

  // Everybody waits for the answer before the next: what is sustained, once caches and connections are there.
  Doors traders{outside, world.options().folder, people, crowd};
  std::vector<std::string> stock = flood(traders, 0, sustained_at_once).mrns;
  (void)traders.take_times();
  const Flood::Outcome sustained = flood(traders, 0, sustained_at_once);
  const double rate = static_cast<double>(sustained.accepted) / sustained.seconds;
  report.add({"declarations sustained", rate, "1/s", {}});
  TimesByKind sustained_times = traders.take_times();
  const double quick = std::max(sustained_times.at(static_cast<std::size_t>(Kind::submit)).at(0.99), 25.0);
  add_times(report, "sustained: ", std::move(sustained_times));

  // Officers take up what was declared, from here to the end.
  stock.insert(stock.end(), sustained.mrns.begin(), sustained.mrns.end());
  Convoy officers{world.loop(),
                  world.doors(),
                  world.declarations(),
                  {.count = stock.size(), .rate = world.options().officers, .stock = stock}};
  officers.start();
  const auto not_taken_so_far = [&] {
    std::pair<std::size_t, std::size_t> count;
    world.loop().call([&] { count = {officers.busy(), officers.unanswered()}; });
    return count;
  };
  std::this_thread::sleep_for(lasts);
  add_times(report, "calm: ", world.doors().take_times());

  // Whoever floods a node was there before: what is measured is not how fast hands are shaken.
  constexpr std::size_t wave = 500;  // new ones at a time; the others are there already
  for (std::size_t open = std::min(wave, crowd); open <= crowd; open += wave) {
    traders.ask_all(
        open, static_cast<std::ptrdiff_t>(open),
        [](std::size_t) { return Ask{.who = "trader", .target = "/v1/movements?limit=1"}; },
        [](std::size_t, const Answer&) {});
  }
  (void)world.doors().take_times();

  const auto [busy_before, unanswered_before] = not_taken_so_far();
  OldestMessages oldest{world};
  Flood::Outcome outcome = flood(traders, times_more * rate, crowd);
  Times waited = oldest.end();
  const double recovered = recovery(world, std::chrono::milliseconds{static_cast<std::int64_t>(quick)});
  TimesByKind served = world.doors().take_times();
  std::size_t officers_served = 0;
  for (const Times& times : served) officers_served += times.count();
  const auto [busy, unanswered] = not_taken_so_far();
  const std::size_t officers_refused = busy - busy_before + unanswered - unanswered_before;

  const auto part = [&](std::size_t count) {
    return 100 * static_cast<double>(count) / static_cast<double>(outcome.offered);
  };
  report.add({"flood: declarations offered",
              static_cast<double>(outcome.offered) / static_cast<double>(lasts.count()),
              "1/s",
              {}});
  report.add({"flood: accepted", static_cast<double>(outcome.accepted) / outcome.seconds, "1/s", {}});
  report.add({"flood: accepted", part(outcome.accepted), "%", {}});
  report.add({"flood: told to come later", part(outcome.shed), "%", {}});
  report.add({"flood: of these without Retry-After", static_cast<double>(outcome.unexplained), "", {}});
  report.add({"flood: no answer", part(outcome.lost), "%", {}});
  for (const auto& [why, count] : outcome.lost_by) report.add({"flood: " + why, part(count), "%", {}});
  report.add({"flood: not sent, all connections wait", part(outcome.unsent), "%", {}});
  report.add({"flood: told to come later, p50", outcome.until_shed.at(0.5), "ms", {}});
  report.add({"flood: told to come later, p99", outcome.until_shed.at(0.99), "ms", {}});
  add_times(report, "flood: ", traders.take_times());
  report.add({"flood: acts of officers served", static_cast<double>(officers_served), "", {}});
  report.add({"flood: acts of officers told to come later", static_cast<double>(busy - busy_before), "", {}});
  report.add({"flood: acts of officers without an answer",
              static_cast<double>(unanswered - unanswered_before),
              "",
              {}});
  double officers_waited = 0;
  for (Times& times : served) officers_waited = std::max(officers_waited, times.at(p99));
  add_times(report, "flood, officers: ", std::move(served));
  report.add({"flood, officers: p99 of the slowest act", officers_waited, "ms", {}});
  report.add({"flood: oldest message for a partner, p50", waited.at(0.5) / 1e3, "s", {}});
  report.add({"flood: oldest message for a partner, at most", waited.at(1) / 1e3, "s", {}});
  report.add({"after the flood, until a declaration is quick again",
              outcome.seconds - static_cast<double>(lasts.count()) + recovered,
              "s",
              {}});

  std::this_thread::sleep_for(lasts);
  officers.begin_no_more();
  officers.wait();
  world.onlookers().wait_until_told();
  add_times(report, "after, officers: ", world.doors().take_times());
  world.check_discharged(officers.mrns());
  stock.insert(stock.end(), outcome.mrns.begin(), outcome.mrns.end());
  world.check_there(std::move(stock));
  for (std::size_t i = 0; i < states; ++i) {
    if (!world.onlookers().is_ready(i)) fail("a node is not ready again");
  }
  if (part(outcome.lost) > turned_away_max) fail("declarations were not answered");
  if (outcome.unexplained > 0) fail("somebody was sent away without a Retry-After");
  if (officers_served == 0) fail("officers were not served");
  if (lasts < judged_from) return not_judged(format("a flood of {} s", lasts.count()));
  if (waited.at(1) > partner_waits_ms_max) fail("messages for partners waited");
  if (outcome.shed == 0) fail("nothing was shed: it was no overload");
  if (part(outcome.unsent) > unsent_max)
    fail(format("{:.1f} % of the flood was not sent: it was not three times as much", part(outcome.unsent)));
  if (officers_refused * 100 > officers_served) fail("officers were not served");
  if (officers_waited > officers_wait_ms_max)
    fail(format("officers waited for {:.0f} ms (p99), more than {:.0f}", officers_waited,
                officers_wait_ms_max));
}

// ---- memory

void memory(World& world, Report& report) {
  const std::size_t rounds = world.options().rounds;
  const std::size_t a_round = world.options().movements / rounds;
  std::array<std::vector<double>, states> needed;
  for (std::size_t round = 1; round <= rounds; ++round) {
    const auto convoy = world.play(a_round);
    world.onlookers().wait_until_told();
    world.check_discharged(convoy->mrns());
    for (std::size_t i = 0; i < states; ++i) {
      needed.at(i).push_back(world.processes().memory(i));
      report.add({format("{} after {} movements", Corridor::countries.at(i), round * a_round),
                  needed.at(i).back(),
                  "MiB",
                  {}});
    }
  }
  world.wait_until_freed();
  double most = 0;
  for (std::size_t i = 0; i < states; ++i) {
    const double half = needed.at(i).at((rounds - 1) / 2);
    const double grown = 100 * (needed.at(i).back() - half) / half;
    report.add({format("{}: grown in the second half", Corridor::countries.at(i)), grown, "%", {}});
    most = std::max(most, grown);
  }
  constexpr double is_flat = 5;
  // Of a movement two nodes keep one stream: in half of so many each has filled its cache.
  constexpr std::size_t judged_from = 2 * limits::cached_streams_max;
  if (world.options().movements < judged_from)
    return not_judged(format("memory of fewer than {} movements still fills caches", judged_from));
  if (most > is_flat) fail("memory goes on growing");
}

// ---- partners that were down

/// Declared and released at the first state, which has nobody to tell it.
void release(World& world, Report& report) {
  constexpr std::size_t declared_and_released = 2;
  const Watch watch;
  (void)world.play(world.options().movements, 0, declared_and_released);
  report.add({"movements released while the partners are down",
              static_cast<double>(world.options().movements),
              "",
              {}});
  report.add({"releases", static_cast<double>(world.options().movements) / watch.seconds(), "1/s", {}});
}

void drain(World& world, Report& report) {
  const auto waiting = [&] { return world.onlookers().metric(0, "lintas_outbox_waiting"); };
  const double all = waiting();
  if (all == 0) fail("nothing waits: release some movements first");
  const Watch until_first;
  double left = all;
  // Nothing is to be told about what happens while nothing has gone yet but the pause after the last attempt.
  double before = world.processes().processor_seconds();
  for (; left == all; left = waiting()) {
    if (until_first.seconds() > patience) fail("the partners are back, and nothing goes to them");
    before = world.processes().processor_seconds();
    std::this_thread::sleep_for(10ms);
  }
  const double first = until_first.seconds();
  const Watch watch;
  world.onlookers().wait_until_told();
  const double processor = world.processes().processor_seconds() - before;
  report.add({"messages that waited", all, "", {}});
  report.add({"until the first was taken, from when the partners were back", first, "s", {}});
  report.add({"until the last was, from then", watch.seconds(), "s", {}});
  report.add({"messages", left / watch.seconds(), "1/s", {}});
  report.add({"processor time of a message, sender and receiver", processor / all * 1e6, "us", {}});
}

// ---- the command line

std::string_view given(int count, char** values, std::string_view name) {
  for (int i = 3; i + 1 < count; ++i) {
    if (values[i] == name) return values[i + 1];
  }
  return {};
}

void run(int count, char** values) {
  if (count < 3) fail("what, and the folder of the nodes?");
  const std::string_view what = values[1];
  const auto number = [&](std::string_view name, std::size_t otherwise) {
    const auto text = given(count, values, name);
    return text.empty() ? otherwise : std::strtoull(std::string{text}.c_str(), nullptr, 10);
  };
  Options options{.folder = values[2]};
  options.prefill = number("--prefill", options.prefill);
  if (what == "prepare") return prepare(options.folder, options.prefill);
  if (what == "keys") return issue_keys(options.folder, people_of_certificates);
  if (const auto profile = given(count, values, "--profile"); !profile.empty())
    options.suite = suite_named(profile);
  if (what == "certificates") {
    CertificatesOptions wanted{.folder = options.folder, .pids = given(count, values, "--pids")};
    wanted.documents = number("--documents", wanted.documents);
    wanted.prefill = options.prefill;
    wanted.under_way = number("--under-way", wanted.under_way);
    wanted.suite = options.suite;
    Report report{count, values};
    return certificates(wanted, report);
  }

  struct Part {
    std::string_view name;
    void (*play)(World&, Report&);
    std::size_t movements;  ///< unless said otherwise
  };
  constexpr std::array scenarios{Part{"day", &day, movements_of_a_day}, Part{"latency", &latency, 6'000},
                                 Part{"overload", &overload, 0},        Part{"memory", &memory, 250'000},
                                 Part{"release", &release, 5'000},      Part{"drain", &drain, 0}};
  const auto* const scenario = std::ranges::find(scenarios, what, &Part::name);
  if (scenario == scenarios.end()) fail("there is no such scenario");
  options.movements = number("--movements", scenario->movements);
  options.under_way = number("--under-way", options.under_way);
  options.lasts = std::chrono::seconds{number("--seconds", static_cast<std::size_t>(options.lasts.count()))};
  options.officers = static_cast<double>(number("--officers", static_cast<std::size_t>(options.officers)));
  options.rounds = number("--rounds", options.rounds);
  options.connections = number("--connections", options.connections);
  xmlInitParser();
  Report report{count, values};
  World world{options, given(count, values, "--pids")};
  scenario->play(world, report);
}

}  // namespace
}  // namespace lintas::bench

int main(int count, char** values) { lintas::bench::run(count, values); }
