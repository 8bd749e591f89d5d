#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/documents/quantities.hpp"

/// What customs says of an item, and what the items of a certificate come to together.
namespace lintas::documents {

enum class Outcome : std::uint8_t { given, pending, refused };

struct ResultFacts {
  Result result{};
  std::string_view code;  ///< on the wire and on paper
  Outcome outcome{};
  std::string_view meaning;
  std::string_view ground;
};

/// The working list of asw.md 5.5; the official one could not be read.
inline constexpr std::array result_facts{
    ResultFacts{Result::u1, "U1", Outcome::given, "preference given, whole item", "OCP R30.2"},
    ResultFacts{Result::u2, "U2", Outcome::given, "part of the quantity used", "OCP R30.2"},
    ResultFacts{Result::u3, "U3", Outcome::given, "accepted with a minor discrepancy", "OCP R16.1"},
    ResultFacts{Result::p1, "P1", Outcome::pending, "retroactive check opened", "OCP R18"},
    ResultFacts{Result::p2, "P2", Outcome::pending, "classification open", "OCP R16.2"},
    ResultFacts{Result::n1, "N1", Outcome::refused, "criterion missing or not met", "OCP R8; ATIGA Art. 26"},
    ResultFacts{Result::n2, "N2", Outcome::refused, "code or description do not match the goods", "OCP R16"},
    ResultFacts{Result::n3, "N3", Outcome::refused, "expired, no excuse", "OCP R14"},
    ResultFacts{Result::n4, "N4", Outcome::refused, "issued too late, or the mark is missing", "OCP R10.2"},
    ResultFacts{Result::n5, "N5", Outcome::refused, "direct consignment not shown", "ATIGA Art. 32; OCP R21"},
    ResultFacts{Result::n6, "N6", Outcome::refused, "third-country invoice data missing", "OCP R23.2"},
    ResultFacts{Result::n7, "N7", Outcome::refused, "back-to-back data or quantity wrong", "OCP R11.1"},
    ResultFacts{Result::n8, "N8", Outcome::refused, "partial cumulation gives no preference",
                "ATIGA Annex 6(c)"},
    ResultFacts{Result::n9, "N9", Outcome::refused, "not eligible in this state", "ATIGA Annex 7 note 2(i)"},
    ResultFacts{Result::n10, "N10", Outcome::refused, "issuer or signatory unknown, or use reversed",
                "OCP R2.2, R2.6"},
    ResultFacts{Result::n11, "N11", Outcome::refused, "no consent to a visit, or check failed",
                "OCP R18(d), R19.5"},
    ResultFacts{Result::n12, "N12", Outcome::refused, "minimal operations only", "ATIGA Art. 31"},
    ResultFacts{Result::n13, "N13", Outcome::refused, "fraud suspected", "OCP R24"},
};

/// Nothing for a number that is none of the list.
[[nodiscard]] const ResultFacts* facts_of(Result result);
[[nodiscard]] std::optional<Result> read_result(std::string_view code);
[[nodiscard]] bool refuses(Result result);

/// What the items of a certificate are together (R-ASW-075): one refused item makes the whole "not given in
/// part".
enum class Sum : std::uint8_t { untouched, pending, part, whole, refused };
[[nodiscard]] Sum sum_of(std::span<const Balance> items);

}  // namespace lintas::documents
