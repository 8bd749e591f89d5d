#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

/// What became of each document of a bulk, in a file beside it, so that whoever begins again goes on where it
/// ended. A line of JSON each. Before a document is sent it is written for good when it was prepared: sent
/// again it is byte for byte the same, and the node takes nothing twice.
namespace lintas::cli {

class Journal {
 public:
  /// Reads what there is, else begins one. A last line that was cut off with the machine is taken away.
  [[nodiscard]] static std::expected<Journal, std::string> open(const std::string& file);
  Journal(Journal&& other) noexcept;
  Journal& operator=(Journal&& other) noexcept;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  /// As which the node has the document with this digest; nothing if it was not taken yet.
  [[nodiscard]] const std::string* find_taken(std::string_view digest) const;
  /// When the document with this number was prepared for the first time; nothing if it never was.
  [[nodiscard]] const std::string* find_prepared(std::string_view number) const;

  /// Keeps when a document is prepared, unless that is known; it stands on the disk when this returns. False
  /// if it could not be written.
  [[nodiscard]] bool prepare(std::string_view number, std::string_view when);

  struct Entry {
    std::string_view name;
    std::string_view digest;
    bool taken = false;
    std::string_view told;  ///< as which the node has it, or the rules it was refused by
  };
  /// False if it could not be written. After a power failure it may be missing: then the document is sent
  /// again.
  [[nodiscard]] bool add(const Entry& entry);

 private:
  explicit Journal(int file) : file_(file) {}
  [[nodiscard]] bool write(std::string line) const;

  int file_ = -1;
  std::map<std::string, std::string, std::less<>> taken_;
  std::map<std::string, std::string, std::less<>> prepared_;
};

}  // namespace lintas::cli
