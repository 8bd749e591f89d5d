#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/pump.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/spool.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/gateway/links.hpp"
#include "shell/gateway/octets.hpp"
#include "shell/net/client.hpp"
#include "shell/net/loop.hpp"

/// Our messages to partners. Writing, sealing and reading answers is the pool's work; the loop's thread posts
/// and waits.
namespace lintas::gateway {

/// What both directions have in common; kept by whatever is under way.
struct Common {
  Gateway::Options options;
  app::Mail mail;
  Links links;
  std::shared_ptr<as4::Spool> spool;  ///< shared with each message that is being opened
};

class Sending : public std::enable_shared_from_this<Sending> {
 public:
  Sending(net::Loop& loop, app::Service& service, std::shared_ptr<Common> common);
  Sending(const Sending&) = delete;
  Sending& operator=(const Sending&) = delete;
  ~Sending() = default;

  void add(const std::vector<app::OutboxRow>& rows);
  void discard(const std::vector<app::OutboxRow>& rows);
  void test(exchange::Partner partner, Gateway::OnTest done);
  [[nodiscard]] std::vector<Gateway::Backlog> backlogs() const;
  /// What waits is tried at once: the partners are others.
  void begin_anew();
  void stop();

 private:
  /// A message that is written, or whose answer is read, on the pool. Dropped before it was done, for want of
  /// room or because our own store could not be read, it waits again: the partner has nothing to do with it.
  class Attempt;
  class Landing;
  /// To one partner, with a loop of its own: a name that no server of names answers for holds up whatever
  /// else is looked up there, and the end of the loop. So clients end when this is stopped, loops with it.
  struct Way {
    explicit Way(const net::ClientOptions& options) : client(std::make_unique<net::Client>(loop, options)) {}
    net::Loop loop;
    std::unique_ptr<net::Client> client;
  };

  /// Whatever the pump lets go now, and again when the next pause ends.
  void step();
  void step_at(Instant then, Instant now);
  void send(const app::Load& load);
  /// In `load` stays what goes: what does not may be under way by itself before this ends.
  void write(app::Load& load, app::Reader& reader);
  void not_now(const app::OutboxRow& row, const LinkTable& table, const PartnerLink* link);
  /// What of a load goes as one, written, which is what stays in it; the rest waits, or is kept back.
  [[nodiscard]] std::vector<ToSend> fill(app::Load& load, const LinkTable& table, const PartnerLink& link,
                                         app::Reader& reader);
  /// What it answers, where that came as a message of a two-way exchange.
  [[nodiscard]] std::optional<FirstLeg> first_leg_of(const as4::Partner& agreement, const app::OutboxRow& row,
                                                     const app::Written& written, app::Reader& reader) const;
  /// What no agreement is about: a dead letter until something is agreed on about it, or an officer decides.
  void keep_back(const app::OutboxRow& row, Report report, std::string why, const LinkTable& judged_by);
  /// What keeps lanes in order, for a partner that was taken out: nobody waits for it.
  void let_go(const app::OutboxRow& row, Report report, const LinkTable& judged_by);
  /// Whether the partner was taken out of the configuration.
  [[nodiscard]] bool is_taken_out(const app::OutboxRow& row, const PartnerLink* link) const;
  /// Of those, what the agreements of now are about, and what was set aside: people have mended something, or
  /// the node is new. Precondition: mutex_ is held.
  void revive_what_may_go();
  /// Precondition: mutex_ is held, and nothing was stopped.
  [[nodiscard]] net::Client& client_of(exchange::Partner partner);
  void post(std::shared_ptr<const Octets> octets, const PartnerLink& link);
  /// `is_repeat`: the partner may have taken it, or one of what is in it, before.
  void answered(const std::shared_ptr<const Octets>& sent, bool is_repeat, net::Client::Result result);
  void judge(const Octets& sent, bool is_repeat, const net::Response& answer);
  /// `proof`: what the partner signed.
  void arrived(const Octets& sent, const as4::Answer& proof, Outcome outcome, std::string_view why);

  /// What was posted for the first time, and is known not to have been taken, counts as never sent.
  void never_taken(const Octets& sent);

  void judge_test(exchange::Partner partner, as4::Outgoing sent, net::Response answer, Gateway::OnTest done);

  /// It holds its own lane, as a dead letter, until an officer decides.
  void give_up(const app::OutboxRow& row, std::string_view why);
  void put_back(const app::Load& load);
  /// It is tried again; or set aside, where the partner takes others and not this one.
  void failed(const app::OutboxRow& row, std::string_view why,
              exchange::Failure failure = exchange::Failure::no_answer);
  /// The same of what was sent. A bundle is never set aside: its messages go one by one before that.
  /// `is_busy`: the partner says that it has no room now; one by one they would need more.
  void failed(const Octets& sent, std::string_view why,
              exchange::Failure failure = exchange::Failure::no_answer, bool is_busy = false);
  /// From now on its messages go one by one: whatever the partner has against it, of each it tells by itself.
  void split(const Octets& sent, std::string_view why);
  void split(const app::Load& load);
  /// A bundle came to nothing. After several of them each message goes by itself for a while.
  void note_in_vain(const Octets& bundle);
  /// Whether that is so now. Precondition: mutex_ is held.
  [[nodiscard]] bool is_without_bundles(exchange::Partner partner, Instant now);
  /// A bundle as a whole.
  void tell(Outcome outcome, const Octets& bundle, std::string_view why) const;
  void report(Outcome outcome, const Octets& sent, std::string_view why) const;

  net::Loop& loop_;
  app::Service& service_;
  const std::shared_ptr<Common> common_;
  const app::MessageNames names_;
  KeptOctets kept_;
  mutable std::mutex mutex_;
  app::Pump pump_;
  /// Of what waits still: what may have arrived, by an attempt in this life. Of an earlier one see
  /// EarlierLife.
  std::set<std::int64_t> posted_;
  /// Bundles that came to nothing since the last one that was taken, or of which a message was at fault.
  struct InVain {
    unsigned bundles = 0;
    std::optional<Instant> until;  ///< each message goes by itself until then
  };
  std::map<exchange::Partner, InVain> in_vain_;
  std::optional<Instant> wake_;
  bool stopped_ = false;
  std::map<exchange::Partner, std::unique_ptr<Way>> ways_;
};

}  // namespace lintas::gateway
