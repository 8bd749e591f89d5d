#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fields.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/guarantee/refusal.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/receipt.hpp"
#include "core/model/values/tin.hpp"

/// The guarantee account: a header for each GRN and a use for each GRN and MRN, streams of their own. The
/// header never grows with the number of uses; what it adds up moves with every use in the same transaction.
namespace lintas::guarantee {

enum class Kind : std::uint8_t {
  comprehensive = 1,  ///< multiple journeys, up to a reference amount
  individual = 2,     ///< one journey, undertaking of a guarantor
  waiver = 3,         ///< multiple journeys, counted alike, nobody owes
  cash_deposit = 4,   ///< one journey, money held by the office
};

/// guaranteeType on the wire (CL251). R-ACTS-052: no other is taken.
[[nodiscard]] constexpr char wire_type(Kind kind) {
  switch (kind) {
    case Kind::comprehensive: return '1';
    case Kind::individual: return '2';
    case Kind::waiver: return '0';
    case Kind::cash_deposit: return '3';
  }
  std::unreachable();
}
[[nodiscard]] constexpr std::optional<Kind> kind_of_wire_type(char type) {
  for (const Kind kind : {Kind::comprehensive, Kind::individual, Kind::waiver, Kind::cash_deposit}) {
    if (wire_type(kind) == type) return kind;
  }
  return std::nullopt;
}
/// Used for one declaration only (R-ACTS-042).
[[nodiscard]] constexpr bool single_use(Kind kind) {
  return kind == Kind::individual || kind == Kind::cash_deposit;
}
/// Travels with a GRN and an access code; a deposit with its receipt.
[[nodiscard]] constexpr bool needs_access_code(Kind kind) { return kind != Kind::cash_deposit; }

enum class Status : std::uint8_t {
  none = 0,       ///< not registered
  valid = 1,      ///< takes new uses within its days of validity, until a notice of revocation takes effect
  suspended = 2,  ///< takes none until an officer lifts it; open uses run on
  expired = 3,    ///< its last day is over; open uses run on
  revoked = 4,    ///< the notice took effect; open uses run on
  liberated = 5,  ///< no use is open and the guarantor owes nothing more
};

enum class UseState : std::uint8_t {
  none = 0,                  ///< not reserved: at most checked
  used = 1,                  ///< reserved: counts against the reference amount
  credited = 2,              ///< arrived: the reference amount is free again, the liability remains
  claimed = 3,               ///< the guarantor was asked to pay; counts against the reference amount
  claimed_after_credit = 4,  ///< the guarantor was asked to pay; the reference amount is free
  cancelled = 5,             ///< given back before release: may be reserved anew
  released = 6,              ///< discharged or paid: the guarantor is free
};

/// The guarantor was asked, and has not paid.
[[nodiscard]] constexpr bool is_claimed(UseState state) {
  return state == UseState::claimed || state == UseState::claimed_after_credit;
}

[[nodiscard]] constexpr bool is_open(UseState state) {
  return state == UseState::used || state == UseState::credited || is_claimed(state);
}

/// Wrong access codes of one sender. They are counted apart, so that nobody can lock another out: the GRN
/// stands on the accompanying document for everybody to read.
struct CodeFailures {
  Tin sender;
  std::uint8_t count = 0;

  static constexpr std::string_view record = "guarantee.code_failures";
  static constexpr auto fields() {
    return Fields{Field{1, "sender", &CodeFailures::sender}, Field{2, "count", &CodeFailures::count}};
  }
  friend bool operator==(const CodeFailures&, const CodeFailures&) = default;
};

/// What an individual guarantee was given for; an empty list of goods means any.
struct Binding {
  OfficeId departure;
  OfficeId destination;
  std::vector<Ahtn> goods;

  static constexpr std::string_view record = "guarantee.binding";
  static constexpr auto fields() {
    return Fields{Field{1, "departure", &Binding::departure}, Field{2, "destination", &Binding::destination},
                  Field{3, "goods", &Binding::goods}};
  }
  friend bool operator==(const Binding&, const Binding&) = default;
};

/// What all open uses of an account add up to, in minor units of its currency.
struct Sums {
  std::int64_t reserved = 0;  ///< counts against the reference amount: used, and claimed out of used
  std::int64_t credited = 0;  ///< counts no more, but is owed: credited, and claimed out of credited
  std::int64_t claimed = 0;   ///< asked of the guarantor and neither paid nor withdrawn
  std::int64_t paid = 0;      ///< by the guarantor, for good
  std::uint32_t open_uses = 0;

  static constexpr std::string_view record = "guarantee.sums";
  static constexpr auto fields() {
    return Fields{Field{1, "reserved", &Sums::reserved}, Field{2, "credited", &Sums::credited},
                  Field{3, "claimed", &Sums::claimed}, Field{4, "paid", &Sums::paid},
                  Field{5, "open_uses", &Sums::open_uses}};
  }
  friend bool operator==(const Sums&, const Sums&) = default;
};

struct Header {
  Status status = Status::none;
  Grn grn;
  Kind kind = Kind::comprehensive;
  Tin holder;
  std::optional<Tin> guarantor;
  OfficeId office;          ///< of guarantee
  Money reference_amount;   ///< uses are counted against it
  Money guaranteed_amount;  ///< the guarantor owes no more than this; in the same currency
  Day valid_from;
  std::optional<Day> valid_until;   ///< last day
  std::optional<Day> revoked_from;  ///< a notice was given; the first day without new uses
  std::vector<Country> not_valid_in;
  std::optional<Binding> binding;
  std::optional<AccessCodeHash> master_code;
  std::vector<AccessCodeHash> access_codes;
  std::vector<CodeFailures> failures;
  Sums sums;
  std::optional<Mrn> used_by;           ///< of a single-use guarantee: the declaration that has it
  std::int16_t utc_offset_minutes = 0;  ///< of the office's clocks, by which its legal days begin
  std::optional<Receipt> receipt;       ///< of a deposit

  static constexpr std::string_view record = "guarantee.header";
  static constexpr auto fields() {
    return Fields{Field{1, "status", &Header::status},
                  Field{2, "grn", &Header::grn},
                  Field{3, "kind", &Header::kind},
                  Field{4, "holder", &Header::holder},
                  Field{5, "guarantor", &Header::guarantor},
                  Field{6, "office", &Header::office},
                  Field{7, "reference_amount", &Header::reference_amount},
                  Field{8, "guaranteed_amount", &Header::guaranteed_amount},
                  Field{9, "valid_from", &Header::valid_from},
                  Field{10, "valid_until", &Header::valid_until},
                  Field{11, "revoked_from", &Header::revoked_from},
                  Field{12, "not_valid_in", &Header::not_valid_in},
                  Field{13, "binding", &Header::binding},
                  Field{14, "master_code", &Header::master_code},
                  Field{15, "access_codes", &Header::access_codes},
                  Field{16, "failures", &Header::failures},
                  Field{17, "sums", &Header::sums},
                  Field{18, "used_by", &Header::used_by},
                  Field{19, "utc_offset_minutes", &Header::utc_offset_minutes},
                  Field{20, "receipt", &Header::receipt}};
  }
  friend bool operator==(const Header&, const Header&) = default;

  /// The part of the reference amount that is guaranteed, in minor units.
  [[nodiscard]] std::int64_t guaranteed_part() const {
    return std::min(guaranteed_amount.minor_units(), reference_amount.minor_units());
  }
  /// What the guarantor may still be asked for, in minor units; below zero after the guaranteed amount was
  /// lowered.
  [[nodiscard]] std::int64_t left_to_claim() const {
    return guaranteed_amount.minor_units() - sums.claimed - sums.paid;
  }
  /// What new uses may still take, in minor units; below zero after the reference amount was lowered. A use
  /// that ends gives its amount back, but what the guarantor paid is used up: it leaves that part of the
  /// reference amount which the rest of the guaranteed amount stands for.
  [[nodiscard]] std::int64_t available() const;
};

/// Whether the sender's codes are not looked at any more until an officer unlocks it. Where no place is left
/// to count its failures, a sender counts as locked.
[[nodiscard]] inline bool is_locked(const Header& header, const Tin& sender, std::uint8_t failures_max) {
  const auto known = std::ranges::find(header.failures, sender, &CodeFailures::sender);
  if (known == header.failures.end()) return header.failures.size() >= limits::code_failure_senders_max;
  return known->count >= failures_max;
}

/// The last question of a kind that was asked about a use, and what was answered, so that a repetition is
/// answered alike. Older repetitions the executor answers, which keeps the ids of all commands.
struct Attempt {
  MessageId message;
  Money amount;
  bool refused = false;          ///< for the movement as a whole
  std::vector<Refusal> reasons;  ///< that lay in this guarantee

  static constexpr std::string_view record = "guarantee.attempt";
  static constexpr auto fields() {
    return Fields{Field{1, "message", &Attempt::message}, Field{2, "amount", &Attempt::amount},
                  Field{3, "refused", &Attempt::refused}, Field{4, "reasons", &Attempt::reasons}};
  }
  friend bool operator==(const Attempt&, const Attempt&) = default;
};

struct Use {
  UseState state = UseState::none;
  Money amount;  ///< reserved
  Money claim;   ///< asked of the guarantor; zero unless claimed, kept once paid
  bool was_paid = false;
  std::optional<Attempt> last_check;
  std::optional<Attempt> last_reservation;
  std::optional<Instant> claim_review_due;
  std::optional<Mrn> mrn;              ///< of the movement, from its first reservation on
  std::optional<OfficeId> claimed_by;  ///< office of recovery whose case an open claim is

  static constexpr std::string_view record = "guarantee.use";
  static constexpr auto fields() {
    return Fields{Field{1, "state", &Use::state},
                  Field{2, "amount", &Use::amount},
                  Field{3, "claim", &Use::claim},
                  Field{4, "was_paid", &Use::was_paid},
                  Field{5, "last_check", &Use::last_check},
                  Field{6, "last_reservation", &Use::last_reservation},
                  Field{7, "claim_review_due", &Use::claim_review_due},
                  Field{8, "mrn", &Use::mrn},
                  Field{9, "claimed_by", &Use::claimed_by}};
  }
  friend bool operator==(const Use&, const Use&) = default;
};

/// What a use adds to the sums of its header.
[[nodiscard]] constexpr Sums share_of(const Use& use) {
  const std::int64_t amount = use.amount.minor_units();
  const std::int64_t claim = use.claim.minor_units();
  switch (use.state) {
    case UseState::none:
    case UseState::cancelled: return {};
    case UseState::used: return {.reserved = amount, .open_uses = 1};
    case UseState::credited: return {.credited = amount, .open_uses = 1};
    case UseState::claimed: return {.reserved = amount, .claimed = claim, .open_uses = 1};
    case UseState::claimed_after_credit: return {.credited = amount, .claimed = claim, .open_uses = 1};
    case UseState::released: return {.paid = use.was_paid ? claim : 0};
  }
  std::unreachable();
}

/// A header with one of its uses: what a command about a use is decided on.
struct Account {
  Header header;
  Use use;
};

}  // namespace lintas::guarantee
