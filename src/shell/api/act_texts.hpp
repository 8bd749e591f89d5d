#pragma once

#include <string_view>

/// What is told of an act beyond its fields: for the description.
namespace lintas::api {

struct ActText {
  std::string_view name;     ///< "departure.release"
  std::string_view meaning;  ///< what it is for, as a sentence
  std::string_view example =
      {};  ///< as JSON, where the fields that it has to have make no sense by themselves
};
/// Every act has its row.
[[nodiscard]] const ActText& text_of_act(std::string_view name);

}  // namespace lintas::api
