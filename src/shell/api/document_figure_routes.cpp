#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/statistics.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/manifest_documents.hpp"
#include "core/workflow/manifest_facts.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_figures.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/json.hpp"
#include "shell/api/manifest_views.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/app/service.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"

/// What two nodes' daily lists of documents came to, and what is published of certificates in numbers.
namespace lintas::api {

namespace {

using documents::Figures;
using documents::Latencies;
using documents::Tally;

// ---- the daily lists

Json show(const documents::Reference& certificate) {
  return {{"state", certificate.state.str()},
          {"office", certificate.office.str()},
          {"number", certificate.number.str()},
          {"kind", word_of(certificate.kind)}};
}

Json show(const std::optional<workflow::DaysList>& list) {
  if (!list) return nullptr;
  return {{"day", to_text(list->day)}, {"parts", list->parts}, {"entries", list->entries}};
}

/// A certificate under `certificate`, any other document under `document`.
void put_name(Json& shown, const workflow::DocumentName& name) {
  if (name.certificate) {
    shown["certificate"] = show(*name.certificate);
  } else {
    shown["document"] = show_listed(name);
  }
}

Json show(const workflow::Wanted& one) {
  Json shown{{"first", one.first}, {"last", one.last}, {"times", one.times}};
  put_name(shown, workflow::listed_name_in(one));
  return shown;
}

Json show(const workflow::Differing& one) {
  Json shown{{"reason", word_of(one.what)},
             {"sent", one.sent_here},
             {"taken_there", one.taken_there},
             {"sent_there", one.sent_there},
             {"taken", one.taken_here}};
  put_name(shown, workflow::listed_name_in(one));
  return shown;
}

/// A supervisor is shown the documents that it may look at, and everybody how many there are.
template <class One>
Json shown_to(const Core& core, const CallPtr& call, app::Reader& reader, const std::vector<One>& all,
              bool certificates) {
  const workflow::Setting setting = core.ports().setting();
  const bool whole = may_read(call->actor, Read::exchange, {});
  Json items = Json::array();
  for (const One& one : all) {
    if (one.certificate.has_value() != certificates) continue;
    const auto slot = workflow::slot_of_name(workflow::listed_name_in(one), setting);
    const DocumentSide* side = find_document_side(slot.kind);
    require(side != nullptr, "what stands in lists is shown as a document");
    if (whole || core.see(slot, side->read, call, reader, setting)) items.push_back(show(one));
  }
  return items;
}

std::optional<std::string> month_in(const CallPtr& call, Day today) {
  const auto asked = call->request.query_value("month");
  if (!asked) return workflow::month_of(today);
  return parse_day(format("{}-01", *asked)) ? std::optional<std::string>{*asked} : std::nullopt;
}

void show_manifests(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::exchange)) return answer_unseen(call, Read::exchange, false);
  const auto month = month_in(call, std::chrono::floor<std::chrono::days>(core.ports().clock()));
  if (!month) return answer_bad_query(call, "month");
  Json items = Json::array();
  Json body{{"month", *month}, {"next", nullptr}};
  if (const auto row = Core::row_of(workflow::document_manifest_slot(*month), reader)) {
    const auto state = app::load_stream(core.ports().national, reader, *row).state;
    const auto& manifests = state.as<workflow::Manifests>();
    if (manifests.due) body["next"] = to_text(*manifests.due);
    for (const workflow::PartnersLists& lists : manifests.partners) {
      const auto partner = certain(exchange::Partner::of(lists.partner), "a stored partner is one");
      items.push_back({{"partner", partner.str()},
                       {"told", show(lists.told)},
                       {"heard", show(lists.heard)},
                       {"wanted", lists.wanted.size()},
                       {"differs", lists.differs.size()},
                       {"healed", lists.healed},
                       {"wanted_certificates", shown_to(core, call, reader, lists.wanted, true)},
                       {"differing_certificates", shown_to(core, call, reader, lists.differs, true)},
                       {"wanted_documents", shown_to(core, call, reader, lists.wanted, false)},
                       {"differing_documents", shown_to(core, call, reader, lists.differs, false)}});
    }
  }
  body["items"] = std::move(items);
  call->respond(json_response(200, body));
}

// ---- figures

constexpr std::array<std::string_view, 2> periods{"day", "month"};
/// Rows are as many as periods times pairs of states: more would be no answer, but an extract of the log.
constexpr std::chrono::days days_shown_max{31};
constexpr std::chrono::months months_shown_max{36};
constexpr std::chrono::months months_default{12};
constexpr std::uint32_t silent_default = 30;
constexpr std::uint32_t silent_max = 365;
/// Fewer are not told apart by what is published (parameter `least`); what the secretariat reads is
/// published.
constexpr std::uint32_t least_default = 5;
constexpr std::uint32_t least_max = 100;

struct Asked {
  Tally::Wanted wanted;
  std::uint32_t least = least_default;
};

/// Nothing where it is no such number.
std::optional<std::uint32_t> number_in(const CallPtr& call, std::string_view name, std::uint32_t otherwise,
                                       std::uint32_t most) {
  const auto asked = call->request.query_value(name);
  if (!asked) return otherwise;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(asked->data(), asked->data() + asked->size(), number);
  const bool fine =
      error == std::errc{} && end == asked->data() + asked->size() && number >= 1 && number <= most;
  return fine ? std::optional{number} : std::nullopt;
}

Day back(Day day, std::chrono::months months) {
  const std::chrono::year_month_day date{day};
  return std::chrono::sys_days{(date.year() / date.month() - months) / std::chrono::day{1}};
}

/// Nothing if the query does not say it; then the call is answered.
std::optional<Asked> asked_in(const CallPtr& call, Day today) {
  const auto wrong = [&](std::string_view name) {
    answer_bad_query(call, name);
    return std::nullopt;
  };
  Asked asked;
  const std::string by = std::string{call->request.query_value("by").value_or("month")};
  if (std::ranges::find(periods, by) == periods.end()) return wrong("by");
  const bool by_day = by == "day";
  // What is published of one month less what is published of it but for a day would tell of single
  // certificates: months are whole, and who publishes is shown no other cut of them.
  const bool publishes = call->actor.role == access::Role::region;
  if (publishes && by_day) return wrong("by");
  const auto silent = number_in(call, "silent_days", silent_default, silent_max);
  if (!silent || (publishes && *silent != silent_default)) return wrong("silent_days");
  const auto least = number_in(call, "least", least_default, least_max);
  if (!least) return wrong("least");
  const Day first = by_day ? today - days_shown_max : back(today, months_shown_max);
  Day from = by_day ? first : back(today, months_default);
  if (const auto since = call->request.query_value("since")) {
    const auto day = parse_day(*since);
    if (!day) return wrong("since");
    from = std::max(by_day ? *day : back(*day, std::chrono::months{0}), first);
  }
  asked.wanted = {.from = from,
                  .to = today,
                  .period = by_day ? documents::Period::day : documents::Period::month,
                  .today = today,
                  .silent = std::chrono::days{*silent}};
  asked.least = publishes ? std::max(*least, least_default) : *least;
  return asked;
}

struct Column {
  std::string_view name;
  std::uint32_t Figures::* count;
};
constexpr std::array columns{Column{"begun", &Figures::begun},
                             Column{"sent", &Figures::sent},
                             Column{"received", &Figures::received},
                             Column{"available", &Figures::available},
                             Column{"faulty", &Figures::faulty},
                             Column{"given", &Figures::given},
                             Column{"part", &Figures::part},
                             Column{"refused", &Figures::refused},
                             Column{"pending", &Figures::pending},
                             Column{"silent", &Figures::silent},
                             Column{"conflicts", &Figures::conflicts},
                             Column{"asked", &Figures::asked},
                             Column{"answered_in_time", &Figures::answered_in_time},
                             Column{"answered_late", &Figures::answered_late}};
struct Time {
  std::string_view name;
  Latencies Figures::* latencies;
};
constexpr std::array times{Time{"to_receipt", &Figures::to_receipt}, Time{"to_check", &Figures::to_check},
                           Time{"to_answer", &Figures::to_answer}};
constexpr std::uint32_t median = 500;
constexpr std::uint32_t ninety = 900;

/// A number, or "<5".
Json count_shown(std::uint32_t count, std::uint32_t least) {
  if (count != 0 && count < least) return documents::published(count, least);
  return count;
}
/// Of fewer than `least` no time is told.
std::string_view time_shown(const Latencies& latencies, std::uint32_t of_thousand, std::uint32_t least) {
  return documents::total_of(latencies) < least ? std::string_view{}
                                                : documents::quantile(latencies, of_thousand);
}

Json show(const Tally::Row& row, std::uint32_t least) {
  const Figures& figures = row.figures;
  Json shown{{"day", to_text(row.cell.day)},
             {"side", row.cell.issued_here ? "issue" : "import"},
             {"issuer", row.cell.issuer.str()},
             {"importer", row.cell.importer.str()},
             {"kind", row.cell.kind}};
  // Of a row with few everything else would tell of one.
  const bool few = figures.begun < least;
  for (const Column& column : columns) {
    if (!few || column.count == &Figures::begun)
      shown[column.name] = count_shown(figures.*column.count, least);
  }
  if (few) return shown;
  for (const auto& [name, list] :
       {std::pair{"faults", &Figures::faults}, std::pair{"results", &Figures::results}}) {
    Json counts = Json::object();
    for (const auto& [code, count] : figures.*list)
      if (count != 0) counts[code] = count_shown(count, least);
    shown[name] = std::move(counts);
  }
  for (const Time& time : times) {
    const Latencies& latencies = figures.*time.latencies;
    const auto text = [&](std::uint32_t of_thousand) {
      const std::string_view name = time_shown(latencies, of_thousand, least);
      return name.empty() ? Json{} : Json(name);
    };
    shown[time.name] = {{"median", text(median)}, {"p90", text(ninety)}};
  }
  return shown;
}

/// One line a row; rules and codes stand in one cell, "N2 7;N13 <5". Names of ours, so nothing is quoted.
std::string csv_of(const std::vector<Tally::Row>& rows, std::uint32_t least) {
  std::string text = "day,side,issuer,importer,kind";
  for (const Column& column : columns) text += format(",{}", column.name);
  text += ",faults,results";
  for (const Time& time : times) text += format(",{}_median,{}_p90", time.name, time.name);
  text += '\n';
  for (const Tally::Row& row : rows) {
    const Figures& figures = row.figures;
    const bool few = figures.begun < least;
    text += format("{},{},{},{},{}", to_text(row.cell.day), row.cell.issued_here ? "issue" : "import",
                   row.cell.issuer.str(), row.cell.importer.str(), row.cell.kind);
    for (const Column& column : columns) {
      const bool shown = !few || column.count == &Figures::begun;
      text += ',';
      if (shown) text += documents::published(figures.*column.count, least);
    }
    for (const auto list : {&Figures::faults, &Figures::results}) {
      text += ',';
      std::string cell;
      for (const auto& [code, count] : figures.*list) {
        if (!few && count != 0)
          cell += format("{}{} {}", cell.empty() ? "" : ";", code, documents::published(count, least));
      }
      text += cell;
    }
    for (const Time& time : times) {
      for (const std::uint32_t of_thousand : {median, ninety}) {
        text +=
            format(",{}", few ? std::string_view{} : time_shown(figures.*time.latencies, of_thousand, least));
      }
    }
    text += '\n';
  }
  return text;
}

void show_statistics(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_read(call->actor, Read::figures, {})) return answer_unseen(call, Read::figures, false);
  const Day today = std::chrono::floor<std::chrono::days>(core.ports().clock());
  const auto asked = asked_in(call, today);
  if (!asked) return;
  const auto counted = core.document_figures().count_on(reader);
  const auto rows = core.document_figures().rows(asked->wanted);
  const auto accept = call->request.headers.find("Accept");
  net::Response response;
  if (accept && accept->find("csv") != std::string_view::npos) {
    response.status = 200;
    response.headers.set("Content-Type", "text/csv");
    // A table of a part of the log would be published as if it were all.
    if (!counted.complete) return answer_busy(call);
    response.body = copy_of(as_bytes(csv_of(rows, asked->least)));
  } else {
    Json items = Json::array();
    for (const Tally::Row& row : rows) items.push_back(show(row, asked->least));
    response = json_response(200, {{"through", counted.through ? Json(to_text(*counted.through)) : Json{}},
                                   {"complete", counted.complete},
                                   {"by", asked->wanted.period == documents::Period::day ? "day" : "month"},
                                   {"least", asked->least},
                                   {"silent_days", asked->wanted.silent.count()},
                                   {"items", std::move(items)}});
  }
  response.headers.set("Vary", "Accept");
  call->respond(std::move(response));
}

// ---- what it looks like

constexpr std::array days_list{Member{"day", "day", "On which the walk began, in UTC."},
                               Member{"parts", "integer"}, Member{"entries", "integer"}};
constexpr std::array listed{
    Member{"state", "Country", "That issued it."},
    Member{"kind", "text", "Of documents whose kind is a table its code; or acdd, exporter."},
    Member{"number", "text"}};
constexpr std::array asked_again{Member{"first", "integer"},
                                 Member{"last", "integer", "Numbers of the partner's messages."},
                                 Member{"times", "integer", "Asked for so often, a day apart."}};
constexpr std::array known_otherwise{
    Member{
        "reason", "'lost_here'|'not_sent_again'|'picture'",
        "The partner has taken messages that this node does not know; it does not send again what was asked "
        "for; or everything arrived, and the two say different things."},
    Member{"sent", "integer", "Number of this node's last message about it."},
    Member{"taken_there", "integer"}, Member{"sent_there", "integer"}, Member{"taken", "integer"}};
constexpr std::array of_certificate{Member{"certificate", "CertificateReference"}};
constexpr std::array of_document{Member{"document", "ListedReference"}};
constexpr std::array partners_lists{
    Member{"partner", "Country"},
    Member{"told", "DaysList|null", "The last list that this node sent."},
    Member{"heard", "DaysList|null", "The last one of the partner that was compared."},
    Member{"wanted", "integer", "Documents of which something was asked for again, and is not here yet."},
    Member{"differs", "integer", "Documents that sending again does not heal."},
    Member{"healed", "integer", "Of both, this month."},
    Member{"wanted_certificates", "[WantedCertificate]", "Those that the caller may look at; 200 at most."},
    Member{"differing_certificates", "[DifferingCertificate]",
           "Those that the caller may look at; 200 at most."},
    Member{"wanted_documents", "[WantedDocument]", "Likewise, of documents of other sorts."},
    Member{"differing_documents", "[DifferingDocument]", "Likewise."}};
constexpr std::array manifests{Member{"month", "text"},
                               Member{"next", "instant|null", "When the next list is begun."},
                               Member{"items", "[PartnersLists]"}};
constexpr std::array latency{
    Member{
        "median", "text|null",
        "No longer than this: 1min, 10min, 1h, 6h, 1d, 3d, 7d, 30d, 90d, 365d or more. Null where fewer than "
        "`least` are known."},
    Member{"p90", "text|null"}};
constexpr std::array figures{
    Member{"day", "day", "Or the first of the month: documents are counted where they were issued, or came."},
    Member{"side", "CertificateSide"},
    Member{"issuer", "Country"},
    Member{"importer", "Country"},
    Member{"kind", "text", "Of certificates, as e_form_d; of documents whose kind is a table its code."},
    Member{"begun", "integer|text", "Issued here, or come from the issuer. Below `least` it says no more."},
    Member{"sent?", "integer|text", "As data."},
    Member{"received?", "integer|text", "L1."},
    Member{"available?", "integer|text", "L2 found it good."},
    Member{"faulty?", "integer|text", "L2 found faults once."},
    Member{"given?", "integer|text",
           "L3: preference for all of it; of a document of a kind: accepted, or used up."},
    Member{"part?", "integer|text", "L3: some of it is left."},
    Member{"refused?", "integer|text", "L3: an item is refused."},
    Member{"pending?", "integer|text", "L3: checked, or classified."},
    Member{"silent?", "integer|text", "Available, and no L3 for `silent_days`."},
    Member{"conflicts?", "integer|text", "Cancelled although used."},
    Member{"asked?", "integer|text", "Requests to verify."},
    Member{"answered_in_time?", "integer|text"},
    Member{"answered_late?", "integer|text"},
    Member{"faults?", "{integer|text}", "By the rule that L2 names."},
    Member{"results?", "{integer|text}",
           "By what L3 says of an item, U1 to N13; of a document of a kind, ACC or REF."},
    Member{"to_receipt?", "Latency", "From sending to L1."},
    Member{"to_check?", "Latency", "To L2."},
    Member{"to_answer?", "Latency", "To L3; where goods are imported from its coming."}};
constexpr std::array statistics{
    Member{"through", "instant|null", "Of the newest event that is counted."},
    Member{"complete", "boolean", "The whole log is counted; else ask again, each answer counts on."},
    Member{"by", "'day'|'month'"},
    Member{"least", "integer"},
    Member{"silent_days", "integer"},
    Member{"items", "[CertificateFigures]"}};
constexpr std::array objects{
    Object{"DaysList", "A daily list of documents.", days_list},
    Object{"ListedReference", "A document that is no certificate, as daily lists name it.", listed},
    Object{
        .name = "AskedAgain", .meaning = "What was asked for again.", .members = asked_again, .part = true},
    Object{.name = "KnownOtherwise",
           .meaning = "Known differently on both sides.",
           .members = known_otherwise,
           .part = true},
    Object{.name = "WantedCertificate",
           .meaning = "Asked for again.",
           .members = of_certificate,
           .like = "AskedAgain"},
    Object{.name = "DifferingCertificate",
           .meaning = "Known differently on both sides.",
           .members = of_certificate,
           .like = "KnownOtherwise"},
    Object{.name = "WantedDocument",
           .meaning = "Asked for again.",
           .members = of_document,
           .like = "AskedAgain"},
    Object{.name = "DifferingDocument",
           .meaning = "Known differently on both sides.",
           .members = of_document,
           .like = "KnownOtherwise"},
    Object{"PartnersLists", "What the lists of a month came to.", partners_lists},
    Object{"CertificateManifests", "Of one month.", manifests},
    Object{"Latency", "In steps.", latency},
    Object{"CertificateFigures", "Counts of documents without a word of what they say.", figures},
    Object{"CertificateStatistics", "By pairs of states, kinds and days or months.", statistics}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/documents/manifests",
          .id = "showDocumentManifests",
          .tag = "documents",
          .summary =
              "The daily lists of documents with each partner: the last told and heard, what differed, "
              "what was asked for again, and what that does not heal.",
          .takes = "month",
          .outcomes = {{200, "CertificateManifests"}},
          .refusals = {400, 403},
          .who = &who_reads<Read::exchange>,
          .look = &show_manifests},
    Route{.method = net::Method::get,
          .pattern = "/v1/documents/statistics",
          .id = "showDocumentStatistics",
          .tag = "documents",
          .summary = "Certificates and documents of kinds in numbers, in JSON, or CSV by Accept: to be "
                     "published, so a count below "
                     "`least` is shown as '<5'. At most 31 days or 36 months.",
          .takes = "documents.since by silent_days least",
          .outcomes = {{200, "CertificateStatistics text/csv:text", "Vary"}},
          .refusals = {400, 403},
          .who = &who_reads<Read::figures>,
          .look = &show_statistics}};

}  // namespace

Resource document_figure_routes() { return {.routes = routes, .objects = objects}; }

}  // namespace lintas::api
