#include <iostream>
#include <string_view>
#include <vector>

#include "cli/cli.hpp"

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments{argv + 1, argv + argc};
  return static_cast<int>(lintas::cli::run(arguments, {.in = std::cin, .out = std::cout, .err = std::cerr}));
}
