#pragma once

#include <array>

#include "base/words.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/profile.hpp"

/// The words for who guarantees and why an undertaking ends, in acts and views.
namespace lintas::guarantee {

inline constexpr std::array guarantor_words{
    Word{GuarantorKind::bank, "bank"},
    Word{GuarantorKind::finance_company, "finance_company"},
    Word{GuarantorKind::credit_institution, "credit_institution"},
    Word{GuarantorKind::insurer, "insurer"},
};
[[nodiscard]] constexpr const auto& words_for(GuarantorKind) { return guarantor_words; }

inline constexpr std::array notice_words{
    Word{NoticeReason::cancelled_by_guarantor, "cancelled_by_guarantor"},
    Word{NoticeReason::revoked_by_office, "revoked_by_office"},
};
[[nodiscard]] constexpr const auto& words_for(NoticeReason) { return notice_words; }

}  // namespace lintas::guarantee
