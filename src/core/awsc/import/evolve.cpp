#include "core/awsc/import/evolve.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "base/machine.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/import/events.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/import/table.hpp"
#include "core/documents/events.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/kinds/contents.hpp"

template struct lintas::documents::FactOf<lintas::awsc::import_side::Facts>;

namespace lintas::awsc::import_side {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

namespace {

/// What each fact changes beside state and clock.
struct Apply {
  Declaration& declaration;
  const Event& event;

  void operator()(const Presented& e) const {
    declaration.contents = e.contents;
    declaration.judgements = e.judgements;
    declaration.results.clear();
    declaration.office = e.office;
    // The days of a refusal began when customs saw it first.
    if (!declaration.presented) declaration.presented = event.at;
    declaration.since = declaration.presented;
  }
  void operator()(const Accepted& e) const {
    declaration.judgements = e.judgements;
    decided(e.results);
  }
  void operator()(const Refused& e) const { decided(e.results); }
  void operator()(const Used& e) const { declaration.uses.push_back(e.use); }
  void operator()(const Reopened& /*e*/) const {
    std::erase_if(declaration.results, [](const ItemResult& one) { return documents::refuses(one.result); });
  }
  void operator()(const Withdrawn& /*e*/) const { declaration.results.clear(); }
  void operator()(const PresentedAgain& /*e*/) const {}
  void operator()(const documents::Reminded<Alarm>& e) const {
    documents::book(declaration, e, event.trigger);
  }
  void operator()(const documents::TimeOver& /*e*/) const {}
  void operator()(const CheckBegan& e) const {
    declaration.was_decided = true;
    declaration.open = e.items;
    for (const std::uint32_t item : e.items) {
      if (std::ranges::find(declaration.checked, item) == declaration.checked.end())
        declaration.checked.push_back(item);
      std::erase_if(declaration.results, [&](const ItemResult& one) { return one.item == item; });
    }
    declaration.requests.push_back(e.request);
    declaration.check_began = event.at;
    declaration.reply_came = false;
    declaration.request_received.reset();
    declaration.visit_began.reset();
  }
  void operator()(const Done& /*e*/) const {
    if (event.trigger == Trigger::acknowledgement) declaration.request_received = event.at;
    if (event.trigger == Trigger::check_result || event.trigger == Trigger::record_reply)
      declaration.reply_came = true;
    if (event.trigger == Trigger::visit) declaration.visit_began = event.at;
  }
  void operator()(const documents::Noted& /*e*/) const {}

 private:
  void decided(const std::vector<ItemResult>& results) const {
    declaration.was_decided = true;
    declaration.results.insert(declaration.results.end(), results.begin(), results.end());
    declaration.open.clear();
  }
};

}  // namespace

Declaration evolve(Declaration declaration, const Event& event) {
  if (event.next != declaration.state) {
    declaration.alarm.reset();
    // The whole process of a check goes on during a visit: what rang of it does not ring again.
    const bool goes_on = declaration.state == State::under_check && event.next == State::visit;
    if (!goes_on) declaration.rung.reset();
    declaration.since = event.at;
  }
  std::visit(Apply{declaration, event}, static_cast<const Facts&>(event.fact));
  declaration.state = event.next;
  declaration.due = event.due;
  return declaration;
}

const DeclaredItem* find_item(const Declaration& declaration, std::uint32_t number) {
  const auto& items = declaration.contents.items;
  const auto found = std::ranges::find(items, number, &DeclaredItem::number);
  return found == items.end() ? nullptr : &*found;
}

std::optional<documents::Result> result_of(const Declaration& declaration, std::uint32_t number) {
  const auto found = std::ranges::find(declaration.results, number, &ItemResult::item);
  return found == declaration.results.end() ? std::nullopt : std::optional{found->result};
}

Decimal left_of(const Declaration& declaration, const DeclaredItem& item) {
  Decimal left = item.quantity;
  for (const kinds::Use& use : declaration.uses) {
    for (const kinds::Line& line : use.lines) {
      if (line.number != item.number) continue;
      // More than a number holds is more than there ever was.
      const auto less = left.minus(line.quantity);
      if (!less) return Decimal{};
      left = *less;
    }
  }
  return left;
}

}  // namespace lintas::awsc::import_side

namespace lintas {

template const Shape& shape<awsc::import_side::Event>();

}  // namespace lintas
