#include "tests/support/documents_world.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/messages.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/attachments/letter.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/messages.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/documents/wire.hpp"
#include "core/exchange/partner.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/commands.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/import/table.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/messages.hpp"
#include "core/messages/document.hpp"
#include "core/model/clocks.hpp"
#include "core/model/document_groups.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/manifest_message.hpp"
#include "core/workflow/part.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/export_document.hpp"
#include "shell/app/exporter_record.hpp"
#include "shell/app/kind_document.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/operator_record.hpp"
#include "shell/app/origin_declaration.hpp"
#include "shell/app/store.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/memory_files.hpp"
#include "tests/support/national_node.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/store_reader.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::test {
namespace {

/// The state of a document as its table calls it.
template <class Machine, class Document>
std::string id_of(const Document& document) {
  return std::string{Machine::states[std::to_underlying(document.state)].id};
}

std::string_view name_of(documents::MessageNumber number) {
  const auto name = documents::name_of(number);
  if (!name.empty()) return name;
  if (const auto of_files = attachments::name_of(number); !of_files.empty()) return of_files;
  if (awsc::is_message(number)) return awsc::name_of(number);
  if (aeo::listed::is_message(number)) return aeo::listed::name_of(number);
  return kinds::find_message(number) != nullptr ? kinds::name_of(number) : acdd::name_of(number);
}

}  // namespace

DocumentsWorld::DocumentsWorld(Instant now, const std::vector<std::string>& states) {
  for (const std::string& state : states) {
    NationalNode& made =
        *nodes_.emplace(state, std::make_unique<NationalNode>(state, now, parts_)).first->second;
    mails_.emplace(
        state,
        std::make_unique<app::Mail>(app::Mail::Options{
            .home = *exchange::Partner::parse(state),
            .reference = [&made]() -> const refdata::Snapshot& { return *made.domain().setting().reference; },
            .packer = [this]() -> app::Packer& { return packer_; },
            .sha256 = test::sha256,
            .attachments = &files_[state]}));
  }
}

DocumentsWorld::~DocumentsWorld() = default;

NationalNode& DocumentsWorld::node(const std::string& state) { return *nodes_.at(state); }

void DocumentsWorld::set_time(Instant now) {
  for (auto& [state, node] : nodes_) node->set_time(now);
}

void DocumentsWorld::ring() {
  for (auto& [state, node] : nodes_) {
    node->ring();
    require(node->executor().take_quarantined().empty(), "no clock stops by a bug");
  }
  collect();
}

std::string DocumentsWorld::ask(const std::string& state, const workflow::Command& command) {
  const auto text = words_of(state, node(state).ask(command));
  collect();
  return text;
}

std::string DocumentsWorld::hear(const std::string& state, const std::string& from,
                                 documents::MessageNumber number, const documents::Letter& letter,
                                 std::uint32_t n) {
  return hear_of(state, from, number, letter, n);
}

std::string DocumentsWorld::hear_acdd(const std::string& state, const std::string& from,
                                      documents::MessageNumber number, const acdd::Letter& letter) {
  return hear_of(state, from, number, letter, 0);
}

std::string DocumentsWorld::on_the_way() const {
  std::string text;
  for (const Carried& one : way_)
    text += (text.empty() ? "" : " ") + std::string{name_of(one.number)} + ">" + one.to;
  return text;
}

void DocumentsWorld::lose() { way_.pop_front(); }

std::string DocumentsWorld::deliver(std::size_t which, bool keep) {
  require(which < way_.size(), "something is on its way");
  const Carried one = way_[which];
  if (!keep) way_.erase(way_.begin() + static_cast<std::ptrdiff_t>(which));
  return arrive(one, one.wire.body);
}

std::string DocumentsWorld::arrive(const Carried& one, ByteView body) {
  auto read = mails_.at(one.to)->read({.from = *exchange::Partner::parse(one.from),
                                       .id = one.id,
                                       .lane = one.n,
                                       .content_type = one.wire.content_type,
                                       .body = body},
                                      node(one.to).now());
  if (!read) return read.error().rule;
  read->command.at = node(one.to).now();
  return ask(one.to, read->command);
}

void DocumentsWorld::deliver_all() {
  for (int i = 0; i < 100 && !way_.empty(); ++i) deliver();
  require(way_.empty(), "messages do not lead to each other for ever");
}

std::string DocumentsWorld::form(const acdd::Contents& what) {
  auto document =
      xml::read(read_file(LINTAS_ROOT "/examples/documents/sg-kh-customs-declaration-document.xml"));
  require(document.has_value(), "the example can be read");
  message::wco::Declaration& shown = *document->message.declaration;
  shown.id = what.permit.number.str();
  shown.issuing_country_code = what.permit.state.str();
  shown.exporter->id = what.exporter.str();
  message::wco::GoodsShipment& goods = *shown.goods_shipment;
  goods.consignment->departure_date_time = message::date_of(what.departure);
  goods.destination->country_code = what.importer.str();
  const auto item = goods.government_agency_goods_item.front();
  goods.government_agency_goods_item.assign(what.items.size(), item);
  for (std::size_t i = 0; i < what.items.size(); ++i) {
    auto& made = goods.government_agency_goods_item[i];
    made.sequence_numeric = {what.items[i].number};
    made.commodity->classification->id = what.items[i].hs.str();
    made.commodity->goods_measure->tariff_quantity = {.mantissa = what.items[i].quantity.mantissa(),
                                                      .places = what.items[i].quantity.places()};
  }
  std::string text;
  xml::write(*document, text);
  return text;
}

std::expected<DocumentsWorld::Form, std::string> DocumentsWorld::read_form(const std::string& state,
                                                                           const std::string& text) {
  const auto document = xml::read(text);
  require(document.has_value(), "the form can be read");
  auto made = app::export_document(*document, packer_, *node(state).domain().setting().reference,
                                   day_of(node(state).now(), {}));
  if (!made) return std::unexpected(made.error().front().rule + " " + made.error().front().pointer);
  return Form{.contents = std::move(made->contents), .payload = std::move(made->payload)};
}

acdd::export_side::Document DocumentsWorld::exported(const acdd::Permit& permit) {
  return node(std::string{permit.state.str()})
      .state<acdd::export_side::Document>(workflow::acdd_export_slot(permit));
}

acdd::import_side::Document DocumentsWorld::declared(const std::string& state, const acdd::Permit& permit) {
  if (!node(state).store().find(workflow::acdd_key(permit))) return {};
  return node(state).state<acdd::import_side::Document>(workflow::acdd_import_slot(permit));
}

std::string DocumentsWorld::stand(const acdd::Permit& permit, const std::string& importer) {
  return id_of<acdd::export_side::Machine>(exported(permit)) + " " +
         id_of<acdd::import_side::Machine>(declared(importer, permit));
}

std::string DocumentsWorld::record_exporter(const std::string& office, const std::string& text) {
  return record_exporter(office.substr(0, 2), authority(office), text);
}

std::string DocumentsWorld::record_exporter(const std::string& state, const access::Actor& actor,
                                            const std::string& text) {
  const auto document = xml::read(text);
  require(document.has_value(), "the record can be read");
  const auto setting = node(state).domain().setting();
  const Day today = std::chrono::floor<std::chrono::days>(node(state).now());
  const auto made = app::exporter_record(*document, packer_, *setting.reference, today, setting.sha256);
  if (!made) return made.error().front().rule + " " + made.error().front().pointer;
  auto command = node(state).command(actor, workflow::command_in(workflow::exporter_block, 0),
                                     awsc::exporter_side::RecordExporter{.content = made->content});
  command.payloads = {made->payload};
  return ask(state, command);
}

awsc::exporter_side::Exporter DocumentsWorld::exporter_at(const std::string& state,
                                                          const awsc::ExporterReference& reference) {
  // One of which nothing is known is as any other that is not there.
  if (!node(state).store().find(workflow::exporter_key(reference))) return {};
  return node(state).state<awsc::exporter_side::Exporter>(workflow::exporter_slot(reference));
}

std::string DocumentsWorld::present(const std::string& office, const std::string& text) {
  const std::string state = office.substr(0, 2);
  const auto document = xml::read(text);
  require(document.has_value(), "the declaration can be read");
  const auto setting = node(state).domain().setting();
  const auto made = app::origin_declaration(*document, packer_, *setting.reference, setting.sha256);
  if (!made) return made.error().front().rule + " " + made.error().front().pointer;
  auto command = node(state).command(customs(office), workflow::command_in(workflow::origin_block, 0),
                                     awsc::import_side::PresentDeclaration{.contents = made->contents});
  command.payloads = {made->payload};
  return ask(state, command);
}

std::string DocumentsWorld::agree(const access::Actor& actor, const std::string& text) {
  const auto document = xml::read(text);
  require(document.has_value(), "the record can be read");
  const std::string state = actor.party.substr(0, 2);
  const auto setting = node(state).domain().setting();
  const Day today = std::chrono::floor<std::chrono::days>(node(state).now());
  const auto made = app::operator_record(*document, packer_, *setting.reference, today, setting.sha256);
  if (!made) return made.error().front().rule + " " + made.error().front().pointer;
  auto command =
      node(state).command(actor, workflow::command_in(workflow::aeo_listed_block, 0), made->consent);
  command.payloads = {made->payload};
  return ask(state, command);
}

awsc::import_side::Declaration DocumentsWorld::presented(const std::string& state,
                                                         const awsc::DeclarationReference& reference) {
  if (!node(state).store().find(workflow::origin_key(reference))) return {};
  return node(state).state<awsc::import_side::Declaration>(workflow::origin_slot(reference));
}

workflow::Issued DocumentsWorld::asked_about(const awsc::DeclarationReference& reference) {
  const auto proof = awsc::proof_of(reference);
  const std::string state{reference.state.str()};
  if (!node(state).store().find(workflow::unknown_certificate_key(proof))) return {};
  return node(state).state<workflow::Issued>(
      {.kind = workflow::issue_stream, .by = workflow::unknown_certificate_key(proof)});
}

aeo::listed::Operator DocumentsWorld::listed_at(const std::string& state,
                                                const aeo::listed::Reference& reference) {
  if (!node(state).store().find(workflow::aeo_listed_key(reference))) return {};
  return node(state).state<aeo::listed::Operator>(workflow::aeo_listed_slot(reference));
}

std::string DocumentsWorld::issue_doc(const std::string& office, const std::string& text) {
  const std::string state = office.substr(0, 2);
  const auto& all = kinds::of_node();
  const auto document = xml::read(text, all.programs());
  require(document.has_value(), "the document can be read");
  const auto made = app::kind_document(*document, *all.of_root(document->program->root()), packer_,
                                       *node(state).domain().setting().reference);
  if (!made) return made.error().front().rule + " " + made.error().front().pointer;
  auto command = node(state).command(authority(office), workflow::command_in(workflow::doc_issue_block, 0),
                                     kinds::issue_side::IssueDocument{.contents = made->contents});
  command.payloads = {made->payload};
  return ask(state, command);
}

kinds::issue_side::Document DocumentsWorld::doc_issued(const kinds::Reference& reference) {
  return node(std::string{reference.state.str()})
      .state<kinds::issue_side::Document>(workflow::doc_issue_slot(reference));
}

kinds::import_side::Document DocumentsWorld::doc_received(const std::string& state,
                                                          const kinds::Reference& reference) {
  if (!node(state).store().find(workflow::doc_key(reference))) return {};
  return node(state).state<kinds::import_side::Document>(workflow::doc_import_slot(reference));
}

std::string DocumentsWorld::stand(const kinds::Reference& reference, const std::string& receiver) {
  return id_of<kinds::issue_side::Machine>(doc_issued(reference)) + " " +
         id_of<kinds::import_side::Machine>(doc_received(receiver, reference));
}

std::size_t DocumentsWorld::deliver_lists() {
  const std::size_t count = lists_.size();
  for (; !lists_.empty(); lists_.pop_front()) {
    const Carried one = lists_.front();
    require(arrive(one, one.wire.body) == "ok", "a list is taken");
    node(one.from).executor().receipted(one.row);
    node(one.from).executor().flush();
  }
  return count;
}

void DocumentsWorld::lose_all() {
  for (; !way_.empty(); lose()) {
    auto& sender = node(way_.front().from).executor();
    sender.receipted(way_.front().row);
    sender.flush();
  }
}

std::string DocumentsWorld::deliver_with_receipt(std::size_t which) {
  require(which < way_.size(), "something is on its way");
  const Carried one = way_[which];
  std::string said = deliver(which);
  auto& sender = node(one.from).executor();
  sender.receipted(one.row);
  sender.flush();
  return said;
}

void DocumentsWorld::deliver_all_with_receipts() {
  for (int i = 0; i < 1000 && !way_.empty(); ++i) (void)deliver_with_receipt();
  require(way_.empty(), "messages do not lead to each other for ever");
}

workflow::Issued DocumentsWorld::issued(const std::string& state, const std::string& document) {
  return node(state).state<workflow::Issued>(workflow::issue_slot(*documents::DocumentId::parse(document)));
}

imp::Certificate DocumentsWorld::imported(const std::string& state, const documents::Reference& certificate) {
  return node(state).state<imp::Certificate>(workflow::import_slot(certificate));
}

std::string DocumentsWorld::at_issue(const std::string& state, const std::string& document) {
  return id_of<iss::Machine>(issued(state, document).certificate);
}

std::string DocumentsWorld::at_import(const std::string& state, const documents::Reference& certificate) {
  return id_of<imp::Machine>(imported(state, certificate));
}

access::Actor DocumentsWorld::exporter(const std::string& tin) {
  return {.role = access::Role::exporter, .party = tin, .person = "CLERK"};
}

access::Actor DocumentsWorld::authority(const std::string& office) {
  return {.role = access::Role::other_agency, .person = "ISSUER1", .office = office};
}

access::Actor DocumentsWorld::customs(const std::string& office) {
  return {.role = access::Role::officer_of_destination, .person = "OFFICER1", .office = office};
}

access::Actor DocumentsWorld::declarations() {
  return {.role = access::Role::national_system, .party = "CLEARANCE"};
}

documents::DocumentId DocumentsWorld::id(const std::string& text) {
  return *documents::DocumentId::parse(text);
}

documents::Reference DocumentsWorld::reference(const std::string& office, const std::string& number) {
  return {.state = *Country::parse(office.substr(0, 2)),
          .office = *documents::IssuingOffice::parse(office),
          .number = *documents::ReferenceNumber::parse(number)};
}

documents::Contents DocumentsWorld::contents(const std::string& office, const std::string& importer,
                                             const std::string& options) {
  auto made = test::contents(parse_step("draft " + options, 1).value());
  made.reference = reference(office, "-");
  made.importer = *Country::parse(importer);
  made.invoices = {"INV-1"};
  return made;
}

std::string DocumentsWorld::form(const documents::Contents& what) {
  auto document = xml::read(read_file(LINTAS_ROOT "/examples/documents/vn-sg-coffee.xml"));
  require(document.has_value(), "the example can be read");
  message::wco::Declaration& certificate = *document->message.declaration;
  auto& items = certificate.goods_shipment->government_agency_goods_item;
  certificate.exporter->address->country_code = what.reference.state.str();
  certificate.goods_shipment->consignee->address->country_code = what.importer.str();
  auto item = items.front();
  item.invoice.front().id = "INV-1";
  items.front() = item;
  items.resize(what.items.size(), item);
  documents::put(what, *parse_day("2026-03-02"), std::chrono::hours{8}, certificate);
  std::string text;
  xml::write(*document, text);
  return text;
}

std::string DocumentsWorld::draft(const std::string& office, const std::string& document,
                                  documents::Contents what, const std::string& application) {
  const auto payload = packer_.pack(workflow::payload_of_message(documents::co_issue), as_bytes(form(what)));
  what.document = payload.hash;
  const std::string state = office.substr(0, 2);
  auto command = node(state).command(
      exporter(tin), workflow::command_in(workflow::issue_block, place_in<iss::Act, iss::DraftCertificate>()),
      iss::DraftCertificate{.document = id(document),
                            .contents = std::move(what),
                            .exporter = *Tin::parse(tin),
                            .application = id(application)});
  command.payloads = {payload};
  return ask(state, command);
}

std::string DocumentsWorld::submit(const std::string& office, const std::string& document) {
  return issue(office.substr(0, 2), exporter(tin),
               iss::SubmitApplication{.document = id(document), .authenticated = true});
}

std::string DocumentsWorld::approve(const std::string& office, const std::string& document,
                                    const std::string& number, std::vector<documents::Reference> originals) {
  return issue(office.substr(0, 2), authority(office),
               iss::ApproveApplication{.document = id(document),
                                       .number = *documents::ReferenceNumber::parse(number),
                                       .qualifying = {1, 2},
                                       .kind = documents::Kind::form_d,
                                       .originals = std::move(originals)});
}

std::string DocumentsWorld::transmit(const std::string& office, const std::string& document) {
  return issue(office.substr(0, 2), authority(office), iss::TransmitCertificate{.document = id(document)});
}

documents::Reference DocumentsWorld::send(const std::string& office, const std::string& document,
                                          const std::string& number, documents::Contents what) {
  require(draft(office, document, std::move(what)) == "ok", "it can be drafted");
  require(submit(office, document) == "ok", "it can be submitted");
  require(approve(office, document, number) == "ok", "it can be approved");
  require(transmit(office, document) == "ok", "it can be sent");
  return reference(office, number);
}

std::string DocumentsWorld::claim(const std::string& office, const documents::Reference& certificate,
                                  std::vector<documents::Line> lines) {
  return import(office.substr(0, 2), declarations(),
                imp::ClaimPreference{.certificate = certificate,
                                     .declaration = "D-1",
                                     .invoices = {"INV-1"},
                                     .lines = std::move(lines),
                                     .arrived = {},
                                     .force_majeure = {},
                                     .office = *OfficeId::parse(office)});
}

std::string DocumentsWorld::words_of(const std::string& state, const workflow::Reply& reply) {
  const auto quarantined = node(state).executor().take_quarantined();
  if (!quarantined.empty()) throw std::logic_error("a bug: " + quarantined.front().what);
  require(reply.kind != workflow::Reply::Kind::internal, "no command hits a bug");
  std::string text;
  for (const Finding& finding : reply.findings) text += (text.empty() ? "" : " ") + finding.rule;
  return text.empty() ? "ok" : text;
}

void DocumentsWorld::collect() {
  for (auto& [state, node] : nodes_) {
    for (const app::OutboxRow& row : node->executor().take_outbox()) {
      const auto stored = node->store().payload(row.payload);
      require(stored.has_value(), "a message that waits has its document");
      const bool asks = row.kind == workflow::payload_resend_request;
      const auto number = asks ? 0 : static_cast<int>(std::to_underlying(row.kind)) - workflow::message_block;
      const std::string id = app::message_id(*exchange::Partner::parse(state), row.id);
      StoreReader reader{node->store()};
      const bool lists = number == workflow::ie_document_manifest;
      (lists ? lists_ : way_)
          .push_back({.from = state,
                      .to = row.partner.str(),
                      .number = static_cast<documents::MessageNumber>(number),
                      .n = row.n,
                      .id = id,
                      .document = packer_.unpack(*stored),
                      .wire = mails_.at(state)->write(row, id, reader),
                      .row = row.id});
    }
  }
}

}  // namespace lintas::test
