#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace {

constexpr std::size_t bytes_max = 1U << 14U;

lintas::xml::TreeLimits limits(std::size_t bytes) {
  return {.bytes_max = bytes,
          .depth_max = 64,
          .attributes_max = 64,
          .scope_max = 64,
          .nodes_max = bytes_max,
          .namespaces_max = 64,
          .instructions = true};
}

}  // namespace

// Whatever the bytes are, they are refused or have a canonical form, which can be read and is its own.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using lintas::xml::Tree;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto tree = Tree::read(bytes, limits(bytes_max), {});
  if (!tree) {
    lintas::require(!tree.error().why.empty() && tree.error().offset <= size, "a refusal says why and where");
    return 0;
  }
  std::string once;
  lintas::xml::canonicalise(*tree, once);
  const auto again = Tree::read(once, limits(once.size()), {});
  lintas::require(again.has_value(), "a canonical form can be read");
  std::string twice;
  lintas::xml::canonicalise(*again, twice);
  lintas::require(once == twice, "a canonical form is its own");
  return 0;
}
