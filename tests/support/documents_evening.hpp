#pragma once

#include <gtest/gtest.h>

#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/documents/messages.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "tests/support/guarantee_setting.hpp"

namespace lintas::test {

/// A certificate comes from Thailand to Malaysia, where by the clock of the states it is the third of March
/// already.
class DocumentsEvening : public testing::Test {
 protected:
  const Instant evening = *parse_instant("2026-03-02T20:00:00Z");
  GuaranteeSetting malaysia;
  workflow::Setting setting = malaysia.get();
  workflow::Command command{.id = workflow::HttpCommandId{},
                            .type = workflow::command_of_message(documents::co_issue),
                            .at = evening,
                            .actor = {.role = access::Role::partner_node, .party = "TH"}};
};

}  // namespace lintas::test
