#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/paper/sheet.hpp"
#include "shell/print/symbol.hpp"

/// Pages of a PDF to write and draw on. Lengths are points (1/72 inch) unless they stand in a Frame.
namespace lintas::print {

/// Tenths of a millimetre.
[[nodiscard]] constexpr double points(int tenths) { return tenths * 72.0 / 254.0; }

struct Type {
  double size = 7;
  bool bold = false;
};

/// A text set in lines. Belongs to its canvas and may not outlive it.
class Lines {
 public:
  struct Line {
    double top = 0;
    double baseline = 0;
    double bottom = 0;
  };

  [[nodiscard]] double width() const noexcept { return width_; }
  [[nodiscard]] double height() const noexcept { return lines_.empty() ? 0 : lines_.back().bottom; }
  [[nodiscard]] const std::vector<Line>& lines() const noexcept { return lines_; }

 private:
  friend class Canvas;
  void measure(Type type);
  struct Free {
    void operator()(void* layout) const noexcept;
  };
  std::unique_ptr<void, Free> layout_;
  double width_ = 0;
  std::vector<Line> lines_;
};

/// What the reader of the file shows as its properties. Nothing in the file depends on the clock.
struct Properties {
  std::string title;
  std::string day;  ///< "2026-11-23"
};

/// Latin with Vietnamese, Thai, Lao, Khmer, Burmese, Tamil and Chinese, each in its own Noto face, so that
/// documents look alike on every node. One canvas is for one thread; canvases do not disturb each other.
class Canvas {
 public:
  /// Throws PrintFailure where a face is not installed.
  explicit Canvas(const Properties& properties);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;
  Canvas(Canvas&&) = delete;
  Canvas& operator=(Canvas&&) = delete;

  /// Breaks between words, inside a reference only where it is wider than a line, inside a word likewise.
  [[nodiscard]] Lines set(std::string_view text, Type type, double width);
  void draw(const Lines& lines, double x, double y);
  /// Some of the lines, the first of them at y.
  void draw(const Lines& lines, std::size_t first, std::size_t count, double x, double y);

  void frame(double x, double y, double width, double height, double pen);
  void line(double x, double y, double to_x, double to_y, double pen);
  /// From the upper left corner of its first module, each so wide and so high.
  void symbol(const Symbol& symbol, double x, double y, double module, double module_height);

  void end_page();
  /// The file. Nothing can be drawn afterwards.
  [[nodiscard]] std::string finish();

 private:
  struct Surface;
  std::unique_ptr<Surface> surface_;
};

}  // namespace lintas::print
