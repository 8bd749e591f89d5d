#include "core/attachments/file.hpp"

#include <string>
#include <variant>

#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/records.hpp"

namespace lintas::attachments {

FileDecision keep(const FileState& state, const File& file, Instant at, const access::Actor& by) {
  if (state.status == FileStatus::named) return {};
  return accepted<FileEvent>(Kept{.at = at,
                                  .by = access::person_of(by),
                                  .owner = owner_of(by),
                                  .file = file,
                                  .until = at + bounds::unnamed_kept,
                                  .is_counted = true});
}

FileDecision name(const FileState& state) {
  if (state.status == FileStatus::none || state.status == FileStatus::put_away)
    return refused<FileEvent>({{"R-ATT-010", "sha256", "", ""}});
  return accepted<FileEvent>(Named{});
}

FileDecision fetch(const FileState& state, const File& file, const std::string& owner, Instant at,
                   const access::Actor& by) {
  FileDecision decision;
  if (state.status != FileStatus::held && state.status != FileStatus::named) {
    decision = accepted<FileEvent>(Kept{.at = at,
                                        .by = access::person_of(by),
                                        .owner = owner,
                                        .file = file,
                                        .until = at + bounds::unnamed_kept});
  }
  decision.events.emplace_back(Named{});
  return decision;
}

FileDecision unname(const FileState& state, Instant at) {
  require(state.documents > 0, "what a document lets go of, it has named");
  Unnamed event;
  if (state.documents == 1) event.until = at + bounds::unnamed_kept;
  return accepted<FileEvent>(event);
}

FileDecision time_passed(const FileState& state, Instant at) {
  if (state.status != FileStatus::held || !state.until || *state.until > at) return {};
  return accepted<FileEvent>(PutAway{});
}

FileState evolve(FileState state, const FileEvent& event) {
  if (const auto* kept = std::get_if<Kept>(&event)) {
    state = {.status = FileStatus::held,
             .file = kept->file,
             .owner = kept->owner,
             .documents = 0,
             .until = kept->until,
             .is_counted = kept->is_counted};
  } else if (std::holds_alternative<Named>(event)) {
    state.status = FileStatus::named;
    ++state.documents;
    state.until.reset();
  } else if (const auto* unnamed = std::get_if<Unnamed>(&event)) {
    if (state.documents > 0) --state.documents;
    state.until = unnamed->until;
    if (unnamed->until) state.status = FileStatus::held;
  } else {
    state.status = FileStatus::put_away;
    state.until.reset();
  }
  return state;
}

}  // namespace lintas::attachments
