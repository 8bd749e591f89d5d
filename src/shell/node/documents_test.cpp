#include "shell/node/documents.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "core/model/values/country.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/config.hpp"
#include "tests/support/signed_codes.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::node {
namespace {

class DocumentsTest : public testing::Test {
 public:
  DocumentsTest() {
    config.country = "SG";
    config.document_key_file = path("document.key");
    config.trust_sheet_file = path("sg.sheet");
    key = crypto::make_signing_key(config.document_key_file, entropy)->public_key();
  }

  std::string path(std::string_view name) const { return (folder.path() / name).string(); }
  void sign_sheet(const code::PublicKey& named, std::string_view country = "SG") {
    code::TrustSheet sheet = state.sheet();
    sheet.issuer = *Country::parse(country);
    sheet.keys[0].key = named;
    std::ofstream{config.trust_sheet_file, std::ios::binary} << as_text(state.signed_sheet(sheet));
  }
  std::string error() const {
    const auto read = read_document_key(config);
    return read ? std::string{} : read.error();
  }

  const test::TemporaryFolder folder;
  const test::IssuingState state;
  crypto::SystemEntropy entropy;
  crypto::PublicKeyBytes key{};
  Config config;
};

TEST_F(DocumentsTest, a_node_signs_with_a_key_that_its_state_names) {
  sign_sheet({key});
  const auto read = read_document_key(config);
  ASSERT_TRUE(read.has_value()) << read.error();
  ASSERT_NE(*read, nullptr);
  EXPECT_TRUE((*read)->may_sign(test::day_in_november(6)));
  EXPECT_FALSE((*read)->may_sign(test::day_in_november(30)));
  code::Trust reader{crypto::sha256, crypto::verify};
  EXPECT_TRUE(reader.take_sheet((*read)->trust_sheet).has_value());
  const Bytes code = code::issue((*read)->issuer, test::handle_of(1),
                                 {.issued = test::day_in_november(6), .valid_from = test::day_in_november(5)},
                                 test::a_document());
  EXPECT_TRUE(code::fits(code::read_code(code)->envelope, {key}, crypto::verify));
}

TEST_F(DocumentsTest, without_the_two_files_it_signs_nothing) {
  const auto read = read_document_key(Config{});
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, nullptr);
}

TEST_F(DocumentsTest, what_does_not_fit_is_told_with_its_file) {
  EXPECT_TRUE(error().starts_with(config.trust_sheet_file)) << error();
  std::ofstream{config.trust_sheet_file} << "no sheet";
  EXPECT_TRUE(error().contains("is no trust sheet")) << error();
  sign_sheet({key}, "MY");
  EXPECT_TRUE(error().contains("is the sheet of MY, not of SG")) << error();
  sign_sheet({state.key.public_key()});
  EXPECT_TRUE(error().contains("does not name the key")) << error();
  sign_sheet({key});
  EXPECT_EQ(error(), "");
  std::filesystem::permissions(config.document_key_file, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_TRUE(error().contains("chmod 600")) << error();
}

TEST_F(DocumentsTest, the_last_list_is_known_after_a_new_start) {
  sign_sheet({key});
  const auto document_key = *read_document_key(config);
  std::vector<std::string> told;
  const ListTroubles troubles{
      .not_kept = [&](const std::string& what) { told.push_back(what); },
      .dated_ahead = [&](const std::string& file, Instant) { told.push_back("ahead: " + file); }};
  const Instant noon = test::day_in_november(6) + std::chrono::hours{12};
  const auto first = status_lists_in(folder.path().string(), troubles)->publish(*document_key, {}, noon);
  ASSERT_TRUE(first.has_value());
  const auto again = status_lists_in(folder.path().string(), troubles);
  EXPECT_FALSE(again->young(*document_key, noon)) << "nobody has looked since the start";
  EXPECT_EQ(again->publish(*document_key, {}, noon), first);
  EXPECT_TRUE(told.empty());
  EXPECT_FALSE(again->publish(*document_key, {test::handle_of(1)}, noon - std::chrono::hours{1}));
  EXPECT_EQ(told, std::vector{"ahead: " + path("status-list.cose")}) << "the file that holds it";
  const auto nowhere = status_lists_in(path("nothing"), troubles);
  EXPECT_FALSE(nowhere->publish(*document_key, {}, noon));
  ASSERT_EQ(told.size(), 2U);
  EXPECT_TRUE(told[1].starts_with(path("nothing"))) << told[1];
}

TEST_F(DocumentsTest, the_list_of_certificates_is_kept_apart_from_that_of_movements) {
  sign_sheet({key});
  const auto document_key = *read_document_key(config);
  const ListTroubles troubles{.not_kept = [](const std::string& what) { ADD_FAILURE() << what; },
                              .dated_ahead = [](const std::string& file, Instant) { ADD_FAILURE() << file; }};
  const Instant noon = test::day_in_november(6) + std::chrono::hours{12};
  const std::string here = folder.path().string();
  const auto movements = status_lists_in(here, troubles)->publish(*document_key, {test::handle_of(1)}, noon);
  const auto certificates =
      certificate_lists_in(here, troubles)->lists.publish(*document_key, {test::handle_of(2)}, noon);
  ASSERT_TRUE(movements && certificates);
  const auto read = code::read_list(*certificates);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->list.kind, code::Kind::certificate);
  EXPECT_TRUE(code::is_cancelled(read->list, test::handle_of(2)));
  EXPECT_EQ(certificate_lists_in(here, troubles)->lists.publish(*document_key, {test::handle_of(2)}, noon),
            certificates)
      << "known after a new start";
  std::vector<std::string> told;
  const ListTroubles outgrown{.not_kept = [&](const std::string& what) { told.push_back(what); },
                              .dated_ahead = {}};
  std::vector<code::Handle> too_many(limits::status_list_bytes_max / sizeof(code::Handle::bytes));
  for (std::size_t i = 0; i < too_many.size(); ++i)
    for (std::size_t at = 0; at < sizeof(i); ++at)
      too_many[i].bytes[at] = static_cast<std::byte>(i >> (8 * at));
  EXPECT_FALSE(certificate_lists_in(here, outgrown)
                   ->lists.publish(*document_key, std::move(too_many), noon + std::chrono::hours{1}));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_TRUE(told[0].starts_with(path("status-list-certificates.cose")) && told[0].contains("SIG-032"))
      << told[0];
  EXPECT_EQ(certificate_lists_in(here, troubles)->lists.publish(*document_key, {test::handle_of(2)}, noon),
            certificates)
      << "the file is the last one that could be read";
  std::filesystem::copy_file(path("status-list.cose"), path("status-list-certificates.cose"),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(certificate_lists_in(here, troubles)->lists.publish(*document_key, {}, noon))
      << "a list of movements in its place is none of it";
}

}  // namespace
}  // namespace lintas::node
