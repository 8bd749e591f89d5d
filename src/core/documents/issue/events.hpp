#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/messages.hpp"
#include "core/model/values/bounded_text.hpp"

/// What happened to a certificate where it is issued. Stored: places in the variant and field numbers are
/// never used again for something else.
namespace lintas::documents::issue_side {

struct Drafted {
  Contents contents;
  PersonId by;

  static constexpr std::string_view record = "issue.drafted";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &Drafted::contents}, Field{2, "by", &Drafted::by}};
  }
  friend bool operator==(const Drafted&, const Drafted&) = default;
};

/// An act whose whole effect the row says.
struct Done {
  PersonId by;
  FreeText text;

  static constexpr std::string_view record = "issue.done";
  static constexpr auto fields() { return Fields{Field{1, "by", &Done::by}, Field{2, "text", &Done::text}}; }
  friend bool operator==(const Done&, const Done&) = default;
};

struct Approved {
  ReferenceNumber number;
  Day issued;
  Day valid_until;
  PersonId by;

  static constexpr std::string_view record = "issue.approved";
  static constexpr auto fields() {
    return Fields{Field{1, "number", &Approved::number}, Field{2, "issued", &Approved::issued},
                  Field{3, "valid_until", &Approved::valid_until}, Field{4, "by", &Approved::by}};
  }
  friend bool operator==(const Approved&, const Approved&) = default;
};

/// L1, or L2 on the certificate or on its cancellation.
struct Acknowledged {
  std::vector<std::string> faults;  ///< rules, of an L2 error

  static constexpr std::string_view record = "issue.acknowledged";
  static constexpr auto fields() { return Fields{Field{1, "faults", &Acknowledged::faults}}; }
  friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};

/// L3, or what was written on paper; `by`: who recorded the paper.
struct Responded {
  std::vector<ItemResult> results;
  FreeText text;
  std::optional<PersonId> by;

  static constexpr std::string_view record = "issue.responded";
  static constexpr auto fields() {
    return Fields{Field{1, "results", &Responded::results}, Field{2, "text", &Responded::text},
                  Field{3, "by", &Responded::by}};
  }
  friend bool operator==(const Responded&, const Responded&) = default;
};

struct CancellationSent {
  PersonId by;
  FreeText reason;
  std::optional<Reference> successor;
  std::vector<Country> also_to;  ///< intermediate states whose certificates live on it

  static constexpr std::string_view record = "issue.cancellation_sent";
  static constexpr auto fields() {
    return Fields{Field{1, "by", &CancellationSent::by}, Field{2, "reason", &CancellationSent::reason},
                  Field{3, "successor", &CancellationSent::successor},
                  Field{4, "also_to", &CancellationSent::also_to}};
  }
  friend bool operator==(const CancellationSent&, const CancellationSent&) = default;
};

struct DrawnOn {
  Drawn draw;

  static constexpr std::string_view record = "issue.drawn_on";
  static constexpr auto fields() { return Fields{Field{1, "draw", &DrawnOn::draw}}; }
  friend bool operator==(const DrawnOn&, const DrawnOn&) = default;
};

struct DrawUndone {
  Reference by;

  static constexpr std::string_view record = "issue.draw_undone";
  static constexpr auto fields() { return Fields{Field{1, "by", &DrawUndone::by}}; }
  friend bool operator==(const DrawUndone&, const DrawUndone&) = default;
};

struct OriginalCancelled {
  Reference original;

  static constexpr std::string_view record = "issue.original_cancelled";
  static constexpr auto fields() { return Fields{Field{1, "original", &OriginalCancelled::original}}; }
  friend bool operator==(const OriginalCancelled&, const OriginalCancelled&) = default;
};

struct OriginalReplaced {
  Reference cancelled;
  Original original;
  Day valid_until;
  PersonId by;

  static constexpr std::string_view record = "issue.original_replaced";
  static constexpr auto fields() {
    return Fields{Field{1, "cancelled", &OriginalReplaced::cancelled},
                  Field{2, "original", &OriginalReplaced::original},
                  Field{3, "valid_until", &OriginalReplaced::valid_until},
                  Field{4, "by", &OriginalReplaced::by}};
  }
  friend bool operator==(const OriginalReplaced&, const OriginalReplaced&) = default;
};

/// A clock ran out, and somebody is reminded.
struct Reminded {
  Alarm alarm = Alarm::not_sent;

  static constexpr std::string_view record = "issue.reminded";
  static constexpr auto fields() { return Fields{Field{1, "alarm", &Reminded::alarm}}; }
  friend bool operator==(const Reminded&, const Reminded&) = default;
};

/// A clock ran out, and the row says what follows.
struct TimeOver {
  Instant due;

  static constexpr std::string_view record = "issue.time_over";
  static constexpr auto fields() { return Fields{Field{1, "due", &TimeOver::due}}; }
  friend bool operator==(const TimeOver&, const TimeOver&) = default;
};

/// A message that changes nothing: evidence. `faults`: why it could not be booked.
struct Noted {
  MessageNumber message = 0;
  std::vector<std::string> faults;

  static constexpr std::string_view record = "issue.noted";
  static constexpr auto fields() {
    return Fields{Field{1, "message", &Noted::message}, Field{2, "faults", &Noted::faults}};
  }
  friend bool operator==(const Noted&, const Noted&) = default;
};

/// Its members are compiled once, in evolve.cpp: copying a variant of so many is long work for each source
/// that does.
struct Fact : std::variant<Drafted, Done, Approved, Acknowledged, Responded, CancellationSent, DrawnOn,
                           DrawUndone, OriginalCancelled, OriginalReplaced, Reminded, TimeOver, Noted> {
  using variant::variant;
  Fact();
  Fact(const Fact& other);
  Fact(Fact&& other) noexcept;
  Fact& operator=(const Fact& other);
  Fact& operator=(Fact&& other) noexcept;
  ~Fact();
  bool operator==(const Fact& other) const;
};

/// What happened, which row it was, where it led, and what was sent. The table decides the latter three.
struct Event {
  State next = State::none;
  Trigger trigger = Trigger::receipt;
  Case when = Case::any;
  Instant at;
  std::optional<Instant> due;  ///< of the clock from now on
  std::vector<MessageNumber> sent;
  Fact fact;

  static constexpr std::string_view record = "issue.event";
  static constexpr auto fields() {
    return Fields{Field{1, "next", &Event::next}, Field{2, "trigger", &Event::trigger},
                  Field{3, "when", &Event::when}, Field{4, "at", &Event::at},
                  Field{5, "due", &Event::due},   Field{6, "sent", &Event::sent},
                  Field{7, "fact", &Event::fact}};
  }
  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace lintas::documents::issue_side
