// How many movements a second does one guarantee account decide, when all of them use the same GRN?
//
// A movement here is what the account sees of it: check, reservation, discharge; each decided, applied to
// header and use, held against the invariants and encoded as it is stored. No store, no thread. A thousand
// uses are open at any time, which must cost nothing: the header does not grow with them.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "bench/report.hpp"

#include "base/fields.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/evolve.hpp"
#include "core/guarantee/invariants.hpp"
#include "core/guarantee/profile.hpp"
#include "core/guarantee/state.hpp"

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

}  // namespace

int main(int count, char** arguments) {
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
  return 0;
}
