#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "core/refdata/calendar.hpp"

/// Limits and clocks of certificates, as dated data: what holds for a certificate follows from the day of its
/// issue. A treaty or a state that changes one adds a row; no machine has a number of its own.
namespace lintas::documents {

/// Originals of one back-to-back certificate: the decision that issues it draws on all of them at once, each
/// a stream with a lane of its own. A consignment of more is split.
inline constexpr std::size_t originals_max = 32;

/// Requests to verify one certificate that came from partners, and those that came by letter, however they
/// ended. All that came on one day ring at one midnight, in one decision (limits::events_per_decision_max); a
/// partner that asks without end is held up here, and stops no office from recording a letter.
inline constexpr std::size_t requests_max = 100;
inline constexpr std::size_t letters_max = 50;

/// Certificates that live on one: each is booked in its stream.
inline constexpr std::size_t draws_max = 1'000;

/// Certificates beside the first that say that they take the place of one: wrong pages and what came
/// meanwhile. One of them is enough to stop a claim.
inline constexpr std::size_t other_successors_max = 8;

/// The greatest quantity of an item: sixteen digits, six of them behind the point (asw.md 4.2 I8). Sums of
/// the parts of an item fit far below 64 bits.
[[nodiscard]] inline Decimal quantity_max() { return Decimal::of(9'999'999'999'999'999, 6); }

/// What the sixty days of a refusal count from (R-ASW-072).
enum class RefusalClock : std::uint8_t {
  claim = 1,  ///< the later of receipt and claim
  receipt,    ///< the letter of OCP R30.3(a)
};

struct Limits {
  using L = refdata::Limit;
  using enum refdata::LimitUnit;

  L validity{12, months};
  L reissue{12, months};
  L retroactive_issue{12, months};
  L retroactive_mark{0, days};
  L service{3, working_days};
  L not_sent{1, days};
  L no_receipt{1, hours};
  L no_acknowledgement{1, days};
  L faulty{1, days};
  L clarification{60, days};
  L reassessment{60, days};
  L cancel_ask{3, days};
  L cancel_alarm{7, days};
  L cancel_refused{30, days};
  L retention{36, months};

  L refusal_warning{45, days};
  L refusal{60, days};
  L classification{30, days};
  L reassessing{30, days};
  L conflict{3, days};
  L check_reply{90, days};
  L check_warning{150, days};
  L check_whole{180, days};
  L visit_consent{30, days};
  L visit_held{60, days};

  L answer_warning{60, days};
  L answer_alarm{80, days};
  L answer{90, days};
  L decision{210, days};

  RefusalClock refusal_clock = RefusalClock::claim;
};

struct LimitFacts {
  std::string_view key;
  refdata::Limit Limits::* limit;
  std::string_view meaning;
  std::string_view source;
};

/// Each limit with its source; a `parameter` is ours, no text fixes it.
inline constexpr std::array limit_facts{
    LimitFacts{"validity", &Limits::validity, "from issue", "OCP R14(a)"},
    LimitFacts{"reissue", &Limits::reissue, "from the issue of the original", "OCP R29.1"},
    LimitFacts{"retroactive_issue", &Limits::retroactive_issue, "from shipment", "OCP R10.2"},
    LimitFacts{"retroactive_mark", &Limits::retroactive_mark, "from shipment until the mark is due",
               "OCP R10.2; form in force since 1 May 2022"},
    LimitFacts{"service", &Limits::service, "to decide an application", "national; parameter"},
    LimitFacts{"not_sent", &Limits::not_sent, "issued and not sent", "asw.md 3.1; parameter"},
    LimitFacts{"no_receipt", &Limits::no_receipt, "sent, no L1: the same bytes again",
               "OCP R29.3; parameter"},
    LimitFacts{"no_acknowledgement", &Limits::no_acknowledgement, "received, no L2", "asw.md 3.1; parameter"},
    LimitFacts{"faulty", &Limits::faulty, "refused by the partner's check", "asw.md 3.1; parameter"},
    LimitFacts{"clarification", &Limits::clarification, "from a refusal", "OCP R30.4; parameter"},
    LimitFacts{"reassessment", &Limits::reassessment, "from a clarification, at the issuer",
               "asw.md 3.1; parameter"},
    LimitFacts{"cancel_ask", &Limits::cancel_ask, "cancellation unanswered: sent again",
               "asw.md 3.1; parameter"},
    LimitFacts{"cancel_alarm", &Limits::cancel_alarm, "cancellation unanswered: telephone, letter",
               "asw.md 3.1; parameter"},
    LimitFacts{"cancel_refused", &Limits::cancel_refused, "cancellation refused", "asw.md 3.1; parameter"},
    LimitFacts{"retention", &Limits::retention, "from issue", "OCP R31.1"},
    LimitFacts{"refusal_warning", &Limits::refusal_warning, "refusal clock, warning",
               "OCP R30.3(a); parameter"},
    LimitFacts{"refusal", &Limits::refusal, "refusal clock", "OCP R30.3(a)"},
    LimitFacts{"classification", &Limits::classification, "classification open, each time",
               "asw.md 3.1; parameter"},
    LimitFacts{"reassessing", &Limits::reassessing, "from a clarification, at customs",
               "asw.md 3.1; parameter"},
    LimitFacts{"conflict", &Limits::conflict, "cancelled although used", "asw.md 3.1; parameter"},
    LimitFacts{"check_reply", &Limits::check_reply, "from receipt of our request", "OCP R18(b)"},
    LimitFacts{"check_warning", &Limits::check_warning, "whole process, warning", "asw.md 3.1; parameter"},
    LimitFacts{"check_whole", &Limits::check_whole, "whole process", "OCP R18(d), R19.10"},
    LimitFacts{"visit_consent", &Limits::visit_consent, "from the notice of a visit", "OCP R19.5"},
    LimitFacts{"visit_held", &Limits::visit_held, "from the notice of a visit", "OCP R19"},
    LimitFacts{"answer_warning", &Limits::answer_warning, "from receipt of the request, warning",
               "asw.md 3.1; parameter"},
    LimitFacts{"answer_alarm", &Limits::answer_alarm, "from receipt of the request, alarm",
               "asw.md 3.1; parameter"},
    LimitFacts{"answer", &Limits::answer, "from receipt of the request", "OCP R18(b)"},
    LimitFacts{"decision", &Limits::decision, "from receipt of the request: 180 days and 30 of grace",
               "OCP R18(d); parameter"},
};

/// The limits that hold for a certificate issued on the day.
[[nodiscard]] const Limits& limits_on(Day issued);

}  // namespace lintas::documents
