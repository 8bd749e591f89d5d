#pragma once

#include "core/messages/forward.hpp"

namespace lintas::transit {

/// Makes what was taken over from another message valid in this one, which may be stricter: what traders and
/// offices may write differs in a few alphabets and lengths (ncts.md 10.4). Small letters become capitals
/// where these are wanted; else what may be missing goes, and what may not becomes "ZZ" or "-".
void fit(const message::Program& program, message::Message& message);

}  // namespace lintas::transit
