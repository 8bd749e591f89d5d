#include "shell/api/document_acts.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <variant>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/state.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/core.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;

/// As it stands; nothing where there is no such one, which the command will say.
std::optional<iss::Certificate> find_issued(const documents::DocumentId& document, const Known& known) {
  const auto row = Core::row_of(workflow::issue_slot(document), known.reader);
  if (!row) return std::nullopt;
  return app::load_stream(known.national, known.reader, *row).state.as<workflow::Issued>().certificate;
}

std::optional<imp::Certificate> find_imported(const documents::Reference& certificate, const Known& known) {
  const auto row = Core::row_of(workflow::import_slot(certificate), known.reader);
  if (!row || row->kind != workflow::import_stream) return std::nullopt;
  return app::load_stream(known.national, known.reader, *row).state.as<imp::Certificate>();
}

template <class Act, class Fill>
Bytes filled(ByteView content, const Fill& fill) {
  auto act = workflow::read_content<Act>(content);
  fill(act);
  return to_cbor(act);
}

/// The exporter's key was authenticated (OCP R28); nobody else's says anything of the application.
Bytes submission(ByteView content, const Known& known) {
  return filled<iss::SubmitApplication>(
      content, [&](auto& act) { act.authenticated = known.actor.role == access::Role::exporter; });
}

Bytes approval(ByteView content, const Known& known) {
  return filled<iss::ApproveApplication>(content, [&](auto& act) {
    const auto certificate = find_issued(act.document, known);
    if (!certificate) return;
    act.kind = certificate->contents.reference.kind;
    for (const documents::Original& original : certificate->contents.originals)
      act.originals.push_back(original.certificate);
    if (const auto& earlier = certificate->contents.replaces) act.replaces = earlier->certificate;
  });
}

template <class Act>
Bytes claim(ByteView content, const Known& known) {
  return filled<Act>(content, [&](auto& act) {
    if (const auto certificate = find_imported(act.certificate, known))
      act.replaces = imp::earlier_of_claim(*certificate);
  });
}
Bytes taking_of_data(ByteView content, const Known& known) {
  return filled<imp::TakeData>(content, [&](auto& act) {
    if (const auto certificate = find_imported(act.certificate, known))
      act.replaces = imp::earlier_of_data(*certificate);
  });
}

/// The exporter's own act is its word.
Bytes transmission(ByteView content, const Known& known) {
  return filled<iss::TransmitCertificate>(content, [&](auto& act) {
    act.authorised = act.authorised || known.actor.role == access::Role::exporter;
  });
}

struct Completion {
  workflow::CommandType type{};
  Complete complete = nullptr;
};
template <class Acts, class Act, std::size_t I = 0>
consteval std::size_t place_of_act() {
  if constexpr (std::same_as<std::variant_alternative_t<I, Acts>, Act>) {
    return I;
  } else {
    return place_of_act<Acts, Act, I + 1>();
  }
}
template <class Act>
constexpr workflow::CommandType type_of =
    workflow::command_in(workflow::issue_block, place_of_act<iss::Act, Act>());
constexpr std::array completions{
    Completion{type_of<iss::SubmitApplication>, &submission},
    Completion{type_of<iss::ApproveApplication>, &approval},
    Completion{type_of<iss::TransmitCertificate>, &transmission},
    Completion{workflow::command_in(workflow::import_block, place_of_act<imp::Act, imp::ClaimPreference>()),
               &claim<imp::ClaimPreference>},
    Completion{workflow::command_in(workflow::import_block, place_of_act<imp::Act, imp::UtiliseItems>()),
               &claim<imp::UtiliseItems>},
    Completion{workflow::command_in(workflow::import_block, place_of_act<imp::Act, imp::TakeData>()),
               &taking_of_data},
};

}  // namespace

Complete find_completion(workflow::CommandType type) {
  const auto* found = std::ranges::find(completions, type, &Completion::type);
  return found == completions.end() ? nullptr : found->complete;
}

}  // namespace lintas::api
