#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/time.hpp"

/// The log for operators: one JSON object a line. What may be said is a closed catalogue, so that nothing
/// personal and no secret can slip in: identifiers, codes, counts and durations, never names, goods or
/// contents.
namespace lintas::node {

enum class Level : std::uint8_t { debug, info, warning, error };

[[nodiscard]] std::string_view to_text(Level level) noexcept;
[[nodiscard]] std::optional<Level> parse_level(std::string_view text) noexcept;

enum class LogEvent : std::uint8_t {
  node_started,
  node_not_started,
  node_ready,
  node_stopping,
  node_stopped,
  configuration_reloaded,
  configuration_waits,
  configuration_refused,
  certificate_ends_soon,
  revocation_list_ends_soon,
  certificate_to_bring,
  certificate_used,
  agreement_changed,
  certificate_unreadable,
  identity_signed,
  identity_taken,
  identity_refused,
  partner_left_out,
  certificate_revoked,
  key_not_kept,
  status_list_not_kept,
  clock_behind,
  clock_believed,
  status_list_ahead,
  status_list_held,
  document_key_idle,
  attachments_put_away,
  http_answered,
  http_dropped,
  request_refused,
  command_decided,
  command_quarantined,
  work_failed,
  batch_committed,
  store_read_only,
  store_writable,
  store_failed,
  partner_reached,
  partner_lost,
  message_sent,
  message_received,
  message_refused,
  message_unrelated,
  message_unassigned,
  message_repeated,
  message_rejected,
  message_contradicted,
  message_unproven,
  message_delivered,
  message_undecided,
  message_dead,
  message_kept_back,
  message_set_aside,
  message_let_go,
  bundle_split,
  bundles_paused,
  partner_tested,
  audit_head_signed,
  store_came_back,
  partner_head_taken,
  partner_head_refused,
  partner_head_old,
  partner_log_went_back,
  partner_log_not_continued,
  partner_log_rewritten,
  partner_log_explained,
};

struct LogEventRow {
  LogEvent event;
  std::string_view name;
  Level level;
  /// Names of the fields it may have, separated by one space.
  std::string_view fields;
  /// What it means and what to do.
  std::string_view meaning;
};

[[nodiscard]] std::span<const LogEventRow> log_events() noexcept;
[[nodiscard]] const LogEventRow& row_of(LogEvent event) noexcept;

struct LogField {
  std::string_view name;
  std::variant<std::int64_t, bool, std::string_view> value;
};

/// Safe from any thread. A line that cannot be written is lost and counted, and nothing else happens: the log
/// never stops the node.
class Log {
 public:
  /// Writes to the descriptor, which it does not close. `now` is asked for each line.
  Log(int descriptor, Level lowest, std::function<Instant()> now);

  void set_lowest(Level lowest) noexcept;

  /// A field that the catalogue does not give the event is a bug. The trace id goes through requests,
  /// messages and events to the next node; empty outside of one.
  void write(LogEvent event, std::string_view trace_id, std::initializer_list<LogField> fields = {});

  [[nodiscard]] std::uint64_t lines_lost() const noexcept;

 private:
  int descriptor_;
  std::function<Instant()> now_;
  mutable std::mutex lock_;
  Level lowest_;
  std::uint64_t lines_lost_ = 0;
};

/// The path of a request as the log may have it: without a query, in which may stand what somebody searched
/// for, and without the token of a link, which opens it (docs/adr/0021-links-for-partners.md).
[[nodiscard]] std::string path_to_log(std::string_view target);

/// Text of so many bytes at most; one that is longer is cut between two characters of UTF-8, and ends with an
/// ellipsis.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t bytes_max);
/// Words of a stranger: the same of printable ASCII, anything else as question marks.
[[nodiscard]] std::string printable(std::string_view text, std::size_t bytes_max);

/// Text as a JSON string, quotation marks and all (RFC 8259 7). What is no UTF-8 becomes question marks, for
/// a log must stay readable.
[[nodiscard]] std::string json_string(std::string_view text);

/// The catalogue as docs/operations/log-events.md.
[[nodiscard]] std::string log_events_page();

}  // namespace lintas::node
