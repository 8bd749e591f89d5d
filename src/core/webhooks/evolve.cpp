#include "core/webhooks/evolve.hpp"

#include <ranges>
#include <variant>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "core/webhooks/events.hpp"
#include "core/webhooks/state.hpp"

namespace lintas::webhooks {

bool signs_at(const FormerSecret& secret, Instant now) noexcept {
  return now - secret.replaced < limits::webhook_old_secret;
}

std::vector<SecretName> Subscription::secrets_at(Instant now) const {
  std::vector<SecretName> names{secret()};
  for (const FormerSecret& one : former | std::views::reverse) {
    if (signs_at(one, now)) names.push_back({.generation = one.generation, .mark = one.mark});
  }
  return names;
}

Subscription evolve(Subscription s, const Event& event) {
  std::visit(Overloaded{[&](const Subscribed& e) {
                          s = {.status = Status::live,
                               .owner = e.owner,
                               .key = e.key,
                               .id = e.id,
                               .url = e.url,
                               .events = e.events,
                               .generation = 1,
                               .rotated = {},
                               .delivered = e.from,
                               .round = 1,
                               .failing_since = {},
                               .why = {},
                               .mark = e.mark,
                               .former = {}};
                        },
                        [&](const Paused&) {
                          s.status = Status::paused;
                          s.failing_since.reset();
                          s.why.reset();
                        },
                        [&](const Resumed& e) {
                          s.status = Status::live;
                          s.key = e.key;
                          s.failing_since.reset();
                          s.why.reset();
                        },
                        [&](const SecretRotated& e) {
                          std::erase_if(s.former,
                                        [&](const FormerSecret& one) { return !signs_at(one, e.at); });
                          s.former.push_back({.generation = s.generation, .mark = s.mark, .replaced = e.at});
                          ++s.generation;
                          s.mark = e.mark;
                          s.rotated = e.at;
                        },
                        [&](const SentBack& e) {
                          s.delivered = e.to;
                          ++s.round;
                        },
                        [&](const Removed&) { s.status = Status::removed; },
                        [&](const Delivered& e) {
                          s.delivered = e.upto;
                          s.failing_since.reset();
                        },
                        [&](const DeliveryFailed& e) { s.failing_since = e.at; },
                        [&](const Stopped& e) {
                          s.status = Status::stopped;
                          s.why = e.why;
                        }},
             event);
  return s;
}

}  // namespace lintas::webhooks

namespace lintas {

template const Shape& shape<webhooks::Event>();

}  // namespace lintas
