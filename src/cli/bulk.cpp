#include "cli/bulk.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <expected>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/bulk_check.hpp"
#include "cli/bulk_line.hpp"
#include "cli/checking.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/journal.hpp"
#include "cli/output.hpp"
#include "cli/parcels.hpp"
#include "shell/crypto/digest.hpp"

namespace lintas::cli {

namespace {

constexpr std::size_t default_lines = 4;
/// Connections to one node: more than these would take it from those who wait at a counter.
constexpr std::size_t lines_most = 16;
constexpr std::chrono::seconds progress_pause{5};

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
  Bulk(const Given& given, const Streams& streams, Parcels parcels, const Checking& checking,
       Journal& journal, std::string now, std::size_t documents)
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
  const Checking& checking_;
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

}  // namespace

std::optional<std::string> fault_in_lines(const Given& given) {
  const std::size_t count = given.number("--lines").value_or(default_lines);
  if (count >= 1 && count <= lines_most) return std::nullopt;
  return format("--lines {}: 1 to {} are possible", count, lines_most);
}

std::expected<Journal, Exit> open_journal(const std::string& file, const Given& given,
                                          const Streams& streams) {
  auto journal = Journal::open(file);
  if (journal) return *std::move(journal);
  streams.err << "lintas " << given.command->name << ": " << printable(journal.error()) << '\n';
  return std::unexpected(Exit::unreadable);
}

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
  const auto said = given.value("--at");
  const Checking checking{streams, said ? parse_day(*said) : std::nullopt, given.has("--json")};
  Checked checked;
  {
    auto parcels = Parcels::open(batch.names, prepared);
    if (!parcels) return unreadable(parcels.error());
    checked = checking.check_all(*parcels);
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

namespace {

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

}  // namespace

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

}  // namespace lintas::cli
