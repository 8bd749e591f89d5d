#include "shell/api/document_views.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/machine.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/code_on_page.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/names.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/verification/events.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_steps.hpp"
#include "shell/api/event_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;
namespace ver = documents::verification;
using documents::MessageNumber;

/// As an act takes it.
Json show(const documents::Reference& reference) {
  return {{"state", reference.state.str()},
          {"office", reference.office.str()},
          {"number", reference.number.str()},
          {"kind", word_of(reference.kind)}};
}

Json show(const std::vector<documents::Line>& lines) {
  Json shown = Json::array();
  for (const documents::Line& line : lines)
    shown.push_back({{"item", line.item}, {"quantity", line.quantity.str()}});
  return shown;
}

Json show_drawn(const std::vector<documents::Drawn>& drawn) {
  Json shown = Json::array();
  for (const documents::Drawn& one : drawn)
    shown.push_back({{"certificate", show(one.by)}, {"lines", show(one.lines)}});
  return shown;
}

struct SumWord {
  documents::Sum sum;
  std::string_view word;
};
constexpr std::array sum_words{
    SumWord{documents::Sum::untouched, "untouched"}, SumWord{documents::Sum::pending, "pending"},
    SumWord{documents::Sum::part, "used_in_part"}, SumWord{documents::Sum::whole, "used"},
    SumWord{documents::Sum::refused, "refused"}};

/// What the certificate says of an item, and how it stands.
Json show_item(const documents::Item& item, const documents::Balance* balance) {
  Json shown{{"item", item.number},
             {"hs", item.hs.str()},
             {"criterion", item.criterion},
             {"unit", item.unit.str()},
             {"quantity", item.quantity.str()}};
  if (balance == nullptr) return shown;
  shown["free"] = documents::free_of(*balance).str();
  shown["claimed"] = balance->claimed.str();
  shown["used"] = balance->used.str();
  shown["refused"] = balance->refused.str();
  shown["drawn"] = balance->drawn.str();
  const auto* facts = balance->result ? documents::facts_of(*balance->result) : nullptr;
  shown["result"] = facts == nullptr ? Json{}
                                     : Json{{"code", facts->code},
                                            {"meaning", facts->meaning},
                                            {"ground", facts->ground},
                                            {"decided", text_or_null(balance->decided)},
                                            {"final", balance->final}};
  return shown;
}

Json show_items(const documents::Contents& contents, const documents::Balances& balances) {
  Json items = Json::array();
  for (const documents::Item& item : contents.items)
    items.push_back(show_item(item, documents::find(balances, item.number)));
  return items;
}

/// What both sides know alike.
template <class Machine, class Certificate>
Json show_common(const Certificate& certificate) {
  const documents::Contents& contents = certificate.contents;
  Json flags = Json::array();
  for (const documents::FlagCode& one : documents::flag_codes)
    if (contents.flags.*(one.flag)) flags.push_back(one.code);
  Json originals = Json::array();
  for (const documents::Original& one : contents.originals) {
    originals.push_back({{"certificate", show(one.certificate)},
                         {"issued", to_text(one.issued)},
                         {"valid_until", to_text(one.valid_until)},
                         {"lines", show(one.lines)}});
  }
  const auto sum = documents::sum_of(certificate.items);
  return {{"state", show_state<Machine>(certificate.state)},
          {"ended", is_end<Machine>(certificate.state)},
          {"due", text_or_null(certificate.due)},
          {"alarm", certificate.alarm ? Json(name(*certificate.alarm)) : Json{}},
          {"importer", contents.importer == Country{} ? Json{} : Json(contents.importer.str())},
          {"edition", contents.version},
          {"function", word_of(contents.function)},
          {"flags", flags},
          {"shipped", text_or_null(contents.shipped)},
          {"issued", text_or_null(certificate.issued)},
          {"valid_until", text_or_null(certificate.valid_until)},
          {"items", show_items(contents, certificate.items)},
          {"sum", std::ranges::find(sum_words, sum, &SumWord::sum)->word},
          {"replaces", contents.replaces ? show(contents.replaces->certificate) : Json{}},
          {"replaced_by", certificate.successor ? show(*certificate.successor) : Json{}},
          {"originals", std::move(originals)},
          {"drawn_by", show_drawn(certificate.drawn)}};
}

Json show_request(const workflow::AskedRequest& asked) {
  return {{"request", asked.number.str()},
          {"from", asked.from ? Json(asked.from->str()) : Json{}},
          {"state", show_state<ver::Machine>(asked.request.state)},
          {"items", asked.request.items},
          {"received", text_or_null(asked.request.received)},
          {"due", text_or_null(asked.request.due)}};
}

Json show_issued(const workflow::Issued& issued) {
  const iss::Certificate& certificate = issued.certificate;
  Json shown = show_common<iss::Machine>(certificate);
  shown["side"] = "issue";
  // Of a number that nobody gave there is nothing but what others asked.
  const bool is_known = certificate.state != iss::State::none;
  shown["document"] = is_known ? Json(certificate.document.str()) : Json{};
  shown["exporter"] = is_known ? Json(certificate.exporter.str()) : Json{};
  shown["application"] = is_known ? Json(certificate.application.str()) : Json{};
  // Before it is issued it has no number.
  const auto reference = issued.reference();
  shown["certificate"] = reference ? show(*reference) : Json{};
  const auto& named = is_known || !reference ? certificate.contents.reference : *reference;
  shown["office"] = named.office.str();
  shown["on_paper"] = certificate.printed;
  shown["requests"] = Json::array();
  for (const workflow::AskedRequest& asked : issued.requests)
    shown["requests"].push_back(show_request(asked));
  shown["lost_originals"] = Json::array();
  for (const documents::Reference& one : certificate.lost) shown["lost_originals"].push_back(show(one));
  return shown;
}

Json show_imported(const imp::Certificate& certificate) {
  Json shown = show_common<imp::Machine>(certificate);
  shown["side"] = "import";
  shown["certificate"] = show(certificate.contents.reference);
  shown["office"] = text_or_null(certificate.office);
  shown["declaration"] = certificate.declaration.empty() ? Json{} : Json(certificate.declaration);
  shown["uses"] = Json::array();
  for (const imp::Use& use : certificate.uses)
    shown["uses"].push_back({{"declaration", use.declaration}, {"lines", show(use.lines)}});
  shown["received"] = text_or_null(certificate.received);
  shown["claimed"] = text_or_null(certificate.claimed);
  shown["open_items"] = certificate.open;
  shown["request"] = text_or_null(certificate.request);
  shown["remarks"] = show_faults(certificate.remarks);
  shown["came"] = word_of(certificate.came);
  shown["page_code"] = certificate.page_code ? Json(word_of(*certificate.page_code)) : Json{};
  shown["not_taken"] = show_faults(certificate.not_taken);
  shown["differences"] =
      certificate.differing ? show_faults(certificate.differing->faults) : Json(Json::array());
  return shown;
}

// ---- what happened

Json show_results(const std::vector<documents::ItemResult>& results) {
  Json shown = Json::array();
  for (const documents::ItemResult& one : results) {
    const auto* facts = documents::facts_of(one.result);
    shown.push_back({{"item", one.item},
                     {"result", facts == nullptr ? Json{} : Json(facts->code)},
                     {"quantity", one.quantity.str()}});
  }
  return shown;
}

/// Beside what every step says: what was said of which items.
template <class Machine, class Event>
void show_step_of_certificate(const Event& event, Json& shown) {
  show_step<Machine>(event, shown);
  std::visit(
      [&](const auto& fact) {
        if constexpr (requires { fact.results; }) {
          if (!fact.results.empty()) shown["results"] = show_results(fact.results);
        }
        if constexpr (requires { fact.alarm; }) shown["alarm"] = name(fact.alarm);
        if constexpr (requires { fact.declaration; }) shown["declaration"] = fact.declaration;
      },
      event.fact);
}

/// Words about what is doubted: what a partner asks and the authority answers, before anybody has decided.
bool is_of_a_doubt(const iss::Fact& fact) {
  const auto* said = std::get_if<iss::Responded>(&fact);
  return said != nullptr && std::ranges::find(said->results, documents::Result::p1,
                                              &documents::ItemResult::result) != said->results.end();
}
bool is_of_a_doubt(const imp::Fact& /*fact*/) { return false; }  // who clears imports has the doubt
bool is_of_a_doubt(const ver::Fact& fact) {
  return std::holds_alternative<ver::Requested>(fact) || std::holds_alternative<ver::Answered>(fact);
}

template <class Machine, class Event>
void show_event(const app::EventRow& row, const TextsFor& texts, Json& shown) {
  const workflow::EventBody body = app::body_of(row);
  const auto event = workflow::read_content<Event>(body.fields_of_type);
  if (texts.doubts || !is_of_a_doubt(event.fact))
    show_texts(event, body, texts.source, shown, [](Event& all) -> auto& { return all.fact; });
  show_step_of_certificate<Machine>(event, shown);
}

void show_event_of_request(const app::EventRow& row, const TextsFor& texts, Json& shown) {
  const workflow::EventBody body = app::body_of(row);
  const auto of = workflow::read_content<workflow::RequestEvent>(body.fields_of_type);
  if (texts.doubts || !is_of_a_doubt(of.event.fact)) {
    show_texts(of, body, texts.source, shown,
               [](workflow::RequestEvent& all) -> auto& { return all.event.fact; });
  }
  show_step_of_certificate<ver::Machine>(of.event, shown);
  shown["request"] = of.request.str();
}

// ---- messages

/// The number of a message about documents; nothing of what only keeps a lane in order.
std::optional<MessageNumber> number_in(std::uint16_t stored) {
  if (stored <= workflow::message_block) return std::nullopt;
  const auto number = static_cast<MessageNumber>(stored - workflow::message_block);
  return name_of_message(number).empty() ? std::nullopt : std::optional{number};
}

/// When the partner's gateway signed for what the event sent there.
std::optional<Instant> receipt_of(const app::EventRow& row, std::size_t place, app::Reader& reader) {
  const auto proof = reader.sent(app::outbox_id(row.seq, place));
  return proof ? std::optional{proof->at} : std::nullopt;
}

/// Why it lies among the dead letters; nothing of what is on its way or arrived.
Json not_delivered(const app::EventRow& row, std::size_t place, app::Reader& reader) {
  const auto letter = reader.outbox_row(app::outbox_id(row.seq, place));
  if (!letter || !letter->dead) return nullptr;
  return letter->death ? letter->death->why : std::string{"It lies among the dead letters."};
}

std::string partner_name(std::uint32_t number) {
  return exchange::Partner::of(number).value_or(exchange::Partner{}).str();
}

void add_sent(const app::EventRow& row, const workflow::EventBody& body, app::Reader& reader, Json& all) {
  for (std::size_t i = 0; i < body.sent.size(); ++i) {
    const auto number = number_in(std::to_underlying(body.sent[i].kind));
    if (!number) continue;
    all.push_back({{"n", all.size() + 1},
                   {"message", name_of_message(*number)},
                   {"direction", "sent"},
                   {"partner", partner_name(body.sent[i].partner)},
                   {"at", to_text(row.at)},
                   {"received", text_or_null(receipt_of(row, i, reader))},
                   {"not_delivered", not_delivered(row, i, reader)}});
  }
}

void add_received(const app::EventRow& row, const workflow::EventBody& body, Json& all) {
  if (!body.received || row.origin.empty()) return;
  const auto origin = from_cbor<workflow::Origin>(row.origin);
  const auto number = origin ? number_in(std::to_underlying(origin->type)) : std::nullopt;
  if (!number) return;
  all.push_back({{"n", all.size() + 1},
                 {"message", name_of_message(*number)},
                 {"direction", "received"},
                 {"partner", partner_name(body.received->partner)},
                 {"at", to_text(row.at)},
                 {"received", to_text(row.at)}});
}

/// The four levels of one thing that was sent.
struct Levels {
  std::optional<Instant> sent = {};
  std::optional<Instant> received = {};
  std::optional<Instant> checked = {};
  Json faults = Json::array();  ///< that the partner's check found
  std::optional<Instant> answered = {};

  void hear(std::optional<Instant> receipt) {
    if (receipt && !received) received = receipt;
  }
  [[nodiscard]] Json show() const {
    if (!sent) return nullptr;
    return {{"sent", text_or_null(sent)},
            {"taken", text_or_null(received)},
            {"received", text_or_null(received)},
            {"checked", text_or_null(checked)},
            {"check_faults", faults},
            {"answered", text_or_null(answered)}};
  }
};

void add_sent_to(Levels& levels, std::initializer_list<MessageNumber> numbers, const app::EventRow& row,
                 const workflow::EventBody& body, app::Reader& reader) {
  for (std::size_t i = 0; i < body.sent.size(); ++i) {
    const auto number = number_in(std::to_underlying(body.sent[i].kind));
    if (!number || std::ranges::find(numbers, *number) == numbers.end()) continue;
    if (!levels.sent) levels.sent = row.at;
    levels.hear(receipt_of(row, i, reader));
  }
}

}  // namespace

Json show_certificate(workflow::StreamKind kind, const workflow::State& state) {
  return kind == workflow::issue_stream ? show_issued(state.as<workflow::Issued>())
                                        : show_imported(state.as<imp::Certificate>());
}

Json history_of_certificate(const std::vector<app::EventRow>& events, const TextsFor& texts) {
  return history_of(events, [&](const app::EventRow& row, Json& shown) {
    shown["sent"] = Json::array();
    switch (workflow::block_of(std::to_underlying(row.type))) {
      case workflow::issue_block: show_event<iss::Machine, iss::Event>(row, texts, shown); break;
      case workflow::import_block: show_event<imp::Machine, imp::Event>(row, texts, shown); break;
      case workflow::verification_block: show_event_of_request(row, texts, shown); break;
      default: return false;
    }
    return true;
  });
}

Json messages_about(const std::vector<app::EventRow>& events, app::Reader& reader) {
  Json all = Json::array();
  for (const app::EventRow& row : events) {
    const workflow::EventBody body = app::body_of(row);
    add_received(row, body, all);
    add_sent(row, body, reader, all);
  }
  return all;
}

Json levels_of(const std::vector<app::EventRow>& events, app::Reader& reader) {
  Levels certificate;
  Levels cancellation;
  for (const app::EventRow& row : events) {
    if (workflow::block_of(std::to_underlying(row.type)) != workflow::issue_block) continue;
    const workflow::EventBody body = app::body_of(row);
    add_sent_to(certificate, {documents::co_issue}, row, body, reader);
    add_sent_to(cancellation, {documents::co_cancel}, row, body, reader);
    const auto event = workflow::read_content<iss::Event>(body.fields_of_type);
    const bool of_cancellation = event.when == iss::Case::cancellation_ok;
    // One that changed nothing may be of another message.
    const bool moved = std::holds_alternative<iss::Acknowledged>(event.fact);
    if (moved && event.trigger == iss::Trigger::receipt) certificate.hear(row.at);
    if (const auto* check = std::get_if<iss::Acknowledged>(&event.fact);
        check != nullptr && event.trigger == iss::Trigger::acknowledgement) {
      Levels& of = of_cancellation ? cancellation : certificate;
      of.checked = row.at;
      of.faults = show_faults(check->faults);
    }
    const auto* said = std::get_if<iss::Responded>(&event.fact);
    if (said != nullptr && !said->by) certificate.answered = row.at;
    if (event.trigger == iss::Trigger::already_used) cancellation.answered = row.at;
  }
  return {{"certificate", certificate.show()}, {"cancellation", cancellation.show()}};
}

namespace {

constexpr std::array reference{Member{"state", "Country"}, Member{"office", "IssuingOffice"},
                               Member{"number", "ReferenceNumber"}, Member{"kind", "CertificateKind"}};
constexpr std::array line{Member{"item", "integer"}, Member{"quantity", "Amount"}};
constexpr std::array result{Member{"code", "text", "U1 to U3 given, P1 and P2 pending, N1 to N13 not given."},
                            Member{"meaning", "text"}, Member{"ground", "text", "In the treaty."},
                            Member{"decided", "instant|null"},
                            Member{"final", "boolean", "Refused again after a clarification."}};
constexpr std::array item{Member{"item", "integer"},
                          Member{"hs", "Ahtn"},
                          Member{"criterion", "text", "Box 8."},
                          Member{"unit", "text", "Of UN/ECE Recommendation 20."},
                          Member{"quantity", "Amount"},
                          Member{"free?", "Amount", "Neither claimed nor used nor refused."},
                          Member{"claimed?", "Amount"},
                          Member{"used?", "Amount"},
                          Member{"refused?", "Amount"},
                          Member{"drawn?", "Amount", "By back-to-back certificates."},
                          Member{"result?", "CertificateResult|null", "What customs says of it."}};
constexpr std::array original{Member{"certificate", "CertificateReference"}, Member{"issued", "day"},
                              Member{"valid_until", "day", "The last day."},
                              Member{"lines", "[CertificateLine]", "How much of its items goes on."}};
constexpr std::array draw{Member{"certificate", "CertificateReference"},
                          Member{"lines", "[CertificateLine]"}};
constexpr std::array levels{
    Member{"sent", "instant"},
    Member{"taken", "instant|null", "Level 0, the bytes: known by the receipt that signs for them."},
    Member{"received", "instant|null", "Level 1, the signed receipt of the partner's gateway."},
    Member{"checked", "instant|null", "Level 2, the partner's technical check."},
    Member{"check_faults", "[CertificateFault]", "That its check found; empty where it took it."},
    Member{"answered", "instant|null",
           "Level 3, what customs says; of a cancellation that it came too late. Many never say it."}};
constexpr std::array all_levels{Member{"certificate", "Levels|null"}, Member{"cancellation", "Levels|null"}};
constexpr std::array message{
    Member{"n", "integer", "Its place among those about the certificate."},
    Member{"message", "text", "As CO.ISSUE."},
    Member{"direction", "'sent'|'received'"},
    Member{"partner", "Country"},
    Member{"at", "instant"},
    Member{"received", "instant|null", "When its receipt was signed."},
    Member{"not_delivered?", "text|null",
           "Of one that was sent: why it lies among the dead letters. Null: it arrived, "
           "or is on its way."}};
constexpr std::array item_result{Member{"item", "integer"}, Member{"result", "text|null"},
                                 Member{"quantity", "Amount", "What stays used of it in all."}};
constexpr std::array step_begin{
    Member{"event", "text", "As issue.approved."},
    Member{"trigger?", "text", "Which step of the table of states it was, as O return."},
    Member{"at", "instant"},
    Member{"sent", "[text]", "Messages that it led to, as CO.ISSUE."},
    Member{"state?", "text", "The id of the state behind it."},
    Member{"faults?", "[CertificateFault]"},
    Member{"results?", "[ItemResult]"},
    Member{"alarm?", "text"},
    Member{"partner?", "Country", "Whose daily list showed that it knows the certificate differently."},
    Member{"declaration?", "text"},
    Member{"request?", "DocumentId", "Of a request to verify."}};
constexpr auto step = followed_by(step_begin, by_whom);
constexpr std::array use{Member{"declaration", "text"}, Member{"lines", "[CertificateLine]"}};
constexpr std::array request{Member{"request", "DocumentId", "By the number of the state that asks."},
                             Member{"from", "Country|null", "Null: it came by letter."},
                             Member{"state", "State"},
                             Member{"items", "[integer]", "Empty: all."},
                             Member{"received", "instant|null"},
                             Member{"due", "instant|null"}};
constexpr std::array common_begin{
    Member{"location", "text", "Its address."},
    Member{"certificate", "CertificateReference|null", "As acts and declarations name it."},
    Member{"state", "State"},
    Member{"ended", "boolean"},
    Member{"due", "instant|null", "When the clock of the state runs out."},
    Member{"alarm", "text|null", "What somebody should look at."},
    Member{"importer", "Country|null", "Null where only its number is known."},
    Member{"edition", "integer", "VersionID of the certificate."},
    Member{"function", "text"},
    Member{"flags", "[text]", "Of box 13, by their codes."},
    Member{"shipped", "day|null"},
    Member{"issued", "day|null"},
    Member{"valid_until", "day|null", "The last day."},
    Member{"items", "[CertificateItem]"},
    Member{"sum", "CertificateSum", "Of the items: one that is refused makes the whole refused in part."},
    Member{"replaces", "CertificateReference|null"},
    Member{"replaced_by", "CertificateReference|null", "Of the two only this one gives preference."},
    Member{"originals", "[CertificateOriginal]"},
    Member{"drawn_by", "[CertificateDraw]", "Back-to-back certificates that live on it."}};
constexpr auto common = followed_by(common_begin, asked_for("[CertificateStep]", "Likewise."));
constexpr std::array at_issue{
    Member{"side", "'issue'"},
    Member{
        "document", "DocumentId|null",
        "This node's own name of it: acts take it. Null: others asked to verify a number that nobody gave."},
    Member{"exporter", "Tin|null"},
    Member{"application", "DocumentId|null", "The exporter's own number."},
    Member{"office", "IssuingOffice"},
    Member{"on_paper", "boolean", "The paper is out."},
    Member{"requests", "[CertificateRequest]", "To verify it."},
    Member{"lost_originals", "[CertificateReference]", "That were cancelled and not replaced."},
    Member{
        "unreachable?", "text|null",
        "Why, as things are, no data of it can go to the importing state, or no answer can come to what was "
        "sent: it goes on paper. Null: they can, or it has ended."},
    Member{"warnings?", "[Finding]", "The same by its rule, with what to do."},
    Member{"levels?", "AllLevels", "Of one that was asked for by itself: its acknowledgements."}};
constexpr std::array at_import{
    Member{"side", "'import'"},
    Member{"office", "OfficeId|null", "That handles the declaration; null while nobody claims it."},
    Member{"declaration", "text|null", "That claims it, or did last."},
    Member{"uses", "[DeclarationUse]", "By declaration, as far as none was taken back."},
    Member{"received", "instant|null"},
    Member{"claimed", "instant|null"},
    Member{"open_items", "[integer]", "That wait for a decision."},
    Member{"request", "DocumentId|null", "Of the check, by this state's number."},
    Member{"remarks", "[CertificateFault]",
           "What the rules of the treaty say against it. It was taken all the same: who clears judges."},
    Member{"came", "CertificateCame", "Whether it is here as data, or as a page that was presented."},
    Member{"page_code", "CodeOnPage|null",
           "Of a page that was recorded: what is known of its QR code, which nobody here has checked."},
    Member{"not_taken", "[CertificateFault]",
           "Why the issuer could not book what customs said last; empty once that is said anew."},
    Member{"differences", "[CertificateFault]",
           "What its data say otherwise than its page, until somebody settles it; else empty."}};
constexpr std::array objects{
    Object{"CertificateReference", "State, office and number: together there is one.", reference},
    Object{"CertificateLine", "So much of an item.", line},
    Object{"CertificateResult", "What customs says of an item.", result},
    Object{"CertificateItem", "What is certified, and how it stands.", item},
    Object{"CertificateOriginal", "What a back-to-back certificate lives on.", original},
    Object{"CertificateDraw", "What lives on it.", draw},
    Object{"DeclarationUse", "What a declaration has used.", use},
    Object{"CertificateFault", "What was found wrong.", fault_members},
    Object{"Levels", "Four facts about what was sent, none inferred from another.", levels},
    Object{"AllLevels", "Null for what was not sent.", all_levels},
    Object{"CertificateMessage", "Between this state and another.", message},
    Object{"ItemResult", "What was said of an item.", item_result},
    Object{"CertificateStep", "An event of a certificate.", step},
    Object{"CertificateRequest", "To verify a certificate.", request},
    Object{.name = "CertificateHere", .meaning = "What both sides show.", .members = common, .part = true},
    Object{.name = "IssuedCertificate",
           .meaning = "Where it is issued.",
           .members = at_issue,
           .like = "CertificateHere"},
    Object{.name = "ImportedCertificate",
           .meaning = "Where its goods are imported.",
           .members = at_import,
           .like = "CertificateHere"},
    Object{.name = "Certificate", .meaning = "By its side.", .is = "IssuedCertificate|ImportedCertificate"}};
constexpr std::array words{
    Words{"CertificateKind", "Of certificates.",
          &words_of<documents::kind_words, &Word<documents::Kind>::word>},
    Words{"CertificateCame", "How a certificate came.", &words_of<imp::came_words, &Word<imp::Came>::word>},
    Words{"CodeOnPage", "What whoever recorded a page says of its QR code.",
          &words_of<imp::code_on_page_words, &Word<imp::CodeOnPage>::word>},
    Words{"CertificateSum", "What the items come to.", &words_of<sum_words, &SumWord::word>}};

}  // namespace

Resource document_views() { return {.objects = objects, .words = words}; }

}  // namespace lintas::api
