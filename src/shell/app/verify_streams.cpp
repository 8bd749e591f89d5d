#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/state.hpp"
#include "shell/app/archive.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/app/verify.hpp"
#include "shell/app/verify_notes.hpp"

namespace lintas::app::audit {

namespace {

std::string shown(std::int64_t value) { return std::to_string(value); }
std::string shown(const std::string& value) { return "'" + value + "'"; }
std::string shown(const std::optional<Instant>& value) { return value ? to_text(*value) : "none"; }

const workflow::Balance* balance_of(StreamKind kind) {
  const auto all = workflow::balances();
  const auto found = std::ranges::find(all, kind, &workflow::Balance::whole);
  return found == all.end() ? nullptr : &*found;
}

class StreamWalk {
 public:
  explicit StreamWalk(Notes& notes) : notes_(notes), domain_(notes.ports.domain) {}

  void run() {
    StreamId after = StreamId::none;
    for (auto page = notes_.ports.archive.streams(after, limits::audit_rows_at_once); !page.empty();
         page = notes_.ports.archive.streams(after, limits::audit_rows_at_once)) {
      for (const StreamRow& row : page) look_at(row);
      after = page.back().id;
    }
    notes_.unreached.each([this](std::int64_t seq) {
      notes_.wrong(Check::log, place_of(Seq{seq}), "is in the history of no stream");
    });
    for (const StreamId id : to_balance_) hold_against_sum(id);
  }

 private:
  void look_at(const StreamRow& row) {
    notes_.looked_at(Check::streams);
    const History history = history_of(notes_.ports.archive, row.id, row.head);
    for (const EventRow& event : history.events) notes_.unreached.clear(number(event.seq));
    if (!history.broken.empty()) return wrong(row, history.broken);
    try {
      if (keeps_state(domain_, row.kind)) {
        compare_follower(row, history.events);
      } else {
        fold(row, history.events);
      }
    } catch (const std::logic_error& bug) {
      wrong(row, format("cannot be folded: {}", bug.what()));
    }
  }

  void wrong(const StreamRow& row, std::string what) {
    notes_.wrong(Check::streams, place_of(row), std::move(what));
  }

  void fold(const StreamRow& row, const std::vector<EventRow>& history) {
    Stream stream = blank_stream(domain_, row.id, row.kind);
    std::set<StreamId> followers;
    for (const EventRow& event : history) {
      const workflow::State before = stream.state;
      stream = after_own(domain_, std::move(stream), event);
      if (event.version != stream.row.version) {
        wrong(row, format("event {} has version {} and is the {}. of its history", number(event.seq),
                          event.version, stream.row.version));
      }
      const auto also = body_of(event).also;
      followers.insert(also.begin(), also.end());
      if (row.kind >= first_own_stream) continue;  // the executor's own have no laws
      if (!also.empty()) continue;  // looked at in the order of the log, with those that follow
      const workflow::Change change{.kind = row.kind, .before = &before, .after = &stream.state};
      if (const auto law = domain_.violated({.changes = {&change, 1}}))
        notes_.wrong(Check::sums, place_of(event.seq), *law);
    }
    compare(row, stream.row);
    look_for_entries(row, stream.concerned);
    if (!row.state.empty()) wrong(row, "keeps a state that nobody reads");
    for (const StreamId id : followers) add_to(id, stream.state);
  }

  void add_to(StreamId id, const workflow::State& share) {
    const auto follower = notes_.followers.find(id);
    if (follower == notes_.followers.end()) return;  // told where the event was applied
    const workflow::Balance* balance = balance_of(follower->second.stream.row.kind);
    auto& sum = follower->second.sum;
    if (balance != nullptr) sum = balance->add_share(sum, share);
  }

  void compare_follower(const StreamRow& row, const std::vector<EventRow>& history) {
    const Follower& folded = notes_.followers.at(row.id);
    for (std::size_t i = 0; i < history.size(); ++i) {
      const std::uint32_t before = i == 0 ? 0 : history[i - 1].version;
      if (history[i].version <= before || history[i].version > row.version) {
        wrong(row, format("event {} has version {} behind {}", number(history[i].seq), history[i].version,
                          before));
      }
    }
    if (balance_of(row.kind) != nullptr) to_balance_.push_back(row.id);
    if (!folded.readable) return;
    compare(row, folded.stream.row);
    look_for_entries(row, folded.stream.concerned);
    // One of another program's making is folded again when it is loaded.
    const bool is_ours = domain_.decode_state(row.kind, row.state).has_value();
    if (is_ours && row.state != domain_.encode_state(row.kind, folded.stream.state))
      wrong(row, "its kept state is another one than its events make");
  }

  void compare(const StreamRow& row, const StreamRow& folded) {
    const auto told = [](const char* what, const auto& stored, const auto& made) {
      return format("{} is {}, and by its events {}", what, shown(stored), shown(made));
    };
    const auto same = [&](const char* what, const auto& stored, const auto& made) {
      if (stored != made) wrong(row, told(what, stored, made));
    };
    const auto follows = [&](const char* what, const auto& stored, const auto& made) {
      if (stored != made) notes_.wrong_projection(Check::streams, place_of(row), told(what, stored, made));
    };
    same("version", row.version, folded.version);
    same("last event", number(row.head), number(folded.head));
    follows("office", row.office, folded.office);
    follows("status", row.status, folded.status);
    follows("due", row.due, folded.due);
    follows("open", row.open, folded.open);
    follows("ref", row.ref, folded.ref);
  }

  /// Whether whom it concerns finds it. How many entries there are is compared once the keys are walked.
  void look_for_entries(const StreamRow& row, const std::vector<std::string>& concerned) {
    for (const std::string& who : concerned) {
      ++notes_.entries;
      const Key key = workflow::concern_key(who, row.id);
      // The keys of a list are equally long: nothing stands between one and what comes before it.
      Bytes before = key.value;
      const std::byte last = before.back();
      before.pop_back();
      if (last != std::byte{0})
        before.push_back(static_cast<std::byte>(std::to_integer<unsigned>(last) - 1U));
      const auto found = notes_.ports.archive.keys(before, 1);
      const bool is_there = !found.empty() && found.front() == std::pair{key, row.id};
      if (!is_there) {
        notes_.wrong_projection(Check::keys, place_of(row), format("is missing in the list of '{}'", who));
      }
    }
  }

  /// The kept state, for that is what the node decides on.
  void hold_against_sum(StreamId id) {
    const Follower& follower = notes_.followers.at(id);
    const auto row = notes_.ports.archive.stream(id);
    notes_.looked_at(Check::sums);
    if (!row) return;
    try {
      const auto kept = domain_.decode_state(row->kind, row->state);
      const workflow::Balance* balance = balance_of(row->kind);
      if (const auto law = balance->broken(kept ? *kept : follower.stream.state, follower.sum))
        notes_.wrong(Check::sums, place_of(*row), *law);
    } catch (const std::logic_error& bug) {
      notes_.wrong(Check::sums, place_of(*row), format("cannot be added up: {}", bug.what()));
    }
  }

  Notes& notes_;
  const workflow::Domain& domain_;
  std::vector<StreamId> to_balance_;
};

}  // namespace

History history_of(Archive& archive, StreamId stream, Seq head) {
  History history;
  for (Seq seq = head; seq != Seq::none; seq = history.events.back().prev) {
    auto event = archive.event(seq);
    if (!event) {
      history.broken = format("event {} of its history is missing", number(seq));
    } else if (event->stream != stream) {
      history.broken =
          format("event {} of its history is one of stream {}", number(seq), number(event->stream));
    } else if (event->prev >= seq) {
      history.broken = format("event {} leads to a later one", number(seq));
    }
    if (!history.broken.empty()) break;
    history.events.push_back(*std::move(event));
  }
  std::ranges::reverse(history.events);
  return history;
}

void walk_streams(Notes& notes) { StreamWalk{notes}.run(); }

}  // namespace lintas::app::audit
