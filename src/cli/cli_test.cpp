#include "cli/cli.hpp"

#include <cstddef>
#include <fstream>
#include <gtest/gtest.h>
#include <initializer_list>
#include <ranges>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/indented.hpp"
#include "cli/output.hpp"
#include "core/messages/report.hpp"
#include "tests/support/declaration.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/kind_samples.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::cli {
namespace {

struct Run {
  Exit exit;
  std::string out;
  std::string err;
};

Run lintas(std::initializer_list<std::string_view> arguments, std::string_view input = {}) {
  std::istringstream in{std::string{input}};
  std::ostringstream out;
  std::ostringstream err;
  const std::vector<std::string_view> kept{arguments};
  const Exit exit = run(kept, {.in = in, .out = out, .err = err});
  return {.exit = exit, .out = out.str(), .err = err.str()};
}

TEST(Cli, says_what_it_can_do) {
  EXPECT_EQ(lintas({}).exit, Exit::usage);
  EXPECT_EQ(lintas({"frobnicate"}).exit, Exit::usage);
  const auto help = lintas({"--help"});
  EXPECT_EQ(help.exit, Exit::ok);
  EXPECT_TRUE(help.out.contains("check"));
  EXPECT_TRUE(lintas({"--version"}).out.starts_with("lintas "));
}

TEST(Cli, a_command_is_told_its_mistakes) {
  const auto run = lintas({"show"});
  EXPECT_EQ(run.exit, Exit::usage);
  EXPECT_EQ(run.err,
            "lintas show: MOVEMENT is missing: its MRN; of one without an MRN the reference that `lintas "
            "movements` shows; or its LRN\n`lintas show --help` tells how\n");
  EXPECT_TRUE(lintas({"show", "a", "b"}).err.contains("'b' is too much"));
  EXPECT_TRUE(lintas({"movements", "--limit", "-1"}).err.contains("is not a whole number"));
  EXPECT_TRUE(lintas({"movements", "--limit=1", "--limit=2"}).err.contains("--limit stands twice"));
  EXPECT_TRUE(lintas({"movements", "--limit"}).err.contains("--limit needs a value"));
  EXPECT_TRUE(lintas({"movements", "--json=yes"}).err.contains("--json takes no value"));
  EXPECT_TRUE(lintas({"check", "-", "--node", "x"}).err.contains("there is no option '--node'"));
  EXPECT_EQ(lintas({"keys"}).exit, Exit::usage);
  const auto group = lintas({"keys", "--help"});
  EXPECT_EQ(group.exit, Exit::ok);
  EXPECT_TRUE(group.out.contains("keys withdraw")) << group.out;
}

TEST(Cli, a_declaration_in_a_file_is_copied_without_a_node) {
  const std::string file = LINTAS_ROOT "/examples/sg-th-electronics.xml";
  const auto back = lintas({"copy", "--from", file, "--return", "--lrn", "B-1"});
  EXPECT_EQ(back.exit, Exit::ok) << back.err;
  EXPECT_TRUE(back.out.contains("<LRN>B-1</LRN>")) << back.out;
  EXPECT_FALSE(back.out.contains("A1B2")) << "the access code";
  EXPECT_TRUE(back.err.contains("/CC015C/Guarantee[1]/GuaranteeReference[1]/accessCode")) << back.err;
  EXPECT_EQ(lintas({"check", "-"}, back.out).exit, Exit::ok) << "its form is that of a declaration";
  const auto json = lintas({"copy", "--from", file, "--again", "--json"});
  EXPECT_TRUE(json.out.starts_with(R"({"CC015C":)")) << json.out;
  EXPECT_EQ(lintas({"copy", "--from", "-", "--again"}, "no message").exit, Exit::unreadable);
  EXPECT_EQ(lintas({"copy", "--from", file, "--again", "--lrn", "a name that is much too long"}).exit,
            Exit::usage);
}

TEST(Cli, what_may_have_been_meant_is_named) {
  EXPECT_EQ(lintas({"submt", "a.xml"}).err,
            "lintas: there is no command 'submt'; is 'submit' meant?\n`lintas --help` lists all\n");
  EXPECT_TRUE(lintas({"decl"}).err.contains("is 'declaration' meant?")) << "the only one that begins so";
  EXPECT_FALSE(lintas({"frobnicate"}).err.contains("meant"));
  const auto of_group = lintas({"keys", "lst"});
  EXPECT_EQ(of_group.exit, Exit::usage);
  EXPECT_TRUE(of_group.err.starts_with("lintas: there is no command 'keys lst'; is 'keys list' meant?\n"))
      << of_group.err;
  EXPECT_TRUE(of_group.err.contains("keys withdraw")) << of_group.err;
  EXPECT_TRUE(lintas({"keys"}).err.starts_with("lintas: 'keys' is several commands\n"));
  EXPECT_TRUE(lintas({"check", "-", "--levl", "rules"}).err.contains("is '--level' meant?"));
  EXPECT_TRUE(lintas({"show", "M", "--key=k"}).err.contains("is '--key-file' meant?"));
}

TEST(Cli, every_command_has_a_help_with_an_example) {
  for (const Command* command : own_commands) {
    std::vector<std::string_view> words;
    for (const auto word : std::views::split(command->name, ' ')) words.emplace_back(word);
    words.emplace_back("--help");
    std::istringstream in;
    std::ostringstream out;
    EXPECT_EQ(run(words, {.in = in, .out = out, .err = out}), Exit::ok) << command->name;
    EXPECT_TRUE(out.str().starts_with(format("usage: lintas {}", command->name))) << out.str();
    EXPECT_TRUE(command->example.starts_with(format("lintas {}", command->name)));
  }
}

TEST(Cli, other_modules_add_commands) {
  const Command other{.name = "other thing",
                      .summary = "s",
                      .example = "lintas other thing",
                      .run = [](const Given&, const Streams& streams) {
                        streams.out << streams.environment("NAME");
                        return Exit::unreadable;
                      }};
  std::istringstream in;
  std::ostringstream out;
  const std::vector<std::string_view> words{"other", "thing"};
  const auto exit =
      run(words, {.in = in, .out = out, .err = out, .environment = [](const auto& name) { return name; }},
          std::span{&other, 1});
  EXPECT_EQ(exit, Exit::unreadable);
  EXPECT_EQ(out.str(), "NAME");
  EXPECT_TRUE(page(std::span{&other, 1}).contains("## other thing"));
}

TEST(Output, xml_for_people_differs_in_blanks_between_elements_alone) {
  EXPECT_EQ(indented("<?xml version='1.0'?> <a x='1'> <b>1<!-- c --></b>\n<c></c><d/></a>\n"),
            "<?xml version='1.0'?>\n"
            "<a x='1'>\n"
            "  <b>1<!-- c --></b>\n"
            "  <c></c>\n"
            "  <d/>\n"
            "</a>");
  EXPECT_EQ(indented("<a><b><c>&lt;</c></b></a>"), "<a>\n  <b>\n    <c>&lt;</c>\n  </b>\n</a>");
  EXPECT_EQ(indented("<a> <text> </text>\n<b>\n</b> </a>"), "<a>\n  <text> </text>\n  <b>\n</b>\n</a>")
      << "a value may be blanks alone";
  EXPECT_EQ(indented("<a><b></a>"), "<a><b></a>") << "what is not well formed stays";
  EXPECT_EQ(indented(""), "");
  EXPECT_EQ(indented(indented(test::arrival)), indented(test::arrival));
}

TEST(Output, keeps_the_terminal_as_it_is) {
  EXPECT_EQ(printable("a\x1b[2J\x7f\xc2\x9b"), "a?[2J??");
  EXPECT_EQ(printable("a\x9b\xe2\x80"), "a???") << "what is not UTF-8 may command it, too";
  std::ostringstream out;
  print_record(out, Json::parse(R"({"a":{"b":"x\u0007"},"l":["1","2"],"n":null,"f":false})"), {});
  EXPECT_EQ(out.str(), "a b  x?\nl    1 2\nf    no\n");
}

TEST(Output, shows_a_text_in_the_order_of_its_letters) {
  EXPECT_EQ(printable("SGC0048\u202e112\u202c"), "SGC0048?112?");
  EXPECT_EQ(printable("a\u2028b\ufeffc"), "a?b?c");
  EXPECT_EQ(printable("ក្រុម\u200bហ៊ុន"), "ក្រុម\u200bហ៊ុន") << "where a line may end in Khmer";
}

TEST(Output, the_detail_of_a_finding_keeps_the_names_in_it) {
  const Json findings = Json::parse(
      R"([{"rule":"R","pointer":"/p","text":"T.","detail":"departure.release is done","remedy":"M."},)"
      R"({"rule":"R","pointer":"/q","text":"T.","detail":"short by 12 SGD","remedy":"M."}])");
  std::ostringstream out;
  print_findings(out, findings);
  EXPECT_EQ(out.str(),
            "  R /p\n    T. departure.release is done.\n    M.\n"
            "  R /q\n    T. Short by 12 SGD.\n    M.\n");
}

TEST(Output, breaks_long_lines_between_words_and_keeps_every_one) {
  EXPECT_EQ(wrapped("one two three", 7), "one two\nthree");
  EXPECT_EQ(wrapped("  one two three\nfour", 9), "  one two\n  three\nfour");
  EXPECT_EQ(wrapped("a-word-without-end and more", 6), "a-word-without-end\nand\nmore");
  EXPECT_EQ(wrapped("a  b ", 80), "a  b ") << "what fits stays as it is";
  EXPECT_EQ(wrapped("", 80), "");
  EXPECT_EQ(wrapped("\xc3\xa4\xc3\xb6 \xc3\xbc", 4), "\xc3\xa4\xc3\xb6 \xc3\xbc") << "characters, not bytes";
  std::ostringstream out;
  print_record(out, Json{{"why", "the guarantee does not have this amount free"}}, {}, 30);
  EXPECT_EQ(out.str(),
            "why  the guarantee does not\n"
            "     have this amount free\n");
}

TEST(Output, what_the_interface_says_in_words_of_http_is_said_in_words_of_the_commands) {
  constexpr int most = 99;
  constexpr std::string_view words[] = {
      "HTTP",   "ETag",  "If-Match", "Idempotency-Key", "Authorization", "Bearer",  "Retry-After", "request",
      "header", "Allow", "GET",      "address",         "parameter",     "location"};
  std::size_t rules = 0;
  for (const std::string_view prefix : {"API", "NET"}) {
    for (int number = 1; number <= most; ++number) {
      const auto* rule = message::find_rule(format("{}-{:03}", prefix, number));
      if (rule == nullptr) continue;
      ++rules;
      const Json finding{{"rule", rule->id}, {"pointer", ""}, {"text", rule->text}, {"remedy", rule->remedy}};
      std::ostringstream out;
      print_findings(out, Json::array({finding}));
      for (const std::string_view word : words) EXPECT_FALSE(out.str().contains(word)) << out.str();
    }
  }
  EXPECT_GT(rules, 20U);
}

TEST(Cli, fish_completes_a_word_of_the_command_that_it_is_of) {
  const std::string script = completion("fish").value();
  EXPECT_TRUE(
      script.contains("complete -c lintas -n '__fish_seen_subcommand_from show; and not "
                      "__fish_seen_subcommand_from aeo doc exchange exporter keys partner recognition "
                      "registers trust webhooks' -l node "))
      << "not of registers show: " << script;
  EXPECT_TRUE(
      script.contains("complete -c lintas -n '__fish_seen_subcommand_from registers; and "
                      "__fish_seen_subcommand_from show' -l limit "))
      << script;
  EXPECT_TRUE(
      script.contains("complete -c lintas -n '__fish_seen_subcommand_from keys; and not "
                      "__fish_seen_subcommand_from issue list withdraw' -a issue "))
      << "one of them is enough: " << script;
}

TEST(Cli, the_manual_names_every_way_to_end) {
  const auto manual = page();
  for (const auto& [exit, meaning] : exits)
    EXPECT_TRUE(manual.contains(format("| {} | {} |\n", std::to_underlying(exit), meaning))) << meaning;
}

TEST(Watch, a_status_that_no_movement_has_is_refused_before_anybody_is_asked) {
  const auto run = lintas({"watch", "26SG0000010000A1J0", "--until", "relesed"});
  EXPECT_EQ(run.exit, Exit::usage);
  EXPECT_TRUE(run.err.starts_with(
      "lintas watch: --until: no movement is ever 'relesed'; is 'released' meant?\nstatuses: pre_lodged "))
      << run.err;
  EXPECT_TRUE(run.err.contains("discharged")) << run.err;
  EXPECT_TRUE(run.err.contains("states: PRE ACC ")) << run.err;
  EXPECT_TRUE(lintas({"watch", "26SG", "--until", "rel"}).err.contains("is 'REL' meant?"));
  EXPECT_FALSE(lintas({"watch", "26SG", "--until", "nowhere"}).err.contains("meant"));
}

TEST(Check, a_valid_message_is_named) {
  const auto run = lintas({"check", "-"}, test::arrival);
  EXPECT_EQ(run.exit, Exit::ok);
  EXPECT_EQ(run.out, "-: valid, CC007C (IE007, arrival notification)\n");
}

TEST(Check, a_finding_has_pointer_rule_value_and_remedy) {
  const auto run = lintas({"check", "-"}, test::with(test::arrival, ">0<", ">2<"));
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_EQ(run.out,
            "-: not valid, CC007C, 1 finding at level schema\n"
            "  SCH-012 /CC007C/TransitOperation/simplifiedProcedure (line 10, column 5)\n"
            "    The value is not one of the listed values. Value: '2'. Expected: one of 0 1.\n"
            "    Use one of the listed values.\n");
}

TEST(Check, what_to_do_is_that_of_the_case_as_the_node_says_it) {
  const auto dotted = test::with(test::declaration, ">852872<", ">8542.31<");
  constexpr std::string_view remedy = "Write the digits alone, without dots or blanks: 854231.";
  const auto run = lintas({"check", "-"}, dotted);
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains(format("\n    {}\n", remedy))) << run.out;
  const auto json = lintas({"check", "--json", "-"}, dotted);
  EXPECT_TRUE(json.out.contains(format("\"remedy\":\"{}\"", remedy))) << json.out;
  const auto listed = lintas({"check", "--json", "-"}, test::with(test::arrival, ">0<", ">2<"));
  EXPECT_TRUE(listed.out.contains("\"detail\":\"Expected: one of 0 1.\"")) << listed.out;
}

TEST(Check, a_certificate_of_origin_is_checked_as_any_message) {
  const auto text = test::read_file(LINTAS_ROOT "/examples/documents/vn-sg-coffee.xml");
  EXPECT_EQ(lintas({"check", "-", "--level", "rules", "--at", "2026-11-23"}, text).out,
            "-: valid, CO.ISSUE (e-Form D)\n");
  EXPECT_EQ(
      lintas({"check", "-"}, test::with(text, ">KGM<", ">kilo<")).out,
      "-: not valid, CO.ISSUE, 1 finding at level schema\n"
      "  SCH-013 /CO.ISSUE/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[1]/Commodity/GoodsMeasure/"
      "UnitCode (line 71, column 13)\n"
      "    The value is too long. Value: 'kilo'. Expected: 2 to 3 capital letters or digits.\n"
      "    Shorten the value.\n");
  const auto listed =
      lintas({"check", "-", "--level", "rules", "--at", "2026-11-23"}, test::with(text, ">WO<", ">PE<"));
  EXPECT_TRUE(listed.out.contains("Origin/OriginCriterion[1]/TypeCode")) << listed.out;
  EXPECT_TRUE(listed.out.contains("valid codes: CC change of chapter")) << listed.out;
}

TEST(Check, a_phytosanitary_certificate_is_checked_as_any_message) {
  const auto text = test::read_file(LINTAS_ROOT "/examples/documents/th-my-durian-phytosanitary.xml");
  EXPECT_EQ(lintas({"check", "-", "--level", "rules", "--at", "2026-11-23"}, text).out,
            "-: valid, DOC.PHYTO (phytosanitary certificate)\n");
  const auto withdrawn = test::with(text, "<StatusCode>70<", "<StatusCode>40<");
  EXPECT_EQ(
      lintas({"check", "-", "--level", "rules", "--at", "2026-11-23"}, withdrawn).out,
      "-: not valid, DOC.PHYTO, 1 finding at level rule\n"
      "  R-KIND-010 /DOC.PHYTO/SPSCertificate/SPSExchangedDocument/StatusCode\n"
      "    The value is none of those that this kind of document allows here. Value: '40'. Expected: 70.\n"
      "    Use one of the values that the detail names.\n");
}

TEST(Check, a_kind_of_an_administrator_is_checked_and_so_are_its_documents) {
  const test::TemporaryFolder folder;
  const std::string path = folder.path().string();
  const std::string table = path + "/timber.csv";
  ASSERT_TRUE(write_file(table, test::permit_kind).has_value());
  ASSERT_TRUE(write_file(path + "/document-pairs.csv", "no table of a kind").has_value());
  const auto check = [&](std::string_view text) {
    return lintas({"check", "-", "--kinds", path, "--level", "rules"}, text);
  };
  EXPECT_EQ(lintas({"check", table}).out, table + ": valid, DOC.TIMBER (export permit for timber)\n");
  EXPECT_EQ(check(test::permit).out, "-: valid, DOC.TIMBER (export permit for timber)\n");
  EXPECT_TRUE(check(test::with(test::permit, ">teak<", ">oak<")).out.contains("R-KIND-010"));
  EXPECT_TRUE(lintas({"schema", "DOC.TIMBER", "--kinds", path}).out.contains("<xs:element name=\"Permit\">"));

  ASSERT_TRUE(write_file(table, test::with(test::permit_kind, "answer_days,2", "answer_days,x")).has_value());
  EXPECT_TRUE(lintas({"check", table}).out.contains("R-KIND-002 line 19, value\n"));
  const auto refused = check(test::permit);
  EXPECT_EQ(refused.exit, Exit::invalid);
  EXPECT_TRUE(refused.out.contains("R-KIND-002 " + table + ", line 19, value\n")) << refused.out;
  EXPECT_TRUE(lintas({"schema", "DOC.TIMBER", "--kinds", path}).err.contains("timber.csv, line 19"));
}

TEST(Check, R_KIND_020_a_folder_of_kinds_that_cannot_be_read_is_named) {
  const auto run = lintas({"check", "-", "--kinds", "/no/such/folder"}, test::arrival);
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("R-KIND-020 /no/such/folder\n")) << run.out;
}

TEST(Check, json_in_and_json_out) {
  const auto run = lintas({"check", "--json", "-"}, R"({"CX095A":{"messageSender":"a"}})");
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.starts_with(
      "[\n{\"file\":\"-\",\"valid\":false,\"message\":\"CX095A\",\"level\":\"schema\",\"findings\":["
      "{\"rule\":\"SCH-008\",\"ncts\":\"13\",\"pointer\":\"/CX095A/messageRecipient\",\"line\":1,"))
      << run.out;
  EXPECT_EQ(lintas({"check", "--json", "-"}, test::arrival).out,
            "[\n{\"file\":\"-\",\"valid\":true,\"message\":\"CC007C\",\"findings\":[]}\n]\n");
}

TEST(Check, what_cannot_be_read_is_told_apart_from_what_is_wrong) {
  EXPECT_EQ(lintas({"check", "/no/such/file"}).exit, Exit::unreadable);
  EXPECT_EQ(lintas({"check", "/"}).exit, Exit::unreadable);
  EXPECT_EQ(lintas({"check", "-"}, "").exit, Exit::invalid);
  EXPECT_EQ(lintas({"check", "/no/such/file", "-"}, test::arrival).exit, Exit::unreadable);
}

TEST(Check, WEL_017_what_is_no_message_is_told_by_what_it_seems_to_be) {
  const auto run = lintas({"check", "-"}, "%PDF-1.7");
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(
      run.out.starts_with("-: not valid, 1 finding at level well-formed\n"
                          "  WEL-017 / (line 1, column 1)\n"
                          "    This is no message in XML. It seems to be a PDF.\n"))
      << run.out;
}

TEST(Check, LIM_001_a_message_that_is_too_large_is_a_finding) {
  const auto run = lintas({"check", "-"}, std::string(limits::message_bytes_max + 100, ' '));
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.contains("LIM-001"));
}

TEST(Check, level_rules_asks_more_than_the_schema) {
  const auto known = test::with(test::with(test::arrival, "SG000401", "SGTUS001"), "SG000401", "SGTUS001");
  const auto valid = lintas({"check", "-", "--level", "rules", "--at", "2026-11-23"}, known);
  EXPECT_EQ(valid.exit, Exit::ok) << valid.out;
  const auto run = lintas({"check", "-", "--level", "rules", "--at", "2026-11-23"}, test::arrival);
  EXPECT_EQ(run.exit, Exit::invalid);
  EXPECT_TRUE(run.out.starts_with(
      "-: not valid, CC007C, 2 findings at level list\n"
      "  LST-003 /CC007C/CustomsOfficeOfDestinationActual/referenceNumber\n"
      "    There is no such customs office on this day. Value: 'SG000401'. Of this state: SGTUS001 "))
      << run.out;
  const auto json = lintas({"check", "-", "--level", "rules", "--json"}, test::arrival);
  EXPECT_TRUE(json.out.contains("\"value\":\"SG000401\",\"detail\":\"Of this state: SGTUS001 ")) << json.out;
  EXPECT_EQ(lintas({"check", "-", "--level", "schema"}, test::arrival).exit, Exit::ok);
  EXPECT_EQ(lintas({"check", "-", "--level"}, test::arrival).exit, Exit::usage);
  EXPECT_EQ(lintas({"check", "-", "--level", "state"}, test::arrival).exit, Exit::usage);
}

TEST(Check, options_are_checked) {
  EXPECT_EQ(lintas({"check"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"check", "-", "--colour"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"check", "-", "--at", "2026-02-30"}, test::arrival).exit, Exit::usage);
  const auto dated = lintas({"check", "-", "--at", "2026-02-28"}, test::arrival);
  EXPECT_EQ(dated.exit, Exit::ok);
  EXPECT_TRUE(dated.err.contains("no effect"));
  EXPECT_EQ(lintas({"check", "--help"}).exit, Exit::ok);
}

TEST(Schema, is_printed) {
  const auto run = lintas({"schema", "CC015C"});
  EXPECT_EQ(run.exit, Exit::ok);
  EXPECT_TRUE(run.out.contains("<xs:element name=\"CC015C\">"));
  EXPECT_TRUE(lintas({"schema", "DOC.AH"}).out.contains("<xs:element name=\"SPSCertificate\">"));
  EXPECT_EQ(lintas({"schema"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"schema", "CC999C"}).exit, Exit::usage);
  EXPECT_EQ(lintas({"schema", "--to"}).exit, Exit::usage);
  const test::TemporaryFolder place;
  const auto folder = place.path() / "for" / "the first time";
  const auto kept = lintas({"schema", "CC015C", "--to", folder.string()});
  EXPECT_EQ(kept.exit, Exit::ok) << kept.err;
  std::ifstream written{folder / "CC015C.xsd"};
  EXPECT_EQ((std::ostringstream{} << written.rdbuf()).str(), run.out);
  const auto in_a_file = lintas({"schema", "--to", (folder / "CC015C.xsd" / "folder").string()});
  EXPECT_EQ(in_a_file.exit, Exit::unreadable);
  EXPECT_TRUE(in_a_file.err.contains("cannot be written")) << in_a_file.err;
}

}  // namespace
}  // namespace lintas::cli
