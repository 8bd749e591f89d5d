#include "shell/store/dictionaries.hpp"

#include <array>
#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <span>
#include <string>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/workflow/records.hpp"
#include "shell/store/payload_codec.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/random.hpp"
#include "tests/support/sha256.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::test {
namespace {

using store::Dictionary;
using store::PayloadCodec;

TEST(Dictionaries, are_the_ones_that_stored_documents_were_packed_with) {
  // What was stored with a dictionary cannot be read with another: none of these lines may ever change.
  constexpr std::array known{"0a34840bb62a50269d6a043801e6840866e08420cf3bba8b3ea863ad15a1ff8b",
                             "015cabddbd5a6a81fb4dff07f5aa9f3fee38ee37c0f2b9404d3340092b0ef3fd"};
  const auto all = store::dictionaries();
  ASSERT_EQ(all.size(), known.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].id, i + 1);
    EXPECT_EQ(to_hex(sha256(std::array{all[i].bytes}).bytes), known.at(i)) << "dictionary " << i + 1;
  }
}

std::size_t packed_size(PayloadCodec& codec, const message::Document& document) {
  constexpr workflow::PayloadKind kind{80};
  std::string text;
  xml::write(document, text);
  return codec.pack(kind, as_bytes(text)).bytes.size();
}

TEST(Dictionaries, save_half_of_a_declaration_they_were_not_made_from) {
  std::ifstream file{LINTAS_ROOT "/examples/sg-th-electronics.xml"};
  const auto document = xml::read(std::string{std::istreambuf_iterator<char>{file}, {}});
  ASSERT_TRUE(document);
  PayloadCodec with{sha256};
  PayloadCodec without{sha256, std::span<const Dictionary>{}};
  EXPECT_LT(2 * packed_size(with, *document), packed_size(without, *document));
}

TEST(Dictionaries, make_every_message_shorter) {
  PayloadCodec with{sha256};
  PayloadCodec without{sha256, std::span<const Dictionary>{}};
  for (const message::Program& program : message::programs()) {
    Random random{1'000'003};
    const auto document = any_document(program, Fill::each, random);
    EXPECT_LT(packed_size(with, document), packed_size(without, document)) << program.root();
  }
}

TEST(Dictionaries, save_a_sixth_of_receipts_they_were_not_made_from) {
  PayloadCodec with{sha256};
  PayloadCodec without{sha256, std::span<const Dictionary>{}};
  for (const char* name : {"v1.ours.answer.xml", "v2.ours.answer.xml"}) {
    std::ifstream file{std::string{LINTAS_ROOT "/tests/as4/recorded/"} + name};
    const std::string receipt{std::istreambuf_iterator<char>{file}, {}};
    ASSERT_FALSE(receipt.empty()) << name;
    const auto size = [&](PayloadCodec& codec) {
      return codec.pack(workflow::payload_evidence, as_bytes(receipt)).bytes.size();
    };
    EXPECT_LT(6 * size(with), 5 * size(without)) << name;
  }
}

}  // namespace
}  // namespace lintas::test
