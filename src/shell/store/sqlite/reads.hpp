#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"
#include "shell/store/sqlite/certificates.hpp"
#include "shell/store/sqlite/database.hpp"

namespace lintas::store {

/// Every question to the store, on one connection; what they mean stands at the port, app::Store.
class Reads {
 public:
  explicit Reads(Database& database);

  [[nodiscard]] app::Counters counters();
  [[nodiscard]] std::optional<app::StreamRow> stream(app::StreamId id);
  [[nodiscard]] std::vector<app::EventRow> history(app::Seq head);
  [[nodiscard]] std::optional<app::StreamId> find(const app::Key& key);
  [[nodiscard]] std::vector<std::pair<app::Key, app::StreamId>> find_all(ByteView prefix, ByteView after,
                                                                         std::size_t count);
  [[nodiscard]] std::optional<app::StreamId> numbered(std::int64_t n);
  /// Those that were spent by a loss count as taken.
  [[nodiscard]] std::optional<std::int64_t> last_number(std::int64_t first, std::int64_t last);
  [[nodiscard]] std::optional<app::CommandRow> command(const std::array<std::byte, 18>& id);
  [[nodiscard]] std::optional<app::Payload> payload(app::PayloadId id);
  [[nodiscard]] std::vector<app::EventRow> feed(app::Seq after, std::size_t count);
  [[nodiscard]] std::vector<app::StreamRow> open_streams();
  /// The work list of one office, from the stream behind `after`, at most `count`.
  [[nodiscard]] std::vector<app::StreamRow> open_streams(std::int64_t office, app::StreamId after,
                                                         std::size_t count);
  /// The next number behind `after` under which there is such a list.
  [[nodiscard]] std::optional<std::int64_t> office_at_work(std::int64_t after);
  [[nodiscard]] std::vector<app::OutboxRow> outbox();
  [[nodiscard]] std::optional<app::OutboxRow> outbox_row(std::int64_t id);
  [[nodiscard]] std::vector<app::OutboxRow> outbox(const app::NewestFirst& part);
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(const app::NewestFirst& part);
  [[nodiscard]] std::vector<app::OutboxRow> dead_letters(std::int64_t after, std::size_t count);
  [[nodiscard]] std::optional<app::ReceivedRow> received(exchange::Partner partner, std::string_view message);
  [[nodiscard]] std::vector<app::ReceivedRow> received(const app::NewestFirst& part);
  [[nodiscard]] std::vector<std::string> further_ways(exchange::Partner partner, std::string_view message,
                                                      std::size_t count);
  [[nodiscard]] std::optional<app::SentRow> sent(std::int64_t id);
  [[nodiscard]] std::vector<app::SentRow> sent(const app::NewestFirst& part);
  [[nodiscard]] std::optional<Tile> tile(std::uint8_t level, std::uint64_t n);
  [[nodiscard]] std::vector<app::QuarantineRow> quarantined();
  [[nodiscard]] std::optional<app::HeadRow> last_head(exchange::Partner owner);

 private:
  Statement counters_;
  Statement stream_;
  Statement event_;
  Statement key_;
  Statement keys_from_;
  Statement number_;
  Statement last_number_;
  Statement command_;
  Statement payload_;
  Statement feed_;
  Statement open_streams_;
  Statement office_streams_;
  Statement office_at_work_;
  Statement outbox_;
  Statement outbox_row_;
  Statement outbox_newest_;
  Statement outbox_newest_of_;
  Statement dead_newest_;
  Statement dead_from_;
  Statement received_;
  Statement received_newest_;
  Statement received_newest_of_;
  Statement further_ways_;
  Statement sent_;
  Statement sent_newest_;
  Statement sent_newest_of_;
  Statement tile_;
  Statement quarantined_;
  Statement last_head_;
  CertificateReads certificates_;
};

}  // namespace lintas::store
