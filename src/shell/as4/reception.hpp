#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "shell/as4/partner.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/mime.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/sink.hpp"

/// A message as it comes from a partner, from its first octet to everything in it being proved: bounded, in
/// pieces of any size, with no clock, socket or store. The order of checks is that of the attacks: what is
/// cheap and public first, the signature before any private key is used, and nothing of a payload counts
/// before its tag and its signed digest fit.
///
///     Reception reception{directory, content_type, now, make_sink};
///     for (each piece of the body) if (auto taken = reception.take(piece); !taken) …;
///     auto received = reception.close();
///
/// Whoever knows messages that were taken before asks between the two: the envelope alone says which message
/// it is and, by its digests, whether it is the same.
///
///     Reception reception{directory, content_type, now, make_sink, {}, Reception::Opens::when_told};
///     reception.take(piece) …;
///     if (reception.waits()) known(*reception.proved()) ? no more of it is needed : reception.open();
///     …  // and once more behind reception.end(), for SOAP alone is whole only then
namespace lintas::as4 {

/// A payload whose content went into the sink that was made for it.
struct Payload {
  std::string content_id;
  std::string type;                  ///< unpacked: MimeType, or that of its part
  std::vector<Property> properties;  ///< of the business: without those about packing
};

struct Received {
  std::shared_ptr<const Partner> partner;
  UserMessage message;
  std::vector<Payload> payloads;      ///< in the order of their PartInfo: the first leads
  std::vector<Reference> references;  ///< of the signature: what a receipt repeats
  std::string soap;                   ///< the envelope as it came: the evidence of origin
  /// That show who signed it, in DER: the signer's unless it stands in the envelope, and those above it.
  std::vector<Bytes> certificates = {};
  bool is_test = false;
};

/// Why a message is not taken, and who may be told. Somebody whose signature was not found good is told
/// nothing but that: which agreements exist, and how far a forgery came, is nobody's business.
struct Refusal {
  Refused refused;
  std::shared_ptr<const Partner> partner;  ///< whose signature was found good; null for a stranger
  std::string ref_to_message;              ///< of that partner's message
  /// Sender and MessageId as the header has them, whoever wrote it, cut to bounds::claimed_chars_max each.
  /// For our log alone. Empty where none could be read.
  std::string claimed = {};
};

class Reception {
 public:
  /// Makes the place for a payload of a message that is signed by the partner: a spool, a buffer. What has
  /// gone there is worth nothing until `close` has succeeded. Called in the order of the parts.
  using MakeSink = std::function<std::unique_ptr<Sink>(const UserMessage&, const PartInfo&)>;
  enum class Opens : std::uint8_t {
    at_once,
    /// Waits for `open` once the envelope is proved and before a private key is used.
    when_told,
  };

  /// `make_signed`, where there is one, makes the place for the octets over which the digest of a payload is
  /// taken: packed as they came, or in the form of their type.
  Reception(std::shared_ptr<const Directory> directory, std::string_view content_type, Instant now,
            MakeSink make_sink, MakeSink make_signed = {}, Opens opens = Opens::at_once);
  Reception(const Reception&) = delete;
  Reception& operator=(const Reception&) = delete;
  ~Reception();

  /// After a refusal everything is refused alike. Precondition: it does not wait. While it does the rest of
  /// the piece is not read yet, and has to live until `open` has returned.
  [[nodiscard]] std::expected<void, Refusal> take(ByteView piece);
  [[nodiscard]] bool waits() const noexcept { return waits_; }
  /// What the envelope says, once it is proved to be the partner's; null before. Its payloads are not.
  [[nodiscard]] const Received* proved() const noexcept { return opening_ ? &received_ : nullptr; }
  /// It was not taken before: asks what is asked of new messages alone (the form of the MessageId, the
  /// encoding of XML), uses the private key, and reads on. Precondition: it waits.
  [[nodiscard]] std::expected<void, Refusal> open();
  /// The body is over. Precondition: it does not wait. Of SOAP alone the envelope is proved only now, and
  /// then it waits, if it is to be told.
  [[nodiscard]] std::expected<void, Refusal> end();
  /// Ends it where nobody has. Precondition: it does not wait, and has nothing to be told any more.
  [[nodiscard]] std::expected<Received, Refusal> close();
  /// In memory, for what was taken so far: the envelope, as much again for what was read of it, and XML that
  /// is signed uncompressed. What went into sinks is theirs.
  [[nodiscard]] std::size_t kept_bytes() const noexcept;

 private:
  class Opening;

  [[nodiscard]] std::expected<void, Refused> drain();
  [[nodiscard]] std::expected<void, Refused> handle(MultipartReader::Event event);
  [[nodiscard]] std::expected<void, Refused> read_soap();
  [[nodiscard]] std::expected<void, Refused> go_on();
  [[nodiscard]] std::expected<void, Refusal> noted(std::expected<void, Refused> done);
  [[nodiscard]] Refusal refusal(Refused refused);

  std::shared_ptr<const Directory> directory_;
  Instant now_;
  MakeSink make_sink_;
  MakeSink make_signed_;
  Opens opens_;
  std::unique_ptr<MultipartReader> reader_;
  std::optional<Refusal> refusal_;
  std::string soap_;
  std::string claimed_;
  bool in_soap_ = true;
  bool is_authentic_ = false;
  bool waits_ = false;
  bool has_ended_ = false;
  Received received_;
  std::unique_ptr<Opening> opening_;  ///< once the envelope was found good
};

}  // namespace lintas::as4
