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
#include "shell/store/sqlite/reads.hpp"

namespace lintas::store {

/// The questions of app::Reader, asked on one connection within one transaction. To be used inside
/// SqliteReader::read.
class Window final : public app::Reader {
 public:
  explicit Window(Reads& reads) : reads_(reads) {}

  [[nodiscard]] app::Counters counters() override { return reads_.counters(); }
  [[nodiscard]] std::optional<app::StreamRow> stream(app::StreamId id) override { return reads_.stream(id); }
  [[nodiscard]] std::vector<app::EventRow> history(app::Seq head) override { return reads_.history(head); }
  [[nodiscard]] std::optional<app::StreamId> find(const app::Key& key) override { return reads_.find(key); }
  [[nodiscard]] std::vector<std::pair<app::Key, app::StreamId>> find_all(ByteView prefix, ByteView after,
                                                                         std::size_t count) override {
    return reads_.find_all(prefix, after, count);
  }
  [[nodiscard]] std::optional<app::StreamId> numbered(std::int64_t n) override { return reads_.numbered(n); }
  [[nodiscard]] std::optional<app::Payload> payload(app::PayloadId id) override { return reads_.payload(id); }
  [[nodiscard]] std::vector<app::EventRow> feed(app::Seq after, std::size_t count) override {
    return reads_.feed(after, count);
  }
  [[nodiscard]] std::vector<app::StreamRow> work_list(std::int64_t office, app::StreamId after,
                                                      std::size_t count) override {
    return reads_.open_streams(office, after, count);
  }
  [[nodiscard]] std::optional<std::int64_t> office_at_work(std::int64_t after) override {
    return reads_.office_at_work(after);
  }
  [[nodiscard]] std::optional<app::OutboxRow> outbox_row(std::int64_t id) override {
    return reads_.outbox_row(id);
  }
  [[nodiscard]] std::vector<app::OutboxRow> outbox(const app::NewestFirst& part) override {
    return reads_.outbox(part);
  }
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(const app::NewestFirst& part) override {
    return reads_.dead_letters(part);
  }
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(std::int64_t after, std::size_t count) override {
    return reads_.dead_letters(after, count);
  }
  [[nodiscard]] std::optional<app::ReceivedRow> received(exchange::Partner partner,
                                                         std::string_view message) override {
    return reads_.received(partner, message);
  }
  [[nodiscard]] std::vector<app::ReceivedRow> received(const app::NewestFirst& part) override {
    return reads_.received(part);
  }
  [[nodiscard]] std::vector<std::string> further_ways(exchange::Partner partner, std::string_view message,
                                                      std::size_t count) override {
    return reads_.further_ways(partner, message, count);
  }
  [[nodiscard]] std::optional<app::SentRow> sent(std::int64_t id) override { return reads_.sent(id); }
  [[nodiscard]] std::vector<app::SentRow> sent(const app::NewestFirst& part) override {
    return reads_.sent(part);
  }

 private:
  Reads& reads_;
};

}  // namespace lintas::store
