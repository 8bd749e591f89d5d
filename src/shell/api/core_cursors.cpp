#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// Places in the log as cursors, and lists page by page.
namespace lintas::api {

std::uint32_t Core::round_of(std::uint32_t half, unsigned round, Mark mark,
                             const workflow::Setting& setting) const {
  std::array<std::byte, 9> input{static_cast<std::byte>(round)};
  for (std::size_t i = 0; i < 4; ++i) input[i + 1] = static_cast<std::byte>(half >> (8 * i));
  for (std::size_t i = 0; i < 4; ++i) input[i + 5] = static_cast<std::byte>(mark >> (8 * i));
  const std::array parts{ByteView{ports_.cursor_secret}, ByteView{input}.first(mark == 0 ? 5 : 9)};
  const Hash256 hash = setting.sha256(parts);
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = (value << 8) | std::to_integer<std::uint32_t>(hash.bytes[i]);
  return value;
}

std::string Core::cursor_of(std::int64_t place, Mark mark) const {
  const workflow::Setting setting = ports_.setting();
  auto left = static_cast<std::uint32_t>(static_cast<std::uint64_t>(place) >> 32);
  auto right = static_cast<std::uint32_t>(place);
  for (unsigned round = 0; round < 4; ++round) {
    const std::uint32_t mixed = left ^ round_of(right, round, mark, setting);
    left = std::exchange(right, mixed);
  }
  return format("{:08x}{:08x}", left, right);
}

std::string Core::cursor(std::int64_t place) const { return cursor_of(place, 0); }

std::string Core::feed_cursor(std::int64_t place) const {
  const auto is_behind = [&](const app::Loss& loss) { return place > std::to_underlying(loss.last); };
  const auto loss = std::ranges::find_if(ports_.losses | std::views::reverse, is_behind);
  return cursor_of(place, loss == ports_.losses.rend() ? 0 : loss->mark);
}

std::optional<std::int64_t> Core::feed_place(std::string_view cursor, std::int64_t end) const {
  // More than a node writes until it is lost; read as another kind a cursor leads further away.
  constexpr auto lost_max = std::int64_t{1} << 32;
  const std::vector<app::Loss>& losses = ports_.losses;
  for (std::size_t kind = losses.size() + 1; kind-- > 0;) {
    const auto place = place_in(cursor, kind == 0 ? 0 : losses[kind - 1].mark);
    const std::int64_t first = kind == 0 ? -1 : std::to_underlying(losses[kind - 1].last);
    const bool is_newest = kind == losses.size();
    const std::int64_t last = is_newest ? end : std::to_underlying(losses[kind].last);
    if (!place || *place <= first) continue;
    if (*place <= last) return place;
    if (!is_newest && *place - last <= lost_max) return last;
  }
  return std::nullopt;
}

std::optional<Core::Page> Core::page_in(const CallPtr& call) const {
  const auto count = page_size(call);
  const auto after = cursor_in(call);
  if (!count || !after) {
    answer_bad_query(call, count ? "after" : "limit");
    return std::nullopt;
  }
  return Page{.count = *count, .after = *after};
}

std::optional<Core::Page> Core::feed_page_in(const CallPtr& call, app::Reader& reader) const {
  const auto count = page_size(call);
  const auto text = call->request.query_value("after");
  const auto after = text ? feed_place(*text, std::to_underlying(reader.counters().seq)) : 0;
  if (!count || !after) {
    answer_bad_query(call, count ? "after" : "limit");
    return std::nullopt;
  }
  return Page{.count = *count, .after = *after};
}

void Core::list_open(const CallPtr& call, app::Reader& reader, Read read,
                     const std::function<bool(Json& items, const app::StreamRow&)>& show) const {
  if (!may_ever_read(call->actor.role, read)) return answer_unseen(call, read, false);
  const auto page = page_in(call);
  if (!page) return;
  const auto asked = call->request.query_value("office").value_or(call->actor.office);
  access::Relations ties;
  if (!asked.empty() && asked == call->actor.office) ties.add(access::Relation::office);
  // That there is an office everybody knows.
  if (!may_read(call->actor, read, ties)) return answer_unseen(call, read, true);
  // The programme office is one for the state: its work is that of everybody in it.
  const std::int64_t office = call->actor.role == access::Role::aeo_manager
                                  ? workflow::programme_office_number
                                  : workflow::office_number(asked);
  auto rows = reader.work_list(office, app::StreamId{page->after}, limits::api_feed_scan_max);
  const auto today = std::chrono::floor<std::chrono::days>(ports_.clock());
  // What waits for the certifying authority waits at each of its offices.
  if (asked == call->actor.office && !asked.empty() &&
      workflow::certifies_exporters(call->actor, today, ports_.setting())) {
    const auto more = reader.work_list(workflow::certifying_office_number, app::StreamId{page->after},
                                       limits::api_feed_scan_max);
    rows.insert(rows.end(), more.begin(), more.end());
    std::ranges::sort(rows, {}, &app::StreamRow::id);
    rows.resize(std::min(rows.size(), limits::api_feed_scan_max));
  }
  Json items = Json::array();
  std::int64_t last = page->after;
  std::size_t folds = folds_per_item * page->count;
  for (const app::StreamRow& row : rows) {
    if (items.size() >= page->count || folds == 0) break;
    last = std::to_underlying(row.id);
    if (show(items, row)) --folds;
  }
  Json body{{"items", items}};
  if (items.size() >= page->count || folds == 0 || rows.size() == limits::api_feed_scan_max)
    body["next"] = cursor(last);
  call->respond(json_response(200, body));
}

std::string Core::reference_to(app::StreamId stream) const { return cursor(std::to_underlying(stream)); }

std::optional<app::StreamId> Core::referred_to(std::string_view reference) const {
  const auto place = place_of(reference);
  return place ? std::optional{app::StreamId{*place}} : std::nullopt;
}

std::optional<std::int64_t> Core::cursor_in(const CallPtr& call) const {
  const auto text = call->request.query_value("after");
  return text ? place_of(*text) : 0;
}

std::optional<std::int64_t> Core::place_of(std::string_view cursor) const { return place_in(cursor, 0); }

std::optional<std::int64_t> Core::place_in(std::string_view cursor, Mark mark) const {
  std::uint64_t both = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), both, 16);
  if (cursor.size() != 16 || error != std::errc{} || end != cursor.data() + cursor.size())
    return std::nullopt;
  const workflow::Setting setting = ports_.setting();
  auto left = static_cast<std::uint32_t>(both >> 32);
  auto right = static_cast<std::uint32_t>(both);
  for (unsigned round = 4; round-- > 0;) {
    const std::uint32_t mixed = right ^ round_of(left, round, mark, setting);
    right = std::exchange(left, mixed);
  }
  const auto place = static_cast<std::int64_t>((std::uint64_t{left} << 32) | right);
  // Half of what nobody was given is below zero; the rest leads behind the end.
  return place < 0 ? std::nullopt : std::optional{place};
}

}  // namespace lintas::api
