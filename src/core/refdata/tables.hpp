#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/words.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/unit.hpp"
#include "core/refdata/dated.hpp"

/// What the reference data say, one struct for each file of data/codelists.
namespace lintas::refdata {

/// ISO 4217: how many decimals the currency has.
struct CurrencyFacts {
  int minor_digits = 0;
};

/// `units` of a currency cost `home` of the node's home currency: the form in which rates are published, so
/// that "100 yen" keeps all its digits.
struct ExchangeRate {
  Decimal units;
  Decimal home;

  friend bool operator==(const ExchangeRate&, const ExchangeRate&) = default;
};

struct CountryFacts {
  std::string name;
};

enum class OfficeRole : std::uint8_t {
  departure = 1,
  transit = 2,
  destination = 4,
  guarantee = 8,
  enquiry = 16,
  recovery = 32
};

/// From one time of the local day to another; "24:00" is its end.
struct Hours {
  std::chrono::minutes opens{};
  std::chrono::minutes closes{};

  friend bool operator==(const Hours&, const Hours&) = default;
};

struct OfficeFacts {
  std::string name;
  std::string city;
  std::string locode;          ///< UN/LOCODE of the place, or empty
  std::string phone;           ///< hotline that the accompanying document shows, or empty
  std::optional<Hours> hours;  ///< on every day; nothing where they are not known
  std::chrono::minutes utc_offset{};
  std::uint8_t roles = 0;

  [[nodiscard]] bool has(OfficeRole role) const { return (roles & static_cast<std::uint8_t>(role)) != 0; }
};

enum class LegKind : std::uint8_t {
  inland = 1,    ///< within one state
  frontier = 2,  ///< from a post of one state to the post of the next that faces it
};

struct LegKey {
  OfficeId from;
  OfficeId to;

  friend auto operator<=>(const LegKey&, const LegKey&) = default;
};

/// A stretch that a movement under transit may take, in this direction (Protocols 1 and 2: listed roads and
/// frontier posts).
struct LegFacts {
  LegKind kind = LegKind::inland;
  std::chrono::days transit{};            ///< what the time limit allows for it
  std::optional<std::chrono::days> stay;  ///< longest stay in the state of an inland leg
};

/// An amount for each unit of the goods.
struct SpecificRate {
  Decimal amount;
  Currency currency;
  Unit unit;

  friend bool operator==(const SpecificRate&, const SpecificRate&) = default;
};

struct TariffKey {
  Country country;
  Ahtn code;

  friend auto operator<=>(const TariffKey&, const TariffKey&) = default;
};

/// What a country charges on goods of a code. Percentages: duty of the value; excise of value and duty; value
/// added tax of value, duty and excise.
struct TariffLine {
  Decimal duty_percent;
  std::optional<SpecificRate> duty_specific;
  Decimal excise_percent;
  std::optional<SpecificRate> excise_specific;
  Decimal vat_percent;
};

/// What national windows exchange about documents of a kind (OCP R27.2: a state may implement a part).
enum class DocumentProcess : std::uint8_t {
  issue = 1,         ///< certificates, their cancellation, and what is asked and said to get them across
  response = 2,      ///< what customs decided, and what the issuing authority says to it
  verification = 3,  ///< retroactive checks and visits
};

inline constexpr std::array document_process_words{
    Word{DocumentProcess::issue, "issue"},
    Word{DocumentProcess::response, "response"},
    Word{DocumentProcess::verification, "verification"},
};
[[nodiscard]] constexpr const auto& words_for(DocumentProcess) { return document_process_words; }

/// What stands for every state in a file and on the screen.
inline constexpr std::string_view every_state = "*";
[[nodiscard]] inline std::string_view in_words(const std::optional<Country>& state) {
  return state ? state->str() : every_state;
}

/// The state that issues and the one that imports, whichever of them sends the message; none: every state.
struct DocumentPairKey {
  std::string kind;  ///< "e_form_d"
  DocumentProcess process = DocumentProcess::issue;
  std::optional<Country> from;
  std::optional<Country> to;

  friend auto operator<=>(const DocumentPairKey&, const DocumentPairKey&) = default;
};

/// Whether it goes as data. Where it does not, it goes by paper and letter.
struct DocumentPairFacts {
  bool on = false;
};

using Currencies = DatedTable<Currency, CurrencyFacts>;
using ExchangeRates = DatedTable<Currency, ExchangeRate>;
using Countries = DatedTable<Country, CountryFacts>;
using Offices = DatedTable<OfficeId, OfficeFacts>;
using Legs = DatedTable<LegKey, LegFacts>;
using Tariff = DatedTable<TariffKey, TariffLine>;
using DocumentPairs = DatedTable<DocumentPairKey, DocumentPairFacts>;

}  // namespace lintas::refdata
