#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/code/cose.hpp"
#include "core/code/trust.hpp"
#include "core/model/values/country.hpp"

/// Who a node is, as it tells its partners: one signed file (docs/protocols/identity.md). Two signatures
/// stand one in the other. The root of the state, which is kept off every line, signs that a key speaks for
/// the node; that key signs everything that changes from time to time. So certificates come and go without
/// the root, and a partner that pinned the root once believes them. Pure.
namespace lintas::exchange {

/// Of delegation and document alike.
inline constexpr std::uint8_t identity_version = 1;

/// Largest file of an identity document read. More is refused (SIG-003). A certificate of RSA takes less than
/// 1.5 KiB, so this is four times what a node has that changes all of them at once.
inline constexpr std::size_t identity_bytes_max = 64UL * 1024;
/// Members of each list of certificates; more is refused (SIG-005). The old one, the new one, and as many
/// again for each profile.
inline constexpr std::size_t identity_certificates_max = 16;
/// Kinds of messages in a capability sheet; more is refused (SIG-005). There are some fifty.
inline constexpr std::size_t identity_messages_max = 256;

/// The root's word for the key of its node.
struct Delegation {
  std::uint8_t version = identity_version;
  Country state;
  std::uint32_t number = 0;  ///< rises whenever the root signs another one
  Instant from;
  Instant until;  ///< the key signs nothing from then on
  code::PublicKey root;
  code::PublicKey key;

  static constexpr std::string_view record = "identity.delegation";
  static constexpr auto fields() {
    return Fields{Field{1, "version", &Delegation::version}, Field{2, "state", &Delegation::state},
                  Field{3, "number", &Delegation::number},   Field{4, "from", &Delegation::from},
                  Field{5, "until", &Delegation::until},     Field{6, "root", &Delegation::root},
                  Field{7, "key", &Delegation::key}};
  }
  friend bool operator==(const Delegation&, const Delegation&) = default;
};

/// A profile of eDelivery AS4, by the algorithms that go with it. Numbers are sent.
enum class Profile : std::uint8_t { v1 = 1, v2 = 2 };
inline constexpr std::array profile_words{Word{Profile::v1, "1.x"}, Word{Profile::v2, "2.0"}};
[[nodiscard]] constexpr const auto& words_for(Profile) { return profile_words; }

/// Messages that a node takes.
struct MessageKind {
  std::string type;  ///< "IE050": the action of AS4
  std::vector<std::uint8_t> versions;

  static constexpr std::string_view record = "identity.message_kind";
  static constexpr auto fields() {
    return Fields{Field{1, "type", &MessageKind::type}, Field{2, "versions", &MessageKind::versions}};
  }
  friend bool operator==(const MessageKind&, const MessageKind&) = default;
};

/// The capability sheet: what a partner may send.
struct Capabilities {
  std::vector<Profile> profiles;
  std::vector<MessageKind> messages;
  std::uint64_t payload_bytes_max = 0;  ///< of one message, unpacked

  static constexpr std::string_view record = "identity.capabilities";
  static constexpr auto fields() {
    return Fields{Field{1, "profiles", &Capabilities::profiles},
                  Field{2, "messages", &Capabilities::messages},
                  Field{3, "payload_bytes_max", &Capabilities::payload_bytes_max}};
  }
  friend bool operator==(const Capabilities&, const Capabilities&) = default;
};

struct IdentityDocument {
  std::uint8_t version = identity_version;
  Bytes delegation;          ///< as the root signed it
  std::uint32_t number = 0;  ///< rises from document to document of one delegation
  Instant issued;
  Instant until;             ///< there is a newer one by then
  std::string url;           ///< where the node takes messages
  code::PublicKey head_key;  ///< signs the heads of its audit log
  /// How the node shows itself on the line: certificates by their SHA-256, authorities in DER. Both empty:
  /// as any server does, by an authority that everybody knows.
  std::vector<Hash256> tls_certificates;
  std::vector<Bytes> tls_authorities;
  /// X.509 in DER: who issued what follows, where it is not signed by itself.
  std::vector<Bytes> authorities;
  std::vector<Bytes> signing;  ///< of messages, for every profile, old and new ones
  std::vector<Bytes> sealing;  ///< what the keys of messages are encrypted for
  Capabilities capabilities;

  static constexpr std::string_view record = "identity.document";
  static constexpr auto fields() {
    using D = IdentityDocument;
    return Fields{Field{1, "version", &D::version},
                  Field{2, "delegation", &D::delegation},
                  Field{3, "number", &D::number},
                  Field{4, "issued", &D::issued},
                  Field{5, "until", &D::until},
                  Field{6, "url", &D::url},
                  Field{7, "head_key", &D::head_key},
                  Field{8, "tls_certificates", &D::tls_certificates},
                  Field{9, "tls_authorities", &D::tls_authorities},
                  Field{10, "authorities", &D::authorities},
                  Field{11, "signing", &D::signing},
                  Field{12, "sealing", &D::sealing},
                  Field{13, "capabilities", &D::capabilities}};
  }
  friend bool operator==(const IdentityDocument&, const IdentityDocument&) = default;
};

/// Read, and signed as it has to be; whether by the right root, `fault_of` says; and whether it holds,
/// `fault_at`.
struct Identity {
  Delegation delegation;
  IdentityDocument document;

  [[nodiscard]] Country state() const noexcept { return delegation.state; }
  /// It grows: one of a later delegation is newer whatever its own number is.
  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> number() const noexcept {
    return {delegation.number, document.number};
  }
  friend bool operator==(const Identity&, const Identity&) = default;
};

[[nodiscard]] Bytes sign_delegation(const Delegation& delegation, Sha256 sha256, const code::Sign& root);
/// Precondition: `key` is the one that the document's delegation names.
[[nodiscard]] Bytes sign_identity(const IdentityDocument& document, const code::PublicKey& key, Sha256 sha256,
                                  const code::Sign& sign);

/// SIG-003, 004, 005, 007; IDN-001 a signature does not fit.
[[nodiscard]] std::expected<Delegation, Finding> read_delegation(ByteView bytes, Sha256 sha256,
                                                                 code::VerifySignature verify);
/// The same, of both signatures.
[[nodiscard]] std::expected<Identity, Finding> read_identity(ByteView bytes, Sha256 sha256,
                                                             code::VerifySignature verify);

/// IDN-002 of another root than the pinned one, IDN-003 of another state.
[[nodiscard]] std::optional<Finding> fault_of(const Identity& identity, const code::Pin& pin, Sha256 sha256);
/// IDN-004 delegation or document are not in force.
[[nodiscard]] std::optional<Finding> fault_at(const Identity& identity, Instant now);

/// Whether `next` may take the place of `held`: IDN-005 it goes back, or is another one under the same
/// number, or another delegation under its number. Just the same one may.
[[nodiscard]] std::optional<Finding> fault_of_change(const Identity& held, const Identity& next);

}  // namespace lintas::exchange
