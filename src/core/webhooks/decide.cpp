#include "core/webhooks/decide.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/decision.hpp"
#include "base/limits.hpp"
#include "core/access/access.hpp"
#include "core/webhooks/commands.hpp"
#include "core/webhooks/events.hpp"
#include "core/webhooks/refusal.hpp"
#include "core/webhooks/state.hpp"
#include "core/webhooks/table.hpp"

namespace lintas::webhooks {

namespace {

Decision<Event> refuse(Refusal refusal) { return refused<Event>({finding(refusal)}); }

Decision<Event> perform(const Subscription& /*none*/, const Subscribe& c, const Given& given) {
  if (c.url.size() > limits::webhook_url_chars_max) return refuse(Refusal::url_too_long);
  if (c.events.size() > limits::webhook_events_max) return refuse(Refusal::too_many_events);
  return accepted<Event>(Subscribed{.at = given.at,
                                    .owner = given.by,
                                    .id = c.id,
                                    .url = c.url,
                                    .events = c.events,
                                    .key = c.key,
                                    .from = c.from,
                                    .mark = c.mark});
}

Decision<Event> perform(const Subscription& /*of*/, const Pause&, const Given& given) {
  return accepted<Event>(Paused{.at = given.at, .by = access::person_of(given.by)});
}

Decision<Event> perform(const Subscription& of, const Resume& c, const Given& given) {
  if (of.status == Status::live && of.key == c.key) return accepted<Event>();
  return accepted<Event>(Resumed{.at = given.at, .by = access::person_of(given.by), .key = c.key});
}

Decision<Event> perform(const Subscription& of, const Rotate& c, const Given& given) {
  const auto still_signs = [&](const FormerSecret& one) { return signs_at(one, given.at); };
  if (std::cmp_greater_equal(std::ranges::count_if(of.former, still_signs), former_secrets_max))
    return refuse(Refusal::too_many_secrets);
  return accepted<Event>(SecretRotated{.at = given.at, .by = access::person_of(given.by), .mark = c.mark});
}

Decision<Event> perform(const Subscription& /*of*/, const Redeliver& c, const Given& given) {
  return accepted<Event>(SentBack{.at = given.at, .by = access::person_of(given.by), .to = c.from});
}

Decision<Event> perform(const Subscription& /*of*/, const Remove&, const Given& given) {
  return accepted<Event>(Removed{.at = given.at, .by = access::person_of(given.by)});
}

/// What was on its way when it was sent back says nothing of what is to be delivered now.
Decision<Event> perform(const Subscription& of, const NoteDelivered& c, const Given& given) {
  const bool is_news = c.upto > of.delivered || (c.upto == of.delivered && of.failing_since);
  if (c.round != of.round || !is_news) return accepted<Event>();
  return accepted<Event>(Delivered{.at = given.at, .upto = c.upto});
}

Decision<Event> perform(const Subscription& of, const NoteFailing&, const Given& given) {
  if (of.failing_since) return accepted<Event>();
  return accepted<Event>(DeliveryFailed{.at = given.at});
}

Decision<Event> perform(const Subscription& /*of*/, const Stop& c, const Given& given) {
  return accepted<Event>(Stopped{.at = given.at, .why = c.why});
}

}  // namespace

Decision<Event> decide(const Subscription& subscription, const Command& command, const Given& given) {
  static_assert(std::variant_size_v<Command> == triggers.size());
  const Cell& cell = cell_of(subscription.status, triggers.at(command.index()));
  switch (cell.verdict) {
    case Verdict::refuse: return refuse(cell.refusal);
    case Verdict::record_only: return accepted<Event>();
    case Verdict::row: break;
  }
  return std::visit([&](const auto& c) { return perform(subscription, c, given); }, command);
}

}  // namespace lintas::webhooks
