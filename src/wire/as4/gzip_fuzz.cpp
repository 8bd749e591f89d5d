#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/sink.hpp"

// In one piece or in octets: the same verdict and the same payload, never more than was agreed; and what was
// unpacked can be packed again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lintas;
  constexpr std::size_t bytes_max = 32UL * 1024;  // below what only the ratio would refuse
  const ByteView packed = std::as_bytes(std::span{data, size});
  const auto whole = as4::gunzip(packed, bytes_max);

  Bytes bytes;
  as4::BytesSink end{bytes};
  as4::InflateSink inflated{end, bytes_max};
  bool is_taken = true;
  for (std::size_t at = 0; is_taken && at < size; ++at)
    is_taken = inflated.take(packed.subspan(at, 1)).has_value();
  is_taken = is_taken && inflated.close().has_value();

  require(whole.has_value() == is_taken, "pieces make no difference");
  require(bytes.size() <= bytes_max, "no more than was agreed");
  if (!whole) return 0;
  require(same_bytes(*whole, bytes), "pieces make no difference");
  const auto again = as4::gunzip(as4::gzip(*whole), bytes_max);
  require(again.has_value() && same_bytes(*again, *whole), "what is packed is unpacked");
  return 0;
}
