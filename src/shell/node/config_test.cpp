#include "shell/node/config.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "core/attachments/limits.hpp"
#include "core/exchange/circuit.hpp"
#include "shell/node/log.hpp"
#include "tests/support/golden.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/suite.hpp"

namespace lintas::node {
namespace {

using Environment = std::map<std::string, std::string>;

const std::string root = "0011-2233-4455-6677-8899-aabb-ccdd-eeff";
/// What has no default.
const Environment needed{{"LINTAS__NODE__SECRET_FILE", "s"}, {"LINTAS__API__KEYS_FILE", "a"}};
/// And what partners need, so that the lines of a file stay few.
const Environment rest = [] {
  Environment all{{"LINTAS__EXCHANGE__URL", "https://node.sg"},
                  {"LINTAS__EXCHANGE__IDENTITY_FILE", "/own.lintas"},
                  {"LINTAS__EXCHANGE__KEY_FILE", "/exchange.key"},
                  {"LINTAS__EXCHANGE__SIGNING_CERTIFICATES_FILE", "/signing.pem"},
                  {"LINTAS__EXCHANGE__SIGNING_KEYS_FILE", "/signing.keys"},
                  {"LINTAS__EXCHANGE__SEALING_CERTIFICATES_FILE", "/sealing.pem"},
                  {"LINTAS__EXCHANGE__SEALING_KEYS_FILE", "/sealing.keys"}};
  all.insert(needed.begin(), needed.end());
  return all;
}();
const std::string node = "[node]\ncountry = \"SG\"\nsigning_key_file = \"k\"\n";
const std::string shown = "[partners]\ncertificate_file = \"c\"\nkey_file = \"p\"\n";

std::string partner(const std::string& more) {
  return "[[partner]]\ncountry = \"MY\"\nidentity_file = \"/my.lintas\"\nroot = \"" + root + "\"\n" + more;
}

/// The errors as lines; "" for none.
std::string errors(const std::string& text, const Environment& environment = {},
                   const Environment& base = rest) {
  std::string out;
  Environment whole = base;
  whole.insert(environment.begin(), environment.end());
  const auto config = parse_config(text, "f", whole);
  if (config) return out;
  for (const ConfigError& error : config.error()) out += error.str() + "\n";
  return out;
}

TEST(Config, takes_defaults_for_what_is_not_said) {
  const auto config = parse_config(node, "f", rest);
  ASSERT_TRUE(config) << errors(node);
  EXPECT_EQ(config->country, "SG");
  EXPECT_EQ(config->log_level, Level::info);
  EXPECT_EQ(config->api.port, 8080);
  EXPECT_EQ(config->limits.connections, limits::http_connections_max);
  EXPECT_EQ(config->limits.connections_per_address, limits::http_connections_per_address_max);
  EXPECT_EQ(config->limits.receiving_mib * 1024 * 1024, limits::http_bodies_bytes_max);
  EXPECT_EQ(config->limits.attachments_of_party_mib << 20U, attachments::bounds::party_bytes_max);
  EXPECT_EQ(config->limits.attachments_of_office_mib << 20U, attachments::bounds::office_bytes_max);
  EXPECT_EQ(config->limits.request_time, limits::http_request_time_max);
  EXPECT_EQ(config->limits.answer_time, limits::http_answer_time_max);
  EXPECT_EQ(config->limits.idle_time, limits::http_idle_time_max);
}

TEST(Config, the_environment_goes_over_the_file_and_each_value_has_an_origin) {
  Environment environment = rest;
  environment.insert({{"LINTAS__API__PORT", "82"}, {"HOME", "/"}});
  const auto config = parse_config(node + "[api]\nport = 81\naddress = \"::1\"\n", "f", environment);
  ASSERT_TRUE(config);
  EXPECT_EQ(config->api.port, 82);
  const auto origin = [&](const std::string& key) {
    const auto found = std::ranges::find(config->settings, key, &Setting::key);
    return found == config->settings.end() ? "none" : found->origin;
  };
  EXPECT_EQ(origin("api.port"), "LINTAS__API__PORT");
  EXPECT_EQ(origin("api.address"), "f:6");
  EXPECT_EQ(origin("store.folder"), "default");
  EXPECT_TRUE(std::ranges::find(config->settings, "api.key_file", &Setting::key)->secret);
}

TEST(Config, a_node_is_a_sandbox_only_where_it_is_written) {
  EXPECT_FALSE(parse_config(node, "f", rest).value().is_sandbox);
  EXPECT_FALSE(parse_config(node + "purpose = \"production\"\n", "f", rest).value().is_sandbox);
  EXPECT_TRUE(parse_config(node + "purpose = \"sandbox\"\n", "f", rest).value().is_sandbox);
  EXPECT_EQ(errors(node + "purpose = \"test\"\n"),
            "f:4: node.purpose: 'test' is not allowed; give production or sandbox\n");
}

TEST(Config, partners_lead_into_no_private_network_unless_that_is_said) {
  EXPECT_FALSE(parse_config(node, "f", rest).value().exchange.private_addresses);
  EXPECT_TRUE(
      parse_config(node + "[exchange]\naddresses = \"any\"\n", "f", rest).value().exchange.private_addresses);
  EXPECT_EQ(errors(node + "[exchange]\naddresses = \"private\"\n"),
            "f:5: exchange.addresses: 'private' is not allowed; give public or any\n");
  EXPECT_EQ(errors(node + "[exchange]\naddresses = \"any\"\n", {}, needed), "") << "it asks for nothing else";
}

TEST(Config, reads_partners) {
  const std::string text =
      node + shown + partner("profile = \"1.x\"\nnaming = \"issuer_serial\"\npayload_mib = 2\n");
  const auto config = parse_config(text, "f", rest);
  ASSERT_TRUE(config) << errors(text);
  ASSERT_EQ(config->partners.size(), 1U);
  const PartnerConfig& one = config->partners.front();
  EXPECT_EQ(one.country, "MY");
  EXPECT_EQ(one.root, root);
  EXPECT_EQ(one.identity_file, "/my.lintas");
  EXPECT_EQ(one.url, "") << "as its identity document says";
  EXPECT_EQ(one.profile, as4::Suite::rsa);
  EXPECT_EQ(one.naming, as4::Naming::issuer_serial);
  EXPECT_EQ(one.payload_mib, 2U);
  EXPECT_EQ(config->settings.back(),
            (Setting{.key = "partner.MY.payload_mib", .value = "2", .origin = "f:13", .secret = false}));
}

TEST(Config, a_partner_needs_no_more_than_its_root_and_its_document) {
  const auto config = parse_config(node + shown +
                                       "[[partner]]\ncountry = \"MY\"\nidentity_file = \"/my.lintas\"\n"
                                       "root = \"00112233 44556677 8899AABB CCDDEEFF\"\n",
                                   "f", rest);
  ASSERT_TRUE(config);
  const PartnerConfig& one = config->partners.front();
  EXPECT_EQ(one.root, root) << "as people type it";
  EXPECT_FALSE(one.profile);
  EXPECT_EQ(one.naming, as4::Naming::token);
  EXPECT_EQ(one.payload_mib * 1024 * 1024, limits::message_bytes_max);
}

/// Another product than Lintas: nothing of an identity document.
std::string partner_by_hand(const std::string& more) {
  return "[[partner]]\ncountry = \"MY\"\nurl = \"https://as4.my/msh\"\nprofile = \"1.x\"\n"
         "signing_certificates_file = \"/my-signing.pem\"\nsealing_certificates_file = "
         "\"/my-sealing.pem\"\n" +
         more;
}

TEST(Config, reads_a_partner_without_an_identity_document) {
  const std::string text = node + shown +
                           partner_by_hand(
                               "party_id = \"my-customs\"\nparty_type = \"\"\n"
                               "actions = [\"IE001\", \"IE003\"]\nretry_first = 60\n"
                               "retry_longest = 3600\n");
  const auto config = parse_config(text, "f", rest);
  ASSERT_TRUE(config) << errors(text);
  const PartnerConfig& one = config->partners.front();
  EXPECT_FALSE(one.has_document());
  EXPECT_EQ(one.signing_certificates_file, "/my-signing.pem");
  EXPECT_EQ(one.profile, as4::Suite::rsa);
  EXPECT_EQ(one.party_id, "my-customs");
  EXPECT_EQ(one.party_type, "") << "none, which is not the usual one";
  EXPECT_EQ(one.agreement, std::nullopt);
  EXPECT_EQ(one.actions, (std::vector<std::string>{"IE001", "IE003"}));
  EXPECT_EQ(one.retry,
            (exchange::RetrySchedule{.first = std::chrono::minutes{1}, .longest = std::chrono::hours{1}}));
  const auto files = files_of(*config);
  EXPECT_NE(std::ranges::find(files, "partner.MY.sealing_certificates_file", &NamedFile::key), files.end());
}

TEST(Config, names_what_a_partner_without_an_identity_document_lacks) {
  EXPECT_EQ(
      errors(node + shown + "[[partner]]\ncountry = \"MY\"\nparty_id = \"my-customs\"\n"),
      "f:7: partner: url is missing, without an identity document: Where its node is reached, if not where "
      "its document says: behind a gateway of your own.\n"
      "f:7: partner: profile is missing, without an identity document: Of eDelivery AS4: 2.0 is Ed25519 and "
      "X25519, 1.x is RSA. Left out: 2.0 where its document has it.\n"
      "f:7: partner: signing_certificates_file is missing, without an identity document: Without an "
      "identity document, as everything below. PEM: what its messages are signed with. Several where one "
      "takes the place of another: each counts while it is valid.\n"
      "f:7: partner: sealing_certificates_file is missing, without an identity document: PEM: what messages "
      "to it are encrypted for. Of several that are valid the one that lasts longest.\n");
  EXPECT_EQ(errors(node + shown + partner("party_id = \"my-customs\"\n")),
            "f:11: partner: party_id: its identity document says that; leave it out, or root and "
            "identity_file\n");
  EXPECT_EQ(errors(node + shown + partner_by_hand("revocation_list_file = \"/lists.pem\"\n")),
            "f:13: partner: revocation_list_file: give authorities_file, too: lists are of authorities\n");
  EXPECT_EQ(errors(node + shown + partner("actions = [\"IE001\", \"IE999\"]\n")),
            "f:11: partner: actions: 'IE999' is not allowed; give list of types of messages, as "
            "[\"IE001\", \"IE003\"]\n");
  EXPECT_EQ(errors(node + shown + partner("actions = []\n")),
            "f:11: actions: the value is no list of texts; give list of types of messages, as "
            "[\"IE001\", \"IE003\"]\n");
  EXPECT_EQ(errors(node + shown + partner("retry_longest = 2\n")),
            "f:11: partner: retry_first is longer than retry_longest\n");
}

TEST(Config, two_way_exchanges_are_for_partners_whose_messages_go_one_by_one) {
  const auto mep_of = [](const std::string& more) {
    const std::string text = node + shown + partner_by_hand(more);
    const auto config = parse_config(text, "f", rest);
    EXPECT_TRUE(config) << errors(text);
    return config ? config->partners.front().mep : as4::Mep{};
  };
  EXPECT_EQ(mep_of(""), as4::Mep::one_way);
  EXPECT_EQ(mep_of("mep = \"one-way\"\n"), as4::Mep::one_way);
  EXPECT_EQ(mep_of("mep = \"two-way\"\nactions = [\"IE002\", \"IE003\"]\n"), as4::Mep::two_way);
  EXPECT_EQ(errors(node + shown + partner_by_hand("mep = \"sync\"\n")),
            "f:13: partner: mep: 'sync' is not allowed; give one-way or two-way\n");
  EXPECT_EQ(errors(node + shown + partner("mep = \"two-way\"\n")),
            "f:11: partner: mep: two-way is for another product: between nodes of Lintas messages go in "
            "bundles, which have one MessageId for all; leave it out\n");
  EXPECT_EQ(errors(node + shown + partner("mep = \"one-way\"\n")), "") << "as it is";
  EXPECT_EQ(
      errors(node + shown + partner_by_hand("actions = [\"IE002\", \"bundle\"]\nmep = \"two-way\"\n")),
      "f:14: partner: mep: two-way is for another product: a bundle has one MessageId for several messages; "
      "take `bundle` out of actions, or leave it out\n");
}

TEST(Config, tells_partners_under_one_party_apart_or_names_the_later_one) {
  const auto by_hand = [](const std::string& country, const std::string& more) {
    return "[[partner]]\ncountry = \"" + country +
           "\"\nurl = \"https://as4.example/msh\"\nprofile = \"1.x\"\n"
           "signing_certificates_file = \"/s.pem\"\nsealing_certificates_file = \"/e.pem\"\n" +
           more;
  };
  const auto said = [&](const std::string& of_thailand, const std::string& of_vietnam) {
    return errors(node + shown + by_hand("TH", of_thailand) + by_hand("VN", of_vietnam));
  };
  const std::string copied = "party_id = \"th-customs\"\n";
  EXPECT_EQ(said(copied, copied),
            "f:14: partner VN: party_id: 'th-customs' is that of partner TH as well, with the same "
            "own_party_id, agreement and service, so nobody could tell whose message it is; give the one of "
            "its own P-Mode\n");
  EXPECT_NE(said("", "party_id = \"NTA.TH\"\n"), "") << "which it has without being told";
  EXPECT_NE(said(copied + "agreement = \"\"\n", copied), "") << "one that names no agreement is of both";
  EXPECT_EQ(said("", ""), "");
  EXPECT_EQ(said(copied, "party_id = \"vn-customs\"\n"), "");
  EXPECT_EQ(said(copied + "agreement = \"th\"\n", copied + "agreement = \"vn\"\n"), "");
  EXPECT_EQ(said(copied, copied + "own_party_id = \"sg-for-vn\"\n"), "");
  EXPECT_EQ(said(copied, copied + "service = \"vn\"\n"), "");
  EXPECT_NE(said(copied + "actions = [\"IE001\"]\n", copied + "actions = [\"IE003\"]\n"), "")
      << "the action of a bundle is `bundle`, whatever is in it";
}

TEST(Config, reads_what_is_revoked) {
  std::string colons;
  for (int i = 0; i < 32; ++i) colons += i == 0 ? "AB" : ":AB";
  const std::string text = node + "[[revoked]]\nfingerprint = \"" + colons + "\"\nreason = \"stolen\"\n";
  const auto config = parse_config(text, "f", rest);
  ASSERT_TRUE(config) << errors(text);
  Hash256 fingerprint;
  fingerprint.bytes.fill(std::byte{0xAB});
  ASSERT_NE(find_revoked(config->revoked, fingerprint), nullptr);
  EXPECT_EQ(find_revoked(config->revoked, fingerprint)->reason, "stolen");
  EXPECT_EQ(find_revoked(config->revoked, Hash256{}), nullptr);
  EXPECT_EQ(config->settings.back(),
            (Setting{.key = "revoked.1.reason", .value = "stolen", .origin = "f:6", .secret = false}));
  EXPECT_EQ(errors(node + "[[revoked]]\nfingerprint = \"AB\"\n"),
            "f:5: revoked: fingerprint: 'AB' is not allowed; give 64 hexadecimal digits, with colons or not\n"
            "f:4: revoked: reason is missing: Why, for the log: who told it, and when.\n");
  EXPECT_EQ(errors(node + "[revoked]\nreason = \"stolen\"\n"),
            "f:4: this is written as [[revoked]], one section each\n");
}

TEST(Config, knows_the_files_that_it_names) {
  const auto config = parse_config(node + shown + partner(""), "f", rest);
  ASSERT_TRUE(config);
  const auto files = files_of(*config);
  const auto has = [](const std::vector<NamedFile>& all, std::string_view key) {
    return std::ranges::find(all, key, &NamedFile::key) != all.end();
  };
  for (const NamedFile& file : files) {
    const auto setting = std::ranges::find(config->settings, file.key, &Setting::key);
    ASSERT_NE(setting, config->settings.end()) << file.key;
    EXPECT_EQ(setting->value, file.path);
    EXPECT_EQ(setting->secret, file.secret) << file.key;
    EXPECT_FALSE(file.path.empty()) << file.key;
  }
  EXPECT_TRUE(has(files, "node.secret_file"));
  EXPECT_TRUE(has(files, "partner.MY.identity_file"));
  EXPECT_FALSE(has(files, "store.folder")) << "a folder is no file";
  EXPECT_FALSE(has(files, "api.certificate_file")) << "none is given";
}

TEST(Config, shows_others_no_key_and_no_path) {
  const auto config = parse_config(
      node + shown + partner("url = \"https://node.my:8443\"\n") + "[store]\nfolder = \"/x\"\n", "f", rest);
  ASSERT_TRUE(config);
  std::string all;
  for (const Setting& setting : plain_settings(*config)) all += setting.key + "=" + setting.value + "\n";
  EXPECT_TRUE(all.contains("api.port=8080\n")) << all;
  EXPECT_TRUE(all.contains("partner.MY.url=https://node.my:8443\n")) << all;
  for (const std::string_view hidden : {"_file", "folder", "key", "root", "0011"})
    EXPECT_FALSE(all.contains(hidden)) << hidden << '\n' << all;
}

TEST(Config, names_file_line_and_key_of_each_mistake) {
  EXPECT_EQ(errors(node + "[api]\nprot = 1\n"),
            "f:5: there is no key 'prot' in [api]; docs/operations/configuration.md lists them\n");
  EXPECT_EQ(errors(node + "[apis]\nport = 1\n"),
            "f:4: there is no section [apis]; docs/operations/configuration.md lists them\n");
  EXPECT_EQ(errors(node + "[api]\nport = 65536\n"),
            "f:5: api.port: '65536' is not allowed; give 0 to 65535\n");
  EXPECT_EQ(errors(node + "[api]\nport = \"80\"\n"),
            "f:5: api.port: the value is no integer; give 0 to 65535\n");
  EXPECT_EQ(errors(node + "[api]\nport = -1\n"), "f:5: api.port: '-1' is not allowed; give 0 to 65535\n");
  EXPECT_EQ(errors(node + "[limits]\nidle_time = 5\n"),
            "f:5: limits.idle_time: '5' is not allowed; give seconds, 20 to 3600\n");
  EXPECT_EQ(errors("[node]\ncountry = \"Singapore\"\n"),
            "f:2: node.country: 'Singapore' is not allowed; give two capital letters of a "
            "state with a file in data/states\n"
            "f: node.signing_key_file is missing: Ed25519 seed that signs audit heads: 32 "
            "bytes in hexadecimal digits.\n");
  EXPECT_EQ(errors(node, {{"LINTAS__API__PROT", "1"}}),
            "LINTAS__API__PROT: there is no such key; unset the variable\n");
  EXPECT_EQ(errors(node, {{"LINTAS__API__PORT", "x"}}),
            "LINTAS__API__PORT: api.port: 'x' is not allowed; give 0 to 65535\n");
  EXPECT_TRUE(errors(node + "a = \n").starts_with("f:4: ")) << errors(node + "a = \n");
  EXPECT_TRUE(errors(node + "country = \"MY\"\n").starts_with("f:4: ")) << "a key that stands twice";
  EXPECT_NE(errors(std::string(limits::configuration_bytes_max + 1, '\n')), "");
}

TEST(Config, names_what_is_wrong_with_a_partner) {
  EXPECT_EQ(errors(node + partner("")),
            "f:4: partners.certificate_file is missing: partners have to recognise this node\n");
  EXPECT_EQ(errors(node + shown + partner("") + partner("")),
            "f:11: partner MY: stands twice; a country has one node\n");
  EXPECT_EQ(errors(node + shown + partner("profile = \"3\"\nnaming = \"name\"\npayload_mib = 9\n")),
            "f:11: partner: profile: '3' is not allowed; give 2.0 or 1.x\n"
            "f:12: partner: naming: 'name' is not allowed; give token, issuer_serial or key_identifier\n"
            "f:13: partner: payload_mib: '9' is not allowed; give number, 1 to 8\n");
  EXPECT_EQ(errors(node + shown + "[[partner]]\ncountry = \"my\"\n"),
            "f:8: partner: country: 'my' is not allowed; give two capital letters\n"
            "f:7: partner: root is missing: Fingerprint of the root of its state, as its people read it to "
            "you.\n"
            "f:7: partner: identity_file is missing: The identity document of its node, as `lintas partner "
            "add` keeps it.\n");
  EXPECT_NE(errors(node + shown + "[partner]\ncountry = \"MY\"\n"), "") << "one section each";
  EXPECT_EQ(errors("[node]\ncountry = \"MY\"\nsigning_key_file = \"k\"\n" + shown + partner("")),
            "f:7: partner MY: this is our own country; leave it out\n");
}

TEST(Config, partners_have_to_recognise_this_node) {
  const auto missing = [](const std::string& place, const std::vector<std::string>& keys) {
    std::string out;
    for (const std::string& key : keys)
      out += place + ": exchange." + key +
             " is missing: partners have to recognise this node; `lintas init` makes all that [exchange] "
             "names\n";
    return out;
  };
  const std::vector<std::string> files{"identity_file",
                                       "key_file",
                                       "signing_certificates_file",
                                       "signing_keys_file",
                                       "sealing_certificates_file",
                                       "sealing_keys_file"};
  EXPECT_EQ(errors(node + shown, {}, needed), "") << "without partners nobody has to";
  std::vector<std::string> all{"url"};
  all.insert(all.end(), files.begin(), files.end());
  EXPECT_EQ(errors(node + shown + partner(""), {}, needed), missing("f:7", all));
  EXPECT_EQ(errors(node + "[exchange]\nurl = \"https://node.sg\"\n", {}, needed), missing("f:5", files));
  EXPECT_EQ(errors(node + "[exchange]\nurl = \"http://node.sg\"\n"), "") << "the environment goes over it";
  EXPECT_EQ(errors(node, {{"LINTAS__EXCHANGE__URL", "http://node.sg"}}, needed),
            "LINTAS__EXCHANGE__URL: exchange.url: 'http://node.sg' is not allowed; give https address\n" +
                missing("LINTAS__EXCHANGE__URL", files));
}

TEST(Config, knows_what_belongs_together) {
  EXPECT_EQ(errors(node + "[api]\nkey_file = \"k\"\n"),
            "f:5: api.certificate_file and api.key_file belong together: give both or none\n");
  EXPECT_EQ(
      errors(node + "[api]\n", {{"LINTAS__API__KEY_FILE", "k"}}),
      "LINTAS__API__KEY_FILE: api.certificate_file and api.key_file belong together: give both or none\n");
  EXPECT_EQ(errors(node + "[documents]\nkey_file = \"k\"\n"),
            "f:5: documents.key_file and documents.trust_sheet_file belong together: give both or none\n");
  EXPECT_EQ(errors(node + "[documents]\nkey_file = \"k\"\ntrust_sheet_file = \"t\"\n"), "");
}

TEST(Config, shows_all_mistakes_at_once_whatever_else_is_wrong) {
  EXPECT_EQ(errors(node + "[api]\nport = 65536\nkey_file = \"k\"\n[[partner]]\ncountry = \"MY\"\nurl = "
                          "\"http://node.my\"\nroot = \"0\"\nidentity_file = \"i\"\n"),
            "f:10: partner: root: '0' is not allowed; give 32 hexadecimal digits, in groups or not\n"
            "f:9: partner: url: 'http://node.my' is not allowed; give https address\n"
            "f:5: api.port: '65536' is not allowed; give 0 to 65535\n"
            "f:6: api.certificate_file and api.key_file belong together: give both or none\n"
            "f:7: partners.certificate_file is missing: partners have to recognise this node\n");
}

TEST(Config, knows_before_the_start_what_could_not_start) {
  EXPECT_EQ(errors(node + "[api]\naddress = \"localhost\"\n"),
            "f:5: api.address: 'localhost' is not allowed; give IP address\n");
  EXPECT_EQ(errors(node + "[api]\naddress = \"::1\"\n"), "");
  EXPECT_TRUE(
      errors("[node]\ncountry = \"US\"\nsigning_key_file = \"k\"\n").starts_with("f:2: node.country: "));
}

TEST(Config, names_the_changed_keys_that_wait_for_a_new_start) {
  const auto read = [](const std::string& text) { return parse_config(text, "f", rest).value(); };
  const Config running = read(node + "log_level = \"info\"\n[api]\nport = 8080\n");
  EXPECT_TRUE(waiting_for_start(running, running).empty());
  const std::string moved = "[api]\nport = 8081\n[limits]\nidle_time = 30\n[store]\nfolder = \"elsewhere\"\n";
  EXPECT_EQ(waiting_for_start(running, read(node + "log_level = \"debug\"\n" + moved)),
            (std::vector<std::string>{"store.folder", "api.port", "limits.idle_time"}));
  EXPECT_TRUE(waiting_for_start(running, read(node)).empty()) << "a default that was written out";
  EXPECT_TRUE(waiting_for_start(running, read(node + shown + partner(""))).empty())
      << "certificates and partners are taken on reload";
}

TEST(Config, reads_secret_files_only_if_they_are_secret) {
  std::string folder = std::filesystem::temp_directory_path() / "lintas-config-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/key";
  std::ofstream{path} << "secret";
  std::filesystem::permissions(path, std::filesystem::perms{0640});
  EXPECT_EQ(read_file(path, Secrecy::secret).error(),
            path + " is secret, but others than its owner may use it; chmod 600");
  EXPECT_EQ(read_file(path, Secrecy::open).value(), "secret");
  std::filesystem::permissions(path, std::filesystem::perms{0600});
  EXPECT_EQ(read_file(path, Secrecy::secret).value(), "secret");
  EXPECT_EQ(read_file(folder, Secrecy::open).error(), folder + " is no file");
  EXPECT_FALSE(read_file(folder + "/none", Secrecy::open));
  const auto none = load_config(folder + "/none");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().front().str(), folder + "/none: No such file or directory") << "the path once";
  std::filesystem::remove_all(folder);
}

TEST(Config, has_a_page_that_says_what_the_table_says) {
  test::expect_golden("docs/operations/configuration.md", configuration_page());
}

}  // namespace
}  // namespace lintas::node
