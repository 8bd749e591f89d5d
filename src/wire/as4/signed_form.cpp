#include "wire/as4/signed_form.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "wire/as4/content_form.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/sink.hpp"

namespace lintas::as4 {

namespace {

/// ID1, ID2, method, flags, time, extra flags, system (RFC 1952, 2.3).
constexpr std::size_t gzip_head_bytes = 10;

bool begins_as_gzip(ByteView octets) {
  return octets.size() >= 2 && octets[0] == std::byte{0x1f} && octets[1] == std::byte{0x8b};
}

/// Also whatever else a program decides there: its level, its system, a name.
bool begins_as_ours(ByteView octets) {
  static const Bytes ours = gzip({});
  return octets.size() >= gzip_head_bytes &&
         same_bytes(octets.first(gzip_head_bytes), ByteView{ours}.first(gzip_head_bytes));
}

/// Nothing of what cannot have been signed as this type.
std::optional<Bytes> in_form(ByteView content, ContentForm form) {
  Bytes out;
  BytesSink whole{out};
  FormSink sink{form, whole};
  if (!sink.take(content) || !sink.close()) return std::nullopt;
  return out;
}

}  // namespace

std::optional<SignedForm> signed_form(ByteView content, std::string_view type, const Hash256& digest,
                                      Sha256 sha256) {
  const auto fits = [&](const Bytes& octets) { return sha256(std::array{ByteView{octets}}) == digest; };
  if (Bytes packed = gzip(content); fits(packed))
    return SignedForm{.octets = std::move(packed), .is_packed = true};
  auto form = in_form(content, form_of(type));
  if (!form || !fits(*form)) return std::nullopt;
  return SignedForm{.octets = *std::move(form), .is_packed = false};
}

bool follows_from(ByteView content, std::string_view type, ByteView octets) {
  if (begins_as_ours(octets) && same_bytes(gzip(content), octets)) return true;
  const ContentForm form = form_of(type);
  // XML begins with another octet.
  if (form == ContentForm::canonical_xml && begins_as_gzip(octets)) return false;
  const auto formed = in_form(content, form);
  return formed && same_bytes(*formed, octets);
}

}  // namespace lintas::as4
