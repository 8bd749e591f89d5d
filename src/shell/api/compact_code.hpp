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
#include "core/messages/forward.hpp"

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

/// What stands in the QR code of the document that is printed of a release, signed at `dates.issued`.
/// `limit`: the one that binds then.
[[nodiscard]] std::string compact_code_text(const DocumentKey& key,
                                            const std::function<code::Handle(std::string_view)>& handle,
                                            const message::Document& release, std::optional<Day> limit,
                                            const code::Dates& dates);

}  // namespace lintas::api
