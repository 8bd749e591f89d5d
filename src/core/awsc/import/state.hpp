#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/import/table.hpp"
#include "core/awsc/judging.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/quantities.hpp"
#include "core/kinds/contents.hpp"
#include "core/model/values/office_id.hpp"

/// An origin declaration where it is presented: what `decide` needs of it, and what customs sees.
namespace lintas::awsc::import_side {

/// What somebody should look at. Stored: a number is never used again for another alarm.
enum class Alarm : std::uint8_t { refusal_near = 1, refusal_over, no_reply, whole_process, visit_steps };
inline constexpr std::array alarm_words{
    Word{Alarm::refusal_near, "refusal_near"}, Word{Alarm::refusal_over, "refusal_over"},
    Word{Alarm::no_reply, "no_reply"}, Word{Alarm::whole_process, "whole_process"},
    Word{Alarm::visit_steps, "visit_steps"}};
[[nodiscard]] constexpr const auto& words_for(Alarm) { return alarm_words; }

/// What customs said of an item.
struct ItemResult {
  std::uint32_t item = 0;
  documents::Result result{};

  static constexpr std::string_view record = "origin.item_result";
  static constexpr auto fields() {
    return Fields{Field{1, "item", &ItemResult::item}, Field{2, "result", &ItemResult::result}};
  }
  friend bool operator==(const ItemResult&, const ItemResult&) = default;
};

struct Declaration {
  State state = State::none;
  DeclarationContents contents;
  std::vector<Judgement> judgements;  ///< the newest
  std::vector<ItemResult> results;    ///< of items that were decided on
  std::vector<kinds::Use> uses;
  std::optional<Instant> presented;         ///< for the first time: whoever presents it anew gains no days
  std::optional<OfficeId> office;           ///< where it was presented last, which decides on it
  std::vector<std::uint32_t> open = {};     ///< items of the check that goes on
  std::vector<std::uint32_t> checked = {};  ///< items that were ever checked
  std::vector<documents::DocumentId> requests = {};  ///< of checks, by our numbers; the newest last
  bool reply_came = false;                           ///< to the newest
  std::optional<Instant> check_began = {};
  std::optional<Instant> request_received = {};  ///< by the authority, as its L2 proves
  std::optional<Instant> visit_began = {};
  bool was_decided = false;      ///< on an item, be it that it was assessed again afterwards
  std::optional<Instant> since;  ///< from when the days of the present state count
  std::optional<documents::Rung<Trigger>> rung;
  std::optional<Alarm> alarm;  ///< until the state is left
  std::optional<Instant> due;

  friend bool operator==(const Declaration&, const Declaration&) = default;
};

[[nodiscard]] const DeclaredItem* find_item(const Declaration& declaration, std::uint32_t number);
/// What customs said of the item; nothing while nobody has decided.
[[nodiscard]] std::optional<documents::Result> result_of(const Declaration& declaration,
                                                         std::uint32_t number);
/// How much of the item no use has taken.
[[nodiscard]] Decimal left_of(const Declaration& declaration, const DeclaredItem& item);

}  // namespace lintas::awsc::import_side
