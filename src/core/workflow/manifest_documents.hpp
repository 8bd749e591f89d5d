#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/part.hpp"

/// What a manifest tells of documents, and what comparing it leads to. Pure. Which documents, the listings
/// say (manifest_listing.hpp). docs/adr/0034-manifests-of-certificates.md.
namespace lintas::workflow {

/// What each partner is told.
using ByPartner = std::map<exchange::Partner, std::vector<exchange::ManifestEntry>>;

/// Whether it stands in the list of the day: it moved lately, or the day is its own of those on which resting
/// ones are told, which is the same at both ends.
[[nodiscard]] bool is_told(std::string_view thing, const std::optional<Instant>& moved, Instant now);

/// Up to which number the partner's messages are here: applied, or waiting for their turn.
[[nodiscard]] std::uint32_t taken_of(const exchange::Lanes& lanes, exchange::Partner partner);

/// As lists name it, where a partner was not told of it yet that is to know it.
[[nodiscard]] std::optional<std::string> untold(const StreamView& view, Instant now, const Setting& setting);
/// What tells it. Precondition: it was untold.
[[nodiscard]] Derived telling_of(std::string_view thing);

/// The entries of one document, for each partner that it has a lane to.
void add_document(ByPartner& told, const StreamView& view, Instant now, const Setting& setting);

/// What is wanted of the partner stands in each day's list until it is here, also where the document rests
/// or is not here at all: a partner that does not list it today answers. As it stood when it was asked for.
void add_wanted(ByPartner& told, const PartnersLists& lists);

/// The stream here that an entry is about; nothing if it is not one between these two states, or of a sort
/// that this node does not know.
[[nodiscard]] std::optional<Slot> slot_of_document(const exchange::ManifestEntry& entry,
                                                   exchange::Partner from, const Setting& setting);
/// Of what a list named before, and has a slot. Likewise below.
[[nodiscard]] Slot slot_of_name(const DocumentName& name, const Setting& setting);
/// As both nodes call it when they ask to send again.
[[nodiscard]] Bytes name_for_both(const DocumentName& name);

/// `streams`: of the entries that have a slot, in their order. `known`: what was remembered of this partner.
[[nodiscard]] DocumentsCompared compare_documents(const exchange::Manifest& manifest, exchange::Partner from,
                                                  std::span<const StreamView> streams,
                                                  const PartnersLists* known, Instant now,
                                                  const Setting& setting);

}  // namespace lintas::workflow
