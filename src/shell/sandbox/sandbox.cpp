#include "shell/sandbox/sandbox.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>

#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/sandbox/offices.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/net/client.hpp"
#include "shell/net/loop.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/process.hpp"
#include "shell/sandbox/ground.hpp"
#include "shell/sandbox/officers.hpp"
#include "shell/sandbox/town.hpp"

namespace lintas::sandbox {

namespace {

namespace fs = std::filesystem;

constexpr int ok = 0;
constexpr int wrong = 1;
constexpr int unusable = 2;

Instant now() { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }

/// A folder that goes with the sandbox.
class Passing {
 public:
  Passing() {
    std::string name = (fs::temp_directory_path() / "lintas-sandbox-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
    path_ = name;
  }
  ~Passing() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  Passing(const Passing&) = delete;
  Passing& operator=(const Passing&) = delete;
  [[nodiscard]] const fs::path& path() const noexcept { return path_; }

 private:
  fs::path path_;
};

/// The example that most people know, if it is there.
const Trade& first_to_try(const Town& town) {
  const auto known = std::ranges::find_if(
      town.trades(), [](const Trade& trade) { return trade.file.ends_with("/sg-th-electronics.xml"); });
  return known == town.trades().end() ? town.trades().front() : *known;
}

void introduce(const Town& town, double speed, std::ostream& out) {
  const Ground& ground = town.ground();
  const Trade& trade = first_to_try(town);
  const Account* trader = town.account(trade.state, trade.sender);
  require(trader != nullptr, "who sends an example has an account");
  out << "Lintas sandbox. Nothing here is valid: neither what is answered nor what is printed.\n\n";
  for (const std::string& state : ground.states)
    out << format("  {}  API http://127.0.0.1:{}\n", state, ground.api_of(state));
  out << format(
      "\n  Trader {} at {}, API key\n  {}\n  in {}\n\n  Other keys, guarantees and declarations: {}\n"
      "  Declarations that are ready to be sent: {}\n  Logs of the nodes: node.log in the folder of "
      "each.\n\n",
      trader->party, trade.state, trader->key, trader->key_file, ground.description().string(),
      (ground.folder / "try").string());
  out << format(
      "Officers act {} times as fast as people. Declare something, and watch it:\n\n"
      "  export LINTAS_NODE=http://127.0.0.1:{} LINTAS_KEY_FILE={}\n"
      "  lintas submit {}\n"
      "  lintas watch MRN\n\nThe LRN chooses what befalls it. Here LRN and messageIdentification are "
      "{}:\n\n"
      "  sed s/{}/CONTROL-1/ {} | lintas submit -\n\n",
      speed, ground.api_of(trade.state), trader->key_file, trade.file, lrn_of_trades, lrn_of_trades,
      trade.file);
  for (const Scenario& scenario : scenarios()) {
    out << format("  {:<12} {}\n", scenario.beginning.empty() ? "other" : scenario.beginning,
                  scenario.befalls);
  }
  out << "\ndocs/sandbox.md says more. Ctrl-C ends it.\n\n" << std::flush;
}

void report(const Done& done, std::ostream& out) {
  constexpr std::size_t time_of_day = 11;  // in "2026-11-23T18:32:00.000Z"
  constexpr std::size_t to_the_second = 8;
  out << format("{} {} {} {}{}\n", to_text(now()).substr(time_of_day, to_the_second), done.office, done.act,
                done.mrn, done.refused.empty() ? "" : ": " + done.refused)
      << std::flush;
}

int play(const SandboxOptions& options, const fs::path& folder, std::ostream& out, std::ostream& err) {
  auto ground = prepare({.folder = folder, .states = options.states, .port = options.port, .now = now()});
  if (!ground) {
    err << "lintas sandbox: " << ground.error() << '\n';
    return unusable;
  }
  const sigset_t awaited = node::hold_signals();
  Nodes nodes{*ground};
  net::Loop loop;
  net::Client http{loop};
  Town town{*std::move(ground), http, std::chrono::floor<std::chrono::days>(now())};
  town.settle();
  town.describe(options.speed);
  introduce(town, options.speed, out);
  {
    const Officers officers{town,
                            {.speed = options.speed, .tell = [&](const Done& done) { report(done, out); }}};
    int signal = 0;
    while (sigwait(&awaited, &signal) != 0) continue;
  }
  return nodes.stop() ? ok : wrong;
}

}  // namespace

int run(const SandboxOptions& options, std::ostream& out, std::ostream& err) {
  try {
    if (!options.folder.empty()) return play(options, options.folder, out, err);
    const Passing folder;
    return play(options, folder.path(), out, err);
  } catch (const node::StartFailure& failure) {
    err << "lintas sandbox: " << failure.what() << '\n';
  } catch (const app::StoreFailure& failure) {
    err << "lintas sandbox: " << failure.what() << '\n';
  } catch (const std::exception& failure) {
    err << "lintas sandbox: " << failure.what() << '\n';
  }
  return unusable;
}

}  // namespace lintas::sandbox
