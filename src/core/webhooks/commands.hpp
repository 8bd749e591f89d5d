#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/webhooks/state.hpp"

/// What can be asked of a subscription; each names it. Stored: numbers of fields and places in the variant
/// are never used again.
namespace lintas::webhooks {

/// When the command reached the node, and who gave it.
struct Given {
  Instant at;
  access::Actor by;
};

// ---- by its owner

struct Subscribe {
  std::string id;  ///< made by the shell
  std::string url;
  std::vector<std::string> events;
  Hash256 key;
  std::int64_t from = 0;                   ///< what stands behind this place is delivered
  std::optional<std::uint32_t> mark = {};  ///< of the secret

  static constexpr std::string_view record = "webhooks.subscribe";
  static constexpr auto fields() {
    return Fields{Field{1, "id", &Subscribe::id},         Field{2, "url", &Subscribe::url},
                  Field{3, "events", &Subscribe::events}, Field{4, "key", &Subscribe::key},
                  Field{5, "from", &Subscribe::from},     Field{6, "mark", &Subscribe::mark}};
  }
};

struct Pause {
  std::string id;

  static constexpr std::string_view record = "webhooks.pause";
  static constexpr auto fields() { return Fields{Field{1, "id", &Pause::id}}; }
};

/// From now on with the right of this key.
struct Resume {
  std::string id;
  Hash256 key;

  static constexpr std::string_view record = "webhooks.resume";
  static constexpr auto fields() {
    return Fields{Field{1, "id", &Resume::id}, Field{2, "key", &Resume::key}};
  }
};

struct Rotate {
  std::string id;
  std::optional<std::uint32_t> mark = {};  ///< of the new secret

  static constexpr std::string_view record = "webhooks.rotate";
  static constexpr auto fields() {
    return Fields{Field{1, "id", &Rotate::id}, Field{2, "mark", &Rotate::mark}};
  }
};

/// Everything behind the place is delivered again, or for the first time.
struct Redeliver {
  std::string id;
  std::int64_t from = 0;

  static constexpr std::string_view record = "webhooks.redeliver";
  static constexpr auto fields() {
    return Fields{Field{1, "id", &Redeliver::id}, Field{2, "from", &Redeliver::from}};
  }
};

struct Remove {
  std::string id;

  static constexpr std::string_view record = "webhooks.remove";
  static constexpr auto fields() { return Fields{Field{1, "id", &Remove::id}}; }
};

// ---- by the node

struct NoteDelivered {
  std::string id;
  std::int64_t upto = 0;
  std::uint32_t round = 0;

  static constexpr std::string_view record = "webhooks.note_delivered";
  static constexpr auto fields() {
    return Fields{Field{1, "id", &NoteDelivered::id}, Field{2, "upto", &NoteDelivered::upto},
                  Field{3, "round", &NoteDelivered::round}};
  }
};

struct NoteFailing {
  std::string id;

  static constexpr std::string_view record = "webhooks.note_failing";
  static constexpr auto fields() { return Fields{Field{1, "id", &NoteFailing::id}}; }
};

struct Stop {
  std::string id;
  Why why{};

  static constexpr std::string_view record = "webhooks.stop";
  static constexpr auto fields() { return Fields{Field{1, "id", &Stop::id}, Field{2, "why", &Stop::why}}; }
};

using Command =
    std::variant<Subscribe, Pause, Resume, Rotate, Redeliver, Remove, NoteDelivered, NoteFailing, Stop>;

}  // namespace lintas::webhooks
