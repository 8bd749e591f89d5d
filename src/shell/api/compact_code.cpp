#include "shell/api/compact_code.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/records.hpp"
#include "core/code/trust.hpp"
#include "core/transit/departure/table.hpp"
#include "core/transit/machine.hpp"
#include "shell/api/trader_mail.hpp"

namespace lintas::api {

namespace {

constexpr transit::Ie ie_release = 29;

}  // namespace

bool DocumentKey::may_sign(Instant now) const { return !code::fault_of_key(trusted, now); }

bool is_on_the_road(transit::departure::State state) {
  using enum transit::departure::State;
  static constexpr std::array states{released, arrived, discrepancies, enquiry_recommended};
  return std::ranges::find(states, state) != states.end();
}

std::optional<Release> release_of(const MailSource& source) {
  const auto mail = mail_of_departure(source.events);
  const auto newest = std::ranges::find(mail | std::views::reverse, ie_release, &Mail::ie);
  if (newest == std::ranges::rend(mail)) return std::nullopt;
  return Release{.document = render_departure(*newest, source), .at = source.events[newest->event].at};
}

std::string compact_code_text(const DocumentKey& key,
                              const std::function<code::Handle(std::string_view)>& handle,
                              const Release& release) {
  code::AccompanyingDocument document = code::document_of(release.document.message);
  const code::Handle found_by = handle(document.mrn.str());
  return code::qr_text_of(code::issue(key.issuer, found_by, release.at, std::move(document)));
}

}  // namespace lintas::api
