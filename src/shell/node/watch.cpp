#include "shell/node/watch.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "shell/gateway/links.hpp"
#include "shell/net/server.hpp"
#include "shell/node/limits.hpp"
#include "shell/node/log.hpp"
#include "shell/node/metrics.hpp"
#include "shell/node/seldom.hpp"

namespace lintas::node {

namespace {

using std::chrono::duration;
using std::chrono::duration_cast;
using std::chrono::milliseconds;

std::string_view to_text(workflow::Reply::Kind kind) {
  switch (kind) {
    case workflow::Reply::Kind::accepted: return "accepted";
    case workflow::Reply::Kind::refused: return "refused";
    case workflow::Reply::Kind::conflict: return "conflict";
    case workflow::Reply::Kind::stale: return "stale";
    case workflow::Reply::Kind::busy: return "busy";
    case workflow::Reply::Kind::internal: return "internal";
  }
  std::unreachable();
}

/// What the executor decides itself, by the names that officers ask for it with, or by that of the message.
struct OwnCommand {
  workflow::CommandType type;
  std::string_view name;
};
constexpr std::array own_commands{OwnCommand{workflow::command_revive_letter, "exchange.revive"},
                                  OwnCommand{workflow::command_discard_letter, "exchange.discard"},
                                  OwnCommand{workflow::command_drop_parked, "exchange.drop"},
                                  OwnCommand{workflow::command_bundle, "bundle"}};

std::string_view name_of(const workflow::National& domain, workflow::CommandType type) {
  if (const workflow::CommandEntry* entry = domain.command(type)) return entry->name;
  const auto* const own = std::ranges::find(own_commands, type, &OwnCommand::type);
  return own == own_commands.end() ? std::string_view{"executor"} : own->name;
}

/// Of a reply about a movement; nothing of any other.
std::optional<Mrn> mrn_of(const workflow::Reply& reply) {
  if (reply.content.empty()) return std::nullopt;
  const auto read = from_cbor<workflow::MovementReply>(reply.content);
  return read ? read->mrn : std::nullopt;
}

}  // namespace

net::ServerObserver Watch::observer() {
  return {.answered = [this](const net::Exchange& exchange) { answered(exchange); },
          .dropped =
              [this](std::string_view listener, std::string_view why) {
                metrics_.add(Metric::http_dropped, {listener, why});
                log(LogEvent::http_dropped, {{"listener", listener}, {"why", why}});
              }};
}

void Watch::answered(const net::Exchange& exchange) {
  const std::string status = std::to_string(exchange.status);
  metrics_.add(Metric::http_requests, {exchange.listener, exchange.method, status});
  metrics_.observe(Metric::http_request_seconds, {exchange.listener},
                   duration<double>(exchange.took).count());
  const std::string path = path_to_log(exchange.target);
  log(LogEvent::http_answered, {{"listener", exchange.listener},
                                {"method", exchange.method},
                                {"path", path},
                                {"status", std::int64_t{exchange.status}},
                                {"ms", std::int64_t{duration_cast<milliseconds>(exchange.took).count()}},
                                {"bytes", static_cast<std::int64_t>(exchange.response_bytes)}});
}

bool Watch::is_change(std::string_view partner, bool is_up) {
  metrics_.set(Metric::partner_up, {partner}, is_up ? 1 : 0);
  const std::scoped_lock lock{mutex_};
  const auto [place, is_new] = partner_up_.try_emplace(std::string{partner}, is_up);
  const bool changed = is_new ? !is_up : place->second != is_up;
  place->second = is_up;
  return changed;
}

void Watch::reached(std::string_view partner) {
  if (is_change(partner, true)) log(LogEvent::partner_reached, {{"partner", partner}});
}

/// Each attempt at a line that is down would be a line of the log.
void Watch::lost(std::string_view partner, const gateway::Report& report) {
  if (is_change(partner, false))
    log(LogEvent::partner_lost, {{"partner", partner}, {"message", report.message}, {"why", report.why}});
}

/// By the code and not by the reason, in which may stand what the sender wrote.
void Watch::unproven(const gateway::Report& report) {
  std::optional<Seldom::Line> line;
  {
    const std::scoped_lock lock{mutex_};
    line = unproven_.told(report.peer, report.code, std::chrono::steady_clock::now());
  }
  if (!line) return;
  // Whoever it is may choose how long his words are, and may not choose what is told of him beside them.
  const std::string claimed = printable(report.claimed, limits::unproven_words_bytes_max);
  const std::string why = printable(report.why, limits::unproven_words_bytes_max);
  log(LogEvent::message_unproven, {{"code", report.code},
                                   {"peer", report.peer},
                                   {"claimed", claimed},
                                   {"count", line->count},
                                   {"of_many", line->is_of_many},
                                   {"why", why}});
}

void Watch::count(const gateway::Report& report) {
  const std::string partner = report.partner.str();
  const auto received = [&](std::string_view result) {
    metrics_.add(Metric::messages_received, {partner, report.type, result});
  };
  const auto sent = [&](std::string_view result, std::size_t messages = 1) {
    metrics_.add(Metric::messages_sent, {partner, report.type, result}, messages);
  };
  switch (report.outcome) {
    case gateway::Outcome::sent: return sent("receipted");
    case gateway::Outcome::received: return received("taken");
    case gateway::Outcome::refused: return received("refused");
    case gateway::Outcome::unrelated: return;   // told beside the message that was received
    case gateway::Outcome::unassigned: return;  // told before it is sent
    case gateway::Outcome::repeated: return received("repeated");
    case gateway::Outcome::rejected: return received("rejected");
    case gateway::Outcome::contradicted: return received("contradicted");
    case gateway::Outcome::unproven: return metrics_.add(Metric::messages_received, {"", "", "unproven"});
    case gateway::Outcome::tested: return metrics_.add(Metric::messages_received, {partner, "", "tested"});
    case gateway::Outcome::delivered: return sent("delivered");
    case gateway::Outcome::dead: return sent("refused");
    case gateway::Outcome::kept_back: return sent("kept_back");
    case gateway::Outcome::set_aside: return sent("set_aside");
    case gateway::Outcome::let_go: return sent("let_go");
    case gateway::Outcome::undecided: return sent("undecided", report.messages);
    case gateway::Outcome::split: return sent("split", report.messages);
    case gateway::Outcome::paused: return;  // of no message of its own
    case gateway::Outcome::unreachable: return sent("failed", report.messages);
  }
  std::unreachable();
}

void Watch::message(const gateway::Report& report, Sha256 sha256) {
  count(report);
  const std::string partner = report.partner.str();
  const std::string_view mrn = report.mrn ? report.mrn->str() : std::string_view{};
  const std::string trace = report.mrn ? to_hex(workflow::trace_of(*report.mrn, sha256)) : std::string{};
  const auto line = [&](LogEvent event, std::same_as<LogField> auto... more) {
    log(event,
        {{"partner", partner}, {"message", report.message}, {"type", report.type}, {"mrn", mrn}, more...},
        trace);
  };
  const LogField rule{"rule", report.why};
  const LogField messages{"count", static_cast<std::int64_t>(report.messages)};
  switch (report.outcome) {
    case gateway::Outcome::sent: reached(partner); return line(LogEvent::message_sent);
    case gateway::Outcome::received: return line(LogEvent::message_received);
    case gateway::Outcome::refused: return line(LogEvent::message_refused, rule);
    case gateway::Outcome::unrelated: {
      // What its sender wrote, who may choose how long that is.
      const std::string named = printable(report.why, limits::unproven_words_bytes_max);
      return line(LogEvent::message_unrelated, LogField{"answers", named});
    }
    case gateway::Outcome::unassigned:
      return line(LogEvent::message_unassigned, LogField{"answers", report.why});
    case gateway::Outcome::repeated: return line(LogEvent::message_repeated);
    case gateway::Outcome::rejected: return line(LogEvent::message_rejected, rule);
    case gateway::Outcome::contradicted: return line(LogEvent::message_contradicted, rule);
    case gateway::Outcome::unproven: return unproven(report);
    case gateway::Outcome::tested: return log(LogEvent::partner_tested, {{"partner", partner}});
    case gateway::Outcome::delivered: line(LogEvent::message_delivered, rule); return reached(partner);
    case gateway::Outcome::dead: reached(partner); return line(LogEvent::message_dead, rule);
    case gateway::Outcome::kept_back: return line(LogEvent::message_kept_back, rule);
    case gateway::Outcome::set_aside: return line(LogEvent::message_set_aside, rule);
    case gateway::Outcome::let_go: return line(LogEvent::message_let_go, rule);
    case gateway::Outcome::undecided:
      return log(
          LogEvent::message_undecided,
          {{"partner", partner}, {"message", report.message}, {"type", report.type}, {"why", report.why}});
    case gateway::Outcome::split:
      reached(partner);
      return log(LogEvent::bundle_split, {{"partner", partner}, {"message", report.message}, messages, rule});
    case gateway::Outcome::paused:
      return log(LogEvent::bundles_paused, {{"partner", partner}, {"message", report.message}, messages});
    case gateway::Outcome::unreachable: return lost(partner, report);
  }
  std::unreachable();
}

void Watch::batch(const workflow::National& domain, std::span<const workflow::Command> commands,
                  std::span<const workflow::Reply> replies, std::chrono::microseconds took) {
  metrics_.observe(Metric::batch_commands, {}, static_cast<double>(commands.size()));
  metrics_.observe(Metric::batch_seconds, {}, duration<double>(took).count());
  log(LogEvent::batch_committed, {{"commands", static_cast<std::int64_t>(commands.size())},
                                  {"ms", std::int64_t{duration_cast<milliseconds>(took).count()}}});
  const auto tell = [&](const workflow::Command& command, const workflow::Reply& reply) {
    const std::string_view name = name_of(domain, command.type);
    const std::string_view answer = to_text(reply.kind);
    metrics_.add(Metric::commands, {name, answer});
    const auto mrn = mrn_of(reply);
    const std::string_view rule = reply.findings.empty() ? std::string_view{} : reply.findings.front().rule;
    // The line follows the movement; the asker was told the trace of its request.
    const std::string request = to_hex(command.trace);
    log(LogEvent::command_decided,
        {{"command", name},
         {"answer", answer},
         {"rule", rule},
         {"mrn", mrn ? mrn->str() : std::string_view{}},
         {"request", request}},
        to_hex(mrn ? workflow::trace_of(*mrn, domain.setting().sha256) : command.trace));
  };
  for (std::size_t i = 0; i < commands.size(); ++i) {
    // Of a bundle that was taken each message is told, of any other the one that it was refused for.
    const auto& parts = replies[i].parts;
    const bool is_whole = replies[i].kind == workflow::Reply::Kind::accepted;
    for (std::size_t part = is_whole || parts.empty() ? 0 : parts.size() - 1; part < parts.size(); ++part)
      tell(commands[i].parts.at(part), parts[part]);
    if (parts.empty()) tell(commands[i], replies[i]);
  }
}

void Watch::quarantined(const workflow::National& domain, const std::vector<app::QuarantineRow>& rows) {
  for (const app::QuarantineRow& row : rows) {
    const auto command = workflow::decode_command(row.command);
    log(LogEvent::command_quarantined,
        {{"command", command ? name_of(domain, command->type) : std::string_view{}}, {"what", row.what}},
        command ? to_hex(command->trace) : std::string{});
  }
  metrics_.add_to(Metric::quarantined, static_cast<double>(rows.size()));
}

void Watch::read_only(const std::optional<std::string>& why) {
  metrics_.set(Metric::store_read_only, {}, why ? 1 : 0);
  if (why) {
    log(LogEvent::store_read_only, {{"what", *why}});
  } else {
    log(LogEvent::store_writable);
  }
}

void Watch::certificate(std::string_view whose, std::chrono::days left) {
  metrics_.set(Metric::certificate_days_left, {whose}, static_cast<double>(left.count()));
  if (left <= limits::certificate_warning)
    log(LogEvent::certificate_ends_soon, {{"whose", whose}, {"days", std::int64_t{left.count()}}});
}

void Watch::revocation_list(std::string_view partner, double life_left, Instant end) {
  metrics_.set(Metric::revocation_list_life_left, {partner}, life_left);
  if (life_left <= limits::revocation_list_warning)
    log(LogEvent::revocation_list_ends_soon, {{"partner", partner}, {"end", lintas::to_text(end)}});
}

void Watch::log(LogEvent event, std::initializer_list<LogField> fields, std::string_view trace) {
  if (log_ != nullptr) log_->write(event, trace, fields);
}

void Watch::set_lowest(Level level) {
  if (log_ != nullptr) log_->set_lowest(level);
}

std::string Watch::text() {
  if (log_ != nullptr) metrics_.set(Metric::log_lines_lost, {}, static_cast<double>(log_->lines_lost()));
  return metrics_.text();
}

}  // namespace lintas::node
