#include "core/transit/notice.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/refusal.hpp"
#include "core/transit/ruling.hpp"

namespace lintas::transit {

std::vector<std::pair<std::uint32_t, std::uint32_t>> Sighting::gaps() const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> gaps;
  // What was forgotten because it is old is no gap.
  const bool forgot = notices.size() >= limits::notices_kept_max;
  std::uint32_t expected = forgot ? notices.front().number : 1;
  for (const Notice& notice : notices) {
    if (notice.number > expected) gaps.emplace_back(expected, notice.number - 1);
    expected = notice.number + 1;
  }
  return gaps;
}

Notice notice_of(const Letter& letter) {
  Notice notice{.number = letter.notice.value_or(0),
                .status = letter.status.value_or(""),
                .at = letter.at,
                .limit = letter.limit,
                .written_off = letter.written_off,
                .declared = {},
                .arrived_at = letter.arrived_at,
                .crossings = letter.crossings,
                .result = letter.result};
  if (letter.route) notice.declared = letter.route->destination;
  if (letter.declaration) notice.declared = letter.declaration->route.destination;
  return notice;
}

Ruling<NoticeFact> take(const Sighting& sighting, const Letter& letter) {
  Ruling<NoticeFact> ruling;
  if (!letter.mrn) ruling.answer.refused_for.push_back(missing("TransitOperation/MRN"));
  if (!letter.notice) ruling.answer.refused_for.push_back(missing("StatusNotice/noticeNumber"));
  if (!letter.status) ruling.answer.refused_for.push_back(missing("StatusNotice/status"));
  if (!letter.mrn || !letter.notice || !letter.status) return ruling;
  Notice notice = notice_of(letter);
  const auto same = std::ranges::find(sighting.notices, notice.number, &Notice::number);
  if (same != sighting.notices.end() && *same != notice) {
    ruling.answer.refused_for.push_back(
        road::finding("R-STS-001", "StatusNotice/noticeNumber", std::to_string(notice.number)));
    ruling.events.emplace_back(MessageRefused{
        .mrn = *letter.mrn, .ie = ie_status_notice, .faults = faults_of(ruling.answer.refused_for)});
    return ruling;
  }
  ruling.events.emplace_back(NoticeTaken{.mrn = *letter.mrn, .notice = std::move(notice)});
  return ruling;
}

Sighting evolve(Sighting sighting, const NoticeFact& fact) {
  std::visit(Overloaded{[&](const NoticeTaken& e) {
                          sighting.mrn = e.mrn;
                          auto& notices = sighting.notices;
                          const auto place =
                              std::ranges::lower_bound(notices, e.notice.number, {}, &Notice::number);
                          const bool known = place != notices.end() && place->number == e.notice.number;
                          if (!known) notices.insert(place, e.notice);
                          if (notices.size() > limits::notices_kept_max) notices.erase(notices.begin());
                        },
                        [&](const MessageRefused& e) {
                          sighting.mrn = e.mrn;
                          sighting.contradicted = sighting.contradicted || e.ie == ie_status_notice;
                        }},
             fact);
  return sighting;
}

std::string_view public_status(const Notice& notice, Day today) {
  struct Name {
    std::string_view code;
    std::string_view status;
    bool on_the_way = false;
  };
  static constexpr Name names[] = {
      {"REL", "released", true},   {"LIM", "released", true},
      {"PAS", "in_transit", true}, {"INC", "incident", true},
      {"ARR", "arrived"},          {"DIS", "discrepancy"},
      {"ENQ", "enquiry"},          {"RTR", "recovery_transferred"},
      {"REC", "recovery"},         {"WOF", "discharged"},
      {"RCL", "discharged"},       {"CAN", "cancelled"},
  };
  for (const Name& name : names) {
    if (name.code != notice.status) continue;
    if (name.on_the_way && notice.limit && today > *notice.limit) return "overdue";
    // A changed limit does not undo the passages that were told.
    if (notice.status == "LIM" && !notice.crossings.empty()) return "in_transit";
    return name.status;
  }
  return "unknown";
}

}  // namespace lintas::transit
