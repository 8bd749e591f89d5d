#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/check.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"
#include "core/recognition/limits.hpp"
#include "core/recognition/recognise.hpp"
#include "core/recognition/table.hpp"
#include "core/recognition/terms.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/aeo_codes.hpp"
#include "shell/api/call.hpp"
#include "shell/api/concern_page.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// Which state honours the operators of which other one, and why a code has its benefit in a case or not.
namespace lintas::api {

namespace {

namespace rec = recognition;

// ---- as it is shown

Json text_or_null(const std::string& text) { return text.empty() ? Json{} : Json(text); }
Json text_or_null(const std::optional<Day>& day) { return day ? Json(to_text(*day)) : Json{}; }
Json text_or_null(const std::optional<Instant>& at) { return at ? Json(to_text(*at)) : Json{}; }
Json text_or_null(const std::optional<Decimal>& number) { return number ? Json(number->str()) : Json{}; }

Json show(const rec::Effect& effect) {
  return {{"score_factor", text_or_null(effect.score_factor)},
          {"lane", effect.lane ? Json(word_of(*effect.lane)) : Json{}},
          {"random_factor", text_or_null(effect.random_factor)},
          {"priority", effect.priority}};
}

Json show(const rec::Table::Row& row) {
  const rec::Terms& terms = row.value.terms;
  Json roles = Json::array();
  for (const aeo::OperatorRole role : terms.roles) roles.push_back(word_of(role));
  const bool has_terms = rec::has_terms(row.value.state);
  return {{"by", row.key.by.str()},
          {"of", row.key.of.str()},
          {"state", word_of(row.value.state)},
          {"from", to_text(row.from)},
          {"until", text_or_null(row.until)},
          {"notice", text_or_null(row.value.notice)},
          {"programme", text_or_null(terms.programme)},
          {"levels", terms.levels},
          {"roles", std::move(roles)},
          {"loading", {{"partners", terms.loading.any_partner}, {"places", terms.loading.places}}},
          {"procedures", terms.procedures},
          {"required", terms.required},
          {"effect", show(terms.effect)},
          {"stale", has_terms ? Json(word_of(terms.stale)) : Json{}},
          {"evidence", word_of(row.value.evidence)},
          {"source", row.source}};
}

Json show(const rec::List& list) {
  return {{"as_of", to_text(list.as_of)}, {"stale", list.stale.has_value()}};
}

Json show(const rec::Grounds& grounds) {
  return {{"at", to_text(grounds.at)},
          {"day", to_text(grounds.day)},
          {"table", grounds.table},
          {"period", grounds.period ? show(*grounds.period) : Json{}},
          {"list", grounds.list ? show(*grounds.list) : Json{}},
          {"known_since", text_or_null(grounds.known_since)},
          {"edition", grounds.version ? Json(*grounds.version) : Json{}}};
}

Json show(const rec::Decision& decision, const rec::Pair& pair, const std::optional<std::uint32_t>& score) {
  Json lines = Json::array();
  Json findings = Json::array();
  for (const rec::Line& line : decision.lines) {
    lines.push_back({{"question", word_of(line.question)},
                     {"reply", word_of(line.reply)},
                     {"words", line.words},
                     {"rule", line.finding ? Json(line.finding->rule) : Json{}}});
    if (line.finding) findings.push_back(show_finding(*line.finding));
  }
  Json shown{{"by", pair.by.str()},
             {"of", pair.of.str()},
             {"code", decision.code ? Json(*decision.code) : Json{}},
             {"outcome", word_of(decision.outcome)},
             {"applied", show(decision.applied())},
             {"decided", show(decision.decided)},
             {"lines", std::move(lines)},
             {"findings", std::move(findings)},
             {"grounds", show(decision.grounds)}};
  if (score) {
    const std::array given{decision.applied()};
    shown["score"] = {{"before", *score}, {"after", rec::score_after(*score, given)}};
  }
  return shown;
}

// ---- the list

/// The place of a row in the order of the table: who, of whom, from when. It stays where it is when other
/// rows come or go, and a page goes on behind it.
std::int64_t place_of(const rec::Table::Row& row) {
  constexpr std::int64_t letters = 26;
  constexpr std::int64_t days = std::int64_t{1} << 24;
  const auto number = [](Country state) {
    return ((state.str()[0] - 'A') * letters) + (state.str()[1] - 'A');
  };
  const auto day = row.from.time_since_epoch().count() + (days / 2);
  return (((number(row.key.by) * letters * letters) + number(row.key.of)) * days) + day;
}

/// Of what is left out everything; nothing for a value that is none.
struct Filter {
  std::optional<Country> by;
  std::optional<Country> of;
  std::optional<rec::State> state;
  std::optional<Day> at;

  [[nodiscard]] bool takes(const rec::Table::Row& row) const {
    return (!by || row.key.by == *by) && (!of || row.key.of == *of) &&
           (!state || row.value.state == *state) && (!at || row.holds_on(*at));
  }
};

/// Reads a parameter where it is given; false, and answered, where it is none of these.
template <class T, class Parse>
bool read_query(const CallPtr& call, std::string_view name, std::optional<T>& value, const Parse& parse) {
  const auto text = call->request.query_value(name);
  if (!text) return true;
  if (const auto parsed = parse(*text)) {
    value = *parsed;
    return true;
  }
  answer_bad_query(call, name);
  return false;
}
std::optional<Country> state_in(std::string_view text) {
  const auto state = Country::parse(text);
  return state ? std::optional{*state} : std::nullopt;
}

void list_recognitions(const Core& core, const CallPtr& call) {
  const auto page = core.page_in(call);
  if (!page) return;
  Filter filter;
  const bool is_read = read_query(call, "by", filter.by, &state_in) &&
                       read_query(call, "of", filter.of, &state_in) &&
                       read_query(call, "state", filter.state, &read_word<rec::State>) &&
                       read_query(call, "at", filter.at, &parse_day);
  if (!is_read) return;
  Json items = Json::array();
  std::optional<std::int64_t> last;
  std::optional<std::int64_t> next;
  for (const rec::Table::Row& row : rec::built_in().rows()) {
    if (place_of(row) <= page->after || !filter.takes(row)) continue;
    if (items.size() == page->count) {
      next = last;
      break;
    }
    items.push_back(show(row));
    last = place_of(row);
  }
  Json body{{"items", std::move(items)},
            {"version", rec::version_of(rec::built_in(), core.ports().setting().sha256)}};
  if (next) body["next"] = core.cursor(*next);
  call->respond(json_response(200, body));
}

// ---- a case

/// What stands in a document; what is left out, nothing.
std::optional<std::string> visible_in(std::string_view text) {
  return is_visible(text) ? std::optional{std::string{text}} : std::nullopt;
}

/// "facility_code=451;authorisation_date=2024-03-01"; nothing for a text of another form. The pattern of
/// `explained.fields` says the same.
std::optional<std::vector<rec::DeclaredField>> fields_in(std::string_view text) {
  if (!is_visible(text)) return std::nullopt;
  std::vector<rec::DeclaredField> fields;
  while (!text.empty()) {
    const auto end = text.find(';');
    const std::string_view one = text.substr(0, end);
    const auto equals = one.find('=');
    const bool is_fine =
        equals != std::string_view::npos && equals > 0 && fields.size() < rec::bounds::fields_max;
    if (!is_fine) return std::nullopt;
    fields.push_back(
        {.name = std::string{one.substr(0, equals)}, .value = std::string{one.substr(equals + 1)}});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return fields;
}

std::optional<std::uint32_t> score_in(std::string_view text) {
  constexpr std::uint32_t score_max = 1'000'000;
  std::uint32_t score = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), score);
  const bool is_number = error == std::errc{} && end == text.data() + text.size();
  return is_number && score <= score_max ? std::optional{score} : std::nullopt;
}

/// What the query says of the case; nothing, and answered, where it makes no sense.
struct Asked {
  rec::Pair pair;
  rec::Case about;
  std::optional<std::uint32_t> score;
};
std::optional<Asked> asked_in(const CallPtr& call) {
  const auto by = state_in(call->request.query_value("by").value_or(""));
  const auto of = state_in(call->request.query_value("of").value_or(""));
  const std::string_view code = call->request.query_value("code").value_or("");
  if (!by || !of || code.empty() || !is_visible(code)) {
    if (!by)
      answer_bad_query(call, "by", "a country, as MY");
    else if (!of)
      answer_bad_query(call, "of", "a country, as SG");
    else
      answer_bad_query(call, "code");
    return std::nullopt;
  }
  Asked asked{.pair = {.by = *by, .of = *of}, .about = {}, .score = {}};
  asked.about.code = code;
  std::optional<aeo::OperatorRole> role;
  std::optional<std::string> loading;
  std::optional<std::string> procedure;
  std::optional<std::vector<rec::DeclaredField>> fields;
  const bool is_read = read_query(call, "role", role, &read_word<aeo::OperatorRole>) &&
                       read_query(call, "loading", loading, &visible_in) &&
                       read_query(call, "procedure", procedure, &visible_in) &&
                       read_query(call, "fields", fields, &fields_in) &&
                       read_query(call, "score", asked.score, &score_in);
  if (!is_read) return std::nullopt;
  asked.about.role = role.value_or(aeo::OperatorRole::exporter);
  asked.about.loading = std::move(loading).value_or(std::string{});
  asked.about.procedure = std::move(procedure).value_or(std::string{});
  asked.about.fields = std::move(fields).value_or(std::vector<rec::DeclaredField>{});
  return asked;
}

/// The legal day in a state: of one whose offices are not known here, that of UTC.
Day day_in(Country state, Instant at, const workflow::Setting& setting) {
  return setting.reference->at(std::chrono::floor<std::chrono::days>(at)).day_in(state, at);
}

/// For importer and exporter, whoever they are: yes, no and why, and nothing of the operator that the code
/// does not say. Since when it stands so is for those who read the list.
void explain_recognition(const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto asked = asked_in(call);
  if (!asked) return;
  const workflow::Setting setting = core.ports().setting();
  const auto at = asked_about(core, call);
  if (!at) return;
  const aeo::Asked code{
      .state = asked->pair.of, .text = asked->about.code, .at = *at, .day = workflow::day_here(*at, setting)};
  rec::Known known = known_operator(code, asked->pair.by, core.ports().national, setting, reader);
  const bool reads = reads_operators(call);
  if (known.entry && !reads) known.entry->since.reset();
  const std::string version = rec::version_of(rec::built_in(), setting.sha256);
  const rec::Books books{.pairs = rec::built_in(), .law = aeo::law(), .version = version};
  rec::Decision decision = rec::recognise(books, asked->pair.by, known, asked->about,
                                          {.at = *at, .day = day_in(asked->pair.by, *at, setting)});
  if (!reads) {
    decision.grounds.known_since.reset();
    decision.grounds.version.reset();
  }
  call->respond(json_response(200, show(decision, asked->pair, asked->score)));
}

// ---- the description

constexpr std::array effect{
    Member{"score_factor", "text|null", "The risk score is multiplied by it, and rounded down."},
    Member{"lane", "RecognitionLane|null", "The heaviest that is still given."},
    Member{"random_factor", "text|null", "The rate at which goods are drawn by lot is multiplied by it."},
    Member{"priority", "boolean", "Looked at first, where it is selected."}};
constexpr std::array loading{
    Member{"partners", "boolean", "In any state whose operators the importing state honours that day."},
    Member{"places", "[text]", "Or in one of these: a state, or a UN/LOCODE."}};
constexpr std::array period{
    Member{"by", "Country", "The importing state."},
    Member{"of", "Country", "Whose operators."},
    Member{"state", "RecognitionState"},
    Member{"from", "day"},
    Member{"until", "day|null", "The first day on which it holds no more."},
    Member{"notice", "day|null", "On which the other state was told of a suspension or an end."},
    Member{"programme", "text|null", "That is honoured; null where nothing is."},
    Member{"levels", "[text]", "Of it; none for any."},
    Member{"roles", "[OperatorRole]", "In one of which the operator takes part."},
    Member{"loading", "RecognisedLoading", "Neither: wherever the goods were loaded."},
    Member{"procedures", "[text]", "None for any."},
    Member{"required", "[text]", "Fields of the import declaration besides the code."},
    Member{"effect", "RecognitionEffect"},
    Member{"stale", "StaleListPolicy|null", "What a list is worth that is older than it may be."},
    Member{"evidence", "RecognitionEvidence"},
    Member{"source", "text"}};
constexpr std::array page{Member{"items", "[Recognition]"}, Member{"version", "text", "Of the whole table."},
                          Member{"next?", "text", "`after` of the next page; none at the end."}};
constexpr std::array line{Member{"question", "RecognitionQuestion"}, Member{"reply", "RecognitionReply"},
                          Member{"words", "text", "For people."}, Member{"rule", "text|null", "Of a no."}};
constexpr std::array list{
    Member{"as_of", "instant", "When it was heard of last; of the state of this node, what is asked about."},
    Member{"stale", "boolean", "Older than it may be."}};
constexpr std::array grounds{
    Member{"at", "instant"},
    Member{"day", "day", "The local one in the importing state."},
    Member{"table", "text", "The version of the table of recognitions."},
    Member{"period", "Recognition|null", "Of the pair on that day."},
    Member{"list", "OperatorListUsed|null", "Null where nothing of the list of that state is here."},
    Member{"known_since", "instant|null", "The list has the code; for whoever reads the list."},
    Member{"edition", "integer|null",
           "Of its record in a copy, as the other state counts; for whoever reads the list."}};
constexpr std::array score{Member{"before", "integer"}, Member{"after", "integer"}};
constexpr std::array decision{
    Member{"by", "Country"},
    Member{"of", "Country"},
    Member{"code", "text|null", "As it is issued, where it could be read."},
    Member{"outcome", "RecognitionOutcome"},
    Member{"applied", "RecognitionEffect", "What selection may use: of a pilot nothing."},
    Member{"decided", "RecognitionEffect", "Of a pilot, what it would be worth."},
    Member{"lines", "[RecognitionLine]", "Each question in turn."},
    Member{"findings", "[Finding]", "Each no."},
    Member{"grounds", "RecognitionGrounds", "What the decision rests on."},
    Member{"score?", "RecognitionScore", "Where one was asked about."}};
constexpr std::array objects{
    Object{"RecognitionEffect", "What recognition is worth at selection.", effect},
    Object{"RecognisedLoading", "Where the goods must have been loaded.", loading},
    Object{"Recognition", "How one state stands to the operators of another one, for some time.", period},
    Object{"RecognitionPage", "By importing state, authorising state and first day.", page},
    Object{"RecognitionLine", "A question that was asked, and its answer.", line},
    Object{"OperatorListUsed", "The list that was looked into.", list},
    Object{"RecognitionGrounds", "With these the same decision is made again.", grounds},
    Object{"RecognitionScore", "The risk score of the case.", score},
    Object{"RecognitionDecision", "Whether a code has its benefit in a case, and why.", decision}};

template <Worded E>
std::vector<std::string_view> words_of_enum() {
  std::vector<std::string_view> words;
  for (const Word<E>& one : words_for(E{})) words.push_back(one.word);
  return words;
}
constexpr std::array words{
    Words{"RecognitionState", "How far two states have come with each other.", &words_of_enum<rec::State>},
    Words{"RecognitionLane", "Lanes of selection, the lightest first.", &words_of_enum<rec::Lane>},
    Words{"StaleListPolicy", "keep: as if it were new; degrade: priority alone is left; stop: no benefit.",
          &words_of_enum<rec::Stale>},
    Words{"RecognitionEvidence", "sourced: read in the source; inferred by us; sample: to try it out.",
          &words_of_enum<rec::Evidence>},
    Words{"RecognitionQuestion", "In the order in which they are asked.", &words_of_enum<rec::Question>},
    Words{"RecognitionReply", "not_asked: what came before leaves nothing to ask.",
          &words_of_enum<rec::Reply>},
    Words{"RecognitionOutcome", "not_applied: decided in a pilot, and nothing is given.",
          &words_of_enum<rec::Outcome>}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/recognitions",
          .id = "listRecognitions",
          .tag = "recognition",
          .summary = "Which state honours the operators of which other one: each ordered pair with its "
                     "periods, what is honoured, what has to be declared, and what that is worth.",
          .takes = "limit after recognitions.by recognitions.of recognitions.state recognitions.at",
          .outcomes = {{200, "RecognitionPage"}},
          .refusals = {400},
          .work = &list_recognitions},
    Route{.method = net::Method::get,
          .pattern = "/v1/recognitions/explain",
          .id = "explainRecognition",
          .tag = "recognition",
          .summary = "Whether the code of an operator has its benefit in a case, and why: question by "
                     "question, with the versions of what the decision rests on. Nothing is stored.",
          .takes = "explained.by explained.of operators.code explained.role explained.loading "
                   "explained.procedure explained.fields explained.score operators.instant",
          .outcomes = {{200, "RecognitionDecision"}},
          .refusals = {400, 403, 422},
          .look = &explain_recognition}};

}  // namespace

Resource recognition_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
