#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/workflow/command.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/reception.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/gateway/links.hpp"
#include "shell/gateway/sending.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"
#include "wire/as4/errors.hpp"

/// What partners send. On the pool in three steps: the envelope is proved; then, in one state of the store,
/// the message is looked up, and what was taken before gets the receipt that it got; then a new one is
/// opened, read and asked of the writer. So no state is held while somebody's signature is looked at, and a
/// private key is used once for each message, however often it comes, as long as our certificate stays the
/// same. A message that is too long to be held is opened piece by piece, while the next piece waits in its
/// sender's system: its envelope is proved before anything of it is kept. A bundle is all of this once, and
/// each message in it is read and decided as if it had come alone; one that is not taken refuses them all,
/// and they come again one by one (docs/adr/0043-bundles.md).
namespace lintas::gateway {

class Receiving : public std::enable_shared_from_this<Receiving> {
 public:
  Receiving(app::Service& service, std::shared_ptr<Common> common);
  Receiving(const Receiving&) = delete;
  Receiving& operator=(const Receiving&) = delete;
  ~Receiving() = default;

  /// On the loop's thread.
  void receive(net::Request request, net::Responder responder);
  /// On the loop's thread, for a body that comes in pieces.
  [[nodiscard]] std::shared_ptr<net::Incoming> stream(net::Request head, net::Responder responder);

 private:
  /// Of the pool: as long as nobody has proved whose a message is, that of strangers, unless its line is
  /// known.
  [[nodiscard]] app::Share share_of(const net::Peer& peer) const;
  /// A message on its way from the connection to its answer.
  struct Call;
  using CallPtr = std::shared_ptr<Call>;
  /// What is being proved and opened.
  struct Opening;
  class Stream;

  void begin(Call& call);
  void open(const CallPtr& call);
  /// What was not taken before is opened. Precondition: the reception waits.
  void open_if_new(const CallPtr& call);
  /// Whether the connection may carry messages of the partner whose this is proved to be; else it is
  /// answered.
  [[nodiscard]] bool is_admitted(Call& call, const as4::Received& proved);
  /// Whether nothing has changed since it was begun that its sender is judged by.
  [[nodiscard]] bool is_judged_so_now(const Call& call) const;
  /// What was taken before under its id, if anything: told on the pool. Precondition: the reception waits.
  using OnLookedUp = std::move_only_function<void(std::optional<app::ReceivedRow> before)>;
  void look_up(const CallPtr& call, OnLookedUp then);
  /// Whether it says, in a two-way exchange, that it answers a message, and there is none of that name for
  /// its sender.
  [[nodiscard]] bool is_unrelated(const Call& call, app::Reader& reader) const;
  /// All of it came. Of SOAP alone it is seen only now whose it is.
  void end(const CallPtr& call);
  /// All of it was opened.
  void close(const CallPtr& call);
  void ask(const CallPtr& call);
  void decided(const CallPtr& call, const workflow::Reply& reply);
  /// What became of each message of a bundle that was taken.
  void tell(const Call& call, const workflow::Reply& reply) const;
  /// The same id again: the receipt that it got, signed anew where that one is not signed as we sign now; or
  /// what is wrong with it.
  void repeat(Call& call, const app::ReceivedRow& before);

  void turn_down(Call& call, const as4::Refusal& refusal);
  /// What our log says of somebody who is told nothing.
  struct Unproven {
    std::string_view code;
    std::string_view claimed;
    std::string_view why;
  };
  void unproven(Call& call, const Unproven& what);
  /// By the words of a table.
  void not_taken(const CallPtr& call, std::string_view rule, std::string_view detail);
  void reject(Call& call, std::string_view rule, std::string_view detail,
              Outcome outcome = Outcome::rejected);
  void contradict(Call& call);
  void confirm(Call& call, std::string_view receipt);
  void answer_error(Call& call, const as4::Partner& partner, std::string_view message, as4::Error error,
                    std::string detail);
  void report(Outcome outcome, const Call& call, std::string_view why) const;
  [[nodiscard]] std::string new_id() const;

  app::Service& service_;
  const std::shared_ptr<Common> common_;
  const app::MessageNames names_;
};

}  // namespace lintas::gateway
