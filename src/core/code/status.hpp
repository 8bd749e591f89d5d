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

/// Status lists: which codes hold. Pure.
namespace lintas::code {

/// Handles in any order, each once or more, as a list has them.
[[nodiscard]] Bytes live_of(std::vector<Handle> handles);
[[nodiscard]] bool is_live(const StatusList& list, const Handle& handle);

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
