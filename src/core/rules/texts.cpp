#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "base/text.hpp"
#include "base/unseen.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/format.hpp"
#include "core/model/scalars.hpp"
#include "core/rules/judge.hpp"

namespace lintas::rules {

namespace {

/// Elements that name one thing and are compared letter by letter: with a seal, a paper, a register. Marks on
/// packages are not among them: whatever stands there is written down, in any script.
constexpr std::array<std::string_view, 14> identifiers{"DeclarationID",
                                                       "ID",
                                                       "LRN",
                                                       "TIRHolderIdentificationNumber",
                                                       "additionalIdentifier",
                                                       "authorisationNumber",
                                                       "combinedNomenclatureCode",
                                                       "correlationIdentifier",
                                                       "identificationNumber",
                                                       "identifier",
                                                       "messageIdentification",
                                                       "messageSender",
                                                       "otherGuaranteeReference",
                                                       "referenceNumber"};
static_assert(std::ranges::is_sorted(identifiers));

/// Is shown to nobody and not repeated in a finding.
constexpr std::string_view secret = "accessCode";

class Walk {
 public:
  Walk(const message::Program& program, Judge& judge) : program_(program), judge_(judge) {}

  void group(const message::Node& node, const void* object, const Path& at) {
    for (const message::Node& child : program_.children(node)) {
      if (judge_.full()) return;
      const void* member = child.member_in(object);
      if (child.kind == message::Kind::text) leaf(child, *static_cast<const message::Text*>(member), at);
      if (child.kind != message::Kind::group) continue;
      const std::size_t count = child.access->count(member);
      for (std::size_t i = 0; i < count; ++i) {
        group(child, child.access->at(member, i),
              {.parent = &at, .name = child.name, .place = child.repeats() ? i + 1 : 0});
      }
    }
  }

 private:
  void leaf(const message::Node& node, std::string_view text, const Path& in) {
    if (node.name == secret) return;
    const bool is_identifier = names_one_thing(node.name);
    const auto found = is_identifier ? first_unfit_for_identifier(text) : first_mark(text);
    if (!found) return;
    // Nothing is turned where the finding is shown.
    judge_.add(is_identifier ? "TXT-002" : "TXT-001", in, node.name, with_marks_shown(text, "\uFFFD"),
               format("character {} is U+{:04X}", found->place, found->code_point));
  }

  const message::Program& program_;
  Judge& judge_;
};

}  // namespace

bool names_one_thing(std::string_view element) { return std::ranges::binary_search(identifiers, element); }

void texts_read_as_written(const message::Document& document, Judge& judge) {
  Walk{*document.program, judge}.group(document.program->top(), &document.message, judge.root);
}

}  // namespace lintas::rules
