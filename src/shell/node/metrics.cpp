#include "shell/node/metrics.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/node/limits.hpp"

namespace lintas::node {

namespace {

using enum Metric;
constexpr MetricKind counter = MetricKind::counter;
constexpr MetricKind gauge = MetricKind::gauge;
constexpr MetricKind histogram = MetricKind::histogram;

using enum MetricGroup;
constexpr bool at_once = true;
constexpr bool by_morning = false;

/// From a cached answer to a timeout.
constexpr std::array seconds_bounds{0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2,
                                    0.5,   1.0,   2.0,   5.0,  10.0, 20.0, 60.0};
/// From one alone to the fullest batch: a quantile above the last bound would stand still there.
constexpr std::array commands_bounds{1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 48.0, 64.0};
static_assert(commands_bounds.back() == static_cast<double>(limits::batch_commands_max));

constexpr std::array table{
    MetricRow{build_info, "lintas_build_info", gauge, "version", "Always 1; the label says what runs.", node,
              "short",
              Alarm{"NodeAway", "absent(%)", "2m", at_once,
                    "No node is measured: see whether it runs, and start it."}},
    MetricRow{http_requests, "lintas_http_requests_total", counter, "listener method status",
              "Requests answered.", requests, "reqps", Alarm{}},
    MetricRow{http_request_seconds, "lintas_http_request_seconds", histogram, "listener",
              "From the first byte of a request to the last of its answer.", requests, "s", Alarm{},
              seconds_bounds},
    MetricRow{http_dropped, "lintas_http_dropped_total", counter, "listener why",
              "Connections that ended without an answer.", requests, "ops", Alarm{}},
    MetricRow{event_streams, "lintas_event_streams", gauge, "", "Streams of the feed that are open.",
              requests, "short", Alarm{}},
    MetricRow{webhooks, "lintas_webhooks", gauge, "state",
              "Subscriptions that are live, of these failing, and stopped by the node.", requests, "short",
              Alarm{}},
    MetricRow{commands, "lintas_commands_total", counter, "kind answer", "Commands decided.", requests, "ops",
              Alarm{"CommandFailed", "increase(%{answer=\"internal\"}[1h]) > 0", "0m", by_morning,
                    "A mistake of the program stopped a command: report it with lintas diag."}},
    MetricRow{batch_commands, "lintas_batch_commands", histogram, "", "Commands in one transaction.", store,
              "short", Alarm{}, commands_bounds},
    MetricRow{batch_seconds, "lintas_batch_seconds", histogram, "",
              "Time of one transaction, deciding included.", store, "s", Alarm{}, seconds_bounds},
    MetricRow{writer_queue, "lintas_writer_queue", gauge, "", "Commands that wait for the writer.", store,
              "short", Alarm{}},
    MetricRow{
        store_log_bytes, "lintas_store_log_bytes", gauge, "", "Length of the write-ahead log.", store,
        "bytes",
        Alarm{"StoreLogHeld", "% > 536870912", "5m", at_once,
              "A reader holds the log: end the backup or the audit that runs before it is 1 GiB long."}},
    MetricRow{store_read_only, "lintas_store_read_only", gauge, "",
              "1 while nothing is accepted for lack of room.", store, "short",
              Alarm{"StoreReadOnly", "% == 1", "1m", at_once,
                    "The node accepts nothing for lack of room: the log says what is full."}},
    MetricRow{quarantined, "lintas_quarantined", gauge, "", "Commands stopped by a mistake of the program.",
              store, "short",
              Alarm{"CommandQuarantined", "delta(%[1h]) > 0", "0m", by_morning,
                    "A command is kept aside: report it with lintas diag."}},
    MetricRow{messages_sent, "lintas_messages_sent_total", counter, "partner type result",
              "Attempts to send, by what came of them.", partners, "ops", Alarm{}},
    MetricRow{messages_received, "lintas_messages_received_total", counter, "partner type result",
              "Messages of partners, by what came of them.", partners, "ops",
              Alarm{"MessageContradicted", "increase(%{result=\"contradicted\"}[1h]) > 0", "0m", at_once,
                    "A partner sends another content under an id that was taken: telephone its operator."}},
    MetricRow{outbox_waiting, "lintas_outbox_waiting", gauge, "partner", "Messages not yet confirmed.",
              partners, "short", Alarm{}},
    MetricRow{outbox_oldest_seconds, "lintas_outbox_oldest_seconds", gauge, "partner",
              "Age of the oldest of them: the first thing to raise an alarm on.", partners, "s",
              Alarm{"PartnerTakesNothing", "% > 1800", "5m", at_once,
                    "A message has waited for half an hour: telephone the partner's operator; where the log "
                    "has no partner_lost it takes others, and message_undecided says which it does not."}},
    MetricRow{
        dead_letters, "lintas_dead_letters", gauge, "partner",
        "Messages refused for good, that nothing is agreed on about, or that fail while others are "
        "taken, until decided.",
        partners, "short",
        Alarm{"DeadLetters", "% > 0", "0m", by_morning,
              "A partner refused a message for good, takes others and not this one, or nothing is agreed "
              "on about it, which holds its movement: lintas exchange dead-letters."}},
    MetricRow{partner_up, "lintas_partner_up", gauge, "partner",
              "0 while a partner does not answer, or takes and refuses nothing of what is tried; else 1.",
              partners, "short",
              Alarm{"PartnerAway", "% == 0", "15m", by_morning,
                    "The partner does not answer, or decides nothing (why_silent of lintas partner show); "
                    "what waits is sent by itself."}},
    MetricRow{certificate_days_left, "lintas_certificate_days_left", gauge, "whose",
              "Days until a certificate ends.", node, "d",
              Alarm{"CertificateEnds", "% < 30", "0m", by_morning,
                    "A certificate ends soon: order the next one and agree the change with the partners."}},
    MetricRow{
        revocation_list_life_left, "lintas_revocation_list_life_left", gauge, "partner",
        "Part of its life, from 0 to 1, that the list of revoked certificates of a partner's authorities "
        "has left; of several the one that ends first.",
        partners, "percentunit",
        Alarm{"RevocationListEnds", "% < 0.33", "0m", by_morning,
              "No newer list of revoked certificates has come; once it ends nothing is exchanged with the "
              "partner: see what fetches the file."}},
    MetricRow{log_lines_lost, "lintas_log_lines_lost", gauge, "",
              "Log lines that could not be written since the start.", node, "short",
              Alarm{"LogLinesLost", "delta(%[1h]) > 0", "0m", by_morning,
                    "Lines of the log could not be written: see where the standard output goes."}},
    MetricRow{partner_log_fault, "lintas_partner_log_fault", gauge, "partner fault",
              "1 while a partner has signed two histories (rewritten), could not show that its audit log "
              "continues the head held (not_continued), or its log is shorter than that or it shows none, as "
              "after a restore or a downgrade (went_back).",
              partners, "short",
              Alarm{"PartnerLogFault", "% == 1", "0m", at_once,
                    "A partner's audit log is not what it showed before: lintas partner show, then "
                    "telephone its operator."}},
    MetricRow{
        partner_head_age_seconds, "lintas_partner_head_age_seconds", gauge, "partner",
        "Age of the newest signed head of its audit log that is held, by the instant of its signature; "
        "where none was ever got, of its identity document here; 0 of a log in which nothing has happened.",
        partners, "s",
        Alarm{"PartnerHeadOld", "% > 259200", "1h", by_morning,
              "For three days a partner has shown no fresh head of its audit log, so nobody would see "
              "it rewritten: lintas partner show, then telephone its operator."}},
};
static_assert(limits::head_age_max == std::chrono::seconds{259200},
              "the alarm is raised at the limit that the log goes by");

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table.at(i).metric) != i) return false;
  }
  return true;
}
static_assert(in_order() && table.size() == static_cast<std::size_t>(partner_head_age_seconds) + 1);

static_assert(std::ranges::all_of(table, [](const MetricRow& row) {
  return (row.kind == histogram) == !row.bounds.empty() && std::ranges::is_sorted(row.bounds);
}));

const MetricRow& row_of(Metric metric) { return table.at(static_cast<std::size_t>(metric)); }

std::string_view text_of(MetricKind kind) {
  switch (kind) {
    case MetricKind::counter: return "counter";
    case MetricKind::gauge: return "gauge";
    case MetricKind::histogram: return "histogram";
  }
  std::unreachable();
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out.push_back('\\');
    if (c == '\n') {
      out += "\\n";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

/// {listener="api",le="0.1"}, or nothing without labels.
std::string labels_of(const MetricRow& row, const std::vector<std::string>& values,
                      std::string_view bound = {}) {
  const auto names = label_names(row);
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    out += format("{}{}=\"{}\"", out.empty() ? "" : ",", names[i], escaped(values[i]));
  }
  if (!bound.empty()) out += format("{}le=\"{}\"", out.empty() ? "" : ",", bound);
  return out.empty() ? out : "{" + out + "}";
}

}  // namespace

std::span<const MetricRow> metric_rows() noexcept { return table; }

std::vector<std::string_view> label_names(const MetricRow& row) {
  std::string_view text = row.labels;
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

Metrics::Series& Metrics::series(Metric metric, MetricKind kind, LabelValues labels) {
  const MetricRow& row = row_of(metric);
  require(row.kind == kind, "a metric is used as its table says");
  std::vector<std::string> values{labels.begin(), labels.end()};
  require(values.size() == label_names(row).size(), "a metric has the labels of its table");
  auto& all = metrics_[metric];
  if (!all.contains(values) && all.size() >= limits::metric_series_max) {
    std::ranges::fill(values, "other");
  }
  Series& one = all[values];
  if (kind == MetricKind::histogram) one.buckets.resize(row.bounds.size());
  return one;
}

void Metrics::add(Metric metric, LabelValues labels, std::uint64_t count) {
  const std::lock_guard hold{lock_};
  series(metric, counter, labels).value += static_cast<double>(count);
}

void Metrics::set(Metric metric, LabelValues labels, double value) {
  const std::lock_guard hold{lock_};
  series(metric, gauge, labels).value = value;
}

void Metrics::add_to(Metric metric, double more) {
  const std::lock_guard hold{lock_};
  series(metric, gauge, {}).value += more;
}

void Metrics::forget(Metric metric, std::string_view first_label) {
  require(row_of(metric).kind == gauge, "counters and histograms never go back");
  const std::lock_guard hold{lock_};
  const auto all = metrics_.find(metric);
  if (all == metrics_.end()) return;
  std::erase_if(all->second, [&](const auto& one) { return one.first.front() == first_label; });
}

void Metrics::observe(Metric metric, LabelValues labels, double value) {
  const std::lock_guard hold{lock_};
  Series& one = series(metric, histogram, labels);
  one.value += value;
  ++one.count;
  const auto bounds = row_of(metric).bounds;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (value <= bounds[i]) ++one.buckets[i];
  }
}

std::string Metrics::text() const {
  const std::lock_guard hold{lock_};
  std::string out;
  for (const auto& [metric, all] : metrics_) {
    const MetricRow& row = row_of(metric);
    out += format("# HELP {} {}\n# TYPE {} {}\n", row.name, row.help, row.name, text_of(row.kind));
    for (const auto& [values, one] : all) {
      if (row.kind != histogram) {
        out += format("{}{} {}\n", row.name, labels_of(row, values), one.value);
        continue;
      }
      for (std::size_t i = 0; i < row.bounds.size(); ++i) {
        out += format("{}_bucket{} {}\n", row.name, labels_of(row, values, format("{}", row.bounds[i])),
                      one.buckets[i]);
      }
      out += format("{}_bucket{} {}\n", row.name, labels_of(row, values, "+Inf"), one.count);
      out += format("{}_sum{} {}\n", row.name, labels_of(row, values), one.value);
      out += format("{}_count{} {}\n", row.name, labels_of(row, values), one.count);
    }
  }
  return out;
}

std::string metrics_page() {
  std::string out =
      "# Metrics\n\n"
      "`GET /metrics` on the listener `operations` answers in the text format of Prometheus. This page is "
      "written from\n"
      "the table in `src/shell/node/metrics.cpp`; a test compares them. So are `dashboard.json`, for "
      "Grafana, "
      "and\n"
      "`alerts.yml`, rules for Prometheus, beside it: load them as they are.\n\n"
      "| metric | kind | labels | meaning |\n| --- | --- | --- | --- |\n";
  for (const MetricRow& row : table) {
    std::string buckets;
    for (const double bound : row.bounds) {
      buckets += format("{}{}", buckets.empty() ? " Buckets: " : " ", bound);
    }
    if (!buckets.empty()) buckets += '.';
    out += format("| `{}` | {} | {} | {}{} |\n", row.name, text_of(row.kind), row.labels, row.help, buckets);
  }
  return out;
}

}  // namespace lintas::node
