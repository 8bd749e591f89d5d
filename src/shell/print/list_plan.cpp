#include "shell/print/list_plan.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "core/paper/sheet.hpp"
#include "shell/print/canvas.hpp"
#include "shell/print/failure.hpp"
#include "shell/print/limits.hpp"

namespace lintas::print {

namespace {

/// The heights of a row's cells, line by line.
using Measures = std::vector<std::vector<Lines::Line>>;

struct Measured {
  const paper::Row* row = nullptr;
  Measures cells;
  double height = 0;
};

constexpr double two_lines = 20;

double height_of(const std::vector<Lines::Line>& lines, Part part) {
  return part.count == 0 ? 0 : lines[part.first + part.count - 1].bottom - lines[part.first].top;
}

Measured measure(const paper::Row& row, double around, Canvas& canvas) {
  Measured made{.row = &row, .cells = {}, .height = 0};
  for (const paper::Cell& cell : row) {
    const double width = points(cell.width) - (2 * CellType::padding);
    made.cells.push_back(canvas.set(cell.text, CellType::text(cell), width).lines());
    made.height = std::max(made.height, made.cells.back().empty() ? 0 : made.cells.back().back().bottom);
  }
  made.height += around;
  return made;
}

class Planner {
 public:
  explicit Planner(const Room& room)
      : further_(room.further),
        around_(room.above_text + CellType::padding),
        bottom_(room.first.bottom),
        y_(room.first.top),
        sheets_(1) {}

  void next_sheet() {
    if (sheets_.size() >= limits::printed_pages_max)
      throw PrintFailure("the list of items has too many pages to be printed");
    sheets_.emplace_back();
    y_ = further_.top;
    bottom_ = further_.bottom;
  }

  [[nodiscard]] bool fits(double height) const { return y_ + height <= bottom_; }
  [[nodiscard]] bool fits_a_sheet(double height) const { return further_.top + height <= further_.bottom; }
  [[nodiscard]] bool is_empty_sheet() const { return sheets_.back().empty(); }
  [[nodiscard]] double around() const { return around_; }

  /// A row of the block, its first or a later one.
  void place(const Measured& row, const paper::Block& block, bool first) {
    if (fits(row.height)) return put(row, whole(row), row.height, {.block = block, .begins = first});
    std::vector<Part> done(row.cells.size());
    bool continued = false;
    while (true) {
      // What is left of a sheet for less than two lines is not worth a part of its own.
      if (!sheets_.back().empty() && !fits(around_ + two_lines)) next_sheet();
      std::vector<Part> parts = next_parts(row, done);
      double height = 0;
      bool more = false;
      for (std::size_t i = 0; i < parts.size(); ++i) {
        height = std::max(height, height_of(row.cells[i], parts[i]));
        done[i].count = parts[i].first + parts[i].count;
        more = more || done[i].count < row.cells[i].size();
      }
      put(row, std::move(parts), height + around_,
          {.block = block, .begins = first && !continued, .continued = continued});
      if (!more) return;
      continued = true;
      next_sheet();
    }
  }

  [[nodiscard]] std::vector<Sheet> take() && { return std::move(sheets_); }

 private:
  struct Marks {
    const paper::Block& block;
    bool begins = false;     ///< the block
    bool continued = false;  ///< the row
  };

  static std::vector<Part> whole(const Measured& row) {
    std::vector<Part> parts;
    for (const auto& lines : row.cells) parts.push_back({.first = 0, .count = lines.size()});
    return parts;
  }

  /// As many further lines of each cell as the sheet takes, at least one of a cell that has any.
  [[nodiscard]] std::vector<Part> next_parts(const Measured& row, const std::vector<Part>& done) const {
    const double room = bottom_ - y_ - around_;
    std::vector<Part> parts;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      Part part{.first = done[i].count, .count = 0};
      while (part.first + part.count < row.cells[i].size()) {
        ++part.count;
        if (part.count > 1 && height_of(row.cells[i], part) > room) {
          --part.count;
          break;
        }
      }
      parts.push_back(part);
    }
    return parts;
  }

  void put(const Measured& row, std::vector<Part> parts, double height, Marks marks) {
    const bool opens_sheet = sheets_.back().empty();
    const std::string_view goes_on = marks.block.name;
    sheets_.back().push_back({.row = row.row,
                              .y = y_,
                              .height = height,
                              .parts = std::move(parts),
                              .opens_block = marks.begins || opens_sheet,
                              .house = marks.block.house,
                              .continued = marks.continued,
                              .block = opens_sheet && !marks.begins ? goes_on : std::string_view{}});
    y_ += height;
  }

  Bounds further_;
  double around_;
  double bottom_;
  double y_;
  std::vector<Sheet> sheets_;
};

std::vector<Measured> measure(const paper::Block& block, double around, Canvas& canvas) {
  std::vector<Measured> rows;
  rows.reserve(block.rows.size());
  for (const paper::Row& row : block.rows) rows.push_back(measure(row, around, canvas));
  return rows;
}

double height_of(const std::vector<Measured>& rows) {
  double height = 0;
  for (const Measured& row : rows) height += row.height;
  return height;
}

}  // namespace

std::vector<Sheet> plan(const std::vector<paper::Block>& blocks, const Room& room, Canvas& canvas) {
  Planner planner{room};
  const double around = planner.around();
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::vector<Measured> rows = measure(blocks[i], around, canvas);
    const double own = height_of(rows);
    double together = own;
    if (blocks[i].house && i + 1 < blocks.size())
      together += height_of(measure(blocks[i + 1], around, canvas));
    const double needed = planner.fits_a_sheet(together) ? together : own;
    // A front whose first item is too long for it has as much of it as goes there.
    if (!planner.fits(needed) && planner.fits_a_sheet(needed) && !planner.is_empty_sheet())
      planner.next_sheet();
    for (std::size_t row = 0; row < rows.size(); ++row) planner.place(rows[row], blocks[i], row == 0);
  }
  return std::move(planner).take();
}

}  // namespace lintas::print
