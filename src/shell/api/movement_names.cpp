#include "shell/api/movement_names.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/tin.hpp"
#include "core/transit/departure/state.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

using Departing = transit::departure::Movement;

std::string name_of(const Core& core, const Core::Seen& movement) {
  if (movement.row.kind != workflow::departure_stream) return movement.row.ref;
  const auto& mrn = movement.state.as<Departing>().mrn;
  return mrn ? std::string{mrn->str()} : core.reference_to(movement.row.id);
}

/// What bears an LRN and has no MRN: the newest, and whether there are others of another holder.
struct Borne {
  std::optional<Core::Seen> newest;
  bool of_several = false;
};

/// So many streams are folded for one name: what is behind them is found by its holder, or in the list.
constexpr std::size_t folds_max = Core::folds_per_item * limits::api_page_default;

/// Only rows that show the LRN are folded, and of these what is open before what has ended: an LRN that was
/// refused or given up may be another declaration's now.
Borne borne_by(std::string_view lrn, const std::optional<Tin>& holder, const Core& core, const CallPtr& call,
               app::Reader& reader, const workflow::Setting& setting) {
  const std::string whose = list_of(call->actor);
  if (whose.empty() && !may_read(call->actor, Read::movement, {})) return {};
  std::vector<app::StreamId> open;
  std::vector<app::StreamId> ended;
  for (const auto& [key, id] :
       reader.find_all(workflow::concern_list(whose), {}, limits::api_feed_scan_max)) {
    const auto row = reader.stream(id);
    if (!row || row->kind != workflow::departure_stream || row->ref != lrn) continue;
    if (holder && !reader.find(workflow::concern_key(holder->str(), id))) continue;
    (row->open ? open : ended).push_back(id);
  }
  std::size_t folds = folds_max;
  for (const auto* some : {&open, &ended}) {
    Borne borne;
    for (const app::StreamId id : *some) {
      if (folds == 0) break;
      --folds;
      auto seen =
          core.see({.kind = workflow::departure_stream, .by = id}, Read::movement, call, reader, setting);
      if (!seen) continue;
      const Tin of = seen->state.as<Departing>().declaration.holder;
      if (holder && of != *holder) continue;  // it stands in its list as the representative's
      if (!borne.newest) {
        borne.newest = std::move(seen);
        if (holder) return borne;
      } else if (borne.newest->state.as<Departing>().declaration.holder != of) {
        borne.of_several = true;
        return borne;
      }
    }
    if (borne.newest) return borne;
  }
  return {};
}

bool is_name(const Core& core, std::string_view text, app::Reader& reader) {
  if (Mrn::parse(text)) return true;
  const auto id = core.referred_to(text);
  return id && reader.stream(*id);
}

std::string& name_in(net::Request& request) {
  return std::ranges::find(request.parameters, std::string_view{"mrn"}, &net::Parameter::name)->value;
}

}  // namespace

std::string address_of(const Core& core, const Core::Seen& movement) {
  return format("/v1/movements/{}", name_of(core, movement));
}

std::string list_of(const access::Actor& actor) {
  if (may_read(actor, Read::movement, {})) return std::string{workflow::all_concerned};
  return may_read(actor, Read::movement, access::Relations{access::Relation::office}) ? actor.office
                                                                                      : actor.party;
}

bool settle_name(const Core& core, const CallPtr& call, app::Reader& reader) {
  std::string& name = name_in(call->request);
  const auto lrn = Lrn::parse(name);
  if (!lrn || is_name(core, name, reader) || !may_ever_read(call->actor.role, Read::movement)) return true;
  const auto asked = call->request.query_value("holder");
  const auto wanted = asked ? Tin::parse(*asked) : Tin::parse(call->actor.party);
  if (asked && !wanted) {
    answer_bad_query(call, "holder");
    return false;
  }
  const workflow::Setting setting = core.ports().setting();
  std::optional<Core::Seen> found;
  if (wanted) {
    const workflow::Slot slot{.kind = workflow::departure_stream,
                              .by = workflow::lrn_key(*wanted, lrn->str())};
    found = core.see(slot, Read::movement, call, reader, setting);
  }
  if (!found) {
    Borne borne =
        borne_by(lrn->str(), asked ? std::optional{*wanted} : std::nullopt, core, call, reader, setting);
    if (borne.of_several) {
      call->respond(problem(409, Findings{{.rule = "API-017", .pointer = "mrn", .value = name, .detail = {}}},
                            call->trace));
      return false;
    }
    found = std::move(borne.newest);
    // What was refused shows an LRN that may be a movement's of the same holder which has its MRN by now.
    if (found) {
      const Tin holder = found->state.as<Departing>().declaration.holder;
      auto bearer =
          core.see({.kind = workflow::departure_stream, .by = workflow::lrn_key(holder, lrn->str())},
                   Read::movement, call, reader, setting);
      if (bearer) found = std::move(bearer);
    }
  }
  if (found) name = name_of(core, *found);
  return true;
}

}  // namespace lintas::api
