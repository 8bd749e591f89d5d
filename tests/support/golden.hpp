#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <string_view>

namespace lintas::test {

inline std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  EXPECT_TRUE(file.good()) << "cannot read " << path;
  return (std::ostringstream{} << file.rdbuf()).str();
}

/// Compares with a committed file below the root of the tree. With LINTAS_UPDATE_GOLDEN=1 the file is written
/// instead, so that the change shows in the diff.
inline void expect_golden(const std::string& file, std::string_view actual) {
  const std::string path = std::string{LINTAS_ROOT "/"} + file;
  if (std::getenv("LINTAS_UPDATE_GOLDEN") !=
      nullptr) {  // NOLINT(concurrency-mt-unsafe): tests have one thread here
    std::ofstream{path, std::ios::binary} << actual;
    return;
  }
  const std::string expected = read_file(path);
  if (expected == actual) return;
  const auto [at, other] = std::ranges::mismatch(expected, actual);
  const auto line = std::count(expected.begin(), at, '\n') + 1;
  ADD_FAILURE() << file << " differs from line " << line << " on; LINTAS_UPDATE_GOLDEN=1 writes it anew\n"
                << std::string_view{&*actual.begin(), actual.size()}.substr(
                       static_cast<std::size_t>(other - actual.begin()), 200);
}

}  // namespace lintas::test
