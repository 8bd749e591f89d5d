#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/webhooks/state.hpp"

/// What happened to a subscription. Numbers of fields and places in the variant are stored: only ever add at
/// the end.
namespace lintas::webhooks {

struct Subscribed {
  Instant at;
  access::Actor owner;
  std::string id;
  std::string url;
  std::vector<std::string> events;
  Hash256 key;
  std::int64_t from = 0;
  std::optional<std::uint32_t> mark = {};

  static constexpr std::string_view record = "webhooks.subscribed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Subscribed::at},         Field{2, "owner", &Subscribed::owner},
                  Field{3, "id", &Subscribed::id},         Field{4, "url", &Subscribed::url},
                  Field{5, "events", &Subscribed::events}, Field{6, "key", &Subscribed::key},
                  Field{7, "from", &Subscribed::from},     Field{8, "mark", &Subscribed::mark}};
  }
  friend bool operator==(const Subscribed&, const Subscribed&) = default;
};

struct Paused {
  Instant at;
  PersonId by;

  static constexpr std::string_view record = "webhooks.paused";
  static constexpr auto fields() { return Fields{Field{1, "at", &Paused::at}, Field{2, "by", &Paused::by}}; }
  friend bool operator==(const Paused&, const Paused&) = default;
};

struct Resumed {
  Instant at;
  PersonId by;
  Hash256 key;

  static constexpr std::string_view record = "webhooks.resumed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Resumed::at}, Field{2, "by", &Resumed::by}, Field{3, "key", &Resumed::key}};
  }
  friend bool operator==(const Resumed&, const Resumed&) = default;
};

struct SecretRotated {
  Instant at;
  PersonId by;
  std::optional<std::uint32_t> mark = {};

  static constexpr std::string_view record = "webhooks.secret_rotated";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &SecretRotated::at}, Field{2, "by", &SecretRotated::by},
                  Field{3, "mark", &SecretRotated::mark}};
  }
  friend bool operator==(const SecretRotated&, const SecretRotated&) = default;
};

struct SentBack {
  Instant at;
  PersonId by;
  std::int64_t to = 0;

  static constexpr std::string_view record = "webhooks.sent_back";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &SentBack::at}, Field{2, "by", &SentBack::by},
                  Field{3, "to", &SentBack::to}};
  }
  friend bool operator==(const SentBack&, const SentBack&) = default;
};

struct Removed {
  Instant at;
  PersonId by;

  static constexpr std::string_view record = "webhooks.removed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Removed::at}, Field{2, "by", &Removed::by}};
  }
  friend bool operator==(const Removed&, const Removed&) = default;
};

struct Delivered {
  Instant at;
  std::int64_t upto = 0;

  static constexpr std::string_view record = "webhooks.delivered";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Delivered::at}, Field{2, "upto", &Delivered::upto}};
  }
  friend bool operator==(const Delivered&, const Delivered&) = default;
};

struct DeliveryFailed {
  Instant at;

  static constexpr std::string_view record = "webhooks.delivery_failed";
  static constexpr auto fields() { return Fields{Field{1, "at", &DeliveryFailed::at}}; }
  friend bool operator==(const DeliveryFailed&, const DeliveryFailed&) = default;
};

struct Stopped {
  Instant at;
  Why why{};

  static constexpr std::string_view record = "webhooks.stopped";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Stopped::at}, Field{2, "why", &Stopped::why}};
  }
  friend bool operator==(const Stopped&, const Stopped&) = default;
};

using Event = std::variant<Subscribed, Paused, Resumed, SecretRotated, SentBack, Removed, Delivered,
                           DeliveryFailed, Stopped>;

}  // namespace lintas::webhooks

namespace lintas {

extern template const Shape& shape<webhooks::Event>();

}  // namespace lintas
