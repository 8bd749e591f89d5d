#include "core/workflow/manifest_kinds.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/import/table.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/manifest_listing.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace iss = kinds::issue_side;
namespace imp = kinds::import_side;
using exchange::Partner;
using kinds::Reference;

/// Between state and kind. No certificate of origin has a kind of this name.
constexpr std::string_view sort = " K ";

void later(std::optional<Instant>& moved, const std::optional<Instant>& at) {
  if (at && (!moved || *at > *moved)) moved = at;
}

std::optional<Listed> listed(const StreamView& view) {
  const bool at_issue = view.kind == doc_issue_stream;
  const kinds::Contents& contents =
      at_issue ? view.state->as<iss::Document>().contents : view.state->as<imp::Document>().contents;
  if (contents.reference.number == kinds::Number{}) return std::nullopt;
  std::optional<Instant> moved;
  if (at_issue) {
    const auto& document = view.state->as<iss::Document>();
    for (const auto& at : {document.since, document.taken, document.answered}) later(moved, at);
    for (const kinds::Use& use : document.uses) later(moved, use.at);
  } else {
    const auto& document = view.state->as<imp::Document>();
    for (const auto& at : {document.since, document.received}) later(moved, at);
    for (const kinds::Use& use : document.uses) later(moved, use.at);
  }
  return Listed{.thing = thing_of(contents.reference), .moved = moved};
}

/// What is used, in the order in which it was, and whether the rest was cancelled. Nothing of the last day,
/// which each side sees pass by its own clock, nor of what was put away.
std::string picture_of(const std::vector<kinds::Use>& uses, bool cancelled) {
  std::string text{cancelled ? "cancelled" : ""};
  for (const kinds::Use& use : uses) {
    text += format("{}{}", text.empty() ? "" : " ", use.declaration.str());
    for (const kinds::Line& line : use.lines) text += format(" {} {}", line.number, line.quantity.str());
  }
  return text;
}

std::optional<Picture> picture_at_issue(const iss::Document& document, Partner partner) {
  using enum iss::State;
  const bool knows = document.contents.receiver.str() == partner.str() && document.state != closed &&
                     document.state != cancel_requested && document.not_booked.empty();
  if (!knows) return std::nullopt;
  const bool is_cancelled = document.state == cancelled || document.state == replaced;
  return Picture{.version = std::nullopt, .text = picture_of(document.uses, is_cancelled)};
}

std::optional<Picture> picture_at_import(const imp::Document& document) {
  using enum imp::State;
  if (document.state == none || document.state == tech_error || document.state == closed) return std::nullopt;
  const bool is_cancelled = document.state == cancelled || document.state == replaced;
  return Picture{.version = std::nullopt, .text = picture_of(document.uses, is_cancelled)};
}

std::optional<Picture> picture(const StreamView& view, Partner partner, Instant /*now*/,
                               const Setting& /*setting*/) {
  return view.kind == doc_issue_stream ? picture_at_issue(view.state->as<iss::Document>(), partner)
                                       : picture_at_import(view.state->as<imp::Document>());
}

std::optional<Country> issuer_of(std::string_view thing) {
  const auto document = doc_of(thing);
  return document ? std::optional{document->state} : std::nullopt;
}

std::optional<Slot> slot_of(std::string_view thing, Country home) {
  const auto document = doc_of(thing);
  if (!document) return std::nullopt;
  return document->state == home ? doc_issue_slot(*document) : doc_import_slot(*document);
}

Bytes name_of(std::string_view thing) {
  return doc_name(certain(doc_of(thing), "it is a document of a kind"));
}

bool is_for(const State& state, Partner partner) {
  return state.as<iss::Document>().contents.receiver.str() == partner.str();
}

}  // namespace

std::string thing_of(const Reference& document) {
  return format("{}{}{} {}", document.state.str(), sort, document.kind.str(), document.number.str());
}

std::optional<Reference> doc_of(std::string_view thing) {
  const auto end = thing.find(sort);
  if (end == std::string_view::npos) return std::nullopt;
  const auto state = Country::parse(thing.substr(0, end));
  thing.remove_prefix(end + sort.size());
  const auto blank = thing.find(' ');
  if (!state || blank == std::string_view::npos) return std::nullopt;
  const auto kind = kinds::KindCode::parse(thing.substr(0, blank));
  const auto number = kinds::Number::parse(thing.substr(blank + 1));
  if (!kind || !number) return std::nullopt;
  return Reference{.state = *state, .kind = *kind, .number = *number};
}

const Listing& listing_of_kinds() {
  static constexpr Listing listing{.issued = doc_issue_stream,
                                   .received = doc_import_stream,
                                   .part = kinds_part,
                                   .issuer = issuer_of,
                                   .slot = slot_of,
                                   .name = name_of,
                                   .listed = listed,
                                   .picture = picture,
                                   .is_for = is_for};
  return listing;
}

}  // namespace lintas::workflow
