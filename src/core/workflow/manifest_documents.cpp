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
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/names.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/exchange/lanes.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/manifest_limits.hpp"
#include "core/workflow/part.hpp"

namespace lintas::workflow {

namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;
using documents::Balances;
using documents::Contents;
using documents::Reference;
using exchange::ManifestEntry;
using exchange::Partner;

constexpr std::string_view blank = "%20";
constexpr std::string_view percent = "%25";

std::string escaped(std::string_view text) {
  std::string all;
  for (const char c : text) {
    if (c == ' ') {
      all += blank;
    } else if (c == '%') {
      all += percent;
    } else {
      all += c;
    }
  }
  return all;
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string all;
  while (!text.empty()) {
    std::size_t taken = 1;
    if (text.starts_with(blank) || text.starts_with(percent)) {
      all += text.starts_with(blank) ? ' ' : '%';
      taken = blank.size();
    } else if (text.front() == '%') {
      return std::nullopt;
    } else {
      all += text.front();
    }
    text.remove_prefix(taken);
  }
  return all;
}

/// What stands before the next blank; the rest keeps what is behind it. Nothing without a blank.
std::optional<std::string_view> cut_word(std::string_view& rest) {
  const auto end = rest.find(' ');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return word;
}

void later(std::optional<Instant>& moved, const std::optional<Instant>& at) {
  if (at && (!moved || *at > *moved)) moved = at;
}
void later(std::optional<Instant>& moved, const Balances& items) {
  for (const documents::Balance& item : items) later(moved, item.decided);
}

std::optional<Instant> moved_at_issue(const Issued& issued) {
  std::optional<Instant> moved = issued.certificate.since;
  later(moved, issued.certificate.refused);
  later(moved, issued.certificate.items);
  for (const AskedRequest& asked : issued.requests) {
    later(moved, asked.request.since);
    later(moved, asked.request.received);
  }
  return moved;
}
std::optional<Instant> moved_at_import(const imp::Certificate& certificate) {
  std::optional<Instant> moved = certificate.since;
  for (const auto& at : {certificate.received, certificate.claimed, certificate.check_began,
                         certificate.request_received, certificate.visit_began})
    later(moved, at);
  later(moved, certificate.items);
  return moved;
}

/// What customs said of each item, and how much is used: what both sides say alike once all messages are
/// applied. docs/protocols/sequence.md writes it out.
std::string picture_of(const Balances& items, bool cancelled) {
  if (cancelled) return "cancelled";
  std::string text;
  for (const documents::Balance& item : items) {
    if (!item.result) continue;
    const documents::ResultFacts* facts = documents::facts_of(*item.result);
    text += format("{}{} {} {}", text.empty() ? "" : " ", item.item,
                   facts == nullptr ? std::string_view{} : facts->code, item.used.str());
  }
  return text;
}

/// Both issue and response go as data, today and on the day of issue. Where answers go by letter, no message
/// makes both sides say the same.
bool is_told_all(const Contents& contents, const std::optional<Day>& issued, Instant now,
                 const Setting& setting) {
  if (!issued) return false;
  using refdata::DocumentProcess;
  const std::array days{*issued, std::chrono::floor<std::chrono::days>(now)};
  return std::ranges::all_of(days, [&](Day day) {
    const refdata::View reference = setting.reference->at(day);
    return std::ranges::all_of(std::array{DocumentProcess::issue, DocumentProcess::response},
                               [&](DocumentProcess process) {
                                 return reference.exchanges(word_of(contents.reference.kind), process,
                                                            contents.reference.state, contents.importer);
                               });
  });
}

/// What waits here has arrived, and has not changed the picture.
bool has_applied_all(const exchange::Lanes* lanes, Partner partner) {
  return lanes == nullptr || std::ranges::none_of(lanes->parked, [&](const exchange::Parked& one) {
           return one.partner == partner;
         });
}

/// An entry with the numbers of the lane, and without a picture.
ManifestEntry entry_of(const Reference& certificate, const exchange::Lanes* lanes, Partner partner) {
  const exchange::Lane* lane = lanes == nullptr ? nullptr : lanes->find(partner);
  return {.thing = thing_of(certificate),
          .sent = lane == nullptr ? 0 : lane->sent,
          .taken = lane == nullptr ? 0 : taken_of(*lanes, partner),
          .version = std::nullopt,
          .digest = std::nullopt};
}

void add_picture(ManifestEntry& entry, const Contents& contents, const Balances& items, bool cancelled,
                 const Setting& setting) {
  entry.version = contents.version;
  entry.digest = exchange::digest_of(as_bytes(picture_of(items, cancelled)), setting.sha256);
}

ManifestEntry entry_at_issue(const Issued& issued, const Reference& reference, const exchange::Lanes* lanes,
                             Partner partner, Instant now, const Setting& setting) {
  ManifestEntry entry = entry_of(reference, lanes, partner);
  const iss::Certificate& certificate = issued.certificate;
  // Of what is used on paper a letter tells this side alone, unless customs counts it together with the data.
  const bool is_data = certificate.paper_there || (!certificate.printed && certificate.used_on_paper.empty());
  const bool knows = certificate.contents.importer.str() == partner.str() && entry.sent != 0 && is_data &&
                     has_applied_all(lanes, partner) &&
                     is_told_all(certificate.contents, certificate.issued, now, setting);
  if (knows)
    add_picture(entry, certificate.contents, certificate.items, certificate.state == iss::State::cancelled,
                setting);
  return entry;
}

ManifestEntry entry_at_import(const imp::Certificate& certificate, const Reference& reference,
                              const exchange::Lanes* lanes, Partner partner, Instant now,
                              const Setting& setting) {
  ManifestEntry entry = entry_of(reference, lanes, partner);
  const bool is_here = certificate.state != imp::State::none && certificate.state != imp::State::tech_error;
  if (is_here && has_applied_all(lanes, partner) &&
      is_told_all(certificate.contents, certificate.issued, now, setting))
    add_picture(entry, certificate.contents, certificate.items, certificate.state == imp::State::cancelled,
                setting);
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
  [[nodiscard]] Differing differing(const Reference& certificate, Differs what) const {
    return {.certificate = certificate,
            .what = what,
            .sent_here = ours_.sent,
            .taken_there = theirs_.taken,
            .sent_there = theirs_.sent,
            .taken_here = ours_.taken};
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
const One* known_of(const std::vector<One>& all, const Reference& certificate) {
  const auto found = std::ranges::find(all, certificate, &One::certificate);
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
std::optional<Wanted> wanted_of(const exchange::Missing& missing, const Reference& certificate,
                                std::uint32_t sent, const Wanted* asked, Day today) {
  Wanted wanted{.certificate = certificate,
                .first = missing.first,
                .last = missing.last,
                .times = 1,
                .day = today,
                .sent = sent};
  if (asked == nullptr || asked->first != wanted.first) return wanted;
  const bool asked_today = asked->day == today;
  if (asked_today && asked->last >= wanted.last) return std::nullopt;
  wanted.times = asked->times + (asked_today ? 0 : 1);
  return wanted;
}

/// `unknown`: nothing of it was ever exchanged with the partner.
void compare_one(CertificatesCompared& compared, const ManifestEntry& theirs, const ManifestEntry& ours,
                 const Reference& certificate, const Sender& sender, bool unknown) {
  const PartnersLists* known = sender.known;
  const Comparison comparison{theirs, ours};
  const Wanted* asked = known == nullptr ? nullptr : known_of(known->wanted, certificate);
  const Differing* differed = known == nullptr ? nullptr : known_of(known->differs, certificate);
  if (const auto missing = exchange::compare(theirs, ours).missing) {
    const bool may_ask = !unknown || sender.unknown() + compared.unknown < manifest_limits::unknown_daily;
    const auto wanted = wanted_of(*missing, certificate, ours.sent, asked, sender.today);
    if (wanted && may_ask) {
      const bool another_day = asked == nullptr || wanted->times != asked->times;
      if (another_day && wanted->times == manifest_limits::asked_in_vain + 1)
        compared.differs.push_back(comparison.differing(certificate, Differs::not_sent_again));
      compared.wanted.push_back(*wanted);
      if (unknown) ++compared.unknown;
    }
  }
  if (comparison.lost_here()) {
    compared.differs.push_back(comparison.differing(certificate, Differs::lost_here));
  } else if (comparison.other_picture()) {
    compared.differs.push_back(comparison.differing(certificate, Differs::picture));
  } else if (comparison.even() && (asked != nullptr || differed != nullptr)) {
    // That nobody tells a picture any more does not make two of them equal.
    const bool of_picture = differed != nullptr && differed->what == Differs::picture;
    if (!of_picture || comparison.same_picture()) compared.healed.push_back(certificate);
  }
}

/// One that is issued here, as its number says, and of which nothing was ever exchanged with the partner. It
/// may have asked, and that was lost: it is answered, whether the number was given, and for whom, or not. If
/// it has something from here, that was lost here, and what it said since then means nothing without it.
void compare_without_lane(CertificatesCompared& compared, const ManifestEntry& theirs, const StreamView& here,
                          Partner from, const Reference& certificate, const Sender& sender) {
  ManifestEntry nothing = theirs;
  nothing.sent = nothing.taken = 0;
  if (theirs.taken == 0) return compare_one(compared, theirs, nothing, certificate, sender, true);
  const bool may_have_it =
      !here.exists() || here.state->as<Issued>().certificate.contents.importer.str() == from.str();
  if (may_have_it)
    compared.differs.push_back(Comparison{theirs, nothing}.differing(certificate, Differs::lost_here));
}

/// Whether our own list of the day has it: else only an answer tells the partner.
bool stands_in_our_list(const StreamView& view, const ManifestEntry& entry, Instant now) {
  const auto kinds = documents_part().kinds;
  const auto kind = std::ranges::find(kinds, view.kind, &KindEntry::kind);
  require(kind != kinds.end(), "a certificate is of a kind that the part keeps");
  const auto moved = view.kind == issue_stream ? moved_at_issue(view.state->as<Issued>())
                                               : moved_at_import(view.state->as<imp::Certificate>());
  return kind->summary(*view.state).open && is_told(entry.thing, moved, now);
}

}  // namespace

std::string thing_of(const Reference& certificate) {
  return format("{} {} {} {}", certificate.state.str(), word_of(certificate.kind),
                escaped(certificate.office.str()), certificate.number.str());
}

std::optional<Reference> certificate_of(std::string_view thing) {
  const auto state = cut_word(thing);
  const auto kind = cut_word(thing);
  const auto office = cut_word(thing);
  if (!state || !kind || !office) return std::nullopt;
  const auto country = Country::parse(*state);
  const auto known = read_word<documents::Kind>(*kind);
  const auto name = unescaped(*office);
  const auto number = documents::ReferenceNumber::parse(thing);
  if (!country || !known || !name || !number) return std::nullopt;
  const auto issuer = documents::IssuingOffice::parse(*name);
  if (!issuer) return std::nullopt;
  return Reference{.state = *country, .office = *issuer, .number = *number, .kind = *known};
}

Bytes name_of(const Reference& certificate) {
  const Key key = certificate_key(certificate);
  const ByteView kind = as_bytes(name_of_certificate);
  const ByteView named = ByteView{key.value}.subspan(1);
  Bytes name;
  name.reserve(kind.size() + named.size());
  name.insert(name.end(), kind.begin(), kind.end());
  name.insert(name.end(), named.begin(), named.end());
  return name;
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
  while (waits(taken + 1)) ++taken;
  return taken;
}

void add_certificate(ByPartner& told, const StreamView& view, Instant now, const Setting& setting) {
  if (view.lanes == nullptr) return;
  const bool at_issue = view.kind == issue_stream;
  const std::optional<Reference> reference =
      at_issue ? view.state->as<Issued>().reference() : view.state->as<imp::Certificate>().contents.reference;
  if (!reference || reference->number == documents::ReferenceNumber{}) return;
  const auto moved = at_issue ? moved_at_issue(view.state->as<Issued>())
                              : moved_at_import(view.state->as<imp::Certificate>());
  if (!is_told(thing_of(*reference), moved, now)) return;
  for (const exchange::Lane& lane : view.lanes->lanes) {
    told[lane.partner].push_back(at_issue ? entry_at_issue(view.state->as<Issued>(), *reference, view.lanes,
                                                           lane.partner, now, setting)
                                          : entry_at_import(view.state->as<imp::Certificate>(), *reference,
                                                            view.lanes, lane.partner, now, setting));
  }
}

void add_wanted(ByPartner& told, const PartnersLists& lists) {
  const auto partner = certain(Partner::of(lists.partner), "a stored partner is one");
  std::vector<ManifestEntry>& entries = told[partner];
  for (const Wanted& one : lists.wanted) {
    const std::string thing = thing_of(one.certificate);
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

std::optional<Slot> slot_of_certificate(const ManifestEntry& entry, Partner from, const Setting& setting) {
  const auto certificate = certificate_of(entry.thing);
  if (!certificate) return std::nullopt;
  if (certificate->state == setting.home) return issued_slot(*certificate);
  if (certificate->state.str() == from.str()) return import_slot(*certificate);
  return std::nullopt;
}

CertificatesCompared compare_certificates(const exchange::Manifest& manifest, Partner from,
                                          std::span<const StreamView> streams, const PartnersLists* known,
                                          Instant now, const Setting& setting) {
  CertificatesCompared compared;
  const Sender sender{.known = known, .today = std::chrono::floor<std::chrono::days>(now)};
  const bool may_answer = manifest.part != manifest_limits::answer_part;
  std::size_t place = 0;
  for (const ManifestEntry& theirs : manifest.entries) {
    if (!slot_of_certificate(theirs, from, setting)) continue;
    const StreamView& here = streams[place++];
    const Reference certificate = certain(certificate_of(theirs.thing), "what has a slot is a certificate");
    const bool at_issue = certificate.state == setting.home;
    const bool has_a_lane = here.lanes != nullptr && here.lanes->find(from) != nullptr;
    if (at_issue && !has_a_lane) {
      compare_without_lane(compared, theirs, here, from, certificate, sender);
      continue;
    }
    const ManifestEntry ours =
        at_issue ? entry_at_issue(here.state->as<Issued>(), certificate, here.lanes, from, now, setting)
                 : entry_at_import(here.state->as<imp::Certificate>(), certificate, here.lanes, from, now,
                                   setting);
    compare_one(compared, theirs, ours, certificate, sender, !has_a_lane);
    if (may_answer && has_a_lane && Comparison{theirs, ours}.behind() && !stands_in_our_list(here, ours, now))
      compared.answers.push_back(ours);
  }
  return compared;
}

}  // namespace lintas::workflow
