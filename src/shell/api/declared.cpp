#include "shell/api/declared.hpp"

#include <array>
#include <optional>

#include "core/messages/document.hpp"
#include "core/model/values/mrn.hpp"
#include "core/transit/departure/state.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/message_body.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

std::optional<message::Document> declaration_for(const Core& core, const CallPtr& call, app::Reader& reader,
                                                 const workflow::Setting& setting) {
  static constexpr std::array records{workflow::payload_of_message(1), workflow::payload_of_message(3),
                                      workflow::payload_of_message(50), workflow::payload_of_message(115)};
  const auto mrn = Mrn::parse(call->request.parameter("mrn"));
  const Read read = mrn && mrn->country() != setting.home ? Read::record : Read::declaration;
  auto slot = core.departing_in(call, setting);
  if (mrn && read == Read::record) slot = workflow::journey_slot(*mrn);
  const auto seen = slot ? core.see(*slot, read, call, reader, setting) : std::nullopt;
  if (!seen) {
    answer_unseen(call, read, core.see_movement(Read::movement, call, reader, setting).has_value());
    return std::nullopt;
  }
  const auto history = reader.history(seen->row.head);
  auto document = read == Read::record
                      ? newest_of(records, history, reader, core.ports().packer())
                      : document_under(seen->state.as<transit::departure::Movement>().declaration.document,
                                       history, reader, core.ports().packer());
  if (!document) answer_nothing(call);
  return document;
}

}  // namespace lintas::api
