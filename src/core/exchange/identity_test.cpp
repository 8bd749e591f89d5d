#include "core/exchange/identity.hpp"

#include <chrono>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/code/trust.hpp"
#include "core/model/values/country.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/field_numbers.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"

namespace lintas::exchange {
namespace {

using test::day_in_november;
using test::ThrowAwayKey;

class IdentityTest : public testing::Test {
 public:
  static code::Sign by(const ThrowAwayKey& key) {
    return [&key](ByteView content) { return key.sign(content); };
  }
  Delegation delegation() const {
    return {.state = *Country::parse("SG"),
            .number = 2,
            .from = day_in_november(1),
            .until = day_in_november(30),
            .root = {root.public_key()},
            .key = {key.public_key()}};
  }
  IdentityDocument document() const {
    return document(sign_delegation(delegation(), test::sha256, by(root)));
  }
  static IdentityDocument document(Bytes delegation) {
    return {.delegation = std::move(delegation),
            .number = 5,
            .issued = day_in_november(3),
            .until = day_in_november(20),
            .url = "https://node.sg:8443",
            .head_key = {},
            .tls_certificates = {Hash256{}},
            .tls_authorities = {},
            .authorities = {},
            .signing = {Bytes(3)},
            .sealing = {Bytes(4)},
            .capabilities = {.profiles = {Profile::v1, Profile::v2},
                             .messages = {{.type = "IE050", .versions = {1}}},
                             .payload_bytes_max = 1000}};
  }
  Bytes signed_document(const IdentityDocument& content) const {
    return sign_identity(content, {key.public_key()}, test::sha256, by(key));
  }
  static std::string rule_of(const Bytes& bytes) {
    const auto identity = read_identity(bytes, test::sha256, test::verify_ed25519);
    return identity ? "" : identity.error().rule;
  }
  Identity read() const { return read(document()); }
  Identity read(const IdentityDocument& content) const {
    return read_identity(signed_document(content), test::sha256, test::verify_ed25519).value();
  }
  code::Pin pin() const {
    return {.state = *Country::parse("SG"),
            .fingerprint = code::fingerprint_of({root.public_key()}, test::sha256)};
  }
  static std::string rule(const std::optional<Finding>& fault) { return fault ? fault->rule : ""; }

  const ThrowAwayKey root{1};
  const ThrowAwayKey key{2};
  const ThrowAwayKey stranger{9};
};

TEST_F(IdentityTest, says_what_was_signed) {
  const Identity identity = read();
  EXPECT_EQ(identity.delegation, delegation());
  EXPECT_EQ(identity.document, document());
  EXPECT_EQ(identity.state().str(), "SG");
  EXPECT_EQ(rule(fault_of(identity, pin(), test::sha256)), "");
  EXPECT_EQ(rule(fault_at(identity, day_in_november(5))), "");
}

TEST_F(IdentityTest, IDN_001_both_signatures_have_to_fit) {
  const Bytes good = signed_document(document());
  EXPECT_EQ(rule_of(test::with_byte_changed(good, good.size() - 1)), "IDN-001");
  EXPECT_EQ(rule_of(sign_identity(document(), {key.public_key()}, test::sha256, by(stranger))), "IDN-001");
  EXPECT_EQ(rule_of(sign_identity(document(), {stranger.public_key()}, test::sha256, by(stranger))),
            "IDN-001")
      << "a key that the root does not name";
  const Bytes forged = sign_delegation(delegation(), test::sha256, by(stranger));
  EXPECT_EQ(rule_of(signed_document(document(forged))), "IDN-001");
}

TEST_F(IdentityTest, is_nothing_else_and_of_no_other_form) {
  EXPECT_EQ(rule_of(Bytes(identity_bytes_max + 1)), "SIG-003");
  EXPECT_EQ(rule_of(Bytes(12)), "SIG-005");
  EXPECT_EQ(rule_of(sign_delegation(delegation(), test::sha256, by(root))), "SIG-007");
  EXPECT_EQ(rule_of(signed_document(document(signed_document(document())))), "SIG-007");
  const auto wrong = [&](auto change) {
    IdentityDocument changed = document();
    change(changed);
    return rule_of(signed_document(changed));
  };
  EXPECT_EQ(wrong([](IdentityDocument& d) { d.version = 2; }), "SIG-007");
  EXPECT_EQ(wrong([](IdentityDocument& d) { d.until = d.issued; }), "SIG-005");
  EXPECT_EQ(wrong([](IdentityDocument& d) { d.url.clear(); }), "SIG-005");
  EXPECT_EQ(wrong([](IdentityDocument& d) { d.signing.clear(); }), "SIG-005");
  EXPECT_EQ(wrong([](IdentityDocument& d) { d.sealing.clear(); }), "SIG-005");
  EXPECT_EQ(wrong([](IdentityDocument& d) { d.authorities.resize(identity_certificates_max + 1); }),
            "SIG-005");
  EXPECT_EQ(wrong([](IdentityDocument& d) { d.capabilities.profiles.clear(); }), "SIG-005");
  EXPECT_EQ(wrong([](IdentityDocument& d) { d.capabilities.profiles = {Profile{9}}; }), "SIG-005");
  EXPECT_EQ(wrong([](IdentityDocument& d) { d.capabilities.messages[0].versions.clear(); }), "SIG-005");
  EXPECT_EQ(wrong([](IdentityDocument& d) { d.capabilities.messages.resize(identity_messages_max + 1); }),
            "SIG-005");
  Delegation backwards = delegation();
  backwards.until = backwards.from;
  EXPECT_EQ(rule_of(signed_document(document(sign_delegation(backwards, test::sha256, by(root))))),
            "SIG-005");
}

TEST_F(IdentityTest, IDN_002_no_other_root_than_the_pinned_one_is_believed) {
  code::Pin other = pin();
  other.fingerprint = code::fingerprint_of({stranger.public_key()}, test::sha256);
  const auto fault = fault_of(read(), other, test::sha256);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->rule, "IDN-002");
  EXPECT_TRUE(fault->detail.contains(pin().fingerprint)) << fault->detail;
}

TEST_F(IdentityTest, IDN_003_a_root_vouches_for_its_own_state) {
  code::Pin other = pin();
  other.state = *Country::parse("MY");
  EXPECT_EQ(rule(fault_of(read(), other, test::sha256)), "IDN-003");
}

TEST_F(IdentityTest, IDN_004_it_has_to_be_in_force) {
  constexpr std::chrono::milliseconds tick{1};
  const auto at = [&](Instant now) { return rule(fault_at(read(), now)); };
  EXPECT_EQ(at(day_in_november(3) - tick), "IDN-004");
  EXPECT_EQ(at(day_in_november(3)), "");
  EXPECT_EQ(at(day_in_november(20) - tick), "");
  EXPECT_EQ(at(day_in_november(20)), "IDN-004");
  Delegation over = delegation();
  over.until = day_in_november(4);
  const Identity identity = read(document(sign_delegation(over, test::sha256, by(root))));
  EXPECT_EQ(rule(fault_at(identity, day_in_november(5))), "IDN-004") << "of its key";
}

TEST_F(IdentityTest, IDN_005_it_never_goes_back) {
  const Identity held = read();
  EXPECT_EQ(rule(fault_of_change(held, held)), "");
  IdentityDocument next = document();
  next.number = 6;
  EXPECT_EQ(rule(fault_of_change(held, read(next))), "");
  EXPECT_EQ(rule(fault_of_change(read(next), held)), "IDN-005");
  next.number = 5;
  next.url = "https://elsewhere.sg";
  EXPECT_EQ(rule(fault_of_change(held, read(next))), "IDN-005") << "two under one number";
  Delegation later = delegation();
  later.number = 3;
  IdentityDocument first = document(sign_delegation(later, test::sha256, by(root)));
  first.number = 1;
  EXPECT_EQ(rule(fault_of_change(held, read(first))), "") << "another delegation begins anew";
  EXPECT_EQ(rule(fault_of_change(read(first), held)), "IDN-005") << "a key that the root replaced";
  Delegation twin = delegation();
  twin.until = day_in_november(29);
  IdentityDocument other = document(sign_delegation(twin, test::sha256, by(root)));
  other.number = 6;
  EXPECT_EQ(rule(fault_of_change(held, read(other))), "IDN-005") << "two delegations under one number";
}

TEST_F(IdentityTest, records_keep_the_field_numbers_of_the_committed_list) {
  const auto lines = [](const std::vector<std::string>& rows) {
    std::string text;
    for (const auto& row : rows) text += row + '\n';
    return text;
  };
  const auto differences =
      test::compare_with_committed<Delegation, MessageKind, Capabilities, IdentityDocument>("identity.",
                                                                                            LINTAS_ROOT);
  EXPECT_EQ(lines(differences.not_listed), "") << "append these to data/field-numbers.csv";
  EXPECT_EQ(lines(differences.not_in_the_code), "")
      << "a number is never taken back or given to something else";
}

TEST_F(IdentityTest, the_page_for_other_makers_has_every_field) {
  std::ifstream file{LINTAS_ROOT "/docs/protocols/identity.md"};
  const std::string page{std::istreambuf_iterator<char>{file}, {}};
  for (const Shape* record : {&shape_of<Delegation>, &shape_of<MessageKind>, &shape_of<Capabilities>,
                              &shape_of<IdentityDocument>}) {
    const auto table = page.find(format("| number | `{}` |", record->record));
    ASSERT_NE(table, std::string::npos) << record->record;
    for (const Part& part : record->parts) {
      const std::string row =
          format("\n| {} | `{}` | {} | ", part.number, part.name, test::kind_of(*part.shape));
      EXPECT_LT(page.find(row, table), page.find("\n\n", table)) << record->record << row;
    }
  }
}

}  // namespace
}  // namespace lintas::exchange
