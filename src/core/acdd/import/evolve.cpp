#include "core/acdd/import/evolve.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/machine.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/matching.hpp"
#include "core/documents/events.hpp"

template struct lintas::documents::FactOf<lintas::acdd::import_side::Facts>;

namespace lintas::acdd::import_side {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

std::string_view name(Alarm alarm) noexcept {
  switch (alarm) {
    case Alarm::differs: return "differs from what is declared";
    case Alarm::not_declared: return "goods not declared in time";
    case Alarm::declared_cancelled: return "declared although cancelled";
  }
  return "";
}

namespace {

/// What each fact changes beside state and clock.
struct Apply {
  Document& document;
  const Event& event;

  void operator()(const Received& e) const {
    document.contents = e.contents;
    document.judged = e.judged;
    document.faults.clear();
    document.heard = std::max(document.heard, e.contents.version);
    document.received = event.at;
  }
  void operator()(const Faulty& e) const {
    if (document.state == State::none && e.permit) document.contents.permit = *e.permit;
    document.faults = e.faults;
    // Of one that does not say its version nothing more is known than that it may be the next.
    const auto next = static_cast<std::uint16_t>(std::max(document.heard, document.cancelled) + 1);
    document.heard = std::max(document.heard, e.version == 0 ? next : e.version);
  }
  void operator()(const CancellationCame& e) const {
    if (document.state == State::none && e.permit) document.contents.permit = *e.permit;
    document.cancelled = std::max(document.cancelled, e.version);
  }
  void operator()(const Reported& e) const {
    if (document.state == State::none && e.permit) document.contents.permit = *e.permit;
    document.declarations = with(std::move(document.declarations), e.declared);
    document.judged = e.judged;
  }
  void operator()(const Withdrawn& e) const {
    document.declarations = without(std::move(document.declarations), e.declaration);
    document.judged = e.judged;
  }
  void operator()(const documents::TimeOver& /*e*/) const {}
  void operator()(const documents::Noted& /*e*/) const {}
};

std::optional<Alarm> alarm_of(const Document& document) {
  if (document.state == State::mismatch) return Alarm::differs;
  if (document.state == State::stale) return Alarm::not_declared;
  if (document.state == State::cancelled && !document.declarations.empty()) return Alarm::declared_cancelled;
  return std::nullopt;
}

}  // namespace

Document evolve(Document document, const Event& event) {
  if (event.next != document.state) document.rung.reset();
  // Evidence changes nothing, so that nothing is kept longer for it.
  if (event.next != document.state || !std::holds_alternative<documents::Noted>(event.fact))
    document.since = event.at;
  std::visit(Apply{document, event}, static_cast<const Facts&>(event.fact));
  document.state = event.next;
  document.alarm = alarm_of(document);
  document.due = event.due;
  return document;
}

std::vector<Declared> with(std::vector<Declared> declarations, const Declared& declared) {
  const auto known = std::ranges::find(declarations, declared.declaration, &Declared::declaration);
  if (known == declarations.end()) {
    declarations.push_back(declared);
  } else {
    *known = declared;
  }
  return declarations;
}

std::vector<Declared> without(std::vector<Declared> declarations, const DeclarationNumber& declaration) {
  std::erase_if(declarations, [&](const Declared& one) { return one.declaration == declaration; });
  return declarations;
}

}  // namespace lintas::acdd::import_side

namespace lintas {

template const Shape& shape<acdd::import_side::Event>();

}  // namespace lintas
