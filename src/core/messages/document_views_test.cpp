#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/messages/acdd_parameters.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/view.hpp"

namespace lintas::message {
namespace {

/// The element at the end of a path below the root; nothing if the message has none there.
const Node* find_element(const Program& program, std::string_view path) {
  const Node* at = &program.top();
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    const auto children = program.children(*at);
    const auto found = std::ranges::find(children, path.substr(0, end), &Node::name);
    if (found == children.end()) return nullptr;
    at = &*found;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return at;
}

TEST(DocumentViews, go_from_window_to_window) {
  EXPECT_EQ(document_views().size(), 32U);
  for (const View& view : document_views()) {
    EXPECT_EQ(view.direction, Direction::window_to_window) << view.root;
    EXPECT_EQ(view.vocabulary, Vocabulary::documents) << view.root;
    EXPECT_EQ(view.root, view.code) << "one name for one message";
  }
}

// What is sent again is the same but for its name and for what it answers (asw.md 3.0).
TEST(DocumentViews, a_certificate_that_is_sent_again_has_the_same_elements) {
  const Program& issue = *find_program("CO.ISSUE");
  const Program& again = *find_program("CO.RETRANSMIT");
  ASSERT_EQ(issue.nodes().size(), again.nodes().size());
  for (std::size_t i = 1; i < issue.nodes().size(); ++i) {
    EXPECT_EQ(issue.nodes()[i].name, again.nodes()[i].name);
    if (issue.nodes()[i].name == "correlationIdentifier") continue;
    EXPECT_EQ(issue.nodes()[i].min, again.nodes()[i].min) << issue.nodes()[i].name;
  }
}

TEST(DocumentViews, an_answer_names_what_it_answers) {
  for (const View& view : document_views()) {
    const Program& program = *find_program(view.root);
    const bool answers = view.root == "CO.ACK" || view.root == "CO.CONFLICT" ||
                         view.root == "CO.RETRANSMIT" || view.root == "ACDD.ACK" || view.root == "CE.ACK" ||
                         view.root == "AEO.ACK";
    const Node* named = find_element(program, "correlationIdentifier");
    ASSERT_NE(named, nullptr) << view.root;
    EXPECT_EQ(named->min, answers ? 1 : 0) << view.root;
  }
}

struct Box {
  std::string_view element;  ///< of asw.md 4.1 and 4.2
  std::string_view path;
  std::size_t min = 0;
  std::size_t max = 1;
};

// The form, box by box: what it asks for has a place, as often as it asks.
TEST(DocumentViews, every_element_of_the_form_has_a_place) {
  constexpr Box boxes[] = {
      {"H1", "Declaration/TypeCode", 1},
      {"H2", "Declaration/FunctionCode", 1},
      {"H3", "Declaration/ID", 1},
      {"H4", "Declaration/VersionID", 1},
      {"H5", "Declaration/PreviousDocument/ID", 1},
      {"H5", "Declaration/PreviousDocument", 0, 99},
      {"H6", "Declaration/IssueDateTime", 1},
      {"H7", "Declaration/IssuingCountryCode", 1},
      {"H8", "Declaration/Submitter", 1},
      {"H8", "Declaration/Authenticator/Name", 1},
      {"H9", "Declaration/Exporter/Name", 1},
      {"H9", "Declaration/Exporter/ID", 0},
      {"H9", "Declaration/Exporter/Address/CountryCode", 1},
      {"H10", "Declaration/GoodsShipment/Consignee/Address/CountryCode", 1},
      {"H10", "Declaration/GoodsShipment/ExhibitionLocation/Address", 1},
      {"H11", "Declaration/GoodsShipment/Consignment/DepartureDateTime", 0},
      {"H12", "Declaration/GoodsShipment/Consignment/BorderTransportMeans/Name", 0},
      {"H13", "Declaration/GoodsShipment/Consignment/BorderTransportMeans/ModeCode", 0},
      {"H14", "Declaration/GoodsShipment/Consignment/UnloadingLocation/ID", 0},
      {"H14", "Declaration/GoodsShipment/Consignment/UnloadingLocation/Name", 0},
      {"H15", "Declaration/GoodsShipment/Origin/CountryCode", 1},
      {"H16", "Declaration/GoodsShipment/Destination/CountryCode", 1},
      {"H17", "Declaration/Declarant/SignatureLocationName", 1},
      {"H17", "Declaration/Declarant/SignatureDateTime", 1},
      {"H18", "Declaration/AdditionalInformation", 0, 7},
      {"H19", "Declaration/GoodsShipment/Seller/Name", 1},
      {"H19", "Declaration/GoodsShipment/Seller/Address/CountryCode", 1},
      {"H20", "Declaration/PreviousDocument/IssueDateTime", 1},
      {"H20", "Declaration/PreviousDocument/CertifiedExporterID", 0},
      {"H21", "Declaration/Authenticator/Authentication", 1},
  };
  constexpr Box item_boxes[] = {
      {"I1", "SequenceNumeric", 1},
      {"I2", "Packaging/MarksNumbersID", 0},
      {"I3", "Packaging", 0, 99},
      {"I3", "Packaging/TypeCode", 0},
      {"I4", "Commodity/Description", 1},
      {"I4", "Commodity/AdditionalDescription", 0, 99},
      {"I4", "Commodity/BrandName", 0},
      {"I4", "Manufacturer", 0},
      {"I5", "Commodity/Classification/ID", 1},
      {"I6", "Origin/OriginCriterion", 1, 3},
      {"I7", "Origin/RegionalValueContentPercent", 0},
      {"I8", "Commodity/GoodsMeasure/TariffQuantity", 1},
      {"I8", "Commodity/GoodsMeasure/UnitCode", 1},
      {"I9", "CustomsValuation", 0},
      {"I10", "Invoice", 1, 99},
      {"I10", "Invoice/IssueDateTime", 1},
  };
  constexpr Box result_boxes[] = {
      {"I11", "NameCode", 1},       {"I11", "StatementDescription", 0}, {"I11", "EffectiveDateTime", 1},
      {"I11", "TariffQuantity", 0}, {"I11", "DeclarationID", 0},
  };
  const auto expect = [](const Program& program, std::string_view below, const Box& box) {
    const Node* node = find_element(program, std::string{below}.append(box.path));
    ASSERT_NE(node, nullptr) << box.element << ' ' << box.path;
    EXPECT_EQ(node->min, box.min) << box.element << ' ' << box.path;
    EXPECT_EQ(node->max, box.max) << box.element << ' ' << box.path;
  };
  for (const Box& box : boxes) expect(*find_program("CO.ISSUE"), "", box);
  for (const Box& box : item_boxes)
    expect(*find_program("CO.ISSUE"), "Declaration/GoodsShipment/GovernmentAgencyGoodsItem/", box);
  for (const Box& box : result_boxes) expect(*find_program("CO.RESPONSE"), "Response/Status/", box);
}

// asw.md 4.3: each of the fifteen has a place; what is missing R-ASW-111 names, and not the schema.
TEST(DocumentViews, every_parameter_of_a_customs_declaration_document_has_a_place) {
  constexpr std::string_view item = "GoodsShipment/GovernmentAgencyGoodsItem/";
  const Program& send = *find_program("ACDD.SEND");
  for (const AcddParameter& parameter : acdd_parameters) {
    const std::string path =
        std::string{"Declaration/"}.append(parameter.of_item ? item : "").append(parameter.path);
    EXPECT_NE(find_element(send, path), nullptr) << parameter.number << ' ' << path;
  }
}

}  // namespace
}  // namespace lintas::message
