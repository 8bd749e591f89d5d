#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
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
  paper_and_data,  ///< used as data while the paper is out
  used_and_drawn,  ///< more of an item than there is is used here and goes on elsewhere
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
  std::optional<Day> valid_until;   ///< the last day
  bool transmitted = false;         ///< once, as data
  bool printed = false;             ///< the paper is out
  std::vector<Line> used_as_data;   ///< as L3 said
  std::vector<Line> used_on_paper;  ///< as letters said
  bool paper_there = false;         ///< customs has it, and counts its use and that of the data as one
  bool cancellation_sent = false;
  bool cancelled_as_data = false;        ///< the cancellation went as data, and can be sent again as it was
  std::optional<Instant> unanswered;     ///< when the one was sent that was withdrawn before any answer came
  std::optional<Reference> successor;    ///< takes its place
  std::vector<std::uint16_t> clarified;  ///< items that wait for their reassessment
  std::optional<Instant> refused;        ///< when the newest refusal was heard
  std::vector<Drawn> drawn;              ///< back-to-back certificates that live on it
  std::vector<Reference> lost;           ///< originals of it that were cancelled and not replaced
  std::optional<Instant> since;          ///< when the present state was entered
  std::optional<Rung<Trigger>> rung;     ///< the last clock that rang in it
  std::optional<Alarm> alarm;            ///< the last one, until the state is left
  std::optional<Instant> due;

  friend bool operator==(const Certificate&, const Certificate&) = default;
};

/// Customs was asked to cancel it, or to take a use back, and somebody was reminded that it has not answered.
[[nodiscard]] inline bool is_answer_late(const Certificate& certificate) {
  const bool waits = certificate.state == State::cancel_pending || certificate.state == State::cancel_refused;
  return waits && certificate.rung.has_value();
}

}  // namespace lintas::documents::issue_side
