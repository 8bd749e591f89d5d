// Whatever stands in 8 MB, it is answered within 2 seconds and 64 MB of memory. Memory is counted at operator
// new, so that it does not depend on the allocator or a sanitizer.

#include "base/limits.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <gtest/gtest.h>
#include <malloc.h>
#include <new>
#include <string>
#include <string_view>

#include "core/messages/report.hpp"
#include "tests/support/samples.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/xml/xml_reader.hpp"

namespace {

std::size_t live_bytes = 0;
std::size_t peak_bytes = 0;

}  // namespace

// NOLINTBEGIN(cppcoreguidelines-no-malloc,misc-new-delete-overloads): this is the allocator
[[gnu::noinline]] void* operator new(std::size_t size) {
  void* memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc{};
  live_bytes += malloc_usable_size(memory);
  peak_bytes = std::max(peak_bytes, live_bytes);
  return memory;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  if (memory != nullptr) live_bytes -= malloc_usable_size(memory);
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  operator delete(memory);
}
// NOLINTEND(cppcoreguidelines-no-malloc,misc-new-delete-overloads)

namespace lintas {
namespace {

constexpr std::size_t memory_max = 64U * 1024 * 1024;
#if defined(__SANITIZE_ADDRESS__)
constexpr std::chrono::seconds time_max{30};  // the promise is for the program as it is installed
#else
constexpr std::chrono::seconds time_max{2};
#endif

// Of all cases, for the record of a test run.
std::size_t worst_bytes = 0;
std::chrono::nanoseconds worst_time{};

std::string filled(std::string_view before, std::string_view part, std::string_view after) {
  std::string text{before};
  while (text.size() + part.size() + after.size() <= limits::message_bytes_max) text += part;
  return text.append(after);
}

/// Reads and compares with the rule that is found first, or "valid".
template <class Read>
void expect_bounded(Read read, const std::string& text, std::string_view rule) {
  const std::size_t before = live_bytes;
  peak_bytes = before;
  const auto start = std::chrono::steady_clock::now();
  const auto document = read(text);
  const auto elapsed = std::chrono::steady_clock::now() - start;
  const std::size_t used = peak_bytes - before + text.size();
  EXPECT_LE(used, memory_max) << rule;
  EXPECT_LT(elapsed, time_max) << rule;
  const std::string found = document ? "valid" : document.error().findings.back().rule;
  EXPECT_EQ(found, rule) << text.substr(0, 200);
  worst_bytes = std::max(worst_bytes, used);
  worst_time = std::max<std::chrono::nanoseconds>(worst_time, elapsed);
}

constexpr std::string_view declaration = "<n:CC015C xmlns:n='http://ncts.dgtaxud.ec'>";

TEST(Limits, of_xml) {
  const struct {
    std::string text;
    std::string_view rule;
  } rows[] = {
      {filled("", " ", ""), "WEL-014"},
      {filled(declaration, "<a>", ""), "LIM-002"},
      {filled("<a ", "b=''", ""), "WEL-009"},
      {filled("<a ", "b", "=''/>"), "SCH-001"},
      {filled("<a b='", "c", "'/>"), "SCH-001"},
      {filled("<", "a", "/>"), "SCH-001"},
      {filled("<a>", "<!-- -->", "</a>"), "SCH-001"},
      {filled(declaration, "<!-- -->", "</n:CC015C>"), "SCH-008"},
      {filled(declaration, "<x/>", "</n:CC015C>"), "LIM-005"},
      {filled(std::string{declaration} + "<x>", "<x/>", "</x></n:CC015C>"), "SCH-008"},
      {filled(declaration, "&amp;", "</n:CC015C>"), "SCH-008"},
      {filled(declaration, "<![CDATA[x]]>", "</n:CC015C>"), "SCH-008"},
      {filled(declaration, "x]", "</n:CC015C>"), "SCH-008"},
      {filled(std::string{declaration} + "<messageSender>", "x", "</messageSender></n:CC015C>"), "SCH-008"},
      {filled(std::string{declaration} + "<messageSender>", "&lt;", "</messageSender></n:CC015C>"),
       "SCH-008"},
      {filled(std::string{declaration} + "<messageSender>", "\n\n\n é", "</messageSender></n:CC015C>"),
       "SCH-008"},
      {filled(std::string{declaration} + "<messageSender>", "<b/>", "</messageSender></n:CC015C>"),
       "LIM-005"},
      {filled(std::string{declaration} + "<Consignment>", "<PreviousDocument/>", "</Consignment></n:CC015C>"),
       "LIM-005"},
      {filled(declaration, "<Guarantee/>", "</n:CC015C>"), "SCH-008"},
      {filled("<!DOCTYPE a [", "<!ENTITY b '&a;&a;'>", "]><a>&b;</a>"), "WEL-005"},
      {filled("", "\x80", ""), "WEL-001"},
      {filled("<a>", "\xFF\xFE", "</a>"), "WEL-001"},
      {filled("<a>\n", "\n", "<b></a>"), "SCH-001"},
      {std::string(limits::message_bytes_max + 1, '<'), "LIM-001"},
  };
  for (const auto& row : rows) expect_bounded(xml::read, row.text, row.rule);
}

/// Groups that are right each, as many and as large as fit: nothing stops it but the limit on memory.
TEST(Limits, LIM_004_of_stored_groups) {
  const std::string item =
      "<ConsignmentItem><goodsItemNumber>1</goodsItemNumber><declarationGoodsItemNumber>1</"
      "declarationGoodsItemNumber><Commodity>"
      "<descriptionOfGoods>x</descriptionOfGoods></Commodity></ConsignmentItem>";
  std::string houses;
  for (int i = 0; i < 999; ++i) houses += item;
  houses = "<HouseConsignment><sequenceNumber>1</sequenceNumber>" + houses + "</HouseConsignment>";
  const auto text = filled("<n:CC018C xmlns:n='http://ncts.dgtaxud.ec'><Consignment>", houses, "");
  const auto changed = test::with(text, "CC018C", "CD018C");
  expect_bounded(xml::read, changed, "LIM-004");
}

TEST(Limits, of_json) {
  const struct {
    std::string text;
    std::string_view rule;
  } rows[] = {
      {filled("", "[", ""), "LIM-002"},
      {filled("", "{\"a\":", ""), "LIM-002"},
      {filled("\"", "\\u0041", "\""), "SCH-020"},
      {filled("[", "1,", "1]"), "SCH-020"},
      {filled("{\"CC015C\":{\"messageSender\":\"", "\\n", "\"}}"), "SCH-008"},
      {filled("{\"CC015C\":{", "\"x\":1,", "\"x\":1}}"), "LIM-005"},
      {filled("{\"CC015C\":{\"Guarantee\":[", "{},", "{}]}}"), "SCH-008"},
      {filled("{\"CC015C\":{\"Consignment\":{\"PreviousDocument\":[", "{},", "{}]}}}"), "LIM-005"},
      {filled("", "9", ""), "SCH-020"},
      {filled("", " ", ""), "WEL-014"},
      {filled("\"", "\x80", "\""), "WEL-001"},
  };
  for (const auto& row : rows) expect_bounded(json::read, row.text, row.rule);
}

TEST(Limits, nine_hundred_containers_with_99_seals_each_are_read) {
  const std::string seals = "<Seal><sequenceNumber>1</sequenceNumber><identifier>SEAL1</identifier></Seal>";
  std::string equipment =
      "<TransportEquipment><sequenceNumber>1</sequenceNumber><numberOfSeals>99</numberOfSeals>";
  for (int i = 0; i < 99; ++i) equipment += seals;
  equipment += "</TransportEquipment>";
  std::string text{"<n:CD018C xmlns:n='http://ncts.dgtaxud.ec'><Consignment>"};
  for (int i = 0; i < 900; ++i) text += equipment;
  text += "</Consignment></n:CD018C>";
  const auto document = xml::read(text);
  ASSERT_FALSE(document.has_value());
  for (const auto& finding : document.error().findings) EXPECT_EQ(finding.rule, "SCH-008") << finding.pointer;
}

TEST(Limits, worst_of_all) {
  RecordProperty("kilobytes", static_cast<int>(worst_bytes / 1024));
  RecordProperty("milliseconds",
                 static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(worst_time).count()));
}

}  // namespace
}  // namespace lintas
