#include "wire/as4/signed_form.hpp"

#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "wire/as4/content_form.hpp"
#include "wire/as4/errors.hpp"
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

/// Whether what comes is this, and nothing else.
class SameSink final : public Sink {
 public:
  explicit SameSink(ByteView wanted) : left_(wanted) {}
  std::expected<void, Refused> take(ByteView piece) override {
    if (piece.size() > left_.size() || !same_bytes(left_.first(piece.size()), piece)) return differs();
    left_ = left_.subspan(piece.size());
    return {};
  }
  std::expected<void, Refused> close() override {
    return left_.empty() ? std::expected<void, Refused>{} : differs();
  }

 private:
  static std::unexpected<Refused> differs() { return refused(Error::failed_authentication, "it differs"); }

  ByteView left_;
};

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
  SameSink same{octets};
  FormSink sink{form, same};
  return sink.take(content) && sink.close();
}

}  // namespace lintas::as4
