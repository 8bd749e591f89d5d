#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/wire.hpp"
#include "core/exchange/identity.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/state.hpp"
#include "core/messages/document.hpp"
#include "core/model/document_groups.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/import.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/registers_part.hpp"
#include "core/workflow/uses.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/seed_file.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/target.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/delegations.hpp"
#include "shell/node/init.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/log.hpp"
#include "shell/node/node.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/payload_codec.hpp"
#include "shell/store/sqlite/sqlite_archive.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/three_nodes.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

/// Three national nodes, each with its own database, over HTTPS with client certificates on loopback.
namespace lintas::node {

namespace {

using namespace std::chrono_literals;
using access::Role;
using test::Corridor;
using test::eventually;
using test::text_of;
using workflow::Reply;

/// The declaration of an example file, as whoever takes it in hands it to the writer.
struct Taken {
  transit::Letter letter;
  workflow::Payload payload;
};
Taken example(const std::string& name) {
  auto document = xml::read(text_of(std::string{LINTAS_ROOT} + "/examples/" + name));
  EXPECT_TRUE(document.has_value());
  // What is kept has no access code; what is asked has its hash.
  message::Document kept{
      .program = document->program, .phase = document->phase, .message = document->message.clone()};
  transit::mask_access_codes(kept.message);
  std::string canonical;
  xml::write(kept, canonical);
  store::PayloadCodec codec{crypto::sha256};
  Taken taken;
  taken.payload = codec.pack(workflow::payload_of_message(15), as_bytes(canonical));
  const auto reference = seed::reference(Country::parse("SG").value());
  const auto view = reference.at(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  auto letter =
      transit::read_letter(*document, {.document = taken.payload.hash,
                                       .hash = [](const Grn&, const AccessCode&) { return AccessCodeHash{}; },
                                       .reference = view});
  EXPECT_TRUE(letter.has_value());
  taken.letter = *std::move(letter);
  taken.letter.declaration->at_risk = taken.letter.declaration->guarantees.front().amount;
  taken.letter.declaration->limit_proposed.reset();  // the example's day may be over
  return taken;
}

TEST(ThreeNodes, CarryAMovementFromDeclarationToTheFreedGuarantee) {
  Corridor corridor;
  for (const char* country : {"SG", "MY", "TH"}) corridor.start(country);
  const Taken taken = example("sg-th-electronics.xml");
  const transit::Declaration& declared = *taken.letter.declaration;
  const std::string departure{declared.route.departure.str()};
  const Grn grn = declared.guarantees.front().grn;

  guarantee::RegisterGuarantee guarantee;
  guarantee.approval.second = PersonId::parse("officer-8").value();
  guarantee.grn = grn;
  guarantee.holder = declared.holder;
  guarantee.office = declared.route.departure;
  guarantee.reference_amount = {10'000'000'00, declared.guarantees.front().amount.currency()};
  guarantee.valid_from = *parse_day("2026-01-01");
  guarantee.access_codes = {AccessCodeHash{}};
  guarantee.terms =
      guarantee::MultipleJourneys{.guarantor = {.tin = Tin::parse("SGBANK").value(), .approved = true},
                                  .weekly_debt = {100, declared.guarantees.front().amount.currency()}};
  const Reply registered =
      corridor.ask("SG", {.role = Role::officer_of_guarantee, .person = "officer-9", .office = departure},
                   workflow::register_guarantee, guarantee);
  ASSERT_EQ(registered.kind, Reply::Kind::accepted) << registered.findings.front().rule;

  const auto entries = registers::read_entries(text_of(LINTAS_ROOT "/examples/registers.csv"));
  ASSERT_TRUE(entries.has_value());
  for (const registers::Imported& entry : *entries) {
    const Reply known = corridor.ask("SG", {.role = Role::reference_data_keeper, .person = "keeper-1"},
                                     workflow::record_entry, registers::Register{entry.content});
    ASSERT_EQ(known.kind, Reply::Kind::accepted) << "line " << entry.line;
  }

  const Reply accepted =
      corridor.ask("SG", {.role = Role::trader, .party = std::string{declared.holder.str()}},
                   workflow::command_of_message(15), taken.letter, {taken.payload});
  ASSERT_EQ(accepted.kind, Reply::Kind::accepted)
      << accepted.findings.front().rule << accepted.findings.front().value;
  const Mrn mrn = workflow::read_content<workflow::MovementReply>(accepted.content).mrn.value();
  const auto movement = [&] {
    return corridor
        .look<transit::departure::Movement>(
            "SG", workflow::departure_slot(mrn, corridor.node("SG").domain().setting()))
        .value();
  };
  const auto journey = [&](const std::string& country) {
    return corridor.look<workflow::Journey>(country, workflow::journey_slot(mrn));
  };
  ASSERT_EQ(movement().public_status(), "accepted") << [&] {
    std::string why;
    const auto use = corridor.look<guarantee::Use>(
        "SG", {.kind = workflow::use_stream, .by = workflow::use_key(grn, mrn)});
    if (!use || !use->last_check) return why;
    for (const auto reason : use->last_check->reasons) why += format("{} ", std::to_underlying(reason));
    return why;
  }();

  // Thailand's line is down when the goods leave: what it should know waits.
  corridor.stop("TH");
  const Reply released =
      corridor.ask("SG", {.role = Role::officer_of_departure, .person = "officer-1", .office = departure},
                   workflow::command_in(workflow::departure_block, 2),
                   transit::departure::Release{.mrn = mrn, .limit = {}});
  ASSERT_EQ(released.kind, Reply::Kind::accepted);
  ASSERT_EQ(movement().public_status(), "released");
  ASSERT_TRUE(eventually([&] { return journey("MY").has_value(); }));
  // Singapore ends meanwhile, and sends what waits as soon as it is there again.
  corridor.stop("SG");
  corridor.start("SG");
  corridor.start("TH");
  ASSERT_TRUE(eventually([&] { return journey("TH").has_value(); }));

  const auto pass = [&](const OfficeId& office) {
    const std::string country{office.country().str()};
    const transit::passage::RecordPassage passage{.mrn = mrn, .office = office, .inspection = {}};
    EXPECT_TRUE(eventually([&] {
      return corridor
                 .ask(country,
                      {.role = Role::officer_of_transit,
                       .person = "officer-2",
                       .office = std::string{office.str()}},
                      workflow::command_in(workflow::passage_block, 1), passage)
                 .kind == Reply::Kind::accepted;
    })) << office.str();
  };
  for (const OfficeId& office : declared.route.transit) pass(office);
  const access::Actor destination{.role = Role::officer_of_destination,
                                  .person = "officer-3",
                                  .office = std::string{declared.route.destination.str()}};
  EXPECT_TRUE(eventually([&] {
    return corridor
               .ask("TH", destination, workflow::command_in(workflow::destination_block, 0),
                    transit::destination::RecordArrival{
                        .mrn = mrn, .office = declared.route.destination, .trader = {}})
               .kind == Reply::Kind::accepted;
  }));
  EXPECT_EQ(corridor
                .ask("TH", destination, workflow::command_in(workflow::destination_block, 4),
                     transit::destination::ReleaseUncontrolled{
                         .mrn = mrn, .office = declared.route.destination, .inspection = {}})
                .kind,
            Reply::Kind::accepted);

  EXPECT_TRUE(eventually([&] { return movement().public_status() == "discharged"; }))
      << movement().public_status();
  const auto header = corridor.look<guarantee::Header>(
      "SG", {.kind = workflow::account_stream, .by = workflow::account_key(grn)});
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->sums.reserved, 0);
  // Malaysia's records come on a line of their own, and may come behind Thailand's.
  EXPECT_TRUE(eventually([&] { return movement().crossings.size() == declared.route.transit.size(); }));
  for (const char* country : {"MY", "TH"}) {
    EXPECT_TRUE(eventually([&] {
      const auto there = journey(country);
      return there && there->sighting.newest() != nullptr && there->sighting.newest()->status == "WOF";
    })) << country;
  }
}

/// An application of an exporter in Malaysia for goods that go to Thailand: its document, and what it says.
struct Application {
  documents::Contents contents;
  workflow::Payload payload;
};
Application application() {
  auto document = xml::read(text_of(LINTAS_ROOT "/examples/documents/vn-sg-coffee.xml"));
  EXPECT_TRUE(document.has_value());
  message::wco::Declaration& certificate = *document->message.declaration;
  documents::Contents contents = documents::contents_of(certificate, {}, "CO.ISSUE").value();
  contents.reference = {.state = Country::parse("MY").value(),
                        .office = documents::IssuingOffice::parse("MYPKG001").value(),
                        .number = documents::ReferenceNumber::parse("-").value()};
  contents.importer = Country::parse("TH").value();
  contents.shipped.reset();  // the example's day may be long over
  documents::put(contents, *parse_day("2026-01-01"), 8h, certificate);
  std::string text;
  xml::write(*document, text);
  store::PayloadCodec codec{crypto::sha256};
  auto payload = codec.pack(workflow::payload_of_message(documents::co_issue), as_bytes(text));
  contents.document = payload.hash;
  return {.contents = std::move(contents), .payload = std::move(payload)};
}

TEST(ThreeNodes, CarryACertificateFromItsIssueToItsUse) {
  namespace iss = documents::issue_side;
  namespace imp = documents::import_side;
  Corridor corridor;
  for (const char* country : {"MY", "TH"}) corridor.start(country);
  const Application applied = application();
  const auto name = documents::DocumentId::parse("D-1").value();
  documents::Reference certificate = applied.contents.reference;
  certificate.number = documents::ReferenceNumber::parse("MY-TH 26/0001").value();
  const access::Actor exporter{.role = Role::exporter, .party = "MY199801023456", .person = "clerk-1"};
  const access::Actor authority{.role = Role::other_agency, .person = "issuer-1", .office = "MYPKG001"};
  const access::Actor customs{
      .role = Role::officer_of_destination, .person = "officer-3", .office = "THBKK001"};
  const auto asks = [&](const std::string& country, const access::Actor& actor, std::uint16_t block,
                        std::size_t place, const auto& act, std::vector<workflow::Payload> payloads = {}) {
    const Reply reply =
        corridor.ask(country, actor, workflow::command_in(block, place), act, std::move(payloads));
    return reply.findings.empty() ? std::string{"ok"} : reply.findings.front().rule;
  };
  const auto at_issue = [&] {
    const auto issued = corridor.look<workflow::Issued>("MY", workflow::issue_slot(name));
    return issued ? iss::Machine::states[std::to_underlying(issued->certificate.state)].id
                  : std::string_view{};
  };
  const auto imported = [&] {
    return corridor.look<imp::Certificate>("TH", workflow::import_slot(certificate));
  };

  ASSERT_EQ(asks("MY", exporter, workflow::issue_block, 0,
                 iss::DraftCertificate{.document = name,
                                       .contents = applied.contents,
                                       .exporter = Tin::parse("MY199801023456").value(),
                                       .application = documents::DocumentId::parse("A-1").value()},
                 {applied.payload}),
            "ok");
  ASSERT_EQ(asks("MY", exporter, workflow::issue_block, 1,
                 iss::SubmitApplication{.document = name, .authenticated = true}),
            "ok");
  std::vector<std::uint16_t> all_items;
  std::vector<documents::Line> all_lines;
  for (const documents::Item& item : applied.contents.items) {
    all_items.push_back(item.number);
    all_lines.push_back({.item = item.number, .quantity = item.quantity});
  }
  ASSERT_EQ(
      asks("MY", authority, workflow::issue_block, 5,
           iss::ApproveApplication{
               .document = name, .number = certificate.number, .qualifying = all_items, .originals = {}}),
      "ok");
  // Thailand is away when it is sent, and Malaysia ends before it comes back.
  corridor.stop("TH");
  ASSERT_EQ(asks("MY", authority, workflow::issue_block, 6, iss::TransmitCertificate{.document = name}),
            "ok");
  corridor.stop("MY");
  corridor.start("MY");
  corridor.start("TH");
  ASSERT_TRUE(eventually([&] { return imported().has_value(); }));
  // Thailand ends with what it has just taken, whether or not its answer has left.
  corridor.stop("TH");
  corridor.start("TH");
  ASSERT_TRUE(eventually([&] { return at_issue() == "AVAILABLE"; })) << at_issue();
  documents::Contents here = imported()->contents;
  here.document = applied.contents.document;
  documents::Contents there = applied.contents;
  there.reference = certificate;
  EXPECT_EQ(here, there);

  ASSERT_EQ(asks("TH", customs, workflow::import_block, 0,
                 imp::ClaimPreference{.certificate = certificate,
                                      .declaration = "IMP-1",
                                      .invoices = applied.contents.invoices,
                                      .lines = all_lines,
                                      .arrived = {},
                                      .force_majeure = {},
                                      .office = OfficeId::parse("THBKK001").value()}),
            "ok");
  ASSERT_EQ(asks("TH", customs, workflow::import_block, 2,
                 imp::AcceptItems{.certificate = certificate, .items = all_items, .text = {}}),
            "ok");
  EXPECT_TRUE(eventually([&] { return at_issue() == "UTILISED"; })) << at_issue();
  const auto used = corridor.look<workflow::Issued>("MY", workflow::issue_slot(name))->certificate.items;
  for (const documents::Balance& item : used) EXPECT_EQ(item.used, item.quantity);
}

TEST(ThreeNodes, TellNothingToWhoeverProvesNothing) {
  Corridor corridor;
  corridor.start("SG");
  net::Loop loop;
  net::Client client{loop};
  // With Malaysia's connection, and still without its signature.
  const auto tls = net::ClientTls::make(
      {.servers = {.certificates_pem = {}, .fingerprints = {corridor.certificate("SG").fingerprint()}},
       .identity = {.certificates_pem = text_of(corridor.config("MY").partners_listen.certificate_file),
                    .key_pem = text_of(corridor.config("MY").partners_listen.key_file)}});
  ASSERT_TRUE(tls.has_value());
  const auto post = [&](const std::string& type, const std::string& body) {
    net::ClientRequest request{
        .method = net::Method::post,
        .url = *net::parse_url("https://127.0.0.1:" + std::to_string(corridor.node("SG").ports().partners) +
                               "/as4"),
        .tls = *tls};
    request.headers.add("Content-Type", type);
    request.body = copy_of(as_bytes(body));
    return client.ask(std::move(request));
  };
  for (const char* body :
       {"", "<not", "<S12:Envelope xmlns:S12=\"http://www.w3.org/2003/05/soap-envelope\"/>"}) {
    for (const char* type : {"application/soap+xml", "multipart/related; boundary=x", "text/plain"}) {
      const auto answer = post(type, body);
      ASSERT_TRUE(answer.has_value()) << answer.error().what;
      EXPECT_EQ(answer->status, 400) << type << ' ' << body;
      EXPECT_NE(as_text(answer->body).find("EBMS:0101"), std::string_view::npos) << type << ' ' << body;
    }
  }
}

TEST(ThreeNodes, ANodeIsStartedOnceItServesAndNotWhereItsPortIsTaken) {
  const test::TemporaryFolder folder;
  const auto logged = [&](const char* name) { return (folder.path() / name).string(); };
  const auto opened = [&](const char* name) {
    return ::open(logged(name).c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  };
  const int first_file = opened("first");
  Log first{first_file, Level::info, [] { return Instant{}; }};
  const int second_file = opened("second");
  Log second{second_file, Level::info, [] { return Instant{}; }};
  Corridor corridor;
  corridor.start("SG", &first);
  const std::string told = text_of(logged("first"));
  const auto started = told.find(R"("event":"node_started","version":")");
  ASSERT_NE(started, std::string::npos) << told;
  EXPECT_LT(started, told.find("node_ready")) << told;
  Config same_ports = corridor.config("SG");
  same_ports.store_folder = logged("other store");
  std::filesystem::create_directory(same_ports.store_folder);
  EXPECT_THROW(Node(Node::Options{.config = same_ports, .log = &second, .failed = {}}), StartFailure);
  EXPECT_FALSE(text_of(logged("second")).contains("node_started"));
  corridor.stop("SG");
  ::close(first_file);
  ::close(second_file);
}

TEST(ThreeNodes, AReloadNamesTheKeysThatWaitForANewStart) {
  Corridor corridor;
  corridor.start("SG");
  Config config = corridor.config("SG");
  const auto nothing = corridor.node("SG").reload(config);
  ASSERT_TRUE(nothing.has_value()) << nothing.error();
  EXPECT_TRUE(nothing->empty());
  for (const auto& [key, value] : {std::pair{"api.port", "8081"}, {"node.log_level", "debug"}})
    std::ranges::find(config.settings, key, &Setting::key)->value = value;
  const auto waits = corridor.node("SG").reload(config);
  ASSERT_TRUE(waits.has_value()) << waits.error();
  EXPECT_EQ(*waits, std::vector<std::string>{"api.port"});
}

/// What Singapore's administrator is told who asks whether a partner answers.
std::string tested(Corridor& corridor, const std::string& country) {
  net::Loop loop;
  net::Client client{loop};
  net::ClientRequest request{.method = net::Method::post,
                             .url = *net::parse_url(format("http://127.0.0.1:{}/v1/exchange/partners/{}/test",
                                                           corridor.node("SG").ports().api, country))};
  request.headers.add("Authorization", "Bearer " + test::administrator_key_of(corridor));
  const auto answer = client.ask(std::move(request));
  return answer ? std::string{as_text(answer->body)} : "no answer: " + answer.error().what;
}

TEST(ThreeNodes, AReloadTakesNoSigningKeyThatIsNotTheStores) {
  Corridor corridor;
  corridor.start("SG");
  const Config& config = corridor.config("SG");
  const std::string key = text_of(config.signing_key_file);
  const std::string document = text_of(config.exchange.identity_file);
  crypto::SystemEntropy entropy;
  ASSERT_TRUE(replace_durably(config.signing_key_file, new_secret(entropy)));
  const auto refused = corridor.node("SG").reload(config);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().contains("node.signing_key_file")) << refused.error();
  EXPECT_EQ(text_of(config.exchange.identity_file), document)
      << "no document names what nothing is signed with";
  ASSERT_TRUE(replace_durably(config.signing_key_file, key));
  EXPECT_TRUE(corridor.node("SG").reload(config));
}

TEST(ThreeNodes, AReloadThatIsRefusedForTheKeysOfTheInterfaceSignsNoDocument) {
  Corridor corridor;
  corridor.start("SG");
  Config config = corridor.config("SG");
  const std::string document = text_of(config.exchange.identity_file);
  const std::string keys = text_of(config.keys_file);
  config.exchange.url = "https://elsewhere.sg:8443";
  ASSERT_TRUE(replace_durably(config.keys_file, keys + "not a key\n"));
  const auto refused = corridor.node("SG").reload(config);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().contains(config.keys_file)) << refused.error();
  EXPECT_EQ(text_of(config.exchange.identity_file), document);
  ASSERT_TRUE(replace_durably(config.keys_file, keys));
  ASSERT_TRUE(corridor.node("SG").reload(config));
  EXPECT_NE(text_of(config.exchange.identity_file), document);
}

TEST(ThreeNodes, AnAdministratorTestsWhetherAPartnerAnswers) {
  Corridor corridor;
  corridor.start("SG");
  corridor.start("MY");
  EXPECT_TRUE(tested(corridor, "MY").contains("\"answered\":true")) << tested(corridor, "MY");
  corridor.stop("MY");
  const std::string away = tested(corridor, "MY");
  EXPECT_TRUE(away.contains("\"answered\":false") && away.contains("\"why\":\"")) << away;
  EXPECT_TRUE(tested(corridor, "LA").contains("\"answered\":false")) << "no partner";
}

TEST(ThreeNodes, ANodeWithANewKeyOfItsRootIsBelievedWithoutACall) {
  Corridor corridor;
  corridor.start("SG");
  corridor.start("MY");
  const auto folder = std::filesystem::path{corridor.config("MY").exchange.key_file}.parent_path();
  const std::string handed = (folder / "handed.key").string();
  const Instant now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  std::ostringstream told;
  ASSERT_EQ(delegate_key({.root_file = (folder / "root.key").string(),
                          .country = "MY",
                          .number = 2,
                          .until = {},
                          .to = handed,
                          .now = now},
                         told, told),
            0)
      << told.str();
  const auto taken = take_new_key({.config_file = (folder / "lintas.toml").string(),
                                   .file = handed,
                                   .old_key = OldKey::may_be_stolen,
                                   .now = now});
  ASSERT_TRUE(taken) << taken.error().what;
  ASSERT_TRUE(corridor.node("MY").reload(corridor.config("MY")));
  EXPECT_TRUE(tested(corridor, "MY").contains("\"answered\":false")) << "Singapore has not asked yet";
  ASSERT_TRUE(corridor.node("SG").reload(corridor.config("SG")));  // as it does by itself each day
  EXPECT_TRUE(eventually([&] { return tested(corridor, "MY").contains("\"answered\":true"); }));
  const auto& partners = corridor.config("SG").partners;
  const auto malaysia = std::ranges::find(partners, "MY", &PartnerConfig::country);
  EXPECT_EQ(read_identity_of(*malaysia).value(), taken->identity);
  // What was signed under the one before is proved by that one (ADR 0046).
  const auto documents_kept = [&](std::string_view country) {
    store::SqliteArchive archive{corridor.config("SG").store_folder};
    const auto keys = archive.keys({}, 10'000);
    const Bytes prefix = workflow::make_key(workflow::KeyKind::identities, country, "").value;
    return std::ranges::count_if(keys, [&](const auto& one) {
      const ByteView key{one.first.value};
      return key.size() > prefix.size() && same_bytes(key.first(prefix.size()), prefix);
    });
  };
  EXPECT_TRUE(eventually([&] { return documents_kept("MY") == 2; })) << documents_kept("MY");
  EXPECT_GE(documents_kept("SG"), 1) << "our own as well";
}

TEST(ThreeNodes, APartnerIsKnownAtOnceWhereItsLineWasOpenBeforeItWasTakenIn) {
  Corridor corridor;
  corridor.start("SG");
  corridor.start("MY");
  Config alone = corridor.config("MY");
  alone.partners.clear();
  ASSERT_TRUE(corridor.node("MY").reload(alone));
  // Over a connection on which nobody is asked for a certificate, and which stays open.
  EXPECT_TRUE(eventually([&] { return tested(corridor, "MY").contains("answers 400"); }));
  ASSERT_TRUE(corridor.node("MY").reload(corridor.config("MY")));
  EXPECT_TRUE(eventually([&] { return tested(corridor, "MY").contains("\"answered\":true"); }));
}

TEST(ThreeNodes, ATestOfAPartnerThatIsLeftOutSaysWhyItIs) {
  Corridor corridor;
  corridor.start("SG");
  Config wary = corridor.config("SG");
  const auto malaysia = std::ranges::find(wary.partners, "MY", &PartnerConfig::country);
  const exchange::Identity identity = read_identity_of(*malaysia).value();
  const std::array delegation{ByteView{identity.document.delegation}};
  wary.revoked.push_back({.fingerprint = crypto::sha256(delegation), .reason = "stolen"});
  ASSERT_TRUE(corridor.node("SG").reload(wary));
  EXPECT_TRUE(tested(corridor, "MY").contains("revoked by [[revoked]]: stolen")) << tested(corridor, "MY");
  std::erase_if(wary.partners, [](const PartnerConfig& one) { return one.country == "MY"; });
  ASSERT_TRUE(corridor.node("SG").reload(wary));
  EXPECT_TRUE(tested(corridor, "MY").contains("the configuration has no such partner"));
}

TEST(ThreeNodes, ANodeLearnsByItselfWhatHasChangedAtItsPartner) {
  Corridor corridor;
  corridor.start("SG");
  corridor.start("MY");
  const auto document = [&](const std::string& country) {
    return text_of(corridor.config(country).exchange.identity_file);
  };
  const std::string before = document("MY");
  // A second way to reach it, as it will be known from now on.
  Config moved = corridor.config("MY");
  moved.exchange.url = format("https://localhost:{}", moved.partners_listen.port);
  const auto done = corridor.node("MY").reload(moved);
  ASSERT_TRUE(done) << done.error();
  ASSERT_NE(document("MY"), before) << "signed anew";
  const auto& partners = corridor.config("SG").partners;
  const auto malaysia = std::ranges::find(partners, "MY", &PartnerConfig::country);
  EXPECT_EQ(text_of(malaysia->identity_file), before);
  ASSERT_TRUE(corridor.node("SG").reload(corridor.config("SG")));
  EXPECT_TRUE(eventually([&] { return text_of(malaysia->identity_file) == document("MY"); }))
      << "fetched under the pinned root";
}

/// Puts into its place at `at` a document of the other that has ended, as its node once signed it.
void put_ended_document(const Config& at, const Config& other) {
  const auto partner = std::ranges::find(at.partners, other.country, &PartnerConfig::country);
  exchange::IdentityDocument document = read_identity_of(*partner).value().document;
  document.number = 1;
  document.until = document.issued;
  document.issued = document.until - 24h;
  const auto key = crypto::read_signing_key(other.exchange.key_file).value();
  std::ofstream{partner->identity_file, std::ios::binary} << as_text(exchange::sign_identity(
      document, {key.public_key()}, crypto::sha256, [&](ByteView content) { return key.sign(content); }));
}

/// The files of the interface have nothing to do with partners.
TEST(ThreeNodes, AReloadThatIsRefusedKeepsNobodyThatNothingVouchesForAnyMore) {
  Corridor corridor;
  corridor.start("SG");
  corridor.start("MY");
  const Config& config = corridor.config("SG");
  const std::string keys = text_of(config.keys_file);
  ASSERT_TRUE(eventually([&] { return tested(corridor, "MY").contains("\"answered\":true"); }));
  corridor.stop("MY");  // it would hand out its newer document
  ASSERT_TRUE(replace_durably(config.keys_file, keys + "not a key\n"));
  put_ended_document(config, corridor.config("MY"));
  ASSERT_FALSE(corridor.node("SG").reload(config));
  EXPECT_TRUE(tested(corridor, "MY").contains("IDN-004")) << tested(corridor, "MY");
  EXPECT_FALSE(tested(corridor, "TH").contains("IDN-004")) << "of the others nothing has changed";
}

TEST(ThreeNodes, PartnersWhoseDocumentsHaveEndedComeBackByThemselves) {
  Corridor corridor;
  const Config& sg = corridor.config("SG");
  const Config& my = corridor.config("MY");
  put_ended_document(sg, my);
  put_ended_document(my, sg);
  const auto knows = [](const Config& at, const Config& other) {
    const auto partner = std::ranges::find(at.partners, other.country, &PartnerConfig::country);
    return text_of(partner->identity_file) == text_of(other.exchange.identity_file);
  };
  corridor.start("SG");
  corridor.start("MY");
  EXPECT_TRUE(eventually([&] { return knows(my, sg); })) << "each has left out the other";
  // SG asked when it started; nobody was there then, unless the machine was slow to ask.
  ASSERT_TRUE(corridor.node("SG").reload(sg));
  EXPECT_TRUE(eventually([&] { return knows(sg, my); }));
}

/// As of another product: its certificates are files, and whose certificate its connections have to show.
PartnerConfig by_hand(Corridor& corridor, const std::string& country, const std::string& whose_line) {
  const ExchangeConfig& files = corridor.config(country).exchange;
  PartnerConfig partner;
  partner.country = country;
  partner.url = files.url;
  partner.profile = as4::Suite::edwards;
  partner.signing_certificates_file = files.signing_certificates_file;
  partner.sealing_certificates_file = files.sealing_certificates_file;
  if (!whose_line.empty())
    partner.tls_clients_file = corridor.config(whose_line).partners_listen.certificate_file;
  return partner;
}

TEST(ThreeNodes, APartnerByHandIsAskedForTheCertificateOfItsLineWhereThatWasAgreedOn) {
  Corridor corridor;
  corridor.start("SG");
  corridor.start("MY");
  const auto expect = [&](const std::string& whose_line, std::string_view said) {
    Config my = corridor.config("MY");
    *std::ranges::find(my.partners, "SG", &PartnerConfig::country) = by_hand(corridor, "SG", whose_line);
    ASSERT_TRUE(corridor.node("MY").reload(my));
    EXPECT_TRUE(eventually([&] { return tested(corridor, "MY").contains(said); }))
        << whose_line << ": " << tested(corridor, "MY");
  };
  expect("", "\"answered\":true");
  expect("SG", "\"answered\":true");
  // Believed on this line, for it is Thailand's, and Singapore shows its own.
  expect("TH", "\"answered\":false");
  expect("SG", "\"answered\":true");
}

TEST(ThreeNodes, APartnerByHandIsAStrangerOnTheLineOfAnother) {
  Corridor corridor;
  corridor.start("SG");
  corridor.start("MY");
  Config my = corridor.config("MY");
  const auto singapore = std::ranges::find(my.partners, "SG", &PartnerConfig::country);
  *singapore = by_hand(corridor, "SG", "TH");
  // Thailand's connections need not show anything: no handshake fails.
  *std::ranges::find(my.partners, "TH", &PartnerConfig::country) = by_hand(corridor, "TH", "");
  ASSERT_TRUE(corridor.node("MY").reload(my));
  EXPECT_TRUE(eventually([&] { return tested(corridor, "MY").contains("answers 400"); }))
      << tested(corridor, "MY");
  *singapore = by_hand(corridor, "SG", "SG");
  ASSERT_TRUE(corridor.node("MY").reload(my));
  EXPECT_TRUE(eventually([&] { return tested(corridor, "MY").contains("\"answered\":true"); }))
      << tested(corridor, "MY");
}

TEST(ThreeNodes, APartnerIsAskedNowhereButInTheInternetUnlessTheOperatorSaysSo) {
  const test::TemporaryFolder folder;
  const std::string logged = (folder.path() / "log").string();
  const int file = ::open(logged.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  Log log{file, Level::info, [] { return Instant{}; }};
  Corridor corridor;
  corridor.start("SG", &log);
  corridor.start("MY");
  Config strict = corridor.config("SG");
  strict.exchange.private_addresses = false;
  ASSERT_TRUE(corridor.node("SG").reload(strict));
  EXPECT_TRUE(eventually([&] {
    const std::string told = text_of(logged);
    return told.contains("identity_refused") && told.contains("exchange.addresses");
  })) << text_of(logged);
  corridor.stop("SG");
  ::close(file);
}

}  // namespace

}  // namespace lintas::node
