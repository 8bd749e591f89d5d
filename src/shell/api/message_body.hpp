#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "core/messages/forward.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/call.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

/// Messages as bodies of requests and answers, in XML and JSON alike.
namespace lintas::api {

/// Where the bytes are no message at all, no pointer says where: line and column do.
[[nodiscard]] std::expected<message::Document, Findings> read_document(std::string_view bytes);

/// In XML, or JSON by Accept; nobody between keeps it.
void answer_document(const CallPtr& call, const message::Document& document);

/// The newest message of one of these kinds that the events keep.
[[nodiscard]] std::optional<message::Document> newest_of(std::span<const workflow::PayloadKind> kinds,
                                                         const std::vector<app::EventRow>& events,
                                                         app::Reader& reader, app::Packer& packer);

}  // namespace lintas::api
