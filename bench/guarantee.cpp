// How many movements a second does one guarantee account decide, when all of them use the same GRN?
//
// A movement here is what the account sees of it: check, reservation, discharge; each decided, applied to
// header and use, held against the invariants and encoded as it is stored. No store, no thread. A thousand
// uses are open at any time, which must cost nothing: the header does not grow with them.
//
// And how many does a node, when every one of them goes through executor and SQLite, durable? A movement is
// then the least one that has guarantees (tests/support/voyage.hpp): lodged and checked, reserved by what
// follows, discharged. The floor appends as many rows of the same bytes to a plain table of SQLite, batch by
// batch under the same settings.
//
//   bench_guarantee [--movements N] [--json FILE]

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/movements.hpp"
#include "bench/plain_store.hpp"
#include "bench/recorder.hpp"
#include "bench/report.hpp"

#include "base/fields.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/evolve.hpp"
#include "core/guarantee/invariants.hpp"
#include "core/guarantee/profile.hpp"
#include "core/guarantee/state.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/uses.hpp"
#include "shell/app/executor.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/store/payload_codec.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/guarantee_setting.hpp"
#include "tests/support/voyage.hpp"

namespace {

using namespace lintas;             // NOLINT(google-build-using-namespace): a program of its own
using namespace lintas::guarantee;  // NOLINT(google-build-using-namespace)

constexpr std::size_t movements = 100'000;
constexpr std::size_t open_at_a_time = 1000;

struct Journey {
  Demand demand;
  Use use;
};

class BusyAccount {
 public:
  BusyAccount() {
    header_.status = Status::valid;
    header_.grn = *Grn::issue(std::chrono::year{2026}, *Country::parse("MY"), "BENCH0000001");
    header_.holder = *Tin::parse("MYTRADER");
    header_.reference_amount = header_.guaranteed_amount = Money{1'000'000'000, *Currency::parse("MYR")};
    header_.access_codes = {AccessCodeHash{}};
    profile_.state = *Country::parse("MY");
  }

  Journey begin(std::size_t n) {
    Demand demand;
    demand.message = *MessageId::parse(format("message-{}", n));
    demand.mrn = *Mrn::issue(std::chrono::year{2026}, profile_.state, format("{:012}", n));
    demand.principal = demand.sender = header_.holder;
    demand.departure = *OfficeId::parse("MYBKH001");
    demand.destination = *OfficeId::parse("KHPPT001");
    demand.route = {*Country::parse("TH"), *Country::parse("KH")};
    demand.lines = {{header_.grn, '1', AccessCodeHash{}, Money{717'500, *Currency::parse("MYR")}}};
    Journey journey{.demand = std::move(demand), .use = {}};
    step(journey,
         [&](const auto& accounts) { return decide(accounts, CheckUses{journey.demand}, profile_); });
    step(journey,
         [&](const auto& accounts) { return decide(accounts, ReserveUses{journey.demand, {}}, profile_); });
    return journey;
  }
  void end(Journey& journey) {
    step(journey, [](const auto& accounts) { return decide(accounts, ReleaseUses{}); });
  }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] const Header& header() const { return header_; }

 private:
  template <class Decide>
  void step(Journey& journey, Decide decide_on) {
    const std::vector<Account> accounts{{.header = header_, .use = journey.use}};
    const auto decision = decide_on(accounts);
    require(decision.answer.accepted(), "the account has room for every movement of the benchmark");
    for (const auto& [slot, event] : decision.events) {
      Header header = evolve(header_, event);
      Use use = evolve(journey.use, event);
      require(!violated(UseStep{header_, header, journey.use, use}), "the laws hold");
      bytes_ += to_cbor(event).size();
      header_ = std::move(header);
      journey.use = std::move(use);
    }
  }

  Header header_;
  Profile profile_;
  std::uint64_t bytes_ = 0;
};

// ---- with executor and store

using workflow::Command;
using Seconds = std::chrono::duration<double>;
using test::GuaranteeSetting;
namespace voyage = test::voyage;

const Currency myr = *Currency::parse("MYR");
const Grn the_grn = *Grn::issue(std::chrono::year{2026}, *Country::parse("MY"), "BENCH0000001");

Command http(access::Actor actor, workflow::CommandType type, Bytes content, std::size_t n) {
  workflow::HttpCommandId id;
  const std::string key = format("{:018}", n);
  for (std::size_t i = 0; i < id.id.size(); ++i) id.id[i] = static_cast<std::byte>(key[i]);
  return {.id = id,
          .type = type,
          .at = *parse_instant("2026-11-23T04:00:00Z"),
          .actor = std::move(actor),
          .content = std::move(content)};
}

Command registration() {
  RegisterGuarantee c;
  c.grn = the_grn;
  c.holder = *Tin::parse(voyage::trader);
  c.office = *OfficeId::parse(GuaranteeSetting::office_of_guarantee);
  c.reference_amount = Money{1'000'000'000'000, myr};
  c.valid_from = *parse_day("2026-01-01");
  c.access_codes = {AccessCodeHash{}};
  c.terms = MultipleJourneys{.guarantor = {.tin = *Tin::parse("MYBANK"), .approved = true},
                             .percent = 100,
                             .standing = {},
                             .weekly_debt = Money{1, myr}};
  return http({.role = access::Role::officer_of_guarantee,
               .person = "OFFICER1",
               .office = std::string{GuaranteeSetting::office_of_guarantee}},
              workflow::register_guarantee, to_cbor(c), 0);
}

voyage::Voyage journey(std::size_t n) {
  return {
      .ref = format("V{:08}", n), .mrn = {}, .covers = {{the_grn, AccessCodeHash{}, Money{717'500, myr}}}};
}
Command lodging(std::size_t n) {
  return http({.role = access::Role::trader, .party = std::string{voyage::trader}}, voyage::lodge,
              to_cbor(journey(n)), (2 * n) + 1);
}
/// The n-th movement has the n-th MRN.
Command discharging(std::size_t n) {
  voyage::Voyage ended = journey(n);
  ended.mrn = *Mrn::issue(std::chrono::year{2026}, *Country::parse("MY"), format("{:012}", n));
  return http({.role = access::Role::officer_of_departure, .person = "OFFICER3"}, voyage::discharge,
              to_cbor(ended), (2 * n) + 2);
}

/// A thousand are open at any time, as above.
std::vector<Command> commands_of(std::size_t count) {
  std::vector<Command> commands;
  for (std::size_t n = 1; n <= count + open_at_a_time; ++n) {
    if (n <= count) commands.push_back(lodging(n));
    if (n > open_at_a_time) commands.push_back(discharging(n - open_at_a_time));
  }
  return commands;
}

std::filesystem::path fresh(const char* name) {
  const auto folder = std::filesystem::current_path() / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

/// The same number of rows and bytes in the same batches, nothing else.
double seconds_of_floor(std::span<const app::Batch> batches) {
  const auto folder = fresh("bench-guarantee-floor");
  double seconds = 0;
  {
    bench::PlainStore plain{folder};
    const auto begin = std::chrono::steady_clock::now();
    for (const app::Batch& batch : batches) {
      const bench::Size size = bench::size_of(batch);
      const Bytes row(size.bytes / std::max<std::size_t>(size.rows, 1), std::byte{'x'});
      plain.commit([&](auto insert) {
        for (std::size_t i = 0; i < size.rows; ++i) insert(row);
      });
    }
    seconds = Seconds{std::chrono::steady_clock::now() - begin}.count();
  }
  std::filesystem::remove_all(folder);
  return seconds;
}

void measure_node(bench::Report& report, std::size_t count) {
  const auto folder = fresh("bench-guarantee");
  store::SqliteStore sqlite{{.folder = folder}};
  bench::Recorder recorder{sqlite};
  const GuaranteeSetting setting;
  const std::array<const workflow::Part*, 2> parts{&workflow::guarantee_part(), &voyage::voyage_part()};
  const workflow::National domain{parts, setting.get()};
  crypto::SystemEntropy entropy;
  store::PayloadCodec codec{crypto::sha256};
  app::Executor executor{{domain, recorder, entropy, codec, crypto::sha256}};
  const auto ask = [&](std::span<const Command> batch) {
    for (const workflow::Reply& reply : executor.run_batch(batch))
      require(reply.kind == workflow::Reply::Kind::accepted, "the account has room for every movement");
  };
  const Command first = registration();
  ask({&first, 1});
  const std::vector<Command> commands = commands_of(count);
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t from = 0; from < commands.size(); from += limits::batch_commands_max)
    ask(std::span{commands}.subspan(from, std::min(limits::batch_commands_max, commands.size() - from)));
  const double wall = Seconds{std::chrono::steady_clock::now() - begin}.count();
  const auto account = executor.stream(sqlite.find(workflow::account_key(the_grn)).value());
  require(account->state.as<Header>().sums == Sums{}, "every movement reserved and ended");
  require(account->row.version >= 3 * count, "every movement moved the one account");

  const double floor = seconds_of_floor(recorder.batches);
  const auto n = static_cast<double>(count);
  bench::Size size;
  for (const app::Batch& batch : recorder.batches) {
    size.rows += bench::size_of(batch).rows;
    size.bytes += bench::size_of(batch).bytes;
  }
  report.add({"one GRN, movements, executor and store", n / wall, "1/s", n / floor});
  report.add({"one GRN, deciding a movement", (wall - recorder.seconds) / n * 1e6, "us", {}});
  report.add({"one GRN, committing a movement", recorder.seconds / n * 1e6, "us", floor / n * 1e6});
  report.add({"one GRN, rows of a movement", static_cast<double>(size.rows) / n, "", {}});
  report.add({"one GRN, bytes in them", static_cast<double>(size.bytes) / n, "byte", {}});
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int count, char** arguments) {
  std::size_t through_the_node = 20'000;
  for (int i = 1; i + 1 < count; ++i) {
    if (std::string_view{arguments[i]} == "--movements")
      through_the_node = std::strtoull(arguments[i + 1], nullptr, 10);
  }
  BusyAccount account;
  std::vector<Journey> open;
  for (std::size_t n = 0; n < open_at_a_time; ++n) open.push_back(account.begin(n));
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t n = 0; n < movements; ++n) {
    Journey& oldest = open[n % open_at_a_time];
    account.end(oldest);
    oldest = account.begin(open_at_a_time + n);
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  require(account.header().sums.open_uses == open_at_a_time, "every movement that began is open or ended");

  const double rate = static_cast<double>(movements) / elapsed.count();
  bench::Report report{count, arguments};
  report.add(
      {.name = "one GRN, movements (the store does 3,600)", .value = rate, .unit = "1/s", .floor = {}});
  report.add({.name = "one GRN, decisions", .value = 3 * rate, .unit = "1/s", .floor = {}});
  const auto bytes = static_cast<double>(account.bytes());
  const auto ended = static_cast<double>(movements + open_at_a_time);
  report.add({.name = "events of a movement", .value = bytes / ended, .unit = "byte", .floor = {}});
  measure_node(report, through_the_node);
  return 0;
}
