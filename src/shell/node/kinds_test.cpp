#include "shell/node/kinds.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/kinds/kind.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/tables.hpp"
#include "core/seed/seed.hpp"
#include "shell/node/config.hpp"
#include "tests/support/kind_samples.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::node {
namespace {

/// An administration that has permits for timber of its own.
class KindsOfAdministration : public testing::Test {
 protected:
  KindsOfAdministration() {
    config.store_folder = (folder.path() / "store").string();
    config.kinds_folder = (folder.path() / "kinds").string();
    std::filesystem::create_directory(config.store_folder);
    std::filesystem::create_directory(config.kinds_folder);
  }
  void write(std::string_view name, std::string_view text) const {
    std::ofstream{std::filesystem::path{config.kinds_folder} / name, std::ios::binary} << text;
  }
  static std::string changed(std::string_view from, std::string_view to) {
    return test::with(std::string{test::permit_kind}, from, to);
  }
  /// All faults, a line each; "" if there are none.
  [[nodiscard]] std::string faults() const {
    const auto kinds = kinds_of_administration(config);
    std::string text;
    if (!kinds)
      for (const std::string& one : kinds.error()) text += one + "\n";
    return text;
  }
  [[nodiscard]] std::string start() const {
    if (const std::string text = faults(); !text.empty()) return text;
    const auto kept = keep_kinds(config, kinds_of_administration(config)->files);
    return kept ? std::string{} : kept.error();
  }

  const test::TemporaryFolder folder;
  Config config;
};

TEST_F(KindsOfAdministration, stand_beside_those_of_the_program) {
  write("timber.csv", test::permit_kind);
  write("read.me", "no table");
  const auto kinds = kinds_of_administration(config);
  ASSERT_TRUE(kinds && kinds->kinds) << faults();
  EXPECT_NE(kinds->kinds->find("timber"), nullptr);
  EXPECT_NE(kinds->kinds->find("phyto"), nullptr);
  config.kinds_folder.clear();
  const auto none = kinds_of_administration(config);
  EXPECT_TRUE(none && !none->kinds) << "those of the program alone";
}

TEST_F(KindsOfAdministration, a_fault_is_told_with_file_line_and_column) {
  write("timber.csv", changed("kind,code,timber", "kind,code,Timber"));
  EXPECT_TRUE(faults().contains("kinds/timber.csv, line 2, value: R-KIND-002 ")) << faults();
  write("timber.csv", changed("kind,code,timber", "kind,code,phyto"));
  EXPECT_TRUE(faults().contains("kinds/timber.csv: R-KIND-006 ")) << faults();
  config.kinds_folder += "/nowhere";
  EXPECT_TRUE(faults().contains("R-KIND-020")) << faults();
}

TEST_F(KindsOfAdministration, R_KIND_043_a_table_that_the_node_ran_with_is_widened_and_nothing_else) {
  write("timber.csv", test::permit_kind);
  ASSERT_EQ(start(), "");
  write("timber.csv", changed("field,Line,1-99", "field,Line,1-999"));
  EXPECT_EQ(start(), "");
  write("timber.csv", test::permit_kind);
  EXPECT_TRUE(start().contains("(timber), field, Line: R-KIND-043 ")) << "narrower than it was";
  std::filesystem::remove(std::filesystem::path{config.kinds_folder} / "timber.csv");
  EXPECT_TRUE(start().contains("R-KIND-043 ")) << "its documents lie in the store";
  config.kinds_folder.clear();
  EXPECT_TRUE(start().contains("R-KIND-043 "));
}

TEST_F(KindsOfAdministration, R_KIND_043_what_a_node_did_not_run_with_is_not_kept) {
  write("timber.csv", test::permit_kind);
  ASSERT_EQ(start(), "");
  const std::string wider = changed("field,Line,1-99", "field,Line,1-999");
  write("timber.csv", wider);
  const auto read = kinds_of_administration(config);
  ASSERT_TRUE(read.has_value()) << faults();
  write("timber.csv", test::permit_kind);
  EXPECT_EQ(faults(), "") << "that start failed, and left nothing";
  ASSERT_TRUE(keep_kinds(config, read->files).has_value());
  EXPECT_TRUE(faults().contains("R-KIND-043 ")) << "what it read is kept, whatever the file says since";
}

TEST_F(KindsOfAdministration, go_as_data_between_the_states_that_the_folder_names) {
  write("timber.csv", test::permit_kind);
  const auto home = Country::parse("MY").value();
  const auto exchanges = [&] {
    const auto reference = with_pairs_of_administration(seed::reference(home), config);
    if (!reference) return reference.error();
    const bool on =
        reference->at(*parse_day("2026-11-23"))
            .exchanges("timber", refdata::DocumentProcess::issue, home, Country::parse("SG").value());
    return std::string{on ? "yes" : "no"};
  };
  EXPECT_EQ(exchanges(), "no");
  const std::string head = "kind,process,from_state,to_state,on,from,until,source\n";
  write("document-pairs.csv", head + "timber,issue,MY,SG,yes,2026-01-01,,agreed on\n");
  EXPECT_EQ(exchanges(), "yes");
  EXPECT_EQ(faults(), "") << "it is no table of a kind";
  write("document-pairs.csv", head + "timber,sale,MY,SG,yes,2026-01-01,,agreed on\n");
  EXPECT_TRUE(exchanges().contains("document-pairs.csv, line 2, process: R-REF-002 ")) << exchanges();
  write("document-pairs.csv", head + "phyto,issue,*,*,no,2026-01-01,,ours alone\n");
  EXPECT_TRUE(exchanges().contains("R-REF-003")) << "the program says it already";
  for (const char* of_others : {"e_form_d", "acdd", "tinber"}) {
    write("document-pairs.csv", head + "timber,issue,MY,SG,yes,2026-01-01,,agreed on\n" + of_others +
                                    ",issue,MY,TL,yes,2023-01-01,2024-01-01,agreed on\n");
    EXPECT_TRUE(exchanges().contains("document-pairs.csv, line 3, kind: R-REF-002 ")) << exchanges();
    EXPECT_TRUE(exchanges().contains(of_others)) << exchanges();
  }
  write("document-pairs.csv", head + "phyto,issue,MY,SG,no,2026-01-01,,not yet\n");
  EXPECT_EQ(exchanges(), "no") << "of a kind of the program that is data";
  write("document-pairs.csv", head + "exporters,issue,MY,SG,no,2026-01-01,,not yet\n");
  EXPECT_EQ(exchanges(), "no") << "and of the register of certified exporters";
  write("document-pairs.csv", head + "origin_declaration,verification,MY,SG,no,2026-01-01,,not yet\n");
  EXPECT_EQ(exchanges(), "no") << "and of checks of their declarations";
}

TEST_F(KindsOfAdministration, are_files_that_a_backup_takes) {
  write("timber.csv", test::permit_kind);
  const auto files = kind_files_of(config);
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].key, "documents.kinds.timber.csv");
  EXPECT_EQ(files[0].path, config.kinds_folder + "/timber.csv");
  EXPECT_TRUE(kept_kind_files_of(config).empty()) << "no node ran with it";
  ASSERT_EQ(start(), "");
  const auto kept = kept_kind_files_of(config);
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].key, "store.kinds.timber.csv");
  EXPECT_EQ(kept[0].path, config.store_folder + "/kinds/timber.csv");
}

}  // namespace
}  // namespace lintas::node
