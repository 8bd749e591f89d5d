#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "shell/as4/partner.hpp"
#include "shell/net/http.hpp"
#include "shell/net/target.hpp"
#include "shell/net/tls.hpp"

/// The partners as they are configured, and what is told of the exchange with them.
namespace lintas::gateway {

struct PartnerLink {
  exchange::Partner partner;
  net::Url url;
  std::shared_ptr<const net::ClientTls> tls;
  /// Whose connections may carry its messages: those of these certificates, by their fingerprints, and of the
  /// name NTA.MY under one of these signers. None of these, nor `clients`: anybody's.
  std::vector<Hash256> certificates;
  std::vector<Hash256> signers;
  /// Of one with another product, that has to show a certificate: one of these, or what one of these signed,
  /// whatever its name.
  std::vector<Hash256> clients = {};
  /// Fingerprints that count for nothing any more, whoever signed them: of certificates, and of their
  /// issuers.
  std::vector<Hash256> revoked = {};
  /// Shared with what is under way when others take its place. Null: nothing is exchanged.
  std::shared_ptr<const as4::Partner> agreement = nullptr;
  /// The address is what the partner says of itself, not the operator: it leads into no network of ours.
  bool public_only = false;
  /// It hands out an identity document, as nodes of Lintas do.
  bool introduces_itself = true;
  exchange::RetrySchedule retry = {};

  /// Whether its connections are known by what they show. Otherwise its messages are, by their signatures
  /// alone.
  [[nodiscard]] bool is_known_by_line() const noexcept {
    return !certificates.empty() || !signers.empty() || !clients.empty();
  }
  /// Whether a connection may carry messages of this partner.
  [[nodiscard]] bool admits(const net::Peer& peer) const;
};

/// Whether a message that was proved under the one would be taken in the same way under the other: the same
/// agreement, certificates and connections. Other partners' documents, or this one's address, change nothing.
[[nodiscard]] bool are_judged_alike(const PartnerLink& one, const PartnerLink& other);

/// Why nothing goes to a partner that is `public_only`, and what its operator does about it.
inline constexpr std::string_view not_public =
    "its identity document names an address that is none of the internet; if that is right give `url` in its "
    "[[partner]], or exchange.addresses = \"any\" where nodes live in a private network";

/// One state of them, which stays as it is for whoever holds it.
class LinkTable {
 public:
  explicit LinkTable(std::vector<PartnerLink> links);
  ~LinkTable() = default;
  LinkTable(const LinkTable&) = delete;
  LinkTable& operator=(const LinkTable&) = delete;

  [[nodiscard]] const std::vector<PartnerLink>& all() const noexcept { return links_; }
  [[nodiscard]] const std::shared_ptr<const as4::Directory>& directory() const noexcept { return directory_; }
  /// Null for a state that is not configured.
  [[nodiscard]] const PartnerLink* find(exchange::Partner partner) const;
  /// Precondition: an entry of the directory.
  [[nodiscard]] const PartnerLink& of(const as4::Partner& entry) const;

 private:
  std::vector<PartnerLink> links_;
  std::shared_ptr<const as4::Directory> directory_;
  std::vector<std::size_t> link_of_;  ///< of each entry of the directory
};

/// The present state. Safe from any thread.
class Links {
 public:
  explicit Links(std::vector<PartnerLink> links) { set(std::move(links)); }
  void set(std::vector<PartnerLink> links);
  [[nodiscard]] std::shared_ptr<const LinkTable> now() const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const LinkTable> table_;
};

/// What became of a message, for the log.
enum class Outcome : std::uint8_t {
  sent,
  received,
  refused,       ///< a rule speaks against what a partner's message says; it is taken all the same
  unrelated,     ///< a partner's message that is taken, and says that it answers what was never for it
  unassigned,    ///< ours, which answers a message of its partner and cannot name it: it goes as any other
  repeated,      ///< it was taken before, and got the receipt that it got then
  rejected,      ///< a partner's message that is not taken: it was told why
  contradicted,  ///< under an id that was taken, with another content
  unproven,      ///< of nobody knows whom
  tested,        ///< a partner asked whether the agreement works
  delivered,     ///< ours, which the partner says it took before; the receipt of then was lost
  dead,          ///< ours, which the partner will never take
  kept_back,     ///< ours, about which nothing is agreed on
  set_aside,     ///< ours, at which attempts fail again and again while the partner takes others
  let_go,        ///< ours, which keeps lanes in order, for a partner that is none any more
  undecided,     ///< ours, which the partner has neither taken nor refused: it answers, and it is tried again
  split,         ///< several of ours that went as one and that the partner refused: they go one by one
  paused,        ///< nothing more goes as one for a while, since what did came to nothing again and again
  unreachable,   ///< ours likewise; and the partner does not answer, or decides nothing of what is tried
};

/// The texts live for the call.
struct Report {
  Outcome outcome{};
  exchange::Partner partner;  ///< none where it is not proved
  std::string_view type;      ///< "IE050"; empty where nothing was read
  std::string_view message;   ///< its MessageId
  std::optional<Mrn> mrn;
  std::string_view
      why;  ///< rule or fault, where it failed; of unrelated and unassigned ones what they answer
  std::size_t messages = 1;  ///< that went as one; of `paused`, how often that came to nothing
  // Of what is unproven alone:
  std::string_view code = {};     ///< of ebMS, which is not told outside; or the rule
  std::string_view peer = {};     ///< the address of its connection
  std::string_view claimed = {};  ///< sender and MessageId as they were written, cut; nothing proves them
};

}  // namespace lintas::gateway
