#include "shell/api/exchange_proof.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "core/attachments/limits.hpp"
#include "core/code/cose.hpp"
#include "shell/api/exchange_identity.hpp"
#include "shell/app/store.hpp"
#include "wire/as4/base64.hpp"
#include "wire/as4/content_form.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/signed_form.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::api {

namespace {

std::string canonical(const xml::Tree& tree, xml::Tree::Node node,
                      const std::vector<std::string>& inclusive) {
  const std::vector<std::string_view> prefixes{inclusive.begin(), inclusive.end()};
  std::string out;
  xml::canonicalise(tree, node, prefixes, out);
  return out;
}

/// The prefixes that the form of a signed element was made with.
std::vector<std::string> inclusive_of(std::string_view id, const std::vector<as4::Reference>& references) {
  const auto covering = std::ranges::find_if(references, [&](const as4::Reference& one) {
    return !one.is_part() && !id.empty() && one.target() == id;
  });
  return covering == references.end() ? std::vector<std::string>{} : covering->inclusive;
}

/// An envelope with what it says. Moved, the views into the tree stay good.
struct Opened {
  xml::Tree tree;
  as4::Envelope envelope;
  as4::Messaging messaging;
};
std::optional<Opened> opened(std::string_view soap) {
  auto tree = xml::Tree::read(soap, as4::bounds::soap_tree, as4::ns::known);
  if (!tree) return std::nullopt;
  auto envelope = as4::read_envelope(*tree);
  if (!envelope) return std::nullopt;
  auto messaging = as4::read_messaging(*tree, envelope->messaging);
  if (!messaging) return std::nullopt;
  return Opened{
      .tree = *std::move(tree), .envelope = *std::move(envelope), .messaging = *std::move(messaging)};
}

bool is_bundle(const Proof& proof) {
  return std::ranges::count_if(proof.references, &as4::Reference::is_part) > 1;
}

/// Of the octets that were signed, by the header. Partners may write any type: told is one of three.
std::string_view type_of_payload(const Proof& message) {
  const auto* const user = std::get_if<as4::UserMessage>(&message.messaging);
  if (user == nullptr || user->parts.empty()) return "application/octet-stream";
  const auto here = std::ranges::find(user->parts, message.part, &as4::PartInfo::content_id);
  const auto& properties = (here == user->parts.end() ? user->parts.front() : *here).properties;
  if (!as4::value_of(properties, as4::compression_type_property).empty()) return as4::gzip_type;
  const auto form = as4::form_of(as4::value_of(properties, as4::mime_type_property));
  return form == as4::ContentForm::canonical_xml ? "application/xml" : "application/octet-stream";
}

}  // namespace

std::optional<Proof> read_proof(std::string_view soap) {
  auto whole = opened(soap);
  if (!whole) return std::nullopt;
  const auto& [tree, envelope, messaging] = *whole;
  for (const as4::Suite suite : {as4::Suite::edwards, as4::Suite::rsa}) {
    auto security = as4::read_security(tree, envelope.security, suite);
    if (!security) continue;
    as4::SignatureHeader& signature = security->signature;
    std::string signed_info = canonical(tree, signature.signed_info, signature.inclusive);
    std::string header =
        canonical(tree, envelope.messaging, inclusive_of(envelope.messaging_id, signature.references));
    return Proof{.messaging = std::move(whole->messaging),
                 .suite = suite,
                 .references = std::move(signature.references),
                 .signer = std::move(signature.signer),
                 .signature = std::move(signature.value),
                 .signed_info = std::move(signed_info),
                 .header = std::move(header)};
  }
  return std::nullopt;
}

std::optional<app::ProofKind> kind_of_proof(std::string_view soap) {
  const auto whole = opened(soap);
  if (whole && std::holds_alternative<as4::Receipt>(whole->messaging)) return app::ProofKind::receipt;
  if (whole && std::holds_alternative<as4::ErrorSignal>(whole->messaging))
    return app::ProofKind::taken_before;
  return std::nullopt;
}

const as4::MessageInfo& info_of(const Proof& proof) {
  return std::visit([](const auto& one) -> const as4::MessageInfo& { return one.info; }, proof.messaging);
}

std::optional<Bytes> certificate_of(const Proof& proof) {
  if (const auto* const token = std::get_if<as4::BinaryToken>(&proof.signer))
    return as4::from_base64(token->base64, as4::bounds::soap_bytes_max);
  return proof.beside.empty() ? std::nullopt : std::optional{proof.beside.front()};
}

std::optional<Hash256> payload_digest(const Proof& proof) {
  const bool is_one_of_several = is_bundle(proof);
  const auto found = std::ranges::find_if(proof.references, [&](const as4::Reference& one) {
    return one.is_part() && (!is_one_of_several || one.target() == proof.part);
  });
  return found == proof.references.end() ? std::nullopt : std::optional{found->digest};
}

bool confirms(const Proof& receipt, const Proof& message) {
  const auto* const said = std::get_if<as4::Receipt>(&receipt.messaging);
  if (said == nullptr || said->info.ref_to_message != info_of(message).id) return false;
  std::vector<as4::Reference> named = said->parts;
  std::vector<as4::Reference> signed_ones = message.references;
  std::ranges::sort(named, {}, &as4::Reference::uri);
  std::ranges::sort(signed_ones, {}, &as4::Reference::uri);
  return named == signed_ones;
}

SignedPayload as_signed(const Proof& message, Bytes content, std::string_view type, Sha256 sha256) {
  const auto digest = payload_digest(message);
  auto form = digest ? as4::signed_form(content, type, *digest, sha256) : std::nullopt;
  if (!form) return {.content = std::move(content), .type = type, .fits = false};
  return {.content = std::move(form->octets), .type = form->is_packed ? as4::gzip_type : type, .fits = true};
}

SignedPayload kept_as_signed(const Proof& message, Bytes octets, Sha256 sha256) {
  const bool fits = sha256(std::array{ByteView{octets}}) == payload_digest(message);
  return {.content = std::move(octets), .type = type_of_payload(message), .fits = fits};
}

// ---- the text

namespace {

/// What partners chose may be any text: nothing of it steers a terminal or begins a header.
std::string plain(std::string_view text) {
  std::string shown{text};
  for (char& c : shown)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7F') c = '?';
  return shown;
}

Bytes octets_of(std::string_view text) { return copy_of(as_bytes(text)); }

std::string_view ending_of(std::string_view type) {
  if (type == as4::gzip_type) return "gz";
  return type == "application/xml" ? "xml" : "bin";
}

std::string name_of(const as4::CertificateName& name) {
  if (const auto* issued = std::get_if<as4::IssuerSerial>(&name))
    return format("that of issuer {} with the number {}", plain(issued->issuer), plain(issued->serial));
  if (std::holds_alternative<as4::KeyIdentifier>(name)) return "named by its subject key identifier";
  return "in the envelope";
}

/// Those above the signer's.
std::span<const Bytes> authorities_of(const Proof& proof) {
  const std::span<const Bytes> all{proof.beside};
  const bool has_signer = !std::holds_alternative<as4::BinaryToken>(proof.signer) && !all.empty();
  return all.subspan(has_signer ? 1 : 0);
}

/// What lies under that name.
std::string line_of(std::string_view file, std::string_view what) {
  return format("  {:<33}{}\n", file, what);
}

/// Of the message or of the receipt: its octets, and those that it takes to verify its signature.
void add_proof(Evidence& made, std::string_view name, std::string_view soap,
               const std::optional<Proof>& proof) {
  const auto add = [&](std::string_view part, std::string_view type, Bytes content, std::string_view what) {
    const std::string file = format("{}{}", name, part);
    made.text += line_of(file, what);
    made.exhibits.push_back({.name = file, .type = type, .content = std::move(content)});
  };
  add(".xml", "application/xml", octets_of(soap), "the envelope, octet by octet as it was signed");
  if (!proof) return;
  add("-header.xml", "application/xml", octets_of(proof->header), "its eb:Messaging in canonical form");
  add("-signed-info.xml", "application/xml", octets_of(proof->signed_info),
      "its ds:SignedInfo in canonical form");
  add("-signature.bin", "application/octet-stream", proof->signature, "the signature over that");
  if (auto certificate = certificate_of(*proof)) {
    add("-signer.cer", "application/pkix-cert", *std::move(certificate), "the signer's certificate (DER)");
    const std::span<const Bytes> authorities = authorities_of(*proof);
    for (std::size_t i = 0; i < authorities.size(); ++i) {
      add(format("-authority-{}.cer", i + 1), "application/pkix-cert", authorities[i],
          "that of the authority above it (DER)");
    }
  } else {
    made.text += format("  The certificate of the signer is {}: ask the signer for it, as {}-signer.cer.\n",
                        name_of(proof->signer), name);
  }
}

std::string digests(const std::vector<as4::Reference>& references) {
  std::string text;
  for (const as4::Reference& one : references)
    text += format("  {:<28}{}\n", plain(one.uri), as4::to_base64(one.digest.view()));
  return text;
}

std::string verification(std::string_view name, const Proof& proof) {
  std::string command =
      format("  openssl x509 -inform DER -in {0}-signer.cer -pubkey -noout > {0}.pub\n", name);
  if (proof.suite == as4::Suite::rsa) {
    command += format(
        "  openssl dgst -sha256 -verify {0}.pub -signature {0}-signature.bin \\\n"
        "      {0}-signed-info.xml\n",
        name);
  } else {
    command += format(
        "  openssl pkeyutl -verify -pubin -inkey {0}.pub -rawin \\\n"
        "      -in {0}-signed-info.xml -sigfile {0}-signature.bin\n",
        name);
  }
  return command;
}

/// That the authorities vouched for the signer when it signed; "" where none is known.
std::string vouching(std::string_view name, const Proof& proof) {
  const std::size_t count = authorities_of(proof).size();
  if (count == 0) return {};
  std::string command = format(
      "  openssl verify -partial_chain -attime {} \\\n      -trusted {}-authority-{}.cer",
      std::chrono::floor<std::chrono::seconds>(info_of(proof).at).time_since_epoch().count(), name, count);
  for (std::size_t i = 1; i < count; ++i) command += format(" -untrusted {}-authority-{}.cer", name, i);
  return command + format(" {}-signer.cer\n", name);
}

std::string_view answer_of(const std::optional<Proof>& confirmation) {
  const bool is_error = confirmation && std::holds_alternative<as4::ErrorSignal>(confirmation->messaging);
  return is_error ? "answer" : "receipt";
}

std::string_view words_of(const std::optional<Proof>& confirmation, const Proof& message) {
  if (confirmation && std::holds_alternative<as4::ErrorSignal>(confirmation->messaging)) {
    return "The answer, which its giver signed, is no receipt: it says that a message of this id was taken "
           "before.\nWhat was taken it does not say. The receipt of then was lost on its way.";
  }
  if (confirmation && confirms(*confirmation, message))
    return "The receipt, which its giver signed, names the same things with the same digests.";
  return "The receipt, which its giver signed, is to be compared with that: this node could not read in it "
         "the\nsame digests.";
}

/// What is shown to have gone, from whom to whom and when.
std::string heading_of(const EvidenceFacts& facts, const Proof& message) {
  std::string text = "Evidence of a message between customs nodes\n\n";
  for (const auto& [label, value] :
       {std::pair{"message", &facts.id}, std::pair{"from", &facts.from}, std::pair{"to", &facts.to},
        std::pair{"identification", &facts.identification}, std::pair{"type", &facts.type},
        std::pair{"about", &facts.about}, std::pair{"sent", &facts.at}})
    if (!value->empty()) text += format("  {:<16}{}\n", label, plain(*value));
  if (is_bundle(message)) {
    text += format(
        "\nIt went with others as one AS4 message, {}, which one receipt answers. This one is the payload\n"
        "cid:{} of it; what the others say is not here.\n",
        plain(info_of(message).id), plain(message.part));
  }
  return text;
}

void add_payload(Evidence& made, const std::string& file, const SignedPayload& payload) {
  made.text += line_of(
      file, payload.fits ? "what the message says, octet by octet as it was signed"
                         : "what this node holds of it; that it is what was signed cannot be shown here");
  made.exhibits.push_back({.name = file, .type = payload.type, .content = payload.content});
}

std::string digest_command(std::string_view file) {
  return format("  openssl dgst -sha256 -binary {} | openssl base64\n", file);
}

constexpr std::string_view frame_file = "payload-frame.xml";
constexpr std::string_view script_file = "payload.py";

/// Writes what was signed, for whoever has the file: its part put into the message and packed by zlib as a
/// node packs (wire/as4/gzip.cpp).
std::string script_of_part() {
  return format(
      R"(import base64, re, sys, zlib
file = open(sys.argv[1], "rb").read()
frame = open("{}", encoding="utf-8").read()
offset = re.search("<OffsetQuantity>([0-9]+)</OffsetQuantity>", frame)
begin = int(offset.group(1))
part = base64.b64encode(file[begin:begin + {}]).decode()
octets = "<SizeQuantity>%d</SizeQuantity><AttachmentBinaryObject>%s</AttachmentBinaryObject>" % (len(file), part)
whole = frame[:offset.end()] + octets + frame[offset.end():]
pack = zlib.compressobj({}, zlib.DEFLATED, 31, 9)
sys.stdout.buffer.write(pack.compress(whole.encode()) + pack.flush())
)",
      frame_file, attachments::bounds::part_bytes, as4::gzip_level);
}

void add_frame(Evidence& made, const std::string& frame) {
  made.text += line_of(frame_file, "what the message says but for the octets of the file");
  made.text += line_of(script_file, "makes what was signed of that and of the file, with Python 3");
  made.text +=
      "  The octets of the file are for whoever may read the document that it comes with: ask for it "
      "there.\n";
  made.exhibits.push_back(
      {.name = std::string{frame_file}, .type = "application/xml", .content = octets_of(frame)});
  made.exhibits.push_back(
      {.name = std::string{script_file}, .type = "text/x-python", .content = octets_of(script_of_part())});
}

/// Of another state's file: how its sender made it, who can do it again.
void tell_of_part(Evidence& made) {
  made.text += format(
      "  What the message says is not kept: it is a part of a file, which lies with the others. What was\n"
      "  signed is the gzip (zlib, level {}) of the message DOC.FILE.PART, in which the octets of the file "
      "from\n"
      "  OffsetQuantity on, {} at most, stand in base64 on one line as AttachmentBinaryObject\n"
      "  (docs/protocols/document-messages.md). The evidence of its sender has that message without them.\n",
      as4::gzip_level, attachments::bounds::part_bytes);
}

/// The document that vouches for a signer, in pieces that OpenSSL can look at, and the commands for that.
std::string add_identity(Evidence& made, std::string_view name, const std::optional<KeptIdentity>& identity) {
  if (!identity) return {};
  const auto add = [&](std::string_view part, std::string_view type, Bytes content, std::string_view what) {
    const std::string file = format("{}{}", name, part);
    made.text += line_of(file, what);
    made.exhibits.push_back({.name = file, .type = type, .content = std::move(content)});
  };
  constexpr std::string_view octets = "application/octet-stream";
  add("-identity.lintas", "application/cose", identity->document,
      "the identity document of the signer's state that names its certificate");
  add("-identity.bin", octets, identity->signed_document, "the octets of it that the exchange key signed");
  add("-identity.sig", octets, copy_of(ByteView{identity->document_signature}), "that signature");
  add("-exchange.der", octets, der_of(identity->delegation.key), "the exchange key");
  add("-delegation.bin", octets, identity->signed_delegation,
      "that it speaks for the node, as the root signed it");
  add("-delegation.sig", octets, copy_of(ByteView{identity->delegation_signature}), "that signature");
  add("-root.der", octets, der_of(identity->delegation.root), "the root of the state");
  return format(
      "   The root of the signer of the {0} has to be the one whose fingerprint its people give:\n"
      "   {1}, which this begins with:\n\n"
      "  tail -c 32 {0}-root.der | openssl dgst -sha256\n\n"
      "   It signed for the exchange key, which stands in what it signed (1), and that key signed the\n"
      "   document, in which the signer's certificate stands (1):\n\n"
      "  openssl pkeyutl -verify -pubin -inkey {0}-root.der -keyform DER -rawin \\\n"
      "      -in {0}-delegation.bin -sigfile {0}-delegation.sig\n"
      "  od -An -v -tx1 {0}-delegation.bin | tr -d ' \\n' | \\\n"
      "      grep -c \"$(tail -c 32 {0}-exchange.der | od -An -v -tx1 | tr -d ' \\n')\"\n"
      "  openssl pkeyutl -verify -pubin -inkey {0}-exchange.der -keyform DER -rawin \\\n"
      "      -in {0}-identity.bin -sigfile {0}-identity.sig\n"
      "  od -An -v -tx1 {0}-identity.bin | tr -d ' \\n' | \\\n"
      "      grep -c \"$(od -An -v -tx1 {0}-signer.cer | tr -d ' \\n')\"\n\n",
      name, identity->root);
}

/// Where it is the one that lies here already under the name of the message or receipt, nothing is added.
std::string add_identity(Evidence& made, std::string_view name, const std::optional<KeptIdentity>& identity,
                         const std::optional<KeptIdentity>& first) {
  const bool is_same = identity && first && identity->document == first->document;
  return is_same ? std::string{} : add_identity(made, name, identity);
}

/// Says what it adds. What there is to do with it comes behind all of them.
std::string add_way(Evidence& made, std::size_t n, const FurtherWay& way, const Proof& first,
                    const Beside& beside) {
  const std::string name = format("again-{}", n);
  const std::string answer = format("{}-{}", name, answer_of(way.confirmation));
  made.text += format("\n{}. On {} as {}\n\n", n, way.at, plain(info_of(way.message).id));
  add_proof(made, name, way.envelope, way.message);
  const auto digest = payload_digest(way.message);
  const bool is_same = digest && digest == payload_digest(first);
  const std::string file = way.payload ? format("{}-payload.{}", name, ending_of(way.payload->type)) : "";
  if (!is_same && way.payload) add_payload(made, file, *way.payload);
  add_proof(made, answer, way.receipt, way.confirmation);
  const std::string vouched = add_identity(made, name, way.signer, beside.signer) +
                              add_identity(made, answer, way.confirmer, beside.confirmer);
  made.text += format("\n{}\n", digests(way.message.references));
  if (is_same) {
    made.text += "What it says has the digest that it has above.\n";
  } else if (!way.payload) {
    made.text += "What it said there is not kept here any more.\n";
  }
  made.text += words_of(way.confirmation, way.message);
  made.text += '\n';

  std::string commands = verification(name, way.message) + digest_command(name + "-header.xml");
  if (!is_same && way.payload && way.payload->fits) commands += digest_command(file);
  if (way.confirmation)
    commands += verification(answer, *way.confirmation) + digest_command(answer + "-header.xml");
  commands += vouching(name, way.message);
  if (way.confirmation) commands += vouching(answer, *way.confirmation);
  return vouched.empty() ? commands : commands + '\n' + vouched;
}

/// A start of its sender between post and receipt: it goes with others, or alone, and the receipt of that is
/// what its sender has.
std::string add_ways(Evidence& made, const Beside& beside, const Proof& first) {
  if (beside.again.empty()) return {};
  made.text +=
      "\nThe same message came again in other ways, alone or with others, which did nothing more. Each was\n"
      "signed and receipted by itself, and its sender may hold one of these receipts alone.\n";
  std::string commands;
  for (std::size_t i = 0; i < beside.again.size(); ++i)
    commands += add_way(made, i + 1, beside.again[i], first, beside) + '\n';
  if (beside.has_more)
    made.text +=
        "\nMore ways are kept; the first are shown here. The node gives evidence with any one of them to "
        "whoever asks\n"
        "for it by the id of this message with ` in ` and the MessageId of the AS4 message that brought it, "
        "which a\n"
        "receipt of that names, or with ` alone`.\n";
  return commands;
}

}  // namespace

Evidence evidence_of(const EvidenceFacts& facts, std::string_view envelope, const Proof& message,
                     const std::optional<SignedPayload>& payload, std::string_view receipt,
                     const std::optional<Proof>& confirmation, const Beside& beside) {
  Evidence made;
  made.text = heading_of(facts, message);
  made.text += "\nWhat lies here\n\n";
  add_proof(made, "message", envelope, message);
  std::string payload_file;
  if (payload) {
    payload_file = format("payload.{}", ending_of(payload->type));
    add_payload(made, payload_file, *payload);
  } else if (!beside.frame.empty()) {
    add_frame(made, beside.frame);
  } else if (beside.is_of_file) {
    tell_of_part(made);
  } else {
    made.text += "  What the message says is not kept here any more.\n";
  }
  const std::string_view answer = answer_of(confirmation);
  add_proof(made, answer, receipt, confirmation);
  const std::string of_signer = add_identity(made, "message", beside.signer);
  const std::string of_confirmer = add_identity(made, answer, beside.confirmer);

  made.text +=
      format("\nWhat the signature of the message covers, each with its SHA-256 in base64\n\n{}\n{}\n",
             digests(message.references), words_of(confirmation, message));
  const std::string of_ways = add_ways(made, beside, message);
  made.text += format(
      "\nHow to check it with OpenSSL 3 (any tool for XML signatures finds the same in the envelopes)\n\n"
      "1. Who signed the message, and that the signature fits:\n\n{}\n",
      verification("message", message));
  made.text +=
      "2. That it covers what lies here: the digests above stand in message-signed-info.xml. That of the\n"
      "   header, which says from whom to whom, when and what:\n\n"
      "  openssl dgst -sha256 -binary message-header.xml | openssl base64\n\n";
  if (payload && payload->fits) {
    made.text += format(
        "   and that of the content, whose reference begins with cid:{}\n\n"
        "  openssl dgst -sha256 -binary {} | openssl base64\n\n",
        is_bundle(message) ? plain(message.part) : std::string{}, payload_file);
  }
  if (!payload && !beside.frame.empty()) {
    made.text += format(
        "   and that of the content, whose reference begins with cid:{}, made of the file:\n\n"
        "  python3 {} FILE > payload.gz\n"
        "  openssl dgst -sha256 -binary payload.gz | openssl base64\n\n",
        is_bundle(message) ? plain(message.part) : std::string{}, script_file);
  }
  if (confirmation) {
    made.text += format(
        "3. The same of the {0}; what it says stands in {0}-header.xml:\n\n{1}"
        "  openssl dgst -sha256 -binary {0}-header.xml | openssl base64\n\n",
        answer, verification(answer, *confirmation));
  }
  made.text +=
      "4. Whose certificates these are; the state of the signer says who issued them, and whether they\n"
      "   were good at that time:\n\n"
      "  openssl x509 -inform DER -in message-signer.cer -noout -text\n";
  const std::string vouched =
      vouching("message", message) + (confirmation ? vouching(answer, *confirmation) : std::string{});
  if (!vouched.empty()) {
    made.text +=
        "\n5. That the authority named here vouched for the signer at the time that the signer wrote. That "
        "it\n"
        "   is the right authority the state says; here it is the one that this node knew then:\n\n" +
        vouched;
  }
  made.text +=
      "\n6. That its state vouches for the signer. Authorities of nodes are made by the nodes; what binds "
      "one to\n"
      "   its state is its identity document, under the root whose fingerprint two administrations have "
      "read\n"
      "   to each other.\n\n" +
      of_signer + of_confirmer;
  for (const auto& [name, commands] :
       {std::pair{std::string_view{"message"}, &of_signer}, std::pair{answer, &of_confirmer}})
    if (commands->empty())
      made.text += format(
          "   Of the signer of the {} there is none here: it is a partner that was agreed on by its\n"
          "   certificates, or the document was not kept then. Its state says whose they are.\n",
          name);
  if (!of_ways.empty())
    made.text +=
        "\nThe same of the other ways in which it came: signatures, digests, certificates.\n\n" + of_ways;
  return made;
}

// ---- the file

namespace {

/// Never within base64, which has no underscore.
constexpr std::string_view boundary = "=_lintas_evidence";

void add_base64(std::string& out, ByteView content) {
  constexpr std::size_t line = 76;  // RFC 2045, section 6.8
  const std::string text = as4::to_base64(content);
  for (std::size_t at = 0; at < text.size(); at += line) out.append(text, at, line).append("\r\n");
}

void add_part(std::string& out, std::string_view type, std::string_view disposition, std::string_view name,
              ByteView content) {
  out += format(
      "--{}\r\nContent-Type: {}\r\nContent-Disposition: {}; filename=\"{}\"\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n",
      boundary, type, disposition, name);
  add_base64(out, content);
}

}  // namespace

std::string mail_of(std::string_view subject, const Evidence& evidence) {
  std::string out =
      format("Subject: {}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"{}\"\r\n\r\n",
             plain(subject), boundary);
  add_part(out, "text/plain; charset=utf-8", "inline", "read-me.txt", as_bytes(evidence.text));
  for (const Exhibit& one : evidence.exhibits) add_part(out, one.type, "attachment", one.name, one.content);
  out += format("--{}--\r\n", boundary);
  return out;
}

}  // namespace lintas::api
