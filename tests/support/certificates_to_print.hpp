#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/messages/document.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/values/country.hpp"
#include "core/paper/standing.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/released.hpp"
#include "wire/xml/xml_reader.hpp"

/// Certificates of origin to print.
namespace lintas::test {

[[nodiscard]] inline message::wco::Declaration certificate_in(std::string_view example) {
  const std::string file = format("{}/examples/documents/{}.xml", LINTAS_ROOT, example);
  auto document = xml::read(read_file(file));
  EXPECT_TRUE(document && document->message.declaration) << file;
  return document ? *std::move(document->message.declaration) : message::wco::Declaration{};
}

/// So many items, described in every script of the region, of exporters with long names.
[[nodiscard]] inline message::wco::Declaration certificate_of(std::size_t items) {
  message::wco::Declaration certificate = certificate_in("th-id-car-parts-third-country-invoice");
  certificate.exporter->name = "บริษัท อีสเทิร์นซีบอร์ดชิ้นส่วนยานยนต์และอุปกรณ์อิเล็กทรอนิกส์ (ประเทศไทย) จำกัด";
  certificate.goods_shipment->consignee->name = "Công ty TNHH Điện tử và Phụ tùng Ô tô Sài Gòn";
  auto& all = certificate.goods_shipment->government_agency_goods_item;
  const auto one = all[0];
  all.clear();
  for (std::size_t i = 1; i <= items; ++i) {
    auto& item = all.emplace_back(one);
    item.sequence_numeric = {static_cast<std::int64_t>(i)};
    item.commodity->description = scripts[(i - 1) % std::size(scripts)];
    item.packaging[0].marks_numbers_id = format("PTKO C/NO {}-{}", i * 10, i * 10 + 9);
  }
  return certificate;
}

/// The reference data that the program brings along.
[[nodiscard]] inline refdata::View reference_to_print() {
  static const refdata::Snapshot snapshot = seed::reference(*Country::parse("TH"));
  return snapshot.at(std::chrono::sys_days{std::chrono::year{2026} / 11 / 18});
}

/// A copy of what went as data.
[[nodiscard]] inline paper::Standing a_copy() {
  documents::issue_side::Certificate certificate;
  certificate.state = documents::issue_side::State::available;
  certificate.issued = std::chrono::sys_days{std::chrono::year{2026} / 11 / 18};
  certificate.transmitted = true;
  return paper::standing_of(certificate, paper::PrintedFor::exporter,
                            Instant{*certificate.issued} + std::chrono::hours{31});
}

/// The certificate itself.
[[nodiscard]] inline paper::Standing on_paper() {
  documents::issue_side::Certificate certificate;
  certificate.state = documents::issue_side::State::paper;
  certificate.issued = std::chrono::sys_days{std::chrono::year{2026} / 11 / 18};
  certificate.printed = true;
  return paper::standing_of(certificate, paper::PrintedFor::authority,
                            Instant{*certificate.issued} + std::chrono::hours{31});
}

}  // namespace lintas::test
