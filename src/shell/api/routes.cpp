#include "shell/api/routes.hpp"

#include <array>
#include <span>

#include "shell/api/acdd_routes.hpp"
#include "shell/api/acdd_views.hpp"
#include "shell/api/aeo_list_routes.hpp"
#include "shell/api/aeo_list_views.hpp"
#include "shell/api/aeo_routes.hpp"
#include "shell/api/aeo_views.hpp"
#include "shell/api/exporter_routes.hpp"
#include "shell/api/exporter_views.hpp"
#include "shell/api/kind_routes.hpp"
#include "shell/api/kind_views.hpp"
#include "shell/api/origin_routes.hpp"
#include "shell/api/origin_views.hpp"

namespace lintas::api {

std::span<const Resource> resources() {
  static const std::array all{message_routes(),
                              movement_routes(),
                              document_routes(),
                              document_figure_routes(),
                              document_views(),
                              acdd_routes(),
                              acdd_views(),
                              kind_routes(),
                              kind_views(),
                              exporter_routes(),
                              exporter_views(),
                              origin_routes(),
                              origin_views(),
                              aeo_routes(),
                              aeo_views(),
                              aeo_list_routes(),
                              aeo_list_views(),
                              recognition_routes(),
                              tad_routes(),
                              act_routes(),
                              guarantee_routes(),
                              register_routes(),
                              feed_routes(),
                              exchange_routes(),
                              key_routes(),
                              reference_routes(),
                              code_routes(),
                              certificate_copy_routes(),
                              answers_to_commands(),
                              keys_as_shown(),
                              problems(),
                              reference_rows(),
                              views(),
                              webhook_routes(),
                              link_routes(),
                              attachment_routes(),
                              copy_routes(),
                              coverage_routes(),
                              expiring_routes(),
                              message_monitor_routes(),
                              partner_routes()};
  return all;
}

}  // namespace lintas::api
