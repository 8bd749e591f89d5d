#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <ostream>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>

#include "base/text.hpp"
#include "cli/bulk.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/journal.hpp"
#include "cli/output.hpp"
#include "cli/parcels.hpp"

/// Documents that another system puts into a folder.
namespace lintas::cli {

namespace {

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
