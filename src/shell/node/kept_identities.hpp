#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/workflow/command.hpp"
#include "shell/app/ports.hpp"
#include "shell/node/agreements.hpp"

/// Identity documents that the node goes by, its own and its partners', for its log: with a message they
/// prove who vouched for whoever signed it, when others have long taken their place (ADR 0046).
namespace lintas::node {

/// What the writer is asked for that, one for each document. Which are kept already it knows. `own`: as it is
/// handed out; empty for none. Those who are left out are not gone by; and where nothing was agreed on with
/// anybody, nobody signs anything that it would prove.
[[nodiscard]] std::vector<workflow::Command> to_keep(const Agreements& agreements, const Bytes& own,
                                                     app::Packer& packer, Instant now);

}  // namespace lintas::node
