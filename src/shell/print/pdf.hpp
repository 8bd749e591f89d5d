#pragma once

#include <string>

#include "core/paper/certificate.hpp"
#include "core/paper/sheet.hpp"

namespace lintas::print {

/// The document as PDF: the front, its back, then the sheets of the list. A4, black on white. The same paper
/// gives the same bytes, as long as libraries and fonts are the same. A text that does not fit its box is set
/// smaller, down to 5.5 points, then shortened with (…); the list shows all.
/// Throws PrintFailure. Safe from any thread.
[[nodiscard]] std::string pdf_of(const paper::Paper& paper);

/// The certificate likewise: the front, whose boxes shorten what does not fit, then its items overleaf as far
/// as they do not stand on the front; all of them is shown.
[[nodiscard]] std::string pdf_of(const paper::CertificatePaper& paper);

}  // namespace lintas::print
