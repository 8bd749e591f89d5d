#include "bench/processes.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <unistd.h>

#include "bench/doors.hpp"

#include "base/text.hpp"

namespace lintas::bench {

Processes::Processes(std::string_view pids, std::size_t count) {
  while (!pids.empty()) {
    const auto end = std::min(pids.find(','), pids.size());
    folders_.push_back("/proc/" + std::string{pids.substr(0, end)});
    pids.remove_prefix(std::min(end + 1, pids.size()));
  }
  // Of three nodes the first may be alone, while its partners are down.
  if (folders_.empty() || folders_.size() > count) fail(format("--pids takes up to {} numbers", count));
}

double Processes::processor_seconds() const {
  double sum = 0;
  for (const auto& folder : folders_) {
    std::ifstream in{folder + "/stat"};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    std::istringstream rest{text.substr(std::min(text.rfind(')') + 2, text.size()))};
    std::string skipped;
    for (int field = 3; field < 14; ++field) rest >> skipped;  // proc(5)
    double user = 0;
    double system = 0;
    if (!(rest >> user >> system)) fail("a node has ended");
    sum += (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
  }
  return sum;
}

double Processes::memory(std::size_t place) const {
  std::ifstream in{folders_.at(place) + "/status"};
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("RssAnon:")) return std::strtod(line.c_str() + 8, nullptr) / 1024;
  }
  fail("a node has ended");
}

}  // namespace lintas::bench
