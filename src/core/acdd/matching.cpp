#include "core/acdd/matching.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <set>
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
#include "core/model/values/unit.hpp"

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

/// How much of an item is open, and in which unit; of equal ones the first of the document is first.
struct Remainder {
  Unit unit;
  Decimal quantity;
  std::size_t place = 0;

  friend auto operator<=>(const Remainder&, const Remainder&) = default;
};
/// Items whose codes begin alike.
struct Alike {
  std::set<Remainder> open;
  std::set<std::size_t> untouched;
};

/// A line with the item that it is about, if there is one.
struct Placed {
  const Declared* declared = nullptr;
  const DeclaredLine* line = nullptr;
  std::uint16_t number = 0;  ///< from 1
  std::optional<std::size_t> place = std::nullopt;
};

/// Which line is about which item. Lines that name an item are first, then those that are as much as an item,
/// then the others from the greatest on: so the order in which they were declared says nothing. Codes are
/// looked up, since a document has hundreds of items and its declarations thousands of lines.
class Placing {
 public:
  explicit Placing(const std::vector<Item>& items) : items_(items), sums_(items.size()) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      by_number_.emplace(items[i].number, i);
      each_beginning(items[i].hs, [&](std::string_view code) {
        Alike& alike = by_code_[std::string{code}];
        alike.open.insert({items[i].unit, items[i].quantity, i});
        alike.untouched.insert(i);
        return true;
      });
    }
  }

  void place(std::vector<Placed>& lines) {
    std::vector<Placed*> others;
    for (Placed& one : lines) {
      if (one.line->item == 0) {
        others.push_back(&one);
      } else if (const auto named = by_number_.find(one.line->item); named != by_number_.end()) {
        put(one, named->second);
      }
    }
    const auto rest = std::ranges::stable_partition(others, [&](Placed* one) {
      const Alike* alike = alike_of(*one->line);
      const auto equal = alike == nullptr ? std::nullopt : fitting(*alike, *one->line, true);
      if (equal) put(*one, *equal);
      return equal.has_value();
    });
    std::ranges::stable_sort(rest, std::ranges::greater{},
                             [](const Placed* one) { return one->line->quantity; });
    for (Placed* const one : rest) {
      if (const Alike* alike = alike_of(*one->line)) put(*one, best(*alike, *one->line));
    }
  }
  [[nodiscard]] const std::vector<Sum>& sums() const { return sums_; }

 private:
  /// The beginnings of a code by which a line may belong to an item, the longest first, until `use` has
  /// enough.
  static void each_beginning(const Ahtn& hs, const auto& use) {
    for (auto digits = std::min(hs.str().size(), hs_digits_compared); digits >= hs_digits_alike_min; --digits)
      if (!use(hs.str().substr(0, digits))) return;
  }
  [[nodiscard]] const Alike* alike_of(const DeclaredLine& line) const {
    const Alike* alike = nullptr;
    each_beginning(line.hs, [&](std::string_view code) {
      const auto found = by_code_.find(code);
      if (found != by_code_.end()) alike = &found->second;
      return alike == nullptr;
    });
    return alike;
  }
  /// The item of which just so much is open, or the least more.
  [[nodiscard]] static std::optional<std::size_t> fitting(const Alike& alike, const DeclaredLine& line,
                                                          bool equal) {
    const auto found = alike.open.lower_bound({line.unit, line.quantity, 0});
    if (found == alike.open.end() || found->unit != line.unit) return std::nullopt;
    if (equal && found->quantity != line.quantity) return std::nullopt;
    return found->place;
  }
  /// One that fits; else one of which something is open in this unit; else one of which nothing is declared;
  /// else the first of the unit, or of all.
  [[nodiscard]] static std::size_t best(const Alike& alike, const DeclaredLine& line) {
    if (const auto fits = fitting(alike, line, false)) return *fits;
    const auto of_unit = alike.open.lower_bound({line.unit, Decimal{}, 0});
    const auto behind = alike.open.lower_bound({line.unit, beyond_all, 0});
    const bool has_unit = of_unit != behind;
    if (has_unit && !std::prev(behind)->quantity.is_zero()) return std::prev(behind)->place;
    if (!alike.untouched.empty()) return *alike.untouched.begin();
    return has_unit ? of_unit->place : alike.open.begin()->place;
  }
  void put(Placed& one, std::size_t place) {
    one.place = place;
    Sum& sum = sums_[place];
    const Item& item = items_[place];
    const Decimal open_before = open(place);
    sum.any = true;
    if (one.line->unit == item.unit) {
      sum.quantity = sum.quantity.plus(one.line->quantity).value_or(beyond_all);
    } else {
      sum.other_unit = true;
    }
    each_beginning(item.hs, [&](std::string_view code) {
      Alike& alike = by_code_.find(code)->second;
      alike.untouched.erase(place);
      alike.open.erase({item.unit, open_before, place});
      alike.open.insert({item.unit, open(place), place});
      return true;
    });
  }
  [[nodiscard]] Decimal open(std::size_t place) const {
    const Decimal quantity = items_[place].quantity;
    if (sums_[place].quantity >= quantity) return {};
    return quantity.minus(sums_[place].quantity).value_or(Decimal{});
  }

  const std::vector<Item>& items_;
  std::vector<Sum> sums_;
  std::map<std::uint16_t, std::size_t> by_number_;
  std::map<std::string, Alike, std::less<>> by_code_;
};

class Comparing {
 public:
  explicit Comparing(const Contents& contents) : contents_(contents) {}

  // Who the exporter is, the document says to whoever may read it; what is stored for ever says only that
  // another one is declared.
  void exporter(const Declared& declared) {
    if (declared.exporter.empty() || declared.exporter == contents_.exporter.str()) return;
    found_.differences.push_back({.kind = DifferenceKind::exporter,
                                  .item = 0,
                                  .declaration = declared.declaration,
                                  .line = 0,
                                  .digit = 0,
                                  .exported = {},
                                  .declared = {}});
  }
  void line(const Placed& placed) {
    const DeclaredLine& line = *placed.line;
    Difference difference{.kind = DifferenceKind::not_exported,
                          .item = line.item,
                          .declaration = placed.declared->declaration,
                          .line = placed.number,
                          .digit = 0,
                          .exported = {},
                          .declared = std::string{line.hs.str()}};
    if (!placed.place) return found_.differences.push_back(std::move(difference));
    const Item& item = contents_.items[*placed.place];
    found_.covers.push_back(
        {.item = item.number, .declaration = placed.declared->declaration, .line = placed.number});
    difference.item = item.number;
    if (const auto digit = differing_digit(item.hs, line.hs)) {
      difference.kind = DifferenceKind::hs;
      difference.digit = *digit;
      difference.exported = item.hs.str();
      found_.differences.push_back(difference);
    }
    if (line.unit == item.unit) return;
    difference.kind = DifferenceKind::unit;
    difference.digit = 0;
    difference.exported = item.unit.str();
    difference.declared = line.unit.str();
    found_.differences.push_back(std::move(difference));
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
  Comparison finish() && { return std::move(found_); }

 private:
  const Contents& contents_;
  Comparison found_;
};

}  // namespace

Comparison compare(const Contents& contents, const std::vector<Declared>& declarations) {
  std::vector<Placed> lines;
  for (const Declared& declared : declarations) {
    for (std::size_t i = 0; i < declared.lines.size(); ++i) {
      lines.push_back(
          {.declared = &declared, .line = &declared.lines[i], .number = static_cast<std::uint16_t>(i + 1)});
    }
  }
  Placing placing{contents.items};
  placing.place(lines);
  Comparing comparing{contents};
  std::size_t next = 0;
  for (const Declared& declared : declarations) {
    comparing.exporter(declared);
    for (std::size_t i = 0; i < declared.lines.size(); ++i) comparing.line(lines[next++]);
  }
  for (std::size_t i = 0; i < contents.items.size(); ++i)
    comparing.close(contents.items[i], placing.sums()[i]);
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
  if (!declared.exporter.empty() && !is_identifier(declared.exporter))
    findings.push_back({"R-ACDD-004", "exporter", declared.exporter, ""});
  return findings;
}

}  // namespace lintas::acdd
