#pragma once

#include <cstdint>
#include <string_view>

#include "base/time.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/state.hpp"

/// What a printed page of a certificate is, apart from what the certificate says: the certificate itself or a
/// copy, and how it stood when it was printed. Preference is given on data or on paper, never silently on
/// both (OCP R27.2), so every page says which.
namespace lintas::paper {

/// Box 4.
enum class Treatment : std::uint8_t { undecided, given, refused };

/// Who prints.
enum class PrintedFor : std::uint8_t { exporter, authority };

struct Standing {
  std::string_view mark;  ///< above every page
  std::string_view what;  ///< what the page is good for, in words
  std::string_view state;
  Instant at;  ///< when it was printed
  Treatment treatment = Treatment::undecided;
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
