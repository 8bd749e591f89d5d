#pragma once

#include <array>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/message_keys.hpp"
#include "tests/support/as4_partners.hpp"
#include "tests/support/as4_recorded.hpp"
#include "tests/support/world.hpp"
#include "wire/as4/content_form.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/mime.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

/// A line between two nodes of ours, and a workshop for messages that should not be.
namespace lintas::test {

inline constexpr std::array as4_suites{as4::Suite::rsa, as4::Suite::edwards};

/// Counts how often the private key is used that opens.
class CountingOpener final : public crypto::KeyOpener {
 public:
  explicit CountingOpener(std::shared_ptr<const crypto::KeyOpener> key) : key_(std::move(key)) {}
  [[nodiscard]] as4::Suite suite() const noexcept override { return key_->suite(); }
  [[nodiscard]] std::optional<crypto::ContentKey> open(const as4::KeyBlock& block) const override {
    ++used_;
    return key_->open(block);
  }
  [[nodiscard]] int used() const { return used_; }

 private:
  std::shared_ptr<const crypto::KeyOpener> key_;
  mutable int used_ = 0;
};

/// Party a, which sends, and party b, which receives.
class Line {
 public:
  explicit Line(as4::Suite suite)
      : a(recorded_partner(suite, 'a', 'b')), b(recorded_partner(suite, 'b', 'a')) {
    opener = std::make_shared<CountingOpener>(b.own_sealing.front().key);
    b.own_sealing.front().key = opener;
  }

  [[nodiscard]] as4::UserMessage message() const {
    as4::UserMessage made = as4::addressed(a.mode);
    made.info = {.id = "m1@a", .at = now};
    made.action = "declare";
    made.conversation = "26SG000000000001J5";
    made.properties = {{.name = "originalSender", .value = "C1"}, {.name = "finalRecipient", .value = "C4"}};
    return made;
  }
  [[nodiscard]] as4::Outgoing send(const std::vector<as4::OutgoingPayload>& payloads) {
    return make_outgoing(a, message(), payloads, now, entropy).value();
  }
  [[nodiscard]] as4::Outgoing send() {
    return send({{.content_id = "1@a", .type = "application/xml", .content = as_bytes(xml)},
                 {.content_id = "2@a",
                  .type = "text/plain",
                  .content = as_bytes(text),
                  .properties = {{.name = "role", .value = "note"}}},
                 {.content_id = "3@a", .type = "application/pdf", .content = as_bytes(pdf)}});
  }
  [[nodiscard]] std::expected<as4::Received, as4::Refusal> receive(std::string_view content_type,
                                                                   ByteView body) {
    spool.contents.clear();
    spool.whole = 0;
    as4::Reception reception{std::make_shared<const as4::Directory>(std::vector{b}), content_type, now,
                             spool.maker()};
    if (auto taken = reception.take(body); !taken) return std::unexpected{taken.error()};
    return reception.close();
  }
  [[nodiscard]] std::expected<as4::Received, as4::Refusal> receive(const as4::Outgoing& sent) {
    return receive(sent.content_type, sent.body);
  }

  const std::string xml = "<?xml version=\"1.0\"?>\r\n<a b='1'><!-- note -->\xE0\xB8\x81&#x41;</a>";
  const std::string text = "one\ntwo\rthree\r\n";
  const std::string pdf = std::string(70'000, 'x') + std::string("\0\r\n--boundary", 13);
  Instant now = time_of_recording();
  as4::Partner a;
  as4::Partner b;
  std::shared_ptr<CountingOpener> opener;
  SeededEntropy entropy{7};
  Spool spool;
};

/// A message of party a made step by step. What is changed at a step is what all later steps go by: change
/// what is signed, and the partner itself signs it so; change the body, and a stranger did it on its way.
/// Unchanged it is what Line::send makes.
class Forgery {
 public:
  struct Part {
    std::string id;
    std::vector<as4::Property> properties;
    std::string mime_type;  ///< in EncryptedData
    Bytes content;          ///< as it is signed and sealed
    bool is_announced = true;
    bool is_signed = true;
    bool is_sealed = true;
    bool is_there = true;
  };
  using Step = std::function<void(std::string&)>;

  explicit Forgery(Line& given)
      : line(given),
        message(given.message()),
        parts{packed("1@a", "application/xml", given.xml), packed("2@a", "text/plain", given.text),
              packed("3@a", "application/pdf", given.pdf)},
        signer(given.a.own_signing.front()),
        signer_name(as4::name_of(*signer.certificate, given.a.mode.naming)) {}

  [[nodiscard]] static Part packed(std::string id, std::string type, std::string_view content) {
    return {.id = std::move(id),
            .properties = {{.name = "MimeType", .value = std::move(type)},
                           {.name = "CompressionType", .value = "application/gzip"}},
            .mime_type = "application/gzip",
            .content = as4::gzip(as_bytes(content))};
  }
  [[nodiscard]] static Part plain(std::string id, std::string type, std::string_view content) {
    return {.id = std::move(id),
            .properties = {{.name = "MimeType", .value = type}},
            .mime_type = type,
            .content = copy_of(as_bytes(content))};
  }

  Line& line;
  as4::UserMessage message;
  std::vector<Part> parts;
  as4::OwnSigning signer;
  as4::CertificateName signer_name;
  Step messaging;  ///< eb:Messaging, before it is digested
  Step body;       ///< S12:Body, before it is digested
  std::function<void(std::vector<as4::Reference>&)> references;
  Step signed_info;  ///< before it is signed; stays in canonical form
  std::function<void(Bytes&)> signature;
  std::function<void(as4::SealedKey&)> key;
  std::function<void(std::vector<Bytes>&)> sealed;  ///< the octets of the parts
  Step security;                                    ///< wsse:Security, all of it
  Step soap;                                        ///< the SOAP part
  Step whole;                                       ///< the whole body of HTTP
  Step content_type;
  bool repeats_iv = false;

  [[nodiscard]] as4::Outgoing make() {
    seal();
    std::string header = as4::write_messaging(as4::Messaging{message});
    change(messaging, header);
    std::string body_element = as4::body_text();
    change(body, body_element);
    std::vector<as4::Reference> all{as4::make_reference("msg", false, digest_of(header)),
                                    as4::make_reference("body", false, digest_of(body_element))};
    for (const Part& part : parts)
      if (part.is_signed) all.push_back(as4::make_reference(part.id, true, digest_of(part)));
    if (references) references(all);
    std::string envelope = as4::write_envelope(sign(all), header);
    envelope = replaced(std::move(envelope), as4::body_text(), body_element);
    change(soap, envelope);
    return pack(envelope, all);
  }

 private:
  static void change(const Step& step, std::string& text) {
    if (step) step(text);
  }
  /// In canonical form, as the receiver makes it.
  static Hash256 digest_of(std::string_view element) {
    const auto tree = xml::Tree::read(element, as4::bounds::soap_tree, as4::ns::known);
    std::string form;
    if (tree) xml::canonicalise(*tree, form);
    return crypto::sha256(std::array{as_bytes(tree ? std::string_view{form} : element)});
  }
  static Hash256 digest_of(const Part& part) {
    Bytes form;
    as4::BytesSink end{form};
    as4::FormSink sink{as4::form_of(part.mime_type), end};
    const bool has_form = sink.take(part.content) && sink.close();
    return crypto::sha256(std::array{ByteView{has_form ? form : part.content}});
  }

  void seal() {
    const as4::PartnerSealing& recipient = line.a.sealing.front();
    const auto content_key = crypto::ContentKey::draw(line.entropy);
    sealed_key_ = as4::SealedKey{.recipient = name_of(*recipient.certificate, line.a.mode.naming),
                                 .box = recipient.key->seal(content_key, line.entropy)};
    if (key) key(sealed_key_);
    auto iv = crypto::draw_iv(line.entropy);
    for (const Part& part : parts) {
      if (part.is_announced) message.parts.push_back({.content_id = part.id, .properties = part.properties});
      contents_.push_back(part.is_sealed ? encrypt_content(content_key, iv, part.content) : part.content);
      if (!repeats_iv) iv = crypto::draw_iv(line.entropy);
    }
    if (sealed) sealed(contents_);
  }
  std::string sign(const std::vector<as4::Reference>& all) {
    std::string info = write_signed_info(line.a.mode.suite, all);
    change(signed_info, info);
    Bytes value = signer.key->sign(as_bytes(info));
    if (signature) signature(value);
    as4::SecurityText text{.signer = signer_name, .signature = std::move(value), .signed_info = info};
    for (const Part& part : parts)
      if (part.is_sealed) text.parts.push_back({.content_id = part.id, .mime_type = part.mime_type});
    if (!text.parts.empty()) text.key = sealed_key_;
    std::string header = write_security(text);
    change(security, header);
    return header;
  }
  as4::Outgoing pack(std::string_view envelope, std::vector<as4::Reference> all) {
    const auto boundary = as4::Boundary::parse("lintas-0123456789").value();
    std::string all_text = part_head(boundary, {.type = as4::soap_type, .id = "soap@lintas"});
    all_text += envelope;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!parts[i].is_there) continue;
      all_text += part_head(boundary, {.type = "application/octet-stream", .id = parts[i].id});
      all_text += as_text(contents_[i]);
    }
    all_text += multipart_end(boundary);
    change(whole, all_text);
    std::string type = multipart_type(boundary, "soap@lintas");
    change(content_type, type);
    return {.message_id = message.info.id,
            .content_type = std::move(type),
            .body = copy_of(as_bytes(all_text)),
            .references = std::move(all)};
  }

  as4::SealedKey sealed_key_;
  std::vector<Bytes> contents_;
};

}  // namespace lintas::test
