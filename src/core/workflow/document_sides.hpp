#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decision.hpp"
#include "base/fields.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "core/access/access.hpp"
#include "core/documents/events.hpp"
#include "core/documents/ruling.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

/// What documents have alike on the loop that one state issues and another one receives (docs/adr/0033,
/// 0037). A *side* is a machine, the document in it, and how its events are stored; a business (`Documents`)
/// has two of them, `Own` of this state's documents and `Others`, and says beside them what it alone has.
/// What each has to say, AcddDocuments (acdd_part.cpp) shows.
namespace lintas::workflow {

// ---- one side

/// What an `evolve` takes and gives.
template <class Evolve>
struct Evolving;
template <class DocumentOf, class EventOf>
struct Evolving<DocumentOf (*)(DocumentOf, const EventOf&)> {
  using Document = DocumentOf;
  using Event = EventOf;
};

/// A machine whose events are stored in this block.
template <class MachineOf, auto evolve_of, std::uint16_t block_of>
struct StoredMachine : Evolving<std::remove_const_t<decltype(evolve_of)>> {
  using Machine = MachineOf;
  using Ruling = Decision<typename Evolving<std::remove_const_t<decltype(evolve_of)>>::Event>;
  static constexpr auto evolve = evolve_of;
  static constexpr std::uint16_t block = block_of;
};
/// One that has streams of its own, hears messages and has clocks.
template <class MachineOf, auto evolve_of, auto receive_of, auto time_passed_of, StreamKind stream_of,
          std::uint16_t block_of>
struct SideOf : StoredMachine<MachineOf, evolve_of, block_of> {
  static constexpr auto receive = receive_of;
  static constexpr auto time_passed = time_passed_of;
  static constexpr StreamKind stream = stream_of;
};

template <class Side>
[[nodiscard]] const typename Side::Document& document_in(const Situation& situation, std::size_t slot = 0) {
  return situation.slots[slot].state->template as<typename Side::Document>();
}
template <class Side>
[[nodiscard]] State initial_of() {
  return State::of(typename Side::Document{});
}
template <class Side>
[[nodiscard]] State evolved(const State& state, const Happened& happened) {
  if (is_of_manifest(happened.type)) return state;
  return State::of(
      Side::evolve(state.as<typename Side::Document>(), read_content<typename Side::Event>(happened.body)));
}

template <class Side>
[[nodiscard]] bool lives(const typename Side::Document& document) {
  using Machine = Side::Machine;
  return document.state != Machine::State::none &&
         !Machine::states[std::to_underlying(document.state)].terminal;
}
/// In no list yet. One that ended and has a clock waits for that.
template <class Side>
[[nodiscard]] Summary summary_of(const typename Side::Document& document) {
  return {.status = static_cast<std::uint16_t>(document.state),
          .due = document.due,
          .open = lives<Side>(document) || document.due.has_value()};
}

// ---- which document

/// Acts, contents and letters name it; what does not, brings its contents.
template <class Thing>
[[nodiscard]] auto name_in(const Thing& thing) {
  if constexpr (requires { thing.permit; }) {
    return thing.permit;
  } else if constexpr (requires { thing.reference; }) {
    return thing.reference;
  } else if constexpr (requires { thing.content; }) {
    return name_in(thing.content);
  } else {
    return name_in(thing.contents);
  }
}
/// Of a letter or a written document. Precondition: it is one of them.
template <class Documents>
[[nodiscard]] Documents::Reference name_of_letter(ByteView letter_or_document) {
  const auto named = read_first<typename Documents::Letter>(letter_or_document);
  require(named.has_value(), "a message is about a document");
  return named.value_or(typename Documents::Reference{});
}

template <class Documents, class Side>
inline constexpr bool is_own = std::same_as<Side, typename Documents::Own>;

/// Its own stream; where there can be none on this side, a new one, and the command is refused.
template <class Documents, class Side>
[[nodiscard]] Located located(const typename Documents::Reference& reference, bool may_be) {
  Slot slot{.kind = Side::stream, .by = Slot::New{}};
  if (may_be) slot.by = Documents::key(reference);
  Located all;
  all.slots.push_back(std::move(slot));
  return all;
}
template <class Documents, class Side, class Act>
[[nodiscard]] Located locate_act(const Command& command, const Setting& setting) {
  const auto reference = name_in(read_content<Act>(command.content));
  return located<Documents, Side>(reference,
                                  !Documents::not_of_this_side(reference, is_own<Documents, Side>, setting));
}
template <class Documents, class Side>
[[nodiscard]] Located locate_message(const Command& command, const Setting& setting) {
  const auto reference = name_of_letter<Documents>(command.content);
  return located<Documents, Side>(
      reference, !Documents::not_its_to_say(reference, command, is_own<Documents, Side>, setting));
}

// ---- how partners call it

/// What a partner says of one of its own, is of the other side.
template <class Documents>
[[nodiscard]] std::optional<Slot> slot_of_name(ByteView thing, exchange::Partner from,
                                               const Setting& setting) {
  std::string_view name = as_text(thing);
  if (!name.starts_with(Documents::name)) return std::nullopt;
  name.remove_prefix(Documents::name.size());
  const bool is_ours = name.starts_with(setting.home.str());
  if (!is_ours && !name.starts_with(from.str())) return std::nullopt;
  return Slot{.kind = is_ours ? Documents::Own::stream : Documents::Others::stream,
              .by = Documents::key_of(name)};
}
template <class Documents>
[[nodiscard]] Bytes partners_name_of(const typename Documents::Reference& reference) {
  return copy_of(as_bytes(std::string{Documents::name}.append(Documents::text_of(reference))));
}
template <class Documents>
[[nodiscard]] Bytes name_for_partner(const Command& waiting) {
  return partners_name_of<Documents>(name_of_letter<Documents>(waiting.content));
}

// ---- what is stored of a message

template <class Documents>
[[nodiscard]] Bytes write_letter(machine::MessageNumber number, const typename Documents::Letter& letter) {
  require(Documents::has_message(number), "the message is one of the list");
  require(name_in(letter).has_value(), "a message is about a document");
  return to_cbor(letter);
}
template <class Documents>
[[nodiscard]] std::optional<typename Documents::Letter> read_letter(machine::MessageNumber number,
                                                                    ByteView document) {
  auto letter = from_cbor<typename Documents::Letter>(document);
  if (!letter || !name_in(*letter) || !Documents::has_message(number)) return std::nullopt;
  return *std::move(letter);
}

// ---- what the machines say, as the loop writes it

template <class Fact>
inline constexpr bool reminds = false;
template <class Alarm>
inline constexpr bool reminds<documents::Reminded<Alarm>> = true;

template <class Documents>
class SidesTold : public DocumentsTelling {
 public:
  using Own = Documents::Own;
  using Others = Documents::Others;
  using Reference = Documents::Reference;
  using Letter = Documents::Letter;
  using Limits = Documents::Limits;

  SidesTold(const Command& command, Reference reference, const Setting& setting)
      : DocumentsTelling(command, Documents::office_of(command), setting),
        reference_(std::move(reference)),
        limits_(Documents::limits_of(reference_, setting)) {}

  [[nodiscard]] documents::ContextOf<Limits> context() const { return context_under(limits_); }
  /// R-ASW-102: as data, today; R-ASW-095: to a partner.
  [[nodiscard]] documents::ContextOf<Limits> context_to(Country receiver) const {
    auto context = this->context();
    context.as_data = goes_to(receiver);
    context.has_partner = setting_.is_partner(receiver);
    return context;
  }
  [[nodiscard]] bool goes_to(Country receiver) const {
    return exchanges(Documents::kind_of(reference_), refdata::DocumentProcess::issue, setting_.home,
                     receiver);
  }

  void add(std::size_t slot, typename Own::Document& document, const typename Own::Ruling& ruling) {
    bool sent_before = false;
    bool cancelled_before = false;
    play<Own>(
        slot, document, ruling,
        [&](typename Own::Event event, const typename Own::Document& before) {
          sent_before = before.sent_as_data;
          cancelled_before = before.cancelled_as_data;
          return Documents::divided(std::move(event), before, *this);
        },
        [&](NewEvent& made, const typename Own::Event& event, machine::MessageNumber number) {
          send_to(made, Documents::receiver_of(document), number);
          // What a clock sends is what was sent before, if it was.
          const bool was_sent = number == Documents::sends ? sent_before : cancelled_before;
          if (was_sent && is_reminder(event)) {
            add_again(number);
          } else {
            add_document(number, write_letter<Documents>(
                                     number, Documents::letter_of(begun(name_in(document.contents)), document,
                                                                  event, number)));
          }
        });
  }
  /// `heard`: what a message said that is answered; unaltered of an act.
  void add(typename Others::Document& document, const typename Others::Ruling& ruling,
           const Letter& heard = {}) {
    play<Others>(0, document, ruling, unaltered,
                 [&](NewEvent& made, const typename Others::Event& event, machine::MessageNumber number) {
                   send_to(made, reference_.state, number);
                   add_document(number, write_letter<Documents>(
                                            number, Documents::answer_of(begun(reference_), heard, event)));
                 });
  }

  template <class Side>
  [[nodiscard]] Outcome finish(const typename Side::Document& document) && {
    if (accepted()) outcome_.reply = to_cbor(Documents::template reply<Side>(reference_, document));
    return std::move(outcome_);
  }

 private:
  static bool is_reminder(const Own::Event& event) {
    return std::visit([]<class Fact>(const Fact& /*fact*/) { return reminds<Fact>; }, event.fact);
  }
  /// Whose it is, and the clock of whoever speaks.
  [[nodiscard]] Letter begun(const Reference& reference) const {
    Letter letter{reference};
    letter.clock = static_cast<std::int32_t>(calendar_.utc_offset.count());
    return letter;
  }

  Reference reference_;
  Limits limits_;
};

// ---- messages

/// Only the state that it was sent to answers.
template <class Documents>
[[nodiscard]] access::Relations relations_of_answer(const Command& command, const Situation& situation,
                                                    const Setting& setting) {
  if (Documents::not_its_to_say(name_of_letter<Documents>(command.content), command, true, setting))
    return {};
  const Country receiver = Documents::receiver_of(document_in<typename Documents::Own>(situation));
  return tied_if(receiver.str() == command.actor.party, access::Relation::route_state);
}
template <class Documents>
[[nodiscard]] access::Relations relations_of_document(const Command& command, const Situation& /*situation*/,
                                                      const Setting& setting) {
  const auto reference = name_of_letter<Documents>(command.content);
  return tied_if(!Documents::not_its_to_say(reference, command, false, setting),
                 access::Relation::route_state);
}

template <class Documents>
[[nodiscard]] Outcome decide_answer(const Command& command, const Situation& situation,
                                    const Setting& setting) {
  using Own = Documents::Own;
  const auto reference = name_of_letter<Documents>(command.content);
  if (auto fault = Documents::not_its_to_say(reference, command, true, setting))
    return refusal(*std::move(fault));
  auto document = document_in<Own>(situation);
  SidesTold<Documents> told{command, reference, setting};
  told.add(0, document,
           Own::receive(document, number_of_message(command.type),
                        read_content<typename Documents::Letter>(command.content), told.context()));
  return std::move(told).template finish<Own>(document);
}
template <class Documents>
[[nodiscard]] Outcome decide_document(const Command& command, const Situation& situation,
                                      const Setting& setting) {
  using Others = Documents::Others;
  using Trigger = Others::Machine::Trigger;
  const auto reference = name_of_letter<Documents>(command.content);
  if (auto fault = Documents::not_its_to_say(reference, command, false, setting))
    return refusal(*std::move(fault));
  const auto letter =
      Documents::as_it_may_be_taken(read_content<typename Documents::Letter>(command.content), setting);
  const auto trigger =
      number_of_message(command.type) == Documents::cancels ? Trigger::cancel : Trigger::document;
  auto document = document_in<Others>(situation);
  SidesTold<Documents> told{command, reference, setting};
  told.add(document, Others::receive(document, trigger, letter, told.context()), letter);
  return std::move(told).template finish<Others>(document);
}

// ---- clocks

template <class Documents, class Side>
[[nodiscard]] Outcome time_passed(const Command& command, const Situation& situation,
                                  const Setting& setting) {
  auto document = document_in<Side>(situation);
  SidesTold<Documents> told{command, name_in(document.contents), setting};
  const auto ruling = Side::time_passed(document, told.context());
  if constexpr (is_own<Documents, Side>) {
    told.add(0, document, ruling);
  } else {
    told.add(document, ruling);
  }
  return std::move(told).template finish<Side>(document);
}

// ---- daily lists

/// From the first document that went or came on, the two nodes compare what they have of it, once a day.
template <class Documents, class Side>
[[nodiscard]] std::vector<Derived> follow_with_lists(const State& /*after*/, const Happened& happened) {
  if (is_of_manifest(happened.type)) return {};
  const auto event = read_content<typename Side::Event>(happened.body);
  bool goes_between = false;
  if constexpr (is_own<Documents, Side>) {
    goes_between = std::ranges::find(event.sent, Documents::sends) != event.sent.end();
  } else {
    goes_between = event.trigger == Side::Machine::Trigger::document;
  }
  return goes_between ? std::vector{wake_for_document(happened.at)} : std::vector<Derived>{};
}

// ---- rows of the tables

template <class Documents>
[[nodiscard]] constexpr CommandEntry answer_entry(machine::MessageNumber number, std::string_view name) {
  return {.type = command_of_message(number),
          .name = name,
          .locate = locate_message<Documents, typename Documents::Own>,
          .relations = relations_of_answer<Documents>,
          .decide = decide_answer<Documents>};
}
template <class Documents>
[[nodiscard]] constexpr CommandEntry document_entry(machine::MessageNumber number, std::string_view name) {
  return {.type = command_of_message(number),
          .name = name,
          .locate = locate_message<Documents, typename Documents::Others>,
          .relations = relations_of_document<Documents>,
          .decide = decide_document<Documents>};
}

}  // namespace lintas::workflow
