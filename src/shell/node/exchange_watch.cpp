#include "shell/node/exchange_watch.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/api/api.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/partner.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/gateway/links.hpp"

namespace lintas::node {

namespace {

using Certificates = std::vector<api::PartnerLine::Certificate>;

template <class Key>
void add(Certificates& all, std::string_view use, const std::vector<as4::Keyed<Key>>& entries) {
  for (const as4::Keyed<Key>& one : entries) {
    all.push_back({.use = use,
                   .subject = one.certificate->subject(),
                   .fingerprint = one.certificate->fingerprint(),
                   .until = one.certificate->not_after()});
  }
}

Certificates certificates_of(const as4::Partner& agreement) {
  const auto& [our_signing, our_sealing, its_signing, its_sealing, our_line, its_authority, its_client] =
      api::certificate_uses;
  Certificates all;
  add(all, our_signing, agreement.own_signing);
  add(all, our_sealing, agreement.own_sealing);
  add(all, its_signing, agreement.signing);
  add(all, its_sealing, agreement.sealing);
  return all;
}

}  // namespace

/// An answer that refuses a message is an answer, too; one that decides nothing says nothing of the others.
void ExchangeWatch::take(const gateway::Report& report, Instant now) {
  using enum gateway::Outcome;
  const bool answered = report.outcome == sent || report.outcome == delivered || report.outcome == dead ||
                        report.outcome == split;
  if (!answered && report.outcome != unreachable) return;
  const std::scoped_lock lock{mutex_};
  if (!answered) {
    std::string why{report.why};
    if (!report.message.empty()) why.append(" (").append(report.message).append(")");
    silent_.try_emplace(report.partner, api::PartnerLine::Silence{.since = now, .why = {}})
        .first->second.why = std::move(why);
    return;
  }
  silent_.erase(report.partner);
}

void ExchangeWatch::set(const std::vector<gateway::PartnerLink>& links, const LineCertificates& lines) {
  std::map<exchange::Partner, Certificates> certificates;
  for (const gateway::PartnerLink& link : links) {
    Certificates& all = certificates[link.partner];
    if (link.agreement != nullptr) all = certificates_of(*link.agreement);
    if (const auto line = lines.find(link.partner); line != lines.end())
      all.insert(all.end(), line->second.begin(), line->second.end());
  }
  const std::scoped_lock lock{mutex_};
  certificates_ = std::move(certificates);
}

std::vector<api::PartnerLine> ExchangeWatch::partners(
    std::span<const gateway::Gateway::Backlog> backlogs) const {
  std::map<exchange::Partner, api::PartnerLine> all;
  {
    const std::scoped_lock lock{mutex_};
    for (const auto& [partner, certificates] : certificates_) {
      const auto silence = silent_.find(partner);
      all.emplace(partner,
                  api::PartnerLine{
                      .partner = partner,
                      .silence = silence == silent_.end() ? std::nullopt : std::optional{silence->second},
                      .certificates = certificates});
    }
  }
  for (const gateway::Gateway::Backlog& now : backlogs) {
    api::PartnerLine& line =
        all.try_emplace(now.partner, api::PartnerLine{.partner = now.partner, .is_configured = false})
            .first->second;
    line.backlog = {.waiting = now.waiting, .dead = now.dead, .oldest = {}};
    if (now.oldest) line.backlog.oldest = app::event_of_outbox(*now.oldest);
  }
  const auto lines = std::views::values(all);
  return {lines.begin(), lines.end()};
}

}  // namespace lintas::node
