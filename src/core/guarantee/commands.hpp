#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
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
#include "core/model/values/tin.hpp"

/// What can be asked. `at` is when the node received it; a `Day` beside it is the legal day at the office
/// concerned. Who may ask what, core/access has decided before.
namespace lintas::guarantee {

/// Who decided; where the law asks for four eyes, `second` is another person.
struct Approval {
  PersonId first;
  std::optional<PersonId> second;
};

// ---- the account

struct Guarantor {
  Tin tin;
  GuarantorKind kind = GuarantorKind::bank;
  bool approved = false;  ///< by the office of guarantee, on the day of registration
};

/// What is known of a holder who asks for a waiver or a reduction.
struct Standing {
  bool authorised_transit_trader = false;
  bool transport_or_logistics = false;
  unsigned clean_years = 0;   ///< in a row, before the request
  unsigned arrears_days = 0;  ///< age of the oldest overdue tax, interest or fine; 0 without arrears
  unsigned years_without_enforcement = 0;
};

struct SingleJourney {
  Guarantor guarantor;
  std::optional<Binding> binding;
};
struct MultipleJourneys {
  Guarantor guarantor;
  std::uint8_t percent = 100;  ///< of the reference amount that is guaranteed
  Standing standing;           ///< looked at below 100
  Money weekly_debt;           ///< expected of the holder's operations in a week
};
struct Waiver {
  Standing standing;
  Money weekly_debt;
};
struct CashDeposit {
  std::optional<Binding> binding;
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
};

/// New amounts, days or countries. A reference amount below the present use is allowed: open uses stay, and
/// there is no new one until the use is below it.
struct ChangeTerms {
  Instant at;
  Approval approval;
  Money reference_amount;
  Money guaranteed_amount;
  std::optional<Day> valid_until;
  std::vector<Country> not_valid_in;
};

struct Suspend {
  Instant at;
  PersonId by;
};
struct LiftSuspension {
  Instant at;
  PersonId by;
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
};

/// A new set of access codes takes the place of the old. Asked by an officer, or by `sender` with the master
/// code.
struct ReplaceAccessCodes {
  struct ByOfficer {
    PersonId officer;
  };
  struct ByMasterCode {
    Tin sender;
    AccessCodeHash master_code;
  };
  Instant at;
  std::variant<ByOfficer, ByMasterCode> authority;
  std::vector<AccessCodeHash> access_codes;
};

/// Lets a sender try again whose wrong access codes had locked it out. Needs four eyes.
struct UnlockSender {
  Instant at;
  Approval approval;
  Tin sender;
};

// ---- uses

/// One guarantee as the declaration names it. Its place in the list is the slot of its account.
struct Line {
  Grn grn;
  char type = ' ';  ///< guaranteeType of the declaration
  std::optional<AccessCodeHash> access_code;
  Money amount;  ///< to be covered by this guarantee
};

/// What a declaration asks of its guarantees.
struct Demand {
  Instant at;
  Day day;
  MessageId message;
  Mrn mrn;
  Tin principal;                 ///< holder of the transit procedure
  Tin sender;                    ///< who sent the declaration
  bool sender_is_agent = false;  ///< the guarantee's holder declared the sender its agent
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
};
/// Proof was found that the transit ended well.
struct WithdrawClaim {
  Instant at;
  PersonId by;
};
/// The guarantor paid the claim.
struct RecordPayment {
  Instant at;
  PersonId by;
};
/// Clock: an open claim is looked at again.
struct ReviewClaim {
  Instant at;
};

}  // namespace lintas::guarantee
