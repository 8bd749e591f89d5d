#include "core/acdd/alongside.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "core/acdd/document.hpp"
#include "core/documents/coverage.hpp"

namespace lintas::acdd {

namespace {

/// Kilograms together; nothing as soon as one of them is not known.
struct Mass {
  std::optional<Decimal> total = Decimal{};

  void add(std::optional<Decimal> mass) {
    const auto sum = total && mass ? total->plus(*mass) : std::unexpected(DecimalError::not_a_number);
    total = sum ? std::optional{*sum} : std::nullopt;
  }
};

/// Both sides of one subheading.
struct Scale {
  std::vector<std::uint32_t> goods;
  std::set<std::size_t> named;  ///< documents that are named for the goods, or have the subheading
  Mass moved;
  Mass exported;
  bool is_exported = false;
  bool all_here = true;
};
using Scales = std::map<std::string, Scale, std::less<>>;

bool names(const documents::Goods& one, const Alongside& document) {
  return std::ranges::find(document.goods, one.item) != document.goods.end();
}

void weigh_goods(Scales& scales, std::span<const documents::Goods> goods,
                 std::span<const Alongside> exports) {
  for (const documents::Goods& one : goods) {
    if (one.subheading.empty()) continue;
    bool is_named = false;
    for (std::size_t d = 0; d < exports.size(); ++d) {
      if (!names(one, exports[d])) continue;
      is_named = true;
      Scale& scale = scales[one.subheading];
      scale.named.insert(d);
      scale.all_here = scale.all_here && exports[d].contents != nullptr;
    }
    if (!is_named) continue;
    Scale& scale = scales[one.subheading];
    scale.goods.push_back(one.item);
    scale.moved.add(one.mass);
  }
}

void weigh_documents(Scales& scales, std::span<const Alongside> exports) {
  for (std::size_t d = 0; d < exports.size(); ++d) {
    if (exports[d].contents == nullptr) continue;
    for (const Item& item : exports[d].contents->items) {
      Scale& scale = scales[documents::subheading_of(item.hs.str())];
      scale.named.insert(d);
      scale.exported.add(documents::kilograms_of(item.unit, item.quantity));
      scale.is_exported = true;
    }
  }
}

std::optional<UnlikeKind> kind_of(const Scale& scale) {
  if (scale.goods.empty()) return UnlikeKind::not_moved;
  if (!scale.is_exported) return scale.all_here ? std::optional{UnlikeKind::not_exported} : std::nullopt;
  if (!scale.moved.total || !scale.exported.total) return std::nullopt;
  if (*scale.moved.total < *scale.exported.total) return UnlikeKind::less;
  if (*scale.moved.total > *scale.exported.total && scale.all_here) return UnlikeKind::more;
  return std::nullopt;
}

}  // namespace

std::vector<Unlike> unlike(std::span<const documents::Goods> goods, std::span<const Alongside> exports) {
  Scales scales;
  weigh_goods(scales, goods, exports);
  weigh_documents(scales, exports);
  std::vector<Unlike> all;
  for (const auto& [subheading, scale] : scales) {
    const auto kind = kind_of(scale);
    if (!kind) continue;
    Unlike one{.kind = *kind,
               .subheading = subheading,
               .goods = scale.goods,
               .documents = {scale.named.begin(), scale.named.end()},
               .exported = {},
               .moved = {}};
    if (*kind == UnlikeKind::more || *kind == UnlikeKind::less) {
      one.exported = scale.exported.total;
      one.moved = scale.moved.total;
    }
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace lintas::acdd
