// How long the levels list, condition and rule take on a declaration, beside reading it: they must not be
// what a node waits for.

#include <fstream>
#include <iterator>
#include <string>

#include "bench/report.hpp"

#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/country.hpp"
#include "core/rules/check.hpp"
#include "core/seed/seed.hpp"
#include "wire/xml/xml_reader.hpp"

namespace {

/// From the root of the tree, where `./dev bench` runs.
std::string whole_file(const char* path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

int main(int count, char** arguments) {
  using namespace lintas;
  bench::Report report{count, arguments};
  const auto reference = seed::reference(Country::parse("SG").value());
  const rules::Context context{.reference = reference, .day = parse_day("2026-11-23").value()};
  const std::string text = whole_file("examples/sg-th-electronics.xml");
  const auto document = xml::read(text);
  require(document.has_value() && rules::check(*document, context).findings.empty(),
          "the example keeps every rule");
  const std::string name = format("CC015C of {} bytes", text.size());
  report.add({.name = name + ", read and checked by the schema",
              .value = bench::microseconds([&] { require(xml::read(text).has_value(), "valid"); }),
              .unit = "us",
              .floor = {}});
  report.add({.name = name + ", lists, conditions and rules",
              .value = bench::microseconds(
                  [&] { require(rules::check(*document, context).findings.empty(), "it keeps every rule"); }),
              .unit = "us",
              .floor = {}});
}
