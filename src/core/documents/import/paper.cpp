#include "core/documents/import/paper.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/import/code_on_page.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/steps.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/ruling.hpp"

namespace lintas::documents::import_side {

namespace {

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

}  // namespace

bool awaits_data(const Certificate& certificate) {
  constexpr machine::Set<State> over{State::cancelled, State::closed};
  return certificate.came == Came::paper && !over.has(certificate.state);
}

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

bool is_same(const Certificate& certificate, const Received& data) {
  if (certificate.came == Came::paper) return differences(certificate, data).empty();
  return says_the_same(data.contents, certificate.contents);
}

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

Balances limited(const Certificate& certificate, Decimal (*taken)(const Balance&)) {
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

Finding fault_in_presence(const Certificate& certificate, const Reference& name) {
  return {"R-DOC-057", "certificate", in_words(name),
          format("It is in state \"{}\", as {}.", Machine::states[std::to_underlying(certificate.state)].name,
                 find_word(certificate.came)->word)};
}

std::optional<Reference> earlier_of_data(const Certificate& certificate) {
  if (!certificate.differing || !certificate.differing->contents.replaces) return std::nullopt;
  return certificate.differing->contents.replaces->certificate;
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

}  // namespace lintas::documents::import_side
