#pragma once

#include <cstdint>
#include <string>

#include "shell/api/json.hpp"

namespace lintas::sim {

/// What somebody is told of an event. What the thing is called is left out: it may have got its number since.
struct ToldEvent {
  std::string cursor;
  std::string type;
  std::string kind;
  std::uint32_t version = 0;
  std::string at;
  friend bool operator==(const ToldEvent&, const ToldEvent&) = default;
};

/// As an item of the feed has it.
[[nodiscard]] inline ToldEvent event_in(const api::Json& item) {
  return {.cursor = item.at("cursor"),
          .type = item.at("event"),
          .kind = item.at("kind"),
          .version = item.at("version"),
          .at = item.at("at")};
}

}  // namespace lintas::sim
