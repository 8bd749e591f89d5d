#pragma once

#include <array>

#include "cli/cli.hpp"

/// The rows of this module; each stands in the source that does it.
namespace lintas::cli {

extern const Command check_command;
extern const Command schema_command;
extern const Command verify_command;
extern const Command trust_show_command;
extern const Command trust_root_command;
extern const Command trust_key_command;
extern const Command trust_sheet_command;
extern const Command trust_fetch_command;
extern const Command status_list_command;
extern const Command submit_command;
extern const Command dry_run_command;
extern const Command show_command;
extern const Command watch_command;
extern const Command messages_command;
extern const Command declaration_command;
extern const Command copy_command;
extern const Command tad_command;
extern const Command link_command;
extern const Command code_command;
extern const Command movements_command;
extern const Command work_command;
extern const Command decide_command;
extern const Command doc_submit_command;
extern const Command doc_template_command;
extern const Command doc_bulk_command;
extern const Command doc_watch_command;
extern const Command doc_show_command;
extern const Command doc_list_command;
extern const Command doc_certificate_command;
extern const Command doc_print_command;
extern const Command doc_code_command;
extern const Command doc_approve_command;
extern const Command doc_cancel_command;
extern const Command doc_claim_command;
extern const Command doc_respond_command;
extern const Command doc_send_command;
extern const Command doc_resend_command;
extern const Command doc_use_command;
extern const Command doc_verify_command;
extern const Command doc_do_command;
extern const Command doc_cover_command;
extern const Command doc_manifest_command;
extern const Command doc_statistics_command;
extern const Command exporter_record_command;
extern const Command exporter_show_command;
extern const Command exporter_list_command;
extern const Command exporter_document_command;
extern const Command exporter_suspend_command;
extern const Command exporter_resume_command;
extern const Command exporter_withdraw_command;
extern const Command exporter_tell_again_command;
extern const Command aeo_apply_command;
extern const Command aeo_decide_command;
extern const Command aeo_list_command;
extern const Command aeo_show_command;
extern const Command aeo_agree_command;
extern const Command aeo_exchange_command;
extern const Command aeo_reconcile_command;
extern const Command aeo_give_command;
extern const Command aeo_take_command;
extern const Command aeo_code_command;
extern const Command aeo_check_command;
extern const Command aeo_collisions_command;
extern const Command recognition_list_command;
extern const Command recognition_explain_command;
extern const Command recognition_check_command;
extern const Command recognition_export_command;
extern const Command doc_attach_command;
extern const Command doc_attachments_command;
extern const Command doc_fetch_command;
extern const Command doc_detach_command;
extern const Command guarantees_command;
extern const Command registers_import_command;
extern const Command registers_show_command;
extern const Command expiring_command;
extern const Command reference_command;
extern const Command keys_issue_command;
extern const Command keys_list_command;
extern const Command keys_withdraw_command;
extern const Command dead_letters_command;
extern const Command waiting_command;
extern const Command partner_test_command;
extern const Command exchange_messages_command;
extern const Command exchange_message_command;
extern const Command evidence_command;
extern const Command partners_command;
extern const Command me_command;
extern const Command events_command;
extern const Command webhooks_add_command;
extern const Command webhooks_list_command;
extern const Command webhooks_show_command;
extern const Command webhooks_pause_command;
extern const Command webhooks_resume_command;
extern const Command webhooks_rotate_command;
extern const Command webhooks_redeliver_command;
extern const Command webhooks_remove_command;

/// In the order of the help: what needs no node first.
inline constexpr std::array own_commands{
    &check_command,
    &schema_command,
    &verify_command,
    &trust_show_command,
    &trust_root_command,
    &trust_key_command,
    &trust_sheet_command,
    &trust_fetch_command,
    &status_list_command,
    &submit_command,
    &dry_run_command,
    &show_command,
    &watch_command,
    &messages_command,
    &declaration_command,
    &copy_command,
    &tad_command,
    &link_command,
    &code_command,
    &movements_command,
    &work_command,
    &decide_command,
    &doc_submit_command,
    &doc_template_command,
    &doc_bulk_command,
    &doc_watch_command,
    &doc_show_command,
    &doc_list_command,
    &doc_certificate_command,
    &doc_print_command,
    &doc_code_command,
    &doc_approve_command,
    &doc_cancel_command,
    &doc_claim_command,
    &doc_respond_command,
    &doc_use_command,
    &doc_send_command,
    &doc_resend_command,
    &doc_verify_command,
    &doc_do_command,
    &doc_attach_command,
    &doc_attachments_command,
    &doc_fetch_command,
    &doc_detach_command,
    &doc_cover_command,
    &doc_manifest_command,
    &doc_statistics_command,
    &exporter_record_command,
    &exporter_show_command,
    &exporter_list_command,
    &exporter_document_command,
    &exporter_suspend_command,
    &exporter_resume_command,
    &exporter_withdraw_command,
    &exporter_tell_again_command,
    &aeo_apply_command,
    &aeo_decide_command,
    &aeo_list_command,
    &aeo_show_command,
    &aeo_agree_command,
    &aeo_exchange_command,
    &aeo_reconcile_command,
    &aeo_give_command,
    &aeo_take_command,
    &aeo_code_command,
    &aeo_check_command,
    &aeo_collisions_command,
    &recognition_list_command,
    &recognition_explain_command,
    &recognition_check_command,
    &recognition_export_command,
    &guarantees_command,
    &registers_import_command,
    &registers_show_command,
    &expiring_command,
    &reference_command,
    &keys_issue_command,
    &keys_list_command,
    &keys_withdraw_command,
    &dead_letters_command,
    &waiting_command,
    &partner_test_command,
    &exchange_messages_command,
    &exchange_message_command,
    &evidence_command,
    &partners_command,
    &me_command,
    &events_command,
    &webhooks_add_command,
    &webhooks_list_command,
    &webhooks_show_command,
    &webhooks_pause_command,
    &webhooks_resume_command,
    &webhooks_rotate_command,
    &webhooks_redeliver_command,
    &webhooks_remove_command,
};

}  // namespace lintas::cli
