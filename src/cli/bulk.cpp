#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <mutex>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/checking.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/journal.hpp"
#include "cli/output.hpp"
#include "cli/parcels.hpp"
#include "core/messages/program.hpp"
#include "core/messages/remedy.hpp"
#include "core/messages/report.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/net/http.hpp"
#include "wire/csv/table.hpp"
#include "wire/json/json_reader.hpp"

/// Many documents at once: out of tables, messages and folders.
namespace lintas::cli {

namespace {

// ---- the heading of a table

constexpr std::array template_operands{Operand{
    .name = "MESSAGE", .meaning = "the name of the message that each document is, as CO.ISSUE or ACDD.SEND"}};
constexpr std::array template_options{
    Option{.name = "--all",
           .meaning = "with the values that a document may have, not only those that it must",
           .kind = Kind::flag},
    Option{.name = "--to", .value = "FILE", .meaning = "write it to a file instead of the screen"}};

Exit make_template(const Given& given, const Streams& streams) {
  const message::Program* const program = message::find_program(given.operand(0));
  if (program == nullptr)
    return refuse(given, streams, format("'{}' is no message; `lintas schema` lists them", given.operand(0)));
  const std::string line = csv::heading_of(*program, given.has("--all")) + "\n";
  const auto file = given.value("--to");
  if (!file) {
    streams.out << line;
    return Exit::ok;
  }
  if (const auto written = write_file(std::string{*file}, line); !written) {
    streams.err << "lintas doc template: " << written.error() << '\n';
    return Exit::unreadable;
  }
  streams.out << *file << '\n';
  return Exit::ok;
}

// ---- the check beforehand

constexpr std::size_t default_lines = 4;
/// Connections to one node: more than these would take it from those who wait at a counter.
constexpr std::size_t lines_most = 16;
/// Documents whose faults are told; of more only the number, for nobody reads on.
constexpr std::size_t faulty_told_most = 100;
/// A node that turns everything away for so long is not busy but broken.
constexpr std::chrono::minutes busy_longest{10};
constexpr std::chrono::seconds progress_pause{5};

struct Checked {
  std::size_t documents = 0;
  std::size_t faulty = 0;  ///< documents
  std::size_t unread = 0;  ///< files
};

/// Says what is wrong with what, where a person finds it.
class Checking {
 public:
  explicit Checking(const Streams& streams, Day day, bool as_json)
      : streams_(streams), rules_(day), as_json_(as_json) {}

  /// Whether it is right, and if not, whether that is told.
  bool is_right(const Parcel& parcel, bool quietly) {
    if (!parcel.faults.empty()) {
      if (!quietly) {
        begin(parcel);
        for (const csv::Fault& fault : parcel.faults)
          tell(parcel, place_in(*parcel.table, fault.line, fault.column), {}, fault.text, {});
      }
      return false;
    }
    const auto document = read_message(parcel.body);
    const message::Report report = document ? rules_.check(*document) : document.error();
    if (report.findings.empty()) return true;
    if (!quietly) {
      begin(parcel);
      for (const Finding& finding : report.findings) tell(parcel, finding);
    }
    return false;
  }

  void unread(const Unread& file) {
    for (const std::string& why : file.why) {
      if (as_json_) {
        streams_.out << json_line({{"file", file.file}, {"text", why}});
      } else {
        streams_.out << wrapped(printable(format("{}: {}", file.file, why)), streams_.width) << '\n';
      }
    }
  }

 private:
  void begin(const Parcel& parcel) const {
    if (!as_json_) streams_.out << printable(parcel.name()) << '\n';
  }

  void tell(const Parcel& parcel, const Finding& finding) const {
    std::string what{rule_of(finding).text};
    if (!finding.value.empty()) what += format(" Value: '{}'.", finding.value);
    if (!finding.detail.empty()) what += " " + message::sentence(finding.detail);
    tell(parcel, parcel.place_of(finding.pointer), finding.rule, what, message::remedy_of(finding));
  }

  void tell(const Parcel& parcel, const std::string& place, std::string_view rule, std::string_view what,
            std::string_view remedy) const {
    if (as_json_) {
      Json line{{"document", parcel.name()}, {"place", place}};
      if (!rule.empty()) line["rule"] = rule;
      line["text"] = what;
      if (!remedy.empty()) line["remedy"] = remedy;
      streams_.out << json_line(line);
      return;
    }
    streams_.out << "  " << printable(format("{}{}{}", place, rule.empty() ? "" : ": ", rule)) << '\n';
    Lines lines;
    lines.add("   ", printable(what));
    if (!remedy.empty()) lines.add("   ", printable(remedy));
    lines.print(streams_.out, 0, streams_.width);
  }

  const Streams& streams_;
  Rules rules_;
  bool as_json_;
};

Checked check_all(Parcels& parcels, Checking& checking) {
  Checked checked;
  for (;;) {
    const auto next = parcels.next();
    if (!next) {
      ++checked.unread;
      checking.unread(next.error());
      continue;
    }
    if (!*next) return checked;
    ++checked.documents;
    if (!checking.is_right(**next, checked.faulty >= faulty_told_most)) ++checked.faulty;
  }
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return format("{} {}", count, count == 1 ? one : many);
}

void print_checked(const Streams& streams, const Checked& checked) {
  std::string text = counted(checked.documents, "document", "documents");
  if (checked.faulty > 0) text += format(", {} with faults", checked.faulty);
  if (checked.unread > 0)
    text += format(", {} not read to its end", counted(checked.unread, "file", "files"));
  if (checked.faulty == 0 && checked.unread == 0) text += ", nothing wrong with them";
  if (checked.faulty > faulty_told_most)
    text += format("; the faults of the first {} are told", faulty_told_most);
  streams.err << text << '\n';
}

// ---- sent

struct Sent {
  enum class Outcome : std::uint8_t { taken, refused, stopped };
  Outcome outcome = Outcome::stopped;
  std::string told;  ///< as which the node has it; the rules it was refused by; why the bulk stops
  Json problem{};    ///< of a refusal
};

/// One line to the node, for one thread.
class Line {
 public:
  Line(Session session, const Given& given) : session_(std::move(session)), given_(given) {}

  Sent send(const Parcel& parcel, const std::string& digest) {
    const DocumentKind& kind = kind_in(parcel.body);
    Ask ask{.method = net::Method::post,
            .path = with_query(std::string{kind.address},
                               {{.name = "consent", .value = given_.has("--consent") ? "true" : ""}}),
            .content_type = json::is_json(parcel.body) ? "application/json" : "application/xml",
            .body = parcel.body};
    auto kept = ask_until_answered(ask);
    if (!kept) return std::move(kept).error();
    Json document = member(*kept, kind.member);
    if (!kind.then.empty() && !given_.has("--draft")) {
      // The same document asks under the same key, whenever it is sent again.
      const auto done = ask_until_answered({.method = net::Method::post,
                                            .path = path_of("/v1/acts/", kind.then),
                                            .content_type = "application/json",
                                            .body = named(kind, document, kind.then).dump(),
                                            .idempotency_key = digest.substr(0, 32)});
      if (!done) return done.error();
    }
    return {.outcome = Sent::Outcome::taken, .told = text_of(member(*kept, "location"))};
  }

 private:
  std::expected<Json, Sent> ask_until_answered(const Ask& ask) {
    const auto begun = std::chrono::steady_clock::now();
    const auto longest = std::chrono::seconds{given_.number("--wait").value_or(0)};
    for (;;) {
      const auto result = session_.try_ask(ask);
      const auto waited = std::chrono::steady_clock::now() - begun;
      if (!result) {
        if (waited >= longest)
          return std::unexpected(Sent{.told = format("the node cannot be reached: {}", result.error().what)});
        std::this_thread::sleep_for(std::chrono::seconds{1});
        continue;
      }
      if (result->status == 429 || result->status == 503) {
        if (waited >= busy_longest) return std::unexpected(Sent{.told = "the node is too busy"});
        std::this_thread::sleep_for(std::chrono::seconds{1});
        continue;
      }
      Json answer = Json::parse(as_text(result->body), nullptr, false);
      if (result->status / 100 == 2) return answer.is_object() ? std::move(answer) : Json::object();
      if (result->status >= 500 || !answer.is_object())
        return std::unexpected(Sent{.told = format("the node answers {}", result->status)});
      if (result->status == 401)
        return std::unexpected(
            Sent{.told = format("the node does not know the key: {}", text_of(member(answer, "detail")))});
      return std::unexpected(refused(std::move(answer)));
    }
  }

  static Sent refused(Json problem) {
    Sent sent{.outcome = Sent::Outcome::refused, .told = {}, .problem = std::move(problem)};
    for (const Json& error : member(sent.problem, "errors"))
      sent.told += format("{}{}", sent.told.empty() ? "" : " ", text_of(member(error, "rule")));
    if (sent.told.empty()) sent.told = text_of(member(sent.problem, "code"));
    return sent;
  }

  Session session_;
  const Given& given_;
};

/// As messages write it: whole seconds, without a zone (UTC).
std::string instant_of_messages() {
  constexpr std::string_view form = "2026-11-23T18:32:00";
  return to_text(Instant{std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())})
      .substr(0, form.size());
}

/// A document that was prepared before is the same message again, so that the node knows it.
std::string prepared_of(const Journal& journal, std::string_view number, const std::string& now) {
  const std::string* const before = journal.find_prepared(number);
  return before == nullptr ? now : *before;
}

/// What all lines have in common: what comes next, and what became of it.
class Bulk {
 public:
  Bulk(const Given& given, const Streams& streams, Parcels parcels, Checking& checking, Journal& journal,
       std::string now, std::size_t documents)
      : given_(given),
        streams_(streams),
        parcels_(std::move(parcels)),
        checking_(checking),
        journal_(journal),
        now_(std::move(now)),
        documents_(documents) {}

  /// Until there is nothing left, or one line has to stop.
  Exit send(std::vector<Line> lines) {
    std::vector<std::thread> threads;
    threads.reserve(lines.size());
    for (Line& line : lines) threads.emplace_back([this, &line] { work(line); });
    for (std::thread& thread : threads) thread.join();
    if (!given_.has("--json")) print_end();
    if (!stopped_.empty()) {
      streams_.err << "lintas doc bulk: " << printable(stopped_)
                   << "; the same command goes on where it stopped\n";
      return Exit::unreachable;
    }
    return refused_ == 0 && left_out_ == 0 ? Exit::ok : Exit::invalid;
  }

 private:
  struct Next {
    Parcel parcel;
    std::string digest;
  };

  void work(Line& line) {
    while (auto next = take()) {
      const Sent sent = line.send(next->parcel, next->digest);
      const std::scoped_lock lock{mutex_};
      if (sent.outcome == Sent::Outcome::stopped) {
        if (stopped_.empty()) stopped_ = sent.told;
        return;
      }
      record(*next, sent);
    }
  }

  std::optional<Next> take() {
    const std::scoped_lock lock{mutex_};
    while (stopped_.empty()) {
      auto next = parcels_.next();
      if (!next) continue;  // told when all was checked
      if (!*next) return std::nullopt;
      Parcel& parcel = **next;
      const ByteView part = as_bytes(parcel.body);
      std::string digest = to_hex(crypto::sha256({&part, 1}).view());
      if (journal_.find_taken(digest) != nullptr) {
        ++before_;
      } else if (!checking_.is_right(parcel, true)) {
        ++left_out_;
      } else if (!parcel.number.empty() &&
                 !journal_.prepare(parcel.number, prepared_of(journal_, parcel.number, now_))) {
        stopped_ = "the journal cannot be written";
      } else {
        return Next{.parcel = std::move(parcel), .digest = std::move(digest)};
      }
    }
    return std::nullopt;
  }

  void record(const Next& next, const Sent& sent) {
    const std::string name = next.parcel.name();
    const bool taken = sent.outcome == Sent::Outcome::taken;
    ++(taken ? taken_ : refused_);
    if (!journal_.add({.name = name, .digest = next.digest, .taken = taken, .told = sent.told}))
      stopped_ = "the journal cannot be written";
    if (given_.has("--json")) {
      Json line{{"document", name}, {"taken", taken}, {taken ? "location" : "problem", sent.told}};
      if (!taken) line["problem"] = sent.problem;
      streams_.out << json_line(line);
    } else if (!taken && refused_ <= faulty_told_most) {
      Json problem = sent.problem;
      if (problem.contains("errors")) {
        for (Json& error : problem["errors"])
          error["pointer"] = next.parcel.place_of(text_of(member(error, "pointer")));
      }
      streams_.out << printable(name) << '\n';
      print_problem(streams_.out, problem, streams_.width);
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - told_ < progress_pause) return;
    told_ = now;
    const std::size_t done = before_ + taken_ + refused_ + left_out_;
    const double seconds = std::chrono::duration<double>(now - begun_).count();
    streams_.err << format("{} of {}, {} refused, {:.0f} a second\n", done, documents_, refused_,
                           static_cast<double>(taken_ + refused_) / seconds);
  }

  void print_end() const {
    streams_.out << format("{} taken", taken_);
    if (before_ > 0) streams_.out << format(", {} taken before", before_);
    if (refused_ > 0) streams_.out << format(", {} refused", refused_);
    if (left_out_ > 0) streams_.out << format(", {} with faults left out", left_out_);
    streams_.out << '\n';
  }

  const Given& given_;
  const Streams& streams_;
  std::mutex mutex_;
  Parcels parcels_;
  Checking& checking_;
  Journal& journal_;
  std::string now_;
  std::size_t documents_;
  std::size_t taken_ = 0;
  std::size_t before_ = 0;
  std::size_t refused_ = 0;
  std::size_t left_out_ = 0;
  std::string stopped_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point told_ = begun_;
};

constexpr Option draft_option{
    .name = "--draft", .meaning = "keep applications, and submit them later", .kind = Kind::flag};
constexpr Option consent_option{.name = "--consent",
                                .meaning = "the traders consent to the customs declaration documents",
                                .kind = Kind::flag};
constexpr Option lines_option{.name = "--lines",
                              .value = "N",
                              .meaning = "connections to the node, 1 to 16; 4 if left out",
                              .kind = Kind::number};

constexpr std::array bulk_operands{Operand{
    .name = "FILE",
    .meaning =
        "a table (.csv) with a document in one row, or one row for each of its items; a message in XML or "
        "JSON; or a folder with such files",
    .repeats = true}};
constexpr std::array bulk_options{
    Option{.name = "--check", .meaning = "only say what is wrong; nothing is sent", .kind = Kind::flag},
    Option{.name = "--at",
           .value = "DATE",
           .meaning = "the day whose rules hold for the check, as 2026-11-23; today if left out",
           .kind = Kind::day},
    Option{.name = "--leave-out-faulty",
           .meaning = "send what is right, though other documents are not; else nothing is sent",
           .kind = Kind::flag},
    draft_option,
    consent_option,
    lines_option,
    Option{.name = "--journal",
           .value = "FILE",
           .meaning =
               "where it is kept what became of each document; the first file's name with .journal if left "
               "out"}};

std::vector<std::string> names_of(const Given& given) {
  return {given.operands.begin(), given.operands.end()};
}

std::string journal_of(const Given& given) {
  if (const auto file = given.value("--journal")) return std::string{*file};
  std::string name{given.operand(0)};
  while (name.size() > 1 && name.ends_with('/')) name.pop_back();
  return name + ".journal";
}

std::expected<Journal, Exit> open_journal(const std::string& file, const Given& given,
                                          const Streams& streams) {
  auto journal = Journal::open(file);
  if (journal) return *std::move(journal);
  streams.err << "lintas " << given.command->name << ": " << printable(journal.error()) << '\n';
  return std::unexpected(Exit::unreadable);
}

/// Files that are sent together, and how.
struct Batch {
  std::vector<std::string> names;
  Journal* journal = nullptr;  ///< none: they are only checked
  bool leaves_out_faulty = false;
};

/// How the files fared; else what is none of their fault, and has been printed: they are sent once it is
/// mended.
std::expected<Exit, Exit> send(const Batch& batch, const Given& given, const Streams& streams) {
  const auto unreadable = [&](std::string_view why) {
    streams.err << "lintas " << given.command->name << ": " << printable(why) << '\n';
    return Exit::unreadable;
  };
  // Once: what is kept of a document and what is sent of it name the same second.
  const std::string now = instant_of_messages();
  const Parcels::Prepared prepared = [&](std::string_view number) {
    return batch.journal == nullptr ? now : prepared_of(*batch.journal, number, now);
  };
  const auto day = given.value("--at");
  Checking checking{streams, day ? parse_day(*day).value() : today(), given.has("--json")};
  Checked checked;
  {
    auto parcels = Parcels::open(batch.names, prepared);
    if (!parcels) return unreadable(parcels.error());
    checked = check_all(*parcels, checking);
  }
  print_checked(streams, checked);
  const bool all_right = checked.faulty == 0 && checked.unread == 0;
  const Exit exit = checked.unread > 0 ? Exit::unreadable : all_right ? Exit::ok : Exit::invalid;
  if (batch.journal == nullptr) return exit;
  if (!all_right && !batch.leaves_out_faulty) {
    streams.err << "Nothing was sent: mend what is wrong, or --leave-out-faulty\n";
    return exit;
  }
  std::vector<Line> lines;
  const std::size_t count = given.number("--lines").value_or(default_lines);
  for (std::size_t i = 0; i < std::min(count, std::max<std::size_t>(checked.documents, 1)); ++i) {
    auto session = Session::open(given, streams);
    if (!session) return std::unexpected(session.error());
    lines.emplace_back(*std::move(session), given);
  }
  auto parcels = Parcels::open(batch.names, prepared);
  if (!parcels) return unreadable(parcels.error());
  const Exit sent =
      Bulk{given, streams, *std::move(parcels), checking, *batch.journal, now, checked.documents}.send(
          std::move(lines));
  if (sent == Exit::unreachable) return std::unexpected(sent);
  return sent == Exit::ok ? exit : sent;
}

std::optional<std::string> fault_in_lines(const Given& given) {
  const std::size_t count = given.number("--lines").value_or(default_lines);
  if (count >= 1 && count <= lines_most) return std::nullopt;
  return format("--lines {}: 1 to {} are possible", count, lines_most);
}

Exit bulk(const Given& given, const Streams& streams) {
  if (const auto fault = fault_in_lines(given)) return refuse(given, streams, *fault);
  Batch batch{.names = names_of(given), .leaves_out_faulty = given.has("--leave-out-faulty")};
  std::optional<Journal> journal;
  if (!given.has("--check")) {
    auto opened = open_journal(journal_of(given), given, streams);
    if (!opened) return opened.error();
    batch.journal = &journal.emplace(*std::move(opened));
  }
  const auto fared = send(batch, given, streams);
  return fared ? *fared : fared.error();
}

// ---- a folder that is watched

constexpr std::size_t default_every = 5;
/// A file that was not written to for so long is whole. Whoever writes slower writes under another ending
/// first.
constexpr std::chrono::seconds settled_after{2};

constexpr std::array watch_operands{Operand{
    .name = "FOLDER", .meaning = "where another system puts tables (.csv) and messages (.xml, .json)"}};
constexpr std::array watch_options{
    Option{.name = "--every",
           .value = "SECONDS",
           .meaning = "how often it is looked into; 5 if left out",
           .kind = Kind::number},
    Option{.name = "--once", .meaning = "look once, and end", .kind = Kind::flag}, draft_option,
    consent_option, lines_option};

bool is_settled(const std::string& file) {
  std::error_code error;
  const auto written = std::filesystem::last_write_time(file, error);
  return !error && std::filesystem::file_time_type::clock::now() - written >= settled_after;
}

/// Beside what is there already under that name.
std::filesystem::path free_place(const std::filesystem::path& folder, const std::filesystem::path& name) {
  std::filesystem::path place = folder / name;
  for (std::size_t n = 2; std::filesystem::exists(place); ++n)
    place = folder / format("{}-{}{}", name.stem().string(), n, name.extension().string());
  return place;
}

/// Out of the way of whoever puts the next file of that name there; what is there was begun before.
void take_up(const std::filesystem::path& folder, const std::filesystem::path& work) {
  for (const std::string& file : documents_in(folder)) {
    if (!is_settled(file)) continue;
    const std::filesystem::path path{file};
    std::filesystem::rename(path, free_place(work, path.filename()));
  }
}

/// Sends a file, and puts it where it belongs with what was said to it; else it stays, and is sent later.
std::expected<Exit, Exit> take_in(const std::filesystem::path& file, const std::filesystem::path& folder,
                                  Journal& journal, const Given& given, const Streams& streams) {
  std::ostringstream answer;
  const Streams told{.in = streams.in,
                     .out = answer,
                     .err = streams.err,
                     .environment = streams.environment,
                     .width = streams.width,
                     .is_screen = false};
  const auto fared =
      send({.names = {file.string()}, .journal = &journal, .leaves_out_faulty = true}, given, told);
  streams.out << answer.str();
  if (!fared) return fared;
  const std::filesystem::path place =
      free_place(folder / (*fared == Exit::ok ? "taken" : "refused"), file.filename());
  if (const auto written = write_file(place.string() + ".answer", answer.str()); !written) {
    streams.err << "lintas doc watch: " << written.error() << '\n';
    return std::unexpected(Exit::unreadable);
  }
  std::filesystem::rename(file, place);
  streams.out << printable(place.string()) << '\n' << std::flush;
  return fared;
}

/// Everything that is there now.
Exit look_into(const std::filesystem::path& folder, Journal& journal, const Given& given,
               const Streams& streams) {
  const std::filesystem::path work = folder / "work";
  take_up(folder, work);
  Exit worst = Exit::ok;
  for (const std::string& file : documents_in(work)) {
    const auto fared = take_in(file, folder, journal, given, streams);
    // What hinders one hinders all.
    if (!fared) return fared.error();
    worst = std::max(worst, *fared);
  }
  return worst;
}

Exit watch(const Given& given, const Streams& streams) {
  if (const auto fault = fault_in_lines(given)) return refuse(given, streams, *fault);
  const std::filesystem::path folder{given.operand(0)};
  const std::chrono::seconds pause{std::max<std::size_t>(given.number("--every").value_or(default_every), 1)};
  const auto failed = [&](const std::filesystem::filesystem_error& fault) {
    streams.err << "lintas doc watch: " << printable(fault.what()) << '\n';
    return Exit::unreadable;
  };
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    streams.err << "lintas doc watch: " << printable(folder.string()) << ": is no folder\n";
    return Exit::unreadable;
  }
  try {
    for (const char* name : {"work", "taken", "refused"}) std::filesystem::create_directories(folder / name);
  } catch (const std::filesystem::filesystem_error& fault) {
    return failed(fault);
  }
  auto journal = open_journal((folder / "journal").string(), given, streams);
  if (!journal) return journal.error();
  for (;;) {
    Exit exit = Exit::ok;
    try {
      exit = look_into(folder, *journal, given, streams);
    } catch (const std::filesystem::filesystem_error& fault) {
      exit = failed(fault);
    }
    // A wrong option does not mend itself.
    if (given.has("--once") || exit == Exit::usage) return exit;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

constexpr Command doc_template_command{
    .name = "doc template",
    .summary = "print the heading of a table of documents, for a spreadsheet",
    .about =
        "The first column has the number of each document (messageIdentification), which each of its rows "
        "repeats or "
        "leaves\nempty. Every other one is called by where its value stands in the message.\n",
    .operands = template_operands,
    .options = template_options,
    .example = "lintas doc template CO.ISSUE --to certificates.csv",
    .run = &make_template};

constexpr Command doc_bulk_command{
    .name = "doc bulk",
    .summary = "submit many documents: tables of a spreadsheet, messages, folders",
    .about =
        "First everything is checked without the node, and each fault is told with its cell. Then each "
        "document is "
        "submitted as\n`doc submit` would. What became of it is kept in a journal: the same command again "
        "sends what "
        "is missing.\n",
    .operands = bulk_operands,
    .options = bulk_options,
    .asks_node = true,
    .example = "lintas doc bulk examples/documents/applications.csv --check --at 2026-11-23",
    .run = &bulk};

constexpr Command doc_watch_command{
    .name = "doc watch",
    .summary = "submit what another system puts into a folder, until it is stopped",
    .about =
        "A file that was not written to for two seconds is sent as by `doc bulk --leave-out-faulty`, and "
        "moved to "
        "taken/ or\nrefused/ with what was said to it (.answer). While the node cannot be reached it stays, "
        "and is "
        "sent later.\n",
    .operands = watch_operands,
    .options = watch_options,
    .asks_node = true,
    .example = "lintas doc watch /var/spool/certificates --once",
    .run = &watch};

}  // namespace lintas::cli
