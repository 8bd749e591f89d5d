#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/decision.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/attachments/records.hpp"

/// The files that a document names.
namespace lintas::attachments {

using ListDecision = Decision<ListEvent>;

/// What of the document a decision depends on.
struct DocumentNow {
  bool is_ours = false;        ///< it was issued here
  bool is_draft = false;       ///< its exporter has it, and nobody judges it
  bool has_gone = false;       ///< to the other state, on paper, or for good without
  bool is_over = false;        ///< nothing happens to it any more
  bool is_for_others = false;  ///< of several states that ask, or of another than was shown what there is
  /// Over for as long as papers have to be kept: where a certificate is used up, nobody has work with it, and
  /// the other state may ask about it for years.
  bool is_put_away = false;
};

struct Act {
  Instant at;
  const access::Actor& by;
};

/// The stream of a document and its kind, as the workflow numbers them.
struct Document {
  std::int64_t stream = 0;
  std::uint16_t kind = 0;
};

/// R-ATT-011: it names the file, or another one so, already. R-ATT-012: the name. R-ATT-013: too many.
/// R-ATT-016: of another state. R-ATT-017: over. R-ATT-026: for others. Precondition: the file is the
/// owner's.
[[nodiscard]] ListDecision add(const ListState& state, const Document& document, const DocumentNow& now,
                               const File& file, const std::string& name, const Act& act);
/// R-ATT-014: it has gone, or the actor is its exporter and it is judged: what was judged stays what it was.
/// R-ATT-015: it names no such file of the actor's.
[[nodiscard]] ListDecision remove(const ListState& state, const DocumentNow& document, const Hash256& hash,
                                  const Act& act);
/// R-ATT-015. Nothing happens where the same account, in the same role, was given it within the hour.
[[nodiscard]] ListDecision read(const ListState& state, const Hash256& hash, const Act& act);

/// The other state is told which files there are, unless it knows. `again`: also where it should know of
/// some.
[[nodiscard]] ListDecision tell(const ListState& state, const std::string& receiver, bool again, Instant at);
/// A part is sent of a file that the receiver was told of; where it is with the document no more, that is.
[[nodiscard]] ListDecision give(const ListState& state, const Hash256& hash, std::int64_t from, Instant at);

/// How somebody is named who is given a file.
[[nodiscard]] Read read_by(const Hash256& hash, const Act& act);
/// Whether the same account, in the same role, was given it within the hour.
[[nodiscard]] bool is_among(const std::vector<Read>& recent, const Read& read);
/// And lets go of those that are older.
void remember(std::vector<Read>& recent, const Read& read);

/// Twice a year it is looked whether the document is still kept.
[[nodiscard]] ListDecision time_passed(const ListState& state, Instant at);
/// Of a document that is kept no more the file goes; else nothing happens.
[[nodiscard]] ListDecision let_go(const ListState& state, const DocumentNow& document, const Hash256& hash);

[[nodiscard]] ListState evolve(ListState state, const ListEvent& event);

}  // namespace lintas::attachments
