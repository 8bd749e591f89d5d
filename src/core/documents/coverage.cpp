#include "core/documents/coverage.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/quantities.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

namespace lintas::documents {

namespace {

constexpr std::size_t subheading_digits = 6;

// ---- what is declared

std::optional<Decimal> mass_of(const message::Commodity& commodity) {
  if (!commodity.goods_measure) return std::nullopt;
  const message::GoodsMeasure& measure = *commodity.goods_measure;
  if (measure.net_mass.has()) return measure.net_mass.decimal();
  if (measure.gross_mass.has()) return measure.gross_mass.decimal();
  return std::nullopt;
}

Goods goods_of(const message::ConsignmentItem& item) {
  Goods goods{.item = static_cast<std::uint32_t>(std::max<std::int64_t>(
                  item.declaration_goods_item_number.value, item.goods_item_number.value)),
              .subheading = {},
              .mass = {}};
  if (!item.commodity) return goods;
  goods.mass = mass_of(*item.commodity);
  if (item.commodity->commodity_code)
    goods.subheading = item.commodity->commodity_code->harmonized_system_sub_heading_code;
  return goods;
}

class Reading {
 public:
  void read(const message::Message& message) {
    if (message.consignment) read(*message.consignment);
    if (message.holder_of_the_transit_procedure) add_trader(*message.holder_of_the_transit_procedure);
  }
  Declared take() && {
    for (std::vector<Named>* all : {&declared_.certificates, &declared_.permits}) {
      for (Named& named : *all) {  // what an item names the consignment may name as well
        std::ranges::sort(named.items);
        const auto again = std::ranges::unique(named.items);
        named.items.erase(again.begin(), again.end());
      }
    }
    return std::move(declared_);
  }

 private:
  void read(const message::Consignment& consignment) {
    for (const message::HouseConsignment& house : consignment.house_consignment) {
      const std::size_t first = declared_.goods.size();
      for (const message::ConsignmentItem& item : house.consignment_item) {
        declared_.goods.push_back(goods_of(item));
        read_documents(item, declared_.goods.size() - 1);
        if (item.consignee) add_trader(*item.consignee);
      }
      read_documents(house, first);
      read_traders(house);
    }
    read_documents(consignment, 0);
    read_traders(consignment);
  }
  /// Of whatever was read since the `first` of the goods.
  void read_documents(const auto& level, std::size_t first) {
    for (const message::SupportingDocument& document : level.supporting_document) {
      if (document.type == certificate_among_documents)
        name(declared_.certificates, document.reference_number, std::nullopt, first);
      if (document.type == permit_among_documents)
        name(declared_.permits, document.reference_number, state_in(document), first);
    }
  }
  static std::optional<Country> state_in(const message::SupportingDocument& permit) {
    const std::string_view complement = permit.complement_of_information;
    const auto state = Country::parse(complement.substr(0, complement.find(';')));
    return state ? std::optional{*state} : std::nullopt;
  }
  void name(std::vector<Named>& all, const std::string& reference, std::optional<Country> state,
            std::size_t first) {
    auto found = std::ranges::find_if(
        all, [&](const Named& one) { return one.reference == reference && one.state == state; });
    if (found == all.end()) found = all.insert(found, {.reference = reference, .items = {}, .state = state});
    for (std::size_t i = first; i < declared_.goods.size(); ++i)
      found->items.push_back(declared_.goods[i].item);
  }
  void read_traders(const auto& level) {
    if (level.consignor) add_trader(*level.consignor);
    if (level.consignee) add_trader(*level.consignee);
  }
  void add_trader(const auto& party) {
    const std::string& number = party.identification_number;
    if (!number.empty() && std::ranges::find(declared_.traders, number) == declared_.traders.end())
      declared_.traders.push_back(number);
  }

  Declared declared_;
};

// ---- what covers it

struct MassUnit {
  std::string_view unit;
  Decimal kilograms;
};

/// Of several masses; nothing as soon as one of them is not known.
class Sum {
 public:
  void add(std::optional<Decimal> mass) {
    const auto sum = total_ && mass ? total_->plus(*mass) : std::unexpected(DecimalError::not_a_number);
    total_ = sum ? std::optional{*sum} : std::nullopt;
  }
  [[nodiscard]] std::optional<Decimal> total() const { return total_; }

 private:
  std::optional<Decimal> total_ = Decimal{};
};

/// Of a certificate: what is free under each of its subheadings.
using Free = std::map<std::string, Sum, std::less<>>;

Free free_on(const Presented& certificate) {
  Free free;
  for (const Item& item : certificate.items) {
    const Balance* balance = find(certificate.balances, item.number);
    free[subheading_of(item.hs.str())].add(
        kilograms_of(item.unit, balance == nullptr ? item.quantity : free_of(*balance)));
  }
  return free;
}

/// What the goods lack of what is free for them; nothing where one of both is not known.
std::optional<Decimal> lacking(const Sum& goods, const Sum& free) {
  const auto mass = goods.total();
  const auto there = free.total();
  if (!mass || !there) return std::nullopt;
  const auto rest = mass->minus(*there);
  if (!rest) return std::nullopt;
  return rest->is_negative() ? Decimal{} : *rest;
}

/// Both sides of one subheading.
struct Scale {
  Sum goods;
  Sum free;
  std::set<std::size_t> counted;  ///< certificates, by their place
};

class Comparison {
 public:
  Comparison(std::span<const Goods> goods, std::span<const Presented> certificates)
      : certificates_{certificates} {
    for (const Presented& certificate : certificates) free_.push_back(free_on(certificate));
    for (std::size_t c = 0; c < certificates.size(); ++c)
      for (const std::uint32_t item : certificates[c].goods) named_by_[item].push_back(c);
    for (const Goods& one : goods) weigh(one);
  }

  [[nodiscard]] Covered cover(const Goods& one) const {
    const auto says = [&](Cover cover) { return Covered{.item = one.item, .cover = cover, .lacking = {}}; };
    const auto named = named_by_.find(one.item);
    if (named == named_by_.end()) return says(Cover::none_named);
    const bool all_here =
        std::ranges::all_of(named->second, [&](std::size_t c) { return certificates_[c].is_here; });
    const auto scale = scales_.find(one.subheading);
    Sum free;
    const bool is_on_one = add_free(free, one);
    if (!is_on_one || scale == scales_.end()) return says(all_here ? Cover::not_on_it : Cover::not_here);
    Sum mass;
    mass.add(one.mass);
    const auto of_all = lacking(scale->second.goods, scale->second.free);
    const auto of_one = lacking(mass, free);
    if (!of_all || !of_one) return says(all_here ? Cover::not_comparable : Cover::not_here);
    const Decimal most = std::max(*of_all, *of_one);
    if (most.is_zero()) return says(Cover::covered);
    if (!all_here) return says(Cover::not_here);
    return {.item = one.item, .cover = Cover::too_little, .lacking = most};
  }

 private:
  void weigh(const Goods& one) {
    Sum free;
    if (!add_free(free, one)) return;
    Scale& scale = scales_[one.subheading];
    scale.goods.add(one.mass);
    for (const std::size_t c : named_by_.at(one.item)) {
      const auto here = free_[c].find(one.subheading);
      if (here != free_[c].end() && scale.counted.insert(c).second) scale.free.add(here->second.total());
    }
  }

  /// Of the certificates that the goods name; whether one of them has their subheading.
  bool add_free(Sum& free, const Goods& one) const {
    const auto named = named_by_.find(one.item);
    if (named == named_by_.end() || one.subheading.empty()) return false;
    bool found = false;
    for (const std::size_t c : named->second) {
      const auto here = free_[c].find(one.subheading);
      if (here == free_[c].end()) continue;
      found = true;
      free.add(here->second.total());
    }
    return found;
  }

  std::span<const Presented> certificates_;
  std::vector<Free> free_;                                      ///< of each certificate
  std::map<std::uint32_t, std::vector<std::size_t>> named_by_;  ///< certificates of each of the goods
  std::map<std::string, Scale, std::less<>> scales_;
};

}  // namespace

std::optional<Decimal> kilograms_of(Unit unit, Decimal quantity) {
  const std::array units{MassUnit{"KGM", Decimal::of(1)}, MassUnit{"TNE", Decimal::of(1000)},
                         MassUnit{"GRM", Decimal::of(1, 3)}};
  const auto* const found = std::ranges::find(units, unit.str(), &MassUnit::unit);
  if (found == units.end()) return std::nullopt;
  const auto mass = quantity.times(found->kilograms, Decimal::places_max, Rounding::half_up);
  return mass ? std::optional{*mass} : std::nullopt;
}

std::string subheading_of(std::string_view code) { return std::string{code.substr(0, subheading_digits)}; }

std::vector<std::uint32_t> goods_under(std::span<const Goods> goods,
                                       std::span<const std::string> subheadings) {
  std::vector<std::uint32_t> items;
  for (const Goods& one : goods) {
    const bool is_under = std::ranges::find(subheadings, one.subheading) != subheadings.end();
    if (is_under && !one.subheading.empty()) items.push_back(one.item);
  }
  return items;
}

Declared declared_in(const message::Message& message) {
  Reading reading;
  reading.read(message);
  return std::move(reading).take();
}

std::vector<Covered> coverage(std::span<const Goods> goods, std::span<const Presented> certificates) {
  const Comparison comparison{goods, certificates};
  std::vector<Covered> covered;
  covered.reserve(goods.size());
  for (const Goods& one : goods) covered.push_back(comparison.cover(one));
  return covered;
}

}  // namespace lintas::documents
