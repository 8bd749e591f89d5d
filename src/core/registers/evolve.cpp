#include "core/registers/evolve.hpp"

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

}  // namespace

Entry evolve(Entry entry, const Event& event) {
  std::visit(Overloaded{[&](const Registered& e) {
                          entry.status = Status::valid;
                          write(entry, e.content);
                        },
                        [&](const Changed& e) { write(entry, e.content); },
                        [&](const Suspended&) { entry.status = Status::suspended; },
                        [&](const Resumed&) { entry.status = Status::valid; },
                        [&](const Withdrawn&) { entry.status = Status::withdrawn; }},
             event);
  return entry;
}

}  // namespace lintas::registers
