#include "core/transit/notice.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/certain.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/clocks.hpp"
#include "core/transit/inspection.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/transit/refusal.hpp"
#include "core/transit/ruling.hpp"
#include "core/transit/statuses.hpp"

namespace lintas::transit {

std::vector<std::pair<std::uint32_t, std::uint32_t>> Sighting::gaps() const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> gaps;
  // What was forgotten because it is old is no gap.
  const bool forgot = notices.size() >= limits::notices_kept_max;
  std::uint32_t expected = std::max(forgot ? notices.front().number : 1, settled + 1);
  for (const Notice& notice : notices) {
    if (notice.number > expected) gaps.emplace_back(expected, notice.number - 1);
    expected = std::max(expected, notice.number + 1);
  }
  return gaps;
}

bool Sighting::has_ended() const {
  static constexpr std::string_view last[] = {"WOF", "RCL", "CAN"};
  return newest() != nullptr && std::ranges::find(last, newest()->status) != std::end(last);
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

Ruling<NoticeFact> take(const Sighting& sighting, const Letter& letter, Instant at) {
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
  NoticeTaken taken{.mrn = *letter.mrn, .notice = std::move(notice)};
  const Sighting after = evolve(sighting, taken);
  if (!after.gaps().empty() || after.asked) taken.due = sighting.due.value_or(at + limits::notice_ask_after);
  ruling.events.emplace_back(std::move(taken));
  return ruling;
}

Ruling<NoticeFact> time_passed(const Sighting& sighting, Instant at) {
  const Mrn& mrn = certain(sighting.mrn, "only a movement that was heard of misses notices");
  const auto gaps = sighting.gaps();
  const std::uint32_t below = gaps.empty() ? 0 : gaps.back().second;
  Ruling<NoticeFact> ruling;
  ruling.events.emplace_back(ask_up_to(sighting, mrn, std::max(below, sighting.asked.value_or(0)), at));
  return ruling;
}

Ruling<NoticeFact> give_up(const Mrn& mrn) {
  Ruling<NoticeFact> ruling;
  ruling.events.emplace_back(EndNotTold{.mrn = mrn});
  return ruling;
}

NoticesAsked ask_up_to(const Sighting& sighting, const Mrn& mrn, std::uint32_t number, Instant at) {
  const auto gaps = sighting.gaps();
  const Notice* newest = sighting.newest();
  const std::uint32_t unseen = newest == nullptr ? 1 : newest->number + 1;
  NoticesAsked asked{.mrn = mrn, .first = gaps.empty() ? unseen : gaps.front().first, .last = number};
  asked.first = std::min(asked.first, asked.last);
  // Of a notice that is here with other content, once is enough: the answer shows who is right.
  if (!gaps.empty() || number >= unseen) asked.due = at + limits::notice_ask_again;
  return asked;
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
                          sighting.due = e.due;
                          if (!sighting.asked || e.notice.number < *sighting.asked) return;
                          sighting.settled = notices.back().number;
                          sighting.asked.reset();
                        },
                        [&](const NoticesAsked& e) {
                          sighting.mrn = e.mrn;
                          sighting.asked = e.last;
                          sighting.due = e.due;
                        },
                        [&](const EndNotTold& e) {
                          sighting.mrn = e.mrn;
                          sighting.given_up = true;
                          sighting.due.reset();
                        },
                        [&](const MessageRefused& e) {
                          sighting.mrn = e.mrn;
                          sighting.contradicted = sighting.contradicted || e.ie == ie_status_notice;
                        }},
             fact);
  return sighting;
}

std::string picture_of(const Notice& notice, const refdata::View& reference) {
  const auto day = [](const std::optional<Day>& date) { return date ? to_text(*date) : std::string{}; };
  const auto place = [](const std::optional<OfficeId>& office) {
    return office ? office->str() : std::string_view{};
  };
  std::string text = format("{} {} {} {} {}", notice.status, day(notice.limit), day(notice.written_off),
                            place(notice.declared), place(notice.arrived_at));
  for (const Crossing& crossing : notice.crossings) {
    text += format(" {} {}", crossing.office.str(),
                   to_text(day_of(crossing.at, offset_at(reference, crossing.office))));
  }
  if (notice.result) text += format(" {} {}", notice.result->code, to_text(notice.result->day));
  return text;
}

bool is_on_the_way(const Notice& notice) {
  const auto* name = std::ranges::find(status_names, notice.status, &StatusName::code);
  return name != status_names.end() && name->on_the_way;
}

std::string_view public_status(const Notice& notice, Day today) {
  const auto* name = std::ranges::find(status_names, notice.status, &StatusName::code);
  if (name == status_names.end()) return status_unknown;
  if (name->on_the_way && notice.limit && today > *notice.limit) return status_overdue;
  // A changed limit does not undo the passages that were told.
  if (notice.status == "LIM" && !notice.crossings.empty()) return "in_transit";
  return name->status;
}

}  // namespace lintas::transit
