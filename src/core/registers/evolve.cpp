#include "core/registers/evolve.hpp"

#include <algorithm>
#include <optional>
#include <variant>

#include "base/result.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/events.hpp"
#include "core/registers/state.hpp"

namespace lintas::registers {

namespace {

void write(Entry& entry, const Content& content) {
  entry.facts = content.facts;
  entry.valid_from = content.valid_from;
  entry.valid_until = content.valid_until;
  entry.details = content.details;
}

/// Whoever stops an entry again does not take from what a higher one did.
template <class Stopped>
void stop(Entry& entry, Status status, const Stopped& event) {
  entry.status = status;
  entry.stopped_by = std::max(entry.stopped_by, std::optional{event.side.value_or(Side::authority)});
}

void start(Entry& entry) {
  entry.status = Status::valid;
  entry.stopped_by.reset();
}

}  // namespace

Entry evolve(Entry entry, const Event& event) {
  std::visit(Overloaded{[&](const Registered& e) {
                          start(entry);
                          write(entry, e.content);
                        },
                        [&](const Changed& e) { write(entry, e.content); },
                        [&](const Suspended& e) { stop(entry, Status::suspended, e); },
                        [&](const Resumed&) { start(entry); },
                        [&](const Withdrawn& e) { stop(entry, Status::withdrawn, e); }},
             event);
  return entry;
}

}  // namespace lintas::registers

namespace lintas {

template const Shape& shape<registers::Event>();

}  // namespace lintas
