#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "core/messages/document.hpp"
#include "core/transit/presentation.hpp"
#include "core/workflow/departure_part.hpp"
#include "shell/app/store.hpp"

/// A declaration that was lodged before its goods were there is kept as it came, and so are its presentation
/// and each amendment behind that: what stands is made of them when it is read.
namespace lintas::app {

/// A message as it stands.
struct Standing {
  message::Document document;
  /// Where goods were presented: what the next amendment is read by.
  std::optional<transit::PresentedDeclaration> presented = std::nullopt;
};

namespace detail {

/// The event with the declaration that was presented: the named one, or of an amendment behind the
/// presentation the last that was lodged before it.
template <class Place>
Place presented_by(Place named, Place presentation) {
  if (named < presentation) return named;
  Place lodged = presentation;
  do {
    --lodged;
  } while (lodged->type != workflow::submission_event && lodged->type != workflow::amendment_event);
  return lodged;
}

}  // namespace detail

/// What the events keep under the hash, as it stands; of a declaration whose goods were presented made of all
/// that came of it until then. Nothing where none keeps it, or where what it is made of was erased. `read`
/// gives the message of an event, if it can.
template <class ReadMessage>
[[nodiscard]] std::optional<Standing> standing_under(const Hash256& hash, std::span<const EventRow> history,
                                                     const ReadMessage& read) {
  const auto named = std::ranges::find_if(history, [&](const EventRow& event) {
    return event.payload != PayloadId::none && event.payload_hash == hash;
  });
  if (named == history.end()) return std::nullopt;
  std::optional<message::Document> document = read(*named);
  if (!document) return std::nullopt;
  Standing standing{.document = *std::move(document)};
  // An LRN may be used again: of that declaration alone.
  auto first = named;
  while (first != history.begin() && first->type != workflow::submission_event) --first;
  const auto next =
      std::ranges::find(std::next(named), history.end(), workflow::submission_event, &EventRow::type);
  const auto presentation = std::ranges::find(first, next, workflow::presentation_event, &EventRow::type);
  if (presentation == next || first->type != workflow::submission_event) return standing;
  const std::optional<message::Document> lodged = read(*detail::presented_by(named, presentation));
  const std::optional<message::Document> brought = read(*presentation);
  if (!lodged || !brought) return std::nullopt;
  standing.presented = transit::presented(lodged->message.clone(), brought->message.clone());
  for (auto later = std::next(presentation); later <= named; ++later) {
    if (later->type != workflow::amendment_event) continue;
    const std::optional<message::Document> amendment = read(*later);
    if (!amendment) return std::nullopt;
    standing.presented->whole = transit::amended_behind(*standing.presented, amendment->message);
    standing.presented->declared = amendment->message.clone();
  }
  standing.document.message = standing.presented->whole.clone();
  return standing;
}

}  // namespace lintas::app
