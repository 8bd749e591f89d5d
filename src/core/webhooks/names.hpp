#pragma once

#include <array>

#include "base/words.hpp"
#include "core/webhooks/state.hpp"

/// The words for how a subscription stands, in views and files alike.
namespace lintas::webhooks {

inline constexpr std::array status_words{
    Word{Status::live, "live"},
    Word{Status::paused, "paused"},
    Word{Status::stopped, "stopped"},
    Word{Status::removed, "removed"},
};
[[nodiscard]] constexpr const auto& words_for(Status) { return status_words; }

inline constexpr std::array why_words{
    Word{Why::failing, "failing"},
    Word{Why::gone, "gone"},
    Word{Why::no_key, "no_key"},
};
[[nodiscard]] constexpr const auto& words_for(Why) { return why_words; }

}  // namespace lintas::webhooks
