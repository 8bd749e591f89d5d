#include "shell/app/message_names.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

std::string MessageNames::of(std::int64_t outbox_id) const {
  std::string name = message_id(home_, outbox_id);
  const Seq event = event_of_outbox(outbox_id);
  // The newest loss before the event: where several left the same events, what it belongs to came last.
  const auto newest_first = losses_ | std::views::reverse;
  const auto loss = std::ranges::find_if(newest_first, [&](const Loss& one) { return one.last < event; });
  if (loss != newest_first.end()) name += format("-{:08X}", loss->mark);
  return name;
}

std::optional<std::int64_t> MessageNames::outbox_id(std::string_view name) const {
  const auto id = outbox_id_of(home_, name.substr(0, name.find('-')));
  return id && of(*id) == name ? id : std::nullopt;
}

}  // namespace lintas::app
