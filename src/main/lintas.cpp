#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "main/commands.hpp"

#include "cli/cli.hpp"

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments{argv + 1, argv + argc};
  const auto environment = [](const std::string& name) {
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nobody sets variables
    return value == nullptr ? std::string{} : std::string{value};
  };
  return static_cast<int>(lintas::cli::run(
      arguments, {.in = std::cin, .out = std::cout, .err = std::cerr, .environment = environment},
      lintas::main::node_commands()));
}
