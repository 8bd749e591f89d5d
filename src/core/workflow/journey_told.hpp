#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/tables.hpp"
#include "core/transit/destination/decide.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/decide.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// From what the machines of passage and destination say to what the loop writes: shared by the commands
/// about a journey.
namespace lintas::workflow {

/// The office on the day of the instant; nullptr if no day knows it.
[[nodiscard]] const refdata::Offices::Row* row_of_office(const OfficeId& office, Instant at,
                                                         const Setting& setting);

/// Legal days are those of the office concerned; without one, days of UTC. Limits of this state are counted
/// under its law of the day: the day of acceptance is departure's.
[[nodiscard]] transit::Context journey_context(const Command& command, const std::optional<OfficeId>& office,
                                               const Setting& setting);

/// The journey in the command's own slot.
[[nodiscard]] const Journey& journeying(const Situation& situation);

/// Where the goods are expected next, or were last; before any of that, the office that asked for the record.
[[nodiscard]] std::optional<OfficeId> office_concerned(const transit::passage::Passage& passage);

/// The actor is of the state of departure.
[[nodiscard]] bool is_departure(const Mrn& mrn, const access::Actor& actor);

/// Messages between offices; the others are read by traders as rendered from the events.
[[nodiscard]] bool goes_to_departure(transit::Ie ie);

/// The question that asks departure for the notices in between.
[[nodiscard]] transit::Letter request_of(const transit::NoticesAsked& asked);

/// Adds what the machines say to the outcome; the journey goes on from there.
class JourneyTold {
 public:
  /// Command, situation and setting live longer than this.
  JourneyTold(const Command& command, const Situation& situation, const Setting& setting)
      : command_(command), setting_(setting), journey_(journeying(situation)) {}

  void add(const transit::passage::Ruling& ruling);
  void add(const transit::destination::Ruling& ruling);
  void add(const transit::Ruling<transit::NoticeFact>& ruling);
  void refuse(const Answer& answer);
  void refuse(Finding finding) { outcome_.answer.refused_for.push_back(std::move(finding)); }

  [[nodiscard]] const Journey& journey() const { return journey_; }

  /// A refused message of departure is answered by IE906, unless it was told already.
  [[nodiscard]] Outcome finish(const Mrn& mrn, transit::Ie ie) &&;
  [[nodiscard]] Outcome finish(const Mrn& mrn) &&;

 private:
  template <class Event>
  NewEvent stored(EventType type, const Event& event);
  void add(const transit::NoticeFact& fact);
  /// To departure, if that is another state; what goes to our own follows by `follow`.
  void send(NewEvent& made, const std::vector<transit::Ie>& sent, const transit::Letter& letter);

  const Command& command_;
  const Setting& setting_;
  Journey journey_;
  Outcome outcome_;
};

}  // namespace lintas::workflow
