#include "core/paper/texts.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/paper/content.hpp"
#include "tests/support/letters.hpp"

namespace lintas::paper {
namespace {

TEST(Texts, a_party_is_written_in_lines) {
  message::One<message::Consignor> consignor;
  EXPECT_EQ(text_of(text_of_party(consignor)), "");
  consignor.emplace().name = "Merlion Pte. Ltd.";
  consignor->identification_number = "SG1";
  auto& address = consignor->address.emplace();
  address.street_and_number = "1 Road";
  address.postcode = "628342";
  address.city = "Singapore";
  address.country = "SG";
  EXPECT_EQ(text_of(text_of_party(consignor)), "SG1\nMerlion Pte. Ltd.\n1 Road\n628342 Singapore, SG.");
  EXPECT_EQ(text_in_fewer_lines(text_of_party(consignor)),
            "SG1\nMerlion Pte. Ltd.\n1 Road, 628342 Singapore, SG.")
      << "for letters that are high";
  address.street_and_number.clear();
  EXPECT_EQ(text_in_fewer_lines(text_of_party(consignor)), "") << "there is nothing to put together";
}

TEST(Texts, documents_show_what_they_have) {
  message::Many<message::PreviousDocument> documents(2);
  documents[0].type = "N785";
  documents[0].reference_number = "A 1";
  documents[1].type = "N337";
  documents[1].reference_number = "B";
  documents[1].goods_item_number = {3};
  documents[1].number_of_packages = {4};
  documents[1].type_of_packages = "CT";
  EXPECT_EQ(text_of(text_of(documents)), "1/N785/A 1; 2/N337/B/-/3/4 CT.");
}

TEST(Texts, permits_and_insurance_of_vehicles_stand_apart) {
  message::Many<message::SupportingDocument> documents(3);
  documents[0] = {.sequence_number = {1}, .type = "AP01", .reference_number = "P1"};
  documents[1] = {.sequence_number = {2}, .type = "N380", .reference_number = "I1"};
  documents[2] = {.sequence_number = {3}, .type = "AB01", .reference_number = "B1"};
  EXPECT_EQ(text_of(text_of(documents, Papers::of_vehicles)), "1/AP01/P1; 3/AB01/B1.");
  EXPECT_EQ(text_of(text_of(documents, Papers::others)), "N380/I1.");
  EXPECT_EQ(text_of(text_of(documents, Papers::all)), "1/AP01/P1; 2/N380/I1; 3/AB01/B1.");
}

/// A semicolon ends an instance: what is said beside any document has none.
TEST(Texts, what_complements_a_document_has_commas_between_its_parts) {
  message::Many<message::SupportingDocument> papers(1);
  papers[0] = {
      .type = "C851", .reference_number = "PC-KH-2026-7710", .complement_of_information = "KH; quarantine"};
  EXPECT_EQ(text_of(text_of(papers, Papers::others)), "C851/PC-KH-2026-7710/KH, quarantine.");
  message::Many<message::PreviousDocument> documents(1);
  documents[0].type = "N785";
  documents[0].reference_number = "A 1";
  documents[0].complement_of_information = "part;2 of 3;";
  EXPECT_EQ(text_of(text_of(documents)), "N785/A 1/part, 2 of 3.");
}

TEST(Texts, customs_values_are_not_printed_and_what_has_a_box_of_its_own_stands_there) {
  message::Many<message::AdditionalInformation> statements(4);
  statements[0] = {.sequence_number = {1}, .code = "AV001", .text = "20000.00 USD"};
  statements[1] = {.sequence_number = {2}, .code = "AL001", .text = "2026-12-10"};
  statements[2] = {.sequence_number = {3}, .code = "AL002", .text = "SGWDL001;MYJHB001"};
  statements[3] = {.sequence_number = {4}, .code = "AV002", .text = "PH VN"};
  EXPECT_EQ(text_of(text_of(statements, Statements::of_consignment)), "AV002/PH VN.");
  EXPECT_EQ(text_of(text_of(statements, Statements::of_item)),
            "2/AL001/2026-12-10; 3/AL002/SGWDL001;MYJHB001.");
  EXPECT_EQ(text_under("AL001", statements), "2026-12-10");
  EXPECT_EQ(text_under("AL003", statements), "");
}

/// A semicolon ends an instance on paper; in a value of ours it ends a part of it.
TEST(Texts, parts_of_our_own_values_have_commas_between_them) {
  message::Many<message::AdditionalInformation> statements(2);
  statements[0] = {.sequence_number = {1}, .code = "AL003", .text = "1;TAN A B;SG;;E1234567X"};
  statements[1] = {.sequence_number = {2}, .code = "30600", .text = "fragile; keep dry"};
  EXPECT_EQ(text_of(text_of(statements, Statements::of_consignment)),
            "1/AL003/1, TAN A B, SG, -, E1234567X; 2/30600/fragile; keep dry.");
  EXPECT_EQ(parts_in("SGWDL001;E2"), (std::vector<std::string>{"SGWDL001", "E2"}));
  EXPECT_TRUE(parts_in("").empty());
}

TEST(Texts, a_place_names_its_country_once) {
  message::One<message::PlaceOfLoading> place;
  place.emplace().un_locode = "SGSIN";
  place->country = "SG";
  EXPECT_EQ(text_of(text_of_place(place)), "SGSIN.");
  place->un_locode = "";
  place->location = "Dock 3";
  EXPECT_EQ(text_of(text_of_place(place)), "Dock 3, SG.");
}

TEST(Texts, an_office_is_named_where_it_is_known) {
  const auto& reference = transit::reference();
  EXPECT_EQ(named_office("SGWDL001", reference), "SGWDL001 Woodlands");
  EXPECT_EQ(named_office("VNMBA001", reference), "VNMBA001");
  EXPECT_EQ(office_row("nothing", reference), nullptr);
}

}  // namespace
}  // namespace lintas::paper
