#include <cstddef>
#include <cstdint>

#include "base/cbor.hpp"
#include "base/require.hpp"

/// Whatever is accepted is one item in its only encoding: reading it must not run past the end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const lintas::ByteView input = std::as_bytes(std::span{data, size});
  lintas::cbor::Reader in{input};
  while (!in.at_end()) {
    const auto item = in.raw();
    if (!item) break;
    lintas::require(!item->empty(), "an item has at least one byte");
  }
  return 0;
}
