#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/documents/certificate.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/app/service.hpp"

/// What a certificate is called in its address, /v1/documents/{document}: by this node's own name of it, by
/// its reference as the feed and the work list show it, "MY, MYPKG001, MY-TH 26/00417", by the text of the
/// code on its printed copy ("LC1:…": whoever is shown paper finds the data, if they are here), or by the end
/// of its `location`.
namespace lintas::api {

/// The certificate that a text names; nothing for a text of another form. A code names one, whoever signed
/// it.
[[nodiscard]] std::optional<documents::Reference> reference_in(std::string_view text);

/// "/v1/documents/CO-9f64…"; of one of another state a reference of this node is the last part.
[[nodiscard]] std::string address_of_document(const Core& core, const Core::Seen& certificate);

/// The certificate under this reference, if it is here and the actor may read it.
[[nodiscard]] std::optional<Core::Seen> see_certificate(const Core& core,
                                                        const documents::Reference& reference,
                                                        const CallPtr& call, app::Reader& reader,
                                                        const workflow::Setting& setting);
/// The certificate that the address names, if the actor may read it.
[[nodiscard]] std::optional<Core::Seen> see_document(const Core& core, const CallPtr& call,
                                                     app::Reader& reader, const workflow::Setting& setting);

}  // namespace lintas::api
