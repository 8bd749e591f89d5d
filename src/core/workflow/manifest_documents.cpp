#include "core/workflow/manifest_documents.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/manifest_acdd.hpp"
#include "core/workflow/manifest_certificates.hpp"
#include "core/workflow/manifest_exporters.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/manifest_kinds.hpp"
#include "core/workflow/manifest_limits.hpp"
#include "core/workflow/manifest_listing.hpp"
#include "core/workflow/manifest_operators.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

namespace lintas::workflow {

namespace {

using exchange::ManifestEntry;
using exchange::Partner;

/// What waits here has arrived, and has not changed the picture.
bool has_applied_all(const exchange::Lanes* lanes, Partner partner) {
  return lanes == nullptr || std::ranges::none_of(lanes->parked, [&](const exchange::Parked& one) {
           return one.partner == partner;
         });
}

/// Of what is in lists.
template <class Named>
const Listing& listing_of(const Named& named) {
  const Listing* listing = find_listing(named);
  require(listing != nullptr, "what is compared is of a sort that has lists");
  return *listing;
}

/// `view` may be one of which nothing is known here.
ManifestEntry entry_of(std::string_view thing, const StreamView& view, Partner partner, Instant now,
                       const Setting& setting) {
  const exchange::Lane* lane = view.lanes == nullptr ? nullptr : view.lanes->find(partner);
  ManifestEntry entry{.thing = std::string{thing},
                      .sent = lane == nullptr ? 0 : lane->sent,
                      .taken = lane == nullptr ? 0 : taken_of(*view.lanes, partner),
                      .version = std::nullopt,
                      .digest = std::nullopt};
  const Listing& listing = listing_of(view.kind);
  // What was never sent nobody else can know.
  const bool may_know = listing.issuer(thing) != setting.home || entry.sent != 0;
  if (!may_know || !has_applied_all(view.lanes, partner)) return entry;
  if (const auto picture = listing.picture(view, partner, now, setting)) {
    entry.version = picture->version;
    entry.digest = exchange::digest_of(as_bytes(picture->text), setting.sha256);
  }
  return entry;
}

/// Comparing one entry.
class Comparison {
 public:
  Comparison(const ManifestEntry& theirs, const ManifestEntry& ours) : theirs_(theirs), ours_(ours) {}

  /// They have taken what we do not know to have sent; never so by a list that is late.
  [[nodiscard]] bool lost_here() const { return theirs_.taken > ours_.sent; }
  [[nodiscard]] bool even() const { return theirs_.sent == ours_.taken && theirs_.taken == ours_.sent; }
  /// Of what both have heard of all: only then a picture can be compared.
  [[nodiscard]] bool other_picture() const { return even() && both_tell() && !is_equal(); }
  [[nodiscard]] bool same_picture() const { return even() && both_tell() && is_equal(); }
  /// They lack something of ours, or what they sent before they were restored.
  [[nodiscard]] bool behind() const { return theirs_.taken < ours_.sent || theirs_.sent < ours_.taken; }
  [[nodiscard]] Differing differing(const DocumentName& name, Differs what) const {
    return {.certificate = name.certificate,
            .what = what,
            .sent_here = ours_.sent,
            .taken_there = theirs_.taken,
            .sent_there = theirs_.sent,
            .taken_here = ours_.taken,
            .document = name.document};
  }

 private:
  [[nodiscard]] bool both_tell() const { return theirs_.digest && ours_.digest; }
  [[nodiscard]] bool is_equal() const {
    return theirs_.digest == ours_.digest && theirs_.version == ours_.version;
  }

  const ManifestEntry& theirs_;
  const ManifestEntry& ours_;
};

template <class One>
const One* known_of(const std::vector<One>& all, const DocumentName& name) {
  const auto found = std::ranges::find(all, name, listed_name_in<One>);
  return found == all.end() ? nullptr : &*found;
}

/// Who sends, and what is remembered of it.
struct Sender {
  const PartnersLists* known = nullptr;
  Day today;  ///< ours

  /// What was asked for on their word alone today, in the parts before this one.
  [[nodiscard]] std::uint32_t unknown() const {
    return known != nullptr && known->unknown && known->unknown->day == today ? known->unknown->entries : 0;
  }
};

/// What is to be asked for; nothing where that was done today already.
std::optional<Wanted> wanted_of(const exchange::Missing& missing, const DocumentName& name,
                                std::uint32_t sent, const Wanted* asked, Day today) {
  Wanted wanted{.certificate = name.certificate,
                .first = missing.first,
                .last = missing.last,
                .times = 1,
                .day = today,
                .sent = sent,
                .document = name.document};
  if (asked == nullptr || asked->first != wanted.first) return wanted;
  const bool asked_today = asked->day == today;
  if (asked_today && asked->last >= wanted.last) return std::nullopt;
  wanted.times = asked->times + (asked_today ? 0 : 1);
  return wanted;
}

/// `unknown`: nothing of it was ever exchanged with the partner.
void compare_one(DocumentsCompared& compared, const ManifestEntry& theirs, const ManifestEntry& ours,
                 const DocumentName& name, const Sender& sender, bool unknown) {
  const PartnersLists* known = sender.known;
  const Comparison comparison{theirs, ours};
  const Wanted* asked = known == nullptr ? nullptr : known_of(known->wanted, name);
  const Differing* differed = known == nullptr ? nullptr : known_of(known->differs, name);
  if (const auto missing = exchange::compare(theirs, ours).missing) {
    const bool may_ask = !unknown || sender.unknown() + compared.unknown < manifest_limits::unknown_daily;
    const auto wanted = wanted_of(*missing, name, ours.sent, asked, sender.today);
    if (wanted && may_ask) {
      const bool another_day = asked == nullptr || wanted->times != asked->times;
      if (another_day && wanted->times == manifest_limits::asked_in_vain + 1)
        compared.differs.push_back(comparison.differing(name, Differs::not_sent_again));
      compared.wanted.push_back(*wanted);
      if (unknown) ++compared.unknown;
    }
  }
  if (comparison.lost_here()) {
    compared.differs.push_back(comparison.differing(name, Differs::lost_here));
  } else if (comparison.other_picture()) {
    compared.differs.push_back(comparison.differing(name, Differs::picture));
  } else if (comparison.even() && (asked != nullptr || differed != nullptr)) {
    // That nobody tells a picture any more does not make two of them equal.
    const bool of_picture = differed != nullptr && differed->what == Differs::picture;
    if (!of_picture || comparison.same_picture()) compared.healed.push_back(name);
  }
}

/// One that is issued here, as its name says, and of which nothing was ever exchanged with the partner. It
/// may have asked, and that was lost: it is answered, whether the number was given, and for whom, or not. If
/// it has something from here, that was lost here, and what it said since then means nothing without it.
void compare_without_lane(DocumentsCompared& compared, const ManifestEntry& theirs, const StreamView& here,
                          Partner from, const Listing& listing, const Sender& sender) {
  const DocumentName name = name_of_thing(theirs.thing);
  ManifestEntry nothing = theirs;
  nothing.sent = nothing.taken = 0;
  if (theirs.taken == 0) return compare_one(compared, theirs, nothing, name, sender, true);
  if (!here.exists() || listing.is_for(*here.state, from))
    compared.differs.push_back(Comparison{theirs, nothing}.differing(name, Differs::lost_here));
}

bool is_over(const StreamView& view, Partner partner, const Listing& listing, Instant now) {
  return listing.is_over != nullptr && listing.is_over(*view.state, partner, now);
}

/// Whether our own list of the day has it: else only an answer tells the partner.
bool stands_in_our_list(const StreamView& view, Partner partner, const Listing& listing, Instant now) {
  const auto kinds = listing.part().kinds;
  const auto kind = std::ranges::find(kinds, view.kind, &KindEntry::kind);
  require(kind != kinds.end(), "a document is of a kind that its part keeps");
  const auto listed = listing.listed(view);
  const bool is_due = listed && (listing.daily || is_told(listed->thing, listed->moved, now));
  return is_due && !is_over(view, partner, listing, now) && kind->summary(*view.state).open;
}

}  // namespace

std::span<const Listing> listings() {
  static const std::array all{listing_of_certificates(), listing_of_acdds(), listing_of_kinds(),
                              listing_of_exporters(), listing_of_operators()};
  return all;
}

const Listing* find_listing(StreamKind kind) {
  const auto found = std::ranges::find_if(
      listings(), [&](const Listing& one) { return one.issued == kind || one.received == kind; });
  return found == listings().end() ? nullptr : &*found;
}

const Listing* find_listing(std::string_view thing) {
  const auto found =
      std::ranges::find_if(listings(), [&](const Listing& one) { return one.issuer(thing).has_value(); });
  return found == listings().end() ? nullptr : &*found;
}

bool is_told(std::string_view thing, const std::optional<Instant>& moved, Instant now) {
  if (!moved || now - *moved < manifest_limits::daily) return true;
  std::uint32_t place = 0;
  for (const char c : thing) place += static_cast<unsigned char>(c);
  const auto day = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
  return (place + static_cast<std::uint32_t>(day)) % manifest_limits::rest == 0;
}

std::uint32_t taken_of(const exchange::Lanes& lanes, Partner partner) {
  const exchange::Lane* lane = lanes.find(partner);
  std::uint32_t taken = lane == nullptr ? 0 : lane->applied;
  const auto waits = [&](std::uint32_t n) {
    return std::ranges::any_of(
        lanes.parked, [&](const exchange::Parked& one) { return one.partner == partner && one.n == n; });
  };
  while (waits(taken + 1) || exchange::is_left_out(lanes, partner, taken + 1)) ++taken;
  return taken;
}

std::optional<std::string> untold(const StreamView& view, Instant now, const Setting& setting) {
  const Listing* listing = find_listing(view.kind);
  if (listing == nullptr || listing->is_untold == nullptr || !listing->is_untold(view, now, setting))
    return std::nullopt;
  const auto listed = listing->listed(view);
  return listed ? std::optional{listed->thing} : std::nullopt;
}

Derived telling_of(std::string_view thing) {
  const Listing& listing = listing_of(thing);
  require(listing.tell != nullptr, "what is untold can be told");
  return listing.tell(thing);
}

void add_document(ByPartner& told, const StreamView& view, Instant now, const Setting& setting) {
  const Listing* listing = find_listing(view.kind);
  if (view.lanes == nullptr || listing == nullptr) return;
  const auto listed = listing->listed(view);
  if (!listed || (!listing->daily && !is_told(listed->thing, listed->moved, now))) return;
  for (const exchange::Lane& lane : view.lanes->lanes) {
    if (is_over(view, lane.partner, *listing, now)) continue;
    told[lane.partner].push_back(entry_of(listed->thing, view, lane.partner, now, setting));
  }
}

void add_wanted(ByPartner& told, const PartnersLists& lists) {
  const auto partner = certain(Partner::of(lists.partner), "a stored partner is one");
  std::vector<ManifestEntry>& entries = told[partner];
  for (const Wanted& one : lists.wanted) {
    const std::string thing = thing_of(listed_name_in(one));
    if (entries.size() >= limits::manifest_page) break;
    if (std::ranges::find(entries, thing, &ManifestEntry::thing) != entries.end()) continue;
    entries.push_back({.thing = thing,
                       .sent = one.sent.value_or(0),
                       .taken = one.first - 1,
                       .version = std::nullopt,
                       .digest = std::nullopt});
  }
  if (entries.empty()) told.erase(partner);
}

std::optional<Slot> slot_of_document(const ManifestEntry& entry, Partner from, const Setting& setting) {
  const Listing* listing = find_listing(entry.thing);
  if (listing == nullptr) return std::nullopt;
  const Country issuer = certain(listing->issuer(entry.thing), "what is of a sort has its issuer");
  const bool concerns_both = issuer == setting.home || issuer.str() == from.str();
  return concerns_both ? listing->slot(entry.thing, setting.home) : std::nullopt;
}

Slot slot_of_name(const DocumentName& name, const Setting& setting) {
  const std::string thing = thing_of(name);
  const Listing& listing = listing_of(thing);
  return certain(listing.slot(thing, setting.home), "what a list named has its place");
}

Bytes name_for_both(const DocumentName& name) {
  const std::string thing = thing_of(name);
  return listing_of(thing).name(thing);
}

DocumentsCompared compare_documents(const exchange::Manifest& manifest, Partner from,
                                    std::span<const StreamView> streams, const PartnersLists* known,
                                    Instant now, const Setting& setting) {
  DocumentsCompared compared;
  const Sender sender{.known = known, .today = std::chrono::floor<std::chrono::days>(now)};
  const bool may_answer = manifest.part != manifest_limits::answer_part;
  std::size_t place = 0;
  for (const ManifestEntry& theirs : manifest.entries) {
    if (!slot_of_document(theirs, from, setting)) continue;
    const StreamView& here = streams[place++];
    const Listing& listing = listing_of(here.kind);
    const bool has_a_lane = here.lanes != nullptr && here.lanes->find(from) != nullptr;
    const bool at_issue = listing.issuer(theirs.thing) == setting.home;
    if (at_issue && !has_a_lane) {
      compare_without_lane(compared, theirs, here, from, listing, sender);
      continue;
    }
    const ManifestEntry ours = entry_of(theirs.thing, here, from, now, setting);
    compare_one(compared, theirs, ours, name_of_thing(theirs.thing), sender, !has_a_lane);
    if (may_answer && has_a_lane && Comparison{theirs, ours}.behind() &&
        !stands_in_our_list(here, from, listing, now))
      compared.answers.push_back(ours);
  }
  return compared;
}

}  // namespace lintas::workflow
