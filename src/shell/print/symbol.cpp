#include "shell/print/symbol.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>
#include <zint.h>

#include "shell/print/failure.hpp"

namespace lintas::print {

namespace {

struct Delete {
  void operator()(zint_symbol* symbol) const { ZBarcode_Delete(symbol); }
};

constexpr int correction_m = 2;

Symbol encode(std::string_view text, int symbology, int correction) {
  const std::unique_ptr<zint_symbol, Delete> symbol{ZBarcode_Create()};
  if (!symbol) throw PrintFailure("bar code (zint): no memory");
  symbol->symbology = symbology;
  symbol->option_1 = correction;
  std::vector<unsigned char> bytes(text.begin(), text.end());
  const int error = ZBarcode_Encode(symbol.get(), bytes.data(), static_cast<int>(bytes.size()));
  if (error >= ZINT_ERROR) throw PrintFailure(std::string{"bar code (zint): "} + symbol->errtxt);
  Symbol made{.width = symbol->width, .height = symbol->rows, .dark = {}};
  for (int y = 0; y < made.height; ++y) {
    const unsigned char* row = symbol->encoded_data[y];
    for (int x = 0; x < made.width; ++x) {
      const auto byte = static_cast<unsigned>(row[static_cast<std::size_t>(x) / 8]);
      made.dark.push_back(((byte >> (static_cast<unsigned>(x) % 8U)) & 1U) != 0);
    }
  }
  return made;
}

}  // namespace

Symbol code_128(std::string_view text) { return encode(text, BARCODE_CODE128B, -1); }

Symbol qr_code(std::string_view text) { return encode(text, BARCODE_QRCODE, correction_m); }

}  // namespace lintas::print
