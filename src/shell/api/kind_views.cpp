#include "shell/api/kind_views.hpp"

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/fault.hpp"
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
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/description.hpp"
#include "shell/api/event_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/manifest_views.hpp"
#include "shell/api/names.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

namespace iss = kinds::issue_side;
namespace imp = kinds::import_side;

Json show(const kinds::Reference& reference) {
  return {
      {"state", reference.state.str()}, {"kind", reference.kind.str()}, {"number", reference.number.str()}};
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

Json show_lines(const std::vector<kinds::Line>& lines) {
  Json shown = Json::array();
  for (const kinds::Line& line : lines)
    shown.push_back({{"number", line.number}, {"quantity", line.quantity.str()}, {"unit", line.unit.str()}});
  return shown;
}

Json show(const kinds::Use& use) {
  return {{"declaration", use.declaration.str()}, {"at", to_text(use.at)}, {"lines", show_lines(use.lines)}};
}

/// What both sides know alike.
template <class Machine, class Document>
Json show_common(const Document& document, bool is_known) {
  const kinds::Contents& contents = document.contents;
  Json lines = show_lines(contents.lines);
  for (std::size_t i = 0; i < contents.lines.size(); ++i)
    lines[i]["left"] = left_of(contents, document.uses, contents.lines[i]).value_or(Decimal{}).str();
  Json uses = Json::array();
  for (const kinds::Use& use : document.uses) uses.push_back(show(use));
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
    shown["not_booked"].push_back({{"use", show(one.use)}, {"faults", show_faults(one.faults)}});
  return shown;
}

Json show_received(const imp::Document& document) {
  Json shown = show_common<imp::Machine>(document, document.received.has_value());
  shown["side"] = "receive";
  shown["received"] = text_or_null(document.received);
  return shown;
}

/// Which step of its table it was, where it led, what it sent, which rules were broken.
template <class Machine, class Event>
void show_event(const app::EventRow& row, const std::optional<TextSource>& texts, Json& shown) {
  const workflow::EventBody body = app::body_of(row);
  const auto event = workflow::read_content<Event>(body.fields_of_type);
  if (texts) show_texts(event, body, *texts, shown, [](Event& all) -> auto& { return all.fact; });
  shown["trigger"] = Machine::triggers[std::to_underlying(event.trigger)].key;
  shown["state"] = Machine::states[std::to_underlying(event.next)].id;
  for (const kinds::MessageNumber number : event.sent) shown["sent"].push_back(kinds::name_of(number));
  std::visit(
      [&](const auto& fact) {
        if constexpr (requires { fact.faults; }) {
          if (!fact.faults.empty()) shown["faults"] = show_faults(fact.faults);
        }
        if constexpr (requires { fact.use; }) shown["use"] = show(fact.use);
        if constexpr (requires { word_of(fact.answer); }) shown["answer"] = word_of(fact.answer);
        if constexpr (requires { fact.accepted; })
          shown["answer"] = word_of(fact.accepted ? kinds::Answer::accepted : kinds::Answer::refused);
        if constexpr (requires { fact.replaced_by; }) {
          if (fact.replaced_by) shown["replaced_by"] = fact.replaced_by->str();
        }
      },
      event.fact);
}

template <class Machine, class Event>
std::string_view state_behind(const app::EventRow& row) {
  const workflow::EventBody body = app::body_of(row);
  return Machine::states[std::to_underlying(workflow::read_content<Event>(body.fields_of_type).next)].id;
}

}  // namespace

std::optional<kinds::Reference> doc_in(std::string_view text) {
  const auto take = [&] {
    const auto comma = text.find(',');
    const auto part = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    while (text.starts_with(' ')) text.remove_prefix(1);
    return part;
  };
  const auto state = Country::parse(take());
  const auto kind = kinds::KindCode::parse(take());
  const auto number = kinds::Number::parse(text);
  if (!state || !kind || !number) return std::nullopt;
  return kinds::Reference{.state = *state, .kind = *kind, .number = *number};
}

std::string address_of_doc(const kinds::Reference& reference) {
  // Every byte but letters and digits: a number may have any printable one.
  std::string text = format("/v1/kinds/documents/{}%2C%20", reference.state.str());
  const auto add = [&](std::string_view part) {
    for (const char c : part) {
      const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      text +=
          plain ? std::string{c} : format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  };
  add(reference.kind.str());
  text += "%2C%20";
  add(reference.number.str());
  return text;
}

Json show_doc(workflow::StreamKind kind, const workflow::State& state) {
  return kind == workflow::doc_issue_stream ? show_issued(state.as<iss::Document>())
                                            : show_received(state.as<imp::Document>());
}

Json history_of_doc(const std::vector<app::EventRow>& events, const std::optional<TextSource>& texts) {
  Json history = Json::array();
  for (const app::EventRow& row : events) {
    Json shown{{"event", event_name(row.type)}, {"at", to_text(row.at)}, {"sent", Json::array()}};
    switch (workflow::block_of(std::to_underlying(row.type))) {
      case workflow::doc_issue_block: show_event<iss::Machine, iss::Event>(row, texts, shown); break;
      case workflow::doc_import_block: show_event<imp::Machine, imp::Event>(row, texts, shown); break;
      case workflow::manifest_block: show_difference(row, shown); break;
      default: continue;
    }
    show_doer(row, shown);
    history.push_back(std::move(shown));
  }
  return history;
}

std::string_view trigger_of_doc(const app::EventRow& row) {
  switch (workflow::block_of(std::to_underlying(row.type))) {
    case workflow::doc_issue_block: return trigger_in<iss::Machine, iss::Event>(row);
    case workflow::doc_import_block: return trigger_in<imp::Machine, imp::Event>(row);
    default: return {};
  }
}

std::string_view state_behind_doc(const app::EventRow& row) {
  switch (workflow::block_of(std::to_underlying(row.type))) {
    case workflow::doc_issue_block: return state_behind<iss::Machine, iss::Event>(row);
    case workflow::doc_import_block: return state_behind<imp::Machine, imp::Event>(row);
    default: return {};
  }
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
constexpr std::array fault{Member{"rule", "text", "A partner's may be in no list of ours."},
                           Member{"place?", "text", "In the message."}, Member{"detail?", "text"}};
constexpr std::array not_booked{Member{"use", "KindUse"},
                                Member{"faults", "[KindFault]", "Why it was not booked."}};
constexpr std::array step{Member{"event", "text", "As doc.issued."},
                          Member{"trigger?", "text", "Which step of the table of states it was."},
                          Member{"at", "instant"},
                          Member{"sent", "[text]", "Messages that it led to, as DOC.SEND."},
                          Member{"state?", "text", "The id of the state behind it."},
                          Member{"faults?", "[KindFault]"},
                          Member{"alarm?", "text"},
                          Member{"partner?", "Country", "Whose daily list has it otherwise."},
                          Member{"answer?", "DocumentAnswer"},
                          Member{"use?", "KindUse"},
                          Member{"replaced_by?", "text", "Number of the document in its place."},
                          Member{"texts?", "{text}", "What people wrote, by its place in the act."},
                          Member{"texts_erased?", "boolean"},
                          Member{"by?", "Doer"}};
constexpr std::array common{
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
    Member{"faults", "[KindFault]", "That the check of the newest message found."},
    Member{"history?", "[KindStep]", "Of one that was asked for by itself."},
    Member{"messages?", "[CertificateMessage]", "Likewise: what went and came about it."},
    Member{"acts?", "[ActNow]", "Likewise: what the caller may do now."},
    Member{"began?", "instant", "Of one in a list."},
    Member{"version?", "integer", "Of one that was asked for by itself; If-Match takes it."}};
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
    Object{"KindFault", "What was found wrong.", fault},
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
