#include "core/attachments/share.hpp"

#include <cstdint>
#include <variant>

#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/attachments/records.hpp"

namespace lintas::attachments {

ShareDecision grow(const ShareState& state, const File& file, std::int64_t most) {
  if (state.bytes + file.size > most) {
    return refused<ShareEvent>({{"R-ATT-019", "", "", format("{} bytes of {} are used", state.bytes, most)}});
  }
  return accepted<ShareEvent>(Grown{.bytes = file.size});
}

ShareDecision shrink(const ShareState& state, std::int64_t bytes) {
  require(bytes <= state.bytes, "what goes has been counted");
  return accepted<ShareEvent>(Shrunk{.bytes = bytes});
}

ShareState evolve(ShareState state, const ShareEvent& event) {
  if (const auto* grown = std::get_if<Grown>(&event)) {
    state.bytes += grown->bytes;
  } else {
    state.bytes -= std::get<Shrunk>(event).bytes;
  }
  return state;
}

}  // namespace lintas::attachments
