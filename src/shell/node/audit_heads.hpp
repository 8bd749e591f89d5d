#pragma once

#include <cstdint>
#include <filesystem>
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
#include "shell/api/api.hpp"
#include "shell/app/heads.hpp"
#include "shell/app/store.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/watch.hpp"
#include "shell/store/sqlite/reads.hpp"

/// Nodes keep the heads of each other's audit logs: each asks its partners for theirs, and takes one that
/// continues the one it holds. So a log cannot be rewritten without another state seeing it.
/// docs/adr/0028-heads-of-audit-logs.md; what other makers need: docs/protocols/identity.md.
namespace lintas::node {

/// Where the two heads are kept that prove that a partner's log was rewritten, in the folder of the store;
/// and the same file once people have explained it: then the head held in it counts no more.
[[nodiscard]] std::filesystem::path contradiction_of(const std::filesystem::path& folder,
                                                     exchange::Partner partner);
[[nodiscard]] std::filesystem::path explained_of(const std::filesystem::path& folder,
                                                 exchange::Partner partner);
/// The head held and the shorter one that a partner has shown last, beside them, as long as its log is
/// shorter than it was: so a start knows it before the partner has answered once.
[[nodiscard]] std::filesystem::path went_back_of(const std::filesystem::path& folder,
                                                 exchange::Partner partner);

/// What is known of a partner's log, by the newest head of it in the store and the files beside that: for
/// whoever asks, over HTTP or on the machine.
[[nodiscard]] api::PartnerLine::Log log_of(const std::filesystem::path& folder, exchange::Partner partner,
                                           const std::optional<app::HeadRow>& head);

class AuditHeads {
 public:
  struct Options {
    exchange::Partner self;
    std::filesystem::path folder;  ///< of the store
    std::function<Instant()> clock;
    /// With the key that heads are signed with; from any thread.
    std::function<Bytes(ByteView content)> sign;
    /// Runs work on one state of the store, elsewhere; false if it is not run.
    std::function<bool(std::move_only_function<void(store::Reads&)> work)> read;
    /// Runs work where the store is written, or drops it.
    std::function<void(std::move_only_function<void(app::Store&)> work)> write;
    Watch& watch;  ///< outlives this
  };
  AuditHeads(net::Loop& loop, Options options);

  /// GET /audit-head, on the listener for partners.
  void add_routes(net::Router& router);
  /// Who the partners are now: those with a document that holds, by the key in it. Any thread.
  void set(const std::vector<gateway::PartnerLink>& links, const Agreements& agreements);
  /// Asks each of them. Any thread.
  void look();
  /// Asks nobody any more.
  void stop();

 private:
  struct Known;
  using KnownPtr = std::shared_ptr<const Known>;

  void answer(const net::Request& request, net::Responder respond);
  void ask(const KnownPtr& partner, const std::optional<app::HeadRow>& held);
  void take(const KnownPtr& partner, const std::optional<app::HeadRow>& held,
            const net::Client::Result& result);
  void judge(const KnownPtr& partner, const std::optional<app::HeadRow>& asked_with,
             const app::ShownHead& shown, app::Store& store);
  void contradicted(exchange::Partner partner, const app::HeadRow& held, const app::ShownHead& shown);
  void gone_back(exchange::Partner partner, const app::HeadRow& held, const app::ShownHead& shown);
  /// It is as long as it was, or that it is not is explained, or told otherwise.
  void not_gone_back(exchange::Partner partner);
  [[nodiscard]] bool is_explained(const app::HeadRow& held) const;
  void refuse(exchange::Partner partner, std::string_view what);
  /// Tells the metrics what the files say.
  void note(exchange::Partner partner);

  Options options_;
  mutable std::mutex mutex_;
  std::map<exchange::Partner, KnownPtr> partners_;
  std::unique_ptr<net::Client> client_;
};

}  // namespace lintas::node
