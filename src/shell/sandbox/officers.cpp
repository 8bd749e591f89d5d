#include "shell/sandbox/officers.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "core/sandbox/offices.hpp"
#include "shell/net/http.hpp"
#include "shell/sandbox/client.hpp"
#include "shell/sandbox/town.hpp"

namespace lintas::sandbox {

namespace {

using namespace std::chrono_literals;

/// Between two looks at the feeds.
constexpr auto look_every = 250ms;
/// Times that an act is asked for in one state of a movement; each pause is twice as long as the one before.
/// An act that is done leads on: what is asked again was refused, or is hindered until others do something.
constexpr unsigned attempts_max = 8;

std::string text_or_none(const Json& json, const char* member) {
  return json.contains(member) && json[member].is_string() ? json[member].get<std::string>() : std::string{};
}

std::vector<std::string> all_of(const Json& list, const char* member) {
  std::vector<std::string> all;
  for (const Json& one : list) all.push_back(one.value(member, ""));
  return all;
}

/// The state at a desk, of a movement that may be in several at once: it passes and ends here.
std::string state_at(Desk desk, const Json& shown) {
  const bool ends = shown.value("role", "") == "destination";
  if (desk == Desk::transit && ends)
    return shown.contains("passage") ? shown["passage"].value("id", "-") : "-";
  if (desk == Desk::destination && !ends) return "-";
  return shown["state"].value("id", "-");
}

std::string role_of(Desk desk) { return format("officer_of_{}", name(desk)); }

}  // namespace

Officers::Officers(const Town& town, Options options)
    : town_(town), options_(std::move(options)), thread_([this] { run(); }) {}

Officers::~Officers() {
  {
    const std::scoped_lock lock{lock_};
    stopped_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void Officers::run() {
  for (;;) {
    try {
      work();
    } catch (const Unanswered&) {  // NOLINT(bugprone-empty-catch): the next look is what is done about it
      // A node that is too busy is asked again with the next look.
    } catch (const std::exception& failure) {
      options_.tell({.office = "officers", .act = "", .mrn = "", .refused = failure.what()});
    }
    auto until = Clock::now() + look_every;
    if (const auto due = first_due(); due && changed_.empty()) until = std::min(until, *due);
    std::unique_lock lock{lock_};
    if (stop_.wait_until(lock, until, [this] { return stopped_; })) return;
  }
}

void Officers::work() {
  for (const std::string& state : town_.ground().states) follow(state);
  while (!changed_.empty()) {
    const std::string mrn = changed_.extract(changed_.begin()).value();
    try {
      consider(mrn);
    } catch (const Unanswered&) {
      changed_.insert(mrn);
      throw;
    }
  }
  std::vector<Key> due;
  for (const auto& [at, intention] : intended_)
    if (intention.due <= Clock::now()) due.push_back(at);
  for (const Key& at : due) act(at);
}

std::optional<Officers::Clock::time_point> Officers::first_due() const {
  std::optional<Clock::time_point> first;
  for (const auto& [at, intention] : intended_)
    if (!first || intention.due < *first) first = intention.due;
  return first;
}

/// Which movements something happened to.
void Officers::follow(const std::string& state) {
  const std::string& key = town_.account(state, "auditor")->key;
  std::string& behind = seen_[state];
  for (;;) {
    const auto page = town_.client(state).get(
        key, format("/v1/events?limit=100{}{}", behind.empty() ? "" : "&after=", behind));
    if (!page.done()) return;
    behind = page.json.value("next", behind);
    if (page.json["items"].empty()) return;
    for (const Json& event : page.json["items"]) {
      const std::string kind = event.value("kind", "");
      if (kind == "departure" || kind == "journey") changed_.insert(event.value("ref", ""));
    }
  }
}

/// Told by departure; nothing once it has ended there, or where nothing is known of it.
std::optional<Officers::Movement> Officers::movement(const std::string& mrn) const {
  if (mrn.size() < 4) return std::nullopt;
  const std::string state = mrn.substr(2, 2);
  const auto* auditor = town_.account(state, "auditor");
  if (auditor == nullptr) return std::nullopt;
  const auto answer = town_.client(state).get(auditor->key, "/v1/movements/" + mrn);
  if (!answer.done() || answer.json.value("role", "") != "departure" || answer.json.value("ended", true))
    return std::nullopt;
  const Json& shown = answer.json;
  Movement movement{.lrn = shown.value("lrn", ""), .road = {}};
  movement.road = {.departure = shown["route"].value("departure", ""),
                   .transit = shown["route"].value("transit", std::vector<std::string>{}),
                   .destination = shown["route"].value("destination", ""),
                   .crossed = all_of(shown["crossings"], "office"),
                   .arrived = shown["arrival"].is_object() ? shown["arrival"].value("office", "") : ""};
  movement.released = !text_or_none(shown, "released").empty();
  return movement;
}

void Officers::consider(const std::string& mrn) {
  const auto now = movement(mrn);
  std::vector<Stop> stops;
  if (now) {
    stops.push_back({.desk = Desk::departure, .office = now->road.departure});
    if (now->released) {
      stops.push_back(next_stop(now->road, scenario_of(now->lrn), town_.reference(),
                                std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())));
    }
  }
  std::erase_if(intended_, [&](const auto& one) {
    const auto& [at, intention] = one;
    return at.first == mrn && std::ranges::none_of(stops, [&](const Stop& stop) {
             return Place{.desk = stop.desk, .office = stop.office} == at.second;
           });
  });
  if (!now) {
    std::erase_if(attempts_, [&](const auto& one) { return one.first.first.first == mrn; });
    return;
  }
  for (const Stop& stop : stops) intend(mrn, *now, stop);
}

/// What the officer there sees, and would do.
Officers::Look Officers::look(const std::string& mrn, const Movement& movement, const Place& place) const {
  const auto* officer = town_.officer(place.office, role_of(place.desk), false);
  if (officer == nullptr) return {};
  const auto answer = town_.client(officer->state).get(officer->key, "/v1/movements/" + mrn);
  Look look{.deed = nullptr, .state = "-", .etag = answer.etag};
  // Goods may arrive at an office that was told nothing of them.
  std::vector<std::string> acts{"destination.record_arrival"};
  std::vector<std::string> happened;
  if (answer.done()) {
    look.state = state_at(place.desk, answer.json);
    acts = all_of(answer.json["acts"], "name");
    happened = all_of(answer.json["history"], "event");
  } else if (place.desk != Desk::destination) {
    return look;
  }
  look.deed = next({.lrn = movement.lrn,
                    .desk = place.desk,
                    .state = look.state,
                    .crossed = !movement.road.crossed.empty(),
                    .acts = acts,
                    .happened = happened});
  return look;
}

Officers::Clock::duration Officers::pause(std::chrono::minutes human, unsigned attempts) const {
  const auto alone =
      std::chrono::duration<double, std::ratio<60>>{static_cast<double>(human.count()) / options_.speed};
  auto pause = std::chrono::duration_cast<Clock::duration>(alone);
  if (attempts > 0) pause += 1s * (1U << attempts);
  return pause;
}

void Officers::intend(const std::string& mrn, const Movement& movement, const Stop& stop) {
  const Key at{mrn, {.desk = stop.desk, .office = stop.office}};
  const Look seen = look(mrn, movement, at.second);
  const auto found = intended_.find(at);
  if (seen.deed == nullptr) {
    if (found != intended_.end()) intended_.erase(found);
    return;
  }
  const bool same =
      found != intended_.end() && found->second.deed == seen.deed && found->second.state == seen.state;
  if (same) return;  // what the officer is about to do
  const auto tried = attempts_.find({at, format("{} {}", seen.state, seen.deed->act)});
  const unsigned attempts = tried == attempts_.end() ? 0 : tried->second;
  if (attempts >= attempts_max) return;
  intended_[at] = {.deed = seen.deed,
                   .state = seen.state,
                   .due = Clock::now() + pause(stop.drive + seen.deed->takes, attempts)};
}

/// Looks once more, as people do before they decide.
void Officers::act(const Key& at) {
  const auto& [mrn, place] = at;
  const Intention intention = intended_.at(at);
  intended_.erase(at);
  changed_.insert(mrn);
  const auto now = movement(mrn);
  if (!now) return;
  const Look seen = look(mrn, *now, place);
  if (seen.deed != intention.deed || seen.state != intention.state) return;
  const Deed& deed = *seen.deed;
  const unsigned attempt = ++attempts_[{at, format("{} {}", seen.state, deed.act)}];
  const auto* officer = town_.officer(place.office, role_of(place.desk), false);
  std::vector<net::Headers::Field> headers{
      {.name = "Idempotency-Key",
       .value = format("{}/{}/{}/{}", mrn, deed.act, place.office,
                       seen.etag.empty() ? std::to_string(attempt) : seen.etag)}};
  if (!seen.etag.empty()) headers.push_back({.name = "If-Match", .value = seen.etag});
  const auto* second = town_.officer(place.office, role_of(place.desk), true);
  if (deed.four_eyes && second != nullptr) headers.push_back({.name = "Lintas-Second", .value = second->key});
  const auto answer = town_.client(officer->state)
                          .post(officer->key, format("/v1/acts/{}", deed.act),
                                content_of(deed, mrn, place.office), std::move(headers));
  if (answer.status == 412) return;  // somebody else did something meanwhile
  options_.tell({.office = place.office,
                 .act = deed.act,
                 .mrn = mrn,
                 .refused = answer.done() && !answer.json.contains("faults") ? std::string{} : answer.why()});
}

}  // namespace lintas::sandbox
