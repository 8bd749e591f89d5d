#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/registers/state.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/domain.hpp"

/// What the node itself knows for or against a declaration, beside what its content shows: its registers, its
/// reference data. Asked when a declaration is lodged or amended; of the vehicles' papers again before
/// release, with the limit date that was set (R-ACTS-035).
namespace lintas::workflow {

/// The entries of holder, representative, who declares, and authorisations (C521, C523); each once.
[[nodiscard]] std::vector<registers::EntryKey> firms_of(const transit::Declaration& declaration,
                                                        const access::Actor& actor);
/// The permits and cards that the declaration names. Of more units than limits::vehicle_units_max the rest is
/// left out: the check then refuses their number.
[[nodiscard]] std::vector<registers::EntryKey> papers_of(const transit::Declaration& declaration);

/// The entry of a person who declares for a firm by an account of its own; software of the firm is the firm.
[[nodiscard]] std::optional<registers::EntryKey> declarant_of(const access::Actor& actor);
/// The firm that a trader acts for, as it proved to be; nothing for anybody else.
[[nodiscard]] std::optional<Tin> trader_in(const access::Actor& actor);
/// The mandate by which the actor's firm acts for the holder; nothing where it is the holder itself, or no
/// trader.
[[nodiscard]] std::optional<registers::EntryKey> mandate_of(const Tin& holder, const access::Actor& actor);

/// Where the permit of a unit stands; none where it names none.
[[nodiscard]] std::optional<registers::EntryKey> permit_of(const transit::Vehicle& unit);

void add_once(std::vector<registers::EntryKey>& keys, std::optional<registers::EntryKey> key);
void add_entry_slots(Located& located, std::span<const registers::EntryKey> keys);

/// The entries that a command found, by their keys.
class Entries {
 public:
  /// The slots from `first` on were added with these keys, which live longer than this.
  Entries(const Situation& situation, std::size_t first, std::span<const registers::EntryKey> keys)
      : slots_(situation.slots.subspan(first, keys.size())), keys_(keys) {}

  /// What stands under the key; none where nothing was asked or stands.
  [[nodiscard]] const registers::Entry* find(const registers::EntryKey& key) const;

 private:
  std::span<const StreamView> slots_;
  std::span<const registers::EntryKey> keys_;
};

/// R-ACTS-003, of who asks for something about a declaration that stands.
[[nodiscard]] Findings faults_of_person(const access::Actor& actor, const Entries& entries, Day today);
/// R-ACTS-001, 002, 003 and R-REG-401, 402.
[[nodiscard]] Findings faults_of_firms(const transit::Declaration& declaration, const access::Actor& actor,
                                       const Entries& entries, Day today);
/// R-ACTS-061 of each seal that was put on under the authorisation C523 that the declaration names.
[[nodiscard]] Findings faults_of_special_seals(const transit::Declaration& declaration,
                                               std::span<const Seal> seals, const Entries& entries,
                                               Day today);
/// R-ACTS-018, 019, 021, 022, 036 of every unit; `limit` is the last day of the journey, `asked_by` the party
/// that is told (registers::PaperOfUnit), none where an office asks.
[[nodiscard]] Findings faults_of_papers(const transit::Declaration& declaration, std::string_view asked_by,
                                        const Entries& entries, Day today, Day limit);
/// R-ACTS-080 of a unit that takes the goods over on the way, asked by an office of the state `here`: its
/// permit has to hold as those of a declaration do. `limit` is the last day of the journey, as the state
/// knows it.
[[nodiscard]] Findings faults_of_replacement(const transit::Vehicle& unit, const Entries& entries,
                                             Country here, Day today, Day limit);
/// Before release: the same, that the presentation has named a vehicle (CND-826) where a pre-lodged
/// declaration did not, and that the load is sealed or cannot be (R-ACTS-060).
[[nodiscard]] Findings faults_at_release(const transit::Declaration& declaration, const Entries& entries,
                                         Day today, Day limit);
/// Legs that do not exist, rates that are missing: R-ACTS-016, 043; a departure elsewhere: R-TRA-109.
[[nodiscard]] Findings faults_of_route(const transit::Declaration& declaration, Country home,
                                       const refdata::View& reference);

}  // namespace lintas::workflow
