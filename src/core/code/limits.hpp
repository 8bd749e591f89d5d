#pragma once

#include <chrono>
#include <cstddef>

/// Limits of signed codes, with their reasons. Here and not in base/limits.hpp, which half of the program
/// reads.
namespace lintas::limits {

using namespace std::chrono_literals;

/// Largest code as bytes; a longer one is refused before it is decoded (SIG-003), and what is issued is
/// shortened to it. With its prefix it makes a QR code of version 14 with error correction M (526
/// characters), 73 modules: in the 24 mm that the accompanying document has for it, quiet zone and all, a
/// module is 0.3 mm, which the camera of a telephone still reads.
inline constexpr std::size_t code_bytes_max = 348;

/// Bytes of the name of an office and of the number of a certificate in a code; longer is refused (SIG-005).
/// Both have 35 characters of ASCII at most (R-DOC-025), so a code of them has 290 bytes at most.
inline constexpr std::size_t certificate_name_bytes_max = 35;

/// Largest trust sheet read. More is refused (SIG-003). A key takes some 60 bytes.
inline constexpr std::size_t trust_sheet_bytes_max = 16UL * 1024;
/// Keys of one sheet; more is refused (SIG-005). A state that changes its key each year has three or four
/// that still count.
inline constexpr std::size_t trust_sheet_keys_max = 64;

/// Largest status list read. More is refused (SIG-003). A movement on the road takes 8 bytes, and so does a
/// certificate that was cancelled, so this is a million of them: of a state that issues a million a year and
/// cancels one of fifty, fifty years.
inline constexpr std::size_t status_list_bytes_max = 8UL * 1024 * 1024;
/// What of that is kept free for all of a list that is no handle: the envelope with its key and signature,
/// and the other fields, take some 150 bytes.
inline constexpr std::size_t status_list_frame_max = 512;

/// How often a node looks for what its status list has to say, at most: what is released or has ended is told
/// so late to who asks for the newest. A look reads all open rows, for anybody who asks.
inline constexpr std::chrono::seconds status_list_interval{5};
/// How old a list gets that still says what is true; then it is dated anew.
inline constexpr std::chrono::minutes status_list_renewal{5};
/// The same of certificates: an approval changes nothing in their list, and until it is dated behind the
/// approval nobody knows of a new certificate whether it was cancelled.
inline constexpr std::chrono::seconds certificate_list_renewal{20};
/// How long one may be relied on: a post without a line gets a new one every day.
inline constexpr std::chrono::hours status_list_life{48};
/// The same of certificates: customs houses have a line, and behind a day the state of what is shown without
/// one is unknown (R-ASW-103).
inline constexpr std::chrono::hours certificate_list_life{24};
/// A list is dated by so much before the look at the store that it is made from: what was decided before its
/// date has been written by then.
inline constexpr std::chrono::seconds status_list_settling{10};

/// How far ahead of the reader's clock a list may be dated. Clocks that are set by the network differ by
/// less; one that lies further ahead was signed under a clock that was wrong, or the reader's is: it tells
/// nothing.
inline constexpr std::chrono::minutes status_list_ahead_max{1};

}  // namespace lintas::limits
