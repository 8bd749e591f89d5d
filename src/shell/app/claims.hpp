#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/exchange/partner.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

/// From events to the claims that messages of partners have, and back to whom a message of ours is for. Both
/// are asked of one state of the store; what they tell of a message never changes.
namespace lintas::app {

/// The claim of the message that the event took first, without its evidence. Nothing where none was taken
/// with it.
[[nodiscard]] std::optional<ReceivedRow> claim_with(Reader& reader, exchange::Partner partner,
                                                    const EventRow& event);

/// The claim of the message that one of ours answers, as that came at first, with its evidence. `answers`:
/// its identification, as ours has it (app::Written). Nothing where it is not the one for which ours was
/// sent, or another partner's.
[[nodiscard]] std::optional<ReceivedRow> question_of(Reader& reader, const OutboxRow& row,
                                                     std::string_view answers);

/// Whether the message that ours says it answers may be one of whom ours is for. Not where its event says
/// that another partner's made it.
[[nodiscard]] bool may_answer_recipient(Reader& reader, const OutboxRow& row, std::string_view answers);

/// For whom the message was that has, or had, this number in the outbox; nothing for none.
[[nodiscard]] std::optional<exchange::Partner> recipient_of(Reader& reader, std::int64_t outbox_id);

}  // namespace lintas::app
