#include "shell/app/mail.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/letter.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/wire.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/wire.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/awsc/letter.hpp"
#include "core/awsc/messages.hpp"
#include "core/awsc/wire.hpp"
#include "core/documents/exporter.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/wire.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/document.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/letter.hpp"
#include "core/kinds/messages.hpp"
#include "core/kinds/wire.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/messages/view.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/grn.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/check.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/attachments_message.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_messages.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/manifest_message.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/faulty_certificate.hpp"
#include "shell/app/fresh_letters.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/presentation.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/app/stream.hpp"
#include "wire/as4/base64.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::app {

namespace {

constexpr std::string_view xml_type = "application/xml";
constexpr std::string_view resend_type = "application/vnd.lintas.resend+cbor";
constexpr std::string_view given_up_type = "application/vnd.lintas.given-up+cbor";

Bytes xml_of(const message::Document& document) {
  std::string xml;
  xml::write(document, xml);
  return copy_of(as_bytes(xml));
}

Day day_of_instant(Instant at) { return std::chrono::floor<std::chrono::days>(at); }

/// EXC-015: whether the message says of itself what the connection said of it.
std::optional<Unreadable> said_otherwise(const message::Message& message, const Arriving& arriving) {
  if (message.message_sender == node_name(arriving.from) && message.message_identification == arriving.id)
    return std::nullopt;
  return Unreadable{.rule = "EXC-015", .detail = "Sender or identification differ from the connection's."};
}

Unreadable unread_value(const Findings& faults) {
  const Finding& first = faults.front();
  return {.rule = first.rule,
          .detail = format("A value of the message cannot be read, at {}.", first.pointer)};
}

documents::MessageNumber number_of_document(workflow::PayloadKind kind) {
  return static_cast<documents::MessageNumber>(std::to_underlying(kind) - workflow::message_block);
}

/// Empty for what is no message about documents.
std::string_view root_of_document(workflow::PayloadKind kind) {
  if (std::to_underlying(kind) < workflow::message_block) return {};
  const auto number = number_of_document(kind);
  if (const auto root = documents::root_of(number); !root.empty()) return root;
  if (const auto root = attachments::name_of(number); !root.empty()) return root;
  if (awsc::is_message(number)) return awsc::name_of(number);
  if (aeo::listed::is_message(number)) return aeo::listed::name_of(number);
  // Of a document whose kind is data the root is its kind's; to the wire all of them are one sort of message.
  return kinds::find_message(number) != nullptr ? kinds::name_of(number) : acdd::root_of(number);
}
bool is_doc(workflow::PayloadKind kind) {
  return std::to_underlying(kind) >= workflow::message_block &&
         kinds::find_message(number_of_document(kind)) != nullptr;
}
bool is_of_files(workflow::PayloadKind kind) {
  return std::to_underlying(kind) >= workflow::message_block &&
         !attachments::name_of(number_of_document(kind)).empty();
}
bool is_about_exporters(workflow::PayloadKind kind) {
  return std::to_underlying(kind) >= workflow::message_block && awsc::is_message(number_of_document(kind));
}
bool is_about_operators(workflow::PayloadKind kind) {
  return std::to_underlying(kind) >= workflow::message_block &&
         aeo::listed::is_message(number_of_document(kind));
}
bool is_acdd(workflow::PayloadKind kind) {
  return std::to_underlying(kind) >= workflow::message_block &&
         acdd::find_message(number_of_document(kind)) != nullptr;
}

/// The message that the event answers: what a reply is called after (asw.md 2.3).
std::optional<std::string> answered_by(const EventRow& event) {
  auto body = body_of(event);
  if (!body.received) return std::nullopt;
  return std::move(body.received->message_id);
}

std::vector<documents::Fault> faults_of(const message::Report& report) {
  return documents::faults_of(report.findings);
}

bool is_manifest(workflow::PayloadKind kind) {
  return kind == workflow::payload_of_message(workflow::ie_manifest) ||
         kind == workflow::payload_of_message(workflow::ie_document_manifest);
}
std::uint16_t manifest_number_of(std::string_view root) {
  return root == workflow::manifest_root ? workflow::ie_manifest : workflow::ie_document_manifest;
}

/// By which customs finds it beside the goods of a movement: what is kept for ever has identifiers and no
/// names.
std::optional<documents::ExporterNumber> exporter_in(const message::Message& message) {
  if (!message.declaration || !message.declaration->exporter) return std::nullopt;
  const std::string& id = message.declaration->exporter->id;
  if (!acdd::is_identifier(id)) return std::nullopt;
  const auto number = documents::ExporterNumber::parse(id);
  return number ? std::optional{*number} : std::nullopt;
}

}  // namespace

std::string node_name(exchange::Partner partner) { return "NTA." + partner.str(); }

std::string message_type(workflow::PayloadKind kind) {
  if (kind == workflow::payload_resend_request) return "resend";
  if (kind == workflow::payload_given_up) return "given-up";
  if (const auto root = root_of_document(kind); !root.empty()) return std::string{root};
  return format("IE{:03}", std::to_underlying(kind) - workflow::message_block);
}

std::vector<std::string> message_types() {
  std::vector<std::string> types;
  for (const transit::MessageOfMovement& message : transit::messages_of_movement) {
    if (!message.from.has(transit::Party::trader) && transit::is_read(message.ie))
      types.push_back(message_type(workflow::payload_of_message(message.ie)));
  }
  for (const documents::MessageRoot& message : documents::message_roots) {
    if (std::ranges::find(types, message.root) == types.end()) types.emplace_back(message.root);
  }
  for (const acdd::MessageName& message : acdd::message_names) {
    if (std::ranges::find(types, message.root) == types.end()) types.emplace_back(message.root);
  }
  for (const kinds::MessageName& message : kinds::message_names) types.emplace_back(message.name);
  for (const attachments::MessageName& message : attachments::message_names) types.emplace_back(message.root);
  for (const awsc::MessageName& message : awsc::message_names) types.emplace_back(message.name);
  for (const aeo::listed::MessageName& message : aeo::listed::message_names) types.emplace_back(message.name);
  types.push_back(message_type(workflow::payload_of_message(workflow::ie_manifest)));
  types.push_back(message_type(workflow::payload_of_message(workflow::ie_document_manifest)));
  types.push_back(message_type(workflow::payload_resend_request));
  types.push_back(message_type(workflow::payload_given_up));
  return types;
}

std::optional<Hash256> made_of(workflow::PayloadKind kind, ByteView letter) {
  if (is_of_files(kind)) return std::nullopt;  // a file lies apart, and is told as gone where it is not there
  if (is_acdd(kind)) {
    const auto said = certain(workflow::read_acdd(number_of_document(kind), letter),
                              "a letter that was stored can be read");
    return said.contents ? std::optional{said.contents->document} : std::nullopt;
  }
  if (is_about_exporters(kind)) {
    const auto said = certain(workflow::read_exporter_letter(number_of_document(kind), letter),
                              "a letter that was stored can be read");
    return said.content ? std::optional{said.content->document} : std::nullopt;
  }
  if (is_about_operators(kind)) {
    const auto said = certain(workflow::read_operator_letter(number_of_document(kind), letter),
                              "a letter that was stored can be read");
    return said.content ? std::optional{said.content->consent.document} : std::nullopt;
  }
  if (is_doc(kind)) {
    const auto said =
        certain(workflow::read_doc(number_of_document(kind), letter), "a letter that was stored can be read");
    return said.contents ? std::optional{said.contents->document} : std::nullopt;
  }
  if (!root_of_document(kind).empty()) {
    const auto said = certain(workflow::read_document(number_of_document(kind), letter),
                              "a letter that was stored can be read");
    return said.contents ? std::optional{said.contents->document} : std::nullopt;
  }
  if (std::to_underlying(kind) <= workflow::message_block || is_manifest(kind))
    return std::nullopt;  // what only keeps a lane in order, and manifests
  const auto said = from_cbor<transit::Letter>(letter);
  require(said.has_value(), "a letter that was stored can be read");
  return said->declaration ? std::optional{said->declaration->document} : std::nullopt;
}

FreshLetter Mail::letter_of(const OutboxRow& row, Reader& reader) const {
  if (options_.letters != nullptr) {
    if (auto fresh = options_.letters->take(row.id)) return *std::move(fresh);
  }
  const auto stored = certain(reader.payload(row.payload), "a message that waits has its letter");
  const auto seq = std::to_underlying(event_of_outbox(row.id));
  const auto events = reader.feed(Seq{seq - 1}, 1);
  require(!events.empty(), "a message has the event that sends it");
  return {.content = std::make_shared<const Bytes>(options_.packer().unpack(stored)),
          .at = events.front().at};
}

Written Mail::write(const OutboxRow& row, const std::string& id, Reader& reader) {
  const auto [shared, at] = letter_of(row, reader);
  const Bytes& content = *shared;
  if (row.kind == workflow::payload_resend_request) {
    return {.content_type = resend_type,
            .type = message_type(workflow::payload_resend_request),
            .mrn = std::nullopt,
            .at = at,
            .body = content};
  }
  if (row.kind == workflow::payload_given_up) {
    return {.content_type = given_up_type,
            .type = message_type(workflow::payload_given_up),
            .mrn = std::nullopt,
            .at = at,
            .body = content};
  }
  if (is_manifest(row.kind)) return manifest(row, id, content, at);
  if (!root_of_document(row.kind).empty()) return document(row, id, content, at, reader);
  const auto letter = from_cbor<transit::Letter>(content);
  require(letter.has_value(), "a letter that was stored can be read");
  Parsed declaration;
  if (letter->declaration) declaration = declaration_of(row.lane, letter->declaration->document, reader);
  const refdata::View view = options_.reference().at(day_of_instant(at));
  const auto ie = static_cast<transit::Ie>(std::to_underlying(row.kind) - workflow::message_block);
  const message::Document document = transit::write_letter(ie, *letter,
                                                           {.sender = node_name(options_.home),
                                                            .recipient = node_name(row.partner),
                                                            .prepared = at,
                                                            .identification = id,
                                                            .correlation = std::nullopt,
                                                            .reference = view},
                                                           declaration.get());
  return {.content_type = xml_type,
          .type = message_type(row.kind),
          .mrn = letter->mrn,
          .at = at,
          .body = xml_of(document),
          .answers = document.message.correlation_identifier};
}

Written Mail::manifest(const OutboxRow& row, const std::string& id, ByteView content, Instant at) const {
  const auto manifest = from_cbor<exchange::Manifest>(content);
  require(manifest.has_value(), "a manifest that was stored can be read");
  const message::Document document = workflow::write_manifest(*manifest, {.sender = node_name(options_.home),
                                                                          .recipient = node_name(row.partner),
                                                                          .prepared = at,
                                                                          .identification = id});
  return {.content_type = xml_type,
          .type = message_type(row.kind),
          .mrn = std::nullopt,
          .at = at,
          .body = xml_of(document)};
}

Written Mail::document(const OutboxRow& row, const std::string& id, ByteView content, Instant at,
                       Reader& reader) {
  const message::Document made = document_of(row, id, content, at, reader);
  return {.content_type = xml_type,
          .type = message_type(row.kind),
          .mrn = std::nullopt,
          .at = at,
          .body = xml_of(made),
          .answers = made.message.correlation_identifier};
}

message::Document Mail::document_of(const OutboxRow& row, const std::string& id, ByteView content, Instant at,
                                    Reader& reader) {
  const auto number = number_of_document(row.kind);
  const auto seq = std::to_underlying(event_of_outbox(row.id));
  const auto events = reader.feed(Seq{seq - 1}, 1);
  require(!events.empty(), "a message has the event that sends it");
  const documents::Head head{.sender = node_name(options_.home),
                             .recipient = node_name(row.partner),
                             .prepared = at,
                             .identification = id,
                             .correlation = answered_by(events.front())};
  if (is_of_files(row.kind)) return files_document(number, content, head, row.partner);
  Parsed stored;
  if (is_acdd(row.kind)) {
    const auto letter = certain(workflow::read_acdd(number, content), "a letter that was stored can be read");
    if (letter.contents) stored = declaration_of(row.lane, letter.contents->document, reader);
    return acdd::write(number, letter, head, stored ? &*stored->declaration : nullptr);
  }
  if (is_about_exporters(row.kind)) {
    const auto letter =
        certain(workflow::read_exporter_letter(number, content), "a letter that was stored can be read");
    if (letter.content) stored = declaration_of(row.lane, letter.content->document, reader);
    return awsc::write(number, letter, head, stored ? &*stored->declaration : nullptr);
  }
  if (is_about_operators(row.kind)) {
    const auto letter =
        certain(workflow::read_operator_letter(number, content), "a letter that was stored can be read");
    if (letter.content) stored = declaration_of(row.lane, letter.content->consent.document, reader);
    return aeo::listed::write(number, letter, head, stored ? &*stored->declaration : nullptr);
  }
  if (is_doc(row.kind)) {
    const auto letter = certain(workflow::read_doc(number, content), "a letter that was stored can be read");
    if (!letter.contents) return kinds::write(number, letter, head);
    const kinds::Kind* kind = kinds::of_node().find(letter.contents->reference.kind.str());
    require(kind != nullptr, "a document is of a kind that the node has");
    stored = declaration_of(row.lane, letter.contents->document, reader);
    return kinds::headed(*kind, *stored, head);
  }
  const auto letter =
      certain(workflow::read_document(number, content), "a letter that was stored can be read");
  if (letter.contents) stored = declaration_of(row.lane, letter.contents->document, reader);
  return documents::write(number, letter, head, stored ? &*stored->declaration : nullptr);
}

/// The letter says which octets, and they are read as it leaves: no part of a file is ever in the store. A
/// file that went meanwhile is told as gone. What is asked for is expected from now on.
message::Document Mail::files_document(documents::MessageNumber number, ByteView content,
                                       const documents::Head& head, exchange::Partner to) const {
  const auto letter = from_cbor<attachments::Letter>(content);
  require(letter.has_value(), "a letter that was stored can be read");
  std::optional<Bytes> octets;
  try {
    if (number == attachments::file_asked && options_.attachments != nullptr)
      options_.attachments->expect(to.str(), letter->hash);
    if (number == attachments::file_part && !letter->is_gone && options_.attachments != nullptr)
      octets = options_.attachments->part(letter->hash, letter->from, attachments::bounds::part_bytes);
  } catch (const StoreFailure& failure) {
    throw AttachmentFailure(failure.what(), StoreFailure::Outcome::not_applied, failure.where());
  }
  return workflow::write_of_files(number, *letter, octets ? as4::to_base64(*octets) : std::string{}, head);
}

Mail::Parsed Mail::declaration_of(StreamId lane, const Hash256& document, Reader& reader) {
  if (Parsed known = kept(document)) return known;
  const auto stream = certain(reader.stream(lane), "a lane is a stream");
  const auto read = [&](const EventRow& event) {
    const auto stored = reader.payload(event.payload);
    require(stored.has_value(), "a declaration that is still needed was not erased");
    const Bytes xml = options_.packer().unpack(*stored);
    auto found = xml::read(as_text(xml), kinds::of_node().programs());
    require(found.has_value(), "a declaration that was stored can be read");
    return std::optional{*std::move(found)};
  };
  auto standing = standing_under(document, reader.history(stream.head), read);
  require(standing.has_value(), "a letter names a declaration that its movement keeps");
  auto parsed = std::make_shared<const message::Message>(std::move(standing->document.message));
  keep(document, parsed);
  return parsed;
}

Mail::Parsed Mail::kept(const Hash256& document) {
  const std::scoped_lock lock{mutex_};
  const auto known = std::ranges::find(kept_, document, &std::pair<Hash256, Parsed>::first);
  return known == kept_.end() ? nullptr : known->second;
}

void Mail::keep(const Hash256& document, Parsed parsed) {
  const std::scoped_lock lock{mutex_};
  kept_.emplace_front(document, std::move(parsed));
  if (kept_.size() > limits::declarations_kept_max) kept_.pop_back();
}

std::expected<Read, Unreadable> Mail::read(const Arriving& arriving, Instant now) const {
  const std::string party = arriving.from.str();
  workflow::Command command{
      .id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, party,
                                                          arriving.id)},
      .type = workflow::command_resend_asked,
      .at = {},
      .actor = {.role = access::Role::partner_node,
                .party = party,
                .person = {},
                .office = {},
                .authenticated = access::Authentication::signed_message},
      .content = {},
      .lane = workflow::LanePosition{
          .partner = arriving.from, .n = arriving.lane, .message_id = std::string{arriving.id}}};
  if (arriving.content_type == resend_type) {
    command.content = copy_of(arriving.body);
    return Read{.command = std::move(command),
                .type = message_type(workflow::payload_resend_request),
                .mrn = std::nullopt};
  }
  if (arriving.content_type == given_up_type) {
    const auto given_up = from_cbor<workflow::GivenUp>(arriving.body);
    if (!given_up || arriving.lane == 0) {
      return std::unexpected(Unreadable{
          .rule = "EXC-014", .detail = "It does not say under which number of what nothing comes."});
    }
    command.type = workflow::command_given_up;
    command.content = to_cbor(*given_up);
    return Read{
        .command = std::move(command), .type = message_type(workflow::payload_given_up), .mrn = std::nullopt};
  }
  return read_message(arriving, now, std::move(command));
}

std::expected<Read, Unreadable> Mail::read_message(const Arriving& arriving, Instant now,
                                                   workflow::Command command) const {
  const auto refuse = [](std::string rule, std::string detail) {
    return std::unexpected(Unreadable{.rule = std::move(rule), .detail = std::move(detail)});
  };
  auto document = xml::read(as_text(arriving.body), kinds::of_node().programs());
  if (!document) return read_faulty(document.error(), arriving, std::move(command));
  if (documents::is_about_documents(document->program->root()))
    return read_document(*document, arriving, std::move(command));
  if (attachments::number_of(document->program->root()))
    return read_files(*document, arriving, std::move(command));
  if (acdd::is_about_acdd(document->program->root()))
    return read_acdd(*document, arriving, std::move(command));
  if (awsc::is_about_exporters(document->program->root()))
    return read_exporter(*document, arriving, now, std::move(command));
  if (aeo::listed::is_about_operators(document->program->root()))
    return read_operator(*document, arriving, now, std::move(command));
  if (kinds::is_about_kinds(document->program->root(), kinds::of_node()))
    return read_doc(*document, arriving, std::move(command));
  const std::string_view root = document->program->root();
  const bool of_manifest = workflow::is_manifest(root);
  const auto ie = of_manifest ? std::optional{manifest_number_of(root)} : transit::ie_of_root(root);
  if (!ie || (!of_manifest && !transit::is_read(*ie)) ||
      document->program->view().direction != message::Direction::office_to_office)
    return refuse("EXC-014", "This message is not one between offices of transit.");
  if (auto other = said_otherwise(document->message, arriving)) return std::unexpected(*std::move(other));
  command.type = workflow::command_of_message(*ie);
  command.payloads.push_back(options_.packer().pack(workflow::payload_of_message(*ie), arriving.body));
  if (of_manifest) {
    const exchange::Manifest manifest = workflow::read_manifest(*document);
    if (manifest.month && !workflow::is_of_these_days(manifest.day, now))
      return refuse("EXC-022", format("The list is of {}.", to_text(manifest.day)));
    command.content = to_cbor(manifest);
    return Read{.command = std::move(command),
                .type = message_type(workflow::payload_of_message(*ie)),
                .mrn = std::nullopt};
  }
  const refdata::View view = options_.reference().at(day_of_instant(now));
  const auto letter =
      transit::read_letter(*document, {.document = command.payloads.front().hash,
                                       .hash = [](const Grn&, const AccessCode&) { return AccessCodeHash{}; },
                                       .reference = view});
  if (!letter) {
    return refuse(letter.error().empty() ? "EXC-014" : letter.error().front().rule,
                  "A value of the message cannot be read.");
  }
  command.content = to_cbor(*letter);
  if (letter->mrn) command.trace = workflow::trace_of(*letter->mrn, options_.sha256);
  return Read{.command = std::move(command),
              .type = message_type(workflow::payload_of_message(*ie)),
              .mrn = letter->mrn};
}

Read Mail::document_command(documents::MessageNumber number, const documents::Letter& letter, ByteView body,
                            workflow::Command command) const {
  const auto kind = workflow::payload_of_message(number);
  command.type = workflow::command_of_message(number);
  command.payloads.push_back(options_.packer().pack(kind, body));
  command.content = workflow::write_document(number, letter);
  return Read{.command = std::move(command), .type = message_type(kind), .mrn = std::nullopt};
}

std::expected<Read, Unreadable> Mail::read_faulty(const message::Report& report, const Arriving& arriving,
                                                  workflow::Command command) const {
  const auto& findings = report.findings;
  require(!findings.empty(), "what cannot be read says why");
  if (auto certificate = certificate_that_is_faulty(arriving.body, node_name(arriving.from), arriving.id))
    return faulty(*std::move(certificate), faults_of(report), arriving, std::move(command));
  if (const auto said = acdd_that_is_faulty(arriving.body, node_name(arriving.from), arriving.id)) {
    const acdd::Letter letter{.permit = said->permit,
                              .version = said->version,
                              .faults = faults_of(report),
                              .document = hash_of(arriving.body)};
    return acdd_command(acdd::acdd_send, letter, arriving.body, std::move(command));
  }
  if (const auto said =
          doc_that_is_faulty(arriving.body, node_name(arriving.from), arriving.id, kinds::of_node())) {
    const kinds::Letter letter{
        .reference = said, .faults = faults_of(report), .document = hash_of(arriving.body)};
    return doc_command(kinds::doc_send, letter, arriving.body, std::move(command));
  }
  return std::unexpected(Unreadable{
      .rule = findings.front().rule,
      .detail = format("The message is not what its schema accepts, at {}.", findings.front().pointer)});
}

Read Mail::faulty(FaultyCertificate certificate, std::vector<documents::Fault> faults,
                  const Arriving& arriving, workflow::Command command) const {
  const documents::Letter letter{
      .certificate = certificate.reference, .faults = std::move(faults), .document = hash_of(arriving.body)};
  return document_command(certificate.number, letter, arriving.body, std::move(command));
}

Hash256 Mail::hash_of(ByteView bytes) const {
  const std::array parts{bytes};
  return options_.sha256(parts);
}

/// What the rules say of a certificate that came. A code that stands in no list is a technical fault, which
/// the issuer is told (asw.md 3.1); what the treaty asks is for customs to judge, and is shown to it.
void Mail::judge(const message::Document& document, ByteView body, documents::Letter& letter) const {
  if (!letter.contents) return;
  letter.exporter = exporter_in(document.message);
  const message::Report report =
      rules::check(document, {.reference = options_.reference(), .day = letter.issued});
  if (report.level == message::Level::rule) {
    letter.remarks = faults_of(report);
  } else {
    letter.faults = faults_of(report);
    letter.document = hash_of(body);
  }
}

std::expected<Read, Unreadable> Mail::read_document(const message::Document& document,
                                                    const Arriving& arriving,
                                                    workflow::Command command) const {
  const message::Message& message = document.message;
  if (auto other = said_otherwise(message, arriving)) return std::unexpected(*std::move(other));
  // However often a certificate comes, and whatever the message is called: it has one print.
  Hash256 print;
  if (message.declaration) print = hash_of(xml_of(documents::bare(*message.declaration)));
  auto heard = documents::read(document, print);
  if (!heard) {
    if (auto certificate = certificate_that_is_faulty(arriving.body, node_name(arriving.from), arriving.id)) {
      return faulty(*std::move(certificate), documents::faults_of(heard.error()), arriving,
                    std::move(command));
    }
    return std::unexpected(unread_value(heard.error()));
  }
  if (!heard->letter.certificate)
    return std::unexpected(Unreadable{.rule = "EXC-014", .detail = "It names no certificate."});
  judge(document, arriving.body, heard->letter);
  return document_command(heard->number, heard->letter, arriving.body, std::move(command));
}

/// The octets of a part are durable before anybody is told that they came; the message itself is not stored.
namespace {

/// What the whole file is, by what is in it, as of one that is brought here: its sender may be another
/// program, or mean ill.
void look_into(AttachmentFiles& files, attachments::Letter& letter) {
  constexpr std::size_t piece_bytes = std::size_t{64} * 1024;
  const auto octets = files.open(letter.hash);
  if (octets == nullptr) {
    letter.verdict = attachments::Verdict::wrong;
    return;
  }
  attachments::Sniffer sniffer;
  for (Bytes piece = octets->next(piece_bytes); !piece.empty(); piece = octets->next(piece_bytes))
    sniffer.take(piece);
  const auto media = sniffer.finish();
  if (media) letter.media = *media;
  if (!media) letter.verdict = attachments::Verdict::unfit;
}

}  // namespace

std::expected<Read, Unreadable> Mail::read_files(const message::Document& document, const Arriving& arriving,
                                                 workflow::Command command) const {
  if (auto other = said_otherwise(document.message, arriving)) return std::unexpected(*std::move(other));
  auto heard = workflow::read_of_files(document);
  if (!heard) return std::unexpected(unread_value(heard.error()));
  attachments::Letter& letter = heard->letter;
  const auto kind = workflow::payload_of_message(heard->number);
  if (heard->number != attachments::file_part) {
    command.payloads.push_back(options_.packer().pack(kind, arriving.body));
  } else if (!letter.is_gone) {
    const auto octets = as4::from_base64(heard->base64, attachments::bounds::part_bytes);
    if (!octets || options_.attachments == nullptr) {
      return std::unexpected(
          Unreadable{.rule = "R-ATT-020", .detail = "The octets of the part cannot be read."});
    }
    const auto taken =
        options_.attachments->take_part(arriving.from.str(), letter.hash, letter.size, letter.from, *octets);
    letter.have = taken.have;
    letter.verdict = taken.verdict;
    if (taken.verdict == attachments::Verdict::right) look_into(*options_.attachments, letter);
  }
  command.type = workflow::command_of_message(heard->number);
  command.content = to_cbor(letter);
  return Read{.command = std::move(command), .type = message_type(kind), .mrn = std::nullopt};
}

Read Mail::acdd_command(acdd::MessageNumber number, const acdd::Letter& letter, ByteView body,
                        workflow::Command command) const {
  const auto kind = workflow::payload_of_message(number);
  command.type = workflow::command_of_message(number);
  command.payloads.push_back(options_.packer().pack(kind, body));
  command.content = workflow::write_acdd(number, letter);
  return Read{.command = std::move(command), .type = message_type(kind), .mrn = std::nullopt};
}

std::expected<Read, Unreadable> Mail::read_acdd(const message::Document& document, const Arriving& arriving,
                                                workflow::Command command) const {
  const message::Message& message = document.message;
  if (auto other = said_otherwise(message, arriving)) return std::unexpected(*std::move(other));
  Hash256 print;
  if (message.declaration) print = hash_of(xml_of(acdd::bare(*message.declaration)));
  auto heard = acdd::read(document, print);
  if (!heard) return std::unexpected(unread_value(heard.error()));
  // A document is of the day on which the goods leave, and so are its codes.
  if (const auto& contents = heard->letter.contents) {
    const message::Report report =
        rules::check(document, {.reference = options_.reference(), .day = contents->departure});
    heard->letter.faults = faults_of(report);
  }
  if (!heard->letter.faults.empty()) heard->letter.document = hash_of(arriving.body);
  return acdd_command(heard->number, heard->letter, arriving.body, std::move(command));
}

std::expected<Read, Unreadable> Mail::read_exporter(const message::Document& document,
                                                    const Arriving& arriving, Instant now,
                                                    workflow::Command command) const {
  if (auto other = said_otherwise(document.message, arriving)) return std::unexpected(*std::move(other));
  const bool is_notice = document.program->root() == awsc::name_of(awsc::ce_notice);
  const auto kind = workflow::payload_of_message(is_notice ? awsc::ce_notice : awsc::ce_ack);
  command.payloads.push_back(options_.packer().pack(kind, arriving.body));
  auto heard = awsc::read(document, command.payloads.front().hash, options_.sha256);
  if (!heard) return std::unexpected(unread_value(heard.error()));
  if (is_notice) {
    // A record is of the day on which it comes, and so are its codes.
    heard->letter.faults =
        faults_of(rules::check(document, {.reference = options_.reference(), .day = day_of_instant(now)}));
  }
  command.type = workflow::command_of_message(heard->number);
  command.content = workflow::write_exporter_letter(heard->letter);
  return Read{.command = std::move(command), .type = message_type(kind), .mrn = std::nullopt};
}

std::expected<Read, Unreadable> Mail::read_operator(const message::Document& document,
                                                    const Arriving& arriving, Instant now,
                                                    workflow::Command command) const {
  if (auto other = said_otherwise(document.message, arriving)) return std::unexpected(*std::move(other));
  const bool is_notice = document.program->root() == aeo::listed::name_of(aeo::listed::aeo_notice);
  const auto kind = workflow::payload_of_message(is_notice ? aeo::listed::aeo_notice : aeo::listed::aeo_ack);
  command.payloads.push_back(options_.packer().pack(kind, arriving.body));
  auto heard = aeo::listed::read(document, command.payloads.front().hash, options_.sha256);
  if (!heard) return std::unexpected(unread_value(heard.error()));
  if (is_notice && heard->letter.faults.empty()) {
    // A record is of the day on which it comes, and so are its codes.
    heard->letter.faults =
        faults_of(rules::check(document, {.reference = options_.reference(), .day = day_of_instant(now)}));
    if (!heard->letter.faults.empty()) heard->letter.content.reset();
  }
  command.type = workflow::command_of_message(heard->number);
  command.content = workflow::write_operator_letter(heard->letter);
  return Read{.command = std::move(command), .type = message_type(kind), .mrn = std::nullopt};
}

Read Mail::doc_command(kinds::MessageNumber number, const kinds::Letter& letter, ByteView body,
                       workflow::Command command) const {
  const auto kind = workflow::payload_of_message(number);
  command.type = workflow::command_of_message(number);
  command.payloads.push_back(options_.packer().pack(kind, body));
  command.content = workflow::write_doc(number, letter);
  return Read{.command = std::move(command), .type = message_type(kind), .mrn = std::nullopt};
}

/// What a document that came says, and what is wrong with it on the day of its issue.
kinds::Letter Mail::letter_of_document(const message::Document& document, const kinds::Kind& kind,
                                       ByteView body) const {
  kinds::Letter letter;
  const Hash256 print = hash_of(xml_of(kinds::bare(kind, document.message)));
  auto contents = kinds::contents_of(document, kind, print);
  if (!contents) {
    letter.faults = documents::faults_of(contents.error());
  } else {
    letter.reference = contents->reference;
    const message::Report report = kinds::check(document, kind, options_.reference().at(contents->issued));
    letter.faults = faults_of(report);
    letter.contents = *std::move(contents);
  }
  if (!letter.faults.empty()) letter.document = hash_of(body);
  return letter;
}

std::expected<Read, Unreadable> Mail::read_doc(const message::Document& document, const Arriving& arriving,
                                               workflow::Command command) const {
  const message::Message& message = document.message;
  if (message.message_sender != node_name(arriving.from) || message.message_identification != arriving.id) {
    return std::unexpected(
        Unreadable{.rule = "EXC-015", .detail = "Sender or identification differ from the connection's."});
  }
  if (const kinds::Kind* kind = kinds::of_node().of_root(document.program->root())) {
    kinds::Letter letter = letter_of_document(document, *kind, arriving.body);
    if (!letter.reference) {
      letter.reference =
          doc_that_is_faulty(arriving.body, node_name(arriving.from), arriving.id, kinds::of_node());
    }
    if (!letter.reference) {
      return std::unexpected(Unreadable{.rule = letter.faults.front().rule,
                                        .detail = "It does not say of which state and number it is."});
    }
    return doc_command(kinds::doc_send, letter, arriving.body, std::move(command));
  }
  auto heard = kinds::read(document, kinds::of_node());
  if (!heard) {
    return std::unexpected(Unreadable{
        .rule = heard.error().front().rule,
        .detail = format("A value of the message cannot be read, at {}.", heard.error().front().pointer)});
  }
  return doc_command(heard->number, heard->letter, arriving.body, std::move(command));
}

}  // namespace lintas::app
