#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/app/verify.hpp"
#include "shell/store/memory/memory_archive.hpp"
#include "tests/support/national_node.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/world.hpp"

/// What officers write about a movement in Malaysia: where it lies, and that it can be erased there.
namespace lintas::workflow {

namespace {

using Kind = Reply::Kind;
namespace pas = transit::passage;
namespace des = transit::destination;

constexpr std::string_view marker = "Tan Ah Kow";

bool names_him(ByteView bytes) { return as_text(bytes).find(marker) != std::string_view::npos; }
OfficeId at(std::string_view code) { return OfficeId::parse(code).value(); }
std::string told(std::string_view what) { return std::string{marker} + " " + std::string{what}; }

class NobodySigns final : public app::Verifier {
 public:
  app::HeadSignature verify(exchange::Partner /*partner*/, Instant /*at*/, ByteView /*content*/,
                            ByteView /*signature*/) const override {
    return app::HeadSignature::foreign;
  }
};

class WrittenByOfficers : public testing::Test {
 protected:
  WrittenByOfficers() {
    transit::Letter record;
    record.mrn = mrn;
    record.declaration.emplace().route = {
        .departure = at("SGWDL001"), .transit = {at("MYJHB001")}, .destination = at("MYKUL001")};
    record.limit = *parse_day("2026-12-01");
    hear(50, record, 1);
    hear(1, record, 2);
    act(access::Role::officer_of_transit, passage_block, 7, pas::StopGoods{.text = told("is ill")});
    act(access::Role::officer_of_transit, passage_block, 9,
        pas::LiftStop{.inspection = {.goods_checked = true, .reason = told("asked for it"), .new_seals = {}},
                      .text = told("is well")});
    act(access::Role::officer_of_destination, destination_block, 0, des::RecordArrival{});
    act(access::Role::officer_of_destination, destination_block, 3, des::DecideControl{});
    act(access::Role::officer_of_destination, destination_block, 7,
        des::RecordResult{.code = "A5",
                          .inspection = {.goods_checked = true, .reason = told("was late"), .new_seals = {}},
                          .text = told("ate one durian")});
  }

  void hear(std::uint16_t ie, const transit::Letter& said, std::uint32_t n) {
    const std::string id = "SG" + std::to_string(n);
    Command command =
        node.command({.role = access::Role::partner_node, .party = "SG"}, command_of_message(ie), said);
    command.id = MessageCommandId{make_key(KeyKind::partner_message, "SG", id)};
    command.lane = LanePosition{*exchange::Partner::parse("SG"), n, id};
    expect_accepted(node.ask(command));
  }
  template <class Act>
  void act(access::Role role, std::uint16_t block, std::size_t place, Act act) {
    act.mrn = mrn;
    act.office = at("MYJHB001");
    expect_accepted(
        node.ask({.role = role, .person = "officer-1", .office = "MYJHB001"}, command_in(block, place), act));
  }
  static void expect_accepted(const Reply& reply) {
    ASSERT_EQ(reply.kind, Kind::accepted) << (reply.findings.empty() ? "" : reply.findings.front().rule);
  }

  std::vector<app::EventRow> log() { return node.store().feed(app::Seq::none, 1000); }
  /// The documents of texts that the log names.
  std::vector<app::PayloadId> texts() {
    std::vector<app::PayloadId> ids;
    for (const app::EventRow& event : log()) {
      if (const auto stored = app::body_of(event).texts) ids.push_back(stored->id);
    }
    return ids;
  }
  /// As a program that starts now folds it from the log.
  Journey folded() {
    const auto id = node.store().find(std::get<Key>(journey_slot(mrn).by));
    test::SeededEntropy entropy{2};
    test::PlainPacker packer;
    app::Executor executor{app::Executor::Ports{node.domain(), node.store(), entropy, packer, test::sha256}};
    return executor.stream(id.value())->state.as<Journey>();
  }
  std::vector<app::Violation> found_wrong() {
    store::MemoryArchive archive{node.store()};
    test::PlainPacker packer;
    const NobodySigns verifier;
    return app::verify({.domain = node.domain(),
                        .archive = archive,
                        .packer = packer,
                        .sha256 = test::sha256,
                        .self = *exchange::Partner::parse("MY"),
                        .verifier = verifier})
        .named;
  }

  const Mrn mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  test::NationalNode node{"MY", *parse_instant("2026-11-23T02:00:00Z"), national_parts()};
};

TEST_F(WrittenByOfficers, LiesWithTheDocumentsAndNowhereInTheLog) {
  for (const app::EventRow& event : log()) {
    EXPECT_FALSE(names_him(event.body)) << std::to_underlying(event.seq);
    EXPECT_FALSE(names_him(event.origin)) << std::to_underlying(event.seq);
  }
  for (const app::StreamRow& row : node.store().streams(StreamId::none, 1000)) {
    EXPECT_FALSE(names_him(row.state));
    EXPECT_FALSE(names_him(as_bytes(row.ref)));
  }
  ASSERT_EQ(texts().size(), 3U) << "the stop, its lifting and the result; the arrival has none";
  for (const app::PayloadId id : texts()) {
    const auto document = node.store().payload(id);
    ASSERT_TRUE(document.has_value());
    EXPECT_EQ(document->kind, payload_texts);
    EXPECT_TRUE(names_him(document->bytes));
  }
  EXPECT_TRUE(found_wrong().empty());
}

TEST_F(WrittenByOfficers, IsSaltedSoThatItsHashTellsNothing) {
  const auto first = from_cbor<Texts>(node.store().payload(texts().at(0))->bytes).value();
  const auto second = from_cbor<Texts>(node.store().payload(texts().at(1))->bytes).value();
  EXPECT_EQ(first.salt.size(), 16U);
  EXPECT_NE(first.salt, second.salt);
}

TEST_F(WrittenByOfficers, IsToldToDepartureInTheLetters) {
  std::size_t letters = 0;
  for (const app::PayloadWrite& row : node.store().documents(app::PayloadId::none, 1000))
    letters += row.payload.kind == payload_of_message(0) && names_him(row.payload.bytes) ? 1U : 0U;
  EXPECT_EQ(letters, 3U) << "twice IE180, and IE018";
}

TEST_F(WrittenByOfficers, CanBeErasedAndEverythingElseStaysAsItWas) {
  const Journey before = folded();
  app::Batch batch;
  batch.erased = texts();
  ASSERT_EQ(node.store().commit(batch), app::CommitOutcome::applied);
  for (const app::PayloadId id : texts()) EXPECT_FALSE(node.store().payload(id).has_value());

  const auto wrong = found_wrong();
  EXPECT_TRUE(wrong.empty()) << wrong.front().place << ": " << wrong.front().what;
  const Journey after = folded();
  EXPECT_EQ(after.passage, before.passage);
  EXPECT_EQ(after.arrival, before.arrival);
  EXPECT_EQ(after.passage, node.state<Journey>(journey_slot(mrn)).passage);
}

}  // namespace

}  // namespace lintas::workflow
