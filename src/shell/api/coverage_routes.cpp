#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/words.hpp"
#include "core/acdd/alongside.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/import/state.hpp"
#include "core/documents/coverage.hpp"
#include "core/documents/import/state.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/transit/onward.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/document_lists.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/journey_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/acdd_views.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/declared.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_names.hpp"
#include "shell/api/document_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// The documents of a movement, laid beside its goods: certificates of origin (core/documents/coverage.hpp)
/// and customs declaration documents (core/acdd/alongside.hpp) that its declaration names, those of its
/// traders, and those of the declarations under which the goods went on.
namespace lintas::api {

namespace {

/// Of each list that is gone through, the newest: an exporter who sends daily has so many at a time.
constexpr std::size_t found_in_list_max = 50;
/// Of all lists together: each document is folded from its events, and a declaration may name a thousand
/// traders.
constexpr std::size_t looked_at_max = 400;

/// Who looks, and into what.
struct Looking {
  const Core& core;
  const CallPtr& call;
  app::Reader& reader;
  workflow::Setting setting;
  std::size_t left = looked_at_max;

  [[nodiscard]] std::optional<Core::Seen> see(const workflow::Slot& slot) const {
    return core.see(slot, right_of(slot.kind), call, reader, setting);
  }
};

bool is_certificate(const Core::Seen& seen) {
  return seen.row.kind == workflow::issue_stream || seen.row.kind == workflow::import_stream;
}

/// What of the certificate covers goods.
void add(documents::Presented& presented, const Core::Seen& seen) {
  const auto take = [&](const auto& certificate) {
    presented.items = certificate.contents.items;
    presented.balances = certificate.items;
  };
  if (seen.row.kind == workflow::issue_stream) {
    take(seen.state.as<workflow::Issued>().certificate);
  } else {
    take(seen.state.as<documents::import_side::Certificate>());
  }
  presented.is_here = !presented.items.empty();
}

const acdd::Contents& contents_of(const Core::Seen& seen) {
  return seen.row.kind == workflow::acdd_export_stream
             ? seen.state.as<acdd::export_side::Document>().contents
             : seen.state.as<acdd::import_side::Document>().contents;
}

Json show(const documents::Covered& covered, const documents::Goods& goods) {
  Json shown{{"item", covered.item},
             {"subheading", goods.subheading},
             {"mass", nullptr},
             {"cover", word_of(covered.cover)},
             {"lacking", nullptr}};
  if (goods.mass) shown["mass"] = goods.mass->str();
  if (covered.lacking) shown["lacking"] = covered.lacking->str();
  return shown;
}

Json show_covered(std::span<const documents::Goods> goods,
                  std::span<const documents::Presented> certificates) {
  const auto covered = documents::coverage(goods, certificates);
  Json shown = Json::array();
  for (std::size_t i = 0; i < covered.size(); ++i) shown.push_back(show(covered[i], goods[i]));
  return shown;
}

/// As it is shown by itself, with its address.
Json show_one(const Looking& looking, const Core::Seen& seen) {
  if (!is_certificate(seen)) return show_acdd_in_list(seen.row.kind, seen.state);
  Json shown = show_certificate(seen.row.kind, seen.state);
  shown["location"] = address_of_document(looking.core, seen);
  return shown;
}

/// What of the documents was shown, so that none is found twice.
using Shown = std::set<app::StreamId>;

// ---- certificates that the declaration names

Json show_certificates(const Looking& looking, const documents::Declared& declared,
                       std::vector<documents::Presented>& certificates, Shown& known) {
  Json named = Json::array();
  for (const documents::Named& one : declared.certificates) {
    documents::Presented& presented = certificates.emplace_back();
    presented.goods = one.items;
    const auto reference = reference_in(one.reference);
    const auto seen =
        reference ? see_certificate(looking.core, *reference, looking.call, looking.reader, looking.setting)
                  : std::nullopt;
    Json shown{{"reference", one.reference}, {"items", one.items}, {"certificate", nullptr}};
    if (seen) {
      add(presented, *seen);
      known.insert(seen->row.id);
      shown["certificate"] = show_one(looking, *seen);
    }
    named.push_back(std::move(shown));
  }
  return named;
}

// ---- customs declaration documents whose permits it names

/// Where the declaration does not say which state gave the permit, that of departure did.
std::optional<Core::Seen> see_export(const Looking& looking, const documents::Named& named,
                                     Country departure) {
  const auto number = acdd::PermitNumber::parse(named.reference);
  if (!number) return std::nullopt;
  const acdd::Permit permit{.state = named.state.value_or(departure), .number = *number};
  return looking.see(permit.state == looking.setting.home ? workflow::acdd_export_slot(permit)
                                                          : workflow::acdd_import_slot(permit));
}

Json show_unlike(const acdd::Unlike& unlike, std::span<const documents::Named> permits) {
  Json shown{{"kind", word_of(unlike.kind)}, {"subheading", unlike.subheading},
             {"items", unlike.goods},        {"references", Json::array()},
             {"exported", nullptr},          {"moved", nullptr}};
  for (const std::size_t place : unlike.documents) shown["references"].push_back(permits[place].reference);
  if (unlike.exported) shown["exported"] = unlike.exported->str();
  if (unlike.moved) shown["moved"] = unlike.moved->str();
  return shown;
}

/// Into `body` what is named, and where it differs from the goods.
void add_permits(const Looking& looking, const documents::Declared& declared, Country departure, Json& body,
                 Shown& known) {
  std::vector<std::optional<Core::Seen>> seen;
  std::vector<acdd::Alongside> alongside;
  body["permits"] = Json::array();
  for (const documents::Named& one : declared.permits) {
    const auto& permit = seen.emplace_back(see_export(looking, one, departure));
    Json shown{{"reference", one.reference}, {"items", one.items}, {"acdd", nullptr}};
    if (permit) {
      known.insert(permit->row.id);
      shown["acdd"] = show_one(looking, *permit);
    }
    body["permits"].push_back(std::move(shown));
  }
  for (const auto& permit : seen) {
    const acdd::Contents* contents = permit ? &contents_of(*permit) : nullptr;
    const bool is_here = contents != nullptr && !contents->items.empty();
    alongside.push_back(
        {.goods = declared.permits[alongside.size()].items, .contents = is_here ? contents : nullptr});
  }
  body["differences"] = Json::array();
  for (const acdd::Unlike& one : acdd::unlike(declared.goods, alongside))
    body["differences"].push_back(show_unlike(one, declared.permits));
}

// ---- what it does not name

std::vector<Core::Seen> listed(Looking& looking, std::string_view list) {
  std::vector<Core::Seen> all;
  if (looking.left == 0) return all;
  const auto found =
      looking.reader.find_all(workflow::concern_list(list), {}, std::min(found_in_list_max, looking.left));
  looking.left -= found.size();
  for (const auto& [key, id] : found) {
    const auto row = looking.reader.stream(id);
    if (!row) continue;
    if (auto seen = looking.see({.kind = row->kind, .by = id})) all.push_back(*std::move(seen));
  }
  return all;
}

std::vector<std::string> subheadings_of(const Core::Seen& seen) {
  std::vector<std::string> all;
  const auto take = [&](const auto& items) {
    for (const auto& item : items) all.push_back(documents::subheading_of(item.hs.str()));
  };
  if (is_certificate(seen)) {
    documents::Presented presented;
    add(presented, seen);
    take(presented.items);
  } else {
    take(contents_of(seen).items);
  }
  return all;
}

Json show_found(const Looking& looking, const Core::Seen& seen, std::string_view why,
                std::span<const documents::Goods> goods) {
  const auto items = documents::goods_under(goods, subheadings_of(seen));
  Json shown{
      {"why", why}, {"items", items}, {"certificate", nullptr}, {"acdd", nullptr}, {"goods", Json::array()}};
  shown[is_certificate(seen) ? "certificate" : "acdd"] = show_one(looking, seen);
  if (!is_certificate(seen)) return shown;
  std::vector<documents::Goods> under;
  for (const documents::Goods& one : goods)
    if (std::ranges::find(items, one.item) != items.end()) under.push_back(one);
  documents::Presented presented;
  presented.goods = items;
  add(presented, seen);
  shown["goods"] = show_covered(under, {&presented, 1});
  return shown;
}

/// Those of the traders of the declaration that have goods of its subheadings.
void add_found_by_trader(Looking& looking, const documents::Declared& declared, Json& found, Shown& known) {
  for (const std::string& trader : declared.traders) {
    for (const Core::Seen& seen : listed(looking, workflow::list_of_exporter(trader))) {
      if (documents::goods_under(declared.goods, subheadings_of(seen)).empty()) continue;
      if (known.insert(seen.row.id).second)
        found.push_back(show_found(looking, seen, "exporter", declared.goods));
    }
  }
}

/// The journey here, as far as the caller may read it; of what travels alone there is none.
std::vector<transit::Onward> onward_of(const Looking& looking, const std::optional<Mrn>& mrn) {
  if (!mrn) return {};
  const auto seen = looking.core.see(workflow::journey_slot(*mrn), Read::record, looking.call, looking.reader,
                                     looking.setting);
  return seen ? seen->state.as<workflow::Journey>().arrival.onward : std::vector<transit::Onward>{};
}

/// Under which regimes the goods went on, and what those declarations claim and refer to.
Json show_onward(Looking& looking, const std::vector<transit::Onward>& onward,
                 const documents::Declared& declared, Json& found, Shown& known) {
  Json all = Json::array();
  for (const transit::Onward& one : onward) {
    Json shown{{"declaration", one.declaration.str()},
               {"regime", word_of(one.regime)},
               {"items", one.items},
               {"certificates", Json::array()},
               {"acdd", Json::array()}};
    for (const Core::Seen& seen : listed(looking, workflow::list_of_declaration(one.declaration.str()))) {
      shown[is_certificate(seen) ? "certificates" : "acdd"].push_back(seen.row.ref);
      if (known.insert(seen.row.id).second)
        found.push_back(show_found(looking, seen, "declaration", declared.goods));
    }
    all.push_back(std::move(shown));
  }
  return all;
}

void show_coverage(const Core& core, const CallPtr& call, app::Reader& reader) {
  Looking looking{.core = core, .call = call, .reader = reader, .setting = core.ports().setting()};
  const auto document = declaration_for(core, call, reader, looking.setting);
  if (!document) return;
  const documents::Declared declared = documents::declared_in(document->message);
  const auto parsed = Mrn::parse(call->request.parameter("mrn"));
  const auto mrn = parsed ? std::optional{*parsed} : std::nullopt;
  std::vector<documents::Presented> certificates;
  Shown known;
  Json body{{"certificates", show_certificates(looking, declared, certificates, known)}};
  body["goods"] = show_covered(declared.goods, certificates);
  add_permits(looking, declared, mrn ? mrn->country() : looking.setting.home, body, known);
  Json found = Json::array();
  body["onward"] = show_onward(looking, onward_of(looking, mrn), declared, found, known);
  add_found_by_trader(looking, declared, found, known);
  body["found"] = std::move(found);
  call->respond(json_response(200, body));
}

constexpr std::array named{
    Member{"reference", "text", "As the declaration writes it: \"MY, MYPKG001, MY-TH 26/00417\"."},
    Member{"items", "[integer]", "The goods for which it is named."},
    Member{"certificate", "Certificate|null", "Null if it is not here, or not for the caller."}};
constexpr std::array goods{
    Member{"item", "integer"}, Member{"subheading", "text", "Six digits of the Harmonized System."},
    Member{"mass", "text|null", "Kilograms: net, or gross where no net mass is declared."},
    Member{"cover", "Cover"},
    Member{"lacking", "text|null", "Kilograms, of all goods under the subheading."}};
constexpr std::array named_permit{
    Member{"reference", "text", "As the declaration writes it: \"OX6K123456A\"."},
    Member{"items", "[integer]", "The goods for which it is named."},
    Member{"acdd", "Acdd|null", "Null if it is not here, or not for the caller."}};
constexpr std::array difference{
    Member{"kind", "UnlikeKind"},
    Member{"subheading", "text", "Six digits of the Harmonized System."},
    Member{"items", "[integer]", "Goods under it that name one of the documents."},
    Member{"references", "[text]", "The documents."},
    Member{"exported", "text|null", "Kilograms, where the masses differ."},
    Member{"moved", "text|null", "Likewise."}};
constexpr std::array found{
    Member{
        "why", "'exporter'|'declaration'",
        "It is of a trader of the declaration, and of goods of its subheadings; or a declaration under which "
        "the goods went on claims it or refers to it."},
    Member{"items", "[integer]", "The goods whose subheading is on it."},
    Member{"certificate", "Certificate|null"}, Member{"acdd", "Acdd|null"},
    Member{"goods", "[CoveredGoods]", "Of a certificate: whether it alone would cover those goods."}};
constexpr std::array onward{
    Member{"declaration", "DeclarationNumber", "Of this state, as its customs system reported it."},
    Member{"regime", "Regime"}, Member{"items", "[integer]", "Of the movement; empty: all."},
    Member{"certificates", "[text]", "That it claims, or has used, as far as the caller may read them."},
    Member{"acdd", "[text]", "That it was compared with, likewise."}};
constexpr std::array coverage{
    Member{"certificates", "[NamedCertificate]"},
    Member{"goods", "[CoveredGoods]"},
    Member{"permits", "[NamedPermit]", "National permits (AN01), under which exports were released."},
    Member{"differences", "[UnlikeGoods]",
           "Between what those say was exported, and what travels: a signal."},
    Member{"found", "[FoundDocument]", "Not named, the newest of each trader and declaration."},
    Member{"onward", "[OnwardRegime]", "At destination, for customs: empty as long as nothing is reported."}};
constexpr std::array objects{
    Object{"NamedCertificate", "A certificate of origin among the supporting documents of a declaration.",
           named},
    Object{"CoveredGoods", "Goods beside the certificates that are named for them.", goods},
    Object{"NamedPermit", "A national permit among the supporting documents of a declaration.", named_permit},
    Object{"UnlikeGoods", "What travels is not what was exported: it grants and blocks nothing.", difference},
    Object{"FoundDocument", "A document that the declaration does not name.", found},
    Object{"OnwardRegime", "A declaration that took goods of the movement.", onward},
    Object{"Coverage", "What to look at: it decides nothing.", coverage}};

constexpr std::array words{
    Words{"UnlikeKind",
          "not_exported: the subheading is on none of the documents; not_moved: among none of the goods.",
          &words_of<acdd::unlike_words, &Word<acdd::UnlikeKind>::word>},
    Words{"Regime", "Under which goods go on once transit is over.",
          &words_of<transit::regime_words, &Word<transit::Regime>::word>},
    Words{
        "Cover",
        "too_little: less is free than there are goods; not_comparable: one of both does not count by mass; "
        "not_on_it: the subheading is on none that is named; not_here: one that is named is not here, or not "
        "for "
        "the caller.",
        &words_of<documents::cover_words, &Word<documents::Cover>::word>}};

constexpr std::array routes{Route{
    .method = net::Method::get,
    .pattern = "/v1/movements/{mrn}/documents",
    .id = "showCoverage",
    .tag = "documents",
    .summary =
        "The documents of a movement: certificates of origin that its declaration names (supporting "
        "documents of type N861), and whether they cover its goods; customs declaration documents of the "
        "permits that it names (AN01), and how what was exported differs from what travels; what else its "
        "traders have for such goods; and under which regimes the goods went on.",
    .takes = "holder",
    .outcomes = {{200, "Coverage"}},
    .refusals = {400, 403, 404, 409},
    .who = &who_reads<Read::declaration, Read::record>,
    .look = &show_coverage}};

}  // namespace

Resource coverage_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
