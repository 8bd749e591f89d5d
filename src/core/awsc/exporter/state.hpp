#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/exchange/shared_record.hpp"

/// A record of the register with all that it ever said, so that a declaration is judged by its own day.
namespace lintas::awsc::exporter_side {

/// From when to when the register had something.
struct Span {
  Instant from;
  std::optional<Instant> until = {};  ///< the instant from which it had it no more

  [[nodiscard]] bool covers(Instant at) const { return from <= at && (!until || at < *until); }
  friend bool operator==(const Span&, const Span&) = default;
};

struct ListedProduct {
  Product product;
  Span span;

  friend bool operator==(const ListedProduct&, const ListedProduct&) = default;
};
struct ListedSignatory {
  Hash256 name;
  Span span;

  friend bool operator==(const ListedSignatory&, const ListedSignatory&) = default;
};

/// How the authorisation stood from an instant on, by what is known now.
struct Standing {
  Instant at;
  State state = State::none;
  Day valid_from;
  Day valid_until;
  std::uint32_t version = 0;  ///< of this state's register: the change that it began with

  friend bool operator==(const Standing&, const Standing&) = default;
};

struct Exporter {
  State state = State::none;
  Record content;                       ///< as it was written last
  std::vector<Standing> standings;      ///< ascending
  std::vector<ListedProduct> products;  ///< in the order in which they were listed
  std::vector<ListedSignatory> signatories;
  exchange::SharedRecord shared;  ///< of this state's register: what its partners were told
  // Of another state's, what its node told.
  std::uint32_t heard = 0;          ///< the newest version; 0: nothing
  std::optional<Instant> heard_at;  ///< when that came

  friend bool operator==(const Exporter&, const Exporter&) = default;
};

/// What the register said at an instant.
struct Extract {
  Standing standing;
  std::vector<Product> products;
  std::vector<Hash256> signatories;

  /// The authorisation lets the firm declare on that day.
  [[nodiscard]] bool holds_on(Day day) const {
    return standing.state == State::valid && standing.valid_from <= day && day <= standing.valid_until;
  }
  friend bool operator==(const Extract&, const Extract&) = default;
};

/// Nothing where the register had no such record yet.
[[nodiscard]] std::optional<Extract> as_of(const Exporter& exporter, Instant at);

/// What source and copy have to say alike: docs/protocols/sequence.md writes it out.
[[nodiscard]] std::string picture_of(const Exporter& exporter);

}  // namespace lintas::awsc::exporter_side
