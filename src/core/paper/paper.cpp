#include "core/paper/paper.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/groups.hpp"
#include "core/paper/content.hpp"
#include "core/paper/sheet.hpp"
#include "core/paper/texts.hpp"
#include "core/refdata/snapshot.hpp"

namespace lintas::paper {

Series limit_of(const Source& source) {
  const std::string released = text_under("AL001", source.goods.additional_information);
  const std::vector<std::string> parts = parts_in(released);
  if (source.limit && !parts.empty() && parts.front() != lintas::to_text(*source.limit))
    return single(format("{} (extended, was {})", lintas::to_text(*source.limit), parts.front()));
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : " ") + part;
  return single(std::move(text));
}

Paper paper_of(const message::Message& released, const refdata::View& reference, std::string_view digest,
               std::optional<Day> limit) {
  require(released.transit_operation && released.consignment, "a release shows the movement and its goods");
  const message::TransitOperation& operation = *released.transit_operation;
  require(!operation.mrn.empty() && operation.release_date.has(), "a release has an MRN and a day");
  const Source source{
      .released = released, .goods = *released.consignment, .reference = reference, .limit = limit};
  const Table route = route_of(source);
  return {.mrn = operation.mrn,
          .check = format("ACTS-TAD/1 {} {}", operation.mrn, digest),
          .released = text_of(operation.release_date),
          .front = front_of(source),
          .back = back_of(source),
          .route = route,
          .advice = advice(route),
          .list_head = list_head_of(source),
          .list = list_of(source),
          .list_end = list_end_of(source)};
}

}  // namespace lintas::paper
