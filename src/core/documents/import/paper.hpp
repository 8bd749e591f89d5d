#pragma once

#include "base/decimal.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/ruling.hpp"

/// Pages, and the data that come beside them. For the sources of the import side.
namespace lintas::documents::import_side {

/// Whether it is only on paper here, and in a state in which its data may take the place of that.
[[nodiscard]] bool awaits_data(const Certificate& certificate);

/// Data of a certificate that was recorded from paper.
[[nodiscard]] Ruling data_came(const Certificate& certificate, Received data, const Context& context);

/// Whether it is the certificate that is here.
[[nodiscard]] bool is_same(const Certificate& certificate, const Received& data);

/// Data of a number that is here as that of a page, written otherwise: which of both it is, people say.
[[nodiscard]] Differing reads_alike(Received data, const Reference& page);

/// What may be taken of the items: where data are here that say another thing than the page, as much as both
/// have. `taken`: what is taken of an item already stays.
[[nodiscard]] Balances limited(const Certificate& certificate, Decimal (*taken)(const Balance&));

}  // namespace lintas::documents::import_side
