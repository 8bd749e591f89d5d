#include "core/documents/certificate.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/names.hpp"
#include "core/documents/quantities.hpp"
#include "core/model/format.hpp"
#include "core/model/formats.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/bounded_text.hpp"

namespace lintas::documents {

namespace {

/// The quantity of an item, or a part of it: above zero, and not so large that sums no longer fit.
bool is_quantity(const Decimal& quantity) {
  return !quantity.is_negative() && !quantity.is_zero() && quantity <= quantity_max();
}

Findings faults_in(const Item& item, Kind kind, std::size_t index) {
  Findings findings;
  const auto place = [&](std::string_view field) { return format("items/{}/{}", index + 1, field); };
  if (item.number != index + 1)
    findings.push_back({"R-DOC-003", place("number"), std::to_string(item.number), ""});
  if (item.criterion.empty()) findings.push_back({"R-ASW-010", place("criterion"), "", ""});
  if (item.hs.str().size() < hs_digits(kind))
    findings.push_back({"R-ASW-011", place("hs"), std::string{item.hs.str()}, ""});
  if (!is_quantity(item.quantity))
    findings.push_back({"R-DOC-004", place("quantity"), item.quantity.str(), ""});
  return findings;
}

Findings faults_of_back_to_back(const Contents& contents) {
  Findings findings;
  if (contents.flags.back_to_back == contents.originals.empty()) {
    findings.push_back(
        {"R-ASW-040", contents.originals.empty() ? "originals" : "flags/back_to_back", "", ""});
  }
  if (contents.originals.size() > originals_max)
    findings.push_back({"R-DOC-014", "originals", std::to_string(contents.originals.size()), ""});
  for (std::size_t i = 0; i < contents.originals.size(); ++i) {
    const Original& original = contents.originals[i];
    const auto same = [&](const Original& other) { return other.certificate == original.certificate; };
    if (std::ranges::count_if(contents.originals, same) > 1) {
      findings.push_back(
          {"R-DOC-014", format("originals/{}/certificate", i + 1), in_words(original.certificate), ""});
    }
    const auto place = [&](std::string_view field) { return format("originals/{}/{}", i + 1, field); };
    if (original.certificate.number == ReferenceNumber{} || original.issued == Day{})
      findings.push_back({"R-ASW-041", place("certificate"), in_words(original.certificate), ""});
    if (original.certificate.state == contents.reference.state) {
      findings.push_back(
          {"R-ASW-046", place("certificate/state"), std::string{original.certificate.state.str()}, ""});
    }
    if (original.lines.empty()) findings.push_back({"R-ASW-044", place("lines"), "", ""});
    for (const Line& line : original.lines) {
      if (!is_quantity(line.quantity))
        findings.push_back({"R-DOC-004", place("lines"), line.quantity.str(), ""});
    }
  }
  return findings;
}

}  // namespace

bool is_partial(const Item& item) {
  std::string_view left = item.criterion;
  while (!left.empty()) {
    const auto end = std::min(left.find(criterion_separator), left.size());
    const std::string_view part = left.substr(0, end);
    if (part.substr(0, part.find(' ')) == partial_cumulation) return true;
    left.remove_prefix(std::min(end + criterion_separator.size(), left.size()));
  }
  return false;
}

bool says_the_same(Contents one, const Contents& other) {
  one.function = other.function;
  // One of the two was stored before they were kept; the document tells what they are.
  if (one.invoices.empty() || other.invoices.empty()) one.invoices = other.invoices;
  return one == other;
}

Balances balances_of(const std::vector<Item>& items) {
  Balances balances;
  balances.reserve(items.size());
  for (const Item& item : items)
    balances.push_back({.item = item.number, .quantity = item.quantity, .unit = item.unit});
  return balances;
}

std::vector<ItemResult> results_of(const Balances& items) {
  std::vector<ItemResult> results;
  for (const Balance& item : items) {
    if (!item.result) continue;
    results.push_back({.item = item.item,
                       .result = *item.result,
                       .quantity = item.used,
                       .decided = item.decided.value_or(Instant{}),
                       .unit = item.unit});
  }
  return results;
}

std::optional<Instant> newest_of(std::span<const ItemResult> results) {
  const auto newest = std::ranges::max_element(results, {}, &ItemResult::decided);
  return newest == results.end() ? std::nullopt : std::optional{newest->decided};
}

bool is_newer(const Balance& item, const ItemResult& said) {
  return !item.decided || said.decided > *item.decided;
}

void book_draw(Balances& items, std::vector<Drawn>& drawn, const Drawn& draw) {
  documents::draw(items, draw.lines);
  drawn.push_back(draw);
}

void book_undone_draw(Balances& items, std::vector<Drawn>& drawn, const Reference& by) {
  const auto found = std::ranges::find(drawn, by, &Drawn::by);
  if (found == drawn.end()) return;
  undo_draw(items, found->lines);
  drawn.erase(found);
}

Findings faults_in(const Contents& contents) {
  Findings findings;
  if (contents.items.empty()) findings.push_back({"R-ASW-004", "items", "", "The certificate has no item."});
  if (contents.importer == Country{} || contents.importer == contents.reference.state)
    findings.push_back({"R-DOC-006", "importer", std::string{contents.importer.str()}, ""});
  for (std::size_t i = 0; i < contents.items.size(); ++i)
    add(findings, faults_in(contents.items[i], contents.reference.kind, i));
  const bool names_it = contents.replaces && contents.replaces->certificate == contents.reference;
  const bool names_another_states =
      contents.replaces && contents.replaces->certificate.state != contents.reference.state;
  if (names_it || names_another_states)
    findings.push_back({"R-DOC-037", "replaces", in_words(contents.replaces->certificate), ""});
  add(findings, faults_of_back_to_back(contents));
  return findings;
}

Findings fault_in_text(std::string_view field, const std::string& text) {
  const auto fault = lintas::fault_in_text(text, limits::officer_text_chars_max);
  if (!fault) return {};
  return {{"R-DOC-002", std::string{field}, "", std::string{describe(*fault)}}};
}

Findings fault_in_name(std::string_view field, std::string_view name) {
  message::Text room;
  if (message::store(message::formats::tight35, name, &room) == message::Misfit::none) return {};
  return {{"R-DOC-025", std::string{field}, std::string{name}, ""}};
}

void add(Findings& findings, Findings more) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::string in_words(const Reference& reference) {
  return format("{}, {}, {}", reference.state.str(), reference.office.str(), reference.number.str());
}

}  // namespace lintas::documents
