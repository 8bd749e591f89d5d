#include "core/workflow/manifest_operators.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/listed/decide.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/manifest_listing.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace lst = aeo::listed;
using exchange::Partner;
using lst::Operator;
using lst::Reference;

/// Between the state and the operator. No certificate of origin has a kind of this name.
constexpr std::string_view sort = " O ";

const Operator& operator_in(const StreamView& view) { return view.state->as<Operator>(); }

std::optional<Listed> listed(const StreamView& view) {
  const Operator& one = operator_in(view);
  if (lst::newest(one) == nullptr) return std::nullopt;
  return Listed{.thing = thing_of(one.reference), .moved = std::nullopt};
}

/// Of the newest version that both speak of: what the partner has taken, and what was told it.
std::optional<Picture> picture(const StreamView& view, Partner partner, Instant /*now*/,
                               const Setting& setting) {
  const Operator& one = operator_in(view);
  if (lst::newest(one) == nullptr) return std::nullopt;
  if (one.reference.holder.country() != setting.home) {
    // Of what was brought in by hand no notice came.
    if (one.heard == 0) return std::nullopt;
    return Picture{.version = one.heard, .text = lst::picture_of(one)};
  }
  const exchange::ToldRecord* told = one.shared.find(partner);
  if (told == nullptr || !one.shared.is_with(*told)) return std::nullopt;
  return Picture{.version = one.shared.version, .text = lst::picture_of(one)};
}

std::optional<Country> issuer_of(std::string_view thing) {
  const auto reference = operator_of(thing);
  return reference ? std::optional{reference->holder.country()} : std::nullopt;
}

std::optional<Slot> slot_of(std::string_view thing, Country /*home*/) {
  const auto reference = operator_of(thing);
  return reference ? std::optional{aeo_listed_slot(*reference)} : std::nullopt;
}

Bytes name_of(std::string_view thing) {
  return aeo_listed_name(certain(operator_of(thing), "it is an operator of a list"));
}

bool is_untold(const StreamView& view, Instant now, const Setting& setting) {
  const Operator& one = operator_in(view);
  if (lst::newest(one) == nullptr || one.reference.holder.country() != setting.home) return false;
  return !lst::tell(one, partners_of_list(now, setting), now).events.empty();
}

/// Of what has ended, or is listed no more, the partner said so two lists ago. What it loses of that later it
/// shows itself, as a record that stands.
bool is_over(const State& state, Partner partner, Instant now) {
  const auto& one = state.as<Operator>();
  const lst::Said* said = lst::newest(one);
  const exchange::ToldRecord* told = one.shared.find(partner);
  return said != nullptr && (lst::has_ended(said->status) || said->status == lst::Status::unlisted) &&
         told != nullptr && one.shared.is_with(*told) && told->answered_at &&
         *told->answered_at + (2 * limits::manifest_interval) < now;
}

Derived tell(std::string_view thing) {
  return telling_of_operator(certain(operator_of(thing), "it is an operator of a list"));
}

/// The list is for each partner to which it goes, and what goes to one has a lane.
bool is_for(const State& state, Partner partner) {
  return state.as<Operator>().shared.find(partner) != nullptr;
}

}  // namespace

std::string thing_of(const Reference& reference) {
  return format("{}{}{} {}", reference.holder.country().str(), sort, reference.holder.str(),
                reference.number.str());
}

std::optional<Reference> operator_of(std::string_view thing) {
  const auto end = thing.find(sort);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view name = thing.substr(end + sort.size());
  const auto blank = name.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto holder = Tin::parse(name.substr(0, blank));
  const auto number = aeo::authorisation::ApplicationNumber::parse(name.substr(blank + 1));
  if (!holder || !number || holder->country().str() != thing.substr(0, end)) return std::nullopt;
  return Reference{.holder = *holder, .number = *number};
}

const Listing& listing_of_operators() {
  static constexpr Listing listing{.issued = aeo_listed_stream,
                                   .received = aeo_listed_stream,
                                   .part = aeo_list_part,
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
