#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/registers/commands.hpp"

/// What happened to an entry. Numbers of fields and places in the variant are stored: only ever add at the
/// end.
namespace lintas::registers {

struct Registered {
  Instant at;
  PersonId by;
  Content content;

  static constexpr std::string_view record = "registers.registered";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Registered::at}, Field{2, "by", &Registered::by},
                  Field{3, "content", &Registered::content}};
  }
  friend bool operator==(const Registered&, const Registered&) = default;
};

struct Changed {
  Instant at;
  PersonId by;
  Content content;

  static constexpr std::string_view record = "registers.changed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Changed::at}, Field{2, "by", &Changed::by},
                  Field{3, "content", &Changed::content}};
  }
  friend bool operator==(const Changed&, const Changed&) = default;
};

struct Suspended {
  Instant at;
  PersonId by;
  Reason reason = Reason::asked_by_holder;
  std::optional<Side> side;  ///< nothing: of a time when only the authority was thought of

  static constexpr std::string_view record = "registers.suspended";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Suspended::at}, Field{2, "by", &Suspended::by},
                  Field{3, "reason", &Suspended::reason}, Field{4, "side", &Suspended::side}};
  }
  friend bool operator==(const Suspended&, const Suspended&) = default;
};

struct Resumed {
  Instant at;
  PersonId by;

  static constexpr std::string_view record = "registers.resumed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Resumed::at}, Field{2, "by", &Resumed::by}};
  }
  friend bool operator==(const Resumed&, const Resumed&) = default;
};

struct Withdrawn {
  Instant at;
  PersonId by;
  std::optional<PersonId> second;
  Reason reason = Reason::asked_by_holder;
  std::optional<Side> side;  ///< as in Suspended

  static constexpr std::string_view record = "registers.withdrawn";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Withdrawn::at}, Field{2, "by", &Withdrawn::by},
                  Field{3, "second", &Withdrawn::second}, Field{4, "reason", &Withdrawn::reason},
                  Field{5, "side", &Withdrawn::side}};
  }
  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};

using Event = std::variant<Registered, Changed, Suspended, Resumed, Withdrawn>;

}  // namespace lintas::registers

namespace lintas {

extern template const Shape& shape<registers::Event>();

}  // namespace lintas
