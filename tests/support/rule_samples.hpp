#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <span>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/check.hpp"
#include "core/seed/seed.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"

/// Messages that keep every rule, and what breaks one: for the tests of core/rules.
namespace lintas::test {

enum class Base : std::uint8_t { ie007, ie013, ie014, ie015, road, ie044, ie170 };

inline constexpr std::string_view invalidation_request =
    R"(<n:CC014C xmlns:n="http://ncts.dgtaxud.ec" PhaseID="NCTS6">
  <messageSender>SG201912345K</messageSender><messageRecipient>NTA.SG</messageRecipient>
  <preparationDateAndTime>2026-11-23T15:00:00</preparationDateAndTime>
  <messageIdentification>SG26112300009</messageIdentification><messageType>CC014C</messageType>
  <TransitOperation><MRN>26SGTUS000000123J0</MRN></TransitOperation>
  <Invalidation>
    <requestDateAndTime>2026-11-23T14:59:00</requestDateAndTime>
    <initiatedByCustoms>0</initiatedByCustoms>
    <justification>order withdrawn</justification>
  </Invalidation>
  <CustomsOfficeOfDeparture><referenceNumber>SGTUS001</referenceNumber></CustomsOfficeOfDeparture>
  <HolderOfTheTransitProcedure><identificationNumber>SG201912345K</identificationNumber><name>Example Forwarding Pte Ltd</name>
    <Address><streetAndNumber>12 Tuas Avenue 5</streetAndNumber><postcode>639340</postcode><city>Singapore</city><country>SG</country></Address>
  </HolderOfTheTransitProcedure>
</n:CC014C>
)";

inline constexpr std::string_view unloading_remarks =
    R"(<n:CC044C xmlns:n="http://ncts.dgtaxud.ec" PhaseID="NCTS6">
  <messageSender>TH0105551234567</messageSender><messageRecipient>NTA.TH</messageRecipient>
  <preparationDateAndTime>2026-11-26T15:00:00</preparationDateAndTime>
  <messageIdentification>TH26112600009</messageIdentification><messageType>CC044C</messageType>
  <TransitOperation><MRN>26SGTUS000000123J0</MRN></TransitOperation>
  <CustomsOfficeOfDestinationActual><referenceNumber>THSDO001</referenceNumber></CustomsOfficeOfDestinationActual>
  <TraderAtDestination><identificationNumber>TH0105551234567</identificationNumber></TraderAtDestination>
  <UnloadingRemark><conform>1</conform><unloadingCompletion>1</unloadingCompletion><unloadingDate>2026-11-26</unloadingDate></UnloadingRemark>
</n:CC044C>
)";

inline constexpr std::string_view presentation =
    R"(<n:CC170C xmlns:n="http://ncts.dgtaxud.ec" PhaseID="NCTS6">
  <messageSender>SG201912345K</messageSender><messageRecipient>NTA.SG</messageRecipient>
  <preparationDateAndTime>2026-11-23T15:00:00</preparationDateAndTime>
  <messageIdentification>SG26112300010</messageIdentification><messageType>CC170C</messageType>
  <TransitOperation><LRN>SGTH-2026-0418</LRN></TransitOperation>
  <CustomsOfficeOfDeparture><referenceNumber>SGTUS001</referenceNumber></CustomsOfficeOfDeparture>
  <HolderOfTheTransitProcedure><identificationNumber>SG201912345K</identificationNumber><name>Example Forwarding Pte Ltd</name>
    <Address><streetAndNumber>12 Tuas Avenue 5</streetAndNumber><postcode>639340</postcode><city>Singapore</city><country>SG</country></Address>
  </HolderOfTheTransitProcedure>
  <Consignment>
    <LocationOfGoods><typeOfLocation>A</typeOfLocation><qualifierOfIdentification>V</qualifierOfIdentification>
      <CustomsOffice><referenceNumber>SGTUS001</referenceNumber></CustomsOffice></LocationOfGoods>
    <DepartureTransportMeans><sequenceNumber>1</sequenceNumber><typeOfIdentification>30</typeOfIdentification>
      <identificationNumber>XE1234K</identificationNumber><nationality>SG</nationality></DepartureTransportMeans>
    <HouseConsignment><sequenceNumber>1</sequenceNumber></HouseConsignment>
  </Consignment>
</n:CC170C>
)";

/// The text with every occurrence of one part replaced by another.
inline std::string with_all(std::string text, std::string_view part, std::string_view other) {
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + other.size()))
    text.replace(at, part.size(), other);
  return text;
}

/// `ie015` is in a container and has one item; `road` is a truck and a trailer, and has two items.
inline std::string base_text(Base base) {
  switch (base) {
    case Base::ie007: return with_all(std::string{arrival}, "SG000401", "SGTUS001");
    case Base::ie013:
      return with(with_all(base_text(Base::ie015), "CC015C", "CC013C"), "</bindingItinerary>",
                  "</bindingItinerary><amendmentTypeFlag>0</amendmentTypeFlag>");
    case Base::ie014: return std::string{invalidation_request};
    case Base::ie015: return read_file(LINTAS_ROOT "/examples/my-th-rubber-gloves.xml");
    case Base::road: return read_file(LINTAS_ROOT "/examples/sg-th-electronics.xml");
    case Base::ie044: return std::string{unloading_remarks};
    case Base::ie170: return std::string{presentation};
  }
  return {};
}

inline const refdata::Snapshot& seed_snapshot() {
  static const refdata::Snapshot snapshot = seed::reference(Country::parse("SG").value());
  return snapshot;
}

inline constexpr std::string_view sample_day = "2026-11-23";

inline message::Report checked(const std::string& text, std::string_view day = sample_day,
                               const refdata::Snapshot& reference = seed_snapshot()) {
  const auto document = xml::read(text);
  if (!document) {
    ADD_FAILURE() << "not valid by the schema: " << document.error().findings[0].rule << ' '
                  << document.error().findings[0].pointer << '\n'
                  << text;
    return {};
  }
  return rules::check(*document, {.reference = reference, .day = parse_day(day).value()});
}

inline std::string listed(const Findings& findings) {
  std::string text;
  constexpr std::size_t enough = 20;
  for (std::size_t i = 0; i < std::min(findings.size(), enough); ++i) {
    const Finding& finding = findings[i];
    text += "  " + finding.rule + ' ' + finding.pointer + " '" + finding.value + "' " + finding.detail + '\n';
  }
  return text.empty() ? "  nothing\n" : text;
}

/// A change of a base message: the first `part` becomes `other`. "<a>…</a>" is all from the one to the other.
/// With a rule it must break that one, at the pointer; without, none.
struct Sample {
  std::string_view rule;
  Base base;
  std::string_view part;
  std::string_view other;
  std::string_view pointer = {};
};

inline std::string changed(const Sample& sample) {
  constexpr std::string_view gap = "…";
  std::string text = base_text(sample.base);
  const auto split = sample.part.find(gap);
  const auto first = sample.part.substr(0, split);
  const auto last =
      split == std::string_view::npos ? std::string_view{} : sample.part.substr(split + gap.size());
  const auto begin = text.find(first);
  const auto end = last.empty() ? begin + first.size() : text.find(last, begin) + last.size();
  if (begin == std::string::npos || end < begin) {
    ADD_FAILURE() << sample.rule << ": the base has no " << sample.part;
    return text;
  }
  return text.replace(begin, end - begin, sample.other);
}

inline void expect_finding(const message::Report& report, std::string_view rule, std::string_view pointer) {
  const bool found = std::ranges::any_of(report.findings, [&](const Finding& finding) {
    return finding.rule == rule && finding.pointer == pointer;
  });
  EXPECT_TRUE(found) << rule << ' ' << pointer << " expected, found:\n" << listed(report.findings);
}

inline void expect_samples(std::span<const Sample> samples) {
  for (const Sample& sample : samples) {
    const auto report = checked(changed(sample));
    if (sample.rule.empty()) {
      EXPECT_TRUE(report.findings.empty()) << sample.other << "\nmust pass, but:\n"
                                           << listed(report.findings);
      continue;
    }
    expect_finding(report, sample.rule, sample.pointer);
  }
}

}  // namespace lintas::test
