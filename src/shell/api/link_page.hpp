#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/departure/state.hpp"
#include "core/workflow/journey_part.hpp"

/// What a partner sees by a link: public status and last place, in JSON or as a page for a browser. The page
/// has no script, loads nothing, and is read on a narrow screen, in the dark, and by a screen reader.
namespace lintas::api {

struct LinkPlace {
  std::string name;          ///< of the office
  std::string country;       ///< "MY"
  std::string country_name;  ///< "Malaysia"
  Day day;  ///< legal day at the office: of the passage, the arrival, the release or acceptance
};

struct LinkView {
  std::string status;
  std::optional<LinkPlace> place;  ///< nothing where no office has had the goods yet
  Instant as_of;                   ///< when the node was asked
  std::chrono::minutes clocks{};   ///< of the node's state, ahead of UTC: people read its time
};

/// Where the goods were last, at departure: the actual office of destination, before that the last one that
/// they passed, before that the office of departure.
[[nodiscard]] std::optional<LinkPlace> last_place(const transit::departure::Movement& movement,
                                                  const refdata::View& reference);
/// In another state: by its own offices and the last notice.
[[nodiscard]] std::optional<LinkPlace> last_place(const workflow::Journey& journey,
                                                  const refdata::View& reference);

/// A public status in words, as people say it; of what this program does not know the word itself.
[[nodiscard]] std::string_view words_of_status(std::string_view status);

/// `state`: whose node it is, by name.
[[nodiscard]] std::string link_page(const LinkView& view, std::string_view state);
/// In place of it: what is so, and what to do.
[[nodiscard]] std::string link_page_without(std::string_view text, std::string_view remedy,
                                            std::string_view state);
/// The only style of the pages: a policy names it by its hash.
[[nodiscard]] std::string_view link_style();

}  // namespace lintas::api
