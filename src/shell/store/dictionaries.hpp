#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"

namespace lintas::store {

/// Text that what is stored has in common, trained from samples. Stored frames name it by its id.
struct Dictionary {
  enum class Of : std::uint8_t { documents, envelopes };

  std::uint16_t id = 0;  ///< from 1; 0 says none
  Of of = Of::documents;
  ByteView bytes;
};

/// Those of data/dictionaries, oldest first: constants of the program that stay for ever, since what is
/// stored needs them. A better one gets the next id (tests/messages/train_dictionary.cpp,
/// tests/as4/train_dictionary.cpp).
[[nodiscard]] std::span<const Dictionary> dictionaries();

/// A dictionary of at most `bytes_max` for documents like the samples; a hundred times its size of them is a
/// good measure. Throws StoreFailure if the samples are too few to learn from.
[[nodiscard]] Bytes train_dictionary(std::span<const Bytes> samples, std::size_t bytes_max);
/// The same where it is known what they have in common, the most frequent last: what is learned is how often
/// which letters come.
[[nodiscard]] Bytes make_dictionary(ByteView common, std::span<const Bytes> samples);

}  // namespace lintas::store
