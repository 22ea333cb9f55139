#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// A small algebra of text that can be laid out in more than one way: `text`, `line`, `nest`, `group`, `align`.
///
///     group(text("revenue") + nest(4, line() + text("plus fees") + line() + text("less refunds")))
///
/// is one line where it fits and three where it does not. A document says where lines may end; `render` decides where they do.
namespace whereas::format {

/// A piece of text with places where its lines may end. Cheap to copy; never changes once made.
class Document {
 public:
  Document();  ///< nothing
  bool is_empty() const;

  friend Document text(std::string words);
  friend Document line();
  friend Document free_line();
  friend Document nest(int columns, Document inside);
  friend Document group(Document inside);
  friend Document align(Document inside);
  friend Document operator+(Document first, Document second);
  friend std::string render(const Document& document, int indentation, int width);

 private:
  struct Node;
  class Renderer;
  explicit Document(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  std::shared_ptr<const Node> node_;
};

Document text(std::string words);  ///< these words, on one line
Document line();                   ///< a blank, or the end of a line
/// A line that decides for itself: it ends only where what follows, up to the next one like it, does not fit.
Document free_line();
Document nest(int columns, Document inside);  ///< lines that begin in here are indented by so much more
Document align(Document inside);   ///< lines that begin in here are indented to where it begins
/// All on one line if that fits. Otherwise its own lines end, all of them, and each free line and group inside decides for itself.
Document group(Document inside);
Document operator+(Document first, Document second);

Document break_before(Document next);  ///< a free line, and what follows it

/// One after the other.
Document together(const std::vector<Document>& parts);
/// `a, b, c`; the line may end after each comma.
Document enumerated(const std::vector<Document>& parts);
/// `a, b and c`; the line may end after each comma and before the `and`.
Document listed(const std::vector<Document>& parts);

/// The text, its first line indented, in at most `width` columns where its breaks allow that. No line ends in blanks; no line end at
/// the end.
std::string render(const Document& document, int indentation, int width);

}  // namespace whereas::format
