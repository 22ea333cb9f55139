#include "interpreter/coverage/points.h"

#include "lang/text/markup.h"
#include "lang/text/unicode.h"

#include <fmt/format.h>

#include <map>
#include <string_view>

namespace whereas::coverage {

namespace {

/// Of one line of a file: its points, in order, by their place in the list.
using ByLine = std::map<std::uint32_t, std::vector<std::size_t>>;

ByLine by_line(const File& file) {
  ByLine lines;
  for (std::size_t point = 0; point < file.points.size(); ++point) lines[file.source.place_of(file.points[point].said.begin).line].push_back(point);
  return lines;
}

enum class Mark { nothing_to_try, all, some, none };

Mark mark_of(const File& file, const std::vector<std::size_t>& points) {
  std::size_t tried = 0;
  for (const std::size_t point : points) tried += file.counts[point] > 0 ? 1U : 0U;
  return tried == points.size() ? Mark::all : tried == 0 ? Mark::none : Mark::some;
}

Mark mark_of(const File& file, const ByLine& lines, std::uint32_t line) {
  const auto found = lines.find(line);
  return found == lines.end() ? Mark::nothing_to_try : mark_of(file, found->second);
}

char letter(Mark mark) {
  switch (mark) {
    case Mark::nothing_to_try: return ' ';
    case Mark::all: return '+';
    case Mark::some: return '~';
    case Mark::none: return '-';
  }
  return ' ';
}

std::string painted(Mark mark, std::string text, bool colour) {
  if (!colour || mark == Mark::nothing_to_try) return text;
  const std::string_view ink = mark == Mark::all ? "\x1b[32m" : mark == Mark::some ? "\x1b[33m" : "\x1b[31m";
  return fmt::format("{}{}\x1b[0m", ink, text);
}

/// `7 of 9 tried`
std::string sum_of(const std::vector<File>& files) {
  std::size_t tried = 0;
  std::size_t all = 0;
  for (const File& file : files) {
    tried += file.tried();
    all += file.points.size();
  }
  if (all == 0) return "nothing to try";
  const std::size_t thousandths = tried * 1000 / all;
  return fmt::format("{} of {} tried: {}.{}%", tried, all, thousandths / 10, thousandths % 10);
}

}  // namespace

std::string write_text(const std::vector<File>& files, bool colour) {
  std::string text;
  for (const File& file : files) {
    if (file.points.empty()) continue;
    const ByLine lines = by_line(file);
    text += made_visible(file.source.name()) + "\n";
    for (std::uint32_t line = 1; line <= file.source.line_count(); ++line) {
      const Mark mark = mark_of(file, lines, line);
      std::string shown = fmt::format("{} {:>4}  {}", letter(mark), line, made_visible(file.source.line(line)));
      while (shown.ends_with(' ')) shown.pop_back();
      text += painted(mark, shown, colour) + "\n";
    }
    for (std::size_t point = 0; point < file.points.size(); ++point) {
      if (file.counts[point] > 0) continue;
      const Place place = file.source.place_of(file.points[point].said.begin);
      text += fmt::format("{}:{}:{}: in no test: {}\n", made_visible(file.source.name()), place.line, place.column, made_visible(file.points[point].never));
    }
  }
  return text + sum_of(files) + "\n";
}

std::string write_lcov(const std::vector<File>& files) {
  std::string trace;
  for (const File& file : files) {
    if (file.points.empty()) continue;
    trace += fmt::format("TN:\nSF:{}\n", file.source.name());
    std::size_t hit_lines = 0;
    std::string branches;
    std::string lines;
    const ByLine by = by_line(file);
    for (const auto& [line, points] : by) {
      std::size_t count = 0;
      for (std::size_t place = 0; place < points.size(); ++place) {
        const std::size_t tried = file.counts[points[place]];
        count += tried;
        branches += fmt::format("BRDA:{},0,{},{}\n", line, place, tried);
      }
      lines += fmt::format("DA:{},{}\n", line, count);
      if (count > 0) ++hit_lines;
    }
    trace += branches + fmt::format("BRF:{}\nBRH:{}\n", file.points.size(), file.tried());
    trace += lines + fmt::format("LF:{}\nLH:{}\nend_of_record\n", by.size(), hit_lines);
  }
  return trace;
}

std::string write_html(const std::vector<File>& files) {
  std::string page = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>What the tests try</title>
<style>
body { font: 15px/1.5 sans-serif; margin: 2em auto; max-width: 70em; color: #222; }
table { border-collapse: collapse; font: 13px/1.6 monospace; width: 100%; }
td { padding: 0 .6em; white-space: pre-wrap; vertical-align: top; }
td.line { color: #888; text-align: right; width: 3em; }
td.never { font: 12px/1.6 sans-serif; color: #a33; width: 30em; }
tr.all td.text { background: #e6f5e6; }
tr.some td.text { background: #fff3d0; }
tr.none td.text { background: #fbe3e3; }
</style>
</head>
<body>
)";
  page += fmt::format("<h1>What the tests try</h1>\n<p>{}</p>\n", sum_of(files));
  for (const File& file : files) {
    if (file.points.empty()) continue;
    const ByLine lines = by_line(file);
    page += fmt::format("<h2>{}</h2>\n<table>\n", marked_up(file.source.name()));
    for (std::uint32_t line = 1; line <= file.source.line_count(); ++line) {
      std::string never;
      if (const auto found = lines.find(line); found != lines.end()) {
        for (const std::size_t point : found->second) {
          if (file.counts[point] == 0) never += (never.empty() ? "" : "<br>") + marked_up(file.points[point].never);
        }
      }
      const Mark mark = mark_of(file, lines, line);
      const std::string_view kind = mark == Mark::all ? "all" : mark == Mark::some ? "some" : mark == Mark::none ? "none" : "";
      page += fmt::format("<tr class=\"{}\"><td class=\"line\">{}</td><td class=\"text\">{}</td><td class=\"never\">{}</td></tr>\n", kind, line,
                          marked_up(file.source.line(line)), never);
    }
    page += "</table>\n";
  }
  return page + "</body>\n</html>\n";
}

}  // namespace whereas::coverage
