#include "core/workflow/risk_amount.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/guarantee/amount.hpp"
#include "core/messages/report.hpp"
#include "core/messages/statements.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/state_profile.hpp"
#include "core/transit/movement.hpp"

namespace lintas::workflow {

namespace {

constexpr std::string_view form_rule = "R-TRA-207";
constexpr std::string_view value_rule = "R-TRA-212";

/// The goods of a declaration, as the amount is computed of them.
class Goods {
 public:
  explicit Goods(const message::Message& message) {
    if (!message.consignment) return;
    const auto& houses = message.consignment->house_consignment;
    for (std::size_t h = 0; h < houses.size(); ++h) {
      for (std::size_t i = 0; i < houses[h].consignment_item.size(); ++i) {
        path_ = format("/Consignment/HouseConsignment[{}]/ConsignmentItem[{}]", h + 1, i + 1);
        const std::size_t before = findings_.size();
        auto goods = item(houses[h].consignment_item[i]);
        if (findings_.size() == before) items_.push_back(std::move(goods));
      }
    }
  }

  /// Those that can be computed; of the others there are findings.
  [[nodiscard]] const std::vector<guarantee::GoodsItem>& items() const { return items_; }
  [[nodiscard]] bool faulty() const { return !findings_.empty(); }
  [[nodiscard]] Findings findings() && { return std::move(findings_); }

 private:
  guarantee::GoodsItem item(const message::ConsignmentItem& declared) {
    guarantee::GoodsItem item{.number = static_cast<std::uint32_t>(
                                  std::max<std::int64_t>(declared.declaration_goods_item_number.value, 0)),
                              .code = code_of(declared),
                              .national_codes = {},
                              .value = {},
                              .currency = {},
                              .quantities = {}};
    bool valued = false;
    for (std::size_t s = 0; s < declared.additional_information.size(); ++s) {
      const auto& statement = declared.additional_information[s];
      const auto where = [&] { return format("{}/AdditionalInformation[{}]/text", path_, s + 1); };
      const Taken taken = take(item, statement, valued);
      if (taken == Taken::wrong) {
        note(form_rule, where(), statement.text,
             format("expected: {}", message::form_of(statement.code, message::StatementPart::content)));
      }
      if (taken == Taken::repeated)
        note(form_rule, where(), statement.text, format("{} stands twice", statement.code));
      valued = valued || statement.code == "AV001";
    }
    if (!valued) note(value_rule, path_, {}, "AV001 is missing");
    return item;
  }

  enum class Taken : std::uint8_t { well, wrong, repeated };

  static Taken take(guarantee::GoodsItem& item, const message::AdditionalInformation& statement,
                    bool valued) {
    if (statement.code == "AV001") return valued ? Taken::repeated : take_value(item, statement.text);
    if (statement.code == "AV002") return message::read_origin(statement.text) ? Taken::well : Taken::wrong;
    if (statement.code == "AV003") return take_national_code(item, statement.text);
    if (statement.code == "AV004") return take_quantity(item, statement.text);
    return Taken::well;
  }

  static Ahtn code_of(const message::ConsignmentItem& declared) {
    if (!declared.commodity || !declared.commodity->commodity_code) return {};
    const auto& code = *declared.commodity->commodity_code;
    return Ahtn::parse(code.harmonized_system_sub_heading_code + code.combined_nomenclature_code)
        .value_or(Ahtn{});
  }

  static Taken take_value(guarantee::GoodsItem& item, std::string_view text) {
    const auto value = message::read_customs_value(text);
    if (!value) return Taken::wrong;
    item.value = value->amount;
    item.currency = value->currency;
    return Taken::well;
  }

  static Taken take_national_code(guarantee::GoodsItem& item, std::string_view text) {
    const auto digits = message::read_tariff_digits(text);
    if (!digits) return Taken::wrong;
    const auto code = Ahtn::parse(std::string{item.code.str()} + std::string{digits->digits});
    if (!code) return Taken::wrong;
    if (std::ranges::find(item.national_codes, digits->country, &guarantee::NationalCode::country) !=
        item.national_codes.end())
      return Taken::repeated;
    item.national_codes.push_back({.country = digits->country, .code = *code});
    return Taken::well;
  }

  static Taken take_quantity(guarantee::GoodsItem& item, std::string_view text) {
    const auto quantity = message::read_quantity(text);
    if (!quantity) return Taken::wrong;
    if (std::ranges::find(item.quantities, quantity->unit, &guarantee::Quantity::unit) !=
        item.quantities.end())
      return Taken::repeated;
    item.quantities.push_back({.amount = quantity->amount, .unit = quantity->unit});
    return Taken::well;
  }

  void note(std::string_view rule, std::string pointer, std::string_view value, std::string detail) {
    findings_.push_back({.rule = std::string{rule},
                         .pointer = std::move(pointer),
                         .value = std::string{message::shown(value)},
                         .detail = std::move(detail)});
  }

  std::string path_;
  std::vector<guarantee::GoodsItem> items_;
  Findings findings_;
};

guarantee::Route route_of(const transit::Declaration& declared) {
  std::vector<Country> countries = declared.route.countries();
  require(!countries.empty(), "a route has its country of departure");
  const Country departure = countries.front();
  countries.erase(countries.begin());
  return {.departure = departure, .others = std::move(countries)};
}

}  // namespace

guarantee::AmountRules amount_rules(const refdata::StateProfile* departure) {
  if (departure == nullptr) return {};
  const refdata::GuaranteeLaw& law = departure->guarantee;
  return {.reading = law.amount_reading == refdata::AmountReading::highest_country
                         ? guarantee::Reading::highest_country
                         : guarantee::Reading::highest_per_item,
          .departure_counts = law.departure_counts};
}

RiskAmount fill_risk_amount(transit::Declaration& declared, const message::Message& message,
                            const refdata::View& rates, Sha256 sha256) {
  RiskAmount result;
  declared.at_risk.reset();
  declared.calculation = {};
  Goods goods{message};
  if (goods.items().empty() && goods.faulty()) {
    result.findings = std::move(goods).findings();
    return result;
  }
  const guarantee::Route route = route_of(declared);
  const Currency currency =
      declared.guarantees.empty() ? Currency{} : declared.guarantees.front().amount.currency();
  auto amount = guarantee::amount_at_risk(goods.items(), route, currency,
                                          amount_rules(rates.profile(route.departure)), rates);
  result.findings = std::move(goods).findings();
  if (!amount) result.findings.insert(result.findings.end(), amount.error().begin(), amount.error().end());
  if (!amount || !result.findings.empty()) return result;
  result.record = to_cbor(*amount);
  result.explanation = guarantee::explain(*amount);
  declared.at_risk = amount->amount;
  declared.calculation = sha256(std::array{ByteView{result.record}});
  result.amount = std::move(*amount);
  return result;
}

}  // namespace lintas::workflow
