#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/letters.hpp"
#include "tests/support/any.hpp"
#include "tests/support/declaration.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/rng.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

/// What the tests of letters share: reference data of a corridor, a declaration, and the way over the wire.
namespace lintas::transit {

inline constexpr std::string_view offices_csv =
    "office,name,city,locode,phone,hours,utc_offset_minutes,roles,from,until,source\n"
    "SGWDL001,Woodlands,c,,,,480,DEP TRA,2020-01-01,,s\n"
    "MYJHB001,Johor Bahru,c,,,,480,TRA,2020-01-01,,s\n"
    "MYBKH001,Bukit Kayu Hitam,c,,,,480,TRA,2020-01-01,,s\n"
    "THSDO001,Sadao,c,,,,420,TRA DES,2020-01-01,,s\n"
    "THBKK001,Bangkok,c,,,,420,DES,2020-01-01,,s\n";

inline const Day today = *parse_day("2026-11-23");

inline const refdata::Snapshot& snapshot() {
  static const refdata::Snapshot data{
      {.home = *Currency::parse("SGD"),
       .currencies = *refdata::read_currencies("currency,minor_digits,from,until,source\n"
                                               "SGD,2,2000-01-01,,s\nVND,0,2000-01-01,,s\n"),
       .exchange_rates = {},
       .countries = {},
       .offices = *refdata::read_offices(std::string{offices_csv}),
       .tariff = {}}};
  return data;
}

inline const refdata::View& reference() {
  static const refdata::View view = snapshot().at(today);
  return view;
}

inline OfficeId office(std::string_view text) { return OfficeId::parse(text).value(); }

inline Hash256 document_hash() {
  Hash256 hash;
  hash.bytes.fill(std::byte{7});
  return hash;
}

inline ReadContext context() {
  return {.document = document_hash(),
          .hash =
              [](const Grn& grn, const AccessCode& code) {
                AccessCodeHash hash;
                hash.bytes[0] = static_cast<std::byte>(grn.str()[4]);
                hash.bytes[1] = static_cast<std::byte>(code.reveal()[0]);
                return hash;
              },
          .reference = reference()};
}

inline Head head() {
  return {.sender = "NTA.SG",
          .recipient = "NTA.MY",
          .prepared = *parse_instant("2026-11-23T02:03:04Z"),
          .identification = "SG26112300017A",
          .correlation = {},
          .reference = reference()};
}

inline std::string xml_of(const message::Document& document) {
  std::string text;
  xml::write(document, text);
  return text;
}

inline std::string all(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings)
    text += finding.rule + ' ' + finding.pointer + " '" + finding.value + "'\n";
  return text;
}

/// The document as it arrives at the other side; a failure if it is not valid.
inline message::Document sent(const message::Document& document) {
  const std::string text = xml_of(document);
  auto read = xml::read(text);
  EXPECT_TRUE(read.has_value()) << (read ? std::string{} : all(read.error().findings)) << text;
  return read ? std::move(*read) : message::Document{};
}

inline Letter read(const message::Document& document) {
  if (document.program == nullptr) return {};
  auto letter = read_letter(document, context());
  EXPECT_TRUE(letter.has_value()) << (letter ? std::string{} : all(letter.error()));
  return letter.value_or(Letter{});
}

inline message::Document declaration(std::string_view part = {}, std::string_view other = {}) {
  auto document =
      xml::read(part.empty() ? std::string{test::declaration} : test::with(test::declaration, part, other));
  EXPECT_TRUE(document.has_value()) << (document ? std::string{} : all(document.error().findings));
  return document ? std::move(*document) : message::Document{};
}

}  // namespace lintas::transit
