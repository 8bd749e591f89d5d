#include "shell/api/concern_page.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/server.hpp"

namespace lintas::api {

void answer_concerned(const Core& core, const CallPtr& call, app::Reader& reader, const Core::Page& page,
                      const Concerned& list) {
  const workflow::Setting setting = core.ports().setting();
  Bytes after;
  if (page.after != 0) after = workflow::concern_key(list.whose, app::StreamId{page.after}).value;
  const auto found = reader.find_all(workflow::concern_list(list.whose), after, limits::api_feed_scan_max);
  Json items = Json::array();
  std::int64_t last = page.after;
  bool too_old = false;
  const std::size_t folds = Core::folds_per_item * page.count;
  std::size_t folded = 0;
  for (const auto& [key, id] : found) {
    if (items.size() == page.count || folded == folds) break;
    last = std::to_underlying(id);
    const auto row = reader.stream(id);
    if (!row || !list.may_fit(*row)) continue;
    if (!list.within.empty() && !reader.find(workflow::concern_key(list.within, id))) continue;
    ++folded;
    const auto seen = core.see({.kind = row->kind, .by = id}, right_of(row->kind), call, reader, setting);
    if (!seen) continue;
    const auto began = [&] { return reader.history(row->head).front().at; };
    too_old = list.since && began() < *list.since;  // and so is what comes behind it
    if (too_old) break;
    auto shown = list.show(*seen);
    if (!shown) continue;
    (*shown)["began"] = to_text(began());
    items.push_back(*std::move(shown));
  }
  Json body{{"items", items}};
  const bool more =
      items.size() == page.count || folded == folds || found.size() == limits::api_feed_scan_max;
  if (more && !too_old) body["next"] = core.cursor(last);
  call->respond(json_response(200, body));
}

bool is_visible(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](char c) { return (c >= '\0' && c < ' ') || c == '\x7f'; });
}

std::optional<Instant> instant_or_day(std::string_view text, const workflow::Setting& setting) {
  if (const auto instant = parse_instant(text)) return instant;
  const auto day = parse_day(text);
  if (!day) return std::nullopt;
  return Instant{*day} - workflow::clocks_here(Instant{*day}, setting);
}

std::optional<Instant> past_instant_in(const Core& core, const CallPtr& call, std::string_view name,
                                       std::optional<Instant> otherwise) {
  const auto said = call->request.query_value(name);
  if (!said && otherwise) return otherwise;
  const auto at = instant_or_day(said.value_or(""), core.ports().setting());
  if (!at) {
    answer_bad_query(call, name);
    return std::nullopt;
  }
  if (*at > core.ports().clock()) {
    call->respond(problem(
        422,
        Findings{
            {.rule = "API-020", .pointer = std::string{name}, .value = std::string{*said}, .detail = {}}},
        call->trace));
    return std::nullopt;
  }
  return at;
}

}  // namespace lintas::api
