#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "core/messages/document.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"

// What is read can be written, and is read back as the same; what is not read has findings with a known rule.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lintas;
  const auto document = json::read({reinterpret_cast<const char*>(data), size});
  if (!document) {
    const auto& report = document.error();
    require(!report.findings.empty() && report.findings.size() <= limits::findings_max + 1,
            "a report has findings, but not too many");
    for (const auto& finding : report.findings)
      require(message::find_rule(finding.rule) != nullptr, "a finding names a rule");
    return 0;
  }
  std::string once;
  json::write(*document, once);
  const auto again = json::read(once);
  require(again.has_value(), "what was written is valid");
  std::string twice;
  json::write(*again, twice);
  require(once == twice, "writing is canonical");
  return 0;
}
