#include "shell/api/released.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <ranges>
#include <string_view>
#include <vector>

#include "core/model/values/mrn.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/machine.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

namespace lintas::api {

namespace {

namespace dep = transit::departure;

constexpr transit::Ie ie_release = 29;

std::optional<Release> newest_release(const MailSource& source) {
  const auto mail = mail_of_departure(source.events, {});  // what was released has an MRN
  const auto newest = std::ranges::find(mail | std::views::reverse, ie_release, &Mail::ie);
  if (newest == std::ranges::rend(mail)) return std::nullopt;
  return Release{
      .document = render_departure(*newest, source), .at = source.events[newest->event].at, .limit = {}};
}

}  // namespace

bool is_on_the_road(dep::State state) {
  using enum dep::State;
  static constexpr std::array states{released, arrived, discrepancies, enquiry_recommended};
  return std::ranges::find(states, state) != states.end();
}

std::optional<Release> release_for(const Core& core, const CallPtr& call, app::Reader& reader,
                                   std::string_view rule) {
  const workflow::Setting setting = core.ports().setting();
  const auto mrn = Mrn::parse(call->request.parameter("mrn"));
  std::optional<Core::Seen> seen;
  if (mrn && mrn->country() == setting.home)
    seen = core.see(workflow::departure_slot(*mrn, setting), Read::paper, call, reader, setting);
  if (!seen) {
    const bool may_look = core.see_movement(Read::movement, call, reader, setting).has_value();
    answer_unseen(call, Read::paper, may_look);
    return std::nullopt;
  }
  std::optional<Release> release;
  const auto& movement = seen->state.as<dep::Movement>();
  if (is_on_the_road(movement.state)) {
    const std::vector<app::EventRow> history = reader.history(seen->row.head);
    release = newest_release({.events = history,
                              .reader = reader,
                              .packer = core.ports().packer(),
                              .setting = setting,
                              .losses = core.ports().losses});
    if (release) release->limit = movement.limit;
  }
  if (!release) call->respond(problem(422, rule, call->trace));
  return release;
}

}  // namespace lintas::api
