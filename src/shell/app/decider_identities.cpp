#include <optional>
#include <string>
#include <utility>

#include "base/fields.hpp"
#include "base/hex.hpp"
#include "base/require.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/decider.hpp"
#include "shell/app/decider_turn.hpp"
#include "shell/app/overlay.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

/// Who vouches for whoever signed a message is said by the identity document of that time (ADR 0046): it is
/// kept in the log, whole, when the node begins to go by it.
namespace lintas::app {

using workflow::Command;
using workflow::Key;
using workflow::KeyKind;
using workflow::Reply;

Reply Decider::keep_identity(Overlay& overlay, const Command& command) {
  require(command.actor.role == access::Role::node && command.payloads.size() == 1,
          "the node itself keeps the one document that it has read");
  const auto said = must_read<workflow::IdentityRecord>(command.content);
  const auto state = exchange::Partner::of(said.state);
  require(state.has_value(), "an identity document is of a state");
  const workflow::Payload& document = command.payloads.front();
  const std::string owner = state->str();
  const Key known = workflow::make_key(KeyKind::identities, owner, to_hex(document.hash.view()));
  if (overlay.find(known)) return {.repeated = true};
  const Key of_state = workflow::make_key(KeyKind::identities, owner, "");
  auto stream = overlay.find(of_state);
  if (!stream) {
    stream = overlay.create(identities_stream);
    overlay.set(of_state, *stream);
  }
  overlay.set(known, *stream);
  EventRow event{.stream = *stream, .type = workflow::event_identity_kept, .at = command.at};
  entropy_.fill(event.salt);
  event.payload = overlay.add(document);
  event.payload_hash = document.hash;
  event.body = to_cbor(workflow::EventBody{.fields_of_type = command.content, .sent = {}, .received = {}});
  overlay.append(std::move(event), {});
  return {};
}

}  // namespace lintas::app
