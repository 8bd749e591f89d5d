#pragma once

#include <expected>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/cose.hpp"
#include "core/code/records.hpp"
#include "core/model/values/country.hpp"

/// Status lists: which codes hold. Pure.
namespace lintas::code {

/// Handles in any order, each once or more, as a list has them.
[[nodiscard]] Bytes live_of(std::vector<Handle> handles);
[[nodiscard]] bool is_live(const StatusList& list, const Handle& handle);
/// Of a list that has what was cancelled.
[[nodiscard]] bool is_cancelled(const StatusList& list, const Handle& handle);
/// One of either sort: `handles` of what holds, or of what was cancelled, as lists of the kind have them.
[[nodiscard]] StatusList list_of(Country issuer, Kind kind, Instant as_of, Instant until,
                                 std::vector<Handle> handles);

[[nodiscard]] Bytes sign_list(const StatusList& list, const Issuer& issuer);

/// SIG-025: it is dated ahead of `at`, by more than clocks differ. Then neither what stands in it holds nor
/// has ended what does not.
[[nodiscard]] std::optional<Finding> fault_of_date(const StatusList& list, Instant at);

/// A list that was read, its signature not yet looked at: Trust::take_list does.
struct ReadList {
  Signed envelope;
  StatusList list;
};
/// SIG-003, 004, 005, 007.
[[nodiscard]] std::expected<ReadList, Finding> read_list(ByteView bytes);

}  // namespace lintas::code
