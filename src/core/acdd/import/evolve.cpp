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
    case Alarm::no_document: return "declared, and no document came";
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
    if (document.declarations.empty()) document.declared = event.at;
    document.declarations = with(std::move(document.declarations), e.declared);
    document.judged = e.judged;
  }
  void operator()(const Withdrawn& e) const {
    document.declarations = without(std::move(document.declarations), e.declaration);
    if (document.declarations.empty()) document.declared.reset();
    document.judged = e.judged;
  }
  void operator()(const documents::TimeOver& /*e*/) const {}
  void operator()(const documents::Noted& /*e*/) const {}
  void operator()(const LookedAt& /*e*/) const { document.looked_at = true; }
};

/// Whether what customs looked at still is all that there is to say: the comparison, or where none is made
/// the declarations. Of a comparison that names not all of its differences nobody knows.
bool stands_as_it_was(const Document& before, const Document& after) {
  if (after.state != before.state) return false;
  if (after.state != State::mismatch) return after.declarations == before.declarations;
  return after.judged == before.judged && after.judged.count == after.judged.differences.size();
}
/// Looking alone, and what changes nothing, is no news.
bool brings_news(const Event& event) {
  const auto& fact = static_cast<const Facts&>(event.fact);
  return !std::holds_alternative<documents::Noted>(fact) && !std::holds_alternative<LookedAt>(fact);
}

std::optional<Alarm> alarm_of(const Document& document) {
  if (document.looked_at) return std::nullopt;
  if (document.state == State::unannounced) return Alarm::no_document;
  if (document.state == State::mismatch) return Alarm::differs;
  if (document.state == State::stale) return Alarm::not_declared;
  if (document.state == State::cancelled && !document.declarations.empty()) return Alarm::declared_cancelled;
  return std::nullopt;
}

}  // namespace

Document evolve(Document document, const Event& event) {
  if (event.next != document.state) document.rung.reset();
  // Evidence changes nothing, so that nothing is kept longer for it.
  if (event.next != document.state || brings_news(event)) document.since = event.at;
  std::optional<Document> looked_at;
  if (document.looked_at && brings_news(event)) looked_at = document;
  std::visit(Apply{document, event}, static_cast<const Facts&>(event.fact));
  document.state = event.next;
  if (looked_at && !stands_as_it_was(*looked_at, document)) document.looked_at = false;
  document.alarm = alarm_of(document);
  document.due = event.due;
  return document;
}

std::optional<Alarm> alarm_behind(const Event& event) {
  const auto& facts = static_cast<const Facts&>(event.fact);
  if (std::holds_alternative<documents::TimeOver>(facts)) {
    if (event.next == State::stale) return Alarm::not_declared;
    if (event.next == State::unannounced) return Alarm::no_document;
  }
  return std::visit(
      [](const auto& fact) -> std::optional<Alarm> {
        if constexpr (requires { fact.alarm; }) {
          return fact.alarm;
        } else {
          return std::nullopt;
        }
      },
      facts);
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
