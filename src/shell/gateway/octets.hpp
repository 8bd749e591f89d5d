#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/pump.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"

/// A message of the outbox as it is posted, and what a partner's errors say of it.
namespace lintas::gateway {

/// The first message of a two-way exchange, as the second one names it (ebMS 3.0 Core, 2.2.6).
struct FirstLeg {
  std::string message;       ///< its MessageId
  std::string conversation;  ///< empty: it named none
};
/// By the envelope in which it came. Nothing for what is no envelope of a message.
[[nodiscard]] std::optional<FirstLeg> first_leg_in(std::string_view soap);

/// A message of the outbox, written.
struct ToSend {
  app::OutboxRow row;
  std::string id;  ///< its identification
  app::Written written;
  std::optional<FirstLeg> first_leg = std::nullopt;  ///< of one that answers in a two-way exchange
};

/// Signed and sealed: one message, or several as one, a bundle. Everything that is signed follows from the
/// log and from the names in the agreement, so that one made again, in another process, is known to the
/// partner by its id and its digests: as long as parties, AgreementRef and service stay the same. A bundle
/// has a MessageId that follows from which messages are in it and in which order: others go under another
/// one, and what each of them says is known by its identification.
struct Octets {
  struct Message {
    app::OutboxRow row;
    std::string name;  ///< its MessageId; in a bundle the one that it would have alone
    std::string type;  ///< app::message_type
    std::optional<Mrn> mrn;
  };
  std::vector<Message> messages;  ///< in their order
  std::shared_ptr<const as4::Partner> agreement;
  as4::Certificate signed_with;
  as4::Certificate sealed_for;
  as4::Outgoing message;

  /// Whether it can be posted as it is: under the same agreement, with certificates that are still the ones
  /// to use.
  [[nodiscard]] bool fits(const std::shared_ptr<const as4::Partner>& agreed, Instant now) const;
  [[nodiscard]] bool is_bundle() const noexcept { return messages.size() > 1; }
  /// Whether it is of just these, in this order.
  [[nodiscard]] bool is_of(const app::Load& load) const;
  /// In the outbox.
  [[nodiscard]] std::vector<std::int64_t> ids() const;
};

/// Whether the partner takes bundles.
[[nodiscard]] bool takes_bundles(const as4::PMode& mode);

/// Refused where no certificate is valid now.
[[nodiscard]] std::expected<std::shared_ptr<const Octets>, as4::Refused> make_octets(
    ToSend message, exchange::Partner home, const std::shared_ptr<const as4::Partner>& agreement, Instant now,
    app::Entropy& entropy);

/// Several as one, which answer nothing by their headers. Precondition: two at least, and the partner takes
/// bundles.
[[nodiscard]] std::expected<std::shared_ptr<const Octets>, as4::Refused> make_bundle(
    std::vector<ToSend> messages, exchange::Partner home,
    const std::shared_ptr<const as4::Partner>& agreement, Instant now, app::Entropy& entropy);

/// Those that may be posted once more, each by the id of its first message, bounded by
/// limits::outgoing_octets_bytes_max. Safe from any thread.
class KeptOctets {
 public:
  /// Null if it is not kept.
  [[nodiscard]] std::shared_ptr<const Octets> find(std::int64_t outbox_id) const;
  /// What does not fit is not kept.
  void keep(std::shared_ptr<const Octets> octets);
  void forget(std::int64_t outbox_id);
  [[nodiscard]] std::size_t bytes() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::int64_t, std::shared_ptr<const Octets>> kept_;
  std::size_t bytes_ = 0;
};

/// Whether the partner has signed that it took a message of this id before: some software answers one that
/// comes again so, and not with the receipt that it gave. It says nothing of the content.
[[nodiscard]] bool says_taken_before(const std::vector<as4::ErrorLine>& errors, std::string_view message_id);
/// Why the partner will never take a message, by an error that it signed: "EBMS:0004 EXC-014". Nothing where
/// the errors are warnings, or speak of keys and certificates, or of the way to whoever is to have it: these
/// are not the message's fault. People mend them once, or they mend themselves, and everything is sent again.
[[nodiscard]] std::optional<std::string> refusal_for_good(const std::vector<as4::ErrorLine>& errors);
/// The same error with the partner's words beside it, for people alone: they may be any text. Precondition:
/// there is one.
[[nodiscard]] std::string words_of_refusal(const std::vector<as4::ErrorLine>& errors);
/// The same of errors that decide nothing, for people.
[[nodiscard]] std::string names_of(const std::vector<as4::ErrorLine>& errors);

}  // namespace lintas::gateway
