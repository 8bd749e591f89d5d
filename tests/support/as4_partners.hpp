#pragma once

#include <expected>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/crypto/message_keys.hpp"
#include "tests/support/as4_recorded.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/sink.hpp"

/// Partners with the throw-away keys of the recorded exchanges, and a place for payloads.
namespace lintas::test {

/// While all those certificates are valid.
inline Instant time_of_recording() { return parse_instant("2026-11-24T00:00:00Z").value(); }

inline as4::Certificate recorded_certificate(const std::string& name) {
  auto read = crypto::MessageCertificate::from_pem(recorded("keys/" + name + ".crt"));
  EXPECT_TRUE(read) << name;
  return std::make_shared<const crypto::MessageCertificate>(*std::move(read));
}

inline crypto::MessageKey recorded_key(const std::string& name) {
  auto read = crypto::MessageKey::from_pem(recorded("keys/" + name + ".key"));
  EXPECT_TRUE(read) << name;
  return *std::move(read);
}

inline as4::Party recorded_party(char name, std::string_view role) {
  return {.id = {.value = format("party-{}", name),
                 .type = "urn:oasis:names:tc:ebcore:partyid-type:unregistered"},
          .role = std::string{role}};
}

/// `partner` as `home` knows it: the agreement of the recorded exchanges.
inline as4::Partner recorded_partner(as4::Suite suite, char home, char partner) {
  const bool is_rsa = suite == as4::Suite::rsa;
  const auto signing = [&](char name) { return format("{}-{}", name, is_rsa ? "rsa" : "ed"); };
  const auto sealing = [&](char name) { return format("{}-{}", name, is_rsa ? "rsa" : "x"); };
  as4::Partner made{.mode = {.name = format("party-{}", partner),
                             .suite = suite,
                             .home = recorded_party(home, as4::initiator_role),
                             .partner = recorded_party(partner, as4::responder_role),
                             .agreement = {.value = "urn:as4:agreement"},
                             .service = {.value = "customs", .type = "urn:test:service"},
                             .actions = {"declare"},
                             .payload_bytes_max = 1024UL * 1024}};
  made.own_signing.push_back({.certificate = recorded_certificate(signing(home)),
                              .key = crypto::make_signer(recorded_key(signing(home))).value()});
  made.own_sealing.push_back({.certificate = recorded_certificate(sealing(home)),
                              .key = crypto::make_opener(recorded_key(sealing(home))).value()});
  const auto signer = recorded_certificate(signing(partner));
  made.signing.push_back(
      {.certificate = signer,
       .key = std::make_shared<const crypto::Verifier>(crypto::Verifier::of(*signer).value())});
  const auto sealer = recorded_certificate(sealing(partner));
  made.sealing.push_back(
      {.certificate = sealer,
       .key = std::make_shared<const crypto::KeySealer>(crypto::KeySealer::of(*sealer).value())});
  return made;
}

/// Where payloads go.
struct Spool {
  std::vector<std::shared_ptr<Bytes>> contents;

  as4::Reception::MakeSink maker() {
    return [this](const as4::UserMessage& /*message*/, const as4::PartInfo& /*info*/) {
      contents.push_back(std::make_shared<Bytes>());
      return std::make_unique<as4::BytesSink>(*contents.back());
    };
  }
};

}  // namespace lintas::test
