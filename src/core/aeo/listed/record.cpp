#include "core/aeo/listed/record.hpp"

#include <chrono>
#include <optional>

#include "base/certain.hpp"
#include "base/time.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"

namespace lintas::aeo::listed {

namespace {

std::optional<Status> status_of(authorisation::State state) {
  using authorisation::State;
  switch (state) {
    case State::active: return Status::active;
    case State::revalidation: return Status::revalidation;
    case State::suspended: return Status::suspended;
    case State::revoked: return Status::revoked;
    case State::withdrawn: return Status::withdrawn;
    case State::expired: return Status::expired;
    case State::none:
    case State::draft:
    case State::submitted:
    case State::returned:
    case State::accepted:
    case State::validation:
    case State::corrective:
    case State::refused:
    case State::ended: break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Extract> extract_of(const authorisation::Authorisation& authorisation) {
  const auto status = status_of(authorisation.state);
  if (!status) return std::nullopt;
  Extract extract{
      .status = *status,
      .grant = {.programme = authorisation.application.programme,
                .level = authorisation.level,
                .roles = authorisation.roles,
                .authorised = certain(authorisation.authorised, "what was granted has its day"),
                .valid_from = certain(authorisation.valid_from, "what was granted has a first day"),
                .valid_until = authorisation.valid_until,
                .revalidate_on = authorisation.revalidate_on,
                .codes = {}}};
  // Messages say seconds, and both sides have to say the same.
  const auto seconds = [](Instant at) { return Instant{std::chrono::floor<std::chrono::seconds>(at)}; };
  for (const authorisation::HeldCode& one : authorisation.codes) {
    extract.grant.codes.push_back({.code = one.code,
                                   .key = one.key,
                                   .given = one.given,
                                   .from = seconds(one.from),
                                   .until = one.until ? std::optional{seconds(*one.until)} : std::nullopt});
  }
  return extract;
}

}  // namespace lintas::aeo::listed
