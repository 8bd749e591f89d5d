#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "shell/app/ports.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/digest.hpp"
#include "tests/support/as4_partners.hpp"
#include "wire/as4/content_form.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/mime.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/sink.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace {

using namespace lintas;  // NOLINT(google-build-using-namespace): one function's worth of names
using as4::Suite;

class SameEntropy final : public app::Entropy {
 public:
  void fill(std::span<std::byte> out) override { std::ranges::fill(out, std::byte{0x5A}); }
};

/// Both sides of one agreement.
struct Sides {
  explicit Sides(Suite suite)
      : a(test::recorded_partner(suite, 'a', 'b')),
        directory(
            std::make_shared<const as4::Directory>(std::vector{test::recorded_partner(suite, 'b', 'a')})) {
    sealed.recipient = as4::name_of(*a.sealing.front().certificate, as4::Naming::key_identifier);
    sealed.box = a.sealing.front().key->seal(key, entropy);
  }

  as4::Partner a;
  std::shared_ptr<const as4::Directory> directory;
  SameEntropy entropy;
  crypto::ContentKey key = crypto::ContentKey::draw(entropy);
  as4::SealedKey sealed;
};

struct Outcome {
  std::expected<as4::Received, as4::Refusal> received;
  std::vector<Bytes> contents;
};

Outcome receive(const Sides& sides, std::string_view content_type, ByteView body, std::size_t piece) {
  test::Spool spool;
  as4::Reception reception{sides.directory, content_type, test::time_of_recording(), spool.maker()};
  std::optional<as4::Refusal> refusal;
  while (!body.empty() && !refusal) {
    const ByteView next = body.first(std::min(piece, body.size()));
    body = body.subspan(next.size());
    if (auto taken = reception.take(next); !taken) refusal = std::move(taken.error());
  }
  auto closed = reception.close();
  require(!refusal || !closed, "what is refused stays refused");
  Outcome outcome{.received = std::move(closed), .contents = {}};
  for (const auto& content : spool.contents) outcome.contents.push_back(*content);
  return outcome;
}

/// The same in pieces of any size; and what is taken can be receipted, which its sender believes.
void check(const Sides& sides, std::string_view content_type, ByteView body) {
  const Outcome whole = receive(sides, content_type, body, body.size() + 1);
  const Outcome pieces = receive(sides, content_type, body, 61);
  require(whole.received.has_value() == pieces.received.has_value(), "pieces make no difference");
  if (!whole.received) {
    require(whole.received.error().refused.error == pieces.received.error().refused.error,
            "pieces make no difference");
    require(!whole.received.error().refused.why.empty(), "a refusal says why");
    return;
  }
  const as4::Received& received = *whole.received;
  require(received.message == pieces.received->message && whole.contents == pieces.contents,
          "pieces make no difference");
  require(received.payloads.size() == received.message.parts.size() &&
              received.payloads.size() == whole.contents.size(),
          "every payload that is announced is there");
  for (const Bytes& content : whole.contents)
    require(content.size() <= sides.a.mode.payload_bytes_max, "a payload is as large as agreed");
  const auto receipt = as4::make_receipt(*received.partner, received.message.info.id, received.references,
                                         "r@b", test::time_of_recording());
  const auto answer = as4::read_answer(sides.a, received.message.info.id, received.references, as4::soap_type,
                                       as_bytes(receipt.value()), test::time_of_recording());
  require(answer.kind == as4::Answer::Kind::receipt, "a receipt of ours is believed");
}

// ---- the same content, signed and sealed by a partner that means ill

Hash256 digest_of(std::string_view text) { return crypto::sha256(std::array{as_bytes(text)}); }

Hash256 digest_of(ByteView content, std::string_view mime_type) {
  Bytes form;
  as4::BytesSink end{form};
  as4::FormSink sink{as4::form_of(mime_type), end};
  const bool has_form = sink.take(content) && sink.close();
  return crypto::sha256(std::array{has_form ? ByteView{form} : content});
}

struct Signed {
  std::string content_type;
  std::string body;
};

/// The header as it came, every reference with the digest that is right, the parts sealed: what was signed
/// wrongly or not at all, is not signed by this either.
std::optional<Signed> signed_by_partner(Sides& sides, std::string_view content_type, ByteView body) {
  const auto parts = as4::split(content_type, body);
  if (!parts) return std::nullopt;
  const auto tree = xml::Tree::read(as_text(parts->front().content), as4::bounds::soap_tree, as4::ns::known);
  if (!tree) return std::nullopt;
  const auto envelope = as4::read_envelope(*tree);
  if (!envelope) return std::nullopt;
  const Suite suite = sides.a.mode.suite;
  auto security = as4::read_security(*tree, envelope->security, suite);
  if (!security) return std::nullopt;

  std::string messaging;
  xml::canonicalise(*tree, envelope->messaging, {}, messaging);
  std::vector<as4::Reference> references;
  for (const as4::Reference& reference : security->signature.references) {
    Hash256 digest = reference.digest;
    std::string_view target = reference.target();
    if (!reference.is_part() && target == envelope->messaging_id) {
      digest = digest_of(messaging);
    } else if (!reference.is_part() && target == envelope->body_id) {
      target = as4::body_id;  // the Body is written anew
      digest = digest_of(as4::body_text());
    }
    for (const as4::PartView& part : *parts) {
      const auto sealed = std::ranges::find(security->parts, target, &as4::SealedPart::content_id);
      if (reference.is_part() && part.head.id == target && sealed != security->parts.end())
        digest = digest_of(part.content, sealed->mime_type);
    }
    references.push_back(as4::make_reference(target, reference.is_part(), digest));
  }
  const std::string info = as4::write_signed_info(suite, references);
  const as4::OwnSigning& signer = sides.a.own_signing.front();
  const std::string soap = as4::write_envelope(
      as4::write_security({.signer = as4::name_of(*signer.certificate, as4::Naming::key_identifier),
                           .signature = signer.key->sign(as_bytes(info)),
                           .signed_info = info,
                           .key = security->key ? std::optional{sides.sealed} : std::nullopt,
                           .parts = security->parts}),
      messaging);

  const auto boundary = as4::Boundary::parse("0123456789").value();
  Signed made{.content_type = as4::multipart_type(boundary, "soap@a"),
              .body = as4::part_head(boundary, {.type = as4::soap_type, .id = "soap@a"}) + soap};
  crypto::ContentIv iv{};
  for (std::size_t i = 1; i < parts->size(); ++i) {
    iv.front() = static_cast<std::byte>(i);
    made.body += as4::part_head(boundary, {.type = "application/octet-stream", .id = (*parts)[i].head.id});
    made.body += as_text(crypto::encrypt_content(sides.key, iv, (*parts)[i].content));
  }
  made.body += as4::multipart_end(boundary);
  return made;
}

}  // namespace

// The first line is the type, the rest the body. As it is, it comes from a stranger; then the partner signs
// and seals the same, and everything behind the signature is reached.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static std::array sides{Sides{Suite::rsa}, Sides{Suite::edwards}};
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const std::size_t feed = std::min(bytes.find('\n'), bytes.size());
  const std::string_view type = bytes.substr(0, feed);
  const ByteView body = as_bytes(bytes.substr(std::min(feed + 1, bytes.size())));
  for (Sides& one : sides) {
    check(one, type, body);
    if (const auto made = signed_by_partner(one, type, body))
      check(one, made->content_type, as_bytes(made->body));
  }
  return 0;
}
