#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/hex.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
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

/// How the exchange with each partner does: what waits, who is silent, which certificates expire.
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

struct Backlog {
  std::size_t waiting = 0;
  std::size_t dead = 0;
  std::optional<app::Seq> oldest;  ///< the event of what waits longest
};

template <class Row>
Json instant_of(const std::vector<Row>& newest) {
  return newest.empty() ? Json{} : Json(to_text(newest.front().at));
}

/// Of those that are configured, and of those that messages wait for though none is.
void list_partners(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::exchange)) return answer_unseen(call, Read::exchange, false);
  const ExchangePorts& ports = core.ports().exchange;
  std::map<exchange::Partner, std::optional<PartnerLine>> all;
  if (ports.partners) {
    for (PartnerLine& line : ports.partners()) {
      const exchange::Partner partner = line.partner;
      all.insert_or_assign(partner, std::move(line));
    }
  }
  std::map<exchange::Partner, Backlog> backlogs;
  for (const app::OutboxRow& row : reader.outbox()) {
    all.try_emplace(row.partner);
    Backlog& backlog = backlogs[row.partner];
    if (row.dead) {
      ++backlog.dead;
      continue;
    }
    ++backlog.waiting;
    if (!backlog.oldest) backlog.oldest = app::event_of_outbox(row.id);
  }
  Json items = Json::array();
  for (auto& [partner, line] : all) {
    const Backlog& backlog = backlogs[partner];
    const app::NewestFirst newest{.partner = partner, .before = {}, .count = 1};
    Json oldest;
    if (backlog.oldest) {
      const auto events = reader.feed(app::Seq{std::to_underlying(*backlog.oldest) - 1}, 1);
      require(!events.empty(), "a message has the event that sends it");
      oldest = to_text(events.front().at);
    }
    const auto silence = line ? line->silence : std::nullopt;
    items.push_back({{"partner", partner.str()},
                     {"configured", line.has_value()},
                     {"waiting", backlog.waiting},
                     {"oldest", std::move(oldest)},
                     {"dead", backlog.dead},
                     {"last_sent", instant_of(reader.sent(newest))},
                     {"last_received", instant_of(reader.received(newest))},
                     {"silent_since", silence ? Json(to_text(silence->since)) : Json{}},
                     {"why_silent", silence ? Json(silence->why) : Json{}},
                     {"certificates",
                      line ? show_certificates(line->certificates, core.ports().clock()) : Json::array()}});
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
    Member{"dead", "integer", "Those that it refused for good, until an officer decides."},
    Member{"last_sent", "instant|null", "When it confirmed the newest one that it has."},
    Member{"last_received", "instant|null"},
    Member{"silent_since", "instant|null",
           "The first attempt in a row that came to nothing, since the node runs; none while it answers."},
    Member{"why_silent", "text|null", "What the last one of them ended with."},
    Member{"certificates", "[PartnerCertificate]", "Of messages, what expires first."}};
constexpr std::array partner_list{Member{"items", "[PartnerHealth]"}};
constexpr std::array objects{Object{"PartnerCertificate", "Of messages to or from a partner.", certificate},
                             Object{"PartnerHealth", "How the exchange with a partner does.", health},
                             Object{"PartnerList", "By country.", partner_list}};
constexpr std::array words{
    Words{"CertificateUse", "Whose certificate, and what for.", &words_of<certificate_uses>}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/exchange/partners",
          .id = "listPartners",
          .tag = "exchange",
          .summary = "How the exchange with each partner does: what waits, since when nobody answers, which "
                     "certificates expire.",
          .outcomes = {{200, "PartnerList"}},
          .refusals = {403},
          .who = &who_reads<Read::exchange>,
          .look = &list_partners}};

}  // namespace

Resource partner_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
