#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "core/model/values/bounded_text.hpp"

/// What happened to a request to verify. Stored: places in the variant and field numbers are never used again
/// for something else.
namespace lintas::documents::verification {

struct Requested {
  Reference certificate;
  std::vector<std::uint16_t> items;
  FreeText reason;
  std::optional<PersonId> by;  ///< who entered the letter

  static constexpr std::string_view record = "verification.requested";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &Requested::certificate}, Field{2, "items", &Requested::items},
                  Field{3, "reason", &Requested::reason}, Field{4, "by", &Requested::by}};
  }
  friend bool operator==(const Requested&, const Requested&) = default;
};

struct Answered {
  FreeText text;
  PersonId by;

  static constexpr std::string_view record = "verification.answered";
  static constexpr auto fields() {
    return Fields{Field{1, "text", &Answered::text}, Field{2, "by", &Answered::by}};
  }
  friend bool operator==(const Answered&, const Answered&) = default;
};

/// `by` nobody: the exporter was silent for as long as it may.
struct VisitAnswered {
  bool consents = false;
  FreeText text;
  std::optional<PersonId> by;

  static constexpr std::string_view record = "verification.visit_answered";
  static constexpr auto fields() {
    return Fields{Field{1, "consents", &VisitAnswered::consents}, Field{2, "text", &VisitAnswered::text},
                  Field{3, "by", &VisitAnswered::by}};
  }
  friend bool operator==(const VisitAnswered&, const VisitAnswered&) = default;
};

struct VisitAsked {
  FreeText text;

  static constexpr std::string_view record = "verification.visit_asked";
  static constexpr auto fields() { return Fields{Field{1, "text", &VisitAsked::text}}; }
  friend bool operator==(const VisitAsked&, const VisitAsked&) = default;
};

struct DecisionCame {
  std::vector<ItemResult> results;
  FreeText text;

  static constexpr std::string_view record = "verification.decision_came";
  static constexpr auto fields() {
    return Fields{Field{1, "results", &DecisionCame::results}, Field{2, "text", &DecisionCame::text}};
  }
  friend bool operator==(const DecisionCame&, const DecisionCame&) = default;
};

struct Reminded {
  Alarm alarm = Alarm::answer_due;

  static constexpr std::string_view record = "verification.reminded";
  static constexpr auto fields() { return Fields{Field{1, "alarm", &Reminded::alarm}}; }
  friend bool operator==(const Reminded&, const Reminded&) = default;
};

struct TimeOver {
  Instant due;

  static constexpr std::string_view record = "verification.time_over";
  static constexpr auto fields() { return Fields{Field{1, "due", &TimeOver::due}}; }
  friend bool operator==(const TimeOver&, const TimeOver&) = default;
};

struct Noted {
  MessageNumber message = 0;

  static constexpr std::string_view record = "verification.noted";
  static constexpr auto fields() { return Fields{Field{1, "message", &Noted::message}}; }
  friend bool operator==(const Noted&, const Noted&) = default;
};

/// Its members are compiled once, in evolve.cpp.
struct Fact
    : std::variant<Requested, Answered, VisitAnswered, VisitAsked, DecisionCame, Reminded, TimeOver, Noted> {
  using variant::variant;
  Fact();
  Fact(const Fact& other);
  Fact(Fact&& other) noexcept;
  Fact& operator=(const Fact& other);
  Fact& operator=(Fact&& other) noexcept;
  ~Fact();
  bool operator==(const Fact& other) const;
};

struct Event {
  State next = State::none;
  Trigger trigger = Trigger::request;
  Case when = Case::any;
  Instant at;
  std::optional<Instant> due;  ///< of the clock from now on
  std::vector<MessageNumber> sent;
  Fact fact;

  static constexpr std::string_view record = "verification.event";
  static constexpr auto fields() {
    return Fields{Field{1, "next", &Event::next}, Field{2, "trigger", &Event::trigger},
                  Field{3, "when", &Event::when}, Field{4, "at", &Event::at},
                  Field{5, "due", &Event::due},   Field{6, "sent", &Event::sent},
                  Field{7, "fact", &Event::fact}};
  }
  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace lintas::documents::verification
