#pragma once

#include <expected>
#include <utility>

/// Names the value of an expression of type std::expected, or returns its error to the caller.
/// The one macro of the project: without the monadic functions of later libraries the ladder stays readable.
// The name declares a variable: parentheses around it would not compile.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define LINTAS_TRY(name, expression)                                                \
  auto name##_or_error = (expression);                                              \
  if (!name##_or_error) return std::unexpected(std::move(name##_or_error).error()); \
  auto& name = *name##_or_error
// NOLINTEND(bugprone-macro-parentheses)

namespace lintas {

/// Lets one visitor be written as several lambdas.
template <class... Lambdas>
struct Overloaded : Lambdas... {
  using Lambdas::operator()...;
};

}  // namespace lintas
