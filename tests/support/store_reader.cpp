#include "tests/support/store_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/store.hpp"

namespace lintas::test {

app::Counters StoreReader::counters() { return store().counters(); }
std::optional<app::StreamRow> StoreReader::stream(app::StreamId id) { return store().stream(id); }
std::vector<app::EventRow> StoreReader::history(app::Seq head) { return store().history(head); }
std::optional<app::StreamId> StoreReader::find(const app::Key& key) { return store().find(key); }
std::vector<std::pair<app::Key, app::StreamId>> StoreReader::find_all(ByteView prefix, ByteView after,
                                                                      std::size_t count) {
  return store().find_all(prefix, after, count);
}
std::optional<app::StreamId> StoreReader::numbered(std::int64_t n) { return store().numbered(n); }
std::optional<app::Payload> StoreReader::payload(app::PayloadId id) { return store().payload(id); }
std::vector<app::EventRow> StoreReader::feed(app::Seq after, std::size_t count) {
  return store().feed(after, count);
}
std::vector<app::StreamRow> StoreReader::work_list(std::int64_t office, app::StreamId after,
                                                   std::size_t count) {
  std::vector<app::StreamRow> rows = store().open_streams();
  std::erase_if(rows, [&](const app::StreamRow& row) { return row.office != office || row.id <= after; });
  if (rows.size() > count) rows.resize(count);
  return rows;
}
std::optional<std::int64_t> StoreReader::office_at_work(std::int64_t after) {
  std::optional<std::int64_t> next;
  for (const app::StreamRow& row : store().open_streams())
    if (row.office > after && (!next || row.office < *next)) next = row.office;
  return next;
}
std::optional<app::OutboxRow> StoreReader::outbox_row(std::int64_t id) { return store().outbox_row(id); }
std::vector<app::OutboxRow> StoreReader::outbox(const app::NewestFirst& part) { return store().outbox(part); }
std::vector<app::OutboxRow> StoreReader::dead_letters(const app::NewestFirst& part) {
  return store().dead_letters(part);
}
std::vector<app::OutboxRow> StoreReader::dead_letters(std::int64_t after, std::size_t count) {
  return store().dead_letters(after, count);
}
std::optional<app::ReceivedRow> StoreReader::received(exchange::Partner partner, std::string_view message) {
  return store().received(partner, message);
}
std::vector<app::ReceivedRow> StoreReader::received(const app::NewestFirst& part) {
  return store().received(part);
}
std::vector<std::string> StoreReader::further_ways(exchange::Partner partner, std::string_view message,
                                                   std::size_t count) {
  return store().further_ways(partner, message, count);
}
std::optional<app::SentRow> StoreReader::sent(std::int64_t id) { return store().sent(id); }
std::vector<app::SentRow> StoreReader::sent(const app::NewestFirst& part) { return store().sent(part); }

}  // namespace lintas::test
