#include "shell/api/aeo_views.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/authorisation/events.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/check.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/programme.hpp"
#include "core/aeo/reading.hpp"
#include "core/aeo/transformation.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_steps.hpp"
#include "shell/api/event_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"

namespace lintas::api {

namespace {

namespace aut = aeo::authorisation;

Json show(const aut::Reference& reference) {
  return {{"holder", reference.holder.str()}, {"number", reference.number.str()}};
}

Json show(const aut::HeldCode& held) {
  Json shown{{"code", held.code.str()}, {"given", to_text(held.given)}, {"since", to_text(held.from)}};
  if (held.until) shown["until"] = to_text(*held.until);
  if (held.mistaken) shown["by_mistake"] = true;
  return shown;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json{} : Json(text); }

template <class List>
Json list_of(const List& list) {
  Json shown = Json::array();
  for (const auto& one : list) shown.push_back(show(one));
  return shown;
}

Json words_of(const std::vector<aeo::OperatorRole>& roles) {
  Json words = Json::array();
  for (const aeo::OperatorRole role : roles) words.push_back(word_of(role));
  return words;
}

}  // namespace

std::optional<aut::Reference> authorisation_in(std::string_view text) {
  const auto named = named_in<Tin, aut::ApplicationNumber>(text);
  if (!named) return std::nullopt;
  const auto& [holder, number] = *named;
  return aut::Reference{.holder = holder, .number = number};
}

std::string address_of_authorisation(const aut::Reference& reference) {
  return address_under("/v1/operators/", aut::in_words(reference));
}

Json show_authorisation(const aut::Authorisation& authorisation) {
  const aut::Application& asked = authorisation.application;
  const auto* code = aut::newest_code(authorisation);
  const bool is_granted = code != nullptr;
  Json standings = Json::array();
  for (const aut::Standing& one : authorisation.standings) {
    standings.push_back({{"at", to_text(one.at)},
                         {"state", aut::Machine::states[std::to_underlying(one.state)].id},
                         {"valid_from", text_or_null(one.valid_from)},
                         {"valid_until", text_or_null(one.valid_until)}});
  }
  return {{"location", address_of_authorisation(asked.reference)},
          {"reference", show(asked.reference)},
          {"state", show_state<aut::Machine>(authorisation.state)},
          {"programme", asked.programme},
          {"level", text_or_null(is_granted ? authorisation.level : asked.level)},
          {"roles", words_of(is_granted ? authorisation.roles : asked.roles)},
          {"code", is_granted ? Json(code->code.str()) : Json{}},
          {"codes", list_of(authorisation.codes)},
          {"authorised", text_or_null(authorisation.authorised)},
          {"valid_from", text_or_null(authorisation.valid_from)},
          {"valid_until", text_or_null(authorisation.valid_until)},
          {"revalidate_on", text_or_null(authorisation.revalidate_on)},
          {"until", text_or_null(authorisation.until)},
          {"barred_until", authorisation.barred ? Json(to_text(authorisation.barred->until)) : Json{}},
          {"barred_by", authorisation.barred ? show(authorisation.barred->revoked) : Json{}},
          {"alarm", authorisation.alarm ? Json(word_of(*authorisation.alarm)) : Json{}},
          {"due", text_or_null(authorisation.due)},
          {"standings", std::move(standings)}};
}

Json show_extract(const aut::Authorisation& authorisation, const aut::Extract& extract, Instant at, Day day) {
  return {{"reference", show(authorisation.application.reference)},
          {"at", to_text(at)},
          {"holds", word_of(extract.holds_on(day))},
          {"state", aut::Machine::states[std::to_underlying(extract.standing.state)].id},
          {"since", to_text(extract.standing.at)},
          {"valid_from", text_or_null(extract.standing.valid_from)},
          {"valid_until", text_or_null(extract.standing.valid_until)},
          {"codes", list_of(extract.codes)}};
}

Json show_check(const aeo::Asked& asked, const aeo::CodeCheck& check) {
  const aeo::Reading& reading = check.reading;
  Json typed = Json::array();
  if (reading.key) {
    const auto& all = aeo::law().transformations;
    const aeo::Typed of_code{.state = asked.state,
                             .key = *reading.key,
                             .code = reading.code,
                             .shape = reading.shape,
                             .authorised = {},
                             .name = {}};
    std::optional<Country> last;
    for (const auto& row : all.rows()) {
      if (row.key.to == asked.state || last == row.key.to) continue;
      last = row.key.to;
      for (const auto& field : aeo::typed_in(row.key.to, of_code, all, asked.day)) {
        typed.push_back(
            {{"in", row.key.to.str()}, {"field", field.field}, {"value", text_or_null(field.value)}});
      }
    }
  }
  return {{"state", asked.state.str()},
          {"at", to_text(asked.at)},
          {"well_formed", reading.well_formed()},
          {"code", reading.well_formed() ? Json(reading.code) : Json{}},
          {"level", text_or_null(reading.level)},
          {"read_as", reading.well_formed() ? text_or_null(reading.words) : Json{}},
          {"listed", check.listed ? Json(word_of(*check.listed)) : Json{}},
          {"holds", check.holds ? Json(word_of(*check.holds)) : Json{}},
          {"finding", check.finding ? show_finding(*check.finding) : Json{}},
          {"stale", check.stale ? Json(word_of(*check.stale)) : Json{}},
          {"typed", std::move(typed)}};
}

namespace {

/// Accounts, where the fact names any.
template <class Fact>
void show_accounts(const Fact& fact, Json& shown) {
  if constexpr (requires { fact.by; }) {
    if (!fact.by.str().empty()) shown["account"] = fact.by.str();
  }
  if constexpr (requires { fact.second; }) {
    if (fact.second) shown["second"] = fact.second->str();
  }
}

}  // namespace

Json history_of_authorisation(const std::vector<app::EventRow>& events,
                              const std::optional<TextSource>& texts, bool with_accounts) {
  return history_of(events, [&](const app::EventRow& row, Json& shown) {
    if (workflow::block_of(std::to_underlying(row.type)) != workflow::aeo_block) return false;
    const auto event = show_stored_step<aut::Machine, aut::Event>(row, texts, shown);
    std::visit(
        [&](const auto& fact) {
          if constexpr (requires { fact.ground; }) shown["ground"] = word_of(fact.ground);
          if (with_accounts) show_accounts(fact, shown);
        },
        static_cast<const aut::Facts&>(event.fact));
    return true;
  });
}

namespace {

constexpr std::array reference{Member{"holder", "Tin", "The operator."},
                               Member{"number", "ApplicationNumber", "Its own number of the application."}};
constexpr std::array held{Member{"code", "OperatorCode", "As it is issued."},
                          Member{"given", "day", "The local day of that: its form is of this day."},
                          Member{"since", "instant"},
                          Member{"until?", "instant", "From then on it is nobody's; the newest has none."},
                          Member{"by_mistake?", "boolean", "It never was this operator's."}};
constexpr std::array standing{Member{"at", "instant", "From then on."},
                              Member{"state", "AuthorisationStateId"}, Member{"valid_from", "day|null"},
                              Member{"valid_until", "day|null", "The last day, where it has one."}};
constexpr std::array step_begin{
    Member{"event", "text", "As aeo.suspended."},
    Member{"trigger", "text", "Which step of the table of states it was."},
    Member{"at", "instant"},
    Member{"state", "AuthorisationStateId", "Behind it."},
    Member{"ground?", "SuspensionGround"},
    Member{"account?", "PersonId", "Of whoever acted; for the programme office and the auditor."},
    Member{"second?", "PersonId", "Likewise: of the second officer, who agreed."}};
constexpr auto step = followed_by(step_begin, by_whom);
constexpr std::array authorisation_begin{
    Member{"location", "text", "Its address."},
    Member{"reference", "AuthorisationReference", "As acts name it."},
    Member{"state", "State"},
    Member{"programme", "text"},
    Member{"level", "text|null", "As granted; before that as asked for."},
    Member{"roles", "[OperatorRole]", "Likewise."},
    Member{"code", "OperatorCode|null", "That the operator has now."},
    Member{"codes", "[HeldCode]", "All that it ever had."},
    Member{"authorised", "day|null", "The day of the decision: importers declare it beside the code."},
    Member{"valid_from", "day|null"},
    Member{"valid_until", "day|null", "The last day, where it has one."},
    Member{"revalidate_on", "day|null", "The last day before the conditions are looked at anew."},
    Member{"until", "day|null", "The day that the office has set: to complete, to correct, to repair."},
    Member{"barred_until", "day|null", "The operator applies anew only behind this day."},
    Member{"barred_by", "AuthorisationReference|null", "The authorisation that was revoked."},
    Member{"alarm", "AuthorisationAlarm|null", "What somebody of the programme office should look at."},
    Member{"due", "instant|null", "When its clock rings."},
    Member{"standings", "[AuthorisationStanding]", "How it stood from when on."}};
constexpr auto authorisation = followed_by(authorisation_begin, asked_for("[AuthorisationStep]"));
constexpr std::array extract{Member{"reference", "AuthorisationReference"},
                             Member{"at", "instant", "That was asked about."},
                             Member{"holds", "OperatorHolds", "Whether the operator had benefits then."},
                             Member{"state", "AuthorisationStateId"},
                             Member{"since", "instant", "When it began to stand so."},
                             Member{"valid_from", "day|null"},
                             Member{"valid_until", "day|null"},
                             Member{"codes", "[HeldCode]", "That were its own then."}};
constexpr std::array typed{Member{"in", "Country", "The importing state."}, Member{"field", "text"},
                           Member{"value", "text|null", "Of a fact that the certificate has: null."}};
constexpr std::array checked{
    Member{"state", "Country", "That gave the code."},
    Member{"at", "instant", "That was asked about."},
    Member{"well_formed", "boolean", "It has a form of that state, however it is written."},
    Member{"code", "text|null", "As it is issued."},
    Member{"level", "text|null", "That the code itself says."},
    Member{"read_as", "text|null", "In what the writing differs from what is issued."},
    Member{"listed", "OperatorListed|null", "Of a code that is well formed."},
    Member{"holds", "OperatorHolds|null", "Of one that is listed: whether its operator had benefits then."},
    Member{"finding", "Finding|null", "Why not."},
    Member{"stale", "StalePolicy|null",
           "Of another state's list of which nothing was heard for long: what that does."},
    Member{"typed", "[TypedCode]", "What an importer types for it; nothing is known of other states."}};
constexpr std::array objects{
    Object{"TypedCode", "A field of another state's import declaration.", typed},
    Object{"OperatorCodeCheck", "A code against the list of its state, and nothing of its operator.",
           checked},
    Object{"AuthorisationReference", "Operator and number of the application: together there is one.",
           reference},
    Object{"HeldCode", "A code of an operator.", held},
    Object{"AuthorisationStanding", "How an authorisation stood.", standing},
    Object{"AuthorisationStep", "An event of an authorisation.", step},
    Object{"OperatorAuthorisation", "An operator's authorisation, from its application on.", authorisation},
    Object{"AuthorisationExtract", "How an authorisation stood at an instant.", extract}};

template <Worded E>
std::vector<std::string_view> words_of_enum() {
  std::vector<std::string_view> words;
  for (const Word<E>& one : words_for(E{})) words.push_back(one.word);
  return words;
}
constexpr std::array words{
    Words{"AuthorisationStateId", "Of the machine of these authorisations.",
          [] {
            std::vector<std::string_view> ids;
            ids.reserve(aut::Machine::states.size());
            for (const auto& facts : aut::Machine::states) ids.push_back(facts.id);
            return ids;
          }},
    Words{"OperatorRole", "What an operator is in the supply chain.", &words_of_enum<aeo::OperatorRole>},
    Words{"OperatorHolds", "Whether an operator has benefits, and if not why.", &words_of_enum<aut::Holds>},
    Words{"OperatorListed", "What the list of a state says of a code.", &words_of_enum<aeo::Listed>},
    Words{"StalePolicy", "What a stale list of another state does.",
          &words_of_enum<aeo::listed::StalePolicy>},
    Words{"SuspensionGround", "Why benefits stopped.", &words_of_enum<aut::Ground>},
    Words{"AuthorisationAlarm", "That an authorisation raised.", &words_of_enum<aut::Alarm>}};

}  // namespace

Resource aeo_views() { return {.objects = objects, .words = words}; }

}  // namespace lintas::api
