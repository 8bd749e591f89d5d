#include "shell/api/origin_views.hpp"

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/import/events.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/import/table.hpp"
#include "core/awsc/judging.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/kinds/contents.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_steps.hpp"
#include "shell/api/event_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/kind_views.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"

namespace lintas::api {

namespace {

namespace imp = awsc::import_side;

Json show(const awsc::DeclarationReference& reference) {
  return {{"state", reference.state.str()},
          {"code", reference.code.str()},
          {"document", reference.document.str()}};
}

Json show(const std::vector<awsc::Judgement>& judgements) {
  Json shown = Json::array();
  for (const awsc::Judgement& one : judgements) {
    Json row{{"check", word_of(one.check)}, {"listed", word_of(one.listed)}};
    if (one.item != 0) row["item"] = one.item;
    if (one.product != 0) row["product"] = one.product;
    shown.push_back(std::move(row));
  }
  return shown;
}

std::string_view code_of(documents::Result result) {
  const auto* const facts = documents::facts_of(result);
  return facts == nullptr ? std::string_view{} : facts->code;
}

/// The newest; null where nobody has checked it.
Json show_check(const imp::Declaration& declaration) {
  if (declaration.requests.empty()) return nullptr;
  return {{"request", declaration.requests.back().str()},
          {"open_items", declaration.open},
          {"began", text_or_null(declaration.check_began)},
          {"received", text_or_null(declaration.request_received)},
          {"reply_came", declaration.reply_came},
          {"visit_began", text_or_null(declaration.visit_began)}};
}

/// What stands against it by the register, each with its rule, as an act is refused for it.
Json show_findings(const imp::Declaration& declaration, std::uint32_t item) {
  Json shown = Json::array();
  for (const Finding& one : findings_against(declaration.contents, declaration.judgements, item))
    shown.push_back({{"rule", one.rule}, {"detail", one.detail}});
  return shown;
}

}  // namespace

std::optional<awsc::DeclarationReference> origin_in(std::string_view text) {
  const auto named = named_in<Country, awsc::AuthorisationCode, awsc::CarrierNumber>(text);
  if (!named) return std::nullopt;
  const auto& [state, code, document] = *named;
  return awsc::DeclarationReference{.state = state, .code = code, .document = document};
}

std::string address_of_origin(const awsc::DeclarationReference& reference) {
  return address_under("/v1/origin-declarations/", awsc::in_words(reference));
}

Json show_origin(const imp::Declaration& declaration) {
  const awsc::DeclarationContents& contents = declaration.contents;
  Json items = Json::array();
  for (const awsc::DeclaredItem& item : contents.items) {
    const auto result = imp::result_of(declaration, item.number);
    items.push_back({{"number", item.number},
                     {"description", item.description},
                     {"code", item.code},
                     {"quantity", item.quantity.str()},
                     {"unit", item.unit.str()},
                     {"left", imp::left_of(declaration, item).str()},
                     {"result", result ? Json(code_of(*result)) : Json{}},
                     {"against", show_findings(declaration, item.number)}});
  }
  Json uses = Json::array();
  for (const kinds::Use& use : declaration.uses) uses.push_back(show_use(use));
  return {{"location", address_of_origin(contents.reference)},
          {"reference", show(contents.reference)},
          {"state", show_state<imp::Machine>(declaration.state)},
          {"ended", is_end<imp::Machine>(declaration.state)},
          {"alarm", declaration.alarm ? Json(word_of(*declaration.alarm)) : Json{}},
          {"due", text_or_null(declaration.due)},
          {"day", to_text(contents.day)},
          {"presented", text_or_null(declaration.presented)},
          {"judgements", show(declaration.judgements)},
          {"items", std::move(items)},
          {"uses", std::move(uses)},
          {"check", show_check(declaration)}};
}

Json history_of_origin(const std::vector<app::EventRow>& events, const std::optional<TextSource>& texts) {
  return history_of(events, [&](const app::EventRow& row, Json& shown) {
    if (workflow::block_of(std::to_underlying(row.type)) != workflow::origin_block) return false;
    show_stored_step<imp::Machine, imp::Event>(row, texts, shown);
    return true;
  });
}

namespace {

constexpr std::array reference{Member{"state", "Country", "Of the certified exporter."},
                               Member{"code", "AuthorisationCode"}, Member{"document", "CarrierNumber"}};
constexpr std::array judgement{
    Member{"check", "OriginCheck"}, Member{"listed", "OriginListed"},
    Member{"item?", "integer", "Of a product: the item of the declaration."},
    Member{"product?", "integer", "Of one that is listed: its number in the record."}};
constexpr std::array against{Member{"rule", "text"}, Member{"detail", "text"}};
constexpr std::array item{Member{"number", "integer"},
                          Member{"description", "text"},
                          Member{"code", "text", "Of six digits (HS) or eight (AHTN)."},
                          Member{"quantity", "Amount"},
                          Member{"unit", "text", "Of UN/ECE Recommendation 20."},
                          Member{"left", "Amount", "What no import declaration has used."},
                          Member{"result", "text|null", "U1, U3, or N1 to N13; null while nobody decided."},
                          Member{"against", "[OriginAgainst]",
                                 "By the register of its day, as it was known when it was presented or "
                                 "accepted."}};
constexpr std::array check{
    Member{"request", "DocumentId", "By this state's number."},
    Member{"open_items", "[integer]", "That wait for its end; empty once it has ended."},
    Member{"began", "instant|null"},
    Member{"received", "instant|null",
           "When the authority's node had checked the request: its days run from then."},
    Member{"reply_came", "boolean"},
    Member{"visit_began", "instant|null"}};
constexpr std::array step_begin{Member{"event", "text", "As origin.accepted."},
                                Member{"trigger", "text", "Which step of the table of states it was."},
                                Member{"at", "instant"},
                                Member{"sent?", "[text]", "Messages that it led to, as CO.VERIFY.REQ."},
                                Member{"state", "text", "The id of the state behind it."}};
constexpr auto step = followed_by(step_begin, by_whom);
constexpr std::array declaration_begin{
    Member{"location", "text", "Its address."},
    Member{"reference", "OriginReference", "As acts name it."},
    Member{"state", "State"},
    Member{"ended", "boolean"},
    Member{"alarm", "OriginAlarm|null", "What somebody should look at."},
    Member{"due", "instant|null", "When the clock of the state runs out."},
    Member{"day", "day", "Of the declaration, which is that of the document that carries it."},
    Member{"presented", "instant|null"},
    Member{"judgements", "[OriginJudgement]",
           "Exporter, signatory and products by the register of that day."},
    Member{"items", "[OriginItem]"},
    Member{"uses", "[KindUse]"},
    Member{"check", "OriginVerification|null",
           "That the authority of the exporter's state was asked for, the newest. Null: none was."}};
constexpr auto declaration = followed_by(declaration_begin, asked_for("[OriginStep]"));
constexpr std::array objects{
    Object{"OriginReference", "State, authorisation code and number: together there is one.", reference},
    Object{"OriginJudgement", "What the register says.", judgement},
    Object{"OriginAgainst", "What stands against an item.", against},
    Object{"OriginItem", "An item of an origin declaration.", item},
    Object{"OriginVerification", "A check of an origin declaration.", check},
    Object{"OriginStep", "An event of an origin declaration.", step},
    Object{"OriginDeclaration", "One that was presented to customs here.", declaration}};
constexpr std::array words{Words{"OriginCheck", "What of a declaration is looked for in the register.",
                                 &words_of<awsc::check_words, &Word<awsc::Check>::word>},
                           Words{"OriginListed", "How the register has it.",
                                 &words_of<awsc::listed_words, &Word<awsc::Listed>::word>},
                           Words{"OriginAlarm", "What somebody should look at.",
                                 &words_of<imp::alarm_words, &Word<imp::Alarm>::word>}};

}  // namespace

Resource origin_views() { return {.objects = objects, .words = words}; }

}  // namespace lintas::api
