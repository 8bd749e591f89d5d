#include "core/exchange/identity.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "base/words.hpp"
#include "core/code/cose.hpp"
#include "core/code/records.hpp"
#include "core/code/trust.hpp"

namespace lintas::exchange {

namespace {

Finding finding(std::string_view rule, std::string detail = {}) {
  return {.rule = std::string{rule}, .pointer = {}, .value = {}, .detail = std::move(detail)};
}

std::optional<std::string> fault_in(const Delegation& delegation) {
  if (delegation.from >= delegation.until) return "the delegation ends before it begins";
  return std::nullopt;
}

std::optional<std::string> fault_in(const Capabilities& sheet) {
  if (sheet.profiles.empty() || sheet.messages.empty()) return "the capability sheet is empty";
  if (!std::ranges::all_of(sheet.profiles, [](Profile one) { return is_known(one); }))
    return "a profile is not known";
  if (sheet.messages.size() > identity_messages_max)
    return format("more than {} kinds of messages", identity_messages_max);
  const auto is_kind = [](const MessageKind& kind) {
    return !kind.type.empty() && !utf8::first_bad(kind.type) && !kind.versions.empty();
  };
  if (!std::ranges::all_of(sheet.messages, is_kind)) return "a kind of messages has no name or no version";
  return std::nullopt;
}

std::optional<std::string> fault_in(const IdentityDocument& document) {
  if (document.issued >= document.until) return "the document ends before it is issued";
  if (document.url.empty() || utf8::first_bad(document.url)) return "the address is no text";
  if (document.signing.empty() || document.sealing.empty()) return "a certificate is missing";
  for (const std::size_t count :
       {document.tls_certificates.size(), document.tls_authorities.size(), document.authorities.size(),
        document.signing.size(), document.sealing.size()}) {
    if (count > identity_certificates_max)
      return format("more than {} certificates of one use", identity_certificates_max);
  }
  return fault_in(document.capabilities);
}

/// Signed by the key that `key_of` finds in the record itself.
template <class Record, class KeyOf>
std::expected<Record, Finding> read(code::Subject subject, const code::Signed& envelope, Sha256 sha256,
                                    code::VerifySignature verify, KeyOf key_of) {
  if (auto other = code::other_than(subject, envelope)) return std::unexpected(*std::move(other));
  auto value = from_cbor<Record>(envelope.content);
  if (!value) return std::unexpected(code::malformed_record(std::string{cbor::name(value.error())}));
  if (auto fault = fault_in(*value)) return std::unexpected(code::malformed_record(*std::move(fault)));
  LINTAS_TRY(key, key_of(*value));
  const code::KeyId id = code::key_id_of(key, sha256);
  if (!same_bytes(envelope.key_id, id.bytes) || !code::fits(envelope, key, verify))
    return std::unexpected(finding("IDN-001"));
  return *std::move(value);
}

std::expected<code::Signed, Finding> opened(ByteView bytes) {
  if (bytes.size() > identity_bytes_max)
    return std::unexpected(finding("SIG-003", format("at most {} bytes", identity_bytes_max)));
  return code::read_signed(bytes);
}

}  // namespace

Bytes sign_delegation(const Delegation& delegation, Sha256 sha256, const code::Sign& root) {
  return code::sign(code::Subject::delegation, code::key_id_of(delegation.root, sha256), to_cbor(delegation),
                    root);
}

Bytes sign_identity(const IdentityDocument& document, const code::PublicKey& key, Sha256 sha256,
                    const code::Sign& sign) {
  return code::sign(code::Subject::identity, code::key_id_of(key, sha256), to_cbor(document), sign);
}

std::expected<Delegation, Finding> read_delegation(ByteView bytes, Sha256 sha256,
                                                   code::VerifySignature verify) {
  LINTAS_TRY(envelope, opened(bytes));
  return read<Delegation>(
      code::Subject::delegation, envelope, sha256, verify,
      [](const Delegation& one) -> std::expected<code::PublicKey, Finding> { return one.root; });
}

std::expected<Identity, Finding> read_identity(ByteView bytes, Sha256 sha256, code::VerifySignature verify) {
  LINTAS_TRY(envelope, opened(bytes));
  Identity out;
  LINTAS_TRY(document, read<IdentityDocument>(
                           code::Subject::identity, envelope, sha256, verify,
                           [&](const IdentityDocument& one) -> std::expected<code::PublicKey, Finding> {
                             LINTAS_TRY(delegation, read_delegation(one.delegation, sha256, verify));
                             out.delegation = delegation;
                             return out.delegation.key;
                           }));
  out.document = std::move(document);
  return out;
}

std::optional<Finding> fault_of(const Identity& identity, const code::Pin& pin, Sha256 sha256) {
  if (identity.state() != pin.state)
    return finding("IDN-003", format("it is that of {}, not of {}", identity.state().str(), pin.state.str()));
  const std::string root = code::fingerprint_of(identity.delegation.root, sha256);
  if (root != pin.fingerprint)
    return finding("IDN-002", format("its root is {}, pinned is {}", root, pin.fingerprint));
  return std::nullopt;
}

std::optional<Finding> fault_at(const Identity& identity, Instant now) {
  const auto in_force = [&](Instant from, Instant until) { return from <= now && now < until; };
  const Delegation& delegation = identity.delegation;
  if (!in_force(delegation.from, delegation.until)) {
    return finding("IDN-004", format("its key speaks for the node from {} until {}", to_text(delegation.from),
                                     to_text(delegation.until)));
  }
  const IdentityDocument& document = identity.document;
  if (!in_force(document.issued, document.until)) {
    return finding("IDN-004",
                   format("it holds from {} until {}", to_text(document.issued), to_text(document.until)));
  }
  return std::nullopt;
}

std::optional<Finding> fault_of_change(const Identity& held, const Identity& next) {
  // Two keys under one number would overtake each other for ever, and one of them may be a thief's.
  const bool is_other_key = next.delegation.number == held.delegation.number &&
                            next.document.delegation != held.document.delegation;
  if (next == held || (next.number() > held.number() && !is_other_key)) return std::nullopt;
  const auto [delegation, document] = held.number();
  return finding("IDN-005", format("number {}.{} is held", delegation, document));
}

}  // namespace lintas::exchange
