#include "core/webhooks/evolve.hpp"

#include <variant>

#include "base/result.hpp"
#include "core/webhooks/events.hpp"
#include "core/webhooks/state.hpp"

namespace lintas::webhooks {

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
                               .why = {}};
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
                          ++s.generation;
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
