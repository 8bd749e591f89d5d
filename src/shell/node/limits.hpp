#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// The limits of heads of audit logs between nodes, of the files of a node's identity, and of clocks beside
/// commands, as those of base/limits.hpp: each with its reason and what happens there.
namespace lintas::limits {

using namespace std::chrono_literals;

/// Places of a batch that are kept for clocks that have run out, as many as have: a quarter of it, so that a
/// flood that fills every batch (batch_commands_max) keeps no clock from striking. A clock comes of what was
/// asked and decided, so that clocks are no more than commands for long.
inline constexpr std::size_t batch_clocks_max = 16;

/// How far the clock may stand behind the newest event at a start: as after a power cut, until NTP has set
/// it. What happens meanwhile is dated like that event, so that no date goes back. Further behind a node does
/// not start before somebody has said which of the two is wrong: dated by a clock that lost its years, or
/// held at a date in a far year, everything that it writes would be wrong.
inline constexpr std::chrono::milliseconds clock_behind_max = 24h;
/// Between two lines that say that the clock stands behind (clock_behind).
inline constexpr std::chrono::milliseconds clock_behind_told_each = 1h;

/// Events of a log whose head is taken: a store counts them in 63 bits. One that says more is not taken.
inline constexpr std::uint64_t head_size_max = (std::uint64_t{1} << 63) - 1;
/// Hashes in the proof that a log continues an older one. A log of 2^63 events needs 64; more is not taken.
inline constexpr std::size_t head_proof_hashes_max = 64;
/// A head as a partner answers it: 64 hashes of 34 bytes each, and 140 bytes beside them. A larger answer is
/// not read.
inline constexpr std::size_t head_answer_bytes_max = 4096;
/// A request for a head, as it was signed: 80 bytes. A longer one is not looked at.
inline constexpr std::size_t head_request_bytes_max = 256;

/// Owners of files with one hash that are looked at together, when it is asked whether anybody still has one.
inline constexpr std::size_t attachment_owners_at_once = 64;
/// How far the clock of whoever asks for a head may be from ours; further away it is refused (403). Clocks of
/// nodes are set by NTP, and whoever reads a request somewhere has it for so long only. A head that is dated
/// further ahead of our clock is not taken.
inline constexpr std::chrono::milliseconds head_request_skew_max = 5min;

/// The earliest instant of a head: there was no node before. One that is dated earlier is not taken, and no
/// age is counted from further back.
inline constexpr std::chrono::sys_time<std::chrono::milliseconds> head_at_min{
    std::chrono::sys_days{std::chrono::year{2020} / std::chrono::January / 1}};
/// Files of evidence of one kind that are kept of a partner's log. A look finds one at most, so they are
/// those of a month of contradictions; beyond that the first ones stay, which are the ones to be explained.
inline constexpr std::size_t log_evidence_files_max = 32;

/// How often the head of a log is signed in which nothing happens: so the age of the newest head that a
/// partner holds says whether the node is there, and not whether its state was quiet. As often as partners
/// ask.
inline constexpr std::chrono::hours head_fresh_interval{24};
/// Age of the newest head of a partner from which people are told (partner_head_old, LintasPartnerHeadOld). A
/// node that is well signs within a day and is asked within another; the third is for one that was away.
inline constexpr std::chrono::hours head_age_max{72};

/// Between two lines of the log about what one address brought to the partners' door and nobody has proved
/// (message_unproven), for each code: whoever can connect would else write the log at the rate of his line,
/// and people who look for one partner read one line as well as a thousand.
inline constexpr std::chrono::milliseconds unproven_line_interval = 1min;
/// Bytes of what a stranger wrote in such a line, for each field in which that may stand; what is longer is
/// shortened. Enough for the longest element, party or MessageId that anybody needs to tell.
inline constexpr std::size_t unproven_words_bytes_max = 256;
/// Addresses and codes that are told apart there; beyond that there is one line for all others. More than all
/// partners have with all codes.
inline constexpr std::size_t unproven_kinds_max = 256;

/// Part of the life of a list of revoked certificates from which people are told that no newer one has come
/// (revocation_list_ends_soon, LintasRevocationListEnds): lists live a day or half a year, so no number of
/// days would do. Whoever fetches each at half its life has a sixth to spare before that.
inline constexpr double revocation_list_warning = 1.0 / 3;
/// How often it is looked whether another list has been put into its file, or one has ended: whoever fetches
/// lists does it at an hour of his, and a theft that a list tells should not wait for the next day.
inline constexpr std::chrono::hours revocation_list_look_interval{1};

/// Identity documents that are kept for the keys of heads in them, of this node or of one partner; beyond
/// that the oldest goes, and what was signed with its key is told as wrong. One a year is a generation.
inline constexpr std::size_t former_documents_max = 32;

/// How long whoever wants the files of the node's identity waits for another process that has them; then a
/// start, a reload or a command is refused. Two RSA keys take a second to draw; what takes longer hangs.
inline constexpr std::chrono::milliseconds own_files_wait_max = 10s;
/// How often it looks meanwhile.
inline constexpr std::chrono::milliseconds own_files_look_again = 20ms;

/// Work that waits for a thread of the pool, as pool_queue_of_partners_max: of messages whose sender nobody
/// has proved yet, over a line that no partner is known by. More is answered 503 before anything is looked
/// at. What partners send over lines of theirs, and what is proved to be theirs, does not wait behind that.
inline constexpr std::size_t pool_queue_of_strangers_max = 256;

}  // namespace lintas::limits
