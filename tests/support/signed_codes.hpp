#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/cose.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/sha256.hpp"

/// A state that issues codes, with keys that everybody may know. November 2026.
namespace lintas::test {

[[nodiscard]] inline Instant day_in_november(int day) {
  return Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / day}};
}

[[nodiscard]] inline code::Handle handle_of(unsigned char byte) {
  code::Handle handle;
  handle.bytes.fill(std::byte{byte});
  return handle;
}

/// A truck from Singapore to Bangkok.
[[nodiscard]] inline code::AccompanyingDocument a_document() {
  return {.mrn = *Mrn::parse("26SG0000010000A1J0"),
          .departure = *OfficeId::parse("SGWDL001"),
          .destination = *OfficeId::parse("THBKK001"),
          .holder = *Tin::parse("SG201912345Z"),
          .limit = std::chrono::sys_days{std::chrono::year{2026} / 12 / 10},
          .vehicles = 2,
          .vehicle_identifiers = {"XE1234K SG", "TRB567A SG"},
          .seals = 2,
          .seal_identifiers = {"SG123456", "SG123457"},
          .packages = 412,
          .gross_mass_grams = 21'450'500};
}

/// Of Thailand for Indonesia, as data.
[[nodiscard]] inline code::Certificate a_certificate() {
  code::Certificate certificate{.office = "TH-DFT",
                                .number = "TH-ID D2026-0033107",
                                .version = 1,
                                .form = code::Form::form_d,
                                .issued = std::chrono::sys_days{std::chrono::year{2026} / 11 / 18},
                                .importer = *Country::parse("ID"),
                                .medium = code::Medium::data,
                                .content = {}};
  certificate.content.bytes.fill(std::byte{0x5a});
  return certificate;
}

class IssuingState {
 public:
  explicit IssuingState(std::string_view state = "SG") : state_(*Country::parse(state)) {}

  [[nodiscard]] code::Sign signed_by(const ThrowAwayKey& signer) const {
    return [&signer](ByteView content) { return signer.sign(content); };
  }
  [[nodiscard]] code::Issuer issuer() const {
    return {.state = state_, .key = code::key_id_of({key.public_key()}, sha256), .sign = signed_by(key)};
  }
  [[nodiscard]] code::TrustedKey trusted_key() const {
    return {.key = {key.public_key()}, .from = day_in_november(1), .until = day_in_november(30)};
  }
  [[nodiscard]] code::TrustSheet sheet() const {
    return {.version = code::current_version,
            .issuer = state_,
            .number = 3,
            .issued = day_in_november(2),
            .until = day_in_november(28),
            .root = {root.public_key()},
            .keys = {trusted_key()}};
  }
  [[nodiscard]] Bytes signed_sheet(const code::TrustSheet& sheet) const {
    return code::sign_sheet(sheet, sha256, signed_by(root));
  }
  /// Of a movement that was released as it was signed.
  [[nodiscard]] Bytes signed_code(Instant issued) const {
    return signed_code({.issued = issued, .valid_from = issued});
  }
  [[nodiscard]] Bytes signed_code(const code::Dates& dates) const {
    return code::issue(issuer(), handle_of(7), dates, a_document());
  }
  [[nodiscard]] Bytes signed_list(Instant as_of, std::vector<code::Handle> live) const {
    return signed_list(code::Kind::accompanying_document, as_of, std::move(live));
  }
  /// Of a certificate that was approved as it was signed.
  [[nodiscard]] Bytes signed_certificate(Instant issued,
                                         const code::Certificate& said = a_certificate()) const {
    return code::issue(issuer(), handle_of(7), {.issued = issued, .valid_from = issued}, said);
  }
  [[nodiscard]] Bytes signed_cancellations(Instant as_of, std::vector<code::Handle> cancelled) const {
    return signed_list(code::Kind::certificate, as_of, std::move(cancelled));
  }

  ThrowAwayKey root{1};
  ThrowAwayKey key{2};

 private:
  [[nodiscard]] Bytes signed_list(code::Kind kind, Instant as_of, std::vector<code::Handle> handles) const {
    return code::sign_list(
        code::list_of(state_, kind, as_of, as_of + std::chrono::hours{48}, std::move(handles)), issuer());
  }

  Country state_;
};

[[nodiscard]] inline Bytes with_byte_changed(Bytes bytes, std::size_t at) {
  bytes[at] ^= std::byte{1};
  return bytes;
}

}  // namespace lintas::test
