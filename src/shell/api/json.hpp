#pragma once

#include <nlohmann/json.hpp>

/// For sources that build or read JSON; headers say nlohmann/json_fwd.hpp.
namespace lintas::api {

using Json = nlohmann::json;

}  // namespace lintas::api

// Compiled once, in json.cpp: what is no template of its own there would be compiled in each source again.
extern template class nlohmann::basic_json<>;
extern template class nlohmann::detail::iter_impl<const nlohmann::json>;
extern template class nlohmann::detail::json_ref<nlohmann::json>;
extern template class nlohmann::detail::serializer<nlohmann::json>;
