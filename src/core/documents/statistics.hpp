#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/results.hpp"
#include "core/documents/verification/events.hpp"
#include "core/model/values/country.hpp"

/// How many documents went where and what became of them, without a word of what they say. Pure: told the
/// events of each, in any order of documents. Here those of certificates; of documents of kinds
/// core/kinds/statistics.hpp tells the same story. docs/domain/certificates.md, "Figures".
namespace lintas::documents {

/// A document as far as it is counted, on the side that its node has.
struct Story {
  bool issued_here = false;
  Country issuer;
  Country importer;
  std::string kind = {};         ///< its word: of documents whose kind is a table its code
  std::optional<Instant> begun;  ///< issued, or come: by its day it is counted. Nothing: it is not
  std::optional<Instant> sent;   ///< as data
  std::optional<Instant> receipt;
  std::optional<Instant> checked;  ///< found good
  std::optional<Instant> answered;
  std::vector<std::string> faults;   ///< rules of the newest check that found it faulty, each once
  std::vector<std::string> results;  ///< codes of what customs says of its items now, each once
  Sum sum = Sum::untouched;
  bool conflict = false;

  struct Question {
    std::string number;
    std::optional<Instant> asked;
    std::optional<Instant> answered;
  };
  std::vector<Question> questions;  ///< requests to verify it
};

/// Plays the events of one certificate. Total, as evolve is.
class Teller {
 public:
  void play(const issue_side::Event& event);
  /// A request to verify it; `number`: with whoever asks.
  void play(const std::string& number, const verification::Event& event);
  void play(const import_side::Event& event);
  [[nodiscard]] const Story& story() const { return story_; }

 private:
  Story::Question& question(const std::string& number);

  Story story_;
  issue_side::Certificate issued_;
  import_side::Certificate imported_;
};

/// Upper ends of what latencies are counted in; the last one is open.
struct LatencyBucket {
  std::string_view name;
  std::chrono::milliseconds most;
};
inline constexpr std::array latency_buckets{
    LatencyBucket{"1min", std::chrono::minutes{1}},
    LatencyBucket{"10min", std::chrono::minutes{10}},
    LatencyBucket{"1h", std::chrono::hours{1}},
    LatencyBucket{"6h", std::chrono::hours{6}},
    LatencyBucket{"1d", std::chrono::days{1}},
    LatencyBucket{"3d", std::chrono::days{3}},
    LatencyBucket{"7d", std::chrono::days{7}},
    LatencyBucket{"30d", std::chrono::days{30}},
    LatencyBucket{"90d", std::chrono::days{90}},
    LatencyBucket{"365d", std::chrono::days{365}},
    LatencyBucket{"more", std::chrono::milliseconds::max()},
};
using Latencies = std::array<std::uint32_t, latency_buckets.size()>;
[[nodiscard]] std::uint32_t total_of(const Latencies& latencies);
/// Name of the bucket in which so many of a thousand lie: the time is no longer than it says. Empty without
/// any.
[[nodiscard]] std::string_view quantile(const Latencies& latencies, std::uint32_t of_thousand);

/// Counts of certificates, but where it says otherwise.
struct Figures {
  std::uint32_t begun = 0;  ///< issued here, or come from the issuer
  std::uint32_t sent = 0;
  std::uint32_t received = 0;   ///< L1
  std::uint32_t available = 0;  ///< L2 ok
  std::uint32_t faulty = 0;     ///< an L2 error, mended since or not
  std::uint32_t given = 0;      ///< L3, by the sum of the items
  std::uint32_t part = 0;
  std::uint32_t refused = 0;
  std::uint32_t pending = 0;
  std::uint32_t silent = 0;  ///< available, and no L3 for the days asked about
  std::uint32_t conflicts = 0;
  std::uint32_t asked = 0;  ///< requests to verify, not certificates
  std::uint32_t answered_in_time = 0;
  std::uint32_t answered_late = 0;
  std::map<std::string, std::uint32_t> faults;   ///< certificates by the rule that they broke
  std::map<std::string, std::uint32_t> results;  ///< and by what customs says of an item, U1 to N13
  Latencies to_receipt{};                        ///< from sending
  Latencies to_check{};
  Latencies to_answer{};  ///< where goods are imported: from its coming

  void add(const Figures& more);
};

/// What a certificate adds, `silent` being all that wait for an answer.
[[nodiscard]] Figures figures_of(const Story& story);

enum class Period : std::uint8_t { day, month };

struct Cell {
  bool issued_here = false;
  Country issuer;
  Country importer;
  std::string kind = {};
  Day day;  ///< the first of a month

  friend auto operator<=>(const Cell&, const Cell&) = default;
};

/// All counts, by days. Cells are as many as days times pairs with something in them.
class Tally {
 public:
  /// A certificate stands otherwise than it was counted; nothing: it was not.
  void count(const std::optional<Story>& before, const Story& after);

  struct Row {
    Cell cell;
    Figures figures;
  };
  struct Wanted {
    Day from;
    Day to;  ///< both in
    Period period = Period::month;
    Day today;
    std::chrono::days silent{30};  ///< so long without an answer since its day
  };
  [[nodiscard]] std::vector<Row> rows(const Wanted& wanted) const;

 private:
  std::map<Cell, Figures> cells_;
};

/// A count as it is published: below `least`, but not 0, it is "<5", so that nobody is picked out.
[[nodiscard]] std::string published(std::uint32_t count, std::uint32_t least);

}  // namespace lintas::documents
