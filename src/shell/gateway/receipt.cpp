#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/gateway/gateway.hpp"

namespace lintas::gateway {

namespace {

/// The value of a member whose value is a string without escapes: the only form that we write.
std::optional<std::string_view> member(std::string_view json, std::string_view name) {
  const std::string opening = format("\"{}\":\"", name);
  const auto begin = json.find(opening);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string_view rest = json.substr(begin + opening.size());
  const auto end = rest.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  return rest.substr(0, end);
}

}  // namespace

std::string Receipt::signed_text() const {
  return format("lintas-receipt-1\n{}\n{}\n{}", message_id, to_hex(content.bytes), to_text(at));
}

std::string Receipt::json() const {
  return format(R"({{"message_id":"{}","sha256":"{}","at":"{}","signature":"{}"}})", message_id,
                to_hex(content.bytes), to_text(at), to_hex(signature));
}

std::optional<Receipt> Receipt::parse(std::string_view json) {
  const auto id = member(json, "message_id");
  const auto hash = member(json, "sha256");
  const auto at = member(json, "at");
  const auto signature = member(json, "signature");
  if (!id || !hash || !at || !signature) return std::nullopt;
  const auto instant = parse_instant(*at);
  const auto content = from_hex(*hash);
  auto signed_by = from_hex(*signature);
  if (!instant || !content || content->size() != 32 || !signed_by) return std::nullopt;
  Receipt receipt{
      .message_id = std::string{*id}, .content = {}, .at = *instant, .signature = std::move(*signed_by)};
  std::ranges::copy(*content, receipt.content.bytes.begin());
  return receipt;
}

}  // namespace lintas::gateway
