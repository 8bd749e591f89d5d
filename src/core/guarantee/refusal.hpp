#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/finding.hpp"

namespace lintas::guarantee {

/// Why a command was refused. Numbers are stored and never used again. 1xx: reasons that a guarantee cannot
/// be used, with their code of CL252; 2xx: uses; 3xx: accounts.
enum class Refusal : std::uint16_t {
  unknown_guarantee = 101,
  not_valid = 102,
  ends_before_limit = 103,
  access_code_wrong = 104,
  access_code_locked = 105,
  other_holder = 106,
  other_country = 107,
  excluded_country = 108,
  amount_not_sufficient = 109,
  used_already = 110,
  other_offices = 111,
  other_goods = 112,
  other_type = 113,
  type_not_accepted = 114,

  other_currency = 201,
  negative_amount = 202,
  number_of_lines = 203,
  same_guarantee_twice = 204,
  message_reused = 205,
  use_open = 206,
  use_closed = 207,
  no_open_use = 208,
  no_claim = 209,
  claim_open = 210,
  credit_is_off = 211,
  claim_too_high = 212,
  review_not_due = 213,

  registered_already = 301,
  not_registered = 302,
  account_ended = 303,
  account_still_valid = 304,
  uses_still_open = 305,
  voucher = 306,
  office_of_other_country = 307,
  guarantor_not_approved = 308,
  waiver_not_foreseen = 309,
  waiver_not_earned = 310,
  reduction_not_foreseen = 311,
  reduction_not_earned = 312,
  below_a_week = 313,
  no_days_of_validity = 314,
  access_codes_missing = 315,
  four_eyes = 316,
  notice_given_already = 317,
  not_due = 318,
  list_too_long = 319,
  guaranteed_by_a_waiver = 320,
  unknown_office = 321,
  receipt_taken = 322,
  master_code_wrong = 323,
  master_code_missing = 324,
  last_day_over = 325,
  said_both_ways = 326,
};

struct RefusalFacts {
  Refusal refusal;
  std::string_view name;  ///< for programs; people read the text of the rule
  std::string_view rule;  ///< id in data/rules.csv, which has text and remedy
  /// Of CL252, of all that a check or a reservation is refused for: IE055 tells it. G02, it exists and is not
  /// valid, where the list has no code of its own.
  std::string_view wire_code;
  std::string_view field;  ///< of the command, or where its record holds others the last of a path
  bool may_succeed_later;  ///< the same command may be accepted another time
};

// G05 (voucher used) and G06 (no suspended goods) have no reason here: vouchers are not taken and ACTS has
// one kind of transit. G07 is not used by anybody.
inline constexpr std::array refusals{
    RefusalFacts{Refusal::unknown_guarantee, "unknown_guarantee", "R-GUA-101", "G01", "grn", true},
    RefusalFacts{Refusal::not_valid, "not_valid", "R-ACTS-049", "G02", "grn", true},
    RefusalFacts{Refusal::ends_before_limit, "ends_before_limit", "R-ACTS-035", "G02", "grn", true},
    RefusalFacts{Refusal::access_code_wrong, "access_code_wrong", "R-ACTS-045", "G03", "access_code", false},
    RefusalFacts{Refusal::access_code_locked, "access_code_locked", "R-GUA-105", "G03", "access_code", true},
    RefusalFacts{Refusal::other_holder, "other_holder", "R-GUA-106", "G04", "principal", false},
    RefusalFacts{Refusal::other_country, "other_country", "R-ACTS-040", "G08", "grn", false},
    RefusalFacts{Refusal::excluded_country, "excluded_country", "R-GUA-108", "G08", "route", false},
    RefusalFacts{Refusal::amount_not_sufficient, "amount_not_sufficient", "R-ACTS-012", "G09", "amount",
                 true},
    RefusalFacts{Refusal::used_already, "used_already", "R-ACTS-042", "G10", "grn", false},
    RefusalFacts{Refusal::other_offices, "other_offices", "R-GUA-111", "G11", "destination", false},
    RefusalFacts{Refusal::other_goods, "other_goods", "R-GUA-112", "G12", "goods", false},
    RefusalFacts{Refusal::other_type, "other_type", "R-GUA-113", "G13", "type", false},
    RefusalFacts{Refusal::type_not_accepted, "type_not_accepted", "R-ACTS-052", "G13", "type", false},

    RefusalFacts{Refusal::other_currency, "other_currency", "R-GUA-006", "G09", "amount", false},
    RefusalFacts{Refusal::negative_amount, "negative_amount", "R-GUA-002", "G09", "amount", false},
    RefusalFacts{Refusal::number_of_lines, "number_of_lines", "R-GUA-203", "G02", "lines", false},
    RefusalFacts{Refusal::same_guarantee_twice, "same_guarantee_twice", "R-GUA-204", "G02", "grn", false},
    RefusalFacts{Refusal::message_reused, "message_reused", "R-GUA-205", "G02", "message", false},
    RefusalFacts{Refusal::use_open, "use_open", "R-GUA-206", "G02", "mrn", true},
    RefusalFacts{Refusal::use_closed, "use_closed", "R-GUA-207", "G02", "mrn", false},
    RefusalFacts{Refusal::no_open_use, "no_open_use", "R-GUA-208", "", "mrn", true},
    RefusalFacts{Refusal::no_claim, "no_claim", "R-GUA-209", "", "mrn", true},
    RefusalFacts{Refusal::claim_open, "claim_open", "R-GUA-210", "", "mrn", true},
    RefusalFacts{Refusal::credit_is_off, "credit_is_off", "R-ACTS-046", "", "mrn", false},
    RefusalFacts{Refusal::claim_too_high, "claim_too_high", "R-ACTS-093", "", "amount", true},
    RefusalFacts{Refusal::review_not_due, "review_not_due", "R-GUA-213", "", "at", true},

    RefusalFacts{Refusal::registered_already, "registered_already", "R-GUA-301", "", "grn", false},
    RefusalFacts{Refusal::not_registered, "not_registered", "R-GUA-302", "", "grn", true},
    RefusalFacts{Refusal::account_ended, "account_ended", "R-GUA-303", "", "grn", false},
    RefusalFacts{Refusal::account_still_valid, "account_still_valid", "R-GUA-304", "", "grn", true},
    RefusalFacts{Refusal::uses_still_open, "uses_still_open", "R-GUA-305", "", "grn", true},
    RefusalFacts{Refusal::voucher, "voucher", "R-ACTS-052", "G13", "grn", false},
    RefusalFacts{Refusal::office_of_other_country, "office_of_other_country", "R-GUA-307", "", "office",
                 false},
    RefusalFacts{Refusal::guarantor_not_approved, "guarantor_not_approved", "R-ACTS-041", "", "guarantor",
                 true},
    RefusalFacts{Refusal::waiver_not_foreseen, "waiver_not_foreseen", "R-ACTS-048", "", "terms", false},
    RefusalFacts{Refusal::waiver_not_earned, "waiver_not_earned", "R-ACTS-047", "", "standing", true},
    RefusalFacts{Refusal::reduction_not_foreseen, "reduction_not_foreseen", "R-GUA-311", "", "percent",
                 false},
    RefusalFacts{Refusal::reduction_not_earned, "reduction_not_earned", "R-ACTS-047a", "", "standing", true},
    RefusalFacts{Refusal::below_a_week, "below_a_week", "R-ACTS-044", "", "reference_amount", false},
    RefusalFacts{Refusal::no_days_of_validity, "no_days_of_validity", "R-GUA-314", "", "valid_until", false},
    RefusalFacts{Refusal::access_codes_missing, "access_codes_missing", "R-GUA-315", "", "access_codes",
                 false},
    RefusalFacts{Refusal::four_eyes, "four_eyes", "R-GUA-316", "", "", false},
    RefusalFacts{Refusal::notice_given_already, "notice_given_already", "R-GUA-317", "", "grn", false},
    RefusalFacts{Refusal::not_due, "not_due", "R-GUA-318", "", "day", true},
    RefusalFacts{Refusal::list_too_long, "list_too_long", "R-GUA-319", "", "not_valid_in", false},
    RefusalFacts{Refusal::guaranteed_by_a_waiver, "guaranteed_by_a_waiver", "R-GUA-320", "",
                 "guaranteed_amount", false},
    RefusalFacts{Refusal::unknown_office, "unknown_office", "R-GUA-321", "", "office", true},
    RefusalFacts{Refusal::receipt_taken, "receipt_taken", "R-GUA-322", "", "receipt", false},
    RefusalFacts{Refusal::master_code_wrong, "master_code_wrong", "R-GUA-323", "", "master_code", false},
    RefusalFacts{Refusal::master_code_missing, "master_code_missing", "R-GUA-324", "", "master_code", false},
    RefusalFacts{Refusal::last_day_over, "last_day_over", "R-GUA-325", "", "valid_until", false},
    RefusalFacts{Refusal::said_both_ways, "said_both_ways", "R-GUA-326", "", "valid_until", false},
};

/// Precondition: the refusal is one of the list.
[[nodiscard]] const RefusalFacts& facts(Refusal refusal);

/// The finding shown for it; what was refused says the text of the rule. `place` leads to the line the field
/// belongs to, "lines[1]/" being the first, or is empty; `help` says what would mend it, as far as whoever
/// asks may know.
[[nodiscard]] Finding finding(Refusal refusal, const std::string& place = {}, const std::string& help = {});

}  // namespace lintas::guarantee
