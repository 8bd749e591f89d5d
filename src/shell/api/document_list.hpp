#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "core/access/access.hpp"
#include "core/messages/forward.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/views.hpp"
#include "shell/api/who.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"

/// Documents at the interface, whatever their kind: listed, shown one by one, given out as they are, handed
/// in whole. A kind is a row: where its documents lie, what a list asks of one, how it is shown. Its source
/// has the row, what the row points to, and its routes, which are made of the row.
namespace lintas::api {

/// A state of a machine, as far as lists ask.
struct ListedState {
  std::string_view id;
  bool ended = false;
};
/// Those of a machine, by their numbers.
template <class Machine>
inline constexpr auto listed_states = [] {
  std::array<ListedState, std::size(Machine::states)> all{};
  std::ranges::transform(Machine::states, all.begin(), [](const auto& facts) {
    return ListedState{.id = facts.id, .ended = facts.terminal};
  });
  return all;
}();

/// What a list asks of a document.
struct DocumentFacts {
  std::uint16_t status = 0;    ///< of the machine of its side
  bool has_alarm = false;      ///< somebody should look at it
  Country other;               ///< the state at the other end; Country{}: not known
  std::string_view kind = {};  ///< of documents whose kind is data: which one; lives as long as the state
};

/// A side on which documents of a kind lie here: where one begins, or where its goods are imported.
struct DocumentSide {
  std::string_view name;  ///< as lists are asked for it
  workflow::StreamKind stream;
  Read read;                            ///< the right to see one
  std::span<const ListedState> states;  ///< a row of another status shows that of something else about it
  DocumentFacts (*facts)(const workflow::State&) = nullptr;
  /// The role that has those of its office in a list of their own.
  std::optional<access::Role> authority = {};
  /// What only this side shows of one that was asked for by itself: its name, and how. Empty: nothing.
  std::string_view also = {};
  nlohmann::json (*show_also)(const std::vector<app::EventRow>&, app::Reader&) = nullptr;
};

struct DocumentKind {
  std::string_view member;  ///< as which the answer to an act shows what it was about
  std::span<const DocumentSide> sides;
  /// The list of those that wait for somebody (workflow/concerned.hpp); empty: nobody asks for it.
  std::string_view waiting = {};
  /// The one that the address names, if the actor may read it.
  std::optional<Core::Seen> (*see)(const Core&, const CallPtr&, app::Reader&, const workflow::Setting&);
  /// As it stands, with its `location`; in a list, without what is costly.
  nlohmann::json (*show)(const Core&, const Core::Seen&);
  nlohmann::json (*show_in_list)(const Core&, const Core::Seen&);
  /// What happened to it, and of what people wrote so much as the role may read.
  nlohmann::json (*history)(const std::vector<app::EventRow>&, const TextSource&, access::Role);
  /// The document itself; nothing where it is not kept any more. None where nobody may ask for it.
  std::optional<message::Document> (*document_of)(const Core&, const Core::Seen&, app::Reader&,
                                                  const workflow::Setting&);
  /// The commands that come as a whole message and are refused by the places of that, and where it has what
  /// the machine speaks of.
  std::span<const workflow::CommandType> told_by_place = {};
  std::string (*place)(std::string_view pointer) = nullptr;
  /// Whoever comes with a party has a list of its own, and not an exporter alone.
  bool lists_by_party = false;
  /// What is so and refuses nothing, for whoever gave one this command. None where there never is anything.
  nlohmann::json (*warnings)(const Core&, const Core::Seen&, const access::Actor&, workflow::CommandType,
                             app::Reader&) = nullptr;
  /// The list of those that have or had a code, however that is written. None where they have no codes.
  std::string (*list_of_code)(std::string_view text) = nullptr;
};

// Each stands in the source of its routes.
extern const DocumentKind certificate_kind;
extern const DocumentKind acdd_kind;
extern const DocumentKind doc_kind;

/// The kind whose documents lie in such streams, and the side; null for streams of other businesses.
[[nodiscard]] const DocumentKind* find_document_kind(workflow::StreamKind stream);
[[nodiscard]] const DocumentSide* find_document_side(workflow::StreamKind stream);
/// The kind one of whose told_by_place it is; null for other commands.
[[nodiscard]] const DocumentKind* find_document_kind(workflow::CommandType command);

// ---- what is asked

/// Those that the caller may see, as the query narrows them, newest first.
void list_documents(const DocumentKind& kind, const Core& core, const CallPtr& call, app::Reader& reader);
/// The one that the address names: as it stands, what happened to it, what went and came about it, and what
/// the caller may do now.
void show_document(const DocumentKind& kind, const Core& core, const CallPtr& call, app::Reader& reader);
void give_document(const DocumentKind& kind, const Core& core, const CallPtr& call, app::Reader& reader);
/// To whom none is shown: as the other one, by the first side that the role may ever see.
void answer_unseen(const CallPtr& call, const DocumentKind& kind);

/// What a whole message asks for, once the store may be read.
using Asking = std::move_only_function<void(const Core&, app::Reader&)>;
/// Reads the body as a message and asks for what `make` makes of it. What is wrong with it, as a message or
/// by `make`, is told by its place there.
void take_document(const Core& core, const CallPtr& call,
                   const std::function<std::expected<Asking, Findings>(message::Document)>& make);

/// Whose messages have different identifications: a system's or a party's, those of an office, of the keeper
/// of the reference data. Empty: nobody's.
[[nodiscard]] std::string sender_of(const access::Actor& actor);
/// Whether the caller may ever bring a message that is this command, and has messages of its own (ACC-004).
/// False: the call is answered.
[[nodiscard]] bool may_bring(const Core& core, const CallPtr& call, workflow::CommandType command);

/// A command that comes as a whole message.
struct Brought {
  Bytes content;
  workflow::Payload payload;  ///< the message
};
/// The same message of the same sender is the same command.
[[nodiscard]] workflow::Command command_brought(const CallPtr& call, workflow::CommandType type,
                                                std::string_view identification, Brought brought);
/// Whole messages that are each this command, whatever is here: see take_document.
void take_act(const Core& core, const CallPtr& call, workflow::CommandType type,
              const std::function<std::expected<Brought, Findings>(const message::Document&)>& make);

/// False where the query does not say it; nothing where it says neither, and then the call is answered.
[[nodiscard]] std::optional<bool> flag_in(const CallPtr& call, std::string_view name);

// ---- the rows of a kind

[[nodiscard]] std::vector<std::string_view> names_of_sides(const DocumentKind& kind);
/// Of the machines of all sides, each once.
[[nodiscard]] std::vector<std::string_view> ids_of_states(const DocumentKind& kind);
[[nodiscard]] Roles who_reads(const DocumentKind& kind);

template <const DocumentKind& kind>
[[nodiscard]] std::vector<std::string_view> names_of_sides() {
  return names_of_sides(kind);
}
template <const DocumentKind& kind>
[[nodiscard]] std::vector<std::string_view> ids_of_states() {
  return ids_of_states(kind);
}

/// What a route of a kind is called.
struct RouteTexts {
  std::string_view pattern;
  std::string_view id;
  std::string_view summary;
  std::string_view takes = {};
  std::string_view answer = {};  ///< the object that it shows
  std::string_view tag = "documents";
};
template <const DocumentKind& kind>
[[nodiscard]] consteval Route route_of_list(const RouteTexts& texts) {
  return {.method = net::Method::get,
          .pattern = texts.pattern,
          .id = texts.id,
          .tag = texts.tag,
          .summary = texts.summary,
          .takes = texts.takes,
          .outcomes = {{200, texts.answer}},
          .refusals = {400, 403},
          .who = [](const workflow::National&) { return who_reads(kind); },
          .look = [](const Core& core, const CallPtr& call,
                     app::Reader& reader) { list_documents(kind, core, call, reader); }};
}
template <const DocumentKind& kind>
[[nodiscard]] consteval Route route_of_one(const RouteTexts& texts) {
  return {.method = net::Method::get,
          .pattern = texts.pattern,
          .id = texts.id,
          .tag = texts.tag,
          .summary = texts.summary,
          .takes = "If-None-Match",
          .outcomes = {{200, texts.answer, "ETag"}, {304, "", "ETag"}},
          .refusals = {403, 404},
          .who = [](const workflow::National&) { return who_reads(kind); },
          .look = [](const Core& core, const CallPtr& call,
                     app::Reader& reader) { show_document(kind, core, call, reader); }};
}
template <const DocumentKind& kind>
[[nodiscard]] consteval Route route_of_itself(const RouteTexts& texts) {
  return {.method = net::Method::get,
          .pattern = texts.pattern,
          .id = texts.id,
          .tag = "documents",
          .summary = texts.summary,
          .outcomes = {{200, "application/xml:text application/json:Message", "Vary"}},
          .refusals = {403, 404},
          .who = [](const workflow::National&) { return who_reads(kind); },
          .look = [](const Core& core, const CallPtr& call,
                     app::Reader& reader) { give_document(kind, core, call, reader); }};
}

/// Brings one, whole.
template <workflow::CommandType command>
[[nodiscard]] consteval Route route_of_bringing(const RouteTexts& texts, std::string (*example)(),
                                                void (*work)(const Core&, const CallPtr&)) {
  return {.method = net::Method::post,
          .pattern = texts.pattern,
          .id = texts.id,
          .tag = "documents",
          .summary = texts.summary,
          .body_bytes_max = limits::message_bytes_max,
          .body = "application/xml:text application/json:Message",
          .example = example,
          .takes = texts.takes,
          .outcomes = {{200, "Done", "Location"}},
          .refusals = {400, 403, 404, 412, 422},
          .who = &who_gives<command>,
          .work = work};
}

}  // namespace lintas::api
