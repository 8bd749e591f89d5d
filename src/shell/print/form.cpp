#include "shell/print/form.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
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

constexpr double padding = CellType::padding;
constexpr double label_height = CellType::label_height;

/// Sizes that a text is tried in, largest first.
constexpr std::array text_sizes{7.0, 6.5, 6.0, 5.5};
constexpr std::array value_sizes{9.0, 8.0, 7.0, 6.0, 5.5};
constexpr std::array column_sizes{6.0, 5.5, 5.0, 4.5};
/// Before a text is set smaller than this, it is put in fewer lines.
constexpr double easily_read = 6.5;
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
    const std::size_t middle = least + ((most - least) / 2);
    (fits(middle) ? least : most) = middle;
  }
  return least;
}

/// What does not fit is set smaller, or in fewer lines, where it can be; what does not fit in the smallest
/// size is shortened: first instances are left out, then words.
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
  const std::string lower = text_in_fewer_lines(series);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (sizes[i] < easily_read && !lower.empty()) {
      for (const double size : sizes.first(i + 1)) {
        if (fits(lower, size)) return set(lower, size);
      }
    }
    if (fits(whole, sizes[i])) return set(whole, sizes[i]);
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

void draw_heading(Canvas& canvas, const paper::Box& box, Place place) {
  const double size = box.look == Look::title ? title_size : heading_size;
  const Lines lines = canvas.set(box.label, {.size = size, .bold = true}, place.width);
  const double x = box.look == Look::corner ? place.x + place.width - lines.width() : place.x;
  canvas.draw(lines, x, place.y + ((place.height - lines.height()) / 2));
}

void draw_value(Canvas& canvas, const paper::Series& series, Place inner) {
  const Lines lines = fitted(canvas, series, inner, value_sizes, true);
  canvas.draw(lines, inner.x, inner.y + ((inner.height - lines.height()) / 2));
}

void draw_tick(Canvas& canvas, bool ticked, Place inner) {
  constexpr double side = 8;
  const double y = inner.y + ((inner.height - side) / 2);
  canvas.frame(inner.x, y, side, side, Pen::thin);
  if (!ticked) return;
  constexpr double in = 1.6;
  canvas.line(inner.x + in, y + in, inner.x + side - in, y + side - in, Pen::thick);
  canvas.line(inner.x + in, y + side - in, inner.x + side - in, y + in, Pen::thick);
}

/// In letters, and right of them as Code 128 with the same letters below.
void draw_number(Canvas& canvas, std::string_view number, Place place) {
  const Symbol symbol = code_128(number);
  const double module = points(1) * 2.6;
  const double width = symbol.width * module;
  const double quiet = quiet_of_code_128 * module;
  const double x = place.x + place.width - quiet - width;
  constexpr double above = 5;
  constexpr double below = 11;
  canvas.symbol(symbol, x, place.y + above, module, place.height - above - below);
  const Lines below_bars = canvas.set(number, {.size = 7, .bold = true}, width);
  canvas.draw(below_bars, x + ((width - below_bars.width()) / 2), place.y + place.height - below);
  const Place letters{.x = place.x + padding,
                      .y = place.y + label_height,
                      .width = x - quiet - place.x - padding,
                      .height = place.height - label_height};
  draw_value(canvas, paper::single(std::string{number}), letters);
}

void draw_check(Canvas& canvas, std::string_view check, Place place) {
  const Symbol symbol = qr_code(check);
  const double module = place.width / (symbol.width + 2 * quiet_of_qr_code);
  const double side = symbol.width * module;
  canvas.symbol(symbol, place.x + ((place.width - side) / 2), place.y + ((place.height - side) / 2), module,
                module);
}

}  // namespace

Press::Press(const Properties& properties, std::string mark) : canvas_(properties), mark_(std::move(mark)) {}

void Press::draw_boxes(const std::vector<paper::Filled>& boxes, const Shown& shown) {
  // Thick frames last, so that no thin one crosses them.
  for (const Border border : {Border::thin, Border::thick}) {
    for (const paper::Filled& one : boxes) {
      if (one.box.border == border) draw_box(one, shown);
    }
  }
}

void Press::draw_box(const paper::Filled& one, const Shown& shown) {
  const Place place = place_of(one.box.frame);
  const Look look = one.box.look;
  if (look == Look::title || look == Look::heading || look == Look::corner)
    return draw_heading(canvas_, one.box, place);
  canvas_.frame(place.x, place.y, place.width, place.height,
                one.box.border == Border::thick ? Pen::thick : Pen::thin);
  if (look == Look::column) {
    const Place whole{.x = place.x + padding,
                      .y = place.y + padding,
                      .width = place.width - (2 * padding),
                      .height = place.height - (2 * padding)};
    const Lines lines =
        fitted(canvas_, paper::single(std::string{one.box.label}), whole, column_sizes, false);
    return canvas_.draw(lines, whole.x, whole.y);
  }
  draw_label(one.box.number, one.box.label, place.x, place.y, place.width);
  const Place inner{.x = place.x + padding,
                    .y = place.y + label_height,
                    .width = place.width - (2 * padding),
                    .height = place.height - label_height - (padding / 2)};
  switch (look) {
    case Look::text:
      canvas_.draw(fitted(canvas_, one.text, inner, text_sizes, false), inner.x, inner.y);
      break;
    case Look::value: draw_value(canvas_, one.text, inner); break;
    case Look::forms:
      draw_value(canvas_, paper::single(format("{}/{}", shown.form, shown.forms)), inner);
      break;
    case Look::tick: draw_tick(canvas_, !one.text.instances.empty(), inner); break;
    case Look::number: draw_number(canvas_, shown.number, place); break;
    case Look::check: draw_check(canvas_, shown.check, place); break;
    case Look::title:
    case Look::heading:
    case Look::corner:
    case Look::column:
    case Look::blank: break;
  }
}

void Press::draw_label(std::string_view number, std::string_view text, double x, double y, double width) {
  const std::string whole = label_of(number, text);
  if (whole.empty()) return;
  const Lines& lines = label(whole, width - (2 * padding));
  canvas_.draw(lines, 0, std::min<std::size_t>(lines.lines().size(), 1), x + padding, y + 0.6);
}

/// The same few stand in the rows of every item: each is set once.
const Lines& Press::label(const std::string& text, double width) {
  Lines& lines = labels_[{text, width}];
  for (double size = CellType::label.size; lines.lines().size() != 1 && size > 4; size -= 0.25)
    lines = canvas_.set(text, {.size = size, .bold = false}, width);
  return lines;
}

void Press::draw_piece(const Piece& piece, double above_text) {
  const bool has_labels = above_text >= label_height;
  const paper::Cell& widest = *std::ranges::max_element(*piece.row, {}, &paper::Cell::width);
  int left = paper::printed.x;
  for (std::size_t i = 0; i < piece.row->size(); ++i) {
    const paper::Cell& cell = (*piece.row)[i];
    const Place place{.x = points(left), .y = piece.y, .width = points(cell.width), .height = piece.height};
    canvas_.frame(place.x, place.y, place.width, place.height, Pen::thin);
    std::string label = label_of(cell.number, cell.label);
    if (has_labels && piece.continued && piece.parts[i].count > 0) label += ", continued";
    // The widest cell has the room to say of what.
    if (has_labels && !piece.block.empty() && &cell == &widest) label += format(" ({})", piece.block);
    if (!has_labels && !piece.block.empty() && i == 0) label = format("{} cont.", piece.block);
    draw_label({}, label, place.x, place.y, place.width);
    const Lines lines = canvas_.set(cell.text, CellType::text(cell), place.width - (2 * padding));
    canvas_.draw(lines, piece.parts[i].first, piece.parts[i].count, place.x + padding, place.y + above_text);
    left += cell.width;
  }
  const double from = points(paper::printed.x);
  const double to = points(paper::printed.x + paper::printed.width);
  if (has_labels && piece.opens_block) canvas_.line(from, piece.y, to, piece.y, Pen::thick);
  // A house consignment is told from its items by a bar at its side.
  if (piece.house) canvas_.line(from, piece.y, from, piece.y + piece.height, 2 * Pen::thick);
}

void Press::draw_below(std::string_view text, double y) {
  const double width = points(paper::printed.width);
  const Lines lines = canvas_.set(text, {.size = heading_size, .bold = true}, width);
  canvas_.draw(lines, points(paper::printed.x) + ((width - lines.width()) / 2), y + 2);
}

void Press::end_page(std::string_view foot, std::size_t pages) {
  ++page_;
  const double width = points(paper::printed.width);
  const double left = points(paper::printed.x);
  if (!mark_.empty()) {
    // In the margin above, where nothing else is printed.
    const Lines mark = canvas_.set(mark_, {.size = 10, .bold = true}, width);
    canvas_.draw(mark, left + ((width - mark.width()) / 2), points(paper::printed.y) - mark.height() - 2);
  }
  const double y = points(paper::printed.y + paper::printed.height) + 3;
  const Type type{.size = 6, .bold = false};
  canvas_.draw(canvas_.set(foot, type, width), left, y);
  const Lines number = canvas_.set(format("Page {} of {}", page_, pages), type, width);
  canvas_.draw(number, left + width - number.width(), y);
  canvas_.end_page();
}

}  // namespace lintas::print
