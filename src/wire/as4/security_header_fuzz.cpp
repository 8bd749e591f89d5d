#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/grammar.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/tree.hpp"

namespace {

using namespace lintas;  // NOLINT(google-build-using-namespace): one function's worth of names

void check(const as4::SecurityHeader& found) {
  require(found.parts.empty() || found.key, "nothing is sealed without a key");
  require(found.parts.size() <= as4::bounds::parts_max, "parts are bounded");
  require(found.signature.references.size() <= as4::bounds::parts_max + 2, "references are bounded");
  for (const as4::Reference& reference : found.signature.references) {
    require(!reference.target().empty(), "a reference names something");
    require(!reference.canonical.empty(), "a receipt can repeat it");
    // What a receipt repeats is read as the same reference.
    const auto tree = xml::Tree::read(reference.canonical, as4::bounds::soap_tree, as4::ns::known);
    require(tree.has_value(), "a reference in canonical form is XML");
    as4::Grammar read{*tree};
    const auto again = as4::read_reference(read, tree->root(), as4::Error::failed_authentication);
    require(!read.refused() && again == reference, "a reference is read as it is repeated");
  }
}

}  // namespace

// The header alone, in either suite: refused for a reason, or all of it is bounded and named.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto tree = xml::Tree::read(bytes, as4::bounds::soap_tree, as4::ns::known);
  if (!tree) return 0;
  for (const as4::Suite suite : {as4::Suite::rsa, as4::Suite::edwards}) {
    const auto security = as4::read_security(*tree, tree->root(), suite);
    require(security || !security.error().why.empty(), "a refusal says why");
    if (security) check(*security);
  }
  return 0;
}
