#pragma once

#include <cstdio>
#include <exception>
#include <fstream>

#include "base/bytes.hpp"
#include "base/require.hpp"

/// What the programs that make data/dictionaries have in common.
namespace lintas::test {

/// The exit code of a program that writes to `path` what `make` makes, or says why it cannot.
template <class Make>
int write_dictionary(const char* path, const Make& make) {
  try {
    const Bytes dictionary = make();
    std::ofstream out{path, std::ios::binary};
    out << as_text(dictionary);
    out.close();
    require(out.good(), "the dictionary is written");
    std::printf("%zu bytes\n", dictionary.size());
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
}

}  // namespace lintas::test
