#include "core/awsc/exporter.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/country.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/sha256.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::awsc {
namespace {

using Words = std::vector<std::string>;

ExporterReference klang() {
  return {.state = *Country::parse("MY"), .code = *AuthorisationCode::parse("0217/MY07")};
}

TEST(CertifiedExporter, WordsAreComparedWithoutMarksAndInSmallLetters) {
  EXPECT_EQ(words_of("Gloves, of NITRILE-rubber (size M)"),
            (Words{"gloves", "of", "nitrile", "rubber", "size", "m"}));
  EXPECT_EQ(words_of("  "), Words{});
  EXPECT_EQ(words_of("Cà phê"), (Words{"cà", "phê"}));
}

TEST(CertifiedExporter, ANameIsTheSameInWhateverOrderAndLettersAndOfItsExporterAlone) {
  const auto print = [](std::string_view name) { return print_of_name(klang(), name, test::sha256); };
  EXPECT_EQ(print("Lee Chong Beng"), print("LEE, Chong  Beng"));
  EXPECT_EQ(print("Lee Chong Beng"), print("Chong Beng Lee"));
  EXPECT_NE(print("Lee Chong Beng"), print("Lee Chong"));
  auto other = klang();
  other.code = *AuthorisationCode::parse("0218/MY07");
  EXPECT_NE(print("Lee Chong Beng"), print_of_name(other, "Lee Chong Beng", test::sha256));
}

TEST(CertifiedExporter, R_OD_011_a_code_has_the_form_of_its_state) {
  EXPECT_TRUE(has_form("0217/MY07", "9999/XXXX"));
  EXPECT_FALSE(has_form("0217/my07", "9999/XXXX"));
  EXPECT_FALSE(has_form("0217/MY071", "9999/XXXX"));
  EXPECT_FALSE(has_form("A217/MY07", "9999/XXXX"));
  EXPECT_TRUE(has_form("CE-A1", "CE-A9"));
}

TEST(CertifiedExporter, ARecordIsReadFromItsMessage) {
  const auto message =
      xml::read(test::read_file(LINTAS_ROOT "/examples/documents/my-certified-exporter.xml"));
  ASSERT_TRUE(message.has_value());
  Hash256 document;
  document.bytes[0] = std::byte{7};
  const auto read = record_of(*message->message.declaration, document, test::sha256);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->reference, klang());
  EXPECT_EQ(in_words(read->reference), "MY, 0217/MY07");
  EXPECT_EQ(read->holder, "MY201101012345");
  EXPECT_EQ(read->valid_until, *parse_day("2028-01-04"));
  ASSERT_EQ(read->products.size(), 3U);
  EXPECT_EQ(read->products[1], (Product{.number = 2,
                                        .description = "Household gloves of vulcanised rubber",
                                        .code = "401519",
                                        .criteria = {"RVC"}}));
  EXPECT_TRUE(read->products[2].criteria.empty());
  EXPECT_EQ(read->signatories, (std::vector{print_of_name(klang(), "Nurul Aisyah binti Rahman", test::sha256),
                                            print_of_name(klang(), "Lee Chong Beng", test::sha256)}));
  EXPECT_EQ(read->document, document);
}

TEST(CertifiedExporter, R_OD_012_a_code_by_which_nothing_is_found_is_told_by_its_place) {
  auto message = xml::read(test::read_file(LINTAS_ROOT "/examples/documents/my-certified-exporter.xml"));
  ASSERT_TRUE(message.has_value());
  message->message.declaration->certified_exporter_id = " ";
  const auto read = record_of(*message->message.declaration, {}, test::sha256);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().front().rule, "R-OD-012");
  EXPECT_EQ(read.error().front().pointer, "/CE.RECORD/Declaration/CertifiedExporterID");
}

}  // namespace
}  // namespace lintas::awsc
