#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "core/documents/statistics.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/service.hpp"

/// The figures of certificates, counted from the log: an own place in it, and counts in memory that are made
/// anew when the node starts. Nothing is stored and nobody waits for it while certificates move.
namespace lintas::api {

/// Safe from any thread.
class DocumentFigures {
 public:
  struct Counted {
    std::optional<Instant> through;  ///< of the newest event that is counted; nothing: none is
    bool complete = false;           ///< nothing of the log is left
  };
  /// Counts on from where it stopped, so far as one request may (figure_events_max, figure_changes_max).
  Counted count_on(app::Reader& reader);
  [[nodiscard]] std::vector<documents::Tally::Row> rows(const documents::Tally::Wanted& wanted) const;

  /// Events of the log that one request goes through, and of them those of certificates, for each of which
  /// the history of one is read: together some 0.3 s. A log of ten million takes a few hundred requests after
  /// a start.
  static constexpr std::size_t figure_events_max = 20'000;
  static constexpr std::size_t figure_changes_max = 2'000;

 private:
  mutable std::mutex mutex_;
  documents::Tally tally_;
  app::Seq through_ = app::Seq::none;
  std::optional<Instant> at_;
};

}  // namespace lintas::api
