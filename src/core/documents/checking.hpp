#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/ruling.hpp"
#include "core/refdata/calendar.hpp"

/// A proof of origin that importing customs has its authority verify (OCP R18, R19): the clocks that run
/// here, of certificates and of origin declarations alike. The ninety days themselves run at that authority
/// (verification/table.hpp).
namespace lintas::documents {

struct Checking {
  bool awaits_reply = false;  ///< of the authority; else it is a visit, the reply came, or nothing is checked
  bool is_visited = false;
  std::optional<Instant> began = {};
  std::optional<Instant> request_received = {};  ///< by the authority, as its L2 proves
  std::optional<Instant> visit_began = {};
};

/// What the ninety days of a reply count from: the authority has the request when its L2 proves it.
[[nodiscard]] inline std::optional<Instant> reply_start(const Checking& checking) {
  return checking.request_received ? checking.request_received : checking.began;
}

/// The clocks of a check, which all remind only.
template <class Machine>
void add_rings_of_check(const Checking& checking, const Context& context,
                        std::vector<Ring<typename Machine::Trigger>>& rings) {
  using Trigger = Machine::Trigger;
  const Limits& limits = context.limits;
  const auto from = [&](const std::optional<Instant>& start, Trigger trigger, refdata::Limit limit) {
    if (start) rings.push_back({trigger, context.due_from(*start, limit)});
  };
  if (checking.awaits_reply) from(reply_start(checking), Trigger::no_reply, limits.check_reply);
  if (checking.is_visited) {
    from(checking.visit_began, Trigger::visit_steps, limits.visit_consent);
    from(checking.visit_began, Trigger::visit_steps, limits.visit_held);
  }
  from(checking.began, Trigger::whole_process, limits.check_warning);
  from(checking.began, Trigger::whole_process, limits.check_whole);
}

/// R-ASW-081: the authority has its ninety days, before customs decides without its reply. `field` names
/// what is checked.
[[nodiscard]] inline Findings fault_in_waiting(const Checking& checking, bool needs_reply,
                                               std::string_view field, const Context& context) {
  if (!checking.awaits_reply) return {};
  const Instant due =
      context.due_from(reply_start(checking).value_or(context.at), context.limits.check_reply);
  if (!needs_reply && context.at >= due) return {};
  return {{"R-ASW-081", std::string{field}, "", format("It may reply until {}.", to_text(due))}};
}

/// R-ASW-080: what is not drawn at random has a reason.
[[nodiscard]] inline Findings fault_in_doubt(bool random, const std::string& reason) {
  if (!reason.empty()) return fault_in_text("reason", reason);
  return random ? Findings{} : Findings{{"R-ASW-080", "reason", "", ""}};
}

}  // namespace lintas::documents
