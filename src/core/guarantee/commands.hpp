#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/guarantee/profile.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/receipt.hpp"
#include "core/model/values/tin.hpp"

/// What can be asked. `at` is when the node received it; a `Day` beside it is the legal day at the office
/// concerned. Who may ask what, core/access has decided before.
///
/// Commands from outside are stored as their `fields()` say: what the node itself knows better than who asks
/// (instant, day, who asks, clocks of the office) is no part of them and is filled in when they are decided.
namespace lintas::guarantee {

/// Who decided; where the law asks for four eyes, `second` is another person.
struct Approval {
  PersonId first;                  ///< who asks
  std::optional<PersonId> second;  ///< an officer that the node has authenticated too

  [[nodiscard]] bool four_eyes() const { return second && *second != first; }

  static constexpr std::string_view record = "guarantee.approval";
  static constexpr auto fields() { return Fields{Field{2, "second", &Approval::second}}; }
};

// ---- the account

struct Guarantor {
  Tin tin;
  GuarantorKind kind = GuarantorKind::bank;
  bool approved = false;  ///< by the office of guarantee, on the day of registration

  static constexpr std::string_view record = "guarantee.guarantor";
  static constexpr auto fields() {
    return Fields{Field{1, "tin", &Guarantor::tin}, Field{2, "kind", &Guarantor::kind},
                  Field{3, "approved", &Guarantor::approved}};
  }
};

/// What is known of a holder who asks for a waiver or a reduction.
struct Standing {
  bool authorised_transit_trader = false;
  bool transport_or_logistics = false;
  unsigned clean_years = 0;   ///< in a row, before the request
  unsigned arrears_days = 0;  ///< age of the oldest overdue tax, interest or fine; 0 without arrears
  unsigned years_without_enforcement = 0;

  static constexpr std::string_view record = "guarantee.standing";
  static constexpr auto fields() {
    return Fields{Field{1, "authorised_transit_trader", &Standing::authorised_transit_trader},
                  Field{2, "transport_or_logistics", &Standing::transport_or_logistics},
                  Field{3, "clean_years", &Standing::clean_years},
                  Field{4, "arrears_days", &Standing::arrears_days},
                  Field{5, "years_without_enforcement", &Standing::years_without_enforcement}};
  }
};

struct SingleJourney {
  Guarantor guarantor;
  std::optional<Binding> binding;

  static constexpr std::string_view record = "guarantee.single_journey";
  static constexpr auto fields() {
    return Fields{Field{1, "guarantor", &SingleJourney::guarantor},
                  Field{2, "binding", &SingleJourney::binding}};
  }
};
struct MultipleJourneys {
  Guarantor guarantor;
  std::uint8_t percent = 100;  ///< of the reference amount that is guaranteed
  Standing standing;           ///< looked at below 100
  Money weekly_debt;           ///< expected of the holder's operations in a week

  static constexpr std::string_view record = "guarantee.multiple_journeys";
  static constexpr auto fields() {
    return Fields{Field{1, "guarantor", &MultipleJourneys::guarantor},
                  Field{2, "percent", &MultipleJourneys::percent},
                  Field{3, "standing", &MultipleJourneys::standing},
                  Field{4, "weekly_debt", &MultipleJourneys::weekly_debt}};
  }
};
struct Waiver {
  Standing standing;
  Money weekly_debt;

  static constexpr std::string_view record = "guarantee.waiver";
  static constexpr auto fields() {
    return Fields{Field{1, "standing", &Waiver::standing}, Field{2, "weekly_debt", &Waiver::weekly_debt}};
  }
};
struct CashDeposit {
  std::optional<Binding> binding;
  Receipt receipt;  ///< by which declarations name the deposit; the GRN is that of its account alone

  static constexpr std::string_view record = "guarantee.cash_deposit";
  static constexpr auto fields() {
    return Fields{Field{1, "binding", &CashDeposit::binding}, Field{2, "receipt", &CashDeposit::receipt}};
  }
};
using Terms = std::variant<SingleJourney, MultipleJourneys, Waiver, CashDeposit>;

struct RegisterGuarantee {
  Instant at;
  Approval approval;
  Grn grn;
  Tin holder;
  OfficeId office;
  Money reference_amount;
  Day valid_from;
  std::optional<Day> valid_until;  ///< last day
  std::vector<Country> not_valid_in;
  std::optional<AccessCodeHash> master_code;
  std::vector<AccessCodeHash> access_codes;
  Terms terms;
  std::optional<std::int16_t>
      utc_offset_minutes;      ///< of the clocks of that office of guarantee, if there is one
  bool receipt_taken = false;  ///< the office has another deposit with this receipt

  static constexpr std::string_view record = "guarantee.register_guarantee";
  static constexpr auto fields() {
    return Fields{Field{1, "approval", &RegisterGuarantee::approval},
                  Field{2, "grn", &RegisterGuarantee::grn},
                  Field{3, "holder", &RegisterGuarantee::holder},
                  Field{4, "office", &RegisterGuarantee::office},
                  Field{5, "reference_amount", &RegisterGuarantee::reference_amount},
                  Field{6, "valid_from", &RegisterGuarantee::valid_from},
                  Field{7, "valid_until", &RegisterGuarantee::valid_until},
                  Field{8, "not_valid_in", &RegisterGuarantee::not_valid_in},
                  Field{9, "master_code", &RegisterGuarantee::master_code},
                  Field{10, "access_codes", &RegisterGuarantee::access_codes},
                  Field{11, "terms", &RegisterGuarantee::terms}};
  }
};

/// New amounts, days or countries. A reference amount below the present use is allowed: open uses stay, and
/// there is no new one until the use is below it. Last day and countries stay as they are where nothing is
/// said of them; that there shall be none is said too.
struct ChangeTerms {
  Instant at;
  Approval approval;
  Money reference_amount;
  Money guaranteed_amount;
  std::optional<Day> valid_until;
  std::vector<Country> not_valid_in;
  Grn grn;
  std::optional<Standing> standing;  ///< needed for a smaller guaranteed part and for a higher waiver
  std::optional<Money> weekly_debt;  ///< of several journeys; needed for a lower reference amount
  bool without_end = false;          ///< from now on there is no last day
  bool valid_everywhere = false;     ///< from now on no country is barred

  static constexpr std::string_view record = "guarantee.change_terms";
  static constexpr auto fields() {
    return Fields{Field{1, "approval", &ChangeTerms::approval},
                  Field{2, "reference_amount", &ChangeTerms::reference_amount},
                  Field{3, "guaranteed_amount", &ChangeTerms::guaranteed_amount},
                  Field{4, "valid_until", &ChangeTerms::valid_until},
                  Field{5, "not_valid_in", &ChangeTerms::not_valid_in},
                  Field{6, "grn", &ChangeTerms::grn},
                  Field{7, "standing", &ChangeTerms::standing},
                  Field{8, "weekly_debt", &ChangeTerms::weekly_debt},
                  Field{9, "without_end", &ChangeTerms::without_end},
                  Field{10, "valid_everywhere", &ChangeTerms::valid_everywhere}};
  }
};

struct Suspend {
  Instant at;
  PersonId by;
  Grn grn;

  static constexpr std::string_view record = "guarantee.suspend";
  static constexpr auto fields() { return Fields{Field{1, "grn", &Suspend::grn}}; }
};
struct LiftSuspension {
  Instant at;
  PersonId by;
  Grn grn;

  static constexpr std::string_view record = "guarantee.lift_suspension";
  static constexpr auto fields() { return Fields{Field{1, "grn", &LiftSuspension::grn}}; }
};

enum class NoticeReason : std::uint8_t {
  cancelled_by_guarantor = 1,
  revoked_by_office = 2,  ///< needs four eyes
};

/// Ends the undertaking on the 16th day after the notice (a parameter); what is used by then stays covered.
struct GiveNotice {
  Instant at;
  Day day;
  Approval approval;
  NoticeReason reason = NoticeReason::cancelled_by_guarantor;
  Grn grn;

  static constexpr std::string_view record = "guarantee.give_notice";
  static constexpr auto fields() {
    return Fields{Field{1, "approval", &GiveNotice::approval}, Field{2, "reason", &GiveNotice::reason},
                  Field{3, "grn", &GiveNotice::grn}};
  }
};

/// Clocks: the last day of validity is over; the notice takes effect.
struct PassLastDay {
  Instant at;
  Day day;
};
struct PassNotice {
  Instant at;
  Day day;
};

/// Frees the guarantor, or pays a deposit back, when nothing is open any more.
struct Liberate {
  Instant at;
  PersonId by;
  Grn grn;

  static constexpr std::string_view record = "guarantee.liberate";
  static constexpr auto fields() { return Fields{Field{1, "grn", &Liberate::grn}}; }
};

/// A new set of access codes takes the place of the old. Asked by an officer, or by `sender` with the master
/// code.
struct ReplaceAccessCodes {
  struct ByOfficer {
    PersonId officer;
  };
  struct ByMasterCode {
    Tin sender;
  };
  Instant at;
  std::variant<ByOfficer, ByMasterCode> authority;
  std::optional<AccessCodeHash> master_code;  ///< of `sender`; an officer gives none
  std::vector<AccessCodeHash> access_codes;
  Grn grn;

  static constexpr std::string_view record = "guarantee.replace_access_codes";
  static constexpr auto fields() {
    return Fields{Field{1, "master_code", &ReplaceAccessCodes::master_code},
                  Field{2, "access_codes", &ReplaceAccessCodes::access_codes},
                  Field{3, "grn", &ReplaceAccessCodes::grn}};
  }
};

/// Lets a sender try again whose wrong access codes had locked it out. Needs four eyes.
struct UnlockSender {
  Instant at;
  Approval approval;
  Tin sender;
  Grn grn;

  static constexpr std::string_view record = "guarantee.unlock_sender";
  static constexpr auto fields() {
    return Fields{Field{1, "approval", &UnlockSender::approval}, Field{2, "sender", &UnlockSender::sender},
                  Field{3, "grn", &UnlockSender::grn}};
  }
};

// ---- uses

/// One guarantee as the declaration names it. Its place in the list is the slot of its account.
struct Line {
  Grn grn;
  char type = ' ';  ///< guaranteeType of the declaration
  std::optional<AccessCodeHash> access_code;
  Money amount;                   ///< to be covered by this guarantee
  std::uint8_t minor_digits = 2;  ///< of its currency, for texts
};

/// What a declaration asks of its guarantees.
struct Demand {
  Instant at;
  Day day;
  MessageId message;
  Mrn mrn;
  Tin principal;  ///< holder of the transit procedure
  Tin sender;     ///< the trader that declared, as it proved to be: never one that a message only names
  bool sender_is_agent = false;  ///< an agent of the principal, by its mandate, declared or reads the answer
  OfficeId departure;
  OfficeId destination;
  std::vector<Country> route;  ///< countries of transit and destination
  std::vector<Ahtn> goods;
  std::optional<Day> limit_day;  ///< of the transit, once it is set
  std::vector<Line> lines;
};

/// At acceptance: would the guarantees do? Reserves nothing. IE200, answered as IE201.
struct CheckUses {
  Demand demand;
};

/// Just before release: reserves all lines or none. IE203, answered as IE205.
struct ReserveUses {
  Demand demand;
  Hash256 calculation;  ///< of the amount at risk with its rates (R-ACTS-051)
};

/// The movement is not released after all, or is amended and will be reserved anew. IE204 with a date of
/// cancellation.
struct CancelUses {
  Instant at;
};
/// The goods arrived. IE209.
struct CreditUses {
  Instant at;
};
/// The movement is discharged. IE204 with a date of release.
struct ReleaseUses {
  Instant at;
};

/// The principal did not pay: the guarantor is asked (R-ACTS-092). Needs four eyes.
struct ClaimFromGuarantor {
  Instant at;
  Approval approval;
  Money amount;
  Grn grn;
  Mrn mrn;
  std::optional<OfficeId> office = std::nullopt;  ///< of recovery, whose case it is

  static constexpr std::string_view record = "guarantee.claim_from_guarantor";
  static constexpr auto fields() {
    return Fields{Field{1, "approval", &ClaimFromGuarantor::approval},
                  Field{2, "amount", &ClaimFromGuarantor::amount}, Field{3, "grn", &ClaimFromGuarantor::grn},
                  Field{4, "mrn", &ClaimFromGuarantor::mrn}};
  }
};
/// Proof was found that the transit ended well. A recovery ends without payment: needs four eyes.
struct WithdrawClaim {
  Instant at;
  Approval approval;
  Grn grn;
  Mrn mrn;

  static constexpr std::string_view record = "guarantee.withdraw_claim";
  static constexpr auto fields() {
    return Fields{Field{1, "grn", &WithdrawClaim::grn}, Field{2, "mrn", &WithdrawClaim::mrn},
                  Field{3, "approval", &WithdrawClaim::approval}};
  }
};
/// The guarantor paid the claim.
struct RecordPayment {
  Instant at;
  PersonId by;
  Grn grn;
  Mrn mrn;

  static constexpr std::string_view record = "guarantee.record_payment";
  static constexpr auto fields() {
    return Fields{Field{1, "grn", &RecordPayment::grn}, Field{2, "mrn", &RecordPayment::mrn}};
  }
};
/// Clock: an open claim is looked at again.
struct ReviewClaim {
  Instant at;
};

}  // namespace lintas::guarantee
