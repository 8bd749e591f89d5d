#include "shell/node/delegations.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/former_documents.hpp"
#include "shell/node/init.hpp"
#include "shell/node/message_certificates.hpp"
#include "shell/node/own_files.hpp"
#include "shell/node/own_identity.hpp"
#include "shell/node/partners.hpp"
#include "shell/node/prints.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/neighbours.hpp"

namespace lintas::node {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using std::chrono::hours;

/// Singapore and Malaysia know each other; Malaysia's key has to be replaced a day later.
class Delegations : public test::Neighbours {
 protected:
  Delegations() {
    EXPECT_EQ(take(sg_, my_, my_.root), "");
    EXPECT_EQ(take(my_, sg_, sg_.root), "");
  }
  /// On the machine of the root; its file, which the node is given.
  std::string delegated(std::uint32_t number, const std::string& country = "MY", const Home* root = nullptr) {
    const std::string file = (place_.path() / format("handover-{}", ++made_)).string();
    std::ostringstream told;
    EXPECT_EQ(delegate_key({.root_file = (root == nullptr ? my_ : *root).file("root.key"),
                            .country = country,
                            .number = number,
                            .until = {},
                            .to = file,
                            .now = later_ - hours{1}},
                           told, told),
              0)
        << told.str();
    return file;
  }
  [[nodiscard]] std::expected<NewKey, NewKeyFailure> renew(const std::string& file, OldKey old_key) const {
    return take_new_key({.config_file = my_.config_file(), .file = file, .old_key = old_key, .now = later_});
  }
  [[nodiscard]] std::string why_not(const std::string& file) const {
    const auto taken = renew(file, OldKey::is_gone);
    return taken ? "" : taken.error().what;
  }
  [[nodiscard]] std::string document() const { return text_of(my_.file("identity.lintas")); }
  /// What Singapore does with what Malaysia's node hands out; "" if it is taken.
  [[nodiscard]] std::string fetched(const std::string& document) const {
    const auto taken =
        take_newer(sg_.config(), sg_.config().partners.front(), as_bytes(document), later_ + hours{1});
    return taken ? "" : taken.error();
  }
  /// A document that a thief of the first key signs long afterwards.
  [[nodiscard]] static std::string forged(const exchange::Identity& before,
                                          const crypto::SigningKey& stolen) {
    exchange::IdentityDocument document = before.document;
    document.number = 0xFFFF'FFFFU;
    document.url = "https://thief.example";
    const Bytes bytes = exchange::sign_identity(document, {stolen.public_key()}, crypto::sha256,
                                                [&](ByteView content) { return stolen.sign(content); });
    return std::string{as_text(bytes)};
  }
  [[nodiscard]] as4::Partner agreed(const Home& home) const {
    const auto agreements = agreements_of(home.config(), later_ + hours{1});
    EXPECT_TRUE(agreements && agreements->all.size() == 1U);
    return *agreements->all.front().as4;
  }
  template <class Entry>
  static std::set<Bytes> ders(const std::vector<Entry>& entries) {
    std::set<Bytes> out;
    for (const Entry& entry : entries) out.insert(entry.certificate->der());
    return out;
  }
  /// Every file of a folder with its content.
  [[nodiscard]] static std::string all_files(const Home& home) {
    std::set<std::string> parts;
    for (const auto& entry : fs::recursive_directory_iterator{home.folder})
      if (entry.is_regular_file()) parts.insert(entry.path().string() + text_of(entry.path().string()));
    std::string out;
    for (const std::string& part : parts) out += part;
    return out;
  }

  const Instant later_ = now_ + days{1};
  int made_ = 0;
};

TEST_F(Delegations, AStolenKeyCountsNoMoreOncePartnersHaveAskedAndNobodyIsCalled) {
  const auto before = read_own_identity(my_.config()).value();
  const std::string old_document = document();
  const auto stolen = crypto::read_signing_key(my_.file("exchange.key")).value();
  const as4::Partner known_before = agreed(sg_);

  const auto taken = renew(delegated(2), OldKey::may_be_stolen);
  ASSERT_TRUE(taken) << taken.error().what;
  EXPECT_EQ(taken->identity.delegation.number, 2U);
  EXPECT_EQ(taken->identity, read_own_identity(my_.config()).value()) << "it is on the disk, with its key";
  EXPECT_NE(crypto::read_signing_key(my_.file("exchange.key"))->public_key(), stolen.public_key());
  EXPECT_TRUE(taken->foreign.empty());

  EXPECT_EQ(fetched(document()), "");
  EXPECT_TRUE(fetched(old_document).starts_with("IDN-005 ")) << fetched(old_document);
  EXPECT_TRUE(fetched(forged(before, stolen)).starts_with("IDN-005 "));
  const as4::Partner known = agreed(sg_);
  const as4::Partner own = agreed(my_);
  EXPECT_EQ(ders(known.signing), ders(own.own_signing)) << "what it signs with is known";
  EXPECT_EQ(ders(known.sealing), ders(own.own_sealing));
  for (const Bytes& der : ders(known_before.signing)) EXPECT_FALSE(ders(known.signing).contains(der));
  for (const Bytes& der : ders(known_before.sealing)) EXPECT_FALSE(ders(known.sealing).contains(der));
  EXPECT_EQ(read_own_identity(my_.config())->document.signing.size(), 2U) << "one of each profile";
  EXPECT_EQ(read_own_identity(my_.config())->document.authorities.size(), 1U);
  for (const char* secret : {"exchange.key", "messages-signing.key", "messages-sealing.key"}) {
    struct stat about{};
    ASSERT_EQ(::stat(my_.file(secret).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U) << secret;
  }
}

TEST_F(Delegations, AfterALostKeyCertificatesGoOnAndNoMessageIsHeldUp) {
  const as4::Partner known_before = agreed(sg_);
  fs::remove(my_.file("exchange.key"));
  const auto taken = renew(delegated(2), OldKey::is_gone);
  ASSERT_TRUE(taken) << taken.error().what;
  EXPECT_EQ(ders(agreed(my_).own_signing), ders(known_before.signing))
      << "whoever has not asked yet knows them, too";
  EXPECT_EQ(fetched(document()), "");
  EXPECT_EQ(ders(agreed(sg_).signing), ders(known_before.signing));
  // The next ones are of the new key's authority, and the partner believes both.
  const Instant due = now_ + message_certificate_life - renewed_before;
  EXPECT_TRUE(renew_certificates(my_.config(), due).value());
  const auto kept = keep_identity(my_.config(), due);
  ASSERT_TRUE(kept) << kept.error();
  EXPECT_EQ(kept->document.signing.size(), 4U);
  ASSERT_TRUE(take_newer(sg_.config(), sg_.config().partners.front(), as_bytes(document()), due).value());
  EXPECT_EQ(agreements_of(sg_.config(), due)->all.front().as4->signing.size(), 2U);
}

TEST_F(Delegations, AfterATheftNoAuthorityOfAnyKeyBeforeVouchesForAnything) {
  // An authority of the state beside its own.
  std::ofstream{my_.file("authority.pem"), std::ios::app | std::ios::binary}
      << text_of(sg_.file("authority.pem"));
  ASSERT_TRUE(renew(delegated(2), OldKey::is_gone));
  ASSERT_EQ(read_own_identity(my_.config())->document.authorities.size(), 3U)
      << "of the lost key, of the state, of the present key";
  ASSERT_TRUE(renew(delegated(3), OldKey::may_be_stolen));
  const auto document = read_own_identity(my_.config())->document;
  ASSERT_EQ(document.authorities.size(), 2U);
  EXPECT_EQ(document.authorities.front(), ders_of(sg_.file("authority.pem"))->front()) << "it stays";
  const auto own = crypto::MessageCertificate::from_der(document.authorities.back()).value();
  EXPECT_EQ(crypto::public_key_of(own), crypto::read_signing_key(my_.file("exchange.key"))->public_key());
}

TEST_F(Delegations, WhatDoesNotFitChangesNoFile) {
  const std::string other_state = delegated(2, "SG");
  const std::string other_root = delegated(2, "MY", &sg_);
  const std::string same_number = delegated(1);
  const std::string early = delegated(2);
  const std::string before = all_files(my_);
  EXPECT_TRUE(why_not(other_state).contains("has signed it for SG, this is the node of MY"));
  EXPECT_TRUE(why_not(other_root).contains("partners have pinned " + my_.root)) << why_not(other_root);
  EXPECT_TRUE(why_not(same_number).contains("have the root sign another one, --number 2"));
  const auto ahead = take_new_key({.config_file = my_.config_file(),
                                   .file = early,
                                   .old_key = OldKey::may_be_stolen,
                                   .now = now_ - days{1}});
  ASSERT_FALSE(ahead);
  EXPECT_TRUE(ahead.error().what.contains("one of the two clocks is wrong")) << ahead.error().what;
  EXPECT_TRUE(why_not(my_.file("exchange.key")).contains("no file that `lintas identity delegate` has made"));
  std::string swapped = text_of(early);
  swapped.front() = swapped.front() == '0' ? '1' : '0';
  std::ofstream{early, std::ios::binary} << swapped;
  EXPECT_TRUE(why_not(early).contains("no file that `lintas identity delegate` has made"));
  fs::permissions(same_number, fs::perms::group_read, fs::perm_options::add);
  EXPECT_TRUE(why_not(same_number).contains("chmod 600")) << why_not(same_number);
  EXPECT_EQ(all_files(my_), before);
}

TEST_F(Delegations, NoDocumentNamesASigningKeyThatIsNotTheStores) {
  const Config config = my_.config();
  fs::create_directories(config.store_folder);
  {
    store::SqliteStore store{{.folder = config.store_folder, .vfs = {}, .room = {}}};
    ASSERT_TRUE(keep_prints(store, config, read_secrets(config).value()));
  }
  const std::string before = document();
  const std::string key = text_of(config.signing_key_file);
  crypto::SystemEntropy entropy;
  ASSERT_TRUE(replace_durably(config.signing_key_file, new_secret(entropy)));
  const std::string handed = delegated(2);
  EXPECT_TRUE(why_not(handed).contains("node.signing_key_file")) << why_not(handed);
  EXPECT_EQ(document(), before);
  EXPECT_FALSE(fs::exists(former_documents_of(config.exchange.identity_file)));
  ASSERT_TRUE(replace_durably(config.signing_key_file, key));
  EXPECT_EQ(why_not(handed), "");
}

TEST_F(Delegations, ACallThatWasCutOffIsRepeated) {
  const std::string file = delegated(2);
  const std::vector<std::string> names{"exchange.key",         "identity.lintas",      "authority.pem",
                                       "messages-signing.pem", "messages-signing.key", "messages-sealing.pem",
                                       "messages-sealing.key"};
  std::map<std::string, std::string> held;
  for (const std::string& name : names) held[name] = text_of(my_.file(name.c_str()));
  ASSERT_TRUE(renew(file, OldKey::may_be_stolen));
  // As if the machine had stopped when half of the files had their names.
  std::string decided;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string path = my_.file(names[i].c_str());
    decided += path + '\n';
    if (i % 2 == 0) continue;
    fs::rename(path, path + ".lintas-new");
    std::ofstream{path, std::ios::binary} << held[names[i]];
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  }
  const std::string decision = my_.file("exchange.key.decided");
  std::ofstream{decision, std::ios::binary} << decided;
  fs::permissions(decision, fs::perms::owner_read | fs::perms::owner_write);
  ASSERT_FALSE(read_own_identity(my_.config())) << "key and document do not belong together";
  const auto taken = renew(file, OldKey::may_be_stolen);
  ASSERT_TRUE(taken) << taken.error().what;
  EXPECT_FALSE(taken->delegation_before) << "it had been taken whole";
  EXPECT_EQ(taken->identity, read_own_identity(my_.config()).value());
  EXPECT_TRUE(read_own_keys(my_.config())) << "certificates and keys belong together, too";
  EXPECT_EQ(taken->identity.document.signing.size(), 2U);
  EXPECT_EQ(taken->identity.document.authorities.size(), 1U);
  EXPECT_EQ(fetched(document()), "");
}

TEST_F(Delegations, TheNodeAndTheCommandWaitForEachOther) {
  const std::string file = delegated(2);
  std::optional<OwnFiles> node{OwnFiles::take(my_.config()).value()};  // as it renews
  std::atomic<bool> done = false;
  std::thread command{[&] {
    EXPECT_TRUE(renew(file, OldKey::may_be_stolen));
    done = true;
  }};
  std::this_thread::sleep_for(std::chrono::milliseconds{100});
  EXPECT_FALSE(done);
  EXPECT_EQ(read_own_identity(my_.config())->delegation.number, 1U);
  node.reset();
  command.join();
  EXPECT_EQ(read_own_identity(my_.config())->delegation.number, 2U);
}

TEST_F(Delegations, CertificatesOfAnAuthorityOfTheStateAreLeftToPeople) {
  // As if the state had issued them: by an authority that the node's key has not made.
  fs::copy_file(sg_.file("authority.pem"), my_.file("authority.pem"), fs::copy_options::overwrite_existing);
  for (const char* use : {"signing", "sealing"}) {
    for (const char* kind : {"pem", "key"}) {
      const std::string name = format("messages-{}.{}", use, kind);
      fs::copy_file(sg_.file(name.c_str()), my_.file(name.c_str()), fs::copy_options::overwrite_existing);
    }
  }
  const std::string certificates = text_of(my_.file("messages-signing.pem"));
  const auto taken = renew(delegated(2), OldKey::may_be_stolen);
  ASSERT_TRUE(taken) << taken.error().what;
  EXPECT_EQ(taken->foreign,
            (std::vector{my_.file("messages-signing.pem"), my_.file("messages-sealing.pem")}));
  EXPECT_EQ(text_of(my_.file("messages-signing.pem")), certificates);
  EXPECT_EQ(taken->identity.delegation.number, 2U);
}

TEST_F(Delegations, TheCommandsSayWhatComesNext) {
  std::ostringstream out;
  const std::string file = (place_.path() / "new.key").string();
  const DelegateOptions beside_the_root{.root_file = my_.file("root.key"),
                                        .country = "MY",
                                        .number = 2,
                                        .until = {},
                                        .to = file,
                                        .now = later_};
  EXPECT_EQ(delegate_key(beside_the_root, out, out), 0);
  EXPECT_TRUE(out.str().contains("delegation 2 of MY") && out.str().contains(my_.root)) << out.str();
  EXPECT_FALSE(out.str().contains(text_of(file).substr(0, 64))) << "the key itself is never printed";
  EXPECT_EQ(delegate_key(beside_the_root, out, out), 2) << "no key is written over";
  DelegateOptions ended = beside_the_root;
  ended.until = later_;
  EXPECT_EQ(delegate_key(ended, out, out), 1);

  const auto delegation = read_own_identity(my_.config())->document.delegation;
  std::ostringstream told;
  EXPECT_EQ(
      renew_identity(
          {.config_file = my_.config_file(), .file = file, .old_key = OldKey::may_be_stolen, .now = later_},
          told, told),
      0);
  for (const std::string& part : {std::string{"document 2."}, std::string{"SIGHUP"}, "Remove " + file,
                                  to_hex(crypto::sha256(std::array{ByteView{delegation}}).bytes)})
    EXPECT_TRUE(told.str().contains(part)) << part << '\n' << told.str();
  std::ostringstream again;
  EXPECT_EQ(renew_identity({.config_file = my_.config_file(), .file = file, .old_key = {}, .now = later_},
                           again, again),
            0)
      << "a call that was cut off at its end has nothing left to do";
  EXPECT_TRUE(again.str().contains("taken before")) << again.str();
}

}  // namespace
}  // namespace lintas::node
