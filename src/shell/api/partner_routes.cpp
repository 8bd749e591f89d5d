#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/hex.hpp"
#include "base/time.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/who.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// How the exchange with each partner does: what waits, who is silent, how far its audit log is known, which
/// certificates expire.
namespace lintas::api {

namespace {

Json show_certificates(std::vector<PartnerLine::Certificate> certificates, Instant now) {
  std::ranges::stable_sort(certificates, {}, &PartnerLine::Certificate::until);
  Json all = Json::array();
  const Day today = std::chrono::floor<std::chrono::days>(now);
  for (const PartnerLine::Certificate& one : certificates) {
    const Day last = std::chrono::floor<std::chrono::days>(one.until);
    all.push_back({{"use", one.use},
                   {"subject", one.subject},
                   {"fingerprint", to_hex(one.fingerprint.view())},
                   {"expires_on", to_text(last)},
                   {"days_left", (last - today).count()}});
  }
  return all;
}

/// Of what waits longest; none where its event is younger than what is read here.
Json oldest_of(const PartnerLine::Backlog& backlog, app::Reader& reader) {
  if (!backlog.oldest) return {};
  const auto events = reader.feed(app::Seq{std::to_underlying(*backlog.oldest) - 1}, 1);
  return events.empty() ? Json{} : Json(to_text(events.front().at));
}

template <class Row>
Json instant_of(const std::vector<Row>& newest) {
  return newest.empty() ? Json{} : Json(to_text(newest.front().at));
}

void list_partners(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::exchange)) return answer_unseen(call, Read::exchange, false);
  const ExchangePorts& ports = core.ports().exchange;
  std::vector<PartnerLine> all;
  if (ports.partners) all = ports.partners();
  std::ranges::sort(all, {}, &PartnerLine::partner);
  Json items = Json::array();
  for (const PartnerLine& line : all) {
    const app::NewestFirst newest{.partner = line.partner, .before = {}, .count = 1};
    items.push_back({{"partner", line.partner.str()},
                     {"configured", line.is_configured},
                     {"waiting", line.backlog.waiting},
                     {"oldest", oldest_of(line.backlog, reader)},
                     {"dead", line.backlog.dead},
                     {"last_sent", instant_of(reader.sent(newest))},
                     {"last_received", instant_of(reader.received(newest))},
                     {"silent_since", line.silence ? Json(to_text(line.silence->since)) : Json{}},
                     {"why_silent", line.silence ? Json(line.silence->why) : Json{}},
                     {"log_events", line.log.head ? Json(line.log.head->events) : Json{}},
                     {"log_signed", line.log.head ? Json(to_text(line.log.head->signed_at)) : Json{}},
                     {"log_fault", line.log.fault.empty() ? Json{} : Json(line.log.fault)},
                     {"certificates", show_certificates(line.certificates, core.ports().clock())}});
  }
  call->respond(json_response(200, Json{{"items", std::move(items)}}));
}

constexpr std::array certificate{Member{"use", "CertificateUse"}, Member{"subject", "text"},
                                 Member{"fingerprint", "Sha256", "SHA-256."}, Member{"expires_on", "day"},
                                 Member{"days_left", "integer", "Below zero: it has expired."}};
constexpr std::array health{
    Member{"partner", "Country"},
    Member{"configured", "boolean", "The node has its address."},
    Member{"waiting", "integer", "Messages for it, those under way among them."},
    Member{"oldest", "instant|null", "When the event happened that the oldest of them tells."},
    Member{"dead", "integer",
           "Those that it refused for good, or about which nothing is agreed on, until an officer decides."},
    Member{"last_sent", "instant|null", "When it confirmed the newest one that it has."},
    Member{"last_received", "instant|null"},
    Member{"silent_since", "instant|null",
           "The first attempt in a row that came to nothing, since the node runs; none while it answers."},
    Member{"why_silent", "text|null", "What the last one of them ended with."},
    Member{"log_events", "integer|null",
           "How many events its audit log had by the newest signed head that is held; none was taken yet."},
    Member{"log_signed", "instant|null", "When it signed that head."},
    Member{"log_fault", "LogFault|null"},
    Member{"certificates", "[PartnerCertificate]",
           "Of messages and of the line, what expires first at the beginning. When a line ends that is known "
           "by its fingerprint nobody knows before it is shown."}};
constexpr std::array partner_list{Member{"items", "[PartnerHealth]"}};
constexpr std::array objects{
    Object{"PartnerCertificate", "Of messages to or from a partner, or of the line to it.", certificate},
    Object{"PartnerHealth", "How the exchange with a partner does.", health},
    Object{"PartnerList", "By country.", partner_list}};
constexpr std::array words{
    Words{"CertificateUse", "Whose certificate, and what for.", &words_of<certificate_uses>},
    Words{"LogFault",
          "What is wrong with the audit log of a partner. `rewritten`: it has signed two heads of one size "
          "with two roots; until people have ended it. `not_continued`: asked twice it could not show that "
          "its log continues the head held. `went_back`: its log is shorter than the head held, or it shows "
          "no head any more. Both until it shows a head that continues the one held, or people have ended "
          "it.",
          &words_of<log_faults>}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/exchange/partners",
          .id = "listPartners",
          .tag = "exchange",
          .summary = "How the exchange with each partner does: what waits, since when nobody answers, how "
                     "far its audit log is known, which certificates expire.",
          .outcomes = {{200, "PartnerList"}},
          .refusals = {403},
          .who = &who_reads<Read::exchange>,
          .look = &list_partners}};

}  // namespace

Resource partner_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
