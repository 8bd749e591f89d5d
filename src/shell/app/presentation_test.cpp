#include "shell/app/presentation.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "core/messages/document.hpp"
#include "core/model/groups.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/kinds.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {
namespace {

/// The messages of a movement in their order, each kept with its event.
class History {
 public:
  void declared(std::string_view plate, std::string_view marks) {
    add(workflow::submission_event, plate, marks);
  }
  void amended(std::string_view plate, std::string_view marks) {
    add(workflow::amendment_event, plate, marks);
  }
  void presented(std::string_view plate) { add(workflow::presentation_event, plate, {}); }
  void lose(std::size_t number) { kept_[number].reset(); }

  /// The plate and the marks as they stand by the message of that number.
  [[nodiscard]] std::string stands(std::size_t number) const {
    const auto standing = standing_under(hash_of(number), events_, [&](const EventRow& event) {
      return copy_of(kept_[static_cast<std::size_t>(event.payload_hash->bytes[0])]);
    });
    if (!standing) return "gone";
    const message::Consignment& goods = *standing->document.message.consignment;
    const auto& means = goods.departure_transport_means;
    return (means.empty() ? std::string{"-"} : means.front().identification_number) + " " +
           goods.reference_number_ucr;
  }

 private:
  static Hash256 hash_of(std::size_t number) {
    Hash256 hash;
    hash.bytes[0] = static_cast<std::byte>(number);
    return hash;
  }
  static std::optional<message::Document> copy_of(const std::optional<message::Document>& kept) {
    if (!kept) return std::nullopt;
    return message::Document{.program = kept->program, .phase = {}, .message = kept->message.clone()};
  }
  void add(workflow::EventType type, std::string_view plate, std::string_view marks) {
    message::Document document;
    message::Consignment& goods = document.message.consignment.emplace();
    goods.reference_number_ucr = marks;
    if (!plate.empty()) goods.departure_transport_means.emplace_back().identification_number = plate;
    EventRow row;
    row.type = type;
    row.payload = PayloadId{1};
    row.payload_hash = hash_of(kept_.size());
    events_.push_back(std::move(row));
    kept_.emplace_back(std::move(document));
  }

  std::vector<EventRow> events_;
  std::vector<std::optional<message::Document>> kept_;
};

TEST(Standing, IsMadeOfAllThatCameOfADeclarationUntilThen) {
  History history;
  history.declared("", "lodged");
  EXPECT_EQ(history.stands(0), "- lodged") << "its goods are not there yet";
  history.amended("", "mended");
  history.presented("XE1");
  history.amended("", "after");
  history.amended("XD7", "more");
  history.amended("", "last");
  EXPECT_EQ(history.stands(1), "XE1 mended");
  EXPECT_EQ(history.stands(3), "XE1 after");
  EXPECT_EQ(history.stands(4), "XD7 more");
  EXPECT_EQ(history.stands(5), "XD7 last") << "what was amended does not come back";
  EXPECT_EQ(history.stands(9), "gone");
}

TEST(Standing, OfAnLrnThatIsUsedAgainNothingIsOfTheOneBefore) {
  History history;
  history.declared("", "first");
  history.presented("XE1");
  history.declared("", "second");
  history.amended("", "third");
  EXPECT_EQ(history.stands(0), "XE1 first");
  EXPECT_EQ(history.stands(2), "- second");
  EXPECT_EQ(history.stands(3), "- third");
}

TEST(Standing, OfWhatWasErasedThereIsNone) {
  History history;
  history.declared("", "lodged");
  history.presented("XE1");
  history.amended("", "after");
  history.lose(1);
  EXPECT_EQ(history.stands(0), "gone");
  EXPECT_EQ(history.stands(2), "gone");
}

}  // namespace
}  // namespace lintas::app
