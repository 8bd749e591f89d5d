#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace lintas::attachments::bounds {

/// The largest file. Larger: 413 (NET-003), nothing is kept. An invoice of thirty pages scanned at 300 dpi in
/// colour is 8 MB; a line at a border carries a megabit a second, and ten megabytes in a minute and a half.
inline constexpr std::size_t file_bytes_max = 10UL * 1024 * 1024;
/// Octets of one party's files that are kept at a time, and of one office's, if the configuration says
/// nothing else. More: R-ATT-019. An exporter with twenty consignments on a working day and a megabyte of
/// papers for each has 15 GB in the three years that they are kept; an office adds a report to what a hundred
/// exporters bring.
inline constexpr std::int64_t party_bytes_max = 20L * 1024 * 1024 * 1024;
inline constexpr std::int64_t office_bytes_max = 100L * 1024 * 1024 * 1024;
/// Files of one document, and their octets together. More: R-ATT-013. A consignment of ten lines has an
/// invoice, a packing list, a report for each line and some photographs.
inline constexpr std::size_t files_max = 20;
inline constexpr std::int64_t files_bytes_max = 50L * 1024 * 1024;
/// Characters of a name. Longer: R-ATT-012.
inline constexpr std::size_t name_chars_max = 80;
/// A file that no document names is put away after so long: whoever uploads it names it in the same minute,
/// or after a weekend and a holiday.
inline constexpr std::chrono::days unnamed_kept{7};
/// Who is given a file again so soon after is not written down again: programs fetch a file a piece or a try
/// at a time, and whatever acts on the list goes through all that stands in it.
inline constexpr std::chrono::hours read_again{1};
/// Readings of one file that its list shows: those before the newest stand in the log.
inline constexpr std::size_t reads_shown = 100;
/// Octets of a part of a file that another state asked for; the last one may be shorter. In base64 a third
/// more, three seconds on a line of a megabit: a certificate that is issued meanwhile waits no longer.
inline constexpr std::size_t part_bytes = 256UL * 1024;
/// A part that was asked for and has not come after so long is asked for again, if somebody still wants the
/// file: lines may be broken for days, and their messages wait; but one that was given up never comes.
inline constexpr std::chrono::hours ask_again{24};
/// Parts of a file that is not whole yet, and of which nothing has come for so long, are put away: whoever
/// asks again begins anew.
inline constexpr std::chrono::days parts_kept{30};
/// What was fetched of a document of another state is kept so long after its state told of it, and as long as
/// the document has work here: customs has to show by what it judged (OCP R31.1).
inline constexpr std::chrono::years fetched_kept{3};
/// How often it is looked whether a document that has files is still kept. Documents are kept for years.
inline constexpr std::chrono::days look_interval{180};

}  // namespace lintas::attachments::bounds
