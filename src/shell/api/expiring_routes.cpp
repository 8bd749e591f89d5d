#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/access/key_hash.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/guarantee/state.hpp"
#include "core/registers/names.hpp"  // IWYU pragma: keep, the words of its enumerations
#include "core/registers/state.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/expiring.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"

/// What has its last day soon, of the registers, of guarantees, of authorised operators and certified
/// exporters, and of the node itself, as the caller may see
/// it. Read by the day (core/workflow/expiring.hpp): a page costs what ends in the days asked about, at most
/// limits::api_feed_scan_max entries, whatever is registered.
namespace lintas::api {

namespace {

namespace aut = aeo::authorisation;

constexpr std::uint64_t days_default = 30;
constexpr std::uint64_t days_max = 366;

struct Advice {
  std::string_view kind;
  std::string_view what_to_do;
};
/// By this one partners know the line, where none of them knows its signer: a reload with another one cuts
/// them off.
constexpr Advice advice_on_line{
    "partners",
    "Where exchange.tls_authorities_file names who signs it: put a new one in its file and reload. Otherwise "
    "partners believe this very certificate: agree on a time with each, change it, and send each the new "
    "identity document, which its people take by hand (docs/operations/stolen-keys.md, \"Another "
    "certificate\"). "
    "Until then nothing is exchanged."};
constexpr std::array advices{
    Advice{"trader", "Ask the keeper of the registers to prolong the registration."},
    Advice{"mandate", "The holder prolongs the mandate, or the agent cannot declare any more."},
    Advice{"declarant", "The firm prolongs it, or this person cannot declare any more."},
    Advice{"authorisation",
           "Ask for a new authorisation: without it goods depart and arrive at offices alone."},
    Advice{"permit", "Renew the permit: without it the vehicle crosses no frontier under transit."},
    Advice{"insurance", "Renew the card: without it the vehicle is not insured abroad."},
    Advice{
        "operator",
        "Be ready when the programme office looks at the conditions anew before that day: what nobody renews "
        "ends."},
    Advice{
        "operator_completion",
        "Write what the programme office misses into the application, and submit it again: behind that day "
        "the application is over."},
    Advice{"operator_repair",
           "Repair the defects, and have the programme office record it: behind that day it refuses the "
           "application, or may revoke what is suspended."},
    Advice{"operator_revalidation",
           "Have books and premises ready: behind that day the conditions are looked at anew. Benefits go on "
           "meanwhile."},
    Advice{
        "exporter",
        "Have the agency write the record with another last day: an origin declaration of a later day gives "
        "no preference."},
    Advice{"guarantee", "Prolong it or give another: after that day nothing new departs on it."},
    Advice{"api_key", "Ask the operator of the node for a new key, and exchange it before that day."},
    Advice{"document_key", "Have the root of the state sign a trust sheet with a new document key."},
    Advice{"certificate",
           "Put a new certificate in its file, and have the node read its configuration again."}};

/// A row without its days.
struct Thing {
  std::string kind;
  std::string reference;
  std::string holder;
  std::string vehicle = {};
};

std::string_view advice_on(const Thing& thing) {
  if (thing.kind == "certificate" && thing.reference == advice_on_line.kind) return advice_on_line.what_to_do;
  const auto* found = std::ranges::find(advices, thing.kind, &Advice::kind);
  require(found != advices.end(), "for each kind there is something to do");
  return found->what_to_do;
}

Json show(const Thing& thing, Day until, Day today) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json{} : Json(text); };
  return {{"kind", thing.kind},
          {"reference", thing.reference},
          {"holder", or_null(thing.holder)},
          {"vehicle", or_null(thing.vehicle)},
          {"expires_on", to_text(until)},
          {"days_left", (until - today).count()},
          {"what_to_do", advice_on(thing)}};
}

Thing thing_of(const registers::Entry& entry) {
  namespace reg = registers;
  Thing thing{.kind = std::string{reg::name(reg::kind_of(entry.facts))},
              .reference = reg::key_of(entry.facts).text,
              .holder = {}};
  std::visit(Overloaded{[&](const reg::Trader& f) { thing.holder = f.tin.str(); },
                        [&](const reg::Mandate& f) { thing.holder = f.holder.str(); },
                        [&](const reg::Declarant& f) { thing.holder = f.firm.str(); },
                        [&](const reg::Authorisation& f) { thing.holder = f.holder.str(); },
                        [&](const reg::Permit& f) {
                          thing.holder = f.carrier.str();
                          thing.vehicle = f.plate.str();
                        },
                        [&](const reg::Insurance& f) {
                          if (f.carrier) thing.holder = f.carrier->str();
                          thing.vehicle = f.plate.str();
                        }},
             entry.facts);
  return thing;
}

constexpr std::array kinds_of_endings{std::pair{aut::Ending::last_day, "operator"},
                                      std::pair{aut::Ending::completion, "operator_completion"},
                                      std::pair{aut::Ending::repair, "operator_repair"},
                                      std::pair{aut::Ending::revalidation, "operator_revalidation"}};

/// Of several that end with that day, what weighs most. Nothing where it moved on since the list was read.
std::optional<Thing> thing_of(const aut::Authorisation& authorisation, Day until) {
  const auto endings = aut::endings(authorisation);
  const auto ends = std::ranges::find(endings, until, &aut::Ends::on);
  if (ends == endings.end()) return std::nullopt;
  const auto* kind =
      std::ranges::find(kinds_of_endings, ends->what, [](const auto& pair) { return pair.first; });
  require(kind != kinds_of_endings.end(), "each of its ends has a word");
  const auto& reference = authorisation.application.reference;
  return Thing{.kind = kind->second,
               .reference = aut::in_words(reference),
               .holder = std::string{reference.holder.str()}};
}

Thing thing_of(const awsc::exporter_side::Exporter& exporter) {
  const auto& content = exporter.content;
  return {.kind = "exporter", .reference = awsc::in_words(content.reference), .holder = content.holder};
}

std::optional<Thing> thing_of(const Core::Seen& seen, Day until) {
  if (seen.row.kind == workflow::register_stream) return thing_of(seen.state.as<registers::Entry>());
  if (seen.row.kind == workflow::aeo_stream) return thing_of(seen.state.as<aut::Authorisation>(), until);
  if (seen.row.kind == workflow::exporter_stream)
    return thing_of(seen.state.as<awsc::exporter_side::Exporter>());
  const auto& header = seen.state.as<guarantee::Header>();
  return Thing{.kind = "guarantee",
               .reference = std::string{header.grn.str()},
               .holder = std::string{header.holder.str()}};
}

/// In whose lists the caller looks: of what it keeps or reads whole, of its office, of its party.
std::string list_for(const access::Actor& actor) {
  constexpr access::Relations of_office{access::Relation::office};
  const bool of_registers =
      may_read(actor, Read::registers, {}) || may_read(actor, Read::registers, of_office);
  if (of_registers || may_read(actor, Read::guarantee, {})) return std::string{workflow::all_expiring};
  if (may_read(actor, Read::operators, of_office)) return std::string{workflow::operators_expiring};
  if (may_read(actor, Read::exporters, of_office)) return std::string{workflow::exporters_expiring};
  return actor.office.empty() ? actor.party : actor.office;
}

struct Days {
  Day today;
  Day last;
};

// ---- what the node has itself

std::string owner_of(const access::Actor& actor) {
  for (const std::string& one : {actor.party, actor.office, actor.person})
    if (!one.empty()) return one;
  return std::string{access::name(actor.role)};
}

/// The caller's own key; all of them for whoever may list keys, and what the node signs and is known by.
Json of_the_node(const Core& core, const CallPtr& call, const Days& days) {
  const auto [today, last] = days;
  const workflow::Setting setting = core.ports().setting();
  std::vector<std::pair<Day, Json>> rows;
  const auto add = [&](const Thing& thing, Instant end) {
    const Day until = workflow::day_here(end, setting);
    if (until >= today && until <= last) rows.emplace_back(until, show(thing, until, today));
  };
  const Ports& ports = core.ports();
  const bool all = may_read(call->actor, Read::keys, {});
  for (const Keys::Listed& key : ports.keys.list()) {
    if (!key.entry.expires || key.entry.withdrawn || (!all && key.hash != call->key)) continue;
    add({.kind = "api_key",
         .reference = to_hex(key.hash.view()).substr(0, access::key_hash_chars_min),
         .holder = owner_of(key.entry.actor)},
        *key.entry.expires);
  }
  if (all) {
    if (const auto key = ports.document_key ? ports.document_key() : nullptr) {
      add({.kind = "document_key", .reference = to_hex(key->issuer.key.bytes), .holder = {}},
          key->trusted.until);
    }
    if (ports.certificates) {
      for (const auto& [whose, end] : ports.certificates())
        add({.kind = "certificate", .reference = whose, .holder = {}}, end);
    }
  }
  std::ranges::stable_sort(rows, {}, [](const auto& row) { return row.first; });
  Json items = Json::array();
  for (auto& [day, row] : rows) items.push_back(std::move(row));
  return items;
}

// ---- a page

/// Where a page begins: among what the node has itself, which comes first, or behind something in the lists.
/// "node.25", or "2026-12-31.5f1c0a9be2d47730": the day, and a place that nobody counts by.
struct After {
  std::size_t of_node = 0;
  std::optional<std::pair<Day, app::StreamId>> in_lists = {};
};
constexpr std::string_view node_word = "node";

std::optional<std::uint64_t> number_in(std::string_view text, std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc{} && end == text.data() + text.size();
  return is_number && number <= most ? std::optional{number} : std::nullopt;
}

/// Nothing where the text is none of ours.
std::optional<After> after_in(const Core& core, const CallPtr& call) {
  const auto text = call->request.query_value("after");
  if (!text) return After{};
  const auto dot = text->find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view first = text->substr(0, dot);
  const std::string_view second = text->substr(dot + 1);
  if (first == node_word) {
    const auto n = number_in(second, limits::keys_file_bytes_max);
    return n ? std::optional{After{.of_node = static_cast<std::size_t>(*n)}} : std::nullopt;
  }
  const auto day = parse_day(first);
  const auto stream = core.referred_to(second);
  if (!day || !stream) return std::nullopt;
  return After{.of_node = 0, .in_lists = std::pair{*day, *stream}};
}

struct Page {
  Json items = Json::array();
  std::size_t count = 0;
  std::string next;  ///< empty at the end
};

void respond(const CallPtr& call, Page page) {
  Json body{{"items", std::move(page.items)}};
  if (!page.next.empty()) body["next"] = page.next;
  call->respond(json_response(200, body));
}

/// Goes on behind the last one looked at, whether it was shown or not.
void add_from_lists(const Core& core, const CallPtr& call, app::Reader& reader, const After& after,
                    const Days& days, Page& page) {
  const std::string whose = list_for(call->actor);
  if (whose.empty()) return;
  const workflow::Setting setting = core.ports().setting();
  const Bytes behind = after.in_lists
                           ? workflow::expiring_behind(whose, after.in_lists->first, after.in_lists->second)
                           : workflow::expiring_from(whose, days.today);
  const auto found = reader.find_all(workflow::expiring_lists(whose), behind, limits::api_feed_scan_max);
  std::string looked;
  for (const auto& [key, id] : found) {
    const auto until = certain(workflow::day_of_expiring(key, whose), "a list of what expires is by days");
    if (until > days.last) return;
    if (page.items.size() == page.count) break;
    looked = format("{}.{}", to_text(until), core.reference_to(id));
    const auto row = reader.stream(id);
    if (!row) continue;
    const auto seen = core.see({.kind = row->kind, .by = id}, right_of(row->kind), call, reader, setting);
    const auto thing = seen ? thing_of(*seen, until) : std::nullopt;
    if (thing) page.items.push_back(show(*thing, until, days.today));
  }
  if (page.items.size() == page.count || found.size() == limits::api_feed_scan_max) page.next = looked;
}

/// Days are those of the state: its registers judge by them, and what ends has no office.
void list_expiring(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto count = page_size(call);
  if (!count) return answer_bad_query(call, "limit");
  const auto asked = call->request.query_value("days");
  const auto ahead = asked ? number_in(*asked, days_max) : std::optional{days_default};
  if (!ahead) return answer_bad_query(call, "days");
  const auto after = after_in(core, call);
  if (!after) return answer_bad_query(call, "after");
  const Day today = workflow::day_here(core.ports().clock(), core.ports().setting());
  const Days days{.today = today, .last = today + std::chrono::days{static_cast<int>(*ahead)}};
  Page page{.items = Json::array(), .count = *count, .next = {}};
  if (!after->in_lists) {
    const Json own = of_the_node(core, call, days);
    std::size_t n = after->of_node;
    for (; n < own.size() && page.items.size() < page.count; ++n) page.items.push_back(own[n]);
    if (page.items.size() == page.count) {
      page.next = format("{}.{}", node_word, n);
      return respond(call, std::move(page));
    }
  }
  add_from_lists(core, call, reader, *after, days, page);
  respond(call, std::move(page));
}

static_assert(days_default == 30 && days_max == 366, "the description says so");
constexpr std::array row{
    Member{"kind", "ExpiringKind"},
    Member{
        "reference", "text",
        "The key of an entry, the GRN, the reference of an authorisation or of an exporter, the start of a "
        "hash, whose certificate it is."},
    Member{"holder", "text|null", "Whose it is: a TIN, an office or a person."},
    Member{"vehicle", "text|null", "Of a permit or an insurance card: the registration."},
    Member{"expires_on", "day", "The last day on which it holds."},
    Member{"days_left", "integer"},
    Member{"what_to_do", "text", "For a person."}};
constexpr auto expiring_page = page_of("[Expiring]");
constexpr std::array objects{Object{"Expiring", "Something that has its last day soon.", row},
                             Object{"ExpiringPage", "By the day.", expiring_page}};
constexpr std::array words{Words{"ExpiringKind", "What expires.", &words_of<advices, &Advice::kind>}};

constexpr std::array routes{Route{
    .method = net::Method::get,
    .pattern = "/v1/expiring",
    .id = "listExpiring",
    .tag = "registers",
    .summary = "Entries of registers, guarantees, authorised operators, certified exporters and keys of the "
               "caller, or of what it keeps, that have their last day soon; what to do about each.",
    .takes = "days limit after",
    .outcomes = {{200, "ExpiringPage"}},
    .refusals = {400},
    .look = &list_expiring}};

}  // namespace

Resource expiring_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
