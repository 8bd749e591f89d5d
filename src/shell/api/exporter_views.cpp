#include "shell/api/exporter_views.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/events.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_steps.hpp"
#include "shell/api/event_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"

namespace lintas::api {

namespace {

namespace exs = awsc::exporter_side;

Json show(const awsc::ExporterReference& reference) {
  return {{"state", reference.state.str()}, {"code", reference.code.str()}};
}

Json show(const awsc::Product& product) {
  Json criteria = Json::array();
  for (const std::string& one : product.criteria) criteria.push_back(one);
  return {{"number", product.number},
          {"description", product.description},
          {"code", product.code},
          {"criteria", std::move(criteria)}};
}

/// That a partner was told, and has it, `told` and `messages` say: of each change that would be a step for
/// each partner.
bool stands_elsewhere(const exs::Event& event) {
  const auto& fact = static_cast<const exs::Facts&>(event.fact);
  const auto* acknowledged = std::get_if<exs::Acknowledged>(&fact);
  return std::holds_alternative<exs::Told>(fact) || (acknowledged != nullptr && acknowledged->faults.empty());
}

/// What went between the nodes.
void show_exchange(const exs::Event& event, Json& shown) {
  std::visit(
      [&](const auto& fact) {
        if constexpr (requires { fact.partner; }) {
          if (const auto partner = exchange::Partner::of(fact.partner)) shown["partner"] = partner->str();
        }
        if constexpr (requires { fact.version; }) shown["edition"] = fact.version;
      },
      static_cast<const exs::Facts&>(event.fact));
}

}  // namespace

std::optional<awsc::ExporterReference> exporter_in(std::string_view text) {
  const auto named = named_in<Country, awsc::AuthorisationCode>(text);
  if (!named) return std::nullopt;
  const auto& [state, code] = *named;
  return awsc::ExporterReference{.state = state, .code = code};
}

std::string address_of_exporter(const awsc::ExporterReference& reference) {
  return address_under("/v1/exporters/", awsc::in_words(reference));
}

Json show_exporter(const exs::Exporter& exporter) {
  const awsc::Record& content = exporter.content;
  Json products = Json::array();
  for (const exs::ListedProduct& one : exporter.products) {
    if (one.span.until) continue;
    Json shown = show(one.product);
    shown["since"] = to_text(one.span.from);
    products.push_back(std::move(shown));
  }
  Json standings = Json::array();
  for (const exs::Standing& one : exporter.standings) {
    standings.push_back({{"at", to_text(one.at)},
                         {"state", exs::Machine::states[std::to_underlying(one.state)].id},
                         {"valid_from", to_text(one.valid_from)},
                         {"valid_until", to_text(one.valid_until)}});
  }
  Json told = Json::array();
  for (const exchange::ToldRecord& one : exporter.shared.told) {
    told.push_back({{"partner", one.partner.str()},
                    {"edition", one.told},
                    {"has_it", exporter.shared.is_with(one)},
                    {"refused_for", one.refused_for}});
  }
  return {{"location", address_of_exporter(content.reference)},
          {"reference", show(content.reference)},
          {"state", show_state<exs::Machine>(exporter.state)},
          {"holder", content.holder.empty() ? Json{} : Json(content.holder)},
          {"valid_from", to_text(content.valid_from)},
          {"valid_until", to_text(content.valid_until)},
          {"products", std::move(products)},
          {"signatories", content.signatories.size()},
          {"standings", std::move(standings)},
          {"edition", exporter.heard == 0 ? exporter.shared.version : exporter.heard},
          {"heard", exporter.heard_at ? Json(to_text(*exporter.heard_at)) : Json{}},
          {"told", std::move(told)}};
}

Json show_extract(const awsc::ExporterReference& reference, const exs::Extract& extract, Instant at) {
  Json products = Json::array();
  for (const awsc::Product& one : extract.products) products.push_back(show(one));
  return {{"reference", show(reference)},
          {"at", to_text(at)},
          {"state", exs::Machine::states[std::to_underlying(extract.standing.state)].id},
          {"since", to_text(extract.standing.at)},
          {"valid_from", to_text(extract.standing.valid_from)},
          {"valid_until", to_text(extract.standing.valid_until)},
          {"products", std::move(products)},
          {"signatories", extract.signatories.size()}};
}

Json history_of_exporter(const std::vector<app::EventRow>& events, const std::optional<TextSource>& texts) {
  return history_of(events, [&](const app::EventRow& row, Json& shown) {
    if (workflow::block_of(std::to_underlying(row.type)) != workflow::exporter_block) return false;
    const auto event = show_stored_step<exs::Machine, exs::Event>(row, texts, shown);
    show_exchange(event, shown);
    return !stands_elsewhere(event);
  });
}

namespace {

constexpr std::array reference{Member{"state", "Country", "That certified it."},
                               Member{"code", "AuthorisationCode"}};
constexpr std::array product{Member{"number", "integer", "In the record."}, Member{"description", "text"},
                             Member{"code", "text", "Of six digits (HS) or eight (AHTN)."},
                             Member{"criteria", "[text]", "That the authorisation fixes; often none."},
                             Member{"since?", "instant", "Of a product that is listed now."}};
constexpr std::array standing{Member{"at", "instant", "From then on."}, Member{"state", "ExporterStateId"},
                              Member{"valid_from", "day"}, Member{"valid_until", "day", "The last day."}};
constexpr std::array step_begin{
    Member{"event", "text", "As exporter.suspended."},
    Member{"trigger?", "text", "Which step of the table of states it was."},
    Member{"at", "instant"},
    Member{"state?", "ExporterStateId", "Behind it."},
    Member{"partner?", "Country", "That was told, or that answered or listed it."},
    Member{"edition?", "integer", "Of the record, that was told."},
    Member{"faults?", "[CertificateFault]", "Why it was not taken."},
    Member{"alarm?", "text", "What a daily list showed."}};
constexpr auto step = followed_by(step_begin, by_whom);
constexpr std::array exporter_begin{
    Member{"location", "text", "Its address."},
    Member{"reference", "ExporterReference", "As acts name it."},
    Member{"state", "State"},
    Member{"holder", "text|null", "The firm, by its identifier. Name and address stand in the document."},
    Member{"valid_from", "day"},
    Member{"valid_until", "day", "The last day of the authorisation."},
    Member{"products", "[CertifiedProduct]", "For which it may declare origin now."},
    Member{"signatories", "integer", "How many may sign; their names stand in the document."},
    Member{"standings", "[ExporterStanding]", "How it stood from when on."},
    Member{"edition", "integer",
           "Changes of the record at the state that keeps it, as far as is known here."},
    Member{
        "heard", "instant|null",
        "Of another state's: when its node told of it last. Null: it was brought in, or is of this state."},
    Member{"told", "[ToldExporter]", "Of this state's: how far the partners are that get the register."}};
constexpr auto exporter = followed_by(exporter_begin, asked_for("[ExporterStep]"));
constexpr std::array extract{Member{"reference", "ExporterReference"},
                             Member{"at", "instant", "That was asked about."},
                             Member{"state", "ExporterStateId"},
                             Member{"since", "instant", "When the register began to say so."},
                             Member{"valid_from", "day"},
                             Member{"valid_until", "day"},
                             Member{"products", "[CertifiedProduct]"},
                             Member{"signatories", "integer"}};
constexpr std::array told{Member{"partner", "Country"},
                          Member{"edition", "integer", "The newest that it was told."},
                          Member{"has_it", "boolean", "The record as it stands, as it said itself."},
                          Member{"refused_for", "[text]", "Rules by which it did not take it."}};
constexpr std::array objects{
    Object{"ToldExporter", "How far a partner is with a record.", told},
    Object{"ExporterReference", "State and authorisation code: together there is one.", reference},
    Object{"CertifiedProduct", "Goods for which a certified exporter may declare origin.", product},
    Object{"ExporterStanding", "How an authorisation stood.", standing},
    Object{"ExporterStep", "An event of a record.", step},
    Object{"CertifiedExporter", "What the register of its state says of it.", exporter},
    Object{"ExporterExtract", "What the register said of a certified exporter at an instant.", extract}};
constexpr std::array words{Words{"ExporterStateId", "Of the machine of these records.", [] {
                                   std::vector<std::string_view> ids;
                                   ids.reserve(exs::Machine::states.size());
                                   for (const auto& facts : exs::Machine::states) ids.push_back(facts.id);
                                   return ids;
                                 }}};

}  // namespace

Resource exporter_views() { return {.objects = objects, .words = words}; }

}  // namespace lintas::api
