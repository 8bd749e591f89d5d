#include "shell/api/document_names.hpp"

#include <algorithm>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/text.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/document_list.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

/// What stands before the next comma, and that is taken off the text.
std::string_view next_part(std::string_view& text) {
  const auto comma = std::min(text.find(','), text.size());
  const std::string_view part = text.substr(0, comma);
  text.remove_prefix(std::min(comma + 1, text.size()));
  while (text.starts_with(' ')) text.remove_prefix(1);
  return part;
}

}  // namespace

namespace {

/// Whether it is believed, the code does not matter here: it is a name, and what is shown is what is stored.
std::optional<documents::Reference> reference_in_code(std::string_view text) {
  const auto bytes = code::from_qr_text(text);
  const auto code = bytes ? code::read_code(*bytes) : std::unexpected(bytes.error());
  const auto* said = code ? std::get_if<code::Certificate>(&code->content.document) : nullptr;
  if (said == nullptr) return std::nullopt;
  const auto office = documents::IssuingOffice::parse(said->office);
  const auto number = documents::ReferenceNumber::parse(said->number);
  if (!office || !number) return std::nullopt;
  return documents::Reference{
      .state = code->content.issuer,
      .office = *office,
      .number = *number,
      .kind = said->form == code::Form::form_d ? documents::Kind::form_d : documents::Kind::preferential};
}

}  // namespace

std::optional<documents::Reference> reference_in(std::string_view text) {
  if (text.starts_with(code::text_prefix)) return reference_in_code(text);
  const auto state = Country::parse(next_part(text));
  const auto office = documents::IssuingOffice::parse(next_part(text));
  const auto number = documents::ReferenceNumber::parse(text);
  if (!state || !office || !number) return std::nullopt;
  return documents::Reference{.state = *state, .office = *office, .number = *number};
}

std::string address_of_document(const Core& core, const Core::Seen& certificate) {
  if (certificate.row.kind == workflow::issue_stream) {
    const auto& issued = certificate.state.as<workflow::Issued>().certificate;
    if (issued.state != documents::issue_side::State::none)
      return format("/v1/documents/{}", issued.document.str());
  }
  return format("/v1/documents/{}", core.reference_to(certificate.row.id));
}

std::optional<Core::Seen> see_certificate(const Core& core, const documents::Reference& reference,
                                          const CallPtr& call, app::Reader& reader,
                                          const workflow::Setting& setting) {
  const workflow::Slot slot =
      reference.state == setting.home ? workflow::issued_slot(reference) : workflow::import_slot(reference);
  return core.see(slot, right_of(slot.kind), call, reader, setting);
}

std::optional<Core::Seen> see_document(const Core& core, const CallPtr& call, app::Reader& reader,
                                       const workflow::Setting& setting) {
  const std::string_view name = call->request.parameter("document");
  const auto see = [&](const workflow::Slot& slot) {
    return core.see(slot, right_of(slot.kind), call, reader, setting);
  };
  if (auto certificate = reference_in(name)) {
    auto seen = see_certificate(core, *certificate, call, reader, setting);
    if (seen || certificate->state != setting.home) return seen;
    // What others ask about a declaration of one of this state's exporters has its code for an office.
    certificate->kind = documents::Kind::origin_declaration;
    return see_certificate(core, *certificate, call, reader, setting);
  }
  if (const auto document = documents::DocumentId::parse(name)) {
    if (auto seen = see(workflow::issue_slot(*document))) return seen;
  }
  const auto id = core.referred_to(name);
  const auto row = id ? reader.stream(*id) : std::nullopt;
  if (!row || find_document_kind(row->kind) != &certificate_kind) return std::nullopt;
  return see({.kind = row->kind, .by = *id});
}

}  // namespace lintas::api
