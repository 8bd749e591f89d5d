#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "shell/api/call.hpp"
#include "shell/app/service.hpp"
#include "shell/net/http.hpp"

/// Every route of the interface: one table, from which the server is filled and the description written.
namespace lintas::api {

class Core;

/// Exactly one of `work` and `look`; both run on the pool and answer the call once.
struct Route {
  net::Method method;
  std::string_view pattern;
  std::size_t body_bytes_max;
  bool keyless;
  std::string_view id;
  std::string_view summary;
  void (*work)(const Core&, const CallPtr&);
  void (*look)(const Core&, const CallPtr&, app::Reader&);  ///< with a window into the store
};

[[nodiscard]] std::span<const Route> routes();

// Each stands in the file of its resource.
void submit_message(const Core& core, const CallPtr& call);
void show_declaration(const Core& core, const CallPtr& call, app::Reader& reader);
void list_mail(const Core& core, const CallPtr& call, app::Reader& reader);
void show_mail(const Core& core, const CallPtr& call, app::Reader& reader);
void act(const Core& core, const CallPtr& call);
void show_me(const Core& core, const CallPtr& call);
void show_movement(const Core& core, const CallPtr& call, app::Reader& reader);
void list_movements(const Core& core, const CallPtr& call, app::Reader& reader);
void show_account(const Core& core, const CallPtr& call, app::Reader& reader);
void list_accounts(const Core& core, const CallPtr& call, app::Reader& reader);
void list_uses(const Core& core, const CallPtr& call, app::Reader& reader);
void import_registers(const Core& core, const CallPtr& call);
void list_entries(const Core& core, const CallPtr& call, app::Reader& reader);
void show_entry(const Core& core, const CallPtr& call, app::Reader& reader);
void show_reference(const Core& core, const CallPtr& call);
void show_machines(const Core& core, const CallPtr& call);
void describe(const Core& core, const CallPtr& call);
void list_work(const Core& core, const CallPtr& call, app::Reader& reader);
void list_events(const Core& core, const CallPtr& call, app::Reader& reader);
void list_dead_letters(const Core& core, const CallPtr& call, app::Reader& reader);
void list_waiting(const Core& core, const CallPtr& call, app::Reader& reader);
void issue_key(const Core& core, const CallPtr& call);
void list_keys(const Core& core, const CallPtr& call);
void withdraw_key(const Core& core, const CallPtr& call);

}  // namespace lintas::api
