#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/domain.hpp"
#include "shell/app/archive.hpp"
#include "shell/app/ports.hpp"

/// The audit of a whole store: everything that stands in it twice is compared, and everything that follows
/// from something else is worked out again.
namespace lintas::app {

enum class Check : std::uint8_t { log, tree, heads, streams, sums, documents, keys, outbox, evidence };
inline constexpr std::size_t checks = 9;

struct CheckRow {
  std::string_view name;
  std::string_view counted;  ///< what its number counts
  std::string_view holds;    ///< what is so where nothing is found
};

inline constexpr std::array<CheckRow, checks> check_table{{
    {"log", "events", "no event is missing, each can be read and belongs to the history of one stream"},
    {"tree", "leaves", "each event is what its leaf in the audit tree says, and the tiles fit each other"},
    {"heads", "heads",
     "each own head has the root of the log at its size; the newest own one and those of "
     "partners are signed by their owners"},
    {"streams", "streams", "each row and kept state is what this program makes of the stream's events"},
    {"sums", "streams", "each step keeps the laws, and each guarantee is the sum of its uses"},
    {"documents", "documents", "each document is the one that its event names, or is erased"},
    {"keys", "keys and numbers",
     "each leads to a stream of its kind, and whom a stream concerns has it in its list"},
    {"outbox", "messages", "each message that waits is one that its event sent"},
    {"evidence", "messages",
     "each message taken from a partner, and each that one has confirmed, is of its event, and envelope and "
     "receipt can be read"},
}};

[[nodiscard]] constexpr const CheckRow& row_of(Check check) {
  return check_table.at(static_cast<std::size_t>(check));
}

struct Violation {
  Check check{};
  std::string place;  ///< "event 17", "stream 4 (26SG0000010000A1J3)"
  std::string what;

  friend bool operator==(const Violation&, const Violation&) = default;
};

struct Verdict {
  struct Count {
    std::uint64_t looked_at = 0;
    std::uint64_t wrong = 0;
  };
  std::array<Count, checks> counts{};
  std::vector<Violation> named;  ///< the first limits::audit_named_max of each check
  /// Of those that are wrong: rows and lists that say otherwise than the events make today. An earlier
  /// program may have written them so.
  std::uint64_t projections = 0;

  [[nodiscard]] const Count& of(Check check) const { return counts.at(static_cast<std::size_t>(check)); }
  [[nodiscard]] bool sound() const;
  /// Nothing is wrong but projections: no event, document or kept state.
  [[nodiscard]] bool is_whole() const;
};

struct VerifyPorts {
  const workflow::Domain& domain;
  Archive& archive;
  Packer& packer;
  Sha256 sha256 = nullptr;
  exchange::Partner self;
  const Verifier& verifier;  ///< knows our own key, too
};

/// Goes through the whole log twice, once in its order and once stream by stream. In memory are the kept
/// states (guarantee accounts), a bit for each event and each document, and a few pages of rows.
/// Throws StoreFailure where the store cannot be read.
[[nodiscard]] Verdict verify(const VerifyPorts& ports);

}  // namespace lintas::app
