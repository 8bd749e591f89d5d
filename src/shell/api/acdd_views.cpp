#include "shell/api/acdd_views.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/require.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/evolve.hpp"  // IWYU pragma: keep, which alarm is behind an event
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/evolve.hpp"  // IWYU pragma: keep, likewise
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/matching.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/wire.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_places.hpp"
#include "shell/api/document_steps.hpp"
#include "shell/api/event_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"

namespace lintas::api {

namespace {

namespace exp = acdd::export_side;
namespace imp = acdd::import_side;

/// Where the message has what the machine speaks of.
constexpr std::array places_in_item{
    Place{"number", "SequenceNumeric"}, Place{"hs", "Commodity/Classification/ID"},
    Place{"quantity", "Commodity/GoodsMeasure/TariffQuantity"},
    Place{"unit", "Commodity/GoodsMeasure/UnitCode"}, Place{"origin", "Origin/CountryCode"}};
constexpr std::array places{Place{"contents", ""},
                            Place{"document", ""},
                            Place{"permit/number", "ID"},
                            Place{"permit/state", "IssuingCountryCode"},
                            Place{"version", "VersionID"},
                            Place{"exporter", "Exporter/ID"},
                            Place{"departure", "GoodsShipment/Consignment/DepartureDateTime"},
                            Place{"importer", "GoodsShipment/Destination/CountryCode"}};

Json show(const acdd::Permit& permit) {
  return {{"state", permit.state.str()}, {"number", permit.number.str()}};
}

Json show(const acdd::Judged& judged) {
  Json shown = Json::array();
  for (const acdd::Difference& one : judged.differences) {
    Json difference{{"kind", word_of(one.kind)}};
    if (one.item != 0) difference["item"] = one.item;
    if (one.line != 0) {
      difference["declaration"] = one.declaration.str();
      difference["line"] = one.line;
    }
    if (one.digit != 0) difference["digit"] = one.digit;
    if (!one.exported.empty()) difference["exported"] = one.exported;
    if (!one.declared.empty()) difference["declared"] = one.declared;
    shown.push_back(std::move(difference));
  }
  return shown;
}

/// What both sides know alike.
template <class Machine, class Document>
Json show_common(const Document& document) {
  const acdd::Contents& contents = document.contents;
  const bool is_known = !contents.items.empty();
  Json items = Json::array();
  for (const acdd::Item& item : contents.items) {
    items.push_back({{"item", item.number},
                     {"hs", item.hs.str()},
                     {"quantity", item.quantity.str()},
                     {"unit", item.unit.str()},
                     {"origin", item.origin.str()}});
  }
  return {{"location", address_of_acdd(contents.permit)},
          {"permit", show(contents.permit)},
          {"state", show_state<Machine>(document.state)},
          {"ended", is_end<Machine>(document.state)},
          {"due", text_or_null(document.due)},
          {"alarm", document.alarm ? Json(name(*document.alarm)) : Json{}},
          {"edition", is_known ? Json(contents.version) : Json{}},
          {"importer", is_known ? Json(contents.importer.str()) : Json{}},
          {"exporter", is_known ? Json(contents.exporter.str()) : Json{}},
          {"departure", is_known ? Json(to_text(contents.departure)) : Json{}},
          {"items", std::move(items)},
          {"faults", show_faults(document.faults)}};
}

Json show_exported(const exp::Document& document) {
  Json shown = show_common<exp::Machine>(document);
  shown["side"] = "export";
  shown["office"] = text_or_null(document.office);
  shown["consent"] = document.consent;
  shown["kept"] = show_faults(document.kept);
  shown["cancellation_asked"] = document.asked == 0 ? Json{} : Json(document.asked);
  shown["cancellation_answered"] = document.answered;
  return shown;
}

/// A line as it was declared. Precondition: the comparison is of these declarations.
Json show_line(const std::vector<acdd::Declared>& declarations, const acdd::DeclarationNumber& declaration,
               std::uint16_t number) {
  const auto of = std::ranges::find(declarations, declaration, &acdd::Declared::declaration);
  require(of != declarations.end() && number >= 1 && number <= of->lines.size(), "a line is one of those");
  const acdd::DeclaredLine& line = of->lines[std::size_t{number} - 1];
  return {{"declaration", declaration.str()},
          {"line", number},
          {"hs", line.hs.str()},
          {"quantity", line.quantity.str()},
          {"unit", line.unit.str()}};
}

/// Which lines were taken to be about each item, by its number.
std::map<std::uint16_t, Json> show_covers(const acdd::Comparison& comparison,
                                          const std::vector<acdd::Declared>& declarations) {
  std::map<std::uint16_t, Json> covers;
  for (const acdd::Cover& one : comparison.covers)
    covers[one.item].push_back(show_line(declarations, one.declaration, one.line));
  return covers;
}

Json show_imported_in_list(const imp::Document& document) {
  Json shown = show_common<imp::Machine>(document);
  shown["side"] = "import";
  shown["received"] = text_or_null(document.received);
  shown["declarations"] = Json::array();
  for (const acdd::Declared& one : document.declarations)
    shown["declarations"].push_back(one.declaration.str());
  shown["differences_in_all"] = document.judged.count;
  return shown;
}

Json show_imported(const imp::Document& document) {
  Json shown = show_imported_in_list(document);
  shown["differences"] = show(document.judged);
  const acdd::Comparison comparison = acdd::compare(document.contents, document.declarations);
  auto covers = show_covers(comparison, document.declarations);
  for (Json& item : shown["items"]) {
    const auto of = covers.find(item["item"].get<std::uint16_t>());
    item["covered_by"] = of == covers.end() ? Json::array() : std::move(of->second);
  }
  return shown;
}

template <class Machine, class Event>
bool show_event(const app::EventRow& row, const std::optional<TextSource>& texts, Json& shown) {
  const auto event = show_stored_step<Machine, Event>(row, texts, shown);
  for (const acdd::MessageNumber number : event.by_letter) shown["not_sent"].push_back(acdd::name_of(number));
  std::visit(
      [&](const auto& fact) {
        if constexpr (requires { fact.kept; }) {
          if (!fact.kept.empty()) shown["kept"] = show_faults(fact.kept);
        }
        if constexpr (requires { fact.contents; }) shown["edition"] = fact.contents.version;
        if constexpr (requires { fact.declared; }) shown["declaration"] = fact.declared.declaration.str();
        if constexpr (requires { fact.declaration; }) shown["declaration"] = fact.declaration.str();
        if constexpr (requires { fact.done; }) shown["done"] = fact.done;
        if constexpr (requires { fact.judged; }) shown["differences"] = fact.judged.count;
      },
      event.fact);
  if (const auto alarm = alarm_behind(event)) shown["alarm"] = name(*alarm);
  return true;
}

}  // namespace

std::string place_in_acdd(std::string_view pointer) {
  constexpr std::string_view before = "contents/";
  if (pointer.starts_with(before)) pointer.remove_prefix(before.size());
  return place_in(acdd::root_of(acdd::acdd_send), places, places_in_item, pointer);
}

std::optional<acdd::Permit> permit_in(std::string_view text) {
  const auto named = named_in<Country, acdd::PermitNumber>(text);
  if (!named) return std::nullopt;
  const auto& [state, number] = *named;
  return acdd::Permit{.state = state, .number = number};
}

std::string address_of_acdd(const acdd::Permit& permit) {
  return address_under("/v1/acdd/", acdd::in_words(permit));
}

Json show_acdd(workflow::StreamKind kind, const workflow::State& state) {
  return kind == workflow::acdd_export_stream ? show_exported(state.as<exp::Document>())
                                              : show_imported(state.as<imp::Document>());
}

Json show_acdd_in_list(workflow::StreamKind kind, const workflow::State& state) {
  return kind == workflow::acdd_export_stream ? show_exported(state.as<exp::Document>())
                                              : show_imported_in_list(state.as<imp::Document>());
}

Json history_of_acdd(const std::vector<app::EventRow>& events, const std::optional<TextSource>& texts) {
  return history_of(events, [&](const app::EventRow& row, Json& shown) {
    shown["sent"] = Json::array();
    switch (workflow::block_of(std::to_underlying(row.type))) {
      case workflow::acdd_export_block: return show_event<exp::Machine, exp::Event>(row, texts, shown);
      case workflow::acdd_import_block: return show_event<imp::Machine, imp::Event>(row, texts, shown);
      default: return false;
    }
  });
}

namespace {

constexpr std::array permit{Member{"state", "Country", "That released the export."},
                            Member{"number", "PermitNumber"}};
constexpr std::array line{Member{"declaration", "text"}, Member{"line", "integer", "From 1."},
                          Member{"hs", "Ahtn"}, Member{"quantity", "Amount"},
                          Member{"unit", "text", "Of UN/ECE Recommendation 20."}};
constexpr std::array item{
    Member{"item", "integer"},
    Member{"hs", "Ahtn"},
    Member{"quantity", "Amount"},
    Member{"unit", "text", "Of UN/ECE Recommendation 20."},
    Member{"origin", "Country"},
    Member{"covered_by?", "[AcddLine]", "At import, but in a list: lines that are taken for it."}};
constexpr std::array difference{Member{"kind", "AcddDifferenceKind"},
                                Member{"item?", "integer", "Of the document."},
                                Member{"declaration?", "text", "Of one line; without it, of all together."},
                                Member{"line?", "integer", "Of that declaration, from 1."},
                                Member{"digit?", "integer", "Of the code: the first that differs, from 1."},
                                Member{"exported?", "text"},
                                Member{"declared?", "text"}};
constexpr std::array step_begin{Member{"event", "text", "As acdd.released."},
                                Member{"trigger?", "text", "Which step of the table of states it was."},
                                Member{"at", "instant"},
                                Member{"sent", "[text]", "Messages that it led to, as ACDD.SEND."},
                                Member{"not_sent?", "[text]", "That it would have led to: R-ASW-102."},
                                Member{"state?", "text", "The id of the state behind it."},
                                Member{"faults?", "[AcddFault]"},
                                Member{"kept?", "[AcddFault]", "Why nothing was sent."},
                                Member{"edition?", "integer", "That was released, or came."},
                                Member{"declaration?", "text", "At import: that was reported or withdrawn."},
                                Member{"done?", "boolean", "What a letter says of what was asked."},
                                Member{"differences?", "integer", "What the comparison came to."},
                                Member{"alarm?", "text", "That stands behind it, or that it raised."},
                                Member{"partner?", "Country", "Whose daily list has it otherwise."}};
constexpr auto step = followed_by(step_begin, by_whom);
constexpr std::array common_begin{
    Member{"location", "text", "Its address."},
    Member{"permit", "AcddPermit", "As acts and declarations name it."},
    Member{"state", "State"},
    Member{"ended", "boolean"},
    Member{"due", "instant|null", "When the clock of the state runs out."},
    Member{"alarm", "text|null", "What somebody should look at; the act look_at puts it away."},
    Member{"edition", "integer|null", "VersionID; null while no document is here."},
    Member{"importer", "Country|null"},
    Member{"exporter", "text|null", "As the exporting state registers it."},
    Member{"departure", "day|null"},
    Member{"items", "[AcddItem]"},
    Member{"faults", "[AcddFault]", "That the check of the newest message found."}};
constexpr auto common = followed_by(common_begin, asked_for("[AcddStep]"));
constexpr std::array at_export{
    Member{"side", "'export'"},
    Member{"office", "OfficeId|null", "That released it; null where the customs system of the state did."},
    Member{"consent", "boolean", "Of the trader."},
    Member{"kept", "[AcddFault]", "Why it was not sent; empty where it was."},
    Member{"cancellation_asked", "integer|null", "The newest version whose cancellation was asked."},
    Member{"cancellation_answered", "boolean"}};
constexpr std::array at_import{
    Member{"side", "'import'"}, Member{"received", "instant|null"},
    Member{"declarations", "[text]", "Import declarations that refer to it."},
    Member{"differences?", "[AcddDifference]",
           "A signal of risk, which grants and blocks nothing. The first hundred; not in a list."},
    Member{"differences_in_all", "integer"}};
constexpr std::array objects{
    Object{"AcddPermit", "State and number: together there is one.", permit},
    Object{"AcddLine", "A line of an import declaration.", line},
    Object{"AcddItem", "What was exported.", item},
    Object{"AcddFault", "What was found wrong.", fault_members},
    Object{"AcddDifference", "Between what was exported and what is declared.", difference},
    Object{"AcddStep", "An event of a document.", step},
    Object{.name = "AcddHere", .meaning = "What both sides show.", .members = common, .part = true},
    Object{.name = "ExportedAcdd",
           .meaning = "Where the export was released.",
           .members = at_export,
           .like = "AcddHere"},
    Object{.name = "ImportedAcdd",
           .meaning = "Where its goods are imported.",
           .members = at_import,
           .like = "AcddHere"},
    Object{.name = "Acdd", .meaning = "By its side.", .is = "ExportedAcdd|ImportedAcdd"}};
constexpr std::array words{Words{"AcddDifferenceKind", "What differs.",
                                 &words_of<acdd::difference_kind_words, &Word<acdd::DifferenceKind>::word>}};

}  // namespace

Resource acdd_views() { return {.objects = objects, .words = words}; }

}  // namespace lintas::api
