#include "cli/journal.hpp"

#include <cstddef>
#include <expected>
#include <fstream>
#include <ios>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "cli/output.hpp"

namespace lintas::cli {

std::expected<Journal, std::string> Journal::open(const std::string& file, std::string_view now) {
  Journal journal;
  std::size_t lines = 0;
  bool is_cut = false;
  if (std::ifstream in{file}; in) {
    for (std::string line; std::getline(in, line); ++lines) {
      // The last one may have been cut off with the machine.
      is_cut = in.eof();
      const Json entry = Json::parse(line, nullptr, false);
      if (!entry.is_object()) {
        if (is_cut) break;
        return std::unexpected(
            format("{}: line {} is none of a journal; name another --journal", file, lines + 1));
      }
      if (lines == 0) journal.begun_ = entry.value("begun", "");
      if (entry.value("taken", false)) journal.taken_[entry.value("digest", "")] = entry.value("told", "");
    }
    if (lines > 0 && journal.begun_.empty())
      return std::unexpected(format("{}: is no journal of a bulk; name another --journal", file));
  }
  journal.out_.open(file, std::ios::app | std::ios::binary);
  if (is_cut) journal.out_ << '\n';
  if (journal.begun_.empty()) {
    journal.begun_ = now;
    journal.out_ << Json{{"begun", now}}.dump() << '\n';
  }
  journal.out_.flush();
  if (!journal.out_) return std::unexpected(format("{}: cannot be written", file));
  return journal;
}

const std::string* Journal::find_taken(std::string_view digest) const {
  const auto found = taken_.find(digest);
  return found == taken_.end() ? nullptr : &found->second;
}

bool Journal::add(const Entry& entry) {
  out_ << Json{{"document", entry.name},
               {"digest", entry.digest},
               {"taken", entry.taken},
               {"told", entry.told}}
              .dump(-1, ' ', false, Json::error_handler_t::replace)
       << '\n'
       << std::flush;
  if (entry.taken) taken_.emplace(entry.digest, entry.told);
  return out_.good();
}

}  // namespace lintas::cli
