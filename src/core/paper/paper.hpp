#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/model/forward.hpp"
#include "core/paper/content.hpp"
#include "core/paper/sheet.hpp"
#include "core/refdata/snapshot.hpp"

/// What the parts of the document are made from, each a table of boxes with the fields that they show.
namespace lintas::paper {

/// The released data and the offices of the day.
struct Source {
  const message::Message& released;
  const message::Consignment& goods;
  const refdata::View& reference;
  std::optional<Day> limit{};  ///< that binds now, where it is known
};

/// A box and the fields its text comes from; none where it is written in by hand.
struct BoxRow {
  Box box;
  Series (*text)(const Source&) = nullptr;
};

[[nodiscard]] std::vector<Filled> front_of(const Source& source);
[[nodiscard]] std::vector<Filled> back_of(const Source& source);
/// The limit date of the release (AL001) with its hour; where it was extended since, the day that it was
/// extended to and that of the release, which stands on papers that were printed before.
[[nodiscard]] Series limit_of(const Source& source);
[[nodiscard]] Table route_of(const Source& source);
/// `route`: whose hotlines it sends to, where there is one.
[[nodiscard]] Advice advice(const Table& route);
[[nodiscard]] std::vector<Filled> list_head_of(const Source& source);
[[nodiscard]] std::vector<Block> list_of(const Source& source);
[[nodiscard]] std::string list_end_of(const Source& source);

/// The mark of a document that a sandbox prints.
inline constexpr std::string_view sandbox_mark = "SANDBOX \u2013 NOT VALID";

/// The transit accompanying document (TAD) of a released movement, with the list of items that always goes
/// with it. Made from the release (IE029) alone, never from the declaration. It names guarantees by their
/// GRN; access codes, amounts and customs values are not printed. Sources: ncts.md 11, acts.md 7 and 18.
///
/// `digest` stands for the released data in the QR code beside the MRN: whoever has the message can see that
/// the paper was made from it. `limit`: the one that binds now, if it is known. Precondition: an IE029, valid
/// by its schema. Pure; safe from any thread.
[[nodiscard]] Paper paper_of(const message::Message& released, const refdata::View& reference,
                             std::string_view digest, std::optional<Day> limit = std::nullopt);

}  // namespace lintas::paper
