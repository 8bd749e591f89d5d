#include "wire/as4/signed_form.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "wire/as4/content_form.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/sink.hpp"

namespace lintas::as4 {

std::optional<SignedForm> signed_form(ByteView content, std::string_view type, const Hash256& digest,
                                      Sha256 sha256) {
  const auto fits = [&](const Bytes& octets) { return sha256(std::array{ByteView{octets}}) == digest; };
  if (Bytes packed = gzip(content); fits(packed))
    return SignedForm{.octets = std::move(packed), .is_packed = true};
  Bytes form;
  BytesSink whole{form};
  FormSink sink{form_of(type), whole};
  if (!sink.take(content) || !sink.close() || !fits(form)) return std::nullopt;
  return SignedForm{.octets = std::move(form), .is_packed = false};
}

}  // namespace lintas::as4
