#include "lang/diagnostic/render.h"

#include "lang/text/unicode.h"

#include <fmt/color.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace whereas {

namespace {

constexpr std::size_t widest_line = 160;     // columns of source text shown
constexpr std::size_t columns_before = 60;   // of them before the span, where the line is cut
constexpr std::size_t bytes_around = 4096;   // of a very long line looked at on either side of the span's beginning
constexpr std::string_view cut_mark = "…";

/// Colours text, or leaves it alone.
class Brush {
 public:
  explicit Brush(bool colour) : colour_(colour) {}

  std::string paint(fmt::text_style style, std::string_view text) const {
    return colour_ && !text.empty() ? fmt::format(style, "{}", text) : std::string(text);
  }
  std::string strong(std::string_view text) const { return paint(fmt::emphasis::bold, text); }
  std::string severity(Severity severity, std::string_view text) const { return paint(style_of(severity), text); }
  std::string related(std::string_view text) const { return paint(fmt::fg(fmt::terminal_color::blue), text); }
  std::string gutter(std::string_view text) const { return paint(fmt::fg(fmt::terminal_color::bright_black), text); }
  std::string help(std::string_view text) const { return paint(fmt::fg(fmt::terminal_color::green) | fmt::emphasis::bold, text); }

 private:
  static fmt::text_style style_of(Severity severity) {
    const auto colour = severity == Severity::error ? fmt::terminal_color::red : fmt::terminal_color::yellow;
    return fmt::fg(colour) | fmt::emphasis::bold;
  }
  bool colour_;
};

/// One character of a source line as it is drawn.
struct Cell {
  std::string text;
  std::size_t columns = 0;
  std::size_t offset = 0;  ///< in the line, in bytes
};

/// A source line ready to print, and where under it the marks go.
struct Drawing {
  std::string text;
  std::size_t blanks = 0;  ///< before the first mark
  std::size_t marks = 1;
  bool is_cut = false;
};

std::size_t start_of_character(std::string_view text, std::size_t offset) {
  const std::size_t least = offset < 3 ? 0 : offset - 3;
  for (std::size_t start = offset; start > least; --start) {
    if ((static_cast<unsigned char>(text[start]) & 0xC0) != 0x80) return start;
  }
  return offset;
}

std::vector<Cell> cells_of(std::string_view line, std::size_t begin, std::size_t end) {
  std::vector<Cell> cells;
  for (std::size_t offset = begin; offset < end;) {
    const std::size_t length = character_at(line, offset).length;
    std::string text = made_visible(line.substr(offset, length));
    const std::size_t columns = display_width(text);
    cells.push_back({std::move(text), columns, offset});
    offset += length;
  }
  return cells;
}

/// Draws a line with the marks under the bytes [begin, end) of it, cut around them where it is too long.
Drawing draw(std::string_view line, std::size_t begin, std::size_t end) {
  const std::size_t looked_from = begin > bytes_around ? start_of_character(line, begin - bytes_around) : 0;
  const std::size_t looked_to =
      line.size() - begin > bytes_around ? start_of_character(line, begin + bytes_around) : line.size();
  const std::vector<Cell> cells = cells_of(line, looked_from, looked_to);

  std::size_t total = 0;
  std::size_t before_span = 0;
  for (const Cell& cell : cells) {
    total += cell.columns;
    if (cell.offset < begin) before_span += cell.columns;
  }
  const bool is_whole = looked_from == 0 && looked_to == line.size() && total <= widest_line;
  const std::size_t skipped = is_whole || before_span + columns_before < widest_line ? 0 : before_span - columns_before;
  const bool is_cut_before = looked_from > 0 || skipped > 0;

  Drawing drawing;
  drawing.is_cut = !is_whole;
  if (is_cut_before) drawing.text = cut_mark;
  drawing.blanks = is_cut_before ? 1 : 0;
  std::size_t passed = 0;
  std::size_t shown = drawing.blanks;
  std::size_t marked = 0;
  bool is_cut_after = looked_to < line.size();
  for (const Cell& cell : cells) {
    if (passed < skipped) {
      passed += cell.columns;
      continue;
    }
    if (!is_whole && shown + cell.columns >= widest_line) {
      is_cut_after = true;
      break;
    }
    drawing.text += cell.text;
    shown += cell.columns;
    if (cell.offset < begin) drawing.blanks += cell.columns;
    if (cell.offset >= begin && cell.offset < end) marked += cell.columns;
  }
  if (is_cut_after) drawing.text += cut_mark;
  drawing.marks = std::max<std::size_t>(1, marked);
  return drawing;
}

/// A message with its parts in place: names and quoted text may come from a file, so they are made visible too. It stays one line where the
/// contract's words in it go over several.
std::string shown(std::string_view text) {
  std::string line;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    line += text.substr(0, end);
    line += ' ';
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n", end), text.size()));
  }
  return made_visible(line += text);
}

/// Where a text goes on below a line of its own, every line of it indented.
std::string indented(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines += fmt::format("\n    {}", shown(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Draws the labels of one diagnostic, one below the other.
class Labels {
 public:
  Labels(const Diagnostic& diagnostic, const Sources& sources, const Brush& brush)
      : diagnostic_(diagnostic), sources_(sources), brush_(brush), file_(diagnostic.primary.span.source) {
    std::uint32_t largest = line_of(diagnostic.primary.span);
    for (const Label& label : diagnostic.related) {
      if (is_known(label.span)) largest = std::max(largest, line_of(label.span));
    }
    gutter_ = fmt::formatted_size("{}", largest);
  }

  std::string draw_all() {
    draw_label(diagnostic_.primary, true);
    for (const Label& label : diagnostic_.related) {
      if (is_known(label.span)) draw_label(label, false);
    }
    return std::move(drawn_);
  }

 private:
  bool is_known(Span span) const { return span.source < sources_.count(); }
  std::uint32_t line_of(Span span) const { return sources_[span.source].place_of(span.begin).line; }

  void draw_label(const Label& label, bool is_primary) {
    const Source& source = sources_[label.span.source];
    const Place place = source.place_of(label.span.begin);
    const std::string_view line = source.line(place.line);
    const std::size_t begin = std::min<std::size_t>(label.span.begin - source.line_start(place.line), line.size());
    const std::size_t end = std::min<std::size_t>(begin + (label.span.end - label.span.begin), line.size());
    const Drawing drawing = draw(line, begin, end);

    if (source.id() != file_) {
      drawn_ += brush_.gutter(fmt::format("  --> {}:{}:{}", shown(source.name()), place.line, place.column)) + "\n";
      file_ = source.id();
      last_line_ = 0;
    }
    if (place.line != last_line_ || drawing.is_cut) {
      draw_row(fmt::format("{:>{}}", place.line, gutter_), drawing.text);
      last_line_ = place.line;
    }
    std::string under(drawing.marks, is_primary ? '^' : '-');
    if (!label.text.empty()) under += " " + shown(label.text);
    under = is_primary ? brush_.severity(severity(diagnostic_.code), under) : brush_.related(under);
    draw_row(std::string(gutter_, ' '), std::string(drawing.blanks, ' ') + under);
  }

  void draw_row(std::string_view number, std::string_view text) {
    drawn_ += brush_.gutter(fmt::format("{} |", number));
    if (!text.empty()) drawn_ += fmt::format(" {}", text);
    drawn_ += "\n";
  }

  const Diagnostic& diagnostic_;
  const Sources& sources_;
  const Brush& brush_;
  SourceId file_;
  std::uint32_t last_line_ = 0;
  std::size_t gutter_ = 1;
  std::string drawn_;
};

std::string draw_help(const Help& help, const Brush& brush) {
  const std::string words = fmt::format("{} {}", brush.help("help:"), shown(help.text));
  if (help.edits.size() != 1) return words + "\n";
  const std::string_view replacement = help.edits.front().text;
  const std::string_view written = trimmed(replacement);
  if (written.empty()) return words + "\n";
  if (written.find('\n') == std::string_view::npos) return fmt::format("{}: `{}`\n", words, shown(written));
  const std::size_t first = replacement.find_first_not_of("\r\n");
  const std::size_t last = replacement.find_last_not_of(" \t\r\n");
  return fmt::format("{}:{}\n", words, indented(replacement.substr(first, last - first + 1)));
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string summary(std::size_t errors, std::size_t warnings) {
  if (warnings == 0) return counted(errors, "error");
  if (errors == 0) return counted(warnings, "warning");
  return counted(errors, "error") + ", " + counted(warnings, "warning");
}

}  // namespace

std::string render(const Diagnostic& diagnostic, const Sources& sources, const RenderOptions& options) {
  const Brush brush(options.colour);
  const Severity how_bad = severity(diagnostic.code);
  const bool has_place = diagnostic.primary.span.source < sources.count();

  std::string drawn;
  if (has_place) {
    const Source& source = sources[diagnostic.primary.span.source];
    const Place place = source.place_of(diagnostic.primary.span.begin);
    drawn += brush.strong(fmt::format("{}:{}:{}:", shown(source.name()), place.line, place.column)) + " ";
  }
  const std::string kind = fmt::format("{}[{}]:", how_bad == Severity::error ? "error" : "warning", name(diagnostic.code));
  drawn += fmt::format("{} {}\n", brush.severity(how_bad, kind), brush.strong(shown(diagnostic.message)));
  if (has_place) drawn += Labels(diagnostic, sources, brush).draw_all();
  for (const std::string& note : diagnostic.notes) drawn += fmt::format("{} {}\n", brush.strong("note:"), shown(note));
  for (const Help& help : diagnostic.helps) drawn += draw_help(help, brush);
  return drawn;
}

std::string render(const Report& report, const Sources& sources, const RenderOptions& options) {
  const std::vector<Diagnostic> diagnostics = report.ordered();
  if (diagnostics.empty()) return {};
  const std::size_t errors = report.error_count();
  const std::size_t warnings = report.warning_count();

  // An error must not be crowded out by warnings that stand before it.
  std::size_t errors_left = std::min(errors, options.at_most);
  std::size_t warnings_left = std::min(warnings, options.at_most - errors_left);
  const std::size_t left_out = diagnostics.size() - errors_left - warnings_left;

  std::string drawn;
  for (const Diagnostic& diagnostic : diagnostics) {
    std::size_t& left = severity(diagnostic.code) == Severity::error ? errors_left : warnings_left;
    if (left == 0) continue;
    --left;
    drawn += render(diagnostic, sources, options) + "\n";
  }
  if (left_out > 0) drawn += fmt::format("{} more not shown\n", left_out);
  return drawn + summary(errors, warnings) + "\n";
}

}  // namespace whereas
