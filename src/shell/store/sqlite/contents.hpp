#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/store.hpp"

/// How much lies in a store, and since when: counts and instants, nothing of what anything says. For
/// `lintas diag`.
namespace lintas::store {

struct Contents {
  std::string library;  ///< version of SQLite
  app::Counters counters;
  std::optional<Instant> first_event;
  std::optional<Instant> last_event;

  struct Streams {
    app::StreamKind kind{};
    bool open = false;
    std::uint16_t status = 0;
    std::uint64_t count = 0;
    /// Of their last events, where they have any.
    std::optional<Instant> oldest;
    std::optional<Instant> newest;
  };
  std::vector<Streams> streams;

  struct Messages {
    exchange::Partner partner;
    app::PayloadKind kind{};
    bool dead = false;
    std::uint64_t count = 0;
    Instant oldest;
  };
  std::vector<Messages> outbox;

  struct Stopped {
    Instant at;
    std::string where;  ///< "decider.cpp:310"; empty where a promise did not say
  };
  std::vector<Stopped> quarantine;  ///< the newest first, twenty at most
  std::uint64_t quarantined = 0;

  struct Heads {
    exchange::Partner owner;
    std::uint64_t count = 0;
    std::uint64_t newest_size = 0;
    Instant newest;
  };
  std::vector<Heads> heads;
  std::vector<app::Loss> losses;
};

/// Of one state of the store, whether its node runs or not. Looks at each stream once. Throws StoreFailure.
[[nodiscard]] Contents contents_of(const std::filesystem::path& folder);

}  // namespace lintas::store
