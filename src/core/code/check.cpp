#include "core/code/check.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/compact.hpp"
#include "core/code/cose.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"
#include "core/code/trust.hpp"

namespace lintas::code {

namespace {

Finding finding(std::string_view rule, std::string detail = {}) {
  return {.rule = std::string{rule}, .pointer = {}, .value = {}, .detail = std::move(detail)};
}

Tick unknown(Finding why, std::optional<Instant> as_of = std::nullopt) {
  return {.verdict = Verdict::unknown, .why = std::move(why), .as_of = as_of};
}
Tick no(Finding why, std::optional<Instant> as_of = std::nullopt) {
  return {.verdict = Verdict::no, .why = std::move(why), .as_of = as_of};
}
Tick yes(Instant as_of) { return {.verdict = Verdict::yes, .why = std::nullopt, .as_of = as_of}; }

Tick tick_of_issuer(const TrustSheet& sheet, const TrustedKey& key, Instant issued, Instant at) {
  if (auto fault = fault_of_key(key, issued)) return no(*std::move(fault), sheet.issued);
  if (at >= sheet.until)
    return unknown(finding("SIG-013", format("valid until {}", to_text(sheet.until))), sheet.issued);
  return yes(sheet.issued);
}

Tick tick_of_status(const Trust& trust, const Content& content, Instant at) {
  const StatusList* list = trust.list_of(content.issuer, content.kind());
  if (list == nullptr) return unknown(finding("SIG-020", std::string{content.issuer.str()}));
  if (auto ahead = fault_of_date(*list, at)) return unknown(*std::move(ahead), list->as_of);
  if (list->cancelled) {
    // What was cancelled stays so: an old list says that as well as a new one.
    if (is_cancelled(*list, content.handle)) return no(finding("SIG-029"), list->as_of);
    if (content.valid_from > list->as_of)
      return unknown(finding("SIG-021", format("valid from {}", to_text(content.valid_from))), list->as_of);
  } else if (!is_live(*list, content.handle)) {
    // What a list once leaves out never comes back, so an old one says that as well as a new one.
    if (content.valid_from <= list->as_of) return no(finding("SIG-023"), list->as_of);
    return unknown(finding("SIG-021", format("valid from {}", to_text(content.valid_from))), list->as_of);
  }
  if (at >= list->until)
    return unknown(finding("SIG-022", format("valid until {}", to_text(list->until))), list->as_of);
  return yes(list->as_of);
}

Checked unreadable(const Finding& why) {
  return {.integrity = no(why),
          .issuer = unknown(why),
          .not_cancelled = unknown(why),
          .document = {},
          .content = {},
          .key = {},
          .sheet = {},
          .root = {}};
}

/// All three for one reason.
Checked nothing_known(Checked checked, const Finding& why) {
  checked.integrity = unknown(why);
  checked.issuer = unknown(why);
  checked.not_cancelled = unknown(why);
  return checked;
}

}  // namespace

Checked check(const Trust& trust, ByteView bytes, Instant at) {
  const auto code = read_code(bytes);
  if (!code) return unreadable(code.error());
  Checked checked;
  const Content& content = code->content;
  checked.content = content;
  checked.key = to_hex(code->envelope.key_id);
  const TrustSheet* sheet = trust.sheet_of(content.issuer);
  if (sheet == nullptr) return nothing_known(std::move(checked), no_sheet(content.issuer));
  checked.sheet = sheet->number;
  checked.root = fingerprint_of(sheet->root, trust.hash());
  const TrustedKey* key = find_key(*sheet, code->envelope.key_id, trust.hash());
  if (key == nullptr) {
    checked = nothing_known(std::move(checked), unknown_key(code->envelope.key_id));
    checked.issuer.verdict = Verdict::no;
    checked.issuer.as_of = sheet->issued;
    return checked;
  }
  if (!fits(code->envelope, key->key, trust.verifier())) {
    checked = nothing_known(std::move(checked), finding("SIG-012"));
    checked.integrity.verdict = Verdict::no;
    return checked;
  }
  checked.integrity = yes(content.issued);
  checked.issuer = tick_of_issuer(*sheet, *key, content.issued, at);
  const auto& why_not = checked.issuer.why;
  checked.not_cancelled = checked.issuer.verdict == Verdict::no && why_not
                              ? unknown(*why_not)
                              : tick_of_status(trust, content, at);
  return checked;
}

void compare(Checked& checked, const std::optional<Hash256>& certificate) {
  Tick& tick = checked.document.emplace();
  const Content* content = checked.content ? &*checked.content : nullptr;
  const auto* said = content == nullptr ? nullptr : std::get_if<Certificate>(&content->document);
  if (said == nullptr || !certificate) {
    tick = unknown(finding("SIG-031"));
  } else if (checked.integrity.verdict != Verdict::yes && checked.integrity.why) {
    // Whatever stands in it: nobody has said so.
    tick = unknown(*checked.integrity.why);
  } else if (said->content != *certificate) {
    tick = no(finding("SIG-030"));
  } else {
    tick = yes(content->issued);
  }
}

Checked check(const Trust& trust, std::string_view text, Instant at) {
  const auto bytes = from_qr_text(text);
  return bytes ? check(trust, ByteView{*bytes}, at) : unreadable(bytes.error());
}

}  // namespace lintas::code
