#include "shell/gateway/links.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/mail.hpp"
#include "shell/as4/partner.hpp"
#include "shell/net/http.hpp"

namespace lintas::gateway {

bool PartnerLink::admits(const net::Peer& peer) const {
  if (!is_known_by_line()) return true;
  if (!peer.certificate) return false;
  const net::PeerCertificate& shown = *peer.certificate;
  if (std::ranges::find(revoked, shown.fingerprint) != revoked.end() ||
      std::ranges::find_first_of(shown.chain, revoked) != shown.chain.end())
    return false;
  if (std::ranges::find(certificates, shown.fingerprint) != certificates.end()) return true;
  if (std::ranges::find(clients, shown.fingerprint) != clients.end() ||
      std::ranges::find_first_of(shown.chain, clients) != shown.chain.end())
    return true;
  // The listener believes the signers of all partners: here each signs for its own partner only.
  return shown.common_name == app::node_name(partner) &&
         std::ranges::find_first_of(shown.chain, signers) != shown.chain.end();
}

namespace {

template <class Key>
bool are_the_same(const std::vector<as4::Keyed<Key>>& one, const std::vector<as4::Keyed<Key>>& other) {
  return std::ranges::equal(one, other, [](const auto& a, const auto& b) {
    return a.certificate->fingerprint() == b.certificate->fingerprint();
  });
}

}  // namespace

bool are_judged_alike(const PartnerLink& one, const PartnerLink& other) {
  if (one.agreement == nullptr || other.agreement == nullptr) return false;
  const as4::Partner& a = *one.agreement;
  const as4::Partner& b = *other.agreement;
  return one.partner == other.partner && one.certificates == other.certificates &&
         one.signers == other.signers && one.clients == other.clients && one.revoked == other.revoked &&
         a.mode == b.mode && are_the_same(a.own_signing, b.own_signing) &&
         are_the_same(a.own_sealing, b.own_sealing) && are_the_same(a.signing, b.signing);
}

LinkTable::LinkTable(std::vector<PartnerLink> links) : links_(std::move(links)) {
  std::vector<as4::Partner> agreements;
  for (std::size_t i = 0; i < links_.size(); ++i) {
    if (links_[i].agreement == nullptr) continue;
    agreements.push_back(*links_[i].agreement);
    link_of_.push_back(i);
  }
  directory_ = std::make_shared<const as4::Directory>(std::move(agreements));
}

const PartnerLink* LinkTable::find(exchange::Partner partner) const {
  const auto found = std::ranges::find(links_, partner, &PartnerLink::partner);
  return found == links_.end() ? nullptr : &*found;
}

const PartnerLink& LinkTable::of(const as4::Partner& entry) const {
  const auto& entries = directory_->all();
  const auto found =
      std::ranges::find_if(entries, [&](const as4::Partner& candidate) { return &candidate == &entry; });
  require(found != entries.end(), "a partner of a message is one of the directory that it was looked for in");
  return links_.at(link_of_.at(static_cast<std::size_t>(found - entries.begin())));
}

void Links::set(std::vector<PartnerLink> links) {
  auto table = std::make_shared<const LinkTable>(std::move(links));
  const std::scoped_lock lock{mutex_};
  table_ = std::move(table);
}

std::shared_ptr<const LinkTable> Links::now() const {
  const std::scoped_lock lock{mutex_};
  return table_;
}

}  // namespace lintas::gateway
