#include "core/workflow/manifest_part.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/departure/decide.hpp"
#include "core/transit/departure/state.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/notice.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/lane_names.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_documents.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/manifest_limits.hpp"
#include "core/workflow/manifest_listing.hpp"
#include "core/workflow/manifest_message.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace dep = lintas::transit::departure;
using exchange::ManifestEntry;
using exchange::Partner;

/// Messages that one event may send (shell/app/store.hpp numbers them by four bits).
constexpr std::size_t sends_max = 16;

/// The identifier of the key of a month's manifests begins so; the month follows.
constexpr std::string_view key_of_documents = "certificates ";

const Manifests& manifests_in(const Situation& situation) {
  return situation.slots[0].state->as<Manifests>();
}

Partner partner_of(Country country) {
  return certain(Partner::parse(country.str()), "a country is a partner's name");
}

// ---- what is told of one movement

/// What a digest is made under.
struct Eyes {
  const refdata::View& reference;
  Sha256 sha256 = nullptr;

  [[nodiscard]] std::string digest(const transit::Notice& notice) const {
    return exchange::digest_of(as_bytes(transit::picture_of(notice, reference)), sha256);
  }
};

ManifestEntry entry_of(const Mrn& mrn, const exchange::Lanes* lanes, Partner partner) {
  ManifestEntry entry{.thing = std::string{mrn.str()},
                      .sent = 0,
                      .taken = 0,
                      .version = std::nullopt,
                      .digest = std::nullopt};
  const exchange::Lane* lane = lanes == nullptr ? nullptr : lanes->find(partner);
  if (lane == nullptr) return entry;
  entry.sent = lane->sent;
  entry.taken = lane->applied;
  return entry;
}

/// Of a movement that leaves here; nothing if that state has no part in it, or was told nothing yet.
std::optional<ManifestEntry> told_by_departure(const StreamView& view, Country to, const Eyes& eyes) {
  const auto& movement = view.state->as<dep::Movement>();
  const auto notice = dep::newest_notice(movement);
  const auto concerned = movement.concerned();
  if (!notice || !movement.mrn || std::ranges::find(concerned, to) == concerned.end()) return std::nullopt;
  ManifestEntry entry = entry_of(*movement.mrn, view.lanes, partner_of(to));
  entry.version = notice->number;
  entry.digest = eyes.digest(*notice);
  return entry;
}

/// Of a movement that passes or ends here, as far as it was heard of.
ManifestEntry seen_by_journey(const Mrn& mrn, const StreamView& view, const Eyes& eyes) {
  ManifestEntry entry = entry_of(mrn, view.lanes, partner_of(mrn.country()));
  if (const transit::Notice* newest = view.state->as<Journey>().sighting.newest()) {
    entry.version = newest->number;
    entry.digest = eyes.digest(*newest);
  }
  return entry;
}

// ---- the walk

void add_movement(ByPartner& told, const StreamView& view, Country home, const Eyes& eyes) {
  if (view.kind == journey_stream) {
    const auto mrn = view.state->as<Journey>().mrn();
    if (!mrn || mrn->country() == home) return;
    told[partner_of(mrn->country())].push_back(seen_by_journey(*mrn, view, eyes));
    return;
  }
  for (const Country country : view.state->as<dep::Movement>().concerned()) {
    if (auto entry = told_by_departure(view, country, eyes))
      told[partner_of(country)].push_back(*std::move(entry));
  }
}

Located locate_own(const Command& /*command*/, const Setting& /*setting*/) {
  return {.slots = {manifest_slot()}, .asks = {}, .number = {}};
}

access::Relations no_relations(const Command& /*command*/, const Situation& /*situation*/,
                               const Setting& /*setting*/) {
  return {};
}

Located locate_wake_documents(const Command& command, const Setting& /*setting*/) {
  return {.slots = {document_manifest_slot(read_content<WakeDocuments>(command.content).month)},
          .asks = {},
          .number = {}};
}

/// The end of a month wakes the next for an earlier instant than the first certificate of it may have done.
Outcome decide_wake_documents(const Command& command, const Situation& situation,
                              const Setting& /*setting*/) {
  const auto wake = read_content<WakeDocuments>(command.content);
  const Manifests& manifests = manifests_in(situation);
  Outcome outcome;
  if (manifests.walk || (manifests.due && *manifests.due <= wake.due)) return outcome;
  outcome.events.push_back(
      new_event(0, manifest_block, ManifestFact{ManifestsWoken{.due = wake.due, .month = wake.month}}));
  return outcome;
}

Outcome decide_wake(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  Outcome outcome;
  if (manifests_in(situation).due) return outcome;
  outcome.events.push_back(new_event(
      0, manifest_block,
      ManifestFact{ManifestsWoken{.due = command.at + limits::manifest_interval, .month = std::nullopt}}));
  return outcome;
}

Outcome time_passed(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const Manifests& manifests = manifests_in(situation);
  Outcome outcome;
  const std::string month = month_of(std::chrono::floor<std::chrono::days>(command.at));
  if (manifests.month && !manifests.walk && *manifests.month != month) {
    outcome.events.push_back(new_event(0, manifest_block, ManifestFact{MonthEnded{.next = month}}));
    return outcome;
  }
  const PartDue due{.begun = manifests.walk ? manifests.walk->begun : command.at,
                    .behind = manifests.walk ? manifests.walk->behind : StreamId::none,
                    .due = command.at + limits::clock_rest_after_bug};
  outcome.events.push_back(new_event(0, manifest_block, ManifestFact{due}));
  return outcome;
}

Located locate_tell(const Command& command, const Setting& /*setting*/) {
  const auto next = read_content<NextPart>(command.content);
  const bool of_documents = next.month.has_value();
  std::vector<StreamKind> kinds{departure_stream, journey_stream};
  if (of_documents) {
    kinds.clear();
    for (const Listing& listing : listings()) {
      kinds.push_back(listing.issued);
      if (listing.received != listing.issued) kinds.push_back(listing.received);
    }
  }
  return {.slots = {of_documents ? document_manifest_slot(*next.month) : manifest_slot()},
          .asks = {},
          .number = {},
          .page = Page{.kinds = std::move(kinds), .behind = next.behind, .count = limits::manifest_page},
          .outbox = next.first};
}

/// The event of the part, and each partner's message; more partners than one event can tell have the event
/// again.
void tell(Outcome& outcome, const PartTold& part, const ByPartner& told, Day day,
          const std::optional<std::string>& month) {
  const std::uint16_t message = month ? ie_document_manifest : ie_manifest;
  outcome.events.push_back(new_event(0, manifest_block, ManifestFact{part}));
  for (const auto& [partner, entries] : told) {
    if (std::ranges::find(part.silent, partner.number()) != part.silent.end()) continue;
    if (outcome.events.back().sends.size() == sends_max) {
      PartTold again = part;
      again.told.clear();  // counted once
      again.untold.clear();
      outcome.events.push_back(new_event(0, manifest_block, ManifestFact{again}));
    }
    outcome.events.back().sends.push_back(
        {.to = partner, .kind = payload_of_message(message), .payload = outcome.documents.size()});
    outcome.documents.push_back({.kind = payload_of_message(message),
                                 .content = to_cbor(exchange::Manifest{
                                     .day = day, .part = part.part, .entries = entries, .month = month})});
  }
}

std::vector<ToldTo> counts_of(const ByPartner& told, const std::vector<std::uint32_t>& silent) {
  std::vector<ToldTo> counts;
  for (const auto& [partner, entries] : told) {
    if (std::ranges::find(silent, partner.number()) == silent.end())
      counts.push_back({.partner = partner.number(), .entries = static_cast<std::uint32_t>(entries.size())});
  }
  return counts;
}

Outcome decide_tell(const Command& command, const Situation& situation, const Setting& setting) {
  const Manifests& manifests = manifests_in(situation);
  const auto next = read_content<NextPart>(command.content);
  Outcome outcome;
  if (!manifests.walk || manifests.walk->behind != next.behind) return outcome;
  const Manifests::Walk& walk = *manifests.walk;
  const refdata::View reference = setting.reference->at(std::chrono::floor<std::chrono::days>(command.at));
  const Eyes eyes{.reference = reference, .sha256 = setting.sha256};
  ByPartner told;
  std::vector<std::string> to_tell;
  for (const StreamView& view : situation.page) {
    if (manifests.month) {
      add_document(told, view, command.at, setting);
      if (auto thing = untold(view, command.at, setting)) to_tell.push_back(*std::move(thing));
    } else {
      add_movement(told, view, setting.home, eyes);
    }
  }

  PartTold part{.behind = situation.page.empty() ? walk.behind : situation.page.back().id,
                .part = walk.parts + 1,
                .looked_at = walk.looked_at + static_cast<std::uint32_t>(situation.page.size()),
                .last = situation.page.size() < limits::manifest_page,
                .silent = walk.silent,
                .due = command.at + limits::manifest_pause,
                .told = {},
                .untold = std::move(to_tell)};
  if (next.first) {
    // Who has not even the last one is silent since then: one more would only be one more to send.
    for (const Partner partner : situation.waiting) part.silent.push_back(partner.number());
  }
  if (part.last) part.due = std::max(walk.begun + limits::manifest_interval, *part.due);
  if (manifests.month && next.first) {
    for (const PartnersLists& lists : manifests.partners) add_wanted(told, lists);
  }
  if (part.last && part.looked_at == 0 && told.empty()) part.due.reset();
  if (manifests.month) part.told = counts_of(told, part.silent);
  tell(outcome, part, told, std::chrono::floor<std::chrono::days>(walk.begun), manifests.month);
  return outcome;
}

// ---- a partner's manifest

/// The stream here that an entry is about; nothing if it is not one between these two states.
std::optional<Slot> slot_of(const ManifestEntry& entry, Partner from, const Setting& setting) {
  const auto mrn = Mrn::parse(entry.thing);
  if (!mrn) return std::nullopt;
  if (mrn->country() == setting.home) return departure_slot(*mrn, setting);
  if (mrn->country().str() == from.str()) return journey_slot(*mrn);
  return std::nullopt;
}

Partner sender_of(const Command& command) {
  return certain(command.lane, "a manifest is a partner's").partner;
}

Located locate_taken(const Command& command, const Setting& setting) {
  const Partner from = sender_of(command);
  const auto manifest = read_content<exchange::Manifest>(command.content);
  Located located{.slots = {manifest_slot()}, .asks = {}, .number = {}};
  for (const ManifestEntry& entry : manifest.entries) {
    if (auto slot = slot_of(entry, from, setting)) located.slots.push_back(*std::move(slot));
  }
  return located;
}

bool has_ended(const dep::Movement& movement) {
  return dep::Machine::states[std::to_underlying(movement.state)].terminal;
}

/// What is to be done about a manifest.
struct Healing {
  std::vector<ResendRequest> missing;
  std::vector<Healed> ask;
  std::vector<Healed> tell;

  void want(std::string_view name, const Mrn& mrn, const exchange::Missing& numbers) {
    missing.push_back({.thing = copy_of(as_bytes(format("{}{}", name, mrn.str()))),
                       .first = numbers.first,
                       .last = numbers.last});
  }
  /// A movement that leaves here. What they miss of our messages they ask for themselves, by our manifest; of
  /// a movement that has ended there is none any more.
  void of_departure(const ManifestEntry& theirs, const ManifestEntry& ours, const Mrn& mrn, bool ended) {
    const exchange::Difference difference = compare(theirs, ours);
    if (difference.missing) want(name_of_journey, mrn, *difference.missing);
    const bool behind = difference.picture == exchange::Picture::ours_is_newer;
    if (behind && (ended || difference.has_all_of_ours)) tell.push_back({.mrn = mrn});
  }
  /// A movement that they have told us of, or should have.
  void of_journey(const ManifestEntry& theirs, const ManifestEntry& ours, const Mrn& mrn, bool contradicted) {
    const exchange::Difference difference = compare(theirs, ours);
    if (difference.missing) return want(name_of_departure, mrn, *difference.missing);
    const bool other = difference.picture == exchange::Picture::other && !contradicted;
    if (difference.picture == exchange::Picture::theirs_is_newer || other)
      ask.push_back({.mrn = mrn, .notice = theirs.version.value_or(0)});
  }
};

Healing healing_of(const exchange::Manifest& manifest, Partner from, const Command& command,
                   const Situation& situation, const Setting& setting) {
  const refdata::View reference = setting.reference->at(std::chrono::floor<std::chrono::days>(command.at));
  const Eyes eyes{.reference = reference, .sha256 = setting.sha256};
  const auto country = Country::parse(from.str());
  require(country.has_value(), "a partner has the name of its country");
  Healing healing;
  std::size_t slot = 1;
  for (const ManifestEntry& theirs : manifest.entries) {
    if (!slot_of(theirs, from, setting)) continue;
    const StreamView& here = situation.slots[slot++];
    const Mrn mrn = Mrn::parse(theirs.thing).value_or(Mrn{});
    if (here.kind == journey_stream) {
      healing.of_journey(theirs, seen_by_journey(mrn, here, eyes), mrn,
                         here.state->as<Journey>().sighting.contradicted);
    } else if (const auto ours = told_by_departure(here, *country, eyes)) {
      healing.of_departure(theirs, *ours, mrn, has_ended(here.state->as<dep::Movement>()));
    }
  }
  return healing;
}

/// Asked beside the lanes, since the answer may be what a lane waits for.
void ask_for(Outcome& outcome, const std::vector<ResendRequest>& missing, Partner from) {
  for (std::size_t i = 0; i < missing.size(); i += sends_max) {
    const std::size_t count = std::min(sends_max, missing.size() - i);
    outcome.events.push_back(new_event(
        0, manifest_block, ManifestFact{MessagesAsked{.count = static_cast<std::uint32_t>(count)}}));
    for (std::size_t k = i; k < i + count; ++k) {
      outcome.events.back().sends.push_back({.to = from,
                                             .kind = payload_resend_request,
                                             .payload = outcome.documents.size(),
                                             .numbered = false});
      outcome.documents.push_back({.kind = payload_resend_request, .content = to_cbor(missing[k])});
    }
  }
}

Outcome decide_taken(const Command& command, const Situation& situation, const Setting& setting) {
  const auto manifest = read_content<exchange::Manifest>(command.content);
  const Partner from = sender_of(command);
  Healing healing = healing_of(manifest, from, command, situation, setting);
  Outcome outcome;
  outcome.events.push_back(
      new_event(0, manifest_block,
                ManifestFact{ManifestTaken{.partner = from.number(),
                                           .day = manifest.day,
                                           .part = manifest.part,
                                           .entries = static_cast<std::uint32_t>(manifest.entries.size()),
                                           .ask = std::move(healing.ask),
                                           .tell = std::move(healing.tell),
                                           .wanted = {},
                                           .differs = {},
                                           .healed = {},
                                           .shown = {},
                                           .month = std::nullopt,
                                           .unknown = std::nullopt,
                                           .other_healed = {},
                                           .other_shown = {}}}));
  if (!command.payloads.empty()) outcome.events.front().payload = 0;
  ask_for(outcome, healing.missing, from);
  return outcome;
}

// ---- a partner's manifest of documents

/// As the sender names it: by the month of the day on which its walk began.
Located locate_taken_documents(const Command& command, const Setting& setting) {
  const auto manifest = read_content<exchange::Manifest>(command.content);
  Located located{.slots = {document_manifest_slot(month_of(manifest.day))}, .asks = {}, .number = {}};
  for (const ManifestEntry& entry : manifest.entries) {
    if (auto slot = slot_of_document(entry, sender_of(command), setting))
      located.slots.push_back(*std::move(slot));
  }
  return located;
}

bool is_remembered(const PartnersLists& lists, const Differing& differing) {
  return std::ranges::any_of(lists.differs, [&](const Differing& old) {
    return listed_name_in(old) == listed_name_in(differing) && old.what == differing.what;
  });
}

/// Those that are remembered from now on as they differ: one for which there is no room would be shown anew
/// with each list, and what ends it would not be seen.
std::vector<DocumentName> newly_shown(const DocumentsCompared& compared, const PartnersLists* known) {
  const PartnersLists before = known == nullptr ? PartnersLists{} : *known;
  PartnersLists after = before;
  remember(after, compared);
  std::vector<DocumentName> shown;
  for (const Differing& one : compared.differs) {
    if (!is_remembered(before, one) && is_remembered(after, one)) shown.push_back(listed_name_in(one));
  }
  return shown;
}

/// As events have them.
void put(const std::vector<DocumentName>& names, std::vector<documents::Reference>& certificates,
         std::vector<std::string>& others) {
  for (const DocumentName& name : names) {
    if (name.certificate) certificates.push_back(*name.certificate);
    if (name.document) others.push_back(*name.document);
  }
}
std::vector<DocumentName> names_in(const std::vector<documents::Reference>& certificates,
                                   const std::vector<std::string>& others) {
  std::vector<DocumentName> names;
  names.reserve(certificates.size() + others.size());
  for (const documents::Reference& one : certificates)
    names.push_back({.certificate = one, .document = std::nullopt});
  for (const std::string& one : others) names.push_back({.certificate = std::nullopt, .document = one});
  return names;
}

/// What the partner misses although no list of ours tells it today, as one part more that nobody answers.
void answer(Outcome& outcome, const exchange::Manifest& manifest, std::vector<ManifestEntry> entries,
            Partner to) {
  if (entries.empty()) return;
  outcome.events.back().sends.push_back(
      {.to = to, .kind = payload_of_message(ie_document_manifest), .payload = outcome.documents.size()});
  outcome.documents.push_back({.kind = payload_of_message(ie_document_manifest),
                               .content = to_cbor(exchange::Manifest{.day = manifest.day,
                                                                     .part = manifest_limits::answer_part,
                                                                     .entries = std::move(entries),
                                                                     .month = month_of(manifest.day)})});
}

Outcome decide_taken_documents(const Command& command, const Situation& situation, const Setting& setting) {
  const auto manifest = read_content<exchange::Manifest>(command.content);
  const Partner from = sender_of(command);
  const PartnersLists* known = manifests_in(situation).lists_of(from);
  const DocumentsCompared compared =
      compare_documents(manifest, from, situation.slots.subspan(1), known, command.at, setting);
  std::vector<ResendRequest> missing;
  missing.reserve(compared.wanted.size());
  for (const Wanted& one : compared.wanted)
    missing.push_back({.thing = name_for_both(listed_name_in(one)), .first = one.first, .last = one.last});
  ManifestTaken taken{.partner = from.number(),
                      .day = manifest.day,
                      .part = manifest.part,
                      .entries = static_cast<std::uint32_t>(manifest.entries.size()),
                      .ask = {},
                      .tell = {},
                      .wanted = compared.wanted,
                      .differs = compared.differs,
                      .healed = {},
                      .shown = {},
                      .month = month_of(manifest.day),
                      .unknown = compared.unknown == 0 ? std::nullopt : std::optional{compared.unknown},
                      .other_healed = {},
                      .other_shown = {}};
  put(compared.healed, taken.healed, taken.other_healed);
  put(newly_shown(compared, known), taken.shown, taken.other_shown);
  Outcome outcome;
  outcome.events.push_back(new_event(0, manifest_block, ManifestFact{std::move(taken)}));
  if (!command.payloads.empty()) outcome.events.front().payload = 0;
  answer(outcome, manifest, compared.answers, from);
  ask_for(outcome, missing, from);
  return outcome;
}

Located locate_difference(const Command& command, const Setting& setting) {
  const Differing differing = read_content<ShowDifference>(command.content).differing;
  return {.slots = {slot_of_name(listed_name_in(differing), setting)}, .asks = {}, .number = {}};
}

/// A document that is not here has no history in which it could be shown.
Outcome decide_difference(const Command& command, const Situation& situation, const Setting& /*setting*/) {
  const auto show = read_content<ShowDifference>(command.content);
  Outcome outcome;
  if (!situation.slots.front().exists()) return outcome;
  outcome.events.push_back(new_event(
      0, manifest_block,
      ManifestFact{DifferenceShown{.partner = show.partner, .day = show.day, .differing = show.differing}}));
  return outcome;
}

// ---- the stream

PartnersLists& lists_in(Manifests& manifests, std::uint32_t partner) {
  const auto known = std::ranges::find(manifests.partners, partner, &PartnersLists::partner);
  if (known != manifests.partners.end()) return *known;
  manifests.partners.push_back({.partner = partner});
  return manifests.partners.back();
}

void add_list(std::optional<DaysList>& list, Day day, std::uint32_t entries) {
  if (!list) list = DaysList{.day = day};
  list->add(day, entries);
}

State evolve(const State& state, const Happened& happened) {
  Manifests manifests = state.as<Manifests>();
  std::visit(
      Overloaded{[&](const ManifestsWoken& e) {
                   manifests.due = e.due;
                   manifests.month = e.month;
                 },
                 [&](const PartDue& e) {
                   if (!manifests.walk) manifests.walk = Manifests::Walk{.begun = e.begun};
                   manifests.due = e.due;
                 },
                 [&](const PartTold& e) {
                   manifests.due = e.due;
                   if (manifests.walk) {
                     const Day day = std::chrono::floor<std::chrono::days>(manifests.walk->begun);
                     for (const ToldTo& to : e.told)
                       add_list(lists_in(manifests, to.partner).told, day, to.entries);
                   }
                   if (e.last) {
                     manifests.walk.reset();
                   } else if (manifests.walk) {
                     manifests.walk->behind = e.behind;
                     manifests.walk->parts = e.part;
                     manifests.walk->looked_at = e.looked_at;
                     manifests.walk->silent = e.silent;
                   }
                 },
                 [&](const ManifestTaken& e) {
                   if (!e.month) return;
                   manifests.month = e.month;
                   PartnersLists& lists = lists_in(manifests, e.partner);
                   if (e.part != manifest_limits::answer_part) add_list(lists.heard, e.day, e.entries);
                   lists.heard_at = happened.at;
                   if (e.unknown)
                     add_list(lists.unknown, std::chrono::floor<std::chrono::days>(happened.at), *e.unknown);
                   remember(lists, {.wanted = e.wanted,
                                    .differs = e.differs,
                                    .healed = names_in(e.healed, e.other_healed),
                                    .answers = {},
                                    .unknown = e.unknown.value_or(0)});
                 },
                 [](const MessagesAsked& /*e*/) {}, [&](const MonthEnded& /*e*/) { manifests.due.reset(); },
                 [](const DifferenceShown& /*e*/) {}},
      read_event<ManifestFact>(manifest_block, happened.type, happened.body));
  return State::of(std::move(manifests));
}

std::vector<Derived> follow(const State& after, const Happened& happened) {
  std::vector<Derived> derived;
  const auto fact = read_event<ManifestFact>(manifest_block, happened.type, happened.body);
  if (const auto* due = std::get_if<PartDue>(&fact)) {
    const auto& walk = after.as<Manifests>().walk;
    const NextPart next{
        .behind = due->behind, .first = walk && walk->parts == 0, .month = after.as<Manifests>().month};
    derived.push_back({.type = tell_manifest, .content = to_cbor(next), .alone = true});
  }
  if (const auto* told = std::get_if<PartTold>(&fact)) {
    for (const std::string& thing : told->untold) derived.push_back(telling_of(thing));
  }
  if (const auto* taken = std::get_if<ManifestTaken>(&fact)) {
    const Partner partner = certain(Partner::of(taken->partner), "a stored partner is one");
    const Country country = Country::parse(partner.str()).value_or(Country{});
    for (const Healed& one : taken->ask) {
      derived.push_back({.type = ask_status,
                         .content = to_cbor(AskStatus{.mrn = one.mrn, .notice = one.notice}),
                         .alone = true});
    }
    for (const Healed& one : taken->tell) {
      derived.push_back({.type = tell_status,
                         .content = to_cbor(TellStatus{.mrn = one.mrn, .to = country}),
                         .alone = true});
    }
    for (const DocumentName& one : names_in(taken->shown, taken->other_shown)) {
      const auto differing = std::ranges::find(taken->differs, one, listed_name_in<Differing>);
      derived.push_back({.type = show_difference,
                         .content = to_cbor(ShowDifference{
                             .partner = taken->partner, .day = taken->day, .differing = *differing}),
                         .alone = true});
    }
  }
  if (const auto* ended = std::get_if<MonthEnded>(&fact)) {
    derived.push_back({.type = wake_document_manifests,
                       .content = to_cbor(WakeDocuments{.month = ended->next, .due = happened.at}),
                       .alone = true});
  }
  return derived;
}

Summary summary(const State& state) {
  const auto& manifests = state.as<Manifests>();
  return {.office = 0,
          .status = static_cast<std::uint16_t>(manifests.walk ? 1 : 0),
          .due = manifests.due,
          .open = manifests.due.has_value(),
          .ref = {}};
}

/// A supervisor of any office of ours may take a manifest out that hit a bug.
access::Relations relations_of_stream(const State& /*state*/, const access::Actor& actor,
                                      const Setting& setting) {
  const bool ours = actor.office.starts_with(setting.home.str());
  return ours ? access::Relations{access::Relation::office} : access::Relations{};
}

std::optional<Slot> stream_of_name(ByteView thing, Partner /*from*/, const Setting& /*setting*/) {
  const std::string_view name = as_text(thing);
  if (name == name_of_manifests) return manifest_slot();
  if (!name.starts_with(name_of_documents)) return std::nullopt;
  const std::string_view month = name.substr(name_of_documents.size());
  const auto first = parse_day(format("{}-01", month));
  if (!first || month_of(*first) != month) return std::nullopt;
  return document_manifest_slot(month);
}

Bytes name_for_partner(const Command& waiting) {
  const auto manifest = from_cbor<exchange::Manifest>(waiting.content);
  if (!manifest || !manifest->month) return copy_of(as_bytes(name_of_manifests));
  return copy_of(as_bytes(std::string{name_of_documents}.append(*manifest->month)));
}

constexpr std::array entries{
    CommandEntry{.type = wake_manifests,
                 .name = "manifest.wake",
                 .locate = locate_own,
                 .relations = no_relations,
                 .decide = decide_wake},
    CommandEntry{.type = tell_manifest,
                 .name = "manifest.tell",
                 .locate = locate_tell,
                 .relations = no_relations,
                 .decide = decide_tell},
    CommandEntry{.type = command_of_message(ie_manifest),
                 .name = "manifest.take",
                 .locate = locate_taken,
                 .relations = no_relations,
                 .decide = decide_taken},
    CommandEntry{.type = wake_document_manifests,
                 .name = "manifest.wake_documents",
                 .locate = locate_wake_documents,
                 .relations = no_relations,
                 .decide = decide_wake_documents},
    CommandEntry{.type = show_difference,
                 .name = "manifest.show_difference",
                 .locate = locate_difference,
                 .relations = no_relations,
                 .decide = decide_difference},
    CommandEntry{.type = command_of_message(ie_document_manifest),
                 .name = "manifest.take_documents",
                 .locate = locate_taken_documents,
                 .relations = no_relations,
                 .decide = decide_taken_documents},
};

constexpr std::array kinds{KindEntry{.kind = manifest_stream,
                                     .name = "manifests",
                                     .initial = [] { return State::of(Manifests{}); },
                                     .evolve = evolve,
                                     .summary = summary,
                                     .relations = relations_of_stream,
                                     .time_passed = time_passed,
                                     .follow = follow}};

// Any partner may send its list: of each entry only what it has a part in is compared.
constexpr std::array grants{
    access::Grant{access::Role::node, std::to_underlying(wake_manifests), access::Relation::any},
    access::Grant{access::Role::node, std::to_underlying(tell_manifest), access::Relation::any},
    access::Grant{access::Role::partner_node, std::to_underlying(command_of_message(ie_manifest)),
                  access::Relation::any},
    access::Grant{access::Role::node, std::to_underlying(wake_document_manifests), access::Relation::any},
    access::Grant{access::Role::node, std::to_underlying(show_difference), access::Relation::any},
    access::Grant{access::Role::partner_node, std::to_underlying(command_of_message(ie_document_manifest)),
                  access::Relation::any},
};

}  // namespace

const PartnersLists* Manifests::lists_of(exchange::Partner partner) const {
  const auto known = std::ranges::find(partners, partner.number(), &PartnersLists::partner);
  return known == partners.end() ? nullptr : &*known;
}

Slot document_manifest_slot(std::string_view month) {
  return {.kind = manifest_stream,
          .by = make_key(manifest_keys, {}, std::string{key_of_documents}.append(month))};
}

std::string month_of(Day day) { return to_text(day).substr(0, std::string_view{"2026-11"}.size()); }

Derived wake_for_document(Instant at) {
  return {.type = wake_document_manifests,
          .content = to_cbor(WakeDocuments{.month = month_of(std::chrono::floor<std::chrono::days>(at)),
                                           .due = at + limits::manifest_interval}),
          .alone = true};
}

Slot manifest_slot() { return {.kind = manifest_stream, .by = make_key(manifest_keys, {}, {})}; }

const Part& manifest_part() {
  static constexpr Part part{.commands = entries,
                             .kinds = kinds,
                             .grants = grants,
                             .violated = nullptr,
                             .slot_of_name = stream_of_name,
                             .name_for_partner = name_for_partner};
  return part;
}

}  // namespace lintas::workflow
