#include "shell/print/pdf.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "core/paper/content.hpp"
#include "core/paper/sheet.hpp"
#include "shell/print/breaks.hpp"
#include "shell/print/canvas.hpp"
#include "shell/print/list_plan.hpp"
#include "shell/print/symbol.hpp"

namespace lintas::print {

namespace {

using paper::Border;
using paper::Look;

constexpr double thin = 0.4;
constexpr double thick = 1.2;
constexpr double padding = CellType::padding;
constexpr double label_height = CellType::label_height;

/// Sizes that a text is tried in, largest first.
constexpr std::array text_sizes{7.0, 6.5, 6.0, 5.5};
constexpr std::array value_sizes{9.0, 8.0, 7.0, 6.0, 5.5};
/// Of the offices and the advice on the back, which are read in a cab.
constexpr std::array route_sizes{10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0};
constexpr double title_size = 10;
constexpr double heading_size = 7;

/// Where something stands, in points.
struct Place {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

Place place_of(const paper::Frame& frame) {
  return {.x = points(frame.x),
          .y = points(frame.y),
          .width = points(frame.width),
          .height = points(frame.height)};
}

std::string label_of(std::string_view number, std::string_view label) {
  if (number.empty()) return std::string{label};
  return label.empty() ? format("[{}]", number) : format("{} [{}]", label, number);
}

/// The most of something that still fits, from `least`, which is taken to fit, to below `most`, which does
/// not.
template <class Fits>
std::size_t most_that_fits(std::size_t least, std::size_t most, Fits fits) {
  while (least + 1 < most) {
    const std::size_t middle = least + (most - least) / 2;
    (fits(middle) ? least : most) = middle;
  }
  return least;
}

/// What does not fit in the smallest size is shortened: first instances are left out, then words.
Lines fitted(Canvas& canvas, const paper::Series& series, Place place, std::span<const double> sizes,
             bool bold) {
  const auto set = [&](std::string_view text, double size) {
    return canvas.set(text, {.size = size, .bold = bold}, place.width);
  };
  const auto fits = [&](std::string_view text, double size) {
    // Seals of a whole train are not set to find that they need more than a box: no letter is so narrow.
    const double letters = place.width * place.height / (size * size) * 16;
    if (static_cast<double>(text.size()) > letters) return false;
    const Lines lines = set(text, size);
    return lines.height() <= place.height && lines.width() <= place.width;
  };
  const std::string whole = text_of(series);
  for (const double size : sizes) {
    if (fits(whole, size)) return set(whole, size);
  }
  const double smallest = sizes.back();
  const std::size_t shown = most_that_fits(0, series.instances.size(), [&](std::size_t instances) {
    return fits(text_of(series, instances), smallest);
  });
  if (shown > 0) return set(text_of(series, shown), smallest);
  const std::string shortest = with_breaks(text_of(series, 1));
  const std::size_t bytes = most_that_fits(
      0, shortest.size(), [&](std::size_t some) { return fits(paper::cut(shortest, some), smallest); });
  return set(paper::cut(shortest, bytes), smallest);
}

class Printer {
 public:
  explicit Printer(const paper::Paper& paper)
      : paper_(paper),
        canvas_({.title = format("Transit accompanying document {}", paper.mrn), .day = paper.released}),
        sheets_(plan(paper.list, {.top = list_top(), .bottom = list_bottom()}, canvas_)) {}

  std::string print() && {
    draw_boxes(paper_.front, 1);
    end_page();
    draw_boxes(paper_.back, 1);
    draw_route();
    end_page();
    for (std::size_t i = 0; i < sheets_.size(); ++i) {
      draw_boxes(paper_.list_head, i + 2);
      for (const Piece& piece : sheets_[i]) draw_piece(piece);
      draw_list_end(i);
      end_page();
    }
    return canvas_.finish();
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
  [[nodiscard]] static double list_bottom() {
    constexpr int line = 45;
    return points(paper::printed.y + paper::printed.height - line);
  }

  /// The accompanying document with its back is one form, each sheet of the list another.
  [[nodiscard]] std::size_t forms() const { return sheets_.size() + 1; }
  [[nodiscard]] std::size_t pages() const { return sheets_.size() + 2; }

  void draw_boxes(const std::vector<paper::Filled>& boxes, std::size_t form) {
    // Thick frames last, so that no thin one crosses them.
    for (const Border border : {Border::thin, Border::thick}) {
      for (const paper::Filled& one : boxes) {
        if (one.box.border == border) draw_box(one, form);
      }
    }
  }

  void draw_box(const paper::Filled& one, std::size_t form) {
    const Place place = place_of(one.box.frame);
    const Look look = one.box.look;
    if (look == Look::title || look == Look::heading || look == Look::corner) {
      draw_heading(one.box, place);
      return;
    }
    canvas_.frame(place.x, place.y, place.width, place.height,
                  one.box.border == Border::thick ? thick : thin);
    draw_label(one.box.number, one.box.label, place);
    const Place inner{.x = place.x + padding,
                      .y = place.y + label_height,
                      .width = place.width - 2 * padding,
                      .height = place.height - label_height - padding / 2};
    switch (look) {
      case Look::text:
        canvas_.draw(fitted(canvas_, one.text, inner, text_sizes, false), inner.x, inner.y);
        break;
      case Look::value: draw_value(one.text, inner); break;
      case Look::forms: draw_value(paper::single(format("{}/{}", form, forms())), inner); break;
      case Look::tick: draw_tick(!one.text.instances.empty(), inner); break;
      case Look::number: draw_number(place); break;
      case Look::check: draw_check(place); break;
      case Look::title:
      case Look::heading:
      case Look::corner:
      case Look::blank: break;
    }
  }

  void draw_heading(const paper::Box& box, Place place) {
    const double size = box.look == Look::title ? title_size : heading_size;
    const Lines lines = canvas_.set(box.label, {.size = size, .bold = true}, place.width);
    const double x = box.look == Look::corner ? place.x + place.width - lines.width() : place.x;
    canvas_.draw(lines, x, place.y + (place.height - lines.height()) / 2);
  }

  void draw_label(std::string_view number, std::string_view text, Place place) {
    const Lines& lines = label(label_of(number, text), place.width - 2 * padding);
    canvas_.draw(lines, 0, std::min<std::size_t>(lines.lines().size(), 1), place.x + padding, place.y + 0.6);
  }

  /// The same few stand in the rows of every item: each is set once.
  const Lines& label(const std::string& text, double width) {
    Lines& lines = labels_[{text, width}];
    for (double size = CellType::label.size; lines.lines().size() != 1 && size > 4; size -= 0.25)
      lines = canvas_.set(text, {.size = size, .bold = false}, width);
    return lines;
  }

  void draw_value(const paper::Series& series, Place inner) {
    const Lines lines = fitted(canvas_, series, inner, value_sizes, true);
    canvas_.draw(lines, inner.x, inner.y + (inner.height - lines.height()) / 2);
  }

  void draw_tick(bool ticked, Place inner) {
    constexpr double side = 8;
    const double y = inner.y + (inner.height - side) / 2;
    canvas_.frame(inner.x, y, side, side, thin);
    if (!ticked) return;
    constexpr double in = 1.6;
    canvas_.line(inner.x + in, y + in, inner.x + side - in, y + side - in, thick);
    canvas_.line(inner.x + in, y + side - in, inner.x + side - in, y + in, thick);
  }

  /// In letters, and right of them as Code 128 with the same letters below.
  void draw_number(Place place) {
    const Symbol symbol = code_128(paper_.mrn);
    const double module = points(1) * 2.6;
    const double width = symbol.width * module;
    const double quiet = quiet_of_code_128 * module;
    const double x = place.x + place.width - quiet - width;
    constexpr double above = 5;
    constexpr double below = 11;
    canvas_.symbol(symbol, x, place.y + above, module, place.height - above - below);
    const Lines below_bars = canvas_.set(paper_.mrn, {.size = 7, .bold = true}, width);
    canvas_.draw(below_bars, x + (width - below_bars.width()) / 2, place.y + place.height - below);
    const Place letters{.x = place.x + padding,
                        .y = place.y + label_height,
                        .width = x - quiet - place.x - padding,
                        .height = place.height - label_height};
    draw_value(paper::single(paper_.mrn), letters);
  }

  void draw_check(Place place) {
    const Symbol symbol = qr_code(paper_.check);
    const double module = place.width / (symbol.width + 2 * quiet_of_qr_code);
    const double side = symbol.width * module;
    canvas_.symbol(symbol, place.x + (place.width - side) / 2, place.y + (place.height - side) / 2, module,
                   module);
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
    y = paragraph({.text = advice.when, .bold = true}, size, y + size / 2, draw);
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
        canvas_.set(paragraph.text, type, points(paper::printed.width) - 2 * padding - indent);
    if (draw) {
      canvas_.draw(canvas_.set(paragraph.number, type, indent), x, y);
      canvas_.draw(lines, x + indent, y);
    }
    return y + lines.height() + size / 4;
  }

  double table_row(const std::vector<std::string>& cells, Type type, double y, bool draw) {
    std::vector<Lines> set;
    double height = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      set.push_back(canvas_.set(cells[i], type, points(paper_.route.labels[i].width) - 2 * padding));
      height = std::max(height, set.back().height());
    }
    height += padding;
    int left = paper::printed.x;
    for (std::size_t i = 0; draw && i < set.size(); ++i) {
      const int width = paper_.route.labels[i].width;
      canvas_.frame(points(left), y, points(width), height, thin);
      canvas_.draw(set[i], points(left) + padding, y + padding / 2);
      left += width;
    }
    return y + height;
  }

  // ---- the list

  void draw_piece(const Piece& piece) {
    const paper::Cell& widest = *std::ranges::max_element(*piece.row, {}, &paper::Cell::width);
    int left = paper::printed.x;
    for (std::size_t i = 0; i < piece.row->size(); ++i) {
      const paper::Cell& cell = (*piece.row)[i];
      const Place place{.x = points(left), .y = piece.y, .width = points(cell.width), .height = piece.height};
      canvas_.frame(place.x, place.y, place.width, place.height, thin);
      std::string label = label_of(cell.number, cell.label);
      if (piece.continued && piece.parts[i].count > 0) label += ", continued";
      // The widest cell has the room to say of what.
      if (!piece.block.empty() && &cell == &widest) label += format(" ({})", piece.block);
      draw_label({}, label, place);
      const Lines lines = canvas_.set(cell.text, CellType::text(cell), place.width - 2 * padding);
      canvas_.draw(lines, piece.parts[i].first, piece.parts[i].count, place.x + padding,
                   place.y + label_height);
      left += cell.width;
    }
    const double from = points(paper::printed.x);
    const double to = points(paper::printed.x + paper::printed.width);
    if (piece.opens_block) canvas_.line(from, piece.y, to, piece.y, thick);
    // A house consignment is told from its items by a bar at its side.
    if (piece.house) canvas_.line(from, piece.y, from, piece.y + piece.height, 2 * thick);
  }

  /// Nothing can be added to a list that says where it ends.
  void draw_list_end(std::size_t sheet) {
    const bool last = sheet + 1 == sheets_.size();
    const std::string text = last ? paper_.list_end : format("Continued on form {}/{}", sheet + 3, forms());
    const double width = points(paper::printed.width);
    const Lines lines = canvas_.set(text, {.size = heading_size, .bold = true}, width);
    const Sheet& pieces = sheets_[sheet];
    const double y = pieces.empty() ? list_top() : pieces.back().y + pieces.back().height;
    canvas_.draw(lines, points(paper::printed.x) + (width - lines.width()) / 2, y + 2);
  }

  // ---- the foot

  /// In the margin above, where nothing else is printed.
  void draw_mark() {
    const double width = points(paper::printed.width);
    const Lines mark = canvas_.set(paper_.mark, {.size = 10, .bold = true}, width);
    canvas_.draw(mark, points(paper::printed.x) + (width - mark.width()) / 2,
                 points(paper::printed.y) - mark.height() - 2);
  }

  void end_page() {
    ++page_;
    if (!paper_.mark.empty()) draw_mark();
    const double y = points(paper::printed.y + paper::printed.height) + 3;
    const double width = points(paper::printed.width);
    const Type type{.size = 6, .bold = false};
    canvas_.draw(canvas_.set(format("MRN {}   Released {}   Made from the released data (IE029)", paper_.mrn,
                                    paper_.released),
                             type, width),
                 points(paper::printed.x), y);
    const Lines number = canvas_.set(format("Page {} of {}", page_, pages()), type, width);
    canvas_.draw(number, points(paper::printed.x) + width - number.width(), y);
    canvas_.end_page();
  }

  const paper::Paper& paper_;
  Canvas canvas_;
  std::vector<Sheet> sheets_;
  std::map<std::pair<std::string, double>, Lines> labels_;
  std::size_t page_ = 0;
};

}  // namespace

std::string pdf_of(const paper::Paper& paper) { return Printer{paper}.print(); }

}  // namespace lintas::print
