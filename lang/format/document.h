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
  friend Document soft_line();
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
Document soft_line();              ///< nothing, or the end of a line
Document nest(int columns, Document inside);  ///< lines that begin in here are indented by so much more
Document align(Document inside);   ///< lines that begin in here are indented to where it begins
/// All on one line if that fits. Otherwise its own lines end wherever they may, and each group inside decides for itself.
Document group(Document inside);
Document operator+(Document first, Document second);

/// A break that decides for itself: the line ends here only where what follows, up to the next break, does not fit.
Document break_before(Document next);

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
