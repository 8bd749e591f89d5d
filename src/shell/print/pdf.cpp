#include "shell/print/pdf.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "core/paper/sheet.hpp"
#include "shell/print/canvas.hpp"
#include "shell/print/form.hpp"
#include "shell/print/list_plan.hpp"

namespace lintas::print {

namespace {

constexpr double padding = CellType::padding;

/// Of the offices and the advice on the back, which are read in a cab.
constexpr std::array route_sizes{10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0};

class Printer {
 public:
  explicit Printer(const paper::Paper& paper)
      : paper_(paper),
        press_({.title = format("Transit accompanying document {}", paper.mrn), .day = paper.released},
               paper.mark),
        sheets_(plan(paper.list,
                     {.first = bounds(), .further = bounds(), .above_text = CellType::label_height},
                     press_.canvas())) {}

  std::string print() && {
    press_.draw_boxes(paper_.front, shown(1));
    end_page();
    press_.draw_boxes(paper_.back, shown(1));
    draw_route();
    end_page();
    for (std::size_t i = 0; i < sheets_.size(); ++i) {
      press_.draw_boxes(paper_.list_head, shown(i + 2));
      for (const Piece& piece : sheets_[i]) press_.draw_piece(piece, CellType::label_height);
      draw_list_end(i);
      end_page();
    }
    return press_.finish();
  }

 private:
  /// Below the lowest box of the head.
  [[nodiscard]] double list_top() const {
    int bottom = paper::printed.y;
    for (const paper::Filled& one : paper_.list_head)
      bottom = std::max(bottom, one.box.frame.y + one.box.frame.height);
    constexpr int gap = 15;
    return points(bottom + gap);
  }

  /// Above the line that says where the list goes on or that it ends.
  [[nodiscard]] Bounds bounds() const {
    constexpr int line = 45;
    return {.top = list_top(), .bottom = points(paper::printed.y + paper::printed.height - line)};
  }

  /// The accompanying document with its back is one form, each sheet of the list another.
  [[nodiscard]] std::size_t forms() const { return sheets_.size() + 1; }
  [[nodiscard]] std::size_t pages() const { return sheets_.size() + 2; }

  [[nodiscard]] Shown shown(std::size_t form) const {
    return {.number = paper_.mrn, .check = paper_.check, .form = form, .forms = forms()};
  }

  // ---- the back

  void draw_route() {
    constexpr int under_head = 265;
    constexpr int incidents = 1470;
    const double bottom = points(incidents);
    for (const double size : route_sizes) {
      const double end = route(size, points(under_head), false);
      if (end <= bottom || size == route_sizes.back()) {
        route(size, points(under_head), true);
        return;
      }
    }
  }

  /// The table of offices and the advice below it; where they end.
  double route(double size, double y, bool draw) {
    std::vector<std::string> labels;
    for (const paper::Cell& cell : paper_.route.labels) labels.emplace_back(cell.label);
    const double table_size = std::min(size, 8.5);  // in which the number of an office fits its column
    y = table_row(labels, {.size = table_size - 1, .bold = true}, y, draw);
    for (const auto& row : paper_.route.rows)
      y = table_row(row, {.size = table_size, .bold = false}, y, draw);
    const paper::Advice& advice = paper_.advice;
    y = paragraph({.text = advice.when, .bold = true}, size, y + (size / 2), draw);
    for (std::size_t i = 0; i < advice.steps.size(); ++i)
      y = paragraph({.text = advice.steps[i], .number = format("{}.", i + 1)}, size, y, draw);
    return paragraph({.text = advice.always}, size, y, draw);
  }

  struct Paragraph {
    std::string_view text;
    std::string number = {};  ///< of a step: it stands before the lines
    bool bold = false;
  };
  double paragraph(const Paragraph& paragraph, double size, double y, bool draw) {
    const Type type{.size = size, .bold = paragraph.bold};
    const double indent = paragraph.number.empty() ? 0 : 1.8 * size;
    const double x = points(paper::printed.x) + padding;
    const Lines lines =
        canvas().set(paragraph.text, type, points(paper::printed.width) - (2 * padding) - indent);
    if (draw) {
      canvas().draw(canvas().set(paragraph.number, type, indent), x, y);
      canvas().draw(lines, x + indent, y);
    }
    return y + lines.height() + (size / 4);
  }

  double table_row(const std::vector<std::string>& cells, Type type, double y, bool draw) {
    std::vector<Lines> set;
    double height = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      set.push_back(canvas().set(cells[i], type, points(paper_.route.labels[i].width) - (2 * padding)));
      height = std::max(height, set.back().height());
    }
    height += padding;
    int left = paper::printed.x;
    for (std::size_t i = 0; draw && i < set.size(); ++i) {
      const int width = paper_.route.labels[i].width;
      canvas().frame(points(left), y, points(width), height, Pen::thin);
      canvas().draw(set[i], points(left) + padding, y + (padding / 2));
      left += width;
    }
    return y + height;
  }

  // ---- the list

  /// Nothing can be added to a list that says where it ends.
  void draw_list_end(std::size_t sheet) {
    const bool last = sheet + 1 == sheets_.size();
    const Sheet& pieces = sheets_[sheet];
    const double y = pieces.empty() ? list_top() : pieces.back().y + pieces.back().height;
    press_.draw_below(last ? paper_.list_end : format("Continued on form {}/{}", sheet + 3, forms()), y);
  }

  void end_page() {
    press_.end_page(
        format("MRN {}   Released {}   Made from the released data (IE029)", paper_.mrn, paper_.released),
        pages());
  }

  [[nodiscard]] Canvas& canvas() { return press_.canvas(); }

  const paper::Paper& paper_;
  Press press_;
  std::vector<Sheet> sheets_;
};

}  // namespace

std::string pdf_of(const paper::Paper& paper) { return Printer{paper}.print(); }

}  // namespace lintas::print
