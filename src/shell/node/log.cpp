#include "shell/node/log.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <unistd.h>
#include <utility>
#include <variant>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "shell/net/target.hpp"

namespace lintas::node {

namespace {

constexpr std::array<std::string_view, 4> levels{"debug", "info", "warning", "error"};

using enum LogEvent;
constexpr std::array catalogue{
    LogEventRow{node_started, "node_started", Level::info, "version country",
                "A node of this version has begun: nothing of its configuration and no port was refused."},
    LogEventRow{
        node_not_started, "node_not_started", Level::error, "what",
        "The configuration, a file that it names, a port or the store does not let the node start: one "
        "line for each fault, which stands on the error stream too, and the process ends. `lintas config "
        "check` tells all of it beforehand."},
    LogEventRow{node_ready, "node_ready", Level::info, "ms", "The store is open and requests are taken."},
    LogEventRow{node_stopping, "node_stopping", Level::info, "reason",
                "Nothing new is taken; what has begun ends."},
    LogEventRow{node_stopped, "node_stopped", Level::info, "clean ms",
                "The process ends. Not clean: something was cut off; callers repeat under the same ids."},
    LogEventRow{configuration_reloaded, "configuration_reloaded", Level::info, "partners",
                "Certificates, keys, partners and log level were read again."},
    LogEventRow{
        configuration_waits, "configuration_waits", Level::warning, "keys",
        "These keys have changed and hold from a new start on; until then those of the last start do."},
    LogEventRow{configuration_refused, "configuration_refused", Level::error, "what",
                "The new configuration has a mistake; the old one stays in force. Correct it and reload."},
    LogEventRow{certificate_ends_soon, "certificate_ends_soon", Level::warning, "whose days",
                "Order the next certificate and agree the change with the partners."},
    LogEventRow{revocation_list_ends_soon, "revocation_list_ends_soon", Level::warning, "partner end",
                "Two thirds of the life of a list of revoked certificates are over and no newer one lies in "
                "`revocation_list_file`: see what fetches it. Once it has ended (`end`) nobody knows what "
                "counts, and "
                "the partner is left out. Told at each start, at each reload and each day."},
    LogEventRow{
        certificate_to_bring, "certificate_to_bring", Level::warning, "partner use fingerprint before",
        "This node has its next certificate, which a partner without an identity document cannot fetch: send "
        "it there, with its fingerprint, so that it is in force before the end of the one that the partner "
        "knows (`before`). Until then that one is used. `lintas partner show` says in which file it is. Told "
        "each day, for nobody says here that it has arrived."},
    LogEventRow{certificate_used, "certificate_used", Level::info, "partner use fingerprint until",
                "Told whenever the configuration is read, of a partner without an identity document: the "
                "certificate of this node that its messages are signed with now. The partner has to have it; "
                "docs/operations/upgrades.md says what an upgrade changes."},
    LogEventRow{
        agreement_changed, "agreement_changed", Level::warning, "partner keys waiting",
        "By these keys the header of messages to a partner is another one since this reload, and so many "
        "wait "
        "for it, which are signed anew under their ids. One that the partner had taken, and whose receipt "
        "was "
        "lost, is another content there (EXC-017) and a dead letter here, though it has arrived: compare "
        "with "
        "the partner before officers give one up. Change these keys while nothing waits (lintas exchange "
        "partners)."},
    LogEventRow{certificate_unreadable, "certificate_unreadable", Level::error, "what",
                "The file of a certificate cannot be read any more: the next start or reload would fail."},
    LogEventRow{
        identity_signed, "identity_signed", Level::info, "number",
        "What partners know this node by has changed: its identity document was signed anew under this "
        "number. Partners fetch it by themselves (docs/protocols/identity.md)."},
    LogEventRow{identity_taken, "identity_taken", Level::info, "partner",
                "A newer identity document of a partner was taken."},
    LogEventRow{
        identity_refused, "identity_refused", Level::warning, "partner what",
        "What a partner hands out as its identity document was not taken; the one before it holds. "
        "Where its root has changed read the fingerprint to each other. Or its node was not asked, since the "
        "document leads into a private network: `what` says what to do."},
    LogEventRow{
        partner_left_out, "partner_left_out", Level::error, "what",
        "The identity document of a partner does not hold now, cannot be read or does not fit, so nothing is "
        "exchanged with it; what is for it waits. Its node is asked for a newer one at each reload and each "
        "day, where the one that is held can be read; or take it by hand (`lintas partner add`) and reload. "
        "`what` begins with the line of the configuration that names what is wrong."},
    LogEventRow{certificate_revoked, "certificate_revoked", Level::warning, "partner what",
                "Told whenever the configuration is read: a certificate of a partner counts no more, by "
                "[[revoked]] or "
                "by the list of its authority. What is signed with it is answered as a stranger's, and "
                "nothing is sealed "
                "for it."},
    LogEventRow{key_not_kept, "key_not_kept", Level::error, "what",
                "A key could not be issued or withdrawn: the file of the keys could not be written."},
    LogEventRow{status_list_not_kept, "status_list_not_kept", Level::error, "what",
                "A status list could not be written beside the store, or has more codes than a list may have "
                "(SIG-032): nobody gets it, and the last one stays."},
    LogEventRow{
        clock_behind, "clock_behind", Level::error, "newest_event",
        "The clock stands behind the date of the newest event. What happens is dated like that event, so "
        "that no date goes back, and no time limit ends before the clock has passed it. Set the clock "
        "right. Told each hour while it lasts. More than a day behind a node does not start "
        "(node_not_started). Where the clock is right, and was ahead when the event was written, "
        "store.dated_ahead says so, at a new start, however far behind it is."},
    LogEventRow{
        clock_believed, "clock_believed", Level::warning, "newest_event",
        "Told at a start: store.dated_ahead names the date of the newest event, so the clock is believed, "
        "and from now on events are dated before that one. Time limits that ended by the clock that was "
        "ahead have ended: officers look at what came of them."},
    LogEventRow{
        status_list_ahead, "status_list_ahead", Level::error, "file as_of",
        "The last status list is dated ahead of the clock: one of the two was wrong. Nobody gets a list "
        "until the clock has passed its date; then it goes on by itself. Set the clock right. "
        "docs/protocols/compact-code.md says what to do where the date is far ahead."},
    LogEventRow{
        status_list_held, "status_list_held", Level::warning, "",
        "Told at each start and each day: the store came back from a backup without its last events, so no "
        "status list is signed and readers of codes say that they do not know. Officers go through what was "
        "lost (docs/operations/backup.md), then two of them say so: codes.resume."},
    LogEventRow{
        document_key_idle, "document_key_idle", Level::warning, "rule what",
        "No code and no status list is signed: by the trust sheet the document key is not in force now, "
        "and readers would refuse them. Sign a sheet that says so of the key, or wait for its time."},
    LogEventRow{
        attachments_put_away, "attachments_put_away", Level::info, "files",
        "Files that came with no document any more were taken away, or that came and were never named. "
        "Once a day, where there are any."},
    LogEventRow{http_answered, "http_answered", Level::debug, "listener method path status ms bytes",
                "A request was answered. The token of a link is not in the path."},
    LogEventRow{http_dropped, "http_dropped", Level::debug, "listener why",
                "A connection ended without an answer. Many of one kind point to the line or to an attack."},
    LogEventRow{
        request_refused, "request_refused", Level::info, "method status rule",
        "What was asked by the interface was refused, by this rule first; trace_id is the trace that the "
        "asker was told, and may tell you. Where a command was decided, command_decided says more. What "
        "is refused for want of room, or without a key, only the figures count."},
    LogEventRow{command_decided, "command_decided", Level::info, "command answer rule mrn request",
                "What somebody asked, and the answer; request is the trace that the asker was told."},
    LogEventRow{command_quarantined, "command_quarantined", Level::error, "command what",
                "A mistake of the program stopped one command, asked for or derived from another; the others "
                "went on, and it is kept in the "
                "store. Report it."},
    LogEventRow{work_failed, "work_failed", Level::error, "what",
                "The answer to one request or the sending of one message met a fault; the others went on. "
                "Report it if it comes again."},
    LogEventRow{batch_committed, "batch_committed", Level::debug, "commands ms",
                "One transaction is written."},
    LogEventRow{store_read_only, "store_read_only", Level::error, "what",
                "Nothing is accepted until there is room; reads and what is under way go on."},
    LogEventRow{store_writable, "store_writable", Level::info, "",
                "There is room again: requests are accepted."},
    LogEventRow{
        store_failed, "store_failed", Level::error, "what",
        "It is not known whether the last transaction was written: the process ends and starts anew."},
    LogEventRow{partner_reached, "partner_reached", Level::info, "partner",
                "A partner answers again; what waited is being sent."},
    LogEventRow{
        partner_lost, "partner_lost", Level::warning, "partner message why",
        "A partner does not answer, or has answered several times in a row without taking or refusing a "
        "message; it is tried again by itself. `message` is the one that was tried, `why` what came of it. "
        "Telephone if it lasts."},
    LogEventRow{message_sent, "message_sent", Level::info, "partner message type mrn",
                "A partner has confirmed a message."},
    LogEventRow{message_received, "message_received", Level::info, "partner message type mrn",
                "A message is stored and confirmed."},
    LogEventRow{message_refused, "message_refused", Level::warning, "partner message type mrn rule",
                "A rule speaks against what a partner's message says: it is kept and confirmed with that."},
    LogEventRow{message_unrelated, "message_unrelated", Level::warning, "partner message type mrn answers",
                "A partner with `mep` two-way says in its header (RefToMessageId) that a message answers "
                "`answers`, and this node has no such message for it. The message is taken by what it says, "
                "like any other; the partner's operator can look what his software means."},
    LogEventRow{message_unassigned, "message_unassigned", Level::warning, "partner message type mrn answers",
                "A message of ours to a partner with `mep` two-way answers its message `answers`, whose "
                "evidence is not in the store or is damaged: so its header names no question "
                "(RefToMessageId). Its content does; software that goes by the header may not assign it, "
                "and the partner's operator should know."},
    LogEventRow{message_repeated, "message_repeated", Level::info, "partner message type mrn",
                "A message that was taken came again, and got the receipt that it got then."},
    LogEventRow{
        message_rejected, "message_rejected", Level::warning, "partner message type mrn rule",
        "A partner's message was not taken, and the partner was told. EXC-001 or EXC-014: another one "
        "had its number, or it is of no lane. Another rule, or a code of EBMS: it could not be read."},
    LogEventRow{
        message_contradicted, "message_contradicted", Level::error, "partner message type mrn rule",
        "Under an id that was taken a partner sent another content; the first one stands. It went back "
        "to an older store, or somebody has its key: telephone."},
    LogEventRow{
        message_unproven, "message_unproven", Level::warning, "code peer claimed count of_many why",
        "Something came to the partners' door that no partner has proved to have sent; it was told nothing "
        "but that. `why` and `code` say what does not fit, as after a change of certificates; `peer` is the "
        "address of the connection, `claimed` sender and MessageId as they were written, which nothing "
        "proves. Of `claimed` and `why`, in which its words may stand, no more than 256 bytes are told, and "
        "what is no printable ASCII as question marks. One line a minute for each address and code: `count` "
        "is how many came since the line "
        "before; "
        "with `of_many` true they are of more addresses than are told apart."},
    LogEventRow{
        message_delivered, "message_delivered", Level::warning, "partner message type mrn rule",
        "A partner has signed that it took a message before, and gave no receipt for it any more: the first "
        "one was lost on its way. Its lane goes on; what the partner signed is kept as evidence, and it does "
        "not say which content it took. `rule` is its code."},
    LogEventRow{message_undecided, "message_undecided", Level::warning, "partner message type why",
                "A partner has answered a message and neither taken nor refused it. It is tried again by "
                "itself, and others go meanwhile. If one fails again and again tell the partner's operator "
                "its id, under which the log there has it. Where `why` names a file of this node, that "
                "cannot be read or there is no room for it, and nothing was sent."},
    LogEventRow{message_dead, "message_dead", Level::error, "partner message type mrn rule",
                "A partner refused a message for good; its lane is held until an officer decides."},
    LogEventRow{message_kept_back, "message_kept_back", Level::error, "partner message type mrn rule",
                "Nothing is agreed on about messages of this type, or of this size, with the partner, or the "
                "configuration names it no more, so it is not sent; its lane is held. `rule` says what "
                "leaves it out; once that is mended it goes by itself, or two officers "
                "give it up, as other dead letters."},
    LogEventRow{
        message_set_aside, "message_set_aside", Level::error, "partner message type mrn rule",
        "Attempts at a message have failed again and again while the partner took others, so it lies among "
        "the dead letters; its lane is held. `rule` says what came of the last attempt: ask the partner's "
        "operator what becomes of this message there. Once that is mended a reload or a start tries it "
        "again, or an officer does (exchange.revive); or two officers give it up."},
    LogEventRow{message_let_go, "message_let_go", Level::warning, "partner message type mrn rule",
                "What only keeps messages in order (`given-up`, `resend`, `IE1097`) is not sent to a partner "
                "that the configuration names no more, and waits for nobody. Where the partner comes back it "
                "asks for what it misses."},
    LogEventRow{bundle_split, "bundle_split", Level::warning, "partner message count rule",
                "A partner refused messages that went to it as one; each goes by itself from now on, and "
                "what becomes of each is told. `message` is the bundle's id, `count` how many there are, "
                "`rule` what the partner said."},
    LogEventRow{bundles_paused, "bundles_paused", Level::warning, "partner message count",
                "So many bundles in a row came to nothing at a partner, and no message of them was "
                "refused by itself. Each message goes to it by itself for four hours, or until the "
                "configuration or its document is read anew. Ask its operator, by the id of the last one,"
                " what keeps them from it: a proxy, perhaps."},
    LogEventRow{partner_tested, "partner_tested", Level::info, "partner",
                "A partner has asked whether its messages would be taken: they would."},
    LogEventRow{audit_head_signed, "audit_head_signed", Level::info, "leaves",
                "The head of the audit log was signed and kept."},
    LogEventRow{
        store_came_back, "store_came_back", Level::warning, "events times",
        "Told at each start: the store was restored from a backup and goes on behind so many events; what "
        "had followed is lost. docs/operations/backup.md says what to look after."},
    LogEventRow{partner_head_taken, "partner_head_taken", Level::info, "partner leaves",
                "A partner's audit log has grown, and the signed head of it is kept."},
    LogEventRow{
        partner_head_refused, "partner_head_refused", Level::warning, "partner what",
        "A partner was asked for the head of its audit log and gave none that counts; the one before is "
        "kept, and it is asked again the next day. Telephone its operator if it lasts."},
    LogEventRow{
        partner_head_old, "partner_head_old", Level::warning, "partner since",
        "A partner has shown no head of its audit log that was signed within the last three days: the newest "
        "is of `since`, or, where none was ever got, its identity document has had its place here since "
        "then. It is away, gives none, or "
        "shows the same one again and again; what it rewrote meanwhile nobody would see. Told each day. "
        "Telephone its operator."},
    LogEventRow{
        partner_log_went_back, "partner_log_went_back", Level::warning, "partner held leaves file",
        "The head that a partner shows now is of a shorter log than the one held, as after a restore from a "
        "backup, or it shows none any more (leaves 0). Ask its operator whether that is so; "
        "docs/operations/backup.md says how it ends."},
    LogEventRow{
        partner_log_not_continued, "partner_log_not_continued", Level::error, "partner held leaves file",
        "Asked twice a partner could not show that its audit log, which is longer now, continues the head "
        "held. Both heads are kept in the file; without `file` none could be written, and it is tried again "
        "the next day (or there are 32 already). To others they prove nothing, for only this node knows that "
        "no proof came. Both are signed: it ends by itself only where a later head continues both "
        "(partner_log_explained), and where one contradicts the one shown here that is told as "
        "partner_log_rewritten. "
        "Telephone; docs/operations/backup.md says how it ends where a restore explains it."},
    LogEventRow{
        partner_log_rewritten, "partner_log_rewritten", Level::error, "partner held leaves file",
        "A partner has signed two heads of its audit log that have one size and two roots: two histories. "
        "Both are kept in the file, which proves it to anybody who knows the partner's key; without `file` "
        "see "
        "partner_log_not_continued. Telephone its "
        "operator; docs/operations/backup.md says how it ends where a restore explains it."},
    LogEventRow{
        partner_log_explained, "partner_log_explained", Level::info, "partner leaves what",
        "What was told of a partner's log (`what`) has ended by itself: its newest head continues, with "
        "proof, the head held and the one of `leaves` that was shown then; or it shows a head again "
        "(leaves 0). The file is removed."},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    if (static_cast<std::size_t>(catalogue.at(i).event) != i) return false;
  }
  return true;
}
static_assert(in_order() && catalogue.size() == static_cast<std::size_t>(partner_log_explained) + 1);

bool has_field(std::string_view fields, std::string_view name) {
  while (!fields.empty()) {
    const std::size_t end = std::min(fields.find(' '), fields.size());
    if (fields.substr(0, end) == name) return true;
    fields.remove_prefix(std::min(end + 1, fields.size()));
  }
  return false;
}

}  // namespace

std::string path_to_log(std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  // Read as the router reads it: there are other ways to write the same path.
  const auto read = net::parse_target(path);
  const bool of_link = read ? read->path.size() > 2 && read->path[0] == "v1" && read->path[1] == "links"
                            : path.contains("links");
  return of_link ? std::string{"/v1/links/{token}"} : std::string{path};
}

std::string shortened(std::string_view text, std::size_t bytes_max) {
  constexpr std::string_view mark = "\u2026";
  if (text.size() <= bytes_max) return std::string{text};
  std::size_t end = bytes_max < mark.size() ? 0 : bytes_max - mark.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // within a character
  return std::string{text.substr(0, end)}.append(mark);
}

std::string printable(std::string_view text, std::size_t bytes_max) {
  std::string out{text.substr(0, bytes_max + 1)};
  std::ranges::replace_if(out, [](char c) { return c < ' ' || c > '~'; }, '?');
  return shortened(out, bytes_max);
}

std::string json_string(std::string_view text) {
  const bool fine = !utf8::first_bad(text);
  std::string out{"\""};
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20U) {
      out += format("\\u{:04x}", static_cast<unsigned>(byte));
    } else {
      out.push_back(fine || byte < 0x7fU ? c : '?');
    }
  }
  return out += '"';
}

namespace {

/// As a JSON string of so many bytes at most.
std::string json_string_within(std::string_view text, std::size_t bytes_max) {
  std::string whole = json_string(text);
  if (whole.size() <= bytes_max) return whole;
  constexpr std::size_t longest_escape = 6;
  for (std::size_t most = bytes_max;;
       most -= std::min(most, 1 + ((whole.size() - bytes_max) / longest_escape))) {
    whole = json_string(shortened(text, most));
    if (whole.size() <= bytes_max || most == 0) return whole;
  }
}

std::string value_of(const LogField& field, std::size_t bytes_max) {
  return std::visit(Overloaded{[](std::int64_t number) { return std::to_string(number); },
                               [](bool yes) { return std::string{yes ? "true" : "false"}; },
                               [&](std::string_view text) { return json_string_within(text, bytes_max); }},
                    field.value);
}

/// None is left out for the length of another: where they are too long together the longest are shortened.
std::string line_of(const LogEventRow& row, Instant at, std::string_view trace_id,
                    std::initializer_list<LogField> fields) {
  constexpr std::string_view cut = ",\"cut\":true";
  constexpr std::size_t text_bytes_min = 64;
  std::string head =
      format(R"({{"at":"{}","level":"{}","event":"{}")", lintas::to_text(at), to_text(row.level), row.name);
  if (!trace_id.empty()) head += ",\"trace_id\":" + json_string(trace_id);
  for (const LogField& field : fields)
    require(has_field(row.fields, field.name), "the catalogue gives the event no such field");
  for (std::size_t text_bytes = limits::log_line_bytes_max;; text_bytes /= 2) {
    std::string line = head;
    for (const LogField& field : fields)
      line += format(",\"{}\":{}", field.name, value_of(field, text_bytes));
    if (text_bytes < limits::log_line_bytes_max) line += cut;
    line += "}\n";
    if (line.size() <= limits::log_line_bytes_max || text_bytes <= text_bytes_min) return line;
  }
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

std::string_view to_text(Level level) noexcept { return levels.at(static_cast<std::size_t>(level)); }

std::optional<Level> parse_level(std::string_view text) noexcept {
  const auto* const found = std::ranges::find(levels, text);
  if (found == levels.end()) return std::nullopt;
  return static_cast<Level>(found - levels.begin());
}

std::span<const LogEventRow> log_events() noexcept { return catalogue; }
const LogEventRow& row_of(LogEvent event) noexcept { return catalogue.at(static_cast<std::size_t>(event)); }

Log::Log(int descriptor, Level lowest, std::function<Instant()> now)
    : descriptor_(descriptor), now_(std::move(now)), lowest_(lowest) {}

void Log::set_lowest(Level lowest) noexcept {
  const std::lock_guard hold{lock_};
  lowest_ = lowest;
}

void Log::write(LogEvent event, std::string_view trace_id, std::initializer_list<LogField> fields) {
  const LogEventRow& row = row_of(event);
  const std::lock_guard hold{lock_};
  if (row.level < lowest_) return;
  if (!write_all(descriptor_, line_of(row, now_(), trace_id, fields))) ++lines_lost_;
}

std::uint64_t Log::lines_lost() const noexcept {
  const std::lock_guard hold{lock_};
  return lines_lost_;
}

std::string log_events_page() {
  std::string out =
      "# Log events\n\n"
      "One JSON object a line on standard output: `at`, `level`, `event`, `trace_id` where there is one, and "
      "the fields\n"
      "of the event. Nothing else is ever logged: no names, no goods, no contents, no secrets. This page is "
      "written\n"
      "from the table in `src/shell/node/log.cpp`; a test compares them.\n\n"
      "| event | level | fields | meaning |\n| --- | --- | --- | --- |\n";
  for (const LogEventRow& row : catalogue) {
    out += format("| `{}` | {} | {} | {} |\n", row.name, to_text(row.level), row.fields, row.meaning);
  }
  return out;
}

}  // namespace lintas::node
