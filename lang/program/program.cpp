#include "lang/program/program.h"

#include "lang/program/standard_cut.h"
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

/// Every word of a contract that could be a name; comments and titles left out.
void collect_words(std::string_view text, std::vector<std::string_view>& words) {
  while (!text.empty()) {
    if (const std::string_view word = take_name(text); !word.empty()) {
      words.push_back(word);
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

/// The standard names that a word is: one, or none.
std::span<const StandardName> standard_names_of(std::string_view word) {
  const auto names = names_of_standard_library();
  const auto first = std::lower_bound(names.begin(), names.end(), word, [](const StandardName& name, std::string_view sought) { return name.name < sought; });
  const auto last = std::find_if(first, names.end(), [&](const StandardName& name) { return name.name != word; });
  return {first, last};
}

/// A standard file with only what is used of it; everything stays in its line.
std::string text_of_used(std::uint32_t file, const std::vector<bool>& is_used) {
  const auto declarations = standard_declarations();
  std::string text;
  for (std::size_t place = 0; place < declarations.size(); ++place) {
    if (declarations[place].file != file) continue;
    if (is_used[place]) text += declarations[place].text;
    else text.append(declarations[place].lines, '\n');
  }
  return text;
}

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
    const auto declarations = standard_declarations();
    std::vector<bool> is_used(declarations.size(), false);
    std::vector<bool> has_used(standard_library().size(), false);
    for (std::size_t next = 0; next < words_.size(); ++next) {
      for (const StandardName& name : standard_names_of(words_[next])) {
        if (is_used[name.declaration]) continue;
        is_used[name.declaration] = has_used[declarations[name.declaration].file] = true;
        collect_words(declarations[name.declaration].text, words_);
      }
    }
    for (std::uint32_t file = 0; file < has_used.size(); ++file) {
      if (has_used[file]) parse(sources_.add(fmt::format("<standard library>/{}", standard_library()[file].name), text_of_used(file, is_used)), true);
    }
    program_.expression_count = ids_.next;
  }

 private:
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
  std::vector<std::string_view> words_;  ///< of all files so far, and of what they use
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
  for (const StandardName& name : names_of_standard_library()) names.emplace_back(name.name);
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
