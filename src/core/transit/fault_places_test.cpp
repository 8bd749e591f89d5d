#include "core/transit/fault_places.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/receipt.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/movement.hpp"
#include "tests/support/letters.hpp"

namespace lintas::transit {
namespace {

Grn grn(std::string_view number) {
  return Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), number).value();
}

/// Two under one heading, and a deposit.
std::vector<GuaranteeLine> three() {
  return {{.type = "1", .grn = grn("000000000001"), .access_code = {}, .amount = {}},
          {.type = "1",
           .grn = grn("000000000002"),
           .access_code = {},
           .amount = {},
           .receipt = {},
           .guarantee = 1,
           .reference = 2},
          {.type = "3",
           .grn = grn("000000000003"),
           .access_code = {},
           .amount = {},
           .receipt = Receipt::parse("R-0815").value(),
           .guarantee = 2}};
}

TEST(FaultPlaces, AreThoseOfTheMessageThatWasSent) {
  const auto lines = three();
  const auto place = [&](std::string_view pointer) {
    const auto found = place_in_declaration(pointer, "CC015C", lines);
    return found.pointer + " " + found.value;
  };
  const std::string second = "/CC015C/Guarantee[1]/GuaranteeReference[2]/";
  EXPECT_EQ(place("lines[2]/amount"), second + "amountToBeCovered ");
  EXPECT_EQ(place("lines[2]/access_code"), second + "accessCode ") << "it is never shown";
  EXPECT_EQ(place("lines[2]/grn"), second + "GRN " + std::string{lines[1].grn.str()});
  EXPECT_EQ(place("lines[2]/type"), "/CC015C/Guarantee[1]/guaranteeType 1");
  for (const char* field : {"principal", "route", "destination", "goods", "mrn"}) {
    EXPECT_EQ(place(std::string{"lines[2]/"} + field), place("lines[2]/grn"))
        << field << ": which of the guarantees it is";
  }
  EXPECT_EQ(place("lines[3]/grn"), "/CC015C/Guarantee[2]/otherGuaranteeReference R-0815");
  EXPECT_EQ(place("lines[3]/amount"), "/CC015C/Guarantee[2]/GuaranteeReference[1]/amountToBeCovered ");
  EXPECT_EQ(place("lines"), "/CC015C/Guarantee ");
  EXPECT_EQ(place("lines[9]/grn"), "/CC015C/Guarantee ");
  EXPECT_EQ(place("lines[1]"),
            "/CC015C/Guarantee[1]/GuaranteeReference[1]/GRN " + std::string{lines[0].grn.str()});
  EXPECT_EQ(place("Guarantee/GuaranteeReference/amountToBeCovered"),
            "/CC015C/Guarantee/GuaranteeReference/amountToBeCovered ")
      << "of all of them";
  EXPECT_EQ(place("Consignment/SupportingDocument/referenceNumber"),
            "/CC015C/Consignment/SupportingDocument/referenceNumber ");
  EXPECT_EQ(place("/CD050C"), "/CD050C ");
  EXPECT_EQ(place(""), "/CC015C ");
}

TEST(FaultPlaces, ThePlaceOfAllAmountsIsThatOfTheOnlyOne) {
  const std::vector<GuaranteeLine> one{three().front()};
  EXPECT_EQ(place_in_declaration("Guarantee/GuaranteeReference/amountToBeCovered", "CC013C", one).pointer,
            "/CC013C/Guarantee[1]/GuaranteeReference[1]/amountToBeCovered");
}

TEST(FaultPlaces, ALineIsNumberedFromOne) {
  EXPECT_EQ(line_in("lines[2]/amount"), 1U);
  EXPECT_EQ(line_in("lines[64]"), 63U);
  for (const char* other : {"", "lines", "lines[0]/amount", "lines[x]/amount", "/lines[1]", "grn"})
    EXPECT_EQ(line_in(other), std::nullopt) << other;
}

/// Where a line is the first of a Guarantee of its own nothing is noted: events of earlier programs are read
/// so, too.
TEST(FaultPlaces, AreNotedWhereTheyDoNotFollowFromTheOrder) {
  const std::string reference =
      "<GuaranteeReference><sequenceNumber>2</sequenceNumber><GRN>26SG0000000000771</GRN>"
      "<accessCode>A1B2</accessCode><amountToBeCovered>1.00</amountToBeCovered><currency>SGD</currency>"
      "</GuaranteeReference></Guarantee>";
  const auto letter =
      read_letter(declaration("</Guarantee>", reference +
                                                  "<Guarantee><sequenceNumber>2</sequenceNumber>"
                                                  "<guaranteeType>1</guaranteeType>" +
                                                  reference),
                  context());
  ASSERT_TRUE(letter.has_value());
  const auto& lines = letter->declaration->guarantees;
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].guarantee, std::nullopt);
  EXPECT_EQ(lines[0].reference, std::nullopt);
  EXPECT_EQ(lines[1].guarantee, 1U);
  EXPECT_EQ(lines[1].reference, 2U);
  EXPECT_EQ(lines[2].guarantee, 2U);
  EXPECT_EQ(lines[2].reference, std::nullopt);
  EXPECT_EQ(place_in_declaration("lines[3]/grn", "CC015C", lines).pointer,
            "/CC015C/Guarantee[2]/GuaranteeReference[1]/GRN");
}

}  // namespace
}  // namespace lintas::transit
