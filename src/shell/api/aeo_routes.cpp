#include "shell/api/aeo_routes.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/aeo/check.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/limits.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/aeo_codes.hpp"
#include "shell/api/aeo_views.hpp"
#include "shell/api/call.hpp"
#include "shell/api/concern_page.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

namespace aut = aeo::authorisation;

std::optional<Core::Seen> see(const Core& core, const CallPtr& call, app::Reader& reader,
                              const workflow::Setting& setting) {
  const auto reference = authorisation_in(call->request.parameter("operator"));
  if (!reference) return std::nullopt;
  return core.see(workflow::aeo_slot(*reference), Read::operators, call, reader, setting);
}

Json show(const Core& /*core*/, const Core::Seen& seen) {
  return show_authorisation(seen.state.as<aut::Authorisation>());
}

/// The operator reads why, too: it has to know what to mend. Whose account it was is for those who answer for
/// it.
Json history(const std::vector<app::EventRow>& events, const TextSource& source, access::Role role) {
  const bool with_accounts = role == access::Role::aeo_manager || role == access::Role::auditor;
  return history_of_authorisation(events, source, with_accounts);
}

DocumentFacts facts_of(const workflow::State& state) {
  const auto& authorisation = state.as<aut::Authorisation>();
  return {.status = std::to_underlying(authorisation.state),
          .has_alarm = authorisation.alarm.has_value(),
          .other = authorisation.application.reference.holder.country(),
          .kind = {}};
}

/// A list in which nothing ever stands: every code has characters.
constexpr std::string_view no_code = "code ";

/// What is none is nobody's.
std::string list_of_code(std::string_view text) {
  const auto writing = aeo::read_writing(text);
  return writing ? workflow::list_of_code(writing->key) : std::string{no_code};
}

/// A code of the other that is taken for this one; null where it has none. What was given by mistake never
/// was the other's.
const aut::HeldCode* taken_for(const aut::Authorisation& other, const aeo::CodeKey& key) {
  const auto found = std::ranges::find_if(other.codes, [&](const aut::HeldCode& one) {
    return !one.mistaken && one.key != key && aeo::likeness_of(one.key) == aeo::likeness_of(key);
  });
  return found == other.codes.end() ? nullptr : &*found;
}

/// The acts that give a code.
bool gives_code(workflow::CommandType act) {
  const auto is = [&](const aut::Act& given) {
    return act == workflow::command_in(workflow::aeo_block, given.index());
  };
  return is(aut::AuthoriseOperator{}) || is(aut::ChangeCode{});
}

/// R-AEO-022. Told to the office when it gives the code, and never again: then goods are declared with it. An
/// operator learns nothing of others.
Json warnings(const Core& core, const Core::Seen& seen, const access::Actor& actor, workflow::CommandType act,
              app::Reader& reader) {
  Json told = Json::array();
  const auto& authorisation = seen.state.as<aut::Authorisation>();
  const auto* code = aut::newest_code(authorisation);
  if (code == nullptr || actor.role != access::Role::aeo_manager || !gives_code(act)) return told;
  const Bytes list = workflow::concern_list(workflow::list_of_likeness(code->key));
  Bytes after;
  // Those of the same operator, as of who applied often, hide no other.
  while (told.empty()) {
    const auto alike = reader.find_all(list, after, aeo::bounds::likenesses_looked_at_at_once);
    for (const auto& [key, id] : alike) {
      const auto row = reader.stream(id);
      if (!row || id == seen.row.id) continue;
      const auto other = app::load_stream(core.ports().national, reader, *row).state.as<aut::Authorisation>();
      const auto& reference = other.application.reference;
      const auto* held = taken_for(other, code->key);
      if (held == nullptr || reference.holder == authorisation.application.reference.holder) continue;
      told.push_back(
          show_finding({.rule = "R-AEO-022",
                        .pointer = "/code",
                        .value = std::string{code->code.str()},
                        .detail = format("{} of {}", held->code.str(), aut::in_words(reference))}));
    }
    if (alike.size() < aeo::bounds::likenesses_looked_at_at_once) break;
    after = alike.back().first.value;
  }
  return told;
}

constexpr std::array sides{DocumentSide{.name = "programme",
                                        .stream = workflow::aeo_stream,
                                        .read = Read::operators,
                                        .states = listed_states<aut::Machine>,
                                        .facts = &facts_of}};

}  // namespace

constexpr DocumentKind aeo_kind{.member = "authorisation",
                                .sides = sides,
                                .see = &see,
                                .show = &show,
                                .show_in_list = &show,
                                .history = &history,
                                .document_of = nullptr,
                                .lists_by_party = true,
                                .warnings = &warnings,
                                .list_of_code = &list_of_code};

namespace {

/// As it was known then, whatever came afterwards.
void show_as_of(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto seen = see(core, call, reader, setting);
  if (!seen) return answer_unseen(call, aeo_kind);
  const auto at = past_instant_in(core, call, "instant", std::nullopt);
  if (!at) return;
  const auto& authorisation = seen->state.as<aut::Authorisation>();
  const auto extract = aut::as_of(authorisation, *at);
  if (!extract) return answer_nothing(call, "there was no application yet");
  call->respond(
      json_response(200, show_extract(authorisation, *extract, *at, workflow::day_here(*at, setting))));
}

/// For importer and exporter, whoever they are: the answer says no more than they could declare.
void check_code(const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto state = Country::parse(call->request.query_value("state").value_or(""));
  if (!state) return answer_bad_query(call, "state", "a country, as SG");
  const std::string text{call->request.query_value("code").value_or("")};
  if (text.empty() || !is_visible(text)) return answer_bad_query(call, "code");
  const auto at = asked_about(core, call);
  if (!at) return;
  const Day day = workflow::day_here(*at, setting);
  const aeo::Asked asked{.state = *state, .text = text, .at = *at, .day = day};
  call->respond(
      json_response(200, show_check(asked, checked(asked, core.ports().national, setting, reader))));
}

constexpr auto page_of_operators = page_of("[OperatorAuthorisation]");
constexpr std::array objects{Object{"OperatorPage", "The newest first.", page_of_operators}};
constexpr std::array words{
    Words{"AuthorisationState", "Of the authorisations of operators.", &ids_of_states<aeo_kind>}};

constexpr std::array routes{
    route_of_list<aeo_kind>(
        {.pattern = "/v1/operators",
         .id = "listOperators",
         .summary = "Authorisations of operators of this state that the caller may see, "
                    "from the application on, newest first, ended ones too.",
         .takes = "limit after phase operators.state operators.holder held.code since waits",
         .answer = "OperatorPage",
         .tag = "aeo"}),
    route_of_one<aeo_kind>({.pattern = "/v1/operators/{operator}",
                            .id = "showOperator",
                            .summary = "How an authorisation stands now and stood from when on, its codes, "
                                       "history, and what the caller may do now.",
                            .answer = "OperatorAuthorisation",
                            .tag = "aeo"}),
    Route{.method = net::Method::get,
          .pattern = "/v1/operators/{operator}/as-of",
          .id = "showOperatorAsOf",
          .tag = "aeo",
          .summary = "Whether an operator had benefits at an instant, and which codes were its own.",
          .takes = "instant",
          .outcomes = {{200, "AuthorisationExtract"}},
          .refusals = {400, 403, 404, 422},
          .who = [](const workflow::National&) { return who_reads(aeo_kind); },
          .look = &show_as_of},
    Route{.method = net::Method::get,
          .pattern = "/v1/operator-codes",
          .id = "checkOperatorCode",
          .tag = "aeo",
          .summary =
              "Whether a code is well formed, in the list of its state, and its operator has benefits: "
              "yes, no and why, and nothing else of the operator.",
          .takes = "issuers.state operators.code operators.instant",
          .outcomes = {{200, "OperatorCodeCheck"}},
          .refusals = {400, 403, 422},
          .look = &check_code}};

}  // namespace

Resource aeo_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
