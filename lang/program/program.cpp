#include "lang/program/program.h"

#include "lang/program/standard_library.h"
#include "lang/syntax/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

namespace whereas::program {

namespace {

// A contract with all it uses (docs/language: Files).
constexpr std::size_t largest_text = 1024 * 1024;
constexpr std::size_t most_files = 64;
constexpr std::size_t deepest_use = 16;

using Names = std::set<std::string_view>;

bool begins_name(char letter) { return (letter >= 'a' && letter <= 'z') || letter == '_'; }
bool continues_name(char letter) {
  return begins_name(letter) || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

/// The word that stands at the beginning, if one does; takes it off the text.
std::string_view take_name(std::string_view& text) {
  if (text.empty() || !begins_name(text.front())) return {};
  std::size_t length = 1;
  while (length < text.size() && continues_name(text[length])) ++length;
  const std::string_view name = text.substr(0, length);
  text.remove_prefix(length);
  return name;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

/// A declaration of a standard file, not parsed: that costs far more than finding where it ends, and a contract uses few of them.
struct StandardDeclaration {
  std::vector<std::string_view> names;  ///< of a measure or of units; none of what only the file's own tests need
  std::string_view text;                ///< with the lines that continue it, each with its end
};

/// The names that the first line of a declaration gives: `NAME means`, `NAME after costs means`, `NAME(x) means`, `unit item, items`.
std::vector<std::string_view> names_given(std::string_view line) {
  std::vector<std::string_view> names;
  const std::string_view first = take_name(line);
  if (first == "unit") {
    for (line = line.substr(0, line.find('#')); !line.empty();) {
      if (const std::string_view name = take_name(line); !name.empty()) names.push_back(name);
      else line.remove_prefix(1);
    }
  } else if (!first.empty() && line.find(" means") != std::string_view::npos) {
    names.push_back(first);
  }
  return names;
}

/// Cuts a standard file where a line begins at column one.
std::vector<StandardDeclaration> declarations_of(std::string_view text) {
  std::vector<StandardDeclaration> declarations;
  const char* begin = text.data();
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const bool continues = !line.empty() && line.front() == ' ' && !declarations.empty();
    if (continues) begin = declarations.back().text.data();
    else declarations.push_back({names_given(line), {}});
    declarations.back().text = {begin, static_cast<std::size_t>(text.data() - begin)};
    begin = text.data();
  }
  return declarations;
}

/// Every word of a contract that could be a name; comments and titles left out.
void collect_words(std::string_view text, Names& words) {
  while (!text.empty()) {
    if (const std::string_view word = take_name(text); !word.empty()) {
      words.insert(word);
      continue;
    }
    std::size_t skipped = 1;
    if (text.front() == '#') {
      skipped = text.find('\n');
    } else if (text.front() == '"') {
      skipped = text.find_first_of("\"\n", 1);
      if (skipped != std::string_view::npos) ++skipped;
    } else if (continues_name(text.front())) {  // `80bn`, `Amazon`
      while (skipped < text.size() && continues_name(text[skipped])) ++skipped;
    }
    text.remove_prefix(std::min(skipped, text.size()));
  }
}

/// A standard file, of which a contract takes the measures and units that it uses.
struct StandardFile {
  std::string_view name;
  std::vector<StandardDeclaration> declarations;
  std::vector<bool> is_used;  ///< by declaration

  explicit StandardFile(const EmbeddedFile& file) : name(file.name), declarations(declarations_of(file.text)), is_used(declarations.size(), false) {}

  bool is_used_at_all() const { return std::find(is_used.begin(), is_used.end(), true) != is_used.end(); }

  /// The file with only what is used; everything stays in its line.
  std::string text() const {
    std::string text;
    for (std::size_t at = 0; at < declarations.size(); ++at) {
      const std::string_view whole = declarations[at].text;
      if (is_used[at]) text += whole;
      else text.append(static_cast<std::size_t>(std::count(whole.begin(), whole.end(), '\n')), '\n');
    }
    return text;
  }
};

class Loader {
 public:
  /// A file on the way from the contract to the one being read.
  struct Link {
    std::string identity;
    SourceId source = 0;
    Span use;  ///< the line in the file before it
  };
  /// What all contracts of one program count together.
  struct Counted {
    std::size_t files = 0;
    std::size_t size = 0;
  };

  /// A contract that another asks: `way` leads to it, the link to itself last.
  Loader(Program& program, Sources& sources, Files& files, Report& report, std::vector<Link> way, const Counted& counted)
      : program_(program), sources_(sources), files_(files), report_(report), counted_(counted) {
    Link own = std::move(way.back());
    way.pop_back();
    way_ = std::move(way);
    load(sources_[own.source], own);
    load_standard_library();
  }
  const Counted& counted() const { return counted_; }

  Loader(Program& program, Sources& sources, Files& files, Report& report)
      : program_(program), sources_(sources), files_(files), report_(report) {}

  void load_root(const Source& root) { load(root, {files_.identity_of(root), root.id(), {}}); }

  /// What the contract uses of the standard library, and what that needs in turn.
  void load_standard_library() {
    std::vector<StandardFile> standard;
    for (const EmbeddedFile& file : standard_library()) standard.emplace_back(file);
    for (bool found = true; found;) {
      found = false;
      for (StandardFile& file : standard) found = take_used(file) || found;
    }
    for (const StandardFile& file : standard) {
      if (file.is_used_at_all()) parse(sources_.add(fmt::format("<standard library>/{}", file.name), file.text()), true);
    }
    program_.expression_count = ids_.next;
  }

 private:
  /// Whether something of the file turned out to be used that was not before.
  bool take_used(StandardFile& file) {
    bool found = false;
    for (std::size_t at = 0; at < file.declarations.size(); ++at) {
      const std::vector<std::string_view>& names = file.declarations[at].names;
      const auto is_word = [&](std::string_view name) { return words_.contains(name); };
      if (file.is_used[at] || std::none_of(names.begin(), names.end(), is_word)) continue;
      file.is_used[at] = found = true;
      collect_words(file.declarations[at].text, words_);
    }
    return found;
  }

  const syntax::Contract& parse(const Source& source, bool is_standard) {
    File file{source.id(), is_standard, std::make_unique<syntax::Contract>(syntax::parse(source, ids_, report_))};
    return *program_.files.emplace_back(std::move(file)).contract;
  }

  void load(const Source& source, Link link) {
    read_.insert(link.identity);
    collect_words(source.text(), words_);
    ++counted_.files;
    counted_.size += source.text().size();
    way_.push_back(std::move(link));
    for (const syntax::Declaration& declaration : parse(source, false).declarations) {
      if (const auto* use = std::get_if<syntax::Use>(&declaration.form)) follow(*use, source);
    }
    way_.pop_back();
  }

  void follow(const syntax::Use& use, const Source& from) {
    const syntax::Name& file = use.file;
    if (const auto why = why_outside(file.text)) {
      report_.add(code::outside_folder)
          .says(fmt::format("`{}` {}", file.text, *why))
          .at(file.span)
          .note("a contract uses files of its own folder and the folders in it, so that the folder is the whole contract")
          .help("put the file into the contract's folder, and name it from there");
      return;
    }
    std::string why;
    std::optional<Files::Text> text = files_.read(file.text, from.name(), why);
    if (!text) {
      report_.add(code::unreadable_file)
          .says(fmt::format("`{}` cannot be read: {}", file.text, why))
          .at(file.span)
          .help("a file that is used is named from the folder of the file that uses it");
      return;
    }
    const auto earlier = std::find_if(way_.begin(), way_.end(), [&](const Link& link) { return link.identity == text->identity; });
    if (earlier != way_.end()) return report_circle(file, static_cast<std::size_t>(earlier - way_.begin()));
    if (!use.as && read_.contains(text->identity)) return;
    if (!has_room_for(*text, file)) return;
    const Source& source = sources_.add(std::move(text->name), std::move(text->text));
    Link link{std::move(text->identity), source.id(), file.span};
    if (use.as) return load_contract(*use.as, std::move(link));
    load(source, std::move(link));
  }

  void load_contract(const syntax::Name& as, Link link) {
    UsedContract used{as, std::make_unique<Program>()};
    used.program->name = as.text;
    std::vector<Link> way = way_;
    way.push_back(std::move(link));
    counted_ = Loader(*used.program, sources_, files_, report_, std::move(way), counted_).counted();
    program_.contracts.push_back(std::move(used));
  }

  void report_circle(const syntax::Name& file, std::size_t first) {
    Diagnostic& diagnostic = report_.add(code::use_cycle).at(file.span);
    if (first + 1 == way_.size()) {
      diagnostic.says(fmt::format("`{}` uses itself", sources_[way_[first].source].name())).help("leave this line out");
      return;
    }
    diagnostic.says(fmt::format("`{}` comes back to itself through the files that it uses", sources_[way_[first].source].name()));
    for (std::size_t link = first + 1; link < way_.size(); ++link) diagnostic.beside(way_[link].use, "on the way");
    diagnostic.help("put what both files need into a third, which uses neither");
  }

  bool has_room_for(const Files::Text& text, const syntax::Name& file) {
    std::string limit;
    if (way_.size() > deepest_use) limit = fmt::format("files use one another more than {} deep", deepest_use);
    if (counted_.files >= most_files) limit = fmt::format("a contract uses more than {} files", most_files - 1);
    if (counted_.size + text.text.size() > largest_text) limit = "a contract with the files that it uses is longer than 1 MiB";
    if (limit.empty()) return true;
    report_.add(code::too_long).says(std::move(limit)).at(file.span, "here").help("put more into fewer files, or leave out what the contract does not need");
    return false;
  }

  Program& program_;
  Sources& sources_;
  Files& files_;
  Report& report_;
  syntax::ExpressionIds ids_;
  std::vector<Link> way_;
  std::set<std::string> read_;  ///< identities
  Counted counted_;
  Names words_;  ///< of all files so far
};

}  // namespace

std::optional<std::string> why_outside(std::string_view name) {
  if (name.empty()) return "names no file";
  if (name.front() == '/' || name.front() == '~') return "is a place of this machine, not of the contract's folder";
  if (name.find("://") != std::string_view::npos) return "is an address, not a file of the contract's folder";
  if (name.find('\\') != std::string_view::npos) return "has a backslash; folders are set apart by `/`";
  if (name.find_first_of(":*?$") != std::string_view::npos) return "is not the plain name of a file";
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    if (rest.substr(0, end) == "..") return "leads out of the contract's folder";
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return std::nullopt;
}

std::vector<std::string> standard_names() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : standard_library()) {
    for (const StandardDeclaration& declaration : declarations_of(file.text)) names.insert(names.end(), declaration.names.begin(), declaration.names.end());
  }
  return names;
}

Program load(const Source& root, std::string name, Sources& sources, Files& files, Report& report) {
  Program program;
  program.name = std::move(name);
  Loader loader(program, sources, files, report);
  loader.load_root(root);
  loader.load_standard_library();
  return program;
}

}  // namespace whereas::program
