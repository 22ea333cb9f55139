#include "lang/format/weave.h"

#include "lang/text/unicode.h"

#include <algorithm>
#include <array>
#include <optional>

namespace whereas::format {
namespace {

constexpr int columns_in_a_line = 100;
constexpr int continued_by = 4;

/// A comment on a line of its own.
struct Remark {
  std::string text;
  bool after_blank = false;
};

/// A line with the comments that belong to it.
struct WovenLine {
  Line line;
  bool is_first = false;      ///< of its declaration
  bool is_last = false;
  bool is_several = false;    ///< its declaration has several lines
  bool after_blank = false;
  std::uint32_t words_end = 0;  ///< in the text as written
  std::vector<Remark> before;
  std::string beside;         ///< at the end of the line
  std::vector<Remark> after;  ///< the last words of a declaration of several lines
};

class Weaver {
 public:
  Weaver(const std::vector<std::vector<Line>>& declarations, const Written& written) : written_(written) {
    for (const std::vector<Line>& lines : declarations) {
      for (const Line& line : lines) {
        WovenLine woven;
        woven.line = line;
        woven.is_first = &line == &lines.front();
        woven.is_last = &line == &lines.back();
        woven.is_several = lines.size() > 1;
        if (&line - &lines.front() == 1) woven.line.may_follow_blank = false;  // right under the title
        woven.after_blank = (woven.is_first || woven.line.may_follow_blank) && written.follows_blank_line(line.begin);
        lines_.push_back(std::move(woven));
      }
    }
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const auto next = i + 1 < lines_.size() ? lines_[i + 1].line.begin : static_cast<std::uint32_t>(written.text().size());
      lines_[i].words_end = written.end_of_word_before(next);
    }
  }

  void take(const std::vector<syntax::Comment>& comments) {
    for (std::size_t i = 0; i < comments.size();) {
      const std::uint32_t at = comments[i].span.begin;
      const auto after = std::partition_point(lines_.begin(), lines_.end(), [&](const WovenLine& each) { return each.line.begin <= at; });
      const auto owner = after == lines_.begin() ? lines_.end() : after - 1;
      if (owner == lines_.end() || !is_amid_or_beside(*owner, at)) {
        place_between(owner, after, comments[i++]);
        continue;
      }
      const std::size_t first = i;
      while (i < comments.size() && is_amid_or_beside(*owner, comments[i].span.begin)) ++i;
      place_amid(*owner, {comments.begin() + static_cast<std::ptrdiff_t>(first), comments.begin() + static_cast<std::ptrdiff_t>(i)});
    }
  }

  std::string text() {
    set_blank_lines();
    align_inputs();
    for (const WovenLine& each : lines_) write(each);
    write(closing_, 0);
    return std::move(out_);
  }

 private:
  using Place = std::vector<WovenLine>::iterator;

  std::string words(const syntax::Comment& comment) const {
    std::string_view text = written_.text().substr(comment.span.begin, comment.span.end - comment.span.begin);
    while (text.back() == ' ' || text.back() == '\t' || text.back() == '\r') text.remove_suffix(1);
    return std::string(text);
  }

  bool is_amid_or_beside(const WovenLine& line, std::uint32_t comment) const {
    return comment >= line.line.begin && (comment < line.words_end || !written_.line_ends_between(line.words_end, comment));
  }

  /// Comments amid the words of a line or at its end. The last may stand beside it, if that is where it stood.
  void place_amid(WovenLine& line, const std::vector<syntax::Comment>& comments) {
    for (const syntax::Comment& comment : comments) {
      if (&comment == &comments.back() && !written_.begins_its_line(comment.span.begin)) {
        line.beside = words(comment);
        return;
      }
      line.before.push_back({words(comment), line.after_blank});
      line.after_blank = false;
    }
  }

  /// A comment on a line of its own after the line `owner` (if any) and before `next` (if any).
  void place_between(Place owner, Place next, const syntax::Comment& comment) {
    const std::uint32_t begin = comment.span.begin;
    const bool after_blank = written_.follows_blank_line(begin);
    const bool between_declarations = owner == lines_.end() || owner->is_last;
    if (owner != lines_.end() && owner->is_last && owner->is_several && !after_blank && !written_.at_column_one(begin) &&
        owner_is_unfinished(next)) {
      owner->after.push_back({words(comment), false});
    } else if (next == lines_.end()) {
      closing_.push_back({words(comment), after_blank});
    } else {
      next->before.push_back({words(comment), after_blank && (between_declarations || next->line.may_follow_blank)});
    }
  }

  /// Whether nothing has yet been placed after the last words of a declaration.
  bool owner_is_unfinished(Place next) const { return next == lines_.end() ? closing_.empty() : next->before.empty(); }

  void set_blank_lines() {
    bool after_several = false;
    for (WovenLine& each : lines_) {
      std::vector<bool*> blanks;
      for (Remark& remark : each.before) blanks.push_back(&remark.after_blank);
      blanks.push_back(&each.after_blank);
      if (each.is_first && each.is_several) {
        auto attached = blanks.rbegin();
        while (attached + 1 != blanks.rend() && !**attached) ++attached;
        **attached = true;
      }
      if (each.is_first && after_several) *blanks.front() = true;
      after_several = each.is_several;
    }
    if (after_several && !closing_.empty()) closing_.front().after_blank = true;
  }

  /// Inputs that follow one another without a blank line or a comment between stand in columns.
  void align_inputs() {
    for (auto first = lines_.begin(); first != lines_.end();) {
      if (!first->line.columns) {
        ++first;
        continue;
      }
      auto last = first + 1;
      while (last != lines_.end() && last->line.columns && last->before.empty() && !last->after_blank) ++last;
      std::array<std::size_t, 2> widths{};
      for (auto each = first; each != last; ++each) {
        const InputColumns& columns = *each->line.columns;
        widths[0] = std::max(widths[0], display_width(columns[0]));
        if (!columns[2].empty()) widths[1] = std::max(widths[1], display_width(columns[1]));
      }
      for (; first != last; ++first) {
        const InputColumns& columns = *first->line.columns;
        std::string aligned = columns[0] + std::string(widths[0] - display_width(columns[0]) + 2, ' ') + columns[1];
        if (!columns[2].empty()) aligned += std::string(widths[1] - display_width(columns[1]) + 2, ' ') + columns[2];
        first->line.words = format::text(aligned);
      }
    }
  }

  void write(const WovenLine& woven) {
    const int indentation = woven.line.indentation;
    write(woven.before, indentation);
    const std::string words = render(group(nest(continued_by, woven.line.words)), indentation, columns_in_a_line);
    write(woven.beside.empty() ? words : words + "  " + woven.beside, woven.after_blank);
    write(woven.after, indentation);
  }

  void write(const std::vector<Remark>& remarks, int indentation) {
    for (const Remark& remark : remarks) write(std::string(static_cast<std::size_t>(indentation), ' ') + remark.text, remark.after_blank);
  }

  void write(const std::string& line, bool after_blank) {
    if (after_blank && !out_.empty()) out_ += '\n';
    out_ += line;
    out_ += '\n';
  }

  const Written& written_;
  std::vector<WovenLine> lines_;
  std::vector<Remark> closing_;
  std::string out_;
};

}  // namespace

std::string weave(const std::vector<std::vector<Line>>& declarations, const std::vector<syntax::Comment>& comments, const Written& written) {
  Weaver weaver(declarations, written);
  weaver.take(comments);
  return weaver.text();
}

}  // namespace whereas::format
