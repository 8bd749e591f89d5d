#include "shell/sandbox/ground.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::sandbox {
namespace {

namespace fs = std::filesystem;

const Instant now = *parse_instant("2026-11-23T08:00:00Z");

node::Config config_in(const Ground& ground, const std::string& state) {
  const auto text = node::read_file(ground.config_of(state), node::Secrecy::open);
  const auto config = node::parse_config(text.value(), ground.config_of(state), {});
  EXPECT_TRUE(config) << config.error().front().str();
  return config.value();
}

TEST(SandboxGround, HasANodeForEachStateWhichKnowsTheOthersAndNobodyElse) {
  const test::TemporaryFolder place;
  const auto ground =
      prepare({.folder = place.path() / "new", .states = {"SG", "MY"}, .port = 20'000, .now = now});
  ASSERT_TRUE(ground) << ground.error();
  EXPECT_TRUE(ground->fresh);
  EXPECT_EQ(ground->settled, *parse_day("2026-11-23"));
  for (const std::string& state : ground->states) {
    const node::Config config = config_in(*ground, state);
    EXPECT_EQ(config.country, state);
    EXPECT_TRUE(config.is_sandbox);
    EXPECT_EQ(config.api.address, "127.0.0.1");
    EXPECT_EQ(config.partners_listen.address, "127.0.0.1");
    EXPECT_EQ(config.operations.address, "127.0.0.1");
    ASSERT_EQ(config.partners.size(), 1U);
    EXPECT_EQ(config.partners.front().country, state == "SG" ? "MY" : "SG");
    EXPECT_FALSE(config.document_key_file.empty()) << "its codes are signed by a key of its own";
  }
  EXPECT_EQ(config_in(*ground, "SG").api.port, 20'000);
  EXPECT_EQ(config_in(*ground, "MY").api.port, 20'001);
  const auto identity = node::read_identity_of(config_in(*ground, "SG").partners.front());
  ASSERT_TRUE(identity) << identity.error();
  EXPECT_EQ(identity->document.url, "https://127.0.0.1:20003");
}

TEST(SandboxGround, AFolderOfSomethingElseIsLeftAlone) {
  const test::TemporaryFolder place;
  std::ofstream{place.path() / "lintas.toml"} << "[node]\ncountry = \"SG\"\n";
  const auto ground = prepare({.folder = place.path(), .states = {}, .port = {}, .now = now});
  ASSERT_FALSE(ground);
  EXPECT_TRUE(ground.error().contains("give a new folder")) << ground.error();
  EXPECT_FALSE(fs::exists(place.path() / "sg"));
}

TEST(SandboxGround, IsGoneOnWithAsItWasMade) {
  const test::TemporaryFolder place;
  std::ofstream{place.path() / "sandbox.json"}
      << R"({"day":"2026-11-20","port":9000,"nodes":[{"country":"MY"},{"country":"TH"}]})";
  const auto again = [&](std::vector<std::string> states, std::optional<std::uint16_t> port) {
    return prepare({.folder = place.path(), .states = std::move(states), .port = port, .now = now});
  };
  const auto ground = again({}, {});
  ASSERT_TRUE(ground) << ground.error();
  EXPECT_FALSE(ground->fresh);
  EXPECT_EQ(ground->settled, *parse_day("2026-11-20"));
  EXPECT_EQ(ground->api_of("TH"), 9001);
  EXPECT_TRUE(again({"MY", "TH"}, 9000));
  for (const auto& other : {again({"MY"}, {}), again({}, 9001)}) {
    ASSERT_FALSE(other);
    EXPECT_TRUE(other.error().contains("is of MY,TH from port 9000 on")) << other.error();
  }
  std::ofstream{place.path() / "sandbox.json"} << "{}";
  EXPECT_FALSE(again({}, {})) << "no sandbox wrote that";
}

TEST(SandboxGround, StatesHaveALawAndPortsHaveRoom) {
  const test::TemporaryFolder place;
  for (const auto& states : std::vector<std::vector<std::string>>{{"ZZ"}, {"SG", "SG"}, {"sg"}}) {
    const auto ground = prepare({.folder = place.path() / "new", .states = states, .port = {}, .now = now});
    ASSERT_FALSE(ground);
    EXPECT_TRUE(ground.error().contains("each once, as SG,MY,TH")) << ground.error();
  }
  const auto full =
      prepare({.folder = place.path() / "new", .states = {"SG", "MY"}, .port = 65'531, .now = now});
  ASSERT_FALSE(full);
  EXPECT_TRUE(full.error().contains("6 ports")) << full.error();
  EXPECT_FALSE(fs::exists(place.path() / "new")) << "nothing is left behind";
}

}  // namespace
}  // namespace lintas::sandbox
