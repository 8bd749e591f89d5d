#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/coverage.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/state.hpp"
#include "core/messages/document.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
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
#include "shell/net/server.hpp"

/// The certificates of origin that a declaration names, laid beside its goods (core/documents/coverage.hpp).
namespace lintas::api {

namespace {

/// What of the certificate covers goods.
void add(documents::Presented& presented, const Core::Seen& seen) {
  const auto take = [&](const auto& certificate) {
    presented.items = certificate.contents.items;
    presented.balances = certificate.items;
  };
  if (seen.row.kind == workflow::issue_stream)
    take(seen.state.as<workflow::Issued>().certificate);
  else
    take(seen.state.as<documents::import_side::Certificate>());
  presented.is_here = !presented.items.empty();
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

void show_coverage(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto document = declaration_for(core, call, reader, setting);
  if (!document) return;
  const documents::Declared declared = documents::declared_in(document->message);
  std::vector<documents::Presented> certificates;
  Json named = Json::array();
  for (const documents::Named& one : declared.certificates) {
    documents::Presented& presented = certificates.emplace_back();
    presented.goods = one.items;
    const auto reference = reference_in(one.reference);
    const auto seen = reference ? see_certificate(core, *reference, call, reader, setting) : std::nullopt;
    Json shown{{"reference", one.reference}, {"items", one.items}, {"certificate", nullptr}};
    if (seen) {
      add(presented, *seen);
      shown["certificate"] = show_certificate(seen->row.kind, seen->state);
      shown["certificate"]["location"] = address_of_document(core, *seen);
    }
    named.push_back(std::move(shown));
  }
  const auto covered = documents::coverage(declared.goods, certificates);
  Json goods = Json::array();
  for (std::size_t i = 0; i < covered.size(); ++i) goods.push_back(show(covered[i], declared.goods[i]));
  call->respond(json_response(200, Json{{"certificates", std::move(named)}, {"goods", std::move(goods)}}));
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
constexpr std::array coverage{Member{"certificates", "[NamedCertificate]"},
                              Member{"goods", "[CoveredGoods]"}};
constexpr std::array objects{
    Object{"NamedCertificate", "A certificate of origin among the supporting documents of a declaration.",
           named},
    Object{"CoveredGoods", "Goods beside the certificates that are named for them.", goods},
    Object{"Coverage", "What to look at: it decides nothing.", coverage}};

constexpr std::array words{Words{
    "Cover",
    "too_little: less is free than there are goods; not_comparable: one of both does not count by mass; "
    "not_on_it: the subheading is on none that is named; not_here: one that is named is not here, or not for "
    "the caller.",
    &words_of<documents::cover_words, &Word<documents::Cover>::word>}};

constexpr std::array routes{Route{
    .method = net::Method::get,
    .pattern = "/v1/movements/{mrn}/documents",
    .id = "showCoverage",
    .tag = "documents",
    .summary = "The certificates of origin that the declaration names (supporting documents of type N861), "
               "and whether they cover its goods.",
    .takes = "holder",
    .outcomes = {{200, "Coverage"}},
    .refusals = {400, 403, 404, 409},
    .who = &who_reads<Read::declaration, Read::record>,
    .look = &show_coverage}};

}  // namespace

Resource coverage_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
