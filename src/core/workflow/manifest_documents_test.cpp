#include "core/workflow/manifest_documents.hpp"

#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/state.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/manifest_limits.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/national_node.hpp"

namespace lintas::workflow {
namespace {

using namespace std::chrono_literals;
using exchange::ManifestEntry;
namespace imp = documents::import_side;

const Instant now = *parse_instant("2026-11-23T02:00:00Z");

documents::Reference certificate(const std::string& state = "MY", const std::string& office = "MYPKG001",
                                 const std::string& number = "TH-26/01/00001") {
  return {.state = Country::parse(state).value(),
          .office = documents::IssuingOffice::parse(office).value(),
          .number = documents::ReferenceNumber::parse(number).value()};
}
exchange::Partner partner(std::string_view name) { return exchange::Partner::parse(name).value(); }

TEST(ThingOfACertificate, IsOneLineThatLeadsBack) {
  EXPECT_EQ(thing_of(certificate()), "MY e_form_d MYPKG001 TH-26/01/00001");
  EXPECT_EQ(thing_of(certificate("VN", "VCCI Hai Phong 100%", "N 1")),
            "VN e_form_d VCCI%20Hai%20Phong%20100%25 N 1");
  for (const auto& one : {certificate(), certificate("VN", "VCCI Hai Phong 100%", "N 1")})
    EXPECT_EQ(certificate_of(thing_of(one)), one);
}

TEST(ThingOfACertificate, IsNothingElse) {
  for (const std::string text :
       {"", "26SG000101A1B2C3J0", "MY e_form_d MYPKG001", "MY e_form_x MYPKG001 1", "M e_form_d MYPKG001 1",
        "MY e_form_d MY%2F 1", "MY e_form_d  1", "MY e_form_d A "})
    EXPECT_FALSE(certificate_of(text).has_value()) << text;
}

TEST(AManifest, TellsWhatMovedLatelyEachDayAndWhatRestsOnOneOfTwentyEight) {
  const std::string thing = thing_of(certificate());
  EXPECT_TRUE(is_told(thing, now - manifest_limits::daily + 1h, now));
  EXPECT_TRUE(is_told(thing, std::nullopt, now));
  int told = 0;
  for (std::uint32_t day = 0; day < manifest_limits::rest; ++day)
    if (is_told(thing, now - 300 * 24h, now + day * 24h)) ++told;
  EXPECT_EQ(told, 1);
}

TEST(AManifest, CountsWhatWaitsForItsTurnAsTaken) {
  const auto th = partner("TH");
  exchange::Lanes lanes{.lanes = {{.partner = th, .sent = 3, .applied = 2, .asked = {}}}, .parked = {}};
  const auto park = [&](exchange::Partner from, std::uint32_t n) {
    lanes.parked.push_back({.partner = from,
                            .n = n,
                            .reason = exchange::ParkedFor::early,
                            .since = now,
                            .message_id = {},
                            .content = {}});
  };
  park(th, 5);
  park(partner("VN"), 3);
  EXPECT_EQ(taken_of(lanes, th), 2U);
  park(th, 3);
  EXPECT_EQ(taken_of(lanes, th), 3U);
  park(th, 4);
  EXPECT_EQ(taken_of(lanes, th), 5U);
}

/// A certificate of Malaysia for Thailand, seen from Thailand.
class Compared : public testing::Test {
 protected:
  Compared() {
    imported.state = imp::State::accepted;
    imported.contents.reference = certificate();
    imported.contents.importer = Country::parse("TH").value();
    imported.issued = *parse_day("2026-11-20");
    imported.items = {{.item = 1,
                       .quantity = Decimal::of(100),
                       .unit = {},
                       .claimed = {},
                       .used = Decimal::of(100),
                       .refused = {},
                       .drawn = {},
                       .result = documents::Result::u1,
                       .decided = now}};
  }

  /// What Malaysia's list says, and what Thailand makes of it.
  CertificatesCompared compare(const ManifestEntry& theirs) {
    const State state = State::of(imported);
    const StreamView view{
        .id = StreamId{7}, .kind = import_stream, .state = &state, .lanes = is_here ? &lanes : nullptr};
    return compare_certificates(
        {.day = *parse_day("2026-11-23"), .part = 1, .entries = {theirs}, .month = "2026-11"}, partner("MY"),
        std::vector{view}, &known, now, thailand.get());
  }
  /// As Thailand knows it itself, turned round.
  ManifestEntry theirs() {
    const State state = State::of(imported);
    ByPartner told;
    add_certificate(told, {.id = StreamId{7}, .kind = import_stream, .state = &state, .lanes = &lanes}, now,
                    thailand.get());
    ManifestEntry entry = told.at(partner("MY")).front();
    std::swap(entry.sent, entry.taken);
    return entry;
  }

  test::StateSetting thailand{"TH"};
  imp::Certificate imported;
  exchange::Lanes lanes{.lanes = {{.partner = partner("MY"), .sent = 2, .applied = 1, .asked = {}}},
                        .parked = {}};
  PartnersLists known;
  bool is_here = true;
};

TEST_F(Compared, LeadToNothingWhereNothingDiffers) {
  const auto compared = compare(theirs());
  EXPECT_TRUE(theirs().digest.has_value());
  EXPECT_TRUE(compared.wanted.empty());
  EXPECT_TRUE(compared.differs.empty());
  EXPECT_TRUE(compared.healed.empty()) << "what was never missed is not healed";
}

TEST_F(Compared, AskForWhatWasSentBehindTheLastThatCame) {
  auto entry = theirs();
  entry.sent = 3;
  const auto compared = compare(entry);
  ASSERT_EQ(compared.wanted.size(), 1U);
  EXPECT_EQ(compared.wanted.front(),
            (Wanted{.certificate = certificate(), .first = 2, .last = 3, .times = 1}));
  EXPECT_TRUE(compared.differs.empty());
}

TEST_F(Compared, AskForACertificateThatIsNotHereAtAll) {
  imported = {};
  is_here = false;
  const auto compared =
      compare({.thing = thing_of(certificate()), .sent = 1, .taken = 0, .version = {}, .digest = {}});
  ASSERT_EQ(compared.wanted.size(), 1U);
  EXPECT_EQ(compared.wanted.front().first, 1U);
}

TEST_F(Compared, ShowWhatDoesNotComeThoughItWasAskedForThreeDaysOn) {
  auto entry = theirs();
  entry.sent = 2;
  for (std::uint32_t day = 1; day <= manifest_limits::asked_in_vain + 2; ++day) {
    const auto compared = compare(entry);
    ASSERT_EQ(compared.wanted.size(), 1U) << "it is asked for all the same";
    EXPECT_EQ(compared.wanted.front().times, day);
    EXPECT_EQ(compared.differs.size(), day == manifest_limits::asked_in_vain + 1 ? 1U : 0U) << day;
    remember(known, compared);
  }
  EXPECT_EQ(known.differs.front().what, Differs::not_sent_again);
  lanes.lanes.front().applied = 2;
  EXPECT_EQ(compare(entry).healed.size(), 1U);
}

TEST_F(Compared, ShowThatThePartnerHasTakenMoreThanWasSentHere) {
  auto entry = theirs();
  entry.taken = 5;
  const auto compared = compare(entry);
  ASSERT_EQ(compared.differs.size(), 1U);
  EXPECT_EQ(compared.differs.front().what, Differs::lost_here);
  EXPECT_EQ(compared.differs.front().taken_there, 5U);
}

TEST_F(Compared, ShowTwoPicturesOfOneCertificateOnlyWhereEverythingArrived) {
  auto entry = theirs();
  imported.items.front().used = Decimal::of(40);
  ASSERT_EQ(compare(entry).differs.size(), 1U);
  EXPECT_EQ(compare(entry).differs.front().what, Differs::picture);
  entry.taken = 1;
  EXPECT_TRUE(compare(entry).differs.empty()) << "the partner has not heard of it yet";
}

TEST_F(Compared, SayNothingOfACertificateThatIsNoneOfThePartners) {
  auto entry = theirs();
  entry.thing = thing_of(certificate("VN"));
  entry.sent = 9;
  EXPECT_TRUE(compare(entry).wanted.empty());
}

}  // namespace
}  // namespace lintas::workflow
