#include <filesystem>
#include <gtest/gtest.h>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "main/commands.hpp"

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas {
namespace {

struct Run {
  cli::Exit exit;
  std::string out;
  std::string err;
};

Run run(std::initializer_list<std::string_view> arguments) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  const std::vector<std::string_view> kept{arguments};
  const auto exit = cli::run(kept, {.in = in, .out = out, .err = err}, main::node_commands());
  return {.exit = exit, .out = out.str(), .err = err.str()};
}

TEST(Program, the_manual_page_is_written_from_the_table_of_commands) {
  test::expect_golden("docs/cli.md", cli::page(main::node_commands()));
}

TEST(Program, a_node_needs_its_configuration) {
  for (const auto& arguments :
       {std::vector<std::string_view>{"node"}, {"config", "check"}, {"audit", "verify"}}) {
    std::istringstream in;
    std::ostringstream err;
    EXPECT_EQ(cli::run(arguments, {.in = in, .out = err, .err = err}, main::node_commands()),
              cli::Exit::usage);
    EXPECT_TRUE(err.str().contains("--config is needed")) << err.str();
  }
  const auto missing = run({"node", "--config", "/nowhere/lintas.toml"});
  EXPECT_NE(missing.exit, cli::Exit::ok);
  EXPECT_TRUE(missing.err.contains("/nowhere/lintas.toml")) << missing.err;
  const auto unread = run({"audit", "verify", "--config", "/nowhere/lintas.toml", "--json"});
  EXPECT_EQ(unread.exit, cli::Exit::unreadable);
  EXPECT_TRUE(unread.err.contains("/nowhere/lintas.toml")) << unread.err;
}

TEST(Program, a_new_folder_needs_a_country_and_ports_that_exist) {
  EXPECT_TRUE(run({"init", "folder"}).err.contains("--country is needed"));
  const auto port = run({"init", "folder", "--country", "SG", "--api-port", "70000"});
  EXPECT_EQ(port.exit, cli::Exit::usage);
  EXPECT_TRUE(port.err.contains("1 to 65535")) << port.err;
}

TEST(Program, a_new_folder_is_of_a_state_with_a_national_profile) {
  const test::TemporaryFolder place;
  const std::string folder = (place.path() / "node").string();
  for (const std::string_view country : {"ZZ", "singapore", "sg"}) {
    const auto refused = run({"init", folder, "--country", country});
    EXPECT_EQ(refused.exit, cli::Exit::usage) << country;
    EXPECT_TRUE(refused.err.contains(format("country '{}' has no national profile", country))) << refused.err;
    EXPECT_TRUE(refused.err.contains("SG, MY, TH")) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(folder)) << "nothing is left behind";
  }
  EXPECT_EQ(run({"init", folder, "--country", "SG"}).exit, cli::Exit::ok);
  const auto again = run({"init", folder, "--country", "SG"});
  EXPECT_EQ(again.exit, cli::Exit::unreadable);
  EXPECT_TRUE(again.err.contains("is not empty")) << again.err;
}

}  // namespace
}  // namespace lintas
