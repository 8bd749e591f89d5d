#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/messages/program.hpp"
#include "core/transit/departure/table.hpp"
#include "shell/api/trader_mail.hpp"

/// The signed code of a movement that departs here: for whoever prints its document.
namespace lintas::api {

/// What documents of this node are signed with, and the sheet of the state's root that says so.
struct DocumentKey {
  code::Issuer issuer;
  code::TrustedKey trusted;  ///< as the sheet has it
  Bytes trust_sheet;

  /// Whether readers would believe what it signs now.
  [[nodiscard]] bool may_sign(Instant now) const;
};

/// From the release until the movement is written off: an ended one needs no document, and an old document of
/// it would only be used for other goods.
[[nodiscard]] bool is_on_the_road(transit::departure::State state);

/// The newest release (IE029) of a movement, and when it was decided.
struct Release {
  message::Document document;
  Instant at;
};
/// Nothing where there was none.
[[nodiscard]] std::optional<Release> release_of(const MailSource& source);

/// What stands in the QR code of the document that is printed of a release.
[[nodiscard]] std::string compact_code_text(const DocumentKey& key,
                                            const std::function<code::Handle(std::string_view)>& handle,
                                            const Release& release);

}  // namespace lintas::api
