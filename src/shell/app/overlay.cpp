#include "shell/app/overlay.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::app {

namespace {

template <class T>
void append_all(std::vector<T>& to, std::vector<T>&& from) {
  std::ranges::move(from, std::back_inserter(to));
}

}  // namespace

StreamPtr Overlay::stream(StreamId id) const {
  for (const Overlay* layer = this; layer != nullptr; layer = layer->parent_) {
    if (const auto found = layer->streams_.find(id); found != layer->streams_.end()) return found->second;
  }
  return cache_.get(id);
}

std::vector<StreamPtr> Overlay::open_streams(const workflow::Page& page) const {
  std::vector<StreamPtr> found;
  for (const StreamId id : cache_.open_streams(page)) {
    const Overlay* layer = this;
    while (layer != nullptr && !layer->streams_.contains(id)) layer = layer->parent_;
    found.push_back(layer == nullptr ? cache_.look(id) : layer->streams_.at(id));
  }
  return found;
}

std::vector<exchange::Partner> Overlay::waiting(StreamId lane) const {
  std::vector<exchange::Partner> partners;
  for (const OutboxRow& row : cache_.store().outbox()) {
    if (row.lane == lane && std::ranges::find(partners, row.partner) == partners.end())
      partners.push_back(row.partner);
  }
  return partners;
}

bool Overlay::waits(StreamId lane, exchange::Partner partner, PayloadKind kind) const {
  return std::ranges::any_of(cache_.store().outbox(), [&](const OutboxRow& row) {
    return row.lane == lane && row.partner == partner && row.kind == kind;
  });
}

std::optional<StreamId> Overlay::find(const Key& key) const {
  for (const Overlay* layer = this; layer != nullptr; layer = layer->parent_) {
    if (const auto found = layer->keys_.find(key); found != layer->keys_.end()) {
      return found->second.stream == StreamId::none ? std::nullopt : std::optional{found->second.stream};
    }
  }
  return cache_.store().find(key);
}

std::optional<StreamId> Overlay::numbered(std::int64_t n) const {
  for (const Overlay* layer = this; layer != nullptr; layer = layer->parent_) {
    if (const auto found = layer->numbers_.find(n); found != layer->numbers_.end()) return found->second;
  }
  return cache_.store().numbered(n);
}

std::optional<std::int64_t> Overlay::next_number(workflow::NumberBlock block) const {
  std::int64_t next = cache_.store().last_number(block.first, block.last).value_or(block.first - 1) + 1;
  for (const Overlay* layer = this; layer != nullptr; layer = layer->parent_) {
    const auto behind = layer->numbers_.upper_bound(block.last);
    if (behind == layer->numbers_.begin()) continue;
    next = std::max(next, std::prev(behind)->first + 1);
  }
  return next <= block.last ? std::optional{next} : std::nullopt;
}

std::optional<CommandRow> Overlay::command(const std::array<std::byte, 18>& id) const {
  for (const Overlay* layer = this; layer != nullptr; layer = layer->parent_) {
    const auto found = std::ranges::find(layer->commands_, id, &CommandRow::id);
    if (found != layer->commands_.end()) return *found;
  }
  return cache_.store().command(id);
}

std::optional<Payload> Overlay::payload(PayloadId id) const {
  for (const Overlay* layer = this; layer != nullptr; layer = layer->parent_) {
    const auto found = std::ranges::find(layer->payloads_, id, &PayloadWrite::id);
    if (found != layer->payloads_.end()) return found->payload;
  }
  return cache_.store().payload(id);
}

std::optional<ReceivedRow> Overlay::received(exchange::Partner partner, std::string_view message) const {
  for (const Overlay* layer = this; layer != nullptr; layer = layer->parent_) {
    const auto found = std::ranges::find_if(layer->received_, [&](const ReceivedRow& row) {
      return row.partner == partner && row.message == message;
    });
    if (found != layer->received_.end()) return *found;
  }
  return cache_.store().received(partner, message);
}

std::optional<OutboxRow> Overlay::dead_letter(std::int64_t id) const {
  const auto has = [&](const std::vector<OutboxRow>& rows) {
    return std::ranges::find(rows, id, &OutboxRow::id) != rows.end();
  };
  for (const Overlay* layer = this; layer != nullptr; layer = layer->parent_) {
    if (has(layer->revived_) || has(layer->discarded_)) return std::nullopt;
  }
  auto row = cache_.store().outbox_row(id);
  if (row && !row->dead) row.reset();
  return row;
}

void Overlay::set(const Key& key, StreamId stream) {
  KeyState& state = keys_[key];
  state.stream = stream;
  state.freed = state.freed || stream == StreamId::none;
}

StreamId Overlay::create(StreamKind kind) {
  counters_.stream = workflow::next(counters_.stream);
  streams_[counters_.stream] = std::make_shared<const Stream>(blank_stream(domain(), counters_.stream, kind));
  return counters_.stream;
}

void Overlay::append(EventRow event, std::span<const StreamId> also) {
  const StreamPtr before = stream(event.stream);
  event.seq = next_seq();
  event.version = before->row.version + 1;
  event.prev = before->row.head;
  counters_.seq = event.seq;
  put(*before, after_own(domain(), *before, event));
  for (const StreamId id : also) {
    require(id != event.stream, "a stream follows others, not itself");
    const StreamPtr follower = stream(id);
    put(*follower, after_followed(domain(), *follower, event));
  }
  events_.push_back(std::move(event));
}

void Overlay::put(const Stream& before, Stream after) {
  const StreamId id = after.row.id;
  const auto is_in = [](const std::vector<std::string>& list, const std::string& owner) {
    return std::ranges::find(list, owner) != list.end();
  };
  for (const std::string& owner : before.concerned)
    if (!is_in(after.concerned, owner)) set(workflow::concern_key(owner, id), StreamId::none);
  for (const std::string& owner : after.concerned)
    if (!is_in(before.concerned, owner)) set(workflow::concern_key(owner, id), id);
  streams_[id] = std::make_shared<const Stream>(std::move(after));
}

PayloadId Overlay::add(Payload payload) {
  counters_.payload = workflow::next(counters_.payload);
  payloads_.push_back({.id = counters_.payload, .payload = std::move(payload)});
  return counters_.payload;
}

PayloadId Overlay::add(Payload payload, Bytes content) {
  const PayloadId id = add(std::move(payload));
  letters_.push_back({.id = id, .content = std::make_shared<const Bytes>(std::move(content))});
  return id;
}

void Overlay::absorb(Overlay&& above) {
  require(above.parent_ == this, "an overlay is absorbed by the one it stands on");
  counters_ = above.counters_;
  for (auto& [id, stream] : above.streams_) streams_[id] = std::move(stream);
  for (const auto& [key, state] : above.keys_) {
    if (state.freed) set(key, StreamId::none);
    set(key, state.stream);
  }
  for (const auto& [n, stream] : above.numbers_) numbers_.insert_or_assign(n, stream);
  append_all(events_, std::move(above.events_));
  append_all(payloads_, std::move(above.payloads_));
  append_all(letters_, std::move(above.letters_));
  append_all(outbox_, std::move(above.outbox_));
  append_all(revived_, std::move(above.revived_));
  append_all(discarded_, std::move(above.discarded_));
  append_all(commands_, std::move(above.commands_));
  append_all(received_, std::move(above.received_));
  append_all(quarantined_, std::move(above.quarantined_));
}

bool Overlay::empty() const noexcept {
  return events_.empty() && commands_.empty() && received_.empty() && quarantined_.empty() &&
         streams_.empty();
}

Batch Overlay::take_batch() {
  require(parent_ == nullptr, "only a whole batch is written");
  Batch batch;
  batch.payloads = std::move(payloads_);
  batch.events = std::move(events_);
  batch.outbox = std::move(outbox_);
  for (const OutboxRow& row : revived_) batch.revived.push_back(row.id);
  for (const OutboxRow& row : discarded_) {
    batch.receipted.push_back(row.id);
    std::erase_if(batch.outbox, [&](const OutboxRow& asked) { return asked.id == row.id; });
  }
  batch.commands = std::move(commands_);
  batch.received = std::move(received_);
  batch.quarantined = std::move(quarantined_);
  for (const auto& [key, state] : keys_) {
    if (state.freed) batch.keys.push_back({.key = key, .stream = StreamId::none});
    if (state.stream != StreamId::none) batch.keys.push_back({.key = key, .stream = state.stream});
  }
  for (const auto& [n, stream] : numbers_) batch.numbers.push_back({.n = n, .stream = stream});
  for (const auto& [id, stream] : streams_) {
    require(stream->row.version > 0, "a stream begins with an event");
    StreamWrite write{.row = stream->row};
    if (id <= committed_.stream) {
      const StreamPtr before = cache_.get(id);
      write.version_before = before->row.version;
      const bool reopened = stream->row.open && !before->row.open;
      write.office_moved = reopened || before->row.office != stream->row.office;
    }
    if (keeps_state(domain(), stream->row.kind)) {
      write.row.state = domain().encode_state(stream->row.kind, stream->state);
      write.state_changed = true;
    }
    batch.streams.push_back(std::move(write));
  }
  std::ranges::sort(batch.streams, {}, [](const StreamWrite& write) { return write.row.id; });
  return batch;
}

}  // namespace lintas::app
