#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "core/code/compact.hpp"
#include "core/code/cose.hpp"
#include "core/code/records.hpp"
#include "core/code/status.hpp"

namespace lintas::code {
namespace {

/// What is read has one form: written again it is what was read.
void expect_one_form(Subject subject, const Signed& read, ByteView content, ByteView whole) {
  KeyId id;
  if (read.key_id.size() != id.bytes.size()) return;
  std::ranges::copy(read.key_id, id.bytes.begin());
  require(same_bytes(sign(subject, id, content, [&](ByteView) { return read.signature; }), whole),
          "one content has one encoding");
}

void fuzz(ByteView input) {
  if (const auto bytes = from_qr_text(as_text(input)))
    require(qr_text_of(*bytes) == as_text(input), "one code has one text");
  if (const auto code = read_code(input))
    expect_one_form(Subject::code, code->envelope, to_cbor(code->content), input);
  if (const auto list = read_list(input))
    expect_one_form(Subject::status_list, list->envelope, to_cbor(list->list), input);
  if (const auto read = read_signed(input)) {
    if (const auto sheet = read_record<TrustSheet>(Subject::trust_sheet, *read))
      expect_one_form(Subject::trust_sheet, *read, to_cbor(*sheet), input);
  }
}

}  // namespace
}  // namespace lintas::code

/// Codes as text and as bytes, sheets and lists: whatever is accepted has one form.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lintas::code::fuzz(std::as_bytes(std::span{data, size}));
  return 0;
}
