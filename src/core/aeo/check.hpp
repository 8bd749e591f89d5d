#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/reading.hpp"
#include "core/model/values/country.hpp"

/// A code as somebody declares it, against the list of the state that gave it: what importer and exporter may
/// ask before a shipment fails to have the benefit. Yes, no and why, and nothing else of the operator.
namespace lintas::aeo {

/// What the list of a state says.
enum class Listed : std::uint8_t {
  yes = 1,
  no,
  list_not_here,  ///< this node does not have the list of that state
};
inline constexpr std::array listed_words{
    Word{Listed::yes, "yes"},
    Word{Listed::no, "no"},
    Word{Listed::list_not_here, "list_not_here"},
};
[[nodiscard]] constexpr const auto& words_for(Listed) { return listed_words; }

/// Of a code that is in the list, how its operator stands: "its operator is suspended".
[[nodiscard]] std::string_view describe(authorisation::Holds holds);

struct CodeCheck {
  Reading reading;
  std::optional<Listed> listed;               ///< nothing for what is no code
  std::optional<authorisation::Holds> holds;  ///< of one that is listed
  std::optional<Finding> finding;  ///< why there is no benefit: R-AEO-001 to R-AEO-004, R-AEO-006, R-AEO-031
  std::optional<listed::StalePolicy> stale = {};  ///< nothing was heard of that list for long
};

/// When and against what.
struct Asked {
  Country state;  ///< that gave the code
  std::string_view text;
  Instant at;
  Day day;  ///< the local one of that instant
  /// The day of the authorisation, where it is declared beside the code.
  std::optional<Day> authorised = std::nullopt;
};

/// What a list says of a code at the instant that is asked about.
struct InList {
  authorisation::Holds holds{};
  std::optional<Day> authorised;
};
/// Nothing where nobody had it yet.
[[nodiscard]] std::optional<InList> in_list(const authorisation::Authorisation& found, const CodeKey& code,
                                            const Asked& asked);
/// The same of another state's list, as it was known at that instant.
[[nodiscard]] std::optional<InList> in_list(const listed::Operator& found, const CodeKey& code,
                                            const Asked& asked);
[[nodiscard]] CodeCheck check_code(const Asked& asked, const Reading& reading,
                                   const std::optional<InList>& found, bool has_list);
/// Of another state's list: R-AEO-031 where it is stale, and gives no benefit then.
[[nodiscard]] CodeCheck under(const listed::Staleness& staleness, const Asked& asked, CodeCheck check);
/// `found`: who has or had the code of that key; null where nobody. `has_list`: the state's list is here.
[[nodiscard]] CodeCheck check_code(const Asked& asked, const Reading& reading,
                                   const authorisation::Authorisation* found, bool has_list);

}  // namespace lintas::aeo
