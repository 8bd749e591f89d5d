#pragma once

#include <optional>
#include <string>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/documents/checking.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/ruling.hpp"

/// What all decisions of the import side have in common: rows of its table with their clocks. For its own
/// sources.
namespace lintas::documents::import_side {

[[nodiscard]] Ruling refuse(Finding finding);
[[nodiscard]] Ruling refuse(Findings findings);

/// What the sixty days of a refusal count from (R-ASW-072).
[[nodiscard]] std::optional<Instant> refusal_start(const Certificate& certificate, const Limits& limits);
/// How far its check has come, in that state.
[[nodiscard]] Checking checking_of(const Certificate& certificate, State state);

/// The event of the row: the table says where it leads and what is sent. Refused if there is none.
[[nodiscard]] Ruling by_row(const Certificate& certificate, Trigger trigger, Case when, Fact fact,
                            const Context& context);
[[nodiscard]] bool takes(const Certificate& certificate, Trigger trigger);
[[nodiscard]] Ruling done(const Certificate& certificate, Trigger trigger, const std::string& text,
                          const Context& context);

/// Something was said of an item, which the issuer has to know.
[[nodiscard]] bool is_decided(const Certificate& certificate);

}  // namespace lintas::documents::import_side
