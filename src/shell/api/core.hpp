#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "core/access/access.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/registers/state.hpp"
#include "core/transit/departure/state.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/views.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"

namespace lintas::transit {
struct MessageOfMovement;
}  // namespace lintas::transit

/// What the routes have in common: who calls, asking the writer, finding a stream that the caller may read,
/// places in the log that nobody can count by. Safe from any thread.
namespace lintas::api {

struct Route;
class DocumentFigures;
class FeedStreams;
class LinkGate;
class PrintPlaces;
class TradersRow;
class UploadGate;
class WebhookDeliveries;

class Core : public std::enable_shared_from_this<Core> {
 public:
  explicit Core(Ports ports);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  void add_to(net::Router& router);
  [[nodiscard]] const Ports& ports() const { return ports_; }
  [[nodiscard]] FeedStreams& streams() const { return *streams_; }
  [[nodiscard]] WebhookDeliveries& webhooks() const { return *webhooks_; }
  [[nodiscard]] LinkGate& link_gate() const { return *link_gate_; }
  [[nodiscard]] PrintPlaces& print_places() const { return *print_places_; }
  [[nodiscard]] UploadGate& upload_gate() const { return *upload_gate_; }
  [[nodiscard]] DocumentFigures& document_figures() const { return *document_figures_; }

  /// What is asked without a key: written once, so that nobody keeps the pool busy with it.
  struct Descriptions {
    net::Response openapi;
    net::Response page;
    net::Response machines;
  };
  [[nodiscard]] const Descriptions& descriptions() const;

  /// The call has come whole: of a trader who wants something done it stands in the row until it is answered.
  void line_up(const CallPtr& call) const;

  // ---- asking the writer

  /// Asks and answers the call by what it says; `warnings`: what refuses nothing, and the answer tells;
  /// `seals`: as they were read, for a range is a few characters.
  void ask(const CallPtr& call, workflow::Command command, const Findings& warnings = {},
           const std::vector<Seal>& seals = {}) const;

  /// What a command is about: kept for what a refusal of it may say.
  struct About {
    workflow::CommandType type{};
    std::optional<workflow::Slot> slot;  ///< where it may be about nothing that is there; else none
  };
  [[nodiscard]] About about(const workflow::Command& command) const;
  struct Refusal {
    std::uint16_t status = 0;
    Findings findings;
  };
  /// Tells a refusal as the caller may be told it (docs/domain/roles.md): of what is not there, and of what
  /// it may not know of, the same. Looks into the store where that depends on what is there.
  void refuse(const CallPtr& call, const About& about, Findings findings,
              std::function<void(const Refusal&)> tell) const;
  /// By the client's Idempotency-Key; nothing if it gave none that can be one.
  [[nodiscard]] std::optional<workflow::HttpCommandId> command_id(const CallPtr& call) const;

  /// ACC-001 where the actor may not give the command, whatever it is about: what is costly is looked at only
  /// behind this.
  [[nodiscard]] std::optional<Finding> never_may(const access::Actor& actor,
                                                 workflow::CommandType command) const;

  // ---- finding streams

  [[nodiscard]] static std::optional<app::StreamRow> row_of(const workflow::Slot& slot, app::Reader& reader);
  struct Seen {
    app::StreamRow row;
    workflow::State state;
    std::uint32_t version = 0;  ///< of the last change
  };
  /// Whose clocks count: of departure, or the one here that has or had to act last.
  [[nodiscard]] static std::optional<OfficeId> office_of(const Seen& movement);
  /// A legal day is that of this office.
  [[nodiscard]] Day day_of(const Seen& movement, const workflow::Setting& setting) const;
  /// The stream in its state, if the actor may read it so.
  [[nodiscard]] std::optional<Seen> see(const workflow::Slot& slot, Read read, const CallPtr& call,
                                        app::Reader& reader, const workflow::Setting& setting) const;
  /// The departing movement that the address names by an MRN of this state, or by its reference.
  [[nodiscard]] std::optional<workflow::Slot> departing_in(const CallPtr& call,
                                                           const workflow::Setting& setting) const;
  /// Of this state's own movements the departure; else, or if that is not for the actor, the journey here.
  [[nodiscard]] std::optional<Seen> see_movement(Read read, const CallPtr& call, app::Reader& reader,
                                                 const workflow::Setting& setting) const;
  [[nodiscard]] UseOf uses_in(app::Reader& reader) const;
  [[nodiscard]] SeesBalance balances_for(const CallPtr& call, app::Reader& reader,
                                         const workflow::Setting& setting) const;
  /// The entry of a register as it stands; nothing where none was ever made.
  [[nodiscard]] std::optional<registers::Entry> entry_under(const registers::EntryKey& key,
                                                            app::Reader& reader) const;
  /// What ties the actor to the stream now; that of an agent is looked up in the register of mandates.
  [[nodiscard]] access::Relations relations(const workflow::State& state, workflow::StreamKind kind,
                                            const access::Actor& actor, app::Reader& reader,
                                            const workflow::Setting& setting) const;

  // ---- cursors: a keyed permutation of the place, so that nobody counts the node's business by it

  /// What of a list by places in the log was asked for.
  struct Page {
    std::size_t count = 0;
    std::int64_t after = 0;
  };
  /// Nothing if the query does not say it; then the call is answered.
  [[nodiscard]] std::optional<Page> page_in(const CallPtr& call) const;
  /// The same of the feed.
  [[nodiscard]] std::optional<Page> feed_page_in(const CallPtr& call, app::Reader& reader) const;
  /// What a row does not say, its state does, and that is folded from all its events: a page folds so many
  /// streams for each item that it may have, and is short where they are not enough.
  static constexpr std::size_t folds_per_item = 4;
  /// Answers with a page of the open streams of the office asked about, if the actor may read them so; `show`
  /// adds the items of one, and says whether it had to fold it.
  void list_open(const CallPtr& call, app::Reader& reader, Read read,
                 const std::function<bool(nlohmann::json& items, const app::StreamRow&)>& show) const;

  [[nodiscard]] std::string cursor(std::int64_t place) const;
  /// The same of a place in the feed. A store that came back from a backup gives the places of the events
  /// that it lost a second time: what is behind a loss has cursors of another kind, so that nobody takes a
  /// new event for one that it has.
  [[nodiscard]] std::string feed_cursor(std::int64_t place) const;
  /// Of a cursor of the feed, which ends at `end`. Of an event that was lost: where the loss begins, for all
  /// that happened since is new to whoever saw it. Nothing for what was never given.
  [[nodiscard]] std::optional<std::int64_t> feed_place(std::string_view cursor, std::int64_t end) const;
  /// What a movement is called outside while it has no MRN.
  [[nodiscard]] std::string reference_to(app::StreamId stream) const;
  /// Nothing for what is no such reference; there need not be a stream.
  [[nodiscard]] std::optional<app::StreamId> referred_to(std::string_view reference) const;
  /// Nothing for what `cursor` never gave.
  [[nodiscard]] std::optional<std::int64_t> place_of(std::string_view cursor) const;
  /// 0 where none is given; nothing where it is none of ours.
  [[nodiscard]] std::optional<std::int64_t> cursor_in(const CallPtr& call) const;

 private:
  [[nodiscard]] std::string ties_to(const access::Actor& actor, const About& about) const;
  [[nodiscard]] Refusal refusal_of(const CallPtr& call, const About& about, Findings findings,
                                   app::Reader& reader) const;
  [[nodiscard]] bool is_case_of_recovery(const transit::departure::Movement& movement,
                                         const access::Actor& actor, app::Reader& reader,
                                         const workflow::Setting& setting) const;
  [[nodiscard]] access::Relations relations_to(const guarantee::Header& header, const access::Actor& actor,
                                               app::Reader& reader, const workflow::Setting& setting) const;
  [[nodiscard]] std::optional<Keys::Bearer> bearer_of(const net::Request& request) const;
  /// Before the body is read.
  /// The first parameter of the query that a route with parameters does not take; a list that is asked for by
  /// a filter that nobody knows would come whole.
  [[nodiscard]] static std::optional<Finding> unknown_parameter(const Route& route,
                                                                const net::Request& request);
  [[nodiscard]] std::optional<net::Response> admit(const Route& route, net::Request& head) const;
  /// Nothing if it is answered: no key, or a parameter that nobody knows.
  [[nodiscard]] CallPtr begin(const Route& route, net::Request request, net::Responder responder) const;
  void take(const Route& route, net::Request request, net::Responder responder) const;
  [[nodiscard]] std::shared_ptr<net::Incoming> stream(const Route& route, net::Request head,
                                                      net::Responder responder) const;
  void run(const Route& route, const CallPtr& call) const;
  /// For the answer to whoever may see the thing: of a departing movement its address, its status as it is
  /// now, the faults that its last event names and what its trader may send where it is the trader's turn; of
  /// a journey its state and what became of the offices here; a guarantee or a certificate as it is now.
  /// Beside it the warnings, of some things those of the command alone.
  [[nodiscard]] std::optional<nlohmann::json> standing(const CallPtr& call, workflow::CommandType command,
                                                       const workflow::Slot& slot, app::Reader& reader) const;
  /// Cursors of one kind; 0: those of all places but the feed's behind a loss.
  using Mark = std::uint32_t;
  [[nodiscard]] std::string cursor_of(std::int64_t place, Mark mark) const;
  [[nodiscard]] std::optional<std::int64_t> place_in(std::string_view cursor, Mark mark) const;
  [[nodiscard]] std::uint32_t round_of(std::uint32_t half, unsigned round, Mark mark,
                                       const workflow::Setting& setting) const;

  Ports ports_;
  std::unique_ptr<FeedStreams> streams_;
  std::unique_ptr<WebhookDeliveries> webhooks_;
  std::unique_ptr<LinkGate> link_gate_;
  std::unique_ptr<PrintPlaces> print_places_;
  std::unique_ptr<DocumentFigures> document_figures_;
  std::unique_ptr<UploadGate> upload_gate_;
  std::shared_ptr<TradersRow> traders_row_;
  const net::Response turned_away_;  ///< written once, for a flood of them
  mutable std::once_flag described_;
  mutable Descriptions descriptions_;
};

/// To whom nothing is shown: 403 where the role never may read so, and where the caller `knows` of the thing
/// by another right; else 404, as if there were none.
void answer_unseen(const CallPtr& call, Read read, bool knows);

/// The right by which whoever has it knows of a stream: what happens to it is shown to him.
[[nodiscard]] Read right_of(workflow::StreamKind kind);

/// The message of a movement that the command takes; null for an act.
[[nodiscard]] const transit::MessageOfMovement* message_in(workflow::CommandType type);

/// What became of a command that was not refused, as the caller is told; `standing` goes over what the reply
/// of an accepted one says.
void tell(const CallPtr& call, const workflow::Reply& reply,
          const std::optional<nlohmann::json>& standing = std::nullopt);

}  // namespace lintas::api
