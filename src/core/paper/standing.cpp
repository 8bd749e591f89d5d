#include "core/paper/standing.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"

namespace lintas::paper {

namespace {

namespace iss = documents::issue_side;
namespace imp = documents::import_side;

/// What a page is; the words are those that stand on it.
struct Sort {
  std::string_view mark;
  std::string_view what;
  bool is_signed_by_hand = false;
  bool has_code = false;
};

constexpr Sort copy_of_data{
    .mark = "PRINTED COPY OF AN ELECTRONIC CERTIFICATE \u2013 NOT AN ORIGINAL",
    .what =
        "A copy. The certificate went to the importing state as data, and preference is given on these "
        "alone: this page gives none and is no second certificate. Whether it is genuine says its code.",
    .has_code = true};
constexpr Sort on_paper{
    .mark = "ISSUED ON PAPER \u2013 NO DATA ARE SENT",
    .what =
        "The certificate itself, issued on paper, since no data of it go to the importing state. Valid "
        "with signature and stamp of the authority. Whether it is genuine says its code.",
    .is_signed_by_hand = true,
    .has_code = true};
constexpr Sort copy_of_paper{
    .mark = "COPY OF A CERTIFICATE ISSUED ON PAPER \u2013 NOT AN ORIGINAL",
    .what =
        "A copy for the exporter. The certificate is the page that the authority has signed and stamped: "
        "this one gives no preference. Whether it is genuine says its code.",
    .has_code = true};
constexpr Sort on_paper_after_data{
    .mark = "ISSUED ON PAPER \u2013 DATA WERE SENT BEFORE",
    .what =
        "Issued on paper since no answer to its data came. Customs that have the data after all give "
        "preference on these alone, and none on this page. Valid with signature and stamp of the "
        "authority. Whether it is genuine says its code.",
    .is_signed_by_hand = true,
    .has_code = true};
constexpr Sort not_sent_yet{
    .mark = "NOT SENT YET \u2013 GIVES NO PREFERENCE",
    .what =
        "A print of what the authority has approved. It was neither sent as data nor issued on paper, so "
        "it gives no preference, and no code is signed for it."};
constexpr Sort being_cancelled{
    .mark = "BEING CANCELLED \u2013 GIVES NO PREFERENCE",
    .what =
        "The authority has asked the importing customs to cancel it. Until they have answered no code is "
        "signed for it."};
constexpr Sort without_original{.mark = "ORIGINAL CANCELLED \u2013 NOT TO BE RELIED ON",
                                .what =
                                    "A back-to-back certificate: an original that it lives on was cancelled, "
                                    "and none took its place. Until "
                                    "the authority has decided on it no code is signed for it. Customs ask "
                                    "the authority before they give "
                                    "preference."};
constexpr Sort cancelled{.mark = "CANCELLED",
                         .what =
                             "The certificate was cancelled: nobody may give preference on it. No code "
                             "is signed for it any more."};
constexpr Sort received{
    .mark = "PRINT OF RECEIVED DATA \u2013 NOT AN ORIGINAL",
    .what =
        "Printed by the customs of the importing state from the data that it received. It is for their "
        "own file and gives nothing. Only the issuing state signs a code for its certificate."};
constexpr Sort received_and_cancelled{
    .mark = "CANCELLED \u2013 PRINT OF RECEIVED DATA",
    .what =
        "Printed by the customs of the importing state from the data that it received. The issuing state "
        "cancelled the certificate: nobody may give preference on it."};

const Sort& sort_of(const iss::Certificate& certificate, PrintedFor by) {
  if (certificate.state == iss::State::cancelled) return cancelled;
  if (certificate.state == iss::State::cancel_pending) return being_cancelled;
  // Never silently valid (R-ASW-049), whatever it is printed for.
  if (!certificate.lost.empty()) return without_original;
  if (certificate.printed && by == PrintedFor::exporter) return copy_of_paper;
  if (certificate.printed) return certificate.transmitted ? on_paper_after_data : on_paper;
  return certificate.transmitted ? copy_of_data : not_sent_yet;
}

void add_word(std::string& text, std::string_view word) {
  if (!text.empty()) text += ' ';
  text += word;
}

template <class Machine>
std::string_view name_of(typename Machine::State state) {
  const auto facts = std::ranges::find(Machine::states, state, [](const auto& one) { return one.state; });
  require(facts != Machine::states.end(), "a state is one of its table");
  return facts->name;
}

// ---- box 4

void add_entry(std::string& list, std::string_view entry) {
  if (!list.empty()) list += ", ";
  list += entry;
}

/// "item 2", "items 1, 3-7, 9 (250 of 1000 KGM)".
class Named {
 public:
  /// `part`: so much of the item; all of it where that is its quantity, or is not known.
  void add(const documents::Balance& item, Decimal part) {
    ++count_;
    if (!part.is_zero() && part != item.quantity) {
      add_entry(text_,
                format("{} ({} of {} {})", item.item, part.str(), item.quantity.str(), item.unit.str()));
      last_ = 0;
      return;
    }
    if (last_ != 0 && item.item == last_ + 1) {
      if (begun_ != last_) text_.resize(before_last_);
      before_last_ = text_.size();
      text_ += format("{}{}", begun_ + 1 == item.item ? ", " : "\u2013", item.item);
    } else {
      add_entry(text_, format("{}", item.item));
      begun_ = item.item;
    }
    last_ = item.item;
  }
  [[nodiscard]] bool is_empty() const { return count_ == 0; }
  [[nodiscard]] std::string text() const { return format("{} {}", count_ == 1 ? "item" : "items", text_); }

 private:
  std::string text_;
  std::size_t count_ = 0;
  std::size_t before_last_ = 0;  ///< how long the text was before the end of a run was added
  unsigned begun_ = 0;           ///< the first of the run that the last one is in
  unsigned last_ = 0;            ///< 0 where the next one begins a run of its own
};

/// The items that were refused for one reason.
struct RefusedFor {
  const documents::ResultFacts* reason = nullptr;
  Named items;
};

const documents::ResultFacts* refusal_of(const documents::Balance& item) {
  const auto* facts = item.result ? documents::facts_of(*item.result) : nullptr;
  return facts != nullptr && facts->outcome == documents::Outcome::refused ? facts : nullptr;
}

}  // namespace

Treatment treatment_of(std::span<const documents::Balance> items) {
  Named given;
  Named open;
  std::vector<RefusedFor> refused;
  for (const documents::Balance& item : items) {
    const auto* reason = refusal_of(item);
    if (!item.used.is_zero()) given.add(item, item.used);
    if (reason == nullptr && item.used.is_zero()) open.add(item, item.quantity);
    if (reason == nullptr) continue;
    auto found = std::ranges::find(refused, reason, &RefusedFor::reason);
    if (found == refused.end()) found = refused.insert(found, RefusedFor{.reason = reason, .items = {}});
    found->items.add(item, item.refused);
  }
  Treatment treatment{.given = !given.is_empty(), .refused = !refused.empty(), .items = {}, .reasons = {}};
  if (!treatment.given && !treatment.refused) return treatment;
  if (treatment.given) treatment.items = format("Given: {}.", given.text());
  for (const RefusedFor& one : refused) {
    add_word(treatment.items, format("Not given: {} ({}).", one.items.text(), one.reason->code));
    treatment.reasons.push_back(format("{}: {}", one.reason->code, one.reason->meaning));
  }
  if (!open.is_empty()) add_word(treatment.items, format("Not decided: {}.", open.text()));
  return treatment;
}

bool is_issued(const iss::Certificate& certificate) { return certificate.issued.has_value(); }

Standing standing_of(const iss::Certificate& certificate, PrintedFor by, Instant at) {
  require(is_issued(certificate), "only what was issued is printed");
  const Sort& sort = sort_of(certificate, by);
  return {.mark = sort.mark,
          .what = sort.what,
          .state = name_of<iss::Machine>(certificate.state),
          .at = at,
          .treatment = sort.is_signed_by_hand ? Treatment{} : treatment_of(certificate.items),
          .is_signed_by_hand = sort.is_signed_by_hand,
          .has_code = sort.has_code};
}

Standing standing_of(const imp::Certificate& certificate, Instant at) {
  const Sort& sort = certificate.state == imp::State::cancelled ? received_and_cancelled : received;
  return {.mark = sort.mark,
          .what = sort.what,
          .state = name_of<imp::Machine>(certificate.state),
          .at = at,
          .treatment = treatment_of(certificate.items)};
}

}  // namespace lintas::paper
