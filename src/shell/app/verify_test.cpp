#include "shell/app/verify.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/state.hpp"
#include "core/messages/document.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/letters.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/app/archive.hpp"
#include "shell/app/audit.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/heads.hpp"
#include "shell/app/stream.hpp"
#include "shell/app/verify_notes.hpp"
#include "shell/store/memory/memory_archive.hpp"
#include "tests/support/entries.hpp"
#include "tests/support/national_node.hpp"
#include "tests/support/world.hpp"

namespace lintas::app {
namespace {

using access::Role;
namespace gua = lintas::guarantee;

const Instant noon = *parse_instant("2026-11-23T04:00:00Z");
const exchange::Partner sg = *exchange::Partner::parse("SG");
const exchange::Partner my = *exchange::Partner::parse("MY");
constexpr std::string_view holder = "SG200012345K";
constexpr int declared = 180;  // enough events for two full tiles

OfficeId office(std::string_view code) { return OfficeId::parse(code).value(); }
Grn guarantee() {
  return Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value();
}

/// A keyed hash does for a signature here.
Bytes signature_of(exchange::Partner partner, ByteView content) {
  const std::string owner = partner.str();
  const std::array<ByteView, 2> parts{as_bytes(owner), content};
  return copy_of(test::sha256(parts).view());
}
class HashSigner final : public Signer {
 public:
  explicit HashSigner(exchange::Partner partner) : partner_(partner) {}
  Bytes sign(ByteView content) override { return signature_of(partner_, content); }

 private:
  exchange::Partner partner_;
};
class HashVerifier final : public Verifier {
 public:
  HeadSignature verify(exchange::Partner partner, Instant at, ByteView content,
                       ByteView signature) const override {
    if (!same_bytes(signature_of(partner, content), signature)) return HeadSignature::foreign;
    return at < replaced_at ? HeadSignature::good : HeadSignature::replaced;
  }

  Instant replaced_at = Instant::max();  ///< all keys are good for what was signed before
};

/// A node in Singapore with a guarantee on which movements were declared, and every second one released.
class Story {
 public:
  Story() {
    expect(node.ask(test::keeper, workflow::record_entry, test::firm(holder)));
    gua::RegisterGuarantee account;
    account.approval.second = PersonId::parse("officer-8").value();
    account.grn = guarantee();
    account.holder = Tin::parse(holder).value();
    account.office = office("SGWDL001");
    const Currency sgd = Currency::parse("SGD").value();
    account.reference_amount = {1'000'000'00, sgd};
    account.valid_from = *parse_day("2026-01-01");
    account.access_codes = {AccessCodeHash{}};
    account.terms = gua::MultipleJourneys{
        .guarantor = {.tin = Tin::parse("SGBANK").value(), .approved = true}, .weekly_debt = {100, sgd}};
    expect(node.ask({.role = Role::officer_of_guarantee, .person = "officer-9", .office = "SGWDL001"},
                    workflow::register_guarantee, account));
    Mrn last;
    for (int i = 0; i < declared; ++i) {
      const Mrn mrn = declare(i);
      if (i % 2 == 0)
        expect(node.ask({.role = Role::officer_of_departure, .person = "officer-1", .office = "SGWDL001"},
                        workflow::command_in(workflow::departure_block, 2),
                        transit::departure::Release{.mrn = mrn, .limit = {}}));
      if (i == 0) pass(mrn);
      if (i % 60 == 0) sign(sg);
      last = mrn;
    }
    // What is denied stands in a stream of the executor's own.
    const auto denied =
        node.ask({.role = Role::officer_of_departure, .person = "officer-2", .office = "SGTUS001"},
                 workflow::command_in(workflow::departure_block, 2),
                 transit::departure::Release{.mrn = last, .limit = {}});
    EXPECT_EQ(denied.findings.front().rule, "ACC-002");
    sign(sg);
    sign(my);
  }

  void sign(exchange::Partner owner) {
    HashSigner signer{owner};
    (void)publish_head(node.store(), signer, owner, node.executor().head(), node.now());
  }

  test::NationalNode node{"SG", noon, workflow::national_parts()};

 private:
  static void expect(const workflow::Reply& reply) {
    ASSERT_EQ(reply.kind, workflow::Reply::Kind::accepted)
        << (reply.findings.empty() ? "" : reply.findings.front().rule);
  }

  Mrn declare(int n) {
    const Currency sgd = Currency::parse("SGD").value();
    const std::string text = format("declaration {}", n);
    transit::Letter letter;
    auto& made = letter.declaration.emplace();
    made.lrn = Lrn::parse(format("L-{}", n)).value();
    made.holder = Tin::parse(holder).value();
    made.route = {.departure = office("SGWDL001"),
                  .transit = {office("MYJHB001"), office("MYBKH001"), office("THSDO001")},
                  .destination = office("THBKK001")};
    made.guarantees = {
        {.type = "1", .grn = guarantee(), .access_code = AccessCodeHash{}, .amount = {100'00, sgd}}};
    made.at_risk = Money{100'00, sgd};
    auto command = node.command({.role = Role::trader, .party = std::string{holder}},
                                workflow::command_of_message(15), letter);
    command.payloads.push_back(packer_.pack(workflow::payload_of_message(15), as_bytes(text)));
    const auto reply = node.ask(command);
    EXPECT_EQ(reply.kind, workflow::Reply::Kind::accepted);
    return workflow::read_content<workflow::MovementReply>(reply.content).mrn.value();
  }

  /// Malaysia reports the passage: its message is kept, and the other states are told.
  void pass(const Mrn& mrn) {
    transit::Letter letter;
    letter.mrn = mrn;
    letter.office = office("MYJHB001");
    auto command =
        node.command({.role = Role::partner_node, .party = "MY"}, workflow::command_of_message(118), letter);
    command.payloads.push_back(packer_.pack(workflow::payload_of_message(118), as_bytes("passage")));
    command.lane = workflow::LanePosition{.partner = my, .n = 1, .message_id = "MY1"};
    command.wire = std::make_shared<const workflow::WireProof>(
        workflow::WireProof{.message = "MY1@nta.my",
                            .content = {},
                            .envelope = pack_evidence(packer_, as_bytes("an envelope")),
                            .receipt = pack_evidence(packer_, as_bytes("a receipt"))});
    expect(node.ask(command));
    const OutboxRow confirmed = node.store().outbox().front();
    node.executor().receipted(confirmed.id,
                              SentRow{.id = confirmed.id,
                                      .partner = confirmed.partner,
                                      .at = noon,
                                      .message = "SG1@nta.sg",
                                      .envelope = pack_evidence(packer_, as_bytes("an envelope")),
                                      .receipt = pack_evidence(packer_, as_bytes("a receipt"))});
    node.executor().flush();
  }

  test::PlainPacker packer_;
};

/// The story's store with something in it changed on the way out, as if somebody had changed it on the disk.
class Damaged final : public Archive {
 public:
  explicit Damaged(store::MemoryStore& store) : sound_(store) {}

  std::function<void(EventRow&)> events_are;
  std::function<void(StreamRow&)> streams_are;
  std::function<void(PayloadWrite&)> documents_are;
  std::function<void(HeadRow&)> heads_are;
  std::function<void(Tile&)> tiles_are;
  std::function<void(std::pair<Key, StreamId>&)> keys_are;
  std::function<void(OutboxRow&)> outbox_is;
  std::function<void(ReceivedRow&)> received_is;
  std::function<void(SentRow&)> sent_is;
  std::set<std::int64_t> without_events;
  std::set<std::int64_t> without_documents;
  std::optional<EventRow> one_more;

  Counters counters() override {
    Counters all = sound_.counters();
    while (without_events.contains(std::to_underlying(all.seq)))
      all.seq = Seq{std::to_underlying(all.seq) - 1};
    if (one_more) all.seq = one_more->seq;
    return all;
  }
  std::vector<EventRow> events(Seq after, std::size_t count) override {
    auto rows = sound_.events(after, count);
    std::erase_if(rows,
                  [&](const EventRow& row) { return without_events.contains(std::to_underlying(row.seq)); });
    if (one_more && rows.size() < count && after < one_more->seq) rows.push_back(*one_more);
    return each(std::move(rows), events_are);
  }
  std::optional<EventRow> event(Seq seq) override {
    if (without_events.contains(std::to_underlying(seq))) return std::nullopt;
    return one(sound_.event(seq), events_are);
  }
  std::vector<StreamRow> streams(StreamId after, std::size_t count) override {
    return each(sound_.streams(after, count), streams_are);
  }
  std::optional<StreamRow> stream(StreamId id) override { return one(sound_.stream(id), streams_are); }
  std::vector<std::pair<Key, StreamId>> keys(ByteView after, std::size_t count) override {
    return each(sound_.keys(after, count), keys_are);
  }
  std::vector<NumberWrite> numbers(std::int64_t after, std::size_t count) override {
    return sound_.numbers(after, count);
  }
  std::vector<PayloadWrite> documents(PayloadId after, std::size_t count) override {
    auto rows = sound_.documents(after, count);
    std::erase_if(rows,
                  [&](const auto& row) { return without_documents.contains(std::to_underlying(row.id)); });
    return each(std::move(rows), documents_are);
  }
  std::optional<DocumentFacts> document(PayloadId id) override {
    for (const PayloadWrite& row : documents(PayloadId{std::to_underlying(id) - 1}, 1)) {
      if (row.id == id) return DocumentFacts{.hash = row.payload.hash, .erased = row.payload.bytes.empty()};
    }
    return std::nullopt;
  }
  std::vector<OutboxRow> outbox(std::int64_t after, std::size_t count) override {
    return each(sound_.outbox(after, count), outbox_is);
  }
  std::vector<ReceivedRow> received(std::int64_t after, std::size_t count) override {
    return each(sound_.received(after, count), received_is);
  }
  std::vector<SentRow> sent(std::int64_t after, std::size_t count) override {
    return each(sound_.sent(after, count), sent_is);
  }
  std::optional<Tile> tile(std::uint8_t level, std::uint64_t n) override {
    return one(sound_.tile(level, n), tiles_are);
  }
  std::vector<HeadRow> heads(exchange::Partner owner, std::uint64_t size, std::size_t count) override {
    return each(sound_.heads(owner, size, count), heads_are);
  }

 private:
  template <class Row>
  static std::vector<Row> each(std::vector<Row> rows, const std::function<void(Row&)>& change) {
    if (change) std::ranges::for_each(rows, change);
    return rows;
  }
  template <class Row>
  static std::optional<Row> one(std::optional<Row> row, const std::function<void(Row&)>& change) {
    if (row && change) change(*row);
    return row;
  }

  store::MemoryArchive sound_;
};

class Verify : public testing::Test {
 protected:
  static Story& story() {
    static Story told;
    return told;
  }
  static Verdict verdict_of(Archive& archive, Instant replaced_at = Instant::max()) {
    test::PlainPacker packer;
    HashVerifier verifier;
    verifier.replaced_at = replaced_at;
    return verify({.domain = story().node.domain(),
                   .archive = archive,
                   .packer = packer,
                   .sha256 = test::sha256,
                   .self = sg,
                   .verifier = verifier});
  }
  /// What is found, as "tree: event 17; heads: …" without the words.
  static std::set<std::string> found(Archive& archive) {
    std::set<std::string> places;
    for (const Violation& one : verdict_of(archive).named)
      places.insert(std::string{row_of(one.check).name} + ": " + one.place);
    return places;
  }
  using Places = std::set<std::string>;

  static StreamRow account() {
    StreamRow row =
        *store().stream(*store().find(workflow::make_key(workflow::grn_keys, guarantee().str(), "")));
    return row;
  }
  static StreamRow movement() {
    const auto id = store().find(workflow::make_key(workflow::lrn_keys, holder, "L-1"));
    return *store().stream(*id);
  }
  static std::string place(const StreamRow& row) {
    return format("stream {} ({})", std::to_underlying(row.id), row.ref);
  }
  static store::MemoryStore& store() { return story().node.store(); }
  Damaged damaged{story().node.store()};
};

TEST_F(Verify, finds_nothing_in_a_sound_store_and_has_looked_at_everything) {
  const Verdict verdict = verdict_of(damaged);
  EXPECT_TRUE(verdict.sound());
  EXPECT_EQ(found(damaged), Places{});
  EXPECT_GT(verdict.of(Check::log).looked_at, 2 * hashes_per_tile) << "the story fills tiles";
  EXPECT_EQ(verdict.of(Check::tree).looked_at, verdict.of(Check::log).looked_at);
  EXPECT_EQ(verdict.of(Check::heads).looked_at, 5U);
  EXPECT_EQ(verdict.of(Check::sums).looked_at, 1U) << "one guarantee";
  EXPECT_EQ(verdict.of(Check::evidence).looked_at, 2U) << "one message came, and one was confirmed";
  for (const Check check : {Check::streams, Check::documents, Check::keys, Check::outbox})
    EXPECT_GT(verdict.of(check).looked_at, 60U) << row_of(check).name;
}

TEST_F(Verify, finds_nothing_wrong_with_a_letter_that_was_given_up) {
  Story told;
  app::Executor& executor = told.node.executor();
  (void)executor.take_outbox();
  const OutboxRow dead = told.node.store().outbox().front();
  executor.refused(dead.id);
  executor.flush();
  workflow::Command discard =
      told.node.command({.role = Role::supervisor, .person = "officer-3", .office = "SGWDL001"},
                        workflow::command_discard_letter,
                        workflow::LetterDecision{.id = dead.id, .reason = "told by telephone", .second = {}});
  discard.second = access::Actor{.role = Role::supervisor, .person = "officer-4", .office = "SGWDL001"};
  EXPECT_EQ(told.node.ask(discard).kind, workflow::Reply::Kind::accepted);
  EXPECT_EQ(executor.take_outbox().at(0).kind, workflow::payload_given_up);
  Damaged sound{told.node.store()};
  EXPECT_EQ(found(sound), Places{});

  const EventRow event = told.node.store().feed(Seq::none, 10'000).back();
  ASSERT_EQ(event.type, workflow::event_discarded);
  EXPECT_EQ(as_text(event.body).find("telephone"), std::string_view::npos) << "it may name who was called";
  const auto texts = body_of(event).texts;
  ASSERT_TRUE(texts.has_value());
  EXPECT_NE(as_text(told.node.store().payload(texts->id)->bytes).find("told by telephone"),
            std::string_view::npos);
  sound.documents_are = [&](PayloadWrite& row) {
    if (row.id == texts->id) row.payload.bytes.clear();
  };
  EXPECT_EQ(found(sound), Places{}) << "erased";
  sound.documents_are = [&](PayloadWrite& row) {
    if (row.id == texts->id) row.payload.hash = Hash256{};
  };
  EXPECT_TRUE(found(sound).contains(format("documents: event {}", std::to_underlying(event.seq))))
      << "it is not what the event names";
}

TEST_F(Verify, names_the_event_whose_body_was_changed) {
  damaged.events_are = [](EventRow& row) {
    if (row.seq == Seq{100}) row.at += std::chrono::seconds{1};
  };
  EXPECT_EQ(found(damaged), Places{"tree: event 100"});
  damaged.events_are = [](EventRow& row) {
    if (row.seq == Seq{100}) row.body.back() ^= std::byte{1};
  };
  EXPECT_TRUE(found(damaged).contains("tree: event 100"));
  damaged.events_are = [](EventRow& row) {
    if (row.seq == Seq{100}) row.body.clear();
  };
  EXPECT_TRUE(found(damaged).contains("log: event 100")) << "and cannot be read";
}

TEST_F(Verify, finds_a_changed_event_by_the_signed_head_where_the_tree_was_changed_with_it) {
  damaged.events_are = [](EventRow& row) {
    if (row.seq == Seq{100}) row.at += std::chrono::seconds{1};
  };
  damaged.tiles_are = [this](Tile& tile) {
    if (tile.level == 0 && tile.n == 0) tile.hashes[99] = leaf_of(test::sha256, *damaged.event(Seq{100}));
  };
  const Places places = found(damaged);
  EXPECT_FALSE(places.contains("tree: event 100"));
  EXPECT_FALSE(places.empty());
  for (const std::string& one : places) EXPECT_TRUE(one.starts_with("heads: own head of ")) << one;
}

TEST_F(Verify, finds_a_changed_event_behind_the_last_full_tile_by_the_head) {
  const Seq last = store().counters().seq;
  damaged.events_are = [last](EventRow& row) {
    if (row.seq == last) row.salt[0] ^= std::byte{1};
  };
  EXPECT_EQ(found(damaged), Places{format("heads: own head of {} leaves", std::to_underlying(last))});
}

TEST_F(Verify, finds_an_event_that_is_missing) {
  damaged.without_events = {100};
  const Places places = found(damaged);
  EXPECT_TRUE(places.contains("log: event 100"));
  EXPECT_TRUE(std::ranges::any_of(places, [](const auto& one) { return one.starts_with("streams: "); }))
      << "its stream's history is broken";
  EXPECT_FALSE(std::ranges::any_of(places, [](const auto& one) { return one.starts_with("heads: "); }))
      << "the tree goes on with the leaf that is left";
}

TEST_F(Verify, finds_an_end_that_was_cut_off) {
  const std::int64_t size = std::to_underlying(store().counters().seq);
  for (std::int64_t seq = size - 2; seq <= size; ++seq) damaged.without_events.insert(seq);
  const Places places = found(damaged);
  EXPECT_TRUE(places.contains(format("heads: own head of {} leaves", size)));
  for (std::int64_t seq = size / 256 * 256; seq <= size; ++seq) damaged.without_events.insert(seq);
  EXPECT_TRUE(found(damaged).contains(format("tree: tile 0/{}", (size / 256) - 1)));
}

TEST_F(Verify, finds_an_event_that_was_added_to_no_history) {
  EventRow row = store().history(movement().head).front();
  row.seq = workflow::next(store().counters().seq);
  damaged.one_more = row;
  EXPECT_EQ(found(damaged), Places{format("log: event {}", std::to_underlying(row.seq))});
}

TEST_F(Verify, finds_every_column_of_a_stream_row_that_was_changed) {
  const StreamRow victim = movement();
  const std::vector<std::function<void(StreamRow&)>> damages{
      [](StreamRow& row) { row.status += 1; },  [](StreamRow& row) { row.office += 1; },
      [](StreamRow& row) { row.due = noon; },   [](StreamRow& row) { row.open = !row.open; },
      [](StreamRow& row) { row.version += 1; }, [](StreamRow& row) { row.state = {std::byte{1}}; },
  };
  for (const auto& damage : damages) {
    damaged.streams_are = [&](StreamRow& row) {
      if (row.id == victim.id) damage(row);
    };
    EXPECT_EQ(found(damaged), Places{"streams: " + place(victim)});
  }
  damaged.streams_are = [&](StreamRow& row) {
    if (row.id == victim.id) row.ref = "26SG0000010000A1J3";
  };
  EXPECT_EQ(found(damaged).size(), 1U);
  damaged.streams_are = [&](StreamRow& row) {
    if (row.id == victim.id) row.head = Seq{std::to_underlying(row.head) - 1};
  };
  EXPECT_TRUE(found(damaged).contains("streams: " + place(victim)));
}

TEST_F(Verify, finds_a_header_whose_sums_are_not_those_of_its_uses) {
  const StreamRow victim = account();
  const auto& domain = story().node.domain();
  damaged.streams_are = [&](StreamRow& row) {
    if (row.id != victim.id) return;
    auto header = domain.decode_state(row.kind, row.state)->as<gua::Header>();
    header.sums.reserved -= 1;
    row.state = domain.encode_state(row.kind, workflow::State::of(header));
  };
  const Verdict verdict = verdict_of(damaged);
  ASSERT_EQ(verdict.named.size(), 2U);
  EXPECT_EQ(verdict.named[0].check, Check::streams) << "its events make another header";
  EXPECT_EQ(verdict.named[1].check, Check::sums);
  EXPECT_EQ(verdict.named[1].place, place(victim));
  EXPECT_TRUE(verdict.named[1].what.starts_with("GUA-INV-11")) << verdict.named[1].what;
}

TEST_F(Verify, finds_documents_that_were_exchanged_changed_lost_or_added) {
  const auto log = store().feed(Seq{50}, 200);
  const EventRow& event = *std::ranges::find_if(
      log, [](const EventRow& row) { return row.payload != PayloadId::none && body_of(row).sent.empty(); });
  const std::int64_t id = std::to_underlying(event.payload);
  const std::string by_event = format("documents: event {}", std::to_underlying(event.seq));
  const std::string by_itself = format("documents: document {}", id);
  const auto other = store().documents(PayloadId{id}, 1).front().payload;
  const auto change = [&](const std::function<void(Payload&)>& damage) {
    damaged.documents_are = [&, damage](PayloadWrite& row) {
      if (std::to_underlying(row.id) == id) damage(row.payload);
    };
    return found(damaged);
  };
  EXPECT_EQ(change([&](Payload& payload) { payload = other; }), Places{by_event});
  EXPECT_EQ(change([&](Payload& payload) { payload.bytes = other.bytes; }), Places{by_itself});
  EXPECT_EQ(change([&](Payload& payload) { payload.bytes.clear(); }), Places{}) << "erased";
  damaged.documents_are = {};
  damaged.without_documents = {id};
  EXPECT_EQ(found(damaged), Places{by_event});
  damaged.without_documents = {};
  damaged.documents_are = [last = store().counters().payload](PayloadWrite& row) {
    if (row.id == last) row.id = workflow::PayloadId{std::to_underlying(last) + 1};
  };
  EXPECT_TRUE(found(damaged).contains(
      format("documents: document {}", std::to_underlying(store().counters().payload) + 1)));
}

TEST_F(Verify, finds_an_exchanged_message_that_is_not_the_first_of_its_event) {
  std::optional<workflow::SentMark> second;
  std::string by_event;
  for (const EventRow& row : store().feed(Seq::none, 1000)) {
    for (const workflow::SentMark& mark : body_of(row).sent) {
      if (second || mark.payload == row.payload) continue;
      second = mark;
      by_event = format("documents: event {}", std::to_underlying(row.seq));
    }
  }
  ASSERT_TRUE(second.has_value()) << "what is heard of a passage is kept, and told in a letter of ours";
  const auto id = std::to_underlying(second->payload);
  const auto other = store().documents(PayloadId{id - 2}, 1).front().payload;
  damaged.documents_are = [&](PayloadWrite& row) {
    if (std::to_underlying(row.id) == id) row.payload = other;
  };
  EXPECT_EQ(found(damaged), Places{by_event});
}

TEST_F(Verify, finds_forged_heads) {
  const auto size = std::to_underlying(store().counters().seq);
  const std::string own = format("heads: own head of {} leaves", size);
  const std::string partners = format("heads: head of {} leaves from MY", size);
  const auto forge = [&](exchange::Partner owner, const std::function<void(HeadRow&)>& forgery) {
    damaged.heads_are = [=](HeadRow& row) {
      if (row.owner == owner && row.head.size == static_cast<std::uint64_t>(size)) forgery(row);
    };
    return found(damaged);
  };
  EXPECT_EQ(forge(sg, [](HeadRow& row) { row.signature.back() ^= std::byte{1}; }), Places{own});
  EXPECT_EQ(forge(sg, [](HeadRow& row) { row.head.root.bytes[0] ^= std::byte{1}; }), Places{own});
  EXPECT_EQ(forge(sg, [](HeadRow& row) { row.at -= std::chrono::hours{1}; }), Places{own});
  EXPECT_EQ(forge(my, [](HeadRow& row) { row.signature.back() ^= std::byte{1}; }), Places{partners});
  EXPECT_EQ(forge(my, [](HeadRow& row) { row.head.root.bytes[0] ^= std::byte{1}; }), Places{partners});
}

TEST_F(Verify, finds_heads_that_are_signed_with_a_key_that_was_replaced_before) {
  const Instant newest = store().last_head(sg)->at;
  EXPECT_TRUE(verdict_of(damaged, newest + std::chrono::milliseconds{1}).sound())
      << "what was signed before stays right";
  const Verdict verdict = verdict_of(damaged, newest);
  EXPECT_FALSE(verdict.sound());
  std::set<std::string> told;
  for (const Violation& one : verdict.named) {
    EXPECT_EQ(one.what, "is signed with a key that was replaced before");
    told.insert(one.place);
  }
  const auto size = std::to_underlying(store().counters().seq);
  EXPECT_TRUE(told.contains(format("own head of {} leaves", size)));
  EXPECT_TRUE(told.contains(format("head of {} leaves from MY", size)));
}

TEST_F(Verify, finds_tiles_that_do_not_fit) {
  damaged.tiles_are = [](Tile& tile) {
    if (tile.level == 0 && tile.n == 1) tile.hashes[3].bytes[0] ^= std::byte{1};
  };
  EXPECT_TRUE(found(damaged).contains("tree: event 260"));
}

TEST_F(Verify, finds_keys_and_messages_that_lead_nowhere) {
  const Key victim = workflow::make_key(workflow::lrn_keys, holder, "L-1");
  for (const StreamId elsewhere : {StreamId{100'000}, account().id}) {
    damaged.keys_are = [&](std::pair<Key, StreamId>& row) {
      if (row.first == victim) row.second = elsewhere;
    };
    const Verdict verdict = verdict_of(damaged);
    ASSERT_EQ(verdict.named.size(), 1U);
    EXPECT_EQ(verdict.named.front().check, Check::keys);
  }
  damaged.keys_are = {};
  const OutboxRow first = store().outbox().front();
  const std::vector<std::function<void(OutboxRow&)>> damages{
      [](OutboxRow& row) { row.payload = PayloadId{100'000}; },
      [](OutboxRow& row) { row.partner = sg; },
      [](OutboxRow& row) { row.n += 1; },
      [](OutboxRow& row) { row.lane = StreamId{100'000}; },
  };
  for (const auto& damage : damages) {
    damaged.outbox_is = [&](OutboxRow& row) {
      if (row.id == first.id) damage(row);
    };
    EXPECT_EQ(found(damaged), Places{format("outbox: message {}", first.id)});
  }
}

TEST_F(Verify, finds_evidence_that_is_of_no_event_or_cannot_be_read) {
  const std::vector<std::function<void(ReceivedRow&)>> of_what_came{
      [](ReceivedRow& row) { row.seq = Seq{100'000}; },
      [](ReceivedRow& row) { row.seq = Seq{1}; },
      [](ReceivedRow& row) { row.envelope.clear(); },
      [](ReceivedRow& row) { row.receipt.resize(10); },
  };
  for (const auto& damage : of_what_came) {
    damaged.received_is = damage;
    EXPECT_EQ(found(damaged), Places{"evidence: message MY1@nta.my of MY"});
  }
  damaged.received_is = {};
  const std::int64_t id = store().sent(NewestFirst{.count = 1}).front().id;
  const std::vector<std::function<void(SentRow&)>> of_what_went{
      [](SentRow& row) { row.partner = sg; },
      [](SentRow& row) { row.envelope.resize(3); },
      [](SentRow& row) { row.receipt.clear(); },
  };
  for (const auto& damage : of_what_went) {
    damaged.sent_is = damage;
    EXPECT_EQ(found(damaged), Places{format("evidence: message {}", id)});
  }
}

TEST_F(Verify, finds_a_movement_that_is_missing_in_a_list_or_too_much_in_one) {
  const Key entry = workflow::concern_key(holder, movement().id);
  damaged.keys_are = [&](std::pair<Key, StreamId>& row) {
    if (row.first == entry) row.second = account().id;
  };
  EXPECT_TRUE(found(damaged).contains("keys: " + place(movement())));
  const Key another = workflow::make_key(workflow::lrn_keys, holder, "L-1");
  damaged.keys_are = [&](std::pair<Key, StreamId>& row) {
    if (row.first == another) row.first = workflow::concern_key("SGSTRANGER", movement().id);
  };
  EXPECT_EQ(found(damaged), Places{"keys: lists"});
}

TEST_F(Verify, names_a_hundred_of_a_kind_and_counts_all) {
  damaged.documents_are = [](PayloadWrite& row) {
    if (!row.payload.bytes.empty()) row.payload.bytes.back() ^= std::byte{1};
  };
  const Verdict verdict = verdict_of(damaged);
  EXPECT_EQ(verdict.named.size(), limits::audit_named_max);
  EXPECT_EQ(verdict.of(Check::documents).wrong, verdict.of(Check::documents).looked_at);
  EXPECT_GT(verdict.of(Check::documents).wrong, limits::audit_named_max);
}

}  // namespace
}  // namespace lintas::app
