#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace {

using namespace lintas;  // NOLINT(google-build-using-namespace): one function's worth of names

/// What was read is written in canonical form and says the same.
void check_written(const as4::Messaging& messaging) {
  const std::string text = as4::write_messaging(messaging);
  xml::TreeLimits limits = as4::bounds::soap_tree;
  limits.bytes_max = text.size();  // escapes make it longer
  const auto tree = xml::Tree::read(text, limits, as4::ns::known);
  require(tree.has_value(), "what is written is XML");
  std::string canonical;
  xml::canonicalise(*tree, canonical);
  require(canonical == text, "what is written is canonical");
  const auto again = as4::read_messaging(*tree, tree->root());
  require(again.has_value() && *again == messaging, "what is written is read as it was");
}

}  // namespace

// Whatever the bytes are, they are refused for a reason, or are an envelope whose header is read as it is
// written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto tree = xml::Tree::read(bytes, as4::bounds::soap_tree, as4::ns::known);
  if (!tree) return 0;
  const auto envelope = as4::read_envelope(*tree);
  if (!envelope) {
    require(!envelope.error().why.empty(), "a refusal says why");
    return 0;
  }
  const auto messaging = as4::read_messaging(*tree, envelope->messaging);
  if (messaging)
    check_written(*messaging);
  else
    require(!messaging.error().why.empty(), "a refusal says why");
  for (const as4::Suite suite : {as4::Suite::rsa, as4::Suite::edwards}) {
    const auto security = as4::read_security(*tree, envelope->security, suite);
    require(security || !security.error().why.empty(), "a refusal says why");
  }
  return 0;
}
