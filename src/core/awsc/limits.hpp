#pragma once

#include <cstddef>

namespace lintas::awsc::bounds {

/// Products that a record has or ever had: each stays, since declarations are judged by their day. More:
/// R-OD-015. A record has 999 at once.
inline constexpr std::size_t products_ever_max = 4000;
/// Signatories that it has or ever had. More: R-OD-015. It has ten at once.
inline constexpr std::size_t signatories_ever_max = 500;

/// Key words of a product that a declaration is held against, the first of its description: a thousand items
/// against a thousand products of one subheading are judged at once.
inline constexpr std::size_t key_words_max = 32;

/// Import declarations that use one origin declaration. More: R-OD-029. One shipment is usually one.
inline constexpr std::size_t uses_max = 200;

/// Notices by which a partner is told of a record at once, where it missed so many suspensions and
/// resumptions: as many as an event sends. Of more it is told the first and the newest.
inline constexpr std::size_t letters_max = 16;

}  // namespace lintas::awsc::bounds
