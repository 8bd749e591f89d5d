#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/documents/issue/table.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "tests/sim/list_readers.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/sim/states.hpp"
#include "tests/support/signed_codes.hpp"

namespace lintas::sim {

/// Of the certificates of one state that were cancelled. Customs of other states among them have the signed
/// codes of certificates. What was cancelled stays so: a list that goes back makes it good again.
class CancellationListReaders final : public ListReaders {
 public:
  CancellationListReaders(World& world, const std::string& state, std::uint64_t seed)
      : ListReaders(world, state, code::Kind::certificate, seed) {
    later();
  }

  /// Once more, when all is well and a year has passed.
  void look_at_the_end() {
    const auto list = ask();
    look_around();
    law(list.has_value(), "in the end there is a list of what was cancelled");
    if (!list) return;
    note_what_it_is_of(*list);
    hold_against_others(*list);
    for (const auto& [name, code] : codes_) check_code(name, code, *list);
  }
  /// How many were seen to be cancelled.
  [[nodiscard]] std::size_t cancelled() const { return cancelled_.size(); }

 private:
  [[nodiscard]] std::optional<std::vector<code::Handle>> look(app::Reader& reader) override {
    const auto& business = dynamic_cast<const StateBusiness&>(node().domain());
    if (!cancellations_->look(business.national(), &handle_of, reader)) return std::nullopt;
    return cancellations_->handles();
  }
  void forget() override { cancellations_ = std::make_unique<api::Cancellations>(); }
  /// In seconds or in days, and in a year of calm in weeks.
  [[nodiscard]] std::chrono::milliseconds pause() override {
    using namespace std::chrono_literals;
    if (is_calm()) return 240h + std::chrono::minutes{random().below(43'200)};
    if (random().chance(50)) return std::chrono::milliseconds{1'000 + random().below(30'000)};
    return 6h + std::chrono::minutes{random().below(4'320)};
  }

  [[nodiscard]] static code::Handle handle_of_named(const std::string& name) {
    return handle_of(api::handle_name_of_certificate(name));
  }
  /// What the node's log says of certificates, by what their streams have come to.
  void look_around() override {
    if (!node().alive()) return;
    std::set<app::StreamId> moved;
    try {
      for (const app::EventRow& row : node().store().feed(seen_, 1'000'000)) {
        seen_ = row.seq;
        if (workflow::block_of(std::to_underlying(row.type)) == workflow::issue_block)
          moved.insert(row.stream);
      }
      for (const app::StreamId id : moved) note(node().executor().stream(id)->state.as<workflow::Issued>());
    } catch (const app::StoreFailure&) {
      require(node().disk_is_down(), "a store fails with the power alone");
      seen_ = app::Seq::none;
    }
  }
  void note(const workflow::Issued& issued) {
    using State = documents::issue_side::State;
    const auto reference = issued.reference();
    if (!reference) return;
    const std::string name = documents::in_words(*reference);
    const Instant now = world().now();
    if (known_.insert(name).second) {
      code::Certificate certificate = test::a_certificate();
      certificate.importer = issued.certificate.contents.importer;
      codes_.emplace_back(name, code::issue(issuer(), handle_of_named(name),
                                            {.issued = now, .valid_from = now}, certificate));
    }
    if (issued.certificate.state == State::cancelled) cancelled_.try_emplace(name, now);
  }

  [[nodiscard]] std::optional<std::string> a_good_one() const {
    const auto found =
        std::ranges::find_if(known_, [&](const std::string& name) { return !cancelled_.contains(name); });
    return found == known_.end() ? std::nullopt : std::optional{*found};
  }
  void spoil(code::StatusList& list) override {
    const auto good = a_good_one();
    if (makes(Mistake::a_cancelled_one_is_forgotten) && !listed_.empty()) {
      list = code::list_of(list.issuer, list.kind, list.as_of, list.until, {});
      read_wrongly(Mistake::none);
    } else if (makes(Mistake::a_good_one_is_listed) && good) {
      list = code::list_of(list.issuer, list.kind, list.as_of, list.until, {handle_of_named(*good)});
      read_wrongly(Mistake::none);
    }
  }
  void check(const code::StatusList& list) override {
    for (const std::string& name : known_) {
      const bool is_listed = code::is_cancelled(list, handle_of_named(name));
      const auto when = cancelled_.find(name);
      law(is_listed || !listed_.contains(name), name + " is good again after it was cancelled");
      law(!is_listed || when != cancelled_.end(), name + " is in the list, and nobody cancelled it");
      law(is_listed || when == cancelled_.end() || when->second > of(),
          name + " was cancelled and is not in the list");
      if (is_listed) listed_.insert(name);
    }
    // One at a time, in turn: signatures take time, and in the end all are looked at.
    if (!codes_.empty()) {
      const auto& [name, code] = codes_[given() % codes_.size()];
      check_code(name, code, list);
    }
  }
  void check_code(const std::string& name, const Bytes& code, const code::StatusList& list) {
    const auto verdict = verdict_of(name, code, list);
    law(verdict != code::Verdict::yes || !listed_.contains(name),
        "the code of " + name + " holds after it was cancelled");
    law(verdict != code::Verdict::no || cancelled_.contains(name),
        "the code of " + name + " does not hold, and nobody cancelled it");
  }

  std::unique_ptr<api::Cancellations> cancellations_ = std::make_unique<api::Cancellations>();
  app::Seq seen_ = app::Seq::none;
  std::set<std::string> known_;
  std::map<std::string, Instant> cancelled_;  ///< since when that was seen
  std::set<std::string> listed_;
  std::vector<std::pair<std::string, Bytes>> codes_;  ///< of certificates, as they are printed
};

}  // namespace lintas::sim
