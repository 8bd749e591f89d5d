#pragma once

#include <array>
#include <string_view>

#include "core/documents/certificate.hpp"

/// Codes of messages about certificates, for those who read and write them. Lists: data/codelists/codes.csv.
namespace lintas::documents {

struct FlagCode {
  bool Flags::* flag;
  std::string_view code;  ///< CL902
};
inline constexpr std::array flag_codes{
    FlagCode{&Flags::third_country_invoicing, "TCI"},
    FlagCode{&Flags::exhibition, "EXH"},
    FlagCode{&Flags::accumulation, "ACU"},
    FlagCode{&Flags::de_minimis, "DMI"},
    FlagCode{&Flags::back_to_back, "B2B"},
    FlagCode{&Flags::issued_retroactively, "IRA"},
    FlagCode{&Flags::partial_cumulation, "PCU"},
};

// CL901
inline constexpr std::string_view original_category = "OP";
inline constexpr std::string_view reissue_category = "RI";
inline constexpr std::string_view replaced_category = "RP";

// CL903, the criteria that have a percentage
inline constexpr std::string_view value_content = "RVC";
inline constexpr std::string_view partial_cumulation = "PC";
inline constexpr std::string_view criterion_separator = " + ";

// CL906
inline constexpr std::string_view doubt_statement = "DBT";
inline constexpr std::string_view random_statement = "RND";

// CL908
inline constexpr std::string_view consent_statement = "CST";
inline constexpr std::string_view no_consent_statement = "NCT";

// CL910
inline constexpr std::string_view certificate_type = "861";
inline constexpr std::string_view origin_declaration_type = "862";

// CL914
inline constexpr std::string_view paper_statement = "PPR";

// CL911
inline constexpr std::string_view function_cancellation = "1";
inline constexpr std::string_view function_addition = "2";
inline constexpr std::string_view function_original = "9";
inline constexpr std::string_view function_response = "11";
inline constexpr std::string_view function_request = "13";
inline constexpr std::string_view function_not_accepted = "27";
inline constexpr std::string_view function_accepted = "29";

}  // namespace lintas::documents
