#include "shell/node/kept_identities.hpp"

#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/identity.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/ports.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/agreements.hpp"

namespace lintas::node {

namespace {

workflow::Command keeping(const exchange::Identity& identity, ByteView document, app::Packer& packer,
                          Instant now) {
  const auto state = exchange::Partner::parse(identity.state().str());
  require(state.has_value(), "an identity document is of a state");
  workflow::Payload payload = packer.pack(workflow::payload_identity, document);
  workflow::Command command{.id = workflow::DerivedCommandId{payload.hash},
                            .type = workflow::command_keep_identity,
                            .at = now,
                            .actor = {.role = access::Role::node},
                            .content = to_cbor(workflow::IdentityRecord{.state = state->number(),
                                                                        .delegation = identity.number().first,
                                                                        .number = identity.number().second})};
  command.payloads.push_back(std::move(payload));
  return command;
}

}  // namespace

std::vector<workflow::Command> to_keep(const Agreements& agreements, const Bytes& own, app::Packer& packer,
                                       Instant now) {
  std::vector<workflow::Command> commands;
  if (agreements.all.empty()) return commands;
  if (const auto identity = exchange::read_identity(own, crypto::sha256, crypto::verify))
    commands.push_back(keeping(*identity, own, packer, now));
  for (const Agreement& agreement : agreements.all)
    if (agreement.identity) commands.push_back(keeping(*agreement.identity, agreement.document, packer, now));
  return commands;
}

}  // namespace lintas::node
