#include "shell/gateway/sending.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/attempts.hpp"
#include "core/exchange/circuit.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/claims.hpp"
#include "shell/app/deaths.hpp"
#include "shell/app/evidence.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/pump.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/gateway/limits.hpp"
#include "shell/gateway/links.hpp"
#include "shell/gateway/names.hpp"
#include "shell/gateway/octets.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/pmode.hpp"

namespace lintas::gateway {

namespace {

std::chrono::milliseconds time_for(std::size_t bytes) {
  constexpr std::size_t mib = 1024UL * 1024;
  return limits::client_request_time_max +
         (limits::sending_time_per_mib * static_cast<std::int64_t>(bytes / mib));
}

net::ClientRequest request_of(const PartnerLink& link, const as4::Outgoing& message) {
  net::ClientRequest request{.method = net::Method::post,
                             .url = link.url,
                             .body = message.body,
                             .tls = link.tls,
                             .time_max = time_for(message.body.size()),
                             .response_bytes_max = limits::partner_answer_bytes_max,
                             .public_only = link.public_only};
  request.headers.add("Content-Type", message.content_type);
  return request;
}

as4::Answer read(const as4::Partner& agreement, const as4::Outgoing& sent, const net::Response& answer,
                 Instant now) {
  return as4::read_answer(agreement, sent.message_id, sent.references,
                          answer.headers.find("Content-Type").value_or(""), answer.body, now);
}

/// Why nothing can go to a partner.
std::optional<std::string_view> missing_in(const PartnerLink* link) {
  if (link == nullptr) {
    return "the configuration has no such partner, or it is left out: then the log says why when the "
           "configuration is read (partner_left_out)";
  }
  if (link->agreement == nullptr) {
    return "nothing is agreed on with it now; the log says why when the configuration is read "
           "(partner_left_out)";
  }
  return std::nullopt;
}

std::string_view why_of(const net::ClientError& error) {
  return error.kind == net::ClientErrorKind::not_public ? not_public : std::string_view{error.what};
}

/// An answer that is larger than any receipt is one, too.
exchange::Failure failure_of(const net::ClientError& error) {
  if (error.kind == net::ClientErrorKind::too_large) return exchange::Failure::undecided;
  return error.may_have_arrived ? exchange::Failure::no_answer : exchange::Failure::unreachable;
}

/// Nothing says that the partner is there.
bool is_absence(exchange::Failure failure) {
  return failure == exchange::Failure::no_answer || failure == exchange::Failure::unreachable;
}

/// Why nobody knows what became of a message.
std::string doubt_of(const net::Response& answer, const as4::Answer& read) {
  constexpr std::uint16_t of_strangers = 400;
  if (answer.status == of_strangers)
    return "it answers 400, as to somebody it does not know: compare certificates, addresses, profiles";
  const std::string named = names_of(read.errors);
  return format("it answers {}{}{}: {}", answer.status, named.empty() ? "" : " with ", named,
                read.why.empty() ? "no receipt" : read.why);
}

/// It has no room now, for whatever comes.
bool says_busy(const net::Response& answer) {
  constexpr std::uint16_t unavailable = 503;
  return answer.status == unavailable && answer.headers.find("Retry-After").has_value();
}

bool is_agreed(const as4::Partner& agreement, std::string_view type) {
  return std::ranges::find(agreement.mode.actions, type) != agreement.mode.actions.end();
}

/// The rules of letters that are dead although nobody has refused them. No partner's words begin so: they
/// begin with a code of ebMS.
constexpr std::string_view not_agreed_on = "EXC-020";
constexpr std::string_view passed_over = "EXC-023";

constexpr std::string_view taken_out =
    "EXC-020: no partner of this state is configured. The message is kept here, and goes by itself once a "
    "[[partner]] names the state; or two officers give it up";

/// What is of use to nobody once it is late: it has no number and comes again by itself, or stands in the
/// place of a message that was given up, and whoever misses that number asks for it.
bool can_be_let_go(const app::OutboxRow& row) { return row.n == 0 || row.kind == workflow::payload_given_up; }

constexpr std::string_view of_an_earlier_attempt = "if it was sent before, whether that arrived is not known";

std::string why_set_aside(const exchange::Attempts& attempts, std::string_view last,
                          exchange::Failure failure) {
  if (failure == exchange::Failure::own)
    return format(
        "{}: {} attempts have failed while the partner took others; the last one here, before anything was "
        "sent: {}; {}",
        passed_over, attempts.failures, last, of_an_earlier_attempt);
  return format(
      "{}: {} attempts have failed while the partner took others; whether one of them arrived is "
      "not known; the last one: {}",
      passed_over, attempts.failures, last);
}

std::string why_known_from_elsewhere(std::string_view words) {
  return format("{}: never sent from here before, and it has another one under this id; it answers {}",
                app::known_from_elsewhere, words);
}

/// A later death takes that reason from no letter.
std::string with_reason_that_stays(const app::OutboxRow& row, std::string why) {
  if (!app::is_known_from_elsewhere(row.death) || why.starts_with(app::known_from_elsewhere)) return why;
  return format("{}: the partner had another one under this id; since then {}", app::known_from_elsewhere,
                why);
}

/// Its remedy: what the configuration names goes no further than the partner's own sheet.
std::string why_not_agreed_on(const as4::Partner& agreement, std::string_view type) {
  const bool is_configured = std::ranges::find(agreement.mode.taken, type) != agreement.mode.taken.end();
  return format("{}: nothing is agreed on about {} with it: {}; {}", not_agreed_on, type,
                is_configured
                    ? "its identity document does not list it, and a newer one has to be waited or asked for"
                    : "name it in `actions` of its [[partner]]",
                of_an_earlier_attempt);
}

/// Of a message that is larger than the partner takes. Begins with its size, which is read there again.
std::string why_too_large(const as4::Partner& agreement, const app::Written& written) {
  return format(
      "{}: {} bytes of {}, and {} takes {} in one message by its identity document: a newer one that takes "
      "more has to be waited or asked for; {}",
      not_agreed_on, written.body.size(), written.type, agreement.mode.partner.id.value,
      agreement.mode.sent_bytes_max, of_an_earlier_attempt);
}
/// The size in such a reason; 0 where it has none: then it was not for its size.
std::size_t bytes_in(std::string_view why) {
  why.remove_prefix(std::min(not_agreed_on.size() + 2, why.size()));
  std::size_t bytes = 0;
  return std::from_chars(why.data(), why.data() + why.size(), bytes).ec == std::errc{} ? bytes : 0;
}

/// Nothing where the message may go.
std::optional<std::string> why_kept_back(const as4::Partner& agreement, const app::Written& written) {
  if (!is_agreed(agreement, written.type)) return why_not_agreed_on(agreement, written.type);
  if (written.body.size() > agreement.mode.sent_bytes_max) return why_too_large(agreement, written);
  return std::nullopt;
}
/// The same of one that was kept back or set aside, by what its row and the reason of then say.
bool may_go(const as4::Partner& agreement, const app::OutboxRow& row) {
  if (!row.death) return false;
  if (row.death->why.starts_with(passed_over)) return true;
  return row.death->why.starts_with(not_agreed_on) && is_agreed(agreement, app::message_type(row.kind)) &&
         bytes_in(row.death->why) <= agreement.mode.sent_bytes_max;
}

/// The beginning of it, between two characters of UTF-8, as a line.
std::string one_line(std::string_view text) {
  const auto is_within = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  };
  std::size_t end = std::min(text.size(), limits::refusal_words_bytes_max);
  while (end > 0 && is_within(end)) --end;
  std::string line{text.substr(0, end)};
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }, ' ');
  return line;
}

app::Load load_of(const Octets& octets) {
  app::Load load;
  for (const Octets::Message& one : octets.messages) load.push_back(one.row);
  return load;
}

std::vector<std::int64_t> ids_of(const app::Load& load) {
  std::vector<std::int64_t> ids;
  for (const app::OutboxRow& row : load) ids.push_back(row.id);
  return ids;
}

}  // namespace

class Sending::Attempt {
 public:
  Attempt(std::shared_ptr<Sending> sending, app::Load load)
      : sending_(std::move(sending)), load_(std::move(load)) {}
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;
  ~Attempt() {
    if (!begun_) sending_->put_back(load_);
  }
  void begin(app::Reader& reader) {
    begun_ = true;
    try {
      sending_->write(load_, reader);
    } catch (const std::logic_error& bug) {
      if (load_.empty()) return;  // what was left of it has gone its way
      if (load_.size() > 1) return split(bug.what());
      const app::OutboxRow& row = load_.front();
      // Tried again it would fail again, and as the oldest it would stand before everything that the partner
      // could have.
      sending_->common_->options.report(
          {.outcome = Outcome::dead,
           .partner = row.partner,
           .type = {},
           .message = as4_id(sending_->common_->options.home, sending_->names_.of(row.id)),
           .mrn = std::nullopt,
           .why = bug.what()});
      sending_->give_up(row, bug.what());
    } catch (const app::AttachmentFailure& failure) {
      if (load_.empty()) return;
      if (load_.size() > 1) return split(failure.what());
      sending_->failed(load_.front(), failure.what(), exchange::Failure::own);
    } catch (const std::exception&) {
      begun_ = false;  // our own store, which says so itself
    }
  }

 private:
  /// Of one of them it shows once they go one by one.
  void split(std::string_view why) {
    sending_->common_->options.report({.outcome = Outcome::undecided,
                                       .partner = load_.front().partner,
                                       .type = names::bundle_action,
                                       .message = {},
                                       .mrn = std::nullopt,
                                       .why = format("{}: its messages go one by one", why),
                                       .messages = load_.size()});
    sending_->split(load_);
  }

  std::shared_ptr<Sending> sending_;
  app::Load load_;
  bool begun_ = false;
};

class Sending::Landing {
 public:
  Landing(std::shared_ptr<Sending> sending, std::shared_ptr<const Octets> sent, bool is_repeat,
          net::Response answer)
      : sending_(std::move(sending)),
        sent_(std::move(sent)),
        is_repeat_(is_repeat),
        answer_(std::move(answer)) {}
  Landing(const Landing&) = delete;
  Landing& operator=(const Landing&) = delete;
  ~Landing() {
    if (!read_) sending_->put_back(load_of(*sent_));
  }
  void read() {
    sending_->judge(*sent_, is_repeat_, answer_);
    read_ = true;
  }

 private:
  std::shared_ptr<Sending> sending_;
  std::shared_ptr<const Octets> sent_;
  bool is_repeat_;
  net::Response answer_;
  bool read_ = false;
};

bool EarlierLife::may_have_sent(const app::OutboxRow& row) const {
  return app::event_of_outbox(row.id) <= last && std::ranges::find(takers, row.partner) != takers.end();
}

EarlierLife earlier_life_of(app::Store& store, std::span<const exchange::Partner> partners) {
  EarlierLife out{.last = store.counters().seq};
  const auto is_receipted = [](const app::SentRow& row) { return row.proof == app::ProofKind::receipt; };
  std::ranges::copy_if(partners, std::back_inserter(out.takers), [&](exchange::Partner partner) {
    return std::ranges::any_of(store.sent({.partner = partner, .count = limits::proofs_looked_at}),
                               is_receipted);
  });
  return out;
}

Sending::Sending(net::Loop& loop, app::Service& service, std::shared_ptr<Common> common)
    : loop_(loop),
      service_(service),
      common_(std::move(common)),
      names_(common_->options.home, common_->options.losses) {}

std::vector<Gateway::Backlog> Sending::backlogs() const {
  const auto table = common_->links.now();
  std::vector<Gateway::Backlog> all;
  const std::scoped_lock lock{mutex_};
  std::set<exchange::Partner> partners = pump_.partners();
  for (const PartnerLink& link : table->all()) partners.insert(link.partner);
  for (const exchange::Partner partner : partners) {
    const app::Pump::Backlog now = pump_.backlog(partner);
    all.push_back({.partner = partner, .waiting = now.waiting, .dead = now.dead, .oldest = now.oldest});
  }
  return all;
}

void Sending::add(const std::vector<app::OutboxRow>& rows) {
  if (rows.empty()) return;
  {
    const std::scoped_lock lock{mutex_};
    for (const app::OutboxRow& row : rows) pump_.add(row);
    // Of an earlier life, and the configuration was mended since.
    if (std::ranges::any_of(rows, &app::OutboxRow::dead)) revive_what_may_go();
  }
  step();
}

/// The store decides, as it does where officers do: meanwhile one of them may give the letter up.
void Sending::revive_what_may_go() {
  const auto table = common_->links.now();
  for (const PartnerLink& link : table->all()) {
    if (link.agreement == nullptr) continue;
    for (const app::OutboxRow& row : pump_.dead_letters(link.partner))
      if (may_go(*link.agreement, row)) common_->options.revived(row.id);
  }
}

void Sending::discard(const std::vector<app::OutboxRow>& rows) {
  if (rows.empty()) return;
  {
    const std::scoped_lock lock{mutex_};
    for (const app::OutboxRow& row : rows) {
      pump_.discard(row);
      posted_.erase(row.id);
    }
  }
  step();
}

void Sending::begin_anew() {
  {
    const std::scoped_lock lock{mutex_};
    pump_.end_pauses();
    in_vain_.clear();
    revive_what_may_go();
  }
  step();
}

void Sending::stop() {
  // They end with what is under way, which is told to this object.
  std::vector<std::unique_ptr<net::Client>> clients;
  {
    const std::scoped_lock lock{mutex_};
    stopped_ = true;
    for (const auto& [_, way] : ways_) clients.push_back(std::move(way->client));
  }
}

net::Client& Sending::client_of(exchange::Partner partner) {
  std::unique_ptr<Way>& way = ways_[partner];
  if (!way) way = std::make_unique<Way>(common_->options.lines);
  return *way->client;
}

void Sending::step() {
  std::vector<app::Load> loads;
  std::optional<Instant> next;
  const Instant now = common_->options.clock();
  const auto table = common_->links.now();
  {
    const std::scoped_lock lock{mutex_};
    if (stopped_) return;
    loads = pump_.take(now, [&](exchange::Partner partner) -> std::size_t {
      const PartnerLink* const link = table->find(partner);
      const bool takes = link != nullptr && link->agreement != nullptr &&
                         takes_bundles(link->agreement->mode) && !is_without_bundles(partner, now);
      return takes ? limits::bundle_messages_max : 1;
    });
    next = pump_.next_try();
  }
  for (const app::Load& load : loads) send(load);
  if (next) step_at(*next, now);
}

/// Unless something is done earlier.
void Sending::step_at(Instant then, Instant now) {
  {
    const std::scoped_lock lock{mutex_};
    if (stopped_ || (wake_ && *wake_ <= then)) return;
    wake_ = then;
  }
  const auto pause = std::max(std::chrono::duration_cast<std::chrono::milliseconds>(then - now),
                              std::chrono::milliseconds{10});
  loop_.after(pause, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    {
      const std::scoped_lock lock{self->mutex_};
      self->wake_.reset();
    }
    self->step();
  });
}

void Sending::send(const app::Load& load) {
  const app::OutboxRow& first = load.front();
  const auto table = common_->links.now();
  const PartnerLink* const link = table->find(first.partner);
  const bool is_taken_out_now = is_taken_out(first, link);
  const auto missing = missing_in(link);
  if (missing && !is_taken_out_now) {  // it stays, and goes later
    for (const app::OutboxRow& row : load) failed(row, *missing, exchange::Failure::unreachable);
    return;
  }
  if (const auto kept = kept_.find(first.id);
      link != nullptr && kept && kept->is_of(load) && kept->fits(link->agreement, common_->options.clock()))
    return post(kept, *link);
  (void)service_.read(app::Share::sending, [attempt = std::make_unique<Attempt>(shared_from_this(), load)](
                                               app::Reader& reader) { attempt->begin(reader); });
}

void Sending::write(app::Load& load, app::Reader& reader) {
  const auto table = common_->links.now();
  const PartnerLink* const link = table->find(load.front().partner);
  const Gateway::Options& options = common_->options;
  if (is_taken_out(load.front(), link) || missing_in(link)) {
    for (const app::OutboxRow& row : load) not_now(row, *table, link);
    return;
  }
  // It rested, and what was agreed on when it was put together is agreed on no more.
  if (load.size() > 1 && !takes_bundles(link->agreement->mode)) return split(load);
  std::vector<ToSend> written = fill(load, *table, *link, reader);
  if (written.empty()) return;
  auto octets = written.size() == 1 ? make_octets(std::move(written.front()), options.home, link->agreement,
                                                  options.clock(), *options.entropy)
                                    : make_bundle(std::move(written), options.home, link->agreement,
                                                  options.clock(), *options.entropy);
  if (!octets) {  // an operator brings a certificate
    for (const app::OutboxRow& row : load) failed(row, octets.error().why, exchange::Failure::unreachable);
    return;
  }
  kept_.keep(*octets);
  post(*std::move(octets), *link);
}

std::vector<ToSend> Sending::fill(app::Load& load, const LinkTable& table, const PartnerLink& link,
                                  app::Reader& reader) {
  std::vector<ToSend> written;
  app::Load rest;
  std::set<app::StreamId> held;  // lanes: what stands behind a message that does not go waits for it
  std::size_t bytes = 0;
  bool is_full = false;
  for (const app::OutboxRow& row : load) {
    if (is_full || (row.n != 0 && held.contains(row.lane))) {
      rest.push_back(row);
      continue;
    }
    std::string id = names_.of(row.id);
    app::Written made = common_->mail.write(row, id, reader);
    if (auto why = why_kept_back(*link.agreement, made)) {
      const std::string name = as4_id(common_->options.home, id);
      keep_back(row,
                {.outcome = Outcome::kept_back,
                 .partner = row.partner,
                 .type = made.type,
                 .message = name,
                 .mrn = made.mrn,
                 .why = {}},
                *std::move(why), table);
      if (row.n != 0) held.insert(row.lane);
      continue;
    }
    bytes += made.body.size();
    is_full = bytes > limits::bundle_bytes_max;
    if (is_full && !written.empty()) {
      rest.push_back(row);
    } else {  // what is longer than all may be goes alone
      auto first_leg = first_leg_of(*link.agreement, row, made, reader);
      written.push_back(
          {.row = row, .id = std::move(id), .written = std::move(made), .first_leg = std::move(first_leg)});
    }
  }
  load.clear();
  for (const ToSend& one : written) load.push_back(one.row);
  if (rest.empty()) return written;
  {
    const std::scoped_lock lock{mutex_};
    for (const app::OutboxRow& row : rest) pump_.put_back(row.id);
  }
  step();
  return written;
}

/// It follows from the log and from evidence that is never deleted, so that it is the same at each attempt.
std::optional<FirstLeg> Sending::first_leg_of(const as4::Partner& agreement, const app::OutboxRow& row,
                                              const app::Written& written, app::Reader& reader) const {
  if (agreement.mode.mep != as4::Mep::two_way) return std::nullopt;
  if (!app::may_answer_recipient(reader, row, written.answers)) return std::nullopt;
  const auto question = app::question_of(reader, row, written.answers);
  // A bundle has one MessageId for all of its messages: none is the question's.
  if (question && !question->carrier.empty()) return std::nullopt;
  std::optional<FirstLeg> leg;
  try {
    if (question)
      leg = first_leg_in(as_text(app::unpack_evidence(common_->options.packer(), question->envelope)));
  } catch (const app::StoreFailure&) {
    // Evidence that is damaged holds up no answer.
  }
  if (!leg) {
    const std::string name = as4_id(common_->options.home, names_.of(row.id));
    common_->options.report({.outcome = Outcome::unassigned,
                             .partner = row.partner,
                             .type = written.type,
                             .message = name,
                             .mrn = written.mrn,
                             .why = written.answers});
  }
  return leg;
}

/// There is no agreement: it waits for one, or is done with.
void Sending::not_now(const app::OutboxRow& row, const LinkTable& table, const PartnerLink* link) {
  if (!is_taken_out(row, link))
    return failed(row, missing_in(link).value_or(std::string_view{}), exchange::Failure::unreachable);
  const std::string type = app::message_type(row.kind);
  const std::string name = as4_id(common_->options.home, names_.of(row.id));
  const Report kept_back{.outcome = Outcome::kept_back,
                         .partner = row.partner,
                         .type = type,
                         .message = name,
                         .mrn = std::nullopt,
                         .why = {}};
  if (can_be_let_go(row)) return let_go(row, kept_back, table);
  keep_back(row, kept_back, std::string{taken_out}, table);
}

/// Sent it would be a stranger's there, and hold up everything else that the partner could have.
bool Sending::is_taken_out(const app::OutboxRow& row, const PartnerLink* link) const {
  return link == nullptr && !common_->options.is_named(row.partner);
}

void Sending::keep_back(const app::OutboxRow& row, Report report, std::string why,
                        const LinkTable& judged_by) {
  const Gateway::Options& options = common_->options;
  const app::Death death{.at = options.clock(), .why = with_reason_that_stays(row, std::move(why))};
  kept_.forget(row.id);
  bool is_of_now = false;
  {
    const std::scoped_lock lock{mutex_};
    // Whoever puts other agreements in place looks at the dead letters afterwards, under this lock.
    is_of_now = common_->links.now().get() == &judged_by;
    if (is_of_now) {
      pump_.kept_back(row.id, death);
      options.refused(row.id, death);
    }
  }
  if (!is_of_now) return put_back({row});
  report.why = death.why;
  options.report(report);
  step();
}

/// A dead letter would ask two officers for each: once more for each that they have given up, and day by day.
void Sending::let_go(const app::OutboxRow& row, Report report, const LinkTable& judged_by) {
  const Gateway::Options& options = common_->options;
  bool is_of_now = false;
  {
    const std::scoped_lock lock{mutex_};
    is_of_now = common_->links.now().get() == &judged_by;
    if (is_of_now) {
      pump_.kept_back(row.id, {.at = options.clock(), .why = std::string{taken_out}});
      pump_.discard(row);
      options.let_go(row.id);
    }
  }
  if (!is_of_now) return put_back({row});
  report.outcome = Outcome::let_go;
  report.why = not_agreed_on;
  options.report(report);
  step();
}

void Sending::post(std::shared_ptr<const Octets> octets, const PartnerLink& link) {
  net::ClientRequest request = request_of(link, octets->message);
  const std::scoped_lock lock{mutex_};
  if (stopped_) return;
  bool is_first = true;
  for (const Octets::Message& one : octets->messages) {
    if (!posted_.insert(one.row.id).second) is_first = false;
  }
  const app::OutboxRow& row = octets->messages.front().row;
  const bool is_repeat = octets->is_bundle() ? !is_first
                                             : !app::is_known_from_elsewhere(row.death) &&
                                                   (!is_first || common_->options.before.may_have_sent(row));
  client_of(link.partner)
      .send(std::move(request),
            [self = shared_from_this(), octets = std::move(octets), is_repeat](net::Client::Result result) {
              self->answered(octets, is_repeat, std::move(result));
            });
}

void Sending::answered(const std::shared_ptr<const Octets>& sent, bool is_repeat,
                       net::Client::Result result) {
  if (!result) {
    if (!is_repeat && !result.error().may_have_arrived) never_taken(*sent);
    // Our own queue, and no word about the partner.
    if (result.error().kind == net::ClientErrorKind::busy) return put_back(load_of(*sent));
    return failed(*sent, why_of(result.error()), failure_of(result.error()));
  }
  (void)service_.post(app::Share::sending,
                      [landing = std::make_unique<Landing>(shared_from_this(), sent, is_repeat,
                                                           *std::move(result))] { landing->read(); });
}

/// By what is agreed on now: while the message was under way its partner's key may have been revoked, and who
/// has that key would answer in its place. What proves nothing any more leaves the message undecided; sent
/// again it gets an answer that does.
void Sending::judge(const Octets& sent, bool is_repeat, const net::Response& answer) {
  const auto table = common_->links.now();
  const app::OutboxRow& first = sent.messages.front().row;
  const PartnerLink* const link = table->find(first.partner);
  // It was posted, and answered: the partner may have it.
  if (const auto missing = missing_in(link)) return failed(sent, *missing, exchange::Failure::no_answer);
  const as4::Answer told = read(*link->agreement, sent.message, answer, common_->options.clock());
  switch (told.kind) {
    case as4::Answer::Kind::receipt: return arrived(sent, told, Outcome::sent, {});
    case as4::Answer::Kind::differs:
      if (sent.is_bundle()) return split(sent, told.why);
      // Sent again it would be told the same, and neither side knows which of the two contents holds.
      give_up(first, told.why);
      return report(Outcome::dead, sent, told.why);
    case as4::Answer::Kind::error:
      // Of one that cannot have arrived before it would be another message under this id. Whoever takes
      // bundles gives the receipt that it gave.
      if (is_repeat && !sent.is_bundle() && says_taken_before(told.errors, sent.message.message_id))
        return arrived(sent, told, Outcome::delivered, names_of(told.errors));
      if (const auto why = refusal_for_good(told.errors)) {
        if (sent.is_bundle()) {
          if (!is_repeat) never_taken(sent);
          return split(sent, *why);
        }
        const std::string words = words_of_refusal(told.errors);
        const bool is_known = says_taken_before(told.errors, sent.message.message_id);
        give_up(first, is_known ? why_known_from_elsewhere(words) : words);
        return report(Outcome::dead, sent, *why);
      }
      // It could not open them, perhaps: the same octets would be told the same.
      kept_.forget(first.id);
      return failed(sent, format("it answers {}", names_of(told.errors)), exchange::Failure::undecided);
    case as4::Answer::Kind::doubtful:
      return failed(sent, doubt_of(answer, told), exchange::Failure::undecided, says_busy(answer));
  }
}

void Sending::never_taken(const Octets& sent) {
  const std::scoped_lock lock{mutex_};
  for (const Octets::Message& one : sent.messages) posted_.erase(one.row.id);
}

/// Of an answer that came within MIME the envelope alone is kept: that is what the partner signed.
void Sending::arrived(const Octets& sent, const as4::Answer& proof, Outcome outcome, std::string_view why) {
  {
    const std::scoped_lock lock{mutex_};
    for (const Octets::Message& one : sent.messages) {
      pump_.receipted(one.row.id);
      posted_.erase(one.row.id);
    }
    if (sent.is_bundle()) in_vain_.erase(sent.messages.front().row.partner);
  }
  kept_.forget(sent.messages.front().row.id);
  report(outcome, sent, why);
  const Gateway::Options& options = common_->options;
  app::Packer& packer = options.packer();
  const Instant now = options.clock();
  const Bytes envelope = app::pack_evidence(packer, as_bytes(sent.message.soap), sent.message.certificates);
  const Bytes receipt = app::pack_evidence(packer, as_bytes(proof.soap), proof.certificates);
  for (const Octets::Message& one : sent.messages) {
    options.receipted(
        {.id = one.row.id,
         .partner = one.row.partner,
         .at = now,
         .message = one.name,
         .envelope = envelope,
         .receipt = receipt,
         .proof = outcome == Outcome::sent ? app::ProofKind::receipt : app::ProofKind::taken_before,
         .carrier = sent.is_bundle() ? sent.message.message_id : std::string{}});
  }
  step();
}

void Sending::give_up(const app::OutboxRow& row, std::string_view why) {
  {
    const std::scoped_lock lock{mutex_};
    pump_.refused(row.id);
    // Then it was this message, perhaps, and not that it came with others.
    if (const auto found = in_vain_.find(row.partner); found != in_vain_.end() && !found->second.until)
      in_vain_.erase(found);
  }
  kept_.forget(row.id);
  common_->options.refused(row.id, {.at = common_->options.clock(),
                                    .why = one_line(with_reason_that_stays(row, std::string{why}))});
  step();
}

void Sending::put_back(const app::Load& load) {
  {
    const std::scoped_lock lock{mutex_};
    pump_.put_back(ids_of(load));
  }
  const Instant now = common_->options.clock();
  step_at(now + limits::pool_full_pause, now);
}

void Sending::split(const Octets& sent, std::string_view why) {
  tell(Outcome::split, sent, why);
  note_in_vain(sent);
  split(load_of(sent));
}

void Sending::note_in_vain(const Octets& bundle) {
  {
    const Instant now = common_->options.clock();
    const std::scoped_lock lock{mutex_};
    InVain& line = in_vain_[bundle.messages.front().row.partner];
    if (line.until || ++line.bundles < limits::bundles_in_vain_max) return;
    line.until = now + limits::bundles_pause;
  }
  tell(Outcome::paused, bundle, {});
}

bool Sending::is_without_bundles(exchange::Partner partner, Instant now) {
  const auto found = in_vain_.find(partner);
  if (found == in_vain_.end()) return false;
  const std::optional<Instant>& until = found->second.until;
  if (!until) return false;
  if (now < *until) return true;
  in_vain_.erase(found);
  return false;
}

void Sending::split(const app::Load& load) {
  kept_.forget(load.front().id);
  {
    const std::scoped_lock lock{mutex_};
    pump_.split(ids_of(load));
  }
  step();
}

void Sending::failed(const Octets& sent, std::string_view why, exchange::Failure failure, bool is_busy) {
  const app::OutboxRow& first = sent.messages.front().row;
  if (!sent.is_bundle()) return failed(first, why, failure);
  const Instant now = common_->options.clock();
  const auto table = common_->links.now();
  const PartnerLink* const link = table->find(first.partner);
  const auto schedule = link == nullptr ? exchange::RetrySchedule{} : link->retry;
  const std::vector<std::int64_t> ids = sent.ids();
  bool takes_nothing = false;
  bool splits = false;
  std::optional<Instant> next;
  {
    const std::scoped_lock lock{mutex_};
    const auto attempts = pump_.failed(ids, now, static_cast<std::uint8_t>(first.id), schedule, failure);
    takes_nothing = is_absence(failure) || pump_.circuit(first.partner).open();
    // Also where nobody answers: that may be what its size does. What no connection was found for was not too
    // large, and does not count.
    splits = attempts && attempts->failures >= limits::bundle_failures_max && !is_busy;
    if (splits) pump_.split(ids);
    next = pump_.next_try();
  }
  tell(takes_nothing ? Outcome::unreachable : Outcome::undecided, sent,
       splits ? format("{}: its messages go one by one", why) : std::string{why});
  if (splits) {
    kept_.forget(first.id);
    note_in_vain(sent);
  }
  if (next) step_at(*next, now);
}

void Sending::failed(const app::OutboxRow& row, std::string_view why, exchange::Failure failure) {
  const Gateway::Options& options = common_->options;
  const Instant now = options.clock();
  const auto table = common_->links.now();
  const PartnerLink* const link = table->find(row.partner);
  const auto schedule = link == nullptr ? exchange::RetrySchedule{} : link->retry;
  bool takes_nothing = false;
  std::optional<app::Death> death;
  std::optional<Instant> next;
  {
    const std::scoped_lock lock{mutex_};
    const auto attempts = pump_.failed(row.id, now, static_cast<std::uint8_t>(row.id), schedule, failure);
    takes_nothing =
        is_absence(failure) || (failure != exchange::Failure::own && pump_.circuit(row.partner).open());
    if (!stopped_ && attempts && attempts->is_passed_over()) {
      death = app::Death{
          .at = now, .why = one_line(with_reason_that_stays(row, why_set_aside(*attempts, why, failure)))};
      pump_.kept_back(row.id, *death);
      options.refused(row.id, *death);
    }
    next = pump_.next_try();
  }
  const std::string type = app::message_type(row.kind);
  const std::string name = as4_id(options.home, names_.of(row.id));
  const auto tell = [&](Outcome outcome, std::string_view told) {
    options.report({.outcome = outcome,
                    .partner = row.partner,
                    .type = type,
                    .message = name,
                    .mrn = std::nullopt,
                    .why = told});
  };
  tell(takes_nothing ? Outcome::unreachable : Outcome::undecided, why);
  if (death) {
    kept_.forget(row.id);
    tell(Outcome::set_aside, death->why);
  }
  if (next) step_at(*next, now);
}

void Sending::report(Outcome outcome, const Octets& sent, std::string_view why) const {
  for (const Octets::Message& one : sent.messages) {
    common_->options.report({.outcome = outcome,
                             .partner = one.row.partner,
                             .type = one.type,
                             .message = one.name,
                             .mrn = one.mrn,
                             .why = why});
  }
}

void Sending::tell(Outcome outcome, const Octets& bundle, std::string_view why) const {
  common_->options.report(
      {.outcome = outcome,
       .partner = bundle.messages.front().row.partner,
       .type = names::bundle_action,
       .message = bundle.message.message_id,
       .mrn = std::nullopt,
       .why = why,
       .messages = outcome == Outcome::paused ? limits::bundles_in_vain_max : bundle.messages.size()});
}

void Sending::test(exchange::Partner partner, Gateway::OnTest done) {
  const auto table = common_->links.now();
  const PartnerLink* const link = table->find(partner);
  if (const auto missing = missing_in(link)) return done(std::string{*missing});
  const Gateway::Options& options = common_->options;
  std::array<std::byte, 16> random{};
  options.entropy->fill(random);
  const std::string name = to_hex(random);
  as4::UserMessage message = as4::test_message(link->agreement->mode);
  message.info = {.id = as4_id(options.home, name), .at = options.clock()};
  message.conversation = name;
  message.properties = corners(options.home, partner);
  auto sent = as4::make_outgoing(*link->agreement, std::move(message), {}, options.clock(), *options.entropy);
  if (!sent) return done(sent.error().why);
  net::ClientRequest request = request_of(*link, *sent);
  request.time_max = limits::partner_test_time_max;
  const std::scoped_lock lock{mutex_};
  if (stopped_) return;
  client_of(partner).send(std::move(request), [self = shared_from_this(), partner, sent = *std::move(sent),
                                               done = std::move(done)](net::Client::Result result) mutable {
    if (!result) return done(std::string{why_of(result.error())});
    self->judge_test(partner, std::move(sent), *std::move(result), std::move(done));
  });
}

void Sending::judge_test(exchange::Partner partner, as4::Outgoing sent, net::Response answer,
                         Gateway::OnTest done) {
  // Shared, so that a full pool leaves somebody to tell.
  const auto tell = std::make_shared<Gateway::OnTest>(std::move(done));
  const bool taken = service_.post(app::Share::sending, [common = common_, partner, sent = std::move(sent),
                                                         answer = std::move(answer), tell] {
    const auto table = common->links.now();
    const PartnerLink* const link = table->find(partner);
    if (const auto missing = missing_in(link)) return (*tell)(std::string{*missing});
    const as4::Answer told = read(*link->agreement, sent, answer, common->options.clock());
    if (told.kind == as4::Answer::Kind::receipt) return (*tell)(std::nullopt);
    (*tell)(told.kind == as4::Answer::Kind::error ? format("it answers {}", names_of(told.errors))
                                                  : doubt_of(answer, told));
  });
  if (!taken) (*tell)("too much waits here");
}

}  // namespace lintas::gateway
