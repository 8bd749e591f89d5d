#include "core/messages/place.hpp"

#include <gtest/gtest.h>

namespace lintas::message {
namespace {

TEST(Place, in_xml_begins_at_the_root) {
  EXPECT_EQ(xpath("CC015C", "TransitOperation/LRN"), "/CC015C/TransitOperation/LRN");
  EXPECT_EQ(xpath("CC015C", "/CC015C/Guarantee[2]/guaranteeType"), "/CC015C/Guarantee[2]/guaranteeType");
  EXPECT_EQ(xpath("CC007C", "mrn"), "/CC007C/TransitOperation/MRN") << "the element that says it";
  EXPECT_EQ(xpath("*", "Consignment/SupportingDocument/referenceNumber"),
            "/*/Consignment/SupportingDocument/referenceNumber");
  EXPECT_EQ(xpath("CC015C", ""), "/CC015C");
}

TEST(Place, in_json_counts_from_zero) {
  EXPECT_EQ(json_pointer("/CC015C/Guarantee[2]/GuaranteeReference[1]/GRN"),
            "/CC015C/Guarantee/1/GuaranteeReference/0/GRN");
  EXPECT_EQ(json_pointer("inspection/new_seals"), "/inspection/new_seals");
  EXPECT_EQ(json_pointer("incidents[1]"), "/incidents/0");
  EXPECT_EQ(json_pointer("/mrn"), "/mrn");
  EXPECT_EQ(json_pointer(""), "");
  EXPECT_EQ(json_pointer("/CC015C/odd[x]"), "/CC015C/odd[x]") << "a name that somebody sent";
}

}  // namespace
}  // namespace lintas::message
