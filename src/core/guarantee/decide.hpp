#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/decision.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/events.hpp"
#include "core/guarantee/profile.hpp"
#include "core/guarantee/state.hpp"

/// What the account says to a command: events, and an answer with the rule of every refusal. Pure; `profile`
/// is the law of the state on the day of the command.
namespace lintas::guarantee {

// ---- the account: decide_account.cpp

[[nodiscard]] Decision<AccountEvent> decide(const Header&, const RegisterGuarantee&, const Profile&);
[[nodiscard]] Decision<AccountEvent> decide(const Header&, const ChangeTerms&, const Profile&);
[[nodiscard]] Decision<AccountEvent> decide(const Header&, const Suspend&);
[[nodiscard]] Decision<AccountEvent> decide(const Header&, const LiftSuspension&);
[[nodiscard]] Decision<AccountEvent> decide(const Header&, const GiveNotice&, const Profile&);
[[nodiscard]] Decision<AccountEvent> decide(const Header&, const PassLastDay&);
[[nodiscard]] Decision<AccountEvent> decide(const Header&, const PassNotice&);
[[nodiscard]] Decision<AccountEvent> decide(const Header&, const Liberate&);
[[nodiscard]] Decision<AccountEvent> decide(const Header&, const ReplaceAccessCodes&, const Profile&);
[[nodiscard]] Decision<AccountEvent> decide(const Header&, const UnlockSender&);

/// The next day on which the account's clock rings, for PassLastDay or PassNotice.
[[nodiscard]] std::optional<Day> next_clock(const Header&);
/// When that day begins at the office of guarantee.
[[nodiscard]] std::optional<Instant> next_clock_instant(const Header&);
/// The legal day at the office of guarantee.
[[nodiscard]] Day day_at_office(const Header&, Instant at);

// ---- uses: decide_use.cpp
//
// A command about a movement sees all its guarantees: accounts[i] is the header and use of line i, an empty
// header where the GRN is not registered. It changes all of them or none; each event names its slot.

/// Answers with all reasons that apply to each line (R-ACTS-012). Records the answer and counts a wrong
/// access code, so a refusal has events too. A repetition of the last message is answered as the first time.
[[nodiscard]] Decision<SlottedUseEvent> decide(std::span<const Account>, const CheckUses&, const Profile&);
[[nodiscard]] Decision<SlottedUseEvent> decide(std::span<const Account>, const ReserveUses&, const Profile&);

[[nodiscard]] Decision<SlottedUseEvent> decide(std::span<const Account>, const CancelUses&);
[[nodiscard]] Decision<SlottedUseEvent> decide(std::span<const Account>, const CreditUses&, const Profile&);
[[nodiscard]] Decision<SlottedUseEvent> decide(std::span<const Account>, const ReleaseUses&);

[[nodiscard]] Decision<SlottedUseEvent> decide(const Account&, const ClaimFromGuarantor&, const Profile&);
[[nodiscard]] Decision<SlottedUseEvent> decide(const Account&, const WithdrawClaim&);
[[nodiscard]] Decision<SlottedUseEvent> decide(const Account&, const RecordPayment&);
[[nodiscard]] Decision<SlottedUseEvent> decide(const Account&, const ReviewClaim&, const Profile&);

/// "short by 8765.43 MYR, available 1234.56 MYR": what new uses may still take would do. For whoever may know
/// what is left of the guarantee. Precondition: `asked` is more than that, in the guarantee's currency, which
/// has so many digits.
[[nodiscard]] std::string shortfall(const Header&, Money asked, std::uint8_t minor_digits);

}  // namespace lintas::guarantee
