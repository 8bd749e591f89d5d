#include "cli/movement_names.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.hpp"
#include "cli/connection.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

namespace lintas::cli {

std::string path_of_movement(const Given& given, std::string_view behind) {
  return path_of("/v1/movements/", given.operand(0), behind);
}

std::vector<net::Parameter> query_of_movement(const Given& given) {
  return {{.name = "holder", .value = std::string{given.value("--holder").value_or("")}}};
}

void show_reference(Json& movement) {
  const auto location = movement.find("location");
  if (location == movement.end()) return;
  const std::string address = text_of(*location);
  movement.erase(location);
  const auto mrn = movement.find("mrn");
  if (mrn != movement.end() && !mrn->is_null()) return;
  movement["reference"] = address.substr(address.rfind('/') + 1);
}

}  // namespace lintas::cli
