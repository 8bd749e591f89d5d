#pragma once

#include "core/model/groups.hpp"

/// A declaration that was lodged before its goods were there (type D), its presentation (IE170), and what is
/// amended behind that. Each is kept as it came; what stands is made of them.
namespace lintas::transit {

/// The declaration as it stands once its goods are presented: each group that the IE170 has stands in place
/// of what was lodged (G0045), the rest stays. Means of departure stand at one level, as the IE170 has them
/// (C0833); of its houses, those that were declared. What the IE170 has no place for stays as declared.
[[nodiscard]] message::Message completed_by(const message::Message& presentation,
                                            const message::Message& lodged);

/// A declaration whose goods were presented.
struct PresentedDeclaration {
  message::Message whole;         ///< as it stands
  message::Message declared;      ///< the newest IE015 or IE013, as it came
  message::Message presentation;  ///< the IE170
};

/// As its presentation leaves it.
[[nodiscard]] PresentedDeclaration presented(message::Message lodged, message::Message presentation);

/// The declaration as an amendment (IE013) of it reads: of what the presentation brought, the amendment
/// changes what it says and leaves the rest, for a trader repeats its own declaration, which had it not.
/// Where only the guarantees change (flag 1), what it says as the declaration before it did is no change
/// either.
[[nodiscard]] message::Message amended_behind(const PresentedDeclaration& standing,
                                              const message::Message& amendment);

}  // namespace lintas::transit
