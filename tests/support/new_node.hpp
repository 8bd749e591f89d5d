#pragma once

#include <expected>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "shell/node/init.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::test {

/// `node::init` for tests that only need a node: two keys of RSA take longer than all that most of them do,
/// so each node is made once a process, and copied. The same country at the same instant under the same name
/// of its folder is the same node, with the same keys. Precondition: the ports are the usual ones.
[[nodiscard]] inline std::expected<std::string, node::InitFailure> new_node(
    const node::InitOptions& options) {
  struct Made {
    std::filesystem::path folder;
    std::string root;
  };
  static const TemporaryFolder place;
  static std::map<std::string, Made> all;
  const std::string name = format("{} {} {}", options.country, options.folder.filename().string(),
                                  options.now.time_since_epoch().count());
  auto made = all.find(name);
  if (made == all.end()) {
    node::InitOptions first = options;
    first.folder = place.path() / format("{}", all.size());
    auto root = node::init(first);
    if (!root) return root;
    made = all.emplace(name, Made{.folder = first.folder, .root = *std::move(root)}).first;
  }
  std::filesystem::create_directories(options.folder.parent_path());
  std::filesystem::copy(made->second.folder, options.folder, std::filesystem::copy_options::recursive);
  std::filesystem::permissions(options.folder, std::filesystem::perms::owner_all);
  // The configuration names its files in full.
  const std::filesystem::path config = options.folder / "lintas.toml";
  std::ifstream in{config, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  const std::string before = made->second.folder.string();
  const std::string now = std::filesystem::absolute(options.folder).string();
  for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + now.size()))
    text.replace(at, before.size(), now);
  std::ofstream{config, std::ios::binary | std::ios::trunc} << text;
  return made->second.root;
}

}  // namespace lintas::test
