#include "core/code/check.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/code/compact.hpp"
#include "core/code/cose.hpp"
#include "core/code/records.hpp"
#include "core/code/trust.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"

namespace lintas::code {
namespace {

using test::day_in_november;
using test::handle_of;

/// "yes", "no SIG-012", "unknown SIG-020".
std::string text_of(const Tick& tick) {
  std::string text{word_of(tick.verdict)};
  if (tick.why) text += ' ' + tick.why->rule;
  return text;
}
std::string text_of(const Checked& checked) {
  return text_of(checked.integrity) + " | " + text_of(checked.issuer) + " | " +
         text_of(checked.not_cancelled);
}

class CheckTest : public testing::Test {
 public:
  CheckTest() { EXPECT_TRUE(trust.take_sheet(state.signed_sheet(state.sheet())).has_value()); }

  void take_list(int day, std::vector<Handle> live) {
    EXPECT_TRUE(trust.take_list(state.signed_list(day_in_november(day), std::move(live))).has_value());
  }
  void take_key(KeyStatus status, Instant since) {
    TrustSheet sheet = state.sheet();
    sheet.number = 4;
    sheet.keys[0].status = status;
    sheet.keys[0].since = since;
    EXPECT_TRUE(trust.take_sheet(state.signed_sheet(sheet)).has_value());
  }
  std::string asked(const Bytes& code, int day = 6) const {
    return text_of(check(trust, code, day_in_november(day)));
  }

  const test::IssuingState state;
  Trust trust{test::sha256, test::verify_ed25519};
  const Bytes genuine = state.signed_code(day_in_november(5));
};

TEST_F(CheckTest, three_ticks_each_as_of_its_instant) {
  take_list(6, {handle_of(7)});
  const Checked checked = check(trust, genuine, day_in_november(7));
  EXPECT_EQ(text_of(checked), "yes | yes | yes");
  EXPECT_TRUE(checked.all_hold());
  EXPECT_EQ(checked.integrity.as_of, day_in_november(5)) << "since it was issued";
  EXPECT_EQ(checked.issuer.as_of, day_in_november(2)) << "of the sheet";
  EXPECT_EQ(checked.not_cancelled.as_of, day_in_november(6)) << "of the list";
  EXPECT_EQ(checked.sheet, 3U);
  EXPECT_EQ(checked.root, fingerprint_of({state.root.public_key()}, test::sha256));
  ASSERT_TRUE(checked.content.has_value());
  EXPECT_EQ(checked.content->issuer.str(), "SG");
}

TEST_F(CheckTest, SIG_012_a_changed_byte) {
  take_list(6, {handle_of(7)});
  for (std::size_t at = 0; at < genuine.size(); ++at) {
    const Checked checked = check(trust, test::with_byte_changed(genuine, at), day_in_november(7));
    EXPECT_FALSE(checked.all_hold()) << at;
    EXPECT_NE(checked.integrity.verdict, Verdict::yes) << at;
  }
  EXPECT_EQ(asked(test::with_byte_changed(genuine, genuine.size() - 1)),
            "no SIG-012 | unknown SIG-012 | unknown SIG-012");
}

TEST_F(CheckTest, SIG_011_SIG_012_a_wrong_key) {
  const test::ThrowAwayKey forger{9};
  Issuer issuer = state.issuer();
  issuer.sign = state.signed_by(forger);
  const Dates dates{.issued = day_in_november(5), .valid_from = day_in_november(5)};
  EXPECT_EQ(asked(issue(issuer, handle_of(7), dates, test::a_document())),
            "no SIG-012 | unknown SIG-012 | unknown SIG-012");
  issuer.key = key_id_of({forger.public_key()}, test::sha256);
  EXPECT_EQ(asked(issue(issuer, handle_of(7), dates, test::a_document())),
            "unknown SIG-011 | no SIG-011 | unknown SIG-011");
}

TEST_F(CheckTest, SIG_010_without_a_sheet_of_the_state_nothing_is_known) {
  const test::IssuingState other{"MY"};
  auto document = test::a_document();
  document.mrn = *Mrn::issue(std::chrono::year{2026}, *Country::parse("MY"), "000000000001");
  const Bytes foreign = issue(other.issuer(), handle_of(7),
                              {.issued = day_in_november(5), .valid_from = day_in_november(5)}, document);
  EXPECT_EQ(asked(foreign), "unknown SIG-010 | unknown SIG-010 | unknown SIG-010")
      << "the same key, but no sheet of that state names it";
}

TEST_F(CheckTest, SIG_016_a_revoked_key_before_and_after) {
  take_list(6, {handle_of(7)});
  take_key(KeyStatus::revoked, day_in_november(5));
  EXPECT_EQ(asked(genuine), "yes | no SIG-016 | unknown SIG-016");
  EXPECT_EQ(asked(state.signed_code(day_in_november(4))), "yes | yes | unknown SIG-020")
      << "what it signed before stands, but its lists fell with it";
}

TEST_F(CheckTest, SIG_015_a_key_out_of_its_time) {
  take_list(6, {handle_of(7)});
  EXPECT_EQ(asked(state.signed_code(day_in_november(1) - std::chrono::milliseconds{1})),
            "yes | no SIG-015 | unknown SIG-015");
  take_key(KeyStatus::retired, day_in_november(5));
  EXPECT_EQ(asked(genuine), "yes | no SIG-015 | unknown SIG-015");
  EXPECT_EQ(asked(state.signed_code(day_in_november(4))), "yes | yes | unknown SIG-020");
}

TEST_F(CheckTest, SIG_013_an_expired_sheet) {
  take_list(27, {handle_of(7)});
  EXPECT_EQ(asked(genuine, 27), "yes | yes | yes");
  EXPECT_EQ(asked(genuine, 28), "yes | unknown SIG-013 | yes");
}

TEST_F(CheckTest, SIG_020_SIG_021_SIG_022_what_a_list_does_not_tell) {
  EXPECT_EQ(asked(genuine), "yes | yes | unknown SIG-020");
  take_list(4, {});
  EXPECT_EQ(asked(genuine), "yes | yes | unknown SIG-021") << "issued behind its date";
  take_list(6, {handle_of(7)});
  EXPECT_EQ(asked(genuine, 7), "yes | yes | yes");
  EXPECT_EQ(asked(genuine, 8), "yes | yes | unknown SIG-022");
}

TEST_F(CheckTest, SIG_025_a_list_that_is_dated_ahead_of_the_clock_tells_nothing) {
  using namespace std::chrono_literals;
  take_list(6, {handle_of(7)});
  const Bytes released_since =
      issue(state.issuer(), handle_of(8),
            {.issued = day_in_november(5) + 12h, .valid_from = day_in_november(5) + 12h}, test::a_document());
  const auto told = [&](const Bytes& code, Instant at) {
    return text_of(check(trust, code, at).not_cancelled);
  };
  const Instant early = day_in_november(5) + 13h;
  EXPECT_EQ(told(genuine, early), "unknown SIG-025") << "it may have ended since the list was made";
  EXPECT_EQ(told(released_since, early), "unknown SIG-025") << "it may have been released since then";
  EXPECT_EQ(told(genuine, day_in_november(6) - 1min - 1ms), "unknown SIG-025");
  EXPECT_EQ(told(genuine, day_in_november(6) - 1min), "yes") << "clocks differ by so much";
  EXPECT_EQ(told(released_since, day_in_november(6)), "no SIG-023") << "the list's own instant";
  const Checked checked = check(trust, genuine, early);
  EXPECT_EQ(checked.not_cancelled.as_of, day_in_november(6));
  EXPECT_TRUE(checked.not_cancelled.why->detail.contains("dated 2026-11-06"))
      << checked.not_cancelled.why->detail;
}

TEST_F(CheckTest, SIG_015_a_document_printed_again_is_judged_by_when_it_was_signed) {
  const Instant before_the_key = day_in_november(1) - std::chrono::hours{1};
  const Bytes again = state.signed_code({.issued = day_in_november(5), .valid_from = before_the_key});
  take_list(2, {});
  EXPECT_EQ(asked(again), "yes | yes | no SIG-023") << "released before the list, so it would be in it";
  take_list(6, {handle_of(7)});
  EXPECT_EQ(asked(again), "yes | yes | yes") << "released under the key before";
  EXPECT_EQ(asked(state.signed_code({.issued = before_the_key, .valid_from = before_the_key})),
            "yes | no SIG-015 | unknown SIG-015");
}

TEST_F(CheckTest, SIG_023_what_was_cancelled_stays_so) {
  take_list(6, {handle_of(8)});
  EXPECT_EQ(asked(genuine), "yes | yes | no SIG-023");
  EXPECT_EQ(asked(genuine, 20), "yes | yes | no SIG-023") << "an old list says that as well";
}

TEST_F(CheckTest, SIG_006_the_text_of_a_code_is_checked_alike) {
  take_list(6, {handle_of(7)});
  EXPECT_TRUE(check(trust, std::string_view{qr_text_of(genuine)}, day_in_november(7)).all_hold());
  EXPECT_EQ(text_of(check(trust, std::string_view{"LC1:?"}, day_in_november(7))),
            "no SIG-006 | unknown SIG-006 | unknown SIG-006");
}

TEST_F(CheckTest, SIG_003_SIG_004_SIG_005_what_is_no_code) {
  EXPECT_EQ(asked(Bytes(100'000)), "no SIG-003 | unknown SIG-003 | unknown SIG-003");
  EXPECT_EQ(asked({}), "no SIG-005 | unknown SIG-005 | unknown SIG-005");
  Bytes trailing = genuine;
  trailing.push_back(std::byte{0});
  EXPECT_EQ(asked(trailing), "no SIG-005 | unknown SIG-005 | unknown SIG-005");
  Bytes es256 = genuine;
  es256[5] = std::byte{0x26};  // d2 84 47 a2 01 27: the algorithm
  EXPECT_EQ(asked(es256), "no SIG-004 | unknown SIG-004 | unknown SIG-004");
}

class CertificateCheckTest : public CheckTest {
 public:
  void take_cancellations(int day, std::vector<Handle> cancelled) {
    EXPECT_TRUE(
        trust.take_list(state.signed_cancellations(day_in_november(day), std::move(cancelled))).has_value());
  }

  const Bytes certificate = state.signed_certificate(day_in_november(5));
};

TEST_F(CertificateCheckTest, a_certificate_holds_unless_the_list_has_it_as_cancelled) {
  EXPECT_EQ(asked(certificate), "yes | yes | unknown SIG-020");
  take_list(6, {handle_of(7)});
  EXPECT_EQ(asked(certificate), "yes | yes | unknown SIG-020") << "the list of movements says nothing of it";
  take_cancellations(6, {handle_of(8)});
  const Checked checked = check(trust, certificate, day_in_november(6));
  EXPECT_TRUE(checked.all_hold());
  EXPECT_EQ(checked.not_cancelled.as_of, day_in_november(6));
  EXPECT_EQ(std::get<Certificate>(checked.content->document), test::a_certificate());
}

TEST_F(CertificateCheckTest, SIG_029_what_was_cancelled_stays_so_however_old_the_list_is) {
  take_cancellations(6, {handle_of(7), handle_of(9)});
  EXPECT_EQ(asked(certificate), "yes | yes | no SIG-029");
  EXPECT_EQ(asked(certificate, 20), "yes | yes | no SIG-029");
}

TEST_F(CertificateCheckTest, SIG_021_SIG_022_a_list_that_is_too_old_says_unknown) {
  take_cancellations(6, {});
  EXPECT_EQ(asked(certificate, 8), "yes | yes | unknown SIG-022") << "it may have been cancelled since";
  EXPECT_EQ(asked(state.signed_certificate(day_in_november(7)), 7), "yes | yes | unknown SIG-021")
      << "issued behind its date";
  EXPECT_EQ(asked(certificate, 5), "yes | yes | unknown SIG-025") << "dated ahead";
}

TEST_F(CertificateCheckTest, SIG_030_a_document_is_the_one_that_was_signed_or_not) {
  take_cancellations(6, {});
  Checked checked = check(trust, certificate, day_in_november(6));
  compare(checked, test::a_certificate().content);
  EXPECT_EQ(text_of(*checked.document), "yes");
  EXPECT_TRUE(checked.all_hold());
  Hash256 other = test::a_certificate().content;
  other.bytes[31] ^= std::byte{1};
  compare(checked, other);
  EXPECT_EQ(text_of(*checked.document), "no SIG-030");
  EXPECT_FALSE(checked.all_hold());
}

TEST_F(CertificateCheckTest, SIG_031_what_cannot_be_compared_is_unknown) {
  take_cancellations(6, {});
  take_list(6, {handle_of(7)});
  Checked checked = check(trust, certificate, day_in_november(6));
  compare(checked, std::nullopt);
  EXPECT_EQ(text_of(*checked.document), "unknown SIG-031");
  EXPECT_FALSE(checked.all_hold()) << "a document was given and says nothing";
  Checked of_movement = check(trust, genuine, day_in_november(6));
  EXPECT_TRUE(of_movement.all_hold());
  compare(of_movement, test::a_certificate().content);
  EXPECT_EQ(text_of(*of_movement.document), "unknown SIG-031");
  Checked false_one =
      check(trust, test::with_byte_changed(certificate, certificate.size() - 1), day_in_november(6));
  compare(false_one, test::a_certificate().content);
  EXPECT_EQ(text_of(*false_one.document), "unknown SIG-012") << "nobody signed that it is the same";
  compare(false_one, Hash256{});
  EXPECT_EQ(text_of(*false_one.document), "unknown SIG-012") << "nor that it is another one";
  Checked of_nobody = check(Trust{test::sha256, test::verify_ed25519}, certificate, day_in_november(6));
  compare(of_nobody, Hash256{});
  EXPECT_EQ(text_of(*of_nobody.document), "unknown SIG-010");
}

}  // namespace
}  // namespace lintas::code
