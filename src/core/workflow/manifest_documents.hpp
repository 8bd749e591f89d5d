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
#include "core/documents/certificate.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/part.hpp"

/// What a manifest tells of certificates of origin, and what comparing it leads to. Pure.
/// docs/adr/0034-manifests-of-certificates.md.
namespace lintas::workflow {

/// What each partner is told.
using ByPartner = std::map<exchange::Partner, std::vector<exchange::ManifestEntry>>;

/// As both call it in a list: "MY e_form_d MYPKG001 TH-26/01/00001", state, kind, office and number with a
/// blank between them. A blank in the name of an office is written %20, a % is %25.
[[nodiscard]] std::string thing_of(const documents::Reference& certificate);
/// Nothing for what `thing_of` would not have written.
[[nodiscard]] std::optional<documents::Reference> certificate_of(std::string_view thing);
/// As `slot_of_name` of the part knows it, at both ends.
[[nodiscard]] Bytes name_of(const documents::Reference& certificate);

/// Whether it stands in the list of the day: it moved lately, or the day is its own of those on which resting
/// ones are told, which is the same at both ends.
[[nodiscard]] bool is_told(std::string_view thing, const std::optional<Instant>& moved, Instant now);

/// Up to which number the partner's messages are here: applied, or waiting for their turn.
[[nodiscard]] std::uint32_t taken_of(const exchange::Lanes& lanes, exchange::Partner partner);

/// The entries of one certificate, for each partner that it has a lane to.
void add_certificate(ByPartner& told, const StreamView& view, Instant now, const Setting& setting);

/// What is wanted of the partner stands in each day's list until it is here, also where the certificate rests
/// or is not here at all: a partner that does not list it today answers. As it stood when it was asked for.
void add_wanted(ByPartner& told, const PartnersLists& lists);

/// The stream here that an entry is about; nothing if it is not one between these two states.
[[nodiscard]] std::optional<Slot> slot_of_certificate(const exchange::ManifestEntry& entry,
                                                      exchange::Partner from, const Setting& setting);

/// `streams`: of the entries that have a slot, in their order. `known`: what was remembered of this partner.
[[nodiscard]] CertificatesCompared compare_certificates(const exchange::Manifest& manifest,
                                                        exchange::Partner from,
                                                        std::span<const StreamView> streams,
                                                        const PartnersLists* known, Instant now,
                                                        const Setting& setting);

}  // namespace lintas::workflow
