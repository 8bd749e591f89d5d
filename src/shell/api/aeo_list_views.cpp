#include "shell/api/aeo_list_views.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/listed/events.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"
#include "core/workflow/aeo_list_part.hpp"
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

namespace lst = aeo::listed;

Json show(const lst::Reference& reference) {
  return {{"holder", reference.holder.str()}, {"number", reference.number.str()}};
}

Json day_or_null(const std::optional<Day>& day) { return day ? Json(to_text(*day)) : Json{}; }

Json show(const lst::ListedCode& code) {
  Json shown{{"code", code.code.str()}, {"given", to_text(code.given)}, {"since", to_text(code.from)}};
  if (code.until) shown["until"] = to_text(*code.until);
  return shown;
}

/// What the list says of it: the same members wherever that is shown.
void add_grant(Json& shown, const lst::Grant& grant) {
  Json roles = Json::array();
  for (const aeo::OperatorRole role : grant.roles) roles.push_back(word_of(role));
  Json codes = Json::array();
  for (const lst::ListedCode& one : grant.codes) codes.push_back(show(one));
  shown["programme"] = grant.programme;
  shown["level"] = grant.level.empty() ? Json{} : Json(grant.level);
  shown["roles"] = std::move(roles);
  shown["codes"] = std::move(codes);
  shown["authorised"] = to_text(grant.authorised);
  shown["valid_from"] = to_text(grant.valid_from);
  shown["valid_until"] = day_or_null(grant.valid_until);
  shown["revalidate_on"] = day_or_null(grant.revalidate_on);
}

/// Since when it waits for an answer to what is urgent.
std::optional<Instant> waits_since(const lst::Operator& one, exchange::Partner partner) {
  const auto waits = std::ranges::find(one.awaited, partner, &lst::Awaited::partner);
  return waits == one.awaited.end() ? std::nullopt : std::optional{waits->since};
}

Json show_told(const lst::Operator& one) {
  const auto overdue = lst::overdue(one);
  Json told = Json::array();
  for (const exchange::ToldRecord& each : one.shared.told) {
    const auto since = waits_since(one, each.partner);
    told.push_back({{"partner", each.partner.str()},
                    {"edition", each.told},
                    {"has_it", one.shared.is_with(each)},
                    {"refused_for", each.refused_for},
                    {"answered", each.answered_at ? Json(to_text(*each.answered_at)) : Json{}},
                    {"urgent_since", since ? Json(to_text(*since)) : Json{}},
                    {"overdue", std::ranges::find(overdue, each.partner) != overdue.end()}});
  }
  return told;
}

/// That a partner was told, and has it, `told` and `messages` say: of each change that would be a step for
/// each partner.
bool stands_elsewhere(const lst::Event& event) {
  const auto& fact = static_cast<const lst::Facts&>(event.fact);
  const auto* acknowledged = std::get_if<lst::Acknowledged>(&fact);
  return std::holds_alternative<lst::Told>(fact) || (acknowledged != nullptr && acknowledged->faults.empty());
}

/// What went between the nodes, and by whose account.
void show_fact(const lst::Event& event, bool with_accounts, Json& shown) {
  std::visit(
      [&](const auto& fact) {
        if constexpr (requires { fact.partner; }) {
          if (const auto partner = exchange::Partner::of(fact.partner)) shown["partner"] = partner->str();
        }
        if constexpr (requires { fact.version; }) shown["edition"] = fact.version;
        if constexpr (requires { fact.missing; }) {
          shown["partners"] = Json::array();
          for (const lst::Missing& one : fact.missing)
            if (const auto partner = exchange::Partner::of(one.partner))
              shown["partners"].push_back(partner->str());
        }
        if constexpr (requires { fact.by; }) {
          if (with_accounts && !fact.by.str().empty()) shown["account"] = fact.by.str();
        }
      },
      static_cast<const lst::Facts&>(event.fact));
}

}  // namespace

std::string address_of_listed(const lst::Reference& reference) {
  return address_under("/v1/listed-operators/", aeo::authorisation::in_words(reference));
}

Json show_listed_operator(const lst::Operator& one, Sha256 sha256) {
  const lst::Said* said = lst::newest(one);
  Json overdue = Json::array();
  for (const exchange::Partner partner : lst::overdue(one)) overdue.push_back(partner.str());
  Json statuses = Json::array();
  for (const lst::Said& each : one.said) {
    statuses.push_back({{"at", to_text(each.from)},
                        {"known", to_text(each.known)},
                        {"edition", each.version},
                        {"status", word_of(each.status)}});
  }
  Json shown{{"location", address_of_listed(one.reference)},
             {"reference", show(one.reference)},
             {"of", one.reference.holder.country().str()},
             {"state", show_state<lst::Machine>(one.state)},
             {"purpose", "recognition of authorised operators"},
             {"edition", one.heard == 0 ? one.shared.version : one.heard},
             {"digest",
              said == nullptr ? Json{} : Json(exchange::digest_of(as_bytes(lst::picture_of(one)), sha256))},
             {"heard", one.heard_at ? Json(to_text(*one.heard_at)) : Json{}},
             {"said", std::move(statuses)},
             {"told", show_told(one)},
             {"overdue", std::move(overdue)}};
  const bool is_copy = one.shared.version == 0 && said != nullptr;
  std::optional<Day> agreed;
  if (one.consent) agreed = one.consent->on;
  if (is_copy && said->status != lst::Status::unlisted) agreed = said->content.consent.on;
  shown["consent"] = day_or_null(agreed);
  if (said != nullptr && said->status != lst::Status::unlisted) add_grant(shown, said->content.grant);
  return shown;
}

Json show_listed_extract(const lst::Operator& one, const lst::Said& said, Instant of, Instant known,
                         Day day) {
  const lst::Grant& grant = said.content.grant;
  const bool is_told = said.status != lst::Status::unlisted;
  Json codes = Json::array();
  // The codes differ in their instants alone: whether there were benefits, the last that held then says.
  auto holds = is_told ? aeo::authorisation::Holds::not_yet : aeo::authorisation::Holds::not_granted;
  for (const lst::ListedCode& code : grant.codes) {
    if (!is_told) continue;
    if (code.holds_at(of) || codes.empty()) holds = lst::holds(one, code.key, of, known, day);
    if (code.holds_at(of)) codes.push_back(show(code));
  }
  return {{"reference", show(one.reference)},
          {"at", to_text(of)},
          {"known", to_text(known)},
          {"holds", word_of(holds)},
          {"status", word_of(said.status)},
          {"since", to_text(said.from)},
          {"edition", said.version},
          {"level", !is_told || grant.level.empty() ? Json{} : Json(grant.level)},
          {"valid_from", is_told ? Json(to_text(grant.valid_from)) : Json{}},
          {"valid_until", is_told ? day_or_null(grant.valid_until) : Json{}},
          {"codes", std::move(codes)}};
}

Json history_of_listed(const std::vector<app::EventRow>& events, const std::optional<TextSource>& texts,
                       bool with_accounts) {
  return history_of(events, [&](const app::EventRow& row, Json& shown) {
    if (workflow::block_of(std::to_underlying(row.type)) != workflow::aeo_listed_block) return false;
    const auto event = show_stored_step<lst::Machine, lst::Event>(row, texts, shown);
    show_fact(event, with_accounts, shown);
    return !stands_elsewhere(event);
  });
}

namespace {

constexpr std::array code{Member{"code", "OperatorCode", "As it is issued."},
                          Member{"given", "day", "The local day of that: its form is of this day."},
                          Member{"since", "instant"},
                          Member{"until?", "instant", "From then on it is not this operator's."}};
constexpr std::array said{Member{"at", "instant", "From then on."},
                          Member{"known", "instant", "Since when this node says so."},
                          Member{"edition", "integer"}, Member{"status", "ListedStatus"}};
constexpr std::array told{
    Member{"partner", "Country"},
    Member{"edition", "integer", "The newest that it was told."},
    Member{"has_it", "boolean", "The operator as it stands, as it said itself."},
    Member{"refused_for", "[text]", "Rules by which it did not take it."},
    Member{"answered", "instant|null", "When it said something last."},
    Member{"urgent_since", "instant|null", "Since when it owes an answer to what is urgent."},
    Member{"overdue", "boolean", "For longer than 15 minutes."}};
constexpr std::array step_begin{
    Member{"event", "text", "As aeo_listed.published."},
    Member{"trigger?", "text", "Which step of the table of states it was."},
    Member{"at", "instant"},
    Member{"sent?", "[text]", "Messages that it led to, as AEO.NOTICE."},
    Member{"state?", "ListedOperatorStateId", "Behind it."},
    Member{"partner?", "Country", "That answered or listed it."},
    Member{"partners?", "[Country]", "That have not answered."},
    Member{"edition?", "integer", "Of the record, that was told."},
    Member{"faults?", "[CertificateFault]", "Why it was not taken."},
    Member{"account?", "PersonId", "Of whoever acted; for the programme office and the auditor."},
    Member{"alarm?", "text", "What a daily list showed."}};
constexpr auto step = followed_by(step_begin, by_whom);
constexpr std::array listed_begin{
    Member{"location", "text", "Its address."},
    Member{"reference", "AuthorisationReference", "As acts name it."},
    Member{"of", "Country", "Whose list it is."},
    Member{"state", "State"},
    Member{"purpose", "text", "For which it is told, and serves alone."},
    Member{"consent", "day|null", "When the operator agreed that others are told of it; null: it does not."},
    Member{"edition", "integer",
           "Changes of the record at the state that keeps it, as far as is known here."},
    Member{"digest", "text|null", "Of what source and copies have to say alike."},
    Member{"heard", "instant|null", "Of another state's: when its node told of it last."},
    Member{"programme?", "text", "What is listed: this and the next ones."},
    Member{"level?", "text|null"},
    Member{"roles?", "[OperatorRole]"},
    Member{"codes?", "[ListedCode]", "All that it ever had."},
    Member{"authorised?", "day", "Importers declare it beside the code."},
    Member{"valid_from?", "day"},
    Member{"valid_until?", "day|null", "The last day, where it has one."},
    Member{"revalidate_on?", "day|null"},
    Member{"said", "[SaidOfOperator]", "How it stood from when on, in the order in which it was said."},
    Member{"told", "[ToldOperator]", "Of this state's: how far the partners are that get the list."},
    Member{"overdue", "[Country]", "Partners that have not answered in time what is urgent."}};
constexpr auto listed = followed_by(listed_begin, asked_for("[ListedOperatorStep]"));
constexpr std::array extract{Member{"reference", "AuthorisationReference"},
                             Member{"at", "instant", "That was asked about."},
                             Member{"known", "instant", "By what was known then."},
                             Member{"holds", "OperatorHolds", "Whether the operator had benefits then."},
                             Member{"status", "ListedStatus"},
                             Member{"since", "instant", "When it began to stand so."},
                             Member{"edition", "integer"},
                             Member{"level", "text|null"},
                             Member{"valid_from", "day|null", "Null of what was listed no more."},
                             Member{"valid_until", "day|null"},
                             Member{"codes", "[ListedCode]", "That were its own then."}};
constexpr std::array objects{
    Object{"ListedCode", "A code of an operator in a list.", code},
    Object{"SaidOfOperator", "How an operator stood, and since when that is known here.", said},
    Object{"ToldOperator", "How far a partner is with an operator of this state's list.", told},
    Object{"ListedOperatorStep", "An event of an operator's record in a list.", step},
    Object{"ListedOperator", "An authorised operator in the list of its state, or in a copy of it.", listed},
    Object{"ListedOperatorExtract", "How an operator stood in a list at an instant.", extract}};
constexpr std::array words{Words{"ListedOperatorStateId", "Of the machine of operators in lists.",
                                 [] {
                                   std::vector<std::string_view> ids;
                                   ids.reserve(lst::Machine::states.size());
                                   for (const auto& facts : lst::Machine::states) ids.push_back(facts.id);
                                   return ids;
                                 }},
                           Words{"ListedStatus", "How an operator stands in a list.", [] {
                                   std::vector<std::string_view> all;
                                   for (const Word<lst::Status>& one : lst::status_words)
                                     all.push_back(one.word);
                                   return all;
                                 }}};

}  // namespace

Resource aeo_list_views() { return {.objects = objects, .words = words}; }

}  // namespace lintas::api
