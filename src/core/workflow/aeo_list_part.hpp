#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/letter.hpp"
#include "core/aeo/listed/messages.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// Lists of authorised operators between nodes, on the loop (docs/adr/0050): the list of this state, and the
/// copies of others'. Acts come under command_in(block, place in aeo::listed::Act).
namespace lintas::workflow {

// Numbers as those of kinds.hpp, in the room before those of aeo_part.hpp.
inline constexpr StreamKind aeo_listed_stream{28};  ///< an operator in a list, at home and in copies
inline constexpr std::uint16_t aeo_listed_block = aeo_block - (2 * block_size);
inline constexpr KeyKind aeo_listed_keys{
    48};  ///< owner: the holder; identifier: its number of the application

/// Lists among what two states exchange as data (document-pairs).
inline constexpr std::string_view lists_of_operators = "operators";

/// What whoever acted is told beside "accepted".
struct AeoListedReply {
  aeo::listed::Reference reference;
  std::string state;  ///< id, "ACTIVE"

  static constexpr std::string_view record = "aeo_list_part.reply";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &AeoListedReply::reference},
                  Field{2, "state", &AeoListedReply::state}};
  }
};

/// To a record: the authorisation may say something else than the list. Content: AboutOperator.
inline constexpr CommandType publish_operator = command_in(aeo_listed_block, 48);
/// To a record: tell the partners that have not been told how it stands. Content: AboutOperator.
inline constexpr CommandType tell_operator = command_in(aeo_listed_block, 49);

struct AboutOperator {
  aeo::listed::Reference reference;

  static constexpr std::string_view record = "aeo_list_part.about";
  static constexpr auto fields() { return Fields{Field{1, "reference", &AboutOperator::reference}}; }
};

[[nodiscard]] Key aeo_listed_key(const aeo::listed::Reference& reference);
[[nodiscard]] Slot aeo_listed_slot(const aeo::listed::Reference& reference);
/// The list of what this node knows of the operators of a state (workflow/concerned.hpp).
[[nodiscard]] std::string list_of_state(Country state);
/// The list of the records that have or had a code (workflow/concerned.hpp).
[[nodiscard]] std::string list_of_listed_code(const aeo::CodeKey& code);

/// As both nodes call it when they ask to send again.
[[nodiscard]] Bytes aeo_listed_name(const aeo::listed::Reference& reference);
/// Those to whom this state's list goes as data today.
[[nodiscard]] std::vector<exchange::Partner> partners_of_list(Instant now, const Setting& setting);
[[nodiscard]] Derived publishing_of_operator(const aeo::listed::Reference& reference);
[[nodiscard]] Derived telling_of_operator(const aeo::listed::Reference& reference);

/// What is stored of a message, sent or received: the same bytes for the same letter. Precondition: it names
/// its record.
[[nodiscard]] Bytes write_operator_letter(const aeo::listed::Letter& letter);
/// Nothing unless `write_operator_letter` could have written it.
[[nodiscard]] std::optional<aeo::listed::Letter> read_operator_letter(aeo::listed::MessageNumber number,
                                                                      ByteView document);

[[nodiscard]] const Part& aeo_list_part();

}  // namespace lintas::workflow
