#pragma once

#include <array>

#include "base/words.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/state.hpp"

/// The words for what an entry is and why it ends, in files, acts, views and messages alike.
namespace lintas::registers {

inline constexpr std::array kind_words{
    Word{Kind::trader, "trader"},       Word{Kind::mandate, "mandate"},
    Word{Kind::declarant, "declarant"}, Word{Kind::authorisation, "authorisation"},
    Word{Kind::permit, "permit"},       Word{Kind::insurance, "insurance"},
};
[[nodiscard]] constexpr const auto& words_for(Kind) { return kind_words; }

inline constexpr std::array role_words{
    Word{TraderRole::principal, "principal"},
    Word{TraderRole::carrier, "carrier"},
    Word{TraderRole::consignee, "consignee"},
    Word{TraderRole::broker, "broker"},
};
[[nodiscard]] constexpr const auto& words_for(TraderRole) { return role_words; }

/// Types of authorisations on the wire (CL605).
inline constexpr std::array right_words{
    Word{Right::simplified_departure, "C521"},
    Word{Right::simplified_arrival, "C522"},
    Word{Right::special_seals, "C523"},
};
[[nodiscard]] constexpr const auto& words_for(Right) { return right_words; }

inline constexpr std::array agreement_words{
    Word{Agreement::acts, "ACTS"},
    Word{Agreement::afafist, "AFAFIST"},
};
[[nodiscard]] constexpr const auto& words_for(Agreement) { return agreement_words; }

inline constexpr std::array unit_words{
    Word{UnitKind::rigid_truck, "rigid_truck"},
    Word{UnitKind::prime_mover, "prime_mover"},
    Word{UnitKind::semi_trailer, "semi_trailer"},
};
[[nodiscard]] constexpr const auto& words_for(UnitKind) { return unit_words; }

inline constexpr std::array reason_words{
    Word{Reason::asked_by_holder, "asked_by_holder"},
    Word{Reason::conditions_not_met, "conditions_not_met"},
    Word{Reason::offence, "offence"},
    Word{Reason::replaced, "replaced"},
};
[[nodiscard]] constexpr const auto& words_for(Reason) { return reason_words; }

}  // namespace lintas::registers
