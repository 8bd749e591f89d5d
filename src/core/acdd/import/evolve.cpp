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
    stands(e.declared.declaration);
    document.declarations = with(std::move(document.declarations), e.declared);
    document.judged = e.judged;
  }
  void operator()(const Withdrawn& e) const {
    document.declarations = without(std::move(document.declarations), e.declaration);
    std::erase_if(document.standing, [&](const Standing& one) { return one.declaration == e.declaration; });
    document.judged = e.judged;
  }
  void operator()(const documents::TimeOver& /*e*/) const {}
  void operator()(const Noted& /*e*/) const {}
  void operator()(const LookedAt& /*e*/) const { document.looked_at = true; }

 private:
  void stands(const DeclarationNumber& declaration) const {
    // Its time ran out once; whoever declares the permit now has all of it.
    if (document.state == State::closed)
      for (Standing& one : document.standing) one.since = event.at;
    if (std::ranges::find(document.standing, declaration, &Standing::declaration) == document.standing.end())
      document.standing.push_back({.declaration = declaration, .since = event.at});
  }
};

/// That one is withdrawn leaves less to look at.
bool declares_nothing_new(const Document& before, const Document& after) {
  return std::ranges::all_of(after.declarations, [&](const Declared& one) {
    return std::ranges::find(before.declarations, one) != before.declarations.end();
  });
}
/// Whether what customs looked at still is all that there is to say. A difference does not say how much is
/// behind it: that a line was not exported has no quantity, that the exporter differs no name. So what is
/// declared, and what was exported, is asked beside the comparison. Of one that names not all of its
/// differences nobody knows.
bool stands_as_it_was(const Document& before, const Document& after) {
  if (after.state != before.state || !declares_nothing_new(before, after)) return false;
  if (after.state != State::mismatch) return true;
  const bool same_export =
      after.contents.items == before.contents.items && after.contents.exporter == before.contents.exporter;
  return same_export && after.judged == before.judged &&
         after.judged.count == after.judged.differences.size();
}
/// Looking alone, and what changes nothing, is no news.
bool brings_news(const Event& event) {
  const auto& fact = static_cast<const Facts&>(event.fact);
  return !std::holds_alternative<Noted>(fact) && !std::holds_alternative<LookedAt>(fact);
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
