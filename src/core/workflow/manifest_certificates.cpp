#include "core/workflow/manifest_certificates.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/lane_names.hpp"
#include "core/workflow/manifest_listing.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;
using documents::Balances;
using documents::Contents;
using documents::Reference;
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

std::optional<Listed> listed(const StreamView& view) {
  const bool at_issue = view.kind == issue_stream;
  const std::optional<Reference> reference =
      at_issue ? view.state->as<Issued>().reference() : view.state->as<imp::Certificate>().contents.reference;
  if (!reference || reference->number == documents::ReferenceNumber{}) return std::nullopt;
  return Listed{.thing = thing_of(*reference),
                .moved = at_issue ? moved_at_issue(view.state->as<Issued>())
                                  : moved_at_import(view.state->as<imp::Certificate>())};
}

Picture picture(const Contents& contents, const Balances& items, bool cancelled) {
  return {.version = contents.version, .text = picture_of(items, cancelled)};
}

std::optional<Picture> picture_at_issue(const iss::Certificate& certificate, Partner partner, Instant now,
                                        const Setting& setting) {
  // Of what is used on paper a letter tells this side alone, unless customs counts it together with the data.
  const bool is_data = certificate.paper_there || (!certificate.printed && certificate.used_on_paper.empty());
  const bool knows = certificate.contents.importer.str() == partner.str() && is_data &&
                     is_told_all(certificate.contents, certificate.issued, now, setting);
  if (!knows) return std::nullopt;
  return picture(certificate.contents, certificate.items, certificate.state == iss::State::cancelled);
}

std::optional<Picture> picture_at_import(const imp::Certificate& certificate, Instant now,
                                         const Setting& setting) {
  const bool is_here = certificate.state != imp::State::none && certificate.state != imp::State::tech_error;
  if (!is_here || !is_told_all(certificate.contents, certificate.issued, now, setting)) return std::nullopt;
  return picture(certificate.contents, certificate.items, certificate.state == imp::State::cancelled);
}

std::optional<Picture> picture_in(const StreamView& view, Partner partner, Instant now,
                                  const Setting& setting) {
  if (view.kind == issue_stream)
    return picture_at_issue(view.state->as<Issued>().certificate, partner, now, setting);
  return picture_at_import(view.state->as<imp::Certificate>(), now, setting);
}

std::optional<Slot> slot_of(std::string_view thing, Country home) {
  const auto certificate = certificate_of(thing);
  if (!certificate) return std::nullopt;
  return certificate->state == home ? issued_slot(*certificate) : import_slot(*certificate);
}

std::optional<Country> issuer_of(std::string_view thing) {
  const auto certificate = certificate_of(thing);
  return certificate ? std::optional{certificate->state} : std::nullopt;
}

Bytes name_of_listed(std::string_view thing) {
  return name_of(certain(certificate_of(thing), "it is a certificate"));
}

bool is_for(const State& state, Partner partner) {
  return state.as<Issued>().certificate.contents.importer.str() == partner.str();
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

const Listing& listing_of_certificates() {
  static constexpr Listing listing{.issued = issue_stream,
                                   .received = import_stream,
                                   .part = documents_part,
                                   .issuer = issuer_of,
                                   .slot = slot_of,
                                   .name = name_of_listed,
                                   .listed = listed,
                                   .picture = picture_in,
                                   .is_for = is_for};
  return listing;
}

}  // namespace lintas::workflow
