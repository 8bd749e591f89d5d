#include <cstdint>
#include <gtest/gtest.h>
#include <string>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/random.hpp"
#include "wire/json/json_reader.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas {
namespace {

std::string xml_of(const message::Document& document) {
  std::string out;
  xml::write(document, out);
  return out;
}

std::string json_of(const message::Document& document) {
  std::string out;
  json::write(document, out);
  return out;
}

std::string first_finding(const message::Report& report) {
  const auto& finding = report.findings.front();
  return finding.rule + " " + finding.pointer + " '" + finding.value + "' " + finding.detail;
}

/// Runs a law for every message: smallest, fullest, and some at random. A failure names message and seed.
template <class Law>
void for_messages(Law law) {
  for (const message::Program& program : message::programs()) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
      test::Random random{seed};
      const auto fill = seed == 0   ? test::Fill::minimal
                        : seed == 1 ? test::Fill::each
                        : seed == 2 ? test::Fill::full
                                    : test::Fill::random;
      SCOPED_TRACE(std::string{program.root()} + ", seed " + std::to_string(seed));
      law(test::any_document(program, fill, random));
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(Laws, what_is_written_is_read_back_and_written_the_same) {
  for_messages([](const message::Document& document) {
    const auto once = xml_of(document);
    const auto read = xml::read(once);
    ASSERT_TRUE(read.has_value()) << first_finding(read.error());
    EXPECT_EQ(xml_of(*read), once);
  });
}

TEST(Laws, xml_to_json_to_xml_changes_no_byte) {
  for_messages([](const message::Document& document) {
    const auto once = xml_of(document);
    const auto read = json::read(json_of(document));
    ASSERT_TRUE(read.has_value()) << first_finding(read.error());
    EXPECT_EQ(xml_of(*read), once);
  });
}

TEST(Laws, json_to_xml_to_json_changes_no_byte) {
  for_messages([](const message::Document& document) {
    const auto once = json_of(document);
    const auto read = xml::read(xml_of(document));
    ASSERT_TRUE(read.has_value()) << first_finding(read.error());
    EXPECT_EQ(json_of(*read), once);
  });
}

TEST(Laws, a_clone_is_written_the_same) {
  for_messages([](const message::Document& document) {
    const message::Document copy{
        .program = document.program, .phase = document.phase, .message = document.message.clone()};
    EXPECT_EQ(xml_of(copy), xml_of(document));
  });
}

}  // namespace
}  // namespace lintas
