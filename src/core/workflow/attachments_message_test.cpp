#include "core/workflow/attachments_message.hpp"

#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"

namespace lintas::workflow {
namespace {

namespace att = attachments;

const documents::Head head{.sender = "NTA.MY",
                           .recipient = "NTA.TH",
                           .prepared = *parse_instant("2026-11-23T08:00:00Z"),
                           .identification = "MY-1",
                           .correlation = {}};
const att::DocumentName certificate{
    .state = "MY", .kind = "e_form_d", .office = "MYPKG001", .number = "MY-TH 26/1"};

att::NamedFile file(int n, std::string_view name) {
  att::NamedFile made{.file = {.hash = {}, .size = 1000, .media = att::Media::pdf},
                      .name = std::string{name}};
  made.file.hash.bytes[0] = static_cast<std::byte>(n);
  return made;
}
std::string there_and_back(att::MessageNumber number, const att::Letter& letter,
                           const std::string& base64 = {}) {
  const auto heard = read_of_files(write_of_files(number, letter, base64, head));
  if (!heard) return heard.error().front().rule + " " + heard.error().front().pointer;
  EXPECT_EQ(heard->number, number);
  EXPECT_EQ(heard->letter, letter);
  EXPECT_EQ(heard->base64, base64);
  return "";
}

TEST(AttachmentsMessage, ALetterGoesThereAndBack) {
  const Hash256 hash = file(1, "").file.hash;
  for (const att::DocumentName& document :
       {certificate, att::DocumentName{.state = "SG", .kind = "acdd", .office = {}, .number = "OX6K123456A"},
        att::DocumentName{.state = "TH", .kind = "phyto", .office = {}, .number = "TH-PC-1"},
        att::DocumentName{
            .state = "MY", .kind = "origin_declaration", .office = "0217/MY07", .number = "KLPG/26/1"}}) {
    EXPECT_EQ(there_and_back(att::files_listed,
                             {.document = document, .files = {file(1, "a.pdf"), file(2, "b.pdf")}}),
              "");
    EXPECT_EQ(there_and_back(att::files_listed, {.document = document}), "") << "it has none any more";
    EXPECT_EQ(there_and_back(att::file_asked, {.document = document, .hash = hash, .from = 262144}), "");
    EXPECT_EQ(there_and_back(att::file_part,
                             {.document = document, .hash = hash, .from = 262144, .size = 300000}, "Ym94"),
              "");
    EXPECT_EQ(there_and_back(att::file_part,
                             {.document = document, .hash = hash, .from = 0, .size = 0, .is_gone = true}),
              "");
  }
}

TEST(AttachmentsMessage, R_ATT_020_SaysOfWhichDocumentAndWhichOctets) {
  auto message = write_of_files(att::files_listed, {.document = certificate}, {}, head);
  message.message.declaration->submitter = {};
  EXPECT_EQ(read_of_files(message).error().front().rule, "R-ATT-020") << "of which office";
  message.message.declaration->type_code = "862";
  EXPECT_EQ(read_of_files(message).error().front().rule, "R-ATT-020");
  message.message.declaration->type_code.clear();
  EXPECT_EQ(read_of_files(message).error().front().rule, "R-ATT-020");
  const auto largest = static_cast<std::int64_t>(att::bounds::file_bytes_max);
  for (const std::int64_t size : {std::int64_t{10}, largest + 1}) {
    const att::Letter part{.document = certificate, .hash = {}, .from = 10, .size = size};
    EXPECT_EQ(there_and_back(att::file_part, part, "Ym94"),
              "R-ATT-020 /DOC.FILE.PART/Declaration/AdditionalDocument[1]/SizeQuantity");
  }
}

TEST(AttachmentsMessage, R_DOC_021_HasItsFunction) {
  auto message = write_of_files(att::files_listed, {.document = certificate}, {}, head);
  message.message.declaration->function_code = "1";
  EXPECT_EQ(read_of_files(message).error().front().rule, "R-DOC-021");
}

TEST(AttachmentsMessage, WhatMayNotComeHereIsNotToldFromElsewhereEither) {
  const auto rule_of = [](const att::Letter& letter) {
    return there_and_back(att::files_listed, letter).substr(0, 9);
  };
  EXPECT_EQ(rule_of({.document = certificate, .files = {file(1, "a.exe")}}), "R-ATT-012");
  EXPECT_EQ(rule_of({.document = certificate, .files = {file(1, "a.pdf"), file(1, "b.pdf")}}), "R-ATT-011");
  att::NamedFile large = file(1, "a.pdf");
  large.file.size = static_cast<std::int64_t>(att::bounds::file_bytes_max) + 1;
  EXPECT_EQ(rule_of({.document = certificate, .files = {large}}), "R-ATT-013");
  auto message =
      write_of_files(att::files_listed, {.document = certificate, .files = {file(1, "a.pdf")}}, {}, head);
  message.message.declaration->additional_document.front().type_code = "text/html";
  EXPECT_EQ(read_of_files(message).error().front().rule, "R-ATT-001");
}

}  // namespace
}  // namespace lintas::workflow
