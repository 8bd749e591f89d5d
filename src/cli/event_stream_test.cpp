#include "cli/event_stream.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"

namespace lintas::cli {
namespace {

constexpr std::string_view text =
    "retry: 3000\n\n"
    "id: c1\ndata: {\"a\":1}\n\n"
    ": still here\nid: c2\n\n"
    "id:c3\r\ndata:first\r\ndata: second\r\n\r\n";

TEST(EventStream, events_come_whole_however_they_are_cut) {
  for (std::size_t size = 1; size <= text.size(); ++size) {
    EventStream stream;
    std::vector<std::string> all;
    for (std::size_t at = 0; at < text.size(); at += size) {
      const auto done = stream.read(text.substr(at, size));
      ASSERT_TRUE(done.has_value());
      all.insert(all.end(), done->begin(), done->end());
    }
    EXPECT_EQ(all, (std::vector<std::string>{R"({"a":1})", "first\nsecond"})) << size;
    EXPECT_EQ(stream.last_id(), "c3");
  }
}

TEST(EventStream, a_pause_tells_how_far_it_went) {
  EventStream stream;
  EXPECT_TRUE(stream.read(": still here\nid: c2\n\n")->empty());
  EXPECT_EQ(stream.last_id(), "c2");
}

TEST(EventStream, what_was_cut_off_is_not_half_an_event) {
  EventStream stream;
  EXPECT_EQ(stream.read("id: c1\ndata: one\n\nid: c2\ndata: tw")->size(), 1U);
  stream.begin_again();
  EXPECT_EQ(stream.last_id(), "c1");
  EXPECT_EQ(stream.read("id: c2\ndata: two\n\n"), (std::vector<std::string>{"two"}));
}

TEST(EventStream, a_line_without_end_is_none) {
  EventStream stream;
  EXPECT_FALSE(stream.read(std::string(limits::http_head_bytes_max + 1, 'x')).has_value());
}

}  // namespace
}  // namespace lintas::cli
