// Whatever stands in 8 MB, it is answered within 2 seconds and 64 MB of memory, and its rules are judged in 2
// seconds. Memory is counted at operator new, so that it does not depend on the allocator or a sanitizer.

#include "base/limits.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <gtest/gtest.h>
#include <malloc.h>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/check.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/ports.hpp"
#include "tests/support/rule_samples.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/world.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/xml/xml_reader.hpp"

namespace {

std::size_t live_bytes = 0;
std::size_t peak_bytes = 0;

}  // namespace

// NOLINTBEGIN(cppcoreguidelines-no-malloc,misc-new-delete-overloads): this is the allocator
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  void* memory = std::malloc(size);
  if (memory == nullptr) return nullptr;
  live_bytes += malloc_usable_size(memory);
  peak_bytes = std::max(peak_bytes, live_bytes);
  return memory;
}
[[gnu::noinline]] void* operator new(std::size_t size) {
  void* memory = operator new(size, std::nothrow);
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  if (memory != nullptr) live_bytes -= malloc_usable_size(memory);
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  operator delete(memory);
}
[[gnu::noinline]] void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept {
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

/// What `read` makes of it, within the bounds.
template <class Read>
auto bounded(Read read, const std::string& text) {
  const std::size_t before = live_bytes;
  peak_bytes = before;
  const auto start = std::chrono::steady_clock::now();
  auto made = read(text);
  const auto elapsed = std::chrono::steady_clock::now() - start;
  const std::size_t used = peak_bytes - before + text.size();
  EXPECT_LE(used, memory_max) << text.substr(0, 200);
  EXPECT_LT(elapsed, time_max) << text.substr(0, 200);
  worst_bytes = std::max(worst_bytes, used);
  worst_time = std::max<std::chrono::nanoseconds>(worst_time, elapsed);
  return made;
}

/// Reads and compares with the rule that is found first, or "valid".
template <class Read>
void expect_bounded(Read read, const std::string& text, std::string_view rule) {
  const auto document = bounded(read, text);
  const std::string found = document ? "valid" : document.error().findings.back().rule;
  EXPECT_EQ(found, rule) << text.substr(0, 200);
}

constexpr auto read_xml = [](std::string_view text) { return xml::read(text); };
constexpr auto read_json = [](std::string_view text) { return json::read(text); };

constexpr std::string_view declaration = "<n:CC015C xmlns:n='http://ncts.dgtaxud.ec'>";

struct Row {
  std::string text;
  std::string_view rule;
};

std::vector<Row> rows_of_xml() {
  return {
      {filled("", " ", ""), "WEL-017"},
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
      {filled("<n:CO.ISSUE xmlns:n='urn:lintas:documents:1'><Declaration><GoodsShipment>",
              "<GovernmentAgencyGoodsItem/>", "</GoodsShipment></Declaration></n:CO.ISSUE>"),
       "LIM-005"},
      {filled("<n:CO.RESPONSE xmlns:n='urn:lintas:documents:1'><Response>", "<Status/>",
              "</Response></n:CO.RESPONSE>"),
       "LIM-005"},
      {filled("<!DOCTYPE a [", "<!ENTITY b '&a;&a;'>", "]><a>&b;</a>"), "WEL-005"},
      {filled("", "\x80", ""), "WEL-017"},
      {filled("<a>", "\xFF\xFE", "</a>"), "WEL-001"},
      {filled("<a>\n", "\n", "<b></a>"), "SCH-001"},
      {std::string(limits::message_bytes_max + 1, '<'), "LIM-001"},
  };
}

TEST(Limits, of_xml) {
  for (const Row& row : rows_of_xml()) expect_bounded(read_xml, row.text, row.rule);
}

/// As a partner's message: of one that its schema refuses it is asked whether it is a certificate.
TEST(Limits, of_messages_of_partners) {
  const refdata::Snapshot reference{refdata::Tables{}};
  test::PlainPacker packer;
  const app::Mail mail{{.home = exchange::Partner::parse("SG").value(),
                        .reference = [&]() -> const refdata::Snapshot& { return reference; },
                        .packer = [&]() -> app::Packer& { return packer; },
                        .sha256 = test::sha256}};
  const auto read = [&](const std::string& text) {
    return mail
        .read({.from = exchange::Partner::parse("MY").value(),
               .id = "MY1",
               .content_type = "application/xml",
               .body = as_bytes(text)},
              *parse_instant("2026-11-23T02:00:00Z"))
        .has_value();
  };
  for (const Row& row : rows_of_xml()) EXPECT_FALSE(bounded(read, row.text));
  // One name of 100 kB, and below it as many others: whoever keeps the whole path of each text keeps 10^9
  // bytes.
  for (const std::string_view root : {"a", "CO.ISSUE"}) {
    std::string text = format("<{}><{}>", root, std::string(100'000, 'n'));
    for (int i = 0; i < 10'000; ++i) text += format("<a{}>x</a{}>", i, i);
    EXPECT_FALSE(bounded(read, text));
  }
  const std::string known =
      "<n:CO.ISSUE xmlns:n='urn:lintas:documents:1'><messageSender>NTA.MY</messageSender>"
      "<messageIdentification>MY1</messageIdentification><Declaration><ID>1</ID>"
      "<IssuingCountryCode>MY</IssuingCountryCode><Submitter><ID>MYBKH001</ID></Submitter>";
  EXPECT_TRUE(bounded(read, known + "</Declaration></n:CO.ISSUE>")) << "its faults are told";
  EXPECT_TRUE(bounded(read, filled(known + "<x>", "x", "</x></Declaration></n:CO.ISSUE>")));
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
  expect_bounded(read_xml, changed, "LIM-004");
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
  for (const auto& row : rows) expect_bounded(read_json, row.text, row.rule);
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

/// The largest certificate: as many items as there may be, each with as many packages and invoices.
TEST(Limits, LIM_004_of_a_certificate_is_never_reached) {
  std::string item =
      "<GovernmentAgencyGoodsItem><SequenceNumeric>1</SequenceNumeric><Commodity><Description>x</Description>"
      "<Classification><ID>40151210</ID></Classification><GoodsMeasure><QualifierCode>GW</QualifierCode>"
      "<TariffQuantity>1</TariffQuantity><UnitCode>KGM</UnitCode></GoodsMeasure></Commodity>";
  for (int i = 0; i < 20; ++i)
    item += "<Invoice><ID>1</ID><IssueDateTime>2026-11-23</IssueDateTime></Invoice>";
  item += "<Origin><OriginCriterion><TypeCode>WO</TypeCode></OriginCriterion></Origin>";
  for (int i = 0; i < 99; ++i) item += "<Packaging><SequenceNumeric>1</SequenceNumeric></Packaging>";
  item += "</GovernmentAgencyGoodsItem>";
  std::string items;
  for (int i = 0; i < 999; ++i) items += item;
  const auto text = "<n:CO.ISSUE xmlns:n='urn:lintas:documents:1'><Declaration><GoodsShipment>" + items +
                    "</GoodsShipment></Declaration></n:CO.ISSUE>";
  ASSERT_LE(text.size(), limits::message_bytes_max);
  expect_bounded(read_xml, text, "SCH-008");
}

/// Judges what can be as long as the limits of reading let it be: in the time of reading, too.
void expect_judged(const message::Document& document, std::string_view rule) {
  const auto start = std::chrono::steady_clock::now();
  const auto report =
      rules::check(document, {.reference = test::seed_snapshot(), .day = *parse_day(test::sample_day)});
  const auto elapsed = std::chrono::steady_clock::now() - start;
  EXPECT_LT(elapsed, time_max) << rule;
  const auto found = std::ranges::count(report.findings, rule, &Finding::rule);
  EXPECT_EQ(found, rule.empty() ? 0 : 1) << rule << '\n' << test::listed(report.findings);
  worst_time = std::max<std::chrono::nanoseconds>(worst_time, elapsed);
}

/// One house, 900 items with 99 packages each, all in packages of the item that comes last, or nearly all.
TEST(Limits, RUL_364_of_packages_in_packages_of_another_item) {
  auto document = *xml::read(test::base_text(test::Base::ie015));
  auto& items = document.message.consignment->house_consignment.front().consignment_item;
  auto shared = items.front();
  shared.commodity->goods_measure->gross_mass = {.mantissa = 0, .places = 0};
  shared.commodity->goods_measure->net_mass = {};
  shared.packaging.assign(99, shared.packaging.front());
  for (std::size_t i = 0; i < shared.packaging.size(); ++i) {
    shared.packaging[i].sequence_number.value = static_cast<std::int64_t>(i) + 1;
    shared.packaging[i].number_of_packages.value = 0;
  }
  const auto with_packages = items.front();
  items.assign(900, shared);
  items.back() = with_packages;
  for (std::size_t i = 0; i < items.size(); ++i)
    items[i].goods_item_number.value = items[i].declaration_goods_item_number.value =
        static_cast<std::int64_t>(i) + 1;
  expect_judged(document, "");
  items.front().packaging.back().shipping_marks = "OTHER MARKS";
  expect_judged(document, "RUL-364");
}

/// 1,900 pieces of equipment with 99 seals each, the numbers falling.
TEST(Limits, RUL_107_of_seals) {
  auto document = *xml::read(test::base_text(test::Base::road));
  auto& all = document.message.consignment->transport_equipment;
  auto equipment = all.front();
  equipment.seal.assign(99, equipment.seal.front());
  equipment.number_of_seals.value = 99;
  all.assign(1900, equipment);
  std::int64_t number = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].sequence_number.value = static_cast<std::int64_t>(i) + 1;
    for (std::size_t k = 0; k < all[i].seal.size(); ++k) {
      all[i].seal[k].sequence_number.value = static_cast<std::int64_t>(k) + 1;
      all[i].seal[k].identifier = "S" + std::to_string(1'000'000 - ++number);
    }
  }
  expect_judged(document, "");
  all.back().seal.back().identifier = all.front().seal.front().identifier;
  expect_judged(document, "RUL-107");
}

TEST(Limits, worst_of_all) {
  RecordProperty("kilobytes", static_cast<int>(worst_bytes / 1024));
  RecordProperty("milliseconds",
                 static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(worst_time).count()));
}

}  // namespace
}  // namespace lintas
