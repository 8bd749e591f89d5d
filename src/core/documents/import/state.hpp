#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/exporter.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/import/code_on_page.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/quantities.hpp"
#include "core/model/values/office_id.hpp"

/// A certificate where its goods are imported: what `decide` needs of it, and what officers see.
namespace lintas::documents::import_side {

/// What somebody should look at. Stored: a number is never used again for another alarm.
enum class Alarm : std::uint8_t {
  refusal_clock = 1,
  classification,
  no_reply,
  whole_process,
  visit_steps,
  reassessing,
  conflict,
  used_and_drawn,  ///< more of an item than there is is used here and goes on elsewhere
  paper_and_data,  ///< the data say another thing than the page
  not_taken,       ///< what customs said last could not be booked by the issuer
};

[[nodiscard]] std::string_view name(Alarm alarm) noexcept;

/// How a certificate came to be known here. Stored: a number is never used again for another way.
enum class Came : std::uint8_t { data = 1, paper, both };
inline constexpr std::array came_words{Word{Came::data, "data"}, Word{Came::paper, "paper"},
                                       Word{Came::both, "paper_and_data"}};
[[nodiscard]] constexpr const auto& words_for(Came) { return came_words; }

/// Data that say another thing than the page that was recorded before, or that a page under a number that
/// reads alike.
struct Differing {
  Contents contents;
  Day issued;
  Day valid_until;
  std::vector<Fault> remarks;
  std::vector<Fault> faults;            ///< what differs: R-DOC-060, by the element of the message
  std::optional<OfficeId> office = {};  ///< that has the page, where that is of another name
  std::optional<ExporterNumber> exporter = {};

  static constexpr std::string_view record = "import.differing";
  static constexpr auto fields() {
    return Fields{Field{1, "contents", &Differing::contents},       Field{2, "issued", &Differing::issued},
                  Field{3, "valid_until", &Differing::valid_until}, Field{4, "remarks", &Differing::remarks},
                  Field{5, "faults", &Differing::faults},           Field{6, "office", &Differing::office},
                  Field{7, "exporter", &Differing::exporter}};
  }
  friend bool operator==(const Differing&, const Differing&) = default;
};

/// What a declaration has used, as far as it was not taken back.
struct Use {
  std::string declaration;
  std::vector<Line> lines;

  friend bool operator==(const Use&, const Use&) = default;
};

struct Certificate {
  State state = State::none;
  State before_claim = State::none;
  State before_conflict = State::none;  ///< before CONFLICT or DIFFERS, and where that leads
  State before_check = State::none;
  Came came = Came::data;
  std::optional<Differing> differing;   ///< until the data are taken, or others come
  bool paper_kept = false;              ///< somebody has decided that the page holds meanwhile
  std::optional<CodeOnPage> page_code;  ///< of a page; nothing where nobody was asked for it yet
  std::optional<OfficeId> page_office;  ///< that recorded the page
  std::vector<Fault> not_taken;         ///< why the issuer could not book what customs said last
  Contents contents;
  std::optional<ExporterNumber> exporter;  ///< as the data say, where they came
  std::vector<Fault> remarks;              ///< that the rules of the treaty make: who clears judges
  Balances items;
  std::optional<Day> issued;
  std::optional<Day> valid_until;    ///< the last day
  std::optional<Instant> received;   ///< L1 of the certificate, or when its page was recorded
  std::string declaration;           ///< that claims it, or did last
  std::optional<OfficeId> office;    ///< that handles it
  std::vector<Use> uses;             ///< by declaration, in the order in which they began
  std::vector<Use> taken_back;       ///< by checks: a reassessment gives it to those that had it
  std::optional<OfficeId> asked_by;  ///< the office that asked for one that was not here
  bool is_asked_for = false;         ///< and was not answered yet
  std::optional<Instant> claimed;
  std::vector<std::uint16_t> open;    ///< items that wait: of the claim, the check or the classification
  std::optional<DocumentId> request;  ///< of the check, by our number
  bool reply_came = false;            ///< to the check
  std::optional<Instant> check_began;
  std::optional<Instant> request_received;  ///< by the issuer, as its L2 proves
  std::optional<Instant> visit_began;
  std::optional<Reference> successor;  ///< takes its place
  bool is_successor_told = false;      ///< by its issuer, and not by a certificate that came or was shown
  std::vector<Reference> other_successors;  ///< that say the same, in the order in which they came
  std::vector<Drawn> drawn;                 ///< back-to-back certificates that live on it
  std::optional<Instant> since;             ///< when the present state was entered
  std::optional<Rung<Trigger>> rung;        ///< the last clock that rang in it
  std::optional<Instant> since_before;      ///< DIFFERS: of the state before it, whose clocks go on
  std::optional<Alarm> alarm;               ///< the last one, until the state is left
  std::optional<Instant> due;

  friend bool operator==(const Certificate&, const Certificate&) = default;
};

}  // namespace lintas::documents::import_side
