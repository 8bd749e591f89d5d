#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>
#include <vector>

#include "main/commands.hpp"

#include "cli/cli.hpp"
#include "shell/node/process.hpp"

namespace {

/// Of the screen that people look at; the usual one where the output goes elsewhere.
std::size_t screen_width() {
  winsize size{};
  const bool is_screen = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_screen ? size.ws_col : lintas::cli::usual_width;
}

}  // namespace

int main(int argc, char** argv) {
  lintas::node::leave_no_core();  // a node's keys, and those of whoever asks it
  const std::vector<std::string_view> arguments{argv + 1, argv + argc};
  const auto environment = [](const std::string& name) {
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nobody sets variables
    return value == nullptr ? std::string{} : std::string{value};
  };
  return static_cast<int>(lintas::cli::run(arguments,
                                           {.in = std::cin,
                                            .out = std::cout,
                                            .err = std::cerr,
                                            .environment = environment,
                                            .width = screen_width(),
                                            .is_screen = ::isatty(STDOUT_FILENO) == 1},
                                           lintas::main::node_commands()));
}
