#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/cli.hpp"
#include "core/code/compact.hpp"
#include "core/code/cose.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/country.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/crypto/signing.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/signed_codes.hpp"
#include "tests/support/temporary_folder.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

/// What an administration does with its root, and an officer at the road with a code.
namespace lintas::cli {
namespace {

struct Ran {
  Exit exit;
  std::string out;
  std::string err;
};

Ran lintas(const std::vector<std::string>& arguments, std::string_view input = {}) {
  std::istringstream in{std::string{input}};
  std::ostringstream out;
  std::ostringstream err;
  const std::vector<std::string_view> kept{arguments.begin(), arguments.end()};
  const Exit exit = run(kept, {.in = in, .out = out, .err = err});
  return {.exit = exit, .out = out.str(), .err = err.str()};
}

/// The word behind "name".
std::string told(const std::string& text, std::string_view name) {
  const auto at = text.find(name);
  if (at == std::string::npos) return {};
  const auto from = text.find_first_not_of(' ', at + name.size());
  return text.substr(from, text.find('\n', from) - from);
}

/// Singapore on the 6th of November with all that it issues.
class CodesTest : public testing::Test {
 public:
  CodesTest() {
    const auto root = lintas({"trust", "root", path("root.key")});
    EXPECT_EQ(root.exit, Exit::ok) << root.err;
    fingerprint = told(root.out, "fingerprint");
    const auto key = lintas({"trust", "key", path("document.key")});
    EXPECT_EQ(key.exit, Exit::ok) << key.err;
    public_key = told(key.out, "key");
    const auto sheet = sign_sheet("live,", "3");
    EXPECT_EQ(sheet.exit, Exit::ok) << sheet.err;
    EXPECT_EQ(told(sheet.out, "fingerprint"), fingerprint);
    write_code({.issued = test::day_in_november(5), .valid_from = test::day_in_november(4)});
    write_list("sg.list", 6, {test::handle_of(7)});
  }

  std::string path(std::string_view name) const { return (folder.path() / name).string(); }
  void write(std::string_view name, std::string_view bytes) const {
    std::ofstream{path(name), std::ios::binary} << bytes;
  }
  code::Issuer issuer() const {
    const auto key = crypto::read_signing_key(path("document.key")).value();
    return {.state = *Country::parse("SG"),
            .key = code::key_id_of({key.public_key()}, crypto::sha256),
            .sign = [file = path("document.key")](ByteView content) {
              return crypto::read_signing_key(file).value().sign(content);
            }};
  }
  void write_code(const code::Dates& dates) const {
    write("code.txt",
          code::qr_text_of(code::issue(issuer(), test::handle_of(7), dates, test::a_document())) + "\n");
  }
  void write_list(std::string_view name, int day, std::vector<code::Handle> live) const {
    const Instant as_of = test::day_in_november(day);
    write(name, as_text(code::sign_list({.version = code::current_version,
                                         .issuer = *Country::parse("SG"),
                                         .kind = code::Kind::accompanying_document,
                                         .as_of = as_of,
                                         .until = as_of + std::chrono::hours{48},
                                         .live = code::live_of(std::move(live))},
                                        issuer())));
  }
  Ran sign_sheet(std::string_view status, std::string_view number) const {
    write("keys.csv",
          format("key,from,until,status,since\n{},2026-11-01,2026-11-30,{}\n", public_key, status));
    return lintas({"trust", "sheet", path("keys.csv"), "--root", path("root.key"), "--country", "SG",
                   "--number", std::string{number}, "--at", "2026-11-02", "--until", "2026-11-28", "--out",
                   path("sg.sheet")});
  }
  Ran verify(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"verify",   path("code.txt"), "--trust", path("sg.sheet"),
                                       "--status", path("sg.list"),  "--at",    "2026-11-07"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return lintas(arguments);
  }

  const test::TemporaryFolder folder;
  std::string fingerprint;
  std::string public_key;
};

TEST_F(CodesTest, keys_are_secret_and_the_fingerprint_is_the_same_everywhere) {
  using std::filesystem::perms;
  for (const auto* name : {"root.key", "document.key"})
    EXPECT_EQ(std::filesystem::status(path(name)).permissions(), perms::owner_read | perms::owner_write);
  EXPECT_EQ(fingerprint.size(), 39U) << fingerprint;
  EXPECT_EQ(public_key.size(), 64U) << public_key;
  const auto shown = lintas({"trust", "show", path("sg.sheet")});
  EXPECT_EQ(shown.exit, Exit::ok) << shown.err;
  EXPECT_TRUE(shown.out.contains(fingerprint)) << shown.out;
  EXPECT_TRUE(shown.out.contains(public_key)) << shown.out;
  EXPECT_EQ(lintas({"trust", "root", path("root.key")}).exit, Exit::unreadable) << "never overwritten";
}

TEST_F(CodesTest, a_genuine_code_has_three_ticks_with_their_instants) {
  const auto run = verify({"--root", "SG=" + fingerprint});
  EXPECT_EQ(run.exit, Exit::ok) << run.out << run.err;
  EXPECT_EQ(run.err, "");
  for (const auto* line : {"yes      integrity      as of 2026-11-05T00:00:00.000Z\n",
                           "yes      issuer         as of 2026-11-02T00:00:00.000Z\n",
                           "yes      not cancelled  as of 2026-11-06T00:00:00.000Z\n", "26SG0000010000A1J0\n",
                           "2: SG123456, SG123457\n", "21450.5\n"})
    EXPECT_TRUE(run.out.contains(line)) << line << run.out;
  EXPECT_TRUE(run.out.contains(fingerprint)) << run.out;
  EXPECT_FALSE(run.out.contains("was not compared")) << run.out;
}

TEST_F(CodesTest, without_a_root_three_ticks_are_not_told_as_if_the_state_had_signed) {
  const auto run = verify();
  EXPECT_EQ(run.exit, Exit::ok) << run.out << run.err;
  EXPECT_TRUE(run.out.contains("The root of the sheet was not compared")) << run.out;
  EXPECT_TRUE(verify({"--root", "MY=" + fingerprint}).out.contains("was not compared")) << "another state's";
  EXPECT_EQ(nlohmann::json::parse(verify({"--json"}).out)["root_compared"], false);
  EXPECT_EQ(nlohmann::json::parse(verify({"--json", "--root", "SG=" + fingerprint}).out)["root_compared"],
            true);
}

TEST_F(CodesTest, programs_read_the_same_as_json) {
  const auto run = verify({"--json"});
  EXPECT_EQ(run.exit, Exit::ok) << run.err;
  const auto json = nlohmann::json::parse(run.out);
  EXPECT_EQ(json["holds"], true);
  EXPECT_EQ(json["integrity"]["verdict"], "yes");
  EXPECT_EQ(json["not_cancelled"]["as_of"], "2026-11-06T00:00:00.000Z");
  EXPECT_EQ(json["code"]["mrn"], "26SG0000010000A1J0");
  EXPECT_EQ(json["code"]["issued"], "2026-11-05T00:00:00.000Z");
  EXPECT_EQ(json["code"]["valid_from"], "2026-11-04T00:00:00.000Z");
  EXPECT_EQ(json["code"]["seal_identifiers"][1], "SG123457");
  EXPECT_EQ(json["sheet"], 3);
  EXPECT_EQ(json["root"], fingerprint);
}

TEST_F(CodesTest, the_text_of_a_code_is_taken_from_the_command_line_and_the_standard_input) {
  std::ifstream file{path("code.txt")};
  std::string text;
  std::getline(file, text);
  const std::vector<std::string> more{"--trust",       path("sg.sheet"), "--status",
                                      path("sg.list"), "--at",           "2026-11-07"};
  std::vector<std::string> arguments{"verify", text};
  arguments.insert(arguments.end(), more.begin(), more.end());
  EXPECT_EQ(lintas(arguments).exit, Exit::ok);
  arguments[1] = "-";
  EXPECT_EQ(lintas(arguments, text + "\r\n").exit, Exit::ok);
  EXPECT_EQ(lintas(arguments, "").exit, Exit::invalid);
}

TEST_F(CodesTest, SIG_020_without_a_list_nobody_says_that_a_code_holds) {
  const auto run = lintas({"verify", path("code.txt"), "--trust", path("sg.sheet"), "--at", "2026-11-07"});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("unknown  not cancelled  SIG-020 ")) << run.out;
  EXPECT_TRUE(run.out.contains("yes      integrity")) << run.out;
}

TEST_F(CodesTest, SIG_023_what_was_cancelled_and_what_to_do) {
  write_list("sg.list", 6, {});
  const auto run = verify();
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("no       not cancelled  as of 2026-11-06T00:00:00.000Z\n")) << run.out;
  EXPECT_TRUE(run.out.contains("SIG-023")) << run.out;
  EXPECT_TRUE(run.out.contains("Do not accept it for goods on the road.")) << run.out;
}

TEST_F(CodesTest, of_several_lists_the_newest_counts_in_whatever_order_they_stand) {
  const auto with = [this](const char* first, const char* second) {
    return lintas({"verify", path("code.txt"), "--trust", path("sg.sheet"), "--status", path(first),
                   "--status", path(second), "--at", "2026-11-07"});
  };
  write_list("later.list", 7, {test::handle_of(7)});
  for (const auto& run : {with("sg.list", "later.list"), with("later.list", "sg.list")}) {
    EXPECT_EQ(run.exit, Exit::ok) << run.out << run.err;
    EXPECT_EQ(run.err, "") << "an older one is no fault";
    EXPECT_TRUE(run.out.contains("not cancelled  as of 2026-11-07")) << run.out;
  }
  write_list("later.list", 7, {});
  for (const auto& run : {with("sg.list", "later.list"), with("later.list", "sg.list")}) {
    EXPECT_EQ(run.exit, Exit::invalid);
    EXPECT_EQ(run.err, "");
    EXPECT_TRUE(run.out.contains("SIG-023")) << run.out;
  }
}

TEST_F(CodesTest, of_several_sheets_the_newest_counts_in_whatever_order_they_stand) {
  std::filesystem::copy_file(path("sg.sheet"), path("third.sheet"));
  ASSERT_EQ(sign_sheet("live,", "4").exit, Exit::ok);
  for (const auto& [first, second] : {std::pair{"third.sheet", "sg.sheet"}, {"sg.sheet", "third.sheet"}}) {
    const auto run = lintas({"verify", path("code.txt"), "--trust", path(first), "--trust", path(second),
                             "--status", path("sg.list"), "--at", "2026-11-07", "--json"});
    EXPECT_EQ(run.exit, Exit::ok) << run.err;
    EXPECT_EQ(run.err, "");
    EXPECT_EQ(nlohmann::json::parse(run.out)["sheet"], 4);
  }
}

TEST_F(CodesTest, SIG_024_two_lists_of_one_date_contradict_each_other) {
  write_list("other.list", 6, {});
  const auto run = verify({"--status", path("other.list")});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.err.contains("other.list is not used: SIG-024")) << run.err;
}

TEST_F(CodesTest, SIG_016_a_revoked_key) {
  ASSERT_EQ(sign_sheet("revoked,2026-11-04T12:00:00Z", "4").exit, Exit::ok);
  const auto run = verify();
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("no       issuer")) << run.out;
  EXPECT_TRUE(run.out.contains("SIG-016")) << run.out;
  EXPECT_TRUE(run.err.contains("sg.list is not used: SIG-016")) << run.err;
}

TEST_F(CodesTest, SIG_014_a_root_that_is_not_the_state_s) {
  const auto run = verify({"--root", "SG=0011-2233-4455-6677-8899-aabb-ccdd-eeff"});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.err.contains("sg.sheet is not used: SIG-014")) << run.err;
  EXPECT_TRUE(run.out.contains("unknown  integrity      SIG-010")) << run.out;
  EXPECT_TRUE(run.out.contains("unknown  issuer         for the same reason\n")) << run.out;
  EXPECT_TRUE(run.out.contains("unknown  not cancelled  for the same reason\n")) << run.out;
  EXPECT_TRUE(run.err.contains(" Its root is " + fingerprint + ". ")) << run.err;
}

/// An exporter shows its paper; whoever has the file of the certificate compares that, too.
class CertificateCodesTest : public CodesTest {
 public:
  CertificateCodesTest() {
    const std::string file = LINTAS_ROOT "/examples/documents/vn-sg-coffee.xml";
    certificate = test::read_file(file);
    write("certificate.xml", certificate);
    std::string canonical;
    xml::write(documents::bare(*xml::read(certificate)->message.declaration), canonical);
    said.content = crypto::sha256(std::array{as_bytes(canonical)});
    said.importer = *Country::parse("TH");
    const Instant issued = test::day_in_november(5);
    write("code.txt", code::qr_text_of(code::issue(issuer(), test::handle_of(7),
                                                   {.issued = issued, .valid_from = issued}, said)) +
                          "\n");
    write_cancellations({});
  }
  void write_cancellations(std::vector<code::Handle> cancelled) const {
    const Instant as_of = test::day_in_november(6);
    write("sg.list",
          as_text(code::sign_list(code::list_of(*Country::parse("SG"), code::Kind::certificate, as_of,
                                                as_of + std::chrono::hours{48}, std::move(cancelled)),
                                  issuer())));
  }

  std::string certificate;
  code::Certificate said = test::a_certificate();
};

TEST_F(CertificateCodesTest, a_genuine_certificate_tells_which_it_is_and_neither_names_nor_goods) {
  const auto run = verify();
  EXPECT_EQ(run.exit, Exit::ok) << run.out << run.err;
  for (const auto* line :
       {"yes      not cancelled  as of 2026-11-06T00:00:00.000Z\n", "certificate of origin\n", "TH-DFT\n",
        "TH-ID D2026-0033107\n", "Form D\n", "2026-11-18\n", "copy of an electronic certificate\n"})
    EXPECT_TRUE(run.out.contains(line)) << line << run.out;
  EXPECT_FALSE(run.out.contains("same document")) << "nobody asked";
}

TEST_F(CertificateCodesTest, the_file_of_the_certificate_is_the_one_that_was_signed) {
  const auto run = verify({"--document", path("certificate.xml")});
  EXPECT_EQ(run.exit, Exit::ok) << run.out << run.err;
  EXPECT_TRUE(run.out.contains("yes      same document  as of 2026-11-05T00:00:00.000Z\n")) << run.out;
  std::string json;
  json::write(*xml::read(certificate), json);
  write("certificate.json", json);
  const auto of_json = verify({"--json", "--document", path("certificate.json")});
  EXPECT_EQ(of_json.exit, Exit::ok) << of_json.out << of_json.err;
  EXPECT_EQ(nlohmann::json::parse(of_json.out)["document"]["verdict"], "yes") << "in whatever form";
}

TEST_F(CertificateCodesTest, SIG_030_an_altered_certificate_is_found) {
  std::string altered = certificate;
  const auto at = altered.find("<TariffQuantity>") + std::string_view{"<TariffQuantity>"}.size();
  altered[at] = altered[at] == '9' ? '8' : '9';
  write("altered.xml", altered);
  const auto run = verify({"--document", path("altered.xml")});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("no       same document  SIG-030")) << run.out;
}

TEST_F(CertificateCodesTest, SIG_031_what_is_no_certificate_says_nothing) {
  write("other.xml", "<a/>");
  const auto run = verify({"--document", path("other.xml")});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("unknown  same document  SIG-031")) << run.out;
  EXPECT_EQ(verify({"--document", path("nothing.xml")}).exit, Exit::unreadable);
}

TEST_F(CertificateCodesTest, SIG_029_a_cancelled_certificate_is_told) {
  write_cancellations({test::handle_of(7)});
  const auto run = verify();
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("no       not cancelled  as of 2026-11-06T00:00:00.000Z\n")) << run.out;
  EXPECT_TRUE(run.out.contains("SIG-029 The certificate was cancelled.")) << run.out;
}

TEST_F(CertificateCodesTest, an_old_list_says_unknown) {
  const auto run = lintas({"verify", path("code.txt"), "--trust", path("sg.sheet"), "--status",
                           path("sg.list"), "--at", "2026-11-09"});
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("unknown  not cancelled")) << run.out;
  EXPECT_TRUE(run.out.contains("SIG-022")) << run.out;
}

TEST_F(CodesTest, mistakes_of_the_command_line_are_told) {
  EXPECT_EQ(lintas({"verify", "LC1:"}).exit, Exit::usage);
  EXPECT_EQ(verify({"--root", "SG"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"verify", path("code.txt"), "--trust", path("sg.sheet"), "--at", "noon"}).exit,
            Exit::usage);
  EXPECT_EQ(lintas({"verify", path("nothing.txt"), "--trust", path("sg.sheet")}).exit, Exit::unreadable);
  EXPECT_EQ(lintas({"verify", path("code.txt"), "--trust", path("nothing.sheet")}).exit, Exit::unreadable);
  EXPECT_EQ(lintas({"trust", "sheet", path("keys.csv")}).exit, Exit::usage);
  EXPECT_EQ(lintas({"trust", "show", path("code.txt")}).exit, Exit::invalid);
}

TEST_F(CodesTest, a_file_of_keys_is_told_line_and_column) {
  EXPECT_TRUE(sign_sheet("alive,", "4").err.contains("keys.csv: line 2: status: give live")) << "status";
  EXPECT_TRUE(sign_sheet("revoked,soon", "4").err.contains("line 2: since: give an instant"));
  const auto unsaid = sign_sheet("revoked,", "4");
  EXPECT_EQ(unsaid.exit, Exit::usage);
  EXPECT_TRUE(unsaid.err.contains("says since when")) << unsaid.err;
}

}  // namespace
}  // namespace lintas::cli
