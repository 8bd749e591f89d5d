#include "shell/node/former_documents.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/identity.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/limits.hpp"

namespace lintas::node {

namespace {

/// A line has an instant, a blank and the document in hexadecimal digits.
constexpr std::size_t file_bytes_max =
    limits::former_documents_max * (2 * exchange::identity_bytes_max + std::size_t{64});

std::expected<std::vector<std::string>, std::string> lines_of(const std::string& file) {
  std::vector<std::string> lines;
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return lines;
  LINTAS_TRY(text, read_file(file, Secrecy::open, file_bytes_max));
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    lines.emplace_back(line);
  }
  return lines;
}

}  // namespace

std::string former_documents_of(const std::string& identity_file) { return identity_file + ".former"; }

std::expected<std::string, std::string> with_former(const std::string& identity_file, ByteView document,
                                                    Instant until) {
  LINTAS_TRY(lines, lines_of(former_documents_of(identity_file)));
  // Whoever was cut off before the next one had its place comes again: it was replaced once, and not before
  // that one is there.
  const std::string last = to_hex(document);
  if (!lines.empty() && lines.back().ends_with(" " + last)) lines.pop_back();
  lines.push_back(format("{} {}", lintas::to_text(until), last));
  if (lines.size() > limits::former_documents_max) lines.erase(lines.begin());
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::expected<std::vector<FormerKey>, std::string> former_keys_of(const std::string& identity_file,
                                                                  const exchange::Identity& present) {
  const std::string file = former_documents_of(identity_file);
  LINTAS_TRY(lines, lines_of(file));
  std::vector<FormerKey> keys;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const std::size_t blank = std::min(line.find(' '), line.size());
    const auto until = parse_instant(line.substr(0, blank));
    const auto document = from_hex(line.substr(std::min(blank + 1, line.size())));
    if (!until || !document) {
      return std::unexpected(
          format("{}:{}: an instant and a document in hexadecimal digits; take the file from a backup", file,
                 i + 1));
    }
    const auto identity = exchange::read_identity(*document, crypto::sha256, crypto::verify);
    if (!identity) return std::unexpected(format("{}:{}: {}", file, i + 1, told(identity.error())));
    if (identity->state() == present.state() && identity->delegation.root == present.delegation.root)
      keys.push_back({.key = identity->document.head_key, .until = *until});
  }
  return keys;
}

}  // namespace lintas::node
