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
#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/guarantee/amount.hpp"
#include "core/messages/report.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/movement.hpp"

namespace lintas::workflow {

namespace {

constexpr std::string_view form_rule = "R-TRA-207";
constexpr std::string_view value_rule = "R-TRA-212";

/// Before and after the first separator; nothing where there is none.
std::optional<std::pair<std::string_view, std::string_view>> halves(std::string_view text, char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  return std::pair{text.substr(0, at), text.substr(at + 1)};
}

/// The goods of a declaration, as the amount is computed of them.
class Goods {
 public:
  explicit Goods(const message::Message& message) {
    if (!message.consignment) return;
    const auto& houses = message.consignment->house_consignment;
    for (std::size_t h = 0; h < houses.size(); ++h) {
      for (std::size_t i = 0; i < houses[h].consignment_item.size(); ++i) {
        path_ = format("/Consignment/HouseConsignment[{}]/ConsignmentItem[{}]", h + 1, i + 1);
        items_.push_back(item(houses[h].consignment_item[i]));
      }
    }
  }

  [[nodiscard]] const std::vector<guarantee::GoodsItem>& items() const { return items_; }
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
      bool right = true;
      if (statement.code == "AV001") {
        valued = true;
        right = take_value(item, statement.text);
      } else if (statement.code == "AV002") {
        right = is_list_of_countries(statement.text);
      } else if (statement.code == "AV003") {
        right = take_national_code(item, statement.text);
      } else if (statement.code == "AV004") {
        right = take_quantity(item, statement.text);
      }
      if (!right)
        note(form_rule, format("{}/AdditionalInformation[{}]/text", path_, s + 1), statement.text,
             form_of(statement.code));
    }
    if (!valued) note(value_rule, path_, {}, "AV001 is missing");
    return item;
  }

  static Ahtn code_of(const message::ConsignmentItem& declared) {
    if (!declared.commodity || !declared.commodity->commodity_code) return {};
    const auto& code = *declared.commodity->commodity_code;
    return Ahtn::parse(code.harmonized_system_sub_heading_code + code.combined_nomenclature_code)
        .value_or(Ahtn{});
  }

  static bool take_value(guarantee::GoodsItem& item, std::string_view text) {
    const auto parts = halves(text, ' ');
    if (!parts) return false;
    const auto value = Decimal::parse(parts->first);
    const auto currency = Currency::parse(parts->second);
    if (!value || !currency) return false;
    item.value = *value;
    item.currency = *currency;
    return true;
  }

  static bool is_list_of_countries(std::string_view text) {
    for (auto parts = halves(text, ' '); parts; parts = halves(text, ' ')) {
      if (!Country::parse(parts->first)) return false;
      text = parts->second;
    }
    return Country::parse(text).has_value();
  }

  static bool take_national_code(guarantee::GoodsItem& item, std::string_view text) {
    const auto parts = halves(text, ':');
    if (!parts) return false;
    const auto country = Country::parse(parts->first);
    const auto code = Ahtn::parse(std::string{item.code.str()} + std::string{parts->second});
    if (!country || !code || parts->second.empty()) return false;
    item.national_codes.push_back({.country = *country, .code = *code});
    return true;
  }

  static bool take_quantity(guarantee::GoodsItem& item, std::string_view text) {
    const auto parts = halves(text, ' ');
    if (!parts) return false;
    const auto amount = Decimal::parse(parts->first);
    const auto unit = Unit::parse(parts->second);
    if (!amount || !unit) return false;
    item.quantities.push_back({.amount = *amount, .unit = *unit});
    return true;
  }

  static std::string form_of(std::string_view code) {
    if (code == "AV001") return "is: amount, blank, currency";
    if (code == "AV002") return "is: countries with blanks between";
    if (code == "AV003") return "is: country, colon, further digits";
    return "is: quantity, blank, unit";
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

RiskAmount fill_risk_amount(transit::Declaration& declared, const message::Message& message,
                            const guarantee::AmountRules& rules, const refdata::View& rates, Sha256 sha256) {
  RiskAmount result;
  declared.at_risk.reset();
  declared.calculation = {};
  Goods goods{message};
  const Currency currency =
      declared.guarantees.empty() ? Currency{} : declared.guarantees.front().amount.currency();
  auto amount = guarantee::amount_at_risk(goods.items(), route_of(declared), currency, rules, rates);
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
