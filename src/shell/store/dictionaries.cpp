#include "shell/store/dictionaries.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>
#include <zdict.h>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/dictionary_files.hpp"

namespace lintas::store {

std::span<const Dictionary> dictionaries() {
  static const std::array all{
      Dictionary{.id = 1, .bytes = std::as_bytes(std::span{files::first})},
      Dictionary{.id = 2, .of = Dictionary::Of::envelopes, .bytes = std::as_bytes(std::span{files::second})}};
  return all;
}

namespace {

/// As zstd takes samples: one behind the other, and their sizes.
struct Samples {
  explicit Samples(std::span<const Bytes> samples) {
    for (const Bytes& sample : samples) {
      joined.insert(joined.end(), sample.begin(), sample.end());
      sizes.push_back(sample.size());
    }
  }
  Bytes joined;
  std::vector<std::size_t> sizes;
};

Bytes made(Bytes dictionary, std::size_t size) {
  if (ZDICT_isError(size) != 0) {
    throw app::StoreFailure(format("making a dictionary: {}", ZDICT_getErrorName(size)),
                            app::StoreFailure::Outcome::not_applied);
  }
  dictionary.resize(size);
  return dictionary;
}

}  // namespace

Bytes train_dictionary(std::span<const Bytes> samples, std::size_t bytes_max) {
  const Samples given{samples};
  Bytes dictionary(bytes_max);
  const std::size_t size =
      ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), given.joined.data(), given.sizes.data(),
                            static_cast<unsigned>(given.sizes.size()));
  return made(std::move(dictionary), size);
}

Bytes make_dictionary(ByteView common, std::span<const Bytes> samples) {
  const Samples given{samples};
  constexpr std::size_t header_max = 1024;
  Bytes dictionary(common.size() + header_max);
  const std::size_t size = ZDICT_finalizeDictionary(
      dictionary.data(), dictionary.size(), common.data(), common.size(), given.joined.data(),
      given.sizes.data(), static_cast<unsigned>(given.sizes.size()), ZDICT_params_t{});
  return made(std::move(dictionary), size);
}

}  // namespace lintas::store
