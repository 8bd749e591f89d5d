#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/attachments/abroad.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"
#include "core/messages/report.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/api/acts.hpp"
#include "shell/api/attachment_upload.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/json.hpp"
#include "shell/api/limits.hpp"
#include "shell/api/origin_routes.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/who.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// Files that come with documents (docs/adr/0041): brought, named, read, and who has read them. Of which
/// document one is, the address says; who may read the document, reads its files.
namespace lintas::api {

namespace {

namespace att = attachments;

// ---- what is asked

std::optional<Hash256> hash_in(std::string_view text) {
  const auto bytes = from_hex(text);
  Hash256 hash;
  if (!bytes || bytes->size() != hash.bytes.size()) return std::nullopt;
  std::ranges::copy(*bytes, hash.bytes.begin());
  return hash;
}

struct Wanted {
  Hash256 hash;
  std::string name;
};
/// Nothing if the body does not say it; then the call is answered.
std::optional<Wanted> wanted_in(const CallPtr& call) {
  const auto json = parse_json(as_text(call->request.body));
  if (!json) {
    call->respond(problem(400, Findings{json.error()}, call->trace));
    return std::nullopt;
  }
  Findings findings;
  const auto add = [&](std::string_view rule, std::string pointer, std::string detail = {}) {
    findings.push_back(
        {.rule = std::string{rule}, .pointer = std::move(pointer), .value = {}, .detail = std::move(detail)});
  };
  const auto text_of = [&](const char* name) {
    const auto found = json->find(name);
    return found != json->end() && found->is_string() ? found->get<std::string>() : std::string{};
  };
  Wanted wanted;
  if (!json->is_object()) {
    add("API-005", "", "an object");
  } else {
    for (const auto& [name, value] : json->items())
      if (name != "sha256" && name != "name") add("API-003", format("/{}", message::shown(name)));
    const auto hash = hash_in(text_of("sha256"));
    if (!hash) add("API-005", "/sha256", "64 hexadecimal digits");
    wanted = {.hash = hash.value_or(Hash256{}), .name = text_of("name")};
    if (wanted.name.empty()) add("API-005", "/name", "a text");
  }
  if (findings.empty()) return wanted;
  call->respond(problem(422, findings, call->trace));
  return std::nullopt;
}

/// A document that the address names, for whoever may read it; else the call is answered.
std::optional<Core::Seen> document_for(const DocumentKind& kind, const Core& core, const CallPtr& call,
                                       app::Reader& reader) {
  auto seen = kind.see(core, call, reader, core.ports().setting());
  if (!seen) answer_unseen(call, kind);
  return seen;
}

/// What it names, and the row of that; no row where it never named anything.
struct Files {
  std::optional<app::StreamRow> row;
  att::ListState state;
};
Files files_of(const Core& core, app::StreamId document, app::Reader& reader) {
  Files files{.row = Core::row_of(workflow::attachments_slot(document), reader), .state = {}};
  if (files.row)
    files.state = app::load_stream(core.ports().national, reader, *files.row).state.as<att::ListState>();
  return files;
}

/// The same, for whoever may give the command to any.
std::optional<Core::Seen> document_for(const DocumentKind& kind, workflow::CommandType command,
                                       const Core& core, const CallPtr& call, app::Reader& reader) {
  if (const auto never = core.never_may(call->actor, command)) {
    call->respond(problem(403, Findings{*never}, call->trace));
    return std::nullopt;
  }
  return document_for(kind, core, call, reader);
}

/// The same of a document of another state.
struct Abroad {
  std::optional<app::StreamRow> row;
  att::AbroadState state;
  att::DocumentName name;
};
Abroad abroad_of(const Core& core, const Core::Seen& seen, app::Reader& reader) {
  Abroad abroad;
  abroad.name = workflow::name_of_document(seen.row.kind, seen.state).value_or(att::DocumentName{});
  abroad.row = Core::row_of(workflow::attachments_abroad_slot(abroad.name), reader);
  if (abroad.row)
    abroad.state = app::load_stream(core.ports().national, reader, *abroad.row).state.as<att::AbroadState>();
  return abroad;
}

// ---- what is shown

/// An exporter is not told which officer has looked.
bool sees_readers(const access::Actor& actor) { return actor.role != access::Role::exporter; }

Json show_read(const att::Read& read) {
  return {{"at", to_text(read.at)},
          {"by", read.by.str()},
          {"role", access::name(read.role)},
          {"office", read.office},
          {"party", read.party}};
}
Json show_file(const att::Added& added) {
  return {{"sha256", to_hex(added.file.hash.view())}, {"name", added.name},         {"size", added.file.size},
          {"type", word_of(added.file.media)},        {"added", to_text(added.at)}, {"by", added.by.str()}};
}

const att::Read* read_in(const att::ListEvent& event) { return std::get_if<att::Read>(&event); }
const att::Read* read_in(const att::AbroadEvent& event) {
  const auto* here = std::get_if<att::ReadHere>(&event);
  return here == nullptr ? nullptr : &here->read;
}

template <class Event>
std::vector<att::Read> reads_in(const std::optional<app::StreamRow>& stream, std::uint16_t block,
                                app::Reader& reader) {
  std::vector<att::Read> reads;
  if (!stream) return reads;
  for (const app::EventRow& row : reader.history(stream->head)) {
    if (workflow::block_of(std::to_underlying(row.type)) != block) continue;
    const auto body = from_cbor<workflow::EventBody>(row.body);
    if (!body) continue;
    const auto event = workflow::read_event<Event>(block, row.type, body->fields_of_type);
    if (const auto* read = read_in(event)) reads.push_back(*read);
  }
  // Only so many of each are shown: the log has all.
  std::map<Hash256, std::size_t> shown;
  std::vector<att::Read> newest;
  for (const att::Read& read : reads | std::views::reverse)
    if (++shown[read.hash] <= att::bounds::reads_shown) newest.push_back(read);
  std::ranges::reverse(newest);
  return newest;
}

void put_reads(Json& shown, const std::vector<att::Read>& reads, const Hash256& hash) {
  shown["read"] = Json::array();
  for (const att::Read& read : reads)
    if (read.hash == hash) shown["read"].push_back(show_read(read));
}

Json show_abroad(const Core& core, const Core::Seen& seen, app::Reader& reader, bool with_readers) {
  const Abroad abroad = abroad_of(core, seen, reader);
  const auto reads = with_readers
                         ? reads_in<att::AbroadEvent>(abroad.row, workflow::attachment_abroad_block, reader)
                         : std::vector<att::Read>{};
  Json items = Json::array();
  for (const att::KnownFile& file : abroad.state.files) {
    Json one{{"sha256", to_hex(file.named.file.hash.view())},
             {"name", file.named.name},
             {"size", file.named.file.size},
             {"type", word_of(file.named.file.media)},
             {"added", to_text(file.told)},
             {"fetched", word_of(file.fetch)},
             {"fetched_bytes", file.fetch == att::Fetch::here ? file.named.file.size : file.have}};
    if (with_readers) put_reads(one, reads, file.named.file.hash);
    items.push_back(std::move(one));
  }
  return Json{{"items", std::move(items)}};
}

/// Whether files go to the state that the document went to, today; null where it went to none.
std::optional<bool> are_exchanged(const Core& core, const Core::Seen& seen) {
  const auto receiver = workflow::receiver_of_document(seen.row.kind, seen.state);
  if (!receiver) return std::nullopt;
  const workflow::Setting setting = core.ports().setting();
  const Day today = std::chrono::floor<std::chrono::days>(core.ports().clock());
  return workflow::exchanges_files(setting.home, *receiver, today, setting);
}

void list_files(const DocumentKind& kind, const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto seen = document_for(kind, core, call, reader);
  if (!seen) return;
  if (workflow::is_of_another_state(seen->row.kind))
    return call->respond(json_response(200, show_abroad(core, *seen, reader, sees_readers(call->actor))));
  const Files files = files_of(core, seen->row.id, reader);
  const bool with_readers = sees_readers(call->actor);
  const auto reads = with_readers
                         ? reads_in<att::ListEvent>(files.row, workflow::attachment_list_block, reader)
                         : std::vector<att::Read>{};
  Json items = Json::array();
  for (const att::Added& added : files.state.files) {
    Json one = show_file(added);
    one["sent"] = std::ranges::any_of(
        files.state.told, [&](const att::NamedFile& told) { return told.file.hash == added.file.hash; });
    if (with_readers) put_reads(one, reads, added.file.hash);
    items.push_back(std::move(one));
  }
  Json shown{{"items", std::move(items)}};
  if (const auto exchanged = are_exchanged(core, *seen)) shown["exchanged"] = *exchanged;
  call->respond(json_response(200, shown));
}

// ---- what is done

/// Asks the writer, and answers what is not accepted.
template <class Content, class Then>
void ask(const Core& core, const CallPtr& call, const workflow::CommandId& id, workflow::CommandType type,
         const Content& content, Then then) {
  workflow::Command command{.id = id,
                            .type = type,
                            .at = core.ports().clock(),
                            .actor = call->actor,
                            .trace = call->trace_id,
                            .content = to_cbor(content)};
  core.ports().service.ask(std::move(command), [call, then = std::move(then)](workflow::Reply reply) mutable {
    if (reply.kind == workflow::Reply::Kind::accepted) return then(reply);
    if (reply.kind != workflow::Reply::Kind::refused) return tell(call, reply);
    const std::string_view rule = reply.findings.front().rule;
    const bool is_nowhere = rule == "R-ATT-015" || rule == "R-ATT-022";
    const bool is_denied = rule.starts_with("ACC-");
    for (Finding& finding : reply.findings)
      if (!finding.pointer.empty()) finding.pointer.insert(0, "/");
    call->respond(problem(is_denied ? 403 : is_nowhere ? 404 : 422, reply.findings, call->trace));
  });
}

void add_file(const DocumentKind& kind, const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto seen = document_for(kind, workflow::add_attachment, core, call, reader);
  if (!seen) return;
  const auto id = core.command_id(call);
  if (!id) return call->respond(problem(400, "API-006", call->trace));
  auto wanted = wanted_in(call);
  if (!wanted) return;
  const workflow::AttachmentOf which{.document = seen->row.id, .kind = seen->row.kind, .hash = wanted->hash};
  ask(core, call, *id, workflow::add_attachment,
      workflow::AddAttachment{.which = which, .name = wanted->name}, [call](const workflow::Reply& reply) {
        call->respond(json_response(200, Json{{"accepted", true},
                                              {"done", "file added"},
                                              {"repeated", reply.repeated},
                                              {"trace_id", call->trace}}));
      });
}

/// The one that the address names; nothing, and the call is answered, where it is no hash.
std::optional<workflow::AttachmentOf> which_in(const CallPtr& call, const Core::Seen& seen) {
  const auto hash = hash_in(call->request.parameter("sha256"));
  if (hash) return workflow::AttachmentOf{.document = seen.row.id, .kind = seen.row.kind, .hash = *hash};
  answer_nothing(call);
  return std::nullopt;
}

void remove_file(const DocumentKind& kind, const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto seen = document_for(kind, workflow::remove_attachment, core, call, reader);
  if (!seen) return;
  const auto id = core.command_id(call);
  if (!id) return call->respond(problem(400, "API-006", call->trace));
  const auto which = which_in(call, *seen);
  if (!which) return;
  ask(core, call, *id, workflow::remove_attachment, *which, [call](const workflow::Reply& reply) {
    call->respond(json_response(200, Json{{"accepted", true},
                                          {"done", "file removed"},
                                          {"repeated", reply.repeated},
                                          {"trace_id", call->trace}}));
  });
}

// ---- the octets

constexpr std::size_t piece_bytes = 64UL * 1024;
bool is_short(const att::NamedFile& file) { return file.file.size <= static_cast<std::int64_t>(piece_bytes); }

/// One piece is read when the one before has gone out.
class Giving final : public net::Ongoing {
 public:
  struct Shared {
    std::shared_ptr<const Core> core;
    app::Share share;
    std::unique_ptr<app::AttachmentFiles::Octets> octets;
    std::int64_t left = 0;  ///< that have not been read
  };
  explicit Giving(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

  void next(net::NextPiece next) override {
    give(shared_, std::make_shared<net::NextPiece>(std::move(next)));
  }

 private:
  static void give(const std::shared_ptr<Shared>& shared, const std::shared_ptr<net::NextPiece>& next) {
    const auto& ports = shared->core->ports();
    const bool taken = ports.service.post(shared->share, [shared, next] { (*next)(next_of(*shared)); });
    // Whoever has a part of it already waits for the rest: the others are asked to come again.
    if (!taken) ports.later(limits::attachment_piece_pause, [shared, next] { give(shared, next); });
  }
  /// What is thrown here drops the piece that was asked for, and that breaks the answer off: an end that came
  /// too early would look like the end of the file.
  static Bytes next_of(Shared& shared) {
    Bytes piece = shared.octets->next(piece_bytes);
    shared.left -= static_cast<std::int64_t>(piece.size());
    if (piece.empty() && shared.left != 0) {
      throw app::StoreFailure(format("an attachment is {} bytes shorter than it was", shared.left),
                              app::StoreFailure::Outcome::not_applied);
    }
    return piece;
  }

  std::shared_ptr<Shared> shared_;
};

/// `whole`: of one that is short; else it is read as it goes out.
net::Response answer_of(const Core& core, const CallPtr& call, const att::NamedFile& added, Bytes whole,
                        std::unique_ptr<app::AttachmentFiles::Octets> octets) {
  net::Response response{.status = 200, .headers = {}, .body = {}};
  response.headers.set("Content-Type", word_of(added.file.media));
  response.headers.set("Content-Disposition", format("attachment; filename=\"{}\"", added.name));
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
  response.headers.set("Cache-Control", "no-store");
  if (is_short(added)) {
    response.body = std::move(whole);
  } else {
    response.ongoing = std::make_shared<Giving>(
        std::make_shared<Giving::Shared>(Giving::Shared{.core = core.shared_from_this(),
                                                        .share = app::share_of(call->actor.role),
                                                        .octets = std::move(octets),
                                                        .left = added.file.size}));
  }
  return response;
}

/// That somebody reads it is durable before he does.
template <class Content>
void give(const Core& core, const CallPtr& call, workflow::CommandType type, const Content& content,
          const att::NamedFile& file, std::unique_ptr<app::AttachmentFiles::Octets> octets) {
  // Before it is said that he reads it: what the disk does not give was not read.
  Bytes whole = is_short(file) ? octets->next(piece_bytes) : Bytes{};
  Hash256 drawn;
  core.ports().entropy.fill(drawn.bytes);
  ask(core, call, workflow::http_command_id(core.ports().clock(), drawn, drawn), type, content,
      [self = core.shared_from_this(), call, file, whole = std::move(whole),
       octets = std::move(octets)](const workflow::Reply& /*reply*/) mutable {
        call->respond(answer_of(*self, call, file, std::move(whole), std::move(octets)));
      });
}

/// It is asked for, if it was not; whoever wants it comes again.
void fetch_file(const Core& core, const CallPtr& call, const workflow::FetchedAttachment& content,
                const att::KnownFile& file) {
  const bool was_wrong = file.fetch == att::Fetch::wrong;
  Hash256 drawn;
  core.ports().entropy.fill(drawn.bytes);
  ask(core, call, workflow::http_command_id(core.ports().clock(), drawn, drawn), workflow::ask_attachment,
      content, [call, was_wrong, have = file.have, size = file.named.file.size](const workflow::Reply&) {
        net::Response response =
            problem(503, was_wrong ? "R-ATT-023" : "R-ATT-021", call->trace,
                    was_wrong ? std::string{} : format("{} bytes of {} are here", have, size));
        response.headers.set("Retry-After", format("{}", limits::attachment_ask_again.count()));
        call->respond(std::move(response));
      });
}

/// Of a document of another state: here, or to be fetched.
void give_fetched(const Core& core, const CallPtr& call, const Core::Seen& seen,
                  const workflow::AttachmentOf& which, app::Reader& reader) {
  const Abroad abroad = abroad_of(core, seen, reader);
  const att::KnownFile* file = abroad.state.find(which.hash);
  if (file == nullptr) return call->respond(problem(404, "R-ATT-015", call->trace));
  workflow::FetchedAttachment content{.which = which, .name = abroad.name};
  if (file->fetch == att::Fetch::here) {
    if (auto octets = core.ports().attachments->open(which.hash))
      return give(core, call, workflow::read_fetched_attachment, content, file->named, std::move(octets));
    content.is_missing = true;
  }
  fetch_file(core, call, content, *file);
}

void give_file(const DocumentKind& kind, const Core& core, const CallPtr& call, app::Reader& reader) {
  const auto seen = document_for(kind, workflow::read_attachment, core, call, reader);
  if (!seen) return;
  const auto which = which_in(call, *seen);
  if (!which) return;
  if (workflow::is_of_another_state(seen->row.kind)) return give_fetched(core, call, *seen, *which, reader);
  const Files files = files_of(core, seen->row.id, reader);
  const att::Added* added = files.state.find(which->hash);
  if (added == nullptr) return call->respond(problem(404, "R-ATT-015", call->trace));
  auto octets = core.ports().attachments->open(which->hash);
  if (octets == nullptr) return call->respond(problem(404, "R-ATT-018", call->trace));
  give(core, call, workflow::read_attachment, *which, {.file = added->file, .name = added->name},
       std::move(octets));
}

// ---- the rows

constexpr std::array kept{
    Member{"sha256", "Sha256", "Its name from now on."},
    Member{"size", "integer"},
    Member{"type", "AttachmentType"},
    Member{"until", "instant", "A document has to name it before; else it is put away."},
    Member{"used", "integer", "Octets of all files that the caller's party or office has here, with it."},
    Member{"most", "integer", "So many may it have; files that are put away make room."}};
constexpr std::array wanted{
    Member{"sha256", "Sha256", "Of a file that the caller's party or office brought."},
    Member{"name", "text",
           "Letters, digits, points, hyphens and underscores, with the ending of its "
           "type."}};
constexpr std::array reading{Member{"at", "instant"}, Member{"by", "text", "The account."},
                             Member{"role", "Role"}, Member{"office", "text", "Empty for a party."},
                             Member{"party", "text", "Empty for an officer."}};
constexpr std::array attachment{
    Member{"sha256", "Sha256"},
    Member{"name", "text"},
    Member{"size", "integer"},
    Member{"type", "AttachmentType"},
    Member{"added", "instant", "Of a document of another state: when that state told of it."},
    Member{"by?", "text", "The account that added it; of a document of this state."},
    Member{"sent?", "boolean",
           "Of a document of this state: whether the state that it went to was "
           "told of the file."},
    Member{"fetched?", "AttachmentFetch", "Of a document of another state: whether the file is here."},
    Member{"fetched_bytes?", "integer", "Likewise, how much of it."},
    Member{"read?", "[AttachmentRead]",
           "Who was given it, at this node, once an hour each; the newest "
           "hundred, oldest first; not for exporters."}};
constexpr std::array list{
    Member{"items", "[Attachment]"},
    Member{"exchanged?", "boolean",
           "Of a document that went to another state: whether files go there today. Where they do not, "
           "they are seen here alone."}};
constexpr std::array objects{
    Object{"AttachmentKept", "A file that was brought.", kept},
    Object{.name = "AttachmentWanted", .meaning = "A file to add.", .members = wanted, .closed = true},
    Object{"AttachmentRead", "Somebody was given the file.", reading},
    Object{"Attachment", "A file that comes with a document.", attachment},
    Object{"Attachments", "All of a document, in the order in which they were added.", list}};
constexpr std::array words{
    Words{"AttachmentFetch",
          "told: the other state has it. asked: it is on its way. here: read it. gone: the other state has "
          "it no more. wrong: what came was another file; it is asked for again when somebody wants it.",
          [] {
            std::vector<std::string_view> names;
            names.reserve(att::fetch_words.size());
            for (const auto& word : att::fetch_words) names.push_back(word.word);
            return names;
          }},
    Words{"AttachmentType", "As in Content-Type.", [] {
            std::vector<std::string_view> names;
            names.reserve(att::media_table.size());
            for (const auto& facts : att::media_table) names.push_back(facts.name);
            return names;
          }}};

constexpr std::string_view octets =
    "application/pdf:text image/jpeg:text image/png:text image/tiff:text application/xml:text text/csv:text";
constexpr std::string_view headers_of_octets =
    "Content-Disposition Content-Security-Policy X-Content-Type-Options";
constexpr std::string_view example_of_wanted =
    R"({"sha256":"83995bd523743caf8cecd211422c964226752b5ec991c35fddac2bb49752fbe2","name":"packing-list.csv"})";

struct Texts {
  std::string_view all;  ///< the pattern of the list
  std::string_view one;
  std::string_view list_id, add_id, give_id;  ///< no add_id: of documents of other states alone
  std::string_view remove_id = {};            ///< of a kind whose documents let go of files
};

/// Who may do it to files, and may read documents of the kind.
template <const DocumentKind& kind, workflow::CommandType command>
Roles who_both(const workflow::National& national) {
  Roles roles = who_gives(national, command);
  const Roles readers = who_reads(kind);
  std::erase_if(roles, [&](access::Role role) { return !readers.contains(role); });
  return roles;
}

/// Of documents that are issued here, too: what adds files, and behind it what reads them.
template <const DocumentKind& kind>
consteval std::array<Route, 2> reading_of(const Texts& texts) {
  return {Route{.method = net::Method::get,
                .pattern = texts.all,
                .id = texts.list_id,
                .tag = "attachments",
                .summary = "The files of the document; for offices with who has read them.",
                .outcomes = {{200, "Attachments"}},
                .refusals = {403, 404},
                .who = [](const workflow::National&) { return who_reads(kind); },
                .look = [](const Core& core, const CallPtr& call,
                           app::Reader& reader) { list_files(kind, core, call, reader); }},
          Route{.method = net::Method::get,
                .pattern = texts.one,
                .id = texts.give_id,
                .tag = "attachments",
                .summary = "The file itself. That the caller was given it is recorded before. One of another "
                           "state is fetched from there: 503 with Retry-After until it is here.",
                .outcomes = {{200, octets, headers_of_octets}},
                .refusals = {403, 404, 422},
                .who = &who_both<kind, workflow::read_attachment>,
                .look = [](const Core& core, const CallPtr& call, app::Reader& reader) {
                  give_file(kind, core, call, reader);
                }}};
}

template <const DocumentKind& kind>
consteval std::array<Route, 1> adding_of(const Texts& texts) {
  return {Route{.method = net::Method::post,
                .pattern = texts.all,
                .id = texts.add_id,
                .tag = "attachments",
                .summary =
                    "Adds a file that was brought to the document, by its exporter or the office that "
                    "issues it; to an origin declaration that is verified by the authority that answers.",
                .body_bytes_max = limits::attachment_wanted_bytes_max,
                .body = "AttachmentWanted",
                .example = [] { return std::string{example_of_wanted}; },
                .takes = "Idempotency-Key",
                .outcomes = {{200, "Done"}},
                .refusals = {400, 403, 404, 409, 422},
                .who = &who_both<kind, workflow::add_attachment>,
                .look = [](const Core& core, const CallPtr& call,
                           app::Reader& reader) { add_file(kind, core, call, reader); }}};
}

/// Of a document that is brought before anybody relies on it. One of customs, and one of a kind, is issued
/// with its papers and keeps them.
template <const DocumentKind& kind>
consteval std::array<Route, 1> removal_of(const Texts& texts) {
  return {Route{.method = net::Method::remove,
                .pattern = texts.one,
                .id = texts.remove_id,
                .tag = "attachments",
                .summary =
                    "Takes a file of the caller's away again, as long as the document has not gone to the "
                    "other state.",
                .takes = "Idempotency-Key",
                .outcomes = {{200, "Done"}},
                .refusals = {400, 403, 404, 409, 422},
                .who = &who_both<kind, workflow::remove_attachment>,
                .look = [](const Core& core, const CallPtr& call, app::Reader& reader) {
                  remove_file(kind, core, call, reader);
                }}};
}

constexpr std::array upload{Route{
    .method = net::Method::post,
    .pattern = "/v1/attachments",
    .id = "keepAttachment",
    .tag = "attachments",
    .summary = "Brings a file: PDF, JPEG, PNG, TIFF, XML or CSV by what is in it, without anything that "
               "would act when it is opened. It is held for a week; a document that names it keeps it.",
    .body_bytes_max = att::bounds::file_bytes_max,
    .body = "application/octet-stream:text",
    .example = [] { return std::string{"box,net kg\n1,12.5\n2,11.8\n"}; },
    .outcomes = {{201, "AttachmentKept"}},
    .refusals = {403, 422},
    .who = &who_gives<workflow::keep_attachment>,
    .work = &keep_file,
    .stream = &stream_file}};

template <std::size_t... counts>
consteval auto together(const std::array<Route, counts>&... parts) {
  std::array<Route, (counts + ...)> all{};
  auto to = all.begin();
  ((to = std::ranges::copy(parts, to).out), ...);
  return all;
}

constexpr Texts of_certificates{.all = "/v1/documents/{document}/attachments",
                                .one = "/v1/documents/{document}/attachments/{sha256}",
                                .list_id = "listCertificateAttachments",
                                .add_id = "addCertificateAttachment",
                                .give_id = "giveCertificateAttachment",
                                .remove_id = "removeCertificateAttachment"};

constexpr Texts of_acdd{.all = "/v1/acdd/{permit}/attachments",
                        .one = "/v1/acdd/{permit}/attachments/{sha256}",
                        .list_id = "listAcddAttachments",
                        .add_id = "addAcddAttachment",
                        .give_id = "giveAcddAttachment"};
constexpr Texts of_kinds{.all = "/v1/kinds/documents/{kind_document}/attachments",
                         .one = "/v1/kinds/documents/{kind_document}/attachments/{sha256}",
                         .list_id = "listKindDocumentAttachments",
                         .add_id = "addKindDocumentAttachment",
                         .give_id = "giveKindDocumentAttachment"};
/// That the authority which was asked to verify one has shown: nobody adds any where it is presented.
constexpr Texts of_origin{.all = "/v1/origin-declarations/{origin_declaration}/attachments",
                          .one = "/v1/origin-declarations/{origin_declaration}/attachments/{sha256}",
                          .list_id = "listOriginAttachments",
                          .add_id = {},
                          .give_id = "giveOriginAttachment"};

constexpr auto routes =
    together(upload, reading_of<certificate_kind>(of_certificates),
             adding_of<certificate_kind>(of_certificates), removal_of<certificate_kind>(of_certificates),
             reading_of<acdd_kind>(of_acdd), adding_of<acdd_kind>(of_acdd), reading_of<doc_kind>(of_kinds),
             adding_of<doc_kind>(of_kinds), reading_of<origin_kind>(of_origin));

}  // namespace

Resource attachment_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
