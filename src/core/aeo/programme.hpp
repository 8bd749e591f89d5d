#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/dated.hpp"

/// The programmes under which states authorise operators: data/codelists/aeo-programmes.csv. What a state's
/// law says of levels, roles and limits stands there, not in code.
namespace lintas::aeo {

/// What an operator is in the supply chain; in messages as UN/EDIFACT 3035 has it. Stored: a number is never
/// used again for another role.
enum class OperatorRole : std::uint8_t {
  importer = 1,
  exporter,
  manufacturer,
  carrier,
  customs_broker,
  freight_forwarder,
  warehouse_keeper,
  terminal_operator,
  other,
};
inline constexpr std::array operator_role_words{
    Word{OperatorRole::importer, "importer", "IM"},
    Word{OperatorRole::exporter, "exporter", "EX"},
    Word{OperatorRole::manufacturer, "manufacturer", "MF"},
    Word{OperatorRole::carrier, "carrier", "CA"},
    Word{OperatorRole::customs_broker, "customs_broker", "CB"},
    Word{OperatorRole::freight_forwarder, "freight_forwarder", "FW"},
    Word{OperatorRole::warehouse_keeper, "warehouse_keeper", "WH"},
    Word{OperatorRole::terminal_operator, "terminal_operator", "TR"},
    Word{OperatorRole::other, "other", "ZZZ"},
};
[[nodiscard]] constexpr const auto& words_for(OperatorRole) { return operator_role_words; }

struct ProgrammeName {
  Country state;
  std::string name;  ///< "STP"

  friend auto operator<=>(const ProgrammeName&, const ProgrammeName&) = default;
};

struct Programme {
  using L = refdata::Limit;

  std::vector<std::string> levels;  ///< none where it has no levels
  std::vector<OperatorRole> roles;  ///< that may be authorised
  L idle;                           ///< of a draft that nobody submits
  L decision;                       ///< from the acceptance of an application on
  std::optional<L> validity;        ///< of an authorisation; nothing where it does not end by itself
  std::optional<L> renewal;         ///< so many days before the last one it is looked at anew
  std::optional<L> revalidation;    ///< until the conditions are looked at anew
  L bar;                            ///< no new application after customs has revoked

  [[nodiscard]] bool has_level(std::string_view level) const;
  [[nodiscard]] bool has_role(OperatorRole role) const;
};

using Programmes = refdata::DatedTable<ProgrammeName, Programme>;

[[nodiscard]] std::expected<Programmes, Findings> read_programmes(std::string_view csv);

/// The programme as it is on the day, for what begins: null where there is none, or where it ended.
[[nodiscard]] const Programme* programme_on(const Programmes& programmes, const ProgrammeName& name, Day day);
/// For what goes on: what was applied for and granted under a programme that ended, under its last law.
[[nodiscard]] const Programme* last_law_of(const Programmes& programmes, const ProgrammeName& name, Day day);

}  // namespace lintas::aeo
