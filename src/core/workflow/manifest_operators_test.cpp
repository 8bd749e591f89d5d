#include "core/workflow/manifest_operators.hpp"

#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/manifest_certificates.hpp"
#include "core/workflow/manifest_exporters.hpp"
#include "core/workflow/manifest_listing.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/state_setting.hpp"

namespace lintas::workflow {
namespace {

using namespace std::chrono_literals;
namespace lst = aeo::listed;

const lst::Reference sunshine{.holder = *Tin::parse("SG201912345K"),
                              .number = *aeo::authorisation::ApplicationNumber::parse("A 2026 O 1")};

TEST(ThingOfAnOperator, IsOneLineThatLeadsBack) {
  EXPECT_EQ(thing_of(sunshine), "SG O SG201912345K A 2026 O 1");
  EXPECT_EQ(operator_of("SG O SG201912345K A 2026 O 1"), sunshine);
  for (const std::string text : {"", "SG O ", "SG O SG201912345K", "SG O SG201912345K ",
                                 "MY O SG201912345K 1", "SG E SG201912345K 1", "MY e_form_d MYPKG001 O 1"})
    EXPECT_FALSE(operator_of(text).has_value()) << text;
  EXPECT_FALSE(certificate_of("SG O SG201912345K 1").has_value()) << "an earlier release passes over it";
  EXPECT_FALSE(exporter_of("SG O SG201912345K 1").has_value());
  EXPECT_EQ(find_listing("SG O SG201912345K 1"), find_listing(aeo_listed_stream));
}

class PictureOfAnOperator : public testing::Test {
 protected:
  PictureOfAnOperator() {
    own.reference = copy.reference = sunshine;
    own.state = copy.state = lst::State::active;
    own.consent = lst::Consent{};
    say(own, 1, lst::Status::active);
    say(copy, 1, lst::Status::active);
    copy.heard = 1;
    own.shared.change(now);
    own.shared.tell(thailand, 1);
    own.shared.answer(thailand, 1, {}, now);
  }
  void say(lst::Operator& one, std::uint32_t version, lst::Status status) const {
    one.said.push_back({.version = version, .from = now, .known = now, .status = status, .content = {}});
  }
  std::optional<Picture> picture(const lst::Operator& one, std::string_view home, exchange::Partner partner) {
    const State state = State::of(one);
    const test::StateSetting setting{home};
    return listing_of_operators().picture({.id = StreamId{7}, .kind = aeo_listed_stream, .state = &state},
                                          partner, now, setting.get());
  }
  std::optional<Picture> at_source() { return picture(own, "SG", thailand); }
  std::optional<Picture> at_copy() { return picture(copy, "TH", exchange::Partner::parse("SG").value()); }

  const Instant now = *parse_instant("2026-11-23T02:00:00Z");
  const exchange::Partner thailand = exchange::Partner::parse("TH").value();
  lst::Operator own;
  lst::Operator copy;
};

TEST_F(PictureOfAnOperator, IsThatOfTheSource) {
  ASSERT_TRUE(at_source().has_value());
  EXPECT_EQ(at_source()->version, 1U);
  EXPECT_EQ(at_copy()->text, at_source()->text);
  say(copy, 2, lst::Status::suspended);
  EXPECT_NE(at_copy()->text, at_source()->text);
}

TEST_F(PictureOfAnOperator, IsNotToldOfWhatThePartnerHasNotTaken) {
  own.shared.answer(thailand, 1, {"R-AEO-026"}, now);
  EXPECT_FALSE(at_source().has_value());
  EXPECT_FALSE(picture(own, "SG", exchange::Partner::parse("MY").value()).has_value())
      << "it was told nothing";
}

TEST_F(PictureOfAnOperator, IsNotToldOfWhatWasBroughtInByHand) {
  copy.heard = 0;
  EXPECT_FALSE(at_copy().has_value());
}

TEST_F(PictureOfAnOperator, IsUntoldWhileAPartnerGetsTheListAndHasNotHeardOfIt) {
  test::StateSetting setting{"SG"};
  const auto is_untold = [&] {
    const State state = State::of(own);
    return listing_of_operators().is_untold({.id = StreamId{7}, .kind = aeo_listed_stream, .state = &state},
                                            now, setting.get());
  };
  EXPECT_TRUE(is_untold()) << "others than Thailand";
  setting.set_partners({"TH"});
  EXPECT_FALSE(is_untold());
  own.shared.change(now);
  EXPECT_TRUE(is_untold());
  setting.set_partners({"MY"});
  EXPECT_TRUE(is_untold());
  say(own, 2, lst::Status::revoked);
  EXPECT_FALSE(is_untold()) << "of what has ended nobody hears who never heard of it";
}

TEST_F(PictureOfAnOperator, IsInNoListAnyMoreOnceItHasEndedAndThePartnerHasThat) {
  say(own, 1, lst::Status::unlisted);
  const auto is_over = [&](std::chrono::hours after, exchange::Partner partner) {
    return listing_of_operators().is_over(State::of(own), partner, now + after);
  };
  EXPECT_FALSE(is_over(47h, thailand)) << "two lists after its answer";
  EXPECT_TRUE(is_over(49h, thailand));
  EXPECT_FALSE(is_over(49h, exchange::Partner::parse("MY").value()));
  own.said.back().status = lst::Status::suspended;
  EXPECT_FALSE(is_over(49h, thailand)) << "one that stands is in each list";
}

}  // namespace
}  // namespace lintas::workflow
