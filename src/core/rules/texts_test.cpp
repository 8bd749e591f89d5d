#include <array>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/model/format.hpp"
#include "core/rules/check.hpp"
#include "core/rules/judge.hpp"
#include "tests/support/rule_samples.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::rules {
namespace {

using test::Base;
using test::Sample;

constexpr std::string_view first_seal = "/CC015C/Consignment/TransportEquipment[1]/Seal[1]/identifier";

/// A paper would say SGC0048211, and the record another seal.
constexpr std::array broken{
    Sample{"TXT-002", Base::road, "SGC0048211", "SGC0048\u202e112\u202c", first_seal},
    Sample{"TXT-002", Base::road, "SGC0048211", "SGC\u202e0048211", first_seal},
    Sample{"TXT-002", Base::road, "SGC0048211", "SGC0048\u200b211", first_seal},
    Sample{"TXT-002", Base::road, "SGC0048211", "SGC0048\u05d0211", first_seal},
    Sample{"TXT-002", Base::road, "SGC0048211", "SGC0048211\ufeff", first_seal},
    Sample{"TXT-002", Base::road, "SGC0048211", "SGC0048211\u0085", first_seal},
    Sample{"TXT-002", Base::road, "BC-SG-7788;MY TH", "BC-SG-\u20667788\u2069;MY TH",
           "/CC015C/Consignment/SupportingDocument[3]/referenceNumber"},
    Sample{"TXT-002", Base::ie044, "<messageIdentification>TH", "<messageIdentification>\u200eTH",
           "/CC044C/messageIdentification"},
    Sample{"TXT-001", Base::ie170, "12 Tuas Avenue 5", "12 Tuas\u2028Avenue 5",
           "/CC170C/HolderOfTheTransitProcedure/Address/streetAndNumber"},
    Sample{"TXT-001", Base::ie014, "order withdrawn", "order \u202ewithdrawn",
           "/CC014C/Invalidation/justification"},
    Sample{"TXT-001", Base::road, "<shippingMarks>", "<shippingMarks>\u061c",
           "/CC015C/Consignment/HouseConsignment[1]/ConsignmentItem[1]/Packaging[1]/shippingMarks"},
};

TEST(Texts, are_found_where_they_read_otherwise_than_they_are_written) { test::expect_samples(broken); }

TEST(Texts, a_finding_names_the_character_and_turns_nothing_where_it_is_shown) {
  const auto report =
      test::checked(test::changed({"TXT-002", Base::road, "SGC0048211", "SGC0048\u202e112\u202c"}));
  ASSERT_EQ(report.findings.size(), 1U) << test::listed(report.findings);
  EXPECT_EQ(report.level, message::Level::rule);
  EXPECT_EQ(report.findings.front().value, "SGC0048\uFFFD112\uFFFD");
  EXPECT_EQ(report.findings.front().detail, "character 8 is U+202E");
  EXPECT_EQ(error_code(report.findings.front()), "14");
  EXPECT_EQ(error_reason(report.findings.front()), "TXT002");
}

/// Khmer, Thai and Burmese may say where a line ends; names and marks on packages are in any script.
constexpr std::array kept{
    Sample{"", Base::ie014, "order withdrawn", "ក្រុម\u200bហ៊ុន"},
    Sample{"", Base::ie170, "Example Forwarding Pte Ltd", "شركة المثال"},
    Sample{"", Base::road, "SGC0048211", "ผนึก-00482"},
};

TEST(Texts, of_every_script_pass) { test::expect_samples(kept); }

TEST(Texts, an_access_code_is_never_told) {
  auto document = *xml::read(test::base_text(Base::ie015));
  auto& guarantee = document.message.guarantee.front().guarantee_reference.front();
  guarantee.access_code = "A\u202eB1";
  const auto report =
      check(document, {.reference = test::seed_snapshot(), .day = parse_day(test::sample_day).value()});
  EXPECT_TRUE(report.findings.empty()) << test::listed(report.findings);
}

/// A new element whose name says that it identifies something is to be decided about.
TEST(Texts, what_is_named_an_identifier_is_one) {
  for (const message::Program& program : message::programs()) {
    for (const message::Node& node : program.nodes()) {
      const bool is_open = node.kind == message::Kind::text && node.format->values.empty() &&
                           node.format->alphabet <= message::Alphabet::trimmed;
      const bool is_named_so = node.name.ends_with("dentificationNumber") ||
                               node.name.ends_with("dentifier") || node.name.ends_with("referenceNumber");
      EXPECT_TRUE(!is_open || !is_named_so || names_one_thing(node.name)) << node.name;
    }
  }
}

}  // namespace
}  // namespace lintas::rules
