#include "tests/support/json.hpp"

#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

namespace lintas::test {

nlohmann::json parse_json(std::string_view text) { return nlohmann::json::parse(text, nullptr, false); }

}  // namespace lintas::test

namespace nlohmann {

void PrintTo(const json& value, std::ostream* to) { *to << value.dump(); }

}  // namespace nlohmann
