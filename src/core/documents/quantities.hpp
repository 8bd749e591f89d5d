#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/model/values/unit.hpp"

/// How much of each item of a certificate is free, claimed, used, refused, and drawn by back-to-back
/// certificates. Pure. What would use a quantity twice is refused before it is booked.
namespace lintas::documents {

/// What customs said of an item. Stored: a number is never used again for another result. Facts: results.hpp.
enum class Result : std::uint8_t {
  u1 = 1,
  u2,
  u3,
  p1 = 11,
  p2,
  n1 = 21,
  n2,
  n3,
  n4,
  n5,
  n6,
  n7,
  n8,
  n9,
  n10,
  n11,
  n12,
  n13,
};

/// So much of an item.
struct Line {
  std::uint16_t item = 0;
  Decimal quantity;

  static constexpr std::string_view record = "documents.line";
  static constexpr auto fields() {
    return Fields{Field{1, "item", &Line::item}, Field{2, "quantity", &Line::quantity}};
  }
  friend bool operator==(const Line&, const Line&) = default;
};

/// An item as it stands. Laws: no part is negative; claimed, used and refused together never exceed the
/// quantity; nor does what was drawn (R-ASW-043).
struct Balance {
  std::uint16_t item = 0;
  Decimal quantity;
  Unit unit;
  Decimal claimed;
  Decimal used;
  Decimal refused;  ///< claimed once, preference not given
  Decimal drawn;    ///< by back-to-back certificates
  std::optional<Result> result;
  std::optional<Instant> decided;  ///< when customs said so
  bool final = false;              ///< refused again after a clarification

  friend bool operator==(const Balance&, const Balance&) = default;
};

using Balances = std::vector<Balance>;

[[nodiscard]] const Balance* find(std::span<const Balance> items, std::uint16_t item);
/// What is neither claimed nor used nor refused.
[[nodiscard]] Decimal free_of(const Balance& item);

/// More is used and drawn together than the item has: the goods cannot all be here and go on. No booking
/// forbids it, since a use and a draw are told in any order; somebody has to look at it.
[[nodiscard]] bool used_and_drawn(std::span<const Balance> items);
/// When something new is said of an item: at `at`, but after what was said before, so that whoever hears both
/// knows which is the later. A whole second, since messages know no less.
[[nodiscard]] Instant after(const Balance& item, Instant at);

/// Something is used at all.
[[nodiscard]] bool uses(std::span<const Line> lines);

/// The law that an item breaks; nothing is the only good answer.
[[nodiscard]] std::optional<std::string_view> broken_law(std::span<const Balance> items);

/// Why these lines cannot be claimed: R-ASW-060, R-DOC-003, R-DOC-004.
[[nodiscard]] Findings faults_in_claim(std::span<const Balance> items, std::span<const Line> lines);
/// Why back-to-back certificates cannot draw them: R-ASW-043, R-DOC-003, R-DOC-004.
[[nodiscard]] Findings faults_in_draw(std::span<const Balance> items, std::span<const Line> lines);
/// Why a partner cannot have used them: R-DOC-003 to R-DOC-005.
[[nodiscard]] Findings faults_in_use(std::span<const Balance> items, std::span<const Line> lines);
/// Why what is booked of `before` cannot be booked of these items instead: R-DOC-061.
[[nodiscard]] Findings faults_in_rebooking(std::span<const Balance> items, std::span<const Balance> before);

// ---- bookings. The lines were found free of faults. Total all the same: what names an item that is not
// there changes nothing, so that whatever was stored once can be played.

void claim(Balances& items, std::span<const Line> lines);
/// What is claimed becomes free again.
void release(Balances& items);
/// What is claimed of the item is used.
void give(Balances& items, std::uint16_t item);
/// What is claimed of the item is refused; what was used of it before stays used.
void refuse(Balances& items, std::uint16_t item);
/// What was refused of the item is used after all.
void reinstate(Balances& items, std::uint16_t item);
/// What is claimed of the item, and what was used of it, is refused: only a check of its origin does this.
void take_back(Balances& items, std::uint16_t item);
/// The partner says how much of the item it has used in all.
void tell_used(Balances& items, std::uint16_t item, Decimal used);
/// What customs says of the item, and when it said so.
void say(Balances& items, std::uint16_t item, Result result, Instant decided);
/// Customs takes back every use of the certificate.
void reverse(Balances& items);
void draw(Balances& items, std::span<const Line> lines);
void undo_draw(Balances& items, std::span<const Line> lines);
/// What is booked of `before` is booked of these items, which take their place: of what is refused as much as
/// they have.
void rebook(Balances& items, std::span<const Balance> before);

}  // namespace lintas::documents
