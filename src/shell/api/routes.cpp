#include "shell/api/routes.hpp"

#include <array>
#include <span>

#include "base/limits.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

std::span<const Route> routes() {
  using net::Method;
  static constexpr std::array table{
      Route{Method::post, "/v1/messages", limits::message_bytes_max, false, "submitMessage",
            "A trader's message in XML or JSON; with dry_run=true it is only checked.", &submit_message,
            nullptr},
      Route{
          Method::get, "/v1/movements", 0, false, "listMovements",
          "Movements that concern the caller or its office, newest first, ended ones too: narrowed by phase "
          "(open, ended, all), public status, id of the state, role of this node, office, and since a day "
          "or instant. A page may be short; after=next goes on.",
          nullptr, &list_movements},
      Route{Method::get, "/v1/movements/{mrn}", 0, false, "showMovement",
            "State, status, route, guarantees and history of a movement.", nullptr, &show_movement},
      Route{
          Method::get, "/v1/movements/{mrn}/declaration", 0, false, "showDeclaration",
          "The declaration as it stands, or in another state the record of it that departure sent, in XML or "
          "JSON by Accept.",
          nullptr, &show_declaration},
      Route{Method::get, "/v1/movements/{mrn}/messages", 0, false, "listMessages",
            "What was sent to the trader; to an office, all that was sent about the movement.", nullptr,
            &list_mail},
      Route{Method::get, "/v1/movements/{mrn}/messages/{n}", 0, false, "showMessage",
            "One of these messages in XML, or JSON by Accept.", nullptr, &show_mail},
      Route{Method::post, "/v1/acts/{name}", limits::api_act_bytes_max, false, "act",
            "An act by its name, as departure.release; needs Idempotency-Key, honours If-Match, and takes "
            "the second officer's key in Lintas-Second.",
            &act, nullptr},
      Route{Method::get, "/v1/guarantees", 0, false, "listGuarantees",
            "The guarantees of the caller, as holder, guarantor or office.", nullptr, &list_accounts},
      Route{Method::get, "/v1/guarantees/{grn}/uses", 0, false, "listUses",
            "What movements hold of a guarantee, by MRN.", nullptr, &list_uses},
      Route{Method::get, "/v1/reference/{list}", 0, false, "listReference",
            "Offices, countries, currencies, tariff, legs or a code list, as they hold on the day `at`.",
            &show_reference, nullptr},
      Route{Method::get, "/v1/guarantees/{grn}", 0, false, "showGuarantee",
            "Amounts and days of a guarantee, for holder, guarantor and office.", nullptr, &show_account},
      Route{Method::post, "/v1/registers", limits::api_import_bytes_max, false, "importRegisters",
            "Entries of registers as a table (CSV): each row registers its entry, or changes the one that is "
            "there. Needs Idempotency-Key.",
            &import_registers, nullptr},
      Route{Method::get, "/v1/registers/{kind}", 0, false, "listRegisters",
            "Entries of one kind, by their numbers, as far as the caller may see them.", nullptr,
            &list_entries},
      Route{Method::get, "/v1/registers/{kind}/{key}", 0, false, "showRegister",
            "What stands in a register under a number, with its days.", nullptr, &show_entry},
      Route{Method::get, "/v1/work", 0, false, "listWork",
            "What waits for the caller at its office, with the acts that lead on.", nullptr, &list_work},
      Route{
          Method::get, "/v1/exchange/dead-letters", 0, false, "listDeadLetters",
          "Messages that a partner refused for good; exchange.revive or exchange.discard decides about one.",
          nullptr, &list_dead_letters},
      Route{Method::get, "/v1/exchange/waiting", 0, false, "listWaiting",
            "Messages of partners that wait in their lanes, at the caller's office or that of `office`; "
            "exchange.drop takes one out.",
            nullptr, &list_waiting},
      Route{Method::get, "/v1/events", 0, false, "listEvents",
            "What happened, in order, as far as the caller may see it; ask again with after=next.", nullptr,
            &list_events},
      Route{Method::get, "/v1/me", 0, false, "showMe", "Who the key is for, and which acts it may ask for.",
            &show_me, nullptr},
      Route{Method::post, "/v1/keys", limits::api_act_bytes_max, false, "issueKey",
            "A new API key, shown this once. Asked again, it makes another one.", &issue_key, nullptr},
      Route{Method::get, "/v1/keys", 0, false, "keys",
            "The keys of this node, by their hashes: whom they are for, since and until when.", &list_keys,
            nullptr},
      Route{Method::remove, "/v1/keys/{hash}", 0, false, "withdrawKey",
            "Makes the key worthless whose hash begins so.", &withdraw_key, nullptr},
      Route{Method::get, "/v1/openapi.json", 0, true, "describe", "This description.", &describe, nullptr},
      Route{Method::get, "/v1/states", 0, true, "showStates",
            "States, triggers and verdicts of the machines.", &show_machines, nullptr},
  };
  return table;
}

}  // namespace lintas::api
