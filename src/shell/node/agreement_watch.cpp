#include "shell/node/agreement_watch.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/hex.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/message_certificate.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/log.hpp"
#include "shell/node/message_certificates.hpp"
#include "shell/node/watch.hpp"

namespace lintas::node {

AgreementWatch::AgreementWatch(Watch& watch, std::function<Instant()> clock, Backlogs backlogs)
    : watch_(watch), clock_(std::move(clock)), backlogs_(std::move(backlogs)) {}

void AgreementWatch::take(const Agreements& agreements) {
  for (const LeftOut& one : agreements.left_out) watch_.log(LogEvent::partner_left_out, {{"what", one.what}});
  {
    const std::scoped_lock lock{mutex_};
    left_out_ = agreements.left_out;
  }
  tell_of_lists(agreements);
  tell_of_headers(agreements);
  for (const Agreement& agreement : agreements.all) {
    const std::string partner = agreement.reach.partner.str();
    for (const as4::RevokedCertificate& one : agreement.as4->revoked)
      watch_.log(LogEvent::certificate_revoked, {{"partner", partner}, {"what", one.why}});
    tell_what_signs(agreement);
    for (const ToBring& one : to_bring(agreement, clock_())) {
      watch_.log(LogEvent::certificate_to_bring,
                 {{"partner", partner},
                  {"use", word_for(one.purpose)},
                  {"fingerprint", to_hex(one.certificate->fingerprint().bytes)},
                  {"before", lintas::to_text(one.before)}});
    }
  }
}

/// What waits is made anew with the header of now. Where the one of before was taken, and its receipt lost,
/// that is another content under its id, to both sides.
void AgreementWatch::tell_of_headers(const Agreements& agreements) {
  for (const Agreement& agreement : agreements.all) {
    const exchange::Partner partner = agreement.reach.partner;
    const auto before = modes_.find(partner);
    std::string keys;
    if (before != modes_.end()) {
      for (const std::string_view key : changed_in_headers(before->second, agreement.as4->mode))
        keys.append(keys.empty() ? "" : ", ").append(key);
    }
    modes_.insert_or_assign(partner, agreement.as4->mode);
    if (keys.empty()) continue;
    const auto backlogs = backlogs_();
    const auto here = std::ranges::find(backlogs, partner, &gateway::Gateway::Backlog::partner);
    if (here == backlogs.end() || here->waiting == 0) continue;
    watch_.log(
        LogEvent::agreement_changed,
        {{"partner", partner.str()}, {"keys", keys}, {"waiting", static_cast<std::int64_t>(here->waiting)}});
  }
}

void AgreementWatch::tell_of_lists(const Agreements& agreements) {
  const Instant now = clock_();
  Instant end = Instant::max();
  for (const Agreement& agreement : agreements.all) {
    const auto list = list_that_ends_first(agreement, now);
    if (!list) continue;
    watch_.revocation_list(agreement.reach.partner.str(), life_left(*list, now), list->next);
    for (const auto& one : agreement.lists)
      if (one.next > now) end = std::min(end, one.next);
  }
  const std::scoped_lock lock{mutex_};
  lists_end_ = end;
}

/// A partner that reads of it in our document knows.
void AgreementWatch::tell_what_signs(const Agreement& agreement) {
  if (agreement.identity) return;
  const auto* const own = as4::signing_now(*agreement.as4, clock_());
  if (own == nullptr) return;
  watch_.log(LogEvent::certificate_used, {{"partner", agreement.reach.partner.str()},
                                          {"use", word_for(crypto::KeyPurpose::signing)},
                                          {"fingerprint", to_hex(own->certificate->fingerprint().bytes)},
                                          {"until", lintas::to_text(own->certificate->not_after())}});
}

std::optional<std::string> AgreementWatch::why_left_out(exchange::Partner partner) const {
  const std::scoped_lock lock{mutex_};
  const auto found = std::ranges::find(left_out_, partner.str(), &LeftOut::country);
  return found == left_out_.end() ? std::nullopt : std::optional{found->what};
}

Instant AgreementWatch::lists_end() const {
  const std::scoped_lock lock{mutex_};
  return lists_end_;
}

}  // namespace lintas::node
