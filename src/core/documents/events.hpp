#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/messages.hpp"

/// What the events of all machines of documents have in common. Stored: field numbers are never used again
/// for something else.
namespace lintas::documents {

/// The clock that rang last in a state: when, and which. Two may ring at one instant, since limits in days
/// end together at midnight.
template <class Trigger>
struct Rung {
  Instant at;
  Trigger trigger{};

  friend bool operator==(const Rung&, const Rung&) = default;
};

/// A clock ran out, and somebody is reminded of what this machine's alarm says.
template <class Alarm>
struct Reminded {
  Alarm alarm{};

  static constexpr std::string_view record = "documents.reminded";
  static constexpr auto fields() { return Fields{Field{1, "alarm", &Reminded::alarm}}; }
  friend bool operator==(const Reminded&, const Reminded&) = default;
};

/// A clock ran out, and the row says what follows.
struct TimeOver {
  Instant due;

  static constexpr std::string_view record = "documents.time_over";
  static constexpr auto fields() { return Fields{Field{1, "due", &TimeOver::due}}; }
  friend bool operator==(const TimeOver&, const TimeOver&) = default;
};

/// A message that changes nothing: evidence. `faults`: why it could not be booked.
struct Noted {
  MessageNumber message = 0;
  std::vector<Fault> faults;

  static constexpr std::string_view record = "documents.noted";
  static constexpr auto fields() {
    return Fields{Field{1, "message", &Noted::message}, Field{2, "faults", &Noted::faults}};
  }
  friend bool operator==(const Noted&, const Noted&) = default;
};

/// A back-to-back certificate lives on a part of this one.
struct DrawnOn {
  Drawn draw;

  static constexpr std::string_view record = "documents.drawn_on";
  static constexpr auto fields() { return Fields{Field{1, "draw", &DrawnOn::draw}}; }
  friend bool operator==(const DrawnOn&, const DrawnOn&) = default;
};

/// It lives no more.
struct DrawUndone {
  Reference by;

  static constexpr std::string_view record = "documents.draw_undone";
  static constexpr auto fields() { return Fields{Field{1, "by", &DrawUndone::by}}; }
  friend bool operator==(const DrawUndone&, const DrawUndone&) = default;
};

/// What happened: one of a machine's facts, a std::variant. Copying a variant of so many is long work for
/// each source that does it, so its members are compiled once: where the machine evolves.
template <class Facts>
struct FactOf : Facts {
  using Facts::Facts;
  FactOf();
  FactOf(const FactOf& other);
  FactOf(FactOf&& other) noexcept;
  FactOf& operator=(const FactOf& other);
  FactOf& operator=(FactOf&& other) noexcept;
  ~FactOf();
  bool operator==(const FactOf& other) const;
};

template <class Facts>
FactOf<Facts>::FactOf() = default;
template <class Facts>
FactOf<Facts>::FactOf(const FactOf& other) = default;
template <class Facts>
FactOf<Facts>::FactOf(FactOf&& other) noexcept = default;
template <class Facts>
FactOf<Facts>& FactOf<Facts>::operator=(const FactOf& other) = default;
template <class Facts>
FactOf<Facts>& FactOf<Facts>::operator=(FactOf&& other) noexcept = default;
template <class Facts>
FactOf<Facts>::~FactOf() = default;
template <class Facts>
bool FactOf<Facts>::operator==(const FactOf& other) const = default;

/// What happened, which row it was, where it led, and what was sent. The table decides the latter three.
template <class Machine, class Fact>
struct EventOf {
  typename Machine::State next{};
  typename Machine::Trigger trigger{};
  typename Machine::Case when{};
  Instant at;
  std::optional<Instant> due;  ///< of the clock from now on
  std::vector<MessageNumber> sent;
  Fact fact;
  std::vector<MessageNumber> by_letter =
      {};  ///< what the table sends, and this partner does not take as data

  static constexpr std::string_view record = "documents.event";
  static constexpr auto fields() {
    return Fields{Field{1, "next", &EventOf::next}, Field{2, "trigger", &EventOf::trigger},
                  Field{3, "when", &EventOf::when}, Field{4, "at", &EventOf::at},
                  Field{5, "due", &EventOf::due},   Field{6, "sent", &EventOf::sent},
                  Field{7, "fact", &EventOf::fact}, Field{8, "by_letter", &EventOf::by_letter}};
  }
  friend bool operator==(const EventOf&, const EventOf&) = default;
};

// ---- what these facts change in a certificate, whichever side it is on

template <class Certificate>
void book(Certificate& certificate, const DrawnOn& fact) {
  book_draw(certificate.items, certificate.drawn, fact.draw);
}
template <class Certificate>
void book(Certificate& certificate, const DrawUndone& fact) {
  book_undone_draw(certificate.items, certificate.drawn, fact.by);
}
/// Of a request too.
template <class Subject, class Alarm, class Trigger>
void book(Subject& subject, const Reminded<Alarm>& fact, Trigger trigger) {
  subject.alarm = fact.alarm;
  if (subject.due) subject.rung = Rung<Trigger>{.at = *subject.due, .trigger = trigger};
}

}  // namespace lintas::documents
