#include "core/workflow/documents_messages.hpp"

#include <gtest/gtest.h>

#include "base/require.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/scenario.hpp"

namespace lintas::workflow {
namespace {

documents::Letter certificate() {
  documents::Letter letter{
      .certificate = test::reference("MY", "N-1"),
      .contents = test::contents(test::parse_step("draft shipped=2026-03-01", 1).value()),
      .issued = *parse_day("2026-03-02")};
  letter.text = "as agreed";
  return letter;
}

TEST(DocumentsMessages, AreReadAsTheyWereWrittenAndWrittenTheSameEachTime) {
  for (const auto& message : documents::message_names) {
    const Bytes written = write_document(message.number, certificate());
    EXPECT_EQ(read_document(message.number, written), certificate()) << message.name;
    EXPECT_EQ(write_document(message.number, certificate()), written) << message.name;
  }
}

TEST(DocumentsMessages, NameTheirCertificate) {
  EXPECT_EQ(certificate_named_in(write_document(documents::co_issue, certificate())),
            test::reference("MY", "N-1"));
  EXPECT_THROW((void)write_document(documents::co_issue, documents::Letter{}), Bug);
  EXPECT_THROW((void)certificate_named_in(to_cbor(documents::Letter{})), Bug);
}

TEST(DocumentsMessages, AreNothingThatNobodyWrites) {
  EXPECT_FALSE(read_document(documents::co_issue, as_bytes("x")).has_value());
  EXPECT_FALSE(read_document(documents::co_issue, to_cbor(documents::Letter{})).has_value());
  EXPECT_FALSE(read_document(1, write_document(documents::co_issue, certificate())).has_value());
}

}  // namespace
}  // namespace lintas::workflow
