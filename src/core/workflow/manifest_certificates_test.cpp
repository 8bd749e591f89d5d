#include "core/workflow/manifest_certificates.hpp"

#include <gtest/gtest.h>
#include <string>

#include "core/documents/certificate.hpp"
#include "core/model/values/country.hpp"

namespace lintas::workflow {
namespace {

documents::Reference certificate(const std::string& state = "MY", const std::string& office = "MYPKG001",
                                 const std::string& number = "TH-26/01/00001") {
  return {.state = Country::parse(state).value(),
          .office = documents::IssuingOffice::parse(office).value(),
          .number = documents::ReferenceNumber::parse(number).value()};
}

TEST(ThingOfACertificate, IsOneLineThatLeadsBack) {
  EXPECT_EQ(thing_of(certificate()), "MY e_form_d MYPKG001 TH-26/01/00001");
  EXPECT_EQ(thing_of(certificate("VN", "VCCI Hai Phong 100%", "N 1")),
            "VN e_form_d VCCI%20Hai%20Phong%20100%25 N 1");
  for (const auto& one : {certificate(), certificate("VN", "VCCI Hai Phong 100%", "N 1")})
    EXPECT_EQ(certificate_of(thing_of(one)), one);
}

TEST(ThingOfACertificate, IsNothingElse) {
  for (const std::string text :
       {"", "26SG000101A1B2C3J0", "MY e_form_d MYPKG001", "MY e_form_x MYPKG001 1", "M e_form_d MYPKG001 1",
        "MY e_form_d MY%2F 1", "MY e_form_d  1", "MY e_form_d A "})
    EXPECT_FALSE(certificate_of(text).has_value()) << text;
}

}  // namespace
}  // namespace lintas::workflow
