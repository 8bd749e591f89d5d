#include "core/code/trust.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/model/values/country.hpp"

namespace lintas::code {

namespace {

constexpr std::size_t fingerprint_bytes = 16;
constexpr std::size_t fingerprint_group = 4;
constexpr std::size_t country_chars = 2;

Finding finding(std::string_view rule, std::string detail = {}) {
  return {.rule = std::string{rule}, .pointer = {}, .value = {}, .detail = std::move(detail)};
}

std::string grouped(std::string_view digits) {
  std::string text;
  for (std::size_t at = 0; at < digits.size(); at += fingerprint_group) {
    if (at > 0) text += '-';
    text += digits.substr(at, fingerprint_group);
  }
  return text;
}

}  // namespace

std::string fingerprint_of(const PublicKey& root, Sha256 sha256) {
  const std::array whole{ByteView{root.bytes}};
  return grouped(to_hex(sha256(whole).view().first(fingerprint_bytes)));
}

std::optional<std::string> parse_fingerprint(std::string_view text) {
  std::string digits{text};
  const auto separators = std::ranges::remove_if(digits, [](char c) { return c == '-' || c == ' '; });
  digits.erase(separators.begin(), separators.end());
  const auto bytes = from_hex(digits);
  if (!bytes || bytes->size() != fingerprint_bytes) return std::nullopt;
  return grouped(to_hex(*bytes));
}

std::optional<Pin> parse_pin(std::string_view text) {
  const auto state = Country::parse(text.substr(0, country_chars));
  if (!state || text.size() < country_chars + 1 || text[country_chars] != '=') return std::nullopt;
  auto fingerprint = parse_fingerprint(text.substr(country_chars + 1));
  if (!fingerprint) return std::nullopt;
  return Pin{.state = *state, .fingerprint = *std::move(fingerprint)};
}

Bytes sign_sheet(const TrustSheet& sheet, Sha256 sha256, const Sign& sign_it) {
  return sign(Subject::trust_sheet, key_id_of(sheet.root, sha256), to_cbor(sheet), sign_it);
}

std::expected<TrustSheet, Finding> read_sheet(ByteView bytes, Sha256 sha256, VerifySignature verify) {
  if (bytes.size() > limits::trust_sheet_bytes_max)
    return std::unexpected(finding("SIG-003", format("at most {} bytes", limits::trust_sheet_bytes_max)));
  LINTAS_TRY(envelope, read_signed(bytes));
  LINTAS_TRY(sheet, read_record<TrustSheet>(Subject::trust_sheet, envelope));
  const KeyId root = key_id_of(sheet.root, sha256);
  if (!same_bytes(envelope.key_id, root.bytes) || !fits(envelope, sheet.root, verify))
    return std::unexpected(finding("SIG-012"));
  return std::move(sheet);
}

const TrustedKey* find_key(const TrustSheet& sheet, ByteView key_id, Sha256 sha256) {
  const auto found = std::ranges::find_if(sheet.keys, [&](const TrustedKey& one) {
    return same_bytes(key_id_of(one.key, sha256).bytes, key_id);
  });
  return found == sheet.keys.end() ? nullptr : &*found;
}

std::optional<Finding> fault_of_key(const TrustedKey& key, Instant signed_at) {
  const bool ended = key.since && signed_at >= *key.since;
  if (key.status == KeyStatus::revoked && ended)
    return finding("SIG-016", format("revoked since {}", to_text(*key.since)));
  if (signed_at < key.from || signed_at >= key.until)
    return finding("SIG-015", format("in force from {} until {}", to_text(key.from), to_text(key.until)));
  if (key.status == KeyStatus::retired && ended)
    return finding("SIG-015", format("retired since {}", to_text(*key.since)));
  return std::nullopt;
}

std::expected<Trust::Taken, Finding> Trust::take_sheet(ByteView bytes) {
  LINTAS_TRY(sheet, read_sheet(bytes, sha256_, verify_));
  if (auto fault = fault_of_root(sheet)) return std::unexpected(*std::move(fault));
  const auto held = std::ranges::find(sheets_, sheet.issuer, &TrustSheet::issuer);
  if (held == sheets_.end()) {
    sheets_.push_back(std::move(sheet));
    return Taken::newer;
  }
  if (*held == sheet) return Taken::held;
  if (sheet.number <= held->number)
    return std::unexpected(finding("SIG-024", format("number {} is held", held->number)));
  *held = std::move(sheet);
  return Taken::newer;
}

std::optional<Finding> Trust::fault_of_root(const TrustSheet& sheet) const {
  const std::string fingerprint = fingerprint_of(sheet.root, sha256_);
  const auto fault = [&] { return finding("SIG-014", format("its root is {}", fingerprint)); };
  bool pinned = false;
  for (const Pin& pin : pins_) {
    if (pin.state != sheet.issuer) continue;
    if (pin.fingerprint == fingerprint) return std::nullopt;
    pinned = true;
  }
  const TrustSheet* held = sheet_of(sheet.issuer);
  if (pinned || (held != nullptr && held->root != sheet.root)) return fault();
  return std::nullopt;
}

std::expected<Trust::Taken, Finding> Trust::take_list(ByteView bytes) {
  LINTAS_TRY(read, read_list(bytes));
  const StatusList& list = read.list;
  if (auto fault = fault_of_signer(list, read.envelope.key_id)) return std::unexpected(*std::move(fault));
  const TrustedKey* key = find_key(*sheet_of(list.issuer), read.envelope.key_id, sha256_);
  if (!fits(read.envelope, key->key, verify_)) return std::unexpected(finding("SIG-012"));
  const auto held = std::ranges::find_if(lists_, [&](const HeldList& one) {
    return one.list.issuer == list.issuer && one.list.kind == list.kind;
  });
  if (held == lists_.end()) {
    lists_.push_back({.list = std::move(read.list), .key_id = std::move(read.envelope.key_id)});
    return Taken::newer;
  }
  if (held->list == list) return Taken::held;
  if (list.as_of <= held->list.as_of)
    return std::unexpected(finding("SIG-024", format("one as of {} is held", to_text(held->list.as_of))));
  *held = {.list = std::move(read.list), .key_id = std::move(read.envelope.key_id)};
  return Taken::newer;
}

std::optional<Finding> Trust::fault_of_signer(const StatusList& list, ByteView key_id) const {
  const TrustSheet* sheet = sheet_of(list.issuer);
  if (sheet == nullptr) return no_sheet(list.issuer);
  const TrustedKey* key = find_key(*sheet, key_id, sha256_);
  return key == nullptr ? unknown_key(key_id) : fault_of_key(*key, list.as_of);
}

const TrustSheet* Trust::sheet_of(Country state) const {
  const auto found = std::ranges::find(sheets_, state, &TrustSheet::issuer);
  return found == sheets_.end() ? nullptr : &*found;
}

const StatusList* Trust::list_of(Country state, Kind kind) const {
  for (const HeldList& held : lists_) {
    if (held.list.issuer == state && held.list.kind == kind)
      return fault_of_signer(held.list, held.key_id) ? nullptr : &held.list;
  }
  return nullptr;
}

Finding no_sheet(Country state) { return finding("SIG-010", std::string{state.str()}); }
Finding unknown_key(ByteView key_id) { return finding("SIG-011", format("key {}", to_hex(key_id))); }

}  // namespace lintas::code
