#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "core/refdata/snapshot.hpp"
#include "shell/app/fresh_letters.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/pump.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/net/client.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "shell/net/tls.hpp"

/// Messages between national nodes: what the outbox holds is written as XML and posted to the partner; what a
/// partner posts is read, checked and asked of the writer. A partner is known by its certificate. The answer
/// to a message that was written is a signed receipt, whatever the business says to it: whoever sent it can
/// do nothing more about it. AS4 takes the place of this exchange later.
///
///   POST /exchange/v1/messages     body: the message      Lintas-Lane: 3      Lintas-Message-Id: …
///   200 receipt | 422 never will be taken | 403, 500, 503, anything else later
namespace lintas::gateway {

struct PartnerLink {
  exchange::Partner partner;
  net::Url url;
  std::shared_ptr<const net::ClientTls> tls;
  std::optional<Hash256>
      certificate;               ///< by its fingerprint; else by its name NTA.MY under a signer of its own
  std::vector<Hash256> signers;  ///< fingerprints of those signers
  crypto::PublicKeyBytes signing_key{};  ///< of its receipts
};

/// Proof that a partner has a message: its identification, its content, when, and the partner's signature
/// over the three.
struct Receipt {
  std::string message_id;
  Hash256 content;
  Instant at;
  Bytes signature;

  /// What is signed.
  [[nodiscard]] std::string signed_text() const;
  [[nodiscard]] std::string json() const;
  /// Nothing for a text that `json` could not have written.
  [[nodiscard]] static std::optional<Receipt> parse(std::string_view json);
};

/// What became of a message, for the log. `refused`: a rule speaks against what a partner's message says; it
/// is taken all the same, unless the rule is EXC-001 or EXC-014.
enum class Outcome : std::uint8_t { sent, received, refused, dead, unreachable };

/// The texts live for the call.
struct Report {
  Outcome outcome{};
  exchange::Partner partner;
  std::string_view type;     ///< "IE050"; empty where nothing was read
  std::string_view message;  ///< its identification
  std::optional<Mrn> mrn;
  std::string_view why;  ///< rule or fault, where it failed
};

/// Whether a partner's answer says that it will never take the message. A certificate that fits no more, or a
/// proxy that does not know the path, speaks of no message: people mend it once, and everything is sent
/// again.
[[nodiscard]] bool refuses_for_good(std::uint16_t status);

class Gateway {
 public:
  struct Options {
    exchange::Partner home;
    std::vector<PartnerLink> partners;
    const crypto::SigningKey* signing_key = nullptr;
    std::function<Instant()> clock;
    std::function<const refdata::Snapshot&()> reference;
    std::function<app::Packer&()> packer;  ///< of the present thread
    Sha256 sha256 = nullptr;
    std::vector<app::Loss> losses{};       ///< of the store, for the names of messages
    app::FreshLetters* letters = nullptr;  ///< of the writer; without them each is read from the store
    /// The partner has a message, or refused it for good.
    std::function<void(std::int64_t outbox_id)> receipted;
    std::function<void(std::int64_t outbox_id)> refused;
    std::function<void(const Report&)> report;
  };

  Gateway(net::Loop& loop, app::Service& service, Options options);
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  /// Messages from the outbox, any thread. Dead ones hold their lanes.
  void add(const std::vector<app::OutboxRow>& rows);
  /// Dead letters that an officer gave up: their lanes go on.
  void discard(const std::vector<app::OutboxRow>& rows);
  /// The routes of the listener for partners.
  void add_routes(net::Router& router);
  /// Puts others in the place of the partners known so far.
  void set_partners(std::vector<PartnerLink> partners);

  struct Backlog {
    exchange::Partner partner;
    std::size_t waiting = 0;
    std::size_t dead = 0;
    std::optional<std::int64_t> oldest;  ///< outbox id
  };
  /// Of each partner known, and of states that messages wait for though none is configured; any thread.
  [[nodiscard]] std::vector<Backlog> backlogs() const;
  /// Sends nothing more.
  void stop();

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace lintas::gateway
