#include "shell/api/views.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "base/time.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/verification/events.hpp"
#include "core/documents/verification/state.hpp"
#include "core/guarantee/events.hpp"
#include "core/registers/events.hpp"
#include "core/transit/departure/events.hpp"
#include "core/transit/destination/events.hpp"
#include "core/transit/notice.hpp"
#include "core/transit/passage/events.hpp"
#include "core/webhooks/events.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/codes_part.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/links_part.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/api/names.hpp"
#include "shell/app/stream.hpp"
#include "tests/support/profiles.hpp"
#include "tests/support/state_setting.hpp"

namespace lintas::api {
namespace {

using workflow::EventType;

/// The numbers that a header gives to names of this form.
std::map<std::string, std::uint16_t> numbers_in(const char* header, const char* form) {
  const std::string text = test::file_of_tree(LINTAS_ROOT, header);
  const std::regex pattern{form};
  std::map<std::string, std::uint16_t> found;
  for (std::sregex_iterator one{text.begin(), text.end(), pattern}, end; one != end; ++one)
    found.emplace((*one)[1].str(), static_cast<std::uint16_t>(std::stoul((*one)[2].str())));
  return found;
}

template <class Event>
void add_types(std::set<EventType>& types, std::uint16_t block) {
  for (std::size_t place = 0; place < std::variant_size_v<VariantOf<Event>>; ++place)
    types.insert(workflow::event_in(block, place));
}

TEST(EventNames, every_type_of_event_has_a_name_of_its_own) {
  std::set<EventType> types{workflow::permits_counted, workflow::links_revoked, workflow::codes_resumed};
  add_types<guarantee::AccountEvent>(types, workflow::account_block);
  add_types<guarantee::UseEvent>(types, workflow::use_block);
  add_types<transit::departure::Fact>(types, workflow::departure_block);
  add_types<transit::passage::Fact>(types, workflow::passage_block);
  add_types<transit::destination::Fact>(types, workflow::destination_block);
  add_types<registers::Event>(types, workflow::register_block);
  add_types<transit::NoticeFact>(types, workflow::notice_block);
  add_types<workflow::ManifestFact>(types, workflow::manifest_block);
  add_types<webhooks::Event>(types, workflow::webhook_block);
  add_types<documents::issue_side::Fact>(types, workflow::issue_block);
  add_types<documents::import_side::Fact>(types, workflow::import_block);
  add_types<documents::verification::Fact>(types, workflow::verification_block);

  // A block that a later machine gets has at least one event.
  const auto blocks = numbers_in("src/core/workflow/kinds.hpp", R"((\w+)_block = (\d+);)");
  ASSERT_GE(blocks.size(), 9U);
  for (const auto& [name, first] : blocks) {
    if (first == workflow::message_block) continue;
    types.insert(EventType{first});
  }
  const auto own = numbers_in("src/core/workflow/records.hpp", R"(EventType (event_\w+)\{\s*(\d+)\})");
  ASSERT_GE(own.size(), 11U);
  for (const auto& [name, number] : own) types.insert(EventType{number});

  std::map<std::string, EventType> names;
  for (const EventType type : types) {
    const std::string name = event_name(type);
    EXPECT_FALSE(name.empty()) << std::to_underlying(type);
    EXPECT_TRUE(names.emplace(name, type).second) << name << " is the name of two";
  }
  EXPECT_EQ(event_name(EventType{63}), "") << "nobody writes it";
}

TEST(Views, who_chooses_events_is_offered_those_of_the_feed) {
  EXPECT_TRUE(is_event_name("departure.released"));
  EXPECT_TRUE(is_event_name("exchange.parked"));
  EXPECT_TRUE(is_event_name("import.claimed"));
  EXPECT_FALSE(is_event_name("departure.flown"));
  EXPECT_FALSE(is_event_name("webhooks.delivered")) << "each would make another one";
}

TEST(EventNames, what_several_machines_tell_bears_the_name_of_each) {
  for (const char* name : {"issue.time_over", "import.time_over", "verification.time_over", "issue.drawn_on"})
    EXPECT_TRUE(is_event_name(name)) << name;
  EXPECT_FALSE(is_event_name("documents.time_over")) << "nobody could tell whose clock rang";
}

TEST(Views, a_row_of_documents_has_the_name_of_its_state) {
  using workflow::import_stream, workflow::issue_stream;
  const auto number = [](auto state) { return static_cast<std::uint16_t>(std::to_underlying(state)); };
  EXPECT_EQ(state_names(issue_stream, number(documents::issue_side::State::issued)).id, "ISSUED");
  EXPECT_EQ(state_names(import_stream, number(documents::import_side::State::valid)).id, "VALID");
  const auto asked = static_cast<std::uint16_t>(workflow::request_statuses +
                                                number(documents::verification::State::requested));
  EXPECT_EQ(state_names(issue_stream, asked).id, "VERIFY_REQUESTED");
}

TEST(Views, a_time_at_an_office_has_its_offset) {
  const Instant at = parse_instant("2026-11-25T16:30:00Z").value();
  EXPECT_EQ(local_text(at, std::chrono::hours{8}), "2026-11-26T00:30:00.000+08:00");
  EXPECT_EQ(local_text(at, std::chrono::minutes{390}), "2026-11-25T23:00:00.000+06:30");
  EXPECT_EQ(local_text(at, -std::chrono::minutes{210}), "2026-11-25T13:00:00.000-03:30");
}

TEST(EventNames, every_kind_of_stream_has_a_name) {
  const test::StateSetting setting{"SG"};
  const workflow::National national{workflow::national_parts(), setting.get()};
  for (const auto& [name, number] :
       numbers_in("src/core/workflow/kinds.hpp", R"(StreamKind (\w+)_stream\{\s*(\d+)\})")) {
    const workflow::StreamKind kind{number};
    EXPECT_FALSE(kind_name(national, kind).empty()) << name;
  }
  EXPECT_EQ(kind_name(national, app::denials_stream), "denials");
  EXPECT_EQ(kind_name(national, app::identities_stream), "identities");
}

}  // namespace
}  // namespace lintas::api
