#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/machine.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "tests/support/profiles.hpp"

/// What tests of the interface ask of documents of every kind.
namespace lintas::api {

template <class Fixture>
class WholeDocuments : public Fixture {
 public:
  static std::string example(std::string_view name) {
    return test::file_of_tree(LINTAS_ROOT, format("examples/documents/{}.xml", name));
  }
  /// A message of a partner, as its gateway has read it.
  template <class Letter>
  workflow::Reply hear(std::string_view partner, machine::MessageNumber number, const Letter& letter,
                       std::string_view text = {}) {
    auto command = this->node.command({.role = access::Role::partner_node, .party = std::string{partner}},
                                      workflow::command_of_message(number), letter);
    const std::string id = format("M{}", ++messages);
    command.id =
        workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, partner, id)};
    command.lane = workflow::LanePosition{*exchange::Partner::parse(partner), 0, id};
    if (!text.empty())
      command.payloads = {this->packer.pack(workflow::payload_of_message(number), as_bytes(text))};
    return this->node.ask(command);
  }
  static std::vector<std::string> names_of_acts(const nlohmann::json& shown) {
    std::vector<std::string> names;
    for (const nlohmann::json& one : shown["acts"]) names.push_back(one["name"]);
    return names;
  }

  /// A key, and how it is answered: of a document of this state, and of one of another state.
  struct Reader {
    std::string who;
    std::uint16_t own = 0;
    std::uint16_t others = 0;
  };
  /// Where one of each lies, and what the feed calls them; no other address has them.
  struct Places {
    std::string list;
    std::string own;
    std::string others;
    std::string_view own_kind;
    std::string_view others_kind;
    std::vector<std::string> elsewhere;
  };
  void expect_seen(const std::vector<Reader>& readers, const Places& at) {
    for (const Reader& one : readers) {
      const auto status = [&](const std::string& address) {
        return this->get(address, one.who).response.status;
      };
      EXPECT_EQ(status(at.own), one.own) << one.who;
      EXPECT_EQ(status(at.others), one.others) << one.who;
      EXPECT_EQ(status(at.own + "/document"), one.own) << one.who;
      EXPECT_EQ(status(at.others + "/document"), one.others) << one.who;
      const auto list = this->get(at.list, one.who);
      EXPECT_EQ(list.response.status, one.own == 403 ? 403 : 200) << one.who;
      const std::size_t seen = (one.own == 200 ? 1U : 0U) + (one.others == 200 ? 1U : 0U);
      if (list.response.status == 200) {
        EXPECT_EQ(list.json["items"].size(), seen) << one.who;
      }
      const auto events = this->get("/v1/events", one.who).json["items"];
      const auto tells = [&](std::string_view kind) {
        return std::ranges::any_of(events,
                                   [&](const nlohmann::json& event) { return event["kind"] == kind; });
      };
      EXPECT_EQ(tells(at.own_kind), one.own == 200) << "the feed shows what may be read";
      EXPECT_EQ(tells(at.others_kind), one.others == 200);
      for (const std::string& address : at.elsewhere) EXPECT_NE(status(address), 200) << address;
    }
  }

  int acts = 0;
  int messages = 0;
};

}  // namespace lintas::api
