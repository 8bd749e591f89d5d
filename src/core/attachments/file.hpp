#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/decision.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/attachments/records.hpp"

/// A file as one owner brought it: held until a document names it, named, put away when none has for a week.
/// The octets go when nobody's file of that hash is held or named.
namespace lintas::attachments {

struct FileStatusFacts {
  FileStatus status{};
  std::string_view name;
  std::string_view words;
};
inline constexpr std::array file_statuses{
    FileStatusFacts{FileStatus::none, "-", "No record"},
    FileStatusFacts{FileStatus::held, "HELD", "Held until a document names it"},
    FileStatusFacts{FileStatus::named, "NAMED", "Named by a document"},
    FileStatusFacts{FileStatus::put_away, "PUT_AWAY", "Put away"},
};

using FileDecision = Decision<FileEvent>;

/// Whoever brings a file again has it held anew; one that is named is there already, and nothing happens.
/// What is kept is counted in what its owner has.
[[nodiscard]] FileDecision keep(const FileState& state, const File& file, Instant at,
                                const access::Actor& by);
/// R-ATT-010: the owner has brought no such file, or it was put away.
[[nodiscard]] FileDecision name(const FileState& state);
/// A file of another state came whole, for a document that names it: nobody has it but this state's node, and
/// it is counted for nobody.
[[nodiscard]] FileDecision fetch(const FileState& state, const File& file, const std::string& owner,
                                 Instant at, const access::Actor& by);
/// Precondition: a document names it.
[[nodiscard]] FileDecision unname(const FileState& state, Instant at);
[[nodiscard]] FileDecision time_passed(const FileState& state, Instant at);

[[nodiscard]] FileState evolve(FileState state, const FileEvent& event);

}  // namespace lintas::attachments
