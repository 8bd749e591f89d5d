#include "core/workflow/mrn_numbers.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/domain.hpp"

namespace lintas::workflow {

namespace {

constexpr int first_year = 2025;
constexpr unsigned counter_bits = 40;
constexpr unsigned half_bits = 30;  // of the twelve characters: five bits each
constexpr std::uint64_t half_mask = (std::uint64_t{1} << half_bits) - 1;
constexpr int rounds = 4;
/// Numbers of a block that belong to each second of its year: a hundred times what a node can accept. A year
/// has 2^25 seconds, so that half of a block stays behind its last one.
constexpr std::int64_t numbers_a_second = std::int64_t{1} << 14U;
/// Where its first office is, a year begins before it does at Greenwich.
constexpr std::chrono::days earliest_begin{1};
constexpr std::string_view alphabet =
    "0123456789ABCDEFGHJKLMNPQRSTUVWX";  // without I and O, which people misread

/// A part of the other half that only who has the key can compute.
std::uint64_t mixed(std::uint64_t half, int round, std::uint64_t year, const MrnKey& key, Sha256 sha256) {
  std::array<std::byte, 10> input{};
  for (std::size_t i = 0; i < 8; ++i) input[i] = static_cast<std::byte>(half >> (8 * i));
  input[8] = static_cast<std::byte>(round);
  input[9] = static_cast<std::byte>(year);
  const std::array<ByteView, 2> parts{ByteView{key}, ByteView{input}};
  const Hash256 hash = sha256(parts);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = (value << 8U) | std::to_integer<std::uint64_t>(hash.bytes[i]);
  return value & half_mask;
}

}  // namespace

NumberBlock mrn_block(std::chrono::year year) {
  const std::int64_t block = static_cast<int>(year) - first_year + 1;
  require(block >= 1 && block <= 99, "MRNs are issued from 2025 to 2123");
  return {.first = block << counter_bits, .last = ((block + 1) << counter_bits) - 1};
}

std::vector<std::int64_t> numbers_spent_by(Instant now) {
  const auto year_of = [](Instant at) {
    return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(at)}.year();
  };
  std::vector<std::int64_t> spent;
  for (auto year = year_of(now); year <= year_of(now + earliest_begin); ++year) {
    const auto begin = std::chrono::sys_days{year / std::chrono::January / 1} - earliest_begin;
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(now - begin).count();
    spent.push_back(mrn_block(year).first + (seconds * numbers_a_second));
  }
  return spent;
}

Mrn mrn_of(std::int64_t number, Country home, const MrnKey& key, Sha256 sha256) {
  const auto block = static_cast<std::uint64_t>(number) >> counter_bits;
  const std::uint64_t counter = static_cast<std::uint64_t>(number) & ((std::uint64_t{1} << counter_bits) - 1);
  std::uint64_t left = counter >> half_bits;
  std::uint64_t right = counter & half_mask;
  for (int round = 0; round < rounds; ++round) {
    const std::uint64_t next = left ^ mixed(right, round, block, key, sha256);
    left = right;
    right = next;
  }
  const std::uint64_t code = (left << half_bits) | right;
  std::string twelve;
  for (int shift = 55; shift >= 0; shift -= 5)
    twelve += alphabet[(code >> static_cast<unsigned>(shift)) & 31U];
  const auto mrn = Mrn::issue(std::chrono::year{first_year + static_cast<int>(block) - 1}, home, twelve);
  require(mrn.has_value(), "twelve letters and digits make an MRN");
  return *mrn;
}

std::optional<std::int64_t> number_of(const Mrn& mrn, Country home, const MrnKey& key, Sha256 sha256) {
  if (mrn.country() != home || mrn.procedure() != Mrn::acts_procedure) return std::nullopt;
  const std::string_view text = mrn.str();
  const auto digit = [&](std::size_t i) { return static_cast<std::uint64_t>(text[i] - '0'); };
  const std::uint64_t year = 2000 + (digit(0) * 10) + digit(1);
  if (year < static_cast<std::uint64_t>(first_year)) return std::nullopt;
  const std::uint64_t block = year - static_cast<std::uint64_t>(first_year) + 1;
  std::uint64_t code = 0;
  for (const char c : text.substr(4, Mrn::free_characters)) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    code = (code << 5U) | value;
  }
  std::uint64_t left = code >> half_bits;
  std::uint64_t right = code & half_mask;
  for (int round = rounds - 1; round >= 0; --round) {
    const std::uint64_t before = right ^ mixed(left, round, block, key, sha256);
    right = left;
    left = before;
  }
  const std::uint64_t counter = (left << half_bits) | right;
  if (counter >> counter_bits != 0) return std::nullopt;
  return static_cast<std::int64_t>((block << counter_bits) | counter);
}

}  // namespace lintas::workflow
