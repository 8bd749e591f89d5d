#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What monitoring reads: counters, gauges and histograms from one table, as Prometheus text (format 0.0.4).
namespace lintas::node {

enum class Metric : std::uint8_t {
  build_info,
  http_requests,
  http_request_seconds,
  http_dropped,
  event_streams,
  webhooks,
  commands,
  batch_commands,
  batch_seconds,
  writer_queue,
  store_log_bytes,
  store_read_only,
  quarantined,
  messages_sent,
  messages_received,
  outbox_waiting,
  outbox_oldest_seconds,
  dead_letters,
  partner_up,
  certificate_days_left,
  revocation_list_life_left,
  log_lines_lost,
  partner_log_fault,
  partner_head_age_seconds,
};

enum class MetricKind : std::uint8_t { counter, gauge, histogram };

/// Where a metric stands on the dashboard.
enum class MetricGroup : std::uint8_t { node, requests, store, partners };

/// When somebody has to look.
struct Alarm {
  std::string_view name{};  ///< "StoreReadOnly"; empty: the metric raises none
  /// Of Prometheus, with % for the metric's name.
  std::string_view condition{};
  std::string_view lasting{};  ///< "15m": how long it has to hold
  bool at_once = false;        ///< wake somebody; else it has time until the morning
  std::string_view remedy{};   ///< what is so, and what to do
};

struct MetricRow {
  Metric metric;
  std::string_view name;
  MetricKind kind;
  /// Names of its labels, separated by one space.
  std::string_view labels;
  std::string_view help;
  MetricGroup group{};
  std::string_view unit{};  ///< as Grafana calls it; of a counter, of what it counts in a second
  Alarm alarm{};
  std::span<const double> bounds{};  ///< of a histogram: the largest value of each bucket, ascending
};

[[nodiscard]] std::span<const MetricRow> metric_rows() noexcept;
[[nodiscard]] std::vector<std::string_view> label_names(const MetricRow& row);

/// Values of the labels, in the order of the table.
using LabelValues = std::initializer_list<std::string_view>;

/// Safe from any thread. Using a metric as another kind, or with another number of labels, is a bug. Beyond
/// limits::metric_series_max combinations of labels everything is counted under "other".
class Metrics {
 public:
  void add(Metric counter, LabelValues labels = {}, std::uint64_t count = 1);
  void set(Metric gauge, LabelValues labels, double value);
  /// Of a gauge without labels.
  void add_to(Metric gauge, double more);
  void observe(Metric histogram, LabelValues labels, double value);
  /// Of a gauge, every series whose labels begin with this one: what it told of is not there any more.
  void forget(Metric gauge, std::string_view first_label);

  /// All that was ever touched, in the order of the table.
  [[nodiscard]] std::string text() const;

 private:
  struct Series {
    double value = 0;  ///< of a counter or gauge; sum of a histogram
    std::vector<std::uint64_t> buckets;
    std::uint64_t count = 0;
  };
  [[nodiscard]] Series& series(Metric metric, MetricKind kind, LabelValues labels);

  mutable std::mutex lock_;
  std::map<Metric, std::map<std::vector<std::string>, Series>> metrics_;
};

/// The table as docs/operations/metrics.md.
[[nodiscard]] std::string metrics_page();

}  // namespace lintas::node
