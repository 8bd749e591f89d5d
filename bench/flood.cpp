#include "bench/flood.hpp"

#include <utility>

#include "base/text.hpp"

namespace lintas::bench {

namespace {
constexpr std::chrono::milliseconds tick_interval{2};
}

Flood::Flood(net::Loop& loop, Doors& doors, const Declarations& declarations, Options options)
    : loop_(loop), doors_(doors), declarations_(declarations), options_(options) {}

void Flood::start() {
  loop_.call([this] {
    begin_ = SteadyClock::now();
    tick();
  });
}

Flood::Outcome Flood::wait() {
  over_.get_future().wait();
  loop_.call([] {});  // nothing of it is left there
  return std::move(outcome_);
}

void Flood::tick() {
  const std::chrono::duration<double> since = SteadyClock::now() - begin_;
  if (since >= options_.lasts) {
    if (asked_ == 0) {
      outcome_.seconds = since.count();
      return over_.set_value();
    }
  } else if (options_.rate == 0) {
    while (asked_ < options_.at_once) offer();  // the first; then each answer makes room for the next
  } else {
    while (static_cast<double>(outcome_.offered) < since.count() * options_.rate) offer();
  }
  loop_.after(tick_interval, [this] { tick(); });
}

void Flood::offer() {
  const std::size_t n = options_.first + outcome_.offered;
  ++outcome_.offered;
  if (asked_ == options_.at_once) {
    ++outcome_.unsent;
    return;
  }
  ++asked_;
  doors_.send({.who = "trader",
               .kind = Kind::submit,
               .target = "/v1/messages",
               .body = declarations_.text(n, declarations_.items_of(n)),
               .content_type = "application/xml"},
              [this](const Answer& answer) { take(answer); });
}

void Flood::take(const Answer& answer) {
  --asked_;
  if (answer.is_done()) {
    ++outcome_.accepted;
    outcome_.mrns.emplace_back(answer.text_of("mrn"));
  } else if (answer.status == 0) {
    ++outcome_.lost;
    ++outcome_.lost_by[answer.text];
  } else if (answer.is_to_be_repeated()) {
    ++outcome_.shed;
    if (!answer.retry_after) ++outcome_.unexplained;
    outcome_.until_shed.add(answer.took);
  } else {
    fail(format("a declaration is refused with {}: {}", answer.status, answer.text));
  }
  if (options_.rate == 0 && SteadyClock::now() - begin_ < options_.lasts) offer();
}

}  // namespace lintas::bench
