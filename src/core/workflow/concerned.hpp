#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"

/// In whose lists a stream stands: a key for each office and party that it concerns (Summary::concerned). The
/// executor writes the keys as the state changes; whoever reads a list asks each of its streams whether it
/// may (docs/adr/0014-lists-are-keys.md).
namespace lintas::workflow {

/// The list of whoever may read all.
inline constexpr std::string_view all_concerned{};

inline void add_concerned(std::vector<std::string>& all, std::string_view who) {
  if (std::ranges::find(all, who) == all.end()) all.emplace_back(who);
}

/// What all keys of one list begin with.
[[nodiscard]] inline Bytes concern_list(std::string_view who) {
  return make_key(concern_keys, who, {}).value;
}
/// Streams have rising numbers: turned over, a list reads from its newest on.
[[nodiscard]] inline Key concern_key(std::string_view who, StreamId stream) {
  Key key{concern_list(who)};
  const auto turned = ~static_cast<std::uint64_t>(stream);
  for (int shift = 56; shift >= 0; shift -= 8)
    key.value.push_back(static_cast<std::byte>((turned >> static_cast<unsigned>(shift)) & 0xFFU));
  return key;
}

}  // namespace lintas::workflow
