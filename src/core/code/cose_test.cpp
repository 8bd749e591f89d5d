#include "core/code/cose.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::code {
namespace {

/// RFC 8032, 7.1, test 1: the key of the published example of COSE, too.
std::array<std::byte, 32> example_seed() {
  std::array<std::byte, 32> seed{};
  std::ranges::copy(*from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
                    seed.begin());
  return seed;
}

/// COSE working group, Examples, eddsa-sig-01: content type 0, key id "11".
constexpr std::string_view published =
    "D28445A201270300A10442313154546869732069732074686520636F6E74656E742E5840"
    "7142FD2FF96D56DB85BEE905A76BA1D0B7321A95C8C4D3607C5781932B7AFB87"
    "11497DFA751BF40B58B3BCC32300B1487F3DB34085EEF013BF08F4A44D6FEF0D";

std::string rule_of(std::string_view hex) {
  const auto read = read_signed(*from_hex(hex));
  return read ? std::string{"read"} : read.error().rule;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string out{text};
  const auto at = out.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return out.replace(at, what.size(), by);
}

TEST(Cose, reads_the_published_example_and_its_signature_fits) {
  const auto read = read_signed(*from_hex(published));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(read->subject, 0);
  EXPECT_EQ(as_text(read->key_id), "11");
  EXPECT_EQ(as_text(read->content), "This is the content.");
  const test::ThrowAwayKey key{example_seed()};
  EXPECT_TRUE(fits(*read, {key.public_key()}, test::verify_ed25519));
  EXPECT_FALSE(fits(*read, {test::ThrowAwayKey{1}.public_key()}, test::verify_ed25519));
  EXPECT_EQ(to_hex(to_be_signed(0, as_bytes("This is the content."))),
            "846a5369676e61747572653145a2012703004054546869732069732074686520636f6e74656e742e");
}

TEST(Cose, a_byte_that_changed_does_not_fit) {
  const test::ThrowAwayKey key{example_seed()};
  const Bytes whole = *from_hex(published);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    Bytes changed = whole;
    changed[at] ^= std::byte{1};
    const auto read = read_signed(changed);
    const bool of_the_key_id = at >= 11 && at <= 12;  // not signed: it says only where to look
    if (!of_the_key_id) {
      EXPECT_FALSE(read && fits(*read, {key.public_key()}, test::verify_ed25519)) << at;
    }
  }
}

TEST(Cose, what_it_signs_is_what_it_reads) {
  const test::ThrowAwayKey key{2};
  const KeyId id = key_id_of({key.public_key()}, test::sha256);
  const Bytes whole =
      sign(Subject::code, id, as_bytes("content"), [&](ByteView content) { return key.sign(content); });
  EXPECT_EQ(to_hex(whole).substr(0, 30), "d28447a201270319fde9a10448" + to_hex(id.bytes).substr(0, 4));
  const auto read = read_signed(whole);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->subject, 65'001);
  EXPECT_TRUE(same_bytes(read->key_id, id.bytes));
  EXPECT_EQ(as_text(read->content), "content");
  EXPECT_TRUE(fits(*read, {key.public_key()}, test::verify_ed25519));
}

TEST(Cose, a_signature_fits_one_subject_only) {
  const test::ThrowAwayKey key{2};
  const KeyId id = key_id_of({key.public_key()}, test::sha256);
  auto read = *read_signed(
      sign(Subject::code, id, as_bytes("content"), [&](ByteView content) { return key.sign(content); }));
  read.subject = 65'003;
  EXPECT_FALSE(fits(read, {key.public_key()}, test::verify_ed25519));
}

TEST(Cose, SIG_004_another_algorithm_or_header_is_refused) {
  // COSE working group, Examples, sign1-tests: sign-pass-02 (ES256) and sign-fail-03 (algorithm -999).
  EXPECT_EQ(rule_of("D28443A10126A10442313154546869732069732074686520636F6E74656E742E5840EAE868ECC176883766C5"
                    "DC5BA5B8DCA25DAB3C2E56A551CE5705B793914348E155388B10C4F1B59A6733EAB416870A945111A4B2FBDB"
                    "EF33A77234B1DEFF2F9B"),
            "SIG-004");
  EXPECT_EQ(rule_of("D28445A1013903E6A10442313154546869732069732074686520636F6E74656E742E5840EAE868ECC1768837"
                    "66C5DC5BA5B8DCA25DAB3C2E56A551CE5705B793914348E19F43D6C6BA654472DA301B645B293C9BA939295B"
                    "97C4BDB847782BFF384C5794"),
            "SIG-004");
  // eddsa-sig-02: Ed448 under the same algorithm.
  EXPECT_EQ(rule_of("D28443A10127A10445336434343854546869732069732074686520636F6E74656E742E5872988240A3A2F189"
                    "BD486DE14AA77F54686C576A09F2E7ED9BAE910DF9139C2AC3BE7C27B7E10A20FA17C9D57D3510A2CF1F634B"
                    "C0345AB9BE00849842171D1E9E98B2674C0E38BFCF6C557A1692B01B71015A47AC9F7748840CAD1DA80CBB5B"
                    "349309FEBB912672B377C8B2072AF1598B3700"),
            "SIG-004");
  EXPECT_EQ(rule_of(replaced(published, "45A201270300", "43A10127")), "SIG-004") << "without what it is";
  EXPECT_EQ(rule_of(replaced(published, "45A201270300", "40")), "SIG-005") << "without a header";
  EXPECT_EQ(rule_of(replaced(published, "A104423131", "A0")), "SIG-004") << "without a key id";
  EXPECT_EQ(rule_of(replaced(published, "A104423131", "A105423131")), "SIG-004");
  EXPECT_EQ(rule_of(replaced(published, "5840", "583F").substr(0, published.size() - 2)), "SIG-004")
      << "a signature that is too short";
}

TEST(Cose, SIG_005_another_form_is_refused) {
  // sign-fail-01: tag 998 in place of 18.
  EXPECT_EQ(rule_of("D903E68443A10126A10442313154546869732069732074686520636F6E74656E742E5840EAE868ECC1768837"
                    "66C5DC5BA5B8DCA25DAB3C2E56A551CE5705B793914348E19F43D6C6BA654472DA301B645B293C9BA939295B"
                    "97C4BDB847782BFF384C5794"),
            "SIG-005");
  EXPECT_EQ(rule_of(""), "SIG-005");
  EXPECT_EQ(rule_of(published.substr(2)), "SIG-005") << "no tag";
  EXPECT_EQ(rule_of(std::string{published} + "00"), "SIG-005") << "trailing bytes";
  EXPECT_EQ(rule_of(published.substr(0, published.size() - 2)), "SIG-005") << "cut off";
  EXPECT_EQ(rule_of(replaced(published, "45A201270300", "46A20127031800")), "SIG-005")
      << "a number in a longer form than needed";
  EXPECT_EQ(rule_of(replaced(published, "54546869", "5814546869")), "SIG-005") << "a length, too";
  EXPECT_EQ(rule_of(replaced(published, "D284", "D29F")), "SIG-005") << "indefinite length";
}

}  // namespace
}  // namespace lintas::code
