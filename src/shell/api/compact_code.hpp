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

namespace lintas::documents::issue_side {
struct Certificate;
}  // namespace lintas::documents::issue_side

/// The signed codes of movements that depart here and of certificates that are issued here: for whoever
/// prints their documents.
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

/// By what a certificate is found in a status list: what its handle is made of. `reference`: as rows of its
/// stream have it, "MY, MYPKG001, MY-TH 26/00417".
[[nodiscard]] std::string handle_name_of_certificate(std::string_view reference);

/// The same of a certificate; `content` as content_of makes it, `medium`: what the page is that it stands on.
/// Precondition: it was issued.
[[nodiscard]] std::string compact_code_text(const DocumentKey& key,
                                            const std::function<code::Handle(std::string_view)>& handle,
                                            const documents::issue_side::Certificate& certificate,
                                            code::Medium medium, const Hash256& content,
                                            const code::Dates& dates);

}  // namespace lintas::api
