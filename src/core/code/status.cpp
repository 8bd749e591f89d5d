#include "core/code/status.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <optional>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/cose.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/model/values/country.hpp"

namespace lintas::code {

Bytes live_of(std::vector<Handle> handles) {
  std::ranges::sort(handles);
  const auto repeated = std::ranges::unique(handles);
  handles.erase(repeated.begin(), repeated.end());
  Bytes live;
  live.reserve(handles.size() * sizeof(Handle::bytes));
  for (const Handle& handle : handles) live.insert(live.end(), handle.bytes.begin(), handle.bytes.end());
  return live;
}

namespace {

bool stands_in(ByteView handles, const Handle& handle) {
  constexpr std::size_t size = sizeof(Handle::bytes);
  std::size_t first = 0;
  std::size_t last = handles.size() / size;
  while (first < last) {
    const std::size_t middle = first + ((last - first) / 2);
    const ByteView one = handles.subspan(middle * size, size);
    if (std::ranges::equal(one, handle.bytes)) return true;
    if (std::ranges::lexicographical_compare(one, handle.bytes)) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return false;
}

}  // namespace

bool is_live(const StatusList& list, const Handle& handle) { return stands_in(list.live, handle); }

bool is_cancelled(const StatusList& list, const Handle& handle) {
  return list.cancelled && stands_in(*list.cancelled, handle);
}

StatusList list_of(Country issuer, Kind kind, Instant as_of, Instant until, std::vector<Handle> handles) {
  StatusList list{
      .version = current_version, .issuer = issuer, .kind = kind, .as_of = as_of, .until = until, .live = {}};
  Bytes all = live_of(std::move(handles));
  if (has_what_was_cancelled(kind)) {
    list.cancelled = std::move(all);
  } else {
    list.live = std::move(all);
  }
  return list;
}

std::optional<Finding> fault_of_date(const StatusList& list, Instant at) {
  if (list.as_of <= at + limits::status_list_ahead_max) return std::nullopt;
  return Finding{
      .rule = "SIG-025",
      .pointer = {},
      .value = {},
      .detail = format("it is dated {}, and the clock shows {}", to_text(list.as_of), to_text(at))};
}

Bytes sign_list(const StatusList& list, const Issuer& issuer) {
  require(!fault_of(list), "what is signed can be read");
  return sign(Subject::status_list, issuer.key, to_cbor(list), issuer.sign);
}

std::expected<ReadList, Finding> read_list(ByteView bytes) {
  if (bytes.size() > limits::status_list_bytes_max) {
    return std::unexpected(Finding{.rule = "SIG-003",
                                   .pointer = {},
                                   .value = {},
                                   .detail = format("at most {} bytes", limits::status_list_bytes_max)});
  }
  LINTAS_TRY(envelope, read_signed(bytes));
  LINTAS_TRY(list, read_record<StatusList>(Subject::status_list, envelope));
  return ReadList{.envelope = std::move(envelope), .list = std::move(list)};
}

}  // namespace lintas::code
