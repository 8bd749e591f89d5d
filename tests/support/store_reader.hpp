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

  [[nodiscard]] app::Counters counters() override;
  [[nodiscard]] std::optional<app::StreamRow> stream(app::StreamId id) override;
  [[nodiscard]] std::vector<app::EventRow> history(app::Seq head) override;
  [[nodiscard]] std::optional<app::StreamId> find(const app::Key& key) override;
  [[nodiscard]] std::vector<std::pair<app::Key, app::StreamId>> find_all(ByteView prefix, ByteView after,
                                                                         std::size_t count) override;
  [[nodiscard]] std::optional<app::StreamId> numbered(std::int64_t n) override;
  [[nodiscard]] std::optional<app::Payload> payload(app::PayloadId id) override;
  [[nodiscard]] std::vector<app::EventRow> feed(app::Seq after, std::size_t count) override;
  [[nodiscard]] std::vector<app::StreamRow> work_list(std::int64_t office, app::StreamId after,
                                                      std::size_t count) override;
  [[nodiscard]] std::optional<std::int64_t> office_at_work(std::int64_t after) override;
  [[nodiscard]] std::optional<app::OutboxRow> outbox_row(std::int64_t id) override;
  [[nodiscard]] std::vector<app::OutboxRow> outbox(const app::NewestFirst& part) override;
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(const app::NewestFirst& part) override;
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(std::int64_t after, std::size_t count) override;
  [[nodiscard]] std::optional<app::ReceivedRow> received(exchange::Partner partner,
                                                         std::string_view message) override;
  [[nodiscard]] std::vector<app::ReceivedRow> received(const app::NewestFirst& part) override;
  [[nodiscard]] std::vector<std::string> further_ways(exchange::Partner partner, std::string_view message,
                                                      std::size_t count) override;
  [[nodiscard]] std::optional<app::SentRow> sent(std::int64_t id) override;
  [[nodiscard]] std::vector<app::SentRow> sent(const app::NewestFirst& part) override;

 protected:
  [[nodiscard]] virtual app::Store& store() { return store_; }

 private:
  app::Store& store_;
};

}  // namespace lintas::test
