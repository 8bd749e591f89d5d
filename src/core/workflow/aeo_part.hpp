#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/code.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// The programme of authorised operators on the loop (docs/adr/0045). Acts come under command_in(block, place
/// in the machine's Act).
namespace lintas::workflow {

// Numbers as those of kinds.hpp, with room before them for what comes beside origin declarations.
inline constexpr StreamKind aeo_stream{30};         ///< an authorisation, from its application on
inline constexpr StreamKind aeo_holder_stream{31};  ///< until when an operator may not apply
inline constexpr std::uint16_t aeo_block = 5376;
inline constexpr std::uint16_t aeo_holder_block = aeo_block + block_size;
inline constexpr KeyKind aeo_keys{50};       ///< owner: the holder; identifier: its number of the application
inline constexpr KeyKind aeo_code_keys{51};  ///< owner: the state; identifier: the key of a code
inline constexpr KeyKind aeo_holder_keys{52};   ///< owner: the holder
inline constexpr KeyKind aeo_granted_keys{53};  ///< owner: the holder; identifier: the programme

/// Of the operator: HolderBarred.
inline constexpr EventType aeo_holder_barred = event_in(aeo_holder_block, 0);

/// What whoever acted is told beside "accepted".
struct AeoReply {
  aeo::authorisation::Reference reference;
  std::string state;                ///< id, "ACTIVE"
  std::string code;                 ///< as it is issued; empty before it is granted
  std::optional<Day> barred_until;  ///< where it was refused for that, or revoked

  static constexpr std::string_view record = "aeo_part.reply";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &AeoReply::reference}, Field{2, "state", &AeoReply::state},
                  Field{3, "code", &AeoReply::code}, Field{4, "barred_until", &AeoReply::barred_until}};
  }
};

/// What all authorisations of one operator have in common.
struct AeoHolder {
  std::optional<aeo::authorisation::Bar> barred;  ///< the latest

  friend bool operator==(const AeoHolder&, const AeoHolder&) = default;
};

/// An authorisation was revoked.
struct HolderBarred {
  aeo::authorisation::Bar bar;

  static constexpr std::string_view record = "aeo_part.barred";
  static constexpr auto fields() { return Fields{Field{1, "bar", &HolderBarred::bar}}; }
};

[[nodiscard]] Key aeo_key(const aeo::authorisation::Reference& reference);
[[nodiscard]] Slot aeo_slot(const aeo::authorisation::Reference& reference);
/// Of a code that this state gave: of whoever has or had it.
[[nodiscard]] Key aeo_code_key(Country state, const aeo::CodeKey& code);
/// The list of the authorisations that have or had a code (workflow/concerned.hpp).
[[nodiscard]] std::string list_of_code(const aeo::CodeKey& code);
/// Of those that have or had one that is taken for it.
[[nodiscard]] std::string list_of_likeness(const aeo::CodeKey& code);
[[nodiscard]] Slot aeo_code_slot(Country state, const aeo::CodeKey& code);
/// Of the authorisation that the operator was granted last under that programme.
[[nodiscard]] Key aeo_granted_key(const Tin& holder, const std::string& programme);
[[nodiscard]] Slot aeo_holder_slot(const Tin& holder);

[[nodiscard]] const Part& aeo_part();

}  // namespace lintas::workflow
