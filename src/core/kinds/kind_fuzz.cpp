#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/require.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"

// A table is a kind that reads the same again, or has findings of known rules.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lintas;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto kind = kinds::Kind::parse(text);
  if (!kind) {
    require(!kind.error().empty(), "what is no kind has findings");
    for (const auto& finding : kind.error())
      require(message::find_rule(finding.rule) != nullptr, "a finding names a rule");
    return 0;
  }
  require((*kind)->text() == text, "a kind keeps its table");
  require(!(*kind)->program().nodes().empty() && (*kind)->program().root() == (*kind)->root(),
          "a kind has a program under its root");
  require(kinds::Kind::parse((*kind)->text()).has_value(), "a kind reads again");
  return 0;
}
