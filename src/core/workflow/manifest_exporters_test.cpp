#include "core/workflow/manifest_exporters.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/manifest_certificates.hpp"
#include "core/workflow/manifest_listing.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/awsc_stage.hpp"
#include "tests/support/state_setting.hpp"

namespace lintas::workflow {
namespace {

using namespace std::chrono_literals;
namespace exs = awsc::exporter_side;

TEST(ThingOfARecordOfAnExporter, IsOneLineThatLeadsBack) {
  EXPECT_EQ(thing_of(test::gloves_exporter()), "MY E 0217/MY07");
  EXPECT_EQ(exporter_of("MY E 0217/MY07"), test::gloves_exporter());
  for (const std::string text : {"", "MY E ", "M E 1", "MY K 1", "MY e_form_d MYPKG001 E 1"})
    EXPECT_FALSE(exporter_of(text).has_value()) << text;
  EXPECT_FALSE(certificate_of("MY E 0217/MY07").has_value()) << "an earlier release passes over it";
}

class PictureOfARecord : public testing::Test {
 protected:
  PictureOfARecord() {
    own.state = copy.state = exs::State::valid;
    own.content = copy.content = test::gloves_record();
    copy.content.holder.clear();
    copy.content.document = {};
    copy.heard = 1;
    own.shared.change(now);
    own.shared.tell(thailand, 1);
    own.shared.answer(thailand, 1, {}, now);
  }
  std::optional<Picture> picture(const exs::Exporter& exporter, std::string_view home,
                                 exchange::Partner partner) {
    const State state = State::of(exporter);
    const test::StateSetting setting{home};
    return listing_of_exporters().picture({.id = StreamId{7}, .kind = exporter_stream, .state = &state},
                                          partner, now, setting.get());
  }
  std::optional<Picture> at_source() { return picture(own, "MY", thailand); }
  std::optional<Picture> at_copy() { return picture(copy, "TH", exchange::Partner::parse("MY").value()); }

  const Instant now = *parse_instant("2026-11-23T02:00:00Z");
  const exchange::Partner thailand = exchange::Partner::parse("TH").value();
  exs::Exporter own;
  exs::Exporter copy;
};

TEST_F(PictureOfARecord, IsThatOfTheSourceThoughTheFirmsIdentifierStaysThere) {
  ASSERT_TRUE(at_source().has_value());
  EXPECT_EQ(at_source()->version, 1U);
  EXPECT_EQ(at_copy()->text, at_source()->text);
  copy.content.signatories.pop_back();
  EXPECT_NE(at_copy()->text, at_source()->text);
  copy.content = own.content;
  copy.state = exs::State::suspended;
  EXPECT_NE(at_copy()->text, at_source()->text);
}

TEST_F(PictureOfARecord, IsNotToldOfWhatThePartnerHasNotTaken) {
  own.shared.answer(thailand, 1, {"R-OD-030"}, now);
  EXPECT_FALSE(at_source().has_value());
  EXPECT_FALSE(picture(own, "MY", exchange::Partner::parse("SG").value()).has_value())
      << "it was told nothing";
}

TEST_F(PictureOfARecord, IsNotToldOfWhatWasBroughtInByHand) {
  copy.heard = 0;
  EXPECT_FALSE(at_copy().has_value());
}

TEST_F(PictureOfARecord, IsUntoldWhileAPartnerGetsTheRegisterAndHasNotHeardOfIt) {
  test::StateSetting setting{"MY"};
  const auto is_untold = [&] {
    const State state = State::of(own);
    return listing_of_exporters().is_untold({.id = StreamId{7}, .kind = exporter_stream, .state = &state},
                                            now, setting.get());
  };
  EXPECT_TRUE(is_untold()) << "others than Thailand";
  setting.set_partners({"TH"});
  EXPECT_FALSE(is_untold());
  own.shared.change(now);
  EXPECT_TRUE(is_untold());
}

/// It is looked at every day, so that whoever gets the register later is told; but it is news to nobody else.
TEST_F(PictureOfARecord, IsInNoListAnyMoreOnceItWasWithdrawnAndThePartnerHasThat) {
  own.state = exs::State::withdrawn;
  const auto is_over = [&](std::chrono::hours after, exchange::Partner partner) {
    return listing_of_exporters().is_over(State::of(own), partner, now + after);
  };
  EXPECT_FALSE(is_over(47h, thailand)) << "two lists after its answer";
  EXPECT_TRUE(is_over(49h, thailand));
  EXPECT_FALSE(is_over(49h, exchange::Partner::parse("SG").value()));
  own.shared.change(now);
  EXPECT_FALSE(is_over(49h, thailand)) << "it has the version before";
  own.state = exs::State::suspended;
  own.shared.tell(thailand, 2);
  own.shared.answer(thailand, 2, {}, now);
  EXPECT_FALSE(is_over(49h, thailand)) << "one that stands is in each list";
}

}  // namespace
}  // namespace lintas::workflow