#include "shell/api/json.hpp"

#include <nlohmann/json.hpp>

template class nlohmann::basic_json<>;
template class nlohmann::detail::iter_impl<const nlohmann::json>;
template class nlohmann::detail::json_ref<nlohmann::json>;
template class nlohmann::detail::serializer<nlohmann::json>;
