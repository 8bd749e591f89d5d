#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/records.hpp"
#include "core/workflow/national.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

/// The status lists that a node hands out: signed anew when somebody asks, the last look is some seconds old
/// and something was released or has ended since, or the key is another. Never dated before one that was
/// handed out, not after a new start either, and never one that is dated ahead of the clock: it was signed
/// under a clock that was ahead, or the clock is behind now, and what has happened since it would be told
/// wrong. Which of the two it is, nobody here knows, and a list with an earlier date would be refused by
/// whoever has that one; so there is none until the clock has passed the date. Then a look is taken before
/// anything is handed out. Safe from any thread.
namespace lintas::api {

class StatusLists {
 public:
  /// `last`: what was kept, nothing on a first start. `keep`: makes it durable before anybody gets it.
  /// `dated_ahead`: told once of a list that is dated so, with its date; `outgrown`: once, when there are
  /// more handles than a list may have.
  StatusLists(std::optional<Bytes> last, std::function<bool(ByteView)> keep,
              std::function<void(Instant)> dated_ahead = {},
              code::Kind kind = code::Kind::accompanying_document, std::function<void()> outgrown = {});

  /// The last one, if the look that it is from is young and readers believe it of this key: then nobody has
  /// to look into the store.
  [[nodiscard]] std::optional<Bytes> young(const DocumentKey& key, Instant now) const;

  /// The last one, for while a look is not through: as long as readers rely on it, it says as of when.
  [[nodiscard]] std::optional<Bytes> last(const DocumentKey& key, Instant now) const;

  /// One of the handles that hold, of certificates of those that were cancelled, as a look into the store
  /// behind `now` has them: the last one where it says
  /// the same and is not old. Nothing where it could not be kept; where the key was not yet in force at its
  /// date, or the clock was set back by some seconds: a little later there is one; and where the last one is
  /// dated ahead of the clock; and where there are more handles than a list may have (is_outgrown): none is
  /// signed then, and the last one stays.
  [[nodiscard]] std::optional<Bytes> publish(const DocumentKey& key, std::vector<code::Handle> handles,
                                             Instant now);

  /// Once `knows_what_holds`: what happened stays so, and nobody looks again.
  void knows() { knows_ = true; }
  [[nodiscard]] bool is_known() const { return knows_; }

  /// Whether there is nothing to hand out because the last one is dated ahead of `now`: then nobody has to
  /// look into the store.
  [[nodiscard]] bool is_ahead_of(Instant now);

  /// Whether a look some seconds ago found more handles than a list may have: then nobody has to look into
  /// the store.
  [[nodiscard]] bool is_outgrown(Instant now) const;

 private:
  struct Published {
    Bytes bytes;
    Bytes key_id;
    Instant as_of;
    Instant until;
    Bytes handles;
    std::optional<Instant> looked;  ///< when somebody last found that it says what is true; since the start
  };
  [[nodiscard]] std::optional<Published> published(Bytes bytes) const;
  /// Whether there is one that readers who have the sheet of this key believe.
  [[nodiscard]] bool is_believed(const DocumentKey& key) const;

  /// Without a lock of its own: the date alone, and what follows from it.
  [[nodiscard]] bool is_dated_ahead_of(Instant now) const;
  [[nodiscard]] bool waits_for_clock(Instant now);
  [[nodiscard]] bool outgrows(const Bytes& handles, Instant now);

  const code::Kind kind_;
  mutable std::mutex mutex_;
  std::optional<Published> last_;
  std::function<bool(ByteView)> keep_;
  std::function<void(Instant)> dated_ahead_;
  std::function<void()> tell_outgrown_;
  bool told_ahead_ = false;
  std::optional<Instant> outgrown_;  ///< when there were found to be too many
  std::atomic<bool> knows_ = false;
};

/// Which certificates of this state were cancelled. Nothing that was is ever another thing again, so what was
/// seen is kept and only what has happened since is looked at: first all streams in pieces, for one reader's
/// second is not enough for a million, then the log. Safe from any thread.
class Cancellations {
 public:
  using MakeHandle = std::function<code::Handle(std::string_view)>;

  /// Goes on looking. False while there is more to look at, or somebody else is looking, whom nobody waits
  /// for: ask again. A read that fails, by an exception, loses nothing: the next look begins with it.
  [[nodiscard]] bool look(const workflow::National& national, const MakeHandle& handle, app::Reader& reader);
  [[nodiscard]] std::vector<code::Handle> handles() const;

  /// True for the first one who asks: he sees to it that there is a look now and then, whoever asks.
  [[nodiscard]] bool begin_looking_on() { return !looks_on_.exchange(true); }

 private:
  void note(const app::StreamRow& row, const workflow::National& national, const MakeHandle& handle,
            app::Reader& reader);

  std::mutex looking_;            ///< held over all reads of a look; of what follows, up to the other mutex
  std::optional<app::Seq> seen_;  ///< in the log
  app::StreamId walked_{};
  app::StreamId to_walk_{};

  mutable std::mutex mutex_;
  std::set<code::Handle> cancelled_;
  std::atomic<bool> looks_on_ = false;
};

/// The status list of certificates, and what it is made of.
struct CertificateLists {
  StatusLists lists;
  Cancellations cancellations = {};
};

/// Whether the list would say what is true outside, too: the store has lost nothing, or officers have gone
/// through what it lost last (workflow::resume_codes).
[[nodiscard]] bool knows_what_holds(std::span<const app::Loss> losses, app::Reader& reader);

/// Of each movement on the road that departed from here, also from an office that the reference data has no
/// more: what a list leaves out never comes back. Its row says so, so nothing is folded.
[[nodiscard]] std::vector<code::Handle> live_handles(
    const std::function<code::Handle(std::string_view reference)>& handle, app::Reader& reader);

}  // namespace lintas::api
