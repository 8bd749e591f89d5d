#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"

/// What an officer of departure does with a movement. Stored: places in the variant and field numbers are
/// never used again for something else. Who acts, and when, comes with the command.
namespace lintas::transit::departure {

/// Documents or goods are to be controlled; the trader is told (IE060).
struct DecideControl {
  Mrn mrn;
  bool of_goods = true;       ///< type 0: goods, with a look at the documents; else type 1, documents only
  std::optional<bool> large;  ///< of goods: so large or complex that the control takes longer (R-ACTS-063)

  static constexpr std::string_view record = "departure.decide_control";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &DecideControl::mrn}, Field{2, "of_goods", &DecideControl::of_goods},
                  Field{3, "large", &DecideControl::large}};
  }
};

/// A1 satisfactory, A2 considered satisfactory, A3 simplified procedure, A4 minor discrepancies that the
/// trader has to agree to, B1 not satisfactory.
struct RecordControlResult {
  Mrn mrn;
  std::string code;

  static constexpr std::string_view record = "departure.record_control_result";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &RecordControlResult::mrn}, Field{2, "code", &RecordControlResult::code}};
  }
};

/// Lets the goods go if permits, cards and guarantees do; sets the binding limit date.
struct Release {
  Mrn mrn;
  std::optional<Day> limit;  ///< nothing: what the trader proposed, or the route's own

  static constexpr std::string_view record = "departure.release";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &Release::mrn}, Field{2, "limit", &Release::limit}};
  }
};

struct RefuseRelease {
  Mrn mrn;
  std::string reason;  ///< why, in words the trader is told

  static constexpr std::string_view record = "departure.refuse_release";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &RefuseRelease::mrn}, Field{2, "reason", &RefuseRelease::reason}};
  }
};

struct AskAmendment {
  Mrn mrn;
  std::string reason;

  static constexpr std::string_view record = "departure.ask_amendment";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &AskAmendment::mrn}, Field{2, "reason", &AskAmendment::reason}};
  }
};

struct WithdrawRequest {
  Mrn mrn;

  static constexpr std::string_view record = "departure.withdraw_request";
  static constexpr auto fields() { return Fields{Field{1, "mrn", &WithdrawRequest::mrn}}; }
};

struct DecideCancellation {
  Mrn mrn;
  bool grant = false;
  std::string reason;

  static constexpr std::string_view record = "departure.decide_cancellation";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &DecideCancellation::mrn}, Field{2, "grant", &DecideCancellation::grant},
                  Field{3, "reason", &DecideCancellation::reason}};
  }
};

/// On customs' own initiative. After release a second officer has to agree (acts.md 18, four eyes 4).
struct Invalidate {
  Mrn mrn;
  std::string reason;
  std::optional<PersonId> second;

  static constexpr std::string_view record = "departure.invalidate";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &Invalidate::mrn}, Field{2, "reason", &Invalidate::reason},
                  Field{3, "second", &Invalidate::second}};
  }
};

/// A later limit date for goods that are on the way, with the reason (R-ACTS-077).
struct ExtendLimit {
  Mrn mrn;
  Day limit;
  std::string reason;

  static constexpr std::string_view record = "departure.extend_limit";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &ExtendLimit::mrn}, Field{2, "limit", &ExtendLimit::limit},
                  Field{3, "reason", &ExtendLimit::reason}};
  }
};

/// The discrepancies that destination found are explained: the movement ends.
struct ResolveDiscrepancies {
  Mrn mrn;
  std::string reason;

  static constexpr std::string_view record = "departure.resolve_discrepancies";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &ResolveDiscrepancies::mrn},
                  Field{2, "reason", &ResolveDiscrepancies::reason}};
  }
};

/// Alternative proof that the movement ended well: a document certified by the customs of destination
/// (R-ACTS-095).
struct AcceptProof {
  Mrn mrn;
  std::string proof;

  static constexpr std::string_view record = "departure.accept_proof";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &AcceptProof::mrn}, Field{2, "proof", &AcceptProof::proof}};
  }
};

/// There is no ground for an enquiry: the movement goes back to where it was.
struct CloseRecommendation {
  Mrn mrn;
  std::string reason;

  static constexpr std::string_view record = "departure.close_recommendation";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &CloseRecommendation::mrn},
                  Field{2, "reason", &CloseRecommendation::reason}};
  }
};

/// Customs looked at what was reported, and did about it what there was to do: a passage that was refused for
/// good, a report that says otherwise than what is known here, a partner's refusal.
struct LookAt {
  Mrn mrn;
  std::string reason;  ///< what came of it

  static constexpr std::string_view record = "departure.look_at";
  static constexpr auto fields() {
    return Fields{Field{1, "mrn", &LookAt::mrn}, Field{2, "reason", &LookAt::reason}};
  }
};

using Act = std::variant<DecideControl, RecordControlResult, Release, RefuseRelease, AskAmendment,
                         WithdrawRequest, DecideCancellation, Invalidate, ExtendLimit, ResolveDiscrepancies,
                         AcceptProof, CloseRecommendation, LookAt>;

}  // namespace lintas::transit::departure
