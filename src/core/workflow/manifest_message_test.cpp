#include "core/workflow/manifest_message.hpp"

#include <gtest/gtest.h>
#include <string>

#include "base/time.hpp"
#include "core/exchange/manifest.hpp"
#include "core/messages/document.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::workflow {
namespace {

TEST(ManifestMessage, what_a_node_sends_the_other_reads_as_it_was) {
  const exchange::Manifest manifest{
      .day = *parse_day("2026-11-23"),
      .part = 3,
      .entries =
          {{.thing = "26SG000101A1B2C3J0", .sent = 7, .taken = 0, .version = 4, .digest = "0123456789ABCDEF"},
           {.thing = "26MY000101A1B2C3J0", .sent = 0, .taken = 2, .version = {}, .digest = {}}},
      .month = {}};
  const message::Document written =
      write_manifest(manifest, {.sender = "NTA.SG",
                                .recipient = "NTA.MY",
                                .prepared = *parse_instant("2026-11-23T02:00:00Z"),
                                .identification = "SG1"});
  std::string xml;
  xml::write(written, xml);
  const auto read = xml::read(xml);
  ASSERT_TRUE(read.has_value()) << xml << '\n' << read.error().findings.front().pointer;
  EXPECT_EQ(read_manifest(*read), manifest);
  EXPECT_EQ(read->message.message_sender, "NTA.SG");
}

TEST(ManifestMessage, of_certificates_is_one_of_its_own) {
  const exchange::Manifest manifest{
      .day = *parse_day("2026-11-23"),
      .part = 1,
      .entries = {{.thing = "MY e_form_d MYPKG001 TH-26/01/00001, of thirty-five+",
                   .sent = 3,
                   .taken = 2,
                   .version = 1,
                   .digest = "0123456789ABCDEF"}},
      .month = "2026-11"};
  const message::Document written =
      write_manifest(manifest, {.sender = "NTA.MY",
                                .recipient = "NTA.TH",
                                .prepared = *parse_instant("2026-11-23T02:00:00Z"),
                                .identification = "MY1"});
  std::string xml;
  xml::write(written, xml);
  const auto read = xml::read(xml);
  ASSERT_TRUE(read.has_value()) << xml << '\n' << read.error().findings.front().pointer;
  const exchange::Manifest back = read_manifest(*read);
  EXPECT_EQ(back.entries.front().thing, manifest.entries.front().thing);
  EXPECT_EQ(back.month, manifest.month);
  EXPECT_EQ(back, manifest);
}

}  // namespace
}  // namespace lintas::workflow
