#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/quantities.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"

/// A certificate where it is issued: what `decide` needs of it, and what the authority sees.
namespace lintas::documents::issue_side {

/// What somebody should look at. Stored: a number is never used again for another alarm.
enum class Alarm : std::uint8_t {
  service = 1,
  not_sent,
  no_receipt,
  no_acknowledgement,
  faulty,
  no_answer,
  cancel_refused,
  no_reassessment,
  original_cancelled,
};

[[nodiscard]] std::string_view name(Alarm alarm) noexcept;

struct Certificate {
  State state = State::none;
  State previous = State::none;  ///< before the cancellation was sent
  DocumentId document;           ///< this node's own name of it
  Tin exporter;
  DocumentId application;  ///< the exporter's own number
  Contents contents;
  Balances items;
  std::optional<Day> issued;
  std::optional<Day> valid_until;  ///< the last day
  bool transmitted = false;        ///< once, as data
  bool cancellation_sent = false;
  std::vector<Drawn> drawn;      ///< back-to-back certificates that live on it
  std::vector<Reference> lost;   ///< originals of it that were cancelled and not replaced
  std::optional<Instant> since;  ///< when the present state was entered
  std::optional<Instant> rung;   ///< the last clock that rang in it
  std::optional<Alarm> alarm;    ///< the last one, until the state is left
  std::optional<Instant> due;

  friend bool operator==(const Certificate&, const Certificate&) = default;
};

}  // namespace lintas::documents::issue_side
