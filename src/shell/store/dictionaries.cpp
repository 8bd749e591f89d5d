#include "shell/store/dictionaries.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <vector>
#include <zdict.h>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/dictionary_files.hpp"

namespace lintas::store {

std::span<const Dictionary> dictionaries() {
  static const std::array all{Dictionary{.id = 1, .bytes = std::as_bytes(std::span{files::first})}};
  return all;
}

Bytes train_dictionary(std::span<const Bytes> samples, std::size_t bytes_max) {
  Bytes joined;
  std::vector<std::size_t> sizes;
  for (const Bytes& sample : samples) {
    joined.insert(joined.end(), sample.begin(), sample.end());
    sizes.push_back(sample.size());
  }
  Bytes dictionary(bytes_max);
  const std::size_t size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), joined.data(),
                                                 sizes.data(), static_cast<unsigned>(sizes.size()));
  if (ZDICT_isError(size) != 0) {
    throw app::StoreFailure(format("training a dictionary: {}", ZDICT_getErrorName(size)),
                            app::StoreFailure::Outcome::not_applied);
  }
  dictionary.resize(size);
  return dictionary;
}

}  // namespace lintas::store
