#include "shell/node/diag.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <ios>
#include <map>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/node/config.hpp"
#include "shell/node/files.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/log.hpp"
#include "shell/store/sqlite/contents.hpp"
#include "shell/store/sqlite/folder.hpp"

namespace lintas::node {

namespace {

namespace fs = std::filesystem;

constexpr int written = 0;
constexpr int unusable = 2;

/// Of a log only its end is read: the last days of a busy node.
constexpr std::uintmax_t log_bytes_read_max = std::uintmax_t{64} * 1024 * 1024;
/// A node that does not answer by then is told of as one.
constexpr std::chrono::seconds answer_max{10};

/// One line: {"section":"…",…}.
class Line {
 public:
  explicit Line(std::string_view section) : text_(format("{{\"section\":{}", json_string(section))) {}

  Line& add(std::string_view name, std::string_view value) { return put(name, json_string(value)); }
  Line& add(std::string_view name, const char* value) { return add(name, std::string_view{value}); }
  Line& add(std::string_view name, bool value) { return put(name, value ? "true" : "false"); }
  Line& add(std::string_view name, std::integral auto value) { return put(name, std::to_string(value)); }
  Line& add(std::string_view name, std::optional<Instant> value) {
    return value ? add(name, lintas::to_text(*value)) : *this;
  }
  Line& add(std::string_view name, const std::vector<std::string>& values) {
    std::string list;
    for (const std::string& value : values) list += (list.empty() ? "" : ",") + json_string(value);
    return put(name, "[" + list + "]");
  }
  [[nodiscard]] std::string str() const { return text_ + "}\n"; }

 private:
  Line& put(std::string_view name, std::string_view value) {
    text_ += format(",{}:{}", json_string(name), value);
    return *this;
  }
  std::string text_;
};

// ---- program and machine

std::string about_program(const Config& config, Instant now) {
  return Line{"program"}
      .add("version", LINTAS_VERSION)
      .add("country", config.country)
      .add("at", lintas::to_text(now))
      .add("offered_by", "lintas diag")
      .str();
}

std::string about_machine() {
  utsname system{};
  ::uname(&system);
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  const auto pages = ::sysconf(_SC_PHYS_PAGES);
  const auto page = ::sysconf(_SC_PAGE_SIZE);
  return Line{"machine"}
      .add("system", std::string_view{system.sysname})
      .add("release", std::string_view{system.release})
      .add("architecture", std::string_view{system.machine})
      .add("processors", std::thread::hardware_concurrency())
      .add("memory_mib", pages / 1024 * page / 1024)
      .add("open_files_max", files.rlim_cur)
      .str();
}

/// Whether the system says that its clock follows another.
std::string about_clock() {
  timex state{};
  const int result = ::adjtimex(&state);
  Line line{"clock"};
  if (result < 0) return line.add("failed", std::generic_category().message(errno)).str();
  return line.add("synchronised", result != TIME_ERROR && (state.status & STA_UNSYNC) == 0)
      .add("error_us_at_most", state.maxerror)
      .str();
}

// ---- configuration

std::string about_settings(const Config& config) {
  std::string lines;
  for (const Setting& setting : plain_settings(config)) {
    lines += Line{"setting"}
                 .add("key", setting.key)
                 .add("value", setting.value)
                 .add("from", setting.origin == "default"              ? "default"
                              : setting.origin.starts_with("LINTAS__") ? "environment"
                                                                       : "file")
                 .str();
  }
  return lines;
}

std::string about_file(const NamedFile& file, Instant now) {
  Line line{"file"};
  line.add("key", file.key).add("secret", file.secret);
  struct stat about{};
  if (::stat(file.path.c_str(), &about) != 0)
    return line.add("failed", std::generic_category().message(errno)).str();
  const Instant changed{std::chrono::seconds{about.st_mtime}};
  return line.add("mode", format("{:04o}", about.st_mode & 07777U))
      .add("of_this_user", about.st_uid == ::geteuid())
      .add("bytes", about.st_size)
      .add("days_since_changed", std::chrono::floor<std::chrono::days>(now - changed).count())
      .str();
}

std::string about_certificates(const Config& config, Instant now) {
  std::string lines;
  for (const CertificateEnd& end : certificate_ends(config, now)) {
    lines += Line{"certificate"}
                 .add("whose", end.whose)
                 .add("ends", lintas::to_text(end.at))
                 .add("days_left", days_left(end, now).count())
                 .str();
  }
  return lines;
}

// ---- store

std::string_view name_of(workflow::StreamKind kind) {
  if (kind == app::denials_stream) return "denials";
  if (kind == app::identities_stream) return "identities";
  for (const workflow::Part* part : workflow::national_parts()) {
    const auto entry = std::ranges::find(part->kinds, kind, &workflow::KindEntry::kind);
    if (entry != part->kinds.end()) return entry->name;
  }
  return "unknown";
}

std::string about_disk(const fs::path& folder) {
  Line line{"store_files"};
  for (const auto& [name, file] :
       std::array{std::pair{"database_bytes", "lintas.db"}, std::pair{"log_bytes", "lintas.db-wal"}}) {
    std::error_code none;
    const auto bytes = fs::file_size(folder / file, none);
    if (!none) line.add(name, bytes);
  }
  return line.add("free_bytes", store::free_bytes(folder)).add("node_has_it", store::is_locked(folder)).str();
}

std::string about_store(const fs::path& folder) {
  const store::Contents found = store::contents_of(folder);
  std::string lines = Line{"store"}
                          .add("sqlite", found.library)
                          .add("events", std::to_underlying(found.counters.seq))
                          .add("streams", std::to_underlying(found.counters.stream))
                          .add("documents", std::to_underlying(found.counters.payload))
                          .add("first_event", found.first_event)
                          .add("last_event", found.last_event)
                          .add("quarantined", found.quarantined)
                          .add("losses", found.losses.size())
                          .str();
  for (const app::Loss& loss : found.losses)
    lines += Line{"loss"}.add("behind_event", std::to_underlying(loss.last)).str();
  for (const auto& streams : found.streams) {
    lines += Line{"streams"}
                 .add("kind", name_of(streams.kind))
                 .add("open", streams.open)
                 .add("status", streams.status)
                 .add("count", streams.count)
                 .add("oldest", streams.oldest)
                 .add("newest", streams.newest)
                 .str();
  }
  for (const auto& messages : found.outbox) {
    lines += Line{"outbox"}
                 .add("partner", messages.partner.str())
                 .add("type", app::message_type(messages.kind))
                 .add("dead", messages.dead)
                 .add("count", messages.count)
                 .add("oldest", messages.oldest)
                 .str();
  }
  for (const auto& stopped : found.quarantine)
    lines += Line{"quarantine"}.add("at", stopped.at).add("where", stopped.where).str();
  for (const auto& heads : found.heads) {
    lines += Line{"heads"}
                 .add("owner", heads.owner.str())
                 .add("count", heads.count)
                 .add("newest_leaves", heads.newest_size)
                 .add("newest", heads.newest)
                 .str();
  }
  return lines;
}

// ---- the running node

std::optional<std::string> answer_of(const ListenConfig& operations, const std::string& path) {
  const bool is_any = operations.address == "0.0.0.0" || operations.address == "::";
  net::Loop loop;
  net::Client client{loop};
  auto answer = client.ask({.method = net::Method::get,
                            .url = {.tls = false,
                                    .host = is_any ? "127.0.0.1" : operations.address,
                                    .port = operations.port,
                                    .target = path},
                            .time_max = answer_max});
  if (!answer) return std::nullopt;
  return std::string{as_text(answer->body)};
}

/// Figures have labels of our own words, of partners and of message types: nothing that anybody typed.
std::string about_running(const Config& config) {
  const auto metrics = config.operations.port == 0 ? std::nullopt : answer_of(config.operations, "/metrics");
  if (!metrics) return Line{"node"}.add("answers", false).str();
  std::string lines = Line{"node"}
                          .add("answers", true)
                          .add("ready", answer_of(config.operations, "/ready").value_or(""))
                          .str();
  std::istringstream text{*metrics};
  for (std::string line; std::getline(text, line);) {
    const std::size_t blank = line.rfind(' ');
    if (line.starts_with('#') || !line.starts_with("lintas_") || blank == std::string::npos) continue;
    lines += Line{"metric"}.add("name", line.substr(0, blank)).add("value", line.substr(blank + 1)).str();
  }
  return lines;
}

// ---- the log

/// Fields whose values are words of ours, and what such words are made of.
constexpr std::array fields_told{"partner", "type",  "rule",   "command",
                                 "answer",  "whose", "reason", "listener"};

bool is_word(std::string_view value) {
  constexpr std::size_t word_max = 40;
  return !value.empty() && value.size() <= word_max && std::ranges::all_of(value, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

/// The text that a member of a line of ours has; nothing where it has none.
std::optional<std::string_view> text_in(std::string_view line, std::string_view name) {
  const std::string before = format("\"{}\":\"", name);
  const std::size_t at = line.find(before);
  if (at == std::string_view::npos) return std::nullopt;
  line.remove_prefix(at + before.size());
  const std::size_t end = line.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  return line.substr(0, end);
}

struct Told {
  std::uint64_t count = 0;
  std::string first;
  std::string last;
};

/// How often each event was logged, with what it was about as far as that is words of ours. Its numbers and
/// texts stay where they are: they name movements and messages.
std::string about_log(const std::string& log_file) {
  std::ifstream in{log_file, std::ios::binary | std::ios::ate};
  if (!in) return Line{"log"}.add("failed", std::generic_category().message(errno)).str();
  const auto bytes = static_cast<std::uintmax_t>(in.tellg());
  const bool is_cut = bytes > log_bytes_read_max;
  in.seekg(is_cut ? -static_cast<std::streamoff>(log_bytes_read_max) : -static_cast<std::streamoff>(bytes),
           std::ios::end);
  std::map<std::string, Told> all;
  std::uint64_t other = 0;
  for (std::string line; std::getline(in, line);) {
    const auto event = text_in(line, "event");
    const auto at = text_in(line, "at");
    const auto row = std::ranges::find(log_events(), event.value_or(""), &LogEventRow::name);
    if (row == log_events().end() || !at || !parse_instant(*at)) {
      ++other;
      continue;
    }
    Line group{"logged"};
    group.add("event", row->name).add("level", to_text(row->level));
    for (const char* const field : fields_told) {
      const auto value = text_in(line, field);
      if (value && is_word(*value)) group.add(field, *value);
    }
    Told& told = all[group.str()];
    if (told.count++ == 0) told.first = *at;
    told.last = *at;
  }
  std::string lines =
      Line{"log"}.add("bytes", bytes).add("only_its_end", is_cut).add("lines_of_others", other).str();
  for (const auto& [group, told] : all) {
    const std::string open = group.substr(0, group.rfind('}'));
    lines += format("{},\"count\":{},\"first\":{},\"last\":{}}}\n", open, told.count, json_string(told.first),
                    json_string(told.last));
  }
  return lines;
}

// ---- all of it

/// A part of the file; where it fails, a line that says so by the kind of fault: texts of faults name paths.
std::string section_of(std::string_view section, const std::function<std::string()>& make) {
  try {
    return make();
  } catch (const fs::filesystem_error& failure) {
    return Line{section}.add("failed", failure.code().message()).str();
  } catch (const StartFailure&) {
    return Line{section}.add("failed", "a file cannot be used: lintas config check says which").str();
  } catch (const std::exception&) {
    return Line{section}.add("failed", "it cannot be read: lintas audit verify says why").str();
  }
}

}  // namespace

int diag(const DiagOptions& options, std::ostream& out, std::ostream& err) {
  const auto config = load_config(options.config_file);
  if (!config) {
    for (const ConfigError& error : config.error()) err << error.str() << '\n';
    return unusable;
  }
  std::string text = about_program(*config, options.now) + about_machine() + about_clock();
  text += about_settings(*config);
  for (const NamedFile& file : files_of(*config)) text += about_file(file, options.now);
  text += section_of("certificate", [&] { return about_certificates(*config, options.now); });
  text += section_of("store_files", [&] { return about_disk(config->store_folder); });
  text += section_of("store", [&] { return about_store(config->store_folder); });
  text += section_of("node", [&] { return about_running(*config); });
  if (!options.log_file.empty()) text += section_of("log", [&] { return about_log(options.log_file); });
  if (options.to.empty()) {
    out << text;
    return written;
  }
  if (const auto done = write_new(options.to, text, secret_mode); !done) {
    err << done.error() << '\n';
    return unusable;
  }
  return written;
}

}  // namespace lintas::node
