#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

/// What a business of documents says of itself, so that daily lists tell of them: one table each, and the
/// comparison knows nothing else of it. docs/adr/0034-manifests-of-certificates.md.
namespace lintas::workflow {

/// A document as a list names it.
struct Listed {
  /// State, sort, and what else is needed to find it, with a blank between them. The same at both ends, and
  /// no other sort's: what a node does not know it passes over.
  std::string thing;
  std::optional<Instant> moved;  ///< last; nothing: that is not known
};

/// What both sides say alike once all messages are applied.
struct Picture {
  std::optional<std::uint32_t> version;
  std::string text;
};

/// Documents have a stream where they are issued and one where they are received, both with a lane to the
/// other, and both nodes call them alike. Records of a register have one kind of stream on both sides.
struct Listing {
  StreamKind issued{};
  StreamKind received{};
  const Part& (*part)() = nullptr;
  /// Stands in each day's list, however long it has not moved: of registers, which are short.
  bool daily = false;
  /// The state that issued it; nothing for a thing of another sort. What is asked below, is of this one.
  std::optional<Country> (*issuer)(std::string_view thing) = nullptr;
  /// Where it lies at the node of this state: of its own on the issuing side.
  std::optional<Slot> (*slot)(std::string_view thing, Country home) = nullptr;
  /// As both nodes call it when they ask to send again.
  Bytes (*name)(std::string_view thing) = nullptr;
  /// Nothing while nobody else can know it.
  std::optional<Listed> (*listed)(const StreamView& view) = nullptr;
  /// Nothing where messages do not make both sides say the same.
  std::optional<Picture> (*picture)(const StreamView& view, exchange::Partner partner, Instant now,
                                    const Setting& setting) = nullptr;
  // Of registers: a partner may not have been told of a record, as one that they have gone to only since
  // today. Else none: documents are sent when they are issued.
  bool (*is_untold)(const StreamView& view, Instant now, const Setting& setting) = nullptr;
  /// And one that has ended is looked at for as long as somebody may have to be told: in the list of a
  /// partner that has that it stands no more.
  bool (*is_over)(const State& state, exchange::Partner partner, Instant now) = nullptr;
  Derived (*tell)(std::string_view thing) = nullptr;
  /// Whether this document, issued here, is for that partner.
  bool (*is_for)(const State& state, exchange::Partner partner) = nullptr;
};

/// Of every business that has daily lists.
[[nodiscard]] std::span<const Listing> listings();
/// Nothing of a stream that is in no list.
[[nodiscard]] const Listing* find_listing(StreamKind kind);
/// Nothing for a thing of no sort that is known here.
[[nodiscard]] const Listing* find_listing(std::string_view thing);

}  // namespace lintas::workflow
