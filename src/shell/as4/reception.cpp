#include "shell/as4/reception.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/as4/envelope_signing.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/digest.hpp"
#include "wire/as4/content_form.hpp"
#include "wire/as4/content_type.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/mime.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/sink.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::as4 {

namespace {

using Done = std::expected<void, Refused>;

/// The digest of what comes, which goes on to whoever keeps it.
class DigestSink final : public Sink {
 public:
  explicit DigestSink(std::unique_ptr<Sink> keeper) : keeper_(std::move(keeper)) {}
  Done take(ByteView piece) override {
    hash_.add(piece);
    return keeper_ ? keeper_->take(piece) : Done{};
  }
  Done close() override { return keeper_ ? keeper_->close() : Done{}; }
  [[nodiscard]] Hash256 digest() { return hash_.finish(); }

 private:
  crypto::Sha256Stream hash_;
  std::unique_ptr<Sink> keeper_;
};

/// Bounds a payload that was not packed; a packed one is bounded where it is unpacked.
class BoundedSink final : public Sink {
 public:
  BoundedSink(Sink& next, std::size_t bytes_max) : next_(next), left_(bytes_max) {}
  Done take(ByteView piece) override {
    if (piece.size() > left_) return refused(Error::mime_inconsistency, "a payload is larger than agreed");
    left_ -= piece.size();
    return next_.take(piece);
  }
  Done close() override { return next_.close(); }

 private:
  Sink& next_;
  std::size_t left_;
};

/// What the header says of one payload, in its three places.
struct Places {
  const PartInfo* announced = nullptr;
  const Reference* as_signed = nullptr;
  const SealedPart* sealed = nullptr;
};
/// By content id: of a thousand payloads each is looked for once. Lives no longer than message and header.
using Payloads = std::unordered_map<std::string_view, Places>;

Payloads payloads_of(const UserMessage& message, const SecurityHeader& security) {
  Payloads payloads;
  payloads.reserve(message.parts.size());
  for (const PartInfo& part : message.parts) payloads[part.content_id].announced = &part;
  for (const Reference& reference : security.signature.references)
    if (reference.is_part()) payloads[reference.target()].as_signed = &reference;
  for (const SealedPart& part : security.parts) payloads[part.content_id].sealed = &part;
  return payloads;
}

/// Every payload of the header is signed and sealed, once, and nothing else is. That each is there is seen
/// when the body ends.
Done check_coverage(const UserMessage& message, const SecurityHeader& security) {
  const Payloads payloads = payloads_of(message, security);
  for (const PartInfo& part : message.parts) {
    const Places& places = payloads.at(part.content_id);
    if (places.announced != &part)
      return refused(Error::mime_inconsistency, format("two PartInfo of {}", part.content_id));
    if (places.as_signed == nullptr)
      return refused(Error::policy_noncompliance, format("the payload {} is not signed", part.content_id));
    if (places.sealed == nullptr)
      return refused(Error::policy_noncompliance, format("the payload {} is not sealed", part.content_id));
  }
  // As many as there are, each of the payloads among them: so there is none twice, and none of anything else.
  if (security.signature.references.size() != message.parts.size() + 2)
    return refused(Error::policy_noncompliance, "more is signed than there is");
  if (security.parts.size() != message.parts.size())
    return refused(Error::policy_noncompliance, "more is sealed than there is");
  return {};
}

/// XML is read here as UTF-8, and in no other encoding. Whoever went by the parameter instead, as RFC 7303
/// has it of XML in a transport, would read other names in what was signed.
Done check_character_set(const PartInfo& part, const SealedPart& sealed) {
  const std::string_view set = value_of(part.properties, character_set_property);
  const std::string_view type = value_of(part.properties, mime_type_property);
  const bool is_xml = form_of(type.empty() ? sealed.mime_type : type) == ContentForm::canonical_xml;
  if (set.empty() || !is_xml || lower_case(set) == "utf-8") return {};
  return refused(Error::value_inconsistent,
                 format("the payload {} is XML, and its CharacterSet is {}", part.content_id, set));
}

/// What is asked of a message that was not taken before. Releases before asked none of it, and what they have
/// taken gets its receipt whenever it comes again.
Done check_as_new(const UserMessage& message, const Payloads& payloads) {
  // A name with a blank in it could be taken for one that is made here of the name of another message.
  if (!is_message_id(message.info.id))
    return refused(Error::invalid_header, "the MessageId is none of RFC 2822");
  for (const PartInfo& part : message.parts) {
    if (auto fits = check_character_set(part, *payloads.at(part.content_id).sealed); !fits) return fits;
  }
  return {};
}

/// A packed part was gzip when it was signed; any other has the type that is signed as its property, if one
/// is. EncryptedData is not signed and says in which form the content is digested.
Done check_type(const PartInfo& info, const SealedPart& sealed) {
  const bool is_packed = !value_of(info.properties, compression_type_property).empty();
  const ContentForm form = form_of(sealed.mime_type);
  if (is_packed && form != ContentForm::octets)
    return refused(Error::failed_authentication, "a packed payload that is sealed as something else");
  const std::string_view signed_type = value_of(info.properties, mime_type_property);
  if (!is_packed && !signed_type.empty() && form_of(signed_type) != form) {
    return refused(Error::failed_authentication,
                   "a payload that is sealed as another type than it is signed");
  }
  return {};
}

std::vector<Property> of_business(std::vector<Property> properties) {
  std::erase_if(properties, [](const Property& property) {
    return property.name == mime_type_property || property.name == compression_type_property;
  });
  return properties;
}

}  // namespace

/// The payloads of an authentic message: one content key, and the one that is being opened.
class Reception::Opening {
 public:
  Opening(const Received& received, SecurityHeader security, const MakeSink& make_sink,
          const MakeSink& make_signed)
      : received_(received),
        security_(std::move(security)),
        payloads_(payloads_of(received.message, security_)),
        make_sink_(make_sink),
        make_signed_(make_signed) {}

  [[nodiscard]] const SealedPart* sealed(std::string_view content_id) const {
    return payloads_.at(content_id).sealed;
  }

  /// The only use of a private key: of a message that the partner signed, and that is a new one.
  Done open_key(Instant now) {
    if (auto fits = check_as_new(received_.message, payloads_); !fits) return fits;
    if (received_.message.parts.empty() || !security_.key) return {};
    const char* why = "sealed for a certificate that is not ours";
    for (const OwnSealing& own : received_.partner->own_sealing) {
      // One that was renewed for its key has the key identifier of the one before.
      if (!means(security_.key->recipient, *own.certificate)) continue;
      const bool is_valid = own.certificate->valid_at(now);
      why = is_valid ? "the content key cannot be opened"
                     : "sealed for a certificate of ours that is not valid now";
      if (is_valid) key_ = own.key->open(security_.key->box);
      if (key_) return {};
    }
    return refused(Error::failed_decryption, why);
  }

  Done begin(const PartHead& head) {
    const auto found = payloads_.find(head.id);
    if (found == payloads_.end())
      return refused(Error::mime_inconsistency, format("the part {} is not announced", head.id));
    const auto& [info, as_signed, sealed] = found->second;
    constexpr const char* checked = "coverage was checked, and the key opened";
    require(info != nullptr && as_signed != nullptr && sealed != nullptr, checked);
    const crypto::ContentKey& key = certain(key_, checked);
    if (auto fits = check_type(*info, *sealed); !fits) return fits;
    auto keeper = make_signed_ ? make_signed_(received_.message, *info) : nullptr;
    chain_ = std::make_unique<Chain>(key, make_sink_(received_.message, *info), std::move(keeper), *info,
                                     *sealed, received_.partner->mode.payload_bytes_max, plain_);
    as_signed_ = as_signed;
    return {};
  }
  Done take(ByteView piece) { return chain_->take(piece); }
  Done end() {
    ++ended_;
    auto closed = chain_->close(as_signed_->digest);
    if (closed && !ivs_.insert(chain_->iv()).second)
      return refused(Error::failed_decryption, "two payloads under one IV, which gives both away");
    return closed;
  }
  [[nodiscard]] std::size_t ended() const { return ended_; }
  [[nodiscard]] std::size_t kept_bytes() const noexcept { return chain_ ? chain_->kept_bytes() : 0; }

 private:
  /// Opened, digested in its form, unpacked, given on.
  class Chain {
   public:
    Chain(const crypto::ContentKey& key, std::unique_ptr<Sink> end, std::unique_ptr<Sink> keeper,
          const PartInfo& info, const SealedPart& sealed, std::size_t bytes_max, Bytes& plain)
        : decryptor_(key),
          digest_(std::move(keeper)),
          form_(form_of(sealed.mime_type), digest_),
          end_(std::move(end)),
          bounded_(*end_, bytes_max),
          plain_(plain) {
      if (!value_of(info.properties, compression_type_property).empty()) unpacked_.emplace(*end_, bytes_max);
    }
    /// What does not fit into the chain may just as well have been changed on its way: that is told first,
    /// and nobody learns from the error what became of changed octets.
    Done take(ByteView piece) {
      while (!piece.empty()) {
        const ByteView slice = piece.first(std::min(piece.size(), bounds::opened_piece_bytes));
        piece = piece.subspan(slice.size());
        plain_.clear();
        decryptor_.add(slice, plain_);
        // Of what is unfit nothing more is kept, for nobody will want it; its tag is still proved.
        if (!unfit_) note(form_.take(plain_));
        if (!unfit_) note(next().take(plain_));
      }
      return {};
    }
    Done close(const Hash256& digest) {
      if (!decryptor_.finish()) return refused(Error::failed_decryption, "a payload was changed on its way");
      if (!unfit_) note(form_.close());
      if (!unfit_ && digest_.digest() != digest)
        return refused(Error::failed_authentication, "a payload is not what was signed");
      if (!unfit_) note(next().close());
      return unfit_ ? Done{std::unexpected{*unfit_}} : Done{};
    }
    [[nodiscard]] const crypto::ContentIv& iv() const { return decryptor_.iv(); }
    [[nodiscard]] std::size_t kept_bytes() const noexcept { return form_.kept_bytes(); }

   private:
    void note(Done done) {
      if (!done && !unfit_) unfit_ = std::move(done.error());
    }
    Sink& next() { return unpacked_ ? static_cast<Sink&>(*unpacked_) : bounded_; }

    crypto::Decryptor decryptor_;
    DigestSink digest_;
    FormSink form_;
    std::unique_ptr<Sink> end_;
    BoundedSink bounded_;
    std::optional<InflateSink> unpacked_;
    Bytes& plain_;  ///< what is decrypted at once
    std::optional<Refused> unfit_;
  };

  const Received& received_;
  SecurityHeader security_;
  Payloads payloads_;
  const MakeSink& make_sink_;
  const MakeSink& make_signed_;
  std::optional<crypto::ContentKey> key_;
  Bytes plain_;  ///< one for all payloads, one after another
  std::unique_ptr<Chain> chain_;
  const Reference* as_signed_ = nullptr;  ///< the one that is opened
  std::size_t ended_ = 0;
  std::set<crypto::ContentIv> ivs_;
};

Reception::Reception(std::shared_ptr<const Directory> directory, std::string_view content_type, Instant now,
                     MakeSink make_sink, MakeSink make_signed, Opens opens)
    : directory_(std::move(directory)),
      now_(now),
      make_sink_(std::move(make_sink)),
      make_signed_(std::move(make_signed)),
      opens_(opens) {
  auto reader = MultipartReader::of(content_type);
  if (reader) {
    reader_ = std::make_unique<MultipartReader>(*std::move(reader));
  } else {
    refusal_ = refusal(std::move(reader.error()));
  }
}

Reception::~Reception() = default;

std::size_t Reception::kept_bytes() const noexcept {
  return opening_ ? (2 * soap_.capacity()) + opening_->kept_bytes() : soap_.capacity();
}

Refusal Reception::refusal(Refused refused) {
  if (!is_authentic_)
    return {.refused = std::move(refused), .partner = nullptr, .ref_to_message = {}, .claimed = claimed_};
  return {.refused = std::move(refused),
          .partner = received_.partner,
          .ref_to_message = received_.message.info.id,
          .claimed = claimed_};
}

std::expected<void, Refusal> Reception::noted(Done done) {
  if (done) return {};
  refusal_ = refusal(std::move(done.error()));
  return std::unexpected{*refusal_};
}

std::expected<void, Refusal> Reception::take(ByteView piece) {
  if (refusal_) return std::unexpected{*refusal_};
  require(!waits_, "nothing more is taken before it is told to open what it has");
  reader_->take(piece);
  return noted(drain());
}

std::expected<void, Refusal> Reception::open() {
  if (refusal_) return std::unexpected{*refusal_};
  require(waits_, "a message is opened once, when its envelope is proved");
  return noted(go_on());
}

std::expected<void, Refused> Reception::go_on() {
  waits_ = false;
  if (auto opened = opening_->open_key(now_); !opened) return opened;
  return drain();
}

std::expected<void, Refusal> Reception::end() {
  if (refusal_) return std::unexpected{*refusal_};
  require(!waits_, "a body ends when what came of it was opened");
  if (std::exchange(has_ended_, true)) return {};
  reader_->close();
  return noted(drain());
}

std::expected<Received, Refusal> Reception::close() {
  if (auto ended = end(); !ended) return std::unexpected{std::move(ended.error())};
  require(!waits_, "a message is told to be opened, or nothing more is asked of it");
  if (opening_->ended() != received_.message.parts.size()) {
    refusal_ = refusal({Error::mime_inconsistency, "a payload that is announced is missing"});
    return std::unexpected{*refusal_};
  }
  for (PartInfo const& info : received_.message.parts) {
    const std::string_view type = value_of(info.properties, mime_type_property);
    const SealedPart* sealed = opening_->sealed(info.content_id);
    received_.payloads.push_back({.content_id = info.content_id,
                                  .type = type.empty() ? sealed->mime_type : std::string{type},
                                  .properties = of_business(info.properties)});
  }
  received_.soap = std::move(soap_);
  return std::move(received_);
}

std::expected<void, Refused> Reception::drain() {
  while (!waits_) {
    const auto event = reader_->next();
    if (!event) return std::unexpected{event.error()};
    if (*event == MultipartReader::Event::hungry || *event == MultipartReader::Event::done) return {};
    if (auto handled = handle(*event); !handled) return handled;
  }
  return {};
}

std::expected<void, Refused> Reception::handle(MultipartReader::Event event) {
  using Event = MultipartReader::Event;
  if (event == Event::content && in_soap_) {
    soap_ += as_text(reader_->content());  // the reader bounds it
    return {};
  }
  if (event == Event::end && in_soap_) {
    in_soap_ = false;
    return read_soap();
  }
  if (in_soap_) return {};
  if (event == Event::begin) return opening_->begin(reader_->head());
  return event == Event::content ? opening_->take(reader_->content()) : opening_->end();
}

std::expected<void, Refused> Reception::read_soap() {
  const auto tree = xml::Tree::read(soap_, bounds::soap_tree, ns::known);
  if (!tree) return refused(Error::invalid_header, format("{} at {}", tree.error().why, tree.error().offset));
  const auto envelope = read_envelope(*tree);
  if (!envelope) return std::unexpected{envelope.error()};
  auto messaging = read_messaging(*tree, envelope->messaging);
  if (!messaging) return std::unexpected{std::move(messaging.error())};
  auto* message = std::get_if<UserMessage>(&*messaging);
  if (message == nullptr) return refused(Error::feature_not_supported, "signals come as answers");
  const auto cut = [](std::string_view text) { return text.substr(0, bounds::claimed_chars_max); };
  claimed_ = format("{} {}", cut(message->from.id.value), cut(message->info.id));
  const Partner* partner = directory_->find(*message);
  if (partner == nullptr) return refused(Error::processing_mode_mismatch, "no agreement fits");
  auto security = read_security(*tree, envelope->security, partner->mode.suite);
  if (!security) return std::unexpected{std::move(security.error())};
  auto verified = verify_envelope(*tree, *envelope, *security, *partner, now_);
  if (!verified) return std::unexpected{std::move(verified.error())};

  is_authentic_ = true;
  received_.partner = {directory_, partner};
  received_.message = std::move(*message);
  received_.is_test = as4::is_test(received_.message);
  if (auto covered = check_coverage(received_.message, *security); !covered) return covered;
  if (auto fits = check(partner->mode, received_.message); !fits) return fits;
  received_.references = security->signature.references;
  received_.certificates = *std::move(verified);
  opening_ = std::make_unique<Opening>(received_, *std::move(security), make_sink_, make_signed_);
  waits_ = opens_ == Opens::when_told;
  return waits_ ? Done{} : opening_->open_key(now_);
}

}  // namespace lintas::as4
