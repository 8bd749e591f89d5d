#include "shell/as4/partner.hpp"

#include <algorithm>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "wire/as4/base64.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/security_header.hpp"

namespace lintas::as4 {

namespace {

struct Means {
  const crypto::MessageCertificate& certificate;

  bool operator()(const BinaryToken& token) const {
    if (token.base64 == certificate.base64()) return true;
    // With line breaks it is the same certificate in another text.
    const auto der = from_base64(token.base64, certificate.der().size());
    return der && *der == certificate.der();
  }
  bool operator()(const IssuerSerial& name) const {
    return certificate.is_named_by(name.issuer, name.serial);
  }
  bool operator()(const KeyIdentifier& name) const {
    return !name.subject_key_identifier.empty() &&
           name.subject_key_identifier == certificate.subject_key_identifier();
  }
};

}  // namespace

const Partner* Directory::find(const UserMessage& message) const {
  const auto found =
      std::ranges::find_if(partners_, [&](const Partner& partner) { return is_of(partner.mode, message); });
  return found == partners_.end() ? nullptr : &*found;
}

const OwnSigning* signing_now(const Partner& partner, Instant now) {
  return partner.is_told_by_people ? oldest(partner.own_signing, now) : current(partner.own_signing, now);
}

std::vector<Bytes> own_certificates(const Partner& partner, Instant now) {
  const OwnSigning* const own = signing_now(partner, now);
  return own == nullptr ? std::vector<Bytes>{}
                        : certificates_beside(partner.mode.naming == Naming::token, *own);
}

CertificateName name_of(const crypto::MessageCertificate& certificate, Naming naming) {
  switch (naming) {
    case Naming::issuer_serial:
      return IssuerSerial{.issuer = certificate.issuer(), .serial = certificate.serial()};
    case Naming::key_identifier: return KeyIdentifier{certificate.subject_key_identifier()};
    case Naming::token: break;
  }
  return BinaryToken{certificate.base64()};
}

bool means(const CertificateName& name, const crypto::MessageCertificate& certificate) {
  return std::visit(Means{certificate}, name);
}

}  // namespace lintas::as4
