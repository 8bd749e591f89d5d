#pragma once

#include <chrono>
#include <cstddef>

/// Every limit of the programme of authorised operators, with its reason and with what happens there.
namespace lintas::aeo::bounds {

/// Characters of a code: the longest one seen has 28 (the Philippines), a party identifier of the WCO Data
/// Model 35. Longer: R-AEO-001.
inline constexpr std::size_t code_characters_max = 35;

/// Bytes of what somebody writes for a code, which may have blanks and separators too many. Longer:
/// R-AEO-001, and nothing of it is looked at.
inline constexpr std::size_t code_written_bytes_max = 256;

/// Codes that one authorisation has or ever had: each stays, since declarations of before name it. A state
/// changes its shape once in years. More: R-AEO-014.
inline constexpr std::size_t codes_ever_max = 16;

/// How often it is kept how an authorisation stood: all of it stays, and is read with it. More of what is
/// returned, corrected, restored and looked at anew: R-AEO-014; a suspension always has room. One of a month
/// makes some fifty in the two years that a dispute takes.
inline constexpr std::size_t standings_ever_max = 1000;

/// Days that somebody sets: no further ahead than this. Further: R-AEO-011, R-AEO-012. The longest validity
/// known is five years.
inline constexpr std::chrono::days ahead_max{20 * 366};
/// An authorisation begins within so many days of its decision. Later: R-AEO-012.
inline constexpr std::chrono::days begins_ahead_max{366};

/// Codes of one declaration that are held against lists: each is a stream that is read. A declaration has one
/// exporter, one consignor and one consignee, and as many for each house; the rest is as if nobody had
/// looked.
inline constexpr std::size_t codes_looked_at_max = 32;

/// Authorisations that are looked at together for codes which are taken for one that is given, until one of
/// another operator is told; `lintas aeo collisions` tells of all.
inline constexpr std::size_t likenesses_looked_at_at_once = 16;

/// How often the list keeps how an operator stood: all of it stays, so that a decision can be looked at as it
/// was made. More: R-AEO-024; that benefits end, or that the operator is listed no more, always has room. An
/// authorisation changes fewer times (standings_ever_max), and a name some times in its life.
inline constexpr std::size_t said_ever_max = 1200;

/// Rows of a table of operators of another state. More: R-AEO-034. A list of a state has some hundreds.
inline constexpr std::size_t sheet_rows_max = 10000;

/// So long a partner has to answer that benefits stop or come back; then somebody is told. Source:
/// inferred (aamra.md 5.3).
inline constexpr std::chrono::minutes urgent_answer{15};

}  // namespace lintas::aeo::bounds
