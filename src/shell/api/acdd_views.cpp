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
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/export/events.hpp"
#include "core/acdd/export/evolve.hpp"
#include "core/acdd/export/state.hpp"
#include "core/acdd/export/table.hpp"
#include "core/acdd/import/events.hpp"
#include "core/acdd/import/evolve.hpp"
#include "core/acdd/import/state.hpp"
#include "core/acdd/import/table.hpp"
#include "core/acdd/matching.hpp"
#include "core/acdd/messages.hpp"
#include "core/acdd/wire.hpp"
#include "core/documents/fault.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_places.hpp"
#include "shell/api/event_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/manifest_views.hpp"
#include "shell/api/names.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

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

Json show_faults(const std::vector<documents::Fault>& faults) {
  Json shown = Json::array();
  for (const documents::Fault& fault : faults) {
    Json one{{"rule", fault.rule}};
    if (!fault.pointer.empty()) one["place"] = fault.pointer;
    if (!fault.detail.empty()) one["detail"] = fault.detail;
    shown.push_back(std::move(one));
  }
  return shown;
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

/// Which step of its table it was, where it led, what it sent and what it could not, which rules were broken.
template <class Machine, class Event>
void show_event(const app::EventRow& row, const std::optional<TextSource>& texts, Json& shown) {
  const workflow::EventBody body = app::body_of(row);
  const auto event = workflow::read_content<Event>(body.fields_of_type);
  if (texts) show_texts(event, body, *texts, shown, [](Event& all) -> auto& { return all.fact; });
  shown["trigger"] = Machine::triggers[std::to_underlying(event.trigger)].key;
  shown["state"] = Machine::states[std::to_underlying(event.next)].id;
  for (const acdd::MessageNumber number : event.sent) shown["sent"].push_back(acdd::name_of(number));
  for (const acdd::MessageNumber number : event.by_letter) shown["not_sent"].push_back(acdd::name_of(number));
  std::visit(
      [&](const auto& fact) {
        if constexpr (requires { fact.faults; }) {
          if (!fact.faults.empty()) shown["faults"] = show_faults(fact.faults);
        }
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
}

}  // namespace

std::string place_in_acdd(std::string_view pointer) {
  constexpr std::string_view before = "contents/";
  if (pointer.starts_with(before)) pointer.remove_prefix(before.size());
  return place_in(acdd::root_of(acdd::acdd_send), places, places_in_item, pointer);
}

std::optional<acdd::Permit> permit_in(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto state = Country::parse(text.substr(0, comma));
  text.remove_prefix(comma + 1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  const auto number = acdd::PermitNumber::parse(text);
  if (!state || !number) return std::nullopt;
  return acdd::Permit{.state = *state, .number = *number};
}

std::string address_of_acdd(const acdd::Permit& permit) {
  // Every byte but letters and digits: a permit may have any printable one.
  std::string text = format("/v1/acdd/{}%2C%20", permit.state.str());
  for (const char c : permit.number.str()) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    text += plain ? std::string{c} : format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return text;
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
  Json history = Json::array();
  for (const app::EventRow& row : events) {
    Json shown{{"event", event_name(row.type)}, {"at", to_text(row.at)}, {"sent", Json::array()}};
    switch (workflow::block_of(std::to_underlying(row.type))) {
      case workflow::acdd_export_block: show_event<exp::Machine, exp::Event>(row, texts, shown); break;
      case workflow::acdd_import_block: show_event<imp::Machine, imp::Event>(row, texts, shown); break;
      case workflow::manifest_block: show_difference(row, shown); break;
      default: continue;
    }
    show_doer(row, shown);
    history.push_back(std::move(shown));
  }
  return history;
}

std::string_view trigger_of_acdd(const app::EventRow& row) {
  switch (workflow::block_of(std::to_underlying(row.type))) {
    case workflow::acdd_export_block: return trigger_in<exp::Machine, exp::Event>(row);
    case workflow::acdd_import_block: return trigger_in<imp::Machine, imp::Event>(row);
    default: return {};
  }
}

std::optional<AcddOutcome> outcome_of_acdd(const app::EventRow& row) {
  const auto outcome = [&]<class Machine, class Event>(std::type_identity<Machine>,
                                                       std::type_identity<Event>) {
    const workflow::EventBody body = app::body_of(row);
    const auto event = workflow::read_content<Event>(body.fields_of_type);
    const auto alarm = alarm_behind(event);
    return AcddOutcome{.state = Machine::states[std::to_underlying(event.next)].id,
                       .alarm = alarm ? name(*alarm) : std::string_view{}};
  };
  switch (workflow::block_of(std::to_underlying(row.type))) {
    case workflow::acdd_export_block:
      return outcome(std::type_identity<exp::Machine>{}, std::type_identity<exp::Event>{});
    case workflow::acdd_import_block:
      return outcome(std::type_identity<imp::Machine>{}, std::type_identity<imp::Event>{});
    default: return std::nullopt;
  }
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
constexpr std::array fault{Member{"rule", "text", "A partner's may be in no list of ours."},
                           Member{"place?", "text", "In the message."}, Member{"detail?", "text"}};
constexpr std::array difference{Member{"kind", "AcddDifferenceKind"},
                                Member{"item?", "integer", "Of the document."},
                                Member{"declaration?", "text", "Of one line; without it, of all together."},
                                Member{"line?", "integer", "Of that declaration, from 1."},
                                Member{"digit?", "integer", "Of the code: the first that differs, from 1."},
                                Member{"exported?", "text"},
                                Member{"declared?", "text"}};
constexpr std::array step{Member{"event", "text", "As acdd.released."},
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
                          Member{"partner?", "Country", "Whose daily list has it otherwise."},
                          Member{"texts?", "{text}", "What people wrote, by its place in the act."},
                          Member{"texts_erased?", "boolean"},
                          Member{"by?", "Doer"}};
constexpr std::array common{
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
    Member{"faults", "[AcddFault]", "That the check of the newest message found."},
    Member{"history?", "[AcddStep]", "Of one that was asked for by itself."},
    Member{"messages?", "[CertificateMessage]", "Likewise: what went and came about it."},
    Member{"acts?", "[ActNow]", "Likewise: what the caller may do now."},
    Member{"began?", "instant", "Of one in a list."},
    Member{"version?", "integer", "Of one that was asked for by itself; If-Match takes it."}};
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
    Object{"AcddFault", "What was found wrong.", fault},
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
