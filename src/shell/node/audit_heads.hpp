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
#include <utility>
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
#include "shell/node/log.hpp"
#include "shell/node/watch.hpp"
#include "shell/store/sqlite/reads.hpp"

/// Nodes keep the heads of each other's audit logs: each asks its partners for theirs, and takes one that
/// continues the one it holds. So a log cannot be rewritten without another state seeing it.
/// docs/adr/0028-heads-of-audit-logs.md; what other makers need: docs/protocols/identity.md.
namespace lintas::node {

/// Evidence about a partner's log lies in the folder of the store, as app::Contradiction, in files
/// `audit-head-MY-20261129T123300Z.rewritten`: with the instant at which it was found, and what it is
/// evidence of, one of api::log_faults, as ending. Once people have had it explained they change the ending
/// to `explained`: then the head that was held counts no more. So a start knows what is wrong before the
/// partner has answered once, and no name is given twice.
inline constexpr std::string_view explained_ending = "explained";

/// Those with this ending, the oldest first.
[[nodiscard]] std::vector<std::filesystem::path> evidence_of(const std::filesystem::path& folder,
                                                             exchange::Partner partner,
                                                             std::string_view ending);
/// Where evidence that is found now goes: the name of no other file, whatever that one's ending.
[[nodiscard]] std::filesystem::path new_evidence(const std::filesystem::path& folder,
                                                 exchange::Partner partner, std::string_view fault,
                                                 Instant now);

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
  /// Who the partners are now: those with a document that holds, by the key in it. What was told of others is
  /// told no more. Any thread.
  void set(const std::vector<gateway::PartnerLink>& links, const Agreements& agreements);
  /// Asks each of them. Any thread.
  void look();
  /// The newest head of this node, once it is in the store. Any thread.
  void signed_own(const app::HeadRow& head);
  /// Tells the metrics how old the newest heads are by now. Any thread.
  void measure();
  /// Asks nobody any more.
  void stop();

 private:
  struct Known;
  using KnownPtr = std::shared_ptr<const Known>;
  /// What was told of a partner's log and may end by itself: a file, or what no disk would take.
  struct Evidence {
    std::string name;
    std::string_view fault;
    bool is_file = false;
    app::Contradiction both;
  };
  /// Put to a partner.
  struct Question {
    KnownPtr partner;
    std::optional<app::HeadRow> held;  ///< what the proof has to begin at
    bool is_repeated = false;          ///< what was answered first does not continue it
    /// Then at the head that was shown there: whether the newest one continues that, too.
    std::optional<Evidence> about = {};

    [[nodiscard]] std::uint64_t from() const {
      if (about) return about->both.shown.size;
      return held ? held->head.size : 0;
    }
  };

  void answer(const net::Request& request, net::Responder respond);
  void ask(Question question);
  void take(const Question& question, const net::Client::Result& result);
  void judge(const Question& question, const app::ShownHead& shown, app::Store& store);
  void take_of_evidence(const Question& question, const net::Client::Result& result);
  void judge_evidence(const Question& question, const app::ShownHead& shown, app::Store& store);
  /// It counts, or is no later than the one that does.
  void accepted(const KnownPtr& known, const app::HeadRow& head, const std::optional<app::HeadRow>& held);
  /// Goes through the evidence whose name is behind `behind`.
  void look_back(const KnownPtr& known, const app::HeadRow& newest, std::string_view behind);
  /// Of what ends by itself, by name.
  [[nodiscard]] std::vector<Evidence> open_evidence(exchange::Partner partner) const;
  void ended(exchange::Partner partner, const Evidence& evidence);
  bool remove(exchange::Partner partner, const Evidence& evidence);
  /// One file for each two heads. Its name; nothing where no more are kept, or where none can be written:
  /// then it is held here and tried again.
  std::optional<std::string> keep(exchange::Partner partner, std::string_view fault,
                                  const app::Contradiction& both);
  void keep_again();
  /// False where there is no file of it.
  bool rewritten(exchange::Partner partner, const app::HeadRow& held, const app::ShownHead& shown);
  void not_continued(exchange::Partner partner, const app::HeadRow& held, const app::ShownHead& shown);
  void gone_back(exchange::Partner partner, const app::HeadRow& held, const app::ShownHead& shown);
  bool tell(LogEvent event, std::string_view fault, const app::HeadRow& held, const app::ShownHead& shown,
            exchange::Partner partner);
  [[nodiscard]] bool is_explained(const app::HeadRow& held) const;
  void refuse(exchange::Partner partner, std::string_view what);
  /// Tells the metrics what the files say, and what could not be written.
  void note(exchange::Partner partner);
  /// The newest of its heads, or its document where there is none, is of then.
  void know_age(exchange::Partner partner, Instant since);
  /// Once a partner was asked: the log, where that is too long ago.
  void tell_age(exchange::Partner partner);

  Options options_;
  mutable std::mutex mutex_;
  std::map<exchange::Partner, KnownPtr> partners_;
  std::map<exchange::Partner, Instant> newest_;  ///< of partners_, of those that were looked at
  /// Evidence that could not be written, the last one of each partner and fault.
  std::map<std::pair<exchange::Partner, std::string_view>, app::Contradiction> unkept_;
  std::optional<app::HeadRow> own_;
  std::unique_ptr<net::Client> client_;
};

}  // namespace lintas::node
