#pragma once

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/node/config.hpp"
#include "shell/node/partners.hpp"
#include "tests/support/new_node.hpp"
#include "tests/support/temporary_folder.hpp"

/// Folders of nodes that may become partners, as `lintas init` makes them.
namespace lintas::test {

class Neighbours : public testing::Test {
 protected:
  Neighbours() : sg_(make("SG")), my_(make("MY")) {}

  struct Home {
    std::filesystem::path folder;
    std::string root;

    [[nodiscard]] std::string file(const char* name) const { return (folder / name).string(); }
    [[nodiscard]] std::string config_file() const { return file("lintas.toml"); }
    [[nodiscard]] node::Config config() const {
      const auto config = node::parse_config(text_of(config_file()), config_file(), {});
      EXPECT_TRUE(config);
      return config.value();
    }
  };

  [[nodiscard]] static std::string text_of(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  [[nodiscard]] Home make(const std::string& country, const std::string& name = {}) const {
    Home home{.folder = place_.path() / (name.empty() ? country : name), .root = {}};
    const auto made = new_node({.folder = home.folder, .country = country, .now = now_});
    EXPECT_TRUE(made) << made.error().what;
    home.root = made.value_or("");
    return home;
  }
  /// What stands in the way; "" for nothing.
  [[nodiscard]] std::string take(const Home& at, const Home& other, const std::string& root) const {
    return take_file(at, other.file("identity.lintas"), root);
  }
  [[nodiscard]] std::string take_file(const Home& at, const std::string& file,
                                      const std::string& root) const {
    const auto taken = node::take_partner({.config_file = at.config_file(),
                                           .document_file = file,
                                           .root = root,
                                           .url = {},
                                           .now = now_,
                                           .environment = {}});
    return taken ? "" : taken.error().what;
  }

  const Instant now_ = *parse_instant("2026-11-23T04:00:00Z");
  TemporaryFolder place_;
  Home sg_;
  Home my_;
};

}  // namespace lintas::test
