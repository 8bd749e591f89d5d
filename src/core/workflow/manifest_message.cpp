#include "core/workflow/manifest_message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/require.hpp"
#include "base/time.hpp"
#include "core/exchange/manifest.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/groups.hpp"
#include "core/transit/clocks.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/manifest_limits.hpp"
#include "core/workflow/manifest_part.hpp"

namespace lintas::workflow {

bool is_manifest(std::string_view root) { return root == manifest_root || root == document_manifest_root; }

bool is_of_these_days(Day day, Instant now) {
  const Day today = std::chrono::floor<std::chrono::days>(now);
  return day >= today - manifest_limits::day_window && day <= today + manifest_limits::day_window;
}

message::Document write_manifest(const exchange::Manifest& manifest, const ManifestHead& head) {
  message::Document document;
  const std::string_view root = manifest.month ? document_manifest_root : manifest_root;
  document.program = message::find_program(root);
  require(document.program != nullptr, "the manifest has a view");
  message::Message& message = document.message;
  message.message_sender = head.sender;
  message.message_recipient = head.recipient;
  message.preparation_date_and_time = transit::date_time_of(head.prepared, std::chrono::minutes{});
  message.message_identification = head.identification;
  message.message_type = root;
  message::Manifest& list = message.manifest.emplace();
  list.manifest_date = transit::date_of(manifest.day);
  list.part_number = {static_cast<std::int64_t>(manifest.part)};
  for (const exchange::ManifestEntry& entry : manifest.entries) {
    message::ManifestEntry& shown = message.manifest_entry.emplace_back();
    shown.reference = entry.thing;
    shown.sent_number = {static_cast<std::int64_t>(entry.sent)};
    shown.taken_number = {static_cast<std::int64_t>(entry.taken)};
    if (entry.version) shown.notice_number = {static_cast<std::int64_t>(*entry.version)};
    shown.digest = entry.digest.value_or("");
  }
  return document;
}

exchange::Manifest read_manifest(const message::Document& document) {
  const message::Message& message = document.message;
  const std::string_view root = document.program->root();
  require(is_manifest(root) && message.manifest, "a manifest is read by its view");
  exchange::Manifest manifest{.day = message.manifest->manifest_date.calendar_day(),
                              .part = static_cast<std::uint32_t>(message.manifest->part_number.value),
                              .entries = {},
                              .month = std::nullopt};
  if (root == document_manifest_root) manifest.month = month_of(manifest.day);
  for (const message::ManifestEntry& shown : message.manifest_entry) {
    exchange::ManifestEntry entry{.thing = shown.reference,
                                  .sent = static_cast<std::uint32_t>(shown.sent_number.value),
                                  .taken = static_cast<std::uint32_t>(shown.taken_number.value),
                                  .version = std::nullopt,
                                  .digest = std::nullopt};
    if (shown.notice_number.has()) entry.version = static_cast<std::uint32_t>(shown.notice_number.value);
    if (!shown.digest.empty()) entry.digest = shown.digest;
    manifest.entries.push_back(std::move(entry));
  }
  return manifest;
}

}  // namespace lintas::workflow
