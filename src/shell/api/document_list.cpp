#include "shell/api/document_list.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/aeo_list_routes.hpp"
#include "shell/api/aeo_routes.hpp"
#include "shell/api/call.hpp"
#include "shell/api/concern_page.hpp"
#include "shell/api/core.hpp"
#include "shell/api/document_views.hpp"
#include "shell/api/exporter_routes.hpp"
#include "shell/api/json.hpp"
#include "shell/api/message_body.hpp"
#include "shell/api/origin_routes.hpp"
#include "shell/api/possible.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/who.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

namespace {

constexpr std::array kinds{&certificate_kind, &acdd_kind, &doc_kind,   &exporter_kind,
                           &origin_kind,      &aeo_kind,  &listed_kind};

const DocumentSide* side_of(const DocumentKind& kind, workflow::StreamKind stream) {
  const auto found = std::ranges::find(kind.sides, stream, &DocumentSide::stream);
  return found == kind.sides.end() ? nullptr : &*found;
}

}  // namespace

const DocumentKind* find_document_kind(workflow::StreamKind stream) {
  const auto* const found = std::ranges::find_if(
      kinds, [&](const DocumentKind* kind) { return side_of(*kind, stream) != nullptr; });
  return found == kinds.end() ? nullptr : *found;
}

const DocumentSide* find_document_side(workflow::StreamKind stream) {
  const DocumentKind* kind = find_document_kind(stream);
  return kind == nullptr ? nullptr : side_of(*kind, stream);
}

const DocumentKind* find_document_kind(workflow::CommandType command) {
  const auto is_told = [&](const DocumentKind* kind) {
    return std::ranges::find(kind->told_by_place, command) != kind->told_by_place.end();
  };
  const auto* const found = std::ranges::find_if(kinds, is_told);
  return found == kinds.end() ? nullptr : *found;
}

std::vector<std::string_view> names_of_sides(const DocumentKind& kind) {
  std::vector<std::string_view> names;
  for (const DocumentSide& side : kind.sides) names.push_back(side.name);
  return names;
}

std::vector<std::string_view> ids_of_states(const DocumentKind& kind) {
  std::vector<std::string_view> ids;
  for (const DocumentSide& side : kind.sides) {
    for (const ListedState& state : side.states)
      if (std::ranges::find(ids, state.id) == ids.end() && state.id != "-") ids.push_back(state.id);
  }
  return ids;
}

Roles who_reads(const DocumentKind& kind) {
  Roles roles;
  for (const access::Grant& grant : read_grants) {
    const auto is_asked = [&](const DocumentSide& side) {
      return std::to_underlying(side.read) == grant.command;
    };
    if (std::ranges::any_of(kind.sides, is_asked)) roles.insert(grant.role);
  }
  return roles;
}

void answer_unseen(const CallPtr& call, const DocumentKind& kind) {
  const auto is_ever_seen = [&](const DocumentSide& side) {
    return may_ever_read(call->actor.role, side.read);
  };
  const auto side = std::ranges::find_if(kind.sides, is_ever_seen);
  answer_unseen(call, side == kind.sides.end() ? kind.sides.back().read : side->read, false);
}

std::optional<bool> flag_in(const CallPtr& call, std::string_view name) {
  const auto said = call->request.query_value(name);
  if (said && *said != "true" && *said != "false") {
    answer_bad_query(call, name);
    return std::nullopt;
  }
  return said == "true";
}

// ---- lists

namespace {

struct Filter {
  const DocumentSide* side = nullptr;  ///< none: all
  std::optional<bool> ended;
  std::string state;
  std::optional<Country> partner;
  std::string kind;
  std::optional<Instant> since;
  bool waits = false;
  std::string whose;   ///< only those in this list: of a holder, or of a code; empty: whatever the caller has
  std::string within;  ///< and in this one
};

/// Whose they are, and which code they have. False if one of them is none.
bool read_whose(const DocumentKind& kind, const CallPtr& call, Filter& filter) {
  if (const auto holder = call->request.query_value("holder")) {
    const auto tin = Tin::parse(*holder);
    if (!tin) {
      answer_bad_query(call, "holder");
      return false;
    }
    filter.whose = std::string{tin->str()};
  }
  const auto code = call->request.query_value("code");
  if (code && kind.list_of_code != nullptr && (code->empty() || !is_visible(*code))) {
    answer_bad_query(call, "code");
    return false;
  }
  if (code && kind.list_of_code != nullptr)
    filter.within = std::exchange(filter.whose, kind.list_of_code(*code));
  return true;
}

/// Nothing if the query does not say it; then the call is answered. What a list does not take is refused
/// before it comes here.
std::optional<Filter> filter_in(const DocumentKind& kind, const Core& core, const CallPtr& call) {
  Filter filter;
  const auto asked = [&](std::string_view name) { return call->request.query_value(name); };
  const auto wrong = [&](std::string_view name) {
    answer_bad_query(call, name);
    return std::nullopt;
  };
  if (const auto side = asked("side")) {
    const auto found = std::ranges::find(kind.sides, *side, &DocumentSide::name);
    if (found == kind.sides.end()) return wrong("side");
    filter.side = &*found;
  }
  if (const auto phase = asked("phase")) {
    if (std::ranges::find(phases, *phase) == phases.end()) return wrong("phase");
    if (*phase != "all") filter.ended = *phase == "ended";
  }
  if (const auto state = asked("state")) {
    const auto ids = ids_of_states(kind);
    if (std::ranges::find(ids, *state) == ids.end()) {
      answer_bad_choice(call, "state", ids);
      return std::nullopt;
    }
    filter.state = *state;
  }
  if (const auto partner = asked("partner")) {
    const auto country = Country::parse(*partner);
    if (!country) return wrong("partner");
    filter.partner = *country;
  }
  if (const auto wanted = asked("kind")) {
    if (workflow::kinds_of(core.ports().setting()).find(*wanted) == nullptr) return wrong("kind");
    filter.kind = *wanted;
  }
  if (const auto since = asked("since")) {
    filter.since = instant_or_day(*since, core.ports().setting());
    if (!filter.since) return wrong("since");
  }
  if (!read_whose(kind, call, filter)) return std::nullopt;
  const auto waits = flag_in(call, "waits");
  if (!waits) return std::nullopt;
  filter.waits = *waits;
  return filter;
}

bool may_fit(const Filter& filter, const DocumentSide& side, std::uint16_t status) {
  const ListedState& state = side.states[status];
  if (filter.ended && state.ended != *filter.ended) return false;
  return filter.state.empty() || state.id == filter.state;
}

bool may_fit(const DocumentKind& kind, const Filter& filter, access::Role role, const app::StreamRow& row) {
  const DocumentSide* side = side_of(kind, row.kind);
  if (side == nullptr || (filter.side != nullptr && side != filter.side)) return false;
  if (!may_ever_read(role, side->read)) return false;
  // Others only spoke of it; one that was asked for from here has a name.
  if (row.status == 0 && row.ref.empty()) return false;
  return row.status >= side->states.size() || may_fit(filter, *side, row.status);
}

/// Somebody here should do something, or look at it.
bool waits(const Core& core, const Core::Seen& seen, const DocumentFacts& facts) {
  if (facts.has_alarm) return true;
  const auto* kind = core.ports().national.kind(seen.row.kind);
  return kind->calls_for != nullptr &&
         !kind->calls_for(seen.state, core.ports().clock(), core.ports().setting()).empty();
}

bool fits(const Core& core, const Filter& filter, const DocumentSide& side, const Core::Seen& seen) {
  const DocumentFacts facts = side.facts(seen.state);
  if (!may_fit(filter, side, facts.status)) return false;
  if (filter.partner && facts.other != *filter.partner) return false;
  if (!filter.kind.empty() && facts.kind != filter.kind) return false;
  return !filter.waits || waits(core, seen, facts);
}

/// An exporter has its own list and an authority that of its office, of the side where it is one. What nobody
/// claims yet stands in no office's list: all others look through all, or through what waits, and see what is
/// for them.
Concerned list_for(const DocumentKind& kind, const access::Actor& actor, const Filter& filter) {
  if (!filter.whose.empty()) {
    return {.whose = filter.whose, .within = filter.within, .since = filter.since, .may_fit = {}, .show = {}};
  }
  const std::string among = !filter.kind.empty()
                                ? workflow::list_of_kind(filter.kind)
                                : std::string{filter.waits ? kind.waiting : workflow::all_concerned};
  const bool is_party = actor.role == access::Role::exporter || (kind.lists_by_party && !actor.party.empty());
  const bool has_own = is_party || (filter.side != nullptr && filter.side->authority == actor.role);
  if (!has_own) return {.whose = among, .since = filter.since, .may_fit = {}, .show = {}};
  return {.whose = is_party ? actor.party : actor.office,
          .within = filter.waits ? among : std::string{},
          .since = filter.since,
          .may_fit = {},
          .show = {}};
}

}  // namespace

void list_documents(const DocumentKind& kind, const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto may_see = [&](const DocumentSide& side) { return may_ever_read(call->actor.role, side.read); };
  if (std::ranges::none_of(kind.sides, may_see)) return answer_unseen(call, kind);
  const auto page = core.page_in(call);
  if (!page) return;
  const auto filter = filter_in(kind, core, call);
  if (!filter) return;
  Concerned list = list_for(kind, call->actor, *filter);
  list.may_fit = [&](const app::StreamRow& row) { return may_fit(kind, *filter, call->actor.role, row); };
  list.show = [&](const Core::Seen& seen) -> std::optional<Json> {
    if (!fits(core, *filter, *side_of(kind, seen.row.kind), seen)) return std::nullopt;
    return kind.show_in_list(core, seen);
  };
  answer_concerned(core, call, reader, *page, list);
}

// ---- one document

void show_document(const DocumentKind& kind, const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto seen = kind.see(core, call, reader, setting);
  if (!seen) return answer_unseen(call, kind);
  Json shown = kind.show(core, *seen);
  const auto ties = core.relations(seen->state, seen->row.kind, call->actor, reader, setting);
  shown["acts"] = Json::array();
  for (const ActNow& act : acts_now(core.ports().national, call->actor, ties, seen->row.kind, seen->state,
                                    core.ports().clock(), setting)) {
    if (act.roles.empty()) shown["acts"].push_back({{"name", act.name}, {"words", act.words}});
  }
  const auto events = reader.history(seen->row.head);
  shown["history"] =
      kind.history(events, {.reader = reader, .packer = core.ports().packer()}, call->actor.role);
  shown["messages"] = messages_about(events, reader);
  const DocumentSide* side = side_of(kind, seen->row.kind);
  if (!side->also.empty()) shown[side->also] = side->show_also(events, reader);
  answer_tagged(call, seen->version, shown, setting.sha256);
}

void give_document(const DocumentKind& kind, const Core& core, const CallPtr& call, app::Reader& reader) {
  const workflow::Setting setting = core.ports().setting();
  const auto seen = kind.see(core, call, reader, setting);
  if (!seen) return answer_unseen(call, kind);
  const auto document = kind.document_of(core, *seen, reader, setting);
  if (!document) return answer_nothing(call);
  answer_document(call, *document);
}

// ---- one that is handed in

void take_document(const Core& core, const CallPtr& call,
                   const std::function<std::expected<Asking, Findings>(message::Document)>& make) {
  auto document = read_document(as_text(call->request.body));
  if (!document) return call->respond(problem(422, placed_in_message(call, document.error()), call->trace));
  auto asking = make(*std::move(document));
  if (!asking) return call->respond(problem(422, placed_in_message(call, asking.error()), call->trace));
  const bool taken = core.ports().service.read(
      app::share_of(call->actor.role),
      [self = core.shared_from_this(), call, ask = *std::move(asking)](app::Reader& reader) mutable {
        answering(call, [&] { ask(*self, reader); });
      });
  if (!taken) answer_busy(call);
}

std::string sender_of(const access::Actor& actor) {
  if (actor.role == access::Role::reference_data_keeper) return "keeper of the reference data";
  if (!actor.party.empty()) return actor.party;
  return actor.office.empty() ? std::string{} : format("office {}", actor.office);
}

bool may_bring(const Core& core, const CallPtr& call, workflow::CommandType command) {
  if (const auto never = core.never_may(call->actor, command)) {
    call->respond(problem(403, Findings{*never}, call->trace));
    return false;
  }
  if (!sender_of(call->actor).empty()) return true;
  call->respond(problem(403, "ACC-004", call->trace));
  return false;
}

workflow::Command command_brought(const CallPtr& call, workflow::CommandType type,
                                  std::string_view identification, Brought brought) {
  workflow::Command command{.id = workflow::MessageCommandId{workflow::make_key(
                                workflow::KeyKind::trader_message, sender_of(call->actor), identification)},
                            .type = type,
                            .at = {},
                            .actor = {},
                            .content = std::move(brought.content),
                            .payloads = {},
                            .lane = {}};
  command.payloads.push_back(std::move(brought.payload));
  return command;
}

void take_act(const Core& core, const CallPtr& call, workflow::CommandType type,
              const std::function<std::expected<Brought, Findings>(const message::Document&)>& make) {
  take_document(core, call, [&](const message::Document& document) -> std::expected<Asking, Findings> {
    auto made = make(document);
    if (!made) return std::unexpected(std::move(made.error()));
    return [call,
            command = command_brought(call, type, document.message.message_identification, *std::move(made))](
               const Core& self, app::Reader& /*reader*/) mutable { self.ask(call, std::move(command)); };
  });
}

}  // namespace lintas::api
