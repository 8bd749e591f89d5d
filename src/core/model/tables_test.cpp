#include "core/model/tables.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "core/model/field.hpp"
#include "core/model/format.hpp"

namespace lintas::message {
namespace {

std::string_view kind_name(const Field& field) {
  switch (field.kind) {
    case Kind::text: return "text";
    case Kind::integer: return "integer";
    case Kind::number: return "number";
    case Kind::date: return "date";
    case Kind::date_time: return "date_time";
    case Kind::group: return field.max == 1 ? "group" : "groups";
  }
  return {};
}

TEST(Tables, name_every_field_once_in_its_group) {
  for (const Group* group : all_groups()) {
    std::set<std::string_view> names;
    std::set<unsigned> numbers;
    for (const Field& field : group->fields) {
      EXPECT_TRUE(names.insert(field.name).second) << group->name << ' ' << field.name;
      EXPECT_TRUE(numbers.insert(field.number).second) << group->name << ' ' << field.number;
      EXPECT_FALSE(field.meaning.empty()) << group->name << ' ' << field.name;
    }
  }
}

TEST(Tables, list_members_before_the_groups_that_contain_them) {
  std::set<const Group*> known;
  for (const Group* group : all_groups()) {
    for (const Field& field : group->fields)
      EXPECT_TRUE(field.group == nullptr || known.contains(field.group)) << group->name;
    known.insert(group);
  }
  EXPECT_EQ(all_groups().back(), &message_group());
}

// A new field gets a new line in data/field-numbers.csv; a line is never changed and never removed.
TEST(Tables, agree_with_the_committed_field_numbers) {
  std::ifstream file{LINTAS_ROOT "/data/field-numbers.csv"};
  ASSERT_TRUE(file.good());
  std::map<std::string, std::string> committed;  // "record,number" -> "name,kind"
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("message.")) continue;
    const auto second_comma = line.find(',', line.find(',') + 1);
    EXPECT_TRUE(committed.emplace(line.substr(0, second_comma), line.substr(second_comma + 1)).second)
        << "twice: " << line;
  }
  for (const Group* group : all_groups()) {
    for (const Field& field : group->fields) {
      const auto key = "message." + std::string{group->name} + "," + std::to_string(field.number);
      EXPECT_EQ(committed[key], std::string{field.name} + "," + std::string{kind_name(field)}) << key;
    }
  }
}

TEST(Tables, find_formats_by_name) {
  for (const Format* format : all_formats()) EXPECT_EQ(find_format(format->name), format);
  EXPECT_EQ(find_format("no such format"), nullptr);
}

TEST(Tables, blank_groups_have_no_values) {
  for (const Group* group : all_groups()) {
    for (const Field& field : group->fields) {
      const void* member = field.member(group->blank());
      if (field.kind == Kind::group) {
        EXPECT_EQ(field.access->count(member), 0U) << group->name;
      } else {
        EXPECT_FALSE(has_value(field.kind, member)) << group->name << ' ' << field.name;
      }
    }
  }
}

}  // namespace
}  // namespace lintas::message
