#include "core/awsc/exporter/evolve.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <variant>
#include <vector>

#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/documents/events.hpp"

template struct lintas::documents::FactOf<lintas::awsc::exporter_side::Facts>;

namespace lintas::awsc::exporter_side {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

namespace {

/// What is in the record from now on is listed from now on; what is in it no more ends now.
template <class Listed, class T>
void list(std::vector<Listed>& all, const std::vector<T>& now, T Listed::* what, Instant at) {
  for (Listed& one : all) {
    if (!one.span.until && std::ranges::find(now, one.*what) == now.end()) one.span.until = at;
  }
  for (const T& one : now) {
    const bool stands = std::ranges::any_of(
        all, [&](const Listed& listed) { return !listed.span.until && listed.*what == one; });
    if (!stands) all.push_back({one, {.from = at}});
  }
}

bool stands_alike(const Standing& one, const Standing& other) {
  return one.state == other.state && one.valid_from == other.valid_from &&
         one.valid_until == other.valid_until;
}

}  // namespace

Exporter evolve(Exporter exporter, const Event& event) {
  Instant since = event.at;
  if (const auto* recorded = std::get_if<Recorded>(&static_cast<const Facts&>(event.fact))) {
    since = recorded->since.value_or(event.at);
    exporter.content = recorded->content;
    list(exporter.products, exporter.content.products, &ListedProduct::product, since);
    list(exporter.signatories, exporter.content.signatories, &ListedSignatory::name, since);
  }
  exporter.state = event.next;
  const Standing standing{.at = since,
                          .state = event.next,
                          .valid_from = exporter.content.valid_from,
                          .valid_until = exporter.content.valid_until};
  if (exporter.standings.empty() || !stands_alike(exporter.standings.back(), standing))
    exporter.standings.push_back(standing);
  return exporter;
}

std::optional<Extract> as_of(const Exporter& exporter, Instant at) {
  const auto after = std::ranges::upper_bound(exporter.standings, at, {}, &Standing::at);
  if (after == exporter.standings.begin()) return std::nullopt;
  Extract extract{.standing = *std::prev(after), .products = {}, .signatories = {}};
  for (const ListedProduct& one : exporter.products) {
    if (one.span.covers(at)) extract.products.push_back(one.product);
  }
  for (const ListedSignatory& one : exporter.signatories) {
    if (one.span.covers(at)) extract.signatories.push_back(one.name);
  }
  return extract;
}

}  // namespace lintas::awsc::exporter_side

namespace lintas {

template const Shape& shape<awsc::exporter_side::Event>();

}  // namespace lintas
