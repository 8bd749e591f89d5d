#include "shell/app/heads.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

#include "shell/app/executor.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/courier.hpp"
#include "tests/support/world.hpp"

namespace lintas::app {
namespace {

using namespace test::courier;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

const Instant noon = *parse_instant("2026-11-23T12:00:00Z");
const exchange::Partner sg = *exchange::Partner::parse("SG");

class KeySigner final : public Signer {
 public:
  explicit KeySigner(crypto::SigningKey key) : key_(std::move(key)) {}
  [[nodiscard]] Bytes sign(ByteView content) override { return copy_of(key_.sign(content)); }
  [[nodiscard]] const crypto::PublicKeyBytes& public_key() const { return key_.public_key(); }

 private:
  crypto::SigningKey key_;
};

class KeyVerifier final : public Verifier {
 public:
  explicit KeyVerifier(const crypto::PublicKeyBytes& key) : key_(key) {}
  [[nodiscard]] HeadSignature verify(exchange::Partner partner, Instant /*at*/, ByteView content,
                                     ByteView signature) const override {
    return partner == sg && crypto::verify(key_, content, signature) ? HeadSignature::good
                                                                     : HeadSignature::foreign;
  }

 private:
  crypto::PublicKeyBytes key_;
};

/// A log in Singapore that grows by accounts, and a partner that keeps its heads.
struct Log {
  Courier domain{"SG"};
  store::MemoryStore store;
  test::SeededEntropy entropy{1};
  test::PlainPacker packer;
  Executor executor{{domain, store, entropy, packer, test::sha256}};
  int accounts = 0;

  void grow(int events, const std::string& name = "A") {
    for (int i = 0; i < events; ++i) {
      const Parcel opening{"", name + std::to_string(++accounts), "", 1};
      const workflow::Command command{.id = workflow::MessageCommandId{workflow::make_key(
                                          workflow::KeyKind::trader_message, "X", std::to_string(accounts))},
                                      .type = open_account,
                                      .at = noon,
                                      .actor = {.role = access::Role::officer_of_guarantee},
                                      .content = to_cbor(opening)};
      ASSERT_EQ(executor.run_batch(std::vector{command}).front().kind, workflow::Reply::Kind::accepted);
    }
  }
};

class Heads : public testing::Test {
 protected:
  HeadVerdict show(Log& log, std::uint64_t old_size) {
    const HeadRow head = publish_head(log.store, signer, sg, log.executor.head(), noon);
    const auto proof = old_size == 0 ? std::vector<Hash256>{}
                                     : prove_growth(test::sha256, reads(log.store), old_size, head.head);
    return accept(head, proof);
  }

  HeadVerdict accept(const HeadRow& head, const std::vector<Hash256>& proof = {}) {
    return accept_head(test::sha256, partner, verifier, head, proof, partner.last_head(head.owner), clock);
  }
  HeadRow signed_at(const TreeHead& head, Instant at) {
    return {.owner = sg, .head = head, .at = at, .signature = signer.sign(signed_content(sg, head, at))};
  }
  static LogReads reads(store::MemoryStore& store) {
    return {.tile = [&store](std::uint8_t level, std::uint64_t n) { return store.tile(level, n); },
            .feed = [&store](Seq after, std::size_t count) { return store.feed(after, count); }};
  }

  crypto::SystemEntropy entropy;
  KeySigner signer{crypto::SigningKey::generate(entropy)};
  KeyVerifier verifier{signer.public_key()};
  store::MemoryStore partner;
  const HeadClock clock{.now = noon + hours{1}, .ahead_max = minutes{5}};
};

TEST_F(Heads, are_kept_by_a_partner_while_the_log_only_grows) {
  Log log;
  std::uint64_t size = 0;
  for (const int step : {1, 2, 7, 240, 6, 1, 300}) {
    log.grow(step);
    EXPECT_EQ(show(log, size), HeadVerdict::accepted) << size;
    size = log.executor.head().size;
    EXPECT_EQ(partner.last_head(sg)->head, log.executor.head());
  }
  EXPECT_EQ(log.store.last_head(sg)->head, log.executor.head()) << "and by its owner";
}

TEST_F(Heads, show_a_rewritten_log_to_another_state) {
  Log log;
  log.grow(10);
  EXPECT_EQ(show(log, 0), HeadVerdict::accepted);
  Log rewritten;
  rewritten.grow(10, "B");
  rewritten.grow(5, "A");
  EXPECT_EQ(show(rewritten, 10), HeadVerdict::not_continued);
  EXPECT_EQ(partner.last_head(sg)->head, log.executor.head()) << "the good one is kept";
}

TEST_F(Heads, begin_anew_where_people_have_explained_why_the_one_held_counts_no_more) {
  Log lost;
  lost.grow(10);
  EXPECT_EQ(show(lost, 0), HeadVerdict::accepted);
  Log restored;
  restored.grow(12, "B");
  const HeadRow head = publish_head(restored.store, signer, sg, restored.executor.head(), noon);
  EXPECT_EQ(accept_head(test::sha256, partner, verifier, head, {}, std::nullopt, clock),
            HeadVerdict::accepted);
  EXPECT_EQ(partner.last_head(sg)->head, restored.executor.head());
}

TEST_F(Heads, as_they_are_shown_and_stored_are_the_same) {
  Log log;
  log.grow(3);
  const HeadRow head = publish_head(log.store, signer, sg, log.executor.head(), noon);
  const auto sent = to_cbor(shown(head, {head.head.root}));
  const auto come = from_cbor<ShownHead>(sent);
  ASSERT_TRUE(come.has_value());
  EXPECT_EQ(row_of(sg, *come), head);
  EXPECT_EQ(come->proof, std::vector{head.head.root});
}

TEST_F(Heads, of_a_shorter_log_are_refused) {
  Log log;
  log.grow(3);
  const HeadRow old = publish_head(log.store, signer, sg, log.executor.head(), noon);
  log.grow(3);
  EXPECT_EQ(show(log, 0), HeadVerdict::accepted);
  EXPECT_EQ(accept(old), HeadVerdict::went_back);
}

TEST_F(Heads, of_one_size_with_two_roots_are_two_histories_whenever_they_were_signed) {
  Log log;
  log.grow(10);
  EXPECT_EQ(show(log, 0), HeadVerdict::accepted);
  Log rewritten;
  rewritten.grow(10, "B");
  for (const Instant at : {noon, noon - hours{1}, noon + hours{24}})
    EXPECT_EQ(accept(signed_at(rewritten.executor.head(), at)), HeadVerdict::rewritten);
  EXPECT_EQ(partner.last_head(sg)->head, log.executor.head());
}

TEST_F(Heads, that_are_the_one_held_are_taken_whatever_comes_with_them) {
  Log log;
  log.grow(10);
  EXPECT_EQ(show(log, 0), HeadVerdict::accepted);
  const HeadRow later = signed_at(log.executor.head(), noon + minutes{30});
  EXPECT_EQ(accept(later, {log.executor.head().root}), HeadVerdict::accepted) << "a proof of nothing";
  EXPECT_EQ(partner.last_head(sg), later) << "its date tells that the node is there";
  EXPECT_EQ(accept(signed_at(log.executor.head(), noon)), HeadVerdict::accepted);
  EXPECT_EQ(partner.last_head(sg), later) << "an earlier one does not take its place";
}

TEST_F(Heads, are_not_taken_with_a_date_that_would_keep_later_ones_out) {
  Log log;
  log.grow(10);
  const Instant latest = clock.now + clock.ahead_max;
  EXPECT_EQ(accept(signed_at(log.executor.head(), latest + milliseconds{1})), HeadVerdict::dated_ahead);
  EXPECT_EQ(accept(signed_at(log.executor.head(), Instant::max())), HeadVerdict::dated_ahead);
  EXPECT_EQ(partner.last_head(sg), std::nullopt);
  EXPECT_EQ(accept(signed_at(log.executor.head(), latest)), HeadVerdict::accepted);
  log.grow(2);
  const HeadRow before = signed_at(log.executor.head(), latest - milliseconds{1});
  const auto proof = prove_growth(test::sha256, reads(log.store), 10, before.head);
  EXPECT_EQ(accept(before, proof), HeadVerdict::dated_before);
  EXPECT_EQ(accept(signed_at(log.executor.head(), latest), proof), HeadVerdict::accepted);
}

TEST_F(Heads, of_a_shorter_log_are_the_newest_once_the_one_held_counts_no_more) {
  const TreeHead huge{.size = std::uint64_t{1} << 62U, .root = {}};
  EXPECT_EQ(accept(signed_at(huge, noon)), HeadVerdict::accepted);
  Log log;
  log.grow(10);
  const HeadRow smaller = signed_at(log.executor.head(), noon + minutes{1});
  EXPECT_EQ(accept(smaller), HeadVerdict::went_back);
  EXPECT_EQ(accept_head(test::sha256, partner, verifier, smaller, {}, std::nullopt, clock),
            HeadVerdict::accepted);
  EXPECT_EQ(partner.last_head(sg), smaller);
}

TEST_F(Heads, with_a_changed_word_are_refused) {
  Log log;
  log.grow(3);
  HeadRow head = publish_head(log.store, signer, sg, log.executor.head(), noon);
  head.at += std::chrono::seconds{1};
  EXPECT_EQ(accept(head), HeadVerdict::bad_signature);
  head.at -= std::chrono::seconds{1};
  head.owner = *exchange::Partner::parse("TH");
  EXPECT_EQ(accept(head), HeadVerdict::bad_signature);
}

}  // namespace
}  // namespace lintas::app
