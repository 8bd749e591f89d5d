#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/decision.hpp"
#include "base/fields.hpp"
#include "core/guarantee/decide.hpp"
#include "core/guarantee/evolve.hpp"
#include "core/guarantee/invariants.hpp"
#include "core/guarantee/state.hpp"
#include "core/guarantee/table.hpp"

namespace lintas::test {

namespace gua = lintas::guarantee;

/// Accounts and uses in memory, changed by decisions only. Every step is held against the invariants; every
/// event is kept as it would be stored, so that the streams can be folded again.
class GuaranteeWorld {
 public:
  [[nodiscard]] gua::Header header(const Grn& grn) const {
    const auto found = headers_.find(grn);
    return found == headers_.end() ? gua::Header{} : found->second;
  }
  [[nodiscard]] gua::Use use(const Grn& grn, const Mrn& mrn) const {
    const auto found = uses_.find({grn, mrn});
    return found == uses_.end() ? gua::Use{} : found->second;
  }
  [[nodiscard]] gua::Account account(const Grn& grn, const Mrn& mrn) const {
    return {.header = header(grn), .use = use(grn, mrn)};
  }
  [[nodiscard]] std::vector<gua::Account> accounts(std::span<const Grn> grns, const Mrn& mrn) const {
    std::vector<gua::Account> result;
    for (const Grn& grn : grns) result.push_back(account(grn, mrn));
    return result;
  }
  /// The guarantees that a movement was ever checked or reserved on.
  [[nodiscard]] std::vector<Grn> grns_of(const Mrn& mrn) const {
    std::vector<Grn> grns;
    for (const auto& [key, use] : uses_) {
      if (key.second == mrn && use.state != gua::UseState::none) grns.push_back(key.first);
    }
    return grns;
  }
  [[nodiscard]] const std::map<Grn, gua::Header>& headers() const { return headers_; }
  [[nodiscard]] const std::vector<std::string>& broken_laws() const { return broken_laws_; }

  void apply(const Grn& grn, const Decision<gua::AccountEvent>& decision) {
    for (const gua::AccountEvent& event : decision.events) {
      const gua::Header before = header(grn);
      const gua::Header after = gua::evolve(before, event);
      note(gua::violated(gua::AccountStep{before, after}));
      headers_[grn] = after;
      log_[grn].emplace_back(std::nullopt, to_cbor(event));
    }
  }
  void apply(std::span<const Grn> grns, const Mrn& mrn, const Decision<gua::SlottedUseEvent>& decision) {
    for (const auto& [slot, event] : decision.events) {
      const Grn& grn = grns[slot];
      const gua::Account before = account(grn, mrn);
      const gua::Account after{.header = gua::evolve(before.header, event),
                               .use = gua::evolve(before.use, event)};
      note(gua::violated(gua::UseStep{before.header, after.header, before.use, after.use}));
      if (before.header.status != gua::Status::none) headers_[grn] = after.header;
      uses_[{grn, mrn}] = after.use;
      log_[grn].emplace_back(mrn, to_cbor(event));
    }
  }

  /// What an audit would find: headers whose sums are not the sums of their uses.
  [[nodiscard]] std::vector<Grn> out_of_balance() const {
    std::map<Grn, gua::Sums> sums;
    for (const auto& [key, use] : uses_) {
      const gua::Sums share = gua::share_of(use);
      gua::Sums& sum = sums[key.first];
      sum.reserved += share.reserved;
      sum.credited += share.credited;
      sum.claimed += share.claimed;
      sum.paid += share.paid;
      sum.open_uses += share.open_uses;
    }
    std::vector<Grn> result;
    for (const auto& [grn, header] : headers_) {
      if (header.sums != sums[grn]) result.push_back(grn);
    }
    return result;
  }

  /// The same world folded anew from what was stored.
  [[nodiscard]] bool replays_to_the_same() const {
    GuaranteeWorld again;
    for (const auto& [grn, events] : log_) {
      for (const auto& [mrn, bytes] : events) {
        if (!mrn) {
          again.headers_[grn] = gua::evolve(again.header(grn), from_cbor<gua::AccountEvent>(bytes).value());
          continue;
        }
        const auto event = from_cbor<gua::UseEvent>(bytes).value();
        if (again.headers_.contains(grn)) again.headers_[grn] = gua::evolve(again.header(grn), event);
        again.uses_[{grn, *mrn}] = gua::evolve(again.use(grn, *mrn), event);
      }
    }
    return again.headers_ == headers_ && again.uses_ == uses_;
  }

 private:
  void note(const std::optional<gua::Violation>& violation) {
    if (violation) broken_laws_.push_back(std::string{violation->law} + ": " + std::string{violation->what});
  }

  std::map<Grn, gua::Header> headers_;
  std::map<std::pair<Grn, Mrn>, gua::Use> uses_;
  std::map<Grn, std::vector<std::pair<std::optional<Mrn>, Bytes>>> log_;
  std::vector<std::string> broken_laws_;
};

}  // namespace lintas::test
