#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/aeo/check.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/country.hpp"
#include "core/recognition/known.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/app/service.hpp"

/// Codes of authorised operators against the list of this state and the copies of others, wherever somebody
/// writes one.
namespace lintas::api {

/// Held against the list of its state, where that is here.
[[nodiscard]] aeo::CodeCheck checked(const aeo::Asked& asked, const workflow::National& national,
                                     const workflow::Setting& setting, app::Reader& reader);

/// What the list of its state has under a code, as it was known at the instant: this state's own, or the copy
/// of another one's. `by`: the state that imports, whose rule of old lists counts.
[[nodiscard]] recognition::Known known_operator(const aeo::Asked& asked, Country by,
                                                const workflow::National& national,
                                                const workflow::Setting& setting, app::Reader& reader);

/// Whether the caller reads the list of operators, and not only single codes.
[[nodiscard]] bool reads_operators(const CallPtr& call);
/// The instant that is asked about: now where none is named, and none that is to come, since nobody knows
/// what will be. Whoever reads no list asks about now: else it would find out day by day what became of a
/// rival. Nothing where it may not be asked about; then the call is answered.
[[nodiscard]] std::optional<Instant> asked_about(const Core& core, const CallPtr& call);

/// A code that a message names (AE01), and where it stands.
struct NamedCode {
  Country state;
  std::string code;
  Day authorised;  ///< that it names, too
  std::string pointer;
};
/// Those of the consignment and its houses, the first aeo::bounds::codes_looked_at_max. What has not the form
/// of AE01 is for the rules of messages.
[[nodiscard]] std::vector<NamedCode> operator_codes_in(const message::Document& document);

/// What is told of them to whoever declares, R-AEO-001 to R-AEO-004 and R-AEO-006: it refuses nothing, since
/// a code that is wrong only loses its benefit.
[[nodiscard]] Findings faults_of_codes(const std::vector<NamedCode>& codes, Instant at,
                                       const workflow::National& national, const workflow::Setting& setting,
                                       app::Reader& reader);

/// When anything of the list of another state came last, and what that means now.
[[nodiscard]] aeo::listed::Staleness staleness_of_list(Country state, Instant now,
                                                       const workflow::National& national,
                                                       const workflow::Setting& setting, app::Reader& reader);

}  // namespace lintas::api
