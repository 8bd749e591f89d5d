#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "tests/support/message_pki.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/sink.hpp"

/// Partners with the throw-away keys of the recorded exchanges, and a place for payloads.
namespace lintas::test {

/// While all those certificates are valid.
inline Instant time_of_recording() { return parse_instant("2026-11-24T00:00:00Z").value(); }

inline as4::Certificate recorded_certificate(const std::string& name) {
  return std::make_shared<const crypto::MessageCertificate>(certificate_file(name + ".crt"));
}

/// Who issued them all, in DER.
inline Bytes recorded_root() { return crypto::Certificate::from_pem(key_file("ca.crt")).value().der(); }

inline crypto::MessageKey recorded_key(const std::string& name) {
  return crypto::MessageKey::from_pem(key_file(name + ".key")).value();
}

inline as4::Party recorded_party(char name, std::string_view role) {
  return {.id = {.value = format("party-{}", name),
                 .type = "urn:oasis:names:tc:ebcore:partyid-type:unregistered"},
          .role = std::string{role}};
}

/// `partner` as `home` knows it: the agreement of the recorded exchanges, with the keys and certificates of
/// these PEM files.
template <class ReadPem>
as4::Partner partner_of(as4::Suite suite, char home, char partner, const ReadPem& pem_of) {
  const bool is_rsa = suite == as4::Suite::rsa;
  const auto certificate = [&](const std::string& name) {
    return std::make_shared<const crypto::MessageCertificate>(
        crypto::MessageCertificate::from_pem(pem_of(name + ".crt")).value());
  };
  const auto key = [&](const std::string& name) {
    return crypto::MessageKey::from_pem(pem_of(name + ".key")).value();
  };
  const auto signing = [&](char name) { return format("{}-{}", name, is_rsa ? "rsa" : "ed"); };
  const auto sealing = [&](char name) { return format("{}-{}", name, is_rsa ? "rsa" : "x"); };
  as4::Partner made{.mode = {.name = format("party-{}", partner),
                             .suite = suite,
                             .home = recorded_party(home, as4::initiator_role),
                             .partner = recorded_party(partner, as4::responder_role),
                             .agreement = {.value = "urn:as4:agreement"},
                             .service = {.value = "customs", .type = "urn:test:service"},
                             .actions = {"declare"},
                             .taken = {"declare"},
                             .payload_bytes_max = 1024UL * 1024}};
  made.own_signing.push_back(
      {.certificate = certificate(signing(home)), .key = crypto::make_signer(key(signing(home))).value()});
  made.own_sealing.push_back(
      {.certificate = certificate(sealing(home)), .key = crypto::make_opener(key(sealing(home))).value()});
  const auto signer = certificate(signing(partner));
  made.signing.push_back(
      {.certificate = signer,
       .key = std::make_shared<const crypto::Verifier>(crypto::Verifier::of(*signer).value())});
  const auto sealer = certificate(sealing(partner));
  made.sealing.push_back(
      {.certificate = sealer,
       .key = std::make_shared<const crypto::KeySealer>(crypto::KeySealer::of(*sealer).value())});
  return made;
}

inline as4::Partner recorded_partner(as4::Suite suite, char home, char partner) {
  return partner_of(suite, home, partner, key_file);
}

/// Where payloads go.
struct Spool {
  std::vector<std::shared_ptr<Bytes>> contents;
  std::size_t whole = 0;  ///< of them; the others did not come to their end

  as4::Reception::MakeSink maker() {
    return [this](const as4::UserMessage& /*message*/, const as4::PartInfo& /*info*/) {
      contents.push_back(std::make_shared<Bytes>());
      return std::make_unique<Place>(*this, contents.back());
    };
  }

 private:
  class Place final : public as4::Sink {
   public:
    Place(Spool& spool, std::shared_ptr<Bytes> content) : spool_(spool), content_(std::move(content)) {}
    std::expected<void, as4::Refused> take(ByteView piece) override {
      content_->insert(content_->end(), piece.begin(), piece.end());
      return {};
    }
    std::expected<void, as4::Refused> close() override {
      ++spool_.whole;
      return {};
    }

   private:
    Spool& spool_;
    std::shared_ptr<Bytes> content_;
  };
};

}  // namespace lintas::test
