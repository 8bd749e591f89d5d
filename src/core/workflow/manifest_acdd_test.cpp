#include "core/workflow/manifest_acdd.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "core/acdd/document.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/manifest_certificates.hpp"
#include "core/workflow/manifest_kinds.hpp"

namespace lintas::workflow {
namespace {

acdd::Permit permit(std::string_view number) {
  return {.state = *Country::parse("SG"), .number = *acdd::PermitNumber::parse(number)};
}

TEST(ThingOfACustomsDeclarationDocument, IsOneLineThatLeadsBack) {
  EXPECT_EQ(thing_of(permit("IT6K123456J")), "SG A IT6K123456J");
  for (const auto& one : {permit("IT6K123456J"), permit("1 A 2"), permit("1 K 2")})
    EXPECT_EQ(permit_of(thing_of(one)), one);
}

TEST(ThingOfACustomsDeclarationDocument, IsNothingElse) {
  for (const std::string text : {"", "SG A ", "SG B 1", "S A 1", "SG e_form_d SGTUS001 A 1"})
    EXPECT_FALSE(permit_of(text).has_value()) << text;
  EXPECT_FALSE(doc_of(thing_of(permit("1 K 2"))).has_value());
  EXPECT_FALSE(certificate_of(thing_of(permit("1"))).has_value());
}

}  // namespace
}  // namespace lintas::workflow
