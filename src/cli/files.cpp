#include "cli/files.hpp"

#include <cstddef>
#include <expected>
#include <filesystem>
#include <fstream>
#include <ios>
#include <istream>
#include <string>
#include <string_view>
#include <system_error>

#include "base/text.hpp"

namespace lintas::cli {

namespace {

std::expected<std::string, std::string> read_all(std::istream& in, std::string_view name, std::size_t most) {
  std::string bytes;
  while (in && bytes.size() <= most) {
    constexpr std::size_t step = std::size_t{64} * 1024;
    const std::size_t before = bytes.size();
    bytes.resize(before + step);
    in.read(bytes.data() + before, static_cast<std::streamsize>(step));
    bytes.resize(before + static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return std::unexpected(format("{}: reading failed", name));
  return bytes;
}

}  // namespace

std::expected<std::string, std::string> read_file(std::string_view name, std::istream& in, std::size_t most) {
  if (name == "-") return read_all(in, "standard input", most);
  const std::filesystem::path path{name};
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return std::unexpected(format("{}: is a folder", name));
  std::ifstream file{path, std::ios::binary};
  if (!file) return std::unexpected(format("{}: cannot be opened", name));
  return read_all(file, name, most);
}

std::expected<void, std::string> write_file(const std::string& name, std::string_view bytes) {
  std::ofstream file{name, std::ios::binary | std::ios::trunc};
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return std::unexpected(format("{}: cannot be written", name));
  return {};
}

}  // namespace lintas::cli
