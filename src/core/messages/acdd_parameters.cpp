#include "core/messages/acdd_parameters.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/model/document_groups.hpp"

namespace lintas::message {

Findings missing_acdd_parameters(const wco::Declaration& said, std::string_view root) {
  Findings findings;
  const auto add = [&](const AcddParameter& parameter, std::string place) {
    if (findings.size() == limits::findings_max) return;
    findings.push_back({.rule = "R-ASW-111",
                        .pointer = std::move(place),
                        .value = {},
                        .detail = format("It is parameter {} of 15.", parameter.number)});
  };
  for (const AcddParameter& parameter : acdd_parameters) {
    if (!parameter.of_item && !parameter.is_there(said, {}))
      add(parameter, format("/{}/Declaration/{}", root, parameter.path));
  }
  const auto& items = detail::goods_of(said).government_agency_goods_item;
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (const AcddParameter& parameter : acdd_parameters) {
      if (!parameter.of_item || parameter.is_there(said, items[i])) continue;
      add(parameter, format("/{}/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[{}]/{}", root, i + 1,
                            parameter.path));
    }
  }
  return findings;
}

}  // namespace lintas::message
