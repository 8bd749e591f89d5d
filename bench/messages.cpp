// How fast messages are read and written, beside libxml2's SAX parser with empty handlers: the least that
// anybody who checks with a common library must pay before the first check.

#include <cstddef>
#include <cstdlib>
#include <libxml/parser.h>
#include <new>
#include <string>
#include <string_view>

#include "bench/report.hpp"
#include "bench/sax.hpp"

#include "base/require.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/random.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/tokenizer.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace {

std::size_t allocations = 0;

}  // namespace

// NOLINTBEGIN(cppcoreguidelines-no-malloc,misc-new-delete-overloads): counts; not inlined, or g++ takes the
// pair for a mismatch
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
// NOLINTEND(cppcoreguidelines-no-malloc,misc-new-delete-overloads)

namespace {

using namespace lintas;

/// A message of about the wanted size: the first of some random ones that comes near, then as many items as
/// it takes.
message::Document message_of(std::string_view root, std::size_t bytes, std::size_t items) {
  const message::Program& program = *message::find_program(root);
  for (std::uint64_t seed = 0;; ++seed) {
    test::Random random{seed};
    auto document = test::any_document(program, test::Fill::random, random);
    auto& houses = document.message.consignment->house_consignment;
    if (items > 0 && !houses.empty() && !houses.front().consignment_item.empty()) {
      while (houses.front().consignment_item.size() < items)
        houses.front().consignment_item.push_back(houses.front().consignment_item.front());
      return document;
    }
    std::string text;
    xml::write(document, text);
    if (items == 0 && text.size() > bytes * 95 / 100 && text.size() < bytes * 105 / 100) return document;
  }
}

void measure(bench::Report& report, const std::string& name, const message::Document& document) {
  std::string text;
  xml::write(document, text);
  std::string json_text;
  json::write(document, json_text);
  report.add({.name = name + ", XML", .value = static_cast<double>(text.size()), .unit = "bytes"});

  const double floor = bench::microseconds([&] { bench::sax(text); });
  const auto print = [&](const char* what, double value) {
    report.add({.name = name + what, .value = value, .unit = "us", .floor = floor});
  };
  print(", XML tokens only", bench::microseconds([&] {
          xml::Tokenizer tokenizer{text};
          while (tokenizer.next() != xml::Token::done) {
          }
        }));
  print(", XML read and checked",
        bench::microseconds([&] { require(xml::read(text).has_value(), "valid"); }));
  print(", JSON read and checked",
        bench::microseconds([&] { require(json::read(json_text).has_value(), "valid"); }));
  std::string out;
  print(", XML written", bench::microseconds([&] {
          out.clear();
          xml::write(document, out);
        }));
  print(", JSON written", bench::microseconds([&] {
          out.clear();
          json::write(document, out);
        }));

  const std::size_t before = allocations;
  const auto read = xml::read(text);
  report.add({.name = name + ", XML read",
              .value = static_cast<double>(allocations - before),
              .unit = "allocations"});
}

}  // namespace

int main(int count, char** arguments) {
  bench::Report report{count, arguments};
  xmlInitParser();
  measure(report, "CC015C of 10 KB", message_of("CC015C", 10'000, 0));
  measure(report, "CC029C of 15 KB", message_of("CC029C", 15'000, 0));
  measure(report, "CC015C of 999 items", message_of("CC015C", 0, 999));
  const double start = bench::microseconds([] {
    for (const auto& program : message::programs()) static_cast<void>(message::Program{program.view()});
  });
  report.add({.name = "all views compiled", .value = start, .unit = "us"});
}
