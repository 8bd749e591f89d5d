#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/code/records.hpp"
#include "core/code/trust.hpp"

/// What can be said of a code without asking anybody: three ticks, each as of some instant.
namespace lintas::code {

enum class Verdict : std::uint8_t { yes, no, unknown };
inline constexpr std::array verdict_words{Word{Verdict::yes, "yes"}, Word{Verdict::no, "no"},
                                          Word{Verdict::unknown, "unknown"}};
[[nodiscard]] constexpr const auto& words_for(Verdict) { return verdict_words; }

struct Tick {
  Verdict verdict = Verdict::unknown;
  std::optional<Finding> why;  ///< of all but yes
  std::optional<Instant> as_of;
};

struct Checked {
  /// Unchanged since it was signed. As of the instant that the code itself names. SIG-003 to SIG-007 it
  /// cannot be read, SIG-012 it was changed; unknown where there is no key to look with (SIG-010, 011).
  Tick integrity;
  /// Signed by a key that the state lets sign, at the instant of the signature. As of the trust sheet.
  /// SIG-011, 015, 016; unknown where no sheet is at hand (SIG-010), or the one at hand is out of date
  /// (SIG-013).
  Tick issuer;
  /// As of the newest status list. SIG-023 it holds no more, SIG-029 it was cancelled; unknown where no list
  /// is at hand (SIG-020), it is older than what the code is of (SIG-021), out of date (SIG-022) or dated
  /// ahead of the clock (SIG-025).
  Tick not_cancelled;
  /// Whether the certificate that was given is the one that was signed. Only where one was (`compare`).
  /// SIG-030 it is another, or altered; SIG-031 nothing to compare; unknown as the integrity is where the
  /// signature does not fit. As of the signature.
  std::optional<Tick> document;
  /// What was read; believe it as far as the ticks go.
  std::optional<Content> content;
  std::string key;                     ///< its id, as digits
  std::optional<std::uint32_t> sheet;  ///< number of the trust sheet
  std::optional<std::string> root;     ///< fingerprint of the sheet's root

  [[nodiscard]] bool all_hold() const noexcept {
    return integrity.verdict == Verdict::yes && issuer.verdict == Verdict::yes &&
           not_cancelled.verdict == Verdict::yes && (!document || document->verdict == Verdict::yes);
  }
};

/// `at`: now, or the instant that is asked about.
[[nodiscard]] Checked check(const Trust& trust, ByteView code, Instant at);
/// Of the text of a QR code; SIG-003, SIG-006 where it is none.
[[nodiscard]] Checked check(const Trust& trust, std::string_view text, Instant at);

/// Adds whether a certificate is the one that the code was signed for; `certificate`: SHA-256 of it, nothing
/// where what was given is none.
void compare(Checked& checked, const std::optional<Hash256>& certificate);

}  // namespace lintas::code
