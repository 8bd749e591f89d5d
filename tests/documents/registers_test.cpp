#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/awsc/letter.hpp"
#include "core/awsc/messages.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/records.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"

/// The register of certified exporters between national nodes (ADR 0044): Malaysia keeps its own, Thailand
/// and Viet Nam have copies, by which they judge declarations.
namespace lintas {
namespace {

using namespace std::chrono_literals;
using awsc::exporter_side::as_of;
using awsc::exporter_side::Exporter;
using awsc::exporter_side::ResumeExporter;
using awsc::exporter_side::State;
using awsc::exporter_side::SuspendExporter;
using awsc::exporter_side::TellExporterAgain;
using awsc::exporter_side::WithdrawExporter;

class Registers : public testing::Test {
 protected:
  Registers() {
    for (const std::string state : {"MY", "TH", "VN"}) world.node(state).set_partners({"MY", "TH", "VN"});
  }

  static std::string gloves() {
    return test::read_file(LINTAS_ROOT "/examples/documents/my-certified-exporter.xml");
  }
  static std::string without_surgical_gloves() {
    std::string text = gloves();
    const auto first = text.find("      <Product>\n        <Description>Surgical");
    const auto end = text.find("      <Signatory>");
    return text.erase(first, end - first);
  }
  std::string record(const std::string& text) { return world.record_exporter(port, text); }
  std::string suspend() {
    return world.at_register(port, SuspendExporter{.reference = klang, .reason = "records were not kept"});
  }
  std::string resume() {
    return world.at_register(port, ResumeExporter{.reference = klang, .reason = "they are kept now"});
  }
  std::string withdraw() {
    return world.at_register(port, WithdrawExporter{.reference = klang, .reason = "false declarations"});
  }
  Exporter at(const std::string& state) { return world.exporter_at(state, klang); }
  bool has_it(const std::string& partner) {
    const auto own = at("MY");
    const auto* told = own.shared.find(*exchange::Partner::parse(partner));
    return told != nullptr && own.shared.is_with(*told);
  }
  void pass(std::chrono::hours time) {
    now += time;
    world.set_time(now);
    world.ring();
  }
  void compare_lists() {
    pass(25h);
    world.deliver_lists();
    world.deliver_all_with_receipts();
  }
  /// Between Malaysia and Viet Nam the register goes as data from now on, or no more.
  void switch_to_viet_nam(bool on) {
    const std::string rows =
        "kind,process,from_state,to_state,on,from,until,source\nexporters,issue,*,*,yes,2026-01-01,,test\n";
    const std::string off = on ? "" : "exporters,issue,MY,VN,no,2026-01-01,,test\n";
    for (const std::string state : {"MY", "TH", "VN"}) {
      world.node(state).setting().change_reference([&](refdata::Tables& tables) {
        tables.document_pairs = refdata::read_document_pairs(rows + off).value();
      });
    }
  }

  static constexpr const char* port = "MYPKG001";
  Instant now = *parse_instant("2026-03-02T04:00:00Z");
  test::DocumentsWorld world{now, {"MY", "TH", "VN"}};
  awsc::ExporterReference klang{.state = *Country::parse("MY"),
                                .code = *awsc::AuthorisationCode::parse("0217/MY07")};
};

TEST_F(Registers, ARecordGoesToEachPartnerAsItIsWrittenAndEachSaysThatItHasIt) {
  ASSERT_EQ(record(gloves()), "ok");
  EXPECT_EQ(world.on_the_way(), "CE.NOTICE>TH CE.NOTICE>VN");
  EXPECT_FALSE(has_it("TH"));
  ASSERT_EQ(world.deliver(), "ok");
  EXPECT_EQ(at("TH").state, State::valid);
  EXPECT_EQ(at("TH").products.size(), 3U);
  EXPECT_EQ(at("TH").content.signatories, at("MY").content.signatories) << "prints are bound to the exporter";
  world.deliver_all_with_receipts();
  EXPECT_TRUE(has_it("TH"));
  EXPECT_TRUE(has_it("VN"));
  EXPECT_EQ(at("VN").heard, 1U);
}

/// What the regional register has, and no more (OCP R2.4).
TEST_F(Registers, NothingElseLeavesTheState) {
  ASSERT_EQ(record(gloves()), "ok");
  ASSERT_EQ(suspend(), "ok");
  for (const test::Carried& one : world.way()) {
    const std::string_view text = as_text(one.wire.body);
    EXPECT_TRUE(text.contains("Klang Gloves Manufacturing Sdn Bhd"));
    EXPECT_FALSE(text.contains("MY201101012345")) << "the firm's identifier in its state";
    EXPECT_FALSE(text.contains("records were not kept")) << "why";
    EXPECT_FALSE(text.contains("ISSUER1")) << "who decided";
    EXPECT_FALSE(text.contains("MITI-AWSC"));
  }
  world.deliver_all_with_receipts();
  EXPECT_TRUE(at("TH").content.holder.empty());
}

TEST_F(Registers, AWithdrawalIsThereAtOnceAndCountsFromWhenItWasMade) {
  ASSERT_EQ(record(gloves()), "ok");
  world.deliver_all_with_receipts();
  pass(30 * 24h);
  world.deliver_all_with_receipts();
  const Instant withdrawn = now;
  ASSERT_EQ(withdraw(), "ok");
  EXPECT_EQ(world.on_the_way(), "CE.NOTICE>TH CE.NOTICE>VN");
  now += 6h;
  world.set_time(now);
  world.deliver_all_with_receipts();
  EXPECT_EQ(at("TH").state, State::withdrawn);
  EXPECT_EQ(as_of(at("TH"), withdrawn - 1s)->standing.state, State::valid) << "declarations of before hold";
  EXPECT_EQ(as_of(at("TH"), withdrawn)->standing.state, State::withdrawn);
}

TEST_F(Registers, AProductThatIsTakenOutIsKnownUntilThen) {
  ASSERT_EQ(record(gloves()), "ok");
  world.deliver_all_with_receipts();
  const Instant before = now;
  pass(24h);
  world.deliver_all_with_receipts();
  ASSERT_EQ(record(without_surgical_gloves()), "ok");
  world.deliver_all_with_receipts();
  EXPECT_EQ(as_of(at("TH"), before)->products.size(), 3U);
  EXPECT_EQ(as_of(at("TH"), now)->products.size(), 2U);
  EXPECT_EQ(at("TH").heard, 2U);
}

TEST_F(Registers, WhatOvertakesWaitsForItsTurn) {
  ASSERT_EQ(record(gloves()), "ok");
  ASSERT_EQ(suspend(), "ok");
  ASSERT_EQ(world.on_the_way(), "CE.NOTICE>TH CE.NOTICE>VN CE.NOTICE>TH CE.NOTICE>VN");
  ASSERT_EQ(world.deliver(2), "ok");
  EXPECT_EQ(at("TH").state, State::none);
  world.deliver_all_with_receipts();
  EXPECT_EQ(at("TH").state, State::suspended);
}

TEST_F(Registers, R_ASW_102_WhatIsNotSwitchedOnIsNotSentAndIsToldOnceItIs) {
  switch_to_viet_nam(false);
  ASSERT_EQ(record(gloves()), "ok");
  EXPECT_EQ(world.on_the_way(), "CE.NOTICE>TH");
  world.deliver_all_with_receipts();
  pass(48h);
  world.deliver_lists();
  world.deliver_all_with_receipts();
  const Instant suspended = now;
  ASSERT_EQ(suspend(), "ok");
  world.deliver_all_with_receipts();
  EXPECT_EQ(at("VN").state, State::none);

  switch_to_viet_nam(true);
  compare_lists();
  EXPECT_EQ(at("VN").state, State::suspended) << "the daily walk finds who was never told";
  EXPECT_EQ(as_of(at("VN"), suspended - 1s)->standing.state, State::valid)
      << "and tells that it was certified";
  EXPECT_TRUE(has_it("VN"));
  EXPECT_EQ(at("VN").heard, 2U);
  compare_lists();
  EXPECT_EQ(world.on_the_way(), "");
}

/// Its declarations of before hold, for as long as proofs of origin are taken.
TEST_F(Registers, AFirmThatWasWithdrawnBeforeIsToldAsOneThatWasCertified) {
  switch_to_viet_nam(false);
  ASSERT_EQ(record(gloves()), "ok");
  world.deliver_all_with_receipts();
  pass(48h);
  const Instant withdrawn = now;
  ASSERT_EQ(withdraw(), "ok");
  world.deliver_all_with_receipts();
  for (int day = 0; day < 4; ++day) compare_lists();
  switch_to_viet_nam(true);
  for (int day = 0; day < 2; ++day) compare_lists();
  EXPECT_EQ(at("VN").state, State::withdrawn);
  EXPECT_EQ(as_of(at("VN"), withdrawn - 1s)->standing.state, State::valid);
  EXPECT_TRUE(has_it("VN"));
}

TEST_F(Registers, AWithdrawalIsToldToWhomItDidNotGoWhenItWasMade) {
  ASSERT_EQ(record(gloves()), "ok");
  world.deliver_all_with_receipts();
  switch_to_viet_nam(false);
  ASSERT_EQ(withdraw(), "ok");
  world.deliver_all_with_receipts();
  EXPECT_FALSE(has_it("VN")) << "it has the version before";
  for (int day = 0; day < 4; ++day) compare_lists();
  EXPECT_EQ(at("VN").state, State::valid);
  switch_to_viet_nam(true);
  compare_lists();
  EXPECT_EQ(at("VN").state, State::withdrawn);
  EXPECT_TRUE(has_it("VN"));
}

/// Whoever brought it in believes that its node tells from now on.
TEST_F(Registers, WhatWasBroughtInByHandIsToldWhenItWasWithdrawnMeanwhile) {
  const access::Actor keeper{.role = access::Role::reference_data_keeper, .person = "KEEPER"};
  switch_to_viet_nam(false);
  ASSERT_EQ(world.record_exporter("VN", keeper, gloves()), "ok");
  ASSERT_EQ(record(gloves()), "ok");
  ASSERT_EQ(withdraw(), "ok");
  world.deliver_all_with_receipts();
  for (int day = 0; day < 4; ++day) compare_lists();
  EXPECT_EQ(at("VN").state, State::valid);
  switch_to_viet_nam(true);
  compare_lists();
  EXPECT_EQ(at("VN").state, State::withdrawn);
}

TEST_F(Registers, WhatWasLostIsHealedWithinADay) {
  ASSERT_EQ(record(gloves()), "ok");
  world.lose_all();
  EXPECT_EQ(at("TH").state, State::none);
  compare_lists();
  EXPECT_EQ(at("TH").state, State::valid);
  EXPECT_EQ(at("VN").state, State::valid);
  EXPECT_TRUE(has_it("TH"));
  ASSERT_EQ(withdraw(), "ok");
  world.lose_all();
  compare_lists();
  EXPECT_EQ(at("TH").state, State::withdrawn) << "the issuer's side has closed";
  EXPECT_EQ(at("VN").state, State::withdrawn);
}

TEST_F(Registers, AnAnswerThatWasLostIsHealedToo) {
  ASSERT_EQ(record(gloves()), "ok");
  ASSERT_EQ(world.deliver(), "ok");
  ASSERT_EQ(world.deliver(), "ok");
  EXPECT_EQ(world.on_the_way(), "CE.ACK>MY CE.ACK>MY");
  world.lose_all();
  EXPECT_FALSE(has_it("TH"));
  compare_lists();
  EXPECT_TRUE(has_it("TH"));
  EXPECT_TRUE(has_it("VN"));
}

TEST_F(Registers, R_OD_032_NobodyWritesIntoARegisterThatItsNodeTells) {
  const access::Actor keeper{.role = access::Role::reference_data_keeper, .person = "KEEPER"};
  ASSERT_EQ(world.record_exporter("TH", keeper, without_surgical_gloves()), "ok")
      << "what a state publishes is brought in until its node tells it";
  ASSERT_EQ(record(gloves()), "ok");
  world.deliver_all_with_receipts();
  EXPECT_EQ(as_of(at("TH"), now)->products.size(), 3U) << "the notice takes its place";
  EXPECT_EQ(world.record_exporter("TH", keeper, without_surgical_gloves()), "R-OD-032");
}

/// Of each record one node speaks to each other: whoever speaks of another leads nowhere, and nothing is
/// kept.
TEST_F(Registers, R_OD_010_NobodySpeaksOfTheRegisterOfAnother) {
  ASSERT_EQ(record(gloves()), "ok");
  awsc::Letter letter{.reference = klang, .version = 2, .effective = now};
  letter.content = at("MY").content;
  const awsc::Letter answer{.reference = klang, .version = 1};
  EXPECT_EQ(world.hear_of("VN", "TH", awsc::ce_notice, letter, 1), "R-OD-010");
  EXPECT_EQ(world.hear_of("MY", "TH", awsc::ce_notice, letter, 1), "R-OD-010") << "this state's own";
  EXPECT_EQ(world.hear_of("VN", "TH", awsc::ce_ack, answer, 1), "R-OD-010");
  EXPECT_EQ(world.exporter_at("VN", klang).state, State::none);
  world.deliver_all_with_receipts();
  EXPECT_TRUE(has_it("VN")) << "what is due comes";
}

TEST_F(Registers, R_OD_030_WhatWasWithdrawnHereIsNotCertifiedAgain) {
  const access::Actor keeper{.role = access::Role::reference_data_keeper, .person = "KEEPER"};
  ASSERT_EQ(world.record_exporter("TH", keeper, gloves()), "ok");
  ASSERT_EQ(world.ask("TH", keeper, workflow::exporter_block, 3,
                      WithdrawExporter{.reference = klang, .reason = "by letter"}),
            "ok");
  ASSERT_EQ(record(gloves()), "ok");
  world.deliver_all_with_receipts();
  EXPECT_EQ(at("TH").state, State::withdrawn);
  const auto own = at("MY");
  EXPECT_EQ(own.shared.find(*exchange::Partner::parse("TH"))->refused_for,
            std::vector<std::string>{"R-OD-030"});
  EXPECT_TRUE(has_it("VN"));
  ASSERT_EQ(withdraw(), "ok");
  world.deliver_all_with_receipts();
  EXPECT_TRUE(has_it("TH")) << "both say the same again";
}

TEST_F(Registers, AFaultyNoticeIsAnsweredAndTheRecordStaysAsItWas) {
  ASSERT_EQ(record(gloves()), "ok");
  const test::Carried sent = world.way().front();
  world.lose();
  const std::string damaged = test::with(std::string{as_text(sent.wire.body)}, "<ID>401512<", "<ID>771512<");
  ASSERT_EQ(world.arrive(sent, as_bytes(damaged)), "ok") << "it says which it is, so it is answered";
  world.deliver_all_with_receipts();
  EXPECT_EQ(at("TH").state, State::none);
  EXPECT_EQ(at("MY").shared.find(*exchange::Partner::parse("TH"))->refused_for,
            std::vector<std::string>{"R-ASW-096"});
}

TEST_F(Registers, AWithdrawalCountsWhereWhatTheRecordSaysIsNotTaken) {
  ASSERT_EQ(record(gloves()), "ok");
  world.deliver_all_with_receipts();
  ASSERT_EQ(withdraw(), "ok");
  const test::Carried sent = world.way().front();
  world.lose();
  const std::string damaged = test::with(std::string{as_text(sent.wire.body)}, "<ID>401512<", "<ID>771512<");
  ASSERT_EQ(world.arrive(sent, as_bytes(damaged)), "ok");
  world.deliver_all_with_receipts();
  EXPECT_EQ(at("TH").state, State::withdrawn);
  EXPECT_EQ(at("MY").shared.find(*exchange::Partner::parse("TH"))->refused_for,
            std::vector<std::string>{"R-ASW-096"})
      << "its authority sees that";
}

TEST_F(Registers, WhatAPartnerGaveUpIsToldAgain) {
  ASSERT_EQ(record(gloves()), "ok");
  world.deliver_all_with_receipts();
  pass(1h);
  world.deliver_all_with_receipts();
  ASSERT_EQ(withdraw(), "ok");
  const Instant withdrawn = now;
  world.lose();
  world.deliver_all_with_receipts();
  workflow::Command given_up =
      world.node("TH").command({.role = access::Role::partner_node, .party = "MY"},
                               workflow::command_given_up, workflow::GivenUp{workflow::exporter_name(klang)});
  given_up.lane = workflow::LanePosition{*exchange::Partner::parse("MY"), 2, "given-up"};
  given_up.id =
      workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "MY", "given-up")};
  ASSERT_EQ(world.ask("TH", given_up), "ok");
  now += 48h;
  world.set_time(now);
  ASSERT_EQ(
      world.at_register(port, TellExporterAgain{.reference = klang, .reason = "Thailand gave the notice up"}),
      "ok");
  world.deliver_all_with_receipts();
  EXPECT_EQ(at("TH").state, State::withdrawn);
  EXPECT_EQ(as_of(at("TH"), withdrawn - 1s)->standing.state, State::valid);
  EXPECT_EQ(as_of(at("TH"), withdrawn)->standing.state, State::withdrawn);
  EXPECT_TRUE(has_it("TH"));
  EXPECT_EQ(at("VN").heard, 3U);
}

/// Malaysia was restored to before it wrote the record anew, and withdraws it under the same version. What
/// Thailand answered to the version that was lost comes again.
TEST_F(Registers, R_OD_031_AnAnswerToAnotherContentIsNoneToThisOne) {
  ASSERT_EQ(record(gloves()), "ok");
  world.deliver_all_with_receipts();
  ASSERT_EQ(withdraw(), "ok");
  world.lose();
  world.deliver_all_with_receipts();
  awsc::Letter answer{.reference = klang, .version = 2};
  answer.digest = "7KQX2M9A4T0ZB1C6";
  ASSERT_EQ(world.hear_of("MY", "TH", awsc::ce_ack, answer, 2), "ok");
  EXPECT_FALSE(has_it("TH"));
  EXPECT_EQ(at("MY").shared.find(*exchange::Partner::parse("TH"))->refused_for,
            std::vector<std::string>{"R-OD-031"});
}

// ---- whatever happens on the way

/// What a copy has to say as its source does.
std::string both_say(const Exporter& exporter) {
  std::string text{awsc::exporter_side::Machine::states[std::to_underlying(exporter.state)].id};
  text += " " + to_text(exporter.content.valid_from) + " " + to_text(exporter.content.valid_until);
  for (const auto& product : exporter.content.products) text += " " + product.description;
  return text + " " + std::to_string(exporter.content.signatories.size());
}

class RegistersUnderFaults : public Registers, public testing::WithParamInterface<std::uint32_t> {
 protected:
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random); }
  void act() {
    switch (below(5)) {
      case 0: (void)record(gloves()); break;
      case 1: (void)record(without_surgical_gloves()); break;
      case 2: (void)suspend(); break;
      case 3: (void)resume(); break;
      default: (void)record(test::with(gloves(), "2028-01-04", "2028-06-30")); break;
    }
  }
  /// The line breaks, a store loses what it took, messages overtake each other and come twice.
  void carry() {
    for (std::size_t steps = below(8); steps > 0 && !world.way().empty(); --steps) {
      const std::size_t which = below(world.way().size());
      switch (below(6)) {
        case 0: world.lose_all(); break;
        case 1: (void)world.deliver(which, true); break;
        default: (void)world.deliver_with_receipt(which); break;
      }
    }
  }

  std::mt19937 random{GetParam()};
};

TEST_P(RegistersUnderFaults, EachCopyEqualsItsSourceAfterATimeOfCalm) {
  for (int i = 0; i < 25; ++i) {
    act();
    carry();
    if (below(3) == 0) switch_to_viet_nam(below(2) == 0);
    if (below(4) == 0) {
      pass(std::chrono::hours{1 + static_cast<int>(below(40))});
      if (below(2) == 0) world.deliver_lists();
    }
  }
  if (below(3) == 0) {
    if (below(2) == 0) switch_to_viet_nam(false);
    (void)withdraw();
    for (std::size_t days = below(4); days > 0; --days) compare_lists();
  }
  if (below(2) == 0) world.lose_all();
  switch_to_viet_nam(true);
  for (int day = 0; day < 6; ++day) compare_lists();
  const std::string source = both_say(at("MY"));
  for (const std::string state : {"TH", "VN"}) {
    if (at("MY").state == State::none) continue;
    EXPECT_EQ(both_say(at(state)), source) << state;
    EXPECT_EQ(at(state).heard, at("MY").shared.version) << state;
    EXPECT_TRUE(has_it(state)) << state;
  }
  EXPECT_EQ(world.on_the_way(), "");
}

INSTANTIATE_TEST_SUITE_P(Seeds, RegistersUnderFaults, testing::Range(1U, 41U));

}  // namespace
}  // namespace lintas
