// Values that others have published (tests/data/vectors), held against what messages are made of here.
// Where ours is stricter than what was published, the row says by which check it refuses.

#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <map>
#include <openssl/x509.h>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/handles.hpp"
#include "shell/crypto/key_agreement.hpp"
#include "shell/crypto/message_keys.hpp"
#include "shell/crypto/signing.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/message_pki.hpp"
#include "wire/as4/base64.hpp"
#include "wire/as4/names.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace lintas {
namespace {

using crypto::ContentKey;

std::string vector_file(std::string_view name) {
  return test::read_file(format("{}/tests/data/vectors/{}", LINTAS_ROOT, name));
}

/// A row of a table, by the names of its columns.
class Row {
 public:
  explicit Row(std::map<std::string, std::string> columns) : columns_(std::move(columns)) {}

  [[nodiscard]] const std::string& text(const std::string& name) const { return columns_.at(name); }
  [[nodiscard]] Bytes bytes(const std::string& name) const { return from_hex(text(name)).value(); }
  [[nodiscard]] bool is(std::string_view flag) const { return text("flags").find(flag) != std::string::npos; }
  /// Of what was published as valid; acceptable is what an implementation may refuse.
  [[nodiscard]] bool is_valid() const { return text("result") == "valid"; }

 private:
  std::map<std::string, std::string> columns_;
};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == ',') {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

/// A file that is not there, or holds less than it should, is a failure and never a table without rows.
std::vector<Row> rows_of(std::string_view name, std::size_t count) {
  std::istringstream in{vector_file(name)};
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> names = cells_of(line);
  std::vector<Row> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> cells = cells_of(line);
    require(cells.size() == names.size(), "each row has all columns");
    std::map<std::string, std::string> columns;
    for (std::size_t i = 0; i < cells.size(); ++i) columns[names[i]] = cells[i];
    rows.emplace_back(std::move(columns));
  }
  EXPECT_EQ(rows.size(), count) << name;
  return rows;
}

std::string pem_of(ByteView der, std::string_view what) {
  return format("-----BEGIN {0}-----\n{1}\n-----END {0}-----\n", what, as4::to_base64(der));
}

// ---- exclusive canonical form

/// The only element of this local name, whatever its namespace.
xml::Tree::Node element(const xml::Tree& tree, std::string_view local) {
  std::vector<xml::Tree::Node> open{tree.root()};
  std::optional<xml::Tree::Node> found;
  while (!open.empty()) {
    const xml::Tree::Node node = open.back();
    open.pop_back();
    if (tree.name(node).local == local) {
      EXPECT_FALSE(found) << "two of " << local;
      found = node;
    }
    for (auto child = tree.first_child(node); child; child = tree.next(*child)) {
      if (tree.kind(*child) == xml::Tree::Kind::element) open.push_back(*child);
    }
  }
  require(found.has_value(), "the element is there");
  return *found;
}

std::string canonical(std::string_view file, std::string_view local,
                      const std::vector<std::string_view>& inclusive = {}) {
  const std::string text = vector_file(file);
  constexpr xml::TreeLimits limits{.bytes_max = 1UL << 16U,
                                   .depth_max = 32,
                                   .attributes_max = 32,
                                   .scope_max = 32,
                                   .nodes_max = 1000,
                                   .namespaces_max = 32,
                                   .instructions = true};
  const auto tree = xml::Tree::read(text, limits, as4::ns::known);
  require(tree.has_value(), "what others canonicalise is read");
  std::string out;
  xml::canonicalise(*tree, element(*tree, local), inclusive, out);
  return out;
}

/// Merlin Hughes' example, of the interoperability of the standard: its first two references and what is
/// signed. The other two are with comments, which no signature of AS4 is, and no tree here has.
TEST(PublicVectors, AnExampleOfTheStandardIsCanonicalAsPublished) {
  const std::string example = "santuario/Y1/exc-signature.xml";
  EXPECT_EQ(canonical(example, "Object"), vector_file("santuario/Y1/c14n-0.txt"));
  EXPECT_EQ(canonical(example, "Object", {"bar", ""}), vector_file("santuario/Y1/c14n-1.txt"));
  EXPECT_EQ(canonical(example, "SignedInfo"), vector_file("santuario/Y1/c14n-4.txt"));
}

/// Those of the recommendation itself, section 2, and two of Santuario's.
TEST(PublicVectors, PartsOfDocumentsAreCanonicalAsPublished) {
  const auto in = [](std::string_view name) { return format("santuario/inExcl/{}", name); };
  const std::string same = vector_file(in("example2_2_c14nized_exclusive.xml"));
  EXPECT_EQ(canonical(in("example2_2_1.xml"), "elem2"), same);
  EXPECT_EQ(canonical(in("example2_2_2.xml"), "elem2"), same);
  EXPECT_EQ(canonical(in("example2_2_3.xml"), "p"), vector_file(in("example2_2_3_c14nized_exclusive.xml")));
  EXPECT_EQ(canonical(in("example2_4.xml"), "elem2"), vector_file(in("example2_4_c14nized.xml")));
}

// ---- AES-128-GCM

void expect_content(const Row& row) {
  SCOPED_TRACE(row.text("id"));
  const ContentKey key = ContentKey::from(row.bytes("key")).value();
  const Bytes encrypted = row.bytes("encrypted");
  const auto content = crypto::decrypt_content(key, encrypted);
  if (!row.is_valid()) {
    EXPECT_FALSE(content);
    return;
  }
  EXPECT_EQ(content, row.bytes("content"));
  crypto::ContentIv iv{};
  std::ranges::copy(ByteView{encrypted}.first(iv.size()), iv.begin());
  EXPECT_EQ(crypto::encrypt_content(key, iv, row.bytes("content")), encrypted);
}

TEST(PublicVectors, ContentIsDecryptedAsNistHasIt) {
  for (const Row& row : rows_of("xmlsec/aes128-gcm.csv", 60)) expect_content(row);
}

TEST(PublicVectors, ContentIsDecryptedAsWycheproofHasIt) {
  for (const Row& row : rows_of("wycheproof/aes128-gcm.csv", 49)) expect_content(row);
}

// ---- RSA

/// Refused is what is no content key: another length, another digest, another mask.
TEST(PublicVectors, ContentKeysOfRsaOaepAreOpenedAsPublished) {
  std::size_t opened = 0;
  for (const Row& row : rows_of("cryptography/rsa-oaep.csv", 16)) {
    SCOPED_TRACE(
        format("{}, {}, {} octets", row.text("digest"), row.text("mask"), row.bytes("content").size()));
    const auto key =
        crypto::MessageKey::from_pem(vector_file(format("cryptography/{}.key", row.text("key"))));
    ASSERT_TRUE(key) << key.error();
    const auto found =
        crypto::make_opener(*key).value()->open(crypto::KeyTransport{.box = row.bytes("encrypted")});
    const bool agreed = row.text("digest") == "sha256" && row.text("mask") == "sha256" &&
                        row.bytes("content").size() == ContentKey::size;
    ASSERT_EQ(found.has_value(), agreed);
    if (!agreed) continue;
    EXPECT_TRUE(same_bytes(found->reveal(), row.bytes("content")));
    ++opened;
  }
  EXPECT_EQ(opened, 2U);
}

/// A certificate of a key that only its public half is known of.
crypto::MessageCertificate certificate_of(ByteView public_key) {
  static const test::Authority authority{"Test CA"};
  const unsigned char* at = crypto::input(public_key);
  const crypto::Key key{d2i_PUBKEY(nullptr, &at, static_cast<long>(public_key.size()))};
  require(key != nullptr, "what was published is a key");
  return authority.issue(*key, "published", crypto::CertificateUse::signing);
}

/// Padding of PKCS #1 that leaves out the NULL is refused: RFC 8017 lets a verifier do so, and OpenSSL does.
TEST(PublicVectors, SignaturesOfRsaAreVerifiedAsPublished) {
  std::map<std::string, crypto::Verifier> verifiers;
  for (const Row& row : rows_of("wycheproof/rsa-sha256.csv", 64)) {
    SCOPED_TRACE(row.text("id"));
    auto at = verifiers.find(row.text("public"));
    if (at == verifiers.end()) {
      auto verifier = crypto::Verifier::of(certificate_of(row.bytes("public")));
      ASSERT_TRUE(verifier) << verifier.error();
      at = verifiers.emplace(row.text("public"), *std::move(verifier)).first;
    }
    EXPECT_EQ(at->second.verify(row.bytes("content"), row.bytes("signature")), row.is_valid())
        << row.text("flags");
  }
  EXPECT_EQ(verifiers.size(), 3U);
}

// ---- Ed25519, X25519, HKDF, key wrap

TEST(PublicVectors, SignaturesOfEd25519AreVerifiedAsPublished) {
  for (const Row& row : rows_of("wycheproof/ed25519.csv", 151)) {
    crypto::PublicKeyBytes key{};
    std::ranges::copy(row.bytes("public"), key.begin());
    EXPECT_EQ(crypto::verify(key, row.bytes("content"), row.bytes("signature")), row.is_valid())
        << row.text("id") << ' ' << row.text("flags");
  }
}

/// Of a public key of small order comes a secret of zeros, which everybody knows: published as acceptable,
/// refused here.
TEST(PublicVectors, SecretsOfX25519AreAgreedOnAsPublished) {
  std::size_t refused = 0;
  for (const Row& row : rows_of("wycheproof/x25519.csv", 187)) {
    SCOPED_TRACE(row.text("id"));
    Bytes der = from_hex("302e020100300506032b656e04220420").value();  // RFC 8410, 7: then the key itself
    const Bytes secret_half = row.bytes("private");
    der.insert(der.end(), secret_half.begin(), secret_half.end());
    const auto own = crypto::MessageKey::from_pem(pem_of(der, "PRIVATE KEY"));
    ASSERT_TRUE(own) << own.error();
    crypto::PublicKeyBytes other{};
    std::ranges::copy(row.bytes("public"), other.begin());
    const auto key = crypto::agree(own->native(), other, as_bytes("salt"), as_bytes("info"));
    ASSERT_EQ(key.has_value(), !row.is("ZeroSharedSecret"));
    if (!key) {
      ++refused;
      continue;
    }
    const Hash256 derived = crypto::hkdf_sha256(row.bytes("shared"), as_bytes("salt"), as_bytes("info"));
    EXPECT_TRUE(same_bytes(key->reveal(), derived.view().first(ContentKey::size)));
    // The block of a message, sealed for that key by what both sides derive.
    const ContentKey content_key = ContentKey::from(Bytes(ContentKey::size, std::byte{0x5A})).value();
    const auto wrapping = ContentKey::from(derived.view().first(ContentKey::size)).value();
    const auto opened = crypto::make_opener(*own).value()->open(
        crypto::KeyAgreement{.ephemeral = other,
                             .salt = Bytes{as_bytes("salt").begin(), as_bytes("salt").end()},
                             .info = Bytes{as_bytes("info").begin(), as_bytes("info").end()},
                             .wrapped = crypto::wrap_key(wrapping, content_key)});
    ASSERT_TRUE(opened);
    EXPECT_TRUE(same_bytes(opened->reveal(), content_key.reveal()));
  }
  EXPECT_EQ(refused, 31U);
}

/// One block of it, of which messages take sixteen octets.
TEST(PublicVectors, KeysAreDerivedAsPublished) {
  for (const Row& row : rows_of("wycheproof/hkdf-sha256.csv", 30)) {
    const Bytes derived = row.bytes("derived");
    const Hash256 ours = crypto::hkdf_sha256(row.bytes("secret"), row.bytes("salt"), row.bytes("info"));
    EXPECT_TRUE(same_bytes(ours.view().first(derived.size()), derived)) << row.text("id");
  }
}

/// A key of another length than sixteen octets is no content key, and refused.
TEST(PublicVectors, KeysAreUnwrappedAsPublished) {
  std::size_t opened = 0;
  for (const Row& row : rows_of("wycheproof/aes128-wrap.csv", 42)) {
    SCOPED_TRACE(row.text("id"));
    const ContentKey wrapping = ContentKey::from(row.bytes("key")).value();
    const auto found = crypto::unwrap_key(wrapping, row.bytes("wrapped"));
    const auto content = ContentKey::from(row.bytes("content"));
    ASSERT_EQ(found.has_value(), row.is_valid() && content.has_value());
    if (!found) continue;
    EXPECT_TRUE(same_bytes(found->reveal(), content->reveal()));
    EXPECT_EQ(crypto::wrap_key(wrapping, *content), row.bytes("wrapped"));
    ++opened;
  }
  EXPECT_EQ(opened, 4U);
}

}  // namespace
}  // namespace lintas
