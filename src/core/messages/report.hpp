#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "core/messages/program.hpp"
#include "core/model/format.hpp"

namespace lintas::message {

/// The steps of checking a message. All findings of the first step that fails are reported, none of later
/// steps.
enum class Level : std::uint8_t { well_formed, schema, list, condition, rule, state };

/// Where in the bytes, counted from 1; columns in bytes.
struct Position {
  std::size_t line = 0;
  std::size_t column = 0;
};

/// Why a message could not be read.
struct Report {
  Level level = Level::well_formed;
  const Program* program = nullptr;  ///< if it was known when reading stopped
  Findings findings;                 ///< at least one; in the order of the message
  std::vector<Position> positions;   ///< of each finding
};

/// Ids in data/rules.csv.
namespace rule_ids {

inline constexpr std::string_view too_large = "LIM-001";
inline constexpr std::string_view too_deep = "LIM-002";
inline constexpr std::string_view too_many_attributes = "LIM-003";
inline constexpr std::string_view too_much_data = "LIM-004";
inline constexpr std::string_view too_many_findings = "LIM-005";

inline constexpr std::string_view bad_encoding = "WEL-001";
inline constexpr std::string_view bad_character = "WEL-002";
inline constexpr std::string_view bad_declaration = "WEL-003";
inline constexpr std::string_view other_encoding = "WEL-004";
inline constexpr std::string_view doctype = "WEL-005";
inline constexpr std::string_view processing_instruction = "WEL-006";
inline constexpr std::string_view bad_reference = "WEL-007";
inline constexpr std::string_view reference_in_attribute = "WEL-008";
inline constexpr std::string_view bad_tag = "WEL-009";
inline constexpr std::string_view mismatched_end = "WEL-010";
inline constexpr std::string_view repeated_attribute = "WEL-011";
inline constexpr std::string_view bad_comment = "WEL-012";
inline constexpr std::string_view bad_text = "WEL-013";
inline constexpr std::string_view ends_early = "WEL-014";
inline constexpr std::string_view content_after_end = "WEL-015";
inline constexpr std::string_view bad_json = "WEL-016";
inline constexpr std::string_view no_message = "WEL-017";

inline constexpr std::string_view unknown_root = "SCH-001";
inline constexpr std::string_view wrong_namespace = "SCH-002";
inline constexpr std::string_view unexpected_attribute = "SCH-003";
inline constexpr std::string_view unknown_phase = "SCH-004";
inline constexpr std::string_view unexpected_element = "SCH-005";
inline constexpr std::string_view out_of_order = "SCH-006";
inline constexpr std::string_view too_often = "SCH-007";
inline constexpr std::string_view missing = "SCH-008";
inline constexpr std::string_view in_namespace = "SCH-009";
inline constexpr std::string_view text_between = "SCH-010";
inline constexpr std::string_view element_in_value = "SCH-011";
inline constexpr std::string_view not_listed = "SCH-012";
inline constexpr std::string_view value_too_long = "SCH-013";
inline constexpr std::string_view value_too_short = "SCH-014";
inline constexpr std::string_view wrong_pattern = "SCH-015";
inline constexpr std::string_view wrong_type = "SCH-016";
inline constexpr std::string_view value_too_small = "SCH-017";
inline constexpr std::string_view value_too_large = "SCH-018";
inline constexpr std::string_view other_message_type = "SCH-019";
inline constexpr std::string_view wrong_json_type = "SCH-020";
inline constexpr std::string_view repeated_member = "SCH-021";

}  // namespace rule_ids

/// The rule a value broke. Precondition: misfit is not none.
[[nodiscard]] std::string_view rule_of(Misfit misfit);

/// The value as it is shown in a finding: cut at a character, not longer than the limit.
[[nodiscard]] std::string_view shown(std::string_view value,
                                     std::size_t bytes_max = limits::finding_value_chars_max);

/// Gathers the findings of one message.
class Collector {
 public:
  /// The bytes are looked at only to find lines and columns.
  explicit Collector(std::string_view bytes) : bytes_(bytes) {}

  /// Ignored once the list is full.
  void add(std::string_view rule, std::string pointer, std::string_view value, std::string detail,
           std::size_t offset);
  /// Nothing further can be found: what was found before is of a later level and is dropped.
  void stop(std::string_view rule, std::string pointer, std::string detail, std::size_t offset);

  [[nodiscard]] bool empty() const noexcept { return report_.findings.empty(); }
  [[nodiscard]] bool full() const noexcept;
  /// Precondition: not empty.
  [[nodiscard]] Report take(Level level, const Program* program) &&;

 private:
  [[nodiscard]] Position position_of(std::size_t offset);

  std::string_view bytes_;
  Report report_;
  // Offsets come in ascending order nearly always, so lines are counted on from the last one.
  std::size_t counted_ = 0;
  std::size_t line_ = 1;
  std::size_t line_start_ = 0;
};

/// What data/rules.csv says about a rule.
struct Rule {
  std::string_view id;
  /// What NCTS calls it: code in the rejection messages, reason of an invalid guarantee, name of the rule or
  /// condition. Empty if it has none.
  std::string_view ncts;
  std::string_view level;
  bool permanent = true;  ///< sending the same again fails again
  std::string_view text;
  std::string_view remedy;
};

/// Nothing if there is no such rule.
[[nodiscard]] const Rule* find_rule(std::string_view id);

}  // namespace lintas::message
