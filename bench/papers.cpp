#include "bench/papers.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "bench/corridor.hpp"
#include "bench/declarations.hpp"
#include "bench/people.hpp"

#include "base/require.hpp"
#include "base/text.hpp"

namespace lintas::bench {

namespace {

static_assert(Corridor::countries[Papers::issuer] == "MY" && Corridor::countries[Papers::importer] == "TH");

constexpr std::string_view number_prefix = "MY-TH 26/";
constexpr std::string_view authority = "MYPKG001";
constexpr std::string_view customs_system = "CLEARANCE";
constexpr std::size_t page_items = 100;  // the most that the feed gives at once

constexpr std::chrono::milliseconds tick_interval{5};
/// Of who follows the feed, where nothing new stood in it.
constexpr std::chrono::milliseconds look_interval{10};
/// Longer than any pause that a node asks for: what is not heard of then is lost.
constexpr std::chrono::minutes silence_max{2};

Instant system_now() { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }

/// The goods leave tomorrow, and also where midnight comes before the approval: what has left is marked as
/// issued retroactively.
std::string example_of_today() {
  return moved(file_text("examples/documents/my-th-gloves-application.xml"), {"<DepartureDateTime>"},
               moved_to(system_now()) + std::chrono::days{1});
}

std::string number_of(std::size_t n) { return format("{}{:09}", number_prefix, n); }

}  // namespace

Papers::Papers(net::Loop& loop, Doors& doors, Doors& feed, Options options)
    : loop_(loop), doors_(doors), feed_(feed), options_(options), example_(example_of_today()) {}

/// Nothing of it is left on the loop.
Papers::~Papers() {
  loop_.call([] {});
}

std::string Papers::application(std::size_t n) const {
  std::string text = example_;
  const auto put = [&](std::string_view what, const std::string& by) {
    const auto at = text.find(what);
    require(at != std::string::npos, "the example has what is replaced");
    text.replace(at, what.size(), by);
  };
  put("PGI-2026-0117-1", format("M-{:09}", n));
  put("PGI-2026-0117", format("A-{:09}", n));
  return text;
}

void Papers::play(std::size_t first, std::size_t count, Step from, Step to, double rate) {
  require(first > 0 && from < to, "certificates are numbered from 1, and go on");
  all_there_ = {};
  papers_.resize(std::max(papers_.size(), first + count - 1));
  first_ = first;
  count_ = count;
  from_ = from;
  to_ = to;
  rate_ = rate;
  begun_ = there_ = 0;
  loop_.call([this] {
    begin_ = last_heard_ = look_at_ = SteadyClock::now();
    tick();
  });
  all_there_.get_future().wait();
}

void Papers::tick() {
  const auto now = SteadyClock::now();
  while (!later_.empty() && later_.begin()->first <= now) {
    ready_.push_back(later_.begin()->second);
    later_.erase(later_.begin());
  }
  if (to_ > Step::use && there_ < count_ && !is_looking_ && look_at_ <= now) look();
  pump();
  if (there_ == count_ && !is_looking_) return all_there_.set_value();
  if (now - last_heard_ > silence_max)
    fail(format("nothing was heard for two minutes, and {} certificates are under way", begun_ - there_));
  loop_.after(tick_interval, [this] { tick(); });
}

bool Papers::may_begin() const {
  if (begun_ == count_ || begun_ - there_ >= options_.under_way) return false;
  const std::chrono::duration<double> since = SteadyClock::now() - begin_;
  return rate_ == 0 || static_cast<double>(begun_) < since.count() * rate_;
}

void Papers::pump() {
  while (asked_ < options_.at_once) {
    if (!ready_.empty()) {
      const std::size_t n = ready_.front();
      ready_.pop_front();
      ask(n);
    } else if (may_begin()) {
      const std::size_t n = first_ + begun_++;
      require(papers_.at(n - 1).step == from_, "a certificate goes on where it was");
      go_on(n);
    } else {
      return;
    }
  }
}

void Papers::go_on(std::size_t n) {
  Paper& paper = papers_.at(n - 1);
  paper.is_awaited = paper.step == Step::use && !paper.has_come;
  if (!paper.is_awaited) ready_.push_back(n);
}

// ---- who asks

Ask Papers::next_of(std::size_t n) const {
  const Paper& paper = papers_.at(n - 1);
  const auto act = [&](std::size_t state, std::string_view who, Kind kind, std::string_view name,
                       std::string content) {
    return Ask{.state = state,
               .who = who,
               .kind = kind,
               .target = format("/v1/acts/{}", name),
               .body = std::move(content),
               .content_type = "application/json",
               .idempotency_key = format("{}/{}", n, name)};
  };
  const std::string document = format(R"({{"document":"{}")", paper.document);
  switch (paper.step) {
    case Step::draft:
      return {.state = issuer,
              .who = "exporter",
              .kind = Kind::draft,
              .target = "/v1/documents",
              .body = application(n),
              .content_type = "application/xml"};
    case Step::apply: return act(issuer, "exporter", Kind::apply, "issue.submit", document + "}");
    case Step::approve:
      return act(issuer, authority, Kind::approve, "issue.approve",
                 format(R"({},"number":"{}","qualifying":[1,2]}})", document, number_of(n)));
    case Step::send: return act(issuer, "exporter", Kind::send, "issue.transmit", document + "}");
    case Step::use:
    case Step::none: break;
  }
  // Both items, and the quantities of the example.
  return act(importer, customs_system, Kind::use, "import.utilise",
             format(R"({{"certificate":{{"state":"MY","office":"{}","number":"{}","kind":"e_form_d"}},)"
                    R"("declaration":"D-{:09}","invoices":["PGI/26/3391"],"lines":[)"
                    R"({{"item":1,"quantity":"2400"}},{{"item":2,"quantity":"1200"}}],"office":"THBKK001"}})",
                    authority, number_of(n), n));
}

void Papers::ask(std::size_t n) {
  ++asked_;
  Paper& paper = papers_.at(n - 1);
  // Who has to come again for a busy node waits since the first time.
  if (paper.step == Step::send && paper.sent == SteadyClock::time_point{}) paper.sent = SteadyClock::now();
  doors_.send(next_of(n), [this, n](const Answer& answer) {
    --asked_;
    last_heard_ = SteadyClock::now();
    take(n, answer);
    pump();
  });
}

void Papers::take(std::size_t n, const Answer& answer) {
  Paper& paper = papers_.at(n - 1);
  if (answer.is_to_be_repeated()) {
    ++(answer.status == 0 ? unanswered_ : busy_);
    later_.emplace(SteadyClock::now() + answer.retry_after.value_or(std::chrono::seconds{1}), n);
    return;
  }
  if (!answer.is_done())
    fail(format("certificate {} is refused at step {} with {}: {}", n, static_cast<int>(paper.step),
                answer.status, answer.text));
  if (paper.step == Step::draft) paper.document = answer.text_of("document");
  paper.step = static_cast<Step>(static_cast<int>(paper.step) + 1);
  if (paper.step == to_) {
    ++there_;
  } else {
    go_on(n);
  }
}

// ---- who follows the feed

void Papers::look() {
  is_looking_ = true;
  std::string target = format("/v1/events?limit={}", page_items);
  if (!cursor_.empty()) target += format("&after={}", cursor_);
  feed_.send({.state = importer, .who = customs_system, .target = std::move(target)},
             [this](const Answer& answer) {
               is_looking_ = false;
               const auto now = SteadyClock::now();
               if (answer.is_to_be_repeated()) {
                 look_at_ = now + answer.retry_after.value_or(std::chrono::seconds{1});
                 return;
               }
               if (!answer.is_done()) fail(format("the feed is refused: {} {}", answer.status, answer.text));
               const std::size_t events = read(answer);
               pump();
               look_at_ = now + look_interval;
               if (events == page_items && there_ < count_) look();
             });
}

std::size_t Papers::read(const Answer& page) {
  constexpr std::string_view each = R"("cursor":)";
  constexpr std::string_view received = R"("event":"import.received")";
  const std::string_view text = page.text;
  cursor_ = page.text_of("next");
  require(!cursor_.empty(), "a page of the feed says where it goes on");
  std::size_t events = 0;
  for (auto at = text.find(each); at != std::string_view::npos; at = text.find(each, at + 1)) ++events;
  const auto now = SteadyClock::now();
  for (auto at = text.find(received); at != std::string_view::npos; at = text.find(received, at + 1)) {
    const auto number = text.find(number_prefix, at);
    require(number != std::string_view::npos, "a certificate that came has its number");
    const auto n = std::strtoull(page.text.c_str() + number + number_prefix.size(), nullptr, 10);
    Paper& paper = papers_.at(n - 1);
    last_heard_ = now;
    paper.has_come = true;
    if (from_ <= Step::send)
      ways_.add(std::chrono::duration_cast<std::chrono::microseconds>(now - paper.sent));
    if (paper.is_awaited) go_on(n);
  }
  return events;
}

}  // namespace lintas::bench
