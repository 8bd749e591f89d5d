#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <future>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/hex.hpp"
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
#include "core/workflow/registers_part.hpp"
#include "core/workflow/uses.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/webhook_signing.hpp"
#include "shell/app/heads.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
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
#include "shell/node/delegations.hpp"
#include "shell/node/init.hpp"
#include "shell/node/limits.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/log.hpp"
#include "shell/node/node.hpp"
#include "shell/node/partners.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/payload_codec.hpp"
#include "shell/store/sqlite/sqlite_archive.hpp"
#include "tests/support/temporary_folder.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

/// Three national nodes, each with its own database, over HTTPS with client certificates on loopback.
namespace lintas::node {

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using access::Role;
using workflow::Reply;

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  (void)::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address);
  socklen_t size = sizeof address;
  (void)::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return ntohs(address.sin_port);
}

std::string text_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// Keys, certificates and configuration of three states in a folder.
class Corridor {
 public:
  Corridor() {
    for (const char* country : {"SG", "MY", "TH"}) prepare(country);
    for (const char* country : {"SG", "MY", "TH"}) configure(country);
  }
  void start(const std::string& country, Log* log = nullptr) {
    nodes_[country] = std::make_unique<Node>(
        Node::Options{.config = configs_.at(country), .log = log, .failed = [](const std::string& what) {
                        ADD_FAILURE() << what;
                      }});
  }
  void stop(const std::string& country) { nodes_.at(country).reset(); }
  Node& node(const std::string& country) { return *nodes_.at(country); }
  const Config& config(const std::string& country) { return configs_.at(country); }
  const crypto::Certificate& certificate(const std::string& country) { return *certificates_.at(country); }

  template <class Content>
  Reply ask(const std::string& country, const access::Actor& actor, workflow::CommandType type,
            const Content& content, std::vector<workflow::Payload> payloads = {}) {
    workflow::HttpCommandId id;
    crypto::SystemEntropy{}.fill(id.id);
    std::promise<Reply> answered;
    auto reply = answered.get_future();
    node(country).ask({.id = id,
                       .type = type,
                       .at = {},
                       .actor = actor,
                       .content = to_cbor(content),
                       .payloads = std::move(payloads)},
                      [&](Reply given) { answered.set_value(std::move(given)); });
    return reply.get();
  }

  /// State of a stream as its events tell it: what a page would show.
  template <class State>
  std::optional<State> look(const std::string& country, const workflow::Slot& slot) {
    std::promise<std::optional<State>> answered;
    auto found = answered.get_future();
    const workflow::National& domain = node(country).domain();
    const bool posted = node(country).read(app::Share::people, [&](app::Reader& reader) {
      const auto id = std::holds_alternative<workflow::Key>(slot.by)
                          ? reader.find(std::get<workflow::Key>(slot.by))
                          : reader.numbered(std::get<workflow::Slot::Number>(slot.by).n);
      if (!id) return answered.set_value(std::nullopt);
      const auto row = reader.stream(*id);
      if (domain.keeps_state(row->kind)) {
        const auto kept = domain.decode_state(row->kind, row->state);
        return answered.set_value(kept ? std::optional{kept->as<State>()} : std::nullopt);
      }
      workflow::State state = domain.initial(row->kind);
      for (const app::EventRow& event : reader.history(row->head)) {
        if (std::to_underlying(event.type) < workflow::first_machine_event) continue;
        const auto body = from_cbor<workflow::EventBody>(event.body);
        state = domain.evolve(row->kind, state,
                              {.stream = *id,
                               .version = event.version,
                               .type = event.type,
                               .type_version = event.type_version,
                               .at = event.at,
                               .body = body->fields_of_type});
      }
      answered.set_value(state.as<State>());
    });
    EXPECT_TRUE(posted);
    return found.get();
  }

 private:
  void prepare(const std::string& country) {
    const auto folder = folder_.path() / country;
    const Instant now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
    const auto made = init({.folder = folder,
                            .country = country,
                            .partners_port = free_port(),
                            .now = now,
                            .is_sandbox = false});
    ASSERT_TRUE(made) << made.error().what;
    roots_[country] = *made;
    auto certificate = crypto::Certificate::from_pem(text_of((folder / "tls.pem").string()));
    certificates_.emplace(country, std::make_unique<crypto::Certificate>(std::move(certificate.value())));
  }
  void configure(const std::string& country) {
    const std::string file = (folder_.path() / country / "lintas.toml").string();
    for (const auto& [other, root] : roots_) {
      if (other == country) continue;
      const auto taken =
          take_partner({.config_file = file,
                        .document_file = (folder_.path() / other / "identity.lintas").string(),
                        .root = root,
                        .url = {},
                        .now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()),
                        .environment = {}});
      ASSERT_TRUE(taken) << taken.error().what;
    }
    Config config = parse_config(text_of(file), file, {}).value();
    config.api.port = config.operations.port = 0;
    config.limits.connections = config.limits.connections_per_address = 64;
    config.limits.receiving_mib = 16;
    config.limits.request_time = config.limits.answer_time = config.limits.idle_time = 30s;
    config.limits.stop_grace = 2s;
    configs_[country] = std::move(config);
  }

  test::TemporaryFolder folder_;
  std::map<std::string, std::unique_ptr<crypto::Certificate>> certificates_;
  std::map<std::string, std::string> roots_;  ///< as people read them to each other
  std::map<std::string, Config> configs_;
  std::map<std::string, std::unique_ptr<Node>> nodes_;
};

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

template <class Condition>
bool eventually(Condition condition) {
  for (int i = 0; i < 300; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(100ms);
  }
  return false;
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
                                      .invoices = {"INV-1"},
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

/// Of Singapore.
std::string administrator_key_of(Corridor& corridor) {
  const auto folder = std::filesystem::path{corridor.config("SG").keys_file}.parent_path();
  std::string key = text_of((folder / "administrator.key").string());
  while (key.ends_with('\n')) key.pop_back();
  return key;
}

/// What Singapore's administrator is told who asks whether a partner answers.
std::string tested(Corridor& corridor, const std::string& country) {
  net::Loop loop;
  net::Client client{loop};
  net::ClientRequest request{.method = net::Method::post,
                             .url = *net::parse_url(format("http://127.0.0.1:{}/v1/exchange/partners/{}/test",
                                                           corridor.node("SG").ports().api, country))};
  request.headers.add("Authorization", "Bearer " + administrator_key_of(corridor));
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
  EXPECT_FALSE(knows(sg, my)) << "nobody was there to be asked";
  ASSERT_TRUE(corridor.node("SG").reload(sg));
  EXPECT_TRUE(eventually([&] { return knows(sg, my); }));
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

// ---- heads of audit logs

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
    request.headers.add("Authorization", "Bearer " + administrator_key_of(corridor_));
    const auto answer = client_.ask(std::move(request));
    return answer ? std::string{as_text(answer->body)} : "no answer: " + answer.error().what;
  }
  [[nodiscard]] std::string logged() const { return text_of(log_path_); }
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
  EXPECT_FALSE(is_fault("not_continued") || is_fault("went_back")) << logged();
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
                     [this](const net::Request&, net::Responder respond) {
                       const std::scoped_lock lock{mutex_};
                       ++asked_;
                       respond(net::Response{answer_});
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

  void answers(net::Response answer) {
    const std::scoped_lock lock{mutex_};
    answer_ = std::move(answer);
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
  static net::Response shown(std::uint64_t size, Bytes signature) {
    const app::ShownHead head{
        .size = size, .root = {}, .at = {}, .signature = std::move(signature), .proof = {}};
    return net::text_response(200, "application/cbor", as_text(to_cbor(head)));
  }

 private:
  mutable std::mutex mutex_;
  net::Response answer_;
  int asked_ = 0;
  net::Router routes_;
  std::unique_ptr<net::Server> server_;
};

TEST_F(HeadsOfSomethingElse, AreNotTakenUnderAnotherSignature) {
  const auto thailand = read_secrets(corridor_.config("TH")).value();
  const TreeHead head{.size = 7, .root = {}};
  const auto other =
      thailand.signing_key.sign(app::signed_content(exchange::Partner::parse("MY").value(), head, {}));
  expect_refused(shown(7, {other.begin(), other.end()}),
                 "not signed with the head key of its identity document");
  const auto malaysia = read_secrets(corridor_.config("MY")).value();
  const auto good =
      malaysia.signing_key.sign(app::signed_content(exchange::Partner::parse("MY").value(), head, {}));
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
  EXPECT_TRUE(eventually([&] { return !is_fault("not_continued"); })) << "it has shown the head held again";
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

TEST_F(HeadsOfSomethingElse, AreNotTakenOfAnInstantThatIsToCome) {
  expect_refused(shown({.size = 7, .root = root(1)}, now_ + 1h), "dated ahead of our clock");
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

// ---- being told of the feed

/// A subscriber: an address that takes what is posted to it.
class Receiver {
 public:
  struct Got {
    std::string id;
    std::string timestamp;
    std::string signatures;
    std::string body;
  };
  Receiver() {
    routes_.add({.method = net::Method::post,
                 .pattern = "/in",
                 .body_bytes_max = 100'000,
                 .handle = [this](net::Request request, net::Responder respond) {
                   const auto header = [&](std::string_view name) {
                     return std::string{request.headers.find(name).value_or("")};
                   };
                   {
                     const std::scoped_lock lock{mutex_};
                     got_.push_back({.id = header("webhook-id"),
                                     .timestamp = header("webhook-timestamp"),
                                     .signatures = header("webhook-signature"),
                                     .body = std::string{as_text(request.body)}});
                   }
                   respond(net::text_response(200, "text/plain", "taken"));
                 }});
    server_ = std::make_unique<net::Server>(loop_, routes_,
                                            net::ServerOptions{.listeners = {{.name = "receiver"}}});
  }
  [[nodiscard]] std::string url() const { return format("http://127.0.0.1:{}/in", server_->port(0)); }
  [[nodiscard]] std::vector<Got> got() const {
    const std::scoped_lock lock{mutex_};
    return got_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Got> got_;
  net::Loop loop_;
  net::Router routes_;
  std::unique_ptr<net::Server> server_;
};

/// The text of a member of JSON that has no escapes.
std::string member(std::string_view json, std::string_view name) {
  const std::string begin = format("\"{}\":\"", name);
  const auto at = json.find(begin);
  if (at == std::string_view::npos) return {};
  json.remove_prefix(at + begin.size());
  return std::string{json.substr(0, json.find('"'))};
}

Bytes from_base64(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Bytes out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const auto digit = digits.find(c);
    if (digit == std::string_view::npos) break;
    bits = (bits << 6) | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<std::byte>(bits >> count));
  }
  return out;
}

/// A node that tells of its feed, asked over HTTP by the keeper of its registers.
class Telling : public testing::Test {
 protected:
  Telling() : config_(corridor_.config("SG")) {
    crypto::SystemEntropy entropy;
    api::Keys keys{crypto::sha256};
    const auto made = keys.draw({.actor = {.role = Role::reference_data_keeper, .person = "keeper-1"},
                                 .created = Instant{},
                                 .expires = {}},
                                entropy);
    key_ = made.key;
    std::ofstream{config_.keys_file, std::ios::binary} << made.line;
    ::chmod(config_.keys_file.c_str(), 0600);
  }
  void start(bool private_addresses) {
    config_.webhooks.private_addresses = private_addresses;
    node_ = std::make_unique<Node>(Node::Options{
        .config = config_, .log = nullptr, .failed = [](const std::string& what) { ADD_FAILURE() << what; }});
  }
  [[nodiscard]] net::ClientRequest to(net::Method method, const std::string& target,
                                      const std::string& body = {}) const {
    net::ClientRequest request{
        .method = method,
        .url = *net::parse_url(format("http://127.0.0.1:{}{}", node_->ports().api, target)),
        .body = copy_of(as_bytes(body))};
    request.headers.add("Authorization", "Bearer " + key_);
    return request;
  }
  std::string ask(net::Method method, const std::string& target, const std::string& body = {},
                  const std::string& under = {}) {
    auto request = to(method, target, body);
    if (!under.empty()) request.headers.add("Idempotency-Key", under);
    const auto answer = client_.ask(std::move(request));
    return answer ? std::string{as_text(answer->body)} : "no answer: " + answer.error().what;
  }
  /// Something that the keeper is told.
  void happen(const std::string& under) {
    const std::string rows = text_of(LINTAS_ROOT "/examples/registers.csv");
    const std::string answer = ask(net::Method::post, "/v1/registers", rows, under);
    EXPECT_FALSE(answer.contains("\"errors\"")) << answer;
  }

  Corridor corridor_;
  Config config_;
  std::string key_;
  net::Loop loop_;
  net::Client client_{loop_};
  std::unique_ptr<Node> node_;
};

TEST_F(Telling, ASubscriberAndAStreamAreToldOfTheSame) {
  const Receiver receiver;
  start(true);
  std::string made;
  ASSERT_TRUE(eventually([&] {
    made = ask(net::Method::post, "/v1/webhooks", format(R"({{"url":"{}"}})", receiver.url()), "w1");
    return !member(made, "id").empty();
  })) << made;
  std::mutex mutex;
  std::string told;
  std::promise<void> stream_ended;
  auto stream = to(net::Method::get, "/v1/events/stream?after=now");
  stream.on_piece = [&](ByteView piece) {
    const std::scoped_lock lock{mutex};
    told += as_text(piece);
    return true;
  };
  client_.send(std::move(stream), [&](const net::Client::Result&) { stream_ended.set_value(); });
  const auto heard = [&] {
    const std::scoped_lock lock{mutex};
    return told;
  };
  ASSERT_TRUE(eventually([&] { return heard().contains("retry: "); }));
  happen("file-1");
  ASSERT_TRUE(eventually([&] { return receiver.got().size() > 2 && heard().contains("data: "); }));

  const Bytes secret = from_base64(member(made, "secret").substr(std::string_view{"whsec_"}.size()));
  const Bytes key = from_base64(member(made, "public_key").substr(std::string_view{"whpk_"}.size()));
  crypto::PublicKeyBytes public_key{};
  ASSERT_EQ(key.size(), public_key.size());
  std::ranges::copy(key, public_key.begin());
  for (const Receiver::Got& got : receiver.got()) {
    EXPECT_EQ(got.id, "evt_" + member(got.body, "id"));
    const std::string text = got.id + '.' + got.timestamp + '.' + got.body;
    const auto mac = crypto::hmac_sha256(secret, std::array{as_bytes(text)});
    EXPECT_TRUE(got.signatures.starts_with("v1," + api::base64(mac.view()))) << got.signatures;
    const auto v1a = got.signatures.find("v1a,");
    ASSERT_NE(v1a, std::string::npos) << got.signatures;
    EXPECT_TRUE(crypto::verify(public_key, as_bytes(text), from_base64(got.signatures.substr(v1a + 4))));
  }
  const std::string first = "id: " + receiver.got().front().id.substr(4) + "\ndata: ";
  EXPECT_TRUE(eventually([&] { return heard().contains(first); })) << heard();

  EXPECT_TRUE(node_->stop()) << "neither keeps the node";
  EXPECT_EQ(stream_ended.get_future().wait_for(10s), std::future_status::ready);
}

TEST_F(Telling, ATightenedConfigurationHoldsForSubscriptionsThatAreThere) {
  const Receiver receiver;
  start(true);
  std::string id;
  ASSERT_TRUE(eventually([&] {
    id = member(ask(net::Method::post, "/v1/webhooks", format(R"({{"url":"{}"}})", receiver.url()), "w1"),
                "id");
    return !id.empty();
  }));
  ASSERT_TRUE(node_->stop());
  node_.reset();
  start(false);
  happen("file-1");
  EXPECT_TRUE(eventually([&] {
    return member(ask(net::Method::get, "/v1/webhooks/" + id), "failed_with") == "plain_http";
  })) << ask(net::Method::get, "/v1/webhooks/" + id);
  EXPECT_TRUE(receiver.got().empty());
  EXPECT_TRUE(node_->stop());
}

}  // namespace

}  // namespace lintas::node
