#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"

/// A record of a register that one state keeps and others have copies of, whatever it is about: certified
/// exporters, authorised economic operators. Each change is a version; a partner is told the newest whole,
/// with the instant from which it counts, as a message in the lane of the record, and answers each one. What
/// was lost the daily list shows. Pure. docs/adr/0044-registers-between-nodes.md.
namespace lintas::exchange {

/// What a partner was told of a record, and what it said of it.
struct ToldRecord {
  Partner partner;
  std::uint32_t told = 0;      ///< the newest version that was sent
  std::uint32_t answered = 0;  ///< the newest of which it said something
  std::optional<Instant> answered_at = {};
  std::uint32_t taken = 0;               ///< the newest that it took
  std::vector<std::string> refused_for;  ///< by which rules it did not take that one; empty: it has it

  /// Up to which version it has been told what there was: what is on its way counts, and what it did not
  /// take does not.
  [[nodiscard]] std::uint32_t follows_from() const { return refused_for.empty() ? told : taken; }
  /// What it was told: that may be an old version, of one to whom the register does not go at present.
  [[nodiscard]] bool has_it() const { return answered == told && refused_for.empty(); }
  friend bool operator==(const ToldRecord&, const ToldRecord&) = default;
};

/// Where the register is kept: how a record stands with the partners.
struct SharedRecord {
  std::uint32_t version = 0;     ///< changes so far
  Instant changed;               ///< the last of them
  std::vector<ToldRecord> told;  ///< in the order in which they were told first

  [[nodiscard]] const ToldRecord* find(Partner partner) const;
  /// It has the record as it stands.
  [[nodiscard]] bool is_with(const ToldRecord& one) const { return one.told == version && one.has_it(); }
  /// Of those who get the register now: whom the newest version has to be told.
  [[nodiscard]] std::vector<Partner> to_tell(std::span<const Partner> now) const;

  void change(Instant at);
  /// Under the next version, without a change.
  void repeat() { ++version; }
  void tell(Partner partner, std::uint32_t newest);
  /// What it says of one that was told later, or never, changes nothing.
  void answer(Partner partner, std::uint32_t of, std::vector<std::string> refused, Instant at);

  friend bool operator==(const SharedRecord&, const SharedRecord&) = default;
};

/// What a copy is told, held against what it has.
enum class Notice : std::uint8_t {
  newer,
  again,  ///< it has this version, or a later one
  other,  ///< it has this version, and with another content: one of the two sides was restored
};
/// `same`: the content is the one that is here. 0: nothing was told yet.
[[nodiscard]] Notice judge(std::uint32_t here, std::uint32_t said, bool same);

/// From when on a notice counts here: not from an instant that is still to come by the clock of this node.
[[nodiscard]] Instant counts_from(Instant said, Instant now);

}  // namespace lintas::exchange
