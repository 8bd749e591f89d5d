#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/quantities.hpp"

/// What a printed page of a certificate is, apart from what the certificate says: the certificate itself or a
/// copy, and how it stood when it was printed. Preference is given on data or on paper, never silently on
/// both (OCP R27.2), so every page says which.
namespace lintas::paper {

/// Box 4, as far as customs has decided. Where one item of several is refused, *not given* is ticked and the
/// item named; that preference was given for the others stands beside it (ATIGA Annex 7 note 9; OCP R16.3).
struct Treatment {
  bool given = false;    ///< for one item at least
  bool refused = false;  ///< likewise
  std::string items;     ///< "Given: items 1, 3-7. Not given: item 2 (N2)."; empty before any decision
  std::vector<std::string> reasons;  ///< "N2: code or description do not match the goods"
};
[[nodiscard]] Treatment treatment_of(std::span<const documents::Balance> items);

/// Who prints.
enum class PrintedFor : std::uint8_t { exporter, authority };

struct Standing {
  std::string_view mark;  ///< above every page
  std::string_view what;  ///< what the page is good for, in words
  std::string_view state;
  Instant at;                      ///< when it was printed
  Treatment treatment = {};        ///< empty on a page that is signed by hand: customs fill it in
  bool is_signed_by_hand = false;  ///< room for signature and stamp of the authority
  /// Whether a code is signed for it: not of what was not sent yet, is being or was cancelled, has lost an
  /// original that it lives on, or is another state's. A reader with an old list would take it for good.
  bool has_code = false;
};

/// Whether there is anything to print: an application has neither number nor day.
[[nodiscard]] bool is_issued(const documents::issue_side::Certificate& certificate);

/// Where it is issued. Precondition: is_issued.
[[nodiscard]] Standing standing_of(const documents::issue_side::Certificate& certificate, PrintedFor by,
                                   Instant at);
/// Where the goods are imported: what came as data.
[[nodiscard]] Standing standing_of(const documents::import_side::Certificate& certificate, Instant at);

}  // namespace lintas::paper
