#pragma once

#include <string>

#include "core/paper/sheet.hpp"

namespace lintas::print {

/// The document as PDF: the front, its back, then the sheets of the list. A4, black on white. The same paper
/// gives the same bytes, as long as libraries and fonts are the same. A text that does not fit its box is set
/// smaller, down to 5.5 points, then shortened with (…); the list shows all.
/// Throws PrintFailure. Safe from any thread.
[[nodiscard]] std::string pdf_of(const paper::Paper& paper);

}  // namespace lintas::print
