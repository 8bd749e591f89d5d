#include "core/kinds/import/evolve.hpp"

#include <variant>

#include "base/machine.hpp"
#include "core/documents/events.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/import/table.hpp"

template struct lintas::documents::FactOf<lintas::kinds::import_side::Facts>;

namespace lintas::kinds::import_side {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

namespace {

/// What each fact changes beside state and clock.
struct Apply {
  Document& document;
  const Event& event;

  void operator()(const Received& e) const {
    document.contents = e.contents;
    document.faults.clear();
    document.received = event.at;
  }
  void operator()(const Faulty& e) const {
    named(e.reference);
    document.faults = e.faults;
  }
  void operator()(const CancellationCame& e) const {
    named(e.reference);
    if (event.when == Case::gone) return;
    document.replaced_by = e.replaced_by;
    document.given_up = true;
  }
  void operator()(const Judged& /*e*/) const {}
  void operator()(const WasUsed& e) const { document.uses.push_back(e.use); }
  void operator()(const documents::TimeOver& /*e*/) const {}
  void operator()(const documents::Noted& /*e*/) const {}

 private:
  void named(const Reference& reference) const {
    if (!document.received) document.contents.reference = reference;
  }
};

}  // namespace

Document evolve(Document document, const Event& event) {
  if (event.next != document.state) document.since = event.at;
  std::visit(Apply{document, event}, static_cast<const Facts&>(event.fact));
  document.state = event.next;
  document.due = event.due;
  return document;
}

}  // namespace lintas::kinds::import_side

namespace lintas {

template const Shape& shape<kinds::import_side::Event>();

}  // namespace lintas
