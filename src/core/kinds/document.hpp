#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/messages/report.hpp"
#include "core/refdata/snapshot.hpp"

/// Documents of a kind: what is wrong with one, and what one says.
namespace lintas::kinds {

/// The levels list, condition and rule of `lintas check`: the code lists of the day, then what the kind's
/// table asks. Precondition: the document is one of this kind, as its schema accepts it.
[[nodiscard]] message::Report check(const message::Document& document, const Kind& kind,
                                    const refdata::View& reference);

/// In canonical lexical form; empty if the document does not say it. Precondition: as of check().
[[nodiscard]] std::string said(const message::Document& document, const Kind& kind, Meaning meaning);
/// Of each line, in the order of the document; empty where one does not say it.
[[nodiscard]] std::vector<std::string> said_of_lines(const message::Document& document, const Kind& kind,
                                                     Meaning meaning);

}  // namespace lintas::kinds
