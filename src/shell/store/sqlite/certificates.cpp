#include "shell/store/sqlite/certificates.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "shell/app/evidence.hpp"
#include "shell/store/sqlite/database.hpp"

namespace lintas::store {

namespace {

// A place: the column in one byte, where in what was stored in four, the certificate's row in eight.
constexpr std::size_t length_of_at = 4;
constexpr std::size_t length_of_id = 8;
constexpr std::size_t length_of_place = 1 + length_of_at + length_of_id;

void add_number(Bytes& out, std::uint64_t number, std::size_t length) {
  for (std::size_t i = length; i > 0; --i)
    out.push_back(static_cast<std::byte>((number >> (8U * (i - 1))) & 0xFFU));
}

std::uint64_t number_in(ByteView bytes) {
  std::uint64_t number = 0;
  for (const std::byte one : bytes) number = (number << 8U) | std::to_integer<std::uint64_t>(one);
  return number;
}

void append(Bytes& out, ByteView more) { out.insert(out.end(), more.begin(), more.end()); }

}  // namespace

CertificateWrites::CertificateWrites(Database& database)
    : add_(database,
           "INSERT INTO certificate(hash, packed) VALUES(?1, ?2) ON CONFLICT(hash, packed) DO NOTHING"),
      find_(database, "SELECT id FROM certificate WHERE hash = ?1 AND packed = ?2") {}

Bytes CertificateWrites::cut(ByteView stored, CutOf column, Bytes& places) {
  Bytes kept;
  kept.reserve(stored.size());
  std::size_t done = 0;
  for (const auto& [at, length, hash] : app::certificates_in(stored)) {
    // Another program's packing of it is as good, but of another length, which stands in what is kept.
    const ByteView packed = stored.subspan(at, length);
    (void)add_.run(hash, packed);
    Rows row = find_.rows(hash, packed);
    require(row.next(), "a certificate that was just written is there");
    places.push_back(static_cast<std::byte>(column));
    add_number(places, at, length_of_at);
    add_number(places, static_cast<std::uint64_t>(row.take<std::int64_t>()), length_of_id);
    append(kept, stored.subspan(done, at - done));
    done = at + length;
  }
  append(kept, stored.subspan(done));
  return kept;
}

CertificateReads::CertificateReads(Database& database)
    : read_(database, "SELECT packed FROM certificate WHERE id = ?1") {}

Bytes CertificateReads::whole(Bytes kept, CutOf column, ByteView places) {
  if (places.empty()) return kept;
  Bytes stored;
  std::size_t done = 0;
  for (; places.size() >= length_of_place; places = places.subspan(length_of_place)) {
    if (places.front() != static_cast<std::byte>(column)) continue;
    const std::size_t at = number_in(places.subspan(1, length_of_at));
    const auto id = static_cast<std::int64_t>(number_in(places.subspan(1 + length_of_at, length_of_id)));
    const std::size_t before = at - stored.size();
    if (at < stored.size() || kept.size() - done < before) break;  // damaged: who unpacks it says so
    append(stored, ByteView{kept}.subspan(done, before));
    done += before;
    Rows row = read_.rows(id);
    if (row.next()) append(stored, row.take<Bytes>());
  }
  append(stored, ByteView{kept}.subspan(done));
  return stored;
}

}  // namespace lintas::store
