#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/code/records.hpp"
#include "core/model/values/country.hpp"

/// Whom a reader of codes believes: the newest trust sheet of each state, and its newest status lists. What
/// is older than what is held is refused, so it never goes back. Pure.
namespace lintas::code {

/// Sixteen bytes of the SHA-256 of a root, for two people to read to each other:
/// "3f2a-90c1-…", eight groups of four digits.
[[nodiscard]] std::string fingerprint_of(const PublicKey& root, Sha256 sha256);

/// As people type it: capitals, blanks and hyphens wherever they like. Nothing for another text.
[[nodiscard]] std::optional<std::string> parse_fingerprint(std::string_view text);

/// A root that somebody has made sure of.
struct Pin {
  Country state;
  std::string fingerprint;
};
/// "SG=3f2a-90c1-…".
[[nodiscard]] std::optional<Pin> parse_pin(std::string_view text);

[[nodiscard]] Bytes sign_sheet(const TrustSheet& sheet, Sha256 sha256, const Sign& sign);
/// Of the right form and signed by the root that it names; whether that root is the state's, it cannot say.
/// SIG-003, 004, 005, 007; SIG-012 the signature does not fit.
[[nodiscard]] std::expected<TrustSheet, Finding> read_sheet(ByteView bytes, Sha256 sha256,
                                                            VerifySignature verify);

[[nodiscard]] const TrustedKey* find_key(const TrustSheet& sheet, ByteView key_id, Sha256 sha256);
/// Why what the key signed at that instant is not believed: SIG-015 not in force then, SIG-016 revoked.
[[nodiscard]] std::optional<Finding> fault_of_key(const TrustedKey& key, Instant signed_at);

class Trust {
 public:
  Trust(Sha256 sha256, VerifySignature verify, std::vector<Pin> pins = {})
      : sha256_(sha256), verify_(verify), pins_(std::move(pins)) {}

  enum class Taken : std::uint8_t { newer, held };  ///< `held`: just that one is held

  /// SIG-014 of another root than the pinned one; without a pin, than that of the first sheet of the state.
  /// SIG-024 older than the one held, or another under its number.
  [[nodiscard]] std::expected<Taken, Finding> take_sheet(ByteView bytes);
  /// SIG-010, 011, 015, 016 of the key as of the list's date; SIG-012 the signature does not fit; SIG-024
  /// older than the one held, or another of its date. The sheets come first.
  [[nodiscard]] std::expected<Taken, Finding> take_list(ByteView bytes);

  [[nodiscard]] const TrustSheet* sheet_of(Country state) const;
  /// Nothing once the newest sheet believes its key no more.
  [[nodiscard]] const StatusList* list_of(Country state, Kind kind) const;
  [[nodiscard]] Sha256 hash() const { return sha256_; }
  [[nodiscard]] VerifySignature verifier() const { return verify_; }

 private:
  struct HeldList {
    StatusList list;
    Bytes key_id;
  };
  [[nodiscard]] std::optional<Finding> fault_of_root(const TrustSheet& sheet) const;
  /// Of a list's key, as of the list's date.
  [[nodiscard]] std::optional<Finding> fault_of_signer(const StatusList& list, ByteView key_id) const;

  Sha256 sha256_;
  VerifySignature verify_;
  std::vector<Pin> pins_;
  std::vector<TrustSheet> sheets_;
  std::vector<HeldList> lists_;
};

/// The one reason behind SIG-010 and SIG-011: nobody here knows the key.
[[nodiscard]] Finding no_sheet(Country state);
[[nodiscard]] Finding unknown_key(ByteView key_id);

}  // namespace lintas::code
