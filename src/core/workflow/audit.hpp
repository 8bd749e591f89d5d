#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>

#include "core/workflow/acdd_part.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

/// What only an audit of a whole store asks of the business, beside what the executor asks (domain.hpp).
namespace lintas::workflow {

/// All parts: the business of a national node.
[[nodiscard]] std::span<const Part* const> national_parts();

/// A kind that follows others and adds them up, as a guarantee does its uses.
struct Balance {
  StreamKind whole{};
  /// The sum with the share of one more stream that it follows; nothing before the first.
  State (*add_share)(const std::optional<State>& sum, const State& followed) = nullptr;
  /// The law that it breaks by being another than the sum; nothing where it follows none.
  std::optional<std::string> (*broken)(const State& whole, const std::optional<State>& sum) = nullptr;
};
[[nodiscard]] std::span<const Balance> balances();

/// What a key of a machine leads to. A message's key leads to whatever stream the message was about.
struct KeyTarget {
  KeyKind keys{};
  StreamKind streams{};
};
inline constexpr std::array key_targets{
    KeyTarget{grn_keys, account_stream},
    KeyTarget{use_keys, use_stream},
    KeyTarget{lrn_keys, departure_stream},
    KeyTarget{journey_keys, journey_stream},
    KeyTarget{register_keys, register_stream},
    KeyTarget{register_keys, register_count_stream},
    KeyTarget{unknown_keys, departure_stream},
    KeyTarget{manifest_keys, manifest_stream},
    KeyTarget{deposit_keys, account_stream},
    KeyTarget{concern_keys, departure_stream},
    KeyTarget{concern_keys, journey_stream},
    KeyTarget{webhook_keys, webhook_stream},
    KeyTarget{link_keys, link_stream},
    KeyTarget{concern_keys, account_stream},
    KeyTarget{concern_keys, register_stream},
    KeyTarget{code_keys, code_stream},
    KeyTarget{document_keys, issue_stream},
    KeyTarget{certificate_keys, issue_stream},
    KeyTarget{application_keys, issue_stream},
    KeyTarget{certificate_keys, import_stream},
    KeyTarget{concern_keys, issue_stream},
    KeyTarget{concern_keys, import_stream},
    KeyTarget{unknown_certificate_keys, issue_stream},
    KeyTarget{alike_keys, import_stream},
    KeyTarget{acdd_keys, acdd_export_stream},
    KeyTarget{acdd_keys, acdd_import_stream},
    KeyTarget{concern_keys, acdd_export_stream},
    KeyTarget{concern_keys, acdd_import_stream},
    KeyTarget{doc_keys, doc_issue_stream},
    KeyTarget{doc_keys, doc_import_stream},
    KeyTarget{concern_keys, doc_issue_stream},
    KeyTarget{concern_keys, doc_import_stream},
    KeyTarget{exporter_keys, exporter_stream},
    KeyTarget{concern_keys, exporter_stream},
    KeyTarget{origin_keys, origin_stream},
    KeyTarget{concern_keys, origin_stream},
    KeyTarget{attachment_list_keys, attachment_list_stream},
    KeyTarget{attachment_file_keys, attachment_file_stream},
    KeyTarget{attachment_share_keys, attachment_share_stream},
    KeyTarget{attachment_name_keys, attachment_list_stream},
    KeyTarget{attachment_name_keys, attachment_abroad_stream},
    KeyTarget{attachment_unknown_keys, attachment_list_stream},
    KeyTarget{aeo_keys, aeo_stream},
    KeyTarget{aeo_code_keys, aeo_stream},
    KeyTarget{aeo_holder_keys, aeo_holder_stream},
    KeyTarget{aeo_granted_keys, aeo_stream},
    KeyTarget{concern_keys, aeo_stream},
    KeyTarget{aeo_listed_keys, aeo_listed_stream},
    KeyTarget{concern_keys, aeo_listed_stream},
};

}  // namespace lintas::workflow
