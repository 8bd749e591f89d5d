#include "core/acdd/matching.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/limits.hpp"
#include "core/documents/limits.hpp"
#include "core/model/values/ahtn.hpp"

namespace lintas::acdd {

namespace {

std::size_t digits_alike(const Ahtn& one, const Ahtn& other) {
  const auto [end, unused] = std::ranges::mismatch(one.str(), other.str());
  return static_cast<std::size_t>(end - one.str().begin());
}

/// The first digit that both codes have and that differs, from 1; nothing if there is none.
std::optional<std::uint16_t> differing_digit(const Ahtn& one, const Ahtn& other) {
  const std::size_t compared = std::min({one.str().size(), other.str().size(), hs_digits_compared});
  const std::size_t alike = digits_alike(one, other);
  return alike < compared ? std::optional{static_cast<std::uint16_t>(alike + 1)} : std::nullopt;
}

/// What does not fit any more is above the quantity of every item.
const Decimal beyond_all = Decimal::of(std::numeric_limits<std::int64_t>::max());

/// What is declared of an item so far.
struct Sum {
  Decimal quantity;
  bool any = false;
  bool other_unit = false;
};

class Comparing {
 public:
  explicit Comparing(const Contents& contents) : contents_(contents), sums_(contents.items.size()) {}

  void add(const Declared& declared) {
    if (!declared.exporter.empty() && declared.exporter != contents_.exporter.str()) {
      found_.differences.push_back({.kind = DifferenceKind::exporter,
                                    .item = 0,
                                    .declaration = declared.declaration,
                                    .line = 0,
                                    .digit = 0,
                                    .exported = std::string{contents_.exporter.str()},
                                    .declared = declared.exporter});
    }
    for (std::size_t i = 0; i < declared.lines.size(); ++i)
      add(declared, declared.lines[i], static_cast<std::uint16_t>(i + 1));
  }

  Comparison finish() && {
    for (std::size_t i = 0; i < sums_.size(); ++i) close(contents_.items[i], sums_[i]);
    return std::move(found_);
  }

 private:
  void add(const Declared& declared, const DeclaredLine& line, std::uint16_t number) {
    const auto place = place_of(line);
    Difference difference{.kind = DifferenceKind::not_exported,
                          .item = line.item,
                          .declaration = declared.declaration,
                          .line = number,
                          .digit = 0,
                          .exported = {},
                          .declared = std::string{line.hs.str()}};
    if (!place) return found_.differences.push_back(std::move(difference));
    const Item& item = contents_.items[*place];
    Sum& sum = sums_[*place];
    found_.covers.push_back({.item = item.number, .declaration = declared.declaration, .line = number});
    difference.item = item.number;
    if (const auto digit = differing_digit(item.hs, line.hs)) {
      difference.kind = DifferenceKind::hs;
      difference.digit = *digit;
      difference.exported = item.hs.str();
      found_.differences.push_back(difference);
    }
    if (line.unit != item.unit) {
      difference.kind = DifferenceKind::unit;
      difference.digit = 0;
      difference.exported = item.unit.str();
      difference.declared = line.unit.str();
      found_.differences.push_back(std::move(difference));
      sum.other_unit = true;
    } else {
      sum.quantity = sum.quantity.plus(line.quantity).value_or(beyond_all);
    }
    sum.any = true;
  }

  /// The item that is named, or the one with most of the same digits; of several the first that is not
  /// covered yet.
  [[nodiscard]] std::optional<std::size_t> place_of(const DeclaredLine& line) const {
    std::optional<std::size_t> best;
    std::pair<std::size_t, bool> best_fit{hs_digits_alike_min, false};
    for (std::size_t i = 0; i < contents_.items.size(); ++i) {
      const Item& item = contents_.items[i];
      if (line.item != 0) {
        if (item.number == line.item) return i;
        continue;
      }
      const std::size_t alike = std::min(digits_alike(item.hs, line.hs), hs_digits_compared);
      const std::pair fit{alike, sums_[i].quantity < item.quantity && line.unit == item.unit};
      if (alike < hs_digits_alike_min || (best && fit <= best_fit)) continue;
      best = i;
      best_fit = fit;
    }
    return best;
  }

  void close(const Item& item, const Sum& sum) {
    Difference difference{.kind = DifferenceKind::item_missing,
                          .item = item.number,
                          .declaration = {},
                          .line = 0,
                          .digit = 0,
                          .exported = format("{} {}", item.quantity.str(), item.unit.str()),
                          .declared = format("{} {}", sum.quantity.str(), item.unit.str())};
    if (!sum.any) return found_.differences.push_back(std::move(difference));
    if (sum.other_unit || sum.quantity == item.quantity) return;
    difference.kind = sum.quantity > item.quantity ? DifferenceKind::more : DifferenceKind::less;
    found_.differences.push_back(std::move(difference));
  }

  const Contents& contents_;
  std::vector<Sum> sums_;
  Comparison found_;
};

}  // namespace

Comparison compare(const Contents& contents, const std::vector<Declared>& declarations) {
  Comparing comparing{contents};
  for (const Declared& declared : declarations) comparing.add(declared);
  return std::move(comparing).finish();
}

Judged judge(const Contents& contents, const std::vector<Declared>& declarations) {
  Judged judged{.differences = compare(contents, declarations).differences, .count = 0};
  judged.count = static_cast<std::uint32_t>(judged.differences.size());
  if (judged.differences.size() > differences_max) judged.differences.resize(differences_max);
  return judged;
}

Findings faults_in(const Declared& declared) {
  Findings findings;
  if (declared.lines.empty())
    findings.push_back({"R-ACDD-004", "lines", std::to_string(declared.lines.size()), ""});
  for (std::size_t i = 0; i < declared.lines.size(); ++i) {
    const Decimal quantity = declared.lines[i].quantity;
    if (!(quantity > Decimal{}) || quantity > documents::quantity_max())
      findings.push_back({"R-ACDD-004", format("lines/{}/quantity", i + 1), quantity.str(), ""});
  }
  if (declared.exporter.size() > ExporterId::characters_max)
    findings.push_back({"R-ACDD-004", "exporter", declared.exporter, ""});
  return findings;
}

}  // namespace lintas::acdd
