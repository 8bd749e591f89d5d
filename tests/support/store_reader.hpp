#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"

namespace lintas::test {

/// The questions of app::Reader, asked of a store in one thread.
class StoreReader : public app::Reader {
 public:
  explicit StoreReader(app::Store& store) : store_(store) {}

  [[nodiscard]] app::Counters counters() override { return store().counters(); }
  [[nodiscard]] std::optional<app::StreamRow> stream(app::StreamId id) override { return store().stream(id); }
  [[nodiscard]] std::vector<app::EventRow> history(app::Seq head) override { return store().history(head); }
  [[nodiscard]] std::optional<app::StreamId> find(const app::Key& key) override { return store().find(key); }
  [[nodiscard]] std::vector<std::pair<app::Key, app::StreamId>> find_all(ByteView prefix, ByteView after,
                                                                         std::size_t count) override {
    return store().find_all(prefix, after, count);
  }
  [[nodiscard]] std::optional<app::StreamId> numbered(std::int64_t n) override { return store().numbered(n); }
  [[nodiscard]] std::optional<app::Payload> payload(app::PayloadId id) override {
    return store().payload(id);
  }
  [[nodiscard]] std::vector<app::EventRow> feed(app::Seq after, std::size_t count) override {
    return store().feed(after, count);
  }
  [[nodiscard]] std::vector<app::StreamRow> work_list(std::int64_t office, app::StreamId after,
                                                      std::size_t count) override {
    std::vector<app::StreamRow> rows = store().open_streams();
    std::erase_if(rows, [&](const app::StreamRow& row) { return row.office != office || row.id <= after; });
    if (rows.size() > count) rows.resize(count);
    return rows;
  }
  [[nodiscard]] std::optional<std::int64_t> office_at_work(std::int64_t after) override {
    std::optional<std::int64_t> next;
    for (const app::StreamRow& row : store().open_streams())
      if (row.office > after && (!next || row.office < *next)) next = row.office;
    return next;
  }
  [[nodiscard]] std::optional<app::OutboxRow> outbox_row(std::int64_t id) override {
    return store().outbox_row(id);
  }
  [[nodiscard]] std::vector<app::OutboxRow> outbox(const app::NewestFirst& part) override {
    return store().outbox(part);
  }
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(const app::NewestFirst& part) override {
    return store().dead_letters(part);
  }
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(std::int64_t after, std::size_t count) override {
    return store().dead_letters(after, count);
  }
  [[nodiscard]] std::optional<app::ReceivedRow> received(exchange::Partner partner,
                                                         std::string_view message) override {
    return store().received(partner, message);
  }
  [[nodiscard]] std::vector<app::ReceivedRow> received(const app::NewestFirst& part) override {
    return store().received(part);
  }
  [[nodiscard]] std::vector<std::string> further_ways(exchange::Partner partner, std::string_view message,
                                                      std::size_t count) override {
    return store().further_ways(partner, message, count);
  }
  [[nodiscard]] std::optional<app::SentRow> sent(std::int64_t id) override { return store().sent(id); }
  [[nodiscard]] std::vector<app::SentRow> sent(const app::NewestFirst& part) override {
    return store().sent(part);
  }

 protected:
  [[nodiscard]] virtual app::Store& store() { return store_; }

 private:
  app::Store& store_;
};

}  // namespace lintas::test
