#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/utf8.hpp"
#include "shell/net/target.hpp"

namespace {

using namespace lintas;

/// The target that reads as this one, with everything coded.
std::string written(const net::Target& target) {
  std::string out;
  for (const std::string& segment : target.path) out += "/" + net::percent_encoded(segment);
  if (out.empty()) out = "/";
  char mark = '?';
  for (const net::Parameter& parameter : target.query) {
    out += mark + net::percent_encoded(parameter.name) + "=" + net::percent_encoded(parameter.value);
    mark = '&';
  }
  return out;
}

}  // namespace

/// What is read is plain text without ways up, and reads the same when it is written again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(std::as_bytes(std::span{data, size}));
  if (const auto target = net::parse_target(text)) {
    for (const std::string& segment : target->path) {
      require(!segment.empty() || &segment == &target->path.back(),
              "only a slash at the end has nothing behind it");
      require(segment != "." && segment != "..", "a segment names something");
      require(!utf8::first_bad(segment), "a segment is text");
    }
    require(net::parse_target(written(*target)) == target, "a target reads as it was written");
  }
  if (const auto url = net::parse_url(text)) {
    require(net::parse_url(url->str()) == url, "an address reads as it was written");
  }
  return 0;
}
