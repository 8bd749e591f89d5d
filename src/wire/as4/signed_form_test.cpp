#include "wire/as4/signed_form.hpp"

#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

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

/// Singles out what need not be kept: as the other one finds it, which has the digest alone.
TEST(SignedForm, FollowsFromTheContentWhereItIsMadeAgain) {
  const auto packed_with = [](std::string_view content, int level) {
    Bytes octets;
    BytesSink end{octets};
    DeflateSink packing{end, level};
    EXPECT_TRUE(packing.take(as_bytes(content)) && packing.close());
    return octets;
  };
  const auto named = [](Bytes octets) {
    octets[3] = std::byte{8};
    octets.insert(octets.begin() + 10, {std::byte{'a'}, std::byte{0}});
    return octets;
  };
  struct Case {
    const char* what;
    std::string content;
    std::string_view type;
    Bytes octets;
    bool follows;
  };
  const Bytes ours = gzip(as_bytes(document));
  Bytes of_another_system = ours;
  of_another_system[9] = std::byte{11};
  Bytes last_octet = ours;
  last_octet.back() ^= std::byte{1};
  const std::vector<Case> cases{
      {"as we pack", document, "application/xml", ours, true},
      {"at another level", document, "application/xml", packed_with(document, 6), false},
      {"with a name", document, "application/xml", named(ours), false},
      {"on another system", document, "application/xml", of_another_system, false},
      {"of another content", document + " ", "application/xml", ours, false},
      {"with another end", document, "application/xml", last_octet, false},
      {"cut short", document, "application/xml", copy_of(ByteView{ours}.first(5)), false},
      {"nothing", document, "application/xml", {}, false},
      {"canonical", document, "application/xml", copy_of(as_bytes("<a b=\"1\">x</a>")), true},
      {"XML as it is", document, "application/xml", copy_of(as_bytes(document)), false},
      {"no XML", "<a", "application/xml", copy_of(as_bytes("<a")), false},
      {"text", "a\nb", "text/plain", copy_of(as_bytes("a\r\nb")), true},
      {"octets that are gzip", std::string{as_text(packed_with("x", 6))}, "application/vnd.lintas.x+cbor",
       packed_with("x", 6), true}};
  for (const Case& one : cases) {
    EXPECT_EQ(follows_from(as_bytes(one.content), one.type, one.octets), one.follows) << one.what;
    EXPECT_EQ(signed_form(as_bytes(one.content), one.type, digest(one.octets), test::sha256).has_value(),
              one.follows)
        << one.what;
  }
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
