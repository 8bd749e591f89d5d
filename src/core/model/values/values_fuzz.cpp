#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/require.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/container_number.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"

namespace {

/// What a parser accepts it gives back, character for character; what it refuses it can explain.
template <class Value>
void try_one(std::string_view text) {
  const auto value = Value::parse(text);
  lintas::require(value ? value->str() == text : !describe(value.error()).empty(), "a parser keeps its text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  try_one<lintas::Mrn>(text);
  try_one<lintas::Grn>(text);
  try_one<lintas::Lrn>(text);
  try_one<lintas::MessageId>(text);
  try_one<lintas::Tin>(text);
  try_one<lintas::OfficeId>(text);
  try_one<lintas::ContainerNumber>(text);
  try_one<lintas::Ahtn>(text);
  try_one<lintas::Country>(text);
  if (const auto container = lintas::ContainerNumber::parse(text)) (void)container->looks_mistyped();
  if (const auto code = lintas::AccessCode::parse(text)) lintas::require(code->reveal() == text, "the code");
  return 0;
}
