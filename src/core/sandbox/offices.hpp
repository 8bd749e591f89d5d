#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/refdata/snapshot.hpp"

/// What the offices of a sandbox do. The beginning of the LRN chooses what befalls a movement; what an
/// officer does next follows from that and from what the officer sees, and from nothing else. Two tables in
/// offices.cpp are the only list: docs/sandbox.md shows them, and the sandbox acts by them. Pure.
namespace lintas::sandbox {

/// What befalls a movement.
struct Scenario {
  std::string_view beginning;  ///< of its LRN; empty: of every LRN that begins like no other row
  std::string_view befalls;
  std::string_view yours;  ///< messages without which it does not go on, in their order: "IE007 IE044"
  std::string_view told;   ///< messages that who declared it is sent, in their order
  std::string_view ends;   ///< its public status at last
  bool elsewhere = false;  ///< the goods go to another office of the state of destination
};
[[nodiscard]] std::span<const Scenario> scenarios();
[[nodiscard]] const Scenario& scenario_of(std::string_view lrn);

/// The part in which an officer acts; the act names it too, "passage." for transit.
enum class Desk : std::uint8_t { departure, transit, destination };
[[nodiscard]] std::string_view name(Desk desk);

enum class Where : std::uint8_t {
  anywhere,
  first_border,  ///< no office of transit has reported the goods yet
};

/// What an officer does in a state: a row.
struct Deed {
  std::string_view scenario;  ///< by its beginning; empty: where the scenario has no row that fits
  Desk desk;
  std::string_view state;        ///< by its id; empty: in every one that takes the act
  std::string_view act;          ///< empty: nobody acts, others have to
  std::string_view content{};    ///< members of the act beside MRN and office, as JSON
  std::chrono::minutes takes{};  ///< as people work
  Where where = Where::anywhere;
  std::string_view behind{};  ///< the event that has to have happened
  std::string_view until{};   ///< the event behind which the row fits no more
  bool four_eyes = false;     ///< a second officer of the office agrees
};
[[nodiscard]] std::span<const Deed> deeds();

/// What an officer sees of a movement.
struct Sight {
  std::string_view lrn;
  Desk desk{};
  std::string_view state;                 ///< its id at this desk, "ACC"
  bool crossed = false;                   ///< an office of transit has reported the goods
  std::span<const std::string> acts;      ///< that the officer may ask for now
  std::span<const std::string> happened;  ///< events of the movement in this state, by their names
};
/// What the officer does next; null: waits. The first row of the movement's scenario that fits, else the
/// first that fits of all scenarios'.
[[nodiscard]] const Deed* next(const Sight& sight);
/// What the act is asked with, as JSON: the MRN, the office where the act takes one, and what the row says.
[[nodiscard]] std::string content_of(const Deed& deed, std::string_view mrn, std::string_view office);

/// Where the goods have to go and were seen: what a driver knows.
struct Road {
  std::string departure;
  std::vector<std::string> transit;
  std::string destination;
  std::vector<std::string> crossed;  ///< offices of transit that have reported them
  std::string arrived;               ///< office; empty before
};
struct Stop {
  Desk desk = Desk::transit;
  std::string office;
  std::chrono::minutes drive{};  ///< from where the goods were seen last

  friend bool operator==(const Stop&, const Stop&) = default;
};
/// Where released goods are shown next, or lie now. Precondition: the road's offices are reference numbers.
[[nodiscard]] Stop next_stop(const Road& road, const Scenario& scenario, const refdata::Snapshot& reference,
                             Day today);

/// A guarantee that the sandbox registers for each example of a declaration.
struct Undertaking {
  char type;         ///< of CL251
  unsigned percent;  ///< of the amount that the example names
  bool suspended;
  std::string_view good_for;
};
/// By their numbers from 1 on, which end the GRN.
[[nodiscard]] std::span<const Undertaking> undertakings();

/// Tables of docs/sandbox.md.
[[nodiscard]] std::string scenario_table();
[[nodiscard]] std::string deed_table();
[[nodiscard]] std::string undertaking_table();

}  // namespace lintas::sandbox
