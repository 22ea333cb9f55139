#include "lang/format/document.h"

#include "lang/syntax/box.h"
#include "lang/text/unicode.h"

#include <utility>
#include <variant>

namespace whereas::format {

using syntax::match;

struct Document::Node {
  struct Text {
    std::string words;
    int width;
  };
  struct Line {
    bool is_free;
  };
  struct Nest {
    int columns;
    Document inside;
  };
  struct Align {
    Document inside;
  };
  struct Group {
    Document inside;
  };
  struct Both {
    Document first;
    Document second;
  };
  std::variant<Text, Line, Nest, Align, Group, Both> form;
};

Document::Document() = default;
bool Document::is_empty() const { return node_ == nullptr; }

Document text(std::string words) {
  if (words.empty()) return {};
  const int width = static_cast<int>(display_width(words));
  return Document(std::make_shared<Document::Node>(Document::Node{Document::Node::Text{std::move(words), width}}));
}
Document line() { return Document(std::make_shared<Document::Node>(Document::Node{Document::Node::Line{false}})); }
Document free_line() { return Document(std::make_shared<Document::Node>(Document::Node{Document::Node::Line{true}})); }
Document nest(int columns, Document inside) {
  return Document(std::make_shared<Document::Node>(Document::Node{Document::Node::Nest{columns, std::move(inside)}}));
}
Document align(Document inside) {
  return Document(std::make_shared<Document::Node>(Document::Node{Document::Node::Align{std::move(inside)}}));
}
Document group(Document inside) {
  return Document(std::make_shared<Document::Node>(Document::Node{Document::Node::Group{std::move(inside)}}));
}
Document operator+(Document first, Document second) {
  if (first.is_empty()) return second;
  if (second.is_empty()) return first;
  return Document(std::make_shared<Document::Node>(Document::Node{Document::Node::Both{std::move(first), std::move(second)}}));
}

Document break_before(Document next) { return free_line() + std::move(next); }

namespace {
/// Halves, so that a list of any length is a shallow document.
Document together(const Document* parts, std::size_t count) {
  if (count == 0) return {};
  if (count == 1) return *parts;
  return together(parts, count / 2) + together(parts + count / 2, count - count / 2);
}
}  // namespace

Document together(const std::vector<Document>& parts) { return together(parts.data(), parts.size()); }

Document enumerated(const std::vector<Document>& parts) {
  std::vector<Document> pieces;
  for (const Document& part : parts) pieces.push_back(pieces.empty() ? part : text(",") + break_before(part));
  return together(pieces);
}

Document listed(const std::vector<Document>& parts) {
  if (parts.size() < 2) return together(parts);
  return enumerated({parts.begin(), parts.end() - 1}) + break_before(text("and ") + parts.back());
}

/// Oppen's and Wadler's way: a stack of what is still to be written, each piece with its indentation and whether its lines end.
class Document::Renderer {
 public:
  explicit Renderer(int width) : width_(width) {}

  std::string render(const Document& document, int indentation) {
    out_.assign(static_cast<std::size_t>(indentation), ' ');
    column_ = indentation;
    push(to_do_, document, {indentation, true});
    while (!to_do_.empty()) {
      const Piece piece = to_do_.back();
      to_do_.pop_back();
      write(piece);
    }
    drop_trailing_blanks();
    return std::move(out_);
  }

 private:
  struct Manner {
    int indentation;
    bool lines_end;
  };
  struct Piece {
    const Node* node;
    Manner manner;
  };

  static void push(std::vector<Piece>& stack, const Document& document, Manner manner) {
    if (document.node_) stack.push_back({document.node_.get(), manner});
  }

  void drop_trailing_blanks() {
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
  }

  void write(const Piece& piece) {
    const Manner manner = piece.manner;
    std::visit(match{
                   [&](const Node::Text& words) {
                     out_ += words.words;
                     column_ += words.width;
                   },
                   [&](const Node::Line& line) {
                     if (manner.lines_end && !(line.is_free && fits({piece.node, {0, false}}))) {
                       drop_trailing_blanks();
                       out_ += '\n';
                       out_.append(static_cast<std::size_t>(manner.indentation), ' ');
                       column_ = manner.indentation;
                     } else {
                       out_ += ' ';
                       ++column_;
                     }
                   },
                   [&](const Node::Nest& nest) { push(to_do_, nest.inside, {manner.indentation + nest.columns, manner.lines_end}); },
                   [&](const Node::Align& align) { push(to_do_, align.inside, {column_, manner.lines_end}); },
                   [&](const Node::Group& group) { push(to_do_, group.inside, {manner.indentation, manner.lines_end && !fits({piece.node, {0, false}})}); },
                   [&](const Node::Both& both) {
                     push(to_do_, both.second, manner);
                     push(to_do_, both.first, manner);
                   },
               },
               piece.node->form);
  }

  /// Whether this piece on one line, and all that must follow on that line, stays within the width. What follows reaches to the next
  /// line that may end; lines inside a later group do not count, so that a break outside parentheses comes before one inside them.
  /// Never looks further than the width.
  bool fits(Piece first) const {
    int room = width_ - column_;
    std::vector<Piece> ahead = {first};
    std::size_t rest = to_do_.size();
    while (room >= 0) {
      if (ahead.empty()) {
        if (rest == 0) return true;
        ahead.push_back(to_do_[--rest]);
      }
      const Piece piece = ahead.back();
      ahead.pop_back();
      bool line_ends = false;
      std::visit(match{
                     [&](const Node::Text& words) { room -= words.width; },
                     [&](const Node::Line&) {
                       line_ends = piece.manner.lines_end;
                       --room;
                     },
                     [&](const Node::Nest& nest) { push(ahead, nest.inside, piece.manner); },
                     [&](const Node::Align& align) { push(ahead, align.inside, piece.manner); },
                     [&](const Node::Group& inner) { push(ahead, inner.inside, {0, false}); },
                     [&](const Node::Both& both) {
                       push(ahead, both.second, piece.manner);
                       push(ahead, both.first, piece.manner);
                     },
                 },
                 piece.node->form);
      if (line_ends) return true;
    }
    return false;
  }

  int width_;
  int column_ = 0;
  std::string out_;
  std::vector<Piece> to_do_;
};

std::string render(const Document& document, int indentation, int width) { return Document::Renderer(width).render(document, indentation); }

}  // namespace whereas::format
