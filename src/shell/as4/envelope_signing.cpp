#include "shell/as4/envelope_signing.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::as4 {

namespace {

Hash256 digest_of(std::string_view text) { return crypto::sha256(std::array{as_bytes(text)}); }

/// Canonical form of what somebody sent, in pieces; false where it is longer than any may be.
bool canonical(const xml::Tree& tree, xml::Tree::Node node, const std::vector<std::string>& inclusive,
               const std::function<void(std::string_view piece)>& take) {
  const std::vector<std::string_view> prefixes{inclusive.begin(), inclusive.end()};
  std::size_t left = bounds::canonical_growth_max * bounds::soap_tree.bytes_max;
  return xml::canonicalise(tree, node, prefixes, [&](std::string_view piece) {
    if (piece.size() > left) return false;
    left -= piece.size();
    take(piece);
    return true;
  });
}

std::unexpected<Refused> too_long(const xml::Tree& tree, xml::Tree::Node node) {
  return refused(Error::failed_authentication,
                 format("the canonical form of {} is too long", tree.name(node).local));
}

/// An element of the envelope is covered by one reference, and its digest fits.
std::expected<void, Refused> check_covered(const xml::Tree& tree, xml::Tree::Node node, std::string_view id,
                                           const std::vector<Reference>& references) {
  const Reference* covering = nullptr;
  for (const Reference& reference : references) {
    if (reference.is_part() || id.empty() || reference.target() != id) continue;
    if (covering != nullptr) return refused(Error::failed_authentication, format("two references to {}", id));
    covering = &reference;
  }
  if (covering == nullptr)
    return refused(Error::policy_noncompliance, format("{} is not signed", tree.name(node).local));
  crypto::Sha256Stream digest;
  if (!canonical(tree, node, covering->inclusive,
                 [&](std::string_view piece) { digest.add(as_bytes(piece)); }))
    return too_long(tree, node);
  if (digest.finish() != covering->digest)
    return refused(Error::failed_authentication, format("{} is not what was signed", tree.name(node).local));
  return {};
}

/// Why a certificate that is meant is not valid, for the log alone: its sender is told one and the same.
std::string why_not_valid(const PartnerSigning& meant, Instant now) {
  const crypto::MessageCertificate& one = *meant.certificate;
  if (one.valid_at(now)) return "no authority that issued the signer's certificate is valid now";
  return now < one.not_before()
             ? format("the signer's certificate is valid from {} on", lintas::to_text(one.not_before()))
             : format("the signer's certificate has ended at {}", lintas::to_text(one.not_after()));
}

/// The same where none of those that count is meant.
std::string why_a_stranger(const CertificateName& signer, const Partner& partner) {
  const auto revoked = std::ranges::find_if(partner.revoked, [&](const RevokedCertificate& one) {
    return one.purpose == crypto::KeyPurpose::signing && means(signer, *one.certificate);
  });
  if (revoked != partner.revoked.end())
    return format("signed with a certificate that is revoked: {}", revoked->why);
  const bool for_sealing = std::ranges::any_of(
      partner.sealing, [&](const PartnerSealing& one) { return means(signer, *one.certificate); });
  return for_sealing ? "signed with the partner's certificate for sealing"
                     : "signed by none of the partner's certificates";
}

}  // namespace

std::expected<SignedEnvelope, Refused> sign_envelope(const Partner& partner, const Messaging& messaging,
                                                     Instant now, Parts parts) {
  const OwnSigning* own = signing_now(partner, now);
  if (own == nullptr) return refused(Error::other, "none of our signing certificates is valid now");
  const Suite suite = partner.mode.suite;
  const std::string header = write_messaging(messaging);
  static const Hash256 body_digest = digest_of(body_text());

  SignedEnvelope made;
  made.references = {make_reference(messaging_id, false, digest_of(header)),
                     make_reference(body_id, false, body_digest)};
  std::ranges::move(parts.references, std::back_inserter(made.references));
  const std::string signed_info = write_signed_info(suite, made.references);
  const SecurityText security{.signer = name_of(*own->certificate, partner.mode.naming),
                              .signature = own->key->sign(as_bytes(signed_info)),
                              .signed_info = signed_info,
                              .key = std::move(parts.key),
                              .parts = std::move(parts.sealed)};
  made.soap = write_envelope(write_security(security), header);
  made.certificates = certificates_beside(partner.mode.naming == Naming::token, *own);
  return made;
}

std::expected<std::vector<Bytes>, Refused> verify_envelope(const xml::Tree& tree, const Envelope& envelope,
                                                           const SecurityHeader& security,
                                                           const Partner& partner, Instant now) {
  const SignatureHeader& signature = security.signature;
  // Several may be meant: one that was renewed for its key has the key identifier of the one before.
  std::vector<const PartnerSigning*> meant;
  for (const PartnerSigning& known : partner.signing)
    if (means(signature.signer, *known.certificate)) meant.push_back(&known);
  if (meant.empty()) return refused(Error::failed_authentication, why_a_stranger(signature.signer, partner));
  const auto is_valid = [&](const PartnerSigning* known) { return known->counts_at(now); };
  if (std::ranges::none_of(meant, is_valid))
    return refused(Error::failed_authentication, why_not_valid(*meant.front(), now));
  std::string signed_info;
  if (!canonical(tree, signature.signed_info, signature.inclusive,
                 [&](std::string_view piece) { signed_info += piece; }))
    return too_long(tree, signature.signed_info);
  const auto signer = std::ranges::find_if(meant, [&](const PartnerSigning* known) {
    return is_valid(known) && known->key->verify(as_bytes(signed_info), signature.value);
  });
  if (signer == meant.end()) return refused(Error::failed_authentication, "the signature does not fit");
  if (auto covered = check_covered(tree, envelope.messaging, envelope.messaging_id, signature.references);
      !covered)
    return std::unexpected(std::move(covered.error()));
  if (auto covered = check_covered(tree, envelope.body, envelope.body_id, signature.references); !covered)
    return std::unexpected(std::move(covered.error()));
  return certificates_beside(std::holds_alternative<BinaryToken>(signature.signer), **signer);
}

}  // namespace lintas::as4
