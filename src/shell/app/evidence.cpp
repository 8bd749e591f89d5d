#include "shell/app/evidence.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store_failure.hpp"

namespace lintas::app {

namespace {

// The dictionary in two bytes, the hash of what is packed, the frame. With certificates their number stands
// before the frame, and of each how long it is here, in two bytes, and itself, packed in the same way; what
// is packed begins with the places where they stood, in four bytes each, so that the hash is over these, too.
// Those that stood nowhere in it come last.
constexpr std::size_t hash_at = 2;
constexpr std::size_t frame_at = hash_at + sizeof(Hash256);
constexpr std::size_t length_of_length = 2;
constexpr std::size_t length_of_place = 4;
/// The place of a certificate that lies beside what is packed. No content is as long.
constexpr unsigned beside_it = 0xFFFFFFFFU;
/// Of the dictionary's number: certificates follow.
constexpr unsigned has_certificates = 0x8000U;
/// An envelope has one; a foreign one may name those above it, too. What is more stays where it is.
constexpr std::size_t certificates_max = 4;
/// Below, naming it takes as much room as itself; above, it is no certificate.
constexpr std::size_t certificate_length_min = 200;
constexpr std::size_t certificate_length_max = std::size_t{16} * 1024;

unsigned number_at(ByteView bytes, std::size_t at, std::size_t length) {
  unsigned number = 0;
  for (const std::byte one : bytes.subspan(at, length))
    number = (number << 8U) | std::to_integer<unsigned>(one);
  return number;
}

void add_number(Bytes& out, std::size_t number, std::size_t length) {
  for (std::size_t i = length; i > 0; --i)
    out.push_back(static_cast<std::byte>((number >> (8U * (i - 1))) & 0xFFU));
}

struct Found {
  std::size_t at = 0;
  std::size_t length = 0;
};

/// The contents of wsse:BinarySecurityToken: the text between its tags.
std::vector<Found> tokens_in(std::string_view text) {
  constexpr std::string_view name = "BinarySecurityToken";
  std::vector<Found> found;
  for (std::size_t at = text.find(name); at != std::string_view::npos && found.size() < certificates_max;
       at = text.find(name, at)) {
    const std::size_t begin = text.find('>', at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = text.find('<', begin);
    if (end == std::string_view::npos) break;
    const std::size_t length = end - begin - 1;
    if (length >= certificate_length_min && length <= certificate_length_max)
      found.push_back({.at = begin + 1, .length = length});
    at = end;
  }
  return found;
}

Bytes packed(Packer& packer, ByteView content, unsigned more, ByteView between) {
  const workflow::Payload payload = packer.pack(workflow::payload_evidence, content);
  Bytes stored;
  stored.reserve(frame_at + between.size() + payload.bytes.size());
  add_number(stored, payload.dictionary | more, hash_at);
  stored.insert(stored.end(), payload.hash.bytes.begin(), payload.hash.bytes.end());
  stored.insert(stored.end(), between.begin(), between.end());
  stored.insert(stored.end(), payload.bytes.begin(), payload.bytes.end());
  return stored;
}

/// `frame` begins the frame; `dictionary` without what else stands in its bytes.
Bytes unpacked(Packer& packer, ByteView stored, std::size_t frame, unsigned dictionary) {
  workflow::Payload payload{.kind = workflow::payload_evidence,
                            .dictionary = static_cast<std::uint16_t>(dictionary),
                            .hash = {},
                            .bytes = copy_of(stored.subspan(frame))};
  std::ranges::copy(stored.subspan(hash_at, sizeof(Hash256)), payload.hash.bytes.begin());
  return packer.unpack(payload);
}

bool says_certificates(ByteView stored) {
  return stored.size() > frame_at && (number_at(stored, 0, hash_at) & has_certificates) != 0;
}

struct Layout {
  std::vector<CertificateRange> certificates;
  std::size_t frame = 0;
};

/// Nothing if the lengths do not fit.
std::optional<Layout> layout_of(ByteView stored) {
  Layout layout;
  const std::size_t count = number_at(stored, frame_at, 1);
  std::size_t at = frame_at + 1;
  for (std::size_t i = 0; i < count; ++i) {
    if (stored.size() - at < length_of_length) return std::nullopt;
    const std::size_t length = number_at(stored, at, length_of_length);
    at += length_of_length;
    if (length <= frame_at || stored.size() - at < length) return std::nullopt;
    CertificateRange range{.at = at, .length = length, .hash = {}};
    std::ranges::copy(stored.subspan(at + hash_at, sizeof(Hash256)), range.hash.bytes.begin());
    layout.certificates.push_back(range);
    at += length;
  }
  if (at >= stored.size()) return std::nullopt;
  layout.frame = at;
  return layout;
}

[[noreturn]] void damaged(std::string_view why) {
  throw StoreFailure(format("stored evidence is damaged: {}", why), StoreFailure::Outcome::not_applied);
}

}  // namespace

Bytes pack_evidence(Packer& packer, ByteView content, std::span<const Bytes> beside) {
  const std::vector<Found> tokens = tokens_in(as_text(content));
  std::vector<ByteView> others;
  for (const Bytes& one : beside) {
    if (!one.empty() && one.size() <= certificate_length_max && others.size() < certificates_max)
      others.emplace_back(one);
  }
  if (tokens.empty() && others.empty()) return packed(packer, content, 0, {});
  Bytes rest;
  rest.reserve(content.size());
  for (const Found& token : tokens) add_number(rest, token.at, length_of_place);
  for (std::size_t i = 0; i < others.size(); ++i) add_number(rest, beside_it, length_of_place);
  Bytes between;
  add_number(between, tokens.size() + others.size(), 1);
  const auto add_certificate = [&](ByteView certificate) {
    const Bytes made = packed(packer, certificate, 0, {});
    add_number(between, made.size(), length_of_length);
    between.insert(between.end(), made.begin(), made.end());
  };
  std::size_t done = 0;
  for (const Found& token : tokens) {
    add_certificate(content.subspan(token.at, token.length));
    const ByteView before = content.subspan(done, token.at - done);
    rest.insert(rest.end(), before.begin(), before.end());
    done = token.at + token.length;
  }
  for (const ByteView other : others) add_certificate(other);
  const ByteView last = content.subspan(done);
  rest.insert(rest.end(), last.begin(), last.end());
  return packed(packer, rest, has_certificates, between);
}

namespace {

struct Unpacked {
  Bytes content;
  std::vector<Bytes> beside;
};

Unpacked all_of(Packer& packer, ByteView stored) {
  if (stored.size() <= frame_at) damaged("it is too short");
  const unsigned dictionary = number_at(stored, 0, hash_at);
  if (!says_certificates(stored))
    return {.content = unpacked(packer, stored, frame_at, dictionary), .beside = {}};
  const std::optional<Layout> layout = layout_of(stored);
  if (!layout) damaged("its certificates are not there");
  const Bytes rest = unpacked(packer, stored, layout->frame, dictionary & ~has_certificates);
  Unpacked all;
  Bytes& content = all.content;
  std::size_t done = layout->certificates.size() * length_of_place;
  if (rest.size() < done) damaged("places of its certificates are not there");
  for (std::size_t i = 0; i < layout->certificates.size(); ++i) {
    const CertificateRange& range = layout->certificates[i];
    const ByteView there = stored.subspan(range.at, range.length);
    Bytes certificate = unpacked(packer, there, frame_at, number_at(there, 0, hash_at));
    const std::size_t place = number_at(rest, i * length_of_place, length_of_place);
    if (place == beside_it) {
      all.beside.push_back(std::move(certificate));
      continue;
    }
    if (place < content.size() || rest.size() - done < place - content.size())
      damaged("a certificate has no place in it");
    const ByteView between = ByteView{rest}.subspan(done, place - content.size());
    content.insert(content.end(), between.begin(), between.end());
    content.insert(content.end(), certificate.begin(), certificate.end());
    done += between.size();
  }
  const ByteView last = ByteView{rest}.subspan(done);
  content.insert(content.end(), last.begin(), last.end());
  return all;
}

}  // namespace

Bytes unpack_evidence(Packer& packer, ByteView stored) { return all_of(packer, stored).content; }

std::vector<Bytes> certificates_beside(Packer& packer, ByteView stored) {
  return all_of(packer, stored).beside;
}

std::vector<CertificateRange> certificates_in(ByteView stored) {
  if (!says_certificates(stored)) return {};
  const std::optional<Layout> layout = layout_of(stored);
  return layout ? layout->certificates : std::vector<CertificateRange>{};
}

}  // namespace lintas::app
