#include "core/transit/copy.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/check.hpp"
#include "core/seed/seed.hpp"
#include "tests/support/golden.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::transit {
namespace {

const Instant now = parse_instant("2026-11-25T04:00:00Z").value();
const Day today = parse_day("2026-11-25").value();

const refdata::Snapshot& reference() {
  static const refdata::Snapshot snapshot = seed::reference(Country::parse("SG").value());
  return snapshot;
}

message::Document read(const std::string& text) {
  auto document = xml::read(text);
  EXPECT_TRUE(document.has_value());
  return document ? *std::move(document) : message::Document{};
}
std::string example(std::string_view name) {
  return test::read_file(std::string{LINTAS_ROOT "/examples/"} + std::string{name} + ".xml");
}
std::vector<std::string> examples() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(LINTAS_ROOT "/examples"))
    if (entry.path().extension() == ".xml") names.push_back(entry.path().stem().string());
  std::ranges::sort(names);
  return names;
}

Copy copied(const std::string& text, Way way, bool goods = true, std::string lrn = "NEW-2026-1") {
  return copy_of(read(text),
                 {.way = way,
                  .goods = goods,
                  .lrn = std::move(lrn),
                  .identification = "0123456789abcdef0123456789abcdef",
                  .now = now},
                 reference().at(today));
}

std::string written(const Copy& copy) {
  std::string text;
  xml::write(copy.document, text);
  return text;
}

/// Without the numbers of groups that repeat.
std::string plain(std::string_view pointer) {
  std::string out;
  bool inside = false;
  for (const char c : pointer) {
    if (c == '[') inside = true;
    if (!inside) out.push_back(c);
    if (c == ']') inside = false;
  }
  return out;
}

bool is_named(const Copy& copy, const std::string& pointer) {
  return std::ranges::any_of(
      copy.notes, [&](const CopyNote& one) { return plain(pointer).starts_with(plain(one.pointer)); });
}

/// What is wrong with the copy as it stands.
Findings faults(const Copy& copy) {
  const auto document = xml::read(written(copy));
  if (!document) return document.error().findings;
  return rules::check(*document, {.reference = reference(), .day = today}).findings;
}

/// As a declarant does it.
void fill_in(Copy& copy) {
  for (auto& guarantee : copy.document.message.guarantee)
    for (auto& one : guarantee.guarantee_reference) one.access_code = "A1B2";
  copy.document.message.consignment->reference_number_ucr = "6SG201912345K-2026-0001";
}

std::string route(const Copy& copy) {
  const auto& message = copy.document.message;
  std::string text = message.customs_office_of_departure->reference_number;
  for (const auto& office : message.customs_office_of_transit_declared) text += ' ' + office.reference_number;
  return text + ' ' + message.customs_office_of_destination_declared->reference_number;
}

TEST(Copies, of_every_example_are_valid_but_for_what_their_notes_name) {
  for (const std::string& name : examples()) {
    for (const Way way : {Way::again, Way::back}) {
      for (const bool goods : {true, false}) {
        SCOPED_TRACE(name + (way == Way::back ? " back" : " again") + (goods ? "" : " without goods"));
        Copy copy = copied(example(name), way, goods);
        EXPECT_FALSE(copy.notes.empty());
        for (const Finding& finding : faults(copy))
          EXPECT_TRUE(is_named(copy, finding.pointer)) << finding.rule << ' ' << finding.pointer;
        fill_in(copy);
        for (const Finding& finding : faults(copy))
          EXPECT_TRUE(is_named(copy, finding.pointer)) << finding.rule << ' ' << finding.pointer;
      }
    }
  }
}

TEST(Copies, of_the_same_journey_need_an_access_code_and_the_paper_of_the_journey_and_no_more) {
  for (const std::string& name : examples()) {
    Copy copy = copied(example(name), Way::again);
    fill_in(copy);
    const Findings left = faults(copy);
    EXPECT_TRUE(left.empty()) << name << ' '
                              << (left.empty() ? "" : left.front().rule + ' ' + left.front().pointer);
  }
}

TEST(Copies, of_the_way_back_pass_the_same_frontiers_from_the_other_side) {
  EXPECT_EQ(route(copied(example("sg-th-electronics"), Way::back)), "THSDO001 MYBKH001 MYTJK001 SGTUS001");
  EXPECT_EQ(route(copied(example("vn-th-furniture"), Way::back)),
            "THBKK001 THMUK001 LASVK001 LADSV001 VNLBA001 VNHPH001");
  EXPECT_EQ(route(copied(example("sg-th-hard-disks"), Way::back)),
            "THBKK001 THSDO001 MYBKH001 MYTJK001 SGTUS001")
      << "an authorised consignor's departure was its first office of transit";
  EXPECT_EQ(route(copied(example("sg-th-electronics"), Way::again)), "SGTUS001 MYTJK001 MYBKH001 THSDO001");
}

TEST(Copies, of_the_way_back_name_the_posts_that_went_unnamed_on_the_way_out) {
  std::string text = example("sg-th-electronics");
  const auto second = text.find("<CustomsOfficeOfTransitDeclared>", text.find("MYTJK001"));
  const std::string_view end = "</CustomsOfficeOfTransitDeclared>";
  text.erase(second, text.find(end, second) + end.size() - second);
  EXPECT_EQ(route(copied(text, Way::again)), "SGTUS001 MYTJK001 THSDO001");
  const Copy back = copied(text, Way::back);
  EXPECT_EQ(route(back), "THSDO001 MYBKH001 MYTJK001 SGTUS001");
  EXPECT_FALSE(is_named(back, "/CC015C/CustomsOfficeOfTransitDeclared"));
}

TEST(Copies, name_the_gap_where_no_leg_leads_back) {
  std::string text = example("sg-th-electronics");
  for (auto at = text.find("MYTJK001"); at != std::string::npos; at = text.find("MYTJK001"))
    text.replace(at, 8, "MYJHB001");
  const Copy back = copied(text, Way::back);
  EXPECT_EQ(route(back), "THSDO001 MYBKH001 MYJHB001 SGTUS001");
  EXPECT_TRUE(is_named(back, "/CC015C/CustomsOfficeOfTransitDeclared"));
}

TEST(Copies, of_the_way_back_turn_countries_parties_itinerary_and_place) {
  const Copy copy = copied(example("sg-th-electronics"), Way::back);
  const auto& message = copy.document.message;
  const auto& all = *message.consignment;
  EXPECT_EQ(message.message_recipient, "NTA.TH");
  EXPECT_EQ(all.country_of_dispatch, "TH");
  EXPECT_EQ(all.country_of_destination, "SG");
  EXPECT_EQ(all.consignor->name, "Example Assembly Co., Ltd.");
  EXPECT_EQ(all.consignee->name, "Example Components Pte Ltd");
  EXPECT_EQ(all.country_of_routing_of_consignment.front().country, "TH");
  EXPECT_EQ(all.country_of_routing_of_consignment.front().sequence_number.value, 1);
  EXPECT_EQ(all.additional_information.front().text, "THSDO001;MYBKH001;E1;E2;E3;MYTJK001;SGTUS001");
  EXPECT_EQ(all.location_of_goods->customs_office->reference_number, "THSDO001");
  EXPECT_EQ(all.place_of_loading->country, "TH");
  EXPECT_EQ(all.place_of_loading->location, "Sadao");
  const bool national =
      std::ranges::any_of(all.supporting_document, [](const auto& one) { return one.type == "AN01"; });
  EXPECT_FALSE(national) << "an export permit is of one direction";
  EXPECT_TRUE(is_named(copy, "/CC015C/HolderOfTheTransitProcedure/identificationNumber"));
  EXPECT_TRUE(is_named(copy, "/CC015C/Guarantee[1]/GuaranteeReference[1]/GRN")) << "it is Singapore's";
}

TEST(Copies, have_nothing_that_was_of_one_journey) {
  for (const Way way : {Way::again, Way::back}) {
    std::string text = example("sg-th-electronics");
    const std::string_view before = "<SupportingDocument>";
    text.insert(text.find(before),
                "<PreviousDocument><sequenceNumber>1</sequenceNumber><type>N337</type>"
                "<referenceNumber>OLD-1</referenceNumber></PreviousDocument>");
    const Copy copy = copied(text, way);
    const std::string out = written(copy);
    for (const std::string_view old :
         {"SGTH-2026-0417", "SG26112300001", "A1B2", "accessCode", "SGC0048211", "limitDate",
          "arrivalDateAndTimeEstimated", "CN-2026-004417", "OLD-1", "MRN"})
      EXPECT_FALSE(out.contains(old)) << old;
    for (const std::string_view kept :
         {"26SG0000000000771", "XE1234K", "SG-CBP-000123", "854231", "NEW-2026-1", "NCTS6"})
      EXPECT_TRUE(out.contains(kept)) << kept;
  }
}

TEST(Copies, begin_by_the_clocks_of_the_office_that_they_go_to) {
  EXPECT_TRUE(written(copied(example("sg-th-electronics"), Way::again))
                  .contains("<preparationDateAndTime>2026-11-25T12:00:00</preparationDateAndTime>"));
  EXPECT_TRUE(written(copied(example("sg-th-electronics"), Way::back))
                  .contains("<preparationDateAndTime>2026-11-25T11:00:00</preparationDateAndTime>"));
}

TEST(Copies, without_a_name_or_goods_say_what_is_missing) {
  const Copy copy = copied(example("sg-th-electronics"), Way::again, /*goods=*/false, "");
  const std::string out = written(copy);
  EXPECT_FALSE(out.contains("ConsignmentItem"));
  EXPECT_FALSE(out.contains("854231"));
  EXPECT_FALSE(out.contains("<grossMass>"));
  for (const std::string pointer : {"/CC015C/TransitOperation/LRN", "/CC015C/Consignment/grossMass",
                                    "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem"})
    EXPECT_TRUE(is_named(copy, pointer)) << pointer;
  const auto first_look = std::ranges::find(copy.notes, false, &CopyNote::missing);
  EXPECT_TRUE(std::all_of(first_look, copy.notes.end(), [](const CopyNote& one) { return !one.missing; }));
}

TEST(Copies, of_an_amendment_are_declarations) {
  std::string text = example("sg-th-electronics");
  for (auto at = text.find("CC015C"); at != std::string::npos; at = text.find("CC015C"))
    text.replace(at, 6, "CC013C");
  const std::string_view tag = "</bindingItinerary>";
  text.insert(text.find(tag) + tag.size(), "<amendmentTypeFlag>0</amendmentTypeFlag>");
  const std::string out = written(copied(text, Way::again));
  EXPECT_TRUE(out.contains("<messageType>CC015C</messageType>")) << out;
  EXPECT_FALSE(out.contains("amendmentTypeFlag"));
}

TEST(Copies, name_papers_of_vehicles_that_have_ended) {
  std::string text = example("sg-th-electronics");
  const std::string_view until = "XE1234K;2027-03-31";
  text.replace(text.find(until), until.size(), "XE1234K;2026-11-24");
  const Copy copy = copied(text, Way::again);
  const auto named =
      std::ranges::find(copy.notes, "/CC015C/Consignment/SupportingDocument[1]", &CopyNote::pointer);
  ASSERT_NE(named, copy.notes.end());
  EXPECT_TRUE(named->missing);
  EXPECT_TRUE(named->text.contains("2026-11-24")) << named->text;
}

}  // namespace
}  // namespace lintas::transit
