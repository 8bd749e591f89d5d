#include "shell/api/table_import.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/app/service.hpp"

namespace lintas::api {

namespace {

using workflow::Reply;

/// A file on its way to the writer, some rows at a time. Each row is a command of its own under the client's
/// key, so that the whole may be sent again after any fault: what was taken is not taken twice.
class Import : public std::enable_shared_from_this<Import> {
 public:
  Import(std::shared_ptr<const Core> core, CallPtr call, std::vector<TableRow> rows)
      : core_(std::move(core)), call_(std::move(call)), rows_(std::move(rows)) {}

  /// Asks for as many rows as may be under way. An answer may come at once, on this thread, or later on the
  /// writer's: whoever comes while another is at it leaves the rest to that one.
  void go_on() {
    std::unique_lock lock{mutex_};
    if (at_it_) return;
    at_it_ = true;
    while (!stopped_ && under_way_ < limits::api_import_window && next_ < rows_.size()) {
      TableRow& row = rows_[next_++];
      ++under_way_;
      lock.unlock();
      core_->ports().service.ask(
          std::move(row.command),
          [self = shared_from_this(), line = row.line](const Reply& reply) { self->take(line, reply); });
      lock.lock();
    }
    at_it_ = false;
    const bool over = under_way_ == 0 && (stopped_ || next_ == rows_.size());
    if (!over || std::exchange(told_, true)) return;
    lock.unlock();
    tell_end();
  }

 private:
  void take(std::size_t line, const Reply& reply) {
    {
      const std::scoped_lock lock{mutex_};
      --under_way_;
      switch (reply.kind) {
        case Reply::Kind::accepted: count(reply); break;
        case Reply::Kind::refused:
          ++refused_rows_;
          for (Finding finding : reply.findings) {
            if (refused_.size() == limits::findings_max) break;
            finding.pointer = format("line {}", line);
            refused_.push_back(std::move(finding));
          }
          break;
        case Reply::Kind::conflict:
        case Reply::Kind::busy:
        case Reply::Kind::stale:
        case Reply::Kind::internal: stopped_ = reply; break;
      }
    }
    go_on();
  }

  void count(const Reply& reply) {
    // An answer that an earlier program gave and kept did not say: it is repeated, and nothing happens now.
    const auto row = from_cbor<workflow::RowReply>(reply.content);
    switch (row ? row->effect : workflow::RowEffect::unchanged) {
      case workflow::RowEffect::added: ++added_; break;
      case workflow::RowEffect::changed: ++changed_; break;
      case workflow::RowEffect::unchanged: ++unchanged_; break;
    }
  }

  /// Every row of the file is in one of these. Of a file that was sent before under the same key: what it did
  /// then.
  [[nodiscard]] Json summary() const {
    return {{"new", added_}, {"changed", changed_}, {"unchanged", unchanged_}, {"refused", refused_rows_}};
  }

  /// Nobody else is at it any more.
  void tell_end() {
    if (stopped_) return tell(call_, *stopped_);
    if (refused_.empty()) {
      Json body{{"accepted", true}, {"trace_id", call_->trace}};
      body.update(summary());
      return call_->respond(json_response(200, body));
    }
    std::ranges::sort(refused_, {}, [](const Finding& finding) {
      return std::pair{finding.pointer.size(), finding.pointer};  // "line 9" before "line 10"
    });
    const bool denied = refused_.front().rule.starts_with("ACC-");
    call_->respond(problem(denied ? 403 : 422, refused_, call_->trace, summary()));
  }

  std::shared_ptr<const Core> core_;
  CallPtr call_;
  std::vector<TableRow> rows_;
  std::mutex mutex_;
  bool at_it_ = false;
  bool told_ = false;
  std::size_t next_ = 0;
  std::size_t under_way_ = 0;
  std::size_t added_ = 0;
  std::size_t changed_ = 0;
  std::size_t unchanged_ = 0;
  std::size_t refused_rows_ = 0;
  Findings refused_;
  std::optional<Reply> stopped_;
};

}  // namespace

workflow::HttpCommandId id_of_row(const workflow::HttpCommandId& file, std::size_t line, Sha256 sha256) {
  const std::string row = format("line {}", line);
  const std::array whose{ByteView{file.id}.subspan(2), as_bytes(row)};
  const Hash256 hash = sha256(whose);
  workflow::HttpCommandId id = file;  // the period stays in front
  std::ranges::copy_n(hash.bytes.begin(), 16, id.id.begin() + 2);
  return id;
}

void bring_in(const Core& core, const CallPtr& call, std::vector<TableRow> rows) {
  std::make_shared<Import>(core.shared_from_this(), call, std::move(rows))->go_on();
}

}  // namespace lintas::api
