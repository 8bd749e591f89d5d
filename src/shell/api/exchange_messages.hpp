#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

/// Messages between nodes as an operator sees them: each with what has become of it, and the way from the
/// event to the message on the wire and back. All of it follows from the store: the outbox, the evidence of
/// what was sent and received, and the events.
namespace lintas::api {

class Core;

enum class Standing : std::uint8_t {
  // Of what this node sends.
  waiting,
  dead,
  confirmed,
  delivered,
  given_up,
  unproven,
  // Of what it receives.
  received,
  refused,
  parked,
  dropped,
};

/// What has become of a message. A final one never changes again.
struct StandingRow {
  Standing standing;
  std::string_view word;
  bool is_sent;  ///< by this node
  bool is_final;
  std::string_view meaning;
};
inline constexpr std::array standings{
    StandingRow{Standing::waiting, "waiting", true, false,
                "It is under way, or tried again, until the partner confirms it."},
    StandingRow{
        Standing::dead, "dead", true, false,
        "The partner will never take it, or nothing is agreed on about it: `why`. An officer has it sent "
        "once more or gives it up; the other one goes by itself once it is agreed on."},
    StandingRow{Standing::confirmed, "confirmed", true, true, "The partner's signed receipt is here."},
    StandingRow{
        Standing::delivered, "delivered", true, true,
        "The partner has signed that it took it before; its receipt was lost on the way, and it gives "
        "no other. Which content it took is not proved."},
    StandingRow{Standing::given_up, "given_up", true, true,
                "An officer gave it up; the partner was told that nothing comes under its number."},
    StandingRow{
        Standing::unproven, "unproven", true, true,
        "The partner confirmed it before this node kept receipts, what it signed cannot be read here, "
        "or it only keeps messages in order and was not sent, since the partner was none any more."},
    StandingRow{Standing::received, "received", false, true,
                "It was taken and confirmed, and has done its work."},
    StandingRow{Standing::refused, "refused", false, true,
                "It was taken and confirmed; a rule speaks against what it says, so it did nothing."},
    StandingRow{Standing::parked, "parked", false, false,
                "It was taken and confirmed, and waits in its lane for its turn or for an officer."},
    StandingRow{Standing::dropped, "dropped", false, true,
                "It was taken and confirmed; an officer took it out of its lane."}};
[[nodiscard]] const StandingRow& row_of(Standing standing);
/// Null for another word.
[[nodiscard]] const StandingRow* find_standing(std::string_view word);

/// What a message waits for in its lane, in a word.
[[nodiscard]] std::string_view word_of(exchange::ParkedFor reason);

struct ExchangeMessage {
  bool is_sent = false;  ///< by this node
  exchange::Partner partner;
  std::string message_id;      ///< of AS4
  std::string identification;  ///< of the business; empty where it is not known
  std::string type;            ///< app::message_type; likewise
  std::uint32_t n = 0;         ///< in its lane; 0: without a number
  Standing standing = Standing::waiting;
  std::string why;                                    ///< for people; empty where there is nothing to say
  Instant at;                                         ///< of its event, or of its arrival
  std::optional<Instant> receipted = {};              ///< when the receipt came, or went
  std::optional<Instant> dead_since = {};             ///< where the store has it
  std::optional<app::EventRow> event = {};            ///< that sent it, or first took it
  std::optional<app::StreamRow> stream = {};          ///< of the event
  std::int64_t outbox_id = 0;                         ///< of what is sent
  std::optional<workflow::SentMark> mark = {};        ///< likewise
  std::optional<workflow::CommandType> command = {};  ///< of what is received
  Bytes envelope = {};   ///< as stored (app/evidence.hpp); empty for none, and in lists
  Bytes receipt = {};    ///< likewise
  Bytes as_signed = {};  ///< likewise, of what is received
};

/// Looks into one state of the store, folds each stream at most once, and shows what the caller may see.
class MessageMonitor {
 public:
  MessageMonitor(const Core& core, const CallPtr& call, app::Reader& reader);

  /// Of which messages; nothing asks for all.
  struct Wanted {
    std::optional<exchange::Partner> partner = {};
    std::optional<bool> is_sent = {};
    const StandingRow* standing = nullptr;
    std::optional<Mrn> mrn = {};
  };
  /// Where a page begins: behind what was looked at last, of what is sent and of what is received.
  struct Place {
    static constexpr std::int64_t beginning = std::numeric_limits<std::int64_t>::max();
    std::int64_t sent = beginning;
    std::int64_t received = beginning;
  };
  struct Page {
    std::vector<ExchangeMessage> messages;
    std::optional<Place> next = {};  ///< none at the end
  };
  /// The newest first. At most Core::folds_per_item messages are looked at for each that there is room for; a
  /// page is short where they are not enough. What was given up stands in neither table of the store: it is
  /// found by its movement, or where it is asked for, by the decisions in the log.
  [[nodiscard]] Page page(const Wanted& wanted, const Place& behind, std::size_t count);

  /// "MY:MY0000000000000001@nta.my": the country of the sender, and the AS4 MessageId, which is its sender's
  /// alone. Nothing for one that is not there or not for the caller.
  [[nodiscard]] std::optional<ExchangeMessage> find(std::string_view name);
  [[nodiscard]] std::string name_of(const ExchangeMessage& message) const;

  /// How a message of a partner came again otherwise than at first: its sender may hold the receipt of such a
  /// way and no other. In the order in which they came, with their evidence.
  struct Ways {
    std::vector<app::ReceivedRow> rows;
    bool has_more = false;  ///< than limits::evidence_ways_max
  };
  [[nodiscard]] Ways further_ways(const ExchangeMessage& message);
  /// One of them by its name, "MY:MY0000000000000001@nta.my in bundle-…@nta.my", or with ` alone`. Whether
  /// the caller may see its message `find` says.
  [[nodiscard]] std::optional<app::ReceivedRow> further_way(std::string_view name);

  /// Identification of the message of ours that the partner's names by this MessageId; nothing where there is
  /// none of that name for it.
  [[nodiscard]] std::optional<std::string> ours_named(exchange::Partner partner, std::string_view message_id);

  /// As a row of the list.
  [[nodiscard]] nlohmann::json show(const ExchangeMessage& message) const;

 private:
  /// Something to look at, by its place in the list of its side.
  struct Sent {
    std::int64_t place = 0;
    std::int64_t id = 0;  ///< in the outbox
    /// As far as they were read on the way.
    std::optional<app::SentRow> proof = {};
    std::optional<app::OutboxRow> row = {};
  };
  struct Received {
    std::int64_t place = 0;
    app::ReceivedRow row;
  };

  template <class Row>
  struct Part {
    std::vector<Row> rows;  ///< the newest first
    bool has_more = false;
  };

  [[nodiscard]] Part<Sent> sent_behind(const Wanted& wanted, std::int64_t place, std::size_t count);
  [[nodiscard]] Part<Sent> sent_in_tables(const Wanted& wanted, std::int64_t place, std::size_t count);
  [[nodiscard]] Part<Sent> given_up_behind(std::int64_t place);
  [[nodiscard]] std::vector<Sent> sent_about(const Mrn& mrn, std::int64_t place);
  [[nodiscard]] Part<Received> received_behind(const Wanted& wanted, std::int64_t place, std::size_t count);
  [[nodiscard]] std::vector<Received> received_about(const Mrn& mrn, std::int64_t place);
  /// The events of its departure and of its journey here.
  [[nodiscard]] std::vector<app::EventRow> events_about(const Mrn& mrn);

  [[nodiscard]] std::optional<ExchangeMessage> sent(const Sent& here);
  [[nodiscard]] std::optional<app::SentRow> proof_without_evidence(std::int64_t id);
  [[nodiscard]] Standing standing_of(const app::SentRow& proof);
  [[nodiscard]] ExchangeMessage received(const app::ReceivedRow& row);
  /// Only how messages came that have rows of their own: a bundle, or alone what had come in one before.
  [[nodiscard]] bool is_of_a_way(const app::ReceivedRow& row);
  void judge_parked(ExchangeMessage& message);
  [[nodiscard]] bool is_given_up(std::int64_t id, const app::StreamRow& stream);

  [[nodiscard]] std::optional<app::EventRow> event_at(app::Seq seq);
  [[nodiscard]] const app::Stream& folded(const app::StreamRow& row);
  [[nodiscard]] bool may_see(const ExchangeMessage& message);
  /// By the MessageIds that Lintas nodes make; empty for another one.
  [[nodiscard]] std::string identification_in(exchange::Partner sender, std::string_view message_id) const;

  const Core& core_;
  const CallPtr& call_;
  app::Reader& reader_;
  const workflow::Setting setting_;
  const exchange::Partner home_;
  const app::MessageNames names_;
  std::map<app::StreamId, app::Stream> folded_;
};

}  // namespace lintas::api
