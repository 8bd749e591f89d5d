#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/registers/state.hpp"

/// What can be asked of a register. Stored: numbers of fields and places in the variant are never used again.
/// When it was asked and by whom stands beside the command, not in it.
namespace lintas::registers {

/// When the command reached the node, the officer or user who gave it, and for whom.
struct Given {
  Instant at;
  PersonId by;
  Side side = Side::authority;
};

/// What an entry says, all of it: Register writes it, Change replaces it.
struct Content {
  Facts facts;
  Day valid_from;
  std::optional<Day> valid_until;  ///< last day
  std::optional<Hash256> details;

  static constexpr std::string_view record = "registers.content";
  static constexpr auto fields() {
    return Fields{Field{1, "facts", &Content::facts}, Field{2, "valid_from", &Content::valid_from},
                  Field{3, "valid_until", &Content::valid_until}, Field{4, "details", &Content::details}};
  }
  friend bool operator==(const Content&, const Content&) = default;
};

struct Register {
  Content content;

  static constexpr std::string_view record = "registers.register";
  static constexpr auto fields() { return Fields{Field{1, "content", &Register::content}}; }
  friend bool operator==(const Register&, const Register&) = default;
};

/// Kind and key stay; everything else may change, the days of validity too.
struct Change {
  Content content;

  static constexpr std::string_view record = "registers.change";
  static constexpr auto fields() { return Fields{Field{1, "content", &Change::content}}; }
  friend bool operator==(const Change&, const Change&) = default;
};

enum class Reason : std::uint8_t {
  asked_by_holder = 1,
  conditions_not_met = 2,
  offence = 3,
  replaced = 4,  ///< by another entry: a vehicle was sold, a permit was written anew
};

struct Suspend {
  EntryKey key;
  Reason reason = Reason::asked_by_holder;

  static constexpr std::string_view record = "registers.suspend";
  static constexpr auto fields() {
    return Fields{Field{1, "key", &Suspend::key}, Field{2, "reason", &Suspend::reason}};
  }
  friend bool operator==(const Suspend&, const Suspend&) = default;
};

struct Resume {
  EntryKey key;

  static constexpr std::string_view record = "registers.resume";
  static constexpr auto fields() { return Fields{Field{1, "key", &Resume::key}}; }
  friend bool operator==(const Resume&, const Resume&) = default;
};

/// Of a trader's account and of an authorisation it needs four eyes (acts.md 18), unless the holder asks.
struct Withdraw {
  EntryKey key;
  Reason reason = Reason::asked_by_holder;
  std::optional<PersonId> second;

  static constexpr std::string_view record = "registers.withdraw";
  static constexpr auto fields() {
    return Fields{Field{1, "key", &Withdraw::key}, Field{2, "reason", &Withdraw::reason},
                  Field{3, "second", &Withdraw::second}};
  }
  friend bool operator==(const Withdraw&, const Withdraw&) = default;
};

using Command = std::variant<Register, Change, Suspend, Resume, Withdraw>;

/// The entry that the command is about.
[[nodiscard]] EntryKey key_of(const Command& command);

}  // namespace lintas::registers
