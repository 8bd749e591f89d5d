#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/refusal.hpp"
#include "core/guarantee/state.hpp"

/// What happened. Numbers of fields and places in the variants are stored: only ever add at the end.
namespace lintas::guarantee {

// ---- the account

struct Registered {
  Instant at;
  PersonId by;
  std::optional<PersonId> second;
  Grn grn;
  Kind kind = Kind::comprehensive;
  Tin holder;
  std::optional<Tin> guarantor;
  OfficeId office;
  Money reference_amount;
  Money guaranteed_amount;
  Day valid_from;
  std::optional<Day> valid_until;
  std::vector<Country> not_valid_in;
  std::optional<Binding> binding;
  std::optional<AccessCodeHash> master_code;
  std::vector<AccessCodeHash> access_codes;
  std::int16_t utc_offset_minutes = 0;            ///< of the office's clocks, by which its legal days begin
  std::optional<Receipt> receipt = std::nullopt;  ///< of a deposit

  static constexpr std::string_view record = "guarantee.registered";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Registered::at},
                  Field{2, "by", &Registered::by},
                  Field{3, "second", &Registered::second},
                  Field{4, "grn", &Registered::grn},
                  Field{5, "kind", &Registered::kind},
                  Field{6, "holder", &Registered::holder},
                  Field{7, "guarantor", &Registered::guarantor},
                  Field{8, "office", &Registered::office},
                  Field{9, "reference_amount", &Registered::reference_amount},
                  Field{10, "guaranteed_amount", &Registered::guaranteed_amount},
                  Field{11, "valid_from", &Registered::valid_from},
                  Field{12, "valid_until", &Registered::valid_until},
                  Field{13, "not_valid_in", &Registered::not_valid_in},
                  Field{14, "binding", &Registered::binding},
                  Field{15, "master_code", &Registered::master_code},
                  Field{16, "access_codes", &Registered::access_codes},
                  Field{17, "utc_offset_minutes", &Registered::utc_offset_minutes},
                  Field{18, "receipt", &Registered::receipt}};
  }
  friend bool operator==(const Registered&, const Registered&) = default;
};

struct TermsChanged {
  Instant at;
  PersonId by;
  std::optional<PersonId> second;
  Money reference_amount;
  Money guaranteed_amount;
  std::optional<Day> valid_until;
  std::vector<Country> not_valid_in;

  static constexpr std::string_view record = "guarantee.terms_changed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &TermsChanged::at},
                  Field{2, "by", &TermsChanged::by},
                  Field{3, "second", &TermsChanged::second},
                  Field{4, "reference_amount", &TermsChanged::reference_amount},
                  Field{5, "guaranteed_amount", &TermsChanged::guaranteed_amount},
                  Field{6, "valid_until", &TermsChanged::valid_until},
                  Field{7, "not_valid_in", &TermsChanged::not_valid_in}};
  }
  friend bool operator==(const TermsChanged&, const TermsChanged&) = default;
};

struct Suspended {
  Instant at;
  PersonId by;

  static constexpr std::string_view record = "guarantee.suspended";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Suspended::at}, Field{2, "by", &Suspended::by}};
  }
  friend bool operator==(const Suspended&, const Suspended&) = default;
};

struct SuspensionLifted {
  Instant at;
  PersonId by;

  static constexpr std::string_view record = "guarantee.suspension_lifted";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &SuspensionLifted::at}, Field{2, "by", &SuspensionLifted::by}};
  }
  friend bool operator==(const SuspensionLifted&, const SuspensionLifted&) = default;
};

struct NoticeGiven {
  Instant at;
  PersonId by;
  std::optional<PersonId> second;
  NoticeReason reason = NoticeReason::cancelled_by_guarantor;
  Day effective;  ///< the first day without new uses

  static constexpr std::string_view record = "guarantee.notice_given";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &NoticeGiven::at}, Field{2, "by", &NoticeGiven::by},
                  Field{3, "second", &NoticeGiven::second}, Field{4, "reason", &NoticeGiven::reason},
                  Field{5, "effective", &NoticeGiven::effective}};
  }
  friend bool operator==(const NoticeGiven&, const NoticeGiven&) = default;
};

struct Expired {
  Instant at;

  static constexpr std::string_view record = "guarantee.expired";
  static constexpr auto fields() { return Fields{Field{1, "at", &Expired::at}}; }
  friend bool operator==(const Expired&, const Expired&) = default;
};

struct Revoked {
  Instant at;

  static constexpr std::string_view record = "guarantee.revoked";
  static constexpr auto fields() { return Fields{Field{1, "at", &Revoked::at}}; }
  friend bool operator==(const Revoked&, const Revoked&) = default;
};

struct Liberated {
  Instant at;
  PersonId by;

  static constexpr std::string_view record = "guarantee.liberated";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Liberated::at}, Field{2, "by", &Liberated::by}};
  }
  friend bool operator==(const Liberated&, const Liberated&) = default;
};

struct AccessCodesReplaced {
  Instant at;
  std::optional<PersonId> by;  ///< an officer; otherwise who had the master code
  std::optional<Tin> sender;
  std::vector<AccessCodeHash> access_codes;

  static constexpr std::string_view record = "guarantee.access_codes_replaced";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &AccessCodesReplaced::at}, Field{2, "by", &AccessCodesReplaced::by},
                  Field{3, "sender", &AccessCodesReplaced::sender},
                  Field{4, "access_codes", &AccessCodesReplaced::access_codes}};
  }
  friend bool operator==(const AccessCodesReplaced&, const AccessCodesReplaced&) = default;
};

struct MasterCodeFailed {
  Instant at;
  Tin sender;

  static constexpr std::string_view record = "guarantee.master_code_failed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &MasterCodeFailed::at}, Field{2, "sender", &MasterCodeFailed::sender}};
  }
  friend bool operator==(const MasterCodeFailed&, const MasterCodeFailed&) = default;
};

struct SenderUnlocked {
  Instant at;
  PersonId by;
  std::optional<PersonId> second;
  Tin sender;

  static constexpr std::string_view record = "guarantee.sender_unlocked";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &SenderUnlocked::at}, Field{2, "by", &SenderUnlocked::by},
                  Field{3, "second", &SenderUnlocked::second}, Field{4, "sender", &SenderUnlocked::sender}};
  }
  friend bool operator==(const SenderUnlocked&, const SenderUnlocked&) = default;
};

using AccountEvent = std::variant<Registered, TermsChanged, Suspended, SuspensionLifted, NoticeGiven, Expired,
                                  Revoked, Liberated, AccessCodesReplaced, MasterCodeFailed, SenderUnlocked>;

// ---- the use

enum class CodeOutcome : std::uint8_t {
  not_compared = 0,  ///< none is needed, the sender is a stranger, or is locked out
  right = 1,
  wrong = 2,
};

/// An answer to a check.
struct Checked {
  Instant at;
  MessageId message;
  Money amount;
  bool refused = false;          ///< for the movement as a whole
  std::vector<Refusal> reasons;  ///< that lay in this guarantee
  Tin sender;
  CodeOutcome code = CodeOutcome::not_compared;

  static constexpr std::string_view record = "guarantee.checked";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Checked::at},           Field{2, "message", &Checked::message},
                  Field{3, "amount", &Checked::amount},   Field{4, "refused", &Checked::refused},
                  Field{5, "reasons", &Checked::reasons}, Field{6, "sender", &Checked::sender},
                  Field{7, "code", &Checked::code}};
  }
  friend bool operator==(const Checked&, const Checked&) = default;
};

struct Reserved {
  Instant at;
  MessageId message;
  Mrn mrn;
  Money amount;
  Tin sender;
  CodeOutcome code = CodeOutcome::not_compared;
  Hash256 calculation;

  static constexpr std::string_view record = "guarantee.reserved";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Reserved::at},
                  Field{2, "message", &Reserved::message},
                  Field{3, "mrn", &Reserved::mrn},
                  Field{4, "amount", &Reserved::amount},
                  Field{5, "sender", &Reserved::sender},
                  Field{6, "code", &Reserved::code},
                  Field{7, "calculation", &Reserved::calculation}};
  }
  friend bool operator==(const Reserved&, const Reserved&) = default;
};

/// Reserved on no guarantee of the movement. Without reasons here, another of its guarantees had some.
struct ReservationRefused {
  Instant at;
  MessageId message;
  Money amount;
  std::vector<Refusal> reasons;
  Tin sender;
  CodeOutcome code = CodeOutcome::not_compared;

  static constexpr std::string_view record = "guarantee.reservation_refused";
  static constexpr auto fields() {
    return Fields{
        Field{1, "at", &ReservationRefused::at},         Field{2, "message", &ReservationRefused::message},
        Field{3, "amount", &ReservationRefused::amount}, Field{4, "reasons", &ReservationRefused::reasons},
        Field{5, "sender", &ReservationRefused::sender}, Field{6, "code", &ReservationRefused::code}};
  }
  friend bool operator==(const ReservationRefused&, const ReservationRefused&) = default;
};

struct Cancelled {
  Instant at;
  Money amount;

  static constexpr std::string_view record = "guarantee.cancelled";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Cancelled::at}, Field{2, "amount", &Cancelled::amount}};
  }
  friend bool operator==(const Cancelled&, const Cancelled&) = default;
};

struct Credited {
  Instant at;
  Money amount;

  static constexpr std::string_view record = "guarantee.credited";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Credited::at}, Field{2, "amount", &Credited::amount}};
  }
  friend bool operator==(const Credited&, const Credited&) = default;
};

struct Claimed {
  Instant at;
  PersonId by;
  std::optional<PersonId> second;
  Money claim;
  Instant review_due;
  std::optional<OfficeId> office = std::nullopt;  ///< of recovery, in whose work it is

  static constexpr std::string_view record = "guarantee.claimed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Claimed::at},
                  Field{2, "by", &Claimed::by},
                  Field{3, "second", &Claimed::second},
                  Field{4, "claim", &Claimed::claim},
                  Field{5, "review_due", &Claimed::review_due},
                  Field{6, "office", &Claimed::office}};
  }
  friend bool operator==(const Claimed&, const Claimed&) = default;
};

struct ClaimReviewed {
  Instant at;
  Instant review_due;

  static constexpr std::string_view record = "guarantee.claim_reviewed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &ClaimReviewed::at}, Field{2, "review_due", &ClaimReviewed::review_due}};
  }
  friend bool operator==(const ClaimReviewed&, const ClaimReviewed&) = default;
};

struct ClaimWithdrawn {
  Instant at;
  PersonId by;
  Money claim;
  std::optional<PersonId> second = std::nullopt;

  static constexpr std::string_view record = "guarantee.claim_withdrawn";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &ClaimWithdrawn::at}, Field{2, "by", &ClaimWithdrawn::by},
                  Field{3, "claim", &ClaimWithdrawn::claim}, Field{4, "second", &ClaimWithdrawn::second}};
  }
  friend bool operator==(const ClaimWithdrawn&, const ClaimWithdrawn&) = default;
};

/// The use ends; what it held is given back, from the side it stood on.
struct Ended {
  Money amount;
  bool was_credited = false;
  std::optional<Money> claim;  ///< that was open

  static constexpr std::string_view record = "guarantee.ended";
  static constexpr auto fields() {
    return Fields{Field{1, "amount", &Ended::amount}, Field{2, "was_credited", &Ended::was_credited},
                  Field{3, "claim", &Ended::claim}};
  }
  friend bool operator==(const Ended&, const Ended&) = default;
};

struct ClaimPaid {
  Instant at;
  PersonId by;
  Ended ended;

  static constexpr std::string_view record = "guarantee.claim_paid";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &ClaimPaid::at}, Field{2, "by", &ClaimPaid::by},
                  Field{3, "ended", &ClaimPaid::ended}};
  }
  friend bool operator==(const ClaimPaid&, const ClaimPaid&) = default;
};

struct Released {
  Instant at;
  Ended ended;

  static constexpr std::string_view record = "guarantee.released";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Released::at}, Field{2, "ended", &Released::ended}};
  }
  friend bool operator==(const Released&, const Released&) = default;
};

using UseEvent = std::variant<Checked, Reserved, ReservationRefused, Cancelled, Credited, Claimed,
                              ClaimReviewed, ClaimWithdrawn, ClaimPaid, Released>;

/// An event of one of the uses a command was decided on.
struct SlottedUseEvent {
  std::size_t slot = 0;  ///< of its account in the command's list
  UseEvent event;

  friend bool operator==(const SlottedUseEvent&, const SlottedUseEvent&) = default;
};

}  // namespace lintas::guarantee

namespace lintas {

extern template const Shape& shape<guarantee::AccountEvent>();
extern template const Shape& shape<guarantee::UseEvent>();

}  // namespace lintas
