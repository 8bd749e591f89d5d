#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

/// What a movement is called on the command line: by its MRN; before it has one, by the reference that the
/// address of it ends with, or by its LRN.
namespace lintas::cli {

inline constexpr Operand movement_operand{
    .name = "MOVEMENT",
    .meaning = "its MRN; of one without an MRN the reference that `lintas movements` shows; or its LRN"};

/// An LRN is good within one holder alone.
inline constexpr Option holder_option{
    .name = "--holder",
    .value = "TIN",
    .meaning = "with an LRN, whose declaration it is; your own if left out"};

/// The address of the movement that is the first operand, or of what is behind it.
[[nodiscard]] std::string path_of_movement(const Given& given, std::string_view behind = {});
/// What the node has to know beside the address.
[[nodiscard]] std::vector<net::Parameter> query_of_movement(const Given& given);

/// Puts "reference" in the place of the address, or nothing where the movement is opened by its MRN.
void show_reference(Json& movement);
/// The row of what show_reference put there.
inline constexpr Shown reference_row{.pointer = "/reference", .label = "reference"};

}  // namespace lintas::cli
