#include "cli/journal.hpp"

#include <cerrno>
#include <cstddef>
#include <expected>
#include <fcntl.h>
#include <fstream>
#include <ios>
#include <iterator>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <unistd.h>
#include <utility>

#include "base/text.hpp"
#include "cli/output.hpp"

namespace lintas::cli {

namespace {

std::string text_in(const Json& entry, const char* name) {
  const auto found = entry.find(name);
  return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

bool says_yes(const Json& entry, const char* name) {
  const auto found = entry.find(name);
  return found != entry.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

std::expected<Journal, std::string> Journal::open(const std::string& file) {
  std::string text;
  if (std::ifstream in{file, std::ios::binary}; in) text.assign(std::istreambuf_iterator<char>{in}, {});
  constexpr mode_t for_its_owner = 0600;
  Journal journal{::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, for_its_owner)};
  if (journal.file_ < 0) return std::unexpected(format("{}: cannot be written", file));
  std::size_t line_number = 0;
  std::size_t whole = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', whole)) {
    ++line_number;
    const Json entry = Json::parse(std::string_view{text}.substr(whole, end - whole), nullptr, false);
    if (!entry.is_object()) {
      return std::unexpected(
          format("{}: line {} is none of a journal of documents; name another --journal", file, line_number));
    }
    if (const std::string number = text_in(entry, "number"); !number.empty())
      journal.prepared_.emplace(number, text_in(entry, "prepared"));
    if (says_yes(entry, "taken")) journal.taken_[text_in(entry, "digest")] = text_in(entry, "told");
    whole = end + 1;
  }
  // Of a file that is no journal nothing is cut off.
  if (whole < text.size() && text[whole] != '{')
    return std::unexpected(format("{}: is no journal of documents; name another --journal", file));
  if (whole < text.size() && ::ftruncate(journal.file_, static_cast<off_t>(whole)) != 0)
    return std::unexpected(format("{}: cannot be written", file));
  return journal;
}

Journal::Journal(Journal&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      taken_(std::move(other.taken_)),
      prepared_(std::move(other.prepared_)) {}

Journal& Journal::operator=(Journal&& other) noexcept {
  std::swap(file_, other.file_);
  taken_.swap(other.taken_);
  prepared_.swap(other.prepared_);
  return *this;
}

Journal::~Journal() {
  if (file_ >= 0) ::close(file_);
}

const std::string* Journal::find_taken(std::string_view digest) const {
  const auto found = taken_.find(digest);
  return found == taken_.end() ? nullptr : &found->second;
}

const std::string* Journal::find_prepared(std::string_view number) const {
  const auto found = prepared_.find(number);
  return found == prepared_.end() ? nullptr : &found->second;
}

bool Journal::prepare(std::string_view number, std::string_view when) {
  if (!prepared_.emplace(number, when).second) return true;
  return write(Json{{"number", number}, {"prepared", when}}.dump(-1, ' ', false,
                                                                 Json::error_handler_t::replace)) &&
         ::fdatasync(file_) == 0;
}

bool Journal::add(const Entry& entry) {
  if (entry.taken) taken_.emplace(entry.digest, entry.told);
  return write(
      Json{{"document", entry.name}, {"digest", entry.digest}, {"taken", entry.taken}, {"told", entry.told}}
          .dump(-1, ' ', false, Json::error_handler_t::replace));
}

bool Journal::write(std::string line) const {
  line += '\n';
  for (std::string_view rest = line; !rest.empty();) {
    const ssize_t written = ::write(file_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace lintas::cli
