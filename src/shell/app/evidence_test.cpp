#include "shell/app/evidence.hpp"

#include <gtest/gtest.h>
#include <string>

#include "base/bytes.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/store/payload_codec.hpp"

namespace lintas::app {
namespace {

TEST(Evidence, IsUnpackedAsItWasPackedAndTakesLessRoom) {
  store::PayloadCodec codec{crypto::sha256};
  std::string text;
  for (int i = 0; i < 200; ++i) text += "<ds:Reference URI=\"cid:message@lintas\">";
  const Bytes stored = pack_evidence(codec, as_bytes(text));
  EXPECT_LT(stored.size(), text.size() / 4);
  EXPECT_EQ(as_text(unpack_evidence(codec, stored)), text);
}

TEST(Evidence, IsNeverReadFromWhatWasDamaged) {
  store::PayloadCodec codec{crypto::sha256};
  const Bytes stored = pack_evidence(codec, as_bytes("a receipt"));
  EXPECT_THROW((void)unpack_evidence(codec, ByteView{stored}.first(20)), StoreFailure);
  EXPECT_THROW((void)unpack_evidence(codec, {}), StoreFailure);
  for (std::size_t i = 2; i < stored.size(); ++i) {
    Bytes damaged = stored;
    damaged[i] ^= std::byte{1};
    try {
      EXPECT_EQ(as_text(unpack_evidence(codec, damaged)), "a receipt") << "at " << i;
    } catch (const StoreFailure&) {
      continue;
    }
  }
}

}  // namespace
}  // namespace lintas::app
