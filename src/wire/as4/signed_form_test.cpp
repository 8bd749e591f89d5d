#include "wire/as4/signed_form.hpp"

#include <array>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "tests/support/sha256.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/sink.hpp"

namespace lintas::as4 {
namespace {

Hash256 digest(ByteView octets) { return test::sha256(std::array{octets}); }

const std::string document = "<?xml version=\"1.0\"?>\r\n<a b='1'><!-- note -->x</a>";

TEST(SignedForm, IsWhatWePack) {
  const auto form =
      signed_form(as_bytes(document), "application/xml", digest(gzip(as_bytes(document))), test::sha256);
  ASSERT_TRUE(form);
  EXPECT_TRUE(form->is_packed);
  EXPECT_EQ(form->octets, gzip(as_bytes(document)));
}

TEST(SignedForm, IsTheFormOfItsTypeWhereItWasNotPacked) {
  const std::string_view canonical = "<a b=\"1\">x</a>";
  const auto form =
      signed_form(as_bytes(document), "application/xml", digest(as_bytes(canonical)), test::sha256);
  ASSERT_TRUE(form);
  EXPECT_FALSE(form->is_packed);
  EXPECT_EQ(as_text(form->octets), canonical);
  const auto text = signed_form(as_bytes("a\nb"), "text/plain", digest(as_bytes("a\r\nb")), test::sha256);
  ASSERT_TRUE(text);
  EXPECT_EQ(as_text(text->octets), "a\r\nb");
  const auto octets =
      signed_form(as_bytes("a\nb"), "application/vnd.lintas.x+cbor", digest(as_bytes("a\nb")), test::sha256);
  ASSERT_TRUE(octets);
  EXPECT_EQ(as_text(octets->octets), "a\nb");
}

TEST(SignedForm, OfWhatAnotherProgramHasPackedNobodyKnows) {
  Bytes otherwise;
  BytesSink end{otherwise};
  DeflateSink packing{end, gzip_level + 8};
  ASSERT_TRUE(packing.take(as_bytes(document)) && packing.close());
  EXPECT_FALSE(signed_form(as_bytes(document), "application/xml", digest(otherwise), test::sha256));
  EXPECT_FALSE(signed_form(as_bytes("<a"), "application/xml", digest(as_bytes("<a")), test::sha256))
      << "what is no XML was never signed as XML";
}

}  // namespace
}  // namespace lintas::as4
