#pragma once

#include <expected>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "core/code/compact.hpp"
#include "core/code/cose.hpp"
#include "core/code/records.hpp"

/// Status lists: which codes hold. Pure.
namespace lintas::code {

/// Handles in any order, each once or more, as a list has them.
[[nodiscard]] Bytes live_of(std::vector<Handle> handles);
[[nodiscard]] bool is_live(const StatusList& list, const Handle& handle);

[[nodiscard]] Bytes sign_list(const StatusList& list, const Issuer& issuer);

/// A list that was read, its signature not yet looked at: Trust::take_list does.
struct ReadList {
  Signed envelope;
  StatusList list;
};
/// SIG-003, 004, 005, 007.
[[nodiscard]] std::expected<ReadList, Finding> read_list(ByteView bytes);

}  // namespace lintas::code
