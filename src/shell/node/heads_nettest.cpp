#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/documents/quantities.hpp"
#include "core/exchange/identity.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/import.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/app/heads.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/audit_heads.hpp"
#include "shell/node/config.hpp"
#include "shell/node/limits.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/log.hpp"
#include "shell/node/node.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/sqlite/sqlite_archive.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/three_nodes.hpp"

/// Heads of audit logs between nodes.
namespace lintas::node {

namespace {

using namespace std::chrono_literals;
using test::Corridor;
using test::eventually;
using test::text_of;
namespace fs = std::filesystem;
using access::Role;
using workflow::Reply;

/// Two of the states, with something in Malaysia's log.
class HeadsBetweenNodes : public testing::Test {
 protected:
  HeadsBetweenNodes() {
    corridor_.start("MY");
    grow(3);
    sign();
  }
  ~HeadsBetweenNodes() override {
    node_.reset();
    ::close(log_file_);
  }
  HeadsBetweenNodes(const HeadsBetweenNodes&) = delete;
  HeadsBetweenNodes& operator=(const HeadsBetweenNodes&) = delete;

  /// Things happen in Malaysia.
  void grow(int times) {
    const auto entries = registers::read_entries(text_of(LINTAS_ROOT "/examples/registers.csv"));
    ASSERT_TRUE(entries.has_value());
    for (int i = 0; i < times; ++i) {
      const Reply known =
          corridor_.ask("MY", {.role = Role::reference_data_keeper, .person = "keeper-1"},
                        workflow::record_entry, registers::Register{entries->at(next_++).content});
      ASSERT_EQ(known.kind, Reply::Kind::accepted);
    }
  }
  /// A head is signed when a node ends: else within the hour.
  void sign() {
    corridor_.stop("MY");
    corridor_.start("MY");
  }
  [[nodiscard]] fs::path store_of_malaysia() { return corridor_.config("MY").store_folder; }
  /// Malaysia with another store.
  void put_store(const fs::path& store) {
    corridor_.stop("MY");
    fs::remove_all(store_of_malaysia());
    fs::copy(store, store_of_malaysia(), fs::copy_options::recursive);
    corridor_.start("MY");
  }
  [[nodiscard]] fs::path copy_of_store(const char* name) {
    corridor_.stop("MY");
    const fs::path copy = folder_.path() / name;
    fs::copy(store_of_malaysia(), copy, fs::copy_options::recursive);
    corridor_.start("MY");
    return copy;
  }

  void start_singapore() {
    node_ = std::make_unique<Node>(
        Node::Options{.config = corridor_.config("SG"), .log = &log_, .failed = [](const std::string& what) {
                        ADD_FAILURE() << what;
                      }});
  }
  /// As it does by itself each day.
  void ask_again() { ASSERT_TRUE(node_->reload(corridor_.config("SG"))); }
  std::string measured() {
    const auto answer = client_.ask(
        {.method = net::Method::get,
         .url = *net::parse_url(format("http://127.0.0.1:{}/metrics", node_->ports().operations))});
    return answer ? std::string{as_text(answer->body)} : "no answer: " + answer.error().what;
  }
  /// What monitoring reads of Malaysia's log.
  bool is_fault(std::string_view fault) {
    return measured().contains(format("lintas_partner_log_fault{{partner=\"MY\",fault=\"{}\"}} 1\n", fault));
  }
  /// As people do, once the other administration has told them why.
  void explain(std::string_view fault) {
    for (fs::path file :
         evidence_of(corridor_.config("SG").store_folder, exchange::Partner::parse("MY").value(), fault)) {
      const fs::path before = file;
      fs::rename(before, file.replace_extension(explained_ending));
    }
  }
  /// What Singapore's administrator reads of its partners.
  std::string told_of_partners() {
    net::ClientRequest request{
        .method = net::Method::get,
        .url = *net::parse_url(format("http://127.0.0.1:{}/v1/exchange/partners", node_->ports().api))};
    request.headers.add("Authorization", "Bearer " + test::administrator_key_of(corridor_));
    const auto answer = client_.ask(std::move(request));
    return answer ? std::string{as_text(answer->body)} : "no answer: " + answer.error().what;
  }
  [[nodiscard]] std::string logged() const { return text_of(log_path_); }
  [[nodiscard]] std::vector<fs::path> evidence(std::string_view fault) {
    return evidence_of(corridor_.config("SG").store_folder, exchange::Partner::parse("MY").value(), fault);
  }
  /// Leaves of Malaysia's log as Singapore knows it; 0 none.
  std::uint64_t size_held() {
    store::SqliteArchive archive{corridor_.config("SG").store_folder};
    const auto head = archive.last_head(exchange::Partner::parse("MY").value());
    return head ? head->head.size : 0;
  }

  Corridor corridor_;
  std::size_t next_ = 0;  ///< of the entries that happen
  const test::TemporaryFolder folder_;
  const std::string log_path_ = (folder_.path() / "log").string();
  const int log_file_ = ::open(log_path_.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  Log log_{log_file_, Level::info, [] { return Instant{}; }};
  net::Loop loop_;
  net::Client client_{loop_};
  std::unique_ptr<Node> node_;  ///< Singapore
};

TEST_F(HeadsBetweenNodes, AreTakenAtAStartAndWhileTheLogOnlyGrows) {
  start_singapore();
  ASSERT_TRUE(eventually([&] { return size_held() > 0; })) << logged();
  const auto first = size_held();
  grow(2);
  sign();
  ask_again();
  EXPECT_TRUE(eventually([&] { return size_held() > first; })) << logged();
  EXPECT_FALSE(is_fault("rewritten") || is_fault("went_back")) << logged();
  EXPECT_FALSE(logged().contains("partner_head_refused")) << logged();
}

TEST_F(HeadsBetweenNodes, ShowAPartnerThatCannotContinueItsLogUntilPeopleHaveExplainedIt) {
  start_singapore();
  ASSERT_TRUE(eventually([&] { return size_held() > 0; })) << logged();
  const auto held = size_held();
  // Another history under the same keys.
  const fs::path empty = folder_.path() / "empty";
  fs::create_directory(empty);
  put_store(empty);
  grow(6);
  sign();
  ask_again();
  ASSERT_TRUE(eventually([&] { return is_fault("not_continued"); })) << logged();
  EXPECT_EQ(size_held(), held) << "the head held before stays";
  EXPECT_TRUE(logged().contains("partner_log_not_continued")) << logged();
  EXPECT_FALSE(logged().contains("partner_log_rewritten")) << "that would be proved to anybody";
  const auto malaysia = exchange::Partner::parse("MY").value();
  const fs::path store = corridor_.config("SG").store_folder;
  const auto files = evidence_of(store, malaysia, "not_continued");
  ASSERT_EQ(files.size(), 1U);
  const auto both = from_cbor<app::Contradiction>(as_bytes(text_of(files.front().string())));
  ASSERT_TRUE(both.has_value()) << "the evidence";
  const auto& partners = corridor_.config("SG").partners;
  const auto pinned = std::ranges::find(partners, "MY", &PartnerConfig::country);
  const auto key = read_identity_of(*pinned).value().document.head_key;
  for (const app::ShownHead* one : {&both->held, &both->shown}) {
    const TreeHead head{.size = one->size, .root = one->root};
    EXPECT_TRUE(crypto::verify(key.bytes, app::signed_content(malaysia, head, one->at), one->signature));
  }

  explain("not_continued");
  ask_again();
  EXPECT_TRUE(eventually([&] { return size_held() > held; })) << logged();
  EXPECT_TRUE(eventually([&] { return !is_fault("not_continued") && !is_fault("went_back"); })) << logged();
}

TEST_F(HeadsBetweenNodes, TellOfAPartnerThatCameBackFromABackup) {
  const fs::path backup = copy_of_store("backup");
  grow(4);
  sign();
  start_singapore();
  ASSERT_TRUE(eventually([&] { return size_held() > 0; })) << logged();
  const auto held = size_held();
  put_store(backup);
  ask_again();
  EXPECT_TRUE(eventually([&] { return is_fault("went_back"); })) << logged();
  EXPECT_EQ(size_held(), held);
  EXPECT_TRUE(logged().contains("partner_log_went_back")) << logged();
  EXPECT_FALSE(logged().contains("partner_log_not_continued")) << logged();

  // Nobody is there to be asked when Singapore starts anew.
  corridor_.stop("MY");
  node_.reset();
  start_singapore();
  EXPECT_TRUE(is_fault("went_back")) << "a new start has not forgotten it";
  const std::string shown = told_of_partners();
  EXPECT_TRUE(shown.contains(format(R"("log_events":{})", held))) << shown;
  EXPECT_TRUE(shown.contains(R"("log_fault":"went_back")")) << shown;
  corridor_.start("MY");
  grow(5);  // as before, and what was lost happens once more
  sign();
  ask_again();
  EXPECT_TRUE(eventually([&] { return is_fault("not_continued"); })) << logged();
  EXPECT_FALSE(is_fault("went_back")) << "it is told as what it is now";
}

/// Who asks Malaysia.
class AskedForHeads : public HeadsBetweenNodes {
 protected:
  static exchange::Partner partner(const char* country) { return exchange::Partner::parse(country).value(); }
  /// What is answered over the line of a country, or without a certificate.
  net::Response answered(const std::string& query, std::optional<std::string> line) {
    net::TlsIdentity shown;
    if (line) {
      const ListenConfig& files = corridor_.config(*line).partners_listen;
      shown = {.certificates_pem = text_of(files.certificate_file), .key_pem = text_of(files.key_file)};
    }
    const auto tls = net::ClientTls::make(
        {.servers = {.certificates_pem = {}, .fingerprints = {corridor_.certificate("MY").fingerprint()}},
         .identity = shown});
    EXPECT_TRUE(tls.has_value());
    const auto answer =
        client_.ask({.method = net::Method::get,
                     .url = *net::parse_url(format("https://127.0.0.1:{}/audit-head{}",
                                                   corridor_.node("MY").ports().partners, query)),
                     .tls = tls.value()});
    return answer ? *answer : net::Response{.status = 0};
  }
  std::string signed_by(const char* signer, const app::HeadRequest& request) {
    const auto secrets = read_secrets(corridor_.config(signer)).value();
    const Bytes content = to_cbor(request);
    return format("?request={}&signature={}", to_hex(content), to_hex(secrets.signing_key.sign(content)));
  }
  const app::HeadRequest good{.asker = partner("SG").number(),
                              .owner = partner("MY").number(),
                              .from = 0,
                              .at = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now())};
};

TEST_F(AskedForHeads, AreGivenToPartnersAlone) {
  const auto given = answered(signed_by("SG", good), "SG");
  ASSERT_EQ(given.status, 200) << as_text(given.body);
  const auto shown = from_cbor<app::ShownHead>(given.body);
  ASSERT_TRUE(shown.has_value());
  EXPECT_GT(shown->size, 0U);
  EXPECT_TRUE(shown->proof.empty()) << "nothing was held";

  const auto changed = [&](auto change) {
    app::HeadRequest request = good;
    change(request);
    return signed_by("SG", request);
  };
  const std::string strange[]{
      "",
      "?request=00&signature=00",
      signed_by("TH", good),
      changed([&](auto& request) { request.at -= limits::head_request_skew_max + 1min; }),
      changed([&](auto& request) { request.at += limits::head_request_skew_max + 1min; }),
      changed([&](auto& request) { request.at = Instant::min(); }),
      changed([&](auto& request) { request.at = Instant::max(); }),
      changed([&](auto& request) { request.owner = partner("TH").number(); }),
      changed([&](auto& request) { request.asker = partner("LA").number(); }),
      changed([&](auto& request) { request.purpose = "lintas audit head"; })};
  const auto refused = answered(strange[0], "SG");
  EXPECT_TRUE(as_text(refused.body).contains("EXC-021")) << as_text(refused.body);
  for (const std::string& query : strange) {
    const auto answer = answered(query, "SG");
    EXPECT_EQ(answer.status, 403) << query;
    EXPECT_EQ(answer.body, refused.body) << "a stranger learns nothing";
  }
  EXPECT_EQ(answered(signed_by("SG", good), "TH").status, 403) << "over another one's line";
  const auto beyond = from_cbor<app::ShownHead>(
      answered(changed([&](auto& request) { request.from = shown->size + 1; }), "SG").body);
  ASSERT_TRUE(beyond.has_value()) << "whoever holds more sees that";
  EXPECT_TRUE(beyond->proof.empty());
}

TEST_F(AskedForHeads, APartnerOfAPublicAuthorityIsKnownByItsSignatureAlone) {
  // Its document names nothing that its line is known by: it shows no certificate to others.
  const Config& my = corridor_.config("MY");
  const auto singapore = std::ranges::find(my.partners, "SG", &PartnerConfig::country);
  exchange::IdentityDocument document = read_identity_of(*singapore).value().document;
  document.tls_certificates.clear();
  ++document.number;
  const auto key = crypto::read_signing_key(corridor_.config("SG").exchange.key_file).value();
  std::ofstream{singapore->identity_file, std::ios::binary} << as_text(exchange::sign_identity(
      document, {key.public_key()}, crypto::sha256, [&](ByteView content) { return key.sign(content); }));
  EXPECT_EQ(answered(signed_by("SG", good), std::nullopt).status, 0) << "a line without a certificate";
  ASSERT_TRUE(corridor_.node("MY").reload(my));
  EXPECT_EQ(answered(signed_by("SG", good), std::nullopt).status, 200);
  EXPECT_EQ(answered(signed_by("SG", good), "TH").status, 200) << "whoever carries it";
  EXPECT_EQ(answered(signed_by("TH", good), std::nullopt).status, 403) << "signed by another one";
  app::HeadRequest of_thailand = good;
  of_thailand.asker = partner("TH").number();
  EXPECT_EQ(answered(signed_by("TH", of_thailand), std::nullopt).status, 403)
      << "one whose line is known has to come on it";
}

/// A log of so many leaves that are nothing.
class Tree {
 public:
  explicit Tree(std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      const std::byte leaf{static_cast<unsigned char>(i)};
      leaves_.push_back(leaf_hash(crypto::sha256, std::array{ByteView{&leaf, 1}}));
    }
  }
  [[nodiscard]] TreeHead head(std::uint64_t size) const {
    AuditTree tree{crypto::sha256};
    for (std::uint64_t i = 0; i < size; ++i) (void)tree.append(leaves_.at(i));
    return {.size = size, .root = tree.root()};
  }
  [[nodiscard]] std::vector<Hash256> growth(std::uint64_t from, std::uint64_t to) const {
    return prove_consistency(crypto::sha256, from, to, [&](std::uint8_t level, std::uint64_t index) {
      require(level == 0, "there is no full tile");
      return leaves_.at(index);
    });
  }

 private:
  std::vector<Hash256> leaves_;
};

/// Something else in Malaysia's place, with its certificate.
class HeadsOfSomethingElse : public HeadsBetweenNodes {
 protected:
  HeadsOfSomethingElse() {
    corridor_.stop("MY");
    const ListenConfig& files = corridor_.config("MY").partners_listen;
    const auto tls = net::ServerTls::make({.identity = {.certificates_pem = text_of(files.certificate_file),
                                                        .key_pem = text_of(files.key_file)},
                                           .clients = {}});
    EXPECT_TRUE(tls.has_value());
    routes_.add({.method = net::Method::get,
                 .pattern = "/audit-head",
                 .body_bytes_max = 0,
                 .handle =
                     [this](const net::Request& request, net::Responder respond) {
                       const auto query = request.query_value("request");
                       const auto content = query ? from_hex(*query) : std::nullopt;
                       const auto asked = from_cbor<app::HeadRequest>(content.value_or(Bytes{}));
                       const std::scoped_lock lock{mutex_};
                       ++asked_;
                       const bool is_other = other_ && asked && asked->from == other_from_;
                       respond(net::Response{is_other ? *other_ : answer_});
                     },
                 .admit = {}});
    server_ = std::make_unique<net::Server>(
        loop_, routes_,
        net::ServerOptions{
            .listeners = {{.name = "else", .address = "127.0.0.1", .port = files.port, .tls = tls.value()}}});
  }
  ~HeadsOfSomethingElse() override { node_.reset(); }
  HeadsOfSomethingElse(const HeadsOfSomethingElse&) = delete;
  HeadsOfSomethingElse& operator=(const HeadsOfSomethingElse&) = delete;

  /// `other`: to whoever asks from a head of that size.
  void answers(net::Response answer, std::optional<net::Response> other = std::nullopt,
               std::uint64_t from = 0) {
    const std::scoped_lock lock{mutex_};
    answer_ = std::move(answer);
    other_ = std::move(other);
    other_from_ = from;
    asked_ = 0;
  }
  [[nodiscard]] bool was_asked() const {
    const std::scoped_lock lock{mutex_};
    return asked_ > 0;
  }
  /// Singapore is told this, and keeps nothing of it.
  void expect_refused(net::Response answer, std::string_view why) {
    answers(std::move(answer));
    if (node_ == nullptr) {
      start_singapore();
    } else {
      ask_again();
    }
    EXPECT_TRUE(eventually([&] {
      return logged().contains(format(R"("event":"partner_head_refused","partner":"MY","what":"{}")", why));
    })) << logged();
    EXPECT_EQ(size_held(), 0U) << why;
  }
  /// As Malaysia signs it.
  net::Response shown(const TreeHead& head, Instant at, std::vector<Hash256> proof = {}) {
    const auto secrets = read_secrets(corridor_.config("MY")).value();
    const auto signature =
        secrets.signing_key.sign(app::signed_content(exchange::Partner::parse("MY").value(), head, at));
    const app::ShownHead one{.size = head.size,
                             .root = head.root,
                             .at = at,
                             .signature = {signature.begin(), signature.end()},
                             .proof = std::move(proof)};
    return net::text_response(200, "application/cbor", as_text(to_cbor(one)));
  }
  [[nodiscard]] Instant signed_held() {
    store::SqliteArchive archive{corridor_.config("SG").store_folder};
    const auto head = archive.last_head(exchange::Partner::parse("MY").value());
    return head ? head->at : Instant{};
  }
  static Hash256 root(std::uint8_t first) {
    Hash256 one{};
    one.bytes[0] = std::byte{first};
    return one;
  }
  /// Singapore holds this one.
  void hold(net::Response answer, std::uint64_t size) {
    answers(std::move(answer));
    start_singapore();
    ASSERT_TRUE(eventually([&] { return size_held() == size; })) << logged();
  }
  [[nodiscard]] int times_asked() const {
    const std::scoped_lock lock{mutex_};
    return asked_;
  }
  const Instant now_ = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());

  /// As Malaysia shows it, under some signature.
  net::Response shown(std::uint64_t size, Bytes signature) {
    const app::ShownHead head{
        .size = size, .root = {}, .at = now_, .signature = std::move(signature), .proof = {}};
    return net::text_response(200, "application/cbor", as_text(to_cbor(head)));
  }

 private:
  mutable std::mutex mutex_;
  net::Response answer_;
  std::optional<net::Response> other_;
  std::uint64_t other_from_ = 0;
  int asked_ = 0;
  net::Router routes_;
  std::unique_ptr<net::Server> server_;
};

TEST_F(HeadsOfSomethingElse, AreNotTakenUnderAnotherSignature) {
  const auto thailand = read_secrets(corridor_.config("TH")).value();
  const TreeHead head{.size = 7, .root = {}};
  const auto other =
      thailand.signing_key.sign(app::signed_content(exchange::Partner::parse("MY").value(), head, now_));
  expect_refused(shown(7, {other.begin(), other.end()}),
                 "not signed with the head key of its identity document");
  const auto malaysia = read_secrets(corridor_.config("MY")).value();
  const auto good =
      malaysia.signing_key.sign(app::signed_content(exchange::Partner::parse("MY").value(), head, now_));
  answers(shown(7, {good.begin(), good.end()}));
  ask_again();
  EXPECT_TRUE(eventually([&] { return size_held() == 7; })) << "under its own it is: " << logged();
}

TEST_F(HeadsOfSomethingElse, AreNotReadWhereTheAnswerIsTooLarge) {
  expect_refused(
      net::text_response(200, "application/cbor", std::string(limits::head_answer_bytes_max + 1, 'x')),
      "too large");
  expect_refused(net::text_response(200, "application/cbor", std::string(limits::head_answer_bytes_max, 'x')),
                 "malformed");
}

TEST_F(HeadsOfSomethingElse, AreMissedByNobodyWhereThePartnerHasNoSuchPage) {
  answers(net::text_response(404, "text/plain", "Nothing is here.\n"));
  start_singapore();
  ASSERT_TRUE(eventually([&] { return was_asked(); }));
  answers(net::text_response(404, "text/plain", "Nothing is here.\n"));
  ask_again();
  ASSERT_TRUE(eventually([&] { return was_asked(); })) << "the next day it is asked again";
  node_.reset();  // whatever was under way has ended
  EXPECT_FALSE(logged().contains("partner_head_refused")) << logged();
  EXPECT_EQ(size_held(), 0U);
}

TEST_F(HeadsOfSomethingElse, OfOneSizeWithTwoRootsAreTwoHistories) {
  hold(shown({.size = 7, .root = root(1)}, now_ - 2h), 7);
  answers(shown({.size = 7, .root = root(1)}, now_ - 1h, {root(9)}));
  ask_again();
  ASSERT_TRUE(eventually([&] { return signed_held() == now_ - 1h; })) << "its date counts: " << logged();
  answers(shown({.size = 7, .root = root(2)}, now_ - 1h));
  ask_again();
  EXPECT_TRUE(eventually([&] { return is_fault("rewritten"); })) << logged();
  EXPECT_FALSE(logged().contains("partner_log_not_continued"))
      << "a proof beside the head that is held is of nothing: " << logged();
  answers(shown({.size = 7, .root = root(1)}, now_));
  ask_again();
  ASSERT_TRUE(eventually([&] { return was_asked(); }));
  EXPECT_TRUE(is_fault("rewritten")) << "until people have ended it";
}

TEST_F(HeadsOfSomethingElse, ThatProveNothingAreAskedForOnceMore) {
  hold(shown({.size = 7, .root = root(1)}, now_ - 2h), 7);
  answers(shown({.size = 8, .root = root(2)}, now_ - 1h));
  ask_again();
  EXPECT_TRUE(eventually([&] { return is_fault("not_continued"); })) << logged();
  EXPECT_GE(times_asked(), 2) << "once more before it is told";
  answers(shown({.size = 7, .root = root(1)}, now_));
  ask_again();
  ASSERT_TRUE(eventually([&] { return signed_held() == now_; })) << logged();
  EXPECT_TRUE(is_fault("not_continued")) << "what it has signed meanwhile is not continued by that";
  EXPECT_EQ(evidence("not_continued").size(), 1U);
}

TEST_F(HeadsOfSomethingElse, ThatWereSignedAreProofOnceAnotherOneOfTheirSizeIsGood) {
  const Tree tree{8};
  hold(shown(tree.head(7), now_ - 3h), 7);
  answers(shown({.size = 8, .root = root(2)}, now_ - 2h));
  ask_again();
  ASSERT_TRUE(eventually([&] { return is_fault("not_continued"); })) << logged();
  answers(shown(tree.head(8), now_ - 1h, tree.growth(7, 8)));
  ask_again();
  ASSERT_TRUE(eventually([&] { return size_held() == 8; })) << logged();
  ASSERT_TRUE(eventually([&] { return is_fault("rewritten"); })) << logged();
  const auto files = evidence("rewritten");
  ASSERT_EQ(files.size(), 1U);
  const auto both = from_cbor<app::Contradiction>(as_bytes(text_of(files.front().string())));
  ASSERT_TRUE(both.has_value());
  EXPECT_EQ(both->held.size, both->shown.size) << "which proves it to anybody";
  EXPECT_EQ(both->held.root, tree.head(8).root);
  EXPECT_EQ(both->shown.root, root(2));
  EXPECT_TRUE(eventually([&] { return evidence("not_continued").empty(); })) << "it is in the other one";
  EXPECT_FALSE(logged().contains("partner_log_explained")) << logged();
}

TEST_F(HeadsOfSomethingElse, OfAnAlarmEndItWhereTheyContinueWhatWasShownThen) {
  const Tree tree{9};
  hold(shown(tree.head(7), now_ - 3h), 7);
  answers(shown(tree.head(8), now_ - 2h));  // without a proof
  ask_again();
  ASSERT_TRUE(eventually([&] { return is_fault("not_continued"); })) << logged();
  answers(shown(tree.head(9), now_ - 1h, tree.growth(7, 9)),
          shown(tree.head(9), now_ - 1h, tree.growth(8, 9)), 8);
  ask_again();
  EXPECT_TRUE(eventually([&] { return size_held() == 9 && !is_fault("not_continued"); })) << logged();
  EXPECT_TRUE(evidence("not_continued").empty());
  EXPECT_TRUE(logged().contains(
      R"("event":"partner_log_explained","partner":"MY","leaves":8,"what":"not_continued")"))
      << logged();
  EXPECT_FALSE(is_fault("rewritten"));
}

TEST_F(HeadsOfSomethingElse, OfEachContradictionAreKeptAndNoFileIsNamedThatIsNotThere) {
  hold(shown({.size = 7, .root = root(1)}, now_ - 3h), 7);
  for (const std::uint8_t other : {std::uint8_t{2}, std::uint8_t{3}, std::uint8_t{3}}) {
    answers(shown({.size = 7, .root = root(other)}, now_ - 1h));
    ask_again();
    ASSERT_TRUE(eventually([&] { return was_asked(); }));
    ASSERT_TRUE(eventually([&] { return evidence("rewritten").size() == (other == 2 ? 1U : 2U); }))
        << logged();
  }
  const fs::path store = corridor_.config("SG").store_folder;
  for (int i = static_cast<int>(evidence("rewritten").size()); i < 32; ++i)
    std::ofstream{store / format("audit-head-MY-20260101T0000{:02}Z.rewritten", i)} << "full";
  answers(shown({.size = 7, .root = root(4)}, now_ - 1h));
  ask_again();
  EXPECT_TRUE(eventually([&] {
    return logged().contains(R"("event":"partner_log_rewritten","partner":"MY","held":7,"leaves":7})");
  })) << logged();
  EXPECT_EQ(evidence("rewritten").size(), 32U);
}

TEST_F(HeadsOfSomethingElse, AreMissedOnceOneIsHeld) {
  hold(shown({.size = 7, .root = root(1)}, now_ - 1h), 7);
  answers(net::text_response(404, "text/plain", "Nothing is here.\n"));
  ask_again();
  EXPECT_TRUE(eventually([&] { return is_fault("went_back"); })) << logged();
  EXPECT_TRUE(logged().contains(R"("event":"partner_log_went_back","partner":"MY","held":7,"leaves":0,)"))
      << logged();
  answers(shown({.size = 7, .root = root(1)}, now_));
  ask_again();
  EXPECT_TRUE(eventually([&] { return !is_fault("went_back"); })) << logged();
}

TEST_F(HeadsOfSomethingElse, ThatAreTooLargeEndWithAnExplanation) {
  constexpr std::uint64_t huge = std::uint64_t{1} << 62U;
  hold(shown({.size = huge, .root = root(1)}, now_ - 1h), huge);
  answers(shown({.size = 7, .root = root(2)}, now_));
  ask_again();
  ASSERT_TRUE(eventually([&] { return is_fault("went_back"); })) << logged();
  explain("went_back");
  ask_again();
  EXPECT_TRUE(eventually([&] { return size_held() == 7; })) << "the true one is taken at once: " << logged();
  EXPECT_TRUE(eventually([&] { return !is_fault("went_back"); })) << logged();
  answers(shown({.size = huge, .root = root(1)}, now_));
  ask_again();
  EXPECT_TRUE(eventually([&] { return is_fault("not_continued"); })) << logged();
  EXPECT_EQ(size_held(), 7U) << "what was explained does not come back";
}

TEST_F(HeadsOfSomethingElse, AreNotTakenOfAnInstantThatIsToComeOrOfNoNode) {
  expect_refused(shown({.size = 7, .root = root(1)}, now_ + 1h), "dated ahead of our clock");
  expect_refused(shown({.size = 7, .root = root(1)}, Instant::min()), "malformed");
  const auto size = logged().size();
  answers(shown({.size = 7, .root = root(1)}, limits::head_at_min - 1ms));
  ask_again();
  EXPECT_TRUE(eventually([&] { return logged().substr(size).contains(R"("what":"malformed")"); }))
      << logged();
  const std::string age = "lintas_partner_head_age_seconds{partner=\"MY\"} ";
  const std::string text = measured();
  ASSERT_TRUE(text.contains(age)) << text;
  EXPECT_GE(std::stod(text.substr(text.find(age) + age.size())), 0);
}

TEST_F(HeadsOfSomethingElse, AreToldOfOnceTheyAreOldAndNoMoreOfAPartnerThatIsTakenOut) {
  hold(shown({.size = 7, .root = root(1)}, now_ - limits::head_age_max - 1h), 7);
  EXPECT_TRUE(eventually([&] {
    return logged().contains("\"event\":\"partner_head_old\",\"partner\":\"MY\"");
  })) << logged();
  const std::string age = "lintas_partner_head_age_seconds{partner=\"MY\"} ";
  const std::string text = measured();
  ASSERT_TRUE(text.contains(age)) << text;
  EXPECT_GT(std::stod(text.substr(text.find(age) + age.size())),
            std::chrono::duration<double>(limits::head_age_max).count());
  answers(shown({.size = 6, .root = root(1)}, now_));
  ask_again();
  ASSERT_TRUE(eventually([&] { return is_fault("went_back"); })) << logged();
  Config without = corridor_.config("SG");
  std::erase_if(without.partners, [](const PartnerConfig& one) { return one.country == "MY"; });
  ASSERT_TRUE(node_->reload(without));
  const std::string rest = measured();
  EXPECT_FALSE(rest.contains("lintas_partner_log_fault{partner=\"MY\"") || rest.contains(age)) << rest;
}

}  // namespace

}  // namespace lintas::node
