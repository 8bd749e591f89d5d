#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/csv/table.hpp"

/// Documents to be sent, one after the other, out of tables, messages and folders.
namespace lintas::cli {

/// A table is held in memory while it is sent: a year of the largest issuer, 300,000 rows of a kilobyte,
/// fits.
inline constexpr std::size_t table_bytes_max = 512UL * 1024 * 1024;

/// A document of one of the files.
struct Parcel {
  std::string file;    ///< as it was named, or found in a folder
  std::string number;  ///< in a table; empty of a file that is a message
  std::string body;    ///< XML or JSON; empty where `faults` say why it is none
  std::vector<csv::Fault> faults{};
  std::shared_ptr<const csv::Table> table{};  ///< of whose rows it is made
  csv::TableDocument rows{};                  ///< without its XML, which is the body

  /// "gloves.csv PGI-2026-0117", or the file.
  [[nodiscard]] std::string name() const;
  /// Where a finding is: "line 7, column D (Exporter/Name)" of a table, else the pointer itself.
  [[nodiscard]] std::string place_of(std::string_view pointer) const;
};

/// As spreadsheets call it: A, B, … Z, AA; counted from 1.
[[nodiscard]] std::string column_letters(std::size_t column);
/// "line 7, column D (Exporter/Name)"; of a line alone without a column.
[[nodiscard]] std::string place_in(const csv::Table& table, std::size_t line, std::size_t column);

/// Why a file gives no more documents.
struct Unread {
  std::string file;
  std::vector<std::string> why;  ///< each with its place
};

/// What ends in .csv, .xml or .json in a folder, by name.
[[nodiscard]] std::vector<std::string> documents_in(const std::filesystem::path& folder);

class Parcels {
 public:
  /// The files as they were named; a folder stands for `documents_in` it.
  /// `prepared`: preparationDateAndTime of a document of a table that has no column for it, by its number.
  using Prepared = std::function<std::string(std::string_view number)>;
  [[nodiscard]] static std::expected<Parcels, std::string> open(const std::vector<std::string>& names,
                                                                Prepared prepared);

  /// The next document; nothing behind the last. After `Unread` the next file follows.
  [[nodiscard]] std::expected<std::optional<Parcel>, Unread> next();

 private:
  Parcels(std::vector<std::string> files, Prepared prepared);
  std::expected<std::optional<Parcel>, Unread> next_of_table();

  std::vector<std::string> files_;
  std::vector<csv::Filled> filled_;
  std::size_t at_ = 0;
  std::string text_;  ///< of the table that is being read
  std::shared_ptr<csv::Table> table_;
};

}  // namespace lintas::cli
