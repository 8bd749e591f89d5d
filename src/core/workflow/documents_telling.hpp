#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/ruling.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// From what the machines of documents of any kind say to what the loop writes.
namespace lintas::workflow {

/// The office of this state on the day of the instant, by its code; nullptr where there is none.
[[nodiscard]] const refdata::Offices::Row* office_of_documents(std::string_view code, Instant at,
                                                               const Setting& setting);

class DocumentsTelling {
 public:
  /// Legal days are those of the office that must act; of one that no day knows, those of the state's first
  /// office. Command and setting live longer than this.
  DocumentsTelling(const Command& command, std::string_view office, const Setting& setting);

  void refuse(const Answer& answer);
  void refuse(Finding finding) { outcome_.answer.refused_for.push_back(std::move(finding)); }
  [[nodiscard]] bool accepted() const { return outcome_.answer.accepted(); }
  [[nodiscard]] Outcome& outcome() { return outcome_; }

  [[nodiscard]] Day today() const { return day_of(command_.at, calendar_.utc_offset); }
  /// Whether documents of the kind go from one of the states to the other as data, today.
  [[nodiscard]] bool exchanges(std::string_view kind, refdata::DocumentProcess process, Country from,
                               Country to) const;

 protected:
  template <class Limits>
  [[nodiscard]] documents::ContextOf<Limits> context_under(const Limits& limits) const {
    return {
        .at = command_.at, .by = access::person_of(command_.actor), .limits = limits, .calendar = calendar_};
  }
  template <class Event>
  NewEvent stored(std::size_t slot, EventType type, const Event& event) {
    NewEvent made = new_event(slot, type, event);
    // The document of a command belongs to the first thing that comes of it.
    if (outcome_.events.empty() && !command_.payloads.empty()) made.payload = 0;
    return made;
  }
  /// What does not go as data goes by letter, and the event says so. `goes(number)`: whether it goes as data.
  template <class Event, class Goes>
  static void divide(Event& event, const Goes& goes) {
    event.by_letter.clear();
    std::ranges::copy_if(event.sent, std::back_inserter(event.by_letter), std::not_fn(goes));
    std::erase_if(event.sent, std::not_fn(goes));
  }
  static constexpr auto unaltered = [](const auto& event, const auto& /*document*/) { return event; };
  /// What one side says (document_sides.hpp). `altered(event, document)`: the event as it happens to the
  /// document; `send(made, event, number)`: each message that it sends.
  template <class Side, class Altered, class Send>
  void play(std::size_t slot, typename Side::Document& document, const typename Side::Ruling& ruling,
            const Altered& altered, const Send& send) {
    for (const typename Side::Event& said : ruling.events) {
      const typename Side::Event event = altered(said, std::as_const(document));
      document = Side::evolve(std::move(document), event);
      NewEvent made = stored(slot, event_in(Side::block, event.fact.index()), event);
      for (const machine::MessageNumber number : event.sent) send(made, event, number);
      outcome_.events.push_back(std::move(made));
    }
    refuse(ruling.answer);
  }
  /// One document, for whoever `made` sends it to from here on.
  void send_to(NewEvent& made, Country country, machine::MessageNumber number);
  void add_document(machine::MessageNumber number, Bytes content);
  /// Octet by octet what was sent before under that number.
  void add_again(machine::MessageNumber number);

  // NOLINTBEGIN(*-non-private-member-variables-in-classes,readability-identifier-naming): of who tells of a
  // kind
  const Command& command_;
  const Setting& setting_;
  refdata::Calendar calendar_;
  Outcome outcome_;
  // NOLINTEND(*-non-private-member-variables-in-classes,readability-identifier-naming)
};

/// The number of the message that a command brings.
[[nodiscard]] machine::MessageNumber number_of_message(CommandType type);
/// The state that the command comes from; nothing where it is no partner's.
[[nodiscard]] std::optional<Country> partner_of(const Command& command);

/// The office of whoever acts; none for the system of the whole state.
[[nodiscard]] std::optional<OfficeId> office_that_acts(const Command& command);
/// What is stored, and what is sent is made from, is the one document that the command comes with.
[[nodiscard]] bool comes_with(const Command& command, const Hash256& document);

/// The id of a state, "SENT".
template <class Machine>
[[nodiscard]] std::string id_of(typename Machine::State state) {
  return std::string{Machine::states[std::to_underlying(state)].id};
}

/// What it is about cannot take the message yet. Precondition: it has a lane.
[[nodiscard]] Outcome early_message(const Command& command);
/// Those to whom this state sends such documents, or its register, as data today.
[[nodiscard]] std::vector<exchange::Partner> partners_that_get(std::string_view what, Instant now,
                                                               const Setting& setting);
/// Refused, with nothing done.
[[nodiscard]] Outcome refusal(Finding finding);
/// Of a command that only follows from another.
[[nodiscard]] access::Relations ties_of_nobody(const Command& command, const Situation& situation,
                                               const Setting& setting);
[[nodiscard]] access::Relations tied_if(bool is_so, access::Relation relation);
/// The system of the whole state, which is at none of its offices.
[[nodiscard]] bool is_national_system(const access::Actor& actor);
/// Of this state, on some day, with that role; any role where none is named.
[[nodiscard]] bool is_office_here(std::string_view code, std::optional<refdata::OfficeRole> role,
                                  const Setting& setting);
/// At an office of this state, whichever, or for all of them.
[[nodiscard]] bool is_of_this_state(const access::Actor& actor, const Setting& setting);

}  // namespace lintas::workflow
