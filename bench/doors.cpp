#include "bench/doors.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <numeric>
#include <semaphore>
#include <thread>

#include "bench/corridor.hpp"
#include "bench/floor.hpp"

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"

namespace lintas::bench {

namespace {

std::string text_in(const std::filesystem::path& path) {
  std::ifstream in{path};
  require(in.good(), "the nodes were prepared");
  return {std::istreambuf_iterator<char>{in}, {}};
}

Answer answer_of(const net::Client::Result& result) {
  if (!result) return {.status = 0, .text = result.error().what, .retry_after = {}};
  Answer answer{.status = result->status, .text = std::string{as_text(result->body)}, .retry_after = {}};
  if (const auto pause = result->headers.find("Retry-After")) {
    int seconds = 0;
    const auto read = std::from_chars(pause->data(), pause->data() + pause->size(), seconds);
    if (read.ec == std::errc{}) answer.retry_after = std::chrono::seconds{seconds};
  }
  return answer;
}

}  // namespace

void fail(const std::string& why) {
  std::fflush(stdout);
  std::fprintf(stderr, "bench_traffic: %s\n", why.c_str());
  std::_Exit(1);  // other threads are in the middle of something
}

std::string_view Answer::text_of(std::string_view name) const {
  const std::string_view all = text;
  const std::string member = format("\"{}\":", name);
  auto at = all.find(member);
  if (at == std::string_view::npos) return {};
  at += member.size();
  const bool quoted = at < all.size() && all[at] == '"';
  if (quoted) ++at;
  const auto end = all.find_first_of(quoted ? "\"" : ",}]", at);
  return all.substr(at, end - at);
}

double Times::at(double part) {
  if (all_.empty()) return 0;
  const auto place = static_cast<std::size_t>(std::ceil(part * static_cast<double>(all_.size())));
  const auto nth = all_.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(place, 1) - 1);
  std::ranges::nth_element(all_, nth);
  return static_cast<double>(*nth) / 1e3;
}

void add_times(Report& report, const std::string& when, TimesByKind times, TimesByKind floors) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (static_cast<Kind>(i) == Kind::other || times.at(i).count() == 0) continue;
    const std::string name = when + std::string{kind_names.at(i)};
    const auto floor = [&](double part) {
      return floors.at(i).count() == 0 ? std::nullopt : std::optional{floors.at(i).at(part)};
    };
    report.add({name + ", p50", times.at(i).at(0.5), "ms", floor(0.5)});
    report.add({name + ", p99", times.at(i).at(0.99), "ms", floor(0.99)});
    report.add({name + ", longest", times.at(i).at(1), "ms", {}});
  }
}

Doors::Doors(net::Loop& loop, const std::filesystem::path& folder, std::span<const Person> crowd,
             std::size_t connections)
    : client_(loop, {.connections_per_target = connections}) {
  for (const Person& person : crowd) {
    if (!doors_.contains(person.state)) {
      const node::Config config = config_of(folder, person.state);
      auto tls = net::ClientTls::make(
          {.servers = {.certificates_pem = text_in(config.api.certificate_file), .fingerprints = {}}});
      require(tls.has_value(), "a node has a certificate");
      doors_[person.state] = {
          .url = {.tls = true, .host = "127.0.0.1", .port = config.api.port, .target = {}},
          .operations = {.tls = false, .host = "127.0.0.1", .port = config.operations.port, .target = {}},
          .tls = *std::move(tls)};
    }
    std::string key = text_in(key_file(folder, person));
    key.pop_back();  // the end of its line
    authorizations_[{person.state, person.name}] = "Bearer " + key;
  }
}

void Doors::send(Ask ask, OnAnswer on_answer) {
  const Door& door = doors_.at(ask.state);
  net::ClientRequest request{.url = door.url, .tls = door.tls};
  request.url.target = std::move(ask.target);
  request.headers.add("Authorization", authorizations_.at({ask.state, ask.who}));
  if (!ask.body.empty()) {
    request.method = net::Method::post;
    request.headers.add("Content-Type", ask.content_type);
    if (!ask.idempotency_key.empty()) request.headers.add("Idempotency-Key", ask.idempotency_key);
    request.body = copy_of(as_bytes(ask.body));
  }
  client_.send(
      std::move(request), [this, kind = ask.kind, begin = ask.due.value_or(SteadyClock::now()),
                           on_answer = std::move(on_answer)](const net::Client::Result& result) mutable {
        Answer answer = answer_of(result);
        answer.took = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - begin);
        if (answer.is_done()) {
          const std::scoped_lock lock{mutex_};
          times_.at(static_cast<std::size_t>(kind)).add(answer.took);
        }
        on_answer(answer);
      });
}

Answer Doors::ask(Ask ask) {
  std::promise<Answer> promise;
  send(std::move(ask), [&](const Answer& answer) { promise.set_value(answer); });
  return promise.get_future().get();
}

void Doors::ask_all(std::size_t count, std::ptrdiff_t at_once, const std::function<Ask(std::size_t)>& make,
                    const std::function<void(std::size_t, const Answer&)>& on_answer) {
  std::counting_semaphore<> room{at_once};
  for (std::size_t i = 0; i < count; ++i) {
    room.acquire();
    send(make(i), [&, i](const Answer& answer) {
      on_answer(i, answer);
      room.release();
    });
  }
  for (std::ptrdiff_t i = 0; i < at_once; ++i) room.acquire();
}

net::Client::Result Doors::look(std::size_t state, std::string_view target) {
  net::ClientRequest request{.url = doors_.at(state).operations};
  request.url.target = target;
  return client_.ask(std::move(request));
}

std::vector<double> Doors::metrics(std::size_t state, std::string_view name, std::string_view labels) {
  const auto result = look(state, "/metrics");
  require(result.has_value() && result->status == 200, "a node tells its metrics");
  const std::string_view text = as_text(result->body);
  std::vector<double> found;
  for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::string_view line = text.substr(at, text.find('\n', at) - at);
    const char behind = line.size() > name.size() ? line[name.size()] : ' ';
    const bool at_begin = at == 0 || text[at - 1] == '\n';
    if (!at_begin || (behind != ' ' && behind != '{') || !line.contains(labels)) continue;
    found.push_back(std::strtod(std::string{line.substr(line.rfind(' ') + 1)}.c_str(), nullptr));
  }
  require(!found.empty(), "a metric has the name that it had");
  return found;
}

double Doors::metric(std::size_t state, std::string_view name, std::string_view labels) {
  const auto series = metrics(state, name, labels);
  return std::accumulate(series.begin(), series.end(), 0.0);
}

bool Doors::is_ready(std::size_t state) {
  const auto result = look(state, "/ready");
  return result && result->status == 200;
}

void Doors::wait_until_told() {
  // They are looked at one after the other: what the last told the first meanwhile is seen the next time.
  const Watch watch;
  for (int calm = 0; calm < 2;) {
    if (watch.seconds() > patience)
      fail("a node still has something to tell the others: lintas_outbox_waiting");
    double waiting = 0;
    for (const auto& [state, door] : doors_) waiting += metric(state, "lintas_outbox_waiting");
    calm = waiting > 0 ? 0 : calm + 1;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  for (const auto& [state, door] : doors_) {
    for (const auto* name : {"lintas_quarantined", "lintas_dead_letters"}) {
      if (metric(state, name) > 0) fail(format("{}: {} is not 0", Corridor::countries.at(state), name));
    }
  }
}

TimesByKind Doors::take_times() {
  const std::scoped_lock lock{mutex_};
  return std::exchange(times_, {});
}

}  // namespace lintas::bench
