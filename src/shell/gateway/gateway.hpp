#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/refdata/snapshot.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/fresh_letters.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/gateway/links.hpp"
#include "shell/net/client.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"

/// Messages between national nodes, over AS4: what the outbox holds is written as XML, sealed, signed and
/// posted to the partner; what a partner posts is proved, opened, read, checked and asked of the writer. The
/// answer to a message that was taken is a signed receipt, whatever the business says to it, and the same one
/// whenever the message comes again. docs/adr/0023-as4-between-nodes.md; what partners see:
/// docs/protocols/as4.md.
namespace lintas::gateway {

/// What a partner has confirmed: the evidence is of the id.
using OnReceipt = std::function<void(app::SentRow)>;

/// What this store knew at the start. What was attempted before is not written down, and a process may end
/// between a post and its receipt: so each message of then may have arrived, at a partner that takes messages
/// of this store under their ids. One that has never done so may know them from another store, one before
/// this.
struct EarlierLife {
  app::Seq last{};                          ///< the last event
  std::vector<exchange::Partner> takers{};  ///< who had given a receipt

  [[nodiscard]] bool may_have_sent(const app::OutboxRow& row) const;
};
[[nodiscard]] EarlierLife earlier_life_of(app::Store& store, std::span<const exchange::Partner> partners);

class Gateway {
 public:
  struct Options {
    exchange::Partner home;
    std::vector<PartnerLink> partners;
    std::function<Instant()> clock;
    std::function<const refdata::Snapshot&()> reference;
    std::function<app::Packer&()> packer;  ///< of the present thread
    app::Entropy* entropy = nullptr;       ///< safe from any thread
    Sha256 sha256 = nullptr;
    std::vector<app::Loss> losses{};  ///< of the store, for the names of messages
    EarlierLife before{};
    app::FreshLetters* letters = nullptr;         ///< of the writer; without them each is read from the store
    app::AttachmentFiles* attachments = nullptr;  ///< that come with documents; safe from any thread
    /// Where large payloads lie while they are opened, sealed.
    std::filesystem::path spool_folder = std::filesystem::temp_directory_path();
    /// The partner has a message, or refused it for good. None of these may wait for the gateway.
    OnReceipt receipted;
    std::function<void(std::int64_t outbox_id, app::Death death)> refused;
    /// Nothing was agreed on about a dead letter, and now it is: what becomes of it comes by `add`.
    std::function<void(std::int64_t outbox_id)> revived{};
    /// What only keeps lanes in order, for a partner that the configuration names no more: it is not sent.
    std::function<void(std::int64_t outbox_id)> let_go{};
    std::function<void(const Report&)> report;
    /// Whether the configuration names a partner that is not among `partners`: one that is left out for now.
    /// What waits for one that it does not name is a dead letter until it does.
    std::function<bool(exchange::Partner partner)> is_named = [](exchange::Partner) { return true; };
    net::ClientOptions lines{};  ///< to each partner
  };

  Gateway(net::Loop& loop, app::Service& service, Options options);
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  /// Messages from the outbox, any thread. Dead ones hold their lanes.
  void add(const std::vector<app::OutboxRow>& rows);
  /// Dead letters that an officer gave up: their lanes go on.
  void discard(const std::vector<app::OutboxRow>& rows);
  /// The route of the listener for partners.
  void add_routes(net::Router& router);
  /// Puts others in the place of the partners known so far.
  void set_partners(std::vector<PartnerLink> partners);

  /// Asks a partner whether the agreement works (the test service of ebMS), any thread. `done` is told what
  /// is wrong, in words; nothing if the partner has confirmed. Not called after `stop`.
  using OnTest = std::move_only_function<void(std::optional<std::string> fault)>;
  void test(exchange::Partner partner, OnTest done);

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
