#include "core/workflow/manifest_exporters.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/manifest_listing.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace exs = awsc::exporter_side;
using awsc::ExporterReference;
using exchange::Partner;

/// Between state and code. No certificate of origin has a kind of this name.
constexpr std::string_view sort = " E ";

const exs::Exporter& exporter_in(const StreamView& view) { return view.state->as<exs::Exporter>(); }

std::optional<Listed> listed(const StreamView& view) {
  const exs::Exporter& exporter = exporter_in(view);
  if (exporter.state == exs::State::none) return std::nullopt;
  return Listed{.thing = thing_of(exporter.content.reference), .moved = std::nullopt};
}

/// Of the newest version that both speak of: what the partner has taken, and what was told it. A copy of
/// which no notice came, as of a record that was brought in by hand, has none.
std::optional<Picture> picture(const StreamView& view, Partner partner, Instant /*now*/,
                               const Setting& setting) {
  const exs::Exporter& exporter = exporter_in(view);
  if (exporter.state == exs::State::none) return std::nullopt;
  if (exporter.content.reference.state != setting.home) {
    if (exporter.heard == 0) return std::nullopt;
    return Picture{.version = exporter.heard, .text = exs::picture_of(exporter)};
  }
  const exchange::ToldRecord* told = exporter.shared.find(partner);
  if (told == nullptr || !exporter.shared.is_with(*told)) return std::nullopt;
  return Picture{.version = exporter.shared.version, .text = exs::picture_of(exporter)};
}

std::optional<Country> issuer_of(std::string_view thing) {
  const auto exporter = exporter_of(thing);
  return exporter ? std::optional{exporter->state} : std::nullopt;
}

std::optional<Slot> slot_of(std::string_view thing, Country /*home*/) {
  const auto exporter = exporter_of(thing);
  return exporter ? std::optional{exporter_slot(*exporter)} : std::nullopt;
}

Bytes name_of(std::string_view thing) {
  return exporter_name(certain(exporter_of(thing), "it is a record of an exporter"));
}

bool is_untold(const StreamView& view, Instant now, const Setting& setting) {
  const exs::Exporter& exporter = exporter_in(view);
  if (exporter.state == exs::State::none || exporter.content.reference.state != setting.home) return false;
  return !exporter.shared.to_tell(partners_of_register(now, setting)).empty();
}

/// Withdrawn, and the partner said so two lists ago. What it loses of that later it shows itself, as a record
/// that stands.
bool is_over(const State& state, Partner partner, Instant now) {
  const auto& exporter = state.as<exs::Exporter>();
  const exchange::ToldRecord* told = exporter.shared.find(partner);
  return exporter.state == exs::State::withdrawn && told != nullptr && exporter.shared.is_with(*told) &&
         told->answered_at && *told->answered_at + (2 * limits::manifest_interval) < now;
}

Derived tell(std::string_view thing) {
  return telling_of_exporter(certain(exporter_of(thing), "it is a record of an exporter"));
}

/// The register is for each partner to which it goes, and what goes to one has a lane.
bool is_for(const State& state, Partner partner) {
  return state.as<exs::Exporter>().shared.find(partner) != nullptr;
}

}  // namespace

std::string thing_of(const ExporterReference& exporter) {
  return format("{}{}{}", exporter.state.str(), sort, exporter.code.str());
}

std::optional<ExporterReference> exporter_of(std::string_view thing) {
  const auto end = thing.find(sort);
  if (end == std::string_view::npos) return std::nullopt;
  const auto state = Country::parse(thing.substr(0, end));
  const auto code = awsc::AuthorisationCode::parse(thing.substr(end + sort.size()));
  if (!state || !code) return std::nullopt;
  return ExporterReference{.state = *state, .code = *code};
}

const Listing& listing_of_exporters() {
  static constexpr Listing listing{.issued = exporter_stream,
                                   .received = exporter_stream,
                                   .part = awsc_part,
                                   .daily = true,
                                   .issuer = issuer_of,
                                   .slot = slot_of,
                                   .name = name_of,
                                   .listed = listed,
                                   .picture = picture,
                                   .is_untold = is_untold,
                                   .is_over = is_over,
                                   .tell = tell,
                                   .is_for = is_for};
  return listing;
}

}  // namespace lintas::workflow
