#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/access/key_hash.hpp"
#include "core/recognition/limits.hpp"

/// What the rows of routes name, and what is the same of all of them: for openapi.cpp alone.
namespace lintas::api {

/// A group of operations, in the order in which they are read.
struct Tag {
  std::string_view name;
  std::string_view meaning;
};
inline constexpr std::array tags{
    Tag{"messages", "What traders send, and what is sent to them."},
    Tag{"movements", "Where a movement stands, and its papers."},
    Tag{"links", "What a partner without an account sees."},
    Tag{"departure", "What officers do at the office of departure."},
    Tag{"passage", "What officers do at an office of transit."},
    Tag{"destination", "What officers do at the office of destination."},
    Tag{"guarantee", "Guarantees, what movements hold of them, and what officers and holders do with them."},
    Tag{"documents",
        "Certificates of origin, customs declaration documents and documents of kinds that are data: where "
        "one "
        "stands, and the document itself."},
    Tag{"attachments", "Files that come with documents: who brought one, who has read it."},
    Tag{"issue", "What exporters and issuing authorities do with certificates."},
    Tag{"verification", "What issuing authorities do with requests to verify certificates."},
    Tag{"import", "What importing customs does with certificates of other states."},
    Tag{"acdd", "What export customs does with customs declaration documents."},
    Tag{"acdd_import", "What import declarations do with customs declaration documents of other states."},
    Tag{"doc", "What authorities do with documents of kinds that are data."},
    Tag{"doc_import", "What authorities and customs do with such documents of other states."},
    Tag{"exporter", "What the certifying authority does with its register of certified exporters."},
    Tag{"origin", "What importing customs does with origin declarations that are presented."},
    Tag{"aeo",
        "Authorised economic operators: their authorisations, and what they and the programme office do."},
    Tag{"recognition",
        "Which state honours the operators of which other one, and what that is worth in a case."},
    Tag{"codes", "What officers say of the status list of their state."},
    Tag{"registers", "Traders, mandates, permits, insurance cards, authorisations."},
    Tag{"work", "What waits for an officer."},
    Tag{"events", "What happened, for software that follows it."},
    Tag{"webhooks", "The same, posted to an address."},
    Tag{"exchange",
        "Messages between states: what became of each, those that an officer has to decide about, and "
        "whether a "
        "partner answers."},
    Tag{"keys", "Who may ask."},
    Tag{"reference", "Offices, currencies, tariff, code lists."},
    Tag{"node", "This node, its description, and what readers of its codes need."}};

struct Parameter {
  std::string_view name;
  std::string_view in;
  bool required;
  std::string_view type;
  std::string_view meaning;
  std::string (*schema)() = nullptr;  ///< where the type does not say all
  std::string_view example = {};      ///< of what is always asked for
  std::string_view in_shell = {};     ///< what makes one, between double quotes
};
/// What may stand in an address: anything but control characters.
[[nodiscard]] inline std::string visible() {
  return R"({"type":"string","minLength":1,"pattern":"^[^\\x00-\\x1f\\x7f]+$"})";
}
[[nodiscard]] inline std::string visible_or_empty() {
  return R"({"type":"string","pattern":"^[^\\x00-\\x1f\\x7f]*$"})";
}
/// What instant_or_day reads.
[[nodiscard]] inline std::string day_or_instant() {
  return R"({"anyOf":[{"type":"string","format":"date"},{"type":"string","format":"date-time"}]})";
}
/// Names with values, no more than are looked at; one semicolon may stand behind the last one.
[[nodiscard]] inline std::string declared_fields() {
  constexpr std::string_view field = R"([^=;\\x00-\\x1f\\x7f]+=[^;\\x00-\\x1f\\x7f]*)";
  return format(R"({{"type":"string","pattern":"^({0};){{0,{1}}}({0};?)?$"}})", field,
                recognition::bounds::fields_max - 1);
}
inline constexpr std::array parameters{
    Parameter{"mrn", "path", true, "text",
              "The MRN of the movement; of one without an MRN the end of its `location`, or its LRN.",
              &visible, "26SG0000010000A1J0"},
    Parameter{
        "holder", "query", false, "Tin",
        "With an LRN, whose declaration it is: a TIN. Without it, the caller's own, or what shows the LRN "
        "among the newest 500 of the caller's list."},
    Parameter{"grn", "path", true, "Grn", "Of the guarantee.", nullptr, "26SG0000000000771"},
    Parameter{
        "document", "path", true, "text",
        "A certificate by its `document`, by state, office and number as 'MY, MYPKG001, MY-TH 26/00417', "
        "or by the end of its `location`.",
        &visible, "CO-9f64a747e1b97f13"},
    Parameter{
        "permit", "path", true, "text",
        "A customs declaration document by its exporting state and permit, with a blank between them or "
        "without one.",
        &visible, "SG,OX6K123456A"},
    Parameter{"consent", "query", false, "boolean", "The trader consents, where the law asks for it.",
              [] { return std::string{R"({"type":"boolean","default":false})"}; }},
    Parameter{"reason", "query", false, "text", "Of an amendment: why.", &visible},
    Parameter{"acdd.side", "query", false, "AcddSide",
              "Only documents that this state released, or whose goods it imports."},
    Parameter{"acdd.state", "query", false, "AcddState", "Only documents in this state here."},
    Parameter{"acdd.partner", "query", false, "Country",
              "Only documents for this importing state, or of this exporting one."},
    Parameter{"kind_document", "path", true, "text",
              "A document of a kind that is data by its state, kind and number, with or without blanks "
              "between them.",
              &visible, "TH,phyto,TH-PC-2026-0041873"},
    Parameter{"sha256", "path", true, "Sha256", "Of a file, as the list has it.", nullptr,
              "83995bd523743caf8cecd211422c964226752b5ec991c35fddac2bb49752fbe2"},
    Parameter{"kinds.kind", "query", false, "KindCode", "Only documents of this kind."},
    Parameter{"kinds.side", "query", false, "KindDocumentSide",
              "Only documents that this state issued, or that it received."},
    Parameter{"kinds.state", "query", false, "KindDocumentState", "Only documents in this state here."},
    Parameter{"kinds.partner", "query", false, "Country",
              "Only documents for this receiving state, or of this issuing one."},
    Parameter{
        "exporter", "path", true, "text",
        "A certified exporter by its state and authorisation code, with or without a blank between them.",
        &visible, "MY,0217/MY07"},
    Parameter{"exporters.state", "query", false, "ExporterState", "Only records in this state."},
    Parameter{"exporters.partner", "query", false, "Country", "Only certified exporters of this state."},
    Parameter{
        "exporters.effective", "query", false, "day|instant",
        "Of another state's register: an instant, or a day here at whose beginning, from which it counts; "
        "left out from now on, or of a record that is brought in first from its first day on.",
        &day_or_instant},
    Parameter{"origin_declaration", "path", true, "text",
              "An origin declaration by exporting state, authorisation code and number of the document that "
              "carries it, with or without blanks between them.",
              &visible, "MY,0217/MY07,KLPG/26/11/0417"},
    Parameter{"origin.state", "query", false, "DeclaredOriginState", "Only declarations in this state here."},
    Parameter{"origin.partner", "query", false, "Country", "Only declarations of exporters of this state."},
    Parameter{"operator", "path", true, "text",
              "An authorisation by the operator and its own number of the application, with or without a "
              "blank between them.",
              &visible, "SG201912345K,A-2026-1"},
    Parameter{"operators.state", "query", false, "AuthorisationState", "Only authorisations in this state."},
    Parameter{"lists.of", "query", true, "Country", "Whose list it is.", nullptr, "MM"},
    Parameter{"listed.state", "query", false, "ListedOperatorState", "Only operators in this state."},
    Parameter{"listed.partner", "query", false, "Country", "Only operators of the list of this state."},
    Parameter{"known", "query", false, "day|instant",
              "An instant, or a day here at whose beginning: by what was known then; none that is to come. "
              "Left out, by what is known now.",
              &day_or_instant},
    Parameter{"operators.holder", "query", false, "Tin", "Only authorisations of this operator."},
    Parameter{"held.code", "query", false, "text",
              "Only authorisations that have or had this code, however it is written.", &visible},
    Parameter{"issuers.state", "query", true, "Country", "That gave the code.", nullptr, "SG"},
    Parameter{"operators.code", "query", true, "text", "As somebody declares it.", &visible,
              "AEOSG123456789012"},
    Parameter{"operators.instant", "query", false, "day|instant",
              "For whoever reads the list, the programme office and the auditor: an instant, or a day here, "
              "at whose beginning; none that is to come. Left out, now, as for anybody else.",
              &day_or_instant},
    Parameter{"recognitions.by", "query", false, "Country", "Only what this state honours."},
    Parameter{"recognitions.of", "query", false, "Country", "Only of operators of this state."},
    Parameter{"recognitions.state", "query", false, "RecognitionState", "Only periods of this state."},
    Parameter{"recognitions.at", "query", false, "day",
              "Only what holds on this day; all periods without it."},
    Parameter{"explained.by", "query", true, "Country", "The importing state.", nullptr, "MY"},
    Parameter{"explained.of", "query", true, "Country", "That gave the code.", nullptr, "SG"},
    Parameter{"explained.role", "query", false, "OperatorRole",
              "In which the operator takes part; left out, as exporter."},
    Parameter{"explained.loading", "query", false, "text",
              "Where the goods were loaded: a UN/LOCODE, or a state.", &visible_or_empty},
    Parameter{"explained.procedure", "query", false, "text", "Under which they are declared, as BC 2.0.",
              &visible_or_empty},
    Parameter{"explained.fields", "query", false, "text",
              "What is declared besides the code: name=value, with semicolons between, 16 of them at most.",
              &declared_fields},
    Parameter{"explained.score", "query", false, "integer", "The risk score without recognition.",
              [] { return std::string{R"({"type":"integer","minimum":0,"maximum":1000000})"}; }},
    Parameter{"instant", "query", true, "day|instant",
              "An instant, or a day of this state, at whose beginning; none that is to come.",
              &day_or_instant, "2026-11-20"},
    Parameter{"waits", "query", false, "boolean",
              "Only documents that somebody here should look at: an act leads on, or `alarm` says why.",
              [] { return std::string{R"({"type":"boolean","default":false})"}; }},
    Parameter{"n", "path", true, "integer", "The `n` of the list of messages.",
              [] { return std::string{R"({"type":"integer","minimum":1})"}; }, "1"},
    Parameter{"list", "path", true, "text",
              "offices, countries, currencies, tariff, legs, document-pairs, or a code list as CL019.",
              &visible, "offices"},
    Parameter{"kind", "path", true, "RegisterKind", "Of entries.", nullptr, "trader"},
    Parameter{"key", "path", true, "text", "The `key` of an entry, as 'SG SG-CBP-000123' of a permit.",
              &visible, "SG201912345K"},
    Parameter{"hash", "path", true, "text",
              "The hash of the key, or so much of its start that it is the only one.",
              [] {
                return format(R"({{"type":"string","pattern":"^[0-9a-f]{{{},{}}}$"}})",
                              access::key_hash_chars_min, access::key_hash_chars);
              },
              "9f64a747e1b97f13"},
    Parameter{"webhook", "path", true, "text", "The id of the subscription, as wh_0a1b...",
              [] { return std::string{R"({"type":"string","pattern":"^wh_[0-9a-f]{20}$"})"}; },
              "wh_0a1b2c3d4e5f60718293"},
    Parameter{"token", "path", true, "text", "The end of the `location` of a link.", &visible, "TOKEN"},
    Parameter{"partner", "path", true, "Country", "The state of the partner.", nullptr, "MY"},
    Parameter{"message", "path", true, "text", "The `id` of a message between nodes, as the list has it.",
              &visible, "SG:SG00000000000001A0@nta.sg"},
    Parameter{"limit", "query", false, "integer", "How many items a page has at most.",
              [] {
                return format(R"({{"type":"integer","minimum":1,"maximum":{},"default":{}}})",
                              limits::api_page_max, limits::api_page_default);
              }},
    Parameter{"after", "query", false, "text", "The `next` of the page before; the first page without it.",
              &visible},
    Parameter{"days", "query", false, "integer", "From today on; the last day counts.",
              [] { return std::string{R"({"type":"integer","minimum":0,"maximum":366,"default":30})"}; }},
    Parameter{"office", "query", false, "OfficeId", "Whose list, or in a party's list the office."},
    Parameter{"phase", "query", false, "Phase", "Open, ended, or all as without it."},
    Parameter{"status", "query", false, "MovementStatus", "Only movements of this status."},
    Parameter{"state", "query", false, "StateId", "Only movements in this state here."},
    Parameter{"exchange.state", "query", false, "ExchangeState", "Only messages of which this became."},
    Parameter{"exchange.mrn", "query", false, "Mrn", "Only messages about this movement."},
    Parameter{"exchange.partner", "query", false, "Country", "Only messages to and from this state."},
    Parameter{"side", "query", false, "CertificateSide",
              "Only certificates that this state issues, or whose goods it imports."},
    Parameter{"documents.state", "query", false, "CertificateState", "Only certificates in this state here."},
    Parameter{"documents.partner", "query", false, "Country",
              "Only certificates for this importing state, or of this issuing one."},
    Parameter{"documents.since", "query", false, "day",
              "Only certificates that were issued, or came, since then."},
    Parameter{"month", "query", false, "text", "This month in UTC without it.",
              [] { return std::string{R"({"type":"string","pattern":"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$"})"}; }},
    Parameter{"by", "query", false, "'day'|'month'", "Periods; months without it."},
    Parameter{"silent_days", "query", false, "integer", "So many days without an answer make one silent.",
              [] { return std::string{R"({"type":"integer","minimum":1,"maximum":365,"default":30})"}; }},
    Parameter{"least", "query", false, "integer",
              "The smallest count that is shown; what the secretariat reads has 5 at least.",
              [] { return std::string{R"({"type":"integer","minimum":1,"maximum":100,"default":5})"}; }},
    Parameter{"direction", "query", false, "'sent'|'received'",
              "Only messages that this node sent, or received."},
    Parameter{"role", "query", false, "RoleHere", "Only movements in which this node has the role."},
    Parameter{"since", "query", false, "day|instant",
              "Only what began here since then; of a day, since its beginning here.", &day_or_instant},
    Parameter{"at", "query", false, "day", "The day whose rows hold; today without it."},
    Parameter{"code", "query", false, "text", "Only rows whose code begins so.", &visible_or_empty},
    Parameter{"way", "query", true, "CopyWay", "The same journey again, or its way back.", nullptr, "again"},
    Parameter{"goods", "query", false, "boolean", "Whether the goods are copied, too.",
              [] { return std::string{R"({"type":"boolean","default":true})"}; }},
    Parameter{"lrn", "query", false, "Lrn", "Of the new declaration; without it, it has none yet."},
    Parameter{"form", "query", false, "MessageForm", "How the copy is written; xml without it."},
    Parameter{"dry_run", "query", false, "boolean", "Only checks, and stores nothing.",
              [] { return std::string{R"({"type":"boolean","default":false})"}; }},
    Parameter{"Idempotency-Key", "header", true, "text",
              "New for each request, the same when it is repeated: what was done is not done twice.",
              [] {
                return format(R"({{"type":"string","minLength":1,"maxLength":{}}})",
                              limits::api_idempotency_key_chars_max);
              },
              "", "$(date +%s%N)"},
    Parameter{"If-Match", "header", false, "text",
              "The ETag of what was looked at: nothing is done if it has changed since."},
    Parameter{"If-None-Match", "header", false, "text", "The ETag of what is known: 304 if it is still so."},
    Parameter{"Last-Event-ID", "header", false, "text",
              "The id of the last event that came; it goes before `after`."},
    Parameter{"webhook-id", "header", true, "text",
              "Of the event: the same whenever it is delivered, and of no other event."},
    Parameter{"webhook-timestamp", "header", true, "text", "Seconds since 1970 of this attempt."},
    Parameter{"webhook-signature", "header", true, "text",
              "v1 by each valid secret and v1a by the subscription's key, over id.timestamp.body."},
    Parameter{"Lintas-Second", "header", false, "text",
              "The API key of a second officer of the same office, who may do the act too; where an act "
              "needs four eyes.",
              nullptr, "", R"($(cat "$LINTAS_SECOND_KEY_FILE"))"}};
/// Described of those acts alone for which a second officer is asked in some case.
inline constexpr std::string_view second_parameter = "Lintas-Second";

struct Header {
  std::string_view name;
  std::string_view type;
  std::string_view meaning;
};
inline constexpr std::array headers{
    Header{"Content-Disposition", "text", "The name under which the document is kept."},
    Header{"Content-Security-Policy", "text", "The page has its own style, and nothing else is loaded."},
    Header{"ETag", "text", "Of what is shown; for If-None-Match and If-Match."},
    Header{"Location", "text", "The address of the movement or the certificate."},
    Header{"Referrer-Policy", "text", "no-referrer: the address is told to nobody."},
    Header{"Retry-After", "integer", "Seconds to wait before asking again."},
    Header{"Vary", "text", "The headers of the request that the form depends on."},
    Header{"WWW-Authenticate", "text", "Bearer."},
    Header{"X-Accel-Buffering", "text", "no: a proxy must not collect the answer."},
    Header{"X-Content-Type-Options", "text", "nosniff."},
    Header{"X-Robots-Tag", "text", "noindex, nofollow: it is in no search engine."}};

/// Which routes may be refused so.
enum class Of : std::uint8_t { those_that_say_so, all, keyed, with_body };

struct Status {
  std::uint16_t status;
  std::string_view name;  ///< of its component
  Of of;
  std::string_view headers;
  std::string_view meaning;
};
inline constexpr std::array statuses{
    Status{
        400, "BadRequest", Of::those_that_say_so, "",
        "Cannot be read: a parameter (API-003, API-015), the Idempotency-Key (API-006), the JSON (API-002)."},
    Status{401, "NoKey", Of::keyed, "WWW-Authenticate", "No valid API key (API-001)."},
    Status{
        403, "Forbidden", Of::those_that_say_so, "",
        "Not for this role (ACC-001), not here (ACC-002), not with this second officer (ACC-003, API-012), "
        "not with a key of nobody (ACC-004)."},
    Status{404, "NotFound", Of::those_that_say_so, "",
           "Nothing there, or nothing that the caller may see (API-010); a number with a wrong check digit "
           "(API-018); no such act (API-011); no such link (LNK-001)."},
    Status{408, "TooSlow", Of::with_body, "", "The request did not arrive in time (NET-004)."},
    Status{409, "Ambiguous", Of::those_that_say_so, "",
           "The Idempotency-Key was used for another request (API-007); the LRN is one of several holders "
           "(API-017)."},
    Status{410, "Gone", Of::those_that_say_so, "", "The link has expired (LNK-002)."},
    Status{412, "Changed", Of::those_that_say_so, "", "What If-Match names has changed since (API-008)."},
    Status{413, "TooLarge", Of::with_body, "", "The content is too large (NET-003)."},
    Status{422, "Refused", Of::those_that_say_so, "",
           "Understood and not done: every fault with its rule, field and remedy."},
    Status{429, "AskLater", Of::all, "Retry-After", "The node is busy (API-009); nothing was stored."},
    Status{500, "Mistake", Of::all, "",
           "The node made a mistake (API-014, NET-011); repeat it under the same id, tell the trace_id."},
    Status{503, "Unavailable", Of::all, "Retry-After",
           "The node is busy (API-009, NET-006), or cannot print (TAD-002), and nothing was stored; or it "
           "fetches a file from another state (R-ATT-021, R-ATT-023)."},
    Status{504, "NoAnswer", Of::all, "",
           "No answer in time (NET-007); it may have been done: repeat it under the same id."}};

/// How an answer is kept that is no text: by the end of its name.
struct FileForm {
  std::string_view media;
  std::string_view ending;
};
inline constexpr std::array file_forms{FileForm{"application/pdf", "pdf"},
                                       FileForm{"application/cose", "cose"},
                                       FileForm{"message/rfc822", "eml"}};

}  // namespace lintas::api
