#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

/// One business of the node as two tables: what may be asked, and what is kept. The national domain is all
/// parts together; it dispatches and knows nothing else.
namespace lintas::workflow {

/// What a decision may look at beside the streams. Values that do not change while a batch is decided; an
/// event keeps of them what its effect depends on.
struct Setting {
  Country home;
  const refdata::Snapshot* reference = nullptr;  ///< with the law of each state (core/workflow/law.hpp)
  Sha256 sha256 = nullptr;
  std::array<std::byte, 16> mrn_key{};  ///< of the permutation that MRNs are issued by; never changes
  /// The states whose nodes this one exchanges messages with; null where nobody says it: then each is one.
  std::shared_ptr<const std::vector<Country>> partners = {};

  [[nodiscard]] bool is_partner(Country state) const {
    return partners == nullptr || std::ranges::find(*partners, state) != partners->end();
  }
};

struct CommandEntry {
  CommandType type{};
  std::string_view name;  ///< "guarantee.register": the API, logs and documentation use it
  Located (*locate)(const Command&, const Setting&) = nullptr;
  access::Relations (*relations)(const Command&, const Situation&, const Setting&) = nullptr;
  Outcome (*decide)(const Command&, const Situation&, const Setting&) = nullptr;
  bool begins = false;  ///< it may be about a thing that is not there yet
  /// What has been done, for whoever asked for it: "arrival recorded". Empty for what people do not ask for.
  std::string_view done = {};
};

/// An act that a state takes, and what people call it.
struct Possible {
  CommandType type{};
  std::string words;  ///< "release"
};

struct KindEntry {
  StreamKind kind{};
  std::string_view name;
  State (*initial)() = nullptr;
  State (*evolve)(const State&, const Happened&) = nullptr;
  Summary (*summary)(const State&) = nullptr;
  /// What ties the actor to a stream of this kind, for what the executor itself is asked about any stream;
  /// none if nobody may ask that.
  access::Relations (*relations)(const State&, const access::Actor&, const Setting&) = nullptr;
  /// What its clock does; none if it has no clock.
  Outcome (*time_passed)(const Command&, const Situation&, const Setting&) = nullptr;
  /// Commands that follow from an event; none if there are none.
  std::vector<Derived> (*follow)(const State& after, const Happened&) = nullptr;
  // Of a kind whose state is stored at each change, since other streams' events move it; else none.
  Bytes (*encode)(const State&) = nullptr;
  std::optional<State> (*decode)(ByteView) = nullptr;
  Bytes (*followed_keys)(const std::string& ref) = nullptr;
  /// The acts that the state calls for: it waits for an officer of the office that the stream is open at, and
  /// these lead on. What an officer may do at any time is not among them. None where a stream of this kind is
  /// nobody's work.
  std::vector<CommandType> (*calls_for)(const State&, Instant now, const Setting&) = nullptr;
  /// False for a status in which it never does, so that a work list need not fold the stream; none where the
  /// status does not tell.
  bool (*may_call)(std::uint16_t status) = nullptr;
  /// All acts that the state takes, whoever may give them: for whoever acted out of turn. None where it has
  /// no acts.
  std::vector<Possible> (*possible)(const State&) = nullptr;
  /// What ties the actor to the stream for one of these acts, as the command itself is judged: where that
  /// depends on the act. None where `relations` says it for all of them.
  access::Relations (*relations_to_act)(const State&, CommandType, const access::Actor&, Instant now,
                                        const Setting&) = nullptr;
};

struct Part {
  std::span<const CommandEntry> commands;
  std::span<const KindEntry> kinds;
  std::span<const access::Grant> grants;
  /// The law that the step breaks; none if it has no laws.
  std::optional<std::string> (*violated)(const Step& step) = nullptr;
  // Of a part whose streams have lanes to partners; else none.
  /// The stream that this partner calls so, as `name_for_partner` of its node named it; nothing if the name
  /// is not of this part.
  std::optional<Slot> (*slot_of_name)(ByteView thing, exchange::Partner from, const Setting&) = nullptr;
  /// The name under which the partner that sent this message, one of this part's commands, knows what it is
  /// about. Looks at the content alone: a document of ours for that partner has the same.
  Bytes (*name_for_partner)(const Command& waiting) = nullptr;
};

[[nodiscard]] const Part& guarantee_part();
[[nodiscard]] const Part& registers_part();
[[nodiscard]] const Part& departure_part();
[[nodiscard]] const Part& journey_part();
[[nodiscard]] const Part& manifest_part();
[[nodiscard]] const Part& webhooks_part();
[[nodiscard]] const Part& links_part();
[[nodiscard]] const Part& codes_part();
[[nodiscard]] const Part& documents_part();

}  // namespace lintas::workflow
