#pragma once

#include <cstddef>
#include <expected>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

/// What became of each document of a bulk, in a file beside it, so that whoever begins again goes on where it
/// ended. A line of JSON each; what was not written for good when a machine died is sent again, and the node
/// takes nothing twice.
namespace lintas::cli {

class Journal {
 public:
  /// Reads what there is, else begins one. `now` is kept as the beginning.
  [[nodiscard]] static std::expected<Journal, std::string> open(const std::string& file,
                                                                std::string_view now);

  /// When the bulk was begun, as `now` was then: what is made of a table again is the same again.
  [[nodiscard]] const std::string& begun() const noexcept { return begun_; }
  /// As which the node has the document with this digest; nothing if it was not taken yet.
  [[nodiscard]] const std::string* find_taken(std::string_view digest) const;

  struct Entry {
    std::string_view name;
    std::string_view digest;
    bool taken = false;
    std::string_view told;  ///< as which the node has it, or the rules it was refused by
  };
  /// False if it could not be written.
  [[nodiscard]] bool add(const Entry& entry);

 private:
  std::string begun_;
  std::map<std::string, std::string, std::less<>> taken_;
  std::ofstream out_;
};

}  // namespace lintas::cli
