#include "core/code/trust.hpp"

#include <gtest/gtest.h>
#include <string>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/model/values/country.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"

namespace lintas::code {
namespace {

using test::day_in_november;
using test::handle_of;

constexpr std::chrono::milliseconds tick{1};

class TrustTest : public testing::Test {
 public:
  const test::IssuingState state;
  Trust trust{test::sha256, test::verify_ed25519};
  const Country sg = *Country::parse("SG");

  std::string rule_of_sheet(const Bytes& sheet) {
    const auto taken = trust.take_sheet(sheet);
    return taken ? (*taken == Trust::Taken::newer ? "newer" : "held") : taken.error().rule;
  }
  std::string rule_of_list(const Bytes& list) {
    const auto taken = trust.take_list(list);
    return taken ? (*taken == Trust::Taken::newer ? "newer" : "held") : taken.error().rule;
  }
  TrustSheet numbered(std::uint32_t number) const {
    TrustSheet sheet = state.sheet();
    sheet.number = number;
    return sheet;
  }
  TrustSheet with_key(KeyStatus status, Instant since) const {
    TrustSheet sheet = numbered(4);
    sheet.keys[0].status = status;
    sheet.keys[0].since = since;
    return sheet;
  }
};

TEST_F(TrustTest, two_people_read_a_fingerprint_to_each_other) {
  const std::string fingerprint = fingerprint_of(state.sheet().root, test::sha256);
  EXPECT_EQ(fingerprint.size(), 39U);
  EXPECT_EQ(fingerprint[4], '-');
  const auto pin = parse_pin("SG=" + fingerprint);
  ASSERT_TRUE(pin.has_value());
  EXPECT_EQ(pin->fingerprint, fingerprint);
  EXPECT_EQ(parse_pin("SG=0011 2233 4455 6677 8899 AABB CCDD EEFF")->fingerprint,
            "0011-2233-4455-6677-8899-aabb-ccdd-eeff");
  for (const auto* text : {"", "SG", "SG=", "SG=0011", "sg=0011-2233-4455-6677-8899-aabb-ccdd-eeff", "SG:00"})
    EXPECT_FALSE(parse_pin(text)) << text;
}

TEST_F(TrustTest, SIG_024_a_sheet_never_goes_back) {
  EXPECT_EQ(rule_of_sheet(state.signed_sheet(numbered(3))), "newer");
  EXPECT_EQ(rule_of_sheet(state.signed_sheet(numbered(3))), "held");
  EXPECT_EQ(rule_of_sheet(state.signed_sheet(numbered(4))), "newer");
  EXPECT_EQ(rule_of_sheet(state.signed_sheet(numbered(3))), "SIG-024");
  TrustSheet other = numbered(4);
  other.until += tick;
  EXPECT_EQ(rule_of_sheet(state.signed_sheet(other)), "SIG-024") << "two sheets under one number";
  EXPECT_EQ(trust.sheet_of(sg)->number, 4U);
  EXPECT_EQ(trust.sheet_of(*Country::parse("MY")), nullptr);
}

TEST_F(TrustTest, SIG_012_a_sheet_is_signed_by_the_root_that_it_names) {
  const Bytes good = state.signed_sheet(numbered(3));
  EXPECT_EQ(rule_of_sheet(test::with_byte_changed(good, good.size() - 1)), "SIG-012");
  EXPECT_EQ(rule_of_sheet(sign_sheet(numbered(3), test::sha256, state.signed_by(state.key))), "SIG-012");
  EXPECT_EQ(trust.sheet_of(sg), nullptr);
}

TEST_F(TrustTest, SIG_014_a_state_has_one_root) {
  const test::ThrowAwayKey usurper{9};
  TrustSheet forged = numbered(9);
  forged.root = {usurper.public_key()};
  const Bytes of_usurper = sign_sheet(forged, test::sha256, state.signed_by(usurper));
  EXPECT_EQ(rule_of_sheet(state.signed_sheet(numbered(3))), "newer");
  EXPECT_EQ(rule_of_sheet(of_usurper), "SIG-014") << "the first sheet named another";

  const std::string fingerprint = fingerprint_of({state.root.public_key()}, test::sha256);
  Trust pinned{test::sha256, test::verify_ed25519, {*parse_pin("SG=" + fingerprint)}};
  EXPECT_EQ(pinned.take_sheet(of_usurper).error().rule, "SIG-014");
  EXPECT_TRUE(pinned.take_sheet(state.signed_sheet(numbered(3))).has_value());

  Trust other{test::sha256, test::verify_ed25519, {*parse_pin("MY=" + fingerprint)}};
  EXPECT_TRUE(other.take_sheet(of_usurper).has_value()) << "a root vouches for its own state only";
}

TEST_F(TrustTest, SIG_003_SIG_005_SIG_007_what_is_no_sheet_is_refused) {
  EXPECT_EQ(rule_of_sheet(Bytes(limits::trust_sheet_bytes_max + 1)), "SIG-003");
  EXPECT_EQ(rule_of_sheet({}), "SIG-005");
  EXPECT_EQ(rule_of_sheet(state.signed_code(day_in_november(3))), "SIG-007");
  TrustSheet wrong = numbered(3);
  wrong.until = wrong.issued;
  EXPECT_EQ(rule_of_sheet(state.signed_sheet(wrong)), "SIG-005");
}

TEST_F(TrustTest, SIG_015_SIG_016_a_key_is_believed_for_its_time) {
  TrustedKey key = state.trusted_key();
  const auto rule = [&](Instant at) {
    const auto fault = fault_of_key(key, at);
    return fault ? fault->rule : std::string{"good"};
  };
  EXPECT_EQ(rule(key.from - tick), "SIG-015");
  EXPECT_EQ(rule(key.from), "good");
  EXPECT_EQ(rule(key.until - tick), "good");
  EXPECT_EQ(rule(key.until), "SIG-015");
  key.since = day_in_november(10);
  key.status = KeyStatus::retired;
  EXPECT_EQ(rule(*key.since - tick), "good");
  EXPECT_EQ(rule(*key.since), "SIG-015");
  key.status = KeyStatus::revoked;
  EXPECT_EQ(rule(*key.since - tick), "good");
  EXPECT_EQ(rule(*key.since), "SIG-016");
  EXPECT_EQ(rule(key.until), "SIG-016") << "the worse of two faults";
}

TEST_F(TrustTest, SIG_024_a_status_list_never_goes_back) {
  ASSERT_EQ(rule_of_sheet(state.signed_sheet(numbered(3))), "newer");
  const Bytes early = state.signed_list(day_in_november(3), {handle_of(1), handle_of(2)});
  const Bytes late = state.signed_list(day_in_november(4), {handle_of(2)});
  EXPECT_EQ(rule_of_list(early), "newer");
  EXPECT_EQ(rule_of_list(late), "newer");
  EXPECT_EQ(rule_of_list(late), "held");
  EXPECT_EQ(rule_of_list(early), "SIG-024");
  EXPECT_EQ(rule_of_list(state.signed_list(day_in_november(4), {})), "SIG-024") << "two lists of one date";
  EXPECT_EQ(trust.list_of(sg, Kind::accompanying_document)->as_of, day_in_november(4));
  EXPECT_EQ(trust.list_of(*Country::parse("MY"), Kind::accompanying_document), nullptr);
}

TEST_F(TrustTest, SIG_010_SIG_011_SIG_012_a_list_is_signed_by_a_key_of_the_sheet) {
  const Bytes list = state.signed_list(day_in_november(3), {});
  EXPECT_EQ(rule_of_list(list), "SIG-010") << "the sheets come first";
  ASSERT_EQ(rule_of_sheet(state.signed_sheet(numbered(3))), "newer");
  EXPECT_EQ(rule_of_list(test::with_byte_changed(list, list.size() - 1)), "SIG-012");
  const test::ThrowAwayKey stranger{9};
  Issuer of_stranger = state.issuer();
  of_stranger.sign = state.signed_by(stranger);
  const StatusList content = read_list(list)->list;
  EXPECT_EQ(rule_of_list(sign_list(content, of_stranger)), "SIG-012");
  of_stranger.key = key_id_of({stranger.public_key()}, test::sha256);
  EXPECT_EQ(rule_of_list(sign_list(content, of_stranger)), "SIG-011");
  EXPECT_EQ(trust.list_of(sg, Kind::accompanying_document), nullptr);
}

TEST_F(TrustTest, SIG_016_a_list_falls_with_its_key) {
  ASSERT_EQ(rule_of_sheet(state.signed_sheet(numbered(3))), "newer");
  ASSERT_EQ(rule_of_list(state.signed_list(day_in_november(6), {})), "newer");
  ASSERT_EQ(rule_of_sheet(state.signed_sheet(with_key(KeyStatus::revoked, day_in_november(5)))), "newer");
  EXPECT_EQ(trust.list_of(sg, Kind::accompanying_document), nullptr);
  EXPECT_EQ(rule_of_list(state.signed_list(day_in_november(7), {})), "SIG-016");
  EXPECT_EQ(rule_of_list(state.signed_list(day_in_november(4), {})), "SIG-024")
      << "what was held is still the newest that was seen";
}

}  // namespace
}  // namespace lintas::code
