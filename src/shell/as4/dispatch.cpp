#include "shell/as4/dispatch.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/app/ports.hpp"
#include "shell/as4/envelope_signing.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "wire/as4/content_form.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/mime.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/sink.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::as4 {

namespace {

constexpr std::string_view soap_id = "soap@lintas";

/// As it was signed: gzip is octets, and what is not packed goes in the form of its type.
Hash256 digest_of(ByteView content, std::string_view type) {
  if (form_of(type) == ContentForm::octets) return crypto::sha256(std::array{content});
  Bytes form;
  BytesSink whole{form};
  FormSink sink{form_of(type), whole};
  if (!sink.take(content) || !sink.close()) return crypto::sha256(std::array{content});
  return crypto::sha256(std::array{ByteView{form}});
}

std::string why_nothing_seals(const Partner& partner) {
  std::string why = "none of the partner's certificates for sealing is valid now";
  for (const RevokedCertificate& one : partner.revoked)
    if (one.purpose == crypto::KeyPurpose::sealing) why += format("; revoked: {}", one.why);
  return why;
}

struct Sealed {
  Parts parts;
  std::vector<Bytes> contents;  ///< in the order of the parts
};

std::expected<Sealed, Refused> seal(const Partner& partner, UserMessage& message,
                                    const std::vector<OutgoingPayload>& payloads, Instant now,
                                    app::Entropy& entropy) {
  Sealed sealed;
  if (payloads.empty()) return sealed;
  const PartnerSealing* recipient = current(partner.sealing, now);
  if (recipient == nullptr) return refused(Error::other, why_nothing_seals(partner));
  const auto key = crypto::ContentKey::draw(entropy);
  sealed.parts.key = SealedKey{.recipient = name_of(*recipient->certificate, partner.mode.naming),
                               .box = recipient->key->seal(key, entropy)};
  for (const OutgoingPayload& payload : payloads) {
    PartInfo info{.content_id = payload.content_id, .properties = payload.properties};
    info.properties.push_back({.name = std::string{mime_type_property}, .value = payload.type});
    const bool packs = partner.mode.compresses;
    if (packs) {
      info.properties.push_back(
          {.name = std::string{compression_type_property}, .value = std::string{gzip_type}});
    }
    const Bytes packed = packs ? gzip(payload.content) : Bytes{};
    const ByteView content = packs ? ByteView{packed} : payload.content;
    const std::string type{packs ? gzip_type : std::string_view{payload.type}};
    sealed.parts.references.push_back(make_reference(payload.content_id, true, digest_of(content, type)));
    sealed.parts.sealed.push_back({.content_id = payload.content_id, .mime_type = type});
    sealed.contents.push_back(crypto::encrypt_content(key, crypto::draw_iv(entropy), content));
    message.parts.push_back(std::move(info));
  }
  return sealed;
}

/// SOAP first, then the payloads. Without one it is SOAP alone, which everybody reads.
void write_body(Outgoing& out, std::string_view soap, const Sealed& sealed, app::Entropy& entropy) {
  const auto append = [&](std::string_view text) {
    const ByteView bytes = as_bytes(text);
    out.body.insert(out.body.end(), bytes.begin(), bytes.end());
  };
  if (sealed.contents.empty()) {
    out.content_type = soap_type;
    return append(soap);
  }
  std::array<std::byte, 16> random{};
  entropy.fill(random);
  const auto boundary = certain(Boundary::parse("lintas-" + to_hex(random)), "a name of ours is a boundary");
  out.content_type = multipart_type(boundary, soap_id);
  append(part_head(boundary, {.type = soap_type, .id = soap_id}));
  append(soap);
  for (std::size_t i = 0; i < sealed.contents.size(); ++i) {
    append(
        part_head(boundary, {.type = "application/octet-stream", .id = sealed.parts.sealed[i].content_id}));
    append(as_text(sealed.contents[i]));
  }
  append(multipart_end(boundary));
}

}  // namespace

UserMessage addressed(const PMode& mode) {
  return {.info = {.id = {}, .at = Instant{}},
          .from = mode.home,
          .to = mode.partner,
          .agreement = mode.agreement,
          .service = mode.service,
          .action = {},
          .conversation = {}};
}

UserMessage test_message(const PMode& mode) {
  UserMessage message = addressed(mode);
  message.service = {.value = std::string{test_service}};
  message.action = test_action;
  return message;
}

std::expected<Outgoing, Refused> make_outgoing(const Partner& partner, UserMessage message,
                                               const std::vector<OutgoingPayload>& payloads, Instant now,
                                               app::Entropy& entropy) {
  auto sealed = seal(partner, message, payloads, now, entropy);
  if (!sealed) return std::unexpected{std::move(sealed.error())};
  Outgoing out;
  out.message_id = message.info.id;
  Parts parts = sealed->parts;
  auto made = sign_envelope(partner, Messaging{std::move(message)}, now, std::move(parts));
  if (!made) return std::unexpected{std::move(made.error())};
  write_body(out, made->soap, *sealed, entropy);
  out.references = std::move(made->references);
  out.soap = std::move(made->soap);
  out.certificates = std::move(made->certificates);
  return out;
}

// ---- answers that come

namespace {

Answer doubtful(std::string why) { return {.kind = Answer::Kind::doubtful, .why = std::move(why)}; }

/// Each thing that was sent is named once with its digest, in whatever order.
bool names_all(std::vector<Reference> named, std::vector<Reference> sent) {
  std::ranges::sort(named, {}, &Reference::uri);
  std::ranges::sort(sent, {}, &Reference::uri);
  return named == sent;
}

struct Judge {
  std::string_view message_id;
  const std::vector<Reference>& references;
  bool is_authentic;
  bool is_fault;

  Answer operator()(const UserMessage& /*message*/) const { return doubtful("a message as the answer"); }
  Answer operator()(const Receipt& receipt) const {
    if (!is_authentic) return doubtful("a receipt that the partner did not sign");
    if (is_fault) return doubtful("a receipt beside a Fault");
    if (receipt.info.ref_to_message != message_id) return doubtful("a receipt for another message");
    if (!names_all(receipt.parts, references))
      return {.kind = Answer::Kind::differs, .why = "a receipt for another content than was sent"};
    return {.kind = Answer::Kind::receipt};
  }
  Answer operator()(const ErrorSignal& signal) const {
    const bool is_ours = signal.info.ref_to_message == message_id ||
                         std::ranges::any_of(signal.errors, [&](const ErrorLine& line) {
                           return line.ref_to_message == message_id;
                         });
    Answer answer{.kind = Answer::Kind::doubtful, .errors = signal.errors};
    if (!is_authentic) {
      answer.why = "an error that the partner did not sign";
    } else if (!is_ours) {
      answer.why = "an error about another message";
    } else {
      answer.kind = Answer::Kind::error;
    }
    return answer;
  }
};

}  // namespace

Answer read_answer(const Partner& partner, std::string_view message_id,
                   const std::vector<Reference>& references, std::string_view content_type, ByteView body,
                   Instant now) {
  const auto parts = split(content_type, body);
  if (!parts) return doubtful(parts.error().why);
  if (parts->size() != 1) return doubtful("an answer with payloads");
  const auto tree = xml::Tree::read(as_text(parts->front().content), bounds::soap_tree, ns::known);
  if (!tree) return doubtful(std::string{tree.error().why});
  const auto envelope = read_envelope(*tree, Bodies::empty_or_fault);
  if (!envelope) return doubtful(envelope.error().why);
  const auto messaging = read_messaging(*tree, envelope->messaging);
  if (!messaging) return doubtful(messaging.error().why);
  const auto security = read_security(*tree, envelope->security, partner.mode.suite);
  std::expected<std::vector<Bytes>, Refused> verified{};
  if (!security) {
    verified = std::unexpected{security.error()};
  } else if (security->signature.references.size() != 2) {
    verified = refused(Error::policy_noncompliance, "an answer that signs more than there is");
  } else {
    verified = verify_envelope(*tree, *envelope, *security, partner, now);
  }
  Answer answer = std::visit(Judge{.message_id = message_id,
                                   .references = references,
                                   .is_authentic = verified.has_value(),
                                   .is_fault = envelope->is_fault},
                             *messaging);
  if (!verified) answer.why += format(": {}", verified.error().why);
  if (verified && (answer.kind == Answer::Kind::receipt || answer.kind == Answer::Kind::error)) {
    answer.soap = as_text(parts->front().content);
    answer.certificates = *std::move(verified);
  }
  return answer;
}

// ---- answers that we give

namespace {

std::expected<std::string, Refused> signed_signal(const Partner& partner, const Messaging& messaging,
                                                  Instant now) {
  auto made = sign_envelope(partner, messaging, now);
  if (!made) return std::unexpected{std::move(made.error())};
  return std::move(made->soap);
}

ErrorSignal error_signal(std::string id, std::string_view ref_to_message, Error error, Instant now,
                         std::string detail = {}) {
  const ErrorRow& row = row_of(error);
  return {.info = {.id = std::move(id), .at = now, .ref_to_message = std::string{ref_to_message}},
          .errors = {{.code = std::string{row.code},
                      .is_failure = row.severity == "failure",
                      .short_description = std::string{row.short_description},
                      .ref_to_message = std::string{ref_to_message},
                      .detail = std::move(detail)}}};
}

}  // namespace

std::expected<std::string, Refused> make_receipt(const Partner& partner, std::string_view ref_to_message,
                                                 const std::vector<Reference>& references, std::string id,
                                                 Instant now) {
  return signed_signal(
      partner,
      Receipt{.info = {.id = std::move(id), .at = now, .ref_to_message = std::string{ref_to_message}},
              .parts = references},
      now);
}

bool is_signed_as_now(const Partner& partner, std::string_view soap, Instant now) {
  const OwnSigning* const own = signing_now(partner, now);
  const auto tree = xml::Tree::read(soap, bounds::soap_tree, ns::known);
  if (own == nullptr || !tree) return false;
  const auto envelope = read_envelope(*tree);
  if (!envelope) return false;
  const auto security = read_security(*tree, envelope->security, partner.mode.suite);
  return security && means(security->signature.signer, *own->certificate);
}

std::expected<std::string, Refused> make_error(const Partner& partner, std::string_view ref_to_message,
                                               Error error, std::string id, Instant now, std::string detail) {
  return signed_signal(partner, error_signal(std::move(id), ref_to_message, error, now, std::move(detail)),
                       now);
}

std::string make_error_for_strangers(std::string id, Instant now) {
  return write_envelope({},
                        write_messaging(error_signal(std::move(id), {}, Error::failed_authentication, now)));
}

}  // namespace lintas::as4
