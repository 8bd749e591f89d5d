#include "core/paper/certificate.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "shell/print/canvas.hpp"
#include "shell/print/form.hpp"
#include "shell/print/list_plan.hpp"
#include "shell/print/pdf.hpp"

namespace lintas::print {

namespace {

/// The columns have their headings once a sheet.
constexpr double above_text = CellType::padding;

Bounds bounds_of(const paper::Extent& extent) {
  return {.top = points(extent.from), .bottom = points(extent.to)};
}

}  // namespace

std::string pdf_of(const paper::CertificatePaper& paper) {
  Press press{{.title = paper.title, .day = paper.day}, paper.mark};
  const std::vector<Sheet> sheets = plan(paper.items,
                                         {.first = bounds_of(paper.front_items),
                                          .further = bounds_of(paper.overleaf_items),
                                          .above_text = above_text},
                                         press.canvas());
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const bool is_front = i == 0;
    press.draw_boxes(is_front ? paper.front : paper.overleaf, {.check = paper.check});
    const paper::Extent& extent = is_front ? paper.front_items : paper.overleaf_items;
    double y = points(extent.from);
    for (const Piece& piece : sheets[i]) {
      press.draw_piece(piece, above_text);
      y = piece.y + piece.height;
    }
    const bool is_last = i + 1 == sheets.size();
    // Nothing can be added to a list that says where it ends.
    press.draw_below(
        is_last ? paper.items_end : format("Continued overleaf, page {} of {}", i + 2, sheets.size()), y);
    press.end_page(paper.foot, sheets.size());
  }
  return press.finish();
}

}  // namespace lintas::print
