#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/model/values/mrn.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/app/service.hpp"
#include "tests/sim/list_readers.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/support/signed_codes.hpp"

namespace lintas::sim {

/// Of what is on the road from Singapore. Officers at the road among them have the signed codes of trucks.
class StatusListReaders final : public ListReaders {
 public:
  explicit StatusListReaders(World& world) : ListReaders(world, "SG", code::Kind::accompanying_document) {
    later();
  }

  /// Since when the office of departure was told that it is released.
  void released(const Mrn& mrn) {
    const Instant now = world().now();
    if (!released_.try_emplace(mrn, now).second) return;
    code::AccompanyingDocument document = test::a_document();
    document.mrn = mrn;
    codes_.emplace_back(
        mrn, code::issue(issuer(), handle_of(mrn.str()), {.issued = now, .valid_from = now}, document));
  }
  /// Somebody tells a destination of its arrival: from now on it may end at any time.
  void arriving(const Mrn& mrn) { arriving_.insert(mrn); }

  /// Once more, when all is well and a while has passed: nothing is on the road any more.
  void look_at_the_end(bool all_ended) {
    const auto list = ask();
    law(list.has_value(), "in the end there is a list");
    if (!list) return;
    law(!all_ended || list->live.empty(), "the list of a road with nobody on it is empty");
    note_what_it_is_of(*list);
    hold_against_others(*list);
    for (const auto& [mrn, code] : codes_) check_code(mrn, code, *list);
  }

 private:
  [[nodiscard]] std::optional<std::vector<code::Handle>> look(app::Reader& reader) override {
    return api::live_handles(&handle_of, reader);
  }
  [[nodiscard]] bool has_one_on_the_road(const code::StatusList& list) const {
    return std::ranges::any_of(released_, [&](const auto& one) {
      const auto& [mrn, since] = one;
      return since <= of() && !arriving_.contains(mrn) && code::is_live(list, handle_of(mrn.str()));
    });
  }
  void spoil(code::StatusList& list) override {
    if (makes(Mistake::nothing_holds) && has_one_on_the_road(list)) {
      list.live.clear();
      read_wrongly(Mistake::none);
    } else if (makes(Mistake::an_ended_one_holds) && !gone_.empty()) {
      // From now on: not each list is held against each code.
      list = code::list_of(list.issuer, list.kind, list.as_of, list.until, {handle_of(gone_.begin()->str())});
    }
  }
  void check(const code::StatusList& list) override {
    for (const auto& [mrn, since] : released_) {
      const bool is_live = code::is_live(list, handle_of(mrn.str()));
      law(!is_live || !gone_.contains(mrn), format("{} holds again after it had ended", mrn.str()));
      if (since > of()) continue;
      law(is_live || arriving_.contains(mrn), format("{} is on the road and not in the list", mrn.str()));
      if (!is_live) gone_.insert(mrn);
    }
    // One at a time, in turn: signatures take time, and in the end all are looked at.
    if (!codes_.empty()) {
      const auto& [mrn, code] = codes_[given() % codes_.size()];
      check_code(mrn, code, list);
    }
  }
  void check_code(const Mrn& mrn, const Bytes& code, const code::StatusList& list) {
    const auto verdict = verdict_of(mrn.str(), code, list);
    law(verdict != code::Verdict::yes || !gone_.contains(mrn),
        format("the code of {} holds after it had ended", mrn.str()));
    law(verdict != code::Verdict::no || arriving_.contains(mrn) || released_.at(mrn) > of(),
        format("the code of {} does not hold while it is on the road", mrn.str()));
  }

  std::map<Mrn, Instant> released_;
  std::set<Mrn> arriving_;
  std::set<Mrn> gone_;
  std::vector<std::pair<Mrn, Bytes>> codes_;  ///< of released movements, as they are printed
};

}  // namespace lintas::sim
