#include "bench/convoy.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace lintas::bench {

namespace {

/// What people do about a movement, one after the other. The first is the declaration.
struct Act {
  Kind kind = Kind::other;
  std::size_t state = 0;
  std::string_view who;  ///< and the office, if it is to be named
  std::string_view name{};
  bool names_office = true;
  bool inspects = false;
};
constexpr std::array acts{Act{Kind::submit, 0, "trader"},
                          Act{Kind::release, 0, "SGTUS001", "departure.release", false},
                          Act{Kind::passage, 1, "MYTJK001", "passage.record_passage", true, true},
                          Act{Kind::passage, 1, "MYBKH001", "passage.record_passage", true, true},
                          Act{Kind::passage, 2, "THSDO001", "passage.record_passage", true, true},
                          Act{Kind::arrival, 2, "THBKK001", "destination.record_arrival"},
                          Act{Kind::result, 2, "THBKK001", "destination.release_uncontrolled", true, true}};
static_assert(acts.size() == Corridor::steps.size());

constexpr std::chrono::milliseconds tick_interval{5};
/// A movement that was refused so often is not on its way any more.
constexpr std::size_t attempts_max = 300;
/// Longer than any pause that a node asks for: what is not answered then is lost.
constexpr std::chrono::minutes silence_max{2};

}  // namespace

Convoy::Convoy(net::Loop& loop, Doors& doors, const Declarations& declarations, Options options)
    : loop_(loop),
      doors_(doors),
      declarations_(declarations),
      options_(std::move(options)),
      count_(options_.count) {}

/// Nothing of it is left on the loop.
Convoy::~Convoy() {
  loop_.call([] {});
}

void Convoy::start() {
  loop_.call([this] {
    begin_ = last_begun_ = last_answered_ = SteadyClock::now();
    tick();
  });
}

void Convoy::begin_no_more() {
  loop_.call([this] { count_ = begun_; });
}

void Convoy::wait() { all_ended_.get_future().wait(); }

void Convoy::tick() {
  pump();
  if (ended_ == count_) return all_ended_.set_value();
  if (SteadyClock::now() - last_answered_ > silence_max && begun_ > ended_)
    fail(format("nothing was answered for two minutes, and {} movements are under way", begun_ - ended_));
  loop_.after(tick_interval, [this] { tick(); });
}

bool Convoy::may_begin(SteadyClock::time_point now) const {
  if (begun_ == count_ || begun_ - ended_ >= options_.under_way) return false;
  if (options_.rate == 0) return true;
  const std::chrono::duration<double> since = now - begin_;
  return static_cast<double>(begun_) < since.count() * options_.rate;
}

void Convoy::pump() {
  const auto now = SteadyClock::now();
  while (asked_ < options_.at_once) {
    if (!due_.empty() && due_.top().at <= now) {
      const auto [at, order, movement] = due_.top();
      due_.pop();
      ask(movement, at);
    } else if (may_begin(now)) {
      const auto movement = std::make_shared<Movement>();
      movement->n = options_.first + begun_;
      if (!options_.stock.empty()) {
        movement->mrn = options_.stock.at(begun_);
        movement->step = 1;
      }
      const std::chrono::duration<double> since{
          options_.rate == 0 ? 0.0 : static_cast<double>(begun_) / options_.rate};
      const auto due =
          options_.rate == 0 ? now : begin_ + std::chrono::duration_cast<SteadyClock::duration>(since);
      ++begun_;
      last_begun_ = now;
      ask(movement, due);
    } else {
      return;
    }
  }
}

void Convoy::put(std::shared_ptr<Movement> movement, std::chrono::milliseconds pause) {
  due_.push({.at = SteadyClock::now() + pause, .order = ++order_, .movement = std::move(movement)});
}

Ask Convoy::next_of(const Movement& movement) {
  const Act& act = acts.at(movement.step);
  Ask ask{.state = act.state, .who = act.who, .kind = act.kind, .target = "/v1/messages"};
  if (act.kind == Kind::submit) {
    ask.body = declarations_.text(movement.n, declarations_.items_of(movement.n));
    ask.content_type = "application/xml";
    sizes_.add(std::chrono::microseconds{ask.body.size()});
    return ask;
  }
  ask.target = format("/v1/acts/{}", act.name);
  ask.body = format(R"({{"mrn":"{}"{}{}}})", movement.mrn,
                    act.names_office ? format(R"(,"office":"{}")", act.who) : std::string{},
                    act.inspects ? R"(,"inspection":{"seals":"intact"})" : "");
  ask.content_type = "application/json";
  ask.idempotency_key = format("{}/{}/{}", movement.mrn, movement.step, movement.attempt);
  return ask;
}

void Convoy::ask(const std::shared_ptr<Movement>& movement, SteadyClock::time_point due) {
  ++asked_;
  ++requests_;
  Ask next = next_of(*movement);
  next.due = due;
  doors_.send(std::move(next), [this, movement](const Answer& answer) {
    --asked_;
    last_answered_ = SteadyClock::now();
    take(movement, answer);
    pump();
  });
}

void Convoy::take(const std::shared_ptr<Movement>& movement, const Answer& answer) {
  if (answer.is_to_be_repeated()) {
    ++(answer.status == 0 ? unanswered_ : busy_);
    return put(movement, answer.retry_after.value_or(std::chrono::seconds{1}));
  }
  if (!answer.is_done()) {
    ++too_early_;
    if (movement->step < 2 || ++movement->attempt == attempts_max)
      fail(format("{} is refused with {}: {}",
                  kind_names.at(static_cast<std::size_t>(acts.at(movement->step).kind)), answer.status,
                  answer.text));
    // Who came too early stays away longer each time, as people do.
    return put(movement, std::min(options_.pause * (1U << std::min<std::size_t>(movement->early++, 4)),
                                  std::chrono::milliseconds{std::chrono::seconds{8}}));
  }
  movement->early = 0;
  if (movement->step == 0) movement->mrn = answer.text_of("mrn");
  if (++movement->step < options_.steps) return put(movement, options_.pause);
  mrns_.push_back(std::move(movement->mrn));
  ++ended_;
  if (ended_ == options_.count / 4) quarter_ = SteadyClock::now();
  if (ended_ == 3 * options_.count / 4) three_quarters_ = SteadyClock::now();
}

double Convoy::begun_rate() const {
  const std::chrono::duration<double> between = last_begun_ - begin_;
  return static_cast<double>(begun_) / std::max(between.count(), 1e-3);
}

double Convoy::steady_rate() const {
  const std::chrono::duration<double> between = three_quarters_ - quarter_;
  return static_cast<double>((3 * options_.count / 4) - (options_.count / 4)) / between.count();
}

}  // namespace lintas::bench
