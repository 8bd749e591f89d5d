#include "shell/node/partners.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/heads.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/audit.hpp"
#include "shell/node/audit_heads.hpp"
#include "shell/node/config.hpp"
#include "shell/node/former_documents.hpp"
#include "shell/node/init.hpp"
#include "shell/node/limits.hpp"
#include "shell/node/own_identity.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/neighbours.hpp"

namespace lintas::node {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;

class Partners : public test::Neighbours {
 protected:
  struct Told {
    int code;
    std::string out;
    std::string err;
  };
  Told add(const std::string& root) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = add_partner({.config_file = sg_.config_file(),
                                  .document_file = my_.file("identity.lintas"),
                                  .root = root,
                                  .url = {},
                                  .now = now_,
                                  .environment = {}},
                                 out, err);
    return {.code = code, .out = out.str(), .err = err.str()};
  }
  Told show(const std::string& country) {
    std::ostringstream out;
    std::ostringstream err;
    const int code =
        show_partners({.config_file = sg_.config_file(), .country = country, .now = now_}, out, err);
    return {.code = code, .out = out.str(), .err = err.str()};
  }
  /// Malaysia's node is reached elsewhere now, and its document says so.
  void move_malaysia() {
    Config config = my_.config();
    config.exchange.url = "https://elsewhere.my:8443";
    const auto kept = keep_identity(config, now_ + hours{1});
    ASSERT_TRUE(kept) << kept.error();
  }
};

TEST_F(Partners, AreSaidToBeNoneWhereThereAreNone) {
  const auto none = show("");
  EXPECT_EQ(none.code, 0);
  EXPECT_EQ(none.out, "") << "as a list of nothing";
  EXPECT_TRUE(none.err.contains("lintas.toml has no partner; `lintas partner add` takes one")) << none.err;
}

TEST_F(Partners, AreTakenUnderTheRootThatTheirPeopleReadOut) {
  const Told told = add(my_.root);
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_TRUE(told.out.contains("lintas partner test MY")) << told.out;
  const Config config = sg_.config();
  ASSERT_EQ(config.partners.size(), 1U);
  EXPECT_EQ(config.partners.front().country, "MY");
  EXPECT_EQ(config.partners.front().root, my_.root);
  EXPECT_EQ(config.partners.front().identity_file, sg_.file("partners/my.lintas"));
  EXPECT_EQ(text_of(sg_.file("partners/my.lintas")), text_of(my_.file("identity.lintas")));
  EXPECT_EQ(take(sg_, my_, my_.root), "") << "just the same changes nothing";
  EXPECT_EQ(sg_.config().partners.size(), 1U);
}

TEST_F(Partners, OfTwoDocumentsThatAreTakenAtOnceTheNewerOneStays) {
  ASSERT_EQ(add(my_.root).code, 0);
  Config malaysia = my_.config();
  std::vector<std::string> documents;
  for (int i = 1; i <= 6; ++i) {
    malaysia.exchange.url = format("https://node{}.my:8443", i);
    ASSERT_TRUE(keep_identity(malaysia, now_ + hours{i}));
    documents.push_back(text_of(my_.file("identity.lintas")));
  }
  const Config config = sg_.config();
  {
    std::vector<std::jthread> all;
    for (const std::string& document : documents) {
      all.emplace_back([&] {
        // Whoever is late is refused; none is torn, and none takes the place of a newer one.
        (void)take_newer(config, config.partners.front(), as_bytes(document), now_ + hours{7});
      });
    }
  }
  EXPECT_EQ(text_of(sg_.file("partners/my.lintas")), documents.back());
  std::vector<std::string> left;
  for (const auto& entry : fs::directory_iterator{sg_.file("partners")})
    left.push_back(entry.path().filename().string());
  EXPECT_EQ(left, std::vector<std::string>{"my.lintas"});
}

TEST_F(Partners, IDN_002_WithoutThatRootNothingIsTaken) {
  const std::string before = text_of(sg_.config_file());
  EXPECT_TRUE(take(sg_, my_, sg_.root).starts_with("IDN-002 ")) << take(sg_, my_, sg_.root);
  EXPECT_TRUE(take(sg_, my_, "12").contains("32 hexadecimal digits"));
  EXPECT_EQ(text_of(sg_.config_file()), before);
  EXPECT_TRUE(fs::is_empty(sg_.file("partners")));
  const Told told = add("");
  EXPECT_EQ(told.code, 1);
  EXPECT_TRUE(told.out.contains(my_.root)) << told.out;
  EXPECT_TRUE(told.err.starts_with("Nothing was taken.")) << told.err;
  EXPECT_EQ(text_of(sg_.config_file()), before);
}

TEST_F(Partners, IDN_001_AForgedDocumentIsNotTaken) {
  std::string bytes = text_of(my_.file("identity.lintas"));
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  std::ofstream{place_.path() / "forged", std::ios::binary} << bytes;
  EXPECT_TRUE(take_file(sg_, (place_.path() / "forged").string(), my_.root).contains("IDN-001"));
}

TEST_F(Partners, IDN_005_ANewerDocumentTakesThePlaceOfTheOldOneAndNeverBack) {
  fs::copy_file(my_.file("identity.lintas"), place_.path() / "old");
  ASSERT_EQ(take(sg_, my_, my_.root), "");
  move_malaysia();
  // At the earlier instant it is not in force yet.
  EXPECT_TRUE(take(sg_, my_, my_.root).starts_with("IDN-004 ")) << "IDN-004";
  const auto later = take_partner({.config_file = sg_.config_file(),
                                   .document_file = my_.file("identity.lintas"),
                                   .root = my_.root,
                                   .url = {},
                                   .now = now_ + hours{1},
                                   .environment = {}});
  ASSERT_TRUE(later) << later.error().what;
  EXPECT_EQ(read_identity_of(sg_.config().partners.front())->document.url, "https://elsewhere.my:8443");
  EXPECT_TRUE(take_file(sg_, (place_.path() / "old").string(), my_.root).starts_with("IDN-005 "));
}

TEST_F(Partners, LeadIntoNoPrivateNetworkUnlessTheOperatorSaysSo) {
  std::string text = text_of(sg_.config_file());
  const std::string_view key = "addresses = \"any\"\n";
  ASSERT_TRUE(text.contains(key)) << "a node of this machine has its partners there";
  text.erase(text.find(key), key.size());
  std::ofstream{sg_.config_file(), std::ios::binary} << text;
  const std::string refusal = take(sg_, my_, my_.root);
  EXPECT_TRUE(refusal.starts_with("https://127.0.0.1:8443: ") && refusal.contains("exchange.addresses"))
      << refusal;
  EXPECT_EQ(text_of(sg_.config_file()), text);
  const auto given = take_partner({.config_file = sg_.config_file(),
                                   .document_file = my_.file("identity.lintas"),
                                   .root = my_.root,
                                   .url = "https://127.0.0.1:8443",
                                   .now = now_,
                                   .environment = {}});
  EXPECT_TRUE(given) << given.error().what;
  ASSERT_TRUE(init({.folder = place_.path() / "named", .country = "TH", .host = "node.th", .now = now_}));
  EXPECT_FALSE(text_of((place_.path() / "named" / "lintas.toml").string()).contains("addresses"));
}

TEST_F(Partners, KeepTheirRoot) {
  ASSERT_EQ(take(sg_, my_, my_.root), "");
  const Home usurper = make("MY", "usurper");
  EXPECT_TRUE(take(sg_, usurper, usurper.root).contains("is pinned to the root " + my_.root))
      << "whatever root is given";
}

TEST_F(Partners, AreOfOtherStates) {
  EXPECT_TRUE(take(sg_, sg_, sg_.root).contains("this is our own country")) << take(sg_, sg_, sg_.root);
}

TEST_F(Partners, AreShown) {
  ASSERT_EQ(take(sg_, my_, my_.root), "");
  const Told one = show("MY");
  EXPECT_EQ(one.code, 0) << one.err;
  for (const std::string& part : {my_.root, std::string{"https://127.0.0.1:8443"}, std::string{"1.x, 2.0"},
                                  std::string{"IE050"}, std::string{"signing     2.0  from 2026-11-23T03"}})
    EXPECT_TRUE(one.out.contains(part)) << part << '\n' << one.out;
  for (const std::string_view part :
       {"delegation  ", "line        ", "authority   ",
        "agreed      profile 2.0, urn:lintas:agreement:transit:1", "messages    all",
        "parties     it NTA.MY (urn:lintas:node), we NTA.SG (urn:lintas:node)",
        "answers     one-way: the message alone", "pauses      from 5 s to 600 s",
        "connects    wherever its address leads", "log         there is no store yet"})
    EXPECT_TRUE(one.out.contains(part)) << part << '\n' << one.out;
  EXPECT_FALSE(one.out.contains("revoked")) << one.out;
  const Told own = show("SG");
  EXPECT_TRUE(own.out.contains(sg_.root)) << "to be read out";
  const Told all = show("");
  EXPECT_TRUE(all.out.starts_with("MY  1.")) << all.out;
  EXPECT_EQ(show("TH").code, 1);
}

TEST_F(Partners, AreShownWithWhatTheyDoNotTake) {
  ASSERT_EQ(take(sg_, my_, my_.root), "");
  EXPECT_FALSE(show("MY").out.contains("held back"));
  EXPECT_TRUE(show("MY").out.contains("as one      up to 32 messages to it")) << show("MY").out;
  exchange::IdentityDocument document = read_own_identity(my_.config()).value().document;
  std::erase_if(document.capabilities.messages, [](const exchange::MessageKind& kind) {
    return kind.type.starts_with("IE109") || kind.type == "bundle";
  });
  document.capabilities.payload_bytes_max = 4096;
  ++document.number;
  const auto key = crypto::read_signing_key(my_.file("exchange.key")).value();
  const Bytes bytes = exchange::sign_identity(document, {key.public_key()}, crypto::sha256,
                                              [&](ByteView content) { return key.sign(content); });
  ASSERT_TRUE(take_newer(sg_.config(), sg_.config().partners.front(), bytes, now_).value());
  const Told one = show("MY");
  EXPECT_TRUE(one.out.contains("held back   IE1095, IE1096, IE1097, IE1098: its document does not list them"))
      << one.out;
  EXPECT_TRUE(one.out.contains("as one      none: each message goes by itself")) << one.out;
  EXPECT_TRUE(one.out.contains("held back   what has more than 4096 bytes: its document takes no more"))
      << one.out;
  const auto agreements = agreements_of(sg_.config(), now_);
  ASSERT_TRUE(agreements && agreements->all.size() == 1U);
  EXPECT_EQ(agreements->all.front().as4->mode.sent_bytes_max, 4096U);
  EXPECT_EQ(agreements->all.front().as4->mode.payload_bytes_max, limits::message_bytes_max)
      << "what we take is not bound by its sheet";
}

TEST_F(Partners, AreShownWithTheHeadOfTheirLogAndWhatContradictsIt) {
  ASSERT_EQ(take(sg_, my_, my_.root), "");
  const auto malaysia = exchange::Partner::parse("MY").value();
  const fs::path folder = sg_.config().store_folder;
  {
    store::SqliteStore store{{.folder = folder, .vfs = {}, .room = {}}};
    store.save_head({.owner = malaysia, .head = {.size = 1234, .root = {}}, .at = now_, .signature = {}});
  }
  const Told one = show("MY");
  EXPECT_TRUE(one.out.contains("log         1234 events, signed " + lintas::to_text(now_))) << one.out;
  EXPECT_FALSE(one.out.contains("log fault")) << one.out;
  EXPECT_FALSE(one.out.contains("log old")) << one.out;
  const auto found = [&](std::string_view fault) {
    const fs::path file = new_evidence(folder, malaysia, fault, now_);
    std::ofstream{file} << "both";
    return file;
  };
  const auto told = [&](std::string_view words) {
    return show("MY").out.contains(format("log fault   {}: ", words));
  };
  const fs::path back = found("went_back");
  EXPECT_TRUE(told("its log is shorter than the head held, or it shows none, as after a restore"))
      << show("MY").out;
  EXPECT_TRUE(show("MY").out.contains(back.string())) << show("MY").out;
  found("not_continued");
  EXPECT_TRUE(told("it could not show that its log continues the head held")) << show("MY").out;
  const fs::path first = found("rewritten");
  EXPECT_TRUE(told("it has signed two histories")) << show("MY").out;
  fs::path explained = first;
  fs::rename(first, explained.replace_extension(explained_ending));
  EXPECT_FALSE(told("it has signed two histories")) << show("MY").out;
  fs::path second = found("rewritten");
  EXPECT_FALSE(fs::exists(second.replace_extension(explained_ending)))
      << "what was explained first is not written over";
}

TEST_F(Partners, AreShownWithHowLongNobodyWouldHaveSeenTheirLogRewritten) {
  ASSERT_EQ(take(sg_, my_, my_.root), "");
  const auto malaysia = exchange::Partner::parse("MY").value();
  {
    store::SqliteStore store{{.folder = sg_.config().store_folder, .vfs = {}, .room = {}}};
    store.save_head({.owner = malaysia,
                     .head = {.size = 1234, .root = {}},
                     .at = now_ - limits::head_age_max - hours{24},
                     .signature = {}});
  }
  EXPECT_TRUE(show("MY").out.contains("log old     nothing of it was shown for 4 days")) << show("MY").out;
}

TEST_F(Partners, AreKeptOnceThoughTheCallThatReplacedThemWasCutOff) {
  ASSERT_EQ(take(sg_, my_, my_.root), "");
  const PartnerConfig malaysia = sg_.config().partners.front();
  const std::string document = text_of(malaysia.identity_file);
  const std::string file = former_documents_of(malaysia.identity_file);
  for (const Instant until : {now_, now_ + hours{1}}) {
    const auto text = with_former(malaysia.identity_file, as_bytes(document), until);
    ASSERT_TRUE(text);
    std::ofstream{file, std::ios::binary} << *text;
  }
  const std::string text = text_of(file);
  EXPECT_EQ(std::ranges::count(text, '\n'), 1);
  EXPECT_TRUE(text.starts_with(lintas::to_text(now_ + hours{1}))) << "until its place was taken";
}

TEST_F(Partners, AreBelievedOfHeadsThatTheySignedWithAnEarlierKey) {
  ASSERT_EQ(take(sg_, my_, my_.root), "");
  const auto malaysia = exchange::Partner::parse("MY").value();
  const std::string key_file = my_.config().signing_key_file;
  {
    const auto key = crypto::read_signing_key(key_file).value();
    const TreeHead head{.size = 1234, .root = {}};
    const auto signature = key.sign(app::signed_content(malaysia, head, now_));
    store::SqliteStore store{{.folder = sg_.config().store_folder, .vfs = {}, .room = {}}};
    store.save_head(
        {.owner = malaysia, .head = head, .at = now_, .signature = {signature.begin(), signature.end()}});
  }
  crypto::SystemEntropy entropy;
  ASSERT_TRUE(replace_durably(key_file, new_secret(entropy)));
  move_malaysia();  // its document names the new key, too
  ASSERT_TRUE(take_newer(sg_.config(), sg_.config().partners.front(),
                         as_bytes(text_of(my_.file("identity.lintas"))), now_ + hours{1})
                  .value());
  std::ostringstream told;
  EXPECT_EQ(verify_store(sg_.config(), sg_.config().store_folder, false, told, told), Soundness::sound)
      << told.str();
  EXPECT_TRUE(told.str().contains("heads: 1 of MY signed with an earlier key of its own")) << told.str();
}

TEST_F(Partners, AreShownWithWhatIsRevoked) {
  ASSERT_EQ(take(sg_, my_, my_.root), "");
  const auto document = read_identity_of(sg_.config().partners.front()).value().document;
  const auto signing = crypto::MessageCertificate::from_der(document.signing.front()).value();
  const std::string fingerprint = to_hex(signing.fingerprint().bytes);
  std::ofstream{sg_.config_file(), std::ios::app | std::ios::binary}
      << "\n[[revoked]]\nfingerprint = \"" << fingerprint << "\"\nreason = \"stolen\"\n";
  const Told one = show("MY");
  EXPECT_TRUE(one.out.contains("revoked, from ")) << one.out;
  EXPECT_TRUE(one.out.contains("(SHA-256 " + fingerprint + "): by [[revoked]]: stolen\n")) << one.out;
}

TEST_F(Partners, OfAnotherProductAreShownAndHaveNoDocument) {
  std::ofstream{sg_.config_file(), std::ios::app | std::ios::binary}
      << "\n[[partner]]\ncountry = \"MY\"\nurl = \"https://as4.my/msh\"\nprofile = \"1.x\"\n"
         "signing_certificates_file = \""
      << my_.file("messages-signing.pem") << "\"\nsealing_certificates_file = \""
      << my_.file("messages-sealing.pem") << "\"\ntls_clients_file = \"" << my_.file("tls.pem")
      << "\"\nactions = [\"IE001\", \"IE003\"]\nparty_id = \"my-customs\"\nretry_first = 60\nmep = "
         "\"two-way\"\n";
  const Told one = show("MY");
  EXPECT_EQ(one.code, 0) << one.err;
  for (const std::string_view part :
       {"address     https://as4.my/msh", "document    none: it is configured by hand",
        "signing     1.x  from ", "agreed      profile 1.x", "it my-customs (urn:lintas:node)",
        "messages    IE001, IE003", "answers     two-way: the header names the message",
        "pauses      from 60 s to 600 s"})
    EXPECT_TRUE(one.out.contains(part)) << part << '\n' << one.out;
  const auto line = crypto::Certificate::from_pem(*read_file(my_.file("tls.pem"), Secrecy::open));
  EXPECT_TRUE(one.out.contains("line        " + to_hex(line->fingerprint().bytes))) << one.out;
  EXPECT_FALSE(one.out.contains("bring it")) << one.out;
  const Instant later = now_ + message_certificate_life - renewed_before;
  ASSERT_TRUE(renew_certificates(sg_.config(), later).value());
  std::ostringstream out;
  EXPECT_EQ(show_partners({.config_file = sg_.config_file(), .country = "MY", .now = later}, out, out), 0);
  EXPECT_TRUE(out.str().contains("bring it    our certificate for signing ") &&
              out.str().contains(format("from {}: ", sg_.config().exchange.signing_certificates_file)))
      << out.str();
  EXPECT_EQ(show("").out, "MY  by hand  https://as4.my/msh\n");
  EXPECT_TRUE(take(sg_, my_, my_.root).contains("is configured without an identity document"));
}

}  // namespace
}  // namespace lintas::node
