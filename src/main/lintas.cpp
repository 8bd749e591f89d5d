#include <array>
#include <chrono>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "cli/cli.hpp"
#include "shell/node/init.hpp"
#include "shell/node/process.hpp"

/// What runs or prepares a node; everything else is the command line's own (src/cli).
namespace {

using Arguments = std::span<const std::string_view>;
using lintas::Instant;

int usage(std::string_view how) {
  std::cerr << "usage: lintas " << how << '\n';
  return static_cast<int>(lintas::cli::Exit::usage);
}

int run_node(Arguments arguments) {
  if (arguments.size() != 2 || arguments[0] != "--config") return usage("node --config FILE");
  return lintas::node::run(std::string{arguments[1]}, std::cerr);
}

int config(Arguments arguments) {
  if (arguments.size() != 3 || arguments[0] != "check" || arguments[1] != "--config")
    return usage("config check --config FILE");
  return lintas::node::check(std::string{arguments[2]}, std::cout, std::cerr);
}

int init(Arguments arguments) {
  if (arguments.size() != 3 || arguments[1] != "--country") return usage("init FOLDER --country CODE");
  const auto now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  const auto made = lintas::node::init(
      {.folder = std::string{arguments[0]}, .country = std::string{arguments[2]}, .now = now});
  if (made) return 0;
  std::cerr << "lintas init: " << made.error() << '\n';
  return 1;
}

struct Command {
  std::string_view name;
  int (*run)(Arguments);
};
constexpr std::array commands{Command{"node", &run_node}, Command{"config", &config}, Command{"init", &init}};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments{argv + 1, argv + argc};
  for (const Command& command : commands) {
    if (!arguments.empty() && arguments.front() == command.name)
      return command.run(Arguments{arguments}.subspan(1));
  }
  return static_cast<int>(lintas::cli::run(arguments, {.in = std::cin, .out = std::cout, .err = std::cerr}));
}
