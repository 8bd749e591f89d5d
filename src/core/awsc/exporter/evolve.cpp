#include "core/awsc/exporter/evolve.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/machine.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/exchange/partner.hpp"

template struct lintas::documents::FactOf<lintas::awsc::exporter_side::Facts>;

namespace lintas::awsc::exporter_side {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

namespace {

/// The number is a place in the record: goods that are numbered anew are the same goods.
bool is_alike(const Product& one, const Product& other) {
  return one.code == other.code && one.description == other.description && one.criteria == other.criteria;
}
bool is_alike(const Hash256& one, const Hash256& other) { return one == other; }

/// What is in the record from an instant on is listed from then on; what is in it no more ends then. What was
/// said before of a time behind that instant is overtaken.
template <class Listed, class T>
void list(std::vector<Listed>& all, const std::vector<T>& now, T Listed::* what, Instant at) {
  const auto in_record = [&](const Listed& one) {
    return std::ranges::find_if(now, [&](const T& said) { return is_alike(said, one.*what); });
  };
  std::erase_if(all, [&](const Listed& one) { return at < one.span.from; });
  for (Listed& one : all) {
    if (one.span.until && *one.span.until <= at) continue;
    const auto said = in_record(one);
    one.span.until = said == now.end() ? std::optional{at} : std::nullopt;
    if (said != now.end()) one.*what = *said;
  }
  for (const T& one : now) {
    const bool stands = std::ranges::any_of(
        all, [&](const Listed& listed) { return !listed.span.until && is_alike(listed.*what, one); });
    if (!stands) all.push_back({one, {.from = at}});
  }
}

bool stands_alike(const Standing& one, const Standing& other) {
  return one.state == other.state && one.valid_from == other.valid_from &&
         one.valid_until == other.valid_until;
}

/// Changes how it stood from an instant on.
template <class Change>
void stand(std::vector<Standing>& all, Instant since, std::uint32_t version, const Change& change) {
  auto place = std::ranges::upper_bound(all, since, {}, &Standing::at);
  Standing here = place == all.begin() ? Standing{} : *std::prev(place);
  here.at = since;
  here.version = version;
  place = all.insert(place, here);
  std::for_each(place, all.end(), change);
  const auto same = std::ranges::unique(all, stands_alike);
  all.erase(same.begin(), same.end());
}

/// What the register says from an instant on: its content, where the fact has one, and its state.
void stand_from(Exporter& exporter, const Event& event, Instant since, const Record* content) {
  if (content != nullptr) {
    exporter.content = *content;
    list(exporter.products, exporter.content.products, &ListedProduct::product, since);
    list(exporter.signatories, exporter.content.signatories, &ListedSignatory::name, since);
  }
  // Its days and its state change apart: whatever was known of the one behind that instant stays.
  stand(exporter.standings, since, exporter.shared.version + 1, [&](Standing& standing) {
    if (event.next != exporter.state) standing.state = event.next;
    if (content == nullptr) return;
    standing.valid_from = exporter.content.valid_from;
    standing.valid_until = exporter.content.valid_until;
  });
  exporter.state = event.next;
}

}  // namespace

Exporter evolve(Exporter exporter, const Event& event) {
  const auto partner = [](std::uint32_t number) {
    return certain(exchange::Partner::of(number), "a stored partner is one");
  };
  std::visit(Overloaded{[&](const Told& fact) { exporter.shared.tell(partner(fact.partner), fact.version); },
                        [&](const Acknowledged& fact) {
                          std::vector<std::string> rules;
                          rules.reserve(fact.faults.size());
                          for (const documents::Fault& fault : fact.faults) rules.push_back(fault.rule);
                          exporter.shared.answer(partner(fact.partner), fact.version, std::move(rules),
                                                 event.at);
                        },
                        [&](const Notified& fact) {
                          stand_from(exporter, event, fact.since.value_or(event.at), &fact.content);
                          exporter.heard = fact.version;
                          exporter.heard_at = event.at;
                        },
                        [](const NotTaken& /*fact*/) {},
                        [&](const ToldAgain& /*fact*/) { exporter.shared.repeat(); },
                        [&](const Recorded& fact) {
                          stand_from(exporter, event, fact.since.value_or(event.at), &fact.content);
                          exporter.shared.change(event.at);
                        },
                        [&](const auto& fact) {
                          stand_from(exporter, event, fact.since.value_or(event.at), nullptr);
                          exporter.shared.change(event.at);
                        }},
             static_cast<const Facts&>(event.fact));
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

namespace {

std::string hex_of(const Hash256& hash) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : hash.bytes) {
    text += digits[std::to_integer<unsigned>(byte) >> 4U];
    text += digits[std::to_integer<unsigned>(byte) & 15U];
  }
  return text;
}

}  // namespace

std::string picture_of(const Exporter& exporter) {
  const Record& content = exporter.content;
  std::string text = format("{} {} {}", Machine::states[std::to_underlying(exporter.state)].id,
                            to_text(content.valid_from), to_text(content.valid_until));
  for (const Product& one : content.products) {
    text += format("\n{} {} {}", one.number, one.code, one.description);
    for (const std::string& criterion : one.criteria) text += format(" {}", criterion);
  }
  for (const Hash256& one : content.signatories) text += format("\n{}", hex_of(one));
  return text;
}

}  // namespace lintas::awsc::exporter_side

namespace lintas {

template const Shape& shape<awsc::exporter_side::Event>();

}  // namespace lintas
