#include "shell/api/kind_views.hpp"

#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/words.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/import/table.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/state.hpp"
#include "core/kinds/issue/table.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/messages.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_steps.hpp"
#include "shell/api/event_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"

namespace lintas::api {

namespace {

namespace iss = kinds::issue_side;
namespace imp = kinds::import_side;

Json show(const kinds::Reference& reference) {
  return {
      {"state", reference.state.str()}, {"kind", reference.kind.str()}, {"number", reference.number.str()}};
}

Json show_lines(const std::vector<kinds::Line>& lines) {
  Json shown = Json::array();
  for (const kinds::Line& line : lines)
    shown.push_back({{"number", line.number}, {"quantity", line.quantity.str()}, {"unit", line.unit.str()}});
  return shown;
}

/// What both sides know alike.
template <class Machine, class Document>
Json show_common(const Document& document, bool is_known) {
  const kinds::Contents& contents = document.contents;
  Json lines = show_lines(contents.lines);
  for (std::size_t i = 0; i < contents.lines.size(); ++i)
    lines[i]["left"] = left_of(contents, document.uses, contents.lines[i]).value_or(Decimal{}).str();
  Json uses = Json::array();
  for (const kinds::Use& use : document.uses) uses.push_back(show_use(use));
  return {{"location", address_of_doc(contents.reference)},
          {"reference", show(contents.reference)},
          {"state", show_state<Machine>(document.state)},
          {"ended", is_end<Machine>(document.state)},
          {"due", text_or_null(document.due)},
          {"life", is_known ? Json(word_of(contents.life)) : Json{}},
          {"receiver", is_known ? Json(contents.receiver.str()) : Json{}},
          {"issued", is_known ? Json(to_text(contents.issued)) : Json{}},
          {"valid_until", text_or_null(contents.valid_until)},
          {"replaces", text_or_null(contents.replaces)},
          {"replaced_by", text_or_null(document.replaced_by)},
          {"lines", std::move(lines)},
          {"uses", std::move(uses)},
          {"faults", show_faults(document.faults)}};
}

Json show_issued(const iss::Document& document) {
  Json shown = show_common<iss::Machine>(document, true);
  shown["side"] = "issue";
  shown["office"] = text_or_null(document.office);
  shown["exporter"] = document.contents.exporter.empty() ? Json{} : Json(document.contents.exporter);
  shown["sent"] = document.sent_as_data;
  shown["taken"] = text_or_null(document.taken);
  shown["answered"] = text_or_null(document.answered);
  shown["alarm"] = document.alarm ? Json(word_of(*document.alarm)) : Json{};
  shown["not_booked"] = Json::array();
  for (const iss::NotBooked& one : document.not_booked)
    shown["not_booked"].push_back({{"use", show_use(one.use)}, {"faults", show_faults(one.faults)}});
  return shown;
}

Json show_received(const imp::Document& document) {
  Json shown = show_common<imp::Machine>(document, document.received.has_value());
  shown["side"] = "receive";
  shown["received"] = text_or_null(document.received);
  return shown;
}

template <class Machine, class Event>
bool show_event(const app::EventRow& row, const std::optional<TextSource>& texts, Json& shown) {
  const auto event = show_stored_step<Machine, Event>(row, texts, shown);
  std::visit(
      [&](const auto& fact) {
        if constexpr (requires { fact.use; }) shown["use"] = show_use(fact.use);
        if constexpr (requires { word_of(fact.answer); }) shown["answer"] = word_of(fact.answer);
        if constexpr (requires { fact.accepted; })
          shown["answer"] = word_of(fact.accepted ? kinds::Answer::accepted : kinds::Answer::refused);
        if constexpr (requires { fact.replaced_by; }) {
          if (fact.replaced_by) shown["replaced_by"] = fact.replaced_by->str();
        }
      },
      event.fact);
  return true;
}

}  // namespace

std::optional<kinds::Reference> doc_in(std::string_view text) {
  const auto named = named_in<Country, kinds::KindCode, kinds::Number>(text);
  if (!named) return std::nullopt;
  const auto& [state, kind, number] = *named;
  return kinds::Reference{.state = state, .kind = kind, .number = number};
}

std::string address_of_doc(const kinds::Reference& reference) {
  return address_under("/v1/kinds/documents/", kinds::in_words(reference));
}

Json show_use(const kinds::Use& use) {
  return {{"declaration", use.declaration.str()}, {"at", to_text(use.at)}, {"lines", show_lines(use.lines)}};
}

Json show_doc(workflow::StreamKind kind, const workflow::State& state) {
  return kind == workflow::doc_issue_stream ? show_issued(state.as<iss::Document>())
                                            : show_received(state.as<imp::Document>());
}

Json history_of_doc(const std::vector<app::EventRow>& events, const std::optional<TextSource>& texts) {
  return history_of(events, [&](const app::EventRow& row, Json& shown) {
    shown["sent"] = Json::array();
    switch (workflow::block_of(std::to_underlying(row.type))) {
      case workflow::doc_issue_block: return show_event<iss::Machine, iss::Event>(row, texts, shown);
      case workflow::doc_import_block: return show_event<imp::Machine, imp::Event>(row, texts, shown);
      default: return false;
    }
  });
}

namespace {

constexpr std::array reference{Member{"state", "Country", "That issued it."},
                               Member{"kind", "KindCode", "As the list of kinds has it."},
                               Member{"number", "DocumentNumber"}};
constexpr std::array line{Member{"number", "integer"}, Member{"quantity", "Amount"},
                          Member{"unit", "text", "Of UN/ECE Recommendation 20."},
                          Member{"left?", "Amount", "Of a line of the document: what is not used yet."}};
constexpr std::array use{Member{"declaration", "text"}, Member{"at", "instant"},
                         Member{"lines", "[KindLine]", "Empty where the document was used as a whole."}};
constexpr std::array not_booked{Member{"use", "KindUse"},
                                Member{"faults", "[KindFault]", "Why it was not booked."}};
constexpr std::array step_begin{Member{"event", "text", "As doc.issued."},
                                Member{"trigger?", "text", "Which step of the table of states it was."},
                                Member{"at", "instant"},
                                Member{"sent", "[text]", "Messages that it led to, as DOC.SEND."},
                                Member{"state?", "text", "The id of the state behind it."},
                                Member{"faults?", "[KindFault]"},
                                Member{"alarm?", "text", "What a partner's daily list showed."},
                                Member{"partner?", "Country", "Whose daily list has it otherwise."},
                                Member{"answer?", "DocumentAnswer"},
                                Member{"use?", "KindUse"},
                                Member{"replaced_by?", "text", "Number of the document in its place."}};
constexpr auto step = followed_by(step_begin, by_whom);
constexpr std::array common_begin{
    Member{"location", "text", "Its address."},
    Member{"reference", "KindReference", "As acts name it."},
    Member{"state", "State"},
    Member{"ended", "boolean"},
    Member{"due", "instant|null", "When the clock of the state runs out."},
    Member{"life", "DocumentLife|null", "Null while no document is here."},
    Member{"receiver", "Country|null", "The state that it is for."},
    Member{"issued", "day|null"},
    Member{"valid_until", "day|null", "Its last day."},
    Member{"replaces", "text|null", "Number of the document that it takes the place of."},
    Member{"replaced_by", "text|null", "Number of the one in its place."},
    Member{"lines", "[KindLine]", "Of what is consumed."},
    Member{"uses", "[KindUse]"},
    Member{"faults", "[KindFault]", "That the check of the newest message found."}};
constexpr auto common = followed_by(common_begin, asked_for("[KindStep]"));
constexpr std::array at_issue{
    Member{"side", "'issue'"},
    Member{"office", "OfficeId|null", "That issued it; null where the system of the state did."},
    Member{"exporter", "text|null", "By its identifier."},
    Member{"sent", "boolean",
           "As data. Whether it was delivered, `messages` say; neither follows from the other."},
    Member{"taken", "instant|null", "When the receiving state said that it has it."},
    Member{"answered", "instant|null", "When its authority said what it makes of it; it may never do so."},
    Member{"alarm", "DocumentAlarm|null", "What somebody should look at."},
    Member{"not_booked", "[KindNotBooked]",
           "Uses that the receiving state told of and that cannot be; they change nothing of what is left."}};
constexpr std::array at_receipt{Member{"side", "'receive'"}, Member{"received", "instant|null"}};
constexpr std::array objects{
    Object{"KindReference", "State, kind and number: together there is one.", reference},
    Object{"KindLine", "Of a document that is consumed.", line},
    Object{"KindUse", "By one import declaration.", use},
    Object{"KindFault", "What was found wrong.", fault_members},
    Object{"KindNotBooked", "A use that cannot be.", not_booked},
    Object{"KindStep", "An event of a document.", step},
    Object{.name = "KindHere", .meaning = "What both sides show.", .members = common, .part = true},
    Object{
        .name = "DocumentIssued", .meaning = "Where it was issued.", .members = at_issue, .like = "KindHere"},
    Object{.name = "DocumentReceived",
           .meaning = "Where it is received.",
           .members = at_receipt,
           .like = "KindHere"},
    Object{.name = "KindDocument", .meaning = "By its side.", .is = "DocumentIssued|DocumentReceived"}};
constexpr std::array words{Words{"DocumentLife", "When nothing is left of a document.",
                                 &words_of<kinds::life_words, &Word<kinds::Life>::word>},
                           Words{"DocumentAnswer", "What the receiving state says.",
                                 &words_of<kinds::answer_words, &Word<kinds::Answer>::word>},
                           Words{"DocumentAlarm", "What somebody should look at.",
                                 &words_of<iss::alarm_words, &Word<iss::Alarm>::word>}};

}  // namespace

Resource kind_views() { return {.objects = objects, .words = words}; }

}  // namespace lintas::api
