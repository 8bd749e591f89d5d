#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
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

  friend bool operator==(const Balance&, const Balance&) = default;
};

using Balances = std::vector<Balance>;

[[nodiscard]] const Balance* find(std::span<const Balance> items, std::uint16_t item);
/// What is neither claimed nor used nor refused.
[[nodiscard]] Decimal free_of(const Balance& item);

/// The law that an item breaks; nothing is the only good answer.
[[nodiscard]] std::optional<std::string_view> broken_law(std::span<const Balance> items);

/// Why these lines cannot be claimed: R-ASW-060, R-DOC-003, R-DOC-004.
[[nodiscard]] Findings faults_in_claim(std::span<const Balance> items, std::span<const Line> lines);
/// Why back-to-back certificates cannot draw them: R-ASW-043, R-DOC-003, R-DOC-004.
[[nodiscard]] Findings faults_in_draw(std::span<const Balance> items, std::span<const Line> lines);
/// Why a partner cannot have used them: R-DOC-003 to R-DOC-005.
[[nodiscard]] Findings faults_in_use(std::span<const Balance> items, std::span<const Line> lines);

// ---- bookings. Precondition: the lines were found free of faults.

void claim(Balances& items, std::span<const Line> lines);
/// What is claimed becomes free again.
void release(Balances& items);
/// What is claimed or was refused of the item is used.
void give(Balances& items, std::uint16_t item, Result result);
/// What is claimed or used of the item is refused.
void refuse(Balances& items, std::uint16_t item, Result result);
/// The partner says how much of the item it has used in all.
void tell_used(Balances& items, std::uint16_t item, Decimal used, Result result);
void mark(Balances& items, std::uint16_t item, Result result);
/// Customs takes back every use of the certificate.
void reverse(Balances& items);
void draw(Balances& items, std::span<const Line> lines);
void undo_draw(Balances& items, std::span<const Line> lines);

}  // namespace lintas::documents
