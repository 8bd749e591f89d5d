#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/words.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter/state.hpp"

/// An origin declaration held against the register of certified exporters as it was on the day of the
/// declaration (R-ASW-090): exporter, signatory and product, each by itself. Pure.
namespace lintas::awsc {

/// Stored: a number is never used again for another one.
enum class Check : std::uint8_t { exporter = 1, signatory, product };
inline constexpr std::array check_words{Word{Check::exporter, "exporter"},
                                        Word{Check::signatory, "signatory"}, Word{Check::product, "product"}};
[[nodiscard]] constexpr const auto& words_for(Check) { return check_words; }

/// Stored: a number is never used again for another one.
enum class Listed : std::uint8_t {
  yes = 1,
  differs,          ///< described a little otherwise, and the key words match: minor (R-ASW-055)
  no_record,        ///< the register had none of the exporter
  not_on_that_day,  ///< its authorisation had not begun, or was over
  suspended,
  withdrawn,
  no,  ///< no such signatory or product in the record of that day
};
inline constexpr std::array listed_words{
    Word{Listed::yes, "listed"},          Word{Listed::differs, "differs"},
    Word{Listed::no_record, "no_record"}, Word{Listed::not_on_that_day, "not_on_that_day"},
    Word{Listed::suspended, "suspended"}, Word{Listed::withdrawn, "withdrawn"},
    Word{Listed::no, "not_listed"}};
[[nodiscard]] constexpr const auto& words_for(Listed) { return listed_words; }

struct Judgement {
  Check check = Check::exporter;
  std::uint32_t item = 0;  ///< of a product: of the declaration; else 0
  Listed listed = Listed::yes;
  std::uint32_t product = 0;  ///< of one that is listed: in the record; else 0

  [[nodiscard]] bool stands_against() const { return listed != Listed::yes && listed != Listed::differs; }

  static constexpr std::string_view record = "origin.judgement";
  static constexpr auto fields() {
    return Fields{Field{1, "check", &Judgement::check}, Field{2, "item", &Judgement::item},
                  Field{3, "listed", &Judgement::listed}, Field{4, "product", &Judgement::product}};
  }
  friend bool operator==(const Judgement&, const Judgement&) = default;
};

/// `offset`: the hours of the day are those of the office that judges; what the register had at its beginning
/// or at its end, it had on the day. Without a record of that day there is the exporter's judgement alone.
[[nodiscard]] std::vector<Judgement> judge(const DeclarationContents& declared,
                                           const exporter_side::Exporter& exporter,
                                           std::chrono::minutes offset);

/// What stands against an item: of the exporter R-ASW-090, of the signatory R-OD-022, of its product
/// R-OD-023.
[[nodiscard]] Findings findings_against(const DeclarationContents& declared,
                                        const std::vector<Judgement>& judgements, std::uint32_t item);

}  // namespace lintas::awsc
