#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <initializer_list>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
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
       {std::vector<std::string_view>{"node"}, {"config", "check"}, {"audit", "verify"}, {"diag"}}) {
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

TEST(Program, whoever_restores_says_what_is_lost) {
  EXPECT_TRUE(run({"backup", "folder"}).err.contains("--config is needed"));
  for (const auto& said : {std::vector<std::string_view>{}, {"--nothing-lost", "--after-loss"}}) {
    std::vector<std::string_view> arguments{"restore", "folder", "--config", "lintas.toml"};
    arguments.insert(arguments.end(), said.begin(), said.end());
    std::istringstream in;
    std::ostringstream err;
    EXPECT_EQ(cli::run(arguments, {.in = in, .out = err, .err = err}, main::node_commands()),
              cli::Exit::usage);
    EXPECT_TRUE(err.str().contains("--nothing-lost if the node was stopped")) << err.str();
  }
  const auto missing = run({"restore", "/nowhere", "--config", "lintas.toml", "--after-loss"});
  EXPECT_EQ(missing.exit, cli::Exit::unreadable);
  EXPECT_TRUE(missing.err.contains("/nowhere/backup.toml")) << missing.err;
}

TEST(Program, what_a_sandbox_wrote_does_not_run_as_a_node) {
  const test::TemporaryFolder place;
  const std::string file = (place.path() / "lintas.toml").string();
  std::ofstream{file} << "[node]\ncountry = \"SG\"\npurpose = \"sandbox\"\nsecret_file = \"s\"\n"
                         "signing_key_file = \"k\"\n[api]\nkeys_file = \"a\"\n";
  const auto refused = run({"node", "--config", file});
  EXPECT_EQ(refused.exit, cli::Exit::unreadable);
  EXPECT_TRUE(refused.err.contains("run it by `lintas sandbox`")) << refused.err;
}

TEST(Program, a_sandbox_takes_no_folder_of_a_node_and_no_option_that_makes_no_sense) {
  const test::TemporaryFolder place;
  const std::string folder = (place.path() / "sg").string();
  ASSERT_EQ(run({"init", folder, "--country", "SG"}).exit, cli::Exit::ok);
  const auto taken = run({"sandbox", "--dir", folder});
  EXPECT_EQ(taken.exit, cli::Exit::unreadable);
  EXPECT_TRUE(taken.err.contains("give a new folder")) << taken.err;
  EXPECT_EQ(run({"sandbox", "--dir", folder + "-new", "--states", "ZZ"}).exit, cli::Exit::unreadable);
  EXPECT_EQ(run({"sandbox", "--speed", "0"}).exit, cli::Exit::usage);
  EXPECT_EQ(run({"sandbox", "--port", "70000"}).exit, cli::Exit::usage);
}

TEST(Program, an_administrators_key_is_for_somebody_and_goes_to_a_file) {
  for (const auto& [given, missing] : {std::pair<std::vector<std::string_view>, std::string_view>{
                                           {"--person", "ops-2", "--to", "a.key"}, "--config"},
                                       {{"--config", "lintas.toml", "--to", "a.key"}, "--person"},
                                       {{"--config", "lintas.toml", "--person", "ops-2"}, "--to"}}) {
    std::vector<std::string_view> arguments{"keys", "administrator"};
    arguments.insert(arguments.end(), given.begin(), given.end());
    std::istringstream in;
    std::ostringstream err;
    EXPECT_EQ(cli::run(arguments, {.in = in, .out = err, .err = err}, main::node_commands()),
              cli::Exit::usage);
    EXPECT_TRUE(err.str().contains(format("{} is needed", missing))) << err.str();
  }
  const auto unread = run({"keys", "administrator", "--config", "/nowhere/lintas.toml", "--person", "ops-2",
                           "--to", "/nowhere/a.key"});
  EXPECT_EQ(unread.exit, cli::Exit::unreadable);
}

TEST(Program, a_new_folder_needs_a_country_and_ports_that_exist) {
  EXPECT_TRUE(run({"init", "folder"}).err.contains("--country is needed"));
  const auto port = run({"init", "folder", "--country", "SG", "--api-port", "70000"});
  EXPECT_EQ(port.exit, cli::Exit::usage);
  EXPECT_TRUE(port.err.contains("1 to 65535")) << port.err;
}

TEST(Program, a_new_folder_is_reached_by_a_name_or_an_address) {
  const test::TemporaryFolder place;
  const auto at = [&](const std::string& name) { return (place.path() / name).string(); };
  const auto wrong = run({"init", at("wrong"), "--country", "SG", "--host", "a host"});
  EXPECT_EQ(wrong.exit, cli::Exit::usage);
  EXPECT_TRUE(wrong.err.contains("https address")) << wrong.err;
  EXPECT_FALSE(std::filesystem::exists(at("wrong")));
  const auto made = run({"init", at("new"), "--country", "SG", "--host", "::1"});
  ASSERT_EQ(made.exit, cli::Exit::ok) << made.err;
  ASSERT_TRUE(made.out.starts_with("root  ")) << made.out;
  const std::string config = at("new") + "/lintas.toml";
  const auto shown = run({"partner", "show", "SG", "--config", config});
  EXPECT_EQ(shown.exit, cli::Exit::ok) << shown.err;
  EXPECT_TRUE(shown.out.contains(made.out.substr(6))) << "the same fingerprint";
  EXPECT_TRUE(shown.out.contains("https://[::1]:8443")) << shown.out;
}

TEST(Program, partners_are_added_by_a_document_and_what_people_read_out) {
  const test::TemporaryFolder place;
  const auto at = [&](const std::string& name) { return (place.path() / name).string(); };
  ASSERT_EQ(run({"init", at("sg"), "--country", "SG"}).exit, cli::Exit::ok);
  const std::string root = run({"init", at("my"), "--country", "MY"}).out.substr(6, 39);
  const std::string document = at("my") + "/identity.lintas";
  const std::string config = at("sg") + "/lintas.toml";
  EXPECT_EQ(run({"partner", "add", document}).exit, cli::Exit::usage);
  const auto looked = run({"partner", "add", document, "--config", config});
  EXPECT_EQ(looked.exit, cli::Exit::invalid);
  EXPECT_TRUE(looked.out.contains(root)) << looked.out;
  EXPECT_EQ(run({"partner", "add", at("none"), "--config", config, "--root", root}).exit,
            cli::Exit::unreadable);
  const auto taken = run(
      {"partner", "add", document, "--config", config, "--root", root, "--url", "https://gateway.sg:443"});
  EXPECT_EQ(taken.exit, cli::Exit::ok) << taken.err;
  EXPECT_TRUE(run({"partner", "show", "MY", "--config", config}).out.contains("https://gateway.sg:443"));
  EXPECT_EQ(run({"config", "check", "--config", config}).exit, cli::Exit::ok);
}

TEST(Program, a_node_gets_a_new_key_by_a_command_beside_the_root_and_one_beside_the_node) {
  const test::TemporaryFolder place;
  const auto at = [&](const std::string& name) { return (place.path() / name).string(); };
  ASSERT_EQ(run({"init", at("sg"), "--country", "SG"}).exit, cli::Exit::ok);
  const std::string root = at("sg/root.key");
  const std::string config = at("sg/lintas.toml");
  EXPECT_TRUE(run({"identity", "delegate", at("new.key"), "--root", root, "--country", "SG"})
                  .err.contains("--number is needed"));
  EXPECT_EQ(
      run({"identity", "delegate", at("new.key"), "--root", root, "--country", "SG", "--number", "0"}).exit,
      cli::Exit::usage);
  const auto made =
      run({"identity", "delegate", at("new.key"), "--root", root, "--country", "SG", "--number", "2"});
  EXPECT_EQ(made.exit, cli::Exit::ok) << made.err;
  const auto unsaid = run({"identity", "renew", at("new.key"), "--config", config});
  EXPECT_EQ(unsaid.exit, cli::Exit::usage);
  EXPECT_TRUE(unsaid.err.contains("say one of both")) << unsaid.err;
  const auto taken = run({"identity", "renew", at("new.key"), "--config", config, "--stolen"});
  EXPECT_EQ(taken.exit, cli::Exit::ok) << taken.err;
  EXPECT_TRUE(run({"partner", "show", "SG", "--config", config}).out.contains("document    2.")) << taken.out;
  EXPECT_EQ(run({"config", "check", "--config", config}).exit, cli::Exit::ok);
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
  std::ifstream ignored{folder + "/.gitignore"};
  EXPECT_TRUE((std::ostringstream{} << ignored.rdbuf()).str().ends_with("\n*\n")) << "it holds keys";
  for (const std::string_view country : {"LA", "KH", "VN"}) {
    const std::string branch = (place.path() / country).string();
    EXPECT_EQ(run({"init", branch, "--country", country}).exit, cli::Exit::ok) << country;
    EXPECT_TRUE(std::filesystem::exists(branch + "/lintas.toml")) << country;
  }
  const auto again = run({"init", folder, "--country", "SG"});
  EXPECT_EQ(again.exit, cli::Exit::unreadable);
  EXPECT_TRUE(again.err.contains("is not empty")) << again.err;
}

/// What bash offers behind these words, sorted, with blanks between.
std::string offered(const std::string& words) {
  const test::TemporaryFolder place;
  const auto script = place.path() / "lintas.bash";
  std::ofstream{script} << run({"completion", "bash"}).out;
  std::string last = words.substr(words.rfind(' ') + 1);
  const auto answer = place.path() / "answer";
  const std::string line = format(
      "bash -c '. {}; COMP_WORDS=({} \"{}\"); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _lintas; "
      "printf \"%s\\n\" \"${{COMPREPLY[@]}}\" | sort | tr \"\\n\" \" \" >{}'",
      script.string(), words.substr(0, words.rfind(' ')), last, answer.string());
  if (std::system(line.c_str()) != 0) return "bash failed";  // NOLINT(cert-env33-c,concurrency-mt-unsafe)
  std::ifstream file{answer};
  std::string found{std::istreambuf_iterator<char>{file}, {}};
  while (found.ends_with(' ')) found.pop_back();
  return found;
}

TEST(Program, a_shell_completes_commands_options_and_choices) {
  EXPECT_EQ(offered("lintas sub"), "submit");
  EXPECT_EQ(offered("lintas keys "), "administrator issue list signing withdraw");
  EXPECT_EQ(offered("lintas keys withdraw --no"), "--node");
  EXPECT_EQ(offered("lintas check --le"), "--level");
  EXPECT_EQ(offered("lintas check --level "), "rules schema");
  EXPECT_EQ(offered("lintas show MOVEMENT --wait "), "") << "a number is the person's";
  for (const std::string_view shell : {"zsh", "fish"})
    EXPECT_TRUE(run({"completion", shell}).out.contains("withdraw")) << shell;
  EXPECT_EQ(run({"completion", "tcsh"}).exit, cli::Exit::usage);
}

TEST(Program, the_manual_page_of_man_has_every_command_and_no_macro_by_chance) {
  const std::string page = run({"man"}).out;
  EXPECT_TRUE(page.starts_with(".TH LINTAS 1 "));
  for (const cli::Command& command : main::node_commands())
    EXPECT_TRUE(page.contains(format("\n.SS {}\n", command.name))) << command.name;
  EXPECT_TRUE(page.contains("\n.SS keys issue\n"));
  EXPECT_TRUE(page.contains("\\-\\-level\\fR") || page.contains(".B \\-\\-level"))
      << "an option is not broken";
  EXPECT_TRUE(std::ranges::all_of(page, [](unsigned char c) { return c < 128; }));
  std::istringstream lines{page};
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('.')) continue;
    const std::string macro = line.substr(0, line.find(' '));
    EXPECT_TRUE(std::set<std::string>({".TH", ".SH", ".SS", ".B", ".I", ".RI", ".PP", ".TP", ".EX", ".EE"})
                    .contains(macro))
        << line;
  }
}

}  // namespace
}  // namespace lintas
