#include "core/aeo/listed/evolve.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/machine.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/events.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/listed/table.hpp"
#include "core/aeo/programme.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"

template struct lintas::documents::FactOf<lintas::aeo::listed::Facts>;

namespace lintas::aeo::listed {

// Checked here, once, and not in each source that reads the table.
static_assert(machine::well_formed<Machine>());

namespace {

exchange::Partner partner_of(std::uint32_t number) {
  return certain(exchange::Partner::of(number), "a stored partner is one");
}

std::vector<std::string> rules_of(const std::vector<documents::Fault>& faults) {
  std::vector<std::string> rules;
  rules.reserve(faults.size());
  for (const documents::Fault& fault : faults) rules.push_back(fault.rule);
  return rules;
}

/// What each fact changes.
struct Apply {
  Operator& one;
  const Event& event;

  void operator()(const Consented& fact) const {
    one.reference = fact.reference;
    one.consent = fact.consent;
    const Said* before = newest(one);
    // Agreed anew: what the list said last is said under the new name and address.
    if (fact.extract) {
      say(fact.extract->status, {.grant = fact.extract->grant, .consent = fact.consent});
    } else if (before != nullptr) {
      say(before->status, {.grant = before->content.grant, .consent = fact.consent});
    }
  }
  void operator()(const ConsentWithdrawn& /*fact*/) const {
    one.consent.reset();
    if (const Said* before = newest(one))
      say(Status::unlisted, {.grant = before->content.grant, .consent = {}});
  }
  void operator()(const Published& fact) const {
    say(fact.extract.status, {.grant = fact.extract.grant, .consent = one.consent.value_or(Consent{})});
  }
  void operator()(const Told& fact) const {
    const exchange::Partner partner = partner_of(fact.partner);
    one.shared.tell(partner, fact.version);
    if (fact.urgent) await(partner, fact.version);
  }
  void operator()(const Acknowledged& fact) const {
    const exchange::Partner partner = partner_of(fact.partner);
    // An answer to what it was never told is none to what is urgent.
    const exchange::ToldRecord* told = one.shared.find(partner);
    if (told == nullptr || told->told < fact.version) return;
    one.shared.answer(partner, fact.version, rules_of(fact.faults), event.at);
    std::erase_if(one.awaited, [&](const Awaited& waits) {
      return waits.partner == partner && waits.version <= fact.version;
    });
  }
  void operator()(const Unanswered& fact) const {
    for (const Missing& missing : fact.missing) {
      for (Awaited& waits : one.awaited) {
        if (waits.partner.number() == missing.partner && waits.version <= missing.version)
          waits.alarmed = true;
      }
    }
  }
  void operator()(const ToldAgain& /*fact*/) const {
    one.shared.repeat();
    for (Awaited& waits : one.awaited) {
      waits.since = event.at;
      waits.alarmed = false;
    }
  }
  void operator()(const Notified& fact) const {
    one.reference = fact.reference;
    const Said* before = newest(one);
    Content content;
    if (fact.content) {
      content = *fact.content;
    } else if (before != nullptr) {
      content.grant = before->content.grant;
      // What was not taken changes nothing but how it stands.
      if (!fact.faults.empty() && event.next != State::unlisted) content.consent = before->content.consent;
    }
    one.said.push_back({.version = fact.version,
                        .from = fact.since,
                        .known = event.at,
                        .status = status_of(event.next).value_or(Status::unlisted),
                        .content = std::move(content)});
    one.heard = fact.version;
    one.heard_at = event.at;
  }
  void operator()(const NotTaken& /*fact*/) const {}
  void operator()(const BroughtIn& fact) const {
    one.reference = fact.reference;
    const Status status = status_of(event.next).value_or(Status::unlisted);
    Content content;
    if (status != Status::unlisted) {
      content.grant = fact.grant;
      content.consent.on = fact.consent;
    } else if (const Said* before = newest(one)) {
      content.grant = before->content.grant;  // whose codes have no benefits by it any more
    }
    one.said.push_back({.version = 0,
                        .from = fact.since,
                        .known = event.at,
                        .status = status,
                        .content = std::move(content)});
  }

 private:
  /// Of one that has not answered for long the first and the newest are kept.
  void await(exchange::Partner partner, std::uint32_t version) const {
    const auto is_its = [&](const Awaited& waits) { return waits.partner == partner; };
    const auto last = std::find_if(one.awaited.rbegin(), one.awaited.rend(), is_its);
    if (std::ranges::count_if(one.awaited, is_its) < 2) {
      one.awaited.push_back({.partner = partner, .version = version, .since = event.at});
    } else {
      last->version = version;
    }
  }
  /// From now on, as this state's list does.
  void say(Status status, Content content) const {
    one.shared.change(event.at);
    one.said.push_back({.version = one.shared.version,
                        .from = event.at,
                        .known = event.at,
                        .status = status,
                        .content = std::move(content)});
  }
};

std::string hex_of(const Hash256& hash) {
  std::string text;
  for (const std::byte byte : hash.bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    text += digits[std::to_integer<unsigned>(byte) >> 4U];
    text += digits[std::to_integer<unsigned>(byte) & 15U];
  }
  return text;
}

std::string text_of(const std::optional<Day>& day) { return day ? to_text(*day) : std::string{"-"}; }

}  // namespace

Operator evolve(Operator one, const Event& event) {
  std::visit(Apply{one, event}, static_cast<const Facts&>(event.fact));
  one.state = event.next;
  one.due = event.due;
  return one;
}

std::optional<Status> status_of(State state) {
  switch (state) {
    case State::active: return Status::active;
    case State::revalidation: return Status::revalidation;
    case State::suspended: return Status::suspended;
    case State::revoked: return Status::revoked;
    case State::withdrawn: return Status::withdrawn;
    case State::expired: return Status::expired;
    case State::unlisted: return Status::unlisted;
    case State::none:
    case State::agreed: break;
  }
  return std::nullopt;
}

const Said* newest(const Operator& one) { return one.said.empty() ? nullptr : &one.said.back(); }

const Said* as_known(const Operator& one, Instant of, Instant known) {
  const auto last = std::find_if(one.said.rbegin(), one.said.rend(),
                                 [&](const Said& said) { return said.known <= known && said.from <= of; });
  return last == one.said.rend() ? nullptr : &*last;
}

std::optional<Instant> last_told(const Operator& one, Instant by) {
  const auto last =
      std::find_if(one.said.rbegin(), one.said.rend(), [&](const Said& said) { return said.known <= by; });
  return last == one.said.rend() ? std::nullopt : std::optional{last->known};
}

std::optional<Instant> has_since(const Operator& one, const CodeKey& code, Instant at) {
  const Said* said = as_known(one, at, at);
  if (said == nullptr || said->status == Status::unlisted) return std::nullopt;
  std::optional<Instant> since;
  for (const ListedCode& held : said->content.grant.codes) {
    if (held.key == code && held.from <= at) since = std::max(since, std::optional{held.from});
  }
  return since;
}

Holds holds(const Operator& one, const CodeKey& code, Instant of, Instant known, Day day) {
  const Said* said = as_known(one, of, known);
  if (said == nullptr) return Holds::not_granted;
  const Grant& grant = said->content.grant;
  switch (said->status) {
    case Status::suspended: return Holds::suspended;
    case Status::revoked: return Holds::revoked;
    case Status::withdrawn: return Holds::withdrawn;
    case Status::expired: return Holds::expired;
    case Status::unlisted: return Holds::not_granted;
    case Status::active:
      if (grant.valid_until && *grant.valid_until < day) return Holds::expired;
      break;
    case Status::revalidation: break;
  }
  if (day < grant.valid_from) return Holds::not_yet;
  const auto is_it = [&](const ListedCode& held) { return held.key == code; };
  if (std::ranges::any_of(grant.codes, [&](const auto& held) { return is_it(held) && held.holds_at(of); }))
    return Holds::yes;
  const bool was_before = std::ranges::any_of(
      grant.codes, [&](const auto& held) { return is_it(held) && held.until && *held.until <= of; });
  return was_before ? Holds::code_replaced : Holds::not_yet;
}

std::vector<exchange::Partner> overdue(const Operator& one) {
  std::vector<exchange::Partner> partners;
  for (const Awaited& waits : one.awaited) {
    if (waits.alarmed && std::ranges::find(partners, waits.partner) == partners.end())
      partners.push_back(waits.partner);
  }
  return partners;
}

std::string picture_of(const Operator& one) {
  const Said* said = newest(one);
  if (said == nullptr) return "-";
  const auto* word = find_word(said->status);
  std::string text{word == nullptr ? std::string_view{} : word->code};
  // Of what is listed no more nothing is told but that.
  if (said->status == Status::unlisted) return text;
  const auto& [grant, consent] = said->content;
  text += format(" {} {} {} {} {} {} {}", grant.programme, grant.level.empty() ? "-" : grant.level,
                 to_text(grant.authorised), to_text(grant.valid_from), text_of(grant.valid_until),
                 text_of(grant.revalidate_on), to_text(consent.on));
  for (const OperatorRole role : grant.roles) text += format("\n{}", word_of(role));
  for (const ListedCode& held : grant.codes) {
    text += format("\n{} {} {} {}", held.key.str(), to_text(held.given), to_text(held.from),
                   held.until ? to_text(*held.until) : std::string{"-"});
  }
  return text + format("\n{}", hex_of(consent.print));
}

}  // namespace lintas::aeo::listed

namespace lintas {

template const Shape& shape<aeo::listed::Event>();

}  // namespace lintas
