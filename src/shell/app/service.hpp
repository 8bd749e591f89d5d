#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

/// What everybody but the writer knows of a node: a door to ask through, and a window to look through.
namespace lintas::app {

/// The store as one state of it, for one thread at a time. Same questions as the Store's.
class Reader : public Streams {
 public:
  [[nodiscard]] virtual Counters counters() = 0;
  [[nodiscard]] virtual std::optional<StreamId> find(const Key& key) = 0;
  [[nodiscard]] virtual std::optional<StreamId> numbered(std::int64_t n) = 0;
  [[nodiscard]] virtual std::optional<Payload> payload(PayloadId id) = 0;
  [[nodiscard]] virtual std::vector<EventRow> feed(Seq after, std::size_t count) = 0;
  /// The open streams of an office (workflow::office_number), behind `after`.
  [[nodiscard]] virtual std::vector<StreamRow> work_list(std::int64_t office, StreamId after,
                                                         std::size_t count) = 0;
  /// The next number behind `after` of an office that has open streams, whether or not the state has that
  /// office today; nothing behind the last one.
  [[nodiscard]] virtual std::optional<std::int64_t> office_at_work(std::int64_t after) = 0;
  [[nodiscard]] virtual std::optional<OutboxRow> outbox_row(std::int64_t id) = 0;
  [[nodiscard]] virtual std::vector<OutboxRow> outbox(const NewestFirst& part) = 0;
  [[nodiscard]] virtual std::vector<OutboxRow> dead_letters(const NewestFirst& part) = 0;
  [[nodiscard]] virtual std::vector<OutboxRow> dead_letters(std::int64_t after, std::size_t count) = 0;
  [[nodiscard]] virtual std::optional<ReceivedRow> received(exchange::Partner partner,
                                                            std::string_view message) = 0;
  [[nodiscard]] virtual std::vector<ReceivedRow> received(const NewestFirst& part) = 0;
  /// Names of the claims of the further ways in which a message came (name_alone, name_within), as they came.
  [[nodiscard]] virtual std::vector<std::string> further_ways(exchange::Partner partner,
                                                              std::string_view message,
                                                              std::size_t count) = 0;
  [[nodiscard]] virtual std::optional<SentRow> sent(std::int64_t id) = 0;
  [[nodiscard]] virtual std::vector<SentRow> sent(const NewestFirst& part) = 0;
};

/// What would come of a command: nothing of it is kept.
struct Considered {
  workflow::Reply reply;
  std::vector<EventRow> events;  ///< in the order of the log, of every stream that it would move
  StreamPtr stream;              ///< that of the first event, as it would be then; none without events
};

/// Whom work is for. Each has a share of every queue, so that none stops another.
enum class Share : std::uint8_t { people, officers, partners, sending, strangers };
inline constexpr std::size_t share_count = 5;
/// Of what somebody asks. `sending` is our own messages to partners; `strangers` are those who have not
/// proved yet that they are partners.
[[nodiscard]] constexpr Share share_of(access::Role role) {
  if (role == access::Role::partner_node) return Share::partners;
  const bool officer = role >= access::Role::officer_of_departure && role <= access::Role::supervisor;
  return officer ? Share::officers : Share::people;
}

/// Safe from any thread.
class Service {
 public:
  Service() = default;
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  virtual ~Service() = default;

  using OnReply = std::move_only_function<void(workflow::Reply)>;
  /// Hands a command to the writer. Answered once, on a thread of the pool, after it is durable; at once with
  /// `busy` when the queue of its kind is full. The command's instant is set by the writer's clock, which
  /// never goes back.
  virtual void ask(workflow::Command command, OnReply on_reply) = 0;

  using OnConsidered = std::move_only_function<void(Considered)>;
  /// Has the writer decide the command as `ask` does, and forget it: a trial without a trace. The command
  /// needs an id that was never used. Same queue, same answer when it is full.
  virtual void consider(workflow::Command command, OnConsidered on_considered) = 0;

  /// Runs `work` on a thread of the pool with a reader of one state of the store. False if the share of the
  /// pool's queue is full: then it is not run. Here and in `post`, what `work` throws ends that work alone,
  /// and it may be dropped without having run: whoever must know puts something into it that notices.
  [[nodiscard]] virtual bool read(Share share, std::move_only_function<void(Reader&)> work) = 0;

  /// Runs `work` on a thread of the pool. False if the share of its queue is full.
  [[nodiscard]] virtual bool post(Share share, std::move_only_function<void()> work) = 0;
};

}  // namespace lintas::app
