#include "cli/parcels.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "cli/files.hpp"
#include "wire/csv/columns.hpp"
#include "wire/csv/table.hpp"

namespace lintas::cli {

namespace {

bool is_table(const std::filesystem::path& path) { return path.extension() == ".csv"; }
bool is_of_documents(const std::filesystem::path& path) {
  return is_table(path) || path.extension() == ".xml" || path.extension() == ".json";
}

std::expected<std::string, std::string> read_table(const std::string& name) {
  std::error_code error;
  const auto size = std::filesystem::file_size(name, error);
  if (error) return std::unexpected(format("{}: cannot be opened", name));
  if (size > table_bytes_max) {
    return std::unexpected(
        format("{}: has more than {} MiB: divide it", name, table_bytes_max / 1024 / 1024));
  }
  std::ifstream file{name, std::ios::binary};
  std::string text(static_cast<std::size_t>(size), '\0');
  file.read(text.data(), static_cast<std::streamsize>(size));
  if (!file || static_cast<std::size_t>(file.gcount()) != text.size())
    return std::unexpected(format("{}: reading failed", name));
  return text;
}

}  // namespace

std::string column_letters(std::size_t column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26) letters += static_cast<char>('A' + ((column - 1) % 26));
  std::ranges::reverse(letters);
  return letters;
}

std::string place_in(const csv::Table& table, std::size_t line, std::size_t column) {
  if (column == 0) return format("line {}", line);
  return format("line {}, column {} ({})", line, column_letters(column), table.heading()[column - 1]);
}

std::string Parcel::name() const { return number.empty() ? file : format("{} {}", file, number); }

std::string Parcel::place_of(std::string_view pointer) const {
  if (!table) return std::string{pointer.empty() ? "/" : pointer};
  const csv::Cell cell = table->cell_of(rows, pointer);
  // Where no column has it, only its path says what it is.
  return cell.column == 0 ? format("line {}, {}", cell.line, pointer)
                          : place_in(*table, cell.line, cell.column);
}

std::vector<std::string> documents_in(const std::filesystem::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator{folder})
    if (entry.is_regular_file() && is_of_documents(entry.path())) files.push_back(entry.path().string());
  std::ranges::sort(files);
  return files;
}

std::expected<Parcels, std::string> Parcels::open(const std::vector<std::string>& names, Prepared prepared) {
  std::vector<std::string> files;
  for (const std::string& name : names) {
    std::error_code error;
    if (!std::filesystem::is_directory(name, error)) {
      files.push_back(name);
      continue;
    }
    std::vector<std::string> found = documents_in(name);
    if (found.empty())
      return std::unexpected(format("{}: has no file that ends in .csv, .xml or .json", name));
    std::ranges::move(found, std::back_inserter(files));
  }
  return Parcels{std::move(files), std::move(prepared)};
}

Parcels::Parcels(std::vector<std::string> files, Prepared prepared)
    : files_(std::move(files)), filled_{{.path = "preparationDateAndTime", .value = std::move(prepared)}} {}

std::expected<std::optional<Parcel>, Unread> Parcels::next() {
  for (;;) {
    if (table_) {
      auto parcel = next_of_table();
      if (!parcel || *parcel) return parcel;
    }
    if (at_ == files_.size()) return std::nullopt;
    const std::string& file = files_[at_++];
    if (!is_table(file)) {
      std::istringstream none;
      auto bytes = read_file(file, none);
      if (!bytes) return std::unexpected(Unread{.file = file, .why = {bytes.error()}});
      return Parcel{.file = file, .number = {}, .body = *std::move(bytes)};
    }
    auto text = read_table(file);
    if (!text) return std::unexpected(Unread{.file = file, .why = {text.error()}});
    text_ = *std::move(text);
    auto table = csv::Table::open(text_);
    if (table) {
      table_ = std::make_shared<csv::Table>(*std::move(table));
      continue;
    }
    Unread unread{.file = file, .why = {}};
    for (const csv::Fault& fault : table.error()) {
      unread.why.push_back(fault.column == 0 ? format("line {}: {}", fault.line, fault.text)
                                             : format("line {}, column {}: {}", fault.line,
                                                      column_letters(fault.column), fault.text));
    }
    return std::unexpected(std::move(unread));
  }
}

std::expected<std::optional<Parcel>, Unread> Parcels::next_of_table() {
  const std::string& file = files_[at_ - 1];
  auto document = table_->next(filled_);
  if (!document) {
    const csv::Fault& fault = document.error();
    Unread unread{.file = file,
                  .why = {format("{}: {}", place_in(*table_, fault.line, fault.column), fault.text)}};
    table_.reset();
    return std::unexpected(std::move(unread));
  }
  if (!*document) {
    table_.reset();
    return std::nullopt;
  }
  csv::TableDocument& rows = **document;
  Parcel parcel{.file = file, .number = rows.number, .body = std::move(rows.xml)};
  parcel.faults = std::move(rows.faults);
  parcel.table = table_;
  parcel.rows = std::move(rows);
  parcel.rows.xml.clear();
  return parcel;
}

}  // namespace lintas::cli
