#include "shell/api/aeo_codes.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/check.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/limits.hpp"
#include "core/aeo/reading.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/statements.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/recognition/known.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/concern_page.hpp"
#include "shell/api/core.hpp"
#include "shell/api/rights.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

namespace aut = aeo::authorisation;

constexpr std::string_view code_of_operators = "AE01";

void add_codes(std::vector<NamedCode>& codes, const message::Many<message::AdditionalReference>& references,
               std::string_view within) {
  std::size_t place = 0;
  for (const message::AdditionalReference& reference : references) {
    ++place;
    if (reference.type != code_of_operators || codes.size() == aeo::bounds::codes_looked_at_max) continue;
    const auto said = message::read_aeo_code(reference.reference_number);
    if (!said) continue;
    codes.push_back({.state = said->state,
                     .code = std::string{said->code},
                     .authorised = said->authorised,
                     .pointer = format("{}/AdditionalReference[{}]/referenceNumber", within, place)});
  }
}

/// Who has or had the code of that key, as of the instant: what went to another authorisation since is asked
/// of the one that had it then. Each step leads to what was given earlier.
std::optional<aut::Authorisation> whose(const aeo::Asked& asked, const aeo::CodeKey& key,
                                        const workflow::National& national, app::Reader& reader) {
  std::optional<aut::Authorisation> found;
  std::optional<Instant> until;
  for (auto slot = workflow::aeo_code_slot(asked.state, key);;) {
    const auto row = Core::row_of(slot, reader);
    if (!row) return found;
    found = app::load_stream(national, reader, *row).state.as<aut::Authorisation>();
    const auto former = aut::former_of(*found, key, asked.at, until);
    if (!former) return found;
    slot = workflow::aeo_slot(former->reference);
    until = former->until;
  }
}

}  // namespace

aeo::CodeCheck checked(const aeo::Asked& asked, const workflow::National& national,
                       const workflow::Setting& setting, app::Reader& reader) {
  const auto& shapes = aeo::law().shapes;
  const bool has_list = asked.state == setting.home;
  // The list comes first: what is in it is a code, whatever the shapes of the day are.
  std::optional<aut::Authorisation> found;
  std::optional<aeo::Reading> listed;
  if (const auto writing = aeo::read_writing(asked.text); has_list && writing) {
    found = whose(asked, writing->key, national, reader);
    if (const auto* held = found ? aut::last_held(*found, writing->key) : nullptr)
      listed = aeo::read_listed(asked.state, asked.text, held->code.str(), held->given, shapes);
  }
  const aeo::Reading reading =
      listed ? *std::move(listed) : aeo::read_code(asked.state, asked.text, shapes, asked.day);
  return aeo::check_code(asked, reading, found ? &*found : nullptr, has_list);
}

recognition::Known known_operator(const aeo::Asked& asked, const workflow::National& national,
                                  const workflow::Setting& setting, app::Reader& reader) {
  if (asked.state != setting.home) return recognition::without_list(asked.state);
  const auto writing = aeo::read_writing(asked.text);
  // What is no code is nobody's, and the list is here all the same.
  const aeo::CodeKey key = writing ? writing->key : aeo::CodeKey{};
  const auto found = writing ? whose(asked, key, national, reader) : std::nullopt;
  return recognition::known_at_home(asked.state, key, found ? &*found : nullptr, asked.at, asked.day);
}

bool reads_operators(const CallPtr& call) {
  return may_read(call->actor, Read::operators, access::Relations{access::Relation::office});
}

std::optional<Instant> asked_about(const CallPtr& call, Instant now, const workflow::Setting& setting) {
  const auto said = call->request.query_value("instant");
  if (!said) return now;
  if (!reads_operators(call)) return std::nullopt;
  const auto at = instant_or_day(*said, setting);
  return at && *at <= now ? at : std::nullopt;
}

std::vector<NamedCode> operator_codes_in(const message::Document& document) {
  std::vector<NamedCode> codes;
  const auto& consignment = document.message.consignment;
  if (!consignment) return codes;
  const std::string whole = format("/{}/Consignment", document.program->root());
  add_codes(codes, consignment->additional_reference, whole);
  std::size_t place = 0;
  for (const message::HouseConsignment& house : consignment->house_consignment)
    add_codes(codes, house.additional_reference, format("{}/HouseConsignment[{}]", whole, ++place));
  return codes;
}

Findings faults_of_codes(const std::vector<NamedCode>& codes, Instant at, const workflow::National& national,
                         const workflow::Setting& setting, app::Reader& reader) {
  Findings faults;
  for (const NamedCode& code : codes) {
    const aeo::Asked asked{.state = code.state,
                           .text = code.code,
                           .at = at,
                           .day = workflow::day_here(at, setting),
                           .authorised = code.authorised};
    auto finding = checked(asked, national, setting, reader).finding;
    if (!finding) continue;
    finding->pointer = code.pointer;
    faults.push_back(*std::move(finding));
  }
  return faults;
}

}  // namespace lintas::api
