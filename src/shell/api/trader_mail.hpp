#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "core/messages/forward.hpp"
#include "core/transit/machine.hpp"
#include "core/workflow/part.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/presentation.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

/// What customs writes to traders about a movement. It is not kept: a message is written anew on reading,
/// from the events of the movement, their texts and the declaration in the store. What was erased is not in
/// it.
namespace lintas::api {

/// A message to a trader.
struct Mail {
  std::size_t event = 0;  ///< index into the history
  transit::Ie ie = 0;
  std::string to;  ///< the trader
  std::string id;  ///< messageIdentification: what it is about, and its place among those to the trader
};

/// From the office of departure, to the holder or its representative. `reference` is what the movement is
/// called while it has no MRN (Core::reference_to): an LRN may be used again, and by every holder, where an
/// identification is of one message of the sender.
[[nodiscard]] std::vector<Mail> mail_of_departure(const std::vector<app::EventRow>& events,
                                                  std::string_view reference);
/// From the office of destination, to whoever is the trader there at the time. A permission to unload (IE043)
/// shows the goods: without a record of them there is none to read, only the state.
[[nodiscard]] std::vector<Mail> mail_of_arrival(const std::vector<app::EventRow>& events);

/// Where a message is written from.
struct MailSource {
  const std::vector<app::EventRow>& events;
  app::Reader& reader;
  app::Packer& packer;
  const workflow::Setting& setting;
  std::span<const app::Loss> losses = {};  ///< of the store, for the names of messages between nodes
};
[[nodiscard]] message::Document render_departure(const Mail& mail, const MailSource& source);
[[nodiscard]] message::Document render_arrival(const Mail& mail, const MailSource& source);

/// The message that an event of these keeps under its hash, read; nothing where none does. Of a declaration
/// whose goods were presented: as it stands (app::standing_under).
[[nodiscard]] std::optional<app::Standing> standing_under(const Hash256& hash,
                                                          const std::vector<app::EventRow>& events,
                                                          app::Reader& reader, app::Packer& packer);
[[nodiscard]] std::optional<message::Document> document_under(const Hash256& hash,
                                                              const std::vector<app::EventRow>& events,
                                                              app::Reader& reader, app::Packer& packer);

}  // namespace lintas::api
