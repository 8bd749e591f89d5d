#include "core/documents/import/decide.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/import/code_on_page.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/evolve.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/ruling.hpp"
#include "core/refdata/calendar.hpp"

namespace lintas::documents::import_side {

namespace {

using Rings = std::vector<Ring<Trigger>>;
using Numbers = std::vector<std::uint16_t>;

Ruling refuse(Finding finding) { return documents::refuse<Event>({std::move(finding)}); }
Ruling refuse(Findings findings) { return documents::refuse<Event>(std::move(findings)); }

/// What the sixty days of a refusal count from (R-ASW-072).
std::optional<Instant> refusal_start(const Certificate& certificate, const Limits& limits) {
  if (!certificate.received || !certificate.claimed) return std::nullopt;
  if (limits.refusal_clock == RefusalClock::receipt) return certificate.received;
  return std::max(*certificate.received, *certificate.claimed);
}

/// What the ninety days of a reply count from: the issuer has the request when its L2 proves it.
std::optional<Instant> reply_start(const Certificate& certificate) {
  return certificate.request_received ? certificate.request_received : certificate.check_began;
}

void from(std::optional<Instant> start, Trigger trigger, refdata::Limit limit, const Context& context,
          Rings& rings) {
  if (start) rings.push_back({trigger, context.due_from(*start, limit)});
}

/// The clocks that remind of a claim, a check or a visit.
void remind(const Certificate& certificate, State state, const Context& context, Rings& rings) {
  const Limits& limits = context.limits;
  const auto rings_from = [&](std::optional<Instant> start, Trigger trigger, refdata::Limit limit) {
    from(start, trigger, limit, context, rings);
  };
  if (state == State::claimed) {
    rings_from(refusal_start(certificate, limits), Trigger::refusal_clock, limits.refusal_warning);
    rings_from(refusal_start(certificate, limits), Trigger::refusal_clock, limits.refusal);
  }
  if (state == State::under_check && !certificate.reply_came)
    rings_from(reply_start(certificate), Trigger::no_reply, limits.check_reply);
  if (state == State::visit) {
    rings_from(certificate.visit_began, Trigger::visit_steps, limits.visit_consent);
    rings_from(certificate.visit_began, Trigger::visit_steps, limits.visit_held);
  }
  if (state == State::under_check || state == State::visit) {
    rings_from(certificate.check_began, Trigger::whole_process, limits.check_warning);
    rings_from(certificate.check_began, Trigger::whole_process, limits.check_whole);
  }
}

/// The clocks of the state that the certificate is in; while paper and data differ, also of the state before,
/// as far as they remind: what they count from goes on, at the partner too.
Rings rings_of(const Certificate& certificate, const Context& context) {
  const Limits& limits = context.limits;
  Rings rings;
  const auto ever_again = [&](Trigger trigger, refdata::Limit limit) {
    if (!certificate.since) return;
    const Instant first = context.due_from(*certificate.since, limit);
    rings.push_back({trigger, again(*certificate.since, first, instant_of(certificate.rung))});
  };
  switch (certificate.state) {
    case State::valid:
    case State::part_used:
      if (certificate.valid_until)
        rings.push_back({Trigger::expiry, context.end_of(*certificate.valid_until), true});
      break;
    case State::claimed:
    case State::under_check:
    case State::visit: remind(certificate, certificate.state, context, rings); break;
    case State::accepted:
    case State::expired:
      if (certificate.issued) {
        rings.push_back({Trigger::retention,
                         context.end_of(context.last_day(*certificate.issued, limits.retention)), true});
      }
      break;
    case State::mfn:
      // What rang at the end of a day counts from that day.
      from(certificate.rung ? std::optional{certificate.rung->at - Instant::duration{1}} : certificate.since,
           Trigger::classification_open, limits.classification, context, rings);
      break;
    case State::rejected:
      if (certificate.since) {
        rings.push_back(
            {Trigger::no_clarification, context.due_from(*certificate.since, limits.clarification), true});
      }
      break;
    case State::reassess: ever_again(Trigger::reassessing, limits.reassessing); break;
    case State::conflict: ever_again(Trigger::conflict_open, limits.conflict); break;
    case State::differs:
      ever_again(Trigger::differs_open, limits.conflict);
      remind(certificate, certificate.before_conflict, context, rings);
      break;
    case State::none:
    case State::tech_error:
    case State::rejected_final:
    case State::cancelled:
    case State::closed: break;
  }
  return rings;
}

/// The event of the row: the table says where it leads and what is sent. Refused if there is none.
Ruling by_row(const Certificate& certificate, Trigger trigger, Case when, Fact fact, const Context& context) {
  const bool in_question = certificate.state == State::conflict || certificate.state == State::differs ||
                           trigger == Trigger::take_data;
  const State previous = in_question ? certificate.before_conflict : certificate.before_claim;
  auto event = step<Machine, Event>(certificate.state, previous, trigger, when, context.at, std::move(fact));
  if (!event) return refuse(out_of_sequence<Machine>(certificate.state, trigger));
  const Certificate after = evolve(certificate, *event);
  if (const auto ring = next_ring(rings_of(after, context), after.rung)) event->due = ring->at;
  Ruling ruling;
  ruling.events.push_back(*std::move(event));
  return ruling;
}

bool takes(const Certificate& certificate, Trigger trigger) {
  return machine::has_row<Machine>(certificate.state, trigger);
}

Ruling done(const Certificate& certificate, Trigger trigger, const std::string& text,
            const Context& context) {
  return by_row(certificate, trigger, Case::any, Done{.by = context.by, .text = text}, context);
}

MessageNumber message_of(Trigger trigger) {
  if (trigger == Trigger::certificate) return co_issue;
  if (trigger == Trigger::cancel) return co_cancel;
  if (trigger == Trigger::clarify) return co_clarify;
  require(trigger == Trigger::check_result, "only messages are received");
  return co_verify_result;
}

Ruling note(const Certificate& certificate, Trigger trigger, const Context& context,
            const std::vector<MessageNumber>& sent = {}) {
  return noted<Event>(certificate, trigger, message_of(trigger), context.at, {}, sent);
}

/// Something was said of an item, which the issuer has to know.
bool is_decided(const Certificate& certificate) {
  return std::ranges::any_of(certificate.items, [](const Balance& item) { return item.result.has_value(); });
}

/// What data say otherwise than the page that was recorded, by R-DOC-060 and the element of the message. The
/// code on a page stands for all of it; without one the items are compared, with all that a use hangs on.
std::vector<Fault> differences(const Certificate& paper, const Received& data) {
  std::vector<Fault> all;
  const auto compare = [&](bool is_same, std::string place, std::string detail) {
    if (!is_same) {
      all.push_back(
          {.rule = "R-DOC-060", .pointer = "Declaration" + std::move(place), .detail = std::move(detail)});
    }
  };
  const auto texts = [&](std::string place, const std::string& page, const std::string& said) {
    compare(page == said, std::move(place), format("The page says {}, the data {}.", page, said));
  };
  const Contents& page = paper.contents;
  const Contents& said = data.contents;
  const Day issued = paper.issued.value_or(Day{});
  texts("/IssueDateTime", to_text(issued), to_text(data.issued));
  // The last day follows from the day of issue; where that is the same, from the originals.
  if (issued == data.issued)
    texts("/PreviousDocument", to_text(paper.valid_until.value_or(Day{})), to_text(data.valid_until));
  const auto earlier = [](const Contents& of) {
    return of.replaces ? in_words(of.replaces->certificate) : std::string{"none"};
  };
  texts("/PreviousDocument", earlier(page), earlier(said));
  compare(page.flags.partial_cumulation == said.flags.partial_cumulation, "/AdditionalInformation",
          "One of them is for partial cumulation.");
  texts("/GoodsShipment", format("{} items", page.items.size()), format("{} items", said.items.size()));
  for (std::size_t i = 0; i < std::min(page.items.size(), said.items.size()); ++i) {
    const auto place = [&](std::string_view element) {
      return format("/GoodsShipment/GovernmentAgencyGoodsItem[{}]/{}", i + 1, element);
    };
    const Item& here = page.items[i];
    const Item& there = said.items[i];
    texts(place("Commodity/Classification/ID"), std::string{here.hs.str()}, std::string{there.hs.str()});
    const auto quantity = [](const Item& of) { return format("{} {}", of.quantity.str(), of.unit.str()); };
    texts(place("Commodity/GoodsMeasure"), quantity(here), quantity(there));
    compare(is_partial(here) == is_partial(there), place("Origin"), "One of them is for partial cumulation.");
  }
  const bool has_code = page.document != Hash256{};
  if (all.empty()) compare(!has_code || page.document == said.document, "", "The code is of other content.");
  return all;
}

/// Whether it is only on paper here, and in a state in which its data may take the place of that.
bool awaits_data(const Certificate& certificate) {
  constexpr machine::Set<State> over{State::cancelled, State::closed};
  return certificate.came == Came::paper && !over.has(certificate.state);
}

/// Data of a certificate that was recorded from paper.
Ruling data_came(const Certificate& certificate, Received data, const Context& context) {
  constexpr auto trigger = Trigger::certificate;
  auto found = differences(certificate, data);
  data.came = Came::both;
  // Of a use that is in conflict the issuer is told once customs has decided about it.
  const bool is_told = is_decided(certificate) && certificate.state != State::conflict;
  const Case agrees = is_told ? Case::decided : Case::good;
  if (found.empty()) return by_row(certificate, trigger, agrees, std::move(data), context);
  return by_row(certificate, trigger, Case::differs,
                Differing{.contents = std::move(data.contents),
                          .issued = data.issued,
                          .valid_until = data.valid_until,
                          .remarks = std::move(data.remarks),
                          .faults = std::move(found),
                          .exporter = data.exporter},
                context);
}

Received received(const Contents& contents, const Letter& letter, const Context& context) {
  return {.contents = contents,
          .issued = letter.issued,
          .valid_until = valid_until(contents, letter.issued, context),
          .remarks = letter.remarks,
          .exporter = letter.exporter};
}

/// Whether it is the certificate that is here.
bool is_same(const Certificate& certificate, const Received& data) {
  if (certificate.came == Came::paper) return differences(certificate, data).empty();
  return says_the_same(data.contents, certificate.contents);
}

/// Data of a number that is here as that of a page, written otherwise: which of both it is, people say.
Differing reads_alike(Received data, const Reference& page) {
  return {.contents = std::move(data.contents),
          .issued = data.issued,
          .valid_until = data.valid_until,
          .remarks = std::move(data.remarks),
          .faults = {{.rule = "R-DOC-060",
                      .pointer = "Declaration/ID",
                      .detail = format("A page was recorded as {}.", in_words(page))}},
          .exporter = data.exporter};
}

Ruling certificate_came(const Certificate& certificate, const Letter& letter,
                        const std::optional<Reference>& alike, const Context& context) {
  constexpr auto trigger = Trigger::certificate;
  std::vector<Fault> faults = letter.faults;
  if (letter.contents) {
    const auto more = faults_of(faults_in(*letter.contents));
    faults.insert(faults.end(), more.begin(), more.end());
  }
  const bool first = certificate.state == State::none || certificate.state == State::tech_error;
  if (first && (!faults.empty() || !letter.contents)) {
    return by_row(certificate, trigger, Case::faulty,
                  Faulty{.document = letter.document, .faults = faults, .certificate = letter.certificate},
                  context);
  }
  if (first && alike) {
    return by_row(certificate, trigger, Case::differs,
                  reads_alike(received(*letter.contents, letter, context), *alike), context);
  }
  if (first)
    return by_row(certificate, trigger, Case::good, received(*letter.contents, letter, context), context);
  if (awaits_data(certificate) && letter.contents && faults.empty())
    return data_came(certificate, received(*letter.contents, letter, context), context);
  const bool same = !awaits_data(certificate) && letter.contents &&
                    is_same(certificate, received(*letter.contents, letter, context));
  Noted fact{.message = co_issue, .faults = {}};
  if (!same) {
    fact.faults = std::move(faults);
    const bool says_another = letter.contents && !awaits_data(certificate);
    if (says_another || fact.faults.empty()) {
      fact.faults.push_back(
          {.rule = "R-ASW-009", .pointer = {}, .detail = in_words(certificate.contents.reference)});
    }
  }
  return by_row(certificate, trigger, same ? Case::again : Case::altered, std::move(fact), context);
}

/// `fact`: who cancels it, and what takes its place.
Ruling cancelled(const Certificate& certificate, CancelReceived fact, const Context& context) {
  for (const Drawn& draw : certificate.drawn) fact.drawn.push_back(draw.by);
  const bool used = std::ranges::any_of(
      certificate.items, [](const Balance& item) { return !item.used.is_zero() || !item.claimed.is_zero(); });
  constexpr machine::Set<State> judged{State::tech_error, State::valid,  State::expired,
                                       State::rejected,   State::closed, State::rejected_final,
                                       State::differs};
  Case when = Case::any;
  if (judged.has(certificate.state)) when = used || !fact.drawn.empty() ? Case::in_use : Case::unused;
  return by_row(certificate, Trigger::cancel, when, std::move(fact), context);
}

/// The refusals that a clarification answers, of those that were not clarified before: the very ones that it
/// names, since another may have been given meanwhile. One that names none is about all.
Numbers clarified_by(const Certificate& certificate, const Letter& letter) {
  Numbers items;
  for (const Balance& item : certificate.items) {
    const bool waits = item.result && refuses(*item.result) && !item.final;
    const bool named =
        letter.results.empty() || std::ranges::any_of(letter.results, [&](const ItemResult& said) {
          return said.item == item.item && said.decided == item.decided;
        });
    if (waits && named) items.push_back(item.item);
  }
  return items;
}

/// What the decision comes to: other items wait, or the sum of all.
Case case_of(const Certificate& certificate, const Decided& fact) {
  const Certificate after = evolve(certificate, Event{.next = certificate.state, .fact = fact});
  if (!after.open.empty()) return Case::some_open;
  if (sum_of(after.items) == Sum::refused) {
    const bool clarifiable = std::ranges::any_of(
        after.items, [](const Balance& item) { return item.result && refuses(*item.result) && !item.final; });
    return certificate.state == State::reassess && clarifiable ? Case::clarifiable : Case::some_refused;
  }
  const bool left =
      std::ranges::any_of(after.items, [](const Balance& item) { return !free_of(item).is_zero(); });
  return left ? Case::quantity_left : Case::whole;
}

bool is_checked(const Certificate& certificate) {
  return certificate.state == State::under_check || certificate.state == State::visit;
}

/// Time in which the issuing authority had the word, which the refusal clock leaves out.
Instant::duration pause_of(const Certificate& certificate, Instant now) {
  return is_checked(certificate) && certificate.check_began ? now - *certificate.check_began
                                                            : Instant::duration{0};
}

bool refused_late(const Certificate& certificate, const Context& context) {
  const auto start = refusal_start(certificate, context.limits);
  if (!start || certificate.state == State::reassess) return false;
  // What was claimed had its answer in time; the check came later.
  const bool answered = certificate.before_check != State::claimed;
  if (is_checked(certificate) && answered) return false;
  return context.at >= context.due_from(*start, context.limits.refusal) + pause_of(certificate, context.at);
}

Decided decided(const Certificate& certificate, std::string text, const Context& context) {
  return {.results = {},
          .refund = certificate.state != State::claimed,
          .received = certificate.received,
          .claimed = certificate.claimed,
          .late_refusal = false,
          .text = std::move(text),
          .by = context.by};
}

ItemResult given(const Certificate& certificate, std::uint16_t number, bool minor) {
  Balances items = certificate.items;
  book(items, certificate.state, number, Result::u1);
  const Balance& item = *find(items, number);
  Result result = item.used == item.quantity ? Result::u1 : Result::u2;
  if (minor) result = Result::u3;
  return {.item = number, .result = result, .quantity = item.used};
}

/// What was used of the item before stays used, unless a check takes it back.
ItemResult not_given(const Certificate& certificate, std::uint16_t number, Result result) {
  Balances items = certificate.items;
  book(items, certificate.state, number, result);
  return {.item = number, .result = result, .quantity = find(items, number)->used};
}

/// The items wait for this decision, and are named once: R-DOC-003.
Findings faults_in(const Certificate& certificate, const Numbers& items) {
  Findings findings;
  if (items.empty()) findings.push_back({"R-DOC-003", "items", "", "No item is named."});
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto before = items.begin() + static_cast<std::ptrdiff_t>(i);
    const bool again = std::find(items.begin(), before, items[i]) != before;
    const bool waits = std::ranges::find(certificate.open, items[i]) != certificate.open.end();
    if (again || !waits)
      findings.push_back({"R-DOC-003", format("items/{}", i + 1), std::to_string(items[i]), ""});
  }
  return findings;
}

/// R-ASW-056: a check or a question of classification does not hold up other items of the claim.
Findings faults_in_rest(const Certificate& certificate, const Numbers& items) {
  if (certificate.state != State::claimed) return {};
  for (const std::uint16_t open : certificate.open) {
    if (std::ranges::find(items, open) == items.end())
      return {{"R-ASW-056", "items", std::to_string(open), ""}};
  }
  return {};
}

/// R-ASW-025: a certificate for partial cumulation gives no preference, and so does an item whose criterion
/// that is, though the mark was forgotten.
Findings fault_in_giving(const Certificate& certificate, const Numbers& items) {
  const std::string name = in_words(certificate.contents.reference);
  if (certificate.contents.flags.partial_cumulation) return {{"R-ASW-025", "document", name, ""}};
  Findings findings;
  for (const Item& item : certificate.contents.items) {
    if (is_partial(item) && std::ranges::find(items, item.number) != items.end())
      findings.push_back({"R-ASW-025", "items", std::to_string(item.number), ""});
  }
  return findings;
}

/// R-ASW-081: the issuing authority has its ninety days.
Findings fault_in_waiting(const Certificate& certificate, bool needs_reply, const Context& context) {
  if (certificate.state != State::under_check || certificate.reply_came) return {};
  const Instant due =
      context.due_from(reply_start(certificate).value_or(context.at), context.limits.check_reply);
  if (!needs_reply && context.at >= due) return {};
  return {{"R-ASW-081", "document", "", format("It may reply until {}.", to_text(due))}};
}

/// What is said of the items that a question keeps open.
Opened opened(const Certificate& certificate, const Numbers& items, Result result, const Context& context) {
  Opened fact{.results = {}, .random = false, .reason = {}, .by = context.by, .request = {}};
  for (const std::uint16_t number : items) {
    fact.results.push_back(
        {.item = number, .result = result, .quantity = find(certificate.items, number)->used});
  }
  return fact;
}

constexpr std::array alarm_of_trigger{
    std::pair{Trigger::refusal_clock, Alarm::refusal_clock},
    std::pair{Trigger::classification_open, Alarm::classification},
    std::pair{Trigger::no_reply, Alarm::no_reply},
    std::pair{Trigger::whole_process, Alarm::whole_process},
    std::pair{Trigger::visit_steps, Alarm::visit_steps},
    std::pair{Trigger::reassessing, Alarm::reassessing},
    std::pair{Trigger::conflict_open, Alarm::conflict},
    std::pair{Trigger::differs_open, Alarm::paper_and_data},
};

/// R-DOC-065: whoever decides on a page is told whether its code was looked at. R-DOC-058, R-DOC-059: what
/// the code says against the page.
Findings faults_in_code(const RecordPaper& command, const std::optional<PageCode>& code) {
  const bool is_given = !command.code.empty();
  const bool is_read = command.page_code == CodeOnPage::read;
  if (is_given && command.page_code && !is_read)
    return {{"R-DOC-065", "page_code", std::string{word_of(*command.page_code)}, "A code is given."}};
  if (!is_given && (is_read || !command.page_code)) {
    return {
        {"R-DOC-065", "page_code", command.page_code ? std::string{word_of(*command.page_code)} : "", ""}};
  }
  if (!is_given) return {};
  if (!code) return {{"R-DOC-058", "code", "", "It cannot be read as the code of a certificate."}};
  Findings findings;
  const auto compare = [&](bool is_same, std::string_view field, std::string said) {
    if (!is_same)
      findings.push_back({"R-DOC-058", std::string{field}, "", format("The code says {}.", said)});
  };
  compare(code->certificate == command.certificate, "certificate", in_words(code->certificate));
  compare(code->issued == command.issued, "issued", to_text(code->issued));
  compare(code->importer == command.importer, "importer", std::string{code->importer.str()});
  if (!code->is_the_certificate) findings.push_back({"R-DOC-059", "code", "", ""});
  return findings;
}

/// What the page says, as far as it is recorded.
Contents contents_of(const RecordPaper& command, const std::optional<PageCode>& code) {
  Contents contents;
  contents.reference = command.certificate;
  contents.importer = command.importer;
  contents.flags = command.flags.value_or(Flags{});
  contents.items = command.items;
  contents.replaces = command.replaces;
  contents.originals = command.originals;
  if (code) contents.document = code->content;
  return contents;
}

/// Where a certificate of which something was given goes on with other quantities.
State after_rebooking(const Certificate& certificate, const Balances& items) {
  const State before = certificate.state == State::differs ? certificate.before_conflict : certificate.state;
  if (before != State::accepted && before != State::part_used) return before;
  const bool left = std::ranges::any_of(items, [](const Balance& item) { return !free_of(item).is_zero(); });
  return left ? State::part_used : State::accepted;
}

const Item* find(const std::vector<Item>& items, std::uint16_t number) {
  const auto found = std::ranges::find(items, number, &Item::number);
  return found == items.end() ? nullptr : &*found;
}

/// R-DOC-061: what is booked of an item stays with its goods.
Findings faults_in_goods(const Certificate& certificate, const Contents& data) {
  Findings findings;
  for (const Balance& booked : certificate.items) {
    const bool untouched = free_of(booked) == booked.quantity && booked.drawn.is_zero() && !booked.result;
    if (untouched) continue;
    const Item* page = find(certificate.contents.items, booked.item);
    const Item* said = find(data.items, booked.item);
    if (page == nullptr || said == nullptr || page->hs == said->hs) continue;
    findings.push_back({"R-DOC-061", "items", std::to_string(booked.item),
                        format("Item {} was booked as {}, and the data have {}.", booked.item, page->hs.str(),
                               said->hs.str())});
  }
  return findings;
}

/// What the page takes the place of, and the data do not.
std::optional<Reference> given_back(const Certificate& certificate, const Contents& data) {
  const auto& page = certificate.contents.replaces;
  if (certificate.came != Came::paper || !page) return std::nullopt;
  const bool is_same = data.replaces && data.replaces->certificate == page->certificate;
  return is_same ? std::nullopt : std::optional{page->certificate};
}

/// What may be taken of the items: where data are here that say another thing than the page, as much as both
/// have. `taken`: what is taken of an item already stays.
template <class Taken>
Balances limited(const Certificate& certificate, Taken taken) {
  Balances items = certificate.items;
  if (!certificate.differing) return items;
  for (Balance& item : items) {
    const Item* page = find(certificate.contents.items, item.item);
    const Item* said = find(certificate.differing->contents.items, item.item);
    const bool is_same =
        page != nullptr && said != nullptr && page->hs == said->hs && page->unit == said->unit;
    const Decimal both = is_same ? std::min(item.quantity, said->quantity) : Decimal{};
    item.quantity = std::max(both, taken(item));
  }
  return items;
}
Decimal booked_of(const Balance& item) { return item.quantity.minus(free_of(item)).value_or(item.quantity); }

Findings faults_in_presentation(const Certificate& certificate, const ClaimPreference& command) {
  Findings findings = fault_in_text("declaration", command.declaration);
  for (Finding& finding : findings) finding.rule = "R-ASW-050";
  if (command.invoices.empty()) findings.push_back({"R-ASW-050", "invoices", "", ""});
  if (command.through_non_member && !command.through_bill)
    findings.push_back({"R-ASW-059", "through_bill", "false", ""});
  if (!command.force_majeure.empty()) add(findings, fault_in_text("force_majeure", command.force_majeure));
  add(findings, faults_in_claim(limited(certificate, booked_of), command.lines));
  return findings;
}

ClaimPreference claim_of(const UtiliseItems& command, std::vector<Line> lines) {
  return {.certificate = command.certificate,
          .declaration = command.declaration,
          .invoices = command.invoices,
          .lines = std::move(lines),
          .through_non_member = command.through_non_member,
          .through_bill = command.through_bill,
          .arrived = command.arrived,
          .force_majeure = command.force_majeure,
          .office = command.office,
          .replaces = command.replaces};
}

/// What is to be used yet, with its places in the act; and what the declaration claimed or used otherwise
/// before: R-DOC-066.
struct ToUse {
  std::vector<Line> lines;
  std::vector<std::size_t> places;
  Findings findings;
};
ToUse to_use(const Certificate& certificate, const UtiliseItems& command) {
  const auto use = std::ranges::find(certificate.uses, command.declaration, &Use::declaration);
  const std::vector<Line> used = use == certificate.uses.end() ? std::vector<Line>{} : use->lines;
  ToUse all;
  for (std::size_t i = 0; i < command.lines.size(); ++i) {
    const Line& line = command.lines[i];
    const auto differs = [&](std::string_view how, Decimal quantity) {
      all.findings.push_back({"R-DOC-066", format("lines/{}/quantity", i + 1), line.quantity.str(),
                              format("It has {} {} of item {}.", how, quantity.str(), line.item)});
    };
    const auto before = std::ranges::find(used, line.item, &Line::item);
    const Balance* item = find(certificate.items, line.item);
    const bool is_open = certificate.state == State::claimed && item != nullptr && !item->claimed.is_zero();
    if (is_open && item->claimed != line.quantity) {
      differs("claimed", item->claimed);
    } else if (is_open || before == used.end()) {
      all.lines.push_back(line);
      all.places.push_back(i + 1);
    } else if (before->quantity != line.quantity) {
      differs("used", before->quantity);
    }
  }
  return all;
}

/// Each line as the act has it, where claiming and accepting count those alone that are to be used yet.
Findings as_the_act_has_it(Findings findings, const ToUse& open) {
  for (Finding& finding : findings) {
    const std::string pointer = std::exchange(finding.pointer, {});
    const std::size_t list_end = std::min(pointer.find('/'), pointer.size());
    const bool is_list = pointer.starts_with("lines") || pointer.starts_with("items");
    std::size_t number = 0;
    const char* const end = pointer.data() + pointer.size();
    const char* rest = pointer.data() + list_end;
    if (is_list && rest != end) rest = std::from_chars(rest + 1, end, number).ptr;
    finding.pointer = is_list ? "lines" : pointer;
    if (number == 0 || number > open.places.size()) continue;
    finding.pointer += format("/{}", open.places[number - 1]) + std::string{rest, end};
  }
  return findings;
}

/// What an L2 error is about, the function of what it names says. A node of an earlier edition says no more
/// than that it is neither the certificate nor its cancellation: it may be a question, which meets no state
/// of the certificate; a request to verify, which it names; a draw, which meets a limit of draws.
bool is_about_results(const Letter& letter) {
  if (letter.answers == Answers::response) return true;
  constexpr std::array<std::string_view, 3> of_others{"R-DOC-001", "R-DOC-026", "R-ASW-043"};
  if (letter.request || letter.answers != Answers::other) return false;
  return std::ranges::none_of(letter.faults, [&](const Fault& fault) {
    return std::ranges::find(of_others, fault.rule) != of_others.end();
  });
}

/// What customs said last of items was not taken. What it said before, it has said anew since.
bool is_not_taken(const Certificate& certificate, const Letter& letter) {
  if (letter.faults.empty() || !is_decided(certificate) || !is_about_results(letter)) return false;
  return !letter.said || *letter.said >= newest_of(results_of(certificate.items));
}

}  // namespace

Finding fault_in_presence(const Certificate& certificate, const Reference& name) {
  return {"R-DOC-057", "certificate", in_words(name),
          format("It is in state \"{}\", as {}.", Machine::states[std::to_underlying(certificate.state)].name,
                 find_word(certificate.came)->word)};
}

std::optional<Reference> earlier_of_data(const Certificate& certificate) {
  if (!certificate.differing || !certificate.differing->contents.replaces) return std::nullopt;
  return certificate.differing->contents.replaces->certificate;
}
std::optional<Reference> earlier_of_claim(const Certificate& certificate) {
  if (certificate.contents.replaces) return certificate.contents.replaces->certificate;
  return earlier_of_data(certificate);
}

Ruling receive(const Certificate& certificate, Trigger trigger, const Letter& letter, const Context& context,
               const std::optional<Reference>& alike) {
  const machine::Verdict verdict = machine::verdict<Machine>(certificate.state, trigger);
  require(verdict != machine::Verdict::early, "what is early waits");
  const bool of_our_request = letter.request && letter.request == certificate.request;
  if (trigger == Trigger::acknowledgement) {
    const bool received = of_our_request && letter.faults.empty() && !certificate.request_received;
    if (verdict == machine::Verdict::row && received)
      return by_row(certificate, trigger, Case::any, Done{}, context);
    if (verdict == machine::Verdict::row && is_not_taken(certificate, letter))
      return by_row(certificate, trigger, Case::not_taken, NotTaken{letter.faults}, context);
    const MessageNumber message = letter.faults.empty() ? l2_ok : l2_error;
    return noted<Event>(certificate, trigger, message, context.at, letter.faults);
  }
  if (verdict == machine::Verdict::note) return note(certificate, trigger, context);
  if (trigger == Trigger::certificate) return certificate_came(certificate, letter, alike, context);
  if (trigger == Trigger::cancel) {
    return cancelled(certificate, CancelReceived{.successor = letter.successor, .drawn = {}}, context);
  }
  if (trigger == Trigger::clarify) {
    ClarificationCame fact{.items = clarified_by(certificate, letter), .text = letter.text};
    if (fact.items.empty()) return note(certificate, trigger, context);
    return by_row(certificate, trigger, Case::any, std::move(fact), context);
  }
  // The reply to an earlier check is none to this one.
  if (!of_our_request) return note(certificate, trigger, context);
  return by_row(certificate, trigger, Case::any, Done{.by = {}, .text = letter.text}, context);
}

Ruling act(const Certificate& certificate, const ClaimPreference& command, const Context& context) {
  if (certificate.state == State::accepted)
    return refuse(Finding{"R-ASW-060", "document", in_words(certificate.contents.reference), ""});
  if (!takes(certificate, Trigger::claim))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::claim));
  require(certificate.valid_until.has_value(), "what can be claimed has a validity");
  const Day last = *certificate.valid_until;
  const bool late = context.today() > last;
  const bool excused = !command.force_majeure.empty() || (command.arrived && *command.arrived <= last);
  Findings findings = faults_in_presentation(certificate, command);
  if (certificate.successor) {
    findings.push_back({"R-DOC-038", "certificate", in_words(certificate.contents.reference),
                        format("{} takes its place.", in_words(*certificate.successor))});
  }
  if (late && !excused)
    findings.push_back({"R-ASW-052", "arrived", "", format("It was valid until {}.", to_text(last))});
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(certificate, Trigger::claim, Case::any,
                Claimed{.declaration = command.declaration,
                        .invoices = command.invoices,
                        .lines = command.lines,
                        .late = late,
                        .force_majeure = command.force_majeure,
                        .by = context.by,
                        .office = command.office},
                context);
}

Ruling act(const Certificate& certificate, const ReleaseClaim& command, const Context& context) {
  const bool in_question = certificate.state == State::differs;
  const State state = in_question ? certificate.before_conflict : certificate.state;
  if (in_question && state != State::claimed)
    return refuse(out_of_sequence<Machine>(state, Trigger::release_claim));
  if (state == State::claimed && command.declaration != certificate.declaration)
    return refuse(Finding{"R-DOC-011", "declaration", command.declaration, ""});
  return by_row(certificate, Trigger::release_claim, Case::any,
                ClaimReleased{.declaration = command.declaration, .by = context.by}, context);
}

Ruling act(const Certificate& certificate, const AcceptItems& command, const Context& context) {
  if (!takes(certificate, Trigger::accept))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::accept));
  Findings findings = faults_in(certificate, command.items);
  add(findings, fault_in_giving(certificate, command.items));
  if (command.minor_discrepancy || !command.text.empty()) add(findings, fault_in_text("text", command.text));
  if (!findings.empty()) return refuse(std::move(findings));
  Decided fact = decided(certificate, command.text, context);
  for (const std::uint16_t number : command.items)
    fact.results.push_back(given(certificate, number, command.minor_discrepancy));
  const Case when = case_of(certificate, fact);
  return by_row(certificate, Trigger::accept, when, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const RefuseItems& command, const Context& context) {
  if (!takes(certificate, Trigger::refuse))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::refuse));
  Findings findings = faults_in(certificate, command.items);
  add(findings, fault_in_text("reason", command.reason));
  if (!refuses(command.result))
    findings.push_back({"R-DOC-007", "result", std::to_string(std::to_underlying(command.result)), ""});
  add(findings, fault_in_waiting(certificate, false, context));
  // A check ends with one decision: what it does not refuse, it has found in order.
  Numbers others;
  for (const std::uint16_t number : certificate.open) {
    if (is_checked(certificate) && std::ranges::find(command.items, number) == command.items.end())
      others.push_back(number);
  }
  if (!others.empty()) add(findings, fault_in_giving(certificate, others));
  if (!findings.empty()) return refuse(std::move(findings));
  Decided fact = decided(certificate, command.reason, context);
  for (const std::uint16_t number : command.items)
    fact.results.push_back(not_given(certificate, number, command.result));
  for (const std::uint16_t number : others) fact.results.push_back(given(certificate, number, false));
  fact.refund = fact.refund && !others.empty();
  fact.late_refusal = refused_late(certificate, context);
  const Case when = case_of(certificate, fact);
  return by_row(certificate, Trigger::refuse, when, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const ClassifyOtherwise& command, const Context& context) {
  if (!takes(certificate, Trigger::classify))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::classify));
  Findings findings = faults_in(certificate, command.items);
  add(findings, fault_in_text("reason", command.reason));
  add(findings, faults_in_rest(certificate, command.items));
  if (!findings.empty()) return refuse(std::move(findings));
  Opened fact = opened(certificate, command.items, Result::p2, context);
  fact.reason = command.reason;
  return by_row(certificate, Trigger::classify, Case::any, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const SettleClassification& command, const Context& context) {
  const Trigger trigger = command.in_favour ? Trigger::settle : Trigger::settle_against;
  if (!takes(certificate, trigger)) return refuse(out_of_sequence<Machine>(certificate.state, trigger));
  Findings findings = fault_in_text("reason", command.reason);
  if (command.in_favour) add(findings, fault_in_giving(certificate, certificate.open));
  if (!findings.empty()) return refuse(std::move(findings));
  Decided fact = decided(certificate, command.reason, context);
  fact.refund = command.in_favour;
  for (const std::uint16_t number : certificate.open) {
    fact.results.push_back(command.in_favour ? given(certificate, number, false)
                                             : not_given(certificate, number, Result::n2));
  }
  fact.late_refusal = !command.in_favour && refused_late(certificate, context);
  const Case when = case_of(certificate, fact);
  return by_row(certificate, trigger, when, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const CheckOrigin& command, const Context& context) {
  if (!takes(certificate, Trigger::check))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::check));
  Findings findings;
  if (certificate.state == State::claimed) {
    findings = faults_in(certificate, command.items);
    add(findings, faults_in_rest(certificate, command.items));
  } else {
    std::vector<Line> used;
    for (const std::uint16_t number : command.items) {
      const Balance* item = find(certificate.items, number);
      used.push_back({number, item == nullptr ? Decimal{} : item->used});
    }
    findings = faults_in_use(certificate.items, used);
  }
  add(findings, fault_in_name("request", command.request.str()));
  if (!command.random && command.reason.empty()) {
    findings.push_back({"R-ASW-080", "reason", "", ""});
  } else if (!command.reason.empty()) {
    add(findings, fault_in_text("reason", command.reason));
  }
  if (!findings.empty()) return refuse(std::move(findings));
  Opened fact = opened(certificate, command.items, Result::p1, context);
  fact.random = command.random;
  fact.request = command.request;
  fact.reason = command.reason;
  return by_row(certificate, Trigger::check, Case::any, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const EndCheck& command, const Context& context) {
  if (!takes(certificate, Trigger::satisfied))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::satisfied));
  Findings findings = fault_in_waiting(certificate, true, context);
  add(findings, fault_in_giving(certificate, certificate.open));
  if (!command.text.empty()) add(findings, fault_in_text("text", command.text));
  if (!findings.empty()) return refuse(std::move(findings));
  Decided fact = decided(certificate, command.text, context);
  for (const std::uint16_t number : certificate.open)
    fact.results.push_back(given(certificate, number, false));
  const Case when = case_of(certificate, fact);
  return by_row(certificate, Trigger::satisfied, when, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const NotifyVisit& command, const Context& context) {
  Findings findings = fault_in_waiting(certificate, false, context);
  if (!command.all_notified) findings.push_back({"R-ASW-085", "all_notified", "false", ""});
  if (takes(certificate, Trigger::visit) && !findings.empty()) return refuse(std::move(findings));
  return done(certificate, Trigger::visit, {}, context);
}

Ruling act(const Certificate& certificate, const KeepUse& command, const Context& context) {
  if (auto findings = fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  const bool waits = certificate.differing && !certificate.paper_kept;
  Case when = is_decided(certificate) ? Case::decided : Case::any;
  if (waits) when = is_decided(certificate) ? Case::differs_decided : Case::differs;
  return by_row(certificate, Trigger::keep_use, when, Done{.by = context.by, .text = command.reason},
                context);
}

Ruling act(const Certificate& certificate, const ReverseUse& command, const Context& context) {
  if (auto findings = fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  UseReversed fact{.results = {}, .reason = command.reason, .by = context.by};
  for (const Balance& item : certificate.items) {
    if (free_of(item) != item.quantity)
      fact.results.push_back({.item = item.item, .result = Result::n10, .quantity = {}});
  }
  return by_row(certificate, Trigger::reverse_use, Case::any, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const AskAgain& command, const Context& context) {
  const Kind kind = command.certificate.kind;
  if (!has_messages(kind))
    return refuse(Finding{"R-ASW-102", "certificate/kind", std::string{find_word(kind)->word}, ""});
  return done(certificate, Trigger::ask_again, {}, context);
}

Ruling act(const Certificate& certificate, const RecordReply& command, const Context& context) {
  if (!takes(certificate, Trigger::record_reply))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::record_reply));
  Findings findings = fault_in_text("text", command.text);
  if (command.request != certificate.request)
    findings.push_back({"R-DOC-016", "request", std::string{command.request.str()}, ""});
  if (!findings.empty()) return refuse(std::move(findings));
  return done(certificate, Trigger::record_reply, command.text, context);
}

Ruling act(const Certificate& certificate, const RecordPaper& command, const std::optional<PageCode>& code,
           const Context& context) {
  if (!takes(certificate, Trigger::record_paper))
    return refuse(fault_in_presence(certificate, command.certificate));
  const Contents contents = contents_of(command, code);
  Findings findings = documents::faults_in(contents);
  add(findings, faults_in_code(command, code));
  if (command.issued > context.today())
    findings.push_back({"R-DOC-058", "issued", to_text(command.issued), "The day has not come yet."});
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(certificate, Trigger::record_paper, Case::any,
                Received{.contents = contents,
                         .issued = command.issued,
                         .valid_until = valid_until(contents, command.issued, context),
                         .remarks = {},
                         .came = Came::paper,
                         .by = context.by,
                         .page_code = command.page_code.value_or(CodeOnPage::read)},
                context);
}

Ruling act(const Certificate& certificate, const TakeData& command, const Context& context) {
  if (!certificate.differing || !takes(certificate, Trigger::take_data))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::take_data));
  const Differing& data = *certificate.differing;
  Balances items = balances_of(data.contents.items);
  Findings findings = fault_in_text("reason", command.reason);
  add(findings, faults_in_rebooking(items, certificate.items));
  add(findings, faults_in_goods(certificate, data.contents));
  if (!findings.empty()) return refuse(std::move(findings));
  rebook(items, certificate.items);
  Certificate going_on = certificate;
  going_on.before_conflict = after_rebooking(certificate, items);
  return by_row(going_on, Trigger::take_data, is_decided(certificate) ? Case::decided : Case::any,
                Received{.contents = data.contents,
                         .issued = data.issued,
                         .valid_until = data.valid_until,
                         .remarks = data.remarks,
                         .came = certificate.came == Came::paper ? Came::both : Came::data,
                         .by = context.by,
                         .reason = command.reason,
                         .gives_back = given_back(certificate, data.contents),
                         .exporter = data.exporter},
                context);
}

Ruling act(const Certificate& certificate, const KeepPaper& command, const Context& context) {
  if (certificate.state == State::differs && certificate.came != Came::paper) {
    return refuse(Finding{"R-DOC-063", "certificate", in_words(certificate.contents.reference),
                          "Of this name there is no page, only data."});
  }
  if (auto findings = fault_in_text("reason", command.reason); !findings.empty())
    return refuse(std::move(findings));
  return done(certificate, Trigger::keep_paper, command.reason, context);
}

Ruling act(const Certificate& certificate, const WithdrawPage& command, const Context& context) {
  if (!takes(certificate, Trigger::withdraw_page))
    return refuse(out_of_sequence<Machine>(certificate.state, Trigger::withdraw_page));
  Findings findings = fault_in_text("reason", command.reason);
  const auto hangs = [&](std::string why) {
    findings.push_back(
        {"R-DOC-063", "certificate", in_words(certificate.contents.reference), std::move(why)});
  };
  const bool untouched = std::ranges::all_of(certificate.items, [](const Balance& item) {
    return free_of(item) == item.quantity && item.drawn.is_zero() && !item.result;
  });
  if (certificate.came != Came::paper || certificate.differing) hangs("Its data are here.");
  if (!untouched) hangs("Something of it is claimed, used, refused or drawn, or was decided.");
  if (!findings.empty()) return refuse(std::move(findings));
  Done fact{.by = context.by, .text = command.reason};
  // That one is what it was.
  if (certificate.contents.replaces) fact.gives_back = certificate.contents.replaces->certificate;
  return by_row(certificate, Trigger::withdraw_page, Case::any, std::move(fact), context);
}

Ruling act(const Certificate& certificate, const UtiliseItems& command, const Context& context) {
  const bool is_claimed = certificate.state == State::claimed;
  if (is_claimed && certificate.declaration != command.declaration)
    return refuse(Finding{"R-DOC-011", "declaration", command.declaration, ""});
  ToUse open = to_use(certificate, command);
  if (!open.findings.empty()) return refuse(std::move(open.findings));
  if (open.lines.empty() && !command.lines.empty()) return {};
  Ruling ruling;
  Certificate claimed = certificate;
  if (!is_claimed) {
    ruling = act(certificate, claim_of(command, open.lines), context);
    if (!ruling.answer.accepted())
      return refuse(as_the_act_has_it(std::move(ruling.answer.refused_for), open));
    for (const Event& event : ruling.events) claimed = evolve(std::move(claimed), event);
  }
  Numbers items;
  for (const Line& line : open.lines) items.push_back(line.item);
  Ruling accepted =
      act(claimed, AcceptItems{.certificate = command.certificate, .items = std::move(items), .text = {}},
          context);
  if (!accepted.answer.accepted())
    return refuse(as_the_act_has_it(std::move(accepted.answer.refused_for), open));
  std::ranges::move(accepted.events, std::back_inserter(ruling.events));
  return ruling;
}

Ruling act(const Certificate& certificate, const SayAgain& /*command*/, const Context& context) {
  if (takes(certificate, Trigger::say_again) && certificate.not_taken.empty())
    return refuse(Finding{"R-DOC-067", "certificate", in_words(certificate.contents.reference), ""});
  return done(certificate, Trigger::say_again, {}, context);
}

Ruling act(const Certificate& certificate, const RecordCancellation& command, const Context& context) {
  if (auto findings = fault_in_text("text", command.text); !findings.empty())
    return refuse(std::move(findings));
  return cancelled(
      certificate,
      CancelReceived{.successor = command.successor, .drawn = {}, .by = context.by, .text = command.text},
      context);
}

Ruling drawn(const Certificate& certificate, const Drawn& draw, const Context& context) {
  if (std::ranges::find(certificate.drawn, draw) != certificate.drawn.end()) return {};
  if (!takes(certificate, Trigger::drawn)) {
    return refuse(Finding{"R-ASW-040", "originals", in_words(certificate.contents.reference),
                          out_of_sequence<Machine>(certificate.state, Trigger::drawn).detail});
  }
  Findings findings =
      faults_in_draw(limited(certificate, [](const Balance& item) { return item.drawn; }), draw.lines);
  for (const Line& line : draw.lines) {
    const Balance* item = find(certificate.items, line.item);
    if (item == nullptr || !item->result || !refuses(*item->result)) continue;
    findings.push_back({"R-ASW-040", "originals", in_words(certificate.contents.reference),
                        format("Item {} of it was refused: {}.", line.item, facts_of(*item->result)->code)});
  }
  if (certificate.valid_until && context.today() > *certificate.valid_until) {
    findings.push_back({"R-ASW-042", "originals", in_words(certificate.contents.reference),
                        format("It was valid until {}.", to_text(*certificate.valid_until))});
  }
  if (certificate.drawn.size() == draws_max) findings.push_back({"R-DOC-026", "originals", "", ""});
  if (!findings.empty()) return refuse(std::move(findings));
  return by_row(certificate, Trigger::drawn, Case::any, DrawnOn{draw}, context);
}

Ruling draw_undone(const Certificate& certificate, const Reference& by, const Context& context) {
  if (!lets_go<Machine>(certificate, by)) return {};
  return by_row(certificate, Trigger::draw_undone, Case::any, DrawUndone{by}, context);
}

Ruling replaced(const Certificate& certificate, const Reference& by, const Context& context) {
  const auto& others = certificate.other_successors;
  const bool is_known = certificate.successor == by || std::ranges::find(others, by) != others.end();
  const bool is_one_too_many = certificate.successor && others.size() == other_successors_max;
  if (is_known || is_one_too_many || !takes(certificate, Trigger::replaced)) return {};
  return by_row(certificate, Trigger::replaced, Case::any, Replaced{by}, context);
}

Ruling place_given_back(const Certificate& certificate, const Reference& by, const Context& context) {
  const auto& others = certificate.other_successors;
  const bool is_first = certificate.successor == by && !certificate.is_successor_told;
  const bool is_another = std::ranges::find(others, by) != others.end();
  if ((!is_first && !is_another) || !takes(certificate, Trigger::place_given_back)) return {};
  return by_row(certificate, Trigger::place_given_back, Case::any, PlaceGivenBack{by}, context);
}

Findings faults_in_replacing(const Certificate& certificate) {
  const bool in_question = certificate.state == State::reassess || certificate.state == State::conflict;
  const bool used = std::ranges::any_of(certificate.items, [](const Balance& item) {
    return !item.claimed.is_zero() || !item.used.is_zero() || !item.drawn.is_zero();
  });
  if (!in_question && !used) return {};
  return {{"R-DOC-038", "certificate", in_words(certificate.contents.reference),
           format("It is in state \"{}\".", Machine::states[std::to_underlying(certificate.state)].name)}};
}

Ruling time_passed(const Certificate& certificate, const Context& context) {
  auto [trigger, fact] = rung_out<Fact>(rings_of(certificate, context), certificate.rung, alarm_of_trigger);
  return by_row(certificate, trigger, Case::any, std::move(fact), context);
}

}  // namespace lintas::documents::import_side
