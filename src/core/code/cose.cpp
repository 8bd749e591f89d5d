#include "core/code/cose.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
#include <string>
#include <utility>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/finding.hpp"
#include "base/result.hpp"

namespace lintas::code {

namespace {

constexpr std::byte tag_sign1{0xD2};  // 18
constexpr std::size_t parts = 4;
// RFC 9052, section 3.1; RFC 9053, section 2.2.
constexpr std::int64_t label_algorithm = 1;
constexpr std::int64_t label_content_type = 3;
constexpr std::int64_t label_key_id = 4;
constexpr std::int64_t eddsa = -8;

Finding malformed(std::string detail) {
  return {.rule = "SIG-005", .pointer = {}, .value = {}, .detail = std::move(detail)};
}
Finding malformed(cbor::Error error) { return malformed(std::string{cbor::name(error)}); }
Finding other_header(std::string detail) {
  return {.rule = "SIG-004", .pointer = {}, .value = {}, .detail = std::move(detail)};
}

Bytes protected_header(std::uint16_t subject) {
  cbor::Writer out;
  out.map(2);
  out.integer(label_algorithm);
  out.integer(eddsa);
  out.integer(label_content_type);
  out.unsigned_integer(subject);
  return std::move(out).take();
}

/// The only header that is read is the one that is written: what it says in place of the algorithm is told
/// first.
std::expected<std::uint16_t, Finding> read_protected(ByteView header) {
  cbor::Reader in{header};
  const auto pairs = in.map();
  if (!pairs) return std::unexpected(malformed(pairs.error()));
  const auto label = in.integer();
  const auto algorithm = in.integer();
  if (label != label_algorithm || algorithm != eddsa)
    return std::unexpected(other_header("the algorithm is not EdDSA (-8)"));
  const auto next = in.integer();
  const auto subject = in.integer();
  if (!subject && subject.error() == cbor::Error::not_shortest)
    return std::unexpected(malformed(subject.error()));
  if (*pairs != 2 || next != label_content_type || !subject || !std::in_range<std::uint16_t>(*subject) ||
      !in.at_end())
    return std::unexpected(other_header("the protected header is not {1: -8, 3: number}"));
  const auto number = static_cast<std::uint16_t>(*subject);
  if (!same_bytes(header, protected_header(number))) return std::unexpected(malformed("header"));
  return number;
}

std::expected<Bytes, Finding> read_unprotected(cbor::Reader& in) {
  const auto pairs = in.map();
  if (!pairs) return std::unexpected(malformed(pairs.error()));
  if (*pairs != 1 || in.integer() != label_key_id)
    return std::unexpected(other_header("the unprotected header is not {4: key id}"));
  const auto id = in.bytes();
  if (!id) return std::unexpected(malformed(id.error()));
  return copy_of(*id);
}

}  // namespace

KeyId key_id_of(const PublicKey& key, Sha256 sha256) {
  const std::array whole{ByteView{key.bytes}};
  const Hash256 hash = sha256(whole);
  KeyId id;
  std::ranges::copy_n(hash.bytes.begin(), static_cast<std::ptrdiff_t>(id.bytes.size()), id.bytes.begin());
  return id;
}

Bytes to_be_signed(std::uint16_t subject, ByteView content) {
  cbor::Writer out;
  out.array(parts);
  out.text("Signature1");
  out.bytes(protected_header(subject));
  out.bytes({});
  out.bytes(content);
  return std::move(out).take();
}

Bytes sign(Subject subject, const KeyId& key, ByteView content, const Sign& sign) {
  const auto number = std::to_underlying(subject);
  cbor::Writer out;
  out.array(parts);
  out.bytes(protected_header(number));
  out.map(1);
  out.integer(label_key_id);
  out.bytes(key.bytes);
  out.bytes(content);
  out.bytes(sign(to_be_signed(number, content)));
  Bytes whole(1 + out.view().size());
  whole.front() = tag_sign1;
  std::ranges::copy(out.view(), std::next(whole.begin()));
  return whole;
}

std::expected<Signed, Finding> read_signed(ByteView bytes) {
  if (bytes.empty() || bytes.front() != tag_sign1)
    return std::unexpected(malformed("the tag of COSE_Sign1 is missing"));
  cbor::Reader in{bytes.subspan(1)};
  const auto members = in.array();
  if (!members) return std::unexpected(malformed(members.error()));
  if (*members != parts) return std::unexpected(malformed("COSE_Sign1 has four parts"));
  const auto header = in.bytes();
  if (!header) return std::unexpected(malformed(header.error()));
  Signed read;
  LINTAS_TRY(subject, read_protected(*header));
  read.subject = subject;
  LINTAS_TRY(id, read_unprotected(in));
  read.key_id = std::move(id);
  const auto content = in.bytes();
  if (!content) return std::unexpected(malformed(content.error()));
  read.content = copy_of(*content);
  const auto signature = in.bytes();
  if (!signature) return std::unexpected(malformed(signature.error()));
  if (signature->size() != read.signature.size())
    return std::unexpected(other_header("a signature of Ed25519 has 64 bytes"));
  std::ranges::copy(*signature, read.signature.begin());
  if (!in.at_end()) return std::unexpected(malformed(cbor::Error::trailing));
  return read;
}

bool fits(const Signed& read, const PublicKey& key, VerifySignature verify) {
  return verify(key.bytes, to_be_signed(read.subject, read.content), read.signature);
}

}  // namespace lintas::code
