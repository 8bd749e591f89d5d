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
#include "core/workflow/manifest_certificates.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/manifest_limits.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/state_setting.hpp"

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
  lanes.lanes.front().left_out = {6, 8};
  EXPECT_EQ(taken_of(lanes, th), 6U) << "nobody waits for what was taken out";
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
  DocumentsCompared compare(const ManifestEntry& theirs, Instant at = now, std::uint32_t part = 1) {
    const State state = State::of(imported);
    const StreamView view{
        .id = StreamId{7}, .kind = import_stream, .state = &state, .lanes = is_here ? &lanes : nullptr};
    return compare_documents(
        {.day = *parse_day("2026-11-23"), .part = part, .entries = {theirs}, .month = "2026-11"},
        partner("MY"), std::vector{view}, &known, at, thailand.get());
  }
  /// As Thailand knows it itself, turned round.
  ManifestEntry theirs() {
    const State state = State::of(imported);
    ByPartner told;
    add_document(told, {.id = StreamId{7}, .kind = import_stream, .state = &state, .lanes = &lanes}, now,
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
  EXPECT_EQ(compared.wanted.front(), (Wanted{.certificate = certificate(),
                                             .first = 2,
                                             .last = 3,
                                             .times = 1,
                                             .day = *parse_day("2026-11-23"),
                                             .sent = 2,
                                             .document = {}}));
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
    const auto compared = compare(entry, now + day * 24h);
    ASSERT_EQ(compared.wanted.size(), 1U) << "it is asked for all the same";
    EXPECT_EQ(compared.wanted.front().times, day);
    EXPECT_EQ(compared.differs.size(), day == manifest_limits::asked_in_vain + 1 ? 1U : 0U) << day;
    remember(known, compared);
    EXPECT_TRUE(compare(entry, now + day * 24h + 1h).wanted.empty()) << "once a day, and counted once";
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

TEST_F(Compared, HealTwoPicturesOnlyWhereBothAreToldAndEqual) {
  auto entry = theirs();
  imported.items.front().used = Decimal::of(40);
  remember(known, compare(entry));
  entry.digest.reset();
  entry.version.reset();
  EXPECT_TRUE(compare(entry).healed.empty()) << "it is not told any more";
  EXPECT_EQ(compare(theirs()).healed.size(), 1U);
}

TEST_F(Compared, AnswerAPartnerThatIsBehindWhereNoListOfTheDayDoes) {
  const auto even = theirs();
  auto entry = even;
  entry.taken = 1;
  EXPECT_TRUE(compare(entry).answers.empty()) << "it moved lately: our own list tells of it";
  imported.items.front().decided = now - 300 * 24h;
  const Instant day_of_rest = is_told(entry.thing, imported.items.front().decided, now) ? now + 24h : now;
  const auto answers = compare(entry, day_of_rest).answers;
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers.front().sent, 2U);
  EXPECT_EQ(answers.front().taken, 1U);
  EXPECT_TRUE(compare(entry, day_of_rest, manifest_limits::answer_part).answers.empty()) << "or for ever";
  EXPECT_TRUE(compare(even, day_of_rest).answers.empty()) << "nothing is missing there";
}

/// Of a certificate that rests nobody would hear for four weeks, and of one that is not here there is no
/// list.
TEST_F(Compared, TellEachDayWhatIsWanted) {
  auto entry = theirs();
  entry.sent = 3;
  known.partner = partner("MY").number();
  remember(known, compare(entry));
  ByPartner told;
  add_wanted(told, known);
  ASSERT_EQ(told.at(partner("MY")).size(), 1U);
  EXPECT_EQ(told.at(partner("MY")).front().thing, entry.thing);
  EXPECT_EQ(told.at(partner("MY")).front().sent, 2U);
  EXPECT_EQ(told.at(partner("MY")).front().taken, 1U);
  add_wanted(told, known);
  EXPECT_EQ(told.at(partner("MY")).size(), 1U) << "once";
  ByPartner nothing;
  add_wanted(nothing, PartnersLists{.partner = partner("VN").number()});
  EXPECT_TRUE(nothing.empty());
}

TEST_F(Compared, AskForNoMoreNumbersADayThanAPartnerMayInvent) {
  is_here = false;
  const ManifestEntry invented{
      .thing = thing_of(certificate()), .sent = 1, .taken = 0, .version = {}, .digest = {}};
  EXPECT_EQ(compare(invented).unknown, 1U);
  known.unknown = DaysList{.day = *parse_day("2026-11-23"), .entries = manifest_limits::unknown_daily};
  EXPECT_TRUE(compare(invented).wanted.empty());
  EXPECT_EQ(compare(invented, now + 24h).wanted.size(), 1U) << "the next day others are";
  is_here = true;
  EXPECT_EQ(
      compare({.thing = invented.thing, .sent = 3, .taken = 2, .version = {}, .digest = {}}).wanted.size(),
      1U)
      << "of what is known all is asked for";
}

/// A certificate of Malaysia, seen from there.
class AtTheIssuer : public testing::Test {
 protected:
  AtTheIssuer() {
    issued.certificate.state = documents::issue_side::State::available;
    issued.certificate.contents.reference = certificate();
    issued.certificate.contents.importer = Country::parse("TH").value();
    issued.certificate.issued = *parse_day("2026-11-20");
    issued.certificate.since = now;
  }
  DocumentsCompared hear(const std::string& from, const ManifestEntry& theirs, bool is_here) {
    const State state = State::of(is_here ? issued : Issued{});
    const StreamView view{.id = is_here ? StreamId{7} : StreamId::none,
                          .kind = issue_stream,
                          .state = &state,
                          .lanes = is_here ? &lanes : nullptr};
    return compare_documents(
        {.day = *parse_day("2026-11-23"), .part = 1, .entries = {theirs}, .month = "2026-11"}, partner(from),
        std::vector{view}, nullptr, now, malaysia.get());
  }

  test::StateSetting malaysia{"MY"};
  Issued issued;
  exchange::Lanes lanes{.lanes = {{.partner = partner("TH"), .sent = 2, .applied = 1, .asked = {}}},
                        .parked = {}};
};

TEST_F(AtTheIssuer, AnswerOfOneThatHasClosed) {
  const ManifestEntry behind{
      .thing = thing_of(certificate()), .sent = 1, .taken = 1, .version = {}, .digest = {}};
  EXPECT_TRUE(hear("TH", behind, true).answers.empty()) << "it is open, and moved today";
  issued.certificate.state = documents::issue_side::State::cancelled;
  const auto compared = hear("TH", behind, true);
  ASSERT_EQ(compared.answers.size(), 1U);
  EXPECT_EQ(compared.answers.front().sent, 2U);
  EXPECT_TRUE(compared.differs.empty());
}

/// What Viet Nam is told of a certificate for Thailand is what it is told of a number that nobody gave.
TEST_F(AtTheIssuer, SaysTheSameOfOneForOthersAsOfOneThatWasNeverGiven) {
  for (const std::uint32_t taken : {0U, 3U}) {
    for (const auto state :
         {documents::issue_side::State::available, documents::issue_side::State::cancelled}) {
      issued.certificate.state = state;
      const ManifestEntry theirs{
          .thing = thing_of(certificate()), .sent = 2, .taken = taken, .version = {}, .digest = {}};
      const auto of_others = hear("VN", theirs, true);
      const auto of_nobody = hear("VN", theirs, false);
      EXPECT_EQ(of_others.wanted, of_nobody.wanted) << "both are asked for, or neither";
      EXPECT_EQ(of_others.unknown, of_nobody.unknown);
      EXPECT_TRUE(of_others.answers.empty());
      EXPECT_TRUE(of_nobody.answers.empty());
    }
  }
}

/// Sent, printed in an outage, and used on paper by letter: Thailand, which has it as data, knows no such
/// use.
TEST_F(AtTheIssuer, TellsNoPictureOnceThePaperIsOut) {
  const auto digest = [&] {
    const State state = State::of(issued);
    ByPartner told;
    add_document(told, {.id = StreamId{7}, .kind = issue_stream, .state = &state, .lanes = &lanes}, now,
                 malaysia.get());
    return told.at(partner("TH")).front().digest;
  };
  EXPECT_TRUE(digest().has_value());
  issued.certificate.printed = true;
  EXPECT_FALSE(digest().has_value());
  issued.certificate.printed = false;
  issued.certificate.used_on_paper = {{1, Decimal::of(100)}};
  EXPECT_FALSE(digest().has_value());
}

TEST_F(Compared, SayNothingOfACertificateThatIsNoneOfThePartners) {
  auto entry = theirs();
  entry.thing = thing_of(certificate("VN"));
  entry.sent = 9;
  EXPECT_TRUE(compare(entry).wanted.empty());
}

}  // namespace
}  // namespace lintas::workflow
