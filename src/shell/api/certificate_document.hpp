#pragma once

#include <optional>

#include "base/bytes.hpp"
#include "core/model/document_groups.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/core.hpp"
#include "shell/app/service.hpp"

/// The e-Form D of a certificate, for whoever shows or prints it.
namespace lintas::api {

/// As it was applied for, with what was decided since then; of another state's as it came. Nothing where it
/// is not kept any more.
[[nodiscard]] std::optional<message::Document> document_of(const Core& core, const Core::Seen& certificate,
                                                           app::Reader& reader,
                                                           const workflow::Setting& setting);

/// What a code has of it: equal where it was issued, where it came as data, and of any file of it.
[[nodiscard]] Hash256 content_of(const message::wco::Declaration& certificate,
                                 const workflow::Setting& setting);

}  // namespace lintas::api
