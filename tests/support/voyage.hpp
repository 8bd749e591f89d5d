#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/money.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"

/// The least a movement can be that has guarantees, to prove with the real account how commands of a movement
/// move them: it is lodged under an MRN issued in the same decision, which checks its guarantees; what
/// follows reserves all of them or none; discharge frees them.
///
///   lodged --fit--> reserved --discharge--> discharged
///          --not---> under amendment <--not reserved--
namespace lintas::test::voyage {

inline constexpr workflow::StreamKind voyage_stream{64};

inline constexpr workflow::CommandType lodge{64};
inline constexpr workflow::CommandType reserve{65};
inline constexpr workflow::CommandType discharge{66};

enum class VoyageStatus : std::uint8_t { none, lodged, under_amendment, reserved, discharged };

struct Cover {
  Grn grn;
  AccessCodeHash access_code;
  Money amount;

  static constexpr std::string_view record = "voyage.cover";
  static constexpr auto fields() {
    return Fields{Field{1, "grn", &Cover::grn}, Field{2, "access_code", &Cover::access_code},
                  Field{3, "amount", &Cover::amount}};
  }
};

/// Content of every command and event, and the state. Who discharges knows the MRN.
struct Voyage {
  std::string ref;  ///< the trader's own
  std::optional<Mrn> mrn;
  std::vector<Cover> covers;
  VoyageStatus status = VoyageStatus::none;
  bool waits = false;  ///< an officer has it reserved later

  static constexpr std::string_view record = "voyage.voyage";
  static constexpr auto fields() {
    return Fields{Field{1, "ref", &Voyage::ref}, Field{2, "mrn", &Voyage::mrn},
                  Field{3, "covers", &Voyage::covers}, Field{4, "status", &Voyage::status},
                  Field{5, "waits", &Voyage::waits}};
  }
};

[[nodiscard]] workflow::Key voyage_key(std::string_view ref);

/// Holder of the guarantees and sender of every declaration.
inline constexpr std::string_view trader = "MYTRADER";

[[nodiscard]] const workflow::Part& voyage_part();

}  // namespace lintas::test::voyage
