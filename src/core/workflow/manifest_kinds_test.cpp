#include "core/workflow/manifest_kinds.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/manifest_certificates.hpp"
#include "core/workflow/manifest_listing.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "tests/support/state_setting.hpp"

namespace lintas::workflow {
namespace {

namespace iss = kinds::issue_side;
namespace imp = kinds::import_side;

kinds::Reference document(std::string_view number = "TH-PC-2026-0041873") {
  return {.state = *Country::parse("TH"),
          .kind = *kinds::KindCode::parse("phyto"),
          .number = *kinds::Number::parse(number)};
}

TEST(ThingOfADocumentOfAKind, IsOneLineThatLeadsBack) {
  EXPECT_EQ(thing_of(document()), "TH K phyto TH-PC-2026-0041873");
  for (const auto& one : {document(), document("A K B")}) EXPECT_EQ(doc_of(thing_of(one)), one);
}

TEST(ThingOfADocumentOfAKind, IsNothingElse) {
  for (const std::string text : {"", "TH K phyto", "TH K  1", "T K phyto 1", "TH phyto 1", "TH k phyto 1",
                                 "MY e_form_d MYPKG001 K 1", "26SG000101A1B2C3J0"})
    EXPECT_FALSE(doc_of(text).has_value()) << text;
}

/// A node of an earlier release passes over it.
TEST(ThingOfADocumentOfAKind, IsNoCertificateOfOrigin) {
  EXPECT_FALSE(certificate_of(thing_of(document())).has_value());
  EXPECT_FALSE(doc_of("MY e_form_d MYPKG001 TH-26/01/00001").has_value());
}

class PictureOfADocument : public testing::Test {
 protected:
  PictureOfADocument() {
    issued.state = iss::State::in_use;
    received.state = imp::State::in_use;
    for (auto* contents : {&issued.contents, &received.contents}) {
      contents->reference = document();
      contents->receiver = *Country::parse("MY");
    }
    const kinds::Use use{.declaration = *kinds::DeclarationNumber::parse("D-1"),
                         .at = *parse_instant("2026-11-23T02:00:00Z"),
                         .lines = {{.number = 1, .quantity = Decimal::of(40), .unit = {}}}};
    issued.uses = received.uses = {use};
  }
  static std::optional<std::string> picture(StreamKind kind, const State& state, std::string_view partner) {
    const StreamView view{.id = StreamId{7}, .kind = kind, .state = &state, .lanes = nullptr};
    const test::StateSetting setting{"TH"};
    const auto picture =
        listing_of_kinds().picture(view, exchange::Partner::parse(partner).value(), {}, setting.get());
    return picture ? std::optional{picture->text} : std::nullopt;
  }
  std::optional<std::string> at_issue() { return picture(doc_issue_stream, State::of(issued), "MY"); }
  std::optional<std::string> at_receipt() { return picture(doc_import_stream, State::of(received), "TH"); }

  iss::Document issued;
  imp::Document received;
};

TEST_F(PictureOfADocument, IsWhatWasUsedAndWhetherTheRestWasCancelled) {
  EXPECT_EQ(at_issue(), "D-1 1 40");
  EXPECT_EQ(at_receipt(), at_issue());
  issued.state = iss::State::cancelled;
  EXPECT_EQ(at_issue(), "cancelled D-1 1 40");
  received.state = imp::State::cancelled;
  EXPECT_EQ(at_receipt(), at_issue());
}

/// Midnight is not the same instant in two states.
TEST_F(PictureOfADocument, IsTheSameOnceOneSideHasSeenItsLastDayPass) {
  issued.state = iss::State::expired;
  EXPECT_EQ(at_receipt(), at_issue());
}

TEST_F(PictureOfADocument, IsNotToldWhereMessagesDoNotMakeThemAlike) {
  EXPECT_FALSE(picture(doc_issue_stream, State::of(issued), "VN").has_value()) << "it is for another state";
  issued.state = iss::State::closed;
  EXPECT_FALSE(at_issue().has_value()) << "put away";
  issued.state = iss::State::cancel_requested;
  EXPECT_FALSE(at_issue().has_value()) << "asked, and not answered yet";
  received.state = imp::State::tech_error;
  EXPECT_FALSE(at_receipt().has_value());
}

}  // namespace
}  // namespace lintas::workflow
