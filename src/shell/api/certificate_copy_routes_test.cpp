#include <array>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <ios>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>

#include "base/bytes.hpp"
#include "base/free_text.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/check.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/country.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/net/http.hpp"
#include "shell/print/limits.hpp"
#include "tests/support/document_fixture.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/printed.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/signed_codes.hpp"
#include "tests/support/store_reader.hpp"
#include "tests/support/temporary_folder.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

/// The printed copy of a certificate, and what somebody far from any line says of it.
namespace lintas::api {
namespace {

class Copies : public Documents {
 public:
  Copies() {
    document_key =
        std::make_shared<const DocumentKey>(DocumentKey{.issuer = state.issuer(),
                                                        .trusted = state.trusted_key(),
                                                        .trust_sheet = state.signed_sheet(state.sheet())});
  }

  Answer copy(const std::string& by) { return get(at() + "/copy", by); }
  Answer code(const std::string& by) { return get(at() + "/code", by); }
  /// The text of a printed page, without its spaces.
  static std::string text_of(const Answer& printed) {
    const test::TemporaryFolder folder;
    const std::string file = (folder.path() / "copy.pdf").string();
    std::ofstream{file, std::ios::binary} << as_text(printed.response.body);
    return test::without_space(test::output_of(format("pdftotext -raw '{}' -", file)));
  }
  static bool says(const Answer& printed, std::string_view text) {
    return printed.response.status == 200 && text_of(printed).contains(test::without_space(text));
  }
  Bytes list() {
    const auto answer = get("/v1/status-list/certificates", "");
    EXPECT_EQ(answer.response.status, 200) << as_text(answer.response.body);
    return answer.response.body;
  }
  /// What a reader says of a code a minute later, with the newest list.
  code::Checked checked(const std::string& text) {
    code::Trust reader{test::sha256, test::verify_ed25519};
    EXPECT_TRUE(reader.take_sheet(document_key->trust_sheet).has_value());
    node.set_time(node.now() + std::chrono::minutes{1});
    EXPECT_TRUE(reader.take_list(list()).has_value());
    return code::check(reader, std::string_view{text}, node.now());
  }
  /// The authority cancels it, and importing customs agree.
  void cancel_whole() {
    const auto asked = doc("issue.cancel", agency, {{"reason", "another weight"}});
    ASSERT_EQ(asked.response.status, 200) << asked.json.dump();
    const auto agreed = hear("TH", documents::l2_ok,
                             {.certificate = reference("SG", "SGTUS001", "SG-TH 26/00417"),
                              .answers = documents::Answers::cancellation});
    ASSERT_TRUE(agreed.findings.empty());
    ASSERT_EQ(get(at(), agency).json["state"]["id"], "CANCELLED");
  }

  const test::IssuingState state;
};

TEST_F(Copies, what_the_exporter_prints_anybody_believes_and_can_compare) {
  issue_whole();
  const auto shown = code(exporter);
  ASSERT_EQ(shown.response.status, 200) << shown.json.dump();
  EXPECT_EQ(shown.json["certificate"]["number"], "SG-TH 26/00417");
  code::Checked read = checked(shown.json["text"].get<std::string>());
  EXPECT_TRUE(read.all_hold());
  ASSERT_TRUE(read.content.has_value());
  const auto& said = std::get<code::Certificate>(read.content->document);
  EXPECT_EQ(said.office, "SGTUS001");
  EXPECT_EQ(said.number, "SG-TH 26/00417");
  EXPECT_EQ(said.importer.str(), "TH");
  EXPECT_EQ(said.form, code::Form::form_d);
  EXPECT_EQ(said.medium, code::Medium::data);

  const auto file = ask(net::Method::get, at() + "/certificate", exporter);
  const auto certificate = xml::read(as_text(file.response.body));
  ASSERT_TRUE(certificate && certificate->message.declaration);
  std::string canonical;
  xml::write(documents::bare(*certificate->message.declaration), canonical);
  code::compare(read, test::sha256(std::array{as_bytes(canonical)}));
  EXPECT_TRUE(read.all_hold()) << "the file of the certificate is the one that was signed";
}

TEST_F(Copies, exporter_and_authority_print_a_copy_of_what_went_as_data) {
  issue_whole();
  for (const std::string& by : {exporter, agency, chief}) {
    const auto printed = copy(by);
    ASSERT_EQ(printed.response.status, 200) << as_text(printed.response.body);
    EXPECT_EQ(printed.response.headers.find("Content-Type"), "application/pdf");
    EXPECT_EQ(printed.response.headers.find("Content-Disposition"),
              "inline; filename=\"certificate-SG-TH-26-00417.pdf\"");
    EXPECT_EQ(printed.response.headers.find("Cache-Control"), "no-store");
    EXPECT_TRUE(says(printed, "PRINTED COPY OF AN ELECTRONIC CERTIFICATE \u2013 NOT AN ORIGINAL"));
    EXPECT_TRUE(says(printed, "SG-TH 26/00417"));
    EXPECT_TRUE(says(printed, "Page 1 of 1"));
  }
}

TEST_F(Copies, R_DOC_055_an_application_is_not_printed) {
  apply_whole();
  EXPECT_EQ(copy(exporter).response.status, 422);
  EXPECT_EQ(copy(exporter).json["code"], "R-DOC-055");
  EXPECT_EQ(code(agency).json["code"], "R-DOC-055");
}

TEST_F(Copies, R_DOC_056_what_was_not_sent_yet_is_printed_without_a_code_and_says_so) {
  apply_whole();
  ASSERT_EQ(
      doc("issue.approve", agency, {{"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}}).response.status,
      200);
  EXPECT_TRUE(says(copy(exporter), "NOT SENT YET"));
  EXPECT_TRUE(says(copy(exporter), "No code is signed"));
  EXPECT_EQ(code(exporter).json["code"], "R-DOC-056");
}

TEST_F(Copies, what_goes_on_paper_is_the_certificate_for_the_authority_alone) {
  apply_whole();
  ASSERT_EQ(
      doc("issue.approve", agency, {{"number", "SG-TH 26/00417"}, {"qualifying", {1, 2}}}).response.status,
      200);
  const auto on_paper = doc("issue.print", agency, {{"reason", "the line to Thailand is down"}});
  ASSERT_EQ(on_paper.response.status, 200) << on_paper.json.dump();
  EXPECT_TRUE(says(copy(agency), "ISSUED ON PAPER \u2013 NO DATA ARE SENT"));
  EXPECT_TRUE(says(copy(exporter), "COPY OF A CERTIFICATE ISSUED ON PAPER \u2013 NOT AN ORIGINAL"));
  const auto read = checked(code(agency).json["text"].get<std::string>());
  EXPECT_TRUE(read.all_hold());
  EXPECT_EQ(std::get<code::Certificate>(read.content->document).medium, code::Medium::paper);
  const auto of_copy = code::read_code(*code::from_qr_text(code(exporter).json["text"].get<std::string>()));
  ASSERT_TRUE(of_copy.has_value());
  EXPECT_EQ(std::get<code::Certificate>(of_copy->content.document).medium, code::Medium::copy_of_paper)
      << "his page is not the certificate";
}

TEST_F(Copies, a_key_that_asks_for_more_copies_than_it_may_costs_no_signature) {
  issue_whole();
  static_assert(limits::printing_per_key_max == 2);
  int is_signed = 0;
  DocumentKey counting = *document_key;
  counting.issuer.sign = [&, sign = document_key->issuer.sign](ByteView content) {
    ++is_signed;
    return sign(content);
  };
  document_key = std::make_shared<const DocumentKey>(std::move(counting));
  while_it_waits_for_the_press = [&] {
    while_it_waits_for_the_press = [&] { EXPECT_EQ(copy(exporter).response.status, 429); };
    EXPECT_EQ(copy(exporter).response.status, 200);
  };
  EXPECT_EQ(copy(exporter).response.status, 200);
  EXPECT_EQ(is_signed, 2);
}

TEST_F(Copies, what_was_cancelled_is_looked_for_whether_or_not_somebody_asks) {
  issue_whole();
  (void)list();
  cancel_whole();
  ASSERT_FALSE(put_off.empty());
  Works due;
  std::swap(due, put_off);
  for (auto& work : due) work();
  EXPECT_EQ(certificate_lists.cancellations.handles().size(), 1U);
  EXPECT_FALSE(put_off.empty()) << "and on";
  (void)list();
  const std::size_t before = put_off.size();
  node.set_time(node.now() + std::chrono::minutes{1});
  (void)list();
  EXPECT_EQ(put_off.size(), before) << "one clock for all who ask";
}

TEST_F(Copies, while_others_look_the_last_list_is_handed_out) {
  issue_whole();
  const auto of_certificates = [&] { return get("/v1/status-list/certificates", ""); };
  const auto while_another_looks = [&](const auto& ask) {
    // The look of somebody else, in the midst of which one asks.
    std::optional<Answer> answer;
    test::StoreReader reader{node.store()};
    Cancellations& all = certificate_lists.cancellations;
    (void)all.look(
        node.domain(),
        [&](std::string_view reference) {
          if (!answer) {
            std::thread asker{[&] { answer = ask(); }};
            asker.join();
          }
          return handle_of(reference);
        },
        reader);
    return answer;
  };
  cancel_whole();
  const auto none = while_another_looks(of_certificates);
  ASSERT_TRUE(none.has_value());
  EXPECT_EQ(none->response.status, 429) << "there is none yet: come again";
  const Bytes first = list();
  node.set_time(node.now() + std::chrono::minutes{1});
  ASSERT_TRUE(hear("TH", documents::co_verify_request,
                   {.certificate = reference("SG", "SGTUS001", "SG-TH 26/00417"),
                    .items = {1},
                    .request = *documents::DocumentId::parse("TH-7"),
                    .text = FreeText{"Was it ever valid?"}})
                  .findings.empty());
  const auto last = while_another_looks(of_certificates);
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->response.status, 200);
  EXPECT_EQ(last->response.body, first);
}

TEST_F(Copies, SIG_029_a_cancelled_certificate_is_told_and_printed_as_such) {
  issue_whole();
  const auto text = code(exporter).json["text"].get<std::string>();
  EXPECT_TRUE(checked(text).all_hold());
  ASSERT_EQ(doc("issue.cancel", agency, {{"reason", "another weight"}}).response.status, 200);
  EXPECT_TRUE(says(copy(exporter), "BEING CANCELLED"));
  EXPECT_EQ(code(exporter).json["code"], "R-DOC-056");
  EXPECT_TRUE(checked(text).all_hold()) << "customs have not agreed yet, and may have used it";
  const auto agreed = hear("TH", documents::l2_ok,
                           {.certificate = reference("SG", "SGTUS001", "SG-TH 26/00417"),
                            .answers = documents::Answers::cancellation});
  ASSERT_TRUE(agreed.findings.empty());
  ASSERT_EQ(get(at(), agency).json["state"]["id"], "CANCELLED");
  const auto read = checked(text);
  EXPECT_EQ(read.integrity.verdict, code::Verdict::yes);
  EXPECT_EQ(read.not_cancelled.verdict, code::Verdict::no);
  EXPECT_EQ(read.not_cancelled.why->rule, "SIG-029");
  EXPECT_TRUE(says(copy(exporter), "CANCELLED"));
  EXPECT_TRUE(says(copy(agency), "No code is signed for this print"));
  EXPECT_FALSE(says(copy(exporter), "NOT AN ORIGINAL"));
  EXPECT_EQ(code(exporter).json["code"], "R-DOC-056") << "and none is signed any more";
}

TEST_F(Copies, SIG_029_a_request_to_verify_what_was_cancelled_does_not_take_it_off_the_list) {
  issue_whole();
  const auto text = code(exporter).json["text"].get<std::string>();
  cancel_whole();
  ASSERT_TRUE(hear("TH", documents::co_verify_request,
                   {.certificate = reference("SG", "SGTUS001", "SG-TH 26/00417"),
                    .items = {1},
                    .request = *documents::DocumentId::parse("TH-7"),
                    .text = FreeText{"Was it ever valid?"}})
                  .findings.empty());
  EXPECT_EQ(checked(text).not_cancelled.verdict, code::Verdict::no)
      << "not even for a look from the beginning";
}

TEST_F(Copies, SIG_021_what_was_cancelled_before_the_first_look_and_since_is_listed) {
  issue_whole();
  cancel_whole();
  EXPECT_EQ(code::read_list(list())->list.cancelled->size(), 8U);
  EXPECT_TRUE(code::read_list(list())->list.live.empty());
  EXPECT_EQ(code::read_list(get("/v1/status-list", "").response.body)->list.kind,
            code::Kind::accompanying_document)
      << "movements have a list of their own";
}

TEST_F(Copies, customs_print_what_they_received_and_sign_nothing) {
  receive(application_text());
  const auto printed = get(imported_at + "/copy", customs);
  EXPECT_TRUE(says(printed, "PRINT OF RECEIVED DATA \u2013 NOT AN ORIGINAL"));
  EXPECT_TRUE(says(printed, "No code is signed for this print"));
  EXPECT_EQ(get(imported_at + "/copy", chief).response.status, 200);
  EXPECT_EQ(get(imported_at + "/code", chief).json["code"], "R-DOC-056");
  EXPECT_EQ(get(imported_at + "/copy", clearance).response.status, 403) << "a program needs no paper";
}

/// In an address, every octet of its own.
std::string in_address(std::string_view text) {
  std::string address{"/v1/documents/"};
  for (const char c : text) address += format("%{:02X}", static_cast<unsigned char>(c));
  return address;
}

TEST_F(Copies, who_is_shown_a_page_finds_the_data_by_its_code) {
  receive(application_text());
  const test::IssuingState malaysia{"MY"};
  code::Certificate said = test::a_certificate();
  said.office = "MYPKG001";
  said.number = "MY-SG 26/00999";
  said.importer = *Country::parse("SG");
  const auto text = [&] {
    return code::qr_text_of(malaysia.signed_certificate(test::day_in_november(5), said));
  };
  const auto here = get(in_address(text()), customs);
  ASSERT_EQ(here.response.status, 200) << here.json.dump();
  EXPECT_EQ(here.json["certificate"]["number"], "MY-SG 26/00999");
  EXPECT_EQ(here.json["state"]["id"], "VALID") << "it is here as data: the page gives nothing";
  claim_all();
  EXPECT_EQ(get(in_address(text()), customs).json["state"]["id"], "CLAIMED");
  EXPECT_EQ(get(in_address(text()), exporter).response.status, 404) << "a code gives no right";
  said.number = "MY-SG 26/00998";
  EXPECT_EQ(get(in_address(text()), customs).response.status, 404) << "not known here";
  EXPECT_EQ(get(in_address("LC1:"), customs).response.status, 404);
  EXPECT_EQ(
      get(in_address(code::qr_text_of(state.signed_code(test::day_in_november(5)))), customs).response.status,
      404)
      << "the code of a movement names no certificate";
  issue_whole();
  const auto own = code(exporter).json["text"].get<std::string>();
  EXPECT_EQ(get(in_address(own), exporter).json["document"], document);
}

TEST_F(Copies, without_a_document_key_the_page_says_that_it_cannot_be_checked) {
  issue_whole();
  document_key = nullptr;
  EXPECT_TRUE(says(copy(exporter), "no document key"));
  EXPECT_EQ(code(exporter).json["code"], "SIG-001");
  EXPECT_EQ(get("/v1/status-list/certificates", "").json["code"], "SIG-001");
}

TEST_F(Copies, nobody_else_prints_it) {
  issue_whole();
  for (const std::string what : {"/copy", "/code"}) {
    EXPECT_EQ(get(at() + what, rival).response.status, 404) << what;
    EXPECT_EQ(get(at() + what, other_agency).response.status, 404) << what;
    EXPECT_EQ(get(at() + what, trader).response.status, 403) << what;
    EXPECT_EQ(get(at() + what, auditor).response.status, 403) << what << ": reads it, and signs nothing";
    EXPECT_EQ(get(at() + what, "").response.status, 401) << what;
    EXPECT_EQ(get("/v1/documents/nothing" + what, exporter).response.status, 404) << what;
  }
}

}  // namespace
}  // namespace lintas::api
